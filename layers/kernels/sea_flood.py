"""The earliest arrival by sea at every cell of a grid, by straight lines from anchors that spread from cell to cell.

An anchor is a place a shortest way bends at last: a node of the sea network, a start, or, where none of these is in
sight, a cell. A cell that is reached offers its anchor to its neighbours. The cells are taken in the order of their
arrival, from buckets; whether the anchor sees the cell is asked only then. It does when it sees the two neighbours
between which the line comes in, and the rest of the line is clear; else the whole line is walked. Where it does not,
the next best anchor of the neighbours is tried, or the way bends at a neighbour.

Lengths are those of chords of the ellipsoid turned into arcs: within 0.05 % of the geodesic's for ways between two
bends up to 6 000 km.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent
from layers.kernels.sea_cells import DONE, EDGE, OFFERED, SEEN, arc_m, cost_m, in_line, neighbours, sees, vector
from layers.kernels.sea_sight import clear as in_sight
from layers.kernels.sea_sight import crosses

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]

_WORTH = 1.0 - 3e-4
"""A cell that was reached is taken again only for a cost below this share of what it has: lesser gains, from hugging a
cape more closely, would run on over whole oceans.
"""

_NOTHING, _BUCKETS, _ENTRIES, _ANCHORS = 0, 1, 2, 3
"""What `_settle` is short of."""
_FARTHEST_M = 20_100_000.0
"""No cell is farther from an anchor in a straight line."""
_DEAR = 0.5
"""What it costs to bend at a cell, over the width of the buckets. A cell may lie nearer to a cape than the corners of
the sea network, from which ways keep off; without this what is gained there would run on over whole oceans.
"""


@numba.njit(cache=True, error_model="numpy", nogil=True)
def flood(  # noqa: C901, PLR0912 - the compiler wants no more calls
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
    pending: I32,
    limit: float,
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
    metres, anchor
        By cell, filled in and altered: the cost, infinite where nobody comes, and its last anchor or -1.
    pending
        Cells that are known already and spread further; other known cells do not.
    limit
        Cost [m] beyond which nothing spreads; a cell that comes later is left unknown.

    Returns
    -------
    place, cost, owner
        The anchors with the cells that became some.
    """
    n_row, n_col = lat.shape[0], lon.shape[0]
    n_cell, n_given = n_row * n_col, place.shape[0]
    first = np.inf
    for k in range(n_given):
        first = min(first, cost[k])
    if not math.isfinite(first):
        return place, cost, owner
    grid = np.cos(lon), np.sin(lon), np.cos(lat), np.sin(lat)
    own = np.full(n_cell, -1, np.int32)
    spare = np.zeros(n_cell, np.int32)
    known = np.zeros(n_cell, np.uint8)
    for n in range(n_cell):
        if anchor[n] >= 0:
            known[n] = DONE

    room = n_given + 1024
    spot, price, whose = np.empty((room, 3)), np.empty(room), np.empty(room, np.int32)
    spot[:n_given], price[:n_given], whose[:n_given] = place, cost, owner

    ahead = int((_FARTHEST_M + 4.0 * _most(gate_toll)) / width)
    head = np.full(2 * ahead, -1, np.int32)
    size = n_given + pending.shape[0] + 1024
    entry, following = np.empty(size, np.int32), np.empty(size, np.int32)
    used = 0
    for n in range(n_given + pending.shape[0]):
        if n < n_given:
            if not math.isfinite(price[n]) or seed_start[n + 1] == seed_start[n]:
                continue
            item, at = n_cell + n, price[n]
        else:
            item = pending[n - n_given]
            at = metres[item]
            known[item] = EDGE
        bucket = int((at - first) / width)
        if bucket >= head.shape[0]:
            head = np.concatenate((head, np.full(bucket + ahead - head.shape[0], -1, np.int32)))
        entry[used], following[used] = item, head[bucket]
        head[bucket] = used
        used += 1

    state = np.array([0, -1, used, n_given])
    while True:
        short = _settle(
            state, first, width, ahead, limit, n_row, n_col, around, lon[1] - lon[0], lat[1] - lat[0], grid,
            water.ravel(), seed_start, seed_cell, a, b, start, items, skip, clear, bare, first_gate, gate_toll,
            spot, price, whose, own, spare, known, metres, anchor, head, entry, following,
        )  # fmt: skip
        if short == _NOTHING:
            break
        if short == _BUCKETS:
            head = np.concatenate((head, np.full_like(head, -1)))
        elif short == _ENTRIES:
            entry, following = np.concatenate((entry, entry)), np.concatenate((following, following))
        else:
            spot, price = np.concatenate((spot, spot)), np.concatenate((price, price))
            whose = np.concatenate((whose, whose))
    n_anchor = state[3]
    if limit < np.inf:
        for n in range(n_cell):
            if metres[n] > limit:  # offered, and never looked at
                metres[n], anchor[n] = np.inf, -1
    return spot[:n_anchor].copy(), price[:n_anchor].copy(), whose[:n_anchor].copy()


