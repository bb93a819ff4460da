"""The sea field: against routes, against the anchors tried one by one, and by its properties."""

from __future__ import annotations

import numpy as np
import pytest

from layers import geodesy
from layers.fields import sea_field as module
from layers.fields.field import NOBODY, Grid, Sites
from layers.fields.sea_field import sea_field
from layers.kernels import grid_water, sea_clearance, sea_plain
from layers.routes import sea
from layers.routes.model import Route
from layers.routes.sea_ends import FARTHEST_SNAP_M
from layers.sphere import unit_vectors

ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})
SHUT = ARCTIC | {"bosporus"}
WORLD = Grid.box(-180.0, -90.0, 180.0, 90.0, 1.0)
BALTIC = Grid.box(9.0, 53.0, 31.0, 61.0, 0.1)
ROSTOCK = (12.13, 54.1)
KNOT = 1852 / 3600
SITES = Sites.of(
    [-76.3, 129.7167, -117.1833, 10.1333, 103.8333],
    [36.85, 33.15, 32.7167, 54.3167, 1.2667],
    np.array([6.0, 30.0, 2.0, 12.0, 90.0]) * 3600,
    18 * KNOT,
)


@pytest.fixture(scope="module")
def network(world):
    return world.sea


@pytest.fixture(scope="module")
def earth(network):
    return sea_field(network, WORLD, SITES, SHUT)


@pytest.fixture(scope="module")
def rostock(network):
    return sea_field(network, WORLD, Sites.of([ROSTOCK[0]], [ROSTOCK[1]], [0.0], [9.0]), ARCTIC)


def routed(network, site: int, lon: float, lat: float, closed) -> float:
    """Seconds to a place by the route of one site; infinite without one."""
    start = (float(SITES.lon[site]), float(SITES.lat[site]))
    speed = float(SITES.speed_mps[site])
    way = sea.route(network, start, (lon, lat), closed, speed_mps=speed)
    if not isinstance(way, Route):
        return np.inf
    return float(SITES.start_s[site] + way.length_m / speed + way.delay_s)


def compared(network, field, count: int, seed: int) -> np.ndarray:
    """Way of the field over way of the best route, less one, at some cells."""
    reached = np.argwhere(np.isfinite(field.seconds) & (np.abs(field.grid.lat)[:, None] < 75))
    out = []
    for row, column in reached[np.random.default_rng(seed).integers(0, len(reached), count)]:
        place = (float(field.grid.lon[column]), float(field.grid.lat[row]))
        straight_m = geodesy.distance(SITES.lon, SITES.lat, *place)
        least_s = SITES.start_s + np.maximum(straight_m - 2 * FARTHEST_SNAP_M, 0.0) / SITES.speed_mps
        best, best_s = -1, np.inf
        for site in np.argsort(least_s).tolist():
            if least_s[site] < best_s and (when := routed(network, site, *place, SHUT)) < best_s:
                best, best_s = site, when
        start = float(SITES.start_s[best])
        out.append((field.seconds[row, column] - start) / max(best_s - start, 3600.0) - 1)
    return np.array(out)


def test_arrivals_are_those_of_routes(network, earth):
    off = compared(network, earth, 25, 1)
    assert np.abs(off).mean() < 0.004
    assert np.abs(off).max() < 0.03


def test_a_window_is_entered_over_its_edges(network):
    field = sea_field(network, BALTIC, SITES, SHUT)
    off = compared(network, field, 15, 2)
    assert np.abs(off).mean() < 0.004
    assert np.abs(off).max() < 0.03


def test_blocks_of_wide_water_say_what_the_flood_alone_says(network, monkeypatch):
    """Four grids, each telling blocks of the next, against one on which every cell asks for its line of sight."""
    grid = Grid.box(-40.0, 25.0, 0.0, 50.0, 0.1)
    told = []
    flood = module._flood

    def counted(network, cells, anchors, barriers, entering, state, *rest):
        told.append((cells.step_deg, np.isfinite(state.metres).mean()))
        return flood(network, cells, anchors, barriers, entering, state, *rest)

    monkeypatch.setattr(module, "_flood", counted)
    field = sea_field(network, grid, SITES, SHUT)
    assert [step for step, _ in told][-4:] == pytest.approx([1.6, 0.4, 0.2, 0.1])
    assert told[-1][1] > 0.5  # so much of the finest grid came from blocks
    told.clear()
    monkeypatch.setattr(module.Cells, "coarser", lambda cells, factor: None)
    alone = sea_field(network, grid, SITES, SHUT)
    assert [share for _, share in told] == [0.0, 0.0]  # the earth round the window, then the window
    reached = np.isfinite(alone.seconds)
    assert np.mean(np.isfinite(field.seconds) != reached) < 1e-4
    reached &= np.isfinite(field.seconds)
    inner = np.zeros_like(reached)  # the flood alone enters a window up to 0.6 % late, on some ten cells here
    inner[5:-5, 5:-5] = True
    reached &= inner
    start = SITES.start_s[alone.winner[reached]]
    off = (field.seconds[reached] - start) / (alone.seconds[reached] - start) - 1
    assert np.abs(off).max() < 2.5e-3
    assert np.abs(off).mean() < 6e-5
    assert np.mean(np.abs(off) > 1e-3) < 5e-4
    assert np.mean(field.winner[reached] != alone.winner[reached]) < 5e-4


