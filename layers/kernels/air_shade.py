"""The compiled earliest-arrival field round closed airspace: for every cell the source that is there first, in sight.

Sources are places a way can come from last: where responders start, and corners of what is closed with the time at
which each is passed. A source serves a cell when the great circle between them crosses no edge. A corner serves only the
cells round which a taut line can bend there: its lune, three half-spaces through the corner.

As in `sweep`, sources are dropped by blocks of cells in three levels, by lune and by best and worst case; a worst case
counts only for a source that is surely in sight of the whole block, that is, when no chunk of edges stands in the wedge
between them. In a block of the last level sources are measured in the order of their best case, until it is later than
the latest cell; edges are looked at only for cells that a source would serve sooner, and only those in the wedge.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.air_sight_plain import CHUNK
from layers.kernels.inline import FAST, near_antipode, reduced, sincos_degrees, solve_distance, solve_one
from layers.kernels.series import FLAT, LONGEST_M, NEAR_ANTIPODE_M

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

compiled: Any = numba.njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")

exact: Any = numba.njit(cache=True, nogil=True, error_model="numpy")
"""Without fused operations: the sides of a corner must come out alike for both edges that meet there."""

LARGE, MIDDLE, LEAF = 128, 32, 8
"""Cells along the side of a block of each level."""
CELLS = LEAF * LEAF
ROWS = 20
"""Rows of a table of sources: sine and cosine of longitude and of reduced latitude, start [s], seconds per metre, range
[m], unit vector, three normals of the lune (nought where there is none), whether surely in sight."""
_TRIES = 8
"""Sources looked at for one that is in sight of a whole block."""
_SLACK = 1e-7
"""Widens caps and lunes [rad]: 0.6 m."""


@compiled
def place(lon: float, lat: float) -> tuple[float, float, float]:
    """The unit vector from the earth's centre to a place on the ellipsoid: `routes.air_space.places`."""
    sl, cl = sincos_degrees(lon)
    s, c = sincos_degrees(lat)
    s *= FLAT * FLAT
    size = 1.0 / math.sqrt(s * s + c * c)
    return c * cl * size, c * sl * size, s * size


@compiled
def extent(lon_c: float, lat_c: float, lon_w: float, lat_s: float, lat_n: float, cap: F64) -> float:
    """The cap round a block (x, y, z, radius [rad], sine, cosine) into `cap`, and its radius [m]; as in `sweep.radius`."""
    cap[0], cap[1], cap[2] = place(lon_c, lat_c)
    if abs(lon_c - lon_w) > 80.0:
        cap[3], cap[4], cap[5] = math.pi, 0.0, -1.0
        return LONGEST_M
    s, c = sincos_degrees(lat_c)
    sb0, cb0 = reduced(s, c)
    sl, cl = sincos_degrees(lon_w - lon_c)
    far, wide = 0.0, 0.0
    for lat in (lat_s, lat_n):
        s, c = sincos_degrees(lat)
        sb, cb = reduced(s, c)
        metres = solve_one(sl, cl, sb0, cb0, sb, cb)
        far = max(far, LONGEST_M if metres < 0.0 else metres)
        x, y, z = place(lon_w, lat)
        chord = math.sqrt((x - cap[0]) ** 2 + (y - cap[1]) ** 2 + (z - cap[2]) ** 2)
        wide = max(wide, 2.0 * math.asin(min(0.5 * chord, 1.0)))
    cap[3] = min(wide * 1.02 + _SLACK, math.pi)
    cap[4], cap[5] = math.sin(cap[3]), math.cos(cap[3])
    return far * 1.02 + 1.0


