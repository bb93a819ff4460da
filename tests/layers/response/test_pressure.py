"""Levers, ties and pools on the shipped world: each acts on what it names, none ever helps, and all away is as before."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from layers.catalogue.find import resolve
from layers.catalogue.values import Spread
from layers.errors import RimlandError
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response import montecarlo
from layers.response.clock import Target, arrival, respond
from layers.response.model import Arrival, Response
from layers.response.world import World
from layers.scenario import availability, levers
from layers.scenario.model import BASELINE, Scenario
from layers.theatres import distraction, draws, thresholds

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]


@cache
def shipped() -> World:
    """Loaded by the first test that asks, not by every process that collects them."""
    return load_world(CATALOGUE)


def one(count: float) -> Spread:
    return Spread(count, count, count)


def target(name: str) -> Target:
    return Target.at(CATALOGUE, resolve(CATALOGUE, name))


@cache
def asked(name: str, scenario: Scenario = BASELINE) -> Response:
    return respond(shipped(), scenario, target(name))


def row(name: str, unit: str, scenario: Scenario = BASELINE) -> Arrival:
    """One unit's arrival, waiting for lift aside."""
    return arrival(shipped(), scenario, target(name), CATALOGUE.units[unit], None)


def sharing(name: str, unit: str, scenario: Scenario) -> Arrival:
    """One unit's arrival among all others."""
    return next(row for row in asked(name, scenario).arrivals if row.unit == unit)


def stage(of: Arrival, name: str) -> Spread:
    return next((stage.hours for stage in of.stages if stage.name == name), one(0.0))


def pressed(*names: str, **changes: object) -> Scenario:
    return replace(BASELINE, id="pressed", levers=frozenset(names), **changes)  # type: ignore[arg-type]


def test_information_war_slows_the_council_and_leaves_standing_orders_alone() -> None:
    scenario = pressed("r-info")
    assert stage(row("narva", "efp-tapa", scenario), "decision delay") == CATALOGUE.levers["r-info"].size
    assert stage(row("narva", "bap-amari", scenario), "decision delay") == one(0.0)
    assert stage(row("narva", "est-1bde", scenario), "decision delay") == one(0.0)
    assert stage(row("pratas", "18wg", scenario), "decision delay") == one(0.0)


def test_every_link_is_as_sure_as_the_least_sure_record_it_rests_on() -> None:
    found = row("narva", "efp-tapa", pressed("r-info", "r-cyber"))
    sure = {stage.name: stage.confidence for stage in found.stages}
    rank = ("high", "medium", "low").index
    assert sure["decision"] == CATALOGUE.decisions["nato"].source.confidence
    assert sure["readiness"] == CATALOGUE.units["efp-tapa"].source.confidence
    assert sure["decision delay"] == max(
        (CATALOGUE.levers[name].source.confidence for name in ("r-info", "r-cyber")), key=rank
    )
    way = [stage for stage in row("pratas", "18wg").stages if stage.name == "transit"]
    assert way[0].confidence == CATALOGUE.platforms[CATALOGUE.units["18wg"].platform].source.confidence


def test_what_the_user_assumes_is_of_low_confidence() -> None:
    unit = next(row for row in CATALOGUE.units.values() if row.source.confidence != "low" and row.effect == "airborne")
    own = pressed(readiness_h=((unit.id, one(5.0)),))
    for scenario, expected in ((BASELINE, unit.source.confidence), (own, "low")):
        readiness = next(stage for stage in row("pratas", unit.id, scenario).stages if stage.name == "readiness")
        assert readiness.confidence == expected


def test_two_delays_add_up_and_are_named() -> None:
    found = row("narva", "efp-tapa", pressed("r-info", "r-cyber"))
    alone = [row("narva", "efp-tapa", pressed(name)).total for name in ("r-info", "r-cyber")]
    base = row("narva", "efp-tapa").total
    assert found.total is not None
    assert base is not None
    gains = sum(total.likely - base.likely for total in alone if total is not None)
    assert found.total.likely - base.likely == pytest.approx(gains)
    source = next(stage.source for stage in found.stages if stage.name == "decision delay")
    assert "r-info" in source
    assert "r-cyber" in source


def test_wear_multiplies_readiness() -> None:
    found = row("pratas", "rocaf-chiayi", pressed("c-adiz"))
    ready, factor = stage(found, "readiness"), CATALOGUE.levers["c-adiz"].size
    assert stage(found, "wear").likely == pytest.approx(ready.likely * (factor.likely - 1))


