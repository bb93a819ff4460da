from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.catalogue.model import Platform
from layers.catalogue.values import Source
from layers.response import pace

SOURCE = Source("a test", "low")


def platform(domain: str, role: str, cruise: float) -> Platform:
    return Platform("p", "P", domain, role, cruise, None, 1000.0, None, True, "", SOURCE)  # type: ignore[arg-type]


def test_the_published_days_march_comes_out() -> None:
    # platforms.csv: wheeled 300-400 km a day, tracked 150-250, light 500-700, rail 350-500; two full days each.
    for role, cruise, low, high in (
        ("road march", 30, 300, 400),
        ("road move", 15, 150, 250),
        ("road move", 45, 500, 700),
        ("rail move", 20, 350, 500),
    ):
        per_day = platform("land", role, cruise)
        hours = pace.land(per_day, (low + high) * 1e3).hours.likely
        assert low * 0.9 <= (low + high) / (hours / 24) <= high * 1.35


def test_bombers_fly_the_published_block_speed() -> None:
    # Air Force Magazine, 27 July 2015: Barksdale to Guam in 16 h; 11 990 km on the ellipsoid.
    assert pace.air(platform("air", "bomber", 840), 11_990e3, dragged=False).hours.likely == pytest.approx(16, rel=0.1)


def test_a_dragged_fighter_is_slower_than_one_within_its_radius() -> None:
    fighter = platform("air", "multirole", 900)
    assert pace.air(fighter, 1e6, dragged=True).hours.likely > pace.air(fighter, 1e6, dragged=False).hours.likely


@given(st.sampled_from(["air", "sea", "land"]), st.floats(1, 2e7), st.floats(1, 2e7))
def test_further_is_never_sooner_and_hours_are_in_order(mode: str, one: float, other: float) -> None:
    def hours(metres: float) -> pace.Spread:
        match mode:
            case "air":
                return pace.air(platform("air", "multirole", 900), metres, dragged=True).hours
            case "sea":
                return pace.sea(platform("sea", "destroyer", 37), metres).hours
            case _:
                return pace.land(platform("land", "road march", 30), metres).hours

    near, far = sorted((one, other))
    a, b = hours(near), hours(far)
    assert 0 < a.low <= a.likely <= a.high
    assert a.low <= b.low
    assert a.likely <= b.likely
    assert a.high <= b.high
