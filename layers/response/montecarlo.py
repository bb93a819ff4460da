"""How sure the hours are: every stage drawn from its triangle, many times, with a recorded seed.

A decision is one event: units that wait for the same deciding body share its draw, so that a slow alliance is slow for
all of them in that draw. Waiting in passages goes with the transit. The other stages are independent. The draws of a
stage depend on the seed, the unit and the stage's name alone, and grow with its hours: a unit that drops out moves
nobody else's, and a delay never makes any percentile earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from layers import kernels
from layers.catalogue.model import Effect, Spread
from layers.errors import RimlandError
from layers.kernels.draws_plain import F32, F64, I32, I64, U32
from layers.response.model import Arrival, Likelihood, Percentiles, Response, Simulation

DRAWS = 10_000
MOST_DRAWS = 1_000_000
"""More would not fit into memory for all units; a thousandth of a percent is nothing anybody could use."""
PARTS = 4
"""Shares of the units that are drawn beside each other, in as many threads as there are processors."""
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
    chains = _chains(coming)
    nothing = np.empty((0, draws), np.float32)
    events, until = np.empty((len(chains.waits), draws), np.float32), np.full((1, draws), np.inf, np.float32)
    work.sums(*_pack([[wait] for wait in chains.waits], seed), nothing, events)
    if response.clock is not None:
        work.sums(*_pack([[("clock", response.clock.hours, -1)]], seed), nothing, until)
    effects: list[Effect] = list(dict.fromkeys(row.effect for row in coming))
    group = np.array([effects.index(row.effect) for row in coming], np.int32)
    percentile, share = np.empty((len(coming), 3)), np.empty(len(coming))
    begin, fixed, *drawn = _pack(chains.units, seed)
    edges = np.linspace(0, len(coming), PARTS + 1).astype(int)
    each = np.empty((PARTS, len(effects), draws), np.float32)

    def race(part: int, _until: int) -> None:
        a, b = edges[part], edges[part + 1]
        mine = begin[a : b + 1], fixed[a:b], *drawn, events, group[a:b]
        work.race(*mine, until[0], each[part], percentile[a:b], share[a:b])

    kernels.in_turns(race, PARTS)
    first = each.min(axis=0)
    units = dict(zip([row.unit for row in coming], _likelihoods(response, percentile, share), strict=True))
    low = np.array([min(row.total.low for row in coming if row.total and row.effect == one) for one in effects])
    high = np.array([min(row.total.high for row in coming if row.total and row.effect == one) for one in effects])
    percentile, share = np.empty((len(effects), 3)), np.empty(len(effects))
    work.percentiles(first, low, high, percentile)
    work.shares(first, until[0], share)
    found = dict(zip(effects, _likelihoods(response, percentile, share), strict=True))
    gaps: dict[Effect, Percentiles] = {}
    if response.clock is not None:
        clock = response.clock.hours
        work.percentiles(first - until, low - clock.high, high - clock.low, percentile)
        gaps = {effect: Percentiles(*row) for effect, row in zip(effects, percentile.tolist(), strict=True)}
    return Simulation(draws, seed, units, found, gaps)


Drawn = tuple[str, Spread, int]
"""The name of a draw, its triangle, and the number of the event it shares, -1 for none."""


@dataclass(frozen=True, slots=True)
class _Chains:
    """What is to be drawn: events that several wait for, and every unit's stages."""

    waits: list[Drawn]
    units: list[list[Drawn]]


@lru_cache(maxsize=50_000)
def _key(seed: int, name: str) -> bytes:
    """The stream of a name: asked for again at every move of a slider."""
    return blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()


def _chains(rows: Sequence[Arrival]) -> _Chains:
    events: dict[tuple[str, Spread], int] = {}
    units = []
    for row in rows:
        chain: list[Drawn] = []
        seen: dict[str, int] = {}
        for stage in row.stages:
            number = seen[stage.name] = seen.get(stage.name, -1) + 1
            # Waiting for lift need not grow from low to high: who is ready late may find it at once.
            hours = Spread(*sorted((stage.hours.low, stage.hours.likely, stage.hours.high)))
            event = events.setdefault((stage.event, hours), len(events)) if stage.event else -1
            name = "transit" if stage.name == "passages" else stage.name  # slow under way, slow at the lock
            chain.append((f"{row.unit}/{name}/{number}", hours, event))
        units.append(chain)
    return _Chains([(name, hours, -1) for name, hours in events], units)


def _pack(chains: Sequence[Sequence[Drawn]], seed: int) -> tuple[I64, F32, U32, F64, I32]:
    """Chains as the arrays of `draws_plain.sums`; what has no width needs no draw.

    Waiting for lift need not grow from low to high (see `response.pools.wait`): it counts as its likely hours.
    """
    start, fixed = np.zeros(len(chains) + 1, np.int64), np.zeros(len(chains), np.float32)
    keys, spreads, events = [], [], []
    for number, chain in enumerate(chains):
        for name, hours, event in chain:
            if hours.low <= hours.likely <= hours.high and hours.low < hours.high:
                keys.append(_key(seed, name))
                spreads.append((hours.low, hours.likely, hours.high))
                events.append(event)
            else:
                fixed[number] += hours.likely
        start[number + 1] = len(keys)
    key = np.frombuffer(b"".join(keys), np.dtype("<u4")).astype(np.uint32).reshape(-1, 2)
    return start, fixed, key, np.array(spreads, np.float64).reshape(-1, 3), np.array(events, np.int32)


def _likelihoods(response: Response, percentile: F64, share: F64) -> list[Likelihood]:
    known = response.clock is not None
    pairs = zip(percentile.tolist(), share.tolist(), strict=True)
    return [Likelihood(p10, p50, p90, in_time if known else None) for (p10, p50, p90), in_time in pairs]