@compiled
def wedge(a0: float, a1: float, a2: float, cap: F64, caps: F64, groups: F64, passing: Bools, found: I64) -> int:
    """Chunks of edges that may stand between a place and some cell of a block: their numbers, and how many.

    -1 when a chain of edges, a chunk or a group, surely stands between the place and every cell: all of it lies before
    the place and nearer than the block, and its ends lie on either side of the wedge. Rows of `caps` and `groups`
    are x, y, z, sine and cosine of the radius, both ends of the chain, and whether it is one; a sine above 1 stands for
    a radius beyond 90 degrees.
    """
    c0, c1, c2, rho = cap[0], cap[1], cap[2], cap[3]
    n0, n1, n2 = a1 * c2 - a2 * c1, a2 * c0 - a0 * c2, a0 * c1 - a1 * c0
    sine = math.sqrt(n0 * n0 + n1 * n1 + n2 * n2)
    away = math.atan2(sine, a0 * c0 + a1 * c1 + a2 * c2)
    far, near = away + rho, away - rho
    short = far < 3.14
    far_s, far_c = math.sin(far), math.cos(far)
    # two planes through the place that touch the block's cap on either side, and the way straight on between them
    narrow = rho < 1.5 and near > 0.0 and short
    l0 = l1 = l2 = r0 = r1 = r2 = e0 = e1 = e2 = 0.0
    if narrow:
        n0, n1, n2 = n0 / sine, n1 / sine, n2 / sine
        e0, e1, e2 = n1 * a2 - n2 * a1, n2 * a0 - n0 * a2, n0 * a1 - n1 * a0
        s = min(cap[4] / sine, 1.0)
        c = math.sqrt(1.0 - s * s)
        l0, l1, l2 = n0 * c - e0 * s, n1 * c - e1 * s, n2 * c - e2 * s
        r0, r1, r2 = -n0 * c - e0 * s, -n1 * c - e1 * s, -n2 * c - e2 * s
    # where there are no planes, numbers that let everything pass
    outside = 1.0 if narrow else 0.0
    far_s, far_c = (far_s, far_c) if short else (0.0, -9.0)
    inner = near if narrow else 0.0
    near_s, near_c = math.sin(inner), math.cos(inner)
    size = groups.shape[1]
    for g in range(size):
        x, y, z, s, c = groups[0, g], groups[1, g], groups[2, g], groups[3, g], groups[4, g]
        aside = max(l0 * x + l1 * y + l2 * z, r0 * x + r1 * y + r2 * z) * outside
        beyond = far_c * c - far_s * s if far_s * c + far_c * s > 0.0 else -9.0
        ahead = a0 * x + a1 * y + a2 * z
        passing[g] = (aside <= s) & (ahead >= beyond)
    count = 0
    for g in range(size):
        if not passing[g]:
            continue
        if narrow and groups[11, g] == 1.0 and _astride(l0, l1, l2, r0, r1, r2, e0, e1, e2, groups, g):
            if _nearer(a0, a1, a2, near_s, near_c, groups, g):
                return -1
        first, last = g * CHUNK, min((g + 1) * CHUNK, caps.shape[1])
        for k in range(first, last):
            x, y, z, s, c = caps[0, k], caps[1, k], caps[2, k], caps[3, k], caps[4, k]
            aside = max(l0 * x + l1 * y + l2 * z, r0 * x + r1 * y + r2 * z) * outside
            beyond = far_c * c - far_s * s if far_s * c + far_c * s > 0.0 else -9.0
            ahead = a0 * x + a1 * y + a2 * z
            if aside > s or ahead < beyond:
                continue
            if narrow and caps[11, k] == 1.0 and _astride(l0, l1, l2, r0, r1, r2, e0, e1, e2, caps, k):
                if _nearer(a0, a1, a2, near_s, near_c, caps, k):
                    return -1
            found[count] = k
            count += 1
    return count


@compiled
def _nearer(a0: float, a1: float, a2: float, near_s: float, near_c: float, caps: F64, k: int) -> bool:
    """Whether a cap lies nearer to a place than an angle given by sine and cosine."""
    s, c = caps[3, k], caps[4, k]
    ahead = a0 * caps[0, k] + a1 * caps[1, k] + a2 * caps[2, k]
    return bool(near_s * c - near_c * s > 0.0 and ahead > near_c * c + near_s * s)


