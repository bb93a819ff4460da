"""Cells of a grid as places on the earth: where they lie, what touches them, and whether an anchor sees them."""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent
from layers.kernels.sea_clearance import square_of
from layers.kernels.sea_sight import clear as in_sight

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

E2 = 0.0066943799901413165
EQUATOR_M = 6_378_137.0
MEAN_RADIUS_M = 6_371_008.8
BLIND = -0.9
"""Cosine of the angle beyond which nobody is looked at: near the antipode a great circle has no certain direction."""
_ISLET = 0.0045
"""Between cells no farther apart than this (earth radii, 29 km) land may lie that the lines to both leave aside."""
_OVERLAP = 1.5
"""A line is walked so much farther than it lies outside the area that is known to be free, which is told on a plane."""
_CONVERGES = 0.3
"""Where columns come nearer to each other by more than this share from row to row, no plane tells it."""
OFFERED, SEEN, EDGE, DONE = 1, 2, 3, 4
"""What is known of a cell: an anchor that may not see it; one that does; all but what lies beyond; that, too."""


@numba.njit(cache=True, error_model="numpy", nogil=True)
def arc_m(px: float, py: float, pz: float, qx: float, qy: float, qz: float) -> float:
    """Length [m] over the ground between two places given by unit vectors of their geographic coordinates."""
    pn = EQUATOR_M / math.sqrt(1.0 - E2 * pz * pz)
    qn = EQUATOR_M / math.sqrt(1.0 - E2 * qz * qz)
    dx, dy, dz = pn * px - qn * qx, pn * py - qn * qy, (1.0 - E2) * (pn * pz - qn * qz)
    share = (dx * dx + dy * dy + dz * dz) * (1.0 / (4.0 * MEAN_RADIUS_M * MEAN_RADIUS_M))
    if share < 0.05:  # series of the arc sine; the next term is below 2e-8
        return (
            2.0
            * MEAN_RADIUS_M
            * math.sqrt(share)
            * (1.0 + share * (1 / 6 + share * (3 / 40 + share * (15 / 336 + share * (105 / 3456)))))
        )
    return 2.0 * MEAN_RADIUS_M * math.asin(min(1.0, math.sqrt(share)))


@lent
def vector(cell: int, n_col: int, grid: tuple[F64, F64, F64, F64]) -> tuple[float, float, float]:
    """The unit vector of a cell's centre; `grid`: cosine and sine of the columns' longitudes, then of the latitudes."""
    row = cell // n_col
    col = cell - row * n_col
    return grid[2][row] * grid[0][col], grid[2][row] * grid[1][col], grid[3][row]


@lent
def cost_m(spot: F64, price: F64, k: int, cell: int, n_col: int, grid: tuple[F64, F64, F64, F64]) -> float:
    """What it costs [m] to come to a cell straight from anchor `k`."""
    x, y, z = vector(cell, n_col, grid)
    return float(price[k] + arc_m(spot[k, 0], spot[k, 1], spot[k, 2], x, y, z))


@lent
def in_line(
    spot: F64, k: int, cell: int, n_col: int, grid: tuple[F64, F64, F64, F64],
    a: F64, b: F64, start: I32, items: I32, skip: U8, q: F64,
) -> bool:  # fmt: skip
    """Is the straight line from anchor `k` to a cell clear? Walked whole; `q` is room for the cell's vector."""
    q[0], q[1], q[2] = vector(cell, n_col, grid)
    return bool(in_sight(spot[k], q, a, b, start, items, skip))


@lent
def neighbours(cell: int, n_row: int, n_col: int, around: bool, open_water: U8, near: I32) -> int:
    """Fill in the cells in the water that touch another; how many there are."""
    row = cell // n_col
    col = cell - row * n_col
    count = 0
    for r in range(max(row - 1, 0), min(row + 2, n_row)):
        for dc in range(-1, 2):
            c = col + dc
            if c < 0 or c >= n_col:
                if not around:
                    continue
                c += n_col if c < 0 else -n_col
            there = r * n_col + c
            if there != cell and open_water[there]:
                near[count] = there
                count += 1
    return count


@lent
def sees(
    spot: F64, k: int, cell: int, n_row: int, n_col: int, around: bool, step_lon: float, step_lat: float,
    grid: tuple[F64, F64, F64, F64], known: U8, anchor: I32,
    a: F64, b: F64, start: I32, items: I32, skip: U8, clear: F32, h: F64, q: F64,
) -> bool:  # fmt: skip
    """Does anchor `k` of those at `spot` see a cell?

    The line comes in between two neighbours of the cell. When `k` sees both and no land is as near as these, it does.
    On fine grids the piece of the line from there on is enough, too, though an islet may lie unseen between the lines.
    """
    p = spot[k]
    row = cell // n_col
    col = cell - row * n_col
    q[0], q[1], q[2] = grid[2][row] * grid[0][col], grid[2][row] * grid[1][col], grid[3][row]
    along = p[0] * q[0] + p[1] * q[1] + p[2] * q[2]
    if along < BLIND:
        return False
    across = p[1] * grid[0][col] - p[0] * grid[1][col]  # east and north components of the way back
    up = p[2] * grid[2][row] - grid[3][row] * (p[0] * grid[0][col] + p[1] * grid[1][col])
    x, y = across / (step_lon * grid[2][row]), up / step_lat
    most = max(abs(x), abs(y))
    if along > 0 and most < 1.2:
        return bool(in_sight(p, q, a, b, start, items, skip))
    dc, dr = (1 if x > 0 else -1), (1 if y > 0 else -1)
    r, c = row + dr, col + dc
    if around:
        c = n_col - 1 if c < 0 else (0 if c == n_col else c)
    if 0 <= r < n_row and 0 <= c < n_col:
        one = r * n_col + c
        two = row * n_col + c if abs(x) > abs(y) else r * n_col + col
        if known[one] >= SEEN and known[two] >= SEEN and anchor[one] == k and anchor[two] == k:
            free = clear[square_of(q[0], q[1], q[2])]
            if free > math.hypot(step_lat, step_lon * grid[2][row]):
                return True
            back = math.sqrt(across * across + up * up) / most  # as far as the line between the two
            if abs(step_lat) > _ISLET or abs(step_lat * grid[3][row]) > _CONVERGES * grid[2][row]:
                return bool(in_sight(p, q, a, b, start, items, skip))
            if free > back:
                return True
            share = _OVERLAP * back / math.sqrt(across * across + up * up)
            for n in range(3):
                h[n] = q[n] + share * (p[n] - along * q[n])
            return bool(in_sight(h, q, a, b, start, items, skip))
    return bool(in_sight(p, q, a, b, start, items, skip))