def test_behind_a_cape_nobody_comes_straight(network):
    """South-west of Iberia the ways bend at Finisterre and St Vincent; through Spain they would be 0.6 % shorter."""
    field = sea_field(network, Grid.box(-14.0, 34.0, -8.0, 40.0, 0.1), SITES, SHUT)
    off = []
    for row, column in np.argwhere(np.isfinite(field.seconds))[::211]:
        site = int(field.winner[row, column])
        way = routed(network, site, float(field.grid.lon[column]), float(field.grid.lat[row]), SHUT)
        off.append((field.seconds[row, column] - SITES.start_s[site]) / (way - SITES.start_s[site]) - 1)
    assert np.abs(off).max() < 5e-4
    assert np.abs(off).mean() < 1e-4


def test_a_start_is_reached_at_its_notice(network, earth):
    for site in range(len(SITES.lon)):
        row = int(np.argmin(np.abs(WORLD.lat - SITES.lat[site])))
        column = int(np.argmin(np.abs(WORLD.lon - SITES.lon[site])))
        near = earth.seconds[row - 1 : row + 2, column - 1 : column + 2]
        soon = near[np.isfinite(near)].min() - SITES.start_s[site]
        assert soon < 160_000.0 / SITES.speed_mps[site]


def test_a_closed_strait_locks_its_sea(network, earth):
    black_sea = (int(np.argmin(np.abs(WORLD.lat - 43))), int(np.argmin(np.abs(WORLD.lon - 34))))
    assert np.isinf(earth.seconds[black_sea])
    assert earth.winner[black_sea] == NOBODY
    opened = sea_field(network, WORLD, SITES, ARCTIC)
    assert np.isfinite(opened.seconds[black_sea])
    assert np.all(opened.seconds <= earth.seconds * (1 + 2e-3))


@pytest.mark.parametrize(("lon", "lat"), [(-166.0, 74.0), (170.0, 71.0), (-140.0, 80.0), (160.0, 87.0)])
def test_a_closed_arctic_is_gone_round(network, rostock, lon, lat):
    """The two gates meet at the pole; one lies on the meridian of a column of cells."""
    way = sea.route(network, ROSTOCK, (lon, lat), ARCTIC, speed_mps=9.0)
    cell = int(np.argmin(np.abs(WORLD.lat - lat))), int(np.argmin(np.abs(WORLD.lon - lon)))
    assert "panama" in way.passages
    assert rostock.seconds[cell] == pytest.approx(way.length_m / 9.0 + way.delay_s, rel=0.01)


@pytest.mark.parametrize("shut", ["suez", "panama", "malacca", "gibraltar", "taiwan-strait-gate"])
def test_closing_is_never_earlier(network, earth, shut):
    later = sea_field(network, WORLD, SITES, SHUT | {shut})
    both = np.isfinite(later.seconds)
    assert np.all(np.isfinite(earth.seconds[both]))
    # a cell may bend elsewhere by a hair; no more than the error of the field
    assert np.min(later.seconds[both] / earth.seconds[both]) > 1 - 5e-3
    assert np.mean(later.seconds[both] / earth.seconds[both]) >= 1.0 - 1e-6


