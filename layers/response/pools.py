"""Finite lift and tankers: who waits for whom, as a stage of its own.

Transports, ships and tankers are drawn from pools that several units share. The order of boarding is fixed beforehand,
as in a deployment list: by the hour at which each unit would be ready if nothing pressed it, then by id. Each load in turn
takes the vehicle that is free first and keeps it for the time of the plan: loading, flight, unloading and the way back. A
vehicle promised to a unit that is late waits for it; nobody moves up.

This discipline is chosen because it is monotone. List scheduling is not in general (Graham's anomalies: fewer vehicles or a
slower job can let another finish sooner). Here the free times of the vehicles, sorted, are a vector that the next load maps
to sort(max(first, ready) + held, rest): every entry grows with the entries before, with `ready` and with fewer vehicles
(missing ones are free at infinity), as in the recursion of Kiefer and Wolfowitz for queues with several servers. Claims and
times held are those of the plan whatever happens, so that a unit that drops out frees nothing: its lift went with it. So
neither a delay, nor a commitment, nor a smaller pool ever makes anybody sooner. What the plan does not know (a unit that
needs lift only under pressure) comes last and holds up nobody.

References
----------
R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", SIAM J. Appl. Math. 17 (1969).
J. Kiefer and J. Wolfowitz, "On the theory of queues with many servers", Trans. AMS 78 (1955).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from layers.catalogue.forces import Pool
from layers.catalogue.model import ZERO, Catalogue, Spread, Unit
from layers.response import lifted
from layers.response.model import Arrival, Stage, StageName
from layers.response.world import World
from layers.routes.air import reach
from layers.scenario import levers
from layers.scenario.model import Scenario

_WAITS: tuple[StageName, ...] = ("waiting for lift", "waiting for tankers")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one unit wants of a pool, in likely hours."""

    unit: str
    loads: int
    ready_h: float
    """Hour from which it could board."""
    holds_h: float
    """Hours for which each load keeps a vehicle."""
    before_h: float = 0.0
    """Hours of the plan between readiness and boarding: the way to the port or airfield."""


def board(vehicles: int, claims: Iterable[Claim]) -> tuple[dict[str, tuple[float, ...]], list[float]]:
    """Hours at which each claim's loads board, in the order given, and when each vehicle is free after that.

    No vehicle: nobody boards, and the claim has no hours.
    """
    free = [0.0] * vehicles
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


def pool_of(catalogue: Catalogue, unit: Unit, kind: str) -> Pool | None:
    """The pool that a unit draws its lift or its tankers from; None where it has its own or enough for all."""
    for pool in catalogue.pools.values():
        if pool.kind != kind or unit.alliance not in pool.serves:
            continue
        if pool.theatre not in {"both", unit.theatre} and unit.theatre != "both":
            continue
        if kind == "tankers" or unit.lift in pool.platforms:
            return pool
    return None


def planned(world: World, at: tuple[float, float], arrivals: Iterable[Arrival]) -> dict[str, list[Claim]]:
    """The deployment list of each pool, from the arrivals as they would be with nothing pressing and nobody waiting."""
    found: dict[str, list[Claim]] = {}
    for row in arrivals:
        claim = _claim(world, at, row)
        if claim is not None:
            found.setdefault(claim[0].id, []).append(claim[1])
    for claims in found.values():
        claims.sort(key=lambda claim: (claim.ready_h, claim.unit))
    return found


