"""Random draws that are the same for the same link of the same unit, whatever else changes: common random numbers.

Two scenarios are compared draw by draw: each link of each unit has its own stream, keyed by its name, so that a
unit that drops out or a link that is added moves nobody else's draws, and a difference of two probabilities is not
noise. A decision and a delay of decisions are one event for all who wait for it: their stream is keyed by what they
rest on.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layers.catalogue.model import Clock
from layers.catalogue.values import ZERO, Spread
from layers.response.model import Arrival

Array = npt.NDArray[np.float64]
DRAWS = 4_000
SEED = 20_260_101
"""Any fixed number would do; it is written into every answer so that the answer can be had again."""
_SHARED = {"decision", "decision delay"}
_WAITS = {"waiting for lift", "waiting for tankers"}


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
        if stage.name in _WAITS and boards is not None:
            total = _boarding(total, ready, boards)
            continue
        ready += stage.hours
        turn = seen[stage.name] = seen.get(stage.name, 0) + 1
        key = stage.source if stage.name in _SHARED else f"{row.unit}|{turn}"
        total = total + quantile(stage.hours, uniform(f"{stage.name}|{key}", draws, seed))
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
    return quantile(clock.hours, uniform(f"clock|{clock.flashpoint}", draws, seed))


@lru_cache(maxsize=1024)  # 32 kB each at `DRAWS` draws: 33 MB, all streams of one answer several times over
def uniform(key: str, draws: int, seed: int) -> Array:
    """Uniform numbers in 0..1 of a stream; read only, shape (draws,)."""
    found = np.random.default_rng([seed, zlib.crc32(key.encode())]).random(draws)
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
