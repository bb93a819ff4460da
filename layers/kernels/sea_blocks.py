"""Cells of a fine grid from those of a coarse one: where water is wide, whole blocks are settled without a look.

A block is the cells of the fine grid that a coarse cell covers. When no shore is near, and the anchors found for the
coarse cell and those round it explain the arrivals at all of these by straight lines, so they do for the cells between,
which take the first of them. The cells of other blocks are left to `sea_flood`.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent
from layers.kernels.sea_cells import BLIND, E2, EQUATOR_M, MEAN_RADIUS_M, arc_m
from layers.kernels.sea_clearance import square_of

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

MOST = 4
"""Anchors a block is divided among at most; a block with more is left to the flood."""
_SLIGHT = 1e-3
"""An anchor is left out when all it may gain anywhere in a block is this share of the way from the last bend."""
_EXPLAINED = 5e-4
"""Share of the way from the last bend by which an arrival may differ from what a block's anchors tell."""
_UNSEEN = 1e-4
"""The same where they tell sooner: an anchor behind a cape is nearer in a straight line than the way round it."""
_FINE = 0.12
"""Less than this share of the fine grid's step need not be explained."""
_WITHIN = 0.25
"""Share of what may be too soon at the blocks round it that may be so in a block itself: beyond the edge of a shadow it
grows with the square of the distance from the edge.
"""
_ROOMY = 1.6
"""Times the block's half diagonal that must be clear round its middle."""


@lent
def _ahead(p: F64, x: float, y: float, z: float) -> tuple[float, float, float]:
    """The direction, at a place, of a way that comes straight from `p`."""
    c = p[0] * x + p[1] * y + p[2] * z
    dx, dy, dz = c * x - p[0], c * y - p[1], c * z - p[2]
    size = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
    return dx * size, dy * size, dz * size


@numba.njit(cache=True, error_model="numpy", nogil=True)
def certify(
    first_row: int,
    end_row: int,
    factor: int,
    lon: F64,
    lat: F64,
    around: bool,
    d_lon: float,
    d_lat: float,
    metres: F64,
    anchor: I32,
    place: F64,
    cost: F64,
    clear: F32,
    who: I32,
) -> None:
    """The anchors that tell the arrivals in whole blocks.

    Parameters
    ----------
    first_row, end_row
        Rows of coarse cells to do.
    factor
        Rows and columns of a block.
    lon, lat, around, metres, anchor
        The coarse cells, as in `sea_flood.flood`.
    d_lon, d_lat
        Steps [rad] of the fine grid, without sign.
    place, cost
        The anchors.
    clear
        `sea_clearance.clearance` of the shore and the gates.
    who
        (blocks, MOST), filled in: anchors to compare, -1 where there are no more; all -1 for a block left to the flood.
    """
    _certify(
        first_row, end_row, factor, np.cos(lon), np.sin(lon), lat, around, d_lon, d_lat, metres, anchor, place, cost,
        clear, who, np.empty(MOST, np.int32), np.empty(9, np.int32),
    )  # fmt: skip


