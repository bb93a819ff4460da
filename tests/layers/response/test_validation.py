"""The published cases, and that the comparison would tell when the model left them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.response.validation import Check, checks, difference_pct
from layers.response.world import World


@pytest.fixture(scope="module")
def found(world: World) -> dict[str, Check]:
    return {row.name: row for row in checks(world)}


def test_every_case_is_within_its_tolerance_or_says_why_not(found: dict[str, Check]) -> None:
    assert [row.name for row in found.values() if row.verdict == "out"] == []
    for row in found.values():
        assert row.source
        if row.verdict == "not compared":
            assert row.note
            assert row.ours is None
        if row.verdict == "exception":
            assert row.note.startswith("decision 0013: ")
            assert row.kind == "port distance"
    assert sum(row.verdict == "within" for row in found.values()) >= 55


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("Barksdale - Guam", 16),
        ("Guam - North-east Asia", 4),
        ("Savannah - Pusan", 17 * 24 + 5),
        ("Guam - Taiwan: amphibious", 5 * 24),
        ("Guam - Taiwan: C-17", 3.3),
        ("San Diego - Taiwan Strait", 8.2 * 24),
        ("Pearl Harbor - Taiwan Strait", 5.9 * 24),
        ("Everett - Taiwan Strait", 7.3 * 24),
    ],
)
def test_the_cases_of_the_method_come_within_a_tenth(found: dict[str, Check], name: str, hours: float) -> None:
    row = next(row for key, row in found.items() if key.startswith(name))
    assert row.ours is not None
    assert row.ours[0] == row.ours[1] == pytest.approx(hours, rel=0.1)
    assert row.published == pytest.approx((hours, hours))


def test_a_model_that_left_print_would_be_told(world: World) -> None:
    catalogue = world.catalogue
    slow = replace(catalogue.time_checks[0], high_h=20.0, low_h=20.0)
    far = replace(next(row for row in catalogue.port_distances if row.exception_pct is None), nmi=1_000.0)
    drifted = replace(next(row for row in catalogue.port_distances if row.exception_pct), exception_pct=-1.0)
    spoilt = replace(catalogue, time_checks=(slow,), port_distances=(far, drifted))
    assert [row.verdict for row in checks(replace(world, catalogue=spoilt))] == ["out", "out", "out"]


spans = st.tuples(st.floats(0.1, 1e4), st.floats(0.1, 1e4)).map(lambda two: (min(two), max(two)))


@given(spans, spans)
def test_the_difference_is_nothing_where_spans_meet_and_grows_apart(
    published: tuple[float, float], ours: tuple[float, float]
) -> None:
    off = difference_pct(published, ours)
    meets = ours[0] <= published[1] and published[0] <= ours[1]
    assert (off == 0.0) == meets
    if ours[0] > published[1]:
        assert off > 0
        assert difference_pct(published, (ours[0] * 2, ours[1] * 2)) > off
    if ours[1] < published[0]:
        assert -100 <= off < 0
