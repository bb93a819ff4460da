"""The building blocks of the compiled kernels, written to be inlined into loops that the compiler vectorises.

No function here has a branch or calls the mathematical library, except `robust`, which is for single pairs near the
antipode. Each takes sines and cosines, so that a grid or a table computes them once per row and column.

The inverse problem takes two evaluations of the spherical triangle on the auxiliary sphere: one with omega = lambda,
whose derivative gives one Newton step towards the omega that belongs to the longitude difference, and one there with
the full series. What is left of the longitude is corrected by Clairaut: ds/dlambda = a sin(alpha0).
"""

from __future__ import annotations

import math
from typing import Any

import numba

from layers.kernels.series import (
    A12,
    A13,
    A14,
    A15,
    A31,
    A32,
    A33,
    A34,
    A35,
    C11,
    C11_2,
    C11_4,
    C12,
    C12_2,
    C13,
    C13_2,
    C14,
    C31,
    C31_1,
    C31_2,
    C31_3,
    C32,
    C32_1,
    C32_2,
    C33,
    C33_1,
    C34,
    COS_NEAR_ANTIPODE,
    EP2,
    EPS0,
    EPS1,
    EPS2,
    EPS3,
    EPS4,
    EPS5,
    F3,
    F3_SLOPE,
    FLAT,
    A,
    B,
    F,
)  # fmt: skip

FAST = {"contract", "nsz", "arcp"}
"""Multiply-add, no signed zero, reciprocals: safe here; NaN and infinity keep their meaning."""

inlined: Any = numba.njit(inline="always", fastmath=FAST, error_model="numpy")

_TAN_PI_8 = math.sqrt(2.0) - 1.0
_RAD = math.pi / 180.0


@inlined
def atan2_upper(y: float, x: float) -> float:
    """Angle [rad], 0..pi, of the vector (x, y) with y >= 0; error 2e-16."""
    ax = abs(x)
    small, large = min(y, ax), max(y, ax)
    turned = 1.0 if small > _TAN_PI_8 * large else 0.0
    t = (small - turned * large) / (large + turned * small)
    z = t * t
    p = -0.017805397205419446
    p = p * z + 0.03796525745386593
    p = p * z - 0.05035102456601552
    p = p * z + 0.05846878297330872
    p = p * z - 0.06662951813629191
    p = p * z + 0.07692045330902225
    p = p * z - 0.09090896809064027
    p = p * z + 0.11111110744919658
    p = p * z - 0.14285714279250245
    p = p * z + 0.19999999999940893
    p = p * z - 0.3333333333333312
    angle = turned * 0.7853981633974483 + (t + t * z * p)
    angle = 1.5707963267948966 - angle if y > ax else angle
    return math.pi - angle if x < 0.0 else angle


@inlined
def atan2_rough(y: float, x: float) -> float:
    """As `atan2_upper`, error 6e-10: enough for the first of two steps."""
    ax = abs(x)
    small, large = min(y, ax), max(y, ax)
    turned = 1.0 if small > _TAN_PI_8 * large else 0.0
    t = (small - turned * large) / (large + turned * small)
    z = t * t
    p = -0.06026305227658459
    p = p * z + 0.10569828806414448
    p = p * z - 0.14239532669648974
    p = p * z + 0.19998183041083206
    p = p * z - 0.33333306893048514
    angle = turned * 0.7853981633974483 + (t + t * z * p)
    angle = 1.5707963267948966 - angle if y > ax else angle
    return math.pi - angle if x < 0.0 else angle


@inlined
def sincos_degrees(x: float) -> tuple[float, float]:
    """Sine and cosine of any finite angle [deg]; exact at multiples of 90, error 2e-16."""
    quarter = math.floor(x * (1.0 / 90.0) + 0.5)
    r = (x - quarter * 90.0) * _RAD
    z = r * r
    s = -7.578090160922686e-13
    s = s * z + 1.6058352428871255e-10
    s = s * z - 2.5052104779095043e-08
    s = s * z + 2.7557319213562225e-06
    s = s * z - 1.9841269841253478e-04
    s = s * z + 8.333333333333321e-03
    s = s * z - 1.6666666666666666e-01
    s = r + r * z * s
    c = -1.1353379638297575e-11
    c = c * z + 2.0875582380663952e-09
    c = c * z - 2.7557313097790086e-07
    c = c * z + 2.4801587283881152e-05
    c = c * z - 1.3888888888861095e-03
    c = c * z + 4.166666666666645e-02
    c = 1.0 - 0.5 * z + z * z * c
    q = quarter - 4.0 * math.floor(quarter * 0.25)
    odd = (q == 1.0) | (q == 3.0)
    s, c = (c if odd else s), (s if odd else c)
    return (-s if q >= 2.0 else s), (-c if (q == 1.0) | (q == 2.0) else c)