@lent
def _certify(  # noqa: C901, PLR0912, PLR0915 - one loop over blocks; the compiler wants it whole
    first_row: int, end_row: int, factor: int, cos_lon: F64, sin_lon: F64, lat: F64, around: bool,
    d_lon: float, d_lat: float, metres: F64, anchor: I32, place: F64, cost: F64, clear: F32, who: I32,
    trial: I32, near: I32,
) -> None:  # fmt: skip
    """As `certify` tells; `trial` and `near` are room for the anchors of a block and the cells round it."""
    n_row, n_col = lat.shape[0], cos_lon.shape[0]
    for row in range(first_row, end_row):
        if abs(lat[row]) > 1.54:  # blocks at the poles have no shape
            continue
        y_half = 0.5 * (factor - 1) * d_lat
        x_half = 0.5 * (factor - 1) * d_lon * math.cos(max(abs(lat[row]) - y_half, 0.0))
        half = 1.02 * math.sqrt(x_half * x_half + y_half * y_half)
        z, flat = math.sin(lat[row]), math.cos(lat[row])
        for col in range(n_col):
            block = row * n_col + col
            first = anchor[block]
            if first < 0:
                continue
            x, y = flat * cos_lon[col], flat * sin_lon[col]
            if clear[square_of(x, y, z)] < _ROOMY * half:
                continue
            p = place[first]
            away = math.sqrt((x - p[0]) ** 2 + (y - p[1]) ** 2 + (z - p[2]) ** 2)
            if away < 2.0 * half or p[0] * x + p[1] * y + p[2] * z < BLIND:
                continue
            count, n_near = 1, 0
            same = True
            for r in range(max(row - 1, 0), min(row + 2, n_row)):
                for dc in range(-1, 2):
                    c = col + dc
                    if c < 0 or c >= n_col:
                        if not around:
                            continue
                        c += n_col if c < 0 else -n_col
                    there = r * n_col + c
                    if anchor[there] >= 0:
                        near[n_near] = there
                        n_near += 1
                        same = same and anchor[there] == first
            if n_near < 6:
                continue
            trial[0] = first
            if not same:
                ahead = _ahead(p, x, y, z)
                last = first
                for n in range(n_near):
                    other = anchor[near[n]]
                    if other in (first, last):
                        continue
                    last = other
                    known = False
                    for m in range(1, min(count, MOST)):
                        known = known or trial[m] == other
                    if known:
                        continue
                    p = place[other]
                    behind = (cost[other] + arc_m(p[0], p[1], p[2], x, y, z) - metres[block]) * (1.0 / MEAN_RADIUS_M)
                    if behind > 2.1 * half or p[0] * x + p[1] * y + p[2] * z < BLIND:
                        continue
                    # what it may gain at the rim of the block: by the angle between the two ways, and their bend
                    beside = _ahead(p, x, y, z)
                    apart = math.sqrt(
                        (beside[0] - ahead[0]) ** 2 + (beside[1] - ahead[1]) ** 2 + (beside[2] - ahead[2]) ** 2
                    )
                    if half * (apart + 0.5 * half / (away - half)) - behind > _SLIGHT * away:
                        if count < MOST:
                            trial[count] = other
                        count += 1
                good = count <= MOST
                n = 0
                while good and n < n_near:
                    there = near[n]
                    n += 1
                    r, c = there // n_col, there % n_col
                    flat_r = math.cos(lat[r])
                    tx, ty, tz = flat_r * cos_lon[c], flat_r * sin_lon[c], math.sin(lat[r])
                    best = np.inf
                    for m in range(count):
                        p = place[trial[m]]
                        best = min(best, cost[trial[m]] + arc_m(p[0], p[1], p[2], tx, ty, tz))
                    late = (best - metres[there]) * (1.0 / MEAN_RADIUS_M)
                    share = _WITHIN if there == block else 1.0
                    good = -share * max(_UNSEEN * away, _FINE * d_lat) <= late <= max(_EXPLAINED * away, _FINE * d_lat)
                if not good:
                    continue
            for m in range(count):
                who[block, m] = trial[m]


@lent
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
def settle(
    first_row: int,
    end_row: int,
    factor: int,
    lon: F64,
    lat: F64,
    around: bool,
    water: U8,
    n_block_col: int,
    who: I32,
    place: F64,
    cost: F64,
    metres: F64,
    anchor: I32,
) -> I32:
    """Fill the fine cells of the rows of blocks asked for, where anchors are known.

    Returns
    -------
    pending
        The numbers of the cells that touch another block.
    """
    n_col = lon.shape[0]
    cos_lon, sin_lon, cos_lat, sin_lat = np.cos(lon), np.sin(lon), np.cos(lat), np.sin(lat)
    pending = np.empty(2 * factor * n_col, np.int32)
    count = 0
    for i in range(first_row, end_row):
        if count + factor * n_col > pending.shape[0]:
            pending = np.concatenate((pending, pending))
        count = _fill(
            i, factor, cos_lon, sin_lon, cos_lat, sin_lat, around, water, n_block_col, who, place, cost, metres, anchor,
            pending, count,
        )  # fmt: skip
    return pending[:count].copy()


