"""Ways to places that many ships sail for: one search out from the place gives all of them.

A flashpoint is asked about by every ship and under every scenario. The tree of shortest ways to it, with nothing closed
and nothing to wait for, holds for all of these whose way it crosses no closed gate and waits at none: closing a gate
or waiting can only make the other ways longer. The rest ask the tree under their own closures, then the one with their
own waiting, which depends on speed, or search by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from layers.routes.graph import tolls
from layers.routes.sea_ends import End
from layers.routes.sea_network import F64, I32, SeaNetwork

ASKED = 3
"""A place asked for so often is worth a search of the whole sea, which takes as long as about two with an aim."""
KEPT = 24


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The cheapest ways from every node to one place."""

    cost: F64
    parent: I32


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """The cheapest way over nodes."""

    cost_m: float
    way: int
    """Number of the start's way to the first of the nodes."""
    nodes: list[int]


def way(network: SeaNetwork, one: End, two: End, barred: int, toll: tuple[float, ...], direct: float) -> Way | None:
    """The cheapest way over nodes; of infinite cost when there is none cheaper than `direct`, None when not known."""
    tolled = toll if any(toll) else ()
    for closed, paid in dict.fromkeys(((0, ()), (barred, ()), (barred, tolled))):
        tree = _tree(network, two, closed, paid)
        if tree is None:
            continue
        ways = one.open(closed)
        costs = tree.cost[one.node[ways]] + one.cost_m[ways] + tolls(one.gates[ways], paid)
        best = int(np.argmin(costs)) if len(costs) else -1
        if best < 0 or not costs[best] < direct:
            return Way(np.inf, -1, [])
        nodes = [int(one.node[ways[best]])]
        while tree.parent[nodes[-1]] >= 0:
            nodes.append(int(tree.parent[nodes[-1]]))
        at = int(ways[best])
        if paid or _free(network, one, two, at, nodes, barred, toll):
            return Way(float(costs[best]), at, nodes)
    return None


def _tree(network: SeaNetwork, two: End, barred: int, toll: tuple[float, ...]) -> Tree | None:
    """The tree to a place once it has been asked for a few times, None before."""
    held = network._trees  # noqa: SLF001 - the network's own memory, kept by this module
    key = (float(two.lon[0]), float(two.lat[0]), barred, toll)
    found = held.pop(key, 0)
    if isinstance(found, int):
        found = found + 1
        if found >= ASKED:
            seeds = two.open(barred)
            weight, start = network.graph.weights(barred, toll), two.cost_m[seeds] + tolls(two.gates[seeds], toll)
            found = Tree(*network.graph.spread(weight, two.node[seeds], start))
            trees = [name for name, one in held.items() if isinstance(one, Tree)]
            for name in trees[: max(len(trees) - KEPT + 1, 0)]:
                held.pop(name)
    held[key] = found  # as the last one used
    return found if isinstance(found, Tree) else None


def _free(
    network: SeaNetwork, one: End, two: End, at: int, nodes: list[int], barred: int, toll: tuple[float, ...]
) -> bool:
    """Whether a way crosses no barred gate and pays for none."""
    if not barred and not any(toll):
        return True
    last = int(np.searchsorted(two.node, nodes[-1]))
    masks = np.array([one.gates[at], two.gates[last]])
    if (masks & np.uint64(barred)).any() or tolls(masks, toll).any():
        return False
    graph = network.graph
    plain, asked = graph.weights(0), graph.weights(barred, toll)
    for here, there in pairwise(nodes):
        span = slice(graph.start[here], graph.start[here + 1])
        entry = np.flatnonzero(graph.to[span] == there)
        if not np.array_equal(plain[span][entry], asked[span][entry]):
            return False
    return True
