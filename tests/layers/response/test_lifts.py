"""What carries a unit: the soonest of what the catalogue allows, or what the user fixed, with the others' reasons."""

from __future__ import annotations

import pytest

from layers.catalogue.find import resolve
from layers.errors import RimlandError
from layers.response.clock import Target, respond
from layers.response.model import Arrival
from layers.response.world import World
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE, Scenario


def arrivals(world: World, place: str, scenario: Scenario = BASELINE) -> dict[str, Arrival]:
    target = Target.at(world.catalogue, resolve(world.catalogue, place))
    return {row.unit: row for row in respond(world, scenario, target).arrivals}


def choices(world: World, unit: str) -> list[str]:
    return [one.lift for one in availability.lifts(world.catalogue, BASELINE, world.catalogue.units[unit])]


@pytest.mark.parametrize(("place", "unit"), [("narva", "uk-4bde"), ("narva", "12mlr"), ("pratas", "rocmc-66")])
def test_the_soonest_lift_is_taken(world: World, place: str, unit: str) -> None:
    best = arrivals(world, place)[unit]
    assert best.total is not None
    alone = {}
    for platform in choices(world, unit):
        fixed = edits.adjusted(world.catalogue, BASELINE, lift={unit: platform})
        row = arrivals(world, place, fixed)[unit]
        assert row.platform == platform
        if row.total is not None:
            alone[platform] = row.total.likely
        else:
            # It is told why the other could not be taken.
            name = world.catalogue.platforms[platform].name
            assert any(text.startswith(f"by {name}: ") for text in best.refused)
    assert best.platform == min(alone, key=lambda name: alone[name])
    assert best.total.likely == pytest.approx(min(alone.values()))


def test_a_slower_lift_says_by_how_much(world: World) -> None:
    best = arrivals(world, "narva")["uk-4bde"]
    other = edits.set_lift(BASELINE, "uk-4bde", "lmsr")
    slower = arrivals(world, "narva", other)["uk-4bde"]
    assert best.total is not None
    assert slower.total is not None
    later = slower.total.likely - best.total.likely
    assert f"by {world.catalogue.platforms['lmsr'].name}: {later:.1f} h later" in best.refused
    assert edits.set_lift(other, "uk-4bde", None) == BASELINE


def test_ports_that_were_tried_are_told(world: World) -> None:
    best = arrivals(world, "narva")["abct-conus"]
    assert any("Riga" in text and text.endswith("h later") for text in best.refused)


def test_a_lift_that_does_not_carry_the_unit_is_refused(world: World) -> None:
    with pytest.raises(RimlandError, match=r"'lmsr' does not carry 82abn.*use c-17"):
        edits.adjusted(world.catalogue, BASELINE, lift={"82abn": "lmsr"})
    with pytest.raises(RimlandError, match="moves by its own means"):
        edits.adjusted(world.catalogue, BASELINE, lift={"csg5": "c-17"})
    with pytest.raises(RimlandError, match="unknown id 'csg55'"):
        edits.adjusted(world.catalogue, BASELINE, lift={"csg55": "c-17"})
