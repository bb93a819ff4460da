"""The range-ring tool: press at the centre, drag to the radius; the ring is geodesic and stays."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from layers import geodesy, units
from layers.picture.sheet import RingSpec
from mapapp.document import Content
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
        return (self._spec("live"),) if self._centre is not None and self._radius_m > LEAST_M else ()

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
            spec = self._spec(free_id(self.document.content))
            self.document.apply("Draw range ring", lambda content: replace(content, rings=(*content.rings, spec)))
        self._centre, self._radius_m = None, 0.0
        self.changed.emit()
        return True

    def cancel(self) -> bool:
        begun, self._centre, self._radius_m = self._centre is not None, None, 0.0
        self.changed.emit()
        return begun

    def _spec(self, ident: str) -> RingSpec:
        centre = self._centre
        assert centre is not None
        length = units.format_distance(self._radius_m, self.unit)
        label = f"{length} from {centre.name}" if centre.name else length
        return RingSpec(ident, centre.lon, centre.lat, self._radius_m, label)


def free_id(content: Content) -> str:
    """An id no ring of the document has."""
    taken = {ring.id for ring in content.rings}
    return next(f"ring-{number}" for number in range(1, len(taken) + 2) if f"ring-{number}" not in taken)
