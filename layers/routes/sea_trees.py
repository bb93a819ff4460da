"""Ways to places that many ships sail for: one search out from the place gives all of them.

A flashpoint is asked about by every ship and under every scenario. A tree of shortest ways to it, past what is closed
to all ships of the scenario, holds for every ship whose way it crosses no gate closed to her: closing can only make the
other ways longer. Waiting is dealt with by two trees, one where nobody waits and one for a ship at cruising speed
(`PACE_MPS`). What a way costs is its length and its waiting times the speed, so that the least cost is a concave
function of speed: between the two it is at least what lies on the straight line between both. Where a way of either
tree costs no more than that, it is the cheapest; else the line tells a search at each node what is left at the least,
which leaves little to be looked at. The trees of places near by do nearly as well.

After the first tree of a place no other is searched from the beginning: the most similar one is mended. Only the ways
through a gate that has been closed are searched again, and those that an opened one makes shorter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from layers import kernels
from layers.routes.graph import F32, tolls
from layers.routes.sea_ends import End
from layers.routes.sea_network import F64, I32, SeaNetwork

PACE_MPS = 10.3
"""20 knots, the cruising speed of most ships of the catalogue; at another speed a little more is searched for."""
WORTH = 0.5
"""A tree is grown once searches have looked at this share of all nodes: a look costs them two to four times what it
costs a tree."""
KEPT = 160
"""Trees, half a megabyte each: those of all flashpoints and the ports near them, under two sets of closures."""
NEAR = 4
"""Places near by whose trees lead a search to a place that has none."""
SAME_M = 1e-3
"""Ways whose costs differ by less are one: what is left of adding up some fifty legs."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The cheapest ways from every node to one place."""

    cost: F64
    parent: I32
    beyond: dict[int, int] = field(default_factory=dict)
    """How many nodes have a gate on their way, by bit, for those that were asked about."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a tree is kept under: the place, the mask of what is barred, the speed, and the waiting at it."""

    place: tuple[float, float]
    barred: int
    pace_mps: float
    delay_s: tuple[float, ...]

    @property
    def toll_m(self) -> tuple[float, ...]:
        return tuple(delay * self.pace_mps for delay in self.delay_s)


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way over nodes that can be gone, the cheapest there is or one that a search has to beat."""

    cost_m: float
    way: int
    """Number of the start's way to the first of the nodes."""
    nodes: list[int]
    cheapest: bool


NO_WAY = Way(np.inf, -1, [], False)


def way(network: SeaNetwork, one: End, two: End, barred: int, to_all: int, speed_mps: float, direct: float) -> Way:
    """The cheapest way over nodes when the trees know it, else the best of what they know, if anything.

    `cheapest` with an infinite cost: no way over nodes is cheaper than `direct`.

    Parameters
    ----------
    to_all
        What of `barred` is so to most ships that ask.
    speed_mps
        At which waiting counts as way; 0 where it does not count.
    """
    known = NO_WAY
    for closed in dict.fromkeys((to_all, barred)):
        trees = _trees(network, two, closed, to_all, speed_mps)
        if not trees:
            continue
        at_least = 0.0
        for key, tree, share in trees:
            least, found = _read(network, one, two, key, tree, barred, speed_mps)
            at_least += share * least
            if found.cost_m < known.cost_m:
                known = found
        if not at_least < direct:
            return Way(np.inf, -1, [], True)
        if known.cost_m <= at_least + SAME_M:
            return replace(known, cheapest=True)
    return known


def ahead(network: SeaNetwork, two: End, barred: int, to_all: int, speed_mps: float) -> F32:
    """What tells a search to a place what is left at the least, (n, k), see `Graph.landmarks`.

    Costs to the place itself, or to places near by, with no more barred and no more to pay than the ship has.
    """
    for closed in (barred, to_all):
        if trees := _kept(network, _place(two), closed, speed_mps):
            return _column(trees)[:, None]
    held = network._trees  # noqa: SLF001 - the network's own memory, kept by this module
    places = {key.place for key in held if key.barred == to_all}
    here = np.array(_place(two))
    others = sorted(places, key=lambda place: float(np.hypot(*(np.array(place) - here))))
    columns = [_column(trees) for place in others if (trees := _kept(network, place, to_all, speed_mps))][:NEAR]
    return np.column_stack(columns) if columns else network.graph.landmarks(to_all)


def searched(network: SeaNetwork, two: End, barred: int, to_all: int, looked: int) -> None:
    """Takes note of the nodes a search to a place looked at: once they are as many as the sea has, a tree is grown."""
    spent = network._spent  # noqa: SLF001 - as above
    for closed in {barred, to_all}:
        spent[_place(two), closed] = spent.pop((_place(two), closed), 0) + looked
    while len(spent) > 50 * KEPT:
        spent.pop(next(iter(spent)), None)


def _place(two: End) -> tuple[float, float]:
    return float(two.lon[0]), float(two.lat[0])


def _keys(network: SeaNetwork, place: tuple[float, float], barred: int, speed_mps: float) -> list[tuple[Key, float]]:
    """The trees between which a speed lies, and the share of each."""
    free, paid = Key(place, barred, 0.0, ()), Key(place, barred, PACE_MPS, network.gates.delay_s)
    share = min(speed_mps / PACE_MPS, 1.0)  # who is faster pays no less
    return [(key, part) for key, part in ((free, 1.0 - share), (paid, share)) if part > 0]