@numba.njit(cache=True, error_model="numpy", nogil=True)
def _settle(  # noqa: C901, PLR0912, PLR0915 - one loop over the entries of the buckets; the compiler wants it whole
    state: I64, first: float, width: float, ahead: int, limit: float, n_row: int, n_col: int, around: bool,
    step_lon: float, step_lat: float, grid: tuple[F64, F64, F64, F64], open_water: U8, seed_start: I32, seed_cell: I32,
    a: F64, b: F64, start: I32, items: I32, skip: U8, clear: F32, bare: tuple[I32, I32, U8], first_gate: int,
    gate_toll: F64, spot: F64, price: F64, whose: I32, own: I32, spare: I32, known: U8, metres: F64, anchor: I32,
    head: I32, entry: I32, following: I32,
) -> int:  # fmt: skip
    """Take the entries of the buckets in turn until there are none, or until room is wanted; what is short of it.

    No array is made or replaced here: an array that may be another one in the next turn is counted anew in each, which
    took half of the time.

    Parameters
    ----------
    state
        Altered: the bucket that is at hand, the first free entry or -1, how many entries were ever used, and how many
        anchors there are. Called again with more room, it goes on.
    first, ahead
        Cost [m] at which the buckets begin; buckets that one entry may reach ahead.
    own
        By cell: the anchor it has become, or -1.
    spare
        By cell: one more than an anchor that sees it while a sooner one was offered, or 0.
    known
        By cell: see `sea_cells.OFFERED`.
    head, entry, following
        By bucket its first entry or -1; by entry the cell, or the anchor as cells + number, and the entry after it.
    """
    now, free, used, n_anchor = state
    n_cell = n_row * n_col
    inv_width, surcharge = 1.0 / width, _DEAR * width
    short = _NOTHING
    near = np.empty(8, np.int32)
    option, option_m, failed = np.empty(17, np.int64), np.empty(17), np.empty(9, np.int32)
    h, q = np.empty(3), np.empty(3)
    while now < head.shape[0] and first + now * width <= limit:
        e = head[now]
        if e < 0:
            now += 1
            continue
        item = entry[e]
        is_seed = item >= n_cell
        most = seed_start[item - n_cell + 1] - seed_start[item - n_cell] if is_seed else 8
        if now + ahead >= head.shape[0]:
            short = _BUCKETS
        elif used + most > entry.shape[0]:
            short = _ENTRIES
        elif n_anchor + 8 > spot.shape[0]:
            short = _ANCHORS
        if short != _NOTHING:
            break
        head[now] = following[e]
        following[e] = free
        free = e
        here = -1
        again = np.inf  # a cell that comes later than was thought is put back
        if is_seed:
            k = item - n_cell
            count = seed_start[k + 1] - seed_start[k]
        else:
            here = item
            if known[here] == 0 or known[here] == DONE:
                continue
            count = neighbours(here, n_row, n_col, around, open_water, near)
            k = anchor[here]
            if known[here] == OFFERED and not sees(
                spot, k, here, n_row, n_col, around, step_lon, step_lat, grid, known, anchor,
                a, b, start, items, skip, clear, h, q,
            ):  # fmt: skip
                # the next best: an anchor of a neighbour, as number, or a bend at a neighbour, as -1 - number
                x, y, z = vector(here, n_col, grid)
                failed[0], n_failed, n_option = k, 1, 0
                for n in range(count):
                    there = near[n]
                    if known[there] < SEEN:
                        continue
                    hx, hy, hz = vector(there, n_col, grid)
                    option[n_option] = -1 - there
                    option_m[n_option] = metres[there] + surcharge + arc_m(hx, hy, hz, x, y, z)
                    n_option += 1
                    other, tried = anchor[there], False
                    for m in range(n_failed):
                        tried = tried or failed[m] == other
                    if not tried:
                        failed[n_failed] = other
                        n_failed += 1
                        option[n_option], option_m[n_option] = other, cost_m(spot, price, other, here, n_col, grid)
                        n_option += 1
                if spare[here] > 0:
                    k = spare[here] - 1
                    option[n_option], option_m[n_option] = k, cost_m(spot, price, k, here, n_col, grid)
                    n_option += 1
                metres[here], anchor[here], known[here] = np.inf, -1, 0
                while True:
                    best = -1
                    for n in range(n_option):
                        if option_m[n] < metres[here] and (best < 0 or option_m[n] < option_m[best]):
                            best = n
                    if best < 0:
                        break
                    choice, new = option[best], option_m[best]
                    option_m[best] = np.inf
                    if choice >= 0:
                        k = choice
                        if not sees(
                            spot, k, here, n_row, n_col, around, step_lon, step_lat, grid, known, anchor,
                            a, b, start, items, skip, clear, h, q,
                        ):  # fmt: skip
                            continue
                    else:
                        there = -1 - choice
                        h[0], h[1], h[2] = vector(there, n_col, grid)
                        toll = 0.0
                        if not in_sight(h, q, a, b, start, items, skip):
                            if len(gate_toll) == 0 or not in_sight(h, q, a, b, bare[0], bare[1], bare[2]):
                                continue
                            toll = _toll(h, q, a[first_gate:], b[first_gate:], gate_toll)
                            if not new + toll < metres[here]:
                                continue
                        k = own[there]
                        if k < 0 or toll > 0 or price[k] != metres[there] + surcharge:
                            k = n_anchor
                            n_anchor += 1
                            spot[k] = h
                            price[k] = metres[there] + surcharge + toll
                            whose[k] = whose[anchor[there]]
                            if toll == 0:
                                own[there] = k
                        new += toll
                    metres[here], anchor[here], known[here] = new, k, SEEN
                if known[here] == 0:
                    continue
                k = anchor[here]
                if int((metres[here] - first) * inv_width) > now:
                    again = metres[here]
        if again == np.inf:
            if here >= 0:
                known[here] = DONE
        else:
            count = 1
        for n in range(count):
            if again < np.inf:
                there, new = here, again
            else:
                there = seed_cell[seed_start[k] + n] if is_seed else near[n]
                if anchor[there] == k or metres[there] <= price[k]:
                    continue
                new = cost_m(spot, price, k, there, n_col, grid)
                if new >= _WORTH * metres[there]:
                    # what was offered may not be seen; a seed will not come again
                    if is_seed and known[there] == OFFERED:
                        other = spare[there] - 1
                        if other >= 0 and cost_m(spot, price, other, there, n_col, grid) <= new:
                            continue
                        if in_line(spot, k, there, n_col, grid, a, b, start, items, skip, q):
                            spare[there] = k + 1
                    continue
                if is_seed or known[there] >= SEEN:
                    if not sees(
                        spot, k, there, n_row, n_col, around, step_lon, step_lat, grid, known, anchor,
                        a, b, start, items, skip, clear, h, q,
                    ):  # fmt: skip
                        continue
                    known[there] = SEEN
                else:
                    known[there] = OFFERED
                metres[there], anchor[there] = new, k
            bucket = min(max(int((new - first) * inv_width), now), now + ahead)
            if free >= 0:
                e = free
                free = following[e]
            else:
                e = used
                used += 1
            entry[e], following[e] = there, head[bucket]
            head[bucket] = e
    state[0], state[1], state[2], state[3] = now, free, used, n_anchor
    return short


@lent
def _most(toll: F64) -> float:
    """The highest of the prices that can be paid."""
    most = 0.0
    for price in toll:
        if price < np.inf:
            most = max(most, price)
    return most


@lent
def _toll(p: F64, q: F64, gate_a: F64, gate_b: F64, gate_toll: F64) -> float:
    """What the gates between two neighbouring places cost."""
    nx = p[1] * q[2] - p[2] * q[1]
    ny = p[2] * q[0] - p[0] * q[2]
    nz = p[0] * q[1] - p[1] * q[0]
    cost = 0.0
    for k in range(gate_a.shape[0]):
        if crosses(p, q, nx, ny, nz, gate_a[k], gate_b[k]):
            cost += gate_toll[k]
    return cost
