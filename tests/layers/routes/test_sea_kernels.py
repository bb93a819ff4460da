"""The sea kernels against their readable twins."""

from __future__ import annotations

import numpy as np
import pytest

from layers.kernels import sea_gates, sea_harbour, sea_paths, sea_plain, sea_sight, sea_tangent
from layers.sphere import unit_vectors


@pytest.fixture(scope="module")
def shore():
    """Four thousand short segments strewn over the earth, some rings among them, faces' edges and poles included."""
    draw = np.random.default_rng(1)
    a = draw.normal(size=(4000, 3))
    a[:40] = np.eye(3)[draw.integers(0, 3, 40)] * draw.choice([-1, 1], (40, 1))
    a[40:80] = draw.choice([-1.0, 1.0], (40, 3))
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    b = a + draw.normal(size=a.shape) * 0.0015
    a[:80] -= 0.3 * (b - a)[:80]  # so that lines through axes and corners meet them inside, where all arithmetic agrees
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    b /= np.linalg.norm(b, axis=1, keepdims=True)
    return a, b


def test_sight_is_that_of_every_segment_tested(shore):
    a, b = shore
    index = sea_sight.index(a, b)
    draw = np.random.default_rng(2)
    outcomes = set()
    for span in (0.01, 0.1, 1.0, 5.0):
        for _ in range(300):
            p = draw.normal(size=3)
            p /= np.linalg.norm(p)
            q = p + draw.normal(size=3) * span
            q /= np.linalg.norm(q)
            expected = sea_plain.clear(p, q, a, b)
            assert sea_sight.clear(p, q, a, b, *index) == expected
            outcomes.add(expected)
    assert outcomes == {True, False}


def test_sight_along_axes_and_through_corners_of_the_cube(shore):
    a, b = shore
    index = sea_sight.index(a, b)
    ends = np.vstack((np.eye(3), -np.eye(3), np.array(np.meshgrid(*[[-1, 1]] * 3)).reshape(3, -1).T / np.sqrt(3)))
    for p in ends:
        for q in ends:
            if p @ q > -0.99 and not np.array_equal(p, q):
                assert sea_sight.clear(p, q, a, b, *index) == sea_plain.clear(p, q, a, b)


def test_index_holds_every_segment_and_its_empty_squares_are_empty(shore):
    a, b = shore
    start, items, skip = sea_sight.index(a, b)
    assert set(items.tolist()) == set(range(len(a)))
    held = np.diff(start).reshape(6, sea_sight.SIDE, sea_sight.SIDE)
    away = skip.reshape(held.shape)
    assert np.array_equal(held > 0, away == 0)
    for face, j, i in np.argwhere(away > 1)[::100_003]:
        k = int(away[face, j, i]) - 1
        assert held[face, max(j - k, 0) : j + k + 1, max(i - k, 0) : i + k + 1].sum() == 0


def test_masks_are_the_gates_crossed(shore):
    a, b = shore[0][:50], shore[0][50:100]
    bit = np.arange(50, dtype=np.int32)
    draw = np.random.default_rng(4)
    p, q = draw.normal(size=(2, 60, 3))
    p /= np.linalg.norm(p, axis=1, keepdims=True)
    q /= np.linalg.norm(q, axis=1, keepdims=True)
    found = sea_gates.masks(p, q, a, b, bit)
    for k in range(60):
        assert {i for i in range(50) if int(found[k]) >> i & 1} == set(sea_plain.crossings(p[k], q[k], a, b).tolist())


def test_paths_are_those_of_the_plain_search():
    draw = np.random.default_rng(6)
    n, m = 300, 900
    u, v = draw.integers(0, n, (2, m)).astype(np.int32)
    x = draw.normal(size=(n, 3))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    cost = (np.linalg.norm(x[u] - x[v], axis=1) * 7e6 + draw.uniform(0, 1e6, m)).astype(np.float32)
    start, to, edge = sea_paths.adjacency(n, u, v)
    seed, seed_cost = np.array([3, 7], np.int32), np.array([0.0, 5e5])
    plain = sea_plain.spread(n, list(zip(u.tolist(), v.tolist(), cost.tolist(), strict=True)), [3, 7], [0.0, 5e5])
    found, _ = sea_paths.spread(start, to, cost[edge], seed, seed_cost)
    assert np.allclose(found, plain)
    for goal in (11, 50, 299):
        final = np.full(n, np.inf)
        final[goal] = 0.0
        best, last, _ = sea_paths.search(start, to, cost[edge], seed, seed_cost, final, x, x[goal], np.inf)
        assert best == pytest.approx(plain[goal])
        assert last == (goal if np.isfinite(plain[goal]) else -1)
    cost[draw.random(m) < 0.8] = np.inf
    found, _ = sea_paths.spread(start, to, cost[edge], seed, seed_cost)
    water = sea_paths.waters(start, to, cost[edge])
    assert 2 < np.isfinite(found).sum() < n
    assert np.array_equal(np.isin(water, water[seed]), np.isfinite(found))
    assert np.array_equal(np.unique(water), np.arange(water.max() + 1))