@pytest.mark.parametrize("turn", [99.0, -180.0 + 360.0, 237.0])
def test_wherever_the_map_begins_it_is_the_same(network, turn):
    """Columns from another longitude on, and ships written a turn further east."""
    usual, further = Grid.box(-180.0, -90.0, 180.0, 90.0, 3.0), Grid.box(turn, -90.0, turn + 360.0, 90.0, 3.0)
    there = Sites(SITES.lon + 360.0, SITES.lat, SITES.start_s, SITES.speed_mps, SITES.range_m)
    one, two = sea_field(network, usual, SITES, SHUT), sea_field(network, further, there, SHUT)
    column = [int(np.flatnonzero(np.abs((usual.lon - lon + 180.0) % 360.0 - 180.0) < 1e-9)[0]) for lon in further.lon]
    assert np.array_equal(np.isinf(two.seconds), np.isinf(one.seconds[:, column]))
    both = np.isfinite(two.seconds)
    # cells settled from other blocks may bend elsewhere by a hair; no more than the error of the field
    assert two.seconds[both] == pytest.approx(one.seconds[:, column][both], rel=5e-3)
    assert np.array_equal(two.winner == NOBODY, ~both)


def test_more_ships_are_never_later(network, earth):
    alone = sea_field(
        network, WORLD, Sites.of(SITES.lon[:2], SITES.lat[:2], SITES.start_s[:2], SITES.speed_mps[:2]), SHUT
    )
    # whether a cell hidden among islands is seen may hang on the last bend: a few in ten thousand
    assert np.mean(np.isfinite(earth.seconds) != np.isfinite(alone.seconds)) < 5e-4
    both = np.isfinite(earth.seconds) & np.isfinite(alone.seconds)
    assert np.all(earth.seconds[both] <= alone.seconds[both] * (1 + 5e-3))
    mine = both & (earth.winner >= 0) & (earth.winner < 2)
    assert np.allclose(earth.seconds[mine], alone.seconds[mine], rtol=5e-3)


def test_a_range_ends_the_field_and_hides_nobody(network):
    near = Sites.of([-30.0, -30.0], [40.0, 40.0], [0.0, 86_400.0], [20.0, 10.0], [500_000.0, np.inf])
    field = sea_field(network, WORLD, near, SHUT)
    assert set(np.unique(field.winner)) == {NOBODY, 0, 1}
    assert field.seconds[field.winner == 0].max() <= 500_000.0 / 20.0
    assert np.isfinite(field.seconds[field.winner == 1]).all()


def test_inland_ships_and_no_ships_reach_nothing(network):
    inland = sea_field(network, WORLD, Sites.of([37.6], [55.7], [0.0], [9.0]), SHUT)
    assert np.isinf(inland.seconds).all()
    empty = np.empty(0)
    assert np.isinf(sea_field(network, WORLD, Sites(empty, empty, empty, empty, empty), SHUT).seconds).all()


def test_land_is_reached_by_nobody(network, earth):
    for lon, lat in ((37.6, 55.7), (0.0, -85.0), (135.0, -25.0), (100.0, 60.0)):
        cell = int(np.argmin(np.abs(WORLD.lat - lat))), int(np.argmin(np.abs(WORLD.lon - lon)))
        assert np.isinf(earth.seconds[cell])


def test_waiting_in_a_passage_counts(network):
    """Kiel to the North Sea: the canal costs its nine hours, the way round Skagen its length."""
    site = Sites.of([10.1333], [54.3167], [0.0], [9.0])
    grid = Grid.box(6.0, 53.5, 13.0, 58.5, 0.1)
    field = sea_field(network, grid, site, ARCTIC)
    cell = int(np.argmin(np.abs(grid.lat - 54.2))), int(np.argmin(np.abs(grid.lon - 7.8)))
    way = sea.route(
        network, (10.1333, 54.3167), (float(grid.lon[cell[1]]), float(grid.lat[cell[0]])), ARCTIC, speed_mps=9.0
    )
    assert "kiel-canal" in way.passages
    assert field.seconds[cell] == pytest.approx(way.length_m / 9.0 + way.delay_s, rel=0.01)


def test_walls_follow_their_gates(network):
    gates = network.gates
    a, b, of = module._walls(gates.a, gates.b)
    assert set(of) == set(range(len(gates.bit)))
    assert np.linalg.norm(b - a, axis=1).max() < 20.5 / 6371  # shares of the chord, not of the arc
    for k in range(len(gates.bit)):
        mine = np.flatnonzero(of == k)
        assert np.array_equal(b[mine[:-1]], a[mine[1:]])
        ends = np.array([a[mine[0]] - gates.a[k], b[mine[-1]] - gates.b[k]])
        assert np.linalg.norm(ends, axis=1).max() < 0.6 / 6_371_000
        normal = np.cross(gates.a[k], gates.b[k])
        assert np.abs(a[mine] @ normal).max() < 0.6 / 6_371_000 * np.linalg.norm(normal)


