"""The kernels in plain NumPy: the oracle of the compiled ones, and what serves while these are not ready.

The arithmetic is that of `inline`, on arrays cut into blocks that stay in the processor's cache. Lanes near the
antipode go to PROJ.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from layers.kernels import series as k

if TYPE_CHECKING:
    from pyproj import Geod

Array = npt.NDArray[np.float64]
Numbers = Array | float

_BLOCK = 8192
_threads = threading.local()


def geod() -> Geod:
    """PROJ's WGS84 geodesics for the calling thread."""
    found: Geod | None = getattr(_threads, "geod", None)
    if found is None:
        from pyproj import Geod

        found = _threads.geod = Geod(ellps="WGS84")
    return found


def places(lon: Array, lat: Array) -> tuple[Array, Array, Array, Array]:
    """Sine and cosine of longitude and of reduced latitude of each place [deg]."""
    lam, phi = np.radians(lon), np.radians(lat)
    s, c = k.FLAT * np.sin(phi), np.where(np.abs(lat) == 90.0, 0.0, np.cos(phi))
    size = 1.0 / np.sqrt(s * s + c * c)
    return np.sin(lam), np.cos(lam), s * size, c * size


def solve(
    sl: Array, cl: Array, sb1: Numbers, cb1: Numbers, sb2: Numbers, cb2: Numbers
) -> tuple[Array, Array, Array, Array, Array]:
    """Distance [m], omega's sine and cosine, longitude error left [rad], d lambda / d omega; see `inline.solve`."""
    cc, pp, u, v = cb1 * cb2, sb1 * sb2, cb1 * sb2, sb1 * cb2
    x, y = cb2 * sl, u - v * cl
    ss = np.sqrt(x * x + y * y + 1e-40)
    cs = pp + cc * cl
    inv = 1.0 / ss
    sa = cc * sl * inv
    sig = np.arctan2(ss, cs)
    h = (cc * cl - sa * sa * cs) * inv
    flat3 = k.F3 + k.F3_SLOPE * (1.0 - sa * sa)
    d = flat3 * sa * sig / (1.0 - flat3 * (sa * sa + sig * h))
    z = d * d
    sd = d * (1.0 - z * (1.0 / 6.0 - z * (1.0 / 120.0)))
    cd = 1.0 - z * (0.5 - z * (1.0 / 24.0 - z * (1.0 / 720.0)))
    so, co = sl * cd + cl * sd, cl * cd - sl * sd

    x, y = cb2 * so, u - v * co
    ss = np.sqrt(x * x + y * y + 1e-40)
    cs = pp + cc * co
    inv = 1.0 / ss
    sa = cc * so * inv
    sa2 = sa * sa
    ca2 = 1.0 - sa2
    sig = np.arctan2(ss, cs)
    h = (cc * co - sa2 * cs) * inv
    k2 = k.EP2 * ca2
    per_ca2 = k.EP2 * (k.EPS0 + k2 * (k.EPS1 + k2 * (k.EPS2 + k2 * (k.EPS3 + k2 * (k.EPS4 + k2 * k.EPS5)))))
    e = per_ca2 * ca2
    a1, b1, a3, b3 = sums(e, per_ca2 * (ca2 * cs - 2.0 * pp), ss, cs)
    left = d - k.F * sa * a3 * (sig + b3)
    metres = k.B * a1 * (sig + b1) - k.A * left * (sa - 0.5 * h * left)
    slope = 1.0 - k.F * a3 * (sa2 + sig * h)
    return np.where(cs < k.COS_NEAR_ANTIPODE, -1.0, metres), so, co, left, slope


def sums(e: Array, c1: Array, ss: Array, cs: Array) -> tuple[Array, Array, Array, Array]:
    """A1, the sum over C1, A3 and the sum over C3, from eps, eps cos(2 sigma_m), sin and cos sigma."""
    e2 = e * e
    c2 = 2.0 * c1 * c1 - e2
    c3 = 2.0 * c1 * c2 - e2 * c1
    c4 = 2.0 * c1 * c3 - e2 * c2
    two = 2.0 * cs
    s2 = two * ss
    s3 = two * s2 - ss
    s4 = two * s3 - s2
    w1, w2, w3, w4 = 2.0 * c1 * ss, 2.0 * c2 * s2, 2.0 * c3 * s3, 2.0 * c4 * s4
    a1 = 1.0 + e * (1.0 + e * (k.A12 + e * (k.A13 + e * (k.A14 + e * k.A15))))
    b1 = w1 * (k.C11 + e2 * (k.C11_2 + e2 * k.C11_4)) + w2 * (k.C12 + e2 * k.C12_2)
    b1 = b1 + w3 * (k.C13 + e2 * k.C13_2) + w4 * k.C14
    a3 = 1.0 + e * (k.A31 + e * (k.A32 + e * (k.A33 + e * (k.A34 + e * k.A35))))
    b3 = w1 * (k.C31 + e * (k.C31_1 + e * (k.C31_2 + e * k.C31_3)))
    b3 = b3 + w2 * (k.C32 + e * (k.C32_1 + e * k.C32_2)) + w3 * (k.C33 + e * k.C33_1) + w4 * k.C34
    return a1, b1, a3, b3


