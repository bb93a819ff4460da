"""The hand: every drag pans, a click selects; what is selected is taken by its points, which it adds and removes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from PySide6.QtCore import Qt

from layers import geodesy
from layers.document import areas
from layers.document.objects import AREAS, LEAST_POINTS, Drawn, LonLat
from layers.document.shown import course, outline
from layers.errors import RimlandError
from layers.picture.sheet import Drawing
from layers.routes.model import Line
from mapapp.language import said, tr
from mapapp.tools.tool import Spot, Tool

Grip = tuple[str, int]
"""Id of an object and number of its point; -1: its radius."""
JITTER = 1 / 3
"""Part of the reach that a hand trembles: a press that goes no further does not move the point."""
MOST_HANDLES = 200
"""An imported coast of more points is not drawn with a handle on each."""
TAKEN = "#d55e00"
"""Of the handle that Del would remove: Okabe and Ito's vermilion, as far from the style's ink as any."""


class PanTool(Tool):
    """Moves the map, selects, and moves, adds and removes the points of the selected object."""

    id = "pan"
    hint = "Drag to move the map, with Shift to turn it, roll to zoom, click a base or a flashpoint"
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Tool
        self._grip: Grip | None = None
        self._from: Spot | None = None
        """Where the grip was taken, until it has been moved."""
        self._last: Grip | None = None
        """The point taken last: Del removes it."""
        self._handles: tuple[tuple[Drawn, ...], Grip | None, tuple[Drawing, ...]] = ((), None, ())
        for signal in (self.document.selection_changed, self.document.drawings_changed):
            signal.connect(self.changed)
        for signal in (self.document.catalogue_changed, self.document.scenario_changed):  # zones, airspace
            signal.connect(self.changed)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """A handle at each point of what is selected; the very same while nothing changes."""
        chosen = tuple(one for one in self._selected() if len(one.points) <= MOST_HANDLES and one.shape != "pin")
        if self._handles[:2] != (chosen, self._last):
            self._handles = (chosen, self._last, tuple(_handle(one, k, self._last) for one, k in _points(chosen)))
        return self._handles[2]

    def press(self, spot: Spot) -> bool:
        self._grip = self._grip_at(spot)
        self._from = spot
        if self._grip != self._last:
            self._last = self._grip
            self.changed.emit()
        return self._grip is not None

    def move(self, spot: Spot, held: bool) -> bool:
        if self._grip is None or not held:
            return False
        if self._from is not None:
            if geodesy.distance(self._from.lon, self._from.lat, spot.lon, spot.lat) < self.reach_m * JITTER:
                return True
            self._from = None
        ident, number = self._grip
        one = self._object(ident)
        if one is None:
            return False
        moved = _moved(one, number, spot)
        self.document.apply(
            said("Move {what}", what=one.name or tr(one.shape)), lambda now: areas.put(now, moved), ("move", self._grip)
        )
        return True

    def release(self, spot: Spot) -> bool:
        if self._grip is None:
            return False
        self.move(spot, held=True)
        self._grip = None
        self.document.settle()
        return True

    def click(self, spot: Spot) -> bool:
        """Select the object under the hand; bases and flashpoints come first, and are left to the canvas."""
        if spot.ref:
            return False
        found = self.object_at(spot)
        if found is None:
            return False
        self.document.select(found.id)
        return True

    def double_click(self, spot: Spot) -> bool:
        """On an edge of what is selected: another point there, which the hand can go on to move."""
        if self._grip_at(spot) is not None:
            return True
        for one in self._selected():
            number = _edge_at(one, spot, self.reach_m)
            if number is not None:
                points = (*one.points[: number + 1], (spot.lon, spot.lat), *one.points[number + 1 :])
                self._last = one.id, number + 1
                return self._put(
                    said("Add a point to {what}", what=one.name or tr(one.shape)), _with_points(one, points)
                )
        return False

    def remove(self) -> bool:
        """The point taken last goes; where none was taken, what is selected.

        Raises
        ------
        RimlandError
            When the object would be left with too few points.
        """
        if self._last is not None and self._last[1] >= 0:
            ident, number = self._last
            one = self._object(ident)
            if one is not None and ident in self.document.selected and number < len(one.points) > 1:
                least = LEAST_POINTS[one.shape]
                if len(one.points) <= least:
                    raise RimlandError(
                        f"{one.name or one.shape} needs {least} points",
                        remedy="click beside the point, then Del removes the whole object",
                    )
                self._last = None
                fewer = _with_points(one, one.points[:number] + one.points[number + 1 :])
                return self._put(said("Remove a point of {what}", what=one.name or tr(one.shape)), fewer)
        idents = frozenset(one.id for one in self._selected())
        if not idents:
            return False
        name = "Remove object" if len(idents) == 1 else said("Remove {count} objects", count=str(len(idents)))
        return self.document.apply(name, lambda now: areas.without(now, idents))

    def cancel(self) -> bool:
        begun, self._grip = self._grip is not None, None
        return begun

    def object_at(self, spot: Spot) -> Drawn | None:
        """The topmost visible object whose line passes under the hand."""
        for one in reversed(areas.everything(self.document.content)):
            if one.visible and _distance(one, spot) <= self.reach_m:
                return one
        return None

    def _put(self, step: str, changed: Drawn) -> bool:
        return self.document.apply(step, lambda now: areas.put(now, changed))

    def _object(self, ident: str) -> Drawn | None:
        return next((one for one in areas.everything(self.document.content) if one.id == ident), None)

    def _selected(self) -> tuple[Drawn, ...]:
        if not self.document.selected:
            return ()
        chosen = self.document.selected
        return tuple(one for one in areas.everything(self.document.content) if one.id in chosen and one.visible)

    def _grip_at(self, spot: Spot) -> Grip | None:
        for one in self._selected():
            for number, (lon, lat) in enumerate(one.points):
                if geodesy.distance(lon, lat, spot.lon, spot.lat) <= self.reach_m:
                    return one.id, number
            if one.shape == "ring":
                far = geodesy.distance(*one.points[0], spot.lon, spot.lat)
                if abs(far - one.radius_m) <= self.reach_m:
                    return one.id, -1
        return None


def _points(chosen: tuple[Drawn, ...]) -> list[tuple[Drawn, int]]:
    return [(one, number) for one in chosen for number in range(len(one.points))]


def _handle(one: Drawn, number: int, taken: Grip | None) -> Drawing:
    """A point as a line of no length, whose ends are marked."""
    lon, lat = one.points[number]
    colour = TAKEN if (one.id, number) == taken else one.colour
    return Drawing("handle", "geodesic", Line(np.array([lon, lon]), np.array([lat, lat])), "", colour=colour)


def _moved(one: Drawn, number: int, spot: Spot) -> Drawn:
    if number < 0:
        radius = geodesy.distance(*one.points[0], spot.lon, spot.lat)
        return replace(one, radius_m=max(radius, one.inner_m + 1.0, 100.0))
    points = tuple((spot.lon, spot.lat) if k == number else point for k, point in enumerate(one.points))
    return _with_points(one, points)


def _with_points(one: Drawn, points: tuple[LonLat, ...]) -> Drawn:
    """A way that was computed does not lead to a new point; the straight line does."""
    return replace(one, points=points, way=(), course=one.course if one.course in {"geodesic", "rhumb"} else "geodesic")


def _edge_at(one: Drawn, spot: Spot, reach_m: float) -> int | None:
    """Number of the point before the edge under the hand, of an area or of a line that was not computed."""
    if one.shape not in AREAS | {"line"} or one.way:
        return None
    points: tuple[LonLat, ...] = one.points
    if one.shape in AREAS and points[0] != points[-1]:
        points = (*points, points[0])
    edges = [course(pair, rhumb=one.course == "rhumb") for pair in pairwise(points)]
    away = [_from_lines((edge,), spot) for edge in edges]
    nearest = int(np.argmin(away))
    return nearest if away[nearest] <= reach_m else None


def _distance(one: Drawn, spot: Spot) -> float:
    """How far the object's line, or its pin, is from a place [m]."""
    if one.shape == "pin":
        return float(geodesy.distance(*one.points[0], spot.lon, spot.lat))
    try:
        return _from_lines(outline(one), spot)
    except RimlandError:
        return float("inf")


def _from_lines(lines: tuple[Line, ...], spot: Spot) -> float:
    lon, lat = np.concatenate([line.lon for line in lines]), np.concatenate([line.lat for line in lines])
    offsets = np.concatenate(([0], np.cumsum([len(line.lon) for line in lines])))
    return float(geodesy.nearest_on_lines(spot.lon, spot.lat, lon, lat, offsets)[0])
