"""The numbers of WGS84 and of Karney's series, shared by the compiled kernels and their NumPy twins.

With eps = k^2 / (2 (1 + sqrt(1 + k^2)) + k^2) and k = e' cos(alpha0), for the arc sigma between two points of a
geodesic whose middle is sigma_m:

    s / b   = A1 (sigma + sum 2 C1k cos(2 k sigma_m) sin(k sigma))
    lambda  = omega - f sin(alpha0) A3 (sigma + sum 2 C3k cos(2 k sigma_m) sin(k sigma))

C1k and C3k have a factor eps^k; it is left out here and put on the cosines instead, which then need no division by
cos(alpha0)^2 and stay exact for geodesics along the equator. Order 4 leaves out less than 1e-16 of a distance.

References
----------
C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87, 43-55 (2013), equations 15-25.
"""

from __future__ import annotations

A = 6378137.0
"""Equatorial radius [m]; NIMA TR8350.2 (2000)."""
F = 1 / 298.257223563
"""Flattening; NIMA TR8350.2 (2000)."""
B = A * (1 - F)
N = F / (2 - F)
E2 = F * (2 - F)
EP2 = E2 / (1 - E2)
FLAT = 1 - F

# eps / k^2 as a polynomial in k^2, fitted on 0..e'^2 (Chebyshev nodes); error 1e-18.
EPS0, EPS1, EPS2 = 0.25, -0.12499999999998684, 0.07812499997741254
EPS3, EPS4, EPS5 = -0.05468748581553908, 0.041011595616141754, -0.031698033442209235

# A1 = (1 + eps^2/4 + eps^4/64) / (1 - eps), equation 17, multiplied out.
A12, A13, A14, A15 = 5 / 4, 5 / 4, 81 / 64, 81 / 64

# C1k / eps^k, equation 18.
C11, C11_2, C11_4 = -1 / 2, 3 / 16, -1 / 32
C12, C12_2 = -1 / 16, 1 / 32
C13, C13_2 = -1 / 48, 3 / 256
C14 = -5 / 512

# C1'k / eps^k, equation 21: the way back from distance to arc.
D11, D11_2, D11_4 = 1 / 2, -9 / 32, 205 / 1536
D12, D12_2 = 5 / 16, -37 / 96
D13, D13_2 = 29 / 96, -75 / 128
D14 = 539 / 1536

# A3, equation 24.
A31 = -(1 / 2 - N / 2)
A32 = -(1 / 4 + N / 8 - 3 * N**2 / 8)
A33 = -(1 / 16 + 3 * N / 16 + N**2 / 16)
A34 = -(3 / 64 + N / 32)
A35 = -3 / 128

# C3k / eps^k, equation 25.
C31, C31_1 = 1 / 4 - N / 4, 1 / 8 - N**2 / 8
C31_2, C31_3 = 3 / 64 + 3 * N / 64 - N**2 / 64, 5 / 128 + N / 64
C32, C32_1, C32_2 = 1 / 16 - 3 * N / 32 + N**2 / 32, 3 / 64 - N / 32 - 3 * N**2 / 64, 3 / 128 + N / 128
C33, C33_1 = 5 / 192 - 3 * N / 64 + 5 * N**2 / 192, 3 / 128 - 5 * N / 192
C34 = 7 / 512 - 7 * N / 256

F3 = F
"""f A3 at eps = 0, for the first step."""
F3_SLOPE = -F * EP2 / 8
"""Its change with cos(alpha0)^2, good to 3e-9."""

COS_NEAR_ANTIPODE = -0.9902680687415704
"""cos(172 degrees): beyond this arc one Newton step on omega is not enough."""
NEAR_ANTIPODE_M = 18_900_000.0
"""No arc beyond 172 degrees is shorter than this."""
LONGEST_M = 20_003_931.4587
"""No shortest way is longer than this."""
