"""From where a flight round closed airspace goes on: starts and corners, each with its time and the cells it can serve.

A shortest way consists of straight pieces between corners it bends round. What arrives first at a cell therefore came
straight from a start, or from a corner by the first way that can turn there; and from a corner only into its lune, the
directions into which a line that came that way bends round what is closed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers import kernels
from layers.routes import air
from layers.routes.air_graph import AirGraph
from layers.routes.air_space import F64, I64, Airspaces, Ring, covered, drawn_rings, places, pockets

I32 = npt.NDArray[np.int32]
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """Where flights begin, one value each, shape (n,): place [deg], time [s], speed [m/s], range [m], number."""

    lon: F64
    lat: F64
    start_s: F64
    speed_mps: F64
    range_m: F64
    number: I32

    def part(self, which: I64) -> Starts:
        return Starts(*(getattr(self, name)[which] for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What a field is made from, one value each, shape (n,); `lune` (3, 3, n) are normals of half-spaces, or nought."""

    lon: F64
    lat: F64
    start_s: F64
    per_metre: F64
    range_m: F64
    number: I32
    at: F64
    lune: F64


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    """Corners passed: node, time, seconds per metre, range left, number, and where the way came from (n, 3)."""

    node: I64
    seconds: F64
    per_metre: F64
    range_m: F64
    number: I32
    came_from: F64

    def part(self, which: npt.NDArray[np.bool_] | I64) -> _Labels:
        return _Labels(
            self.node[which], self.seconds[which], self.per_metre[which], self.range_m[which], self.number[which],
            self.came_from[which],
        )  # fmt: skip


def field(
    spaces: Airspaces, starts: Starts, lon: F64, lat: F64, closed: frozenset[str], drawn: tuple[Ring, ...] = (),
    entered: tuple[LonLat, ...] = (),
) -> tuple[F64, I32]:  # fmt: skip
    """Earliest arrival [s] and its number over columns `lon` and rows `lat` [deg], each evenly spaced.

    Cells in closed airspace are not reached: infinite and -1. The pieces in which the places `entered` lie are open to
    all, and those in which a start lies are open to it, as they are to `air.route`.
    """
    faces, areas = frozenset(spaces.faces(closed)), frozenset(range(len(drawn)))
    for place in entered:
        end = air.end_at(spaces, place, closed, drawn)
        faces, areas = faces - end.faces, areas - end.drawn
    ends = [
        air.end_at(spaces, (float(x), float(y)), closed, drawn) for x, y in zip(starts.lon, starts.lat, strict=True)
    ]
    groups: dict[tuple[frozenset[int], frozenset[int]], list[int]] = {}
    for k, end in enumerate(ends):
        groups.setdefault((faces - end.faces, areas - end.drawn), []).append(k)
    seconds = np.full((len(lat), len(lon)), np.inf)
    winner = np.full(seconds.shape, -1, np.int32)
    for (shut, kept), members in groups.items():
        when, who = _group(
            spaces, starts.part(np.array(members)), lon, lat, shut, tuple(drawn[k] for k in sorted(kept))
        )
        sooner = when < seconds
        seconds, winner = np.where(sooner, when, seconds), np.where(sooner, who, winner)
    return seconds, winner


def _group(
    spaces: Airspaces, starts: Starts, lon: F64, lat: F64, faces: frozenset[int], drawn: tuple[Ring, ...]
) -> tuple[F64, I32]:
    """The field of starts to which the same is closed."""
    if not faces and not drawn:
        when, which = kernels.first_arrivals(
            lon, lat, starts.lon, starts.lat, starts.start_s, 1.0 / starts.speed_mps, starts.range_m
        )
        return when, np.append(starts.number, np.int32(-1))[which]
    rings = spaces.outline(sorted(faces))
    shut = covered([*rings, *pockets(rings, places(starts.lon, starts.lat))], lon, lat)
    for ring in drawn:  # each for itself: they may overlap
        shut |= covered([*drawn_rings(ring)], lon, lat)
    return arrivals(air.graph_round(spaces, faces, drawn), starts, lon, lat, shut)


def sources(graph: AirGraph, starts: Starts) -> Sources:
    """Starts and corners from which some cell may be reached first."""
    at = places(starts.lon, starts.lat)
    labels = _undominated(_labels(graph, starts, at))
    node = labels.node
    return Sources(
        np.concatenate((starts.lon, graph.lon[node])),
        np.concatenate((starts.lat, graph.lat[node])),
        np.concatenate((starts.start_s, labels.seconds)),
        np.concatenate((1.0 / starts.speed_mps, labels.per_metre)),
        np.concatenate((starts.range_m, labels.range_m)),
        np.concatenate((starts.number, labels.number)).astype(np.int32),
        np.vstack((at, graph.nodes[node])),
        np.concatenate((np.zeros((3, 3, len(at))), _lunes(graph, node, labels.came_from)), axis=2),
    )


