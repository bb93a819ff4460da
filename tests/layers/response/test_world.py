"""Routes are searched only where what they depend on has changed, and an answer from what is kept is the right one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers import geodesy
from layers.catalogue.find import resolve
from layers.catalogue.values import Spread
from layers.io.shipped_sea import load_sea_network
from layers.response import world as module
from layers.response.clock import Target, respond
from layers.response.model import Response
from layers.response.world import World
from layers.routes.model import NoRoute
from layers.scenario import edits
from layers.scenario.model import BASELINE, Scenario


@pytest.fixture
def fresh(world: World) -> World:
    """The shipped networks with nothing kept."""
    return World(world.catalogue, world.sea, world.land, world.air)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a route was searched, by mode."""
    count: Counter[str] = Counter()
    for mode in ("sea", "land", "air"):
        real = getattr(module, mode).route

        def counting(*args: object, _real: object = real, _mode: str = mode, **more: object) -> object:
            count[_mode] += 1
            return _real(*args, **more)  # type: ignore[operator]

        monkeypatch.setattr(getattr(module, mode), "route", counting)
    return count


def asked(world: World, place: str, scenario: Scenario = BASELINE) -> Response:
    return respond(world, scenario, Target.at(world.catalogue, resolve(world.catalogue, place)))


def times(found: Response) -> dict[str, tuple[str, float | None]]:
    return {row.unit: (row.status, row.total.likely if row.total else None) for row in found.arrivals}


def test_a_slider_searches_nothing(fresh: World, searches: Counter[str]) -> None:
    asked(fresh, "pratas")
    assert min(searches["sea"], searches["land"], searches["air"]) > 0
    searches.clear()
    moved = edits.set_readiness(BASELINE, "csg5", Spread(1, 2, 3))
    moved = edits.set_committed(moved, "18wg", committed=True)
    moved = edits.set_called(moved, "rn-carrier", called=True)
    moved = replace(moved, decision_h=(("us", Spread(1, 2, 3)),))
    asked(fresh, "pratas", edits.set_clock(moved, "pratas", Spread(1, 2, 3)))
    assert searches.total() == 0
    first = asked(fresh, "pratas", replace(moved, tankers=False))
    assert searches["sea"] == 0, "without tankers other airfields are tried for lift, and no more than that"
    searches.clear()
    assert times(asked(fresh, "pratas", replace(moved, tankers=False))) == times(first)
    assert searches.total() == 0


def test_a_carried_unit_called_is_searched_for_once(fresh: World, searches: Counter[str]) -> None:
    """Who is not expected was only asked whether a way leads there: its other fields and ports come when it is called."""
    plain = asked(fresh, "pratas")
    units = fresh.catalogue.units
    idle = [row.unit for row in plain.arrivals if row.status == "not expected" and units[row.unit].lift]
    called = BASELINE
    for name in idle:
        called = edits.set_called(called, name, called=True)
    searches.clear()
    first = times(asked(fresh, "pratas", called))
    assert searches.total() > 0
    searches.clear()
    assert times(asked(fresh, "pratas")) == times(plain)
    assert times(asked(fresh, "pratas", called)) == first
    assert searches.total() == 0
    assert all(first[name][1] is not None for name in idle)


def test_closing_a_strait_asks_only_the_ships_that_used_it(fresh: World, searches: Counter[str]) -> None:
    before = asked(fresh, "pratas")
    through = {row.unit for row in before.arrivals for leg in row.legs if leg.mode == "sea" and "bashi" in leg.passages}
    assert through
    all_ships = searches["sea"]
    searches.clear()
    closed = edits.set_passage(BASELINE, "bashi", is_open=False)
    after = asked(fresh, "pratas", closed)
    assert 0 < searches["sea"] < all_ships / 2
    assert searches["air"] == searches["land"] == 0
    searches.clear()
    asked(fresh, "pratas", edits.set_passage(BASELINE, "kerch-strait", is_open=False))
    assert searches.total() == 0
    asked(fresh, "pratas", closed)
    asked(fresh, "pratas")
    assert searches.total() == 0
    # What is kept is what a fresh search finds.
    assert times(after) == times(asked(World(fresh.catalogue, fresh.sea, fresh.land, fresh.air), "pratas", closed))


