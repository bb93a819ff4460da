"""Finite lift: the queue, against a brute-force schedule and a closed form; and that less lift never helps."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from layers.response.pools import Claim, board

CLAIM = st.builds(Claim, st.just(""), st.integers(1, 3), st.integers(0, 30).map(float), st.integers(1, 20).map(float))
CLAIMS = st.lists(CLAIM, min_size=1, max_size=3).map(
    lambda rows: [replace(row, unit=f"u{number}") for number, row in enumerate(rows)]
)


def brute_force(vehicles: int, claims: list[Claim]) -> list[float]:
    """Of all ways to give loads to vehicles, the one in which the first load boards soonest, then the second, and so on."""
    loads = [claim for claim in claims for _ in range(claim.loads)]
    best: list[float] = []
    for given_to in itertools.product(range(vehicles), repeat=len(loads)):
        free, starts = [0.0] * vehicles, []
        for vehicle, load in zip(given_to, loads, strict=True):
            start = max(free[vehicle], load.ready_h)
            free[vehicle] = start + load.holds_h
            starts.append(start)
        if not best or starts < best:
            best = starts
    return best


@given(st.integers(1, 3), CLAIMS)
def test_a_brute_force_schedule_agrees(vehicles: int, claims: list[Claim]) -> None:
    # On a deployment list nobody stands before one who is ready earlier.
    claims.sort(key=lambda claim: claim.ready_h)
    claims = [replace(claim, loads=min(claim.loads, 2)) for claim in claims]
    times, _ = board(vehicles, claims)
    assert [start for claim in claims for start in times[claim.unit]] == brute_force(vehicles, claims)


@given(st.integers(1, 12), st.integers(1, 60), st.floats(0, 50), st.floats(0.5, 30))
def test_one_unit_goes_in_waves(vehicles: int, loads: int, ready: float, holds: float) -> None:
    times, _ = board(vehicles, [Claim("u", loads, ready, holds)])
    waves = math.ceil(loads / vehicles)
    assert math.isclose(times["u"][-1], ready + (waves - 1) * holds, rel_tol=1e-9)


@given(st.integers(1, 4), CLAIMS, st.data())
def test_neither_fewer_vehicles_nor_a_delay_nor_a_longer_way_makes_anybody_sooner(
    vehicles: int, claims: list[Claim], data: st.DataObject
) -> None:
    before, _ = board(vehicles + 1, claims)
    worse = [
        replace(
            claim,
            ready_h=claim.ready_h + data.draw(st.floats(0, 20)),
            holds_h=claim.holds_h + data.draw(st.floats(0, 9)),
        )
        for claim in claims
    ]
    after, _ = board(vehicles, worse)
    for claim in claims:
        assert all(late >= soon - 1e-9 for soon, late in zip(before[claim.unit], after[claim.unit], strict=True))


def test_a_vehicle_that_is_promised_waits_for_its_unit() -> None:
    first = Claim("late", 1, 100.0, 10.0)
    times, free = board(1, [first, Claim("early", 1, 0.0, 10.0)])
    assert times == {"late": (100.0,), "early": (110.0,)}
    assert free == [120.0]


def test_with_no_vehicle_nobody_boards() -> None:
    assert board(0, [Claim("u", 3, 0.0, 1.0)]) == ({"u": ()}, [])


def test_the_airlift_of_march_2003_comes_out() -> None:
    # Operation Northern Delay: 62 flights of C-17 in the five nights after 26 March 2003, Aviano to Bashur, about 2 700 km:
    # some 4 h each way at block speed. Twelve or so flights a night are what fifteen aircraft make at one flight a day.
    cycle = 3.5 + 2 * 2_700 / 778 + 2.0
    times, _ = board(15, [Claim("173rd", 62, 0.0, max(cycle, 24.0))])
    assert 72.0 <= times["173rd"][-1] <= 120.0
