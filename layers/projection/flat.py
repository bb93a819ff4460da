"""The flat family: Lambert conformal conic, Mercator, equirectangular and Equal Earth, of WGS84.

Each is a sheet cut along the meridian opposite the central one, between two parallels. `Sheet` holds its constants and
those limits; longitudes are counted from the central meridian, -180..180.

References
----------
Snyder (1987), chapters 7, 12, 15. B. Savric, T. Patterson, B. Jenny, The Equal Earth map projection, International
Journal of Geographical Information Science 33 (2019), 454-465 (its ellipsoidal form: of the authalic latitude).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from layers.projection import ellipsoid
from layers.projection.ellipsoid import AUTHALIC_RADIUS_M, E2, A, Array

FlatKind = Literal["lcc", "merc", "eqc", "eqearth"]

MERCATOR_LIMIT = 85.0
"""Where Mercator is cut [deg]: the scale there is 11.4 times that of the equator."""
CONIC_STRETCH = 4.0
"""The conic map is cut where the scale is this many times the true one."""
EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3.0) / 2.0


class Sheet(NamedTuple):
    """Constants of one flat map: k is its scale [m]; n, rho0 the cone's constant and the radius [m] of the origin."""

    k: float
    n: float
    rho0: float
    south: float
    north: float


def _m(phi: float) -> float:
    return math.cos(phi) / math.sqrt(1.0 - E2 * math.sin(phi) ** 2)


def _psi(phi: float) -> float:
    return math.atanh(math.sin(phi)) - ellipsoid.E * math.atanh(ellipsoid.E * math.sin(phi))


def standard_parallels(lat0: float) -> tuple[float, float]:
    """Two parallels [deg] for a theatre about `lat0`: 10 degrees to either side, never nearer the equator than to make
    the cone a cylinder, nor nearer the pole than 85.
    """
    middle = math.copysign(min(max(abs(lat0), 12.0), 75.0), lat0)
    return middle - 10.0, middle + 10.0


@lru_cache(maxsize=64)
def sheet(kind: FlatKind, lat0: float, lat1: float, lat2: float) -> Sheet:
    """The constants for the latitude of origin and the standard parallels [deg]."""
    phi0 = math.radians(lat0)
    if kind == "merc":
        return Sheet(A * _m(phi0), 0.0, 0.0, -MERCATOR_LIMIT, MERCATOR_LIMIT)
    if kind == "eqc":
        return Sheet(A * math.cos(phi0), 0.0, 0.0, -90.0, 90.0)
    if kind == "eqearth":
        return Sheet(AUTHALIC_RADIUS_M, 0.0, 0.0, -90.0, 90.0)
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    if abs(lat1 - lat2) < 1e-9:
        n = math.sin(phi1)
    else:
        n = math.log(_m(phi1) / _m(phi2)) / (_psi(phi2) - _psi(phi1))
    k = A * _m(phi1) * math.exp(n * _psi(phi1)) / n

    def rho(phi: float) -> float:
        return k * math.exp(-n * _psi(phi)) if abs(phi) < math.pi / 2 else 0.0

    sign = math.copysign(1.0, n)
    true = min(phi1 * sign, phi2 * sign)
    near, far = sign * math.pi / 2 * 0.9999999, -sign * math.pi / 2 * 0.9999999
    for _ in range(60):  # the scale n rho / (a m) grows all the way from the standard parallels to the far pole
        middle = (near + far) / 2
        stretched = middle * sign < true and abs(n * rho(middle)) / (A * _m(middle)) > CONIC_STRETCH
        near, far = (near, middle) if stretched else (middle, far)
    limit = math.degrees(near)
    south, north = (limit, 90.0) if n > 0 else (-90.0, limit)
    return Sheet(k, n, rho(phi0), south, north)


def forward(kind: FlatKind, s: Sheet, lam_deg: Array, lat: Array) -> tuple[Array, Array]:
    """Plane coordinates [m] of longitudes from the central meridian and latitudes [deg]."""
    if kind == "eqc":
        return np.radians(lam_deg) * s.k, np.radians(lat) * A
    lam = np.radians(lam_deg)
    sin_phi = np.sin(np.radians(lat))
    if kind == "merc":
        limit = math.sin(math.radians(89.99))
        return lam * s.k, s.k * ellipsoid.isometric(np.clip(sin_phi, -limit, limit))
    if kind == "lcc":
        with np.errstate(divide="ignore"):
            rho = s.k * np.exp(-s.n * ellipsoid.isometric(np.clip(sin_phi, -1.0, 1.0)))
        rho = np.minimum(rho, 1e12) if s.n > 0 else np.maximum(rho, -1e12)
        return rho * np.sin(s.n * lam), s.rho0 - rho * np.cos(s.n * lam)
    a1, a2, a3, a4 = EQUAL_EARTH
    theta = np.arcsin(_M * ellipsoid.authalic_sine(sin_phi))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = lam * np.cos(theta) / (_M * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)))
    return s.k * x, s.k * theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


def inverse(kind: FlatKind, s: Sheet, x: Array, y: Array) -> tuple[Array, Array]:
    """Longitudes from the central meridian and latitudes [deg]; nan off the sheet."""
    if kind == "eqc":
        lam, lat = np.degrees(x / s.k), np.degrees(y / A)
    elif kind == "merc":
        lam, lat = np.degrees(x / s.k), np.degrees(ellipsoid.from_isometric(y / s.k))
    elif kind == "lcc":
        sign = math.copysign(1.0, s.n)
        down = s.rho0 - y
        rho = sign * np.hypot(x, down)
        lam = np.degrees(np.arctan2(sign * x, sign * down) / s.n)
        ratio = np.maximum(rho / s.k, 1e-300)
        lat = np.degrees(ellipsoid.from_isometric(-np.log(ratio) / s.n))
    else:
        lam, lat = _equal_earth_inverse(s, x, y)
    slack = 1e-9
    off = ~((np.abs(lam) <= 180.0 + slack) & (lat >= s.south - slack) & (lat <= s.north + slack))
    lam, lat = np.clip(lam, -180.0, 180.0), np.clip(lat, s.south, s.north)
    lam[off] = lat[off] = np.nan
    return lam, lat


def _equal_earth_inverse(s: Sheet, x: Array, y: Array) -> tuple[Array, Array]:
    a1, a2, a3, a4 = EQUAL_EARTH
    top = math.asin(_M)
    v = y / s.k
    theta = np.clip(v, -top, top)
    for _ in range(8):  # Newton; y(theta) is nearly straight, five steps reach the last bit
        t2 = theta * theta
        t6 = t2 * t2 * t2
        wrong = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)) - v
        theta = np.clip(theta - wrong / (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)), -1.2, 1.2)
    t2 = theta * theta
    t6 = t2 * t2 * t2
    lam = _M * x / s.k * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)) / np.cos(theta)
    sine = np.sin(theta) / _M
    lat = np.degrees(ellipsoid.from_authalic(np.arcsin(np.clip(sine, -1.0, 1.0))))
    return np.degrees(lam), np.where(np.abs(sine) <= 1.0 + 1e-12, lat, np.nan)