def test_opening_searches_again_and_finds_the_way(fresh: World, searches: Counter[str]) -> None:
    shut = times(asked(fresh, "constanta"))
    assert shut["6flt-csg"][0] == "unreachable"
    searches.clear()
    opened = edits.adjusted(fresh.catalogue, BASELINE, open_=frozenset({"bosporus", "dardanelles"}))
    free = times(asked(fresh, "constanta", opened))
    assert searches["sea"] > 0
    assert free["norfolk-arg"][1] is not None


def test_opening_a_strait_asks_only_the_ships_it_may_serve(fresh: World, searches: Counter[str]) -> None:
    """Straight to the Bosporus and on is farther than the ways known: for most ships nothing is searched."""
    asked(fresh, "pratas")
    all_ships = searches["sea"]
    searches.clear()
    opened = edits.adjusted(fresh.catalogue, BASELINE, open_=frozenset({"bosporus", "dardanelles"}))
    free = times(asked(fresh, "pratas", opened))
    assert searches["sea"] < all_ships / 2
    assert searches["air"] == searches["land"] == 0
    assert free == times(asked(World(fresh.catalogue, fresh.sea, fresh.land, fresh.air), "pratas", opened))


def test_a_carrier_is_told_what_is_closed_to_its_kind_alone(fresh: World) -> None:
    """The same straits are shut to it in both scenarios, to all ships or to carriers: each has its own reason."""
    opened = edits.adjusted(fresh.catalogue, BASELINE, open_=frozenset({"bosporus", "dardanelles"}))
    norfolk, constanta, carrier = (-76.3, 36.85), (28.65, 44.1667), fresh.catalogue.platforms["cvn"]
    why = [
        fresh.route(scenario, "sea", norfolk, constanta, platform=carrier, nation="USA")
        for scenario in (BASELINE, opened, BASELINE)
    ]
    into = "; no other way into the Black Sea."
    assert why[0] == why[2] == NoRoute("sea", f"Bosporus and Dardanelles closed{into}")
    assert why[1] == NoRoute("sea", f"Bosporus and Dardanelles closed to this kind of ship{into}")


def test_distances_are_measured_once(fresh: World) -> None:
    """Moving a slider measures nothing anew between the catalogue's places."""
    asked(fresh, "pratas")
    known = dict(fresh._metres)
    asked(fresh, "pratas", edits.set_readiness(BASELINE, "csg5", Spread(1, 2, 3)))
    assert fresh._metres == known
    for (start, end), metres in list(known.items())[::97]:
        assert metres == pytest.approx(float(geodesy.distance(*start, *end)), abs=1e-6)


def test_what_the_options_close_and_open_is_a_scenario_that_can_be_kept_by(fresh: World) -> None:
    """A scenario is a key: every set in it is frozen, whatever it was made from."""
    waits = {"suez": Spread(1, 2, 3)}
    made = edits.adjusted(
        fresh.catalogue, BASELINE, close=frozenset({"bashi"}), restrict=waits, avoid=frozenset({"IND"})
    )
    assert isinstance(hash(made), int)
    assert hash(edits.adjusted(fresh.catalogue, BASELINE)) == hash(BASELINE)


def test_closing_a_country_asks_only_the_flights_that_crossed_it(fresh: World, searches: Counter[str]) -> None:
    asked(fresh, "narva")
    flights = searches["air"]
    for code, most in (("ESP", 0.05), ("POL", 0.6)):
        searches.clear()
        shut = edits.adjusted(fresh.catalogue, BASELINE, avoid=frozenset({code}))
        after = times(asked(fresh, "narva", shut))
        assert searches["air"] <= most * flights, code
        assert searches["sea"] == 0
        searches.clear()
        asked(fresh, "narva")
        asked(fresh, "narva", shut)
        assert searches.total() == 0
    anew = times(asked(World(fresh.catalogue, fresh.sea, fresh.land, fresh.air), "narva", shut))
    assert {unit: status for unit, (status, _) in after.items()} == {unit: status for unit, (status, _) in anew.items()}
    for unit, (_, hours) in after.items():
        assert hours == pytest.approx(anew[unit][1], abs=1e-9)


