"""Lines of sight over water: does a great circle between two places cross a shore line?

The shore is a set of short great-circle segments between unit vectors, indexed on the six faces of a cube. A great
circle is a straight line on a face (gnomonic projection), so a line of sight is a straight walk over the squares of one
to three faces: empty neighbourhoods are left in one step (`skip`), and only the segments of the squares met are tested,
with signs of triple products, which know no seam and no pole.

`sea_plain` is the readable twin.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

SIDE = 512
"""Squares along the edge of a face: 10 to 20 km each."""
_EDGE = 1e-7
"""Squares by which a segment's box is widened, so that rounding cannot hide it from a walk along a square's edge."""
_STEP = 1e-12
"""Share of the walk added at each square's edge, so that the walk is surely past it."""


@numba.njit(cache=True, error_model="numpy")
def _face(x: float, y: float, z: float) -> int:
    """The cube's face a vector points to: 0 +x, 1 -x, 2 +y, 3 -y, 4 +z, 5 -z."""
    ax, ay, az = abs(x), abs(y), abs(z)
    if ax >= ay and ax >= az:
        return 0 if x > 0 else 1
    if ay >= az:
        return 2 if y > 0 else 3
    return 4 if z > 0 else 5


@numba.njit(cache=True, error_model="numpy")
def _turned(face: int, x: float, y: float, z: float) -> tuple[float, float, float]:
    """The vector's (u, v, w) with w along the face's normal; u / w and v / w are the place on the face."""
    if face == 0:
        return y, z, x
    if face == 1:
        return y, z, -x
    if face == 2:
        return x, z, y
    if face == 3:
        return x, z, -y
    if face == 4:
        return x, y, z
    return x, y, -z


@numba.njit(cache=True, error_model="numpy")
def _box(face: int, a: F64, b: F64) -> tuple[int, int, int, int]:
    """Squares (first column, last column, first row, last row) that a segment may touch on a face; empty when none."""
    ua, va, wa = _turned(face, a[0], a[1], a[2])
    ub, vb, wb = _turned(face, b[0], b[1], b[2])
    if wa <= 0.3 or wb <= 0.3:
        return 1, 0, 1, 0
    xa, ya = (ua / wa + 1) * 0.5 * SIDE, (va / wa + 1) * 0.5 * SIDE
    xb, yb = (ub / wb + 1) * 0.5 * SIDE, (vb / wb + 1) * 0.5 * SIDE
    i0, i1 = math.floor(min(xa, xb) - _EDGE), math.floor(max(xa, xb) + _EDGE)
    j0, j1 = math.floor(min(ya, yb) - _EDGE), math.floor(max(ya, yb) + _EDGE)
    if i1 < 0 or j1 < 0 or i0 >= SIDE or j0 >= SIDE:
        return 1, 0, 1, 0
    return max(i0, 0), min(i1, SIDE - 1), max(j0, 0), min(j1, SIDE - 1)


@numba.njit(cache=True, error_model="numpy")
def index(a: F64, b: F64) -> tuple[I32, I32, U8]:
    """Index segments `a`-`b` (n, 3) on the cube.

    Returns
    -------
    start
        (6 SIDE^2 + 1,): the segments of square i are ``items[start[i]:start[i + 1]]``.
    items
        Segment numbers.
    skip
        (6 SIDE^2,): 0 where the square holds segments, else k when no square up to k - 1 columns and rows away, on the
        same face, does; at most 255.
    """
    n_square = 6 * SIDE * SIDE
    # two passes: count (in start[square + 1]), then fill from the back, which leaves the beginnings in the same place
    start = np.zeros(n_square + 1, np.int32)
    items = np.empty(0, np.int32)
    _enter(a, b, start, items)
    for s in range(n_square):
        start[s + 1] += start[s]
    items = np.empty(start[n_square], np.int32)
    _enter(a, b, start, items)
    for s in range(n_square):
        start[s] = start[s + 1]
    start[n_square] = items.shape[0]
    skip = np.empty(n_square, np.uint8)
    for s in range(n_square):
        skip[s] = 0 if start[s + 1] > start[s] else 255
    for face in range(6):
        _away(skip[face * SIDE * SIDE : (face + 1) * SIDE * SIDE])
    return start, items, skip


@numba.njit(cache=True, error_model="numpy")
def _enter(a: F64, b: F64, start: I32, items: I32) -> None:
    """Count the segments of each square, or, when `items` has room, file them; see `index`."""
    for k in range(a.shape[0]):
        own = _face(a[k, 0], a[k, 1], a[k, 2])
        u, v, w = _turned(own, a[k, 0], a[k, 1], a[k, 2])
        inner = max(abs(u), abs(v)) < 0.98 * w  # too far from the face's edge to reach another face
        for face in range(6):
            if inner and face != own:
                continue
            i0, i1, j0, j1 = _box(face, a[k], b[k])
            for j in range(j0, j1 + 1):
                for i in range(i0, i1 + 1):
                    square = (face * SIDE + j) * SIDE + i
                    if items.shape[0] == 0:
                        start[square + 1] += 1
                    else:
                        start[square + 1] -= 1
                        items[start[square + 1]] = k


