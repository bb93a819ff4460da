"""How sure the hours are: every stage drawn from its triangle, many times, with a recorded seed.

A decision is one event: units that wait for the same deciding body share its draw, so that a slow alliance is slow for
all of them in that draw. Waiting in passages goes with the transit. Waiting for lift or tankers is no draw of its own:
the queue is worked out for everybody early, likely and late, and when a unit boards lies between these by when it is
ready. The other stages are independent. The draws of a
stage depend on the seed, the unit and the stage's name alone, and grow with its hours: a unit that drops out moves
nobody else's, and a delay never makes any percentile earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from layers import kernels
from layers.catalogue.model import Clock
from layers.catalogue.values import ZERO, Effect, Spread
from layers.errors import RimlandError
from layers.kernels.draws_plain import BOARDS, F32, F64, I32, I64, U32
from layers.response.model import WAITS, Arrival, Likelihood, Percentiles, Response, Simulation

DRAWS = 10_000
MOST_DRAWS = 1_000_000
"""More would not fit into memory for all units; a thousandth of a percent is nothing anybody could use."""
PARTS = 4
"""Shares of the units that are drawn beside each other, in as many threads as there are processors."""
CLOCK = "clock"
"""The event that is the clock running out."""
SEED = 20_260_101
"""Any fixed number would do; it is written into every answer so that the answer can be had again."""


def simulate(response: Response, draws: int = DRAWS, seed: int = SEED) -> Simulation:
    """Draw every stage of every arrival and the clock; the same seed gives the same numbers.

    Raises
    ------
    RimlandError
        For fewer than one draw, or more than `MOST_DRAWS`.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise RimlandError(f"{draws} draws are out of range", remedy=f"give a number from 1 to {MOST_DRAWS:,}")
    work = kernels.drawing()
    coming = [row for row in response.arrivals if row.total is not None]
    n = len(coming)
    begin, fixed, *drawn = _pack(coming, response.clock, seed)
    shared = np.empty((len(fixed) - n, draws), np.float32)
    work.sums(begin[n:], fixed[n:], *drawn, np.empty((0, draws), np.float32), shared)
    until = np.full(draws, np.inf, np.float32) if response.clock is None else shared[-1]
    effects: list[Effect] = list(dict.fromkeys(row.effect for row in coming))
    number = {effect: k for k, effect in enumerate(effects)}
    group = np.array([number[row.effect] for row in coming], np.int32)
    percentile, share = np.empty((n, 3)), np.empty(n)
    edges = [n * part // PARTS for part in range(PARTS + 1)]
    each = np.empty((PARTS, len(effects), draws), np.float32)

    def race(part: int, _until: int) -> None:
        a, b = edges[part], edges[part + 1]
        mine = begin[a : b + 1], fixed[a:b], *drawn, shared, group[a:b]
        work.race(*mine, until, each[part], percentile[a:b], share[a:b])

    kernels.in_turns(race, PARTS)
    totals = [[row.total for row in coming if row.total and row.effect == effect] for effect in effects]
    hours = response.clock.hours if response.clock is not None else Spread(np.inf, np.inf, np.inf)
    early, early_share, gap = np.empty((len(effects), 3)), np.empty(len(effects)), np.empty((len(effects), 3))

    def lead(k: int, end: int) -> None:
        low, high = min(total.low for total in totals[k]), min(total.high for total in totals[k])
        work.lead(each[:, k], until, low, high, hours.low, hours.high, early[k], early_share[k:end], gap[k])

    kernels.in_turns(lead, len(effects))
    units = dict(zip([row.unit for row in coming], _likelihoods(response, percentile, share), strict=True))
    found = dict(zip(effects, _likelihoods(response, early, early_share), strict=True))
    gaps: dict[Effect, Percentiles] = {}
    if response.clock is not None:
        gaps = {effect: Percentiles(*row) for effect, row in zip(effects, gap.tolist(), strict=True)}
    return Simulation(draws, seed, units, found, gaps)


NO_KEY = bytes(8)
"""What takes the draws of an event has no stream of its own."""


@lru_cache(maxsize=50_000)
def stream(seed: int, event: str) -> bytes:
    """The stream of what several wait for, or of the clock: asked for again at every move of a slider."""
    return blake2b(f"{seed}/{event}".encode(), digest_size=8).digest()


@lru_cache(maxsize=50_000)
def stage_stream(seed: int, unit: str, name: str, number: int) -> bytes:
    """The stream of the stages of one name of a unit, counted from 0; passages go with the transit."""
    slow = "transit" if name == "passages" else name  # slow under way, slow at the lock
    return stream(seed, f"{unit}/{slow}/{number}")


def _pack(rows: Sequence[Arrival], clock: Clock | None, seed: int) -> tuple[I64, F32, U32, F64, I32]:
    """What is to be drawn, as the arrays of `draws_plain.sums`; what has no width needs no draw.

    The units come first, then the events that several wait for, as units name them, and last the clock, if any.
    """
    start, fixed, spreads = [0], list[float](), list[float]()
    keys, shared = list[bytes](), list[int]()
    events: dict[tuple[str, float, float, float], int] = {}
    for row in rows:
        sure = 0.0
        ready = ZERO
        waits: list[tuple[int, float]] = []
        seen: dict[str, int] = {}
        for stage in row.stages:
            name, hours = stage.name, stage.hours
            number = seen[name] = seen.get(name, -1) + 1
            low, likely, high = hours.low, hours.likely, hours.high
            before, ready = ready, ready + hours
            if low == likely == high:
                sure += likely
                continue
            if name in WAITS and before.low < before.high:
                waits.append((len(keys), sure))
                keys.append(NO_KEY)
                shared.append(BOARDS)
                spreads += (ready.low, ready.likely, ready.high, before.low, before.likely, before.high)
                continue
            low, likely, high = sorted((low, likely, high))  # a wait may fall
            if stage.event:
                keys.append(NO_KEY)
                shared.append(events.setdefault((stage.event, low, likely, high), len(events)))
            else:
                keys.append(stage_stream(seed, row.unit, name, number))
                shared.append(-1)
            spreads += (low, likely, high, 0.0, 0.0, 0.0)
        for stage_at, by_then in waits:  # what is sure counts from the beginning, what comes after the wait as well
            for k in range(6 * stage_at, 6 * stage_at + 6):
                spreads[k] += sure - by_then
        start.append(len(keys))
        fixed.append(sure)
    alone: list[tuple[str, float, float, float]] = [*events]
    if clock is not None:
        alone.append((CLOCK, clock.hours.low, clock.hours.likely, clock.hours.high))
    for event, low, likely, high in alone:
        wide = low < high
        if wide:
            keys.append(stream(seed, event))
            shared.append(-1)
            spreads += (low, likely, high, 0.0, 0.0, 0.0)
        start.append(len(keys))
        fixed.append(0.0 if wide else likely)
    key = np.frombuffer(b"".join(keys), np.dtype("<u4")).astype(np.uint32).reshape(-1, 2)
    spread = np.array(spreads, np.float64).reshape(-1, 6)
    return np.array(start), np.array(fixed, np.float32), key, spread, np.array(shared, np.int32)


def _likelihoods(response: Response, percentile: F64, share: F64) -> list[Likelihood]:
    known = response.clock is not None
    pairs = zip(percentile.tolist(), share.tolist(), strict=True)
    return [Likelihood(p10, p50, p90, in_time if known else None) for (p10, p50, p90), in_time in pairs]
