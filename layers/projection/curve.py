"""Curves with as many vertices as their picture needs: added where it bends, dropped where it is straight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.projection import globe, ragged
from layers.projection.ragged import I32, I64, Array

Along = Literal["geodesic", "parallel"]
Forward = Callable[[Array, Array], tuple[Array, Array]]

FIRST_DEG = 4.0
"""No curve of a map turns back within this length, so the middle of a step tells how far it bends."""
SMALLEST_DEG = 0.05
"""Steps across the seam or the rim are halved down to this; the cut itself is made later."""
DEPTH = 12


class _Segments:
    """The segments of lines, each a geodesic or straight in longitude and latitude, as places at fractions 0..1."""

    def __init__(self, lon: Array, lat: Array, first: I64, along: Along) -> None:
        self.lon, self.lat, self.along = lon[first], lat[first], along
        self.east = globe.wrapped(lon[first + 1] - self.lon)
        self.north = lat[first + 1] - self.lat
        if along == "geodesic":
            azimuth, _, metres = geodesy.geod().inv(self.lon, self.lat, lon[first + 1], lat[first + 1])
            self.azimuth, self.metres = np.asarray(azimuth), np.asarray(metres)
            self.size_deg = np.asarray(np.degrees(self.metres / globe.EARTH_M))
        else:
            self.size_deg = np.maximum(np.abs(self.east), np.abs(self.north))

    def at(self, segment: I64, t: Array) -> tuple[Array, Array]:
        if self.along == "parallel":
            return self.lon[segment] + t * self.east[segment], self.lat[segment] + t * self.north[segment]
        lon, lat, _ = geodesy.geod().fwd(
            self.lon[segment], self.lat[segment], self.azimuth[segment], t * self.metres[segment]
        )
        # counted on from the segment's beginning, so that no step jumps from 180 to -180
        return self.lon[segment] + globe.wrapped(np.asarray(lon) - self.lon[segment]), np.asarray(lat)


def resampled(
    forward: Forward,
    lon: Array,
    lat: Array,
    start: npt.NDArray[np.integer],
    tolerance_m: float,
    along: Along,
) -> tuple[Array, Array, I32]:
    """Lines with vertices added where their picture leaves its chord by more than `tolerance_m` in the plane."""
    first = np.flatnonzero(ragged.inner_segments(start)).astype(np.int64)
    if len(first) == 0:
        return lon, lat, np.asarray(start, dtype=np.int32)
    segments = _Segments(lon, lat, first, along)
    pieces = np.maximum(np.ceil(segments.size_deg / FIRST_DEG), 1.0).astype(np.int64)
    number = np.repeat(np.arange(len(first)), pieces)
    k = np.arange(len(number)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    low, high = k / pieces[number], (k + 1) / pieces[number]
    found_number, found_t = [number[k > 0]], [low[k > 0]]
    for _ in range(DEPTH):
        middle = (low + high) / 2.0
        bends = _bends(forward, segments, number, low, middle, high, tolerance_m)
        number, low, middle, high = number[bends], low[bends], middle[bends], high[bends]
        if len(number) == 0:
            break
        found_number.append(number)
        found_t.append(middle)
        number, low, high = np.tile(number, 2), np.concatenate((low, middle)), np.concatenate((middle, high))
    number, t = np.concatenate(found_number), np.concatenate(found_t)
    order = np.lexsort((t, number))
    number, t = number[order], t[order]
    at, counts = np.unique(number, return_counts=True)
    (lon, lat), begin = ragged.insert_after(
        (lon, lat), start, first[at], counts.astype(np.int64), segments.at(number, t)
    )
    return lon, lat, begin


def stepped(
    lon: Array, lat: Array, start: npt.NDArray[np.integer], step_deg: float
) -> tuple[Array, Array, npt.NDArray[np.int32]]:
    """Lines with their longer edges, straight in longitude and latitude, cut into pieces of `step_deg` or less."""
    after = np.minimum(np.arange(1, len(lon) + 1), max(len(lon) - 1, 0))
    east, north = globe.wrapped(lon[after] - lon), lat[after] - lat
    pieces = np.maximum(np.abs(east), np.abs(north)) / step_deg
    pieces[~ragged.inner_segments(start)] = 0.0
    return ragged.split_edges(lon, lat, start, pieces, east, north)


def _bends(
    forward: Forward, segments: _Segments, number: I64, low: Array, middle: Array, high: Array, tolerance_m: float
) -> npt.NDArray[np.bool_]:
    """Steps whose middle lies off the chord, or whose ends lie on two sides of a cut, and that are not tiny."""
    x1, y1 = forward(*segments.at(number, low))
    xm, ym = forward(*segments.at(number, middle))
    x2, y2 = forward(*segments.at(number, high))
    dx, dy = x2 - x1, y2 - y1
    chord = np.hypot(dx, dy)
    off = np.abs((xm - x1) * dy - (ym - y1) * dx) / np.maximum(chord, 1e-6)
    off = np.where(chord < 1e-6, np.hypot(xm - x1, ym - y1), off)
    size = segments.size_deg[number] * (high - low)
    # a curve bends at least so much that halving the step quarters it; what does not lies across a cut or the rim
    jumps = off > 0.3 * chord
    unseen = np.isnan(x1) | np.isnan(xm) | np.isnan(x2)
    split = np.where(unseen, ~(np.isnan(x1) & np.isnan(xm) & np.isnan(x2)), off > tolerance_m)
    rough = unseen | jumps
    return np.asarray(split & ~(rough & (size < SMALLEST_DEG)))


def resampled_rings(
    forward: Forward, lon: Array, lat: Array, start: npt.NDArray[np.integer], tolerance_m: float
) -> tuple[Array, Array, I32]:
    """Rings with vertices added along their geodesic edges; edges along a pole stay as they are."""
    first = start[:-1][start[1:] > start[:-1]]
    last = start[1:][start[1:] > start[:-1]] - 1
    ones = np.ones(len(last), dtype=np.int64)
    (east, north), begin = ragged.insert_after((lon, lat), start, last.astype(np.int64), ones, (lon[first], lat[first]))
    east, north, begin = resampled(forward, east, north, begin, tolerance_m, "geodesic")
    inner = ragged.inner_segments(begin)
    return east[inner], north[inner], ragged.offsets(ragged.counted(inner, begin))


def thinned(xy: Array, start: I32, tolerance_m: float) -> tuple[Array, I32]:
    """Lines in the plane without the vertices that move them by less than `tolerance_m` (Douglas-Peucker)."""
    if len(xy) == 0 or tolerance_m <= 0.0:
        return xy, start
    import shapely

    part = ragged.part_of(start)
    made = shapely.simplify(shapely.linestrings(xy, indices=part), tolerance_m, preserve_topology=False)
    thin, index = shapely.get_coordinates(made, return_index=True)
    return np.ascontiguousarray(thin), ragged.offsets(np.bincount(index, minlength=len(start) - 1))
