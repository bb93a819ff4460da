"""A graph whose edges may need leave: weights under a set of barred gates, and shortest paths through it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U64 = npt.NDArray[np.uint64]
Groups = tuple[I32, F64, F64]
"""Places in groups of near ones (`kernels.sea_shade.groups`)."""

_KEPT = 16
"""Weightings kept: closures in use at the same time (scenarios, kinds of ship)."""
LANDMARKS = 8
"""Nodes to which all distances are kept, for each set of barred gates; every search adds one up to so many."""


def bits(numbers: npt.ArrayLike) -> int:
    """The mask with these bits set."""
    mask = 0
    for number in np.atleast_1d(np.asarray(numbers, dtype=np.int64)):
        mask |= 1 << int(number)
    return mask


def tolls(masks: U64, toll_m: tuple[float, ...]) -> F64:
    """What the gates of each mask cost together [m], by the price of each bit."""
    cost = np.zeros(len(masks))
    for bit, price in enumerate(toll_m):
        if price:
            cost += price * ((masks >> np.uint64(bit)) & np.uint64(1))
    return cost


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
    _weight: F32 = field(init=False)
    _entries: I32 = field(init=False)
    """Where the gated edges stand in `to`, both directions one after the other."""
    _tails: I32 = field(init=False)
    """The nodes these lead from."""
    _kinds: tuple[U64, U64] = field(init=False)
    """The few masks of gates and tolls there are."""
    _entry_kind: I32 = field(init=False)
    _kept: dict[tuple[int, tuple[float, ...]], F32] = field(default_factory=dict, init=False, repr=False)
    _scratch: list[F32] = field(default_factory=list, init=False, repr=False)
    """Weights written over by every `mended`, which holds the lock meanwhile."""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _waters: dict[int, I32] = field(default_factory=dict, init=False, repr=False)
    _marks: dict[int, F32] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        from layers.kernels import sea_paths, sea_shade

        start, to, edge = sea_paths.adjacency(len(self.vectors), self.u, self.v)
        row_of = np.full(len(self.u), -1, np.int32)
        row_of[self.gated] = np.arange(len(self.gated), dtype=np.int32)
        row = row_of[edge]
        entries = np.flatnonzero(row >= 0).astype(np.int32)
        kinds, kind = np.unique(np.column_stack((self.gates, self.tolls)), axis=0, return_inverse=True)
        for name, value in (
            ("group", sea_shade.groups(self.vectors)),
            ("start", start),
            ("to", to),
            ("_weight", self.length_m[edge]),
            ("_entries", entries),
            ("_tails", (np.searchsorted(start, entries, side="right") - 1).astype(np.int32)),
            ("_kinds", (kinds[:, 0].copy(), kinds[:, 1].copy())),
            ("_entry_kind", kind.reshape(-1)[row[entries]].astype(np.int32)),
        ):
            object.__setattr__(self, name, value)

    def weights(self, barred: int, toll_m: tuple[float, ...] = ()) -> F32:
        """Cost [m] of each entry of `to`, infinite on edges that cross a gate of the mask `barred`.

        `toll_m` is what crossing each gate costs on top, by bit; empty for nothing.
        """
        if not barred and not any(toll_m):
            return self._weight
        key = (barred, toll_m)
        found = self._kept.get(key)
        if found is None:
            found = self._weight.copy()
            found[self._entries] = self.gated_weights(barred, toll_m)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = found
        return found

    def gated_weights(self, barred: int, toll_m: tuple[float, ...] = ()) -> F32:
        """`weights` of the entries that cross gates alone, which are all that a closure or a toll changes."""
        extra = tolls(self._kinds[1], toll_m).astype(np.float32)
        extra[self._kinds[0] & np.uint64(barred) != 0] = np.inf
        return np.asarray(self._weight[self._entries] + extra[self._entry_kind])

    def waters(self, barred: int) -> I32:
        """Number of the water each node lies in, (n,): nodes of two waters have no way to each other past `barred`."""
        found = self._waters.get(barred)
        if found is None:
            from layers.kernels import sea_paths

            found = sea_paths.waters(self.start, self.to, self.weights(barred))
            while len(self._waters) >= _KEPT:
                self._waters.pop(next(iter(self._waters)), None)
            self._waters[barred] = found
        return found

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

    def spread(self, weight: F32, seed: I32, seed_cost: F64) -> tuple[F64, I32]:
        """Cost and predecessor of every node from the seeds: `kernels.sea_paths.spread`."""
        from layers.kernels import sea_paths

        return sea_paths.spread(self.start, self.to, weight, seed, seed_cost)

    def mended(
        self, cost: F64, parent: I32, seed: I32, before: tuple[F32, F64], after: tuple[F32, F64]
    ) -> tuple[F64, I32]:
        """What `spread` finds, from what it found under other weights; only what the change touches is searched.

        Parameters
        ----------
        before, after
            `gated_weights` and the costs of the seeds, infinite where a seed is barred, then and now.
        """
        from layers.kernels import sea_paths

        cost, parent, there = cost.copy(), parent.copy(), self.to[self._entries]
        dearer = (after[0] > before[0]) & (parent[there] == self._tails)
        lost = np.zeros(len(cost), np.bool_)
        lost[there[dearer]] = True
        k, first = _seeded(parent, seed)
        lost[first] |= after[1][k] > before[1][k]
        if lost.any():
            for onward in _onward(cost, parent):
                lost |= lost[onward]
        cheaper = np.flatnonzero(after[0] < before[0])
        with self._lock:
            if not self._scratch:
                self._scratch.append(self._weight.copy())
            weight = self._scratch[0]
            weight[self._entries] = after[0]
            sea_paths.mend(
                self.start, self.to, weight, seed, after[1], cost, parent,
                np.flatnonzero(lost).astype(np.int32), self._tails[cheaper], self._entries[cheaper],
            )  # fmt: skip
        return cost, parent

    def path(
        self, weight: F32, seed: I32, seed_cost: F64, goal: I32, goal_cost: F64, target: F64, mark: F32, best: float
    ) -> tuple[float, list[int], int]:
        """The cheapest way from seeds to goals, when it is cheaper than `best`.

        Parameters
        ----------
        goal, goal_cost
            Nodes that see the target, and their cost to it.
        target
            Its unit vector.
        mark
            `landmarks` with no more barred than in `weight`.

        Returns
        -------
        cost, nodes, seed
            Cost; the nodes in order, empty when `best` was not beaten; number of the seed it starts from, -1 likewise.
        """
        from layers.kernels import sea_paths

        final = np.full(len(self.vectors), np.inf)
        final[goal] = goal_cost
        cost, last, parent = sea_paths.search(
            self.start, self.to, weight, seed, seed_cost, final, self.vectors, target, mark, best
        )
        if last < 0:
            return float(cost), [], -1
        nodes = [int(last)]
        while parent[nodes[-1]] >= 0:
            nodes.append(int(parent[nodes[-1]]))
        first = -1 - int(parent[nodes[-1]])
        return float(cost), nodes[::-1], first


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
