"""The measuring tool: click by click a line of geodesics, the rhumb line beside it, and a platform's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import Qt, Signal

from layers import geodesy, units
from layers.catalogue.model import Platform
from layers.document.objects import Course
from layers.picture.sheet import Drawing
from layers.routes.model import Line
from mapapp.language import said
from mapapp.tools.tool import Spot, Tool, typed_leg

STEP_M = 25_000.0
"""Longest step of a drawn geodesic: its chord leaves the true line by under 13 m, less than a pixel on any screen."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch from click to click."""

    geodesic_m: float
    rhumb_m: float
    initial_azimuth_deg: float
    final_azimuth_deg: float
    rhumb_azimuth_deg: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured between two or more places."""

    legs: tuple[Leg, ...]

    @property
    def geodesic_m(self) -> float:
        return sum(leg.geodesic_m for leg in self.legs)

    @property
    def rhumb_m(self) -> float:
        return sum(leg.rhumb_m for leg in self.legs)

    def hours(self, platform: Platform) -> float | None:
        """Hours along the geodesic at the platform's planning speed, without a stop; None when it has none."""
        return self.geodesic_m / 1000.0 / platform.cruise_kmh if platform.cruise_kmh else None


def measured(spots: Sequence[Spot]) -> Measurement:
    """Geodesic and rhumb line through `spots`."""
    legs = []
    for start, end in pairwise(spots):
        length, initial, final = geodesy.inverse(start.lon, start.lat, end.lon, end.lat)
        rhumb_m, course = geodesy.rhumb(start.lon, start.lat, end.lon, end.lat)
        legs.append(Leg(length, rhumb_m, initial, final, course))
    return Measurement(tuple(legs))


def geodesic_line(spots: Sequence[Spot]) -> Line:
    """The line to draw through `spots`."""
    return Line(*geodesy.densify([s.lon for s in spots], [s.lat for s in spots], STEP_M))


def rhumb_line(spots: Sequence[Spot]) -> Line:
    """The rhumb lines to draw through `spots`."""
    pieces = [geodesy.rhumb_line(a.lon, a.lat, b.lon, b.lat) for a, b in pairwise(spots)]
    return Line(np.concatenate([lon for lon, _ in pieces]), np.concatenate([lat for _, lat in pieces]))


def named(spots: Sequence[Spot]) -> str:
    """From where to where, when both ends have names."""
    return f"{spots[0].name} \u2013 {spots[-1].name}" if spots[0].name and spots[-1].name else ""


class MeasureTool(Tool):
    """Click-click(-click): lengths, azimuths and times; double click or Enter ends the line, Esc gives it up."""

    way_wanted = Signal(str, object)
    """Course (``sea``, ``air``, ``land``) and spots of a way that must be computed."""

    id = "measure"
    hint = "Click the places to measure between; double click or Enter ends and keeps the line, Esc clears"
    cursor = Qt.CursorShape.CrossCursor
    asks = "next point, as 250 km 045 or 20.7, 116.7"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Tool
        self._fixed: tuple[Spot, ...] = ()
        self._hand: Spot | None = None
        self._ended = False
        self.course: Course = "geodesic"

    def set_course(self, course: Course) -> None:
        """How the line goes from place to place."""
        if course != self.course:
            self.course = course
            if self._ended:
                self._keep()
            self.changed.emit()

    @property
    def at_work(self) -> bool:
        return bool(self._fixed) and not self._ended

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The places clicked, and the one under the hand while the line goes on."""
        if self._hand is not None and self._fixed and not self._ended and self._hand != self._fixed[-1]:
            return (*self._fixed, self._hand)
        return self._fixed

    @property
    def fixed(self) -> tuple[Spot, ...]:
        return self._fixed

    @property
    def measurement(self) -> Measurement | None:
        """The numbers so far; None before there are two places."""
        return measured(self.spots) if len(self.spots) > 1 else None

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        found = self.measurement
        if found is None:
            return ()
        unit = self.unit
        lines = []
        if not self._ended:
            label = units.format_distance(found.geodesic_m, unit)
            lines.append(Drawing("measure", "geodesic", geodesic_line(self.spots), label))
        if found.rhumb_m > found.geodesic_m * 1.01:
            # where the two differ by more than one in a hundred, both are shown
            label = said("rhumb {way}", way=units.format_distance(found.rhumb_m, unit))
            lines.append(Drawing("measure-rhumb", "rhumb", rhumb_line(self.spots), label))
        return tuple(lines)

    def set_ends(self, *spots: Spot) -> None:
        """Measure between places given by name or number."""
        self._fixed, self._hand, self._ended = tuple(spots), None, True
        self._keep()
        self.changed.emit()

    def _keep(self) -> None:
        """The line stays in the document; a way by sea, air or land is asked for."""
        if self.course in {"sea", "air", "land"}:
            self.way_wanted.emit(self.course, self._fixed)
        else:
            self.add("Measure", "line", self._fixed, name=named(self._fixed), course=self.course)

    def typed(self, text: str) -> None:
        """The next point: a distance and an azimuth from the last one, or a position."""
        if not self.at_work:
            super().typed(text)
            return
        self.click(typed_leg(self._fixed[-1], text, self.unit))

    def click(self, spot: Spot) -> bool:
        if self._ended:
            self._fixed, self._ended = (), False
        if not self._fixed or self._fixed[-1] != spot:
            self._fixed = (*self._fixed, spot)
        self._hand = None
        self.changed.emit()
        return True

    def move(self, spot: Spot, held: bool) -> bool:
        if not held and self._fixed and not self._ended:
            self._hand = spot
            self.changed.emit()
        return False

    def finish(self) -> bool:
        if len(self._fixed) < 2:
            return False
        if self._ended:
            return False
        self._ended, self._hand = True, None
        self._keep()
        self.changed.emit()
        return True

    def cancel(self) -> bool:
        begun = bool(self._fixed)
        self._fixed, self._hand, self._ended = (), None, False
        self.changed.emit()
        return begun
