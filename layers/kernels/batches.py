"""Compiled loops over pairs, tables and the points of a projection; all write into arrays they are given."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.inline import FAST, near_antipode, reduced, sincos_degrees, solve, solve_distance

F64 = npt.NDArray[np.float64]

compiled: Any = numba.njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")


@compiled
def places(lon: F64, lat: F64, sl: F64, cl: F64, sb: F64, cb: F64) -> None:
    """Sine and cosine of longitude and of reduced latitude of each place [deg]."""
    for i in range(len(lon)):
        sl[i], cl[i] = sincos_degrees(lon[i])
        s, c = sincos_degrees(lat[i])
        sb[i], cb[i] = reduced(s, c)


@compiled
def pairs(lon1: F64, lat1: F64, lon2: F64, lat2: F64, out: F64) -> None:
    """Distance [m] of each pair."""
    flagged = 0
    for i in range(len(out)):
        sl, cl = sincos_degrees(lon2[i] - lon1[i])
        s, c = sincos_degrees(lat1[i])
        sb1, cb1 = reduced(s, c)
        s, c = sincos_degrees(lat2[i])
        sb2, cb2 = reduced(s, c)
        metres = solve_distance(sl, cl, sb1, cb1, sb2, cb2)
        flagged += 1 if metres < 0.0 else 0
        out[i] = metres
    if flagged:
        for i in range(len(out)):
            if out[i] < 0.0:
                sl, cl = sincos_degrees(lon2[i] - lon1[i])
                s, c = sincos_degrees(lat1[i])
                sb1, cb1 = reduced(s, c)
                s, c = sincos_degrees(lat2[i])
                sb2, cb2 = reduced(s, c)
                out[i] = near_antipode(sl, cl, sb1, cb1, sb2, cb2)


@compiled
def table(sl1: F64, cl1: F64, sb1: F64, cb1: F64, sl2: F64, cl2: F64, sb2: F64, cb2: F64, out: F64) -> None:
    """Distance [m] from each of the first places (rows) to each of the second (columns)."""
    columns = len(sl2)
    for i in range(len(sl1)):
        s0, c0, sb0, cb0 = sl1[i], cl1[i], sb1[i], cb1[i]
        row = out[i]
        flagged = 0
        for j in range(columns):
            sl = sl2[j] * c0 - cl2[j] * s0
            cl = cl2[j] * c0 + sl2[j] * s0
            metres = solve_distance(sl, cl, sb0, cb0, sb2[j], cb2[j])
            flagged += 1 if metres < 0.0 else 0
            row[j] = metres
        if flagged:
            for j in range(columns):
                if row[j] < 0.0:
                    sl = sl2[j] * c0 - cl2[j] * s0
                    cl = cl2[j] * c0 + sl2[j] * s0
                    row[j] = near_antipode(sl, cl, sb0, cb0, sb2[j], cb2[j])


@compiled
def aeqd(lon0: float, lat0: float, sl2: F64, cl2: F64, sb2: F64, cb2: F64, x: F64, y: F64) -> int:
    """Azimuthal equidistant plane [m] of each place; how many lie too near the antipode, which come out as NaN."""
    s0, c0 = sincos_degrees(lon0)
    s, c = sincos_degrees(lat0)
    sb0, cb0 = reduced(s, c)
    missing = 0
    for j in range(len(sl2)):
        sl = sl2[j] * c0 - cl2[j] * s0
        cl = cl2[j] * c0 + sl2[j] * s0
        metres, so, co, left, slope = solve(sl, cl, sb0, cb0, sb2[j], cb2[j])
        # carry what is left of the longitude into omega, so that the azimuth is as exact as the distance
        turn = -left / slope
        so, co = so + turn * (co - 0.5 * turn * so), co - turn * (so + 0.5 * turn * co)
        east, north = cb2[j] * so, cb0 * sb2[j] - sb0 * cb2[j] * co
        scale = metres / math.sqrt(east * east + north * north + 1e-40)
        bad = metres < 0.0
        missing += 1 if bad else 0
        x[j] = np.nan if bad else east * scale
        y[j] = np.nan if bad else north * scale
    return missing
