"""Reach of real units and posture: at the base, against the router, nesting over both theatres and the antimeridian."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.catalogue import find
from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.errors import RimlandError
from layers.fields.field import NOBODY, Grid
from layers.fields.isochrone import isochrones
from layers.fields.overhead import first_aircraft, legs, world_grid
from layers.fields.reach import posture, reached
from layers.response import moves, pace, pressure
from layers.response.clock import Target, respond
from layers.response.world import World
from layers.routes.model import Route
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE, Scenario

HOURS = [3.0, 6.0, 12.0, 24.0, 72.0]
FLIERS = ("18wg", "3wg", "48fw", "ctf72-kad")


def units(catalogue: Catalogue, *names: str):
    return [catalogue.units[name] for name in names]


def grid_with(lon: float, lat: float, step: float = 1.0, half: float = 12.0) -> Grid:
    """A grid with a cell exactly at a place."""
    return Grid(lon + np.arange(-half, half + step / 2, step), lat + np.arange(-half, half + step / 2, step))


@pytest.mark.parametrize("name", [*FLIERS, "efp-tapa", "abct-pol"])
def test_at_its_base_a_unit_is_after_its_notice(world: World, catalogue: Catalogue, name: str) -> None:
    unit = catalogue.units[name]
    base = catalogue.bases[unit.base]
    domain = catalogue.platforms[unit.lift or unit.platform].domain
    field = reached(world, BASELINE, [unit], domain, grid_with(base.lon, base.lat), unit.readiness_h.likely + 6).field
    assert field.seconds[12, 12] / 3600 == pytest.approx(unit.readiness_h.likely, abs=1e-6)
    assert field.winner[12, 12] == 0
    assert field.seconds.min() == pytest.approx(field.seconds[12, 12])


@pytest.mark.parametrize(
    "names", [("18wg",), ("48fw",), ("3wg",), ("3wg", "18wg", "48fw", "ctf72-kad"), ("efp-tapa", "3wg")]
)
def test_isochrones_are_valid_and_nest(world: World, catalogue: Catalogue, names) -> None:
    """From Japan, Britain and Alaska, over the antimeridian and the pole; by air, and by air and land together."""
    field = reached(world, BASELINE, units(catalogue, *names), "any", world_grid(2.0), 72.0).field
    found = isochrones(field, HOURS)
    assert any(not one.area.is_empty for one in found)
    for one in found:
        assert one.area.is_valid
        if not one.area.is_empty:
            west, south, east, north = one.area.bounds
            assert (west, south) >= (-180.0, -90.0)
            assert east <= 180.0
            assert north <= 90.0
    for inner, outer in pairwise(found):
        assert inner.area.difference(outer.area).area < 1e-9


def test_from_alaska_it_reaches_over_the_antimeridian_and_not_into_russia(world: World, catalogue: Catalogue) -> None:
    (area,) = (
        one.area
        for one in isochrones(
            reached(world, BASELINE, units(catalogue, "3wg"), "air", world_grid(1.0), 72.0).field, [72.0]
        )
    )
    assert shapely.contains_xy(area, -170.0, 56.0)
    assert shapely.contains_xy(area, 175.0, 52.0)
    assert not shapely.contains_xy(area, 160.0, 66.0)


@settings(max_examples=4, deadline=None)
@given(avoid=st.sampled_from([(), ("TUR", "IND"), ("JPN", "POL", "FRA")]), count=st.integers(1, 4))
def test_closing_is_never_earlier_and_more_units_never_later(
    world: World, catalogue: Catalogue, avoid, count: int
) -> None:
    grid = world_grid(6.0)
    some = units(catalogue, *FLIERS[:count])
    free = reached(world, BASELINE, some, "any", grid, 72.0).field
    shut = reached(world, edits.adjusted(catalogue, BASELINE, avoid=frozenset(avoid)), some, "any", grid, 72.0).field
    assert (shut.seconds >= free.seconds - 1e-3).all()
    fewer = reached(world, BASELINE, some[:-1], "any", grid, 72.0).field
    assert (free.seconds <= fewer.seconds + 1e-3).all()
    for field in (free, shut, fewer):  # nobody's hours are nowhere a number
        assert np.array_equal(field.winner == NOBODY, np.isinf(field.seconds))
        areas = [one.area for one in isochrones(field, HOURS)]
        assert all(area.is_valid for area in areas)
        assert all(inner.difference(outer).area < 1e-9 for inner, outer in pairwise(areas))


def test_by_land_it_is_the_march_of_the_response(world: World, catalogue: Catalogue) -> None:
    """Cell by cell what `moves.by_land` counts: halts, and leave where a border is crossed."""
    unit = catalogue.units["efp-tapa"]
    base, platform = catalogue.bases[unit.base], catalogue.platforms[unit.lift or unit.platform]
    scenario = edits.adjusted(catalogue, BASELINE, avoid=frozenset({"RUS", "BLR"}))
    grid = Grid.box(20.03, 53.03, 29.03, 60.03, 0.5)
    field = reached(world, scenario, [unit], "land", grid, 200.0).field
    seen = 0
    for i, j in np.argwhere(np.isfinite(field.seconds))[::7]:
        at = (float(grid.lon[j]), float(grid.lat[i]))
        moved = moves.by_land(world, scenario, platform, (base.lon, base.lat), at)
        assert not isinstance(moved, str)
        hours = unit.readiness_h.likely + sum(stage.hours.likely for stage in moved.stages)
        if moved.legs[0].line.lon[-1] == at[0]:  # else its end was moved to land
            assert field.seconds[i, j] / 3600 == pytest.approx(hours, abs=0.05)
            seen += 1
    assert seen > 10
    sea = reached(world, scenario, [unit], "land", Grid.box(19.0, 58.8, 20.0, 59.5, 0.25), 200.0).field
    assert np.isinf(sea.seconds).all()


def test_marched_hours_are_those_of_the_pace(catalogue: Catalogue) -> None:
    for name in ("heavy-road", "heavy-rail"):
        platform = catalogue.platforms[name]
        km = np.array([0.0, 10.0, 479.0, 481.0, 2500.0])
        assert pace.marched_h(platform, km) == pytest.approx([pace.land(platform, d * 1e3).hours.likely for d in km])
        assert np.isinf(pace.marched_h(platform, np.array([np.inf]))).all()
        for within_h in (0.0, 7.0, 12.0, 20.0, 24.0, 50.0):
            most_h = pace.marching_h(platform, within_h)
            km = np.array([most_h - 1e-6, most_h + 1e-6]) * pace.fastest_march_kmh(platform)
            assert list(pace.marched_h(platform, km) <= within_h) == [True, False]


def test_posture_is_the_way_from_there(world: World, catalogue: Catalogue) -> None:
    """Against the router: from a cell to the target, at the pace of the leg that reaches that far."""
    narva, platform = (28.19, 59.377), catalogue.platforms["f-15e"]
    grid = world_grid(5.0)
    field = posture(world, BASELINE, platform, narva, grid, 12.0, notice_h=1.5)
    closed = availability.closed_countries(catalogue, BASELINE)
    draw = np.random.default_rng(2)
    cells = np.argwhere(np.isfinite(field.seconds) & (np.abs(grid.lat) < 80)[:, None])
    for i, j in cells[draw.choice(len(cells), 12, replace=False)]:
        way = world.route(BASELINE, "air", (float(grid.lon[j]), float(grid.lat[i])), narva)
        assert isinstance(way, Route)
        fit = min(
            1.5 + leg.rest_h + way.length_m / 1e3 / leg.kmh
            for leg in legs(world, platform, tankers=True)
            if way.length_m <= leg.reach_m
        )
        assert field.seconds[i, j] / 3600 == pytest.approx(fit, rel=1e-4)
    for i, j in np.argwhere(np.isinf(field.seconds))[::9]:  # closed, or enclosed by what is closed
        assert set(world.state_of(float(grid.lon[j]), float(grid.lat[i]))) & (closed | {"MNG"})
    without = posture(world, BASELINE, platform, narva, grid, 12.0)
    reach = np.isfinite(field.seconds)
    assert (field.seconds[reach] - without.seconds[reach]) == pytest.approx(1.5 * 3600)
    areas = isochrones(field, [3.0, 6.0, 12.0])
    assert all(one.area.is_valid for one in areas)
    for inner, outer in pairwise(areas):
        assert inner.area.difference(outer.area).area < 1e-9


@pytest.mark.parametrize("place", ["itu-aba", "narva", "pratas"])
def test_who_has_no_tankers_is_nowhere_that_the_response_calls_unreachable(
    world: World, catalogue: Catalogue, place: str
) -> None:
    spot = catalogue.flashpoints[place]
    target = Target.at(catalogue, find.resolve(catalogue, place))
    flying = [unit for unit in catalogue.units.values() if {"TWN", "PHL"} & {unit.nation} and not unit.lift]
    scenario = replace(BASELINE, called=frozenset(unit.id for unit in flying))
    come = {row.unit: row.total for row in respond(world, scenario, target).arrivals}
    grid = grid_with(spot.lon, spot.lat)
    for unit in flying:
        if catalogue.platforms[unit.platform].domain == "air":
            alone = reached(world, scenario, [unit], "air", grid, 100.0).field
            assert np.isinf(alone.seconds[12, 12]) or come[unit.id] is not None, unit.id
    first, by = first_aircraft(world, scenario, target, grid)
    if first.winner[12, 12] != NOBODY:
        assert come[by[first.winner[12, 12]].id] is not None


@pytest.mark.parametrize(
    ("lever", "place"), [("c-sam", "pratas"), ("c-sam", "taipei"), ("r-kalin", "suwalki"), ("r-gnss", "odesa")]
)
def test_under_a_lever_the_first_aircraft_at_the_target_is_the_one_of_the_response(
    world: World, catalogue: Catalogue, lever: str, place: str
) -> None:
    """Held off by a denial system, or slowed; waiting for tankers aside."""
    scenario = replace(BASELINE, levers=frozenset({lever}))
    target = Target.at(catalogue, find.resolve(catalogue, place))
    field, units = first_aircraft(world, scenario, target, grid_with(target.lon, target.lat))
    hours = {
        row.unit: sum(stage.hours.likely for stage in row.stages if stage.name != "waiting for tankers")
        for row in respond(world, scenario, target).arrivals
        if row.total is not None and row.unit in {unit.id for unit in units}
    }
    assert field.seconds[12, 12] / 3600 == pytest.approx(min(hours.values()), abs=0.05)
    assert units[field.winner[12, 12]].id == min(hours, key=lambda name: hours[name])


def test_a_carrier_is_nowhere_that_it_is_held_off_from_and_waits_nowhere_to_go_there(
    world: World, catalogue: Catalogue
) -> None:
    carrier, grid = catalogue.units["csg5"], Grid(np.arange(115.0, 150.0, 1.0), np.arange(10.0, 40.0, 1.0))
    pressed = replace(BASELINE, levers=frozenset({"c-asbm"}))
    free, kept = (reached(world, scenario, [carrier], "sea", grid, 200.0).field for scenario in (BASELINE, pressed))
    ship = catalogue.platforms[carrier.platform]
    for i, north in enumerate(grid.lat):
        for j, east in enumerate(grid.lon):
            held = bool(pressure.held_off(catalogue, pressed, ship, (float(east), float(north))))
            assert kept.seconds[i, j] == (np.inf if held else free.seconds[i, j])
    assert (np.isinf(kept.seconds) & np.isfinite(free.seconds)).sum() > 100
    with pytest.raises(RimlandError, match="held off by DF-21D"):
        posture(world, pressed, ship, (116.724, 20.7), grid, 100.0)


def test_lift_of_a_pool_that_is_empty_carries_nobody(world: World, catalogue: Catalogue) -> None:
    unit = catalogue.units["82abn-bde"]
    none = replace(BASELINE, pools=(("c-17-us", Spread(0.0, 0.0, 0.0)),))
    found = reached(world, none, [unit], "any", world_grid(5.0), 400.0)
    assert [reason for _, reason in found.left_out] == ["nothing carries it: US strategic airlift (C-17), none free"]


def test_drawn_areas_count(world: World, catalogue: Catalogue) -> None:
    wall = ((-150.0, 40.0), (-140.0, 40.0), (-140.0, 75.0), (-150.0, 75.0))
    drawn = Scenario("x", "x", closed_areas=(wall,))
    grid = Grid.box(-175, 50, -115, 70, 2.5)
    unit = units(catalogue, "3wg")  # stands in it and flies out
    free, shut = (reached(world, scenario, unit, "air", grid, 72.0).field for scenario in (BASELINE, drawn))
    assert shut.seconds == pytest.approx(free.seconds)
    other = units(catalogue, "18wg")
    free, shut = (reached(world, scenario, other, "air", grid, 72.0).field for scenario in (BASELINE, drawn))
    assert (shut.seconds >= free.seconds - 1e-3).all()
    assert np.isinf(shut.seconds[:, (grid.lon > -149) & (grid.lon < -141)]).all()


def test_what_cannot_go_so_is_refused(world: World, catalogue: Catalogue) -> None:
    grid = world_grid(10.0)
    for name, mode, words in (("18wg", "land", "moves by air"), ("82abn", "sea", "is carried by air")):
        found = reached(world, BASELINE, units(catalogue, name), mode, grid, 24.0)
        assert [(unit.id, reason) for unit, reason in found.left_out] == [(name, words)]
        assert np.isinf(found.field.seconds).all()
    both = reached(world, BASELINE, units(catalogue, "18wg", "82abn", "patriot-eu"), "air", grid, 24.0)
    assert [(unit.id, reason) for unit, reason in both.left_out] == [("patriot-eu", "stays where it is")]
    assert set(np.unique(both.field.winner)) >= {0}, "the others are drawn all the same"
    still = next(row for row in catalogue.platforms.values() if row.domain == "missile")
    with pytest.raises(RimlandError, match="stays where it is"):
        posture(world, BASELINE, still, (0.0, 0.0), grid, 12.0)
    with pytest.raises(RimlandError, match="hours"):
        posture(world, BASELINE, catalogue.platforms["f-15e"], (0.0, 0.0), grid, -1.0)
    assert np.isinf(reached(world, BASELINE, [], "any", grid, 24.0).field.seconds).all()