def square(lon, lat, half):
    """Corners of a square of land, counter-clockwise, as segments."""
    x = unit_vectors(lon + np.array([-half, half, half, -half]), lat + np.array([-half, -half, half, half]))
    return x, np.roll(x, -1, axis=0)


def test_land_side_and_nearest_shore():
    a, b = square(20.0, 10.0, 0.01)
    water = unit_vectors(-30.0, 0.0)
    inside, at = sea_harbour.locate(unit_vectors(20.0, 10.004), water, a, b)
    assert inside
    assert np.linalg.norm(at - unit_vectors(20.0, 10.01)) < 1e-7
    inside, at = sea_harbour.locate(unit_vectors(20.02, 10.02), water, a, b)
    assert not inside
    assert np.linalg.norm(at - unit_vectors(20.01, 10.01)) < 1e-12


def test_corners_stand_off_the_land_and_see_each_other_along_it():
    a, b = square(179.999, 50.0, 0.01)
    node, before, after = sea_harbour.corners(a, np.array([0, 4], np.int32))
    assert len(node) == 4
    index = sea_sight.index(a, b)
    water = unit_vectors(100.0, 0.0)
    for k in range(4):
        assert not sea_harbour.locate(node[k], water, a, b)[0]
        assert sea_sight.clear(node[k], node[(k + 1) % 4], a, b, *index)
        assert not sea_sight.clear(node[k], node[(k + 2) % 4], a, b, *index)
    cost, parent = sea_harbour.ways_out(
        node[0] * 1.0000001, node, before, after, np.empty((0, 3)), 0.0, 0.1, a, b, *index
    )
    assert np.isfinite(cost[1:]).all()
    assert parent[2] in {1, 3}


def test_shadows_hide_nothing_that_is_in_sight():
    """The nodes seen with and without the shore that casts shadows are the same."""
    a, b = square(20.0, 10.0, 0.05)
    index = sea_sight.index(a, b)
    draw = np.random.default_rng(8)
    node = unit_vectors(20 + draw.uniform(-1, 1, 400), 10 + draw.uniform(-1, 1, 400))
    free, none = np.zeros_like(node), np.empty((0, 3))
    p = unit_vectors(20.0, 10.08)
    arguments = (p, np.zeros(3), np.zeros(3), 0.0, 0, node, free, free, np.zeros(400))
    with_shade = sea_tangent.seen(*arguments, a, b, a, b, *index)
    assert np.array_equal(with_shade, sea_tangent.seen(*arguments, none, none, a, b, *index))
    assert set(with_shade.tolist()) == {k for k in range(400) if sea_plain.clear(p, node[k], a, b)}
    assert 0 < len(with_shade) < 400


def test_a_corner_of_the_shore_sees_what_its_tangents_meet():
    """The quick look that spares most nodes of a corner drops none that the full test of touching keeps."""
    a, b = square(20.0, 10.0, 0.05)
    index = sea_sight.index(a, b)
    node, before, after = sea_harbour.corners(a, np.array([0, 4], np.int32))
    draw = np.random.default_rng(9)
    spread = 10.0 ** draw.uniform(-3, 1.5, 1500)
    turn = draw.uniform(0, 2 * np.pi, 1500)
    there = unit_vectors(20 + spread * np.cos(turn), 10 + spread * np.sin(turn))
    free, off = np.zeros_like(there), draw.uniform(0, 1e-3, 1500)
    for p, one, two in zip(node, before, after, strict=True):
        expected = set()
        for k, q in enumerate(there):
            normal, far = np.cross(p, q), float(np.sum((q - p) ** 2))
            slack = np.linalg.norm(normal) * min(sea_tangent.SLACK, sea_tangent.SLACK_DEPTH / np.sqrt(far))
            if sea_tangent.joins(p, one, two, 0.0, q, off[k], *normal, slack, far) and sea_plain.clear(p, q, a, b):
                expected.add(k)
        got = sea_tangent.seen(p, one, two, 0.0, 0, there, free, free, off, a, b, a, b, *index)
        assert set(got.tolist()) == expected
        assert 0 < len(expected) < 1500
