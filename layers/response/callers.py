"""Who is expected to answer at a target, and why: holders, treaties, stated policy, and what the scenario changes.

The first of these that speaks decides: the scenario's own list; a stance of the catalogue that says no; the place's own
holders; the commitments that cover it and owe defence; a stance that says yes. Of the stances one speaks: a row on a
unit before a row on its nation, on a place before a commitment before a theatre, of equal rows the one that says no.
A unit of several nations goes when all of them go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from layers.catalogue.model import Catalogue, Stance, Unit
from layers.response.model import Target
from layers.response.world import World
from layers.scenario.model import Scenario

EVERYWHERE = "theatre:both"
"""What a stance covers that holds at any place."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """Whether a unit is expected to answer, with the reason as half a sentence."""

    expected: bool
    reason: str
    decides: str = ""
    """Deciding body on this ground; empty for the unit's own."""


def expectation(world: World, scenario: Scenario, target: Target, unit: Unit) -> Expectation:
    """Whether `unit` is expected to answer at `target`, which `placed` has looked at."""
    if unit.id in scenario.uncalled:
        return Expectation(False, "taken off those who answer in this scenario")
    if unit.id in scenario.called:
        return Expectation(True, "called in this scenario")
    rows = _fitting(world.catalogue, target)
    if own := _foremost(row for row in rows if unit.id in row.who):
        return _by_stance(own)
    answers = [_nation(world, target, rows, nation) for nation in unit.nation.split(";")]
    refused = [answer for answer in answers if not answer.expected]
    if refused:
        return Expectation(False, f"{refused[0].reason}; to vary: --call {unit.id}")
    return next((answer for answer in answers if not answer.decides), answers[0])


def expected(world: World, scenario: Scenario, target: Target) -> frozenset[str]:
    """Ids of the units that are expected to answer at a target; whether they can is another question."""
    where = placed(world, target)
    units = world.catalogue.units.values()
    return frozenset(unit.id for unit in units if expectation(world, scenario, where, unit).expected)


def placed(world: World, target: Target) -> Target:
    """The target with its holders and treaties; for a place off the list, those of the state on whose ground it lies.

    A place on nobody's ground stays without holders: there everybody counts.
    """
    if target.holders or target.covered_by or target.id in world.catalogue.flashpoints:
        return target
    holders = frozenset(world.state_of(target.lon, target.lat))
    rows = world.catalogue.commitments.values()
    covered = frozenset(row.id for row in rows if row.aid == "defence" and holders & set(row.parties))
    return replace(target, holders=holders, covered_by=covered)


def _nation(world: World, target: Target, rows: list[Stance], nation: str) -> Expectation:
    row = _foremost(row for row in rows if nation in row.who)
    if row and not row.answers:
        return _by_stance(row)
    if nation in target.holders:
        return Expectation(True, "it defends its own")
    if not target.holders and not target.covered_by:
        return Expectation(True, "this place is nobody's ground: everybody is counted")
    for name in sorted(target.covered_by):
        treaty = world.catalogue.commitments[name]
        if treaty.aid == "defence" and nation in treaty.parties:
            return Expectation(True, treaty.name)
    if row:
        return _by_stance(row)
    return Expectation(False, f"no commitment of {world.nation_name(nation)} covers {target.name}")


def _fitting(catalogue: Catalogue, target: Target) -> list[Stance]:
    names = {target.id, *target.covered_by, f"theatre:{target.theatre}", EVERYWHERE}
    found = [row for row in catalogue.stances if names & set(row.covers)]

    def order(row: Stance) -> tuple[int, bool]:
        covers = set(row.covers)
        nearness = 0 if target.id in covers else 1 if covers & target.covered_by else 2
        return nearness, row.answers

    return sorted(found, key=order)


def _foremost(rows: Iterable[Stance]) -> Stance | None:
    return next(iter(rows), None)


def _by_stance(row: Stance) -> Expectation:
    return Expectation(row.answers, row.rationale.rstrip("."), row.decides)