def test_asked_for_some_hours_it_is_the_same_up_to_them(network):
    """What comes later is left out, and so is the ship that sails later."""
    grid, within_s = Grid.box(-180.0, -90.0, 180.0, 90.0, 0.5), 60.0 * 3600.0
    whole, part = (sea_field(network, grid, SITES, SHUT, until_s) for until_s in (np.inf, within_s))
    soon = whole.seconds <= within_s
    assert 1_000 < soon.sum() < 0.5 * np.isfinite(whole.seconds).sum()
    assert np.array_equal(part.seconds <= within_s, soon)
    assert part.seconds[soon] == pytest.approx(whole.seconds[soon], rel=1e-9)
    assert np.array_equal(part.winner[soon], whole.winner[soon])
    assert np.isinf(part.seconds).sum() > np.isinf(whole.seconds).sum()


def test_every_anchor_tried_one_by_one_finds_no_sooner_arrival(network):
    """Brute force in the Aegean: the least over all anchors in sight of a cell; bends at cells may cut a corner."""
    grid = Grid.box(23.0, 36.0, 27.0, 40.0, 0.25)
    site = Sites.of([23.6], [37.9], [0.0], [9.0])
    field = sea_field(network, grid, site, ARCTIC)
    toll = tuple(delay * 9.0 for delay in network.gates.delay_s)
    anchors = module._anchors(network, site, np.array([0]), network.barred(ARCTIC), toll)
    barriers = module._barriers(network, network.barred(ARCTIC), toll)
    off = []
    near = barriers.a @ unit_vectors(25.0, 38.0) > np.cos(0.16)  # shore farther off lies beyond every anchor tried
    for row, column in np.argwhere(np.isfinite(field.seconds))[::15]:
        place = unit_vectors(float(grid.lon[column]), float(grid.lat[row]))
        close = np.flatnonzero(anchors.place @ place > 0.995)
        far = np.array([_arc(anchors.place[k], place) for k in close]) + anchors.cost_m[close]
        for k in close[np.argsort(far)]:
            if sea_plain.clear(anchors.place[k], place, barriers.a[near], barriers.b[near]):
                best = anchors.cost_m[k] + _arc(anchors.place[k], place)
                off.append(field.seconds[row, column] * 9.0 / best - 1)
                break
    assert len(off) > 10
    assert np.max(off) < 0.01
    assert np.mean(np.abs(off)) < 0.004


def _arc(p, q) -> float:
    from layers.kernels.sea_cells import arc_m

    return float(arc_m(*p, *q))


def test_arcs_are_geodesics():
    draw = np.random.default_rng(4)
    for _ in range(200):
        lon, lat, azimuth, metres = (
            draw.uniform(-180, 180),
            draw.uniform(-80, 80),
            draw.uniform(0, 360),
            draw.uniform(1, 6e6),
        )
        there = geodesy.destination(lon, lat, azimuth, metres)
        assert _arc(unit_vectors(lon, lat), unit_vectors(*there)) == pytest.approx(metres, rel=5e-4)


def test_clearance_is_a_lower_bound(network):
    shore = network.shore
    points = sea_clearance.samples(shore.a[::40], shore.b[::40])
    clear = sea_clearance.clearance(points, np.empty(0, np.float32))
    draw = np.random.default_rng(7)
    for _ in range(100):
        p = draw.normal(size=3)
        p /= np.linalg.norm(p)
        true = np.linalg.norm(points - p, axis=1).min()
        assert clear[sea_clearance.square_of(*p)] <= true + 1e-6
        assert clear[sea_clearance.square_of(*p)] >= true - 0.006


def test_water_is_what_lies_outside_the_rings():
    ring_lon, ring_lat = np.array([-10.0, 10, 10, -10, -5, 5, 5, -5]), np.array([-10.0, -10, 10, 10, -5, -5, 5, 5])
    lon, lat = np.arange(-180.0, 180.0, 3.0) + 0.5, np.arange(-87.0, 87.0, 3.0)
    found = grid_water.water(lon, lat, ring_lon, ring_lat, np.array([0, 4, 8], np.int32))
    x, y = np.meshgrid(lon, lat)
    inside = (np.maximum(abs(x), abs(y)) < 10) & ~(np.maximum(abs(x), abs(y)) < 5)
    assert np.array_equal(found == 0, inside)
