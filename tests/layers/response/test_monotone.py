"""Pressure never helps: closing, restricting and avoiding make no arrival earlier at any likelihood, and lose no reason.

Of the ways a unit may be carried, and of the ways home and abroad by land, the one with the least likely hours is
taken; the low or high value of another may be lower (docs/decisions/0023). So low, high and percentiles are held for
who moves by his own means by air or sea, and the likely hours for all.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.catalogue.find import resolve
from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.response import moves
from layers.response.clock import Target, respond
from layers.response.model import Response
from layers.response.montecarlo import simulate
from layers.response.world import World
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE, Scenario

PLACES = ("narva", "constanta", "pratas")
STRAITS = ("bosporus", "dardanelles")
PASSAGES = (
    "bosporus", "dardanelles", "suez", "gibraltar", "panama", "malacca", "bashi", "great-belt", "oresund", "kiel-canal",
    "dover", "miyako", "taiwan-strait-gate", "skagerrak", "singapore", "bab-el-mandeb", "magellan",
)  # fmt: skip
KINDS = ("", ":carrier", ":large", ":foreign")
SLACK_H = 1e-3
"""Hours in single precision; routes of equal length found by other searches."""


UNITS = frozenset(
    {
        "csg5", "6flt-csg", "desron15", "rn-carrier", "norfolk-arg", "tur-navy", "sd-csg", "18wg", "48fw", "3wg",
        "82abn", "uk-4bde", "31meu", "2cr", "efp-tapa",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def few(world: World) -> World:
    """The shipped world with some units of every kind, so that many closures can be tried."""
    catalogue = world.catalogue
    assert catalogue.units.keys() >= UNITS, UNITS - catalogue.units.keys()
    return world.over(replace(catalogue, units={name: catalogue.units[name] for name in sorted(UNITS)}))


def asked(world: World, place: str, scenario: Scenario) -> Response:
    return respond(world, scenario, Target.at(world.catalogue, resolve(world.catalogue, place)))


def numbers(world: World, found: Response) -> dict[str, tuple[float, ...]]:
    """By unit the hours that are held: likely, and for who moves himself by air or sea all others too."""
    drawn = simulate(found, 500)
    held = {}
    for row in found.arrivals:
        if row.total is None:
            assert row.reason, row.unit
            assert row.route_m is None
            assert not row.stages
            assert row.unit not in drawn.units, "no percentile of who does not come"
            continue
        held[row.unit] = (row.total.likely,)
        unit = world.catalogue.units[row.unit]
        if not unit.lift and world.catalogue.platforms[unit.platform].domain != "land":
            chance = drawn.units[row.unit]
            held[row.unit] += (row.total.low, row.total.high, chance.p10_h, chance.p50_h, chance.p90_h)
    return held


def never_earlier(before: dict[str, tuple[float, ...]], after: dict[str, tuple[float, ...]]) -> None:
    for unit, hours in after.items():
        assert unit in before, f"{unit} comes only under pressure"
        for was, now in zip(before[unit], hours, strict=True):
            assert now >= was - SLACK_H * max(1.0, was / 100.0), (unit, before[unit], hours)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    place=st.sampled_from(PLACES),
    closed=st.frozensets(st.builds(str.__add__, st.sampled_from(PASSAGES), st.sampled_from(KINDS)), max_size=5),
    avoided=st.frozensets(st.sampled_from(["TUR", "POL", "ROU", "PHL", "JPN", "SWE", "ITA"]), max_size=2),
    held=st.dictionaries(
        st.builds(str.__add__, st.sampled_from(PASSAGES), st.sampled_from(KINDS)), st.floats(0.0, 400.0), max_size=4
    ),
)
def test_closing_restricting_and_avoiding_never_make_anybody_earlier(
    few: World,
    catalogue: Catalogue,
    place: str,
    closed: frozenset[str],
    avoided: frozenset[str],
    held: dict[str, float],
) -> None:
    free = edits.adjusted(catalogue, BASELINE, open_=frozenset(STRAITS))
    pressed = edits.adjusted(catalogue, free, close=closed, avoid=avoided)
    for name, hours in held.items():  # waiting on top of the catalogue's own
        longer = catalogue.passages[availability.split_passage(name)[0]].delay_h + hours
        pressed = edits.set_waiting(pressed, name, Spread(longer, longer, longer))
    before = numbers(few, asked(few, place, free))
    after = numbers(few, asked(few, place, pressed))
    never_earlier(before, after)


@settings(max_examples=4, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(["suez", "bosporus", "gibraltar", "suez:large", "bosporus:foreign"]),
    waits=st.lists(st.floats(16.0, 900.0), min_size=2, max_size=3),
)
def test_a_longer_wait_never_makes_anybody_earlier_and_is_gone_round_when_that_is_quicker(
    few: World, catalogue: Catalogue, name: str, waits: list[float]
) -> None:
    free = edits.adjusted(catalogue, BASELINE, open_=frozenset(STRAITS))
    before = None
    for wait in sorted(waits):
        scenario = edits.set_waiting(free, name, Spread(wait, wait, wait))
        after = numbers(few, asked(few, "constanta", scenario))
        if before is not None:
            never_earlier(before, after)
        before = after


def test_a_restricted_strait_costs_its_wait_or_the_way_round(world: World, catalogue: Catalogue) -> None:
    """From Souda to the Gulf: through Suez after some waiting, round the Cape after much."""
    ship, ends = catalogue.platforms["ddg-51"], ((24.15, 35.49), (56.5, 26.3))

    def way(hours: float):
        scenario = edits.adjusted(catalogue, BASELINE, restrict={"suez": Spread(hours, hours, hours)})
        return world.route(scenario, "sea", *ends, platform=ship, nation="USA")

    short, longer, round_the_cape = way(20.0), way(200.0), way(2000.0)
    assert "suez" in short.passages
    assert longer.length_m == pytest.approx(short.length_m)
    assert longer.delay_s - short.delay_s == pytest.approx(180.0 * 3600.0)
    assert "suez" not in round_the_cape.passages
    assert round_the_cape.length_m > 3 * short.length_m
    again = way(20.0)
    assert (again.delay_s, again.passages) == (short.delay_s, short.passages)


def test_a_carrier_waits_where_others_do_not(few: World, catalogue: Catalogue) -> None:
    free = edits.adjusted(catalogue, BASELINE, open_=frozenset({*STRAITS, "bosporus:carrier", "dardanelles:carrier"}))
    held = edits.set_waiting(free, "bosporus:carrier", Spread(48.0, 48.0, 48.0))
    before, after = ({row.unit: row for row in asked(few, "constanta", scenario).arrivals} for scenario in (free, held))
    carriers = {unit.id for unit in catalogue.units.values() if unit.platform == "cvn"}
    waited = 0
    for unit, row in after.items():
        if row.total is None or before[unit].total is None:
            continue
        later = row.total.likely - before[unit].total.likely
        through = any("bosporus" in leg.passages for leg in row.legs if leg.mode == "sea")
        assert later == pytest.approx(42.0 if unit in carriers and through else 0.0, abs=1e-6)
        waited += unit in carriers and through
    assert waited


@pytest.mark.parametrize("closed", ["suez", "malacca", "gibraltar"])
def test_what_slows_all_ships_is_counted_when_a_wait_is_weighed_against_a_long_way(
    few: World, catalogue: Catalogue, closed: str
) -> None:
    """From Yokosuka to Åland by Suez, or by the Northwest Passage and its ten days of waiting, in jammed waters."""
    ship, base, to = catalogue.platforms["cvn"], catalogue.bases["yokosuka"], catalogue.flashpoints["aland"]
    jammed = replace(
        BASELINE, closed=frozenset({"northern-sea-route"}), opened=frozenset({"northwest-passage"}),
        levers=frozenset({"r-gnss"}),
    )  # fmt: skip
    hours = []
    for scenario in (jammed, replace(jammed, closed=jammed.closed | {closed})):
        moved = moves.by_sea(few, scenario, ship, "USA", (base.lon, base.lat), (to.lon, to.lat))
        assert isinstance(moved, moves.Moved)
        hours.append(moved.likely_h)
    assert hours[1] >= hours[0] - SLACK_H