def test_a_war_in_the_west_is_felt_in_the_east_and_not_at_its_own_end() -> None:
    scenario = pressed("r-small-war")
    there, here = row("pratas", "82abn", scenario), row("narva", "82abn", scenario)
    assert stage(there, "release") == CATALOGUE.releases["airborne"].hours
    assert here.total == row("narva", "82abn").total
    assert row("pratas", "abct-conus", scenario).status == "unreachable"


def test_a_unit_that_is_engaged_comes_from_there_and_never_sooner() -> None:
    found = row("pratas", "conus-b2", replace(BASELINE, id="e", engaged=(("conus-b2", "narva"),)))
    home = row("pratas", "conus-b2")
    assert found.total is not None
    assert home.total is not None
    assert found.total.likely >= home.total.likely + CATALOGUE.releases["air_strike"].hours.likely
    assert any("Engaged at Narva" in note for note in found.notes)
    there = row("narva", "conus-b2", replace(BASELINE, id="e", engaged=(("conus-b2", "narva"),)))
    assert there.total == row("narva", "conus-b2").total


def test_of_two_levers_that_tie_a_unit_down_the_later_way_counts() -> None:
    """The second one, east of the first, had it start from where it is nearer to the target."""
    small_war = replace(BASELINE, id="drawn", levers=frozenset({"r-small-war"}))
    both = replace(small_war, levers=frozenset({"r-small-war", "r-snap"}))
    one, two = (
        next(row for row in asked("pratas", each).arrivals if row.unit == "82abn") for each in (small_war, both)
    )
    assert one.total is not None
    assert two.total is not None
    assert two.total.likely >= one.total.likely
    assert any("r-small-war" in note and "r-snap" in note for note in two.notes)


def test_the_user_may_let_go_what_the_rule_keeps() -> None:
    kept = replace(BASELINE, id="k", engaged=(("abct-pol", "odesa"),))
    freed = replace(kept, release_h=(("abct-pol", one(100.0)),))
    assert row("narva", "abct-pol", kept).status == "unreachable"
    assert "armoured brigade" in row("narva", "abct-pol", kept).reason.lower()
    assert stage(row("narva", "abct-pol", freed), "release") == one(100.0)


def test_a_lever_shuts_the_straits_to_those_from_outside_only() -> None:
    straits, called = frozenset({"bosporus", "dardanelles"}), frozenset({"snmg2", "tur-navy"})
    opened = replace(BASELINE, id="o", opened=straits, called=called)
    shut = replace(opened, levers=frozenset({"r-black-sea"}))
    assert row("odesa", "snmg2", opened).total is not None
    assert "Bosporus" in row("odesa", "snmg2", shut).reason
    assert row("odesa", "tur-navy", shut).total == row("odesa", "tur-navy", opened).total


def test_denial_keeps_out_what_cannot_hide() -> None:
    scenario = pressed("c-sam", "c-asbm")
    assert "HQ-9B" in row("pratas", "rocaf-tainan", scenario).reason
    assert row("pratas", "18wg-f22", scenario).total == row("pratas", "18wg-f22").total
    assert "DF-21D" in row("pratas", "csg5", scenario).reason
    assert row("pratas", "desron15", scenario).total == row("pratas", "desron15").total
    short = replace(scenario, lever_size=(("c-sam", one(100.0)),))
    assert row("pratas", "rocaf-tainan", short).total == row("pratas", "rocaf-tainan").total


def test_a_cut_gap_slows_only_the_march_through_it() -> None:
    scenario = pressed("r-suwalki")
    through, beside = row("riga", "efp-orzysz", scenario), row("riga", "efp-adazi", scenario)
    assert stage(through, "slowed").likely == pytest.approx(stage(through, "transit").likely)
    assert stage(beside, "slowed") == one(0.0)


def test_one_transport_makes_a_queue_and_ten_a_shorter_one() -> None:
    def lift(count: int) -> Scenario:
        return replace(BASELINE, id=f"lift {count}", pools=(("c-17-us", one(count)),))

    last = {}
    for count in (1, 10, 500):
        rows = [row for row in asked("narva", lift(count)).arrivals if row.pool == "c-17-us" and row.total]
        last[count] = max(row.total.likely for row in rows if row.total)
        assert any(stage.name == "waiting for lift" for row in rows for stage in row.stages) == (count < 500)
    assert last[1] > last[10] > last[500]
    none = sharing("narva", "82abn", lift(0))
    assert none.status == "unreachable"
    assert "none free" in none.reason


