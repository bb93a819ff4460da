from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.catalogue.model import Clock, Source, Spread
from layers.response.model import Arrival, Response, Stage
from layers.response.montecarlo import simulate, triangular

SOURCE = Source("a test", "low")
CLOCK = Spread(6, 18, 48)


def arrival(unit: str, *stages: Stage) -> Arrival:
    total = sum((stage.hours for stage in stages), Spread(0, 0, 0))
    return Arrival(unit, "base", "platform", "air_presence", "late", "", (), stages, total, 1000.0)


def response(*arrivals: Arrival, clock: Spread | None = CLOCK) -> Response:
    known = None if clock is None else Clock("x", clock, "", SOURCE)
    return Response("x", "X", 0.0, 0.0, known, "baseline", arrivals, ())


spreads = st.tuples(*[st.floats(0, 500)] * 3).map(lambda three: Spread(*sorted(three)))


@given(spreads)
def test_the_triangle_has_its_published_mean_and_variance(spread: Spread) -> None:
    # Evans, Hastings, Peacock, Statistical Distributions: mean (a+b+c)/3, variance (a2+b2+c2-ab-ac-bc)/18.
    a, c, b = spread.low, spread.likely, spread.high
    drawn = triangular(spread, (np.arange(20_000) + 0.5) / 20_000)
    assert drawn.min() >= a - 1e-9
    assert drawn.max() <= b + 1e-9
    assert drawn.mean() == pytest.approx((a + b + c) / 3, abs=1e-3 * (b - a) + 1e-9)
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    assert drawn.var() == pytest.approx(variance, abs=1e-3 * (b - a) ** 2 + 1e-9)


@given(spreads)
def test_it_agrees_with_numpys_own_draws(spread: Spread) -> None:
    if spread.high - spread.low < 1e-3:
        return
    ours = triangular(spread, np.random.default_rng(1).random(20_000))
    theirs = np.random.default_rng(2).triangular(spread.low, spread.likely, spread.high, 20_000)
    for q in (0.1, 0.5, 0.9):
        assert np.quantile(ours, q) == pytest.approx(np.quantile(theirs, q), abs=0.02 * (spread.high - spread.low))


def test_one_seed_one_answer_and_another_seed_another() -> None:
    found = response(arrival("a", Stage("readiness", Spread(1, 5, 20), "s"), Stage("transit", Spread(1, 2, 3), "s")))
    assert simulate(found, 2000, 7) == simulate(found, 2000, 7)
    assert simulate(found, 2000, 7) != simulate(found, 2000, 8)


def test_units_of_one_deciding_body_wait_together() -> None:
    wait = Stage("decision", Spread(0, 10, 100), "the Council")
    found = response(arrival("a", wait), arrival("b", wait))
    both = simulate(found, 5000, 3)
    assert both.units["a"] == both.units["b"]
    # Two independent waits would make the earlier of them shorter than either; one shared wait does not.
    assert both.effects["air_presence"].p50_h == both.units["a"].p50_h


def test_a_certain_arrival_before_a_certain_clock_is_certain() -> None:
    found = response(arrival("a", Stage("transit", Spread(3, 3, 3), "s")), clock=Spread(4, 4, 4))
    assert simulate(found, 100).units["a"].p_in_time == 1.0
    late = response(arrival("a", Stage("transit", Spread(5, 5, 5), "s")), clock=Spread(4, 4, 4))
    assert simulate(late, 100).units["a"].p_in_time == 0.0


def test_no_clock_no_probability_and_the_unreachable_are_absent() -> None:
    never = Arrival("n", "b", "p", "submarine", "unreachable", "Bosporus closed", (), (), None, None)
    found = simulate(response(arrival("a", Stage("transit", Spread(1, 2, 3), "s")), never, clock=None), 50)
    assert found.units["a"].p_in_time is None
    assert "n" not in found.units
    assert "submarine" not in found.effects
