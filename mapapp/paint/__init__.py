"""A Picture on a QPainter: the one way to the screen, to PNG and to PDF.

`paint` is the whole of it for a single picture; whoever paints often keeps a `Painter`, which remembers the Qt objects
it made. A painter may be used from one thread at a time, and from any thread: it makes no pixmaps.
"""

from mapapp.paint.fonts import load_fonts
from mapapp.paint.painter import Mode, Painter, paint

__all__ = ["Mode", "Painter", "load_fonts", "paint"]
