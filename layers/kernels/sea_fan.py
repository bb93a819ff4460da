"""A line of sight over water together with how far it may be turned to either side and still be clear.

Over open water the walk strides as far as the nearest shore allows (`sea_clearance`); near the shore it goes from
square to square and tests the segments filed there, as `sea_sight.clear` does. Each stride and each square bounds the
turn to either side. What comes out is a sector round the line that holds no shore: every place in it is in sight
without another walk.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.sea_clearance import square_of
from layers.kernels.sea_sight import SIDE, _face, _turned, crosses

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

_WIDEST = 1.0
"""Sectors are told up to the angle of this tangent: wider ones are of no use."""
_STRIDE = 0.7
"""Share of the clear distance that is gone in one stride; the rest clears the sides."""
_ASIDE = 0.7
"""What a stride clears to either side, as a share of the clear distance: sqrt(1 - stride^2), rounded down."""
_NEAR = 0.0015
"""With less clear water than this (earth radii, 10 km) squares are walked."""


@numba.njit(cache=True, error_model="numpy")
def _narrow(lat: float, fwd: float, left: float, right: float) -> tuple[float, float]:
    """The sector, as tangents, after a point `lat` to the left of the line and `fwd` along it (any scale) bounds it."""
    if fwd > 0:
        if lat >= 0:
            if lat < left * fwd:
                left = lat / fwd
        elif -lat < right * fwd:
            right = -lat / fwd
    return left, right


@numba.njit(cache=True, error_model="numpy", nogil=True)
def fan(  # noqa: C901, PLR0912, PLR0915 - one walk; the compiler wants it whole
    p: F64, qx: float, qy: float, qz: float, t: float, a: F64, b: F64, start: I32, items: I32, clear: F32
) -> tuple[bool, float, float]:
    """Does `p` see q over shore `a`-`b` (`sea_sight.index`), and how far to the left and right is the view free?

    Parameters
    ----------
    p, qx, qy, qz
        Unit vectors less than 170 degrees apart.
    t
        Share of the chord from `p` that is known to be clear and is not walked; the sector is that of the rest.
    clear
        `sea_clearance.clearance` of the same shore.

    Returns
    -------
    seen, left, right
        Lower bounds [rad] of the turns to the left and right up to which the sector, no longer than the line, is clear.
    """
    nx = p[1] * qz - p[2] * qy
    ny = p[2] * qx - p[0] * qz
    nz = p[0] * qy - p[1] * qx
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    if size < 1e-12:
        return True, 0.0, 0.0
    ux, uy, uz = nx / size, ny / size, nz / size  # to the left of the line
    fx, fy, fz = uy * p[2] - uz * p[1], uz * p[0] - ux * p[2], ux * p[1] - uy * p[0]  # along it, at p
    dx, dy, dz = qx - p[0], qy - p[1], qz - p[2]
    # an arc goes by along the chord no faster than in its middle: a stride's share of the chord, and back
    slow = (1.0 - 0.25 * (dx * dx + dy * dy + dz * dz)) / size
    fast = 1.0 / slow
    left, right = _WIDEST, _WIDEST
    half = 0.5 * SIDE
    q = np.empty(0)
    while t < 1.0:
        x, y, z = p[0] + t * dx, p[1] + t * dy, p[2] + t * dz
        room = float(clear[square_of(x, y, z)])
        if room > _NEAR:
            t += _STRIDE * room * slow
            room *= _ASIDE
            far = t * fast  # the far end of the stride
            if left * far > room:
                left = room / far
            if right * far > room:
                right = room / far
            continue
        face = _face(x, y, z)
        u, v, w = _turned(face, x, y, z)
        du, dv, dw = _turned(face, dx, dy, dz)
        i = min(max(int((u / w + 1) * half), 0), SIDE - 1)
        j = min(max(int((v / w + 1) * half), 0), SIDE - 1)
        square = (face * SIDE + j) * SIDE + i
        if start[square + 1] > start[square] and q.shape[0] == 0:
            q = np.empty(3)
            q[0], q[1], q[2] = qx, qy, qz
        for n in range(start[square], start[square + 1]):
            m = items[n]
            if crosses(p, q, nx, ny, nz, a[m], b[m]):
                return False, 0.0, 0.0
            sa = a[m, 0] * ux + a[m, 1] * uy + a[m, 2] * uz
            sb = b[m, 0] * ux + b[m, 1] * uy + b[m, 2] * uz
            fa = a[m, 0] * fx + a[m, 1] * fy + a[m, 2] * fz
            fb = b[m, 0] * fx + b[m, 1] * fy + b[m, 2] * fz
            if (sa >= 0) != (sb >= 0) and (fa > 0 or fb > 0):
                left, right = 0.0, 0.0  # it crosses the line beyond the end
            left, right = _narrow(sa, fa, left, right)
            left, right = _narrow(sb, fb, left, right)
        # to the nearest side of the square, and a little over it
        out = 2.0
        lu, lv, lw = _turned(face, ux, uy, uz)
        au, av, aw = _turned(face, fx, fy, fz)
        for side in range(2):
            gu, gv = (i + side) / half - 1.0, (j + side) / half - 1.0
            down = gu * dw - du
            if down != 0:
                reach = (u - gu * w) / down
                if reach > 0:
                    out = min(out, reach)
            down = gv * dw - dv
            if down != 0:
                reach = (v - gv * w) / down
                if reach > 0:
                    out = min(out, reach)
            for other in range(2):
                # a corner of the square, or one square farther out where the squares that meet there are empty
                ci, cj = i + side, j + other
                oi, oj = i + 2 * side - 1, j + 2 * other - 1
                if 0 <= oi < SIDE and 0 <= oj < SIDE:
                    base = face * SIDE * SIDE
                    s1, s2, s3 = base + oj * SIDE + oi, base + oj * SIDE + i, base + j * SIDE + oi
                    if start[s1] == start[s1 + 1] and start[s2] == start[s2 + 1] and start[s3] == start[s3 + 1]:
                        ci, cj = ci + 2 * side - 1, cj + 2 * other - 1
                x, y = ci / half - 1.0, cj / half - 1.0
                left, right = _narrow(lu * x + lv * y + lw, au * x + av * y + aw, left, right)
        t += out + 1e-9
    # an angle is at least its tangent over the secant
    return True, left / math.sqrt(1.0 + left * left), right / math.sqrt(1.0 + right * right)


@numba.njit(cache=True, error_model="numpy")
def room_at(x: float, y: float, z: float, clear: F32) -> float:
    """A lower bound (earth radii, straight) of how far the nearest shore is."""
    return float(clear[square_of(x, y, z)])
