"""The nearest point of a coast: a bound on the sphere leaves few segments, the ellipsoid decides among them."""

from __future__ import annotations

from typing import overload

import numpy as np
import numpy.typing as npt

from layers.errors import GeometryError
from layers.geodesy.checks import Array, check_finite, check_latitude
from layers.geodesy.lines import destination, distance, inverse
from layers.sphere import BOUND, RADIUS_M, segment_angles, unit_vectors

_LONG_M = 100_000.0
"""Segments longer than this are cut: below it geodesic and great circle stay within `_SLACK_M` of each other."""
_SLACK_M = 20.0
_CLOSE_M = 1e-3
"""The foot of the perpendicular is found when it moves by less than this."""

Index = npt.NDArray[np.int64]


def _segments(n: int, offsets: npt.ArrayLike | None) -> tuple[Index, Index]:
    """First and last vertex of every segment, none across the gap between two lines.

    A line of one vertex is a segment from it to itself.
    """
    bounds = np.array([0, n]) if offsets is None else np.asarray(offsets, dtype=np.int64)
    if bounds.ndim != 1 or len(bounds) < 2 or bounds[0] != 0 or bounds[-1] != n or (np.diff(bounds) < 0).any():
        raise GeometryError(
            f"line offsets that do not run from 0 to the {n} vertices", remedy="give the start of each line, then n"
        )
    sizes = np.diff(bounds)
    inner = np.ones(n, dtype=bool)
    inner[bounds[1:][sizes > 1] - 1] = False
    first = np.flatnonzero(inner)
    alone = np.zeros(n, dtype=bool)
    alone[bounds[:-1][sizes == 1]] = True
    return first, np.where(alone[first], first, first + 1)


def _foot(lon: float, lat: float, lon1: Array, lat1: Array, lon2: Array, lat2: Array) -> tuple[Array, Array, Array]:
    """Distance and place of the nearest point of each geodesic segment, shape (k,).

    The foot is found by projecting on the sphere from the last foot: the error of a step is some f times its length,
    so it falls below a millimetre in a few rounds.
    """
    total, azimuth, _ = inverse(lon1, lat1, lon2, lat2)
    along = np.zeros_like(total)
    foot_lon, foot_lat, course = lon1.copy(), lat1.copy(), azimuth.copy()
    for _round in range(20):
        metres, towards, _ = inverse(foot_lon, foot_lat, lon, lat)
        turn, angle = np.radians(towards - course), metres / RADIUS_M
        step = RADIUS_M * np.arctan2(np.sin(angle) * np.cos(turn), np.cos(angle))
        moved = np.clip(along + step, 0.0, total)
        done = np.abs(moved - along).max(initial=0.0) < _CLOSE_M
        along = moved
        foot_lon, foot_lat = destination(lon1, lat1, azimuth, along)
        # course of the segment at the foot: from the foot to the far end, kept where the foot is the far end
        left, ahead, _ = inverse(foot_lon, foot_lat, lon2, lat2)
        _, _, arrival = inverse(lon1, lat1, foot_lon, foot_lat)
        course = np.where(left > 1.0, ahead, np.where(along > 1.0, arrival, azimuth))
        if done:
            break
    best, best_lon, best_lat = distance(lon, lat, foot_lon, foot_lat), foot_lon, foot_lat
    for end_lon, end_lat in ((lon1, lat1), (lon2, lat2)):
        ends = distance(lon, lat, end_lon, end_lat)
        closer = ends <= best
        best, best_lon, best_lat = (
            np.where(closer, new, old) for new, old in ((ends, best), (end_lon, best_lon), (end_lat, best_lat))
        )
    return best, best_lon, best_lat


