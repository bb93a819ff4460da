"""How much each vertex of a line matters: the Douglas-Peucker tolerance in metres at which it disappears."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

EARTH_M = 6_371_008.8


def unit_vectors(lon: npt.NDArray, lat: npt.NDArray) -> npt.NDArray[np.float64]:
    """(n, 3) directions of points [deg] on the sphere."""
    lam, phi = np.radians(lon.astype(np.float64)), np.radians(lat.astype(np.float64))
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


@numba.njit(cache=False)
def _walk(v, low, high, first_limit, out):
    """Douglas-Peucker between low and high; out gets min(own distance, every ancestor's distance)."""
    stack = [(low, high, first_limit)]
    while len(stack) > 0:
        a, b, limit = stack.pop()
        if b - a < 2:
            continue
        nx = v[a, 1] * v[b, 2] - v[a, 2] * v[b, 1]
        ny = v[a, 2] * v[b, 0] - v[a, 0] * v[b, 2]
        nz = v[a, 0] * v[b, 1] - v[a, 1] * v[b, 0]
        length = np.sqrt(nx * nx + ny * ny + nz * nz)
        best, where = -1.0, a + 1
        for i in range(a + 1, b):
            pa = (v[i, 0] - v[a, 0]) ** 2 + (v[i, 1] - v[a, 1]) ** 2 + (v[i, 2] - v[a, 2]) ** 2
            pb = (v[i, 0] - v[b, 0]) ** 2 + (v[i, 1] - v[b, 1]) ** 2 + (v[i, 2] - v[b, 2]) ** 2
            d = min(pa, pb)
            if length > 1e-12:
                ab = (v[b, 0] - v[a, 0]) ** 2 + (v[b, 1] - v[a, 1]) ** 2 + (v[b, 2] - v[a, 2]) ** 2
                if abs(pa - pb) < ab:  # the foot lies between the ends
                    d = ((v[i, 0] * nx + v[i, 1] * ny + v[i, 2] * nz) / length) ** 2
            if d > best:
                best, where = d, i
        value = min(np.sqrt(max(best, 0.0)) * EARTH_M, limit)
        out[where] = value
        stack.append((a, where, value))
        stack.append((where, b, value))


def of_line(lon: npt.NDArray, lat: npt.NDArray) -> npt.NDArray[np.float32]:
    """Importance of an open arc [m]; its ends are infinite. Distances are to great circles: a parallel keeps points."""
    out = np.full(len(lon), np.inf)
    if len(lon) > 2:
        _walk(unit_vectors(lon, lat), 0, len(lon) - 1, np.inf, out)
    return out.astype(np.float32)


def of_ring(lon: npt.NDArray, lat: npt.NDArray) -> npt.NDArray[np.float32]:
    """Importance of a closed ring without node and without repeated vertex.

    The two anchors are the first vertex and the one farthest from it; they last until the tolerance exceeds their
    distance, so that an island vanishes only when it is smaller than the tolerance.
    """
    n = len(lon)
    v = unit_vectors(np.append(lon, lon[0]), np.append(lat, lat[0]))
    chord = np.linalg.norm(v[:n] - v[0], axis=1)
    far = int(chord.argmax())
    size = float(chord[far]) * EARTH_M
    out = np.full(n + 1, size)
    _walk(v, 0, far, size, out)
    _walk(v, far, n, size, out)
    return out[:n].astype(np.float32)
