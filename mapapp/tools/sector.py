"""The sector tool: from the centre a first side that gives the radius, then a second one, clockwise."""

from __future__ import annotations

from PySide6.QtCore import Qt

from layers import geodesy, units
from layers.document.objects import Drawn
from layers.document.shown import drawing
from layers.errors import RimlandError
from layers.picture.sheet import Drawing
from mapapp.tools.tool import Spot, Tool

LEAST_M = 100.0
"""A first side shorter than this was a double click."""
LEAST_DEG = 0.5


class SectorTool(Tool):
    """Drag the first side, click the second; or three clicks. Radius and azimuths follow the hand."""

    id = "sector"
    hint = "Press at the centre and drag the first side to its radius, then click the second side; Esc gives up"
    cursor = Qt.CursorShape.CrossCursor
    asks = "radius and azimuths, as 400 km 030 120"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Tool
        self._centre: Spot | None = None
        self._side: tuple[float, float] | None = None
        """Radius [m] and azimuth [deg] of the first side."""
        self._hand: Spot | None = None

    @property
    def at_work(self) -> bool:
        return self._centre is not None

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        centre, hand = self._centre, self._hand
        if centre is None or hand is None:
            return ()
        if self._side is None:
            points = ((centre.lon, centre.lat), (hand.lon, hand.lat))
            return (drawing(Drawn("live", "line", points), self.unit),)
        radius, start = self._side
        stop = self._azimuth(hand)
        if (stop - start) % 360.0 < LEAST_DEG:
            return ()
        live = Drawn("live", "sector", ((centre.lon, centre.lat),), radius_m=radius, from_deg=start, to_deg=stop)
        return (drawing(live, self.unit),)

    def _azimuth(self, spot: Spot) -> float:
        assert self._centre is not None
        return float(geodesy.inverse(self._centre.lon, self._centre.lat, spot.lon, spot.lat)[1]) % 360.0

    def press(self, spot: Spot) -> bool:
        if self._centre is None:
            self._centre = spot
            self.changed.emit()
        return True

    def release(self, spot: Spot) -> bool:
        """A drag ends where it was let go; a click at the centre waits for the first side."""
        return self.click(spot)

    def click(self, spot: Spot) -> bool:
        if self._centre is None:
            self._centre = spot
        elif self._side is None:
            radius = geodesy.distance(self._centre.lon, self._centre.lat, spot.lon, spot.lat)
            if radius > LEAST_M:
                self._side = radius, self._azimuth(spot)
        else:
            self._keep(*self._side, self._azimuth(spot))
        self.changed.emit()
        return True

    def _keep(self, radius_m: float, start: float, stop: float) -> None:
        centre = self._centre
        assert centre is not None
        if (stop - start) % 360.0 < LEAST_DEG:
            return
        self._centre = self._side = self._hand = None
        name = f"From {centre.name}" if centre.name else ""
        self.add("Draw sector", "sector", (centre,), name=name, radius_m=radius_m, from_deg=start, to_deg=stop)

    def move(self, spot: Spot, held: bool) -> bool:
        if self._centre is not None:
            self._hand = spot
            self.changed.emit()
        return held and self._centre is not None

    def typed(self, text: str) -> None:
        """Radius and the two azimuths."""
        parts = text.replace("\u00b0", " ").split()
        if self._centre is None:
            super().typed(text)
            return
        try:
            start, stop = float(parts[-2]), float(parts[-1])
            radius = units.parse_distance(" ".join(parts[:-2]), self.unit)
        except (IndexError, ValueError, RimlandError):
            raise RimlandError(f"{text!r} is no sector", remedy=f"write the {self.asks}") from None
        self._keep(radius, start % 360.0, stop % 360.0)
        self.changed.emit()

    def cancel(self) -> bool:
        begun = self._centre is not None
        self._centre = self._side = self._hand = None
        self.changed.emit()
        return begun
