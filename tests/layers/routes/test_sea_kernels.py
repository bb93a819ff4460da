"""The sea kernels against their readable twins."""

from __future__ import annotations

import numpy as np
import pytest

from layers.kernels import sea_aim, sea_gates, sea_harbour, sea_paths, sea_plain, sea_shade, sea_sight, sea_tangent
from layers.routes.graph import at_least
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


def by_kind(start, to, metres, extra=(0.0,), kind=None) -> tuple[np.ndarray, ...]:
    """A graph as the searches take it: lengths, and kinds with what each costs on top."""
    kind = np.zeros(len(to), np.uint8) if kind is None else kind
    return start, to, metres, kind, np.array(extra, np.float32)


def marks(start, to, weight, nodes) -> np.ndarray:
    """Distances to a few nodes, as `Graph.landmarks` keeps them."""
    graph = by_kind(start, to, weight)
    costs = [sea_paths.spread(*graph, np.array([k], np.int32), np.zeros(1))[0] for k in nodes]
    found = np.column_stack(costs)
    return np.where(np.isfinite(found), found, 0.0).astype(np.float32)


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
    graph = by_kind(start, to, cost[edge])
    found, _ = sea_paths.spread(*graph, seed, seed_cost)
    assert np.allclose(found, plain)
    mark = marks(start, to, cost[edge], (0, 5, 200))
    for goal in (11, 50, 299):
        final = np.full(n, np.inf)
        final[goal] = 0.0
        left = at_least(x, np.array([goal]), np.zeros(1), x[goal], mark)
        best, last, _, _ = sea_aim.search(*graph, seed, seed_cost, final, left, np.inf)
        assert best == pytest.approx(plain[goal])
        assert last == (goal if np.isfinite(plain[goal]) else -1)
    shut = (draw.random(m) < 0.8).astype(np.uint8)[edge]
    graph = by_kind(start, to, cost[edge], (0.0, np.inf), shut)
    found, _ = sea_paths.spread(*graph, seed, seed_cost)
    water = sea_paths.waters(start, to, *graph[3:])
    assert 2 < np.isfinite(found).sum() < n
    assert np.array_equal(np.isin(water, water[seed]), np.isfinite(found))
    assert np.array_equal(np.unique(water), np.arange(water.max() + 1))


@pytest.mark.parametrize("seed", range(6))
def test_landmarks_mislead_no_search(seed):
    """Graphs in several parts, ends that see nodes no node sees past, edges that are closed or dearer than before."""
    draw = np.random.default_rng(seed)
    n, m = 400, 900
    x = draw.normal(size=(n + 2, 3))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    u, v = draw.integers(0, n, (2, m)).astype(np.int32)
    apart = ((u < 60) == (v < 60)) & (u != v)
    u, v = u[apart], v[apart]
    open_m = (sea_paths.arcs(x, u, v) * 1.001 * 10.0 ** draw.choice([0, 0, 0.2], len(u))).astype(np.float32)
    start, to, edge = sea_paths.adjacency(n, u, v)
    mark = marks(start, to, open_m[edge], draw.integers(0, n, 5))
    cost = open_m * draw.choice([1.0, 1.0, 1.5, np.inf], len(u)).astype(np.float32)
    found = []
    for _ in range(25):
        seed_node = np.unique(draw.integers(0, n, 4)).astype(np.int32)
        goal = np.unique(draw.integers(0, n, 12)).astype(np.int32)
        seed_cost = sea_paths.arcs(x, np.full(len(seed_node), n, np.int32), seed_node) * 1.001
        goal_cost = np.full(n, np.inf)
        goal_cost[goal] = sea_paths.arcs(x, np.full(len(goal), n + 1, np.int32), goal) * 1.001
        edges = list(zip(u.tolist(), v.tolist(), cost.tolist(), strict=True))
        plain = sea_plain.spread(n, edges, seed_node.tolist(), seed_cost.tolist())
        expected = np.min(np.array(plain) + goal_cost)
        left = at_least(x[:n], goal, goal_cost[goal], x[n + 1], mark)
        best, last, _, _ = sea_aim.search(
            *by_kind(start, to, cost[edge]), seed_node, seed_cost, goal_cost, left, np.inf
        )
        assert best == pytest.approx(expected, rel=1e-12)
        assert (last >= 0) == np.isfinite(expected)
        found.append(expected)
    assert np.isfinite(found).any()


def test_groups_find_what_is_near():
    draw = np.random.default_rng(3)
    x = np.repeat(draw.normal(size=(60, 3)), 50, axis=0) + 0.02 * draw.normal(size=(3000, 3))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    group = sea_shade.groups(x)
    first, middle, radius = group
    assert first[0] == 0
    assert first[-1] == len(x)
    of = np.repeat(np.arange(len(radius)), np.diff(first))
    assert np.all(np.linalg.norm(x - middle[of], axis=1) <= radius[of])
    assert np.diff(first).max() <= sea_shade.GROUP
    for at in draw.normal(size=(50, 3)):
        p = at / np.linalg.norm(at)
        for reach in (0.01, 0.3):
            assert np.array_equal(sea_shade.near(p, x, group, reach), np.flatnonzero(np.abs(x - p).max(axis=1) < reach))
        for count in (len(x), 700):
            away = np.linalg.norm(x[:count] - p, axis=1)
            assert away[sea_shade.nearest(p, x, group, count)] == pytest.approx(away.min(), rel=1e-12)
    assert sea_shade.nearest(p, x, group, 0) == -1


