"""How sure the hours are: every stage drawn from its triangle, many times, with a recorded seed.

A decision is one event: units that wait for the same deciding body share its draw, so that a slow alliance is slow for
all of them in that draw. The other stages are independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.catalogue.model import Effect, Spread
from layers.response.model import Response, Stage

Array = npt.NDArray[np.float64]
DRAWS = 10_000
SEED = 20_260_101
"""Any fixed number would do; it is written into every answer so that the answer can be had again."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Percentiles of an arrival [h] and the probability that it comes before the seizure clock runs out."""

    p10_h: float
    p50_h: float
    p90_h: float
    p_in_time: float | None
    """None where there is no seizure clock."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What `draws` draws with `seed` gave, by unit and by effect (its first arrival); the unreachable are absent."""

    draws: int
    seed: int
    units: dict[str, Likelihood]
    effects: dict[Effect, Likelihood]


def simulate(response: Response, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """Draw every stage of every arrival and the clock; the same seed gives the same numbers.

    Raises
    ------
    ValueError
        For fewer than one draw.
    """
    if draws < 1:
        raise ValueError(f"{draws} draws: give at least one")
    random = np.random.default_rng(seed)
    clock = None if response.clock is None else triangular(response.clock.hours, random.random(draws))
    decisions: dict[tuple[Spread, str], Array] = {}

    def stage_hours(stage: Stage) -> Array:
        if stage.name != "decision":
            return triangular(stage.hours, random.random(draws))
        key = (stage.hours, stage.source)
        if key not in decisions:
            decisions[key] = triangular(stage.hours, random.random(draws))
        return decisions[key]

    units: dict[str, Likelihood] = {}
    first: dict[Effect, Array] = {}
    # By name and not by arrival, so that a unit that drops out moves no other unit's draws more than it must.
    for row in sorted(response.arrivals, key=lambda row: row.unit):
        if row.total is None:
            continue
        hours = np.zeros(draws)
        for stage in row.stages:
            hours += stage_hours(stage)
        units[row.unit] = _likelihood(hours, clock)
        first[row.effect] = np.minimum(first[row.effect], hours) if row.effect in first else hours
    return Simulation(draws, seed, units, {effect: _likelihood(hours, clock) for effect, hours in first.items()})


def triangular(spread: Spread, uniform: Array) -> Array:
    """The triangular distribution's inverse at `uniform` in 0..1, same shape; a spread of no width is its value.

    Waiting for lift need not grow from low to high (see `response.pools.wait`): it counts as its likely hours.
    """
    low, likely, high = spread.low, spread.likely, spread.high
    width = high - low
    if width <= 0 or not low <= likely <= high:
        return np.full_like(uniform, likely)
    rising = low + np.sqrt(uniform * width * (likely - low))
    falling = high - np.sqrt((1.0 - uniform) * width * (high - likely))
    return np.where(uniform < (likely - low) / width, rising, falling)


def _likelihood(hours: Array, clock: Array | None) -> Likelihood:
    p10, p50, p90 = np.quantile(hours, (0.1, 0.5, 0.9))
    in_time = None if clock is None else float(np.mean(hours <= clock))
    return Likelihood(float(p10), float(p50), float(p90), in_time)
