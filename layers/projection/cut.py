"""Rings and lines on a flat map: moved next to the map, and pressed against its edges where they stand out.

A ring's vertices beyond the meridian of the cut are moved on to it along their parallel, after the points where its
edges cross it were added; what stood out becomes a line without area on the edge. A copy shifted by 360 degrees
brings the other part in on the other side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.projection import flat, globe, ragged
from layers.projection.flat import FlatKind, Sheet
from layers.projection.ragged import I32, Array, Bools

Drawn = tuple[Array, I32, I32]


def _pressed(a: Array, b: Array, start: I32, edge: float, sign: float) -> tuple[Array, Array, I32]:
    """Rings whose part with sign a > sign edge lies on a = edge, without vertices inside a run along that edge."""
    over = sign * a > sign * edge
    if not over.any():
        return a, b, start
    after = ragged.following(start)
    at = np.flatnonzero(over != over[after])
    if len(at):
        i, j = at, after[at]
        t = (edge - a[i]) / (a[j] - a[i])
        ones = np.ones(len(at), dtype=np.int64)
        new = (np.full(len(at), edge), b[i] + t * (b[j] - b[i]))
        (a, b), start = ragged.insert_after((a, b), start, at, ones, new)
        after = ragged.following(start)
    a = np.minimum(a, edge) if sign > 0 else np.maximum(a, edge)
    on = a == edge
    before = np.empty_like(after)
    before[after] = np.arange(len(after))
    keep = ~(on & on[after] & on[before])
    return a[keep], b[keep], ragged.offsets(ragged.counted(keep, start))


def _fitted(lam: Array, phi: Array, start: I32, group: I32, sheet: Sheet) -> tuple[Array, Array, I32, I32]:
    """Rings within -180..180 of the central meridian and the limits of the sheet, in order of group."""
    full = np.diff(start) > 2
    keep, start = ragged.select(full, start)
    lam, phi, group = lam[keep], phi[keep], group[full]
    if len(group) == 0:
        return lam, phi, start, group
    west, east = np.minimum.reduceat(lam, start[:-1]), np.maximum.reduceat(lam, start[:-1])
    shift = -360.0 * np.round((west + east) / 720.0)
    lam = lam + np.repeat(shift, np.diff(start))
    west, east = west + shift, east + shift
    out = (west < -180.0) | (east > 180.0)
    parts = [_taken(lam, phi, start, group, ~out)]
    for turn in (-360.0, 0.0, 360.0):
        mine = out & (west + turn < 180.0) & (east + turn > -180.0)
        if not mine.any():
            continue
        a, b, begin, which = _taken(lam, phi, start, group, mine)
        a, b, begin = _pressed(a + turn, b, begin, 180.0, 1.0)
        a, b, begin = _pressed(a, b, begin, -180.0, -1.0)
        parts.append((a, b, begin, which))
    lam, phi, start, group = _joined(parts)
    phi, lam, start = _pressed(phi, lam, start, sheet.north, 1.0)
    phi, lam, start = _pressed(phi, lam, start, sheet.south, -1.0)
    full = np.diff(start) > 2
    keep, start = ragged.select(full, start)
    return lam[keep], phi[keep], start, group[full]


def _taken(lam: Array, phi: Array, start: I32, group: I32, parts: Bools) -> tuple[Array, Array, I32, I32]:
    keep, begin = ragged.select(parts, start)
    return lam[keep], phi[keep], begin, group[parts]


def _joined(parts: list[tuple[Array, Array, I32, I32]]) -> tuple[Array, Array, I32, I32]:
    """Parts one after the other, then put in order of group."""
    lam, phi = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    sizes, group = np.concatenate([np.diff(p[2]) for p in parts]), np.concatenate([p[3] for p in parts])
    if len(parts) == 1:
        return lam, phi, parts[0][2], group
    order = np.argsort(group, kind="stable")
    first = ragged.offsets(sizes)[:-1].astype(np.int64)
    begin = ragged.offsets(sizes[order])
    index = np.arange(len(lam)) + np.repeat(first[order] - begin[:-1], sizes[order])
    return lam[index], phi[index], begin, group[order].astype(np.int32)


def _pieces(kind: FlatKind, east: Array, north: Array, step: float) -> Array:
    """Into how many pieces an edge must be cut to follow its curve: by what bends on each map.

    The factors: an arc of a parallel of the conic map leaves its chord by up to 0.24 R t^2 (where the scale is 4), a
    meridian of Equal Earth by up to 0.4 R t^2 (at the edge), for 0.0625 R t^2 in `globe.step_deg`.
    """
    east, north = np.abs(east), np.abs(north)
    if kind == "eqc":
        return np.zeros(len(east))
    if kind == "lcc":
        return np.asarray(2.0 * east / step)
    if kind == "eqearth":
        return np.asarray(2.6 * north / step)
    return np.asarray(np.minimum(east, north) / step)


def rings(
    kind: FlatKind,
    lon0: float,
    sheet: Sheet,
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    start: npt.NDArray[np.integer],
    feature: npt.NDArray[np.integer],
    tolerance_m: float,
) -> Drawn:
    """Rings in the plane: xy (n, 2), start, group; see `Projection.rings`."""
    lam, phi, begin = globe.unwrapped(lon, lat, start, feature)
    lam, phi, begin, group = _fitted(lam - lon0, phi, begin, np.asarray(feature, dtype=np.int32), sheet)
    after = ragged.following(begin)
    east, north = lam[after] - lam, phi[after] - phi
    pieces = _pieces(kind, east, north, globe.step_deg(tolerance_m))
    lam, phi, begin = ragged.split_edges(lam, phi, begin, pieces, east, north)
    x, y = flat.forward(kind, sheet, lam, phi)
    return np.column_stack((x, y)), begin, group


def lines(
    kind: FlatKind, lon0: float, sheet: Sheet, lon: Array, lat: Array, start: npt.NDArray[np.integer]
) -> tuple[Array, I32]:
    """The pieces of lines within the sheet: xy (n, 2), start."""
    good = ragged.inner_segments(start) & ~globe.artificial(lon, lat)
    lam, phi = globe.wrapped(lon - lon0), np.asarray(lat, dtype=np.float64)
    lam, phi, good = _cut_at_seam(lam, phi, good)
    for limit, sign in ((sheet.north, 1.0), (sheet.south, -1.0)):
        lam, phi, good = _cut_at_limit(lam, phi, good, limit, sign)
    keep, begin = ragged.runs(good)
    x, y = flat.forward(kind, sheet, lam[keep], phi[keep])
    return np.column_stack((x, y)), begin


def _cut_at_seam(lam: Array, phi: Array, good: Bools) -> tuple[Array, Array, Bools]:
    """Two points, one at either edge of the map, where a segment crosses the cut."""
    at = np.flatnonzero(good[:-1] & (np.abs(np.diff(lam)) > 180.0)) if len(lam) else np.zeros(0, dtype=np.int64)
    if len(at) == 0:
        return lam, phi, good
    side = np.where(lam[at] > 0.0, 180.0, -180.0)
    gap = np.abs(lam[at + 1] + side - (lam[at] - side))
    t = np.abs(side - lam[at]) / np.maximum(gap, 1e-12)
    cross = phi[at] + np.minimum(t, 1.0) * (phi[at + 1] - phi[at])
    counts = np.full(len(at), 2, dtype=np.int64)
    new = (
        np.column_stack((side, -side)).ravel(),
        np.repeat(cross, 2),
        np.column_stack((np.zeros(len(at)), np.ones(len(at)))).ravel(),
    )
    whole = np.array([0, len(lam)], dtype=np.int32)
    (lam, phi, mark), _ = ragged.insert_after((lam, phi, good.astype(np.float64)), whole, at, counts, new)
    return lam, phi, mark > 0


def _cut_at_limit(lam: Array, phi: Array, good: Bools, limit: float, sign: float) -> tuple[Array, Array, Bools]:
    """A point where a segment crosses a limiting parallel; what lies beyond is no longer good."""
    over = sign * phi > sign * limit
    if not over.any():
        return lam, phi, good
    at = np.flatnonzero(good[:-1] & (over[:-1] != over[1:]))
    t = (limit - phi[at]) / (phi[at + 1] - phi[at])
    new = (lam[at] + t * (lam[at + 1] - lam[at]), np.full(len(at), limit), np.ones(len(at)), np.zeros(len(at)))
    whole = np.array([0, len(lam)], dtype=np.int32)
    old = (lam, phi, good.astype(np.float64), over.astype(np.float64))
    (lam, phi, mark, beyond), _ = ragged.insert_after(old, whole, at, np.ones(len(at), dtype=np.int64), new)
    good = (mark > 0) & (beyond == 0)
    good[:-1] &= beyond[1:] == 0
    return lam, phi, good
