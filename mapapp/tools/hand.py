"""The hand: every drag pans, a click selects; what is selected can be taken by its points and moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt

from layers import geodesy
from layers.document import areas
from layers.document.objects import Drawn
from layers.document.shown import outline
from layers.errors import RimlandError
from mapapp.tools.tool import Spot, Tool

Grip = tuple[str, int]
"""Id of an object and number of its point; -1: its radius."""


class PanTool(Tool):
    """Moves the map, selects, and moves the points of the selected object."""

    id = "pan"
    hint = "Drag to move the map, with Shift to turn it, roll to zoom, click a base or a flashpoint"
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Tool
        self._grip: Grip | None = None

    def press(self, spot: Spot) -> bool:
        self._grip = self._grip_at(spot)
        return self._grip is not None

    def move(self, spot: Spot, held: bool) -> bool:
        if self._grip is None or not held:
            return False
        ident, number = self._grip
        one = next((one for one in areas.everything(self.document.content) if one.id == ident), None)
        if one is None:
            return False
        moved = _moved(one, number, spot)
        self.document.apply(f"Move {one.name or one.shape}", lambda now: areas.put(now, moved), ("move", self._grip))
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

    def cancel(self) -> bool:
        begun, self._grip = self._grip is not None, None
        return begun

    def object_at(self, spot: Spot) -> Drawn | None:
        """The topmost visible object whose line passes under the hand."""
        for one in reversed(areas.everything(self.document.content)):
            if one.visible and _distance(one, spot) <= self.reach_m:
                return one
        return None

    def _grip_at(self, spot: Spot) -> Grip | None:
        for one in areas.everything(self.document.content):
            if one.id not in self.document.selected or not one.visible:
                continue
            for number, (lon, lat) in enumerate(one.points):
                if geodesy.distance(lon, lat, spot.lon, spot.lat) <= self.reach_m:
                    return one.id, number
            if one.shape == "ring":
                far = geodesy.distance(*one.points[0], spot.lon, spot.lat)
                if abs(far - one.radius_m) <= self.reach_m:
                    return one.id, -1
        return None


def _moved(one: Drawn, number: int, spot: Spot) -> Drawn:
    if number < 0:
        radius = geodesy.distance(*one.points[0], spot.lon, spot.lat)
        return replace(one, radius_m=max(radius, one.inner_m + 1.0, 100.0))
    points = tuple((spot.lon, spot.lat) if k == number else point for k, point in enumerate(one.points))
    # a way that was computed does not lead to the new point; the straight line does
    course = one.course if one.course in {"geodesic", "rhumb"} else "geodesic"
    return replace(one, points=points, way=(), course=course)


def _distance(one: Drawn, spot: Spot) -> float:
    """How far the object's line, or its pin, is from a place [m]."""
    if one.shape == "pin":
        return float(geodesy.distance(*one.points[0], spot.lon, spot.lat))
    try:
        edges = outline(one)
    except RimlandError:
        return float("inf")
    lon, lat = np.concatenate([edge.lon for edge in edges]), np.concatenate([edge.lat for edge in edges])
    offsets = np.concatenate(([0], np.cumsum([len(edge.lon) for edge in edges])))
    return float(geodesy.nearest_on_lines(spot.lon, spot.lat, lon, lat, offsets)[0])
