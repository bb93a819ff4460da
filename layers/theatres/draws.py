"""Random draws that are the same for the same link of the same unit, whatever else changes: common random numbers.

Two scenarios are compared draw by draw, on the streams of `response.montecarlo`: a unit that drops out or a link that
is added moves nobody else's draws, and a difference of two probabilities is not noise. Only what is asked of them is
other: the queue for lift is worked out for everybody at once, and a unit that boards lies between its cases.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layers.catalogue.model import Clock
from layers.catalogue.values import ZERO, Spread
from layers.kernels import draws_plain
from layers.response.model import WAITS, Arrival
from layers.response.montecarlo import CLOCK, SEED, stage_stream, stream

Array = npt.NDArray[np.float64]
DRAWS = 4_000


def hours(row: Arrival, draws: int = DRAWS, seed: int = SEED, boards: Spread | None = None) -> Array:
    """Hours of an arrival in each draw, shape (draws,).

    Parameters
    ----------
    boards
        Hours at which the part that counts finds its lift; the last load's when None.
    """
    total = np.zeros(draws)
    boards = boards or (row.boards_h[-1] if row.boards_h else None)
    ready = ZERO
    seen: dict[str, int] = {}
    for stage in row.stages:
        if stage.name in WAITS and boards is not None:
            total = _boarding(total, ready, boards)
            continue
        ready += stage.hours
        number = seen[stage.name] = seen.get(stage.name, -1) + 1
        named = stream(seed, stage.event) if stage.event else stage_stream(seed, row.unit, stage.name, number)
        total = total + quantile(stage.hours, uniform(named, draws))
    return total


def _boarding(ready_h: Array, ready: Spread, boards: Spread) -> Array:
    """When a unit boards that is ready at those hours: between the cases of the queue, never before it is ready.

    Not a spread of its own: the queue is worked out for everybody early, likely and late; a draw lies between these.
    """
    at = np.array([ready.low, ready.likely, ready.high])
    found: Array = np.maximum(ready_h, np.interp(ready_h, at, np.array([boards.low, boards.likely, boards.high])))
    return found


def clock_hours(clock: Clock, draws: int = DRAWS, seed: int = SEED) -> Array:
    """The seizure clock in each draw."""
    return quantile(clock.hours, uniform(stream(seed, CLOCK), draws))


@lru_cache(maxsize=1024)  # 32 kB each at `DRAWS` draws: 33 MB, all streams of one answer several times over
def uniform(named: bytes, draws: int) -> Array:
    """Uniform numbers in 0..1 of a stream; read only, shape (draws,)."""
    found = draws_plain.uniform(np.frombuffer(named, "<u4").astype(np.uint32), draws).astype(np.float64)
    found.flags.writeable = False
    return found


def quantile(spread: Spread, part: Array) -> Array:
    """The triangular distribution's inverse at `part` in 0..1; it grows with each of low, likely and high."""
    low, likely, high = spread.low, spread.likely, spread.high
    width = high - low
    if width <= 0 or not low <= likely <= high:
        return np.full_like(part, likely)
    rising = low + np.sqrt(part * width * (likely - low))
    falling = high - np.sqrt((1.0 - part) * width * (high - likely))
    return np.where(part < (likely - low) / width, rising, falling)
