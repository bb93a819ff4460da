"""Cells of a fine grid from those of a coarse one: where water is wide, whole blocks are in sight of their anchors.

A block is the cells of the fine grid that a coarse cell covers. When the coarse cell's anchor, and every other anchor
of its neighbours that might come first somewhere in the block, sees all of it, its cells are settled by one comparison
of lengths each. The cells of other blocks are left to `sea_flood`.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.sea_fan import fan, room_at
from layers.kernels.sea_flood import BLIND, MEAN_RADIUS_M, arc_m

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

MOST = 4
"""Anchors a block is divided among at most; a block with more is left to the flood."""
_ROOMY = 1.6
"""Times the block's half diagonal that must be clear round its middle."""


@numba.njit(cache=True, error_model="numpy")
def _azimuth(p: F64, x: float, y: float, z: float) -> float:
    """Azimuth [rad] of a unit vector from `p`, as in `sea_flood`."""
    across = math.hypot(p[0], p[1])
    ex, ey = (-p[1] / across, p[0] / across) if across > 1e-12 else (1.0, 0.0)
    # north is p x east
    return math.atan2(x * ex + y * ey, -x * p[2] * ey + y * p[2] * ex + z * (p[0] * ey - p[1] * ex))


@numba.njit(cache=True, error_model="numpy", nogil=True)
def certify(  # noqa: C901, PLR0912, PLR0915 - one loop over blocks; the compiler wants it whole
    factor: int,
    lon: F64,
    lat: F64,
    around: bool,
    d_lon: float,
    d_lat: float,
    metres: F64,
    anchor: I32,
    aside: F32,
    left: F32,
    right: F32,
    place: F64,
    cost: F64,
    a: F64,
    b: F64,
    start: I32,
    items: I32,
    clear: F32,
) -> tuple[I32, F32]:
    """The anchors that see whole blocks.

    Parameters
    ----------
    factor
        Rows and columns of a block.
    lon, lat, around, metres, anchor, aside, left, right
        The coarse cells, as in `sea_flood.flood`.
    d_lon, d_lat
        Steps [rad] of the fine grid, without sign.
    place, cost
        The anchors.
    a, b, start, items, clear
        As in `sea_fan.fan`.

    Returns
    -------
    who
        (blocks, MOST): anchors to compare, -1 where there are no more; all -1 for a block left to the flood.
    view
        (blocks, MOST, 3): azimuth of the middle, and what is clear to the left and right of it at any of its cells.
    """
    n_row, n_col = lat.shape[0], lon.shape[0]
    who = np.full((n_row * n_col, MOST), -1, np.int32)
    view = np.zeros((n_row * n_col, MOST, 3), np.float32)
    trial = np.empty(MOST, np.int32)
    for row in range(n_row):
        if abs(lat[row]) > 1.54:  # blocks at the poles have no shape
            continue
        y_half = 0.5 * (factor - 1) * d_lat
        x_half = 0.5 * (factor - 1) * d_lon * math.cos(max(abs(lat[row]) - y_half, 0.0))
        half = 1.02 * math.sqrt(x_half * x_half + y_half * y_half)
        for col in range(n_col):
            block = row * n_col + col
            first = anchor[block]
            if first < 0:
                continue
            x, y = math.cos(lat[row]) * math.cos(lon[col]), math.cos(lat[row]) * math.sin(lon[col])
            z = math.sin(lat[row])
            room = room_at(x, y, z, clear)
            if room < _ROOMY * half:
                continue
            trial[0] = first
            count = 1
            for dr in range(-1, 2):
                if row + dr < 0 or row + dr >= n_row:
                    continue
                for dc in range(-1, 2):
                    c = col + dc
                    if c < 0 or c >= n_col:
                        if not around:
                            continue
                        c = (c + n_col) % n_col
                    other = anchor[(row + dr) * n_col + c]
                    if other < 0:
                        continue
                    known = False
                    for n in range(min(count, MOST)):
                        known = known or trial[n] == other
                    if known:
                        continue
                    p = place[other]
                    if cost[other] + arc_m(p[0], p[1], p[2], x, y, z) < metres[block] + 2.1 * half * MEAN_RADIUS_M:
                        if count < MOST:
                            trial[count] = other
                        count += 1
            if count > MOST:
                continue
            good = True
            for n in range(count):
                p = place[trial[n]]
                away = math.sqrt((x - p[0]) ** 2 + (y - p[1]) ** 2 + (z - p[2]) ** 2)
                if away < 2.0 * half or p[0] * x + p[1] * y + p[2] * z < BLIND:
                    good = False
                    break
                need = 1.15 * half / away
                to_left, to_right, seen = 0.0, 0.0, True
                if n == 0:
                    turn, to_left, to_right = float(aside[block]), float(left[block]), float(right[block])
                else:
                    turn = _azimuth(p, x, y, z)
                if to_left < need or to_right < need:
                    seen, to_left, to_right = fan(p, x, y, z, 0.0, a, b, start, items, clear)
                if not seen or to_left < need or to_right < need:
                    good = False
                    break
                wide = 0.9 * (room - half) / (away + half)
                view[block, n, 0] = turn
                view[block, n, 1], view[block, n, 2] = min(to_left, need + wide), min(to_right, need + wide)
            if good:
                who[block, :count] = trial[:count]
    return who, view


