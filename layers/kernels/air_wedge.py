"""What may stand between a place and a block of cells: edges of closed airspace in the wedge between them.

Blocks are bounded by caps, edges by the caps of chunks and groups of neighbours (`air_sight`). A wedge that no chunk
comes into lets every cell be seen; a chain of edges right across it hides them all; else what is in it is looked at
cell by cell.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.air_sight_plain import ALONG, CHUNK
from layers.kernels.inline import FAST, reduced, sincos_degrees, solve_one
from layers.kernels.series import FLAT, LONGEST_M

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

compiled: Any = numba.njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")
exact: Any = numba.njit(cache=True, nogil=True, error_model="numpy")
"""Without fused operations: the sides of a corner must come out alike for both edges that meet there."""

SLACK = 1e-7
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
    """The cap round a block (x, y, z, radius [rad], sine, cosine) into `cap`, and its radius [m]: `sweep.radius`."""
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
    cap[3] = min(wide * 1.02 + SLACK, math.pi)
    cap[4], cap[5] = math.sin(cap[3]), math.cos(cap[3])
    return far * 1.02 + 1.0


@compiled
def wedge(
    a0: float, a1: float, a2: float, cap: F64, caps: F64, groups: F64, head: F64, tail: F64, passing: Bools, found: I64
) -> int:
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
        chained = narrow and groups[11, g] == 1.0 and _nearer(a0, a1, a2, near_s, near_c, groups, g)
        if chained and _astride(l0, l1, l2, r0, r1, r2, e0, e1, e2, groups, g):
            return -1
        first, last = g * CHUNK, min((g + 1) * CHUNK, caps.shape[1])
        for k in range(first, last):
            x, y, z, s, c = caps[0, k], caps[1, k], caps[2, k], caps[3, k], caps[4, k]
            aside = max(l0 * x + l1 * y + l2 * z, r0 * x + r1 * y + r2 * z) * outside
            beyond = far_c * c - far_s * s if far_s * c + far_c * s > 0.0 else -9.0
            ahead = a0 * x + a1 * y + a2 * z
            if aside > s or ahead < beyond:
                continue
            chained = narrow and caps[11, k] == 1.0 and _nearer(a0, a1, a2, near_s, near_c, caps, k)
            if chained and _astride(l0, l1, l2, r0, r1, r2, e0, e1, e2, caps, k):
                return -1
            if narrow and not _reaches(l0, l1, l2, r0, r1, r2, e0, e1, e2, k, head, tail):
                continue
            found[count] = k
            count += 1
    return count


@compiled
def _reaches(
    l0: float, l1: float, l2: float, r0: float, r1: float, r2: float, e0: float, e1: float, e2: float,
    k: int, head: F64, tail: F64,
) -> bool:  # fmt: skip
    """Whether some edge of a chunk is not wholly beyond one of the planes of a wedge, or behind the place.

    Without this no corner would surely see anything: the caps of the edges that meet there hold the corner itself.
    """
    for i in range(k * CHUNK, min((k + 1) * CHUNK, len(head))):
        p0, p1, p2, q0, q1, q2 = head[i, 0], head[i, 1], head[i, 2], tail[i, 0], tail[i, 1], tail[i, 2]
        left = min(l0 * p0 + l1 * p1 + l2 * p2, l0 * q0 + l1 * q1 + l2 * q2)
        right = min(r0 * p0 + r1 * p1 + r2 * p2, r0 * q0 + r1 * q1 + r2 * q2)
        ahead = max(e0 * p0 + e1 * p1 + e2 * p2, e0 * q0 + e1 * q1 + e2 * q2)
        if left <= 0.0 and right <= 0.0 and ahead >= 0.0:
            return True
    return False


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
    if not ((lp > SLACK and rq > SLACK) or (rp > SLACK and lq > SLACK)):
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
            if (s3 < 0.0) != (s4 < 0.0) and (s1 < 0.0) == (s4 < 0.0) and max(abs(s3), abs(s4)) > ALONG:
                if q > 0:  # what stood in the way of one cell stands in that of the next
                    chunks[q], chunks[0] = chunks[0], k
                return True
    return False
