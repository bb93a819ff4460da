"""The compiled lines of sight against their readable twin."""

from __future__ import annotations

import numpy as np
import pytest

from layers.kernels import air_sight, air_sight_plain
from layers.routes import air_graph
from layers.routes.air_space import drawn_rings

RINGS = [
    *drawn_rings(((5.0, 5.0), (15.0, 4.0), (16.0, 14.0), (10.0, 9.0), (4.0, 15.0))),
    *drawn_rings(((-12.0, -20.0), (-2.0, -18.0), (-4.0, -8.0), (-15.0, -9.0))),
    *drawn_rings(tuple((float(lon), 80.0 + 3.0 * (lon % 40 == 0)) for lon in range(-180, 180, 20))),
    *drawn_rings(((176.0, 10.0), (-175.0, 12.0), (-178.0, 25.0), (177.0, 22.0))),
]


@pytest.fixture(scope="module")
def graph():
    return air_graph.build(RINGS)


def _points(count: int, seed: int) -> np.ndarray:
    v = np.random.default_rng(seed).normal(size=(count, 3))
    return v / np.linalg.norm(v, axis=1, keepdims=True)


def test_blocked(graph):
    a, b = _points(1500, 1), _points(1500, 2)
    near = a + 0.3 * _points(1500, 3)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    for to in (b, near):
        plain = [not air_sight_plain.blocked(p, q, graph.head, graph.tail) for p, q in zip(a, to, strict=True)]
        assert graph.clear(a, to).tolist() == plain
        assert 0 < sum(plain) < len(plain)


def test_pairs_and_seen(graph):
    edges = (graph.nodes, graph.before, graph.after, graph.head, graph.tail)
    compiled = air_sight.pairs(0, len(graph.nodes), *edges, graph.caps, graph.groups)
    assert compiled.tolist() == air_sight_plain.pairs(*edges).tolist()
    assert len(compiled) > 20
    for at in _points(20, 4):
        assert graph.seen(at).tolist() == air_sight_plain.seen(at, *edges).tolist()


def test_turns_tell_inside():
    for ring in RINGS:
        after = np.roll(ring, -1, axis=0)
        middle = ring.mean(axis=0) / np.linalg.norm(ring.mean(axis=0))
        for at, turn in ((middle, 2 * np.pi), (-middle, -2 * np.pi)):
            assert air_sight.turns(at, ring, after) == pytest.approx(turn)
            assert air_sight_plain.turns(at, ring, after) == pytest.approx(turn)
        assert air_sight.turns(np.array([0.0, -1.0, 0.0]), ring, after) == pytest.approx(0.0, abs=1e-9)


def test_spread(graph):
    seeds, there = np.array([3, 0], dtype=np.int64), np.array([10.0, 5e6])
    best, before, origin = air_sight.spread(graph.start, graph.to, graph.metres, seeds, there, np.inf)
    plain = air_sight_plain.spread(graph.start, graph.to, graph.metres, seeds, there)
    assert np.array_equal(np.isfinite(best), np.isfinite(plain))
    assert best[np.isfinite(best)] == pytest.approx(plain[np.isfinite(plain)], abs=1e-6)
    for i in np.flatnonzero(before >= 0):
        joints = slice(graph.start[before[i]], graph.start[before[i] + 1])
        step = graph.metres[joints][graph.to[joints] == i]
        assert best[i] == pytest.approx(best[before[i]] + step.min())
        assert origin[i] == origin[before[i]]
    near, _, seed = air_sight.spread(graph.start, graph.to, graph.metres, seeds, there, 2e6)
    assert np.array_equal(near, np.where(best <= 2e6, best, np.inf))
    assert ((seed >= 0) == np.isfinite(near)).all()


def test_labels_that_another_at_the_node_beats_are_dropped():
    node = np.array([0, 0, 0, 1, 1])
    per_metre, reach = np.array([0.5, 0.5, 0.1, 0.2, 0.3]), np.array([9.0, 5.0, 5.0, 1.0, 2.0])
    kept = air_sight.undominated(node, per_metre, reach)
    assert kept.tolist() == [True, False, True, True, True]