def _labels(graph: AirGraph, starts: Starts, at: F64) -> _Labels:
    """Per corner the first way that can turn there, for each speed; for each start of limited range its own."""
    sights = [graph.sight(float(x), float(y), v) for x, y, v in zip(starts.lon, starts.lat, at, strict=True)]
    found = []
    unlimited = np.isinf(starts.range_m)
    for speed in np.unique(starts.speed_mps[unlimited]):
        group = np.flatnonzero(unlimited & (starts.speed_mps == speed))
        found.append(_spread(graph, starts, at, group, [sights[k] for k in group], np.inf))
    found += [
        _spread(graph, starts, at, np.array([k]), [sights[k]], float(starts.range_m[k]))
        for k in np.flatnonzero(~unlimited)
    ]
    return _Labels(*(np.concatenate([getattr(one, name) for one in found]) for name in _Labels.__slots__))


def _spread(
    graph: AirGraph, starts: Starts, at: F64, group: I64, sights: list[tuple[I64, F64]], limit_m: float
) -> _Labels:
    """What starts of one speed make of the corners; a limit is for a single start."""
    speed = float(starts.speed_mps[group[0]])
    first = float(starts.start_s[group].min())
    ahead = (starts.start_s[group] - first) * speed  # a later start is as good as one farther away
    seeds = np.concatenate([nodes for nodes, _ in sights])
    cost = np.concatenate([metres + more for (_, metres), more in zip(sights, ahead, strict=True)])
    of = np.repeat(group, [len(nodes) for nodes, _ in sights])
    metres, before, origin = graph.spread(seeds, cost, limit_m)
    node = np.flatnonzero(origin >= 0)
    start = of[origin[node]]
    came_from = np.where((before[node] < 0)[:, None], at[start], graph.nodes[before[node]])
    return _Labels(
        node,
        first + metres[node] / speed,
        np.full(len(node), 1.0 / speed),
        limit_m - metres[node] if np.isfinite(limit_m) else np.full(len(node), np.inf),
        starts.number[start],
        came_from,
    )


def _undominated(labels: _Labels) -> _Labels:
    from layers.kernels import air_sight

    ordered = labels.part(np.lexsort((labels.seconds, labels.node)))
    return ordered.part(air_sight.undominated(ordered.node, ordered.per_metre, ordered.range_m))


def _lunes(graph: AirGraph, node: I64, came_from: F64) -> F64:
    """Normals (3, 3, n), first by half-space, of where a line that came to a corner can go on from it, taut."""
    here = graph.nodes[node]
    normals = np.stack([np.cross(one, here) for one in (came_from, graph.before[node], graph.after[node])])
    sides = np.stack([(normals[0] * one[node]).sum(axis=1) for one in (graph.before, graph.after)])
    which = np.argmax(np.abs(sides), axis=0)
    side = np.sign(np.take_along_axis(sides, which[None], axis=0)[0])
    size = np.linalg.norm(normals, axis=2, keepdims=True)
    normals *= side[None, :, None] / np.where(size > 1e-9, size, np.inf)
    return np.ascontiguousarray(normals.transpose(0, 2, 1))


def arrivals(graph: AirGraph, starts: Starts, lon: F64, lat: F64, closed: npt.NDArray[np.bool_]) -> tuple[F64, I32]:
    """Earliest arrival [s] and its number over columns `lon` and rows `lat` [deg]; infinite and -1 where `closed`.

    Exact as `air_sight` is: straight pieces are great ellipses, measured as geodesics.
    """
    from layers.kernels import air_shade, air_sight_plain  # the compiler costs a fifth of a second

    made = sources(graph, starts)
    n = len(made.lon)
    table = np.zeros((air_shade.ROWS, n))
    table[:4] = kernels.places(made.lon, made.lat)
    table[4:7] = made.start_s, made.per_metre, made.range_m
    table[7:10] = made.at.T
    table[10:19] = made.lune.reshape(9, n)
    caps = _chains(graph, graph.caps, air_sight_plain.CHUNK)
    groups = _chains(graph, graph.groups, air_sight_plain.CHUNK**2)
    seconds, winner = np.empty((len(lat), len(lon))), np.empty((len(lat), len(lon)), np.int32)
    side = air_shade.LARGE

    def run(first: int, last: int) -> None:
        air_shade.sweep(
            first, last, lon, lat, closed, table, made.number, caps, groups, graph.head, graph.tail, seconds, winner
        )

    kernels.in_turns(run, -(-len(lat) // side) * -(-len(lon) // side))
    return seconds, winner


def _chains(graph: AirGraph, caps: F64, size: int) -> F64:
    """Caps as `air_shade` takes them: centre, sine and cosine of the radius, both ends, whether the edges join."""
    first = np.arange(0, len(graph.head), size)
    last = np.minimum(first + size, len(graph.head)) - 1
    breaks = np.append(0, np.cumsum((graph.tail[:-1] != graph.head[1:]).any(axis=1)))
    whole = breaks[last] == breaks[first]
    return np.ascontiguousarray(
        np.column_stack((caps[:, :3], caps[:, 4], np.cos(caps[:, 3]), graph.head[first], graph.tail[last], whole)).T
    )
