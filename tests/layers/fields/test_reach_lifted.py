"""Fields of carried units and launchers, who comes first where, and reach from Hawaii over the antimeridian."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from layers import geodesy
from layers.catalogue.find import resolve
from layers.catalogue.model import Catalogue
from layers.fields.field import Field, Grid, combine, renumber
from layers.fields.isochrone import Isochrone, isochrones
from layers.fields.overhead import world_grid
from layers.fields.reach import Reached, posture, reached
from layers.fields.regions import regions
from layers.response import callers
from layers.response.clock import Target, arrival
from layers.response.world import World
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE

BEFORE = {"decision", "decision delay", "waiting for lift"}
"""What depends on the cause or on the others, and is not in a field."""
HOURS = [12.0, 24.0, 72.0, 120.0]


def fields(world: World, names: str, grid: Grid, hours: float, mode: str = "any") -> Reached:
    return reached(world, BASELINE, [world.catalogue.units[name] for name in names.split()], mode, grid, hours)  # type: ignore[arg-type]


def sound(found: tuple[Isochrone, ...]) -> None:
    """Valid areas on the map, no outside turned inside out, each in the next."""
    for one in found:
        assert one.area.is_valid, shapely.is_valid_reason(one.area)
        for part in shapely.get_parts(one.area):
            assert isinstance(part, Polygon)
            assert part.area > 0 or one.area.is_empty
            for hole in part.interiors:
                assert Polygon(part.exterior).covers(Polygon(hole))
        if not one.area.is_empty:
            west, south, east, north = one.area.bounds
            assert west >= -180.0
            assert south >= -90.0
            assert east <= 180.0
            assert north <= 90.0
    for inner, outer in pairwise(found):
        assert inner.area.difference(outer.area).area < 1e-9


@pytest.mark.parametrize(
    ("place", "names"),
    [("narva", "82abn fin-turku 2cr"), ("pratas", "82abn rocmc-99"), ("suwalki", "12mlr arf fin-turku 2cr")],
)
def test_of_a_carried_unit_it_is_the_chain_of_the_response(world: World, place: str, names: str) -> None:
    target = callers.placed(world, Target.at(world.catalogue, resolve(world.catalogue, place)))
    grid = Grid(target.lon + np.array([-0.5, 0.0, 0.5]), target.lat + np.array([-0.5, 0.0, 0.5]))
    for name in names.split():
        row = arrival(world, BASELINE, target, world.catalogue.units[name], None)
        hours = sum(stage.hours.likely for stage in row.stages if stage.name not in BEFORE)
        found = fields(world, row.unit, grid, hours + 1.0).field
        assert found.seconds[1, 1] / 3600 == pytest.approx(hours, abs=0.05), row.unit
        assert found.winner[1, 1] == 0


@pytest.mark.parametrize("name", ["82abn", "uk-4bde", "31meu", "vjtf-lead", "patriot-eu"])
def test_at_its_base_it_is_its_notice(world: World, name: str) -> None:
    unit = world.catalogue.units[name]
    base = world.catalogue.bases[unit.base]
    grid = Grid(base.lon + np.array([-1.0, 0.0, 1.0]), base.lat + np.array([-1.0, 0.0, 1.0]))
    found = fields(world, name, grid, unit.readiness_h.likely + 1.0).field
    assert found.seconds[1, 1] / 3600 == pytest.approx(unit.readiness_h.likely, abs=1e-3)
    assert found.seconds.min() == pytest.approx(found.seconds[1, 1])
    moved = edits.set_readiness(BASELINE, name, replace(unit.readiness_h, likely=unit.readiness_h.high))
    later = reached(world, moved, [unit], "any", grid, unit.readiness_h.high + 1.0).field
    assert later.seconds[1, 1] / 3600 == pytest.approx(unit.readiness_h.high, abs=1e-3)


def test_a_launcher_covers_its_range_and_no_more(world: World) -> None:
    unit = world.catalogue.units["jgsdf-ssm"]
    base, limit_km = world.catalogue.bases[unit.base], world.catalogue.platforms[unit.platform].combat_radius_km
    grid = Grid.box(base.lon - 15, base.lat - 15, base.lon + 15, base.lat + 15, 1.0)
    found = fields(world, unit.id, grid, 200.0).field
    east, north = np.meshgrid(grid.lon, grid.lat)
    away = geodesy.distance(base.lon, base.lat, east.ravel(), north.ravel()).reshape(grid.shape)
    assert np.array_equal(np.isfinite(found.seconds), away <= limit_km * 1e3)


def test_the_mode_picks_among_the_lifts(world: World) -> None:
    grid = Grid.box(9.0, 47.0, 14.0, 52.0, 0.5)
    by_road = fields(world, "vjtf-lead", grid, 150.0, "land")
    assert not by_road.left_out
    assert np.isfinite(by_road.field.seconds).sum() > 10
    by_sea = fields(world, "vjtf-lead 82abn", grid, 100.0, "sea")
    assert {unit.id: reason for unit, reason in by_sea.left_out} == {
        "vjtf-lead": "is carried by air or land",
        "82abn": "is carried by air",
    }


def test_what_nothing_carries_says_why_and_the_others_are_drawn(world: World, catalogue: Catalogue) -> None:
    inland = replace(catalogue.units["abct-conus"], base="zagan")  # no port of Poland within reach is its own
    far = replace(catalogue.units["uk-4bde"], base="diego-garcia") if "diego-garcia" in catalogue.bases else inland
    found = reached(world, BASELINE, [far, catalogue.units["18wg"]], "any", world_grid(8.0), 24.0)
    for unit, reason in found.left_out:
        assert unit is far
        assert "port" in reason
    assert 1 in found.field.winner


def test_closing_makes_no_carried_unit_earlier(world: World, catalogue: Catalogue) -> None:
    grid = Grid.box(21.0, 55.0, 28.0, 59.5, 1.0)
    some = [catalogue.units[name] for name in ("82abn", "2cr", "fin-turku")]
    free = reached(world, BASELINE, some, "any", grid, 250.0).field
    shut = edits.adjusted(catalogue, BASELINE, avoid=frozenset({"POL", "LTU"}), close=frozenset({"irbe"}))
    pressed = reached(world, shut, some, "any", grid, 250.0).field
    assert (pressed.seconds >= free.seconds - 1e-3).all()
    assert (pressed.seconds > free.seconds + 1.0).any()
    fewer = reached(world, BASELINE, some[:-1], "any", grid, 250.0).field
    assert (free.seconds <= fewer.seconds + 1e-3).all()


def test_together_it_is_the_soonest_of_each_alone(world: World, catalogue: Catalogue) -> None:
    """What cannot be first is not looked for; nothing is lost by that, on closed ground and among islands neither."""
    grid, hours = Grid.box(20.0, 55.0, 30.0, 61.0, 1.0), 60.0
    some = [catalogue.units[name] for name in ("82abn", "fin-turku", "efp-tapa", "snmg1")]
    alone = [reached(world, BASELINE, [unit], "any", grid, hours).field for unit in some]
    soonest = combine([renumber(field, [number]) for number, field in enumerate(alone)])
    late = soonest.seconds > hours * 3600.0
    together = reached(world, BASELINE, some, "any", grid, hours).field
    assert np.array_equal(together.seconds > hours * 3600.0, late)
    assert together.seconds[~late] == pytest.approx(soonest.seconds[~late], rel=1e-9)
    assert np.array_equal(together.winner[~late], soonest.winner[~late])
    assert len(np.unique(together.winner[~late])) > 2  # 82nd Airborne, a ship, those who stand there


# --- who comes first where


def test_regions_cover_the_outermost_isochrone_and_do_not_overlap(world: World) -> None:
    names = "18wg 48fw 3wg 82abn efp-tapa"
    found = fields(world, names, world_grid(2.0), 30.0).field
    outer = isochrones(found, [12.0, 30.0])[-1].area
    parts = regions(found, outer)
    assert {part.winner for part in parts} == set(np.unique(found.winner[found.seconds <= 30 * 3600]).tolist())
    assert len(parts) >= 3
    for part in parts:
        assert part.area.is_valid
    for one, other in combinations(parts, 2):
        assert one.area.intersection(other.area).area < 1e-9
    whole = shapely.union_all([part.area for part in parts])
    assert whole.symmetric_difference(outer).area < 1e-9
    draw = np.random.default_rng(7)
    inside = np.argwhere(found.seconds < 29 * 3600)
    for i, j in inside[draw.choice(len(inside), 60, replace=False)]:
        lon = (found.grid.lon[j] + 180.0) % 360.0 - 180.0
        mine = next(part for part in parts if part.winner == found.winner[i, j])
        assert mine.area.distance(shapely.Point(lon, found.grid.lat[i])) < 1e-9


@pytest.mark.parametrize("turn", [0.0, 1.0, 123.5])
def test_regions_of_a_window_over_the_antimeridian(turn: float) -> None:
    """Two halves of a disc: each is its own winner's, wherever the window lies."""
    lon, lat = np.arange(170.0, 191.0) + turn, np.arange(-10.0, 11.0)[::-1]
    away = np.hypot(lon - 180.0 - turn, lat[:, None])
    seconds = np.where(away <= 8.0, away * 3600.0, np.inf)
    winner = np.where(np.isfinite(seconds), np.where(lon < 180.5 + turn, 4, 9), -1).astype(np.int32)
    found = Field(Grid(lon, lat), seconds, winner)
    outer = isochrones(found, [6.5])[-1].area
    parts = regions(found, outer)
    assert [part.winner for part in parts] == [4, 9]
    assert sum(part.area.area for part in parts) == pytest.approx(outer.area)
    assert all(part.area.is_valid for part in parts)


