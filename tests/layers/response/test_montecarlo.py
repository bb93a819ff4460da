from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.catalogue.model import Clock
from layers.catalogue.values import Source, Spread
from layers.errors import RimlandError
from layers.kernels import draws, draws_plain
from layers.response.model import Arrival, Response, Stage
from layers.response.montecarlo import MOST_DRAWS, simulate

ONE_KEY = np.array([12_345, 678_910], np.uint32)
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
    if b - a < 1e-3:
        return
    drawn = draws_plain.triangular(ONE_KEY, a, c, b, 40_000).astype(float)
    assert drawn.min() >= a - 1e-4
    assert drawn.max() <= b + 1e-4
    assert drawn.mean() == pytest.approx((a + b + c) / 3, abs=5e-3 * (b - a) + 1e-4)
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    assert drawn.var() == pytest.approx(variance, abs=5e-3 * (b - a) ** 2 + 1e-4)


@given(spreads)
def test_it_agrees_with_numpys_own_draws(spread: Spread) -> None:
    if spread.high - spread.low < 1e-3:
        return
    ours = draws_plain.triangular(ONE_KEY, spread.low, spread.likely, spread.high, 20_000)
    theirs = np.random.default_rng(2).triangular(spread.low, spread.likely, spread.high, 20_000)
    for q in (0.1, 0.5, 0.9):
        assert np.quantile(ours, q) == pytest.approx(np.quantile(theirs, q), abs=0.02 * (spread.high - spread.low))


def test_one_seed_one_answer_and_another_seed_another() -> None:
    found = response(arrival("a", Stage("readiness", Spread(1, 5, 20), "s"), Stage("transit", Spread(1, 2, 3), "s")))
    assert simulate(found, 2000, 7) == simulate(found, 2000, 7)
    assert simulate(found, 2000, 7) != simulate(found, 2000, 8)


def test_units_of_one_deciding_body_wait_together() -> None:
    wait = Stage("decision", Spread(0, 10, 100), "the Council", "decision/nato")
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


def test_draws_are_uniform_and_streams_do_not_move_together() -> None:
    n = 20_000
    keys = np.random.default_rng(5).integers(0, 2**32, (60, 2), dtype=np.uint32)
    keys[30:, 0] = np.arange(30)  # neighbours in either key are as far apart as any
    keys[30:45, 1] = 7
    drawn = np.array([draws_plain.uniform(key, n) for key in keys], dtype=float)
    expected = np.arange(1, n + 1) / n
    for row in drawn:
        # Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed by one uniform sample in a thousand.
        assert np.abs(np.sort(row) - expected).max() < 2.3 / np.sqrt(n)
    between = np.corrcoef(drawn) - np.eye(len(keys))
    assert np.abs(between).max() < 5.5 / np.sqrt(n)
    after = np.corrcoef(drawn[:, 1:].ravel(), drawn[:, :-1].ravel())[0, 1]
    assert abs(after) < 5.0 / np.sqrt(drawn.size)


@given(st.lists(spreads, min_size=1, max_size=12), st.integers(1, 700), st.integers(0, 2**32 - 1))
def test_the_compiled_draws_are_those_of_the_plain_ones(triangles: list[Spread], n: int, seed: int) -> None:
    wide = [row for row in triangles if row.high - row.low > 1e-3] or [Spread(0, 1, 2)]
    random = np.random.default_rng(seed)
    rows = min(3, len(wide))
    start = np.linspace(0, len(wide), rows + 1).astype(np.int64)
    fixed = random.uniform(0, 50, rows).astype(np.float32)
    key = random.integers(0, 2**32, (len(wide), 2), dtype=np.uint32)
    spread = np.array([(row.low, row.likely, row.high, 0.0, 0.0, 0.0) for row in wide])
    shared = np.where(random.random(len(wide)) < 0.3, 0, -1).astype(np.int32)
    events, until = np.empty((1, n), np.float32), random.uniform(0, 500, n).astype(np.float32)
    one = np.array([0, 1])
    none = np.empty((0, n), np.float32)
    draws_plain.sums(one, np.zeros(1, np.float32), key[:1], spread[:1], np.full(1, -1, np.int32), none, events)
    spread[shared == 0] = spread[0]
    for row in range(rows):  # the last of a row waits: early long, late not at all
        last = start[row + 1] - 1
        ready = float(fixed[row]) + spread[start[row] : last, :3].sum(axis=0)
        spread[last] = *np.maximum(ready, ready[0] + [30.0, 40.0, 50.0]), *ready
        shared[last] = draws_plain.BOARDS
    found = []
    for work in (draws, draws_plain):
        first, percentile, share = np.empty((2, n), np.float32), np.empty((rows, 3)), np.empty(rows)
        group = np.arange(rows, dtype=np.int32) % 2
        work.race(start, fixed, key, spread, shared, events, group, until, first, percentile, share)
        found.append((first, percentile, share))
        parts, hours, early = np.stack((first, first + first[::-1])), (0.0, 500.0), np.empty((2, 3))
        high, chance = 2.0 * float(fixed.sum() + spread[:, 2].sum()), np.empty(1)
        work.lead(parts[:, 0], until, 0.0, high, *hours, early[0], chance, early[1])
        found[-1] = (*found[-1], early, chance)
    for ours, plain in zip(*found, strict=True):
        assert np.array_equal(ours, plain)


