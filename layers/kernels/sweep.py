"""The compiled earliest-arrival field: for every cell of a grid the site that is there first, exactly.

Geodesic distance is a metric, so for a block of cells with centre c and radius r a site at b is between d(c, b) - r and
d(c, b) + r from each of them. A site whose best case is later than another one's worst case is out for the whole block.
Two levels of blocks leave hardly more than one site per cell; those are measured for every cell, so the answer is that
of measuring them all.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.inline import FAST, near_antipode, reduced, sincos_degrees, solve_distance, solve_one
from layers.kernels.series import LONGEST_M, NEAR_ANTIPODE_M

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]

compiled: Any = numba.njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")

LARGE = 128
"""Cells along the side of a block of the first level."""
LEAF = 16
"""Cells along the side of a block of the second level: two vectors of eight."""


@compiled
def radius(lon_c: float, lat_c: float, lon_w: float, lat_s: float, lat_n: float) -> float:
    """A distance [m] that no cell of a block is farther than from its centre; the corners are the farthest.

    Two per cent over the corners' distance covers that the ellipsoid is no sphere; blocks wider than 160 degrees are
    given the whole earth.
    """
    if abs(lon_c - lon_w) > 80.0:
        return LONGEST_M
    s, c = sincos_degrees(lat_c)
    sb0, cb0 = reduced(s, c)
    sl, cl = sincos_degrees(lon_w - lon_c)
    far = 0.0
    for lat in (lat_s, lat_n):
        s, c = sincos_degrees(lat)
        sb, cb = reduced(s, c)
        metres = solve_one(sl, cl, sb0, cb0, sb, cb)
        far = max(far, LONGEST_M if metres < 0.0 else metres)
    return far * 1.02 + 1.0


@compiled
def survivors(
    lon_c: float, lat_c: float, r: float, n: int, sites: F64, index: I32, lower: F64, upper: F64,
    out: F64, out_index: I32,
) -> int:  # fmt: skip
    """Copy the sites (columns of `sites`, the first n) that may be first somewhere in the block; how many they are.

    Rows of `sites`: sine and cosine of longitude, of reduced latitude, start [s], seconds per metre, range [m].
    """
    s0, c0 = sincos_degrees(lon_c)
    s, c = sincos_degrees(lat_c)
    sb0, cb0 = reduced(s, c)
    for k in range(n):
        sl = sites[0, k] * c0 - sites[1, k] * s0
        cl = sites[1, k] * c0 + sites[0, k] * s0
        lower[k] = solve_distance(sl, cl, sb0, cb0, sites[2, k], sites[3, k])
    sure = np.inf
    for k in range(n):
        metres = lower[k]
        near, far = metres - r, metres + r
        if metres < 0.0:
            near, far = NEAR_ANTIPODE_M - r, LONGEST_M
        near = max(near, 0.0)
        lower[k] = sites[4, k] + near * sites[5, k] if near <= sites[6, k] else np.inf
        upper[k] = sites[4, k] + far * sites[5, k]
        if far <= sites[6, k]:
            sure = min(sure, upper[k])
    kept = 0
    sure += 1e-6
    for k in range(n):
        if lower[k] <= sure and lower[k] < np.inf:
            for row in range(7):
                out[row, kept] = sites[row, k]
            out_index[kept] = index[k]
            kept += 1
    return kept


@compiled
def leaf(
    i0: int, i1: int, j0: int, j1: int, n: int, sites: F64, index: I32, sl: F64, cl: F64, sb: F64, cb: F64,
    best: F64, first: F64, seconds: F64, winner: I32,
) -> None:  # fmt: skip
    """Measure the n sites for each cell of rows i0..i1 and columns j0..j1 (at most `LEAF` of them)."""
    east_s, east_c = sl[j0 : j0 + LEAF], cl[j0 : j0 + LEAF]
    for i in range(i0, i1):
        sb2, cb2 = sb[i], cb[i]
        for j in range(LEAF):
            best[j] = np.inf
            first[j] = -1.0
        for k in range(n):
            s0, c0, sb1, cb1 = sites[0, k], sites[1, k], sites[2, k], sites[3, k]
            start, per_metre, reach, name = sites[4, k], sites[5, k], sites[6, k], float(index[k])
            flagged = 0
            for j in range(LEAF):
                turn_s = east_s[j] * c0 - east_c[j] * s0
                turn_c = east_c[j] * c0 + east_s[j] * s0
                metres = solve_distance(turn_s, turn_c, sb1, cb1, sb2, cb2)
                when = start + metres * per_metre
                sooner = metres >= 0.0 and metres <= reach and when < best[j]
                flagged += 1 if metres < 0.0 else 0
                best[j] = when if sooner else best[j]
                first[j] = name if sooner else first[j]
            if flagged:
                for j in range(LEAF):
                    turn_s = east_s[j] * c0 - east_c[j] * s0
                    turn_c = east_c[j] * c0 + east_s[j] * s0
                    if solve_one(turn_s, turn_c, sb1, cb1, sb2, cb2) < 0.0:
                        metres = near_antipode(turn_s, turn_c, sb1, cb1, sb2, cb2)
                        when = start + metres * per_metre
                        if metres <= reach and when < best[j]:
                            best[j], first[j] = when, name
        for j in range(j1 - j0):
            seconds[i, j0 + j] = best[j]
            winner[i, j0 + j] = int(first[j])


@compiled
def sweep(
    block0: int, block1: int, lon: F64, lat: F64, sl: F64, cl: F64, sb: F64, cb: F64, sites: F64,
    seconds: F64, winner: I32,
) -> None:  # fmt: skip
    """Fill the blocks block0..block1 (row by row) of `seconds` and `winner` (rows, columns).

    `sl` and `cl` belong to the columns, with `LEAF` - 1 more at the end; `sb` and `cb` to the rows. `lon` and `lat` are
    ordered, either way. -1 and infinity mark cells that no site reaches.
    """
    rows, columns, n = len(lat), len(lon), sites.shape[1]
    across = (columns + LARGE - 1) // LARGE
    index = np.arange(n).astype(np.int32)
    lower, upper = np.empty(n), np.empty(n)
    some, some_index = np.empty((7, n)), np.empty(n, np.int32)
    few, few_index = np.empty((7, n)), np.empty(n, np.int32)
    best, first = np.empty(LEAF), np.empty(LEAF)
    for block in range(block0, block1):
        top, left = (block // across) * LARGE, (block % across) * LARGE
        bottom, right = min(top + LARGE, rows), min(left + LARGE, columns)
        lon_c, lat_c = 0.5 * (lon[left] + lon[right - 1]), 0.5 * (lat[top] + lat[bottom - 1])
        r = radius(lon_c, lat_c, lon[left], lat[top], lat[bottom - 1])
        kept = survivors(lon_c, lat_c, r, n, sites, index, lower, upper, some, some_index)
        for i0 in range(top, bottom, LEAF):
            i1 = min(i0 + LEAF, bottom)
            for j0 in range(left, right, LEAF):
                j1 = min(j0 + LEAF, right)
                lon_c, lat_c = 0.5 * (lon[j0] + lon[j1 - 1]), 0.5 * (lat[i0] + lat[i1 - 1])
                r = radius(lon_c, lat_c, lon[j0], lat[i0], lat[i1 - 1])
                last = survivors(lon_c, lat_c, r, kept, some, some_index, lower, upper, few, few_index)
                leaf(i0, i1, j0, j1, last, few, few_index, sl, cl, sb, cb, best, first, seconds, winner)