@inlined
def reduced(sin_lat: float, cos_lat: float) -> tuple[float, float]:
    """Sine and cosine of the reduced latitude."""
    s = FLAT * sin_lat
    size = 1.0 / math.sqrt(s * s + cos_lat * cos_lat)
    return s * size, cos_lat * size


@inlined
def expansion(k2: float) -> float:
    """The ratio eps / k^2 of k^2."""
    p = EPS5
    p = p * k2 + EPS4
    p = p * k2 + EPS3
    p = p * k2 + EPS2
    p = p * k2 + EPS1
    return p * k2 + EPS0


@inlined
def evaluate(
    so: float, co: float, sb1: float, cb1: float, sb2: float, cb2: float, d: float
) -> tuple[float, float, float, float]:
    """Distance [m] at an omega given by sine and cosine, `d` beyond the longitude difference asked for.

    Returns the distance with Clairaut's correction, the longitude error left [rad], d lambda / d omega and cos(sigma).
    """
    cc, pp = cb1 * cb2, sb1 * sb2
    x, y = cb2 * so, cb1 * sb2 - sb1 * cb2 * co
    ss = math.sqrt(x * x + y * y + 1e-40)
    cs = pp + cc * co
    inv = 1.0 / ss
    sa = cc * so * inv
    sa2 = sa * sa
    ca2 = 1.0 - sa2
    sig = atan2_upper(ss, cs)
    h = (cc * co - sa2 * cs) * inv
    per_ca2 = EP2 * expansion(EP2 * ca2)
    e = per_ca2 * ca2
    e2 = e * e
    c1 = per_ca2 * (ca2 * cs - 2.0 * pp)
    c2 = 2.0 * c1 * c1 - e2
    c3 = 2.0 * c1 * c2 - e2 * c1
    c4 = 2.0 * c1 * c3 - e2 * c2
    two = 2.0 * cs
    s2 = two * ss
    s3 = two * s2 - ss
    s4 = two * s3 - s2
    w1, w2, w3, w4 = 2.0 * c1 * ss, 2.0 * c2 * s2, 2.0 * c3 * s3, 2.0 * c4 * s4
    a1 = 1.0 + e * (1.0 + e * (A12 + e * (A13 + e * (A14 + e * A15))))
    b1 = w1 * (C11 + e2 * (C11_2 + e2 * C11_4)) + w2 * (C12 + e2 * C12_2) + w3 * (C13 + e2 * C13_2) + w4 * C14
    a3 = 1.0 + e * (A31 + e * (A32 + e * (A33 + e * (A34 + e * A35))))
    b3 = w1 * (C31 + e * (C31_1 + e * (C31_2 + e * C31_3)))
    b3 += w2 * (C32 + e * (C32_1 + e * C32_2)) + w3 * (C33 + e * C33_1) + w4 * C34
    left = d - F * sa * a3 * (sig + b3)
    metres = B * a1 * (sig + b1) - A * left * (sa - 0.5 * h * left)
    slope = 1.0 - F * a3 * (sa2 + sig * h)
    return metres, left, slope, cs


@inlined
def turned(s: float, c: float, angle: float) -> tuple[float, float]:
    """Sine and cosine after a small turn [rad]; error 1e-17 up to 0.03."""
    z = angle * angle
    sd = angle * (1.0 - z * (1.0 / 6.0 - z * (1.0 / 120.0)))
    cd = 1.0 - z * (0.5 - z * (1.0 / 24.0 - z * (1.0 / 720.0)))
    return s * cd + c * sd, c * cd - s * sd