@numba.njit(cache=True, error_model="numpy")
def _away(skip: U8) -> None:
    """Chessboard distance to the nearest 0 on one face, in place, by a sweep forth and one back."""
    for j in range(SIDE):
        for i in range(SIDE):
            s = j * SIDE + i
            best = int(skip[s])
            if j > 0:
                for n in range(max(i - 1, 0), min(i + 2, SIDE)):
                    best = min(best, int(skip[s - SIDE - i + n]) + 1)
            if i > 0:
                best = min(best, int(skip[s - 1]) + 1)
            skip[s] = best
    for j in range(SIDE - 1, -1, -1):
        for i in range(SIDE - 1, -1, -1):
            s = j * SIDE + i
            best = int(skip[s])
            if j < SIDE - 1:
                for n in range(max(i - 1, 0), min(i + 2, SIDE)):
                    best = min(best, int(skip[s + SIDE - i + n]) + 1)
            if i < SIDE - 1:
                best = min(best, int(skip[s + 1]) + 1)
            skip[s] = best


@lent
def _dot(a: F64, x: float, y: float, z: float) -> float:
    return float(a[0] * x + a[1] * y + a[2] * z)


@lent
def crosses(p: F64, q: F64, nx: float, ny: float, nz: float, a: F64, b: F64) -> bool:
    """True when the great circle `p`-`q` (normal n = p x q) crosses the short segment `a`-`b`."""
    sa = _dot(a, nx, ny, nz)
    sb = _dot(b, nx, ny, nz)
    if (sa >= 0) == (sb >= 0):
        return False
    mx = a[1] * b[2] - a[2] * b[1]
    my = a[2] * b[0] - a[0] * b[2]
    mz = a[0] * b[1] - a[1] * b[0]
    sp = _dot(p, mx, my, mz)
    sq = _dot(q, mx, my, mz)
    if (sp >= 0) == (sq >= 0):
        return False
    # both circles cross; the crossings are the same place, not antipodes
    wa, wb, wp, wq = abs(sb), abs(sa), abs(sq), abs(sp)
    together = 0.0
    for k in range(3):
        together += (wa * a[k] + wb * b[k]) * (wp * p[k] + wq * q[k])
    return together > 0


@lent
def blocker(p: F64, q: F64, a: F64, b: F64, start: I32, items: I32, skip: U8) -> int:
    """A segment `a`-`b` that the great circle from `p` to `q` (under 180 degrees) crosses; -1 when there is none."""
    nx = p[1] * q[2] - p[2] * q[1]
    ny = p[2] * q[0] - p[0] * q[2]
    nz = p[0] * q[1] - p[1] * q[0]
    dx, dy, dz = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    t = 0.0
    for _ in range(8):  # a great circle under 180 degrees meets at most four faces, some twice through a corner
        nudge = min(t + 1e-9, 1.0)
        face = _face(p[0] + nudge * dx, p[1] + nudge * dy, p[2] + nudge * dz)
        u0, v0, w0 = _turned(face, p[0] + t * dx, p[1] + t * dy, p[2] + t * dz)
        du, dv, dw = _turned(face, dx, dy, dz)
        # where the chord leaves the face: |u| = w or |v| = w
        t_end = 1.0
        for sign in (-1.0, 1.0):
            up = sign * du - dw
            if up > 0:
                t_end = min(t_end, t + (w0 - sign * u0) / up)
            up = sign * dv - dw
            if up > 0:
                t_end = min(t_end, t + (w0 - sign * v0) / up)
        t_end = max(t_end, t)
        step = t_end - t
        u1, v1, w1 = u0 + step * du, v0 + step * dv, w0 + step * dw
        half = 0.5 * SIDE
        x0, y0 = (u0 / w0 + 1) * half, (v0 / w0 + 1) * half
        gx, gy = (u1 / w1 + 1) * half - x0, (v1 / w1 + 1) * half - y0
        inv_x = 1.0 / gx if gx != 0 else math.inf
        inv_y = 1.0 / gy if gy != 0 else math.inf
        over = 1e-9 + 1e-11 / (abs(gx) + abs(gy) + 1e-300)
        s = 0.0
        base = face * SIDE * SIDE
        while True:
            i = min(max(int(x0 + s * gx), 0), SIDE - 1)
            j = min(max(int(y0 + s * gy), 0), SIDE - 1)
            square = base + j * SIDE + i
            k = int(skip[square])
            if k == 0:
                for n in range(start[square], start[square + 1]):
                    segment = items[n]
                    if crosses(p, q, nx, ny, nz, a[segment], b[segment]):
                        return int(segment)
                k = 1
            s_x = ((i + k if gx > 0 else i + 1 - k) - x0) * inv_x if gx != 0 else math.inf
            s_y = ((j + k if gy > 0 else j + 1 - k) - y0) * inv_y if gy != 0 else math.inf
            s = max(min(s_x, s_y), s) + over
            if s >= 1.0:
                break
        if t_end >= 1.0:
            return -1
        t = t_end + _STEP
    return -1


@lent
def clear(p: F64, q: F64, a: F64, b: F64, start: I32, items: I32, skip: U8) -> bool:
    """True when the great circle from `p` to `q` (under 180 degrees) crosses no segment `a`-`b`."""
    return blocker(p, q, a, b, start, items, skip) < 0
