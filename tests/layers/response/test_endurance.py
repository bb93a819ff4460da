"""How long crews fly: within the published record without a stop, beyond it with rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from layers.catalogue.values import Spread
from layers.io.tables import read_catalogue
from layers.response import moves, pace
from layers.response.world import World
from layers.scenario.model import BASELINE

CREWS = read_catalogue(resources.path("catalogue"))[0].crews
LANGLEY, DHAHRAN = (-76.36, 37.08), (50.15, 26.27)


def test_the_published_flight_needs_no_stop_and_a_longer_one_does(world: World) -> None:
    # Air Force Historical Support Division: 24 F-15C, Langley to Dhahran, 15 hours without landing, August 1990.
    eagle = world.catalogue.platforms["f-15c"]
    moved = moves.by_air(world, BASELINE, eagle, LANGLEY, DHAHRAN, lands=True)
    assert isinstance(moved, moves.Moved)
    assert moved.stages[0].hours.likely == pytest.approx(15.0, rel=0.1)
    assert sum(stage.hours.likely for stage in moved.stages if stage.name == "crew rest") == 0.0
    farther = moves.by_air(world, BASELINE, eagle, LANGLEY, (121.5, 25.0), lands=True)
    assert isinstance(farther, moves.Moved)
    assert [stage.name for stage in farther.stages] == ["transit", "crew rest"]
    assert "15 h at most" in farther.stages[1].source


def test_ospreys_across_the_pacific_take_days(world: World) -> None:
    # FlyTeam, 8 August 2013: two MV-22 from Futenma by Clark, Darwin and Townsville in four days, 2 to 5 August.
    osprey = world.catalogue.platforms["mv-22"]
    legs = [(127.76, 26.27), (120.56, 15.19), (130.88, -12.42), (146.77, -19.25)]
    metres = 0.0
    for start, end in pairwise(legs):
        route = world.route(BASELINE, "air", start, end)
        assert hasattr(route, "length_m")
        metres += route.length_m
    flight = pace.air(osprey, metres, dragged=True).hours
    days = (flight + pace.rests(CREWS["tilt-rotor"], flight)).likely / 24
    assert 1.0 < days < 4.0


spreads = st.tuples(*[st.floats(0, 100)] * 3).map(lambda three: Spread(*sorted(three)))


@given(spreads, st.floats(0, 50), st.sampled_from(sorted(CREWS)))
def test_a_longer_flight_never_rests_less(flight: Spread, more: float, kind: str) -> None:
    crew = CREWS[kind]
    short = pace.rests(crew, flight)
    longer = pace.rests(crew, flight + Spread(more, more, more))
    for name in ("low", "likely", "high"):
        assert getattr(longer, name) >= getattr(short, name) >= 0.0
        hours = getattr(flight, name)
        stops = round(getattr(short, name) / getattr(crew.rest_h, name))
        # As many legs as it takes, and not one more.
        assert hours <= crew.longest_h * (stops + 1) + 1e-6
        assert stops == 0 or hours > crew.longest_h * stops - 1e-6
    assert short.low <= short.likely <= short.high


@pytest.mark.parametrize("kind", sorted(CREWS))
def test_within_its_endurance_a_crew_flies_on(kind: str) -> None:
    longest = CREWS[kind].longest_h
    assert pace.rests(CREWS[kind], Spread(longest, longest, longest)) == Spread(0, 0, 0)
    tired = replace(CREWS[kind], longest_h=longest / 2)
    assert pace.rests(tired, Spread(longest, longest, longest)) == tired.rest_h
