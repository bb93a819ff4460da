"""The azimuthal family: equidistant, equal-area and orthographic, all of WGS84, about any centre.

Each is a disc: what lies beyond its rim - a small patch about the antipode, or the far side of the globe - is *hidden*
and stands on the rim in its own direction. A `Disc` says where the rim lies.

References
----------
Snyder (1987), chapters 20, 24, 25; ellipsoidal orthographic: IOGP Guidance Note 7-2 (2019), method 9840.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from layers import geodesy, kernels
from layers.projection import ellipsoid
from layers.projection.ellipsoid import AUTHALIC_RADIUS_M, E2, A, Array, B

Bools = npt.NDArray[np.bool_]
AzimuthalKind = Literal["aeqd", "laea", "ortho"]

AEQD_RIM_M = 19_960_000.0
"""Rim of the equidistant map. Beyond pi b = 19 970 326 m from a place on the equator some points have two shortest
ways, hence two images; inside this rim no point ever has. It leaves out a patch of 44 km or less about the antipode."""
LAEA_RIM = math.radians(179.9)
"""Rim of the equal-area map as angle on the authalic sphere; where all directions meet, a ring could not be joined."""
ALL_ROUND = math.radians(130.0)
"""Beyond this angle from the centre the picture of an edge bends so much that it is drawn in polar coordinates."""


NUDGE = (3.1e-9, 2.3e-9)
"""East and north [rad], seen from the centre: where the antipode is taken to be, 2 cm off, so that no edge of round
coordinates (the cut at 180 degrees, a pole) passes through it and every edge passes on a definite side."""


class Disc(NamedTuple):
    """The rim of an azimuthal map: x = `ax` sin t, y = `y0` + `by` cos t [m]; `bend` is the part of the radius beyond
    which edges are bent about the centre, 1 when only the rim itself is.
    """

    ax: float
    by: float
    y0: float
    bend: float


class Oblique(NamedTuple):
    """Constants of the equal-area map about one centre."""

    sin_b1: float
    cos_b1: float
    d: float


@lru_cache(maxsize=64)
def _oblique(lat0: float) -> Oblique:
    phi = math.radians(lat0)
    sin_b1 = float(ellipsoid.authalic_sine(np.asarray(math.sin(phi))))
    cos_b1 = math.sqrt(max(0.0, 1.0 - sin_b1 * sin_b1))
    if 90.0 - abs(lat0) < 1e-9:
        return Oblique(math.copysign(1.0, lat0), 0.0, 1.0)
    m1 = math.cos(phi) / math.sqrt(1.0 - E2 * math.sin(phi) ** 2)
    return Oblique(sin_b1, cos_b1, A * m1 / (AUTHALIC_RADIUS_M * cos_b1))


def disc(kind: AzimuthalKind, lat0: float) -> Disc:
    """Where the rim of the map about latitude `lat0` [deg] lies."""
    if kind == "aeqd":
        return Disc(AEQD_RIM_M, AEQD_RIM_M, 0.0, ALL_ROUND / math.pi)
    if kind == "laea":
        rim = 2.0 * AUTHALIC_RADIUS_M * math.sin(LAEA_RIM / 2.0)
        d = _oblique(lat0).d
        return Disc(rim * d, rim / d, 0.0, math.sin(ALL_ROUND / 2.0))
    phi = math.radians(lat0)
    sin, cos = math.sin(phi), math.cos(phi)
    nu = A / math.sqrt(1.0 - E2 * sin * sin)
    return Disc(A, A * math.sqrt(1.0 - E2 * cos * cos), E2 * nu * sin * cos, 1.0)


def forward(kind: AzimuthalKind, lon0: float, lat0: float, lon: Array, lat: Array) -> tuple[Array, Array, Bools]:
    """Plane coordinates [m] of places [deg], shape (n,), and which are hidden (those stand on the rim)."""
    x, y, gone = seen(kind, lon0, lat0, lon, lat)
    if gone.any():
        # the rim's point whose outward normal looks the way the hidden place lies
        ax, by, y0, _ = disc(kind, lat0)
        east, north = _outward(lat0, lon[gone] - lon0, lat[gone])
        size = np.hypot(ax * east, by * north)
        x[gone], y[gone] = ax * ax * east / size, y0 + by * by * north / size
    return x, y, gone


def seen(kind: AzimuthalKind, lon0: float, lat0: float, lon: Array, lat: Array) -> tuple[Array, Array, Bools]:
    """As `forward`, for whoever wants only what is not hidden: that stands anywhere here."""
    if kind == "laea":
        return _laea(lon0, lat0, lon, lat)
    if kind == "ortho":
        return _ortho(lon0, lat0, lon, lat)
    x, y = kernels.aeqd_forward(lon0, lat0, lon, lat)
    # the hidden patch holds the places with two shortest ways, so their azimuth would not do
    return x, y, x * x + y * y > AEQD_RIM_M * AEQD_RIM_M


def _outward(lat0: float, lam_deg: Array, lat: Array) -> tuple[Array, Array]:
    """Direction (east, north; of length 1) in which places seen from the centre lie off the antipode."""
    lam, phi, phi0 = np.radians(lam_deg), np.radians(lat), math.radians(lat0)
    east = np.cos(phi) * np.sin(lam) - NUDGE[0]
    north = math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(lam) - NUDGE[1]
    size = np.maximum(np.hypot(east, north), 1e-30)
    return east / size, north / size


def antipode(lon0: float, lat0: float) -> tuple[float, float]:
    """The antipode [deg], moved by `NUDGE`."""
    lam, phi = math.radians(lon0), math.radians(lat0)
    sin, cos = math.sin(phi), math.cos(phi)
    across = -cos - NUDGE[1] * sin  # along the direction of the central meridian, in the plane of the equator
    x = across * math.cos(lam) - NUDGE[0] * math.sin(lam)
    y = across * math.sin(lam) + NUDGE[0] * math.cos(lam)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(-sin + NUDGE[1] * cos, math.hypot(x, y)))


def _laea(lon0: float, lat0: float, lon: Array, lat: Array) -> tuple[Array, Array, Bools]:
    sin_b1, cos_b1, d = _oblique(lat0)
    lam = np.radians(lon - lon0)
    sin_lam, cos_lam = np.sin(lam), np.cos(lam)
    sin_b = ellipsoid.authalic_sine(np.sin(np.radians(lat)))
    cos_b = np.sqrt(1.0 - sin_b * sin_b)
    east = cos_b * sin_lam
    north = cos_b1 * sin_b - sin_b1 * cos_b * cos_lam
    inward = sin_b1 * sin_b + cos_b1 * cos_b * cos_lam
    hidden = inward < math.cos(LAEA_RIM)
    scale = AUTHALIC_RADIUS_M * np.sqrt(2.0 / np.maximum(1.0 + inward, 1e-30))
    return east * scale * d, north * scale / d, hidden


def _ortho(lon0: float, lat0: float, lon: Array, lat: Array) -> tuple[Array, Array, Bools]:
    phi0 = math.radians(lat0)
    sin0, cos0 = math.sin(phi0), math.cos(phi0)
    nu0 = A / math.sqrt(1.0 - E2 * sin0 * sin0)
    # by the reduced latitude, which the kernels give: a place lies A cos(beta) off the axis and B sin(beta) north
    sin_lam, cos_lam, sin_b, cos_b = kernels.places(lon - lon0, lat)
    across, up = cos_b * cos_lam, (B / A) * sin_b
    hidden = sin0 * (A / B) * sin_b + cos0 * across < 0.0  # the normal's direction is that of (cos b, sin b A / B)
    x, y = A * (cos_b * sin_lam), A * (cos0 * up - sin0 * across) + E2 * nu0 * sin0 * cos0
    return x, y, hidden


def inverse(kind: AzimuthalKind, lon0: float, lat0: float, x: Array, y: Array) -> tuple[Array, Array]:
    """Places [deg] of plane coordinates [m], shape (n,); nan beyond the rim."""
    ax, by, y0, _ = disc(kind, lat0)
    outside = ~((x / ax) ** 2 + ((y - y0) / by) ** 2 <= 1.0 + 1e-12)
    x, y = np.where(outside, 0.0, x), np.where(outside, 0.0, y)
    if kind == "aeqd":
        lon, lat, _ = geodesy.geod().fwd(
            np.full_like(x, lon0), np.full_like(x, lat0), np.degrees(np.arctan2(x, y)), np.hypot(x, y)
        )
    elif kind == "laea":
        lon, lat = _laea_inverse(lon0, lat0, x, y)
    else:
        lon, lat = _ortho_inverse(lon0, lat0, x, y)
    lon, lat = np.asarray(lon), np.asarray(lat)
    lon[outside] = lat[outside] = np.nan
    return lon, lat


def _laea_inverse(lon0: float, lat0: float, x: Array, y: Array) -> tuple[Array, Array]:
    sin_b1, cos_b1, d = _oblique(lat0)
    u, v = x / (d * AUTHALIC_RADIUS_M), y * d / AUTHALIC_RADIUS_M
    square = np.minimum(u * u + v * v, 4.0)
    inward, scale = 1.0 - square / 2.0, np.sqrt(1.0 - square / 4.0)
    sin_b = inward * sin_b1 + v * scale * cos_b1
    across, along = u * scale, inward * cos_b1 - v * scale * sin_b1
    # not by the sine alone, which near a pole holds half the digits
    beta = np.arctan2(sin_b, np.hypot(across, along))
    return lon0 + np.degrees(np.arctan2(across, along)), np.degrees(ellipsoid.from_authalic(beta))


def _ortho_inverse(lon0: float, lat0: float, x: Array, y: Array) -> tuple[Array, Array]:
    """Where the line of sight first meets the ellipsoid: X^2 + Y^2 + Z^2 / (1 - e^2) = a^2, a quadratic equation."""
    phi0 = math.radians(lat0)
    sin0, cos0 = math.sin(phi0), math.cos(phi0)
    north = y - disc("ortho", lat0).y0  # from the earth's centre
    flat = 1.0 - E2
    # a point is (depth cos0 - north sin0, x, depth sin0 + north cos0)
    p = cos0 * cos0 + sin0 * sin0 / flat
    q = north * sin0 * cos0 * (1.0 / flat - 1.0)
    r = x * x + north * north * (sin0 * sin0 + cos0 * cos0 / flat) - A * A
    depth = (-q + np.sqrt(np.maximum(q * q - p * r, 0.0))) / p
    across, up = depth * cos0 - north * sin0, depth * sin0 + north * cos0
    return (
        lon0 + np.degrees(np.arctan2(x, across)),
        np.degrees(np.arctan2(up, flat * np.hypot(across, x))),
    )