@compiled
def _astride(
    l0: float, l1: float, l2: float, r0: float, r1: float, r2: float, e0: float, e1: float, e2: float, caps: F64, k: int
) -> bool:
    """Whether a chain lies ahead, one end beyond the left plane of a wedge and the other beyond the right one."""
    p0, p1, p2, q0, q1, q2 = caps[5, k], caps[6, k], caps[7, k], caps[8, k], caps[9, k], caps[10, k]
    lp, rp = l0 * p0 + l1 * p1 + l2 * p2, r0 * p0 + r1 * p1 + r2 * p2
    lq, rq = l0 * q0 + l1 * q1 + l2 * q2, r0 * q0 + r1 * q1 + r2 * q2
    if not ((lp > _SLACK and rq > _SLACK) or (rp > _SLACK and lq > _SLACK)):
        return False
    return bool(e0 * caps[0, k] + e1 * caps[1, k] + e2 * caps[2, k] > caps[3, k])


@exact
def shaded(
    a0: float, a1: float, a2: float, b0: float, b1: float, b2: float,
    chunks: I64, count: int, caps: F64, head: F64, tail: F64,
) -> bool:  # fmt: skip
    """Whether the great circle between two places crosses an edge of some chunks; see `air_sight.blocked`."""
    n0, n1, n2 = a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0
    size = math.sqrt(n0 * n0 + n1 * n1 + n2 * n2)
    for q in range(count):
        k = chunks[q]
        if abs(n0 * caps[0, k] + n1 * caps[1, k] + n2 * caps[2, k]) > caps[3, k] * size:
            continue
        for i in range(k * CHUNK, min((k + 1) * CHUNK, len(head))):
            p0, p1, p2 = head[i, 0], head[i, 1], head[i, 2]
            q0, q1, q2 = tail[i, 0], tail[i, 1], tail[i, 2]
            s1 = n0 * p0 + n1 * p1 + n2 * p2
            s2 = n0 * q0 + n1 * q1 + n2 * q2
            if (s1 < 0.0) == (s2 < 0.0):
                continue
            e0, e1, e2 = p1 * q2 - p2 * q1, p2 * q0 - p0 * q2, p0 * q1 - p1 * q0
            s3 = e0 * a0 + e1 * a1 + e2 * a2
            s4 = e0 * b0 + e1 * b1 + e2 * b2
            if (s3 < 0.0) != (s4 < 0.0) and (s1 < 0.0) == (s4 < 0.0):
                if q > 0:  # what stood in the way of one cell stands in that of the next
                    chunks[q], chunks[0] = chunks[0], k
                return True
    return False


@compiled
def _in_lune(sites: F64, k: int, cap: F64, least: float) -> bool:
    """Whether some of a cap lies in the lune of a source."""
    x, y, z = cap[0], cap[1], cap[2]
    return bool(
        sites[10, k] * x + sites[11, k] * y + sites[12, k] * z >= least
        and sites[13, k] * x + sites[14, k] * y + sites[15, k] * z >= least
        and sites[16, k] * x + sites[17, k] * y + sites[18, k] * z >= least
    )


