"""Assumptions as rows: each can be set, goes back to its default, is written and read as text, and is compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from layers.catalogue.values import Spread
from layers.document.assumptions import (
    CLOSED,
    TIED_DOWN,
    Assumption,
    assume,
    assumptions,
    differences,
)
from layers.document.quantities import Value, read_hours, written
from layers.errors import RimlandError
from layers.io.tables import read_catalogue
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE, Scenario

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
ALL = assumptions(CATALOGUE, BASELINE, {"MNG": "Mongolia"})
hours = st.tuples(*[st.floats(0, 5000).map(lambda h: round(h, 2))] * 3).map(lambda three: Spread(*sorted(three)))


def one(group: str, ident: str, scenario: Scenario = BASELINE) -> Assumption:
    return next(row for row in assumptions(CATALOGUE, scenario) if row.key == (group, ident))


def test_nothing_departs_in_the_baseline_and_each_has_a_name_and_a_source() -> None:
    assert len(ALL) > 250
    assert not [row for row in ALL if row.changed]
    assert len({row.key for row in ALL}) == len(ALL)
    assert all(row.name for row in ALL)
    assert all(row.source is not None for row in ALL if row.group not in {"Support", "Airspace"})


@given(st.sampled_from(ALL), hours, st.integers(0, 3))
def test_what_is_set_is_so_and_goes_back_to_the_very_baseline(row: Assumption, three: Spread, choice: int) -> None:
    within = Spread(*(min(max(part, row.bounds[0]), row.bounds[1]) for part in (three.low, three.likely, three.high)))
    value: Value = row.choices[choice % len(row.choices)] if row.choices else within
    changed = assume(BASELINE, row, value)
    (found,) = (one for one in assumptions(CATALOGUE, changed, {"MNG": "Mongolia"}) if one.key == row.key)
    assert found.value == value
    assert found.changed == (value != row.default)
    assert [other.key for other in assumptions(CATALOGUE, changed, {"MNG": "Mongolia"}) if other.changed] == (
        [row.key] if found.changed else []
    )
    availability.check(CATALOGUE, changed)
    assert assume(changed, found, row.default) == BASELINE


def test_the_engine_takes_what_is_assumed() -> None:
    bosporus = next(row for row in ALL if row.key == ("Passages", "bosporus"))
    assert bosporus.default == CLOSED
    opened = assume(BASELINE, bosporus, "open")
    assert "bosporus" not in availability.closed_passages(CATALOGUE, opened)
    tied = assume(BASELINE, one("Availability", "82abn"), TIED_DOWN)
    assert availability.is_committed(tied, CATALOGUE.units["82abn"])
    ready = assume(BASELINE, one("Readiness", "82abn"), Spread(6.0, 9.0, 18.0))
    assert availability.readiness(ready, CATALOGUE.units["82abn"])[0] == Spread(6.0, 9.0, 18.0)
    over_mongolia = assume(BASELINE, next(row for row in ALL if row.key == ("Airspace", "MNG")), CLOSED)
    assert "MNG" in availability.closed_countries(CATALOGUE, over_mongolia)


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(RimlandError, match="'ajar' is no state of Bosporus"):
        assume(BASELINE, one("Passages", "bosporus"), "ajar")
    with pytest.raises(RimlandError, match="not low <= likely <= high"):
        assume(BASELINE, one("Readiness", "82abn"), Spread(3.0, 2.0, 1.0))


def test_differences_are_what_the_two_assume_otherwise() -> None:
    first = edits.set_passage(BASELINE, "suez", is_open=False)
    second = replace(edits.set_readiness(first, "82abn", Spread(1.0, 2.0, 3.0)), avoided=frozenset({"MNG"}))
    found = {
        diff.what.key: (written(diff.what.value), written(diff.other)) for diff in differences(CATALOGUE, first, second)
    }
    assert found == {
        ("Readiness", "82abn"): (written(CATALOGUE.units["82abn"].readiness_h), "1 / 2 / 3 h"),
        ("Airspace", "MNG"): ("open", "closed"),
    }
    assert len(differences(CATALOGUE, second, first)) == 2
    third = replace(first, spared=frozenset({"82abn"}), pools=(("c-17-us", Spread(10.0, 20.0, 30.0)),))
    pool = CATALOGUE.pools["c-17-us"]
    told = {
        diff.what.name: (diff.what.said(diff.what.value), diff.what.said(diff.other))
        for diff in differences(CATALOGUE, first, third)
    }
    assert told == {
        "Units free whatever ties them down": ("as in the catalogue", "82abn"),
        pool.name: (one("Lift and tankers", pool.id).said(pool.count), "10 / 20 / 30"),
    }
    assert differences(CATALOGUE, first, replace(first, name="Another")) == ()


@given(hours)
def test_hours_are_read_as_they_are_written(three: Spread) -> None:
    again = read_hours(written(three))
    for a, b in zip((three.low, three.likely, three.high), (again.low, again.likely, again.high), strict=True):
        assert a == pytest.approx(b, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12 / 18 / 36 h", (12, 18, 36)),
        ("12/18/36", (12, 18, 36)),
        ("15 min", (0.25, 0.25, 0.25)),
        ("10 / 15 / 30 min", (1 / 6, 0.25, 0.5)),
        ("30 min / 1 h / 2 d", (0.5, 1, 48)),
        ("2 d", (48, 48, 48)),
        ("9", (9, 9, 9)),
    ],
)
def test_hours_as_people_write_them(text: str, read: tuple[float, ...]) -> None:
    found = read_hours(text)
    assert (found.low, found.likely, found.high) == pytest.approx(read)


@pytest.mark.parametrize("text", ["", "soon", "1/2", "3 / 2 / 1 h", "-1", "1/2/3/4", "1 / / 3", "1 parsec"])
def test_what_are_no_hours_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(RimlandError) as caught:
        read_hours(text)
    assert "\n" not in str(caught.value)


def test_the_rule_of_release_is_seen_and_set_unit_by_unit() -> None:
    rule = CATALOGUE.releases["airborne"]
    row = one("Hours to let units go", "82abn")
    assert (row.value, row.rationale, row.source) == (rule.hours, rule.rationale, rule.source)
    sooner = assume(BASELINE, row, Spread(24.0, 48.0, 72.0))
    assert sooner.release_h == (("82abn", Spread(24.0, 48.0, 72.0)),)
    assert assume(sooner, row, rule.hours) == BASELINE
    heavy = next(unit for unit in CATALOGUE.units.values() if unit.effect == "heavy_ground")
    kept = one("Hours to let units go", heavy.id)
    assert kept.value == "not let go"
    freed = assume(BASELINE, kept, kept.read("5 / 10 / 20 d"))
    assert dict(freed.release_h)[heavy.id] == Spread(120.0, 240.0, 480.0)
    assert assume(freed, kept, kept.default) == BASELINE


def test_pools_and_sizes_of_levers_are_counted_not_hours() -> None:
    pool, war = one("Lift and tankers", "c-17-us"), one("Sizes of levers", "r-small-war-lift")
    assert "h" not in pool.said(pool.value) + war.said(war.value)
    assert assume(BASELINE, pool, pool.read("1")).pools == (("c-17-us", Spread(1.0, 1.0, 1.0)),)
    assert war.read(war.said(war.value)) == war.value
    assert one("Sizes of levers", "r-info").said(CATALOGUE.levers["r-info"].size).endswith(" h")
    with pytest.raises(RimlandError, match="between 0 and 1"):
        assume(BASELINE, war, Spread(0.5, 1.0, 2.0))
    for text in ("many", "3 / 2 / 1", "1 / 2", "nan", "-1"):
        with pytest.raises(RimlandError):
            pool.read(text)


def test_two_scenarios_differ_in_the_pool_by_its_number() -> None:
    few = assume(BASELINE, one("Lift and tankers", "c-17-us"), Spread(1.0, 1.0, 1.0))
    (found,) = differences(CATALOGUE, BASELINE, few)
    assert found.what.key == ("Lift and tankers", "c-17-us")
    assert found.what.said(found.other) == "1"
