"""The range-ring tool: press at the centre, drag to the radius; the ring is geodesic and stays."""

from __future__ import annotations

from PySide6.QtCore import Qt

from layers import geodesy, units
from layers.document.objects import Drawn
from layers.document.shown import shown
from layers.picture.sheet import RingSpec
from mapapp.tools.tool import Spot, Tool

LEAST_M = 100.0
"""A drag shorter than this was a click."""


class RingTool(Tool):
    """Drag a range ring; its radius is shown while it grows."""

    id = "ring"
    hint = "Press at the centre and drag, or click the centre and type the radius; Esc gives up"
    cursor = Qt.CursorShape.CrossCursor
    asks = "radius, as 400 km"

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
        centre = self._centre
        live = Drawn("live", "ring", ((centre.lon, centre.lat),), _name(centre), radius_m=self._radius_m)
        return shown((live,), self.unit)[0]

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
            self._finish(self._centre)
            self._centre = None
        self._radius_m = 0.0
        self.changed.emit()
        return True

    def cancel(self) -> bool:
        begun, self._centre, self._radius_m = self._centre is not None, None, 0.0
        self.changed.emit()
        return begun

    @property
    def at_work(self) -> bool:
        return self._centre is not None

    def typed(self, text: str) -> None:
        """The radius."""
        if self._centre is None:
            super().typed(text)
            return
        centre = self._centre
        radius_m = units.parse_distance(text, self.unit)
        self._centre, self._radius_m = None, 0.0
        self.add("Draw range ring", "ring", (centre,), name=_name(centre), radius_m=radius_m)
        self.changed.emit()

    def _finish(self, centre: Spot) -> None:
        self.add("Draw range ring", "ring", (centre,), name=_name(centre), radius_m=self._radius_m)


def _name(centre: Spot) -> str:
    return f"From {centre.name}" if centre.name else ""
