"""The reaction time of one unit as a chain of stages, and the response of all units at one target.

The chain, in hours after H-hour, the first hostile move:
decision, readiness, (to embarkation, load,) permissions, transit, passages, (unload, onward).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from typing import Any, assert_never

from layers.catalogue.model import Base, Clock, Platform, Unit
from layers.catalogue.values import ZERO, Spread
from layers.response import callers, gap, lifted, moves, pools, pressure, release
from layers.response.model import Arrival, Response, Stage, Status, Target
from layers.response.moves import Moved, Outcome
from layers.response.world import World
from layers.scenario import availability, levers
from layers.scenario.model import BASELINE, Scenario

__all__ = ["Target", "arrival", "deciding_body", "ordered", "respond"]

_ORDER: dict[Status, int] = {"unreachable": 1, "not expected": 2}


def respond(world: World, scenario: Scenario, target: Target, check: Callable[[], None] | None = None) -> Response:
    """Everyone's arrival at `target`: by likely hour, then who cannot come, then who is not expected to.

    Parameters
    ----------
    check
        Called before each unit; raises `Cancelled` when the answer is no longer wanted.
    """
    availability.check(world.catalogue, scenario)
    clock = availability.clock(world.catalogue, scenario, target.id)
    target = callers.placed(world, target)
    rows = _sharing(world, scenario, target, [*_arrivals(world, scenario, target, clock, check)], clock, check)
    rows.sort(key=lambda row: (_ORDER.get(row.status, 0), row.total.likely if row.total else 0.0, row.unit))
    arrivals = tuple(rows)
    return Response(
        target.id, target.name, target.lon, target.lat, clock, scenario.id, arrivals, gap.gaps(arrivals, clock)
    )


def _arrivals(
    world: World, scenario: Scenario, target: Target, clock: Clock | None, check: Callable[[], None] | None
) -> Iterator[Arrival]:
    known = world.moves((levers.ground(world.catalogue, scenario, target.lon), target))
    for unit in world.catalogue.units.values():
        if check is not None:
            check()
        yield arrival(world, scenario, target, unit, clock, known)


def _sharing(
    world: World,
    scenario: Scenario,
    target: Target,
    rows: list[Arrival],
    clock: Clock | None,
    check: Callable[[], None] | None,
) -> list[Arrival]:
    """The arrivals with their waiting for lift and tankers, in the order of boarding of the catalogue's defaults."""
    at = (target.lon, target.lat)
    if target not in world.plans:
        calm = [*_arrivals(world, BASELINE, target, None, check)]
        world.keep_plan(target, pools.planned(world, at, calm))

    def ready(unit: Unit) -> Spread:
        decides = callers.expectation(world, scenario, target, unit).decides
        return sum((stage.hours for stage in ordered(world, scenario, target, unit, decides)), ZERO)

    found = pools.queued(world, scenario, at, rows, world.plans[target], ready)
    return [row if row.total is None else replace(row, status=_status(row.total, clock)) for row in found]


def arrival(
    world: World,
    scenario: Scenario,
    target: Target,
    unit: Unit,
    clock: Clock | None,
    known: dict[Hashable, Any] | None = None,
) -> Arrival:
    """One unit's chain to the target, as `callers.placed` has it.

    Who cannot come is told so, whether expected or not: what is impossible is said before what is unlikely.

    Parameters
    ----------
    known
        Moves found on the same ground (`levers.ground`), kept and added to: how a unit goes does not depend on who
        decides or how ready it is.
    """
    platform = world.catalogue.platforms[unit.lift or unit.platform]
    held = release.ties(world.catalogue, scenario, unit, target.id, target.lon)
    if gone := next((tie for tie in held if not tie.released), None):
        return _unreachable(unit, platform, gone.why)
    call = callers.expectation(world, scenario, target, unit)
    first = ordered(world, scenario, target, unit, call.decides)

    known = {} if known is None else known
    if (key := (unit.id, *held)) not in known and not call.expected:
        key = ("whether", *key)  # of who is not expected only whether a way leads there is told
    if key not in known:
        known[key] = _best_move(world, scenario, target, unit, held, whether=not call.expected)
    moved, platform = known[key]
    if isinstance(moved, str):
        return _unreachable(unit, platform, moved)
    if not call.expected:
        return _absent(unit, platform, "not expected", call.reason)
    stages = (*first, *moved.stages)
    total = sum((stage.hours for stage in stages), ZERO)
    return Arrival(
        unit.id, unit.base, platform.id, unit.effect, _status(total, clock), "",
        moved.legs, stages, total, moved.route_m, (f"Expected: {call.reason}.", *moved.notes), moved.refused,
    )  # fmt: skip


