"""The ellipsoid WGS84 and its auxiliary latitudes: isometric and authalic, there and back.

References
----------
J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), pages 12-18.
C. F. F. Karney, On auxiliary latitudes, Survey Review 56 (2024), 165-180, doi:10.1080/00396265.2023.2217604 (the
series in the third flattening).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

A = 6_378_137.0
"""Equatorial radius [m] of WGS84."""
F = 1.0 / 298.257223563
"""Flattening of WGS84."""
E2 = F * (2.0 - F)
"""First eccentricity, squared."""
E = math.sqrt(E2)
B = A * (1.0 - F)
"""Polar radius [m]."""
N = F / (2.0 - F)
"""Third flattening."""


def _authalic_q(sin_phi: Array) -> Array:
    """Snyder's q (3-12) of the sine of the geographic latitude."""
    return np.asarray((1.0 - E2) * (sin_phi / (1.0 - E2 * sin_phi * sin_phi) + np.arctanh(E * sin_phi) / E))


QP = float(_authalic_q(np.asarray(1.0)))
"""q at the pole."""
AUTHALIC_RADIUS_M = A * math.sqrt(QP / 2.0)
"""Radius of the sphere of the same surface."""


def authalic_sine(sin_phi: Array) -> Array:
    """Sine of the authalic latitude."""
    return np.clip(_authalic_q(sin_phi) / QP, -1.0, 1.0)


# phi - xi and phi - chi as sine series in the multiples of 2 xi and 2 chi, to the fourth order of n (n^5 is 1e-14).
_FROM_AUTHALIC = (
    N * (4 / 3 + N * (4 / 45 + N * (-16 / 35 - N * 2582 / 14175))),
    N**2 * (46 / 45 + N * (152 / 945 - N * 11966 / 14175)),
    N**3 * (3044 / 2835 + N * 3802 / 14175),
    N**4 * 6059 / 4725,
)
_FROM_CONFORMAL = (
    N * (2 + N * (-2 / 3 + N * (-2 + N * 116 / 45))),
    N**2 * (7 / 3 + N * (-8 / 5 - N * 227 / 45)),
    N**3 * (56 / 15 - N * 136 / 35),
    N**4 * 4279 / 630,
)


def _series(angle: Array, terms: tuple[float, ...]) -> Array:
    """Angle + sum of terms[k] sin(2 (k + 1) angle), by Clenshaw's rule."""
    twice = 2.0 * np.cos(2.0 * angle)
    b1 = b2 = np.zeros_like(angle)
    for term in reversed(terms):
        b1, b2 = term + twice * b1 - b2, b1
    return np.asarray(angle + b1 * np.sin(2.0 * angle))


def from_authalic(xi: Array) -> Array:
    """Geographic latitude [rad] of the authalic one [rad]."""
    return _series(xi, _FROM_AUTHALIC)


def isometric(sin_phi: Array) -> Array:
    """Isometric latitude of the sine of the geographic latitude; infinite at the poles."""
    return np.asarray(np.arctanh(sin_phi) - E * np.arctanh(E * sin_phi))


def from_isometric(psi: Array) -> Array:
    """Geographic latitude [rad] of the isometric one."""
    return _series(np.arcsin(np.tanh(psi)), _FROM_CONFORMAL)
