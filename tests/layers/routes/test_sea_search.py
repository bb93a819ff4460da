"""The search with an aim against scipy's Dijkstra over the whole sea, with passages closed and waited for at random."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse
from scipy.sparse.csgraph import dijkstra

from layers.io.shipped_sea import load_sea_network
from layers.routes.graph import LANDMARKS, MOST_KINDS, Graph, tolls
from layers.routes.sea_ends import End, connect
from layers.routes.sea_network import SeaNetwork
from layers.sphere import unit_vectors

PLACES = (
    (151.3, -33.9), (-130.0, -45.0), (4.0, 52.0), (139.7, 35.2), (-76.3, 36.85), (30.75, 46.48), (-150.0, 10.0),
    (60.0, -40.0), (103.8, 1.25), (28.2, 59.4), (-170.0, 55.0), (50.6, 26.2), (-20.0, 0.0), (18.4, -33.9),
)  # fmt: skip
ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})


@pytest.fixture(scope="module")
def network() -> SeaNetwork:
    return load_sea_network()


def whole(network: SeaNetwork, weight, seed, seed_cost, goal, goal_cost) -> float:
    """Cost from the seeds to the goals by Dijkstra over all nodes and one more that the seeds hang on."""
    graph, n = network.graph, len(network.lon)
    weight = graph.weight + weight[graph.kind]
    matrix = scipy.sparse.csr_matrix(
        (
            np.concatenate((weight.astype(float), seed_cost)),
            np.concatenate((graph.to, seed)),
            np.concatenate((graph.start, [graph.start[-1] + len(seed)])),
        ),
        shape=(n + 1, n + 1),
    )
    cost = dijkstra(matrix, indices=n)
    return float(np.min(cost[goal] + goal_cost, initial=np.inf))


def test_the_way_with_an_aim_is_the_shortest(network) -> None:
    draw = np.random.default_rng(20)
    ids = network.gates.ids
    found = []
    for case in range(10):
        closed = frozenset(ids[k] for k in np.flatnonzero(draw.random(len(ids)) < 0.25)) if case % 2 else ARCTIC
        barred = network.barred(closed)
        toll = tuple(delay * 9.0 for delay in network.gates.delay_s) if case % 3 == 2 else ()
        one, two = (connect(network, *PLACES[k]) for k in draw.choice(len(PLACES), 2, replace=False))
        assert isinstance(one, End)
        assert isinstance(two, End)
        seed, goal = one.open(barred), two.open(barred)
        ends = (
            one.node[seed], one.cost_m[seed] + tolls(one.gates[seed], toll),
            two.node[goal], two.cost_m[goal] + tolls(two.gates[goal], toll),
        )  # fmt: skip
        weight = network.graph.weights(barred, toll)
        mark = network.graph.landmarks(barred)
        cost, nodes, first, _ = network.graph.path(weight, *ends, two.vector[0], mark, np.inf)
        expected = whole(network, weight, *ends)
        assert cost == pytest.approx(expected, rel=1e-12)
        assert bool(nodes) == np.isfinite(expected)
        if nodes:
            assert nodes[0] == ends[0][first]
        found.append(expected)
    assert np.isfinite(found).sum() > 4


def test_landmarks_come_one_a_search_and_are_distances(network) -> None:
    graph = network.graph
    barred = network.barred(ARCTIC | {"suez"})
    graph._marks.pop(barred, None)
    widths = [graph.landmarks(barred).shape[1] for _ in range(LANDMARKS + 2)]
    assert widths == [*range(1, LANDMARKS + 1), LANDMARKS, LANDMARKS]
    mark, weight = graph.landmarks(barred).astype(float), graph.weight + graph.weights(barred)[graph.kind]
    here = np.repeat(np.arange(len(network.lon)), np.diff(graph.start))
    passable = np.isfinite(weight)
    water = graph.waters(barred)
    assert np.array_equal(water[here[passable]], water[graph.to[passable]])
    # along no edge does a distance change by more than the edge; each is zero at its own node and in other waters only
    assert np.all(np.abs(mark[here] - mark[graph.to])[passable].max(axis=1) <= weight[passable] + 5.0)
    main = water == np.argmax(np.bincount(water))
    assert (mark[main] == 0).sum() == LANDMARKS
    assert (mark[~main] == 0).all()


def test_a_graph_of_more_sets_of_gates_than_a_byte_numbers_is_refused() -> None:
    """Numbers that wrap round would open gates that are closed."""
    n = MOST_KINDS + 2
    vectors = unit_vectors(np.linspace(0.0, 1.0, n), np.zeros(n))
    u = np.arange(n - 1, dtype=np.int32)
    masks = np.arange(1, n, dtype=np.uint64)
    with pytest.raises(ValueError, match="256 sets of gates"):
        Graph(vectors, u, u + 1, np.ones(n - 1, np.float32), u, masks, masks)
    graph = Graph(vectors, u[:-1], u[:-1] + 1, np.ones(n - 2, np.float32), u[:-1], masks[:-1], masks[:-1])
    assert graph.kind.max() == MOST_KINDS
