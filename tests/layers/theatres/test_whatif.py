"""What matters most and what would have to be true: each answer put back into the model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from pyproj import Geod

import resources
from layers import geodesy
from layers.catalogue.find import resolve
from layers.catalogue.values import Spread
from layers.document.assumptions import differences
from layers.document.own import Own, merged
from layers.errors import RimlandError
from layers.io.project import load_scenario, ready_made
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.clock import Target, respond
from layers.response.world import World
from layers.scenario import edits, levers
from layers.scenario.model import BASELINE, Scenario
from layers.theatres import compare, distraction, improve, sensitivity, thresholds, whatif

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
MINUTE_H = 1.0 / 60.0


@cache
def shipped() -> World:
    """Loaded by the first test that asks, not by every process that collects them."""
    return load_world(CATALOGUE)


def target(name: str) -> Target:
    return Target.at(CATALOGUE, resolve(CATALOGUE, name))


def gap(name: str, effect: str, scenario: Scenario) -> float:
    response = respond(shipped(), scenario, target(name))
    assert response.clock is not None
    found = thresholds.helpers(CATALOGUE, response, thresholds.named(CATALOGUE, effect))
    return found[0].hours.likely - response.clock.hours.likely


def solved(name: str, effect: str, what: whatif.Solve, scenario: Scenario = BASELINE) -> whatif.Answer:
    return whatif.solve(shipped(), scenario, target(name), thresholds.named(CATALOGUE, effect), what)


def test_the_hours_that_pratas_can_afford_to_decide_put_back_give_no_gap() -> None:
    answer = solved("pratas", "ally_air", "decision_h")
    assert answer.value is not None
    assert 0 < answer.value < CATALOGUE.clocks["pratas"].hours.likely
    decided = BASELINE
    for body in CATALOGUE.decisions.keys() - {"standing"}:
        decided = edits.set_decision(decided, body, Spread(answer.value, answer.value, answer.value))
    assert abs(gap("pratas", "ally_air", decided)) < MINUTE_H
    # By hand: a patrol from Kadena is ready in 3 h and flies 1 289 km at 815 km/h.
    assert answer.value == pytest.approx(18.0 - 3.0 - 1_289 / 815, abs=0.02)


def test_the_readiness_that_tallinn_can_afford_put_back_gives_no_gap() -> None:
    answer = solved("tallinn", "ally_ground", "readiness_h")
    assert answer.value is not None
    ready = BASELINE
    for unit in CATALOGUE.units.values():
        ready = edits.set_readiness(ready, unit.id, Spread(answer.value, answer.value, answer.value))
    assert abs(gap("tallinn", "ally_ground", ready)) < MINUTE_H


def test_the_distance_from_which_a_frigate_reaches_pratas_in_time() -> None:
    answer = solved("pratas", "surface_combatant", "distance_km")
    assert answer.value is not None
    assert answer.gap_h is not None
    assert abs(answer.gap_h) < MINUTE_H
    # By hand: of 18 h two go to the decision and six to readiness; ten hours at the 37 km/h of the faster ships are left.
    assert answer.value == pytest.approx(10 * 37, rel=0.005)


def put_back(what: whatif.Solve, hours: float) -> Scenario:
    """The scenario in which every body decides, or every unit is ready, within some hours."""
    held = Spread(hours, hours, hours)
    scenario = BASELINE
    if what == "decision_h":
        for body in CATALOGUE.decisions.keys() - {"standing"}:
            scenario = edits.set_decision(scenario, body, held)
    else:
        for unit in CATALOGUE.units:
            scenario = edits.set_readiness(scenario, unit, held)
    return scenario


@pytest.mark.parametrize(
    ("name", "effect", "what"),
    [
        ("senkaku", "ally_air", "decision_h"),
        ("taiwan-strait", "ally_ship", "decision_h"),
        ("gotland", "ally_ground", "decision_h"),
        ("scarborough", "ally_ship", "readiness_h"),
        ("kinmen", "ally_ground", "readiness_h"),
        ("riga", "ally_ground", "readiness_h"),
    ],
)
def test_what_is_solved_put_back_gives_no_gap_within_a_minute(name: str, effect: str, what: whatif.Solve) -> None:
    answer = solved(name, effect, what)
    assert answer.value is not None, answer.words
    assert abs(gap(name, effect, put_back(what, answer.value))) < MINUTE_H
    later = gap(name, effect, put_back(what, answer.value + 1.0))
    assert later > 0, "an hour more and it is late"


@pytest.mark.parametrize(
    ("name", "effect"), [("pratas", "surface_combatant"), ("pratas", "maritime_patrol"), ("second-thomas", "ally_air")]
)
def test_the_distance_that_is_solved_puts_a_base_from_which_it_is_just_in_time(name: str, effect: str) -> None:
    answer = solved(name, effect, "distance_km")
    if answer.value is None:
        assert answer.words
        return
    unit = CATALOGUE.units[answer.unit]
    here = based_at(answer.value, unit.id, name)
    base = replace(CATALOGUE.bases[unit.base], id="here", name="Here", lon=here[0], lat=here[1], kind="multi")
    own = Own(bases=(base,), units=(replace(unit, base="here"),))
    world = shipped().over(merged(CATALOGUE, own))
    response = respond(world, BASELINE, target(name))
    asked = thresholds.named(CATALOGUE, effect)
    hours = next(one.hours for one in thresholds.helpers(world.catalogue, response, asked) if one.row.unit == unit.id)
    assert response.clock is not None
    assert abs(hours.likely - response.clock.hours.likely) < MINUTE_H


def based_at(km: float, unit: str, place: str) -> tuple[float, float]:
    """The point of a unit's way so far before its end: PROJ's own lengths, summed up and cut here."""
    row = next(row for row in respond(shipped(), BASELINE, target(place)).arrivals if row.unit == unit)
    line = max(row.legs, key=lambda leg: leg.length_m).line
    geod = Geod(ellps="WGS84")
    lon, lat = line.lon[::-1], line.lat[::-1]
    azimuth, _, metres = geod.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    gone = np.concatenate(([0.0], np.cumsum(metres)))
    k = int(np.searchsorted(gone, km * 1e3)) - 1
    x, y, _ = geod.fwd(lon[k], lat[k], azimuth[k], km * 1e3 - gone[k])
    return float(x), float(y)


@pytest.mark.parametrize(
    ("name", "effect", "what", "said"),
    [
        ("pratas", "surface_combatant", "decision_h", "No decision is short enough"),
        ("narva", "air_presence", "decision_h", "Any decision will do"),
        ("kaliningrad", "air_presence", "decision_h", "no seizure clock"),
        ("pratas", "air_presence", "distance_km", "in time already"),
        ("pratas", "ally_ground", "distance_km", "No distance is short enough"),
        ("pratas", "heavy_ground", "readiness_h", "No readiness is short enough"),
    ],
)
def test_where_there_is_no_answer_the_words_say_why(name: str, effect: str, what: whatif.Solve, said: str) -> None:
    answer = solved(name, effect, what)
    assert answer.value is None
    assert said in answer.words


def test_an_effect_that_is_none_is_refused_with_what_there_is() -> None:
    with pytest.raises(RimlandError, match="ground_company"):
        thresholds.named(CATALOGUE, "cavalry")
    assert thresholds.named(CATALOGUE, "submarine").effects == ("submarine",)


def test_the_clock_moves_the_gap_by_itself_and_the_largest_swing_stands_first() -> None:
    found = sensitivity.tornado(shipped(), BASELINE, target("pratas"), thresholds.named(CATALOGUE, "ally_air"))
    clock = next(swing for swing in found.swings if swing.kind == "clock")
    hours = CATALOGUE.clocks["pratas"].hours
    assert clock.swing_h == pytest.approx(hours.high - hours.low)
    assert [swing.swing_h for swing in found.swings] == sorted((swing.swing_h for swing in found.swings), reverse=True)
    assert found.swings[0].id == "us"
    decision = CATALOGUE.decisions["us"].hours
    decided = edits.set_decision(BASELINE, "us", Spread(decision.high, decision.high, decision.high))
    assert found.swings[0].gap_high_h == pytest.approx(gap("pratas", "ally_air", decided))
    assert all(swing.source for swing in found.swings)


def test_the_unit_whose_release_wins_most_is_one_that_is_tied() -> None:
    scenario = replace(BASELINE, id="tied", levers=frozenset({"r-small-war"}))
    asked = thresholds.named(CATALOGUE, "ally_battalion")
    best = improve.gains(shipped(), scenario, target("pratas"), asked, "release")
    assert best[0].unit == "82abn"
    assert best[0].won_h > 0
    spared = edits.set_spared(scenario, "82abn", spared=True)
    assert gap("pratas", "ally_battalion", scenario) - gap("pratas", "ally_battalion", spared) == pytest.approx(
        best[0].won_h
    )


def test_a_base_that_wins_most_is_not_the_place_that_is_seized() -> None:
    found = improve.gains(shipped(), BASELINE, target("pratas"), thresholds.named(CATALOGUE, "ally_ground"), "base")
    assert found, "some base nearer by helps"
    there = target("pratas")
    for gain in found:
        base = CATALOGUE.bases[gain.base]
        assert geodesy.distance(base.lon, base.lat, there.lon, there.lat) > 20_000.0
    assert [gain.hours for gain in found] == sorted(gain.hours for gain in found)


def test_what_differs_between_two_scenarios_is_named_and_the_hours_turn_round() -> None:
    one, two = BASELINE, load_scenario(CATALOGUE, "narva-taiwan-blockaded")
    assert {row.what.id for row in differences(CATALOGUE, one, two)} == two.levers
    assert differences(CATALOGUE, two, two) == ()
    there, back = (
        compare.compare(shipped(), one, two, target("narva")),
        compare.compare(shipped(), two, one, target("narva")),
    )
    won = {shift.first.unit: shift.won_h for shift in there.shifts}
    assert won["efp-tapa"] == pytest.approx(-36.0)
    for shift in back.shifts:
        other = won[shift.first.unit]
        assert (other is None) == (shift.won_h is None)
        assert shift.won_h is None or other is None or shift.won_h == pytest.approx(-other)


def test_every_ready_made_scenario_says_what_it_assumes_and_after_whom() -> None:
    for name in ready_made():
        scenario = load_scenario(CATALOGUE, name)
        assert scenario.id == name
        assert len(scenario.note) > 100
        assert levers.lone(scenario).levers == frozenset()
    wanted = {
        "pratas-alone", "pratas-baltics-burn", "narva-alone", "narva-taiwan-blockaded", "senkaku-militia", "kinmen",
        "odesa-straits-closed", "suwalki", "both-ends", "europe-first", "asia-first",
    }  # fmt: skip
    assert wanted <= ready_made().keys()


def test_the_price_of_the_closed_straits_is_that_nobody_from_outside_comes() -> None:
    scenario = load_scenario(CATALOGUE, "odesa-straits-closed")
    frigate = replace(thresholds.named(CATALOGUE, "surface_combatant"), effects=("surface_combatant",))
    price = distraction.prices(shipped(), scenario, target("odesa"), (frigate,))[0]
    assert price.alone.hours is not None
    assert price.pressed.hours is not None
    assert price.price_h is not None
    assert price.price_h >= 0
    alone = respond(shipped(), levers.lone(scenario), target("odesa"))
    assert next(row for row in alone.arrivals if row.unit == "snmg2").total is not None
