"""Unit vectors and great circles: fast bounds on distances, never a number that is shown.

Vectors are made from the geographic latitude. A distance on the sphere of `RADIUS_M` then differs from the geodesic
one by at most `BOUND`, so it may decide what to leave out, and the ellipsoid decides the rest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

RADIUS_M = 6_371_008.8
"""Mean radius (2 a + b) / 3 of WGS84; Moritz, Geodetic Reference System 1980, Journal of Geodesy 74 (2000)."""
BOUND = 0.0057
"""Largest relative difference to the geodesic: 0.561 % on a meridian at the pole and the equator, with a little over.

The extremes are the radii of curvature over `RADIUS_M`: 6 399 594 m at the pole (+0.449 %), 6 335 439 m along the
meridian at the equator (-0.558 %).
"""


def unit_vectors(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Array:
    """Unit vectors of places [deg], shape (..., 3): x to (0 E, 0 N), y to (90 E, 0 N), z to the north pole."""
    lam, phi = np.radians(lon), np.radians(lat)
    across = np.cos(phi)
    return np.stack([across * np.cos(lam), across * np.sin(lam), np.sin(phi)], axis=-1)


def lon_lat(vectors: Array) -> tuple[Array, Array]:
    """Places (lon in -180..180, lat [deg]) of vectors (..., 3), which need not be of length one."""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def angle(a: Array, b: Array) -> Array:
    """Angle [rad] between unit vectors (..., 3); exact for the smallest and the largest."""
    return np.asarray(2 * np.arctan2(np.linalg.norm(a - b, axis=-1), np.linalg.norm(a + b, axis=-1)))


def segment_angles(here: Array, start: Array, end: Array) -> Array:
    """Angle [rad] from unit vectors to great-circle segments, (..., 3) each and broadcast, shape (...,)."""
    ends = np.minimum(angle(start, here), angle(end, here))
    normal = np.cross(start, end)
    size = np.linalg.norm(normal, axis=-1)
    # the foot lies within the segment when `here` is on the inner side of the two planes through its ends
    inside = (_dot(np.cross(normal, start), here) > 0) & (_dot(np.cross(end, normal), here) > 0)
    across = np.arcsin(np.clip(np.abs(_dot(normal, here)) / np.where(size > 0, size, 1.0), 0.0, 1.0))
    return np.where(inside & (size > 1e-12), np.minimum(across, ends), ends)


def _dot(a: Array, b: Array) -> Array:
    return np.asarray((a * b).sum(axis=-1))