@compiled
def narrowed(
    lon_c: float, lat_c: float, r: float, cap: F64, n: int, sites: F64, index: I32, caps: F64, groups: F64,
    out: F64, out_index: I32, lower: F64, upper: F64, passing: Bools, chunks: I64,
) -> int:  # fmt: skip
    """Copy the sources (the first n columns) that may be first somewhere in a block, with their best case; how many."""
    s0, c0 = sincos_degrees(lon_c)
    s, c = sincos_degrees(lat_c)
    sb0, cb0 = reduced(s, c)
    least = -cap[4] - _SLACK
    wide = cap[3] > 1.5
    kept = 0
    for k in range(n):
        if not (wide or _in_lune(sites, k, cap, least)):
            continue
        for row in range(ROWS):
            out[row, kept] = sites[row, k]
        out_index[kept] = index[k]
        kept += 1
    for k in range(kept):
        sl = out[0, k] * c0 - out[1, k] * s0
        cl = out[1, k] * c0 + out[0, k] * s0
        lower[k] = solve_distance(sl, cl, sb0, cb0, out[2, k], out[3, k])
    for k in range(kept):
        metres = lower[k]
        near, far = metres - r, metres + r
        if metres < 0.0:
            near, far = NEAR_ANTIPODE_M - r, LONGEST_M
        near = max(near, 0.0)
        lower[k] = out[4, k] + near * out[5, k] if near <= out[6, k] else np.inf
        upper[k] = out[4, k] + far * out[5, k] if far <= out[6, k] else np.inf
    sure = np.inf
    for k in range(kept):
        if out[19, k] == 1.0:
            sure = min(sure, upper[k])
    for _ in range(_TRIES):
        best, k = sure, -1
        for q in range(kept):
            if upper[q] < best:
                best, k = upper[q], q
        if k < 0:
            break
        if wedge(out[7, k], out[8, k], out[9, k], cap, caps, groups, passing, chunks) == 0:
            out[19, k] = 1.0
            sure = best
            break
        upper[k] = np.inf
    sure += 1e-6
    last = 0
    for k in range(kept):
        if lower[k] <= sure and lower[k] < np.inf:
            for row in range(ROWS):
                out[row, last] = out[row, k]
            out_index[last], lower[last] = out_index[k], lower[k]
            last += 1
    return last