def test_a_queue_that_delays_the_first_is_the_resource_that_binds() -> None:
    """With one C-17 for everybody the battalion that flies in waits for it, stage by stage, and the gap says for what."""
    few = replace(BASELINE, id="one C-17", pools=(("c-17-us", one(1)), ("c-17-nato", one(0))))
    rows = [row for row in asked("narva", few).arrivals if row.pool == "c-17-us" and row.total]
    queued = [row for row in rows if stage(row, "waiting for lift").likely > 0]
    assert queued
    for row in queued:
        (wait,) = (part for part in row.stages if part.name == "waiting for lift")
        assert "c-17" in wait.source.casefold(), wait.source
        assert row.total == sum((part.hours for part in row.stages), one(0.0))
    longest = max(queued, key=lambda row: stage(row, "waiting for lift").likely)
    alone = replace(asked("narva", few), arrivals=(longest,))
    threshold = thresholds.named(CATALOGUE, longest.effect)
    found = distraction.side(CATALOGUE, alone, threshold)
    assert found.first is not None
    assert distraction.binding(CATALOGUE, found) == f"waiting for lift: {CATALOGUE.pools['c-17-us'].name}"


def test_tankers_that_are_gone_leave_only_the_unrefuelled() -> None:
    none = replace(BASELINE, id="dry", pools=(("tankers-us", one(0)),))
    assert "no tanker is free" in sharing("narva", "48fw", none).reason
    assert sharing("pratas", "18wg", none).total == row("pratas", "18wg").total


SHIPPED = sorted(CATALOGUE.levers)
UNITS = sorted(CATALOGUE.units)
PLACES = ("narva", "pratas")
SCENARIOS = st.builds(
    lambda names, gone, held: replace(
        BASELINE, id="drawn", levers=names, committed=gone, engaged=tuple(sorted(dict(held).items()))
    ),
    st.frozensets(st.sampled_from(SHIPPED), max_size=8),
    st.frozensets(st.sampled_from(UNITS), max_size=8),
    st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(["suwalki", "taiwan-strait"])), max_size=6),
)


@settings(max_examples=8)
@given(st.sampled_from(["narva", "pratas"]), st.integers(0, 4), st.integers(0, 6), st.data())
def test_what_binds_is_never_left_unsaid(name: str, transports: int, tankers: int, data: st.DataObject) -> None:
    pools = tuple((ident, one(transports)) for ident in CATALOGUE.pools if "tanker" not in ident)
    pools += tuple((ident, one(tankers)) for ident in CATALOGUE.pools if "tanker" in ident)
    scenario = replace(data.draw(SCENARIOS), pools=pools)
    for price in distraction.prices(shipped(), scenario, target(name)):
        assert price.binding
        assert price.pressed.verdict
        assert (price.pressed.hours is None) == bool(price.pressed.reason)


def test_all_levers_away_gives_the_lone_scenario_and_no_price() -> None:
    names = frozenset(SHIPPED[::3])
    scenario = replace(BASELINE, id="many", levers=names, engaged=(("82abn", "suwalki"),))
    for name in PLACES:
        (alone, *_), (bare, *_) = (
            distraction.prices(shipped(), levers.lone(scenario), target(name)),
            distraction.prices(shipped(), replace(scenario, levers=frozenset(), engaged=()), target(name)),
        )
        assert alone.price_h == 0.0
        assert (alone.pressed.hours, alone.pressed.p_in_time) == (bare.alone.hours, bare.alone.p_in_time)


@settings(max_examples=12)
@given(
    SCENARIOS, st.frozensets(st.sampled_from(SHIPPED), max_size=4), st.frozensets(st.sampled_from(UNITS), max_size=4)
)
def test_more_pressure_never_makes_anybody_sooner_and_none_is_as_before(
    scenario: Scenario, more: frozenset[str], gone: frozenset[str]
) -> None:
    worse = replace(scenario, levers=scenario.levers | more, committed=scenario.committed | gone)
    assert levers.lone(worse) == replace(BASELINE, id="drawn")
    for name in PLACES:
        before = {row.unit: row.total for row in asked(name, scenario).arrivals}
        for later in asked(name, worse).arrivals:
            if later.total is None:
                assert later.reason
                continue
            was = before[later.unit]
            assert was is not None, f"{later.unit} reaches {name} only under more pressure"
            assert later.total.likely >= was.likely - 1e-9, later.unit
            assert later.total.low <= later.total.likely + 1e-9 <= later.total.high + 2e-9, later.unit
            for part in ("low", "likely", "high"):
                assert getattr(later.total, part) == pytest.approx(
                    sum(getattr(stage.hours, part) for stage in later.stages)
                )
        for price in distraction.prices(shipped(), worse, target(name)):
            assert price.price_h is None or price.price_h >= 0.0