@numba.njit(cache=True, error_model="numpy")
def _beside_another(
    row: int, col: int, factor: int, n_row: int, n_col: int, around: bool, n_block_col: int, who: I32
) -> bool:
    """Does a cell touch a cell of a block that is left to the flood?"""
    for r in range(max(row - 1, 0), min(row + 2, n_row)):
        for dc in range(-1, 2):
            c = col + dc
            if c < 0 or c >= n_col:
                if not around:
                    continue
                c = (c + n_col) % n_col
            if who[(r // factor) * n_block_col + c // factor, 0] < 0:
                return True
    return False


@numba.njit(cache=True, error_model="numpy", nogil=True)
def settle(  # noqa: C901, PLR0912 - as above
    factor: int,
    lon: F64,
    lat: F64,
    around: bool,
    water: U8,
    n_block_col: int,
    who: I32,
    view: F32,
    everywhere: bool,
    place: F64,
    cost: F64,
    metres: F64,
    anchor: I32,
    aside: F32,
    left: F32,
    right: F32,
) -> I32:
    """Fill the fine cells of the blocks whose anchors are known; the numbers of those that touch another block.

    `everywhere`: fill in azimuths and sectors of all cells, not only of those that touch another block.
    """
    n_row, n_col = lat.shape[0], lon.shape[0]
    n_block_row = who.shape[0] // n_block_col
    cos_lon, sin_lon, cos_lat, sin_lat = np.cos(lon), np.sin(lon), np.cos(lat), np.sin(lat)
    pending = np.empty(n_row * n_col // 4 + 16, np.int32)
    count = 0
    for block in range(who.shape[0]):
        if who[block, 0] < 0:
            continue
        i, j = block // n_block_col, block % n_block_col
        edge = False
        for di in range(-1, 2):
            for dj in range(-1, 2):
                if 0 <= i + di < n_block_row:
                    c = j + dj
                    if around:
                        c = (c + n_block_col) % n_block_col
                    elif c < 0 or c >= n_block_col:
                        continue
                    edge = edge or who[(i + di) * n_block_col + c, 0] < 0
        for r in range(i * factor, min((i + 1) * factor, n_row)):
            for c in range(j * factor, min((j + 1) * factor, n_col)):
                cell = r * n_col + c
                if water[r, c] == 0:
                    continue
                x, y, z = cos_lat[r] * cos_lon[c], cos_lat[r] * sin_lon[c], sin_lat[r]
                best, which = np.inf, 0
                for n in range(MOST):
                    k = who[block, n]
                    if k < 0:
                        break
                    new = cost[k] + arc_m(place[k, 0], place[k, 1], place[k, 2], x, y, z)
                    if new < best:
                        best, which = new, n
                metres[cell] = best
                anchor[cell] = who[block, which]
                rim = False
                if edge and (
                    r % factor == 0 or r % factor == factor - 1 or c % factor == 0 or c % factor == factor - 1
                ):
                    rim = _beside_another(r, c, factor, n_row, n_col, around, n_block_col, who)
                if rim or everywhere:
                    turn = _azimuth(place[who[block, which]], x, y, z)
                    more = turn - view[block, which, 0]
                    if more > math.pi:
                        more -= 2 * math.pi
                    elif more < -math.pi:
                        more += 2 * math.pi
                    aside[cell] = turn
                    left[cell] = max(view[block, which, 1] + more, 0.0)
                    right[cell] = max(view[block, which, 2] - more, 0.0)
                if rim:
                    if count == pending.shape[0]:
                        pending = np.concatenate((pending, np.empty_like(pending)))
                    pending[count] = cell
                    count += 1
    return pending[:count].copy()
