"""How far units that are carried come: over every lift, embarkation and debarkation, the soonest at each cell.

The chain is that of `lifted.by_lift`, turned round: a march from each field or port, begun when the unit is unloaded
there; for units put down on the target itself the flight or voyage of what carries them, begun when they are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layers.catalogue.model import Base, Platform, Unit
from layers.fields import overhead
from layers.fields.field import Field
from layers.fields.land_field import March, ground, latest_s
from layers.fields.overhead import Flight
from layers.fields.sailing import Ship
from layers.response import lifted, moves, pace
from layers.response.world import World
from layers.routes.land import ROAD_FACTOR
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True)
class Carriage:
    """A unit and what carries it, loaded at each field or port of embarkation."""

    unit: Unit
    number: int
    """Of the unit among those asked about."""
    ready_h: float
    carrier: Platform
    begun: tuple[lifted.Boarded, ...]

    def loaded_h(self, start: lifted.Boarded) -> float:
        """Likely hours of everything but the main leg and the last march."""
        return self.ready_h + start.first.likely_h + self.unit.load_h.likely + self.unit.unload_h.likely


@dataclass(frozen=True, slots=True)
class Landed:
    """A field or port at which a unit is unloaded, when [h], and what crossing a border costs it from there [h]."""

    at: Base
    hours: float
    border_h: float


def carriages(
    world: World, scenario: Scenario, unit: Unit, lifts: tuple[Unit, ...], ready_h: float, number: int
) -> list[Carriage] | str:
    """What can take a unit on, or the reason why nothing can.

    Parameters
    ----------
    lifts
        The unit with each lift that is tried, by air or sea.
    ready_h
        Hours after H-hour at which it sets out from its base.
    """
    base = world.catalogue.bases[unit.base]
    found, reason = [], ""
    for one in lifts:
        carrier = world.catalogue.platforms[one.lift]
        begun = lifted.boarded(world, scenario, one, base, carrier)
        if isinstance(begun, str):
            reason = reason or begun
        else:
            found.append(Carriage(one, number, ready_h, carrier, tuple(begun)))
    return found or reason


def put_down(world: World, scenario: Scenario, one: Carriage) -> list[Flight | Ship]:
    """The flights or voyages of a unit that jumps or lands from what carries it; there when it is unloaded."""
    if not lifted.straight(one.unit, one.carrier):
        return []
    found: list[Flight | Ship] = []
    for start in one.begun:
        at, hours = start.at, one.loaded_h(start)
        if one.carrier.domain == "sea":
            found.append(Ship(at.lon, at.lat, hours * SECONDS_PER_HOUR, one.carrier, one.unit.nation, one.number))
            continue
        legs = overhead.legs(world, one.carrier, tankers=scenario.tankers, lands=True)
        kept_off = overhead.denied(world, scenario, one.carrier, at.lon)
        found += [Flight(at.lon, at.lat, hours, leg, one.number, kept_off) for leg in legs]
    return found


def landed(
    world: World, scenario: Scenario, some: list[Carriage], known: Field, within_h: float
) -> list[tuple[Carriage, Landed]]:
    """Where units that march on are unloaded when, the soonest over all lifts; not where others are before them."""
    closed = availability.closed_countries(world.catalogue, scenario)
    useful_s = _latest(world, known, closed)
    found: dict[tuple[int, str], tuple[Carriage, Landed]] = {}
    for one in some:
        if lifted.straight(one.unit, one.carrier):
            continue
        kinds, _ = lifted.handled(one.carrier)
        for end in world.catalogue.bases.values():
            if end.kind not in kinds:
                continue
            for start in one.begun:
                best = found.get((one.number, end.id))
                limit_h = min(within_h, useful_s[end.id] / SECONDS_PER_HOUR, best[1].hours if best else within_h)
                before_h = one.loaded_h(start)
                if before_h >= limit_h or before_h + lifted.at_least_h(world, one.carrier, start.at, end) >= limit_h:
                    continue
                main = lifted.carry(world, scenario, one.unit, one.carrier, start.at, (end.lon, end.lat))
                if isinstance(main, str) or before_h + main.likely_h >= limit_h:
                    continue
                asked = any(stage.name == "permissions" for stage in start.first.stages)
                border_h = 0.0 if asked else moves.BORDERS_H.likely
                found[one.number, end.id] = one, Landed(end, before_h + main.likely_h, border_h)
    return list(found.values())


def onward(world: World, one: Carriage, at: Landed, within_h: float) -> March:
    """The march from where a unit is unloaded; a detour of more than twice the direct way is not looked for."""
    walker = lifted.on_land(world, one.unit)
    last_h = at.hours + at.border_h + pace.land(walker, 2.0 * lifted.FAR_M * ROAD_FACTOR).hours.likely
    return March(
        at.at.lon, at.at.lat, at.hours * SECONDS_PER_HOUR, walker, at.border_h * SECONDS_PER_HOUR, one.number,
        min(within_h, last_h) * SECONDS_PER_HOUR, lifted.FAR_M,
    )  # fmt: skip


def _latest(world: World, known: Field, closed: frozenset[str]) -> dict[str, float]:
    """By field or port the latest arrival that is known round it: who is unloaded there later is nowhere the first."""
    grid = known.grid
    free, land = (ground(world.land, grid, some) for some in (closed, frozenset[str]()))
    anywhere = np.ones(grid.shape, np.bool_)
    found = {}
    for end in world.catalogue.bases.values():
        place = end.lon, end.lat
        marched = latest_s(grid, known.seconds, land if end.country in closed else free, place, lifted.FAR_M)
        found[end.id] = max(marched, latest_s(grid, known.seconds, anywhere, place, lifted.AT_M))
    return found
