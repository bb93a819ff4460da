"""The compiled earliest-arrival field round closed airspace: for every cell the source that is there first, in sight.

Sources are places a way can come from last: where responders start, and corners of what is closed with the time at
which each is passed. A source serves a cell when the great circle between them crosses no edge. A corner serves only
the cells towards which a taut line can bend there: its lune, three half-spaces through the corner.

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

from layers.kernels.air_wedge import SLACK, extent, shaded, wedge
from layers.kernels.inline import FAST, near_antipode, reduced, sincos_degrees, solve_distance, solve_one
from layers.kernels.series import FLAT, LONGEST_M, NEAR_ANTIPODE_M

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

compiled: Any = numba.njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")

LARGE, MIDDLE, LEAF = 128, 32, 8
"""Cells along the side of a block of each level."""
CELLS = LEAF * LEAF
ROWS = 20
"""Rows of a table of sources: sine and cosine of longitude and of reduced latitude, start [s], seconds per metre, range
[m], unit vector, three normals of the lune (nought where there is none), whether surely in sight."""
_TRIES = 8
"""Sources looked at for one that is in sight of a whole block."""


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
def narrowed(  # noqa: C901, PLR0912 - steps over one set of arrays; as functions they would pass a dozen each
    lon_c: float, lat_c: float, r: float, cap: F64, n: int, sites: F64, index: I32, caps: F64, groups: F64, head: F64,
    tail: F64, out: F64, out_index: I32, lower: F64, upper: F64, passing: Bools, chunks: I64,
) -> int:  # fmt: skip
    """Copy the sources (the first n columns) that may be first somewhere in a block, with their best case; how many."""
    s0, c0 = sincos_degrees(lon_c)
    s, c = sincos_degrees(lat_c)
    sb0, cb0 = reduced(s, c)
    least = -cap[4] - SLACK
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
        if wedge(out[7, k], out[8, k], out[9, k], cap, caps, groups, head, tail, passing, chunks) == 0:
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
    least = -cap[4] - SLACK
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
def leaf(  # noqa: C901, PLR0912 - as above
    i0: int, i1: int, j0: int, j1: int, cap: F64, over: F64, count: int, sites: F64, index: I32, lower: F64, order: I32,
    lon: F64, lat: F64, closed: Bools, caps: F64, groups: F64, head: F64, tail: F64,
    cells: F64, when: F64, best: F64, first: I32, passing: Bools, chunks: I64, seconds: F64, winner: I32,
) -> None:  # fmt: skip
    """Measure sources for the open cells of rows i0..i1 and columns j0..j1, at most `LEAF` of each.

    `cap` is the block's, `over` that of the block of the middle level it lies in: a source out of sight of all of that
    is given a range below nought, so that it is not looked at again.
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
        between = 0 if sites[19, k] == 1.0 else wedge(a0, a1, a2, cap, caps, groups, head, tail, passing, chunks)
        if between < 0:
            if sites[19, k] == 0.0:
                sites[19, k] = 0.5  # looked at once
                if wedge(a0, a1, a2, over, caps, groups, head, tail, passing, chunks) < 0:
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
                sooner = when[at] < best[at] or (when[at] == best[at] and name < first[at])
                if sooner and between > 0:
                    x, y, z = cells[4, at], cells[5, at], cells[6, at]
                    sooner = not shaded(a0, a1, a2, x, y, z, chunks, between, caps, head, tail)
                if sooner:
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
            lon_c, lat_c, r, cap, n, sites, index, caps, groups, head, tail, many, many_index, lower, upper, passing,
            chunks,
        )  # fmt: skip
        for i1 in range(i0, i9, MIDDLE):
            for j1 in range(j0, j9, MIDDLE):
                i8, j8 = min(i1 + MIDDLE, i9), min(j1 + MIDDLE, j9)
                if all_closed(i1, i8, j1, j8, closed, seconds, winner):
                    continue
                lon_c, lat_c = 0.5 * (lon[j1] + lon[j8 - 1]), 0.5 * (lat[i1] + lat[i8 - 1])
                r = extent(lon_c, lat_c, lon[j1], lat[i1], lat[i8 - 1], over)
                n2 = narrowed(
                    lon_c,
                    lat_c,
                    r,
                    over,
                    n1,
                    many,
                    many_index,
                    caps,
                    groups,
                    head,
                    tail,
                    some,
                    some_index,
                    lower,
                    upper,
                    passing,
                    chunks,
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
