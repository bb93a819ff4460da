"""The earliest arrival by sea at every cell of a grid: along water, round all land, through the passages left open.

Times at the corners of the sea network come from a search of it, exactly as for a route; from there they spread over
the cells in straight lines (`kernels.sea_flood`), so that a strait narrower than a cell still joins its two seas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layers import kernels
from layers.fields.field import NOBODY, Field, Grid, Sites, combine, nowhere
from layers.fields.sea_grid import Cells, border, entering, water_of, world
from layers.routes.graph import tolls
from layers.routes.sea_ends import FARTHEST_SNAP_M, End, connect
from layers.routes.sea_network import EARTH_KM, PIECE_KM, SeaNetwork, Shore
from layers.sphere import unit_vectors

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

REACH = 2
"""Cells this near to a corner are tried from it, so that a narrow view between two cells is not missed; on grids that
only settle wide waters for finer ones, half of it.
"""
ASIDE = (4.1e-8, 5.3e-8, 3.7e-8)
"""Turn [rad] of the gates, by at most half a metre, off the round degrees at which the centres of cells lie."""
FACTORS = (2, 2, 4)
"""Rows and columns of the blocks that one cell of the next coarser grid stands for, from the finest grid on."""
BUCKET = 0.25
"""Width of the buckets over the distance of the rows: cells are to be settled after those the line comes in by."""
ROWS = 16
"""Rows of blocks that a thread takes at a time."""
LEAST_RADIUS_M = 6_335_439.0
"""Least radius of curvature of WGS84: the meridian's at the equator."""
BEYOND_DEG = 5.0
"""So much farther than asked for arrivals are looked for: blocks of the coarsest cells are told by those round them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Anchors:
    """Places a way may bend at last: unit vectors, cost [m] of being there, whose ship it is; the most asked for."""

    place: F64
    cost_m: F64
    owner: I32
    limit_m: float


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What is known of the cells: see `kernels.sea_flood.flood`, which alters it."""

    metres: F64
    anchor: I32

    @staticmethod
    def empty(cells: Cells) -> _State:
        """Nobody anywhere."""
        n = cells.shape[0] * cells.shape[1]
        return _State(np.full(n, np.inf), np.full(n, NOBODY, np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class _Barriers:
    """The shore and, after it, the gates that cost or forbid passing: segments, index, clearance; by segment of the
    gates, the number of the gate and the price [m] of passing.
    """

    a: F64
    b: F64
    start: I32
    items: I32
    skip: U8
    clear: F32
    bit: I32
    toll_m: F64


def sea_field(network: SeaNetwork, grid: Grid, sites: Sites, closed: frozenset[str], within_s: float = np.inf) -> Field:
    """Earliest arrival by water; the winner is the number of the site.

    Parameters
    ----------
    grid
        Cells whose centre is on land, or nearer to it than 200 m, are reached by nobody.
    sites
        Ships by place, start, speed and range. A place off the water is moved to it as for a route, up to 40 km; one
        farther inland reaches nothing.
    closed
        Ids of the passages that are shut, to all the sites alike.
    within_s
        Seconds up to which the answer is wanted; the coming hours, as far as `BEYOND_DEG`, are told too, the rest not.

    Returns
    -------
    Field
        Infinite, with winner -1, where nobody comes. Waiting in passages counts. Depth, ice and tides are not modelled.

    Notes
    -----
    Lengths are within 0.05 % of the geodesic's. Where a cell is seen from no corner of the network the way bends at the
    centres of cells; a sooner arrival by less than 0.02 % does not count. See docs/decisions/0029-sea-field.md.
    """
    finite, soon = np.isfinite(sites.range_m), sites.start_s <= within_s
    fields = [
        _one_speed(network, grid, sites, np.flatnonzero(soon & ~finite & (sites.speed_mps == speed)), closed, within_s)
        for speed in np.unique(sites.speed_mps[soon & ~finite])
    ]
    for k in np.flatnonzero(soon & finite):  # beyond its range a ship hides nobody
        one = _one_speed(network, grid, sites, np.array([k]), closed, within_s)
        out = one.seconds > sites.start_s[k] + sites.range_m[k] / sites.speed_mps[k]
        fields.append(Field(grid, np.where(out, np.inf, one.seconds), np.where(out, NOBODY, one.winner)))
    return combine(fields) if fields else nowhere(grid)


def _one_speed(
    network: SeaNetwork, grid: Grid, sites: Sites, which: npt.NDArray[np.intp], closed: frozenset[str], within_s: float
) -> Field:
    from layers.kernels import sea_blocks

    speed = float(sites.speed_mps[which[0]])
    barred = network.barred(closed)
    toll = tuple(delay * speed for delay in network.gates.delay_s)
    limit_m = within_s * speed + BEYOND_DEG * np.radians(EARTH_KM) * 1e3
    anchors = _anchors(network, sites, which, barred, toll, limit_m)
    barriers = _barriers(network, barred, toll)
    cells = Cells(grid.lon, grid.lat, grid.periodic)
    edge = border(cells)
    over = (np.empty(0, np.int32), np.empty(0, np.int32))
    if edge.any():
        whole = world()
        state, anchors = _spread(network, whole, anchors, barriers, over)
        over = entering(cells, edge, whole, state.anchor)
    state, anchors = _spread(network, cells, anchors, barriers, over)
    owner = np.append(anchors.owner, np.int32(NOBODY))
    size, cells_n = grid.shape[1] * ROWS, len(state.metres)
    kernels.in_turns(
        lambda n, _: sea_blocks.tell(n * size, min((n + 1) * size, cells_n), speed, owner, state.metres, state.anchor),
        -(-cells_n // size),
    )
    return Field(grid, state.metres.reshape(grid.shape), state.anchor.reshape(grid.shape))


def _anchors(
    network: SeaNetwork,
    sites: Sites,
    which: npt.NDArray[np.intp],
    barred: int,
    toll: tuple[float, ...],
    limit_m: float = np.inf,
) -> _Anchors:
    """The corners of the network with the earliest arrival at each up to a limit, then the places of the sites."""
    graph = network.graph
    seed, seed_cost, seed_owner = [np.empty(0, np.int32)], [np.empty(0)], [np.empty(0, np.int32)]
    place, cost, owner = [], [], []
    for k in which:
        end = connect(network, float(sites.lon[k]), float(sites.lat[k]))
        if not isinstance(end, End):
            continue
        begin = float(sites.start_s[k] * sites.speed_mps[k])
        way = end.open(barred)
        seed.append(end.node[way])
        seed_cost.append(begin + end.cost_m[way] + tolls(end.gates[way], toll))
        seed_owner.append(np.full(len(way), k, np.int32))
        if end.sees:
            free = end.own_gates & np.uint64(barred) == 0
            place.append(end.vector[free])
            cost.append(begin + end.own_m[free] + tolls(end.own_gates[free], toll))
            owner.append(np.full(int(free.sum()), k, np.int32))
    seeds = np.concatenate(seed_owner)
    near = None
    if limit_m < np.inf:  # not even looked at: what is too far in a straight line through the earth
        at = unit_vectors(sites.lon[which], sites.lat[which])
        left_m = limit_m + FARTHEST_SNAP_M - sites.start_s[which] * sites.speed_mps[which]
        near = np.asarray((graph.vectors @ at.T > 1.0 - 0.5 * (left_m / LEAST_RADIUS_M) ** 2).any(axis=1))
    node_cost, parent = graph.spread(graph.weights(barred, toll), np.concatenate(seed), np.concatenate(seed_cost), near)
    node_owner = _owners(parent, node_cost, seeds)
    node_cost = np.where(node_cost <= limit_m, node_cost, np.inf)
    return _Anchors(
        np.vstack((graph.vectors, *place)),
        np.concatenate((node_cost, *cost)),
        np.concatenate((node_owner, *owner)).astype(np.int32),
        limit_m,
    )


def _owners(parent: I32, cost: F64, seed_owner: I32) -> I32:
    """Whose ship comes first to each node, from the nodes before (`kernels.sea_paths.spread`)."""
    up = parent.astype(np.int64)
    up[~np.isfinite(cost)] = -1 - len(seed_owner)
    while (up >= 0).any():  # each round leaps twice as far
        inner = up >= 0
        up[inner] = up[up[inner]]
    return np.append(seed_owner, np.int32(NOBODY))[-1 - up].astype(np.int32)


def _barriers(network: SeaNetwork, barred: int, toll: tuple[float, ...]) -> _Barriers:
    gates = network.gates
    price = np.array([np.inf if barred >> bit & 1 else toll[bit] for bit in range(len(gates.ids))])
    mine = price[gates.bit] > 0
    shut = network.remember(("barriers", mine.tobytes()), lambda: _shut(network, mine))
    return replace(shut, toll_m=price[shut.bit])


def _shut(network: SeaNetwork, mine: npt.NDArray[np.bool_]) -> _Barriers:
    """Shore and some gates, indexed."""
    from layers.kernels import sea_clearance, sea_sight

    gates, shore = network.gates, network.shore
    more_a, more_b, of = _walls(gates.a[mine], gates.b[mine])
    a, b = np.vstack((shore.a, more_a)), np.vstack((shore.b, more_b))
    start, items, skip = sea_sight.index(a, b)
    clear = sea_clearance.clearance(sea_clearance.samples(more_a, more_b), _open_sea(shore))
    return _Barriers(a, b, start, items, skip, clear, gates.bit[mine][of], np.zeros(len(more_a)))


@lru_cache(maxsize=2)
def _open_sea(shore: Shore) -> F32:
    """The clearance of a shore alone, which all sets of gates begin with: three seconds."""
    from layers.kernels import sea_clearance

    return sea_clearance.clearance(sea_clearance.samples(shore.a, shore.b), np.empty(0, np.float32))


def _walls(a: F64, b: F64) -> tuple[F64, F64, npt.NDArray[np.intp]]:
    """Gate lines as walls between cells: moved off the cells, cut into short pieces; the line each piece is of.

    A gate along a round meridian runs through the centres of cells, on which side of it these are is then a matter of
    rounding, and a way along it may change sides unseen. All lines move alike, so that those which meet still do.
    """
    a, b = a + np.cross(ASIDE, a), b + np.cross(ASIDE, b)
    width = 2.0 * np.arcsin(np.minimum(0.5 * np.linalg.norm(b - a, axis=1), 1.0))
    count = np.maximum(1, np.ceil(width * EARTH_KM / PIECE_KM)).astype(np.int64)
    of = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)

    def at(n: npt.NDArray[np.int64]) -> F64:
        share = (n / count[of])[:, None]
        place = (1.0 - share) * a[of] + share * b[of]
        return np.asarray(place / np.linalg.norm(place, axis=1, keepdims=True))

    return at(nth), at(nth + 1), of


def _spread(
    network: SeaNetwork, cells: Cells, anchors: _Anchors, barriers: _Barriers, entering: tuple[I32, I32], level: int = 0
) -> tuple[_State, _Anchors]:
    """Arrivals at the cells: first at coarser ones, which settle wide waters for the finer."""
    from layers.kernels import sea_blocks

    state = _State.empty(cells)
    reach = REACH // 2 if level else REACH
    factor = FACTORS[min(level, len(FACTORS) - 1)]
    coarse = cells.coarser(factor)
    if coarse is None:
        return state, _flood(network, cells, anchors, barriers, entering, state, np.empty(0, np.int32), reach)
    column, row = entering[1] % cells.shape[1] // factor, entering[1] // cells.shape[1] // factor
    above = (entering[0], (row * coarse.shape[1] + column).astype(np.int32))
    wide, anchors = _spread(network, coarse, anchors, barriers, above, level + 1)
    lon, lat, coarse_lon, coarse_lat = (np.radians(x) for x in (cells.lon, cells.lat, coarse.lon, coarse.lat))
    who = np.full((len(wide.anchor), sea_blocks.MOST), NOBODY, np.int32)
    rows = coarse.shape[0]
    parts = -(-rows // ROWS)
    water = water_of(network, cells)
    pending = [np.empty(0, np.int32)] * parts

    def certify(n: int, _: int) -> None:
        sea_blocks.certify(
            n * ROWS, min((n + 1) * ROWS, rows), factor, coarse_lon, coarse_lat, coarse.around,
            abs(lon[1] - lon[0]), abs(lat[1] - lat[0]), wide.metres, wide.anchor, anchors.place, anchors.cost_m,
            barriers.clear, who,
        )  # fmt: skip

    def settle(n: int, _: int) -> None:
        pending[n] = sea_blocks.settle(
            n * ROWS, min((n + 1) * ROWS, rows), factor, lon, lat, cells.around, water, coarse.shape[1], who,
            anchors.place, anchors.cost_m, state.metres, state.anchor,
        )  # fmt: skip

    kernels.in_turns(certify, parts)
    kernels.in_turns(settle, parts)
    return state, _flood(network, cells, anchors, barriers, entering, state, np.concatenate(pending), reach)


def _flood(
    network: SeaNetwork,
    cells: Cells,
    anchors: _Anchors,
    barriers: _Barriers,
    entering: tuple[I32, I32],
    state: _State,
    pending: I32,
    reach: int,
) -> _Anchors:
    from layers.kernels import grid_water, sea_cells, sea_flood
    from layers.sphere import lon_lat

    shore = network.shore
    water = water_of(network, cells)
    lon, lat = lon_lat(anchors.place)
    start, cell = grid_water.near(
        lon, lat, np.isfinite(anchors.cost_m), cells.lon, cells.lat, cells.around, water, reach
    )
    if len(entering[0]):
        of = np.concatenate((np.repeat(np.arange(len(start) - 1), np.diff(start)), entering[0]))
        order = np.argsort(of, kind="stable")
        cell = np.concatenate((cell, entering[1]))[order].astype(np.int32)
        start = np.concatenate(([0], np.cumsum(np.bincount(of, minlength=len(start) - 1)))).astype(np.int32)
    return _Anchors(
        *sea_flood.flood(
            np.radians(cells.lon), np.radians(cells.lat), cells.around, water,
            anchors.place, anchors.cost_m, anchors.owner, start, cell,
            BUCKET * np.radians(cells.step_deg) * sea_cells.MEAN_RADIUS_M,
            barriers.a, barriers.b, barriers.start, barriers.items, barriers.skip, barriers.clear,
            (shore.start, shore.items, shore.skip),
            len(shore.a), barriers.toll_m,
            state.metres, state.anchor, pending, anchors.limit_m,
        ),
        anchors.limit_m,
    )  # fmt: skip