def islands(draw, count):
    """Rings of land all over the earth, of ten to a thousand kilometres, as segments of at most 20 km."""
    a, b = [], []
    for _ in range(count):
        middle = draw.normal(size=3)
        middle /= np.linalg.norm(middle)
        one = np.cross(middle, draw.normal(size=3))
        one /= np.linalg.norm(one)
        wide = 10.0 ** draw.uniform(-3, -1)
        turn = np.linspace(0, 2 * np.pi, max(8, int(wide * 2500)), endpoint=False)
        out = wide * (1 + 0.3 * np.sin(3 * turn))
        ring = middle + out[:, None] * (np.cos(turn)[:, None] * one + np.sin(turn)[:, None] * np.cross(middle, one))
        ring /= np.linalg.norm(ring, axis=1, keepdims=True)
        a.append(ring)
        b.append(np.roll(ring, -1, axis=0))
    return np.concatenate(a), np.concatenate(b)


def test_far_shores_hide_only_what_is_behind_them():
    """All in sight of places among islands, and nothing else, though most is known to be hidden without a look."""
    draw = np.random.default_rng(11)
    a, b = islands(draw, 40)
    index = sea_sight.index(a, b)
    node = draw.normal(size=(6000, 3))
    node[:3000] = a[draw.integers(0, len(a), 3000)] + 0.004 * draw.normal(size=(3000, 3))
    node /= np.linalg.norm(node, axis=1, keepdims=True)
    node = node[np.lexsort((node[:, 2].round(1), node[:, 1].round(1), node[:, 0].round(1)))]  # groups of near ones
    free, group = np.zeros_like(node), sea_shade.groups(node)
    hidden = 0
    for p in node[::700]:
        away = np.linalg.norm(a - p, axis=1) < 0.05
        got = sea_tangent.seen(
            p, np.zeros(3), np.zeros(3), 1e-3, 0, node, free, free, np.zeros(len(node)), group,
            a[away], b[away], a, b, *index,
        )  # fmt: skip
        expected = {
            k
            for k in range(len(node))
            if np.linalg.norm(node[k] - p) > 1e-10 and sea_sight.clear(p, node[k], a, b, *index)
        }
        assert set(got.tolist()) == expected
        hidden += len(node) - len(expected)
    assert hidden > len(node)


def test_a_shore_that_stops_a_line_casts_a_shadow():
    """A wall ten degrees off, of pieces of 20 km: the sectors behind it are hidden, the others are not."""
    lon = np.linspace(-5.0, 5.0, 60)
    wall = unit_vectors(lon, np.full(60, 10.0))
    east, north = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0])
    p, hidden = np.array([1.0, 0.0, 0.0]), np.full(sea_shade.SECTORS, 9.0)
    sea_shade.cast(p, east, north, 30, 1.0, wall[:-1], wall[1:], hidden)
    far = np.linalg.norm(wall - p, axis=1).max() ** 2
    for turn in np.radians(np.arange(-179.5, 180.0)):
        reached = hidden[int(sea_shade.sector(np.sin(turn), np.cos(turn)))]
        inside = abs(turn) < np.arctan2(wall[-1, 1], wall[-1, 2])
        assert reached == (pytest.approx(far, rel=1e-4) if inside else 9.0)
    behind, before = unit_vectors(0.0, 30.0), unit_vectors(0.0, 5.0)
    assert sea_shade.dark(p, east, north, behind, 0.01, hidden)
    assert not sea_shade.dark(p, east, north, before, 0.01, hidden)
    assert not sea_shade.dark(p, east, north, behind, 0.3, hidden)


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
    arguments = (p, np.zeros(3), np.zeros(3), 0.0, 0, node, free, free, np.zeros(400), sea_shade.groups(node))
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
    group = sea_shade.groups(there)
    for p, one, two in zip(node, before, after, strict=True):
        expected = set()
        for k, q in enumerate(there):
            normal, far = np.cross(p, q), float(np.sum((q - p) ** 2))
            slack = np.linalg.norm(normal) * min(sea_tangent.SLACK, sea_tangent.SLACK_DEPTH / np.sqrt(far))
            if sea_tangent.joins(p, one, two, 0.0, q, off[k], *normal, slack, far) and sea_plain.clear(p, q, a, b):
                expected.add(k)
        got = sea_tangent.seen(p, one, two, 0.0, 0, there, free, free, off, group, a, b, a, b, *index)
        assert set(got.tolist()) == expected
        assert 0 < len(expected) < 1500
