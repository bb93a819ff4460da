"""Which cells of a grid lie in the water, and which cells lie round a place."""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]


@numba.njit(cache=True, error_model="numpy", nogil=True)
def water(lon: F64, lat: F64, ring_lon: F64, ring_lat: F64, ring: I32) -> U8:
    """1 for the cells outside all rings, or inside an even number of them: shape (rows, columns).

    Parameters
    ----------
    lon
        Columns [deg], rising, from -180 on.
    lat
        Rows [deg], evenly spaced, rising.
    ring_lon, ring_lat, ring
        Vertices [deg] of closed rings within -180 ... 180, and the first vertex of each.
    """
    n_row, n_col = lat.shape[0], lon.shape[0]
    out = np.zeros((n_row, n_col), np.uint8)
    step = lat[1] - lat[0]
    for r in range(ring.shape[0] - 1):
        for k in range(ring[r], ring[r + 1]):
            other = k + 1 if k + 1 < ring[r + 1] else ring[r]
            y1, y2 = ring_lat[k], ring_lat[other]
            low, high = min(y1, y2), max(y1, y2)
            row = max(math.floor((low - lat[0]) / step), 0)
            while row < n_row and lat[row] <= low:
                row += 1
            while row < n_row and lat[row] <= high:  # rows with low < lat <= high
                x = ring_lon[k] + (lat[row] - y1) / (y2 - y1) * (ring_lon[other] - ring_lon[k])
                col = np.searchsorted(lon, x)
                if col < n_col:
                    out[row, col] ^= 1
                row += 1
    for row in range(n_row):
        inside = 0
        for col in range(n_col):
            inside ^= out[row, col]
            out[row, col] = 1 - inside
    return out


@numba.njit(cache=True, error_model="numpy", nogil=True)
def near(
    place_lon: F64, place_lat: F64, use: npt.NDArray[np.bool_], lon: F64, lat: F64, around: bool, water: U8, reach: int
) -> tuple[I32, I32]:
    """Water cells up to `reach` columns and rows from each place in use.

    Parameters
    ----------
    place_lon, place_lat, lon, lat
        [deg]; columns and rows evenly spaced.

    Returns
    -------
    start, cell
        The cells of place i are ``cell[start[i]:start[i + 1]]``, flat numbers.
    """
    n_row, n_col = lat.shape[0], lon.shape[0]
    d_lon, d_lat = lon[1] - lon[0], lat[1] - lat[0]
    start = np.zeros(place_lon.shape[0] + 1, np.int32)
    cell = np.empty(0, np.int32)
    for filling in range(2):
        n = 0
        for k in range(place_lon.shape[0]):
            if use[k]:
                turn = (place_lon[k] - lon[0]) * (1.0 if d_lon > 0 else -1.0)
                turn = (turn % 360.0) / abs(d_lon)
                if turn > n_col + reach and not around:
                    turn -= 360.0 / abs(d_lon)
                row = (place_lat[k] - lat[0]) / d_lat
                low, high = math.ceil(row - reach), math.floor(row + reach)
                for r in range(max(low, 0), min(high, n_row - 1) + 1):
                    for c in range(math.ceil(turn - reach), math.floor(turn + reach) + 1):
                        column = c
                        if around:
                            column = (c + n_col) % n_col
                        elif c < 0 or c >= n_col:
                            continue
                        if water[r, column]:
                            if filling:
                                cell[n] = r * n_col + column
                            n += 1
            start[k + 1] = n
        if not filling:
            cell = np.empty(n, np.int32)
    return start, cell