def ordered(world: World, scenario: Scenario, target: Target, unit: Unit, decides: str) -> list[Stage]:
    """The links until the unit is ready to move: decision and readiness, each with what levers add to it."""
    body = deciding_body(unit, target, decides)
    decided, decided_source = availability.decision(world.catalogue, scenario, body)
    ready, ready_source = availability.readiness(scenario, unit)
    at = (target.id, target.lon)
    delay, wear = pressure.delays(world.catalogue, scenario, unit, body, at, ready)
    links = (
        Stage(
            "decision",
            decided,
            f"{world.catalogue.decisions[body].name}: {decided_source.text}",
            f"decision/{body}",
            decided_source.confidence,
        ),
        delay,
        Stage("readiness", ready, ready_source.text, confidence=ready_source.confidence),
        wear,
    )
    return [stage for stage in links if stage is not None]


def _best_move(
    world: World, scenario: Scenario, target: Target, unit: Unit, held: list[release.Tie], *, whether: bool
) -> tuple[Outcome, Platform]:
    """The soonest of the ways a unit may be carried, with what carries it; or why none leads there.

    With `whether` any way does.
    """
    ways: list[tuple[Moved, Platform]] = []
    refused: list[str] = []
    lifts = availability.lifts(world.catalogue, scenario, unit)
    for one in lifts:
        platform = world.catalogue.platforms[one.lift or one.platform]
        moved = _way(world, scenario, target, one, platform, held, whether=whether)
        if isinstance(moved, Moved):
            ways.append((moved, platform))
            if whether:
                break
        else:
            refused.append(f"by {platform.name}: {moved}" if len(lifts) > 1 else moved)
    if not ways:
        return "; ".join(refused), world.catalogue.platforms[lifts[0].lift or lifts[0].platform]
    ways.sort(key=lambda way: way[0].likely_h)
    (best, platform), *others = ways
    later = (f"by {other.name}: {moved.likely_h - best.likely_h:.1f} h later" for moved, other in others)
    return replace(best, refused=(*later, *refused, *best.refused)), platform


def _way(
    world: World,
    scenario: Scenario,
    target: Target,
    unit: Unit,
    platform: Platform,
    held: list[release.Tie],
    *,
    whether: bool,
) -> Outcome:
    """The way with one lift, from home or, for a unit that has to be let go first, from where it is held."""

    def move(unit: Unit, base: Base) -> Outcome:
        return _move(world, scenario, target, unit, base, platform, whether=whether)

    moved = move(unit, world.catalogue.bases[unit.base])
    if held and not isinstance(moved, str):
        return release.moved(world.catalogue, unit, platform, held, moved, move)
    return moved


def _move(
    world: World, scenario: Scenario, target: Target, unit: Unit, base: Base, platform: Platform, *, whether: bool
) -> Outcome:
    start, at = (base.lon, base.lat), (target.lon, target.lat)
    if unit.lift and lifted.is_there(world, base, at):
        return Moved((), (), 0.0, (f"At {base.name} already.",))
    match platform.domain:
        case "missile":
            return moves.by_missile(platform, base, at)
        case "land":
            moved = moves.by_land(world, scenario, platform, start, at)
            return moves.loaded(moved, unit) if unit.lift and not isinstance(moved, str) else moved
        case "air" | "sea" if unit.lift:
            return lifted.by_lift(world, scenario, unit, base, platform, at, whether=whether)
        case "air":
            return moves.by_air(world, scenario, platform, start, at, lands=lifted.airfield_near(world, at) is not None)
        case "sea":
            return moves.by_sea(world, scenario, platform, unit.nation, start, at)
        case _:
            assert_never(platform.domain)


def deciding_body(unit: Unit, target: Target, on_this_ground: str = "") -> str:
    """Who must say go: a state defends its own by its own decision, an alert under orders that already stand.

    `on_this_ground` is who decides where the unit comes by another ground than its alliance's.
    """
    nations = frozenset(unit.nation.split(";"))
    own = bool(nations & target.holders)
    covered = own or (unit.alliance == "nato" and "nato-5" in target.covered_by)
    if unit.standing_orders and covered:
        return "standing"
    return "self-defence" if own else on_this_ground or unit.alliance


def _status(total: Spread, clock: Clock | None) -> Status:
    if clock is None:
        return "no clock"
    return "in time" if total.likely <= clock.hours.likely else "late"


def _unreachable(unit: Unit, platform: Platform, reason: str) -> Arrival:
    return _absent(unit, platform, "unreachable", reason)


def _absent(unit: Unit, platform: Platform, status: Status, reason: str) -> Arrival:
    return Arrival(unit.id, unit.base, platform.id, unit.effect, status, reason, (), (), None, None)