def queued(
    world: World,
    scenario: Scenario,
    at: tuple[float, float],
    rows: Sequence[Arrival],
    plan: dict[str, list[Claim]],
    ready_h: Callable[[Unit], float],
) -> list[Arrival]:
    """The arrivals with the time they wait for lift and tankers.

    Parameters
    ----------
    ready_h
        Likely hour at which a unit is ready under this scenario, ties aside.
    """
    units, known = world.catalogue.units, world.catalogue.pools
    boarded: dict[str, tuple[dict[str, tuple[float, ...]], list[float]]] = {}
    for name, claims in plan.items():
        now = [replace(claim, ready_h=ready_h(units[claim.unit]) + claim.before_h) for claim in claims]
        boarded[name] = board(vehicles(world.catalogue, scenario, known[name], at[0]), now)
    found = []
    for row in rows:
        claim = _claim(world, at, row)
        if claim is None:
            found.append(row)
            continue
        pool, wanted = claim
        free = vehicles(world.catalogue, scenario, pool, at[0])
        if not free:
            found.append(_left_behind(world.catalogue, scenario, row, pool, at[0]))
            continue
        times, after = boarded.get(pool.id, ({}, [0.0] * free))
        starts = times.get(row.unit) or _last(after, wanted)
        found.append(waiting(row, starts, pool, free))
    return found


def waiting(row: Arrival, starts: tuple[float, ...], pool: Pool, free: int) -> Arrival:
    """The arrival whose loads board at `starts`; the stage says how long the last of them waits."""
    name = _WAITS[pool.kind == "tankers"]
    index = boarding_index(row)
    hours = wait(row.stages[:index], starts[-1])
    if hours.low <= 0:
        return replace(row, boards_h=starts, pool=pool.id)
    stage = Stage(
        name,
        hours,
        f"{pool.name}: {free} for all, {len(starts)} loads of this unit board from {starts[0]:.1f} h to "
        f"{starts[-1]:.1f} h after H-hour; {pool.source.text}",
    )
    stages = (*row.stages[:index], stage, *row.stages[index:])
    total = sum((part.hours for part in stages), ZERO)
    return replace(row, stages=stages, total=total, boards_h=starts, pool=pool.id)


def wait(before: Sequence[Stage], boards_h: float) -> Spread:
    """Hours from being ready to boarding. A unit that is ready early waits longer: low is the longest of the three."""
    ready = sum((stage.hours for stage in before), ZERO)
    return Spread(*(max(0.0, boards_h - hour) for hour in (ready.low, ready.likely, ready.high)))


def boarding_index(row: Arrival) -> int:
    """Where in the stages the unit boards: at the wait if there is one, else before loading, else before the transit."""
    names = [stage.name for stage in row.stages]
    for name in (*_WAITS, "load", "transit"):
        if name in names:
            return names.index(name)
    return len(names)


def _claim(world: World, at: tuple[float, float], row: Arrival) -> tuple[Pool, Claim] | None:
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
    before = sum(stage.hours.likely for stage in row.stages[:index])
    ready = sum(stage.hours.likely for stage in row.stages[:index] if stage.name in _READY)
    return pool, Claim(row.unit, loads, before, _held(row.stages[index:]), before - ready)


_READY = ("decision", "decision delay", "readiness", "wear")


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


def _last(after: Sequence[float], claim: Claim) -> tuple[float, ...]:
    """Boarding of a unit that is not on the list: after all others, on what is free then."""
    free = list(after)
    heapq.heapify(free)
    starts = []
    for _ in range(claim.loads):
        start = max(free[0], claim.ready_h)
        heapq.heapreplace(free, start + claim.holds_h)
        starts.append(start)
    return tuple(starts)


def _left_behind(catalogue: Catalogue, scenario: Scenario, row: Arrival, pool: Pool, lon: float) -> Arrival:
    _, takers = levers.pool_share(catalogue, scenario, pool.id, lon)
    why = f" ({', '.join(lever.id for lever in takers)})" if takers else ""
    reason = f"nothing carries it: {pool.name}, none free{why}"
    if pool.kind == "tankers":
        reason = f"beyond its unrefuelled radius, and no tanker is free: {pool.name}{why}"
    return replace(
        row, status="unreachable", reason=reason, legs=(), stages=(), total=None, route_m=None, pool=pool.id
    )  # fmt: skip
