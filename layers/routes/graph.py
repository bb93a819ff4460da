"""A graph whose edges may need leave: weights under a set of barred gates, and shortest paths through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
Groups = tuple[I32, F64, F64]
"""Places in groups of near ones (`kernels.sea_shade.groups`)."""

_KEPT = 16
"""Closures by which waters and landmarks are kept: those of scenarios in use at the same time."""
LANDMARKS = 8
"""Nodes to which all distances are kept, for each set of barred gates; every search adds one up to so many."""

SHORTEST_RADIUS_M = 6_335_439.0
"""Smallest radius of curvature of WGS84 (along the meridian at the equator): the geodesic is at least this times the
angle between the geographic directions."""
ROUNDED_M = 5.0
"""More than two distances to a landmark may lose together when they are stored in single precision, and more than an
angle loses by its cosine."""
MOST_KINDS = 255
"""Sets of gates that edges may cross: each edge holds its own's number in a byte, of which 0 says none."""


def bits(numbers: npt.ArrayLike) -> int:
    """The mask with these bits set."""
    mask = 0
    for number in np.atleast_1d(np.asarray(numbers, dtype=np.int64)):
        mask |= 1 << int(number)
    return mask


def tolls(masks: U64, toll_m: tuple[float, ...]) -> F64:
    """What the gates of each mask cost together [m], by the price of each bit."""
    price = np.array(toll_m)
    dear = np.flatnonzero(price)
    return np.asarray((masks[:, None] >> dear.astype(np.uint64) & np.uint64(1)).astype(np.float64) @ price[dear])


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Nodes on the earth and undirected edges; some edges cross gates.

    Parameters
    ----------
    vectors
        Unit vectors of the nodes, shape (n, 3).
    u, v
        Ends of the edges, shape (m,).
    length_m
        Shape (m,).
    gated, gates
        The edges that cross gates, shape (g,), and the bits of the gates each needs leave of.
    tolls
        Shape (g,): the bits of the gates each pays for; a canal of many legs is paid for once, at its gate.
    """

    vectors: F64
    u: I32
    v: I32
    length_m: F32
    gated: I32
    gates: U64
    tolls: U64
    group: Groups = field(init=False)
    start: I32 = field(init=False)
    to: I32 = field(init=False)
    weight: F32 = field(init=False)
    """Length [m] of each entry of `to`."""
    kind: U8 = field(init=False)
    """By entry: 0 where no gate is crossed, else 1 + the row of `kinds`."""
    kinds: tuple[U64, U64] = field(init=False)
    """The few masks of gates and tolls there are."""
    _entries: tuple[I32, ...] = field(init=False)
    """Where the edges of each kind stand in `to`, both directions."""
    _basins: list[tuple[I32, npt.NDArray[np.int64]]] = field(default_factory=list, init=False, repr=False)
    """Once asked for: the waters with every gate barred, and (kind, water, water) of what the gates join."""
    _waters: dict[int, I32] = field(default_factory=dict, init=False, repr=False)
    _marks: dict[int, F32] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        from layers.kernels import sea_paths, sea_shade

        start, to, edge = sea_paths.adjacency(len(self.vectors), self.u, self.v)
        kinds, of = np.unique(np.column_stack((self.gates, self.tolls)), axis=0, return_inverse=True)
        if len(kinds) > MOST_KINDS:
            raise ValueError(f"edges cross {len(kinds)} sets of gates; at most {MOST_KINDS} have a number of one byte")
        kind_of = np.zeros(len(self.u), np.uint8)
        kind_of[self.gated] = of.reshape(-1) + 1
        kind = kind_of[edge]
        gated = np.flatnonzero(kind).astype(np.int32)
        gated = gated[np.argsort(kind[gated], kind="stable")]
        entries = np.split(gated, np.searchsorted(kind[gated], np.arange(2, len(kinds) + 1))) if len(kinds) else []
        for name, value in (
            ("group", sea_shade.groups(self.vectors)),
            ("start", start),
            ("to", to),
            ("weight", self.length_m[edge]),
            ("kind", kind),
            ("kinds", (kinds[:, 0].copy(), kinds[:, 1].copy())),
            ("_entries", tuple(entries)),
        ):
            object.__setattr__(self, name, value)

    def weights(self, barred: int, toll_m: tuple[float, ...] = ()) -> F32:
        """What each kind of edge costs on top [m], by `kind`; infinite across gates of the mask `barred`.

        `toll_m` is what crossing each gate costs, by bit; empty for nothing.
        """
        extra = tolls(self.kinds[1], toll_m).astype(np.float32)
        extra[self.kinds[0] & np.uint64(barred) != 0] = np.inf
        return np.concatenate((np.zeros(1, np.float32), extra))

    def legs(self, nodes: list[int], weights: F32) -> tuple[U64, U64]:
        """The masks of gates and of tolls of each leg of a way over nodes, the cheaper where two edges lead there."""
        rows = []
        for here, there in pairwise(nodes):
            first = int(self.start[here])
            entry = first + np.flatnonzero(self.to[first : self.start[here + 1]] == there)
            if len(entry) > 1:
                entry = entry[[np.argmin(self.weight[entry] + weights[self.kind[entry]])]]
            rows.append(int(self.kind[entry[0]]) - 1)
        crossed = [row for row in rows if row >= 0]
        return self.kinds[0][crossed], self.kinds[1][crossed]

    def waters(self, barred: int) -> I32:
        """Number of the water each node lies in, (n,): nodes of two waters have no way to each other past `barred`."""
        from layers.kernels import sea_paths

        if barred in self._waters:
            return self._waters[barred]
        if not self._basins:
            # with every gate barred once, for all: what is open only joins these
            shut = np.where(np.arange(len(self.kinds[0]) + 1) > 0, np.float32(np.inf), np.float32(0.0))
            basin = sea_paths.waters(self.start, self.to, self.kind, shut)
            kind = self.kind[np.concatenate((*self._entries, np.zeros(0, np.int32)))].astype(np.int64)
            entries = np.concatenate((*self._entries, np.zeros(0, np.int32)))
            ends = basin[self._tails(entries)], basin[self.to[entries]]
            self._basins.append((basin, np.unique(np.column_stack((kind - 1, *ends)), axis=0)))
        basin, joints = self._basins[0]
        open_ = joints[self.kinds[0][joints[:, 0]] & np.uint64(barred) == 0]
        water = np.arange(int(basin.max(initial=-1)) + 1, dtype=np.int32)
        before = np.empty(0, np.int32)
        while not np.array_equal(water, before):
            before = water.copy()
            np.minimum.at(water, open_[:, 1], before[open_[:, 2]])
            np.minimum.at(water, open_[:, 2], before[open_[:, 1]])
        while len(self._waters) >= _KEPT:
            self._waters.pop(next(iter(self._waters)), None)
        self._waters[barred] = np.asarray(water[basin])
        return self._waters[barred]

    def _tails(self, entries: I32) -> I32:
        """The nodes that entries of `to` lead from."""
        return (np.searchsorted(self.start, entries, side="right") - 1).astype(np.int32)

    def landmarks(self, barred: int) -> F32:
        """Distances [m] from each node to a few far from each other, (n, k), past `barred`; zero where there is no way.

        They bound what a search has left. Each call adds one, so that no single search waits for all of them.
        """
        found = self._marks.get(barred)
        if found is not None and found.shape[1] >= LANDMARKS:
            return found
        water = self.waters(barred)
        main = np.flatnonzero(water == np.argmax(np.bincount(water)))
        # the next is the one farthest from all there are
        node = main[np.argmax(found[main].min(axis=1))] if found is not None else main[0]
        cost, _ = self.spread(self.weights(barred), np.array([node], np.int32), np.zeros(1))
        added = np.where(np.isfinite(cost), cost, 0.0).astype(np.float32)[:, None]
        found = added if found is None else np.hstack((found, added))
        while len(self._marks) >= _KEPT:
            self._marks.pop(next(iter(self._marks)), None)
        self._marks[barred] = found
        return found

    def spread(
        self, weights: F32, seed: I32, seed_cost: F64, within: npt.NDArray[np.bool_] | None = None
    ) -> tuple[F64, I32]:
        """Cost and predecessor of every node from the seeds: `kernels.sea_paths.spread`.

        No way leads over a node that is not `within`, (n,).
        """
        from layers.kernels import sea_paths

        length = self.weight if within is None else np.where(within[self.to], self.weight, np.float32(np.inf))
        return sea_paths.spread(self.start, self.to, length, self.kind, weights, seed, seed_cost)

    def mended(
        self, cost: F64, parent: I32, seed: I32, before: tuple[F32, F64], after: tuple[F32, F64]
    ) -> tuple[F64, I32]:
        """What `spread` finds, from what it found under other weights; only what the change touches is searched.

        Parameters
        ----------
        before, after
            `weights` and the costs of the seeds, infinite where a seed is barred, then and now.
        """
        from layers.kernels import sea_paths

        cost, parent = cost.copy(), parent.copy()
        none = np.zeros(0, np.int32)
        dearer, cheaper = (
            np.concatenate((none, *(self._entries[k] for k in np.flatnonzero(changed[1:]))))
            for changed in (after[0] > before[0], after[0] < before[0])
        )
        k, first = _seeded(parent, seed)
        lost = self._through(cost, parent, dearer, first[after[1][k] > before[1][k]])
        graph = self.start, self.to, self.weight, self.kind, after[0]
        if 2 * np.count_nonzero(lost) > len(lost):  # fewer are left to begin from than have to ask round
            cost[lost] = np.inf
            sea_paths.mend(*graph, seed, after[1], cost, parent, none, none, none)
            sea_paths.settle(*graph, cost, parent, np.flatnonzero(np.isfinite(cost)).astype(np.int32))
        else:
            asking = np.flatnonzero(lost).astype(np.int32)
            sea_paths.mend(*graph, seed, after[1], cost, parent, asking, self._tails(cheaper), cheaper)
        return cost, parent

    def beyond(self, cost: F64, parent: I32, gate: int) -> int:
        """How many nodes have a gate, by bit, on their way in a tree that `spread` found."""
        mine = np.flatnonzero(self.kinds[0] >> np.uint64(gate) & np.uint64(1))
        none = np.zeros(0, np.int32)
        entries = np.concatenate((none, *(self._entries[k] for k in mine)))
        return int(np.count_nonzero(self._through(cost, parent, entries, none)))

    def _through(self, cost: F64, parent: I32, entries: I32, nodes: I32) -> npt.NDArray[np.bool_]:
        """Which nodes of a tree have some entries of `to`, or some nodes, on their way, (n,)."""
        there = self.to[entries]
        found = np.zeros(len(cost), np.bool_)
        found[there[parent[there] == self._tails(entries)]] = True
        found[nodes] = True
        if found.any():
            for onward in _onward(cost, parent):
                found |= found[onward]
        return found

    def path(
        self, weights: F32, seed: I32, seed_cost: F64, goal: I32, goal_cost: F64, target: F64, mark: F32, best: float
    ) -> tuple[float, list[int], int, int]:
        """The cheapest way from seeds to goals, when it is cheaper than `best`.

        Parameters
        ----------
        goal, goal_cost
            Nodes that see the target, and their cost to it.
        target
            Its unit vector.
        mark
            `landmarks` with no more barred than in `weights`, or the like.

        Returns
        -------
        cost, nodes, seed, looked
            Cost; the nodes in order, empty when `best` was not beaten; number of the seed it starts from, -1 likewise;
            how many nodes were looked at.
        """
        from layers.kernels import sea_aim

        final = np.full(len(self.vectors), np.inf)
        final[goal] = goal_cost
        cost, last, parent, looked = sea_aim.search(
            self.start, self.to, self.weight, self.kind, weights, seed, seed_cost, final,
            at_least(self.vectors, goal, goal_cost, target, mark), best,
        )  # fmt: skip
        if last < 0:
            return float(cost), [], -1, looked
        nodes = [int(last)]
        while parent[nodes[-1]] >= 0:
            nodes.append(int(parent[nodes[-1]]))
        first = -1 - int(parent[nodes[-1]])
        return float(cost), nodes[::-1], first, looked


def at_least(vectors: F64, goal: I32, goal_cost: F64, target: F64, mark: F32) -> F64:
    """What is left at the least on a way to the goals [m], by node, (n,); see `Graph.path` for the arguments.

    Never less than the geodesic, nor than what distances to a landmark tell: a way ends at some goal node g, and from v
    to g it is at least the difference of d(v) and d(g), d being distances in the graph with no less open and no more to
    pay. The target itself is in no such triangle: it may see more than any node does.
    """
    half = 0.5 * np.sqrt(np.maximum(2.0 - 2.0 * (vectors @ target), 0.0))
    left = 2.0 * np.arcsin(np.minimum(half, 1.0)) * SHORTEST_RADIUS_M
    for far in mark.T:
        away = far.astype(np.float64)
        above = np.max(away[goal] - goal_cost, initial=-np.inf)
        below = np.min(away[goal] + goal_cost, initial=np.inf)
        left = np.maximum(left, np.maximum(away - above, below - away))
    return np.asarray(np.maximum(left - ROUNDED_M, 0.0))


def _seeded(parent: I32, seed: I32) -> tuple[npt.NDArray[np.intp], I32]:
    """The seeds that begin a way of a tree, by number, and the nodes where."""
    k = np.flatnonzero(parent[seed] == -1 - np.arange(len(seed)))
    return k, seed[k]


def _onward(cost: F64, parent: I32) -> Iterator[I32]:
    """For each node of a tree the one 1, 2, 4, ... before it, or the first: what is known of these is handed on."""
    here = np.arange(len(parent), dtype=np.int32)
    onward = np.where((parent >= 0) & np.isfinite(cost), parent, here)
    while not np.array_equal(onward, here):
        yield onward
        here, onward = onward, onward[onward]
