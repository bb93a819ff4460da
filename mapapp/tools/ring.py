"""The range-ring tool: press at the centre, drag to the radius; the ring is geodesic and stays."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from layers import geodesy, units
from layers.document.model import Content
from layers.document.objects import Drawn, free_id
from layers.document.shown import shown
from layers.picture.sheet import RingSpec
from mapapp.tools.tool import Spot, Tool

LEAST_M = 100.0
"""A drag shorter than this was a click."""


class RingTool(Tool):
    """Drag a range ring; its radius is shown while it grows."""

    id = "ring"
    hint = "Press at the centre and drag; Esc gives up"
    cursor = Qt.CursorShape.CrossCursor
    unit: units.DistanceUnit = "km"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Tool
        self._centre: Spot | None = None
        self._radius_m = 0.0

    @property
    def radius_m(self) -> float:
        return self._radius_m

    @property
    def rings(self) -> tuple[RingSpec, ...]:
        if self._centre is None or self._radius_m <= LEAST_M:
            return ()
        return shown((self._ring("live", self._centre),), self.unit)[0]

    def press(self, spot: Spot) -> bool:
        self._centre, self._radius_m = spot, 0.0
        self.changed.emit()
        return True

    def move(self, spot: Spot, held: bool) -> bool:
        if self._centre is None or not held:
            return False
        self._radius_m = geodesy.distance(self._centre.lon, self._centre.lat, spot.lon, spot.lat)
        self.changed.emit()
        return True

    def release(self, spot: Spot) -> bool:
        if self._centre is None:
            return False
        self.move(spot, held=True)
        if self._radius_m > LEAST_M:
            self.document.apply("Draw range ring", self._added)
        self._centre, self._radius_m = None, 0.0
        self.changed.emit()
        return True

    def cancel(self) -> bool:
        begun, self._centre, self._radius_m = self._centre is not None, None, 0.0
        self.changed.emit()
        return begun

    def _added(self, content: Content) -> Content:
        assert self._centre is not None
        return replace(content, drawn=(*content.drawn, self._ring(free_id(content.drawn, "ring"), self._centre)))

    def _ring(self, ident: str, centre: Spot) -> Drawn:
        name = f"From {centre.name}" if centre.name else ""
        refs = (centre.ref,) if centre.ref else ()
        return Drawn(ident, "ring", ((centre.lon, centre.lat),), name, radius_m=self._radius_m, refs=refs)
