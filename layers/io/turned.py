"""Shapes in -180..180 moved and cut anew, so that any meridian can be the middle of a flat map."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

GRID_DEG = 0.001
"""110 m: less than the outlines' own error at the scales of a web page."""
TURNS = (-360.0, 0.0, 360.0)


def turn(lon: float, lon0: float) -> float:
    """360, 0 or -360: what brings a longitude within half a turn of `lon0`."""
    return float(-360.0 * np.round((lon - lon0) / 360.0))


def turned(shape: BaseGeometry, lon0: float) -> BaseGeometry:
    """A valid shape with longitudes in `lon0` - 180 .. `lon0` + 180, whole where it was cut at 180, on a grid.

    What crosses the new seam opposite `lon0` is cut there.
    """
    if isinstance(shape, Point):
        return shapely.Point(round(shape.x + turn(shape.x, lon0), 3), round(shape.y, 3))
    exact = shapely.set_precision(shape, GRID_DEG)
    if _within(exact, lon0):
        return exact
    parts = [part for one in shapely.get_parts(exact) for part in _moved(one, lon0)]
    if shapely.get_dimensions(exact) == 1:
        merged: BaseGeometry = shapely.line_merge(shapely.union_all([part for part in parts if part.length > 0]))
        return merged
    return shapely.union_all(parts, grid_size=GRID_DEG)


def land(polygons: Iterable[shapely.Polygon], lon0: float) -> MultiPolygon:
    """Land masses the same way; the ones that were cut at 180 grow together again."""
    whole: list[shapely.Polygon] = []
    cut: list[BaseGeometry] = []
    for polygon in polygons:
        west, _, east, _ = polygon.bounds
        if _within(polygon, lon0) and west > -180.0 and east < 180.0:
            whole.append(shapely.transform(polygon, lambda xy: np.round(xy, 3)))
        else:
            cut.append(turned(shapely.make_valid(polygon, method="structure"), lon0))
    joined = shapely.union_all(cut, grid_size=GRID_DEG) if cut else MultiPolygon()
    return MultiPolygon([*whole, *(one for one in shapely.get_parts(joined) if one.geom_type == "Polygon")])


def _within(shape: BaseGeometry, lon0: float) -> bool:
    if shape.is_empty:
        return True
    west, _, east, _ = shape.bounds
    return bool(west >= lon0 - 180.0 and east <= lon0 + 180.0)


def _moved(part: BaseGeometry, lon0: float) -> Iterable[BaseGeometry]:
    for move in TURNS:
        window = shapely.box(lon0 - 180.0 - move, -91.0, lon0 + 180.0 - move, 91.0)
        seen = shapely.intersection(part, window, grid_size=GRID_DEG)
        for one in shapely.get_parts(seen):
            if shapely.get_dimensions(one) == shapely.get_dimensions(part):
                yield affinity.translate(one, xoff=move)
