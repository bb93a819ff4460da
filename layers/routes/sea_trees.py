"""Ways to places that many ships sail for: one search out from the place gives all of them.

A flashpoint is asked about by every ship and under every scenario. The tree of shortest ways to it, with only that
closed which is so to everybody and nothing to wait for, holds for all of these whose way it crosses no closed gate and
waits at none: closing a gate or waiting can only make the other ways longer. Who may not go that way asks the tree
under its own closures. Waiting depends on speed, so that hardly two ask with the same: they search by themselves, and
the tree tells each node how far it is from there at the least (`ahead`), which leaves little to be looked at.

After the first tree of a place no other is searched from the beginning: the most similar one is mended. Only the ways
through a gate that has been closed are searched again, and those that an opened one makes shorter.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from layers.routes.graph import F32, tolls
from layers.routes.sea_ends import End
from layers.routes.sea_network import F64, I32, SeaNetwork

ASKED = 3
"""A place asked for so often is worth a search of the whole sea, which takes as long as about two with an aim."""
KEPT = 96
"""Trees, half a megabyte each: those of all flashpoints and the ports near them, under two sets of closures."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The cheapest ways from every node to one place."""

    cost: F64
    parent: I32


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way over nodes that can be gone, the cheapest there is or one that a search has to beat."""

    cost_m: float
    way: int
    """Number of the start's way to the first of the nodes."""
    nodes: list[int]
    cheapest: bool


NO_WAY = Way(np.inf, -1, [], False)


def way(network: SeaNetwork, one: End, two: End, barred: int, toll: tuple[float, ...], direct: float) -> Way:
    """The cheapest way over nodes when a tree knows it, else the best of what trees know, if anything.

    `cheapest` with an infinite cost: no way over nodes is cheaper than `direct`.
    """
    known = NO_WAY
    for closed in dict.fromkeys((_base(network, barred), barred)):
        tree = _tree(network, two, closed)
        if tree is None:
            continue
        ways = one.open(closed)
        costs = tree.cost[one.node[ways]] + one.cost_m[ways]
        best = int(np.argmin(costs)) if len(costs) else -1
        if best < 0 or not costs[best] < direct:
            return Way(np.inf, -1, [], True)
        nodes = [int(one.node[ways[best]])]
        while tree.parent[nodes[-1]] >= 0:
            nodes.append(int(tree.parent[nodes[-1]]))
        at = int(ways[best])
        extra = _extra(network, one, two, at, nodes, barred, toll)
        if not extra:
            return Way(float(costs[best]), at, nodes, True)
        if costs[best] + extra < known.cost_m:
            known = Way(float(costs[best] + extra), at, nodes, False)
            break  # it only has to pay: no other tree can know better
    return known


def ahead(network: SeaNetwork, two: End, barred: int) -> F32:
    """Distances [m] that tell a search to a place what is left at the least, (n, k), see `Graph.landmarks`.

    From a tree to the place, a landmark that is the place itself: the way is then as long as it says, but for the
    waiting. Without a tree from the landmarks past what is barred to everybody.
    """
    base = _base(network, barred)
    for closed in dict.fromkeys((barred, base)):
        tree = network._trees.get(_key(two, closed))  # noqa: SLF001 - the network's own memory, kept by this module
        if isinstance(tree, Tree):
            return np.where(np.isfinite(tree.cost), tree.cost, 0.0).astype(np.float32)[:, None]
    return network.graph.landmarks(base)


def _base(network: SeaNetwork, barred: int) -> int:
    """What was barred to everybody who asked so far: a tree past that serves most of them, whatever else they may not.

    Who asks what would be open without closures is left out, or all of them would be given ways that none may go.
    """
    held = network._base  # noqa: SLF001 - as above
    if barred:
        held[:] = [held[0] & barred if held else barred]
    return held[0] & barred if held else 0


def _key(two: End, barred: int) -> tuple[float, float, int]:
    return float(two.lon[0]), float(two.lat[0]), barred


def _tree(network: SeaNetwork, two: End, barred: int) -> Tree | None:
    """The tree to a place once it has been asked for a few times, None before."""
    held = network._trees  # noqa: SLF001 - the network's own memory, kept by this module
    key = _key(two, barred)
    found = held.pop(key, 0)
    if isinstance(found, int):
        kept = [(name[2], tree) for name, tree in [*held.items()] if name[:2] == key[:2] and isinstance(tree, Tree)]
        found = found + 1
        if kept or found >= ASKED:
            found = _grown(network, two, kept, barred)
            trees = [name for name, one in [*held.items()] if isinstance(one, Tree)]
            for name in trees[: max(len(trees) - KEPT + 1, 0)]:
                held.pop(name, None)
    held[key] = found  # as the last one used
    return found if isinstance(found, Tree) else None


def _grown(network: SeaNetwork, two: End, kept: list[tuple[int, Tree]], barred: int) -> Tree:
    """The tree to a place past what is barred: mended from the most similar one, where any is kept."""
    graph = network.graph

    def under(closed: int) -> tuple[F32, F64]:
        return graph.gated_weights(closed), np.where(two.gates & np.uint64(closed), np.inf, two.cost_m)

    if not kept:
        return Tree(*graph.spread(graph.weights(barred), two.node, under(barred)[1]))
    closed, tree = min(kept, key=lambda row: (row[0] ^ barred).bit_count())
    return Tree(*graph.mended(tree.cost, tree.parent, two.node, under(closed), under(barred)))


def _extra(
    network: SeaNetwork, one: End, two: End, at: int, nodes: list[int], barred: int, toll: tuple[float, ...]
) -> float:
    """What a way found with nothing to pay costs on top [m]; infinite when it crosses a barred gate."""
    if not barred and not any(toll):
        return 0.0
    last = int(np.searchsorted(two.node, nodes[-1]))
    masks = np.array([one.gates[at], two.gates[last]])
    if (masks & np.uint64(barred)).any():
        return np.inf
    extra = float(tolls(masks, toll).sum())
    graph = network.graph
    plain, asked = graph.weights(0), graph.weights(barred, toll)
    for here, there in pairwise(nodes):
        span = slice(graph.start[here], graph.start[here + 1])
        entry = np.flatnonzero(graph.to[span] == there)
        extra += float(asked[span][entry].min()) - float(plain[span][entry].min())
    return extra