@compiled
def ranked(
    lon_c: float, lat_c: float, r: float, cap: F64, n: int, sites: F64, lower: F64, metres: F64, order: I32
) -> int:
    """Sources that may be first somewhere in a block of the last level, as a heap by best case; how many."""
    s0, c0 = sincos_degrees(lon_c)
    s, c = sincos_degrees(lat_c)
    sb0, cb0 = reduced(s, c)
    for k in range(n):
        sl = sites[0, k] * c0 - sites[1, k] * s0
        cl = sites[1, k] * c0 + sites[0, k] * s0
        metres[k] = solve_distance(sl, cl, sb0, cb0, sites[2, k], sites[3, k])
    least = -cap[4] - _SLACK
    wide = cap[3] > 1.5
    sure = np.inf
    for k in range(n):
        far = metres[k] + r
        if sites[19, k] == 1.0 and metres[k] >= 0.0 and far <= sites[6, k]:
            sure = min(sure, sites[4, k] + far * sites[5, k])
    sure += 1e-6
    count = 0
    for k in range(n):
        near = max((NEAR_ANTIPODE_M if metres[k] < 0.0 else metres[k]) - r, 0.0)
        low = sites[4, k] + near * sites[5, k]
        if near > sites[6, k] or low > sure or not (wide or _in_lune(sites, k, cap, least)):
            continue
        at = count
        count += 1
        while at > 0 and lower[(at - 1) // 2] > low:
            lower[at], order[at] = lower[(at - 1) // 2], order[(at - 1) // 2]
            at = (at - 1) // 2
        lower[at], order[at] = low, k
    return count


@compiled
def _taken(count: int, lower: F64, order: I32) -> None:
    """Take the first of a heap of `count` away."""
    low, k = lower[count - 1], order[count - 1]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= count - 1:
            break
        if child + 1 < count - 1 and lower[child + 1] < lower[child]:
            child += 1
        if lower[child] >= low:
            break
        lower[at], order[at] = lower[child], order[child]
        at = child
    lower[at], order[at] = low, k


@compiled
def leaf(
    i0: int, i1: int, j0: int, j1: int, cap: F64, over: F64, count: int, sites: F64, index: I32, lower: F64, order: I32,
    lon: F64, lat: F64, closed: Bools, caps: F64, groups: F64, head: F64, tail: F64,
    cells: F64, when: F64, best: F64, first: I32, passing: Bools, chunks: I64, seconds: F64, winner: I32,
) -> None:  # fmt: skip
    """Measure sources for the open cells of rows i0..i1 and columns j0..j1, at most `LEAF` of each.

    `cap` is the block's, `over` that of the block of the middle level it lies in: a source out of sight of all of that is
    given a range below nought, so that it is not looked at again.
    """
    rows, columns = i1 - i0, j1 - j0
    size = rows * columns
    for j in range(columns):
        cells[0, j], cells[1, j] = sincos_degrees(lon[j0 + j])
    for i in range(rows - 1, -1, -1):
        s, c = sincos_degrees(lat[i0 + i])
        sb, cb = reduced(s, c)
        for j in range(columns):
            at = i * columns + j
            cells[0, at], cells[1, at] = cells[0, j], cells[1, j]
            cells[2, at], cells[3, at] = sb, cb
    for at in range(size):
        # the geocentric latitude's tangent is (1 - f) times the reduced one's
        z = FLAT * cells[2, at]
        scale = 1.0 / math.sqrt(z * z + cells[3, at] * cells[3, at])
        cells[4, at] = cells[3, at] * cells[1, at] * scale
        cells[5, at] = cells[3, at] * cells[0, at] * scale
        cells[6, at] = z * scale
        best[at] = np.inf
        first[at] = -1
    worst = np.inf
    while count > 0 and lower[0] <= worst:
        k = order[0]
        _taken(count, lower, order)
        count -= 1
        a0, a1, a2 = sites[7, k], sites[8, k], sites[9, k]
        between = 0 if sites[19, k] == 1.0 else wedge(a0, a1, a2, cap, caps, groups, passing, chunks)
        if between < 0:
            if sites[19, k] == 0.0:
                sites[19, k] = 0.5  # looked at once
                if wedge(a0, a1, a2, over, caps, groups, passing, chunks) < 0:
                    sites[6, k] = -1.0
            continue
        s0, c0, sb1, cb1 = sites[0, k], sites[1, k], sites[2, k], sites[3, k]
        start, per_metre, reach, name = sites[4, k], sites[5, k], sites[6, k], index[k]
        flagged = 0
        for at in range(size):
            turn_s = cells[0, at] * c0 - cells[1, at] * s0
            turn_c = cells[1, at] * c0 + cells[0, at] * s0
            metres = solve_distance(turn_s, turn_c, sb1, cb1, cells[2, at], cells[3, at])
            flagged += 1 if metres < 0.0 else 0
            when[at] = start + metres * per_metre if metres <= reach else np.inf
        if flagged:
            for at in range(size):
                turn_s = cells[0, at] * c0 - cells[1, at] * s0
                turn_c = cells[1, at] * c0 + cells[0, at] * s0
                if solve_one(turn_s, turn_c, sb1, cb1, cells[2, at], cells[3, at]) < 0.0:
                    metres = near_antipode(turn_s, turn_c, sb1, cb1, cells[2, at], cells[3, at])
                    when[at] = start + metres * per_metre if metres <= reach else np.inf
        worst = 0.0
        for i in range(rows):
            for j in range(columns):
                if closed[i0 + i, j0 + j]:
                    continue
                at = i * columns + j
                if when[at] < best[at] or (when[at] == best[at] and name < first[at]):
                    if between == 0 or not shaded(
                        a0, a1, a2, cells[4, at], cells[5, at], cells[6, at], chunks, between, caps, head, tail
                    ):
                        best[at], first[at] = when[at], name
                worst = max(worst, best[at])
    for i in range(rows):
        for j in range(columns):
            seconds[i0 + i, j0 + j] = best[i * columns + j]
            winner[i0 + i, j0 + j] = first[i * columns + j]


@compiled
def all_closed(i0: int, i1: int, j0: int, j1: int, closed: Bools, seconds: F64, winner: I32) -> bool:
    """Whether every cell of a block is closed; they are then marked as not reached."""
    for i in range(i0, i1):
        for j in range(j0, j1):
            if not closed[i, j]:
                return False
    seconds[i0:i1, j0:j1] = np.inf
    winner[i0:i1, j0:j1] = -1
    return True


@compiled
def sweep(
    block0: int, block1: int, lon: F64, lat: F64, closed: Bools, sites: F64, index: I32,
    caps: F64, groups: F64, head: F64, tail: F64, seconds: F64, winner: I32,
) -> None:  # fmt: skip
    """Fill the blocks block0..block1 (row by row) of `seconds` and `winner` (rows, columns).

    `closed` marks cells inside what is closed; infinity and -1 stand there and where no source arrives. `lon` and `lat`
    are ordered, either way.
    """
    rows, columns, n = len(lat), len(lon), sites.shape[1]
    across = (columns + LARGE - 1) // LARGE
    lower, upper = np.empty(n), np.empty(n)
    many, many_index = np.empty((ROWS, n)), np.empty(n, np.int32)
    some, some_index = np.empty((ROWS, n)), np.empty(n, np.int32)
    order = np.empty(n, np.int32)
    over, cap = np.empty(6), np.empty(6)
    cells, when, best, first = np.empty((7, CELLS)), np.empty(CELLS), np.empty(CELLS), np.empty(CELLS, np.int32)
    passing, chunks = np.empty(groups.shape[1], np.bool_), np.empty(caps.shape[1] + 1, np.int64)
    for block in range(block0, block1):
        i0, j0 = (block // across) * LARGE, (block % across) * LARGE
        i9, j9 = min(i0 + LARGE, rows), min(j0 + LARGE, columns)
        if all_closed(i0, i9, j0, j9, closed, seconds, winner):
            continue
        lon_c, lat_c = 0.5 * (lon[j0] + lon[j9 - 1]), 0.5 * (lat[i0] + lat[i9 - 1])
        r = extent(lon_c, lat_c, lon[j0], lat[i0], lat[i9 - 1], cap)
        n1 = narrowed(
            lon_c, lat_c, r, cap, n, sites, index, caps, groups, many, many_index, lower, upper, passing, chunks
        )  # fmt: skip
        for i1 in range(i0, i9, MIDDLE):
            for j1 in range(j0, j9, MIDDLE):
                i8, j8 = min(i1 + MIDDLE, i9), min(j1 + MIDDLE, j9)
                if all_closed(i1, i8, j1, j8, closed, seconds, winner):
                    continue
                lon_c, lat_c = 0.5 * (lon[j1] + lon[j8 - 1]), 0.5 * (lat[i1] + lat[i8 - 1])
                r = extent(lon_c, lat_c, lon[j1], lat[i1], lat[i8 - 1], over)
                n2 = narrowed(
                    lon_c, lat_c, r, over, n1, many, many_index, caps, groups, some, some_index, lower, upper, passing, chunks
                )
                for i2 in range(i1, i8, LEAF):
                    for j2 in range(j1, j8, LEAF):
                        i7, j7 = min(i2 + LEAF, i8), min(j2 + LEAF, j8)
                        if all_closed(i2, i7, j2, j7, closed, seconds, winner):
                            continue
                        lon_c, lat_c = 0.5 * (lon[j2] + lon[j7 - 1]), 0.5 * (lat[i2] + lat[i7 - 1])
                        r = extent(lon_c, lat_c, lon[j2], lat[i2], lat[i7 - 1], cap)
                        count = ranked(lon_c, lat_c, r, cap, n2, some, lower, upper, order)
                        leaf(
                            i2, i7, j2, j7, cap, over, count, some, some_index, lower, order, lon, lat, closed, caps,
                            groups, head, tail, cells, when, best, first, passing, chunks, seconds, winner,
                        )  # fmt: skip
