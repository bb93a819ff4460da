"""Isochrones: the contours of an earliest-arrival field at given hours, as valid polygons that nest and as plain rings.

Between cell centres time is taken as linear. A cell that nobody reaches counts as very late, so a contour at the edge
of what is reached runs along the outermost cells reached, never beyond them. The field is cut at the 180th meridian
before the contours are drawn, through values interpolated there, so no ring ever crosses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from layers import geodesy, seam
from layers.errors import GeometryError
from layers.fields.field import Field

Array = npt.NDArray[np.float64]
Offsets = npt.NDArray[np.int64]

_LATE = 1e3
"""Times the contour is what an unreached cell counts: the contour keeps within 1e-3 of a cell of those reached.

Not times the last of several: far below it a cell that is reached alone would be a speck too small to be kept.
"""
_THIN_DEG2 = 1e-12
"""Polygons smaller than this (a square of 0.1 m) are rounding, not ground."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """What is reached between two times, as rings for drawing.

    `lon`, `lat` (n,) [deg] are the closed rings one after another; ring r runs from `rings[r]` to `rings[r + 1]`.
    Polygon p has the rings from `polygons[p]` to `polygons[p + 1]`, first its outside, then its holes.
    """

    after_h: float
    """Minus infinity for everything up to `until_h`."""
    until_h: float
    lon: Array
    lat: Array
    rings: Offsets
    polygons: Offsets


@dataclass(frozen=True, slots=True, eq=False)
class Isochrone:
    """Everything reached within `hours` of H-hour, a valid area in -180..180."""

    hours: float
    area: Polygon | MultiPolygon


def outlines(field: Field, hours: Sequence[float]) -> tuple[Outlines, ...]:
    """Everything reached within each of `hours`, in rising order.

    Raises
    ------
    GeometryError
        Hours that are not finite, or not rising.
    """
    return tuple(one for level in _levels(hours) for one in _contours(field, [(-np.inf, level)]))


def bands(field: Field, hours: Sequence[float]) -> tuple[Outlines, ...]:
    """What is reached up to the first of `hours`, between the first and the second, and so on: no overlaps."""
    levels = _levels(hours)
    return _contours(field, list(zip([-np.inf, *levels[:-1]], levels, strict=True)))


def isochrones(field: Field, hours: Sequence[float]) -> tuple[Isochrone, ...]:
    """Everything reached within each of `hours`, in rising order: each area holds the one before it."""
    return tuple(Isochrone(one.until_h, area(one)) for one in outlines(field, hours))


def area(one: Outlines) -> Polygon | MultiPolygon:
    """The rings as a valid area in -180..180, in one piece where they meet at no seam."""
    if len(one.rings) < 2:
        return Polygon()
    parts = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, np.column_stack([one.lon, one.lat]), (one.rings, one.polygons)
    )
    broken = ~shapely.is_valid(parts)
    parts[broken] = shapely.make_valid(parts[broken], method="structure", keep_collapsed=False)
    whole = seam.areas(shapely.union_all(parts) if broken.any() else MultiPolygon(list(parts)))
    kept = [part for part in getattr(whole, "geoms", [whole]) if part.area > _THIN_DEG2]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept) if kept else Polygon()


def _levels(hours: Sequence[float]) -> list[float]:
    levels = [float(one) for one in geodesy.check_finite(hours, "hour").ravel()]
    if any(later <= sooner for sooner, later in pairwise(levels)):
        raise GeometryError(f"hours {hours} do not rise", remedy="give each hour once, the smallest first")
    return levels


def _contours(field: Field, ranges: Sequence[tuple[float, float]]) -> tuple[Outlines, ...]:
    from contourpy import FillType, contour_generator

    if not ranges:
        return ()
    top_h = max(1.0, *(until for _, until in ranges))
    lon, lat, hours = _ordered(field)
    late = hours > _LATE * top_h  # infinite ones among them
    hours[late] = _LATE * top_h
    floor = float(hours.min()) - 1.0
    sheets = _sheets(lon, hours, once_round=field.grid.periodic)
    pieces = [contour_generator(x, lat, z, fill_type=FillType.ChunkCombinedOffsetOffset) for x, z in sheets]
    return tuple(
        _joined(
            after,
            until,
            [piece.filled(max(after, floor), max(until, floor + 0.5)) for piece in pieces],
        )
        for after, until in ranges
    )


def _joined(after_h: float, until_h: float, found: Sequence[Any]) -> Outlines:
    """One `Outlines` of what was found on each sheet; contourpy's chunks are None where there is nothing."""
    points, rings, polygons = [np.empty((0, 2))], [np.zeros(1, np.int64)], [np.zeros(1, np.int64)]
    for sheet_points, sheet_rings, sheet_polygons in found:
        if sheet_points[0] is None:
            continue
        at, ring = np.asarray(sheet_points[0]), np.asarray(sheet_rings[0], dtype=np.int64)
        outer = np.asarray(sheet_polygons[0], dtype=np.int64)
        rings.append(ring[1:] + rings[-1][-1])
        polygons.append(outer[1:] + polygons[-1][-1])
        points.append(at)
    xy = np.clip(np.concatenate(points), (-180.0, -90.0), (180.0, 90.0))  # interpolation may round past the edge
    return Outlines(after_h, until_h, xy[:, 0], xy[:, 1], np.concatenate(rings), np.concatenate(polygons))


