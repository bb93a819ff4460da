"""The maps beside the window's own, as one thing: a second place, and another scenario right of a divider."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from mapapp.beside.own_map import OwnMap
from mapapp.beside.pair import Pair
from mapapp.beside.swipe import Swipe
from mapapp.canvas.canvas import MapCanvas
from mapapp.settings import Settings
from mapapp.tools.tool import Spot, Tool


class MapsBeside(QObject):
    """Makes them when they are wanted.

    Signals
    -------
    made(MapCanvas)
        There is one more map, to be joined with what the window does with a map.
    changed()
        One was shown, put away, turned or linked.
    """

    made = Signal(object)
    changed = Signal()

    def __init__(self, own: OwnMap) -> None:
        super().__init__(own.window)
        self._canvas = own.canvas
        self.pair = Pair(own)
        self.swipe = Swipe(own, self)
        for one in (self.pair, self.swipe):
            one.made.connect(self.made)
            one.changed.connect(self.changed)

    def set_tool(self, tool: Tool) -> None:
        """The tool in the hand, whichever map it is over."""
        for canvas in self._canvases():
            canvas.set_tool(tool)

    def spot_under_cursor(self) -> Spot | None:
        """The place under the cursor, whichever map it is over; None when over none."""
        return next(filter(None, (canvas.spot_under_cursor() for canvas in self._canvases())), None)

    def _canvases(self) -> Iterator[MapCanvas]:
        return filter(None, (self._canvas, self.pair.canvas, self.swipe.canvas))

    def close_down(self, settings: Settings) -> None:
        """Remember how they stand, and end their work."""
        self.pair.keep(settings)
        self.pair.close_down()
        self.swipe.close_down()
