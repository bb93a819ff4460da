"""The earliest arrival by sea at every cell of a grid, by straight lines from anchors that spread from cell to cell.

An anchor is a place a shortest way bends at last: a node of the sea network, a start, or, where none of these is in
sight, a cell. A cell that is reached hands its anchor to its neighbours, if the anchor sees them, and itself where not.
The cells are taken in the order of their arrival, from buckets. What an anchor sees is known without a look for cells
in a sector that is clear (`sea_fan`), which most are.

Lengths are those of chords of the ellipsoid turned into arcs: within 0.05 % of the geodesic's for ways between two
bends up to 6 000 km. `sea_flood_plain` is the readable twin.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.sea_fan import fan, room_at
from layers.kernels.sea_sight import clear as in_sight
from layers.kernels.sea_sight import crosses

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

E2 = 0.0066943799901413165
EQUATOR_M = 6_378_137.0
MEAN_RADIUS_M = 6_371_008.8
BLIND = -0.9
"""Cosine of the angle beyond which nobody is looked at: near the antipode a great circle has no certain direction."""
_WORTH = 1.0 - 2e-4
"""A cell that was reached is taken again only for a cost below this share of what it has: lesser gains, from hugging a
cape more closely, would run on over whole oceans.
"""
_SPARE = 0.999
"""Share of a known clear distance that is trusted, against rounding."""


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


@numba.njit(cache=True, error_model="numpy", nogil=True)
def flood(  # noqa: C901, PLR0912, PLR0915 - one loop over the entries of the buckets; the compiler wants it whole
    lon: F64,
    lat: F64,
    around: bool,
    water: U8,
    place: F64,
    cost: F64,
    owner: I32,
    seed_start: I32,
    seed_cell: I32,
    width: float,
    a: F64,
    b: F64,
    start: I32,
    items: I32,
    skip: U8,
    clear: F32,
    bare: tuple[I32, I32, U8],
    first_gate: int,
    gate_toll: F64,
    metres: F64,
    anchor: I32,
    aside: F32,
    left: F32,
    right: F32,
    pending: I32,
) -> tuple[F64, F64, I32]:
    """Spread the arrivals of the anchors over the cells.

    Parameters
    ----------
    lon, lat
        Columns and rows [rad].
    around
        The first column follows the last.
    water
        (rows, columns): 1 where a ship can be.
    place, cost, owner
        (n, 3), (n,), (n,): anchors as unit vectors, what it costs [m] to be there, infinite where nobody comes, and
        whose ship it is.
    seed_start, seed_cell
        (n + 1,), (m,): flat numbers of the cells to try first from each anchor.
    width
        Width of the buckets [m].
    a, b, start, items, skip, clear
        The shore and the gates that no line of sight passes, with their index and clearance.
    bare
        `start`, `items` and `skip` of the index of the shore alone, whose segments come first.
    first_gate, gate_toll
        Number of the first segment that is a gate, and what passing each gate's segment costs [m]; infinite for no
        passing.

    metres, anchor, aside, left, right
        By cell, filled in and altered: the cost, infinite where nobody comes; its last anchor or -1; the azimuth [rad]
        at which the anchor sees it, and how far to either side the sector up to it is clear.
    pending
        Cells that are known already and spread further.

    Returns
    -------
    place, cost, owner
        The anchors with the cells that became some.
    """
    n_row, n_col = lat.shape[0], lon.shape[0]
    n_cell, n_given = n_row * n_col, place.shape[0]
    cos_lon, sin_lon, cos_lat, sin_lat = np.cos(lon), np.sin(lon), np.cos(lat), np.sin(lat)
    fresh = np.zeros(n_cell, np.bool_)  # reached, or reached sooner, since it was last spread
    own = np.full(n_cell, -1, np.int32)  # the anchor a cell has become
    open_water = water.ravel()

    room = max(2 * n_given, n_given + 4096)
    spot, price, whose = np.empty((room, 3)), np.empty(room), np.empty(room, np.int32)
    east, north = np.empty((room, 3)), np.empty((room, 3))
    spot[:n_given], price[:n_given], whose[:n_given] = place, cost, owner
    n_anchor = n_given
    for k in range(n_given):
        _frame(spot[k], east[k], north[k])

    # entries of the buckets: cells, and anchors as n_cell + number
    head = np.full(4096, -1, np.int32)
    size = 2 * n_given + 2 * pending.shape[0] + 65536
    entry, following = np.empty(size, np.int32), np.empty(size, np.int32)
    free, used = -1, 0
    first = np.inf
    for k in range(n_given):
        first = min(first, price[k])
    if not math.isfinite(first):
        return place, cost, owner
    inv_width = 1.0 / width
    ample = 3.0 * width / MEAN_RADIUS_M  # with less room, a look tells which side is free
    for n in range(n_given + pending.shape[0]):
        if n < n_given:
            if not math.isfinite(price[n]) or seed_start[n + 1] == seed_start[n]:
                continue
            item, at = n_cell + n, price[n]
        else:
            item = pending[n - n_given]
            at = metres[item]
            fresh[item] = True
        bucket = int((at - first) * inv_width)
        if bucket >= head.shape[0]:
            head = np.concatenate((head, np.full(bucket + 4096 - head.shape[0], -1, np.int32)))
        entry[used], following[used] = item, head[bucket]
        head[bucket] = used
        used += 1
    now = 0
    near = np.empty(8, np.int32)
    h, q = np.empty(3), np.empty(3)
    while now < head.shape[0]:
        e = head[now]
        if e < 0:
            now += 1
            continue
        head[now] = following[e]
        item = entry[e]
        following[e] = free
        free = e
        is_seed = item >= n_cell
        if is_seed:
            here = -1
            k = item - n_cell
            count = seed_start[k + 1] - seed_start[k]
        else:
            here = item
            if not fresh[here]:
                continue
            fresh[here] = False
            k = anchor[here]
            row, col = here // n_col, here % n_col
            count = 0
            for dr in range(-1, 2):
                if row + dr < 0 or row + dr >= n_row:
                    continue
                for dc in range(-1, 2):
                    c = col + dc
                    if dr == 0 and dc == 0:
                        continue
                    if c < 0 or c >= n_col:
                        if not around:
                            continue
                        c = (c + n_col) % n_col
                    there = (row + dr) * n_col + c
                    if open_water[there] == 0 or anchor[there] == k or metres[there] <= price[k]:
                        continue
                    near[count] = there
                    count += 1
        for n in range(count):
            there = seed_cell[seed_start[k] + n] if is_seed else near[n]
            if open_water[there] == 0 or anchor[there] == k:
                continue
            row_t, col_t = there // n_col, there % n_col
            x, y, z = cos_lat[row_t] * cos_lon[col_t], cos_lat[row_t] * sin_lon[col_t], sin_lat[row_t]
            p = spot[k]
            new = price[k] + arc_m(p[0], p[1], p[2], x, y, z)
            seen = False
            turn, to_left, to_right = 0.0, 0.0, 0.0
            if new < _WORTH * metres[there] and p[0] * x + p[1] * y + p[2] * z > BLIND:
                turn = math.atan2(
                    x * east[k, 0] + y * east[k, 1] + z * east[k, 2],
                    x * north[k, 0] + y * north[k, 1] + z * north[k, 2],
                )
                away = math.sqrt((x - p[0]) ** 2 + (y - p[1]) ** 2 + (z - p[2]) ** 2)
                clear_to = 0.0
                if not is_seed:
                    more = turn - aside[here]
                    if more > math.pi:
                        more -= 2 * math.pi
                    elif more < -math.pi:
                        more += 2 * math.pi
                    if -left[here] <= more <= right[here]:  # azimuths grow to the right
                        to_left, to_right = left[here] + more, right[here] - more
                        hr, hc = here // n_col, here % n_col
                        clear_to = _SPARE * math.sqrt(
                            (cos_lat[hr] * cos_lon[hc] - p[0]) ** 2
                            + (cos_lat[hr] * sin_lon[hc] - p[1]) ** 2
                            + (sin_lat[hr] - p[2]) ** 2
                        )
                if clear_to >= away:
                    seen = True
                else:
                    rest = (away - clear_to) / math.sqrt(1.0 - 0.25 * away * away)
                    spare = room_at(x, y, z, clear) * _SPARE
                    q[0], q[1], q[2] = x, y, z
                    if clear_to > 0 and spare > rest + ample:
                        seen = True
                        wide = math.sqrt(spare * spare - rest * rest) / (away * (1.0 + 0.08 * away * away))
                        to_left, to_right = min(to_left, wide), min(to_right, wide)
                    elif clear_to > 0:
                        # only what lies beyond the clear way is looked at; near the shore a sector is of no use
                        all_cos, all_sin = 1.0 - 0.5 * away * away, away * math.sqrt(1.0 - 0.25 * away * away)
                        one = clear_to * math.sqrt(1.0 - 0.25 * clear_to * clear_to)
                        two = all_sin * (1.0 - 0.5 * clear_to * clear_to) - all_cos * one
                        t = max(one / (one + two) - 1e-6, 0.0)
                        for n3 in range(3):
                            h[n3] = p[n3] + t * (q[n3] - p[n3])
                        seen = in_sight(h, q, a, b, start, items, skip)
                        to_left, to_right = 0.0, 0.0
                    elif spare > 2.0 * ample:
                        seen, to_left, to_right = fan(p, x, y, z, 0.0, a, b, start, items, clear)
                    else:
                        seen = in_sight(p, q, a, b, start, items, skip)
            owner_k = k
            if not seen:
                if is_seed:
                    continue
                hr, hc = here // n_col, here % n_col
                hx, hy, hz = cos_lat[hr] * cos_lon[hc], cos_lat[hr] * sin_lon[hc], sin_lat[hr]
                new = metres[here] + arc_m(hx, hy, hz, x, y, z)
                if new >= _WORTH * metres[there]:
                    continue
                h[0], h[1], h[2] = hx, hy, hz
                q[0], q[1], q[2] = x, y, z
                toll = 0.0
                if not in_sight(h, q, a, b, start, items, skip):
                    if len(gate_toll) == 0 or not in_sight(h, q, a, b, bare[0], bare[1], bare[2]):
                        continue
                    toll = _toll(h, x, y, z, a[first_gate:], b[first_gate:], gate_toll)
                if not new + toll < _WORTH * metres[there]:
                    continue
                owner_k = own[here]
                if owner_k < 0 or toll > 0 or price[owner_k] != metres[here]:
                    if n_anchor == spot.shape[0]:
                        spot, east, north = _grown(spot), _grown(east), _grown(north)
                        price = np.concatenate((price, np.empty_like(price)))
                        whose = np.concatenate((whose, np.empty_like(whose)))
                    owner_k = n_anchor
                    n_anchor += 1
                    spot[owner_k] = h
                    price[owner_k] = metres[here] + toll
                    whose[owner_k] = whose[k]
                    _frame(h, east[owner_k], north[owner_k])
                    if toll == 0:
                        own[here] = owner_k
                new += toll
                turn = math.atan2(
                    x * east[owner_k, 0] + y * east[owner_k, 1] + z * east[owner_k, 2],
                    x * north[owner_k, 0] + y * north[owner_k, 1] + z * north[owner_k, 2],
                )
                to_left, to_right = 0.0, 0.0
            metres[there] = new
            fresh[there] = True
            anchor[there] = owner_k
            aside[there] = turn
            left[there], right[there] = to_left * 0.999, to_right * 0.999
            bucket = max(int((new - first) * inv_width), now)
            if bucket >= head.shape[0]:
                head = np.concatenate((head, np.full(max(bucket + 1 - head.shape[0], head.shape[0]), -1, np.int32)))
            if free >= 0:
                e = free
                free = following[e]
            else:
                if used == entry.shape[0]:
                    entry = np.concatenate((entry, np.empty_like(entry)))
                    following = np.concatenate((following, np.empty_like(following)))
                e = used
                used += 1
            entry[e], following[e] = there, head[bucket]
            head[bucket] = e
    return spot[:n_anchor].copy(), price[:n_anchor].copy(), whose[:n_anchor].copy()


@numba.njit(cache=True, error_model="numpy")
def _frame(p: F64, east: F64, north: F64) -> None:
    """East and north at a place; any two directions at a pole."""
    across = math.hypot(p[0], p[1])
    if across > 1e-12:
        east[0], east[1], east[2] = -p[1] / across, p[0] / across, 0.0
    else:
        east[0], east[1], east[2] = 1.0, 0.0, 0.0
    north[0] = p[1] * east[2] - p[2] * east[1]
    north[1] = p[2] * east[0] - p[0] * east[2]
    north[2] = p[0] * east[1] - p[1] * east[0]


@numba.njit(cache=True, error_model="numpy")
def _grown(x: F64) -> F64:
    return np.concatenate((x, np.empty_like(x)))


@numba.njit(cache=True, error_model="numpy")
def _toll(p: F64, x: float, y: float, z: float, gate_a: F64, gate_b: F64, gate_toll: F64) -> float:
    """What the gates between two neighbouring places cost."""
    q = np.empty(3)
    q[0], q[1], q[2] = x, y, z
    nx = p[1] * q[2] - p[2] * q[1]
    ny = p[2] * q[0] - p[0] * q[2]
    nz = p[0] * q[1] - p[1] * q[0]
    cost = 0.0
    for k in range(gate_a.shape[0]):
        if crosses(p, q, nx, ny, nz, gate_a[k], gate_b[k]):
            cost += gate_toll[k]
    return cost
