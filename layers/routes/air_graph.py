"""The tangent visibility graph round closed airspace: where a taut line can turn, and what sees what.

A shortest way round areas turns only at their corners, and only so that it stays taut there: both sides of the corner
lie on one side of it. Lines that do not touch so are left out, which keeps some tens of edges per corner.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from layers import geodesy, kernels
from layers.kernels.air_sight_plain import CHUNK
from layers.routes.air_space import F64, I64, positions, turning_points

if TYPE_CHECKING:
    from types import ModuleType

_SHARE = 256
"""Nodes whose pairs one thread looks at in one go."""
_KEPT_TREES = 256
"""Shortest-way trees kept per graph, one for each end asked for: 40 kB each."""


def _sight() -> ModuleType:
    """The compiled kernels; the compiler costs a fifth of a second, so only when there is a route to find."""
    from layers.kernels import air_sight

    return air_sight


def _caps(head: F64, tail: F64) -> F64:
    """Bounding caps (x, y, z, radius [rad], sine of it) of runs of `CHUNK` arcs, shape (n, 5)."""
    starts = np.arange(0, len(head), CHUNK)
    centre = np.add.reduceat(head + tail, starts) if len(head) else np.zeros((0, 3))
    centre /= np.maximum(np.linalg.norm(centre, axis=1, keepdims=True), 1e-12)
    of = np.arange(len(head)) // CHUNK
    chord = np.maximum(np.linalg.norm(head - centre[of], axis=1), np.linalg.norm(tail - centre[of], axis=1))
    far = np.maximum.reduceat(chord, starts) if len(head) else np.zeros(0)
    return _with_sine(centre, 2 * np.arcsin(np.minimum(far / 2, 1.0)) + 1e-7)


def _groups(caps: F64) -> F64:
    """Bounding caps of runs of `CHUNK` caps, shape (n, 5)."""
    starts = np.arange(0, len(caps), CHUNK)
    centre = np.add.reduceat(caps[:, :3], starts) if len(caps) else np.zeros((0, 3))
    centre /= np.maximum(np.linalg.norm(centre, axis=1, keepdims=True), 1e-12)
    of = np.arange(len(caps)) // CHUNK
    away = 2 * np.arcsin(np.minimum(np.linalg.norm(caps[:, :3] - centre[of], axis=1) / 2, 1.0)) + caps[:, 3]
    far = np.maximum.reduceat(away, starts) if len(caps) else np.zeros(0)
    return _with_sine(centre, far + 1e-7)


def _with_sine(centre: F64, radius: F64) -> F64:
    # a cap of a quarter of the globe or more meets every great circle
    sine = np.where(radius < np.pi / 2, np.sin(np.minimum(radius, np.pi / 2)), 2.0)
    return np.ascontiguousarray(np.column_stack((centre, radius, sine)))


@dataclass(frozen=True, slots=True, eq=False)
class AirGraph:
    """What is closed, as edges, and the corners a way round it can turn at, joined where they see each other.

    `start`, `to`, `metres` are the joints of each node, both ways, as in a sparse matrix by rows.
    """

    head: F64
    tail: F64
    caps: F64
    groups: F64
    nodes: F64
    before: F64
    after: F64
    lon: F64
    lat: F64
    start: I64
    to: I64
    metres: F64
    _trees: OrderedDict[tuple[float, float], tuple[F64, I64]] = field(default_factory=OrderedDict, repr=False)
    _sights: OrderedDict[tuple[float, float], tuple[I64, F64]] = field(default_factory=OrderedDict, repr=False)

    def clear(self, a: F64, b: F64) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """For each pair of rows (n, 3), whether the great ellipse between them stays out of what is closed."""
        return np.asarray(_sight().clear(a, b, self.head, self.tail, self.caps, self.groups))

    def seen(self, at: F64) -> I64:
        """Nodes in sight of a place (unit vector) at which a way from there can turn."""
        found = _sight().seen(at, self.nodes, self.before, self.after, self.head, self.tail, self.caps, self.groups)
        return np.asarray(found)

    def tree(self, lon: float, lat: float, at: F64) -> tuple[F64, I64]:
        """From an end (also as unit vector): metres to every node (infinite: no way), and the node before it or -1."""
        key = (lon, lat)
        if key not in self._trees:
            metres, before, _ = self.spread(*self.sight(lon, lat, at))
            self._trees[key] = metres, before
            if len(self._trees) > _KEPT_TREES:
                self._trees.popitem(last=False)
        self._trees.move_to_end(key)
        return self._trees[key]

    def sight(self, lon: float, lat: float, at: F64) -> tuple[I64, F64]:
        """Nodes in sight of an end (also as unit vector) at which a way can turn, and the metres to them."""
        key = (lon, lat)
        if key not in self._sights:
            nodes = self.seen(at)
            there = geodesy.distance(
                np.full(len(nodes), lon), np.full(len(nodes), lat), self.lon[nodes], self.lat[nodes]
            )
            self._sights[key] = nodes, np.asarray(there)
            if len(self._sights) > _KEPT_TREES:
                self._sights.popitem(last=False)
        self._sights.move_to_end(key)
        return self._sights[key]

    def spread(self, nodes: I64, metres: F64, limit_m: float = np.inf) -> tuple[F64, I64, I64]:
        """From seeds, with what it takes to come to each: metres to every node, the node before it, its seed."""
        found: tuple[F64, I64, I64] = _sight().spread(self.start, self.to, self.metres, nodes, metres, limit_m)
        return found


def build(rings: list[F64], within: AirGraph | None = None) -> AirGraph:
    """The graph round closed rings of unit vectors, each (n, 3), with what is closed to their left.

    Parameters
    ----------
    within
        The graph round part of what is closed. Two corners of both that do not see each other round the part do not
        round the whole, and of those that do only the new edges are asked.
    """
    empty = np.zeros((0, 3))
    head = np.ascontiguousarray(np.vstack(rings)) if rings else empty
    tail = np.ascontiguousarray(np.vstack([np.roll(r, -1, axis=0) for r in rings])) if rings else empty
    caps = _caps(head, tail)
    groups = _groups(caps)
    corners = turning_points(rings)
    was = (
        np.full(len(corners[0]), -1) if within is None else _rows(corners, (within.nodes, within.before, within.after))
    )
    order = np.argsort(was >= 0, kind="stable")  # the new ones first
    was = was[order]
    nodes, before, after = (np.ascontiguousarray(one[order]) for one in corners)
    lon, lat = positions(nodes)
    pair = _pairs(int((was < 0).sum()), nodes, before, after, head, tail, caps, groups)
    if within is not None:
        fresh = _rows((head, tail), (within.head, within.tail)) < 0
        pair = np.concatenate((pair, _kept_pairs(within, was, nodes, head[fresh], tail[fresh])))
    metres = np.asarray(geodesy.distance(lon[pair[:, 0]], lat[pair[:, 0]], lon[pair[:, 1]], lat[pair[:, 1]]))
    a, b = np.concatenate((pair[:, 0], pair[:, 1])), np.concatenate((pair[:, 1], pair[:, 0]))
    order = np.lexsort((b, a))
    start = np.searchsorted(a[order], np.arange(len(nodes) + 1)).astype(np.int64)
    both = np.concatenate((metres, metres))[order]
    return AirGraph(head, tail, caps, groups, nodes, before, after, lon, lat, start, b[order], both)


def _rows(these: tuple[F64, ...], those: tuple[F64, ...]) -> I64:
    """For each row of some arrays side by side, the number of the same row of others, or -1."""
    keys = []
    for table in (np.hstack(these), np.hstack(those)):
        flat, width = table.tobytes(), table.shape[1] * table.itemsize
        keys.append([flat[k : k + width] for k in range(0, len(flat), width)])
    known = {key: k for k, key in enumerate(keys[1])}
    return np.array([known.get(key, -1) for key in keys[0]], dtype=np.int64)


def _kept_pairs(within: AirGraph, was: I64, nodes: F64, head: F64, tail: F64) -> I64:
    """Pairs of corners that saw each other within part of what is closed, and do past further edges."""
    now = np.full(len(within.nodes), -1)
    now[was[was >= 0]] = np.flatnonzero(was >= 0)
    one = np.repeat(np.arange(len(within.nodes)), np.diff(within.start))
    pair = np.column_stack((now[one], now[within.to]))[one < within.to]
    pair = pair[(pair >= 0).all(axis=1)]
    if not len(head) or not len(pair):
        return np.asarray(pair)
    caps = _caps(head, tail)
    clear = _sight().clear(
        np.ascontiguousarray(nodes[pair[:, 0]]), np.ascontiguousarray(nodes[pair[:, 1]]),
        np.ascontiguousarray(head), np.ascontiguousarray(tail), caps, _groups(caps),
    )  # fmt: skip
    return np.asarray(np.sort(pair[clear], axis=1))


def _pairs(count: int, nodes: F64, *rest: F64) -> I64:
    """Pairs of nodes that see each other, one of them among the first `count`, found in several threads."""
    parts = -(-count // _SHARE)
    found: list[I64] = [np.zeros((0, 2), np.int64)] * parts
    search = _sight().pairs

    def run(part: int, _: int) -> None:
        found[part] = search(part * _SHARE, min((part + 1) * _SHARE, count), nodes, *rest)

    kernels.in_turns(run, parts)
    return np.concatenate([np.zeros((0, 2), np.int64), *found])
