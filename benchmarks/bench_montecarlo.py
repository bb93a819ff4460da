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
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.clock import Target, respond
from layers.response.model import Response
from layers.response.montecarlo import DRAWS, SEED, simulate
from layers.scenario import edits
from layers.scenario.model import BASELINE


def looped(response: Response) -> dict[str, tuple[float, ...]]:
    """What a program without a library of its own would do: numpy.random, stage by stage and unit by unit."""
    random = np.random.default_rng(SEED)
    assert response.clock is not None
    clock = random.triangular(response.clock.hours.low, response.clock.hours.likely, response.clock.hours.high, DRAWS)
    answer, first = {}, {}
    for row in response.arrivals:
        if row.total is None:
            continue
        hours = np.zeros(DRAWS)
        for stage in row.stages:
            low, likely, high = sorted((stage.hours.low, stage.hours.likely, stage.hours.high))
            hours += random.triangular(low, likely, high, DRAWS) if high > low else likely
        answer[row.unit] = (*np.percentile(hours, [10, 50, 90]), float(np.mean(hours <= clock)))
        first[row.effect] = np.minimum(first.get(row.effect, np.inf), hours)
    for effect, hours in first.items():
        answer[effect] = (*np.percentile(hours - clock, [10, 50, 90]), float(np.mean(hours <= clock)))
    return answer


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
    ours, theirs = simulate(response).units, looped(response)
    off = max(abs(ours[name].p50_h - theirs[name][1]) / theirs[name][1] for name in ours)
    yield Row(work, "largest difference of a median between the two", off * 100, "%", at_most=5)


if __name__ == "__main__":
    main(rows)