def _kept(
    network: SeaNetwork, place: tuple[float, float], barred: int, speed_mps: float
) -> list[tuple[Key, Tree, float]]:
    """Those of `_keys` with their trees, when all are kept."""
    held = network._trees  # noqa: SLF001 - as above
    keys = _keys(network, place, barred, speed_mps)
    if any(key not in held for key, _ in keys):
        return []
    for key, _ in keys:
        held[key] = held.pop(key)  # as the last one used
    return [(key, held[key], share) for key, share in keys]


def _trees(network: SeaNetwork, two: End, barred: int, to_all: int, speed_mps: float) -> list[tuple[Key, Tree, float]]:
    """The trees to a place past what is barred, grown where that is worth it.

    It is when searches there have looked at as much as a tree does; and at once where there are trees to be mended
    and nobody has grown any under these closures: for all ships will ask.
    """
    held, place = network._trees, _place(two)  # noqa: SLF001 - as above
    worth = network._spent.get((place, barred), 0) >= WORTH * len(network.lon)  # noqa: SLF001
    known = [*held]
    new = barred == to_all and not any(key.barred == barred and key.place != place for key in known)
    if worth or (new and any(key.place == place for key in known)):
        missing = [key for key, _ in _keys(network, place, barred, speed_mps) if key not in held]
        grown: dict[Key, Tree] = {}

        def grow(part: int, _: int) -> None:
            grown[missing[part]] = _grown(network, two, missing[part])

        kernels.in_turns(grow, len(missing))
        while len(held) > max(KEPT - len(grown), 0):
            held.pop(next(iter(held)), None)
        held.update(grown)
    return _kept(network, place, barred, speed_mps)


def _grown(network: SeaNetwork, two: End, key: Key) -> Tree:
    """The tree to a place past what is barred: mended from the most similar one, where any is kept."""
    graph = network.graph
    kept = [(other, tree) for other, tree in [*network._trees.items()] if other.place == key.place]  # noqa: SLF001

    def under(key: Key) -> tuple[F32, F64]:
        seeds = two.cost_m + tolls(two.gates, key.toll_m)
        return graph.weights(key.barred, key.toll_m), np.where(two.gates & np.uint64(key.barred), np.inf, seeds)

    if not kept:
        weights, seeds = under(key)
        return Tree(*graph.spread(weights, two.node, seeds))
    kept = [row for row in kept if row[0].pace_mps == key.pace_mps] or kept
    other, tree = min(kept, key=lambda row: _work(network, row, key, kept))
    return Tree(*graph.mended(tree.cost, tree.parent, two.node, under(other), under(key)))


def _work(network: SeaNetwork, row: tuple[Key, Tree], key: Key, kept: list[tuple[Key, Tree]]) -> int:
    """About how many nodes change when a tree is mended: those beyond a gate that is closed, or is opened."""

    def beyond(gate: int, *rows: tuple[Key, Tree]) -> int:
        for other, tree in rows:
            if not other.barred >> gate & 1:
                if gate not in tree.beyond:
                    tree.beyond[gate] = network.graph.beyond(tree.cost, tree.parent, gate)
                return tree.beyond[gate]
        return len(network.lon)

    changed = row[0].barred ^ key.barred
    return sum(beyond(gate, row, *kept) for gate in range(len(network.gates.ids)) if changed >> gate & 1)


def _column(trees: list[tuple[Key, Tree, float]]) -> F32:
    """What is left at the least from each node, (n,); zero where there is no way."""
    cost = sum((share * tree.cost for _, tree, share in trees), np.zeros(len(trees[0][1].cost)))
    return np.where(np.isfinite(cost), cost, 0.0).astype(np.float32)


def _read(
    network: SeaNetwork, one: End, two: End, key: Key, tree: Tree, barred: int, speed_mps: float
) -> tuple[float, Way]:
    """The least cost in a tree, and what its way costs a ship; infinite where it crosses a barred gate."""
    ways = one.open(key.barred)
    costs = tree.cost[one.node[ways]] + one.cost_m[ways] + tolls(one.gates[ways], key.toll_m)
    best = int(np.argmin(costs)) if len(costs) else -1
    if best < 0 or not np.isfinite(costs[best]):
        return np.inf, NO_WAY
    least, at = float(costs[best]), int(ways[best])
    nodes = [int(one.node[at])]
    while tree.parent[nodes[-1]] >= 0:
        nodes.append(int(tree.parent[nodes[-1]]))
    graph, last = network.graph, int(np.searchsorted(two.node, nodes[-1]))
    need, pays = graph.legs(nodes, graph.weights(key.barred, key.toll_m))
    ends = np.array([one.gates[at], two.gates[last]])
    if (np.concatenate((need, ends)) & np.uint64(barred)).any():
        return least, NO_WAY
    waits_s = float(tolls(np.concatenate((pays, ends)), network.gates.delay_s).sum())
    return least, Way(least + (speed_mps - key.pace_mps) * waits_s, at, nodes, False)