@lent
def _fill(  # noqa: C901, PLR0912 - as above
    i: int, factor: int, cos_lon: F64, sin_lon: F64, cos_lat: F64, sin_lat: F64, around: bool, water: U8,
    n_block_col: int, who: I32, place: F64, cost: F64, metres: F64, anchor: I32, pending: I32, count: int,
) -> int:  # fmt: skip
    """Fill the fine cells of a row of blocks, and enter those that touch another; how many there are by then."""
    n_row, n_col = cos_lat.shape[0], cos_lon.shape[0]
    n_block_row = who.shape[0] // n_block_col
    for j in range(n_block_col):
        block = i * n_block_col + j
        first = who[block, 0]
        if first < 0:
            continue
        many = who[block, 1] >= 0
        edge = False
        for r in range(max(i - 1, 0), min(i + 2, n_block_row)):
            for dj in range(-1, 2):
                c = j + dj
                if around:
                    c = (c + n_block_col) % n_block_col
                elif c < 0 or c >= n_block_col:
                    continue
                edge = edge or who[r * n_block_col + c, 0] < 0
        for r in range(i * factor, min((i + 1) * factor, n_row)):
            for c in range(j * factor, min((j + 1) * factor, n_col)):
                if water[r, c] == 0:
                    continue
                cell = r * n_col + c
                which = first
                if many:
                    x, y, z = cos_lat[r] * cos_lon[c], cos_lat[r] * sin_lon[c], sin_lat[r]
                    best = np.inf
                    for n in range(MOST):
                        k = who[block, n]
                        if k < 0:
                            break
                        new = cost[k] + arc_m(place[k, 0], place[k, 1], place[k, 2], x, y, z)
                        if new < best:
                            best, which = new, k
                anchor[cell] = which
                if edge and _beside_another(r, c, factor, n_row, n_col, around, n_block_col, who):
                    pending[count] = cell
                    count += 1
    for r in range(i * factor, min((i + 1) * factor, n_row)):
        _lengths(cos_lon, sin_lon, cos_lat[r], sin_lat[r], place, cost, anchor[r * n_col : (r + 1) * n_col],
                 metres[r * n_col : (r + 1) * n_col])  # fmt: skip
    return count


@numba.njit(cache=True, error_model="numpy", nogil=True)
def tell(first: int, end: int, metres_per_second: float, owner: I32, metres: F64, anchor: I32) -> None:
    """Turn the costs of some cells into seconds, and their anchors into the ships these are of, in place.

    `owner` has one entry more than there are anchors, for the cells without one (-1).
    """
    for n in range(first, end):
        metres[n] /= metres_per_second
        anchor[n] = owner[anchor[n]]


@numba.njit(cache=True, error_model="numpy", fastmath={"contract", "nsz", "arcp", "reassoc"})
def _lengths(
    cos_lon: F64, sin_lon: F64, cos_lat: float, sin_lat: float, place: F64, cost: F64, anchor: I32, metres: F64
) -> None:
    """The costs of a row's cells from their anchors, infinite without one; no branches, so that cells go abreast."""
    qn = EQUATOR_M / math.sqrt(1.0 - E2 * sin_lat * sin_lat)
    flat, high = qn * cos_lat, (1.0 - E2) * qn * sin_lat
    for c in range(anchor.shape[0]):
        k = max(anchor[c], 0)
        px, py, pz = place[k, 0], place[k, 1], place[k, 2]
        pn = EQUATOR_M / math.sqrt(1.0 - E2 * pz * pz)
        dx, dy, dz = pn * px - flat * cos_lon[c], pn * py - flat * sin_lon[c], (1.0 - E2) * pn * pz - high
        share = min((dx * dx + dy * dy + dz * dz) * (1.0 / (4.0 * MEAN_RADIUS_M * MEAN_RADIUS_M)), 1.0)
        far = share > 0.5
        s = 1.0 - share if far else share
        series = 1.0 + s * (1 / 6 + s * (3 / 40 + s * (15 / 336 + s * (105 / 3456 + s * (945 / 42240 + s * (
            10395 / 599040 + s * (0.0139648 + s * (0.0115518 + s * (0.0097616 + s * 0.0168)))))))))  # fmt: skip
        angle = math.sqrt(s) * series
        angle = 0.5 * math.pi - angle if far else angle
        metres[c] = cost[k] + 2.0 * MEAN_RADIUS_M * angle if anchor[c] >= 0 else np.inf