@given(st.lists(spreads, min_size=1, max_size=5), st.lists(st.floats(0, 200), min_size=3, max_size=3))
def test_a_delay_never_makes_anything_sooner(triangles: list[Spread], more: list[float]) -> None:
    low, likely, high = sorted(more)

    def answer(first: Spread) -> Response:
        chain = [Stage("decision", first, "s", "decision/us"), *(Stage("transit", row, "s") for row in triangles)]
        return response(arrival("a", *chain), arrival("b", *chain[:1]))

    before = simulate(answer(triangles[0]), 400, 11)
    after = simulate(answer(triangles[0] + Spread(low, likely, high)), 400, 11)
    for name in ("a", "b"):
        was, now = before.units[name], after.units[name]
        slack = 1e-5 * (1.0 + now.p90_h)  # single precision
        assert now.p10_h >= was.p10_h - slack
        assert now.p50_h >= was.p50_h - slack
        assert now.p90_h >= was.p90_h - slack
        assert now.p_in_time <= was.p_in_time + 1e-9  # type: ignore[operator]


def test_who_waits_for_a_vehicle_comes_between_low_and_high() -> None:
    """Ready late, a unit finds the vehicle at once: the wait falls from low to high, and is no draw of its own."""
    chain = (Stage("readiness", Spread(5, 10, 30), "s"), Stage("permissions", Spread(2, 2, 2), "s"))
    wait, flight = Stage("waiting for tankers", Spread(25, 21, 3), "s"), Stage("transit", Spread(9, 10, 11), "s")
    rest = Stage("crew rest", Spread(8, 8, 8), "s")
    found = simulate(response(arrival("a", *chain, wait, flight, rest)), 20_000).units["a"]
    random = np.random.default_rng(5)
    ready = random.triangular(5, 10, 30, 200_000) + 2
    boards = np.maximum(ready, np.interp(ready, (7, 12, 32), (32, 33, 35)))
    drawn = np.quantile(boards + random.triangular(9, 10, 11, 200_000) + 8, (0.1, 0.5, 0.9))
    assert [found.p10_h, found.p50_h, found.p90_h] == pytest.approx(drawn, abs=0.05)
    assert found.p10_h >= 32 + 9 + 8
    assert found.p90_h <= 35 + 11 + 8


def test_who_drops_out_moves_nobody_elses_draws() -> None:
    chain = (Stage("readiness", Spread(1, 5, 20), "s"), Stage("transit", Spread(1, 2, 3), "s"))
    both, one = response(arrival("a", *chain), arrival("b", *chain)), response(arrival("b", *chain))
    assert simulate(both, 500).units["b"] == simulate(one, 500).units["b"]
    assert simulate(both, 500).units["a"] != simulate(both, 500).units["b"]


def test_a_gap_is_drawn_with_its_clock() -> None:
    found = simulate(response(arrival("a", Stage("transit", Spread(10, 20, 60), "s"))), 20_000)
    gap, first = found.gaps["air_presence"], found.effects["air_presence"]
    random = np.random.default_rng(9)
    drawn = random.triangular(10, 20, 60, 200_000) - random.triangular(6, 18, 48, 200_000)
    assert [gap.p10_h, gap.p50_h, gap.p90_h] == pytest.approx(np.quantile(drawn, (0.1, 0.5, 0.9)), abs=0.6)
    assert first.p_in_time == pytest.approx((drawn <= 0).mean(), abs=0.015)
    assert simulate(response(arrival("a", Stage("transit", Spread(1, 2, 3), "s")), clock=None), 50).gaps == {}


@pytest.mark.parametrize("draws", [0, -1, MOST_DRAWS + 1])
def test_a_count_out_of_range_is_told(draws: int) -> None:
    with pytest.raises(RimlandError, match="out of range"):
        simulate(response(), draws)


def test_a_wait_that_shrinks_for_the_late_is_drawn_between_its_ends() -> None:
    found = simulate(response(arrival("a", Stage("waiting for lift", Spread(30, 10, 0), "s"))), 4000)
    assert 0 < found.units["a"].p10_h < 10 < found.units["a"].p90_h < 30


def test_nobody_comes_and_nothing_breaks() -> None:
    found = simulate(response(), 10)
    assert found.units == {}
    assert found.effects == {}