@inlined
def first_step(sl: float, cl: float, sb1: float, cb1: float, sb2: float, cb2: float) -> tuple[float, float, float]:
    """Sine and cosine of the omega to which one Newton step from omega = lambda leads, and the step [rad]."""
    cc, pp, u, v = cb1 * cb2, sb1 * sb2, cb1 * sb2, sb1 * cb2
    x, y = cb2 * sl, u - v * cl
    ss = math.sqrt(x * x + y * y + 1e-40)
    cs = pp + cc * cl
    inv = 1.0 / ss
    sa = cc * sl * inv
    sig = atan2_rough(ss, cs)
    h = (cc * cl - sa * sa * cs) * inv
    flat3 = F3 + F3_SLOPE * (1.0 - sa * sa)
    d = flat3 * sa * sig / (1.0 - flat3 * (sa * sa + sig * h))
    so, co = turned(sl, cl, d)
    return so, co, d


@inlined
def solve(
    sl: float, cl: float, sb1: float, cb1: float, sb2: float, cb2: float
) -> tuple[float, float, float, float, float]:
    """Distance [m] between two points given sine and cosine of lambda and of the reduced latitudes.

    Returns also sine and cosine of the omega that was used, the longitude error left [rad] and d lambda / d omega, for
    the azimuth. Beyond 172 degrees of arc the distance is -1.
    """
    so, co, d = first_step(sl, cl, sb1, cb1, sb2, cb2)
    metres, left, slope, cs = evaluate(so, co, sb1, cb1, sb2, cb2, d)
    return (-1.0 if cs < COS_NEAR_ANTIPODE else metres), so, co, left, slope


@inlined
def solve_distance(sl: float, cl: float, sb1: float, cb1: float, sb2: float, cb2: float) -> float:
    """The distance [m] alone, or -1 beyond 172 degrees of arc."""
    metres: float = solve(sl, cl, sb1, cb1, sb2, cb2)[0]
    return metres


@numba.njit(cache=True, fastmath=FAST, error_model="numpy")
def solve_one(sl: float, cl: float, sb1: float, cb1: float, sb2: float, cb2: float) -> float:
    """The same, called and not inlined: for single pairs outside the loops that are vectorised."""
    metres: float = solve_distance(sl, cl, sb1, cb1, sb2, cb2)
    return metres


@numba.njit(cache=True, error_model="numpy")
def lambda12(sa1: float, ca1: float, sb1: float, cb1: float, sb2: float, cb2: float) -> tuple[float, float]:
    """lambda12 and distance [m] of the geodesic that leaves the first point at alpha1 and meets the second latitude.

    The points are ordered as `robust` does: the first at least as far from the equator as the second, and south of it.
    """
    sa0 = sa1 * cb1
    ca0 = math.hypot(ca1, sa1 * sb1)
    ssig1, csig1 = sb1, ca1 * cb1
    som1, com1 = sa0 * sb1, csig1
    size = math.hypot(ssig1, csig1)
    ssig1, csig1 = ssig1 / size, csig1 / size
    if cb2 != cb1 or abs(sb2) != -sb1:
        grow = (cb2 - cb1) * (cb1 + cb2) if cb1 < -sb1 else (sb1 - sb2) * (sb1 + sb2)
        ca2 = math.sqrt((ca1 * cb1) ** 2 + grow) / cb2
    else:
        ca2 = abs(ca1)
    ssig2, csig2 = sb2, ca2 * cb2
    som2, com2 = sa0 * sb2, csig2
    size = math.hypot(ssig2, csig2)
    ssig2, csig2 = ssig2 / size, csig2 / size
    sig = math.atan2(max(0.0, csig1 * ssig2 - ssig1 * csig2), csig1 * csig2 + ssig1 * ssig2)
    omega = math.atan2(max(0.0, com1 * som2 - som1 * com2), com1 * com2 + som1 * som2)
    k2 = EP2 * ca0 * ca0
    e = k2 * expansion(k2)
    e2 = e * e
    c1 = e * (csig1 * csig2 - ssig1 * ssig2)
    c2 = 2.0 * c1 * c1 - e2
    c3 = 2.0 * c1 * c2 - e2 * c1
    c4 = 2.0 * c1 * c3 - e2 * c2
    ss, cs = math.sin(sig), math.cos(sig)
    s2 = 2.0 * cs * ss
    s3 = 2.0 * cs * s2 - ss
    s4 = 2.0 * cs * s3 - s2
    w1, w2, w3, w4 = 2.0 * c1 * ss, 2.0 * c2 * s2, 2.0 * c3 * s3, 2.0 * c4 * s4
    a1 = 1.0 + e * (1.0 + e * (A12 + e * (A13 + e * (A14 + e * A15))))
    b1 = w1 * (C11 + e2 * (C11_2 + e2 * C11_4)) + w2 * (C12 + e2 * C12_2) + w3 * (C13 + e2 * C13_2) + w4 * C14
    a3 = 1.0 + e * (A31 + e * (A32 + e * (A33 + e * (A34 + e * A35))))
    b3 = w1 * (C31 + e * (C31_1 + e * (C31_2 + e * C31_3)))
    b3 += w2 * (C32 + e * (C32_1 + e * C32_2)) + w3 * (C33 + e * C33_1) + w4 * C34
    return omega - F * sa0 * a3 * (sig + b3), B * a1 * (sig + b1)


