"""The chain on the shipped world: sums, sources, monotony, and who must decide."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from layers.catalogue.find import resolve
from layers.catalogue.values import Spread
from layers.fields.overhead import first_aircraft, world_grid
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.clock import Target, deciding_body, respond
from layers.response.model import Response
from layers.response.world import World
from layers.scenario import edits
from layers.scenario.model import BASELINE, Scenario

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]


@cache
def shipped() -> World:
    """Loaded by the first test that asks, not by every process that collects them."""
    return load_world(CATALOGUE)


def target(name: str) -> Target:
    return Target.at(CATALOGUE, resolve(CATALOGUE, name))


def asked(name: str, scenario: Scenario = BASELINE) -> Response:
    return respond(shipped(), scenario, target(name))


def test_a_state_defends_its_own_and_an_alert_needs_no_council() -> None:
    units = CATALOGUE.units
    assert deciding_body(units["bap-amari"], target("narva")) == "standing"
    assert deciding_body(units["bap-amari"], target("pratas")) == "nato"
    assert deciding_body(units["est-1bde"], target("narva")) == "self-defence"
    assert deciding_body(units["efp-tapa"], target("narva")) == "nato"
    assert deciding_body(units["jasdf9-qra"], target("senkaku")) == "standing"
    assert deciding_body(units["jasdf9-qra"], target("pratas")) == "japan"
    assert deciding_body(units["18wg"], target("senkaku")) == "us"


def test_arrivals_stand_in_order_and_the_unreachable_last() -> None:
    rows = asked("pratas").arrivals
    hours = [row.total.likely for row in rows if row.total is not None]
    assert hours == sorted(hours)
    reached = [row.total is not None for row in rows]
    assert reached == sorted(reached, reverse=True)
    assert len(rows) == len(CATALOGUE.units)


def test_the_published_scramble_comes_out() -> None:
    # Kyodo via clinicalnews.org, 14 January 2013: 15-20 minutes from Naha to the Senkakus after take-off, at a dash; at
    # cruise 420 km take 28 minutes, and with order and alert the unit is there within the hour.
    row = next(row for row in asked("senkaku").arrivals if row.unit == "jasdf9-qra")
    assert row.total is not None
    assert 0.3 < row.total.likely < 1.0


def test_ships_from_outside_are_barred_from_the_black_sea_and_ships_inside_are_not() -> None:
    rows = {row.unit: row for row in asked("odesa").arrivals}
    assert rows["6flt-csg"].status == "unreachable"
    assert "Bosporus" in rows["6flt-csg"].reason
    assert rows["rou-navy"].status != "unreachable"
    assert rows["tur-navy"].status != "unreachable"


def test_islands_are_not_marched_to() -> None:
    rows = {row.unit: row for row in asked("pratas").arrivals}
    assert rows["efp-tapa"].status == "unreachable"
    assert "land" in rows["efp-tapa"].reason


def test_a_lifted_unit_loads_flies_and_unloads() -> None:
    row = next(row for row in asked("narva").arrivals if row.unit == "vjtf-lead")
    names = [stage.name for stage in row.stages]
    assert names.index("load") < names.index("transit") < names.index("unload") < names.index("onward")
    assert names[:2] == ["decision", "readiness"]


@settings(max_examples=8)
@given(
    closed=st.frozensets(st.sampled_from(sorted(CATALOGUE.passages)), max_size=4),
    avoided=st.frozensets(st.sampled_from(["TUR", "POL", "IND", "VNM", "PHL", "SWE"]), max_size=2),
    committed=st.frozensets(st.sampled_from(sorted(CATALOGUE.units)), max_size=10),
    delay=st.floats(0, 100),
    tankers=st.booleans(),
)
def test_pressure_never_makes_an_arrival_earlier(
    closed: frozenset[str], avoided: frozenset[str], committed: frozenset[str], delay: float, tankers: bool
) -> None:
    body = CATALOGUE.decisions["nato"].hours
    pressed = replace(
        BASELINE,
        id="pressed",
        closed=closed,
        avoided=avoided,
        committed=committed,
        tankers=tankers,
        decision_h=(("nato", Spread(body.low, body.likely + delay, body.high + 2 * delay)),),
    )
    for name in ("narva", "senkaku"):
        free = {row.unit: row.total for row in asked(name).arrivals}
        for row in asked(name, pressed).arrivals:
            if row.total is None:
                assert row.reason
                continue
            before = free[row.unit]
            assert before is not None, f"{row.unit} reaches {name} only under pressure"
            assert row.total.likely >= before.likely - 1e-6
            for total in ("low", "likely", "high"):
                summed = sum(getattr(stage.hours, total) for stage in row.stages)
                assert getattr(row.total, total) == pytest.approx(summed, abs=1e-9)
        for gap, base in zip(asked(name, pressed).gaps, asked(name).gaps, strict=True):
            if gap.likely_h is not None:
                assert base.likely_h is not None
                assert gap.likely_h >= base.likely_h - 1e-6


def test_the_field_is_never_later_than_a_units_own_direct_flight() -> None:
    field, units = first_aircraft(shipped(), BASELINE, target("senkaku"), world_grid(1.0))
    rows = {row.unit: row for row in asked("senkaku").arrivals}
    column = int(abs(field.grid.lon - 123.474).argmin())
    line = int(abs(field.grid.lat - 25.743).argmin())
    hours = field.seconds[line, column] / 3600
    soonest = min(rows[unit.id].total.likely for unit in units if rows[unit.id].total is not None)  # type: ignore[union-attr]
    # The cell is up to 0.7 degrees from the island: 80 km, a tenth of an hour.
    assert hours <= soonest + 0.15


def test_committing_all_aircraft_leaves_an_empty_field() -> None:
    nobody = edits.adjusted(CATALOGUE, BASELINE, commit=frozenset(CATALOGUE.units))
    field, units = first_aircraft(shipped(), nobody, target("senkaku"), world_grid(10.0))
    assert not units
    assert (field.winner == -1).all()
