"""Finite lift and tankers: who waits for whom, as a stage of its own.

Transports, ships and tankers are drawn from pools that several units share. The order of boarding is fixed
beforehand, as in a deployment list: by the hour at which each unit would be ready if nothing pressed it, then by
id. Each load in turn takes the vehicle that is free first and keeps it for the time of the plan: loading, flight,
unloading and the way back. A vehicle promised to a unit that is late waits for it; nobody moves up.

This discipline is chosen because it is monotone. List scheduling is not in general (Graham's anomalies: fewer
vehicles or a slower job can let another finish sooner). Here the free times of the vehicles, sorted, are a vector
that the next load maps to sort(max(first, ready) + held, rest): every entry grows with the entries before, with
`ready` and with fewer vehicles (missing ones are free at infinity), as in the recursion of Kiefer and Wolfowitz for
queues with several servers. Claims and times held are those of the plan whatever happens, so that a unit that drops
out frees nothing: its lift went with it. So neither a delay, nor a commitment, nor a smaller pool ever makes
anybody sooner. What the plan does not know (a unit that needs lift only under pressure) comes last and holds up
nobody.

References
----------
R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM J. Appl. Math. 17 (1969).
J. Kiefer and J. Wolfowitz, "On the theory of queues with many servers", Trans. AMS 78 (1955).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from layers.catalogue.forces import Pool, PoolKind
from layers.catalogue.model import Catalogue, Unit
from layers.catalogue.values import ZERO, Confidence, Spread
from layers.response import lifted
from layers.response.model import WAITS, Arrival, Stage
from layers.response.world import World
from layers.routes.air_reach import reach
from layers.scenario import levers
from layers.scenario.model import Scenario

_MOMENT_H = 1e-9
"""Hours that are only rounding."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one unit wants of a pool, in likely hours."""

    unit: str
    loads: int
    ready_h: float
    """Hour from which it could board."""
    holds_h: float
    """Hours for which each load keeps a vehicle."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one unit wants of a pool before the hour is known: a line of the deployment list."""

    unit: str
    loads: int
    holds_h: float
    before: Spread
    """Hours of the plan between readiness and boarding: the way to the port or airfield."""
    ready: Spread
    """Hours from which it could board by the plan."""


def board(
    vehicles: int, claims: Iterable[Claim], free_h: Iterable[float] = ()
) -> tuple[dict[str, tuple[float, ...]], list[float]]:
    """Hours at which each claim's loads board, in the order given, and when each vehicle is free after that.

    No vehicle: nobody boards, and the claim has no hours.

    Parameters
    ----------
    free_h
        Hours from which the vehicles are free; from the start when there are none.
    """
    free = sorted(free_h) or [0.0] * vehicles
    times: dict[str, tuple[float, ...]] = {}
    for claim in claims:
        starts = []
        for _ in range(claim.loads if vehicles else 0):
            start = max(free[0], claim.ready_h)
            heapq.heapreplace(free, start + claim.holds_h)
            starts.append(start)
        times[claim.unit] = tuple(starts)
    return times, sorted(free)


def vehicles(catalogue: Catalogue, scenario: Scenario, pool: Pool, lon: float) -> int:
    """How many a pool has left for a target at longitude `lon`; parts of one are none."""
    count = dict(scenario.pools).get(pool.id, pool.count)
    left, _ = levers.pool_share(catalogue, scenario, pool.id, lon)
    return int(count.likely * left.likely + 1e-9)


def pool_of(catalogue: Catalogue, unit: Unit, kind: PoolKind) -> Pool | None:
    """The pool that a unit draws its lift or its tankers from; None where it has its own or enough for all."""
    for pool in catalogue.pools.values():
        if pool.kind != kind or unit.alliance not in pool.serves:
            continue
        if pool.theatre not in {"both", unit.theatre} and unit.theatre != "both":
            continue
        if kind == "tankers" or unit.lift in pool.platforms:
            return pool
    return None