@numba.njit(cache=True, error_model="numpy")
def robust(sl: float, cl: float, sb1: float, cb1: float, sb2: float, cb2: float) -> float:
    """Distance [m] between any two points, near the antipode too: Karney's search for alpha1, by bracketing.

    lambda12 grows with alpha1 from 0 to pi, so bisection cannot fail; the false position speeds it up.
    """
    lam = math.atan2(abs(sl), cl)
    tiny = 1e-150
    if abs(sb1) < 1e-13 and abs(sb2) < 1e-13 and lam <= math.pi * FLAT:
        return A * lam  # along the equator, where every alpha1 but 90 degrees gives 0 or the antipode
    if abs(sb1) < abs(sb2):
        sb1, cb1, sb2, cb2 = sb2, cb2, sb1, cb1
    if sb1 > 0.0:
        sb1, sb2 = -sb1, -sb2
    if sb1 == 0.0:
        sb1 = -tiny
    cb1, cb2 = max(cb1, tiny), max(cb2, tiny)
    low, high = 0.0, math.pi
    f_low, f_high = -lam, math.pi - lam
    metres = 0.0
    side = 0
    for step in range(200):
        if step % 3 == 2 or f_high == f_low:
            mid = 0.5 * (low + high)
        else:
            mid = (low * f_high - high * f_low) / (f_high - f_low)
            if not low < mid < high:
                mid = 0.5 * (low + high)
        found, metres = lambda12(math.sin(mid), math.cos(mid), sb1, cb1, sb2, cb2)
        left = found - lam
        # where the angle alpha1 is used up, the rest is Clairaut's: ds/dlambda = a sin(alpha0)
        metres -= A * math.sin(mid) * cb1 * left
        if abs(left) < 1e-13 or high - low < 1e-15:
            break
        if left > 0.0:
            high, f_high = mid, left
            if side == 1:
                f_low *= 0.5
            side = 1
        else:
            low, f_low = mid, left
            if side == -1:
                f_high *= 0.5
            side = -1
    return metres


@numba.njit(cache=True, nogil=True, error_model="numpy")
def near_antipode(sl: float, cl: float, sb1: float, cb1: float, sb2: float, cb2: float) -> float:
    """Distance [m] of one pair whose arc is beyond 172 degrees: Newton on omega while it serves, else `robust`."""
    metres: float = 0.0
    so, co, d = first_step(sl, cl, sb1, cb1, sb2, cb2)
    for _step in range(4):  # small turns, which need no sine
        metres, left, slope, _cs = evaluate(so, co, sb1, cb1, sb2, cb2, d)
        if abs(left) < 1e-8 and slope < 50.0:
            return metres
        turn = -left / slope
        if not abs(turn) < 0.03:
            break
        so, co = turned(so, co, turn)
        d += turn
    lam = math.atan2(abs(sl), cl)
    omega = lam
    for _step in range(8):
        metres, left, slope, _cs = evaluate(math.sin(omega), math.cos(omega), sb1, cb1, sb2, cb2, omega - lam)
        if abs(left) < 1e-8 and slope < 50.0:
            return metres
        omega -= left / slope
        if not omega < math.pi - 1e-4:
            break
    nearest: float = robust(sl, cl, sb1, cb1, sb2, cb2)
    return nearest  # the compiler's functions are untyped: the name gives it a type