def test_nobody_has_no_region() -> None:
    grid = Grid(np.arange(4.0), np.arange(3.0))
    nobody = Field(grid, np.full((3, 4), np.inf), np.full((3, 4), -1, np.int32))
    assert regions(nobody, MultiPolygon()) == ()


# --- from Hawaii, over the antimeridian


@pytest.mark.parametrize(("name", "mode"), [("3wg", "air"), ("pearl-ddg", "sea")])
def test_from_hawaii_it_reaches_over_the_antimeridian(world: World, catalogue: Catalogue, name: str, mode: str) -> None:
    """Fighters put at Hickam, and the destroyers of Pearl Harbor."""
    unit = catalogue.units[name]
    unit = replace(unit, base="hickam") if name == "3wg" else unit
    late = 110.0 if mode == "sea" else 50.0
    hours = [unit.readiness_h.likely + more for more in (6.0, 28.0, late)]
    found = isochrones(reached(world, BASELINE, [unit], mode, world_grid(3.0), hours[-1]).field, hours)  # type: ignore[arg-type]
    sound(found)
    west, _, east, _ = found[-1].area.bounds
    assert west < -155.0
    assert east > 140.0
    for place in ((178.0, 24.0), (-178.0, 24.0)):
        assert shapely.contains_xy(found[-1].area, *place)
    assert shapely.contains_xy(found[-1].area, 180.0 - 1e-6, 24.0) == shapely.contains_xy(
        found[-1].area, -180.0 + 1e-6, 24.0
    )


