"""A Picture on a QPainter: the one way to the screen, to PNG and to PDF.

`paint` is the whole of it for a single picture; whoever paints often keeps a `Painter`, which remembers the Qt objects
it made. A painter may be used from one thread at a time, and from any thread: it makes no pixmaps.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapapp.paint.fonts import load_fonts
    from mapapp.paint.painter import Mode, Painter, paint

__all__ = ["Mode", "Painter", "load_fonts", "paint"]

_HOME = {"load_fonts": "fonts", "Mode": "painter", "Painter": "painter", "paint": "painter"}


def __getattr__(name: str) -> Any:
    """The painter when it is first asked for: the map's first outline does without its letters and symbols."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