@overload
def nearest_on_lines(
    lon: float, lat: float, line_lon: npt.ArrayLike, line_lat: npt.ArrayLike, offsets: npt.ArrayLike | None = None
) -> tuple[float, float, float, int]: ...
@overload
def nearest_on_lines(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    line_lon: npt.ArrayLike,
    line_lat: npt.ArrayLike,
    offsets: npt.ArrayLike | None = None,
) -> tuple[Array, Array, Array, Index]: ...
def nearest_on_lines(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    line_lon: npt.ArrayLike,
    line_lat: npt.ArrayLike,
    offsets: npt.ArrayLike | None = None,
) -> tuple[Array, Array, Array, Index] | tuple[float, float, float, int]:
    """The nearest point of a set of lines whose vertices are joined by geodesics, exact to a millimetre or so.

    Parameters
    ----------
    lon, lat
        Where one stands [deg], numbers or arrays.
    line_lon, line_lat
        Vertices of all lines one after another [deg], shape (n,).
    offsets
        Start of each line in them and n at the end, shape (lines + 1,); None for a single line. Rings repeat their
        first vertex.

    Returns
    -------
    distance_m, lon, lat, index
        Of the shape of the query. `index` is the vertex at which the nearest segment starts; the line it belongs to is
        ``np.searchsorted(offsets, index, side="right") - 1``.

    Raises
    ------
    GeometryError
        No vertices, offsets that do not fit, a latitude beyond a pole, a value that is not finite.
    """
    lines_lon, lines_lat = check_finite(line_lon, "longitude"), check_latitude(line_lat)
    if lines_lon.ndim != 1 or lines_lon.shape != lines_lat.shape or len(lines_lon) == 0:
        raise GeometryError("lines without vertices have no nearest point", remedy="give at least one vertex")
    first, last = _segments(len(lines_lon), offsets)
    lon1, lat1, lon2, lat2 = lines_lon[first], lines_lat[first], lines_lon[last], lines_lat[last]
    vectors = unit_vectors(lines_lon, lines_lat)
    start, end = vectors[first], vectors[last]
    lon1, lat1, lon2, lat2, start, end, owner = _cut(lon1, lat1, lon2, lat2, start, end, first)
    east, north = np.broadcast_arrays(check_finite(lon, "longitude"), check_latitude(lat))
    middle = start + end
    middle /= _size(middle)[:, None]
    half = 0.5001 * _size(end - start)  # of the chord, which for `_LONG_M` is the arc within 1e-5
    found = [
        _nearest(float(x), float(y), lon1, lat1, lon2, lat2, start, end, middle, half)
        for x, y in zip(east.ravel(), north.ravel(), strict=True)
    ]
    metres, at_lon, at_lat = (np.array([one[k] for one in found]).reshape(east.shape) for k in range(3))
    index = np.array([owner[int(one[3])] for one in found], dtype=np.int64).reshape(east.shape)
    if east.ndim == 0:
        return float(metres), float(at_lon), float(at_lat), int(index)
    return metres, at_lon, at_lat, index


def _size(vectors: Array) -> Array:
    """Length of each vector (n, 3)."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)))


def _cut(
    lon1: Array, lat1: Array, lon2: Array, lat2: Array, start: Array, end: Array, owner: Index
) -> tuple[Array, Array, Array, Array, Array, Array, Index]:
    """Segments none of which is longer than `_LONG_M`; `owner` follows its segment."""
    chord = RADIUS_M * _size(end - start)
    long = np.flatnonzero(chord > _LONG_M)
    if len(long) == 0:
        return lon1, lat1, lon2, lat2, start, end, owner
    metres, azimuth, _ = inverse(lon1[long], lat1[long], lon2[long], lat2[long])
    pieces = np.ceil(metres / _LONG_M).astype(np.int64)
    which = np.repeat(np.arange(len(long)), pieces)
    within = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    step = (metres / pieces)[which]
    a_lon, a_lat = destination(lon1[long][which], lat1[long][which], azimuth[which], step * within)
    b_lon, b_lat = destination(
        lon1[long][which], lat1[long][which], azimuth[which], np.minimum(step * (within + 1), metres[which])
    )
    short = np.setdiff1d(np.arange(len(lon1)), long)
    return (
        np.append(lon1[short], a_lon),
        np.append(lat1[short], a_lat),
        np.append(lon2[short], b_lon),
        np.append(lat2[short], b_lat),
        np.vstack([start[short], unit_vectors(a_lon, a_lat)]),
        np.vstack([end[short], unit_vectors(b_lon, b_lat)]),
        np.append(owner[short], owner[long][which]),
    )


def _nearest(
    lon: float, lat: float, lon1: Array, lat1: Array, lon2: Array, lat2: Array,
    start: Array, end: Array, middle: Array, half: Array,
) -> tuple[float, float, float, int]:  # fmt: skip
    """Distance, place and segment of the nearest point to one place; three sieves, each dearer and finer."""
    here = unit_vectors(np.array([lon]), np.array([lat]))[0]
    # by the middles: a segment is no nearer than its middle less half its length, and no farther than its middle
    rough = np.arccos(np.clip(middle @ here, -1.0, 1.0))
    keep = np.flatnonzero(_maybe(RADIUS_M * (rough - half), RADIUS_M * rough.min()))
    # by the great circles
    rough = RADIUS_M * segment_angles(here, start[keep], end[keep])
    keep = keep[_maybe(rough, rough.min())]
    if len(keep) > 8:
        # by the triangle inequality on the ellipsoid: a segment is no nearer than (d1 + d2 - length) / 2
        d1 = distance(lon, lat, lon1[keep], lat1[keep])
        d2 = distance(lon, lat, lon2[keep], lat2[keep])
        own = distance(lon1[keep], lat1[keep], lon2[keep], lat2[keep])
        keep = keep[(d1 + d2 - own) / 2 <= np.minimum(d1, d2).min() + _CLOSE_M]
    metres, at_lon, at_lat = _foot(lon, lat, lon1[keep], lat1[keep], lon2[keep], lat2[keep])
    k = int(np.argmin(metres))
    return float(metres[k]), float(at_lon[k]), float(at_lat[k]), int(keep[k])


def _maybe(lower_m: Array, upper_m: float) -> npt.NDArray[np.bool_]:
    """Which of some distances on the sphere may, on the ellipsoid, be less than another one."""
    return lower_m * (1 - BOUND) - _SLACK_M <= upper_m * (1 + BOUND) + _SLACK_M
