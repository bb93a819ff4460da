"""Sea routes: the shortest way over water on the ellipsoid, round all land, through the passages that are open.

A shortest way bends only at corners of the shore, so it is searched on a graph of corners that see each other
(`sea_network`), to which both ends are joined (`sea_ends`). Corners in the open sea keep up to 6 km off the land, in
narrow waters down to 250 m, and lines of sight 150 m at least. Depth, ice, tides and traffic schemes are not modelled.
The way is a hair longer than the shortest: up to 6 km at a cape it rounds far from its ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from layers import geodesy
from layers.routes import sea_trees
from layers.routes.graph import tolls
from layers.routes.model import Line, NoRoute, Route
from layers.routes.sea_ends import End, connect
from layers.routes.sea_legs import drawn, passages_along
from layers.routes.sea_network import EARTH_KM, F64, SeaNetwork
from layers.routes.sea_reasons import not_direct, one_water, reach, why_not

__all__ = ["SeaNetwork", "route", "table"]

LonLat = tuple[float, float]
_KEPT = 500
"""Ways with nothing barred that are kept: of the few ships that are locked in, to all flashpoints."""
NEAR_KM = 1500.0
"""Places no farther apart may be joined past corners from which no node was looked for."""
ASSUMED = ("Depth, ice and tides are not modelled.",)


def route(
    network: SeaNetwork,
    start: LonLat,
    end: LonLat,
    closed: frozenset[str],
    *,
    speed_mps: float | None = None,
    to_all: frozenset[str] | None = None,
) -> Route | NoRoute:
    """The shortest water route from `start` to `end`, (lon, lat) each.

    Parameters
    ----------
    closed
        Ids of the passages that are shut.
    speed_mps
        When given, the waiting in a passage counts as the distance covered at this speed in the same time, so that the
        earliest way is chosen in place of the shortest.
    to_all
        What of it is shut to most ships that will ask; all of it when not given. The way is the same, sooner found; why
        there is none tells what is closed to this kind of ship alone.

    Returns
    -------
    Route or NoRoute
        `length_m` is the geodesic length of `line`; `delay_s` the waiting in the passages used; snap distances are
        reported, not travelled.
    """
    one, two = connect(network, *start), connect(network, *end)
    for name, joined in (("start", one), ("end", two)):
        if isinstance(joined, str):
            return NoRoute("sea", f"The {name} is {joined}.")
    assert isinstance(one, End)
    assert isinstance(two, End)
    barred = network.barred(closed)
    shared = barred if to_all is None else barred & network.barred(to_all)
    found = shortest(network, one, two, barred, shared, speed_mps or 0.0)
    if found is None:
        unbarred = _unbarred(network, one, two, barred)
        return NoRoute("sea", why_not(network, one, two, barred, shared, unbarred))
    lon, lat = found
    used, delay_s = passages_along(network, lon, lat)
    lon, lat = drawn(network, lon, lat)
    legs = geodesy.distance(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return Route(
        mode="sea",
        line=Line(lon, lat),
        length_m=float(legs.sum()),
        geodesic_m=geodesy.distance(float(one.lon[0]), float(one.lat[0]), float(two.lon[0]), float(two.lat[0])),
        passages=used,
        delay_s=delay_s,
        start_snap=one.snap,
        end_snap=two.snap,
        assumed=ASSUMED,
        refused=not_direct(network, lon, lat, barred, network.toll_m(speed_mps or 0.0)),
    )


def shortest(
    network: SeaNetwork, one: End, two: End, barred: int, to_all: int, speed_mps: float
) -> tuple[F64, F64] | None:
    """Vertices (lon, lat) of the cheapest way between two joined ends; None when there is none.

    See `sea_trees.way` for the arguments.
    """
    toll = network.toll_m(speed_mps)
    direct, via_one, via_two = _direct(network, one, two, barred, toll)
    known = sea_trees.way(network, one, two, barred, to_all, speed_mps, direct)
    total, nodes, first = min(known.cost_m, direct), known.nodes, known.way
    if not known.cheapest:
        seed, goal = one.open(barred), two.open(barred)
        if not np.isfinite(direct) and not one_water(network, one, two, barred):
            return None  # known at once, where a search would look at every corner of the sea
        cost, over, at, looked = network.graph.path(
            network.graph.weights(barred, toll),
            one.node[seed],
            one.cost_m[seed] + tolls(one.gates[seed], toll),
            two.node[goal],
            two.cost_m[goal] + tolls(two.gates[goal], toll),
            two.vector[0],
            sea_trees.ahead(network, two, barred, to_all, speed_mps),
            total,
        )
        sea_trees.searched(network, two, barred, to_all, looked)
        if over:
            total, nodes, first = cost, over, int(seed[at])
        elif not known.cost_m < direct:
            nodes = []
    if not np.isfinite(total):
        return None
    if nodes:
        via_one = int(one.via[first])
        via_two = int(two.via[np.searchsorted(two.node, nodes[-1])])
    middle = np.column_stack((network.lon[nodes], network.lat[nodes]))
    line = np.concatenate((one.line(via_one), middle, two.line(via_two)[::-1]))
    moved = np.concatenate(([True], np.any(line[1:] != line[:-1], axis=1)))
    line = line[moved]
    return line[:, 0].copy(), line[:, 1].copy()


def _unbarred(network: SeaNetwork, one: End, two: End, barred: int) -> tuple[F64, F64] | None:
    """The way that there would be with nothing barred, asked for from the end in the smaller water: few lie in it."""
    known = network._unbarred  # noqa: SLF001 - the network's own memory, kept by this function
    key = (float(one.lon[0]), float(one.lat[0])), (float(two.lon[0]), float(two.lat[0]))
    if key not in known:
        if reach(network, two, barred) <= reach(network, one, barred):
            found = shortest(network, one, two, 0, 0, 0.0)
        else:
            back = shortest(network, two, one, 0, 0, 0.0)
            found = None if back is None else (back[0][::-1].copy(), back[1][::-1].copy())
        while len(known) >= _KEPT:
            known.pop(next(iter(known)), None)
        known[key] = found
    way: tuple[F64, F64] | None = known[key]
    return way


def _direct(
    network: SeaNetwork, one: End, two: End, barred: int, toll: tuple[float, ...] = ()
) -> tuple[float, int, int]:
    """Cost of the cheapest way that uses no node, and the corners of both ends it joins; infinite without one."""
    from layers.kernels import sea_gates, sea_tangent

    shore, gates = network.shore, network.gates
    if not (one.sees and two.sees):
        return np.inf, 0, 0
    far = float(np.linalg.norm(one.vector[0] - two.vector[0])) * EARTH_KM > NEAR_KM
    here, there = (slice(end.looked if far else None) for end in (one, two))
    pairs = sea_tangent.between(
        one.vector[here],
        one.before[here],
        one.after[here],
        two.vector[there],
        two.before[there],
        two.after[there],
        shore.a,
        shore.b,
        shore.start,
        shore.items,
        shore.skip,
    )
    i, j = pairs[:, 0], pairs[:, 1]
    mask = sea_gates.masks(one.vector[i], two.vector[j], gates.a, gates.b, gates.bit)
    mask |= one.own_gates[i] | two.own_gates[j]
    usable = np.flatnonzero(mask & np.uint64(barred) == 0)
    if not len(usable):
        return np.inf, 0, 0
    i, j, mask = i[usable], j[usable], mask[usable]
    cost = one.own_m[i] + two.own_m[j] + geodesy.distance(one.lon[i], one.lat[i], two.lon[j], two.lat[j])
    if toll:
        cost += tolls(mask, toll)
    k = int(np.argmin(cost))
    return float(cost[k]), int(i[k]), int(j[k])


def table(
    network: SeaNetwork,
    sources: Sequence[LonLat],
    targets: Sequence[LonLat],
    closed: frozenset[str],
) -> tuple[F64, Mapping[tuple[int, int], str]]:
    """Lengths [m] of the shortest water routes from each source to each target.

    Returns
    -------
    lengths_m
        Shape (sources, targets); infinite where there is no way.
    reasons
        For each (source, target) without a way, why.
    """
    lengths = np.full((len(sources), len(targets)), np.inf)
    reasons: dict[tuple[int, int], str] = {}
    barred = network.barred(closed)
    weight = network.graph.weights(barred)
    rows, columns = [connect(network, *s) for s in sources], [connect(network, *t) for t in targets]
    flip = len(columns) < len(rows)
    outer, inner = (columns, rows) if flip else (rows, columns)
    view = lengths.T if flip else lengths
    for i, one in enumerate(outer):
        if isinstance(one, str):
            continue
        way = one.open(barred)
        cost, _ = network.graph.spread(weight, one.node[way], one.cost_m[way])
        for j, two in enumerate(inner):
            if isinstance(two, str):
                continue
            direct = _direct(network, one, two, barred)[0]
            there = two.open(barred)
            best = float(np.min(cost[two.node[there]] + two.cost_m[there], initial=np.inf))
            view[i, j] = min(best, direct)
    for i, j in zip(*np.nonzero(~np.isfinite(lengths)), strict=True):
        answer = route(network, sources[i], targets[j], closed)
        if isinstance(answer, NoRoute):
            reasons[int(i), int(j)] = answer.reason
    return lengths, reasons
