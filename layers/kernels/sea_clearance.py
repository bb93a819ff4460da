"""How far the nearest shore is at least, for every square of the cube: long strides over open water.

The squares are those of `sea_sight`, halved. From samples along the shore the nearest spreads from square to square;
what is kept is the distance of the square's middle less the way to its corners, so that it holds anywhere in it.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.sea_sight import _face, _turned

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

FINE = 1024
"""Squares along the edge of a face: 5 to 10 km each."""
_SAMPLE = 5e-4
"""Samples along the shore are this near to each other (earth radii, 3 km); half of it is taken off every distance."""


@numba.njit(cache=True, error_model="numpy")
def _middle(square: int, out: F64) -> None:
    """The unit vector of a square's middle."""
    face, rest = square // (FINE * FINE), square % (FINE * FINE)
    v, u = 2 * (rest // FINE + 0.5) / FINE - 1, 2 * (rest % FINE + 0.5) / FINE - 1
    size = 1.0 / math.sqrt(1.0 + u * u + v * v)
    w = size if face % 2 == 0 else -size
    u, v = u * size, v * size
    if face < 2:
        out[0], out[1], out[2] = w, u, v
    elif face < 4:
        out[0], out[1], out[2] = u, w, v
    else:
        out[0], out[1], out[2] = u, v, w


@numba.njit(cache=True, error_model="numpy")
def square_of(x: float, y: float, z: float) -> int:
    """Number of the square a vector points to."""
    face = _face(x, y, z)
    u, v, w = _turned(face, x, y, z)
    scale = FINE / 2 / w
    i = min(int(u * scale + FINE / 2), FINE - 1)
    j = min(int(v * scale + FINE / 2), FINE - 1)
    return (face * FINE + max(j, 0)) * FINE + max(i, 0)


@numba.njit(cache=True, error_model="numpy")
def _beside(square: int, di: int, dj: int) -> int:
    """The square beside another, over the cube's edges too."""
    face, rest = square // (FINE * FINE), square % (FINE * FINE)
    j, i = rest // FINE + dj, rest % FINE + di
    if 0 <= i < FINE and 0 <= j < FINE:
        return (face * FINE + j) * FINE + i
    v, u = 2 * (j + 0.5) / FINE - 1, 2 * (i + 0.5) / FINE - 1
    w = 1.0 if face % 2 == 0 else -1.0
    if face < 2:
        return square_of(w, u, v)
    if face < 4:
        return square_of(u, w, v)
    return square_of(u, v, w)


@numba.njit(cache=True, error_model="numpy", nogil=True)
def samples(a: F64, b: F64) -> F64:
    """Points along the segments `a`-`b` (n, 3), `_SAMPLE` apart at most, ends included."""
    n = 0
    for k in range(a.shape[0]):
        size = math.sqrt((a[k, 0] - b[k, 0]) ** 2 + (a[k, 1] - b[k, 1]) ** 2 + (a[k, 2] - b[k, 2]) ** 2)
        n += int(size / _SAMPLE) + 2
    out = np.empty((n, 3))
    n = 0
    for k in range(a.shape[0]):
        size = math.sqrt((a[k, 0] - b[k, 0]) ** 2 + (a[k, 1] - b[k, 1]) ** 2 + (a[k, 2] - b[k, 2]) ** 2)
        pieces = int(size / _SAMPLE) + 1
        for i in range(pieces + 1):
            share = i / pieces
            x = a[k, 0] + share * (b[k, 0] - a[k, 0])
            y = a[k, 1] + share * (b[k, 1] - a[k, 1])
            z = a[k, 2] + share * (b[k, 2] - a[k, 2])
            norm = 1.0 / math.sqrt(x * x + y * y + z * z)
            out[n, 0], out[n, 1], out[n, 2] = x * norm, y * norm, z * norm
            n += 1
    return out


@numba.njit(cache=True, error_model="numpy", nogil=True)
def clearance(point: F64, known: F32) -> F32:
    """Lower bounds [earth radii, straight] of the distance to the nearest of `point` (n, 3), one a square.

    `known` are bounds of the same kind to what was there before, which is kept where it is nearer; empty for nothing.
    """
    n = 6 * FINE * FINE
    best = known.copy() if known.shape[0] else np.full(n, 4.0, np.float32)
    nearest = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)  # a ring; every square waits in it once at most
    waiting = np.zeros(n, np.bool_)
    first, count = 0, 0
    at = np.empty(3)
    for k in range(point.shape[0]):
        centre = square_of(point[k, 0], point[k, 1], point[k, 2])
        count = _offer(centre, k, point, best, nearest, queue, waiting, first, count, at)
    while count > 0:
        centre = queue[first]
        first = (first + 1) % n
        count -= 1
        waiting[centre] = False
        count = _offer(centre, nearest[centre], point, best, nearest, queue, waiting, first, count, at)
    return best


@numba.njit(cache=True, error_model="numpy")
def _offer(
    centre: int, mine: int, point: F64, best: F32, nearest: I32, queue: I32, waiting: npt.NDArray[np.bool_],
    first: int, count: int, at: F64,
) -> int:  # fmt: skip
    """Offer point `mine` to a square and those round it; the new length of the queue."""
    n = best.shape[0]
    for dj in range(-1, 2):
        for di in range(-1, 2):
            s = _beside(centre, di, dj)
            if nearest[s] == mine:
                continue
            _middle(s, at)
            face = s // (FINE * FINE)
            far = math.sqrt(
                (at[0] - point[mine, 0]) ** 2 + (at[1] - point[mine, 1]) ** 2 + (at[2] - point[mine, 2]) ** 2
            )
            # half the square's diagonal: its scale is that of the face at its middle
            w = abs(at[0] if face < 2 else (at[1] if face < 4 else at[2]))
            bound = np.float32(max(far - 1.45 / FINE * w - 0.5 * _SAMPLE, 0.0))
            if bound < best[s]:
                best[s] = bound
                nearest[s] = mine
                if not waiting[s]:
                    queue[(first + count) % n] = s
                    count += 1
                    waiting[s] = True
    return count
