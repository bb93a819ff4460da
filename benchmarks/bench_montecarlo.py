"""How sure the hours are: all units of a response drawn 10 000 times, beside a NumPy loop over units.

python -m benchmarks.bench_montecarlo [--json FILE]
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import resources
from benchmarks.harness import Row, interleaved, main, ratio
from layers import kernels
from layers.catalogue import find
from layers.catalogue.values import ZERO
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.clock import Target, respond
from layers.response.model import WAITS, Response
from layers.response.montecarlo import DRAWS, SEED, simulate
from layers.scenario import edits
from layers.scenario.model import BASELINE

Answer = tuple[float, float, float, float]
"""P10, P50, P90 [h] and the probability before the clock."""


def looped(response: Response) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """What a program without a library of its own would do: numpy.random, stage by stage and unit by unit.

    Units that wait for one deciding body share its draws, as ours do; else the gaps would not be the same.

    Returns
    -------
    units, gaps
        By unit its hours, by effect the hours its first comes after the clock.
    """
    random = np.random.default_rng(SEED)
    assert response.clock is not None
    clock = random.triangular(response.clock.hours.low, response.clock.hours.likely, response.clock.hours.high, DRAWS)
    units, first, events = {}, {}, {}
    for row in response.arrivals:
        if row.total is None:
            continue
        hours = np.zeros(DRAWS)
        ready = ZERO
        for stage in row.stages:
            low, likely, high = stage.hours.low, stage.hours.likely, stage.hours.high
            before, ready = ready, ready + stage.hours
            if stage.name in WAITS and before.low < before.high:
                at = np.interp(hours, (before.low, before.likely, before.high), (ready.low, ready.likely, ready.high))
                hours = np.maximum(hours, at)
                continue
            low, likely, high = sorted((low, likely, high))
            if not high > low:
                hours += likely
                continue
            drawn = events.get((stage.event, low, likely, high)) if stage.event else None
            if drawn is None:
                drawn = random.triangular(low, likely, high, DRAWS)
                if stage.event:
                    events[stage.event, low, likely, high] = drawn
            hours += drawn
        units[row.unit] = _answer(hours, hours <= clock)
        first[row.effect] = np.minimum(first.get(row.effect, np.inf), hours)
    return units, {effect: _answer(hours - clock, hours <= clock) for effect, hours in first.items()}


def _answer(hours: np.ndarray, in_time: np.ndarray) -> Answer:
    p10, p50, p90 = np.percentile(hours, [10, 50, 90])
    return float(p10), float(p50), float(p90), float(np.mean(in_time))


def rows() -> Iterator[Row]:
    kernels.warm()
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    world = load_world(catalogue)
    everybody = edits.adjusted(catalogue, BASELINE, call=frozenset(catalogue.units))
    response = respond(world, everybody, Target.at(catalogue, find.resolve(catalogue, "pratas")))
    coming = sum(row.total is not None for row in response.arrivals)
    took = interleaved({"peer": lambda: looped(response), "ours": lambda: simulate(response)}, repeats=21)
    work = f"Monte Carlo, {coming} units x {DRAWS:,} draws, with gaps"
    yield ratio(work, "over a NumPy loop over units", took["ours"], took["peer"], at_least=20)
    ours, (units, gaps) = simulate(response), looped(response)
    pairs = [((one.p10_h, one.p50_h, one.p90_h, one.p_in_time), units[name]) for name, one in ours.units.items()]
    for effect, gap in ours.gaps.items():
        pairs.append(((gap.p10_h, gap.p50_h, gap.p90_h, ours.effects[effect].p_in_time), gaps[effect]))
    both = np.array(pairs)
    between = np.abs(both[:, 0] - both[:, 1])
    width = both[:, 1, 2] - both[:, 1, 0]
    yield Row(work, "largest difference of a median between the two, of the way from P10 to P90",
              float((between[:, 1] / width).max()) * 100, "%", at_most=5)  # fmt: skip
    yield Row(work, "the same of a P10 or P90", float((between[:, (0, 2)].max(axis=1) / width).max()) * 100, "%",
              at_most=5)  # fmt: skip
    yield Row(work, "largest difference of a probability", float(between[:, 3].max()) * 100, "%", at_most=3,
              note="two samples of 10,000 differ by 2 % at four standard deviations")  # fmt: skip


if __name__ == "__main__":
    main(rows)
