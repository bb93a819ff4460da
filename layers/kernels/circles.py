"""The compiled geodesic circle: the direct problem with one distance and many azimuths.

Of all that varies round a circle little varies much: the distance on the auxiliary sphere, tau, stays within 0.17 %,
so its sine and cosine are taken once and turned by a short Taylor series. Beyond about 19 970 km a geodesic may have
passed the point where another one, of the mirrored azimuth, is as short (its arc is then more than 180 degrees); the
circle has a corner there, and the azimuths beyond are drawn back to it.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.inline import FAST, atan2_upper, expansion, reduced, sincos_degrees
from layers.kernels.series import (
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
    D11,
    D11_2,
    D11_4,
    D12,
    D12_2,
    D13,
    D13_2,
    D14,
    EP2,
    FLAT,
    B,
    F,
)  # fmt: skip

F64 = npt.NDArray[np.float64]

compiled: Any = numba.njit(cache=True, nogil=True, fastmath=FAST, error_model="numpy")

_DEG = 180.0 / math.pi


@compiled
def farthest_sine(metres: float) -> float:
    """Largest |sin(alpha0)| whose geodesic is still the shortest way at this distance [m]; 2 where all are."""
    ratio = metres / (B * math.pi)
    if ratio <= 1.0:
        return 2.0
    e = 0.0
    for _step in range(6):  # A1(eps) = ratio
        value = (1.0 + e * e * (0.25 + e * e / 64.0)) / (1.0 - e)
        slope = (1.0 + 0.5 * e - 0.25 * e * e) / ((1.0 - e) * (1.0 - e))
        e -= (value - ratio) / slope
    ca2 = 4.0 * e / ((1.0 - e) * (1.0 - e)) / EP2
    return math.sqrt(max(1.0 - ca2, 0.0))


@compiled
def circles(lon0: F64, lat0: F64, metres: F64, sin_azimuth: F64, cos_azimuth: F64, lon: F64, lat: F64) -> None:
    """Vertices [deg] of the circle of each radius [m]; longitudes run on past 180 from the centre's."""
    for ring in range(len(lon0)):
        s, c = sincos_degrees(lat0[ring])
        sb1, cb1 = reduced(s, c)
        cb1 = max(cb1, 1e-20)  # at a pole the azimuth still counts from the longitude given
        s12 = metres[ring]
        sine_most = farthest_sine(s12) / cb1
        cosine_least = math.sqrt(max(1.0 - sine_most * sine_most, 0.0))
        tau0 = s12 / B * (1.0 - 0.25 * EP2 * 0.5)
        st0, ct0 = math.sin(tau0), math.cos(tau0)
        start = lon0[ring]
        out_lon, out_lat = lon[ring], lat[ring]
        for i in range(len(sin_azimuth)):
            sa, ca = sin_azimuth[i], cos_azimuth[i]
            past = abs(sa) > sine_most
            side, up = (-1.0 if sa < 0.0 else 1.0), (-1.0 if ca < 0.0 else 1.0)
            sa = side * sine_most if past else sa
            ca = up * cosine_least if past else ca
            sa0, cx = sa * cb1, ca * cb1 + 1e-120
            nn = sb1 * sb1 + cx * cx
            ca0 = math.sqrt(nn)
            inv = 1.0 / ca0
            ssig1, csig1 = sb1 * inv, cx * inv
            e = EP2 * nn * expansion(EP2 * nn)
            e2 = e * e
            two = 2.0 * e * (1.0 - 2.0 * ssig1 * ssig1)
            p1 = 2.0 * e * ssig1 * csig1
            p2 = two * p1
            p3 = two * p2 - e2 * p1
            p4 = two * p3 - e2 * p2
            b11 = p1 * (C11 + e2 * (C11_2 + e2 * C11_4)) + p2 * (C12 + e2 * C12_2) + p3 * (C13 + e2 * C13_2) + p4 * C14
            tau = s12 * (1.0 / B) * (1.0 - e) * (1.0 - e2 * (0.25 - e2 * (3.0 / 64.0)))
            # sigma1 + tau0, then turned by what tau differs and by the step from sigma1 to tau1
            st, ct = ssig1 * ct0 + csig1 * st0, csig1 * ct0 - ssig1 * st0
            x = tau - tau0 + b11
            z = x * x
            sx, cx = x * (1.0 - z * (1.0 / 6.0 - z * (1.0 / 120.0))), 1.0 - z * (0.5 - z * (1.0 / 24.0))
            st, ct = st * cx + ct * sx, ct * cx - st * sx
            two = 2.0 * e * (1.0 - 2.0 * st * st)
            q1 = 2.0 * e * st * ct
            q2 = two * q1
            q3 = two * q2 - e2 * q1
            q4 = two * q3 - e2 * q2
            eta = q1 * (D11 + e2 * (D11_2 + e2 * D11_4)) + q2 * (D12 + e2 * D12_2) + q3 * (D13 + e2 * D13_2) + q4 * D14
            z = eta * eta
            sx, cx = eta * (1.0 - z * (1.0 / 6.0)), 1.0 - z * (0.5 - z * (1.0 / 24.0))
            ssig2, csig2 = st * cx + ct * sx, ct * cx - st * sx
            two = 2.0 * e * (1.0 - 2.0 * ssig2 * ssig2)
            q1 = 2.0 * e * ssig2 * csig2
            q2 = two * q1
            q3 = two * q2 - e2 * q1
            q4 = two * q3 - e2 * q2
            sig = tau + b11 + eta
            a3 = 1.0 + e * (A31 + e * (A32 + e * (A33 + e * (A34 + e * A35))))
            b3 = (q1 - p1) * (C31 + e * (C31_1 + e * (C31_2 + e * C31_3))) + (q2 - p2) * (C32 + e * (C32_1 + e * C32_2))
            b3 += (q3 - p3) * (C33 + e * C33_1) + (q4 - p4) * C34
            sb2 = ca0 * ssig2
            cb2 = math.sqrt(sa0 * sa0 + nn * csig2 * csig2)
            across = abs(sa0) * abs(csig1 * ssig2 - ssig1 * csig2)
            omega = side * atan2_upper(across, csig1 * csig2 + sa0 * sa0 * ssig1 * ssig2)
            phi = atan2_upper(abs(sb2), FLAT * cb2)
            out_lat[i] = (-phi if sb2 < 0.0 else phi) * _DEG
            out_lon[i] = start + (omega - F * sa0 * a3 * (sig + b3)) * _DEG