def _ordered(field: Field) -> tuple[Array, Array, Array]:
    """Columns and rows rising, hours to match; a periodic field closed, and continued to a pole it stops short of."""
    lon, lat = np.asarray(field.grid.lon, dtype=np.float64), np.asarray(field.grid.lat, dtype=np.float64)
    hours = field.seconds / 3600.0
    if lon[0] > lon[-1]:
        lon, hours = lon[::-1], hours[:, ::-1]
    if lat[0] > lat[-1]:
        lat, hours = lat[::-1], hours[::-1]
    if field.grid.periodic:  # begin at the first column east of 180 degrees and overlap by one column either way
        lon = np.mod(lon + 180.0, 360.0) - 180.0
        order = np.argsort(lon)
        lon, hours = lon[order], hours[:, order]
        lon = np.concatenate([[lon[-1] - 360.0], lon, [lon[0] + 360.0]])
        hours = np.hstack([hours[:, -1:], hours, hours[:, :1]])
        step = lat[1] - lat[0]
        if lat[-1] < 90.0 <= lat[-1] + 1.001 * step:
            lat, hours = np.append(lat, 90.0), np.vstack([hours, np.full(len(lon), hours[-1].max())])
        if lat[0] > -90.0 >= lat[0] - 1.001 * step:
            lat, hours = np.append(-90.0, lat), np.vstack([np.full(len(lon), hours[0].max()), hours])
    return lon, lat, np.array(hours, dtype=np.float64)


def _sheets(lon: Array, hours: Array, *, once_round: bool) -> list[tuple[Array, Array]]:
    """The field cut at every 180th meridian it crosses, each part with its longitudes in -180..180."""
    edges = [-180.0, 180.0] if once_round else _edges(lon)
    sheets = []
    for west, east in pairwise(edges):
        inside = np.flatnonzero((lon > west) & (lon < east))
        x = np.concatenate([[west], lon[inside], [east]])
        z = np.column_stack([_column(lon, hours, west), hours[:, inside], _column(lon, hours, east)])
        turn = 360.0 * np.floor((0.5 * (west + east) + 180.0) / 360.0)
        sheets.append((np.clip(x - turn, -180.0, 180.0), z))
    return sheets


def _edges(lon: Array) -> list[float]:
    """The first longitude, every 180th meridian between, the last."""
    seams = np.arange(np.ceil((lon[0] - 180.0) / 360.0), np.floor((lon[-1] - 180.0) / 360.0) + 1.0) * 360.0 + 180.0
    return [float(lon[0]), *(float(one) for one in seams if lon[0] < one < lon[-1]), float(lon[-1])]


def _column(lon: Array, hours: Array, at: float) -> Array:
    """The field along one meridian between its columns."""
    k = int(np.clip(np.searchsorted(lon, at, side="right") - 1, 0, len(lon) - 2))
    part = (at - lon[k]) / (lon[k + 1] - lon[k])
    return np.asarray(hours[:, k] * (1.0 - part) + hours[:, k + 1] * part)