@pytest.mark.parametrize(
    ("place", "change"),
    [("narva", {"close": {"suez"}}), ("narva", {"open_": {"bosporus"}}), ("pratas", {"close": {"bashi"}})],
)
def test_a_strait_toggled_first_searches_no_whole_sea(
    fresh: World, monkeypatch: pytest.MonkeyPatch, place: str, change: dict[str, set[str]]
) -> None:
    """What was known is mended: no search from the beginning for a place that was asked about before."""
    from layers.routes.graph import Graph

    asked(fresh, place)
    calls: Counter[str] = Counter()
    for name in ("spread", "mended"):
        real = getattr(Graph, name)

        def counting(*args: object, _real: object = real, _name: str = name) -> object:
            calls[_name] += 1
            return _real(*args)  # type: ignore[operator]

        monkeypatch.setattr(Graph, name, counting)
    toggled = edits.adjusted(fresh.catalogue, BASELINE, **{name: frozenset(ids) for name, ids in change.items()})
    after = times(asked(fresh, place, toggled))
    assert calls["spread"] <= 6
    assert calls["mended"] <= 12
    monkeypatch.undo()
    anew = times(asked(World(fresh.catalogue, load_sea_network(), fresh.land, fresh.air), place, toggled))
    for unit, (status, hours) in anew.items():
        assert after[unit] == (status, hours if hours is None else pytest.approx(hours, abs=1e-6)), unit


ENDS = (
    ("sea", (-1.1, 50.8), (28.19, 59.38), "fast"),
    ("sea", (120.25, 22.7), (28.19, 59.38), "slow"),
    ("sea", (139.67, 35.28), (116.73, 20.7), "fast"),
    ("land", (11.77, 49.63), (28.19, 59.38), ""),
    ("land", (21.94, 53.81), (24.11, 56.95), ""),
    ("land", (24.35, 60.02), (24.94, 60.17), ""),
    ("air", (-3.5, 39.5), (28.19, 59.38), ""),
    ("air", (26.1, 44.5), (28.19, 59.38), ""),
)  # fmt: skip
CHANGES = {
    "close": ("dover", "suez", "giuk-east", "bashi", "oresund", "kiel-canal"),
    "open_": ("bosporus", "northern-sea-route"),
    "avoid": ("POL", "FIN", "LTU"),
    "allow": ("BLR",),
}


@given(
    st.lists(
        st.fixed_dictionaries({verb: st.frozensets(st.sampled_from(names)) for verb, names in CHANGES.items()}),
        min_size=2, max_size=3,
    )
)  # fmt: skip
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_is_found_anew(world: World, changes: list[dict[str, frozenset[str]]]) -> None:
    """Whatever is closed and opened, in any order: the same ways, told in the same words."""
    keeping = World(world.catalogue, world.sea, world.land, world.air)
    ships = [row for row in world.catalogue.platforms.values() if row.domain == "sea" and row.cruise_kmh]
    fast, slow = (pick(ships, key=lambda row: row.cruise_kmh or 0.0) for pick in (max, min))
    for change in [*changes, changes[0]]:
        scenario = edits.adjusted(world.catalogue, BASELINE, **change)
        anew = World(world.catalogue, world.sea, world.land, world.air)
        for mode, start, end, kind in ENDS:
            ship = {"platform": fast if kind == "fast" else slow, "nation": "USA"} if kind else {}
            kept, found = (one.route(scenario, mode, start, end, **ship) for one in (keeping, anew))
            if isinstance(found, NoRoute) or isinstance(kept, NoRoute):
                assert kept == found
                continue
            assert kept.length_m == pytest.approx(found.length_m, rel=1e-9)
            assert (kept.passages, kept.delay_s) == (found.passages, found.delay_s)
            assert kept.told == found.told
