"""Areas by their corners: one that is measured, a zone of the document, airspace closed by the scenario."""

from __future__ import annotations

from PySide6.QtCore import Qt

from layers.document import areas
from layers.document.objects import Drawn, Shape
from layers.document.shown import drawing
from layers.picture.sheet import Drawing
from mapapp.tools.tool import Spot, Tool, typed_leg


class AreaTool(Tool):
    """Click-click-click, double click or Enter ends, Esc gives it up."""

    id = "area"
    hint = "Click the corners; double click or Enter ends and keeps the area, Esc gives up"
    cursor = Qt.CursorShape.CrossCursor
    asks = "next corner, as 250 km 045 or 20.7, 116.7"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Tool
        self._corners: tuple[Spot, ...] = ()
        self._hand: Spot | None = None

    @property
    def at_work(self) -> bool:
        return bool(self._corners)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The corners clicked, and the one under the hand."""
        if self._hand is None or not self._corners or self._hand == self._corners[-1]:
            return self._corners
        return (*self._corners, self._hand)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        points = tuple((spot.lon, spot.lat) for spot in self.spots)
        if len(points) < 2:
            return ()
        live = Drawn("live", "area" if len(points) > 2 else "line", points)
        return (drawing(live, self.unit),)

    def click(self, spot: Spot) -> bool:
        if not self._corners or self._corners[-1] != spot:
            self._corners = (*self._corners, spot)
        self._hand = None
        self.changed.emit()
        return True

    def move(self, spot: Spot, held: bool) -> bool:
        if not held and self._corners:
            self._hand = spot
            self.changed.emit()
        return False

    def typed(self, text: str) -> None:
        """The next corner: a distance and an azimuth from the last one, or a position."""
        if not self._corners:
            super().typed(text)
            return
        self.click(typed_leg(self._corners[-1], text, self.unit))

    def finish(self) -> bool:
        if len(self._corners) < 3:
            return False
        corners, self._corners, self._hand = self._corners, (), None
        self._keep(corners)
        self.changed.emit()
        return True

    def _keep(self, corners: tuple[Spot, ...]) -> None:
        self.add("Draw area", "area", corners)

    def cancel(self) -> bool:
        begun, self._corners, self._hand = bool(self._corners), (), None
        self.changed.emit()
        return begun


class _MeaningTool(AreaTool):
    """Its area is more than a drawing: a record of the document, or an assumption of its scenario."""

    shape: Shape
    step = ""

    def _keep(self, corners: tuple[Spot, ...]) -> None:
        points = tuple((spot.lon, spot.lat) for spot in corners)
        changed, ident = areas.added(self.document.content, self.shape, points)
        self.document.apply(self.step, lambda _: changed)
        self.document.select(ident)


class ZoneTool(_MeaningTool):
    """Draws a zone of the user's own."""

    id = "zone"
    hint = "Click the corners of the zone; double click or Enter ends, Esc gives up; its name is set in the list (F7)"
    shape = "zone"
    step = "Draw zone"


class AirspaceTool(_MeaningTool):
    """Closes airspace in the scenario: aircraft fly round it from then on."""

    id = "airspace"
    hint = "Click the corners of the airspace to be closed; double click or Enter closes it, Esc gives up"
    shape = "airspace"
    step = "Close airspace"