def planned(world: World, at: tuple[float, float], arrivals: Iterable[Arrival]) -> dict[str, list[Wish]]:
    """The deployment list of each pool, from the arrivals as they would be with nothing pressing and nobody waiting."""
    found: dict[str, list[Wish]] = {}
    for row in arrivals:
        wish = _wish(world, at, row)
        if wish is not None:
            found.setdefault(wish[0].id, []).append(wish[1])
    for wishes in found.values():
        wishes.sort(key=lambda wish: (wish.ready.likely, wish.unit))
    return found


def queued(
    world: World,
    scenario: Scenario,
    at: tuple[float, float],
    rows: Sequence[Arrival],
    plan: dict[str, list[Wish]],
    ready: Callable[[Unit], Spread],
) -> list[Arrival]:
    """The arrivals with the time they wait for lift and tankers.

    The list is gone through three times, with everybody ready at the low, the likely and the high hour.

    Parameters
    ----------
    ready
        Hours at which a unit is ready under this scenario, ties aside.
    """
    units, known = world.catalogue.units, world.catalogue.pools
    count = {name: vehicles(world.catalogue, scenario, pool, at[0]) for name, pool in known.items()}
    queues = {name: _Queue(count[name]) for name in known}
    for name, wishes in plan.items():
        for wish in wishes:
            queues[name].add(wish, ready(units[wish.unit]) + wish.before)
    found = []
    for row in rows:
        asked = _wish(world, at, row)
        if asked is None:
            found.append(row)
            continue
        pool, wish = asked
        if not count[pool.id]:
            found.append(_left_behind(world.catalogue, scenario, row, pool, at[0]))
            continue
        sure = "low" if pool.id in dict(scenario.pools) else pool.source.confidence
        found.append(_waiting(row, queues[pool.id].boards(wish), pool, count[pool.id], sure))
    return found