def test_the_seam_is_nowhere(world: World, catalogue: Catalogue) -> None:
    """The same contour whether the grid begins at 180 degrees or at Greenwich."""
    unit = replace(catalogue.units["3wg"], base="hickam")
    hours = [unit.readiness_h.likely + 8.0]
    usual = world_grid(2.0)
    other = Grid.box(0.0, -90.0, 360.0, 90.0, 2.0)
    areas = [
        isochrones(reached(world, BASELINE, [unit], "air", grid, 99.0).field, hours)[0].area for grid in (usual, other)
    ]
    assert areas[0].symmetric_difference(areas[1]).area < 1e-6


@pytest.mark.parametrize(
    ("place", "platform"), [("narva", "f-15e"), ("pratas", "f-15e"), ("pratas", "ddg-51"), ("narva", "stryker-road")]
)
def test_posture_over_both_theatres_is_sound(world: World, catalogue: Catalogue, place: str, platform: str) -> None:
    at = resolve(catalogue, place)
    found = posture(
        world, BASELINE, catalogue.platforms[platform], (at.lon, at.lat), world_grid(3.0), 120.0, nation="USA"
    )
    sound(isochrones(found, HOURS))
    assert np.isfinite(found.seconds).any()


@pytest.mark.parametrize("platform", ["f-15e", "ddg-51"])
def test_posture_of_hawaii_is_sound_over_the_antimeridian(world: World, catalogue: Catalogue, platform: str) -> None:
    at = resolve(catalogue, "pearl")
    found = posture(world, BASELINE, catalogue.platforms[platform], (at.lon, at.lat), world_grid(3.0), 120.0)
    areas = isochrones(found, HOURS)
    sound(areas)
    assert shapely.contains_xy(areas[-1].area, 177.0, 22.0)
    assert shapely.contains_xy(areas[-1].area, -177.0, 22.0)


def test_lifts_are_those_the_scenario_allows(world: World, catalogue: Catalogue) -> None:
    """Fixed by the user, the slower lift is no sooner anywhere."""
    grid = Grid.box(19.0, 56.0, 27.0, 60.0, 0.5)
    unit = catalogue.units["173abn"]
    assert len(availability.lifts(catalogue, BASELINE, unit)) > 1
    best = reached(world, BASELINE, [unit], "any", grid, 100.0).field
    fixed = edits.set_lift(BASELINE, "173abn", "c-130j")
    slower = reached(world, fixed, [unit], "any", grid, 100.0).field
    assert (slower.seconds >= best.seconds - 1e-6).all()
    assert (slower.seconds > best.seconds + 1.0).any()
