"""Which barrier lines a leg crosses, as bits."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.sea_sight import crosses

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]


@numba.njit(cache=True, error_model="numpy", nogil=True)
def masks(p: F64, q: F64, a: F64, b: F64, bit: I32) -> U64:
    """For each leg `p`-`q` (n, 3), the bits of the gates it crosses; gate segments `a`-`b` (m, 3) carry bit `bit`."""
    out = np.zeros(p.shape[0], np.uint64)
    for k in range(p.shape[0]):
        nx = p[k, 1] * q[k, 2] - p[k, 2] * q[k, 1]
        ny = p[k, 2] * q[k, 0] - p[k, 0] * q[k, 2]
        nz = p[k, 0] * q[k, 1] - p[k, 1] * q[k, 0]
        for g in range(a.shape[0]):
            if crosses(p[k], q[k], nx, ny, nz, a[g], b[g]):
                out[k] |= np.uint64(1) << np.uint64(bit[g])
    return out