class _Queue:
    """The boarding of one pool, for the low, the likely and the high hours."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._claims: tuple[list[Claim], ...] = ([], [], [])
        self._done: list[tuple[dict[str, tuple[float, ...]], list[float]]] = []

    def add(self, wish: Wish, ready: Spread) -> None:
        for claims, hour in zip(self._claims, (ready.low, ready.likely, ready.high), strict=True):
            claims.append(Claim(wish.unit, wish.loads, hour, wish.holds_h))

    def boards(self, wish: Wish) -> tuple[Spread, ...]:
        """When each load of a unit boards; one that is not on the list comes last."""
        self._done = self._done or [board(self._count, claims) for claims in self._claims]
        hours = []
        for (times, free), hour in zip(self._done, (wish.ready.low, wish.ready.likely, wish.ready.high), strict=True):
            last = Claim(wish.unit, wish.loads, hour, wish.holds_h)
            hours.append(times[wish.unit] if wish.unit in times else board(self._count, [last], free)[0][wish.unit])
        return tuple(Spread(*load) for load in zip(*hours, strict=True))


def _waiting(row: Arrival, boards: tuple[Spread, ...], pool: Pool, free: int, sure: Confidence) -> Arrival:
    """The arrival whose loads board at those hours; the stage says how long the last of them waits."""
    index = boarding_index(row)
    hours = wait(row.stages[:index], boards[-1])
    found = replace(row, boards_h=boards, pool=pool.id)
    if max(hours.low, hours.likely, hours.high) <= _MOMENT_H:
        return found
    stage = Stage(
        WAITS[pool.kind == "tankers"],
        hours,
        f"{pool.name}: {free} for all; {len(boards)} loads of this unit board from {boards[0].likely:.1f} h to "
        f"{boards[-1].likely:.1f} h after H-hour; {pool.source.text}",
        confidence=sure,
    )
    stages = (*row.stages[:index], stage, *row.stages[index:])
    return replace(found, stages=stages, total=sum((part.hours for part in stages), ZERO))


def wait(before: Sequence[Stage], boards: Spread) -> Spread:
    """Hours from being ready to boarding, for a unit that is ready early, at the likely hour, and late.

    It need not grow from low to high: who is ready late may find lift at once.
    """
    ready = sum((stage.hours for stage in before), ZERO)
    return Spread(
        max(0.0, boards.low - ready.low), max(0.0, boards.likely - ready.likely), max(0.0, boards.high - ready.high)
    )


def boarding_index(row: Arrival) -> int:
    """Where in the stages the unit boards: at the wait if there is one, else before loading or the transit."""
    names = [stage.name for stage in row.stages]
    for name in (*WAITS, "load", "transit"):
        if name in names:
            return names.index(name)
    return len(names)


def _wish(world: World, at: tuple[float, float], row: Arrival) -> tuple[Pool, Wish] | None:
    """What a unit on its way wants of which pool; None where it wants nothing."""
    unit, catalogue = world.catalogue.units[row.unit], world.catalogue
    formation = catalogue.formations.get(row.unit)
    if row.total is None or formation is None:
        return None
    if formation.lifts and (pool := pool_of(catalogue, unit, "lift")):
        loads = formation.lifts
    elif formation.tankers and _dragged(world, at, row) and (pool := pool_of(catalogue, unit, "tankers")):
        loads = formation.tankers
    else:
        return None
    index = boarding_index(row)
    begun = row.stages[:index]
    before = sum((stage.hours for stage in begun if stage.name not in _ORDERED), ZERO)
    ready = sum((stage.hours for stage in begun), ZERO)
    return pool, Wish(row.unit, loads, _held(row.stages[index:]), before, ready)


_ORDERED = ("decision", "decision delay", "readiness", "wear")


def _held(stages: Sequence[Stage]) -> float:
    """Hours a vehicle is away for one load: until it has unloaded, and the way back."""
    names = [stage.name for stage in stages]
    end = names.index("unload") + 1 if "unload" in names else len(names)
    back = sum(stage.hours.likely for stage in stages[:end] if stage.name == "transit")
    return sum(stage.hours.likely for stage in stages[:end]) + back


def _dragged(world: World, at: tuple[float, float], row: Arrival) -> bool:
    """Whether a unit that flies itself needs tankers on its way."""
    unit = world.catalogue.units[row.unit]
    platform = world.catalogue.platforms[unit.platform]
    if unit.lift or platform.domain != "air" or row.route_m is None:
        return False
    way = reach(
        row.route_m,
        combat_radius_m=None if platform.combat_radius_km is None else platform.combat_radius_km * 1e3,
        ferry_range_m=None if platform.ferry_range_km is None else platform.ferry_range_km * 1e3,
        refuelable=platform.refuelable,
        tankers=True,
        lands=lifted.airfield_near(world, at) is not None,
    )
    return way.kind == "tanker-dragged"


def none_left(catalogue: Catalogue, scenario: Scenario, unit: Unit, kind: PoolKind, lon: float) -> str:
    """Why nothing carries a unit that needs lift, or refuels it, to longitude `lon`; empty where something may."""
    formation = catalogue.formations.get(unit.id)
    if formation is None or not (formation.lifts if kind == "lift" else formation.tankers):
        return ""
    pool = pool_of(catalogue, unit, kind)
    return "" if pool is None or vehicles(catalogue, scenario, pool, lon) else _why(catalogue, scenario, pool, lon)


def _why(catalogue: Catalogue, scenario: Scenario, pool: Pool, lon: float) -> str:
    """How it is told that a pool is empty."""
    _, takers = levers.pool_share(catalogue, scenario, pool.id, lon)
    why = f" ({', '.join(lever.id for lever in takers)})" if takers else ""
    if pool.kind == "tankers":
        return f"beyond its unrefuelled radius, and no tanker is free: {pool.name}{why}"
    return f"nothing carries it: {pool.name}, none free{why}"


def _left_behind(catalogue: Catalogue, scenario: Scenario, row: Arrival, pool: Pool, lon: float) -> Arrival:
    reason = _why(catalogue, scenario, pool, lon)
    return replace(
        row, status="unreachable", reason=reason, legs=(), stages=(), total=None, route_m=None, pool=pool.id
    )  # fmt: skip
