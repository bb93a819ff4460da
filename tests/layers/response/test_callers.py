"""Who is expected to answer where: by holders, treaties, stances and the scenario's own list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layers.catalogue.find import resolve
from layers.catalogue.model import Catalogue, Stance
from layers.catalogue.values import Source
from layers.fields.overhead import first_aircraft, world_grid
from layers.response import callers
from layers.response.clock import Target, respond
from layers.response.model import Response
from layers.response.world import World
from layers.scenario import edits
from layers.scenario.model import BASELINE, Scenario

SOURCE = Source("a test", "low")


def at(catalogue: Catalogue, name: str) -> Target:
    return Target.at(catalogue, resolve(catalogue, name))


def asked(world: World, name: str, scenario: Scenario = BASELINE) -> Response:
    return respond(world, scenario, at(world.catalogue, name))


def nations(world: World, name: str) -> set[str]:
    """The single nations that answer at a place."""
    units = world.catalogue.units
    return {units[unit].nation for unit in callers.expected(world, BASELINE, at(world.catalogue, name))}


def test_taiwan_flies_to_pratas_and_not_to_odesa(world: World) -> None:
    taiwan = {row.unit: row for row in asked(world, "pratas").arrivals}["rocaf-chiayi"]
    assert taiwan.status == "in time"
    assert "Expected: it defends its own." in taiwan.notes
    odesa = {row.unit: row for row in asked(world, "odesa").arrivals}["rocaf-chiayi"]
    assert odesa.status == "not expected"
    assert odesa.reason == "no commitment of Taiwan covers Odesa; to vary: --call rocaf-chiayi"
    assert odesa.total is None
    assert not odesa.stages


def test_a_treaty_brings_all_its_parties_and_nobody_else(world: World) -> None:
    at_narva = nations(world, "narva")
    assert {"EST", "USA", "GBR", "POL", "TUR", "NATO"} <= at_narva
    assert not {"TWN", "JPN", "PHL", "AUS", "KOR"} & at_narva
    at_senkaku = nations(world, "senkaku")
    assert {"USA", "JPN"} <= at_senkaku
    assert not {"TWN", "GBR", "NATO"} & at_senkaku


def test_what_goes_beyond_treaty_is_a_row_that_says_why(world: World) -> None:
    # The Taiwan Relations Act obliges nobody: the United States come to Pratas by a row of stances.csv alone.
    target = at(world.catalogue, "pratas")
    unit = world.catalogue.units["csg5"]
    assert callers.expectation(world, BASELINE, target, unit).expected
    without = replace(world, catalogue=replace(world.catalogue, stances=()))
    found = callers.expectation(without, BASELINE, target, unit)
    assert not found.expected
    assert "no commitment of" in found.reason


def test_a_unit_of_several_nations_goes_when_all_of_them_go(world: World) -> None:
    unit = world.catalogue.units["efp-tapa"]
    assert unit.nation == "GBR;FRA;DNK"
    assert callers.expectation(world, BASELINE, at(world.catalogue, "narva"), unit).expected
    # Of the three only Denmark has not said that it would send forces to Ukraine.
    found = callers.expectation(world, BASELINE, at(world.catalogue, "odesa"), unit)
    assert not found.expected
    assert "Denmark" in found.reason


def test_another_ground_has_another_body_that_decides(world: World) -> None:
    row = next(row for row in asked(world, "odesa").arrivals if row.unit == "raf-qra")
    assert row.stages[0].source.startswith(world.catalogue.decisions["partner"].name)
    row = next(row for row in asked(world, "narva").arrivals if row.unit == "raf-qra")
    assert row.stages[0].source.startswith(world.catalogue.decisions["standing"].name)


def test_what_is_impossible_is_said_before_what_is_unlikely(world: World) -> None:
    row = next(row for row in asked(world, "odesa").arrivals if row.unit == "6flt-csg")
    assert row.status == "unreachable"
    assert "Bosporus" in row.reason


def test_the_unexpected_stand_last(world: World) -> None:
    order = {"in time": 0, "late": 0, "no clock": 0, "unreachable": 1, "not expected": 2}
    for name in ("pratas", "odesa"):
        ranks = [order[row.status] for row in asked(world, name).arrivals]
        assert ranks == sorted(ranks)
        assert set(ranks) == {0, 1, 2}


def test_the_user_calls_and_uncalls(world: World) -> None:
    catalogue = world.catalogue
    usual = {row.unit: row for row in asked(world, "odesa").arrivals}
    assert usual["52fw"].status == "not expected"
    called = edits.adjusted(catalogue, BASELINE, call=frozenset({"TWN", "52fw"}), uncall=frozenset({"raf-qra"}))
    rows = {row.unit: row for row in asked(world, "odesa", called).arrivals}
    assert rows["52fw"].total is not None
    # called or not, an air force without tankers does not reach round a continent, and says so
    assert rows["rocaf-chiayi"].status == "unreachable"
    assert "beyond" in rows["rocaf-chiayi"].reason
    assert rows["raf-qra"].status == "not expected"
    back = edits.adjusted(catalogue, called, uncall=frozenset({"TWN"}), call=frozenset({"raf-qra"}))
    assert "rocaf-chiayi" not in back.called
    assert edits.set_called(back, "raf-qra", called=None).called == {"52fw"}
    assert edits.set_called(back, "raf-qra", called=False).uncalled >= {"raf-qra"}


def test_gaps_count_only_those_that_come(world: World) -> None:
    found = asked(world, "odesa")
    status = {row.unit: row.status for row in found.arrivals}
    for gap in found.gaps:
        assert not gap.first_unit or status[gap.first_unit] in {"in time", "late"}
    words = {gap.effect: gap.verdict for gap in found.gaps}
    # Bombers could come and are not expected to; no submarine passes the Turkish Straits.
    assert words["air_strike"] == "nobody who could come is expected to"
    assert words["submarine"] == "no response possible"


@pytest.mark.parametrize(
    ("lon", "lat", "holder", "expected", "not_expected"),
    [
        (26.72, 58.38, "EST", {"EST", "USA", "GBR"}, {"TWN", "JPN"}),  # Tartu
        (139.69, 35.69, "JPN", {"JPN", "USA"}, {"TWN", "GBR"}),  # Tokyo
        (121.0, 14.6, "PHL", {"PHL", "USA"}, {"JPN", "GBR"}),  # Manila
    ],
)
def test_a_place_off_the_list_has_the_treaties_of_its_ground(
    world: World, lon: float, lat: float, holder: str, expected: set[str], not_expected: set[str]
) -> None:
    target = Target("", "here", lon, lat)
    assert callers.placed(world, target).holders == {holder}
    units = world.catalogue.units
    found = {units[unit].nation for unit in callers.expected(world, BASELINE, target)}
    assert expected <= found
    assert not not_expected & found


def test_on_the_high_seas_everybody_counts(world: World) -> None:
    found = callers.expected(world, BASELINE, Target("", "here", -160.0, 10.0))
    held_back = {name for row in world.catalogue.stances if "theatre:both" in row.covers for name in row.who}
    assert found == frozenset(world.catalogue.units) - held_back


def test_a_unit_before_its_nation_a_place_before_a_theatre_and_no_before_yes(world: World) -> None:
    def stance(name: str, who: str, covers: str, *, answers: bool) -> Stance:
        return Stance(name, (who,), (covers,), answers, "", name, SOURCE)

    def answer(*rows: Stance) -> bool:
        catalogue = replace(world.catalogue, stances=rows)
        unit = catalogue.units["rocaf-chiayi"]
        return callers.expectation(replace(world, catalogue=catalogue), BASELINE, at(catalogue, "odesa"), unit).expected

    nation_no = stance("a", "TWN", "odesa", answers=False)
    unit_yes = stance("b", "rocaf-chiayi", "theatre:west", answers=True)
    assert answer(nation_no, unit_yes)
    place_yes = stance("c", "TWN", "odesa", answers=True)
    theatre_no = stance("d", "TWN", "theatre:west", answers=False)
    assert answer(theatre_no, place_yes)
    treaty_yes = stance("e", "TWN", "us-ukr-2024", answers=True)
    assert answer(theatre_no, treaty_yes)
    assert not answer(place_yes, nation_no)


def test_the_field_has_only_those_who_are_expected(world: World) -> None:
    _, units = first_aircraft(world, BASELINE, at(world.catalogue, "odesa"), world_grid(10.0))
    assert {unit.nation for unit in units} == {"GBR", "SWE"}
