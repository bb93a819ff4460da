from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from layers import geodesy, kernels
from layers.errors import GeometryError
from layers.fields.field import NOBODY, Field, Grid, Sites, air_field, combine, nowhere, renumber

GEOD = Geod(ellps="WGS84")


@pytest.fixture(params=["compiled", "twin"])
def kind(request, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("RIMLAND_NO_JIT", "1" if request.param == "twin" else "")
    assert request.param == "twin" or kernels.warm(), kernels.why_not()
    return request.param


def brute(grid: Grid, sites: Sites) -> tuple[np.ndarray, np.ndarray]:
    """Every site to every cell by PROJ: arrivals of the earliest, and the margin to the second."""
    lon, lat = (one.ravel() for one in np.meshgrid(grid.lon, grid.lat))
    times = np.full((len(sites.lon), len(lon)), np.inf)
    for k in range(len(sites.lon)):
        metres = GEOD.inv(np.full_like(lon, sites.lon[k]), np.full_like(lat, sites.lat[k]), lon, lat)[2]
        within = metres <= sites.range_m[k]
        times[k, within] = sites.start_s[k] + metres[within] / sites.speed_mps[k]
    return times.min(axis=0).reshape(grid.shape), times.argmin(axis=0).reshape(grid.shape)


def random_sites(n: int, seed: int, ranged: bool) -> Sites:
    draw = np.random.default_rng(seed)
    return Sites.of(
        draw.uniform(-180, 180, n), np.degrees(np.arcsin(draw.uniform(-1, 1, n))), draw.uniform(0, 40_000, n),
        draw.choice([120.0, 200, 236, 300], n), 10.0 ** draw.uniform(5, 7, n) if ranged else np.inf,
    )  # fmt: skip


GRIDS = {
    "world": Grid.box(-180, -90, 180, 90, 3.0),
    "coarse": Grid.box(-180, -90, 180, 90, 15.0),
    "pacific": Grid.box(130, 0, -110, 70, 1.5),
    "downwards": Grid(np.linspace(20, 200, 60), np.linspace(80, -60, 47)),
    "westwards": Grid(np.linspace(50, -40, 61), np.linspace(-20, 60, 63)),
    "pole": Grid.box(-180, 80, 180, 90, 1.5),
    "tiny": Grid.box(116, 20, 117, 21, 0.5),
}


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("ranged", [False, True])
@pytest.mark.parametrize("n", [1, 7, 60])
def test_it_is_what_measuring_every_site_gives(kind: str, name: str, ranged: bool, n: int) -> None:
    grid, sites = GRIDS[name], random_sites(n, n + len(name), ranged)
    field = air_field(grid, sites)
    times, winners = brute(grid, sites)
    reached = np.isfinite(times)
    assert (np.isfinite(field.seconds) == reached).all()
    assert np.abs(field.seconds[reached] - times[reached]).max(initial=0) < 1e-6
    assert (field.winner[reached] == winners[reached]).all()
    assert (field.winner[~reached] == NOBODY).all()


def test_near_the_antipode_it_is_still_exact(kind: str) -> None:
    sites = Sites.of([-63.28, 0.0], [-20.7, 0.0], [0.0, 1000.0], 250.0)
    for grid in (Grid.box(115, 19, 118, 22, 0.25), Grid.box(178, -2, -178, 2, 0.25)):
        times, _ = brute(grid, sites)
        assert np.abs(air_field(grid, sites).seconds - times).max() < 1e-6


def test_a_far_site_near_the_antipode_does_not_hide_a_nearer_one(kind: str) -> None:
    # The far one takes 19.99 million metres; the near one arrives a little before it because it starts late.
    sites = Sites.of([-63.28, 116.0], [-20.7, 20.0], [0.0, 19.5e6 / 250.0], 250.0)
    grid = Grid.box(116, 20, 117.5, 21.5, 0.25)
    times, winners = brute(grid, sites)
    assert set(winners.ravel()) == {1}
    field = air_field(grid, sites)
    assert (field.winner == winners).all()
    assert np.abs(field.seconds - times).max() < 1e-6


def test_at_a_units_base_it_is_its_start(kind: str) -> None:
    grid = Grid.box(100, 0, 140, 40, 1.0)
    field = air_field(grid, Sites.of(120.0, 20.0, 3600.0, 250.0))
    assert field.seconds[20, 20] == pytest.approx(3600.0, abs=1e-6)
    assert field.winner[20, 20] == 0


def test_a_published_flight(kind: str) -> None:
    # Barksdale to Guam: 16 h at a block speed of 420 kn is what Air Force Magazine (27 Jul 2015) tells; within 10 %.
    field = air_field(Grid.box(144.5, 13.25, 145.25, 13.75, 0.25), Sites.of(-93.66, 32.5, 0.0, 420 * 1852 / 3600))
    assert field.seconds[1, 2] / 3600 == pytest.approx(16.0, rel=0.1)


sites_lists = st.lists(
    st.tuples(
        st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 1e5), st.floats(5, 400), st.floats(1e4, 1e7) | st.just(np.inf)
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(sites_lists, st.floats(-180, 180))
@settings(max_examples=40)
@example([(0.0, 90.0, 0.0, 100.0, np.inf), (5.0, -90.0, 0.0, 100.0, np.inf)], 17.0)
def test_turning_the_globe_changes_nothing(sites, turn: float) -> None:
    plain = Sites.of(*np.array(sites).T)
    turned = Sites(plain.lon + turn, plain.lat, plain.start_s, plain.speed_mps, plain.range_m)
    grid = Grid.box(-60, -80, 60, 80, 10.0)
    a, b = air_field(grid, plain), air_field(Grid(grid.lon + turn, grid.lat), turned)
    both = np.isfinite(a.seconds) & np.isfinite(b.seconds)
    assert np.abs(a.seconds[both] - b.seconds[both]).max(initial=0) < 1e-4
    assert (np.isfinite(a.seconds) != np.isfinite(b.seconds)).sum() <= 1  # a cell on the very edge of a range


@given(sites_lists, sites_lists)
@settings(max_examples=40)
def test_more_units_never_make_it_later_and_fields_combine(first, second) -> None:
    grid = Grid.box(-180, -80, 180, 80, 20.0)
    a, b = (Sites.of(*np.array(one).T) for one in (first, second))
    both = air_field(grid, Sites.of(*np.array(first + second).T))
    one, two = air_field(grid, a), renumber(air_field(grid, b), np.arange(len(second)) + len(first))
    assert (both.seconds <= one.seconds + 1e-6).all()
    joined = combine([one, two])
    reached = np.isfinite(both.seconds)
    assert (np.isfinite(joined.seconds) == reached).all()
    assert np.abs(both.seconds[reached] - joined.seconds[reached]).max(initial=0) < 1e-6
    assert ((joined.winner == NOBODY) == np.isinf(joined.seconds)).all()


def test_it_is_never_before_the_nearest_start_and_obeys_the_triangle(kind: str) -> None:
    grid, sites = GRIDS["pacific"], random_sites(9, 3, False)
    field = air_field(grid, sites)
    assert field.seconds.min() >= sites.start_s.min() - 1e-6
    # neighbouring cells differ by no more than the way between them at the slowest speed
    lon, lat = np.meshgrid(grid.lon, grid.lat)
    step = geodesy.distance(lon[:, 1:], lat[:, 1:], lon[:, :-1], lat[:, :-1])
    assert (np.abs(np.diff(field.seconds, axis=1)) <= step / sites.speed_mps.min() + 1e-6).all()


def test_nobody_and_nowhere() -> None:
    grid = GRIDS["tiny"]
    for field in (nowhere(grid), air_field(grid, Sites.of([], [], [], []))):
        assert np.isinf(field.seconds).all()
        assert (field.winner == NOBODY).all()
    unreached = air_field(grid, Sites.of(0, 0, 0, 100, 1e3))
    assert np.isinf(unreached.seconds).all()
    assert (unreached.winner == NOBODY).all()
    assert (renumber(unreached, [7]).winner == NOBODY).all()


def test_grids() -> None:
    assert GRIDS["world"].periodic
    assert GRIDS["world"].shape == (61, 120)
    assert not GRIDS["pacific"].periodic
    assert GRIDS["pacific"].lon[-1] == 250
    assert Grid.box(-20, 0, 340, 10, 5).periodic
    for bad, words in (
        (lambda: Grid(np.array([0.0, 1, 3]), np.array([0.0, 1])), "evenly"),
        (lambda: Grid(np.array([0.0, 1]), np.array([80.0, 95])), "latitude 95"),
        (lambda: Grid(np.array([0.0, 0]), np.array([0.0, 1])), "all are at 0"),
        (lambda: Grid(np.array([0.0]), np.array([0.0, 1])), "evenly"),
        (lambda: Grid(np.linspace(0, 400, 5), np.array([0.0, 1])), "400 degrees"),
        (lambda: Grid.box(0, 10, 5, 5, 1), "5 N"),
        (lambda: Field(GRIDS["tiny"], np.zeros((2, 2)), np.zeros((2, 2), np.int32)), "one value a cell"),
        (lambda: combine([]), "no fields"),
        (lambda: combine([nowhere(GRIDS["tiny"]), nowhere(GRIDS["pole"])]), "different grids"),
    ):
        with pytest.raises(GeometryError, match=words):
            bad()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0, 95, 0, 100), "latitude 95"),
        ((math.nan, 0, 0, 100), "longitude nan"),
        ((0, 0, math.inf, 100), "start inf"),
        ((0, 0, 0, 0), "speed 0 m/s gets nowhere"),
        ((0, 0, 0, 100, -1), "range"),
        ((0, 0, 0, 100, math.nan), "range"),
    ],
)
def test_sites_are_refused_with_the_value(values, words: str) -> None:
    with pytest.raises(GeometryError, match=words):
        Sites.of(*values)
