"""The air field round closed airspace: against the router, against a plain search, and what must hold for any closures."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layers import kernels
from layers.fields.field import NOBODY, Closures, Grid, Sites, air_field
from layers.io.shipped_land import load_airspaces
from layers.routes import air
from layers.routes.air_space import covered, drawn_rings, inside, places

DEFAULT = frozenset({"RUS", "BLR", "CHN", "PRK", "UKR", "IRN", "MMR"})
SITES = Sites.of(
    [127.768, 7.6, -93.55, 51.3, 144.9],
    [26.356, 49.437, 38.73, 25.1, 13.6],
    [900.0, 3600.0, 7200.0, 1800.0, 10_000.0],
    [236.0, 220.0, 200.0, 236.0, 216.0],
    [np.inf, np.inf, np.inf, 1.5e6, 4e6],
)
EURASIA = Grid.box(-20, 5, 170, 75, 2.5)


@pytest.fixture(scope="module", autouse=True)
def _warm():
    assert kernels.warm(), kernels.why_not()


def routed(spaces, sites: Sites, lon: float, lat: float, closed, drawn=()) -> float:
    """The least over the sites of start and the router's way at the site's speed, within its range."""
    metres = air.table(spaces, list(zip(sites.lon, sites.lat, strict=True)), [(lon, lat)], closed, drawn)[:, 0]
    return float(np.where(metres <= sites.range_m, sites.start_s + metres / sites.speed_mps, np.inf).min())


def test_it_is_what_the_router_gives_cell_by_cell() -> None:
    spaces = load_airspaces()
    field = air_field(EURASIA, SITES, Closures(spaces, DEFAULT))
    shut = covered(spaces.outline(spaces.faces(DEFAULT)), EURASIA.lon, EURASIA.lat)
    assert np.isinf(field.seconds[shut]).all()
    assert (field.winner[shut] == NOBODY).all()
    draw = np.random.default_rng(0)
    cells = np.argwhere(~shut)
    for i, j in cells[draw.choice(len(cells), 60, replace=False)]:
        expected = routed(spaces, SITES, EURASIA.lon[j], EURASIA.lat[i], DEFAULT)
        assert field.seconds[i, j] == pytest.approx(expected, rel=1e-5), (EURASIA.lon[j], EURASIA.lat[i])
    # one site flies anywhere: what it leaves out is enclosed by Russia and China
    for i, j in np.argwhere(np.isinf(field.seconds) & ~shut):
        assert "MNG" in {spaces.codes[face] for face in spaces.holding(places(EURASIA.lon[j], EURASIA.lat[i]), {"MNG"})}


def test_closed_cells_are_those_inside() -> None:
    spaces = load_airspaces()
    rings = spaces.outline(spaces.faces(DEFAULT))
    for grid in (Grid.box(-180, -60, 180, 90, 9.0), Grid(np.linspace(200, 20, 23), np.linspace(80, 0, 21))):
        mask = covered(rings, grid.lon, grid.lat)
        for i, north in enumerate(grid.lat):
            for j, east in enumerate(grid.lon):
                assert mask[i, j] == inside(places(east, north), rings)


corners = st.lists(st.tuples(st.floats(-9.0, 9.0), st.floats(-9.0, 9.0)), min_size=3, max_size=7, unique=True)
starts = st.lists(
    st.tuples(
        st.floats(-40, 40), st.floats(-10, 40), st.floats(0, 2e4), st.sampled_from([100.0, 236.0]), st.floats(5e5, 9e6) | st.just(np.inf)
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


def drawn_from(shapes, turn: float = 0.0):
    rings = []
    for shape, (east, north) in zip(shapes, [(0.0, 10.0), (15.0, 14.0), (-12.0, 20.0)], strict=False):
        hull = shapely.MultiPoint(shape).convex_hull
        if hull.area > 1.0:
            corners = shapely.get_coordinates(hull.exterior)[:-1].round(9)
            rings.append(tuple((float(x + east + turn), float(y + north)) for x, y in corners))
    return tuple(rings)


@settings(max_examples=25)
@example(
    shapes=[[(0.0, 0.0), (0.0, 2.4495779666594064), (1.9548630894166852, 4.65625)]],
    sites=[(0.0, 0.125, 0.0, 100.0, np.inf)],
    turn=67.36056905158617,
)
@given(shapes=st.lists(corners, min_size=1, max_size=3), sites=starts, turn=st.floats(-180, 180))
def test_any_closures(shapes, sites, turn: float) -> None:
    """Equal to the router; closing never makes it earlier; more sites never later; turning the globe changes nothing."""
    spaces, some = load_airspaces(), Sites.of(*np.array(sites).T)
    drawn = drawn_from(shapes)
    grid = Grid.box(-45, -15, 45, 45, 3.0)
    open_ = air_field(grid, some)
    field = air_field(grid, some, Closures(spaces, drawn=drawn))
    assert (field.seconds >= open_.seconds - 1e-3).all()
    more = air_field(grid, some, Closures(spaces, drawn=(*drawn, ((-8.0, -8.0), (9.0, -8.0), (0.0, -1.0)))))
    assert (more.seconds >= field.seconds - 1e-3).all()
    first = air_field(grid, Sites.of(*np.array(sites[:1]).T), Closures(spaces, drawn=drawn))
    assert (field.seconds <= first.seconds + 1e-3).all()
    shut = [[covered([*drawn_rings(ring)], grid.lon, grid.lat)] for ring in drawn]
    draw = np.random.default_rng(1)
    for i, j in zip(draw.integers(0, grid.shape[0], 12), draw.integers(0, grid.shape[1], 12), strict=True):
        if not any(one[0][i, j] for one in shut):
            expected = routed(spaces, some, grid.lon[j], grid.lat[i], frozenset(), drawn)
            assert field.seconds[i, j] == pytest.approx(expected, rel=1e-5)
    turned = Sites(some.lon + turn, some.lat, some.start_s, some.speed_mps, some.range_m)
    around = air_field(Grid(grid.lon + turn, grid.lat), turned, Closures(spaces, drawn=drawn_from(shapes, turn)))
    cells = shapely.points(*np.meshgrid(grid.lon, grid.lat))
    edge = np.any([shapely.distance(shapely.LinearRing(ring), cells) < 1e-6 for ring in drawn], axis=0)
    reached, found = np.isfinite(field.seconds), np.isfinite(around.seconds)
    both = reached & found & ~edge  # on an edge rounding tells on which side a cell is
    assert field.seconds[both] == pytest.approx(around.seconds[both], rel=1e-5, abs=1e-6)
    assert ((reached != found) & ~edge).sum() <= 1  # at the end of a range


def test_at_a_base_it_is_its_start_and_a_base_in_closed_airspace_opens_its_own() -> None:
    spaces = load_airspaces()
    grid = Grid.box(20, 45, 40, 52, 1.0)
    kyiv = Sites.of(30.0, 50.0, 1800.0, 236.0)
    field = air_field(grid, kyiv, Closures(spaces, DEFAULT))
    assert field.seconds[5, 10] == pytest.approx(1800.0, abs=1e-6)
    assert field.winner[5, 10] == 0
    outside = air_field(grid, Sites.of(20.0, 50.0, 1800.0, 236.0), Closures(spaces, DEFAULT))
    assert outside.seconds[5, 0] == pytest.approx(1800.0, abs=1e-6)
    assert np.isinf(outside.seconds[5, 10])
    entered = air_field(
        grid, Sites.of(20.0, 50.0, 1800.0, 236.0), Closures(spaces, DEFAULT, entered=((30.744, 46.486),))
    )
    assert np.isfinite(entered.seconds[5, 10])
    assert np.isinf(entered.seconds[5, 19])  # Russia stays closed


def test_what_is_enclosed_is_not_reached_from_outside_but_from_inside() -> None:
    spaces, lesotho = load_airspaces(), Grid.box(27.5, -30.0, 29.0, -29.0, 0.25)
    closed = Closures(spaces, frozenset({"ZAF"}))
    assert np.isinf(air_field(lesotho, Sites.of(18.0, -40.0, 0.0, 236.0), closed).seconds).all()
    inside_ = air_field(lesotho, Sites.of(28.2, -29.6, 0.0, 236.0), closed)
    assert np.isfinite(inside_.seconds[1, 3])
    assert (air_field(lesotho, Sites.of([], [], [], []), closed).winner == NOBODY).all()


def test_round_the_pole() -> None:
    cap = tuple((float(lon), 80.0) for lon in range(-180, 180, 10))
    grid, sites = Grid.box(-180, 60, 180, 90, 5.0), Sites.of(0.0, 75.0, 0.0, 200.0)
    field = air_field(grid, sites, Closures(load_airspaces(), drawn=(cap,)))
    assert np.isinf(field.seconds[-1]).all()  # the pole is inside
    expected = air.route(load_airspaces(), (0.0, 75.0), (180.0, 75.0), drawn=[cap])
    assert field.seconds[3, 0] == pytest.approx(expected.length_m / 200.0, rel=1e-5)