def test_the_catalogue_and_the_scenario_alone_decide() -> None:
    scenario = pressed("r-info", "r-small-war", "r-small-war-lift")
    again = respond(load_world(CATALOGUE), scenario, target("pratas"))
    for first, second in zip(asked("pratas", scenario).arrivals, again.arrivals, strict=True):
        assert (first.unit, first.total, first.stages) == (second.unit, second.total, second.stages)


def test_draws_are_shared_so_that_pressure_is_all_that_differs() -> None:
    calm, tense = row("narva", "efp-tapa"), row("narva", "efp-tapa", pressed("r-info"))
    first, second = draws.hours(calm), draws.hours(tense)
    assert (second >= first).all()
    delay = CATALOGUE.levers["r-info"].size
    assert (second - first).mean() == pytest.approx((delay.low + delay.likely + delay.high) / 3, rel=0.02)
    # Another route to the same figures: the same draws, summed and sorted by the simulation.
    other = montecarlo.simulate(asked("narva"), draws.DRAWS).units["efp-tapa"]
    assert np.quantile(first, (0.1, 0.5, 0.9)) == pytest.approx((other.p10_h, other.p50_h, other.p90_h), abs=1e-3)


def test_a_company_is_there_before_the_battalion_it_belongs_to() -> None:
    scarce = replace(BASELINE, id="scarce", pools=(("c-17-us", one(4)),))
    alone = replace(asked("narva", scarce), arrivals=(sharing("narva", "82abn", scarce),))
    company, battalion = (
        thresholds.helpers(CATALOGUE, alone, CATALOGUE.thresholds[name])[0].hours.likely
        for name in ("ground_company", "ground_battalion")
    )
    assert company < battalion
    assert thresholds.helpers(CATALOGUE, alone, CATALOGUE.thresholds["heavy_brigade"]) == []


def test_the_guarantor_is_another_than_the_holder() -> None:
    for name, holder in (("pratas", "TWN"), ("narva", "EST")):
        first = thresholds.helpers(CATALOGUE, asked(name), CATALOGUE.thresholds["ally_ground"])[0]
        assert set(CATALOGUE.units[first.row.unit].nation.split(";")) != {holder}


def test_the_act_does_not_cover_the_small_islands() -> None:
    for name in ("pratas", "kinmen", "matsu", "itu-aba"):
        assert distraction.cover(CATALOGUE, name) == ((), ("tra",))
    assert distraction.cover(CATALOGUE, "penghu") == (("tra",), ())
    assert "us-jpn" in distraction.cover(CATALOGUE, "senkaku")[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levers": frozenset({"r-inf"})}, "did you mean 'r-info'"),
        ({"engaged": (("82abn", "narwa"),)}, "did you mean 'narva'"),
        ({"lever_size": (("r-gnss", one(1.5)),)}, "lies between 0.01 and 1"),
        ({"pools": (("c-17", one(1)),)}, "c-17-us"),
    ],
)
def test_a_scenario_that_names_what_is_not_there_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(RimlandError, match=said):
        availability.check(CATALOGUE, replace(BASELINE, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("lever", ["c-asbm", "r-small-war"])
def test_moves_that_are_kept_give_what_a_world_that_has_kept_none_gives(lever: str) -> None:
    place = target("kinmen")
    kept = shipped().over(CATALOGUE)
    for held in (frozenset[str](), frozenset({"c-militia"}), frozenset({"c-militia", lever})):
        scenario = replace(BASELINE, levers=held)
        warm, fresh = (respond(world, scenario, place) for world in (kept, shipped().over(CATALOGUE)))
        assert [(row.unit, row.stages, row.reason, row.notes) for row in warm.arrivals] == [
            (row.unit, row.stages, row.reason, row.notes) for row in fresh.arrivals
        ]