def pairs(lon1: Array, lat1: Array, lon2: Array, lat2: Array) -> Array:
    """Distance [m] of each pair, shape (n,)."""
    out = np.empty(len(lon1))
    for at in range(0, len(out), _BLOCK):
        part = slice(at, at + _BLOCK)
        _, _, sb1, cb1 = places(lon1[part], lat1[part])
        _, _, sb2, cb2 = places(lon2[part], lat2[part])
        turn = np.radians(lon2[part] - lon1[part])
        out[part] = solve(np.sin(turn), np.cos(turn), sb1, cb1, sb2, cb2)[0]
    bad = np.flatnonzero(out < 0.0)
    if len(bad):
        out[bad] = geod().inv(lon1[bad], lat1[bad], lon2[bad], lat2[bad])[2]
    return out


def table(lon1: Array, lat1: Array, lon2: Array, lat2: Array) -> Array:
    """Distance [m] from each of n places to each of m others, shape (n, m)."""
    out = np.empty((len(lon1), len(lon2)))
    sl1, cl1, sb1, cb1 = places(lon1, lat1)
    sl2, cl2, sb2, cb2 = places(lon2, lat2)
    rows = max(_BLOCK // max(len(lon2), 1), 1)
    for at in range(0, len(lon1), rows):
        near = slice(at, at + rows)
        s0, c0 = sl1[near, None], cl1[near, None]
        for far_at in range(0, len(lon2), _BLOCK):
            far = slice(far_at, far_at + _BLOCK)
            sl, cl = sl2[far] * c0 - cl2[far] * s0, cl2[far] * c0 + sl2[far] * s0
            out[near, far] = solve(sl, cl, sb1[near, None], cb1[near, None], sb2[far], cb2[far])[0]
    i, j = np.nonzero(out < 0.0)
    if len(i):
        out[i, j] = geod().inv(lon1[i], lat1[i], lon2[j], lat2[j])[2]
    return out


def aeqd(lon0: float, lat0: float, known: tuple[Array, Array, Array, Array]) -> tuple[Array, Array]:
    """Azimuthal equidistant plane [m]; NaN where the place is too near the antipode for the kernel."""
    sl2, cl2, sb2, cb2 = known
    s0, c0, sb0, cb0 = (float(one[0]) for one in places(np.array([lon0]), np.array([lat0])))
    x, y = np.empty(len(sl2)), np.empty(len(sl2))
    for at in range(0, len(sl2), _BLOCK):
        part = slice(at, at + _BLOCK)
        sl, cl = sl2[part] * c0 - cl2[part] * s0, cl2[part] * c0 + sl2[part] * s0
        metres, so, co, left, slope = solve(sl, cl, sb0, cb0, sb2[part], cb2[part])
        turn = -left / slope
        so, co = so + turn * (co - 0.5 * turn * so), co - turn * (so + 0.5 * turn * co)
        east, north = cb2[part] * so, cb0 * sb2[part] - sb0 * cb2[part] * co
        scale = np.where(metres < 0.0, np.nan, metres) / np.sqrt(east * east + north * north + 1e-40)
        x[part], y[part] = east * scale, north * scale
    return x, y


def farthest_sine(metres: Array) -> Array:
    """Largest |sin(alpha0)| whose geodesic is still the shortest way at each distance [m]; 2 where all are."""
    ratio = np.maximum(metres / (k.B * np.pi), 1.0)
    e = np.zeros_like(ratio)
    for _step in range(6):  # A1(eps) = ratio
        value = (1.0 + e * e * (0.25 + e * e / 64.0)) / (1.0 - e)
        slope = (1.0 + 0.5 * e - 0.25 * e * e) / (1.0 - e) ** 2
        e = e - (value - ratio) / slope
    ca2 = 4.0 * e / (1.0 - e) ** 2 / k.EP2
    return np.where(metres <= k.B * np.pi, 2.0, np.sqrt(np.maximum(1.0 - ca2, 0.0)))


def _waves(e: Array, s: Array, c: Array) -> tuple[Array, Array, Array, Array]:
    """eps^k sin(2 k x) for k = 1..4, from sin x and cos x."""
    two = 2.0 * e * (1.0 - 2.0 * s * s)
    p1 = 2.0 * e * s * c
    p2 = two * p1
    p3 = two * p2 - e * e * p1
    return p1, p2, p3, two * p3 - e * e * p2


def circles(lon0: Array, lat0: Array, metres: Array, sin_azimuth: Array, cos_azimuth: Array) -> tuple[Array, Array]:
    """Vertices [deg], shape (n, p), of n geodesic circles at p azimuths; see `circles.circles`."""
    rows = max(_BLOCK // max(len(sin_azimuth), 1), 1)
    lon, lat = np.empty((len(lon0), len(sin_azimuth))), np.empty((len(lon0), len(sin_azimuth)))
    for at in range(0, len(lon0), rows):
        part = slice(at, at + rows)
        lon[part], lat[part] = _circles(
            lon0[part, None], lat0[part], metres[part, None], sin_azimuth[None], cos_azimuth[None]
        )
    return lon, lat


def _circles(lon0: Array, lat0: Array, s12: Array, sa: Array, ca: Array) -> tuple[Array, Array]:
    """One block of `circles`: columns of centres against a row of azimuths."""
    _, _, sb1, cb1 = (one[:, None] for one in places(np.zeros_like(lat0), lat0))
    cb1 = np.maximum(cb1, 1e-20)
    most = farthest_sine(s12) / cb1
    past = np.abs(sa) > most
    side, up = np.where(sa < 0.0, -1.0, 1.0), np.where(ca < 0.0, -1.0, 1.0)
    ca = np.where(past, up * np.sqrt(np.maximum(1.0 - np.minimum(most, 1.0) ** 2, 0.0)), ca)
    sa0 = np.where(past, side * most, sa) * cb1
    ca0 = np.hypot(sb1, ca * cb1 + 1e-120)
    ssig1, csig1 = sb1 / ca0, (ca * cb1 + 1e-120) / ca0
    k2 = k.EP2 * ca0 * ca0
    e = k2 / (2.0 * (1.0 + np.sqrt(1.0 + k2)) + k2)
    e2 = e * e
    p1, p2, p3, p4 = _waves(e, ssig1, csig1)
    b11 = p1 * (k.C11 + e2 * (k.C11_2 + e2 * k.C11_4)) + p2 * (k.C12 + e2 * k.C12_2)
    b11 = b11 + p3 * (k.C13 + e2 * k.C13_2) + p4 * k.C14
    tau = s12 / k.B * (1.0 - e) * (1.0 - e2 * (0.25 - e2 * (3.0 / 64.0)))
    turned = tau + b11
    st, ct = ssig1 * np.cos(turned) + csig1 * np.sin(turned), csig1 * np.cos(turned) - ssig1 * np.sin(turned)
    q1, q2, q3, q4 = _waves(e, st, ct)
    eta = q1 * (k.D11 + e2 * (k.D11_2 + e2 * k.D11_4)) + q2 * (k.D12 + e2 * k.D12_2)
    eta = eta + q3 * (k.D13 + e2 * k.D13_2) + q4 * k.D14
    ssig2, csig2 = st * np.cos(eta) + ct * np.sin(eta), ct * np.cos(eta) - st * np.sin(eta)
    q1, q2, q3, q4 = _waves(e, ssig2, csig2)
    a3 = 1.0 + e * (k.A31 + e * (k.A32 + e * (k.A33 + e * (k.A34 + e * k.A35))))
    b3 = (q1 - p1) * (k.C31 + e * (k.C31_1 + e * (k.C31_2 + e * k.C31_3)))
    b3 = b3 + (q2 - p2) * (k.C32 + e * (k.C32_1 + e * k.C32_2)) + (q3 - p3) * (k.C33 + e * k.C33_1) + (q4 - p4) * k.C34
    across = np.abs(sa0) * np.abs(csig1 * ssig2 - ssig1 * csig2)
    omega = side * np.arctan2(across, csig1 * csig2 + sa0 * sa0 * ssig1 * ssig2)
    lat = np.degrees(np.arctan2(ca0 * ssig2, k.FLAT * np.hypot(sa0, ca0 * csig2)))
    return lon0 + np.degrees(omega - k.F * sa0 * a3 * (tau + b11 + eta + b3)), lat
