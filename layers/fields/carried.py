"""How far units that are carried come: over every lift, embarkation and debarkation, the soonest at each cell.

The chain is that of `lifted.by_lift`, turned round: a field of the march from each field or port, begun when the unit
is unloaded there; for units put down on the target itself the field of what carries them, begun when they are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layers import geodesy
from layers.catalogue.model import Base, Platform, Unit
from layers.fields import overhead
from layers.fields.field import NOBODY, Field, Grid, Sites, air_field, combine, nowhere, renumber
from layers.fields.land_field import March, land_field
from layers.fields.sailing import Ship, sailed
from layers.response import lifted, moves, pace
from layers.response.world import World
from layers.routes.land import ROAD_FACTOR
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH, SECONDS_PER_HOUR

AT_ONCE_MPS = 1e9
"""Speed at which a disc is crossed in no time worth telling."""


@dataclass(frozen=True, slots=True)
class _Landed:
    """A field or port at which a unit is unloaded, when [h], and what crossing a border costs it from there [h]."""

    at: Base
    hours: float
    border_h: float


def field(
    world: World, scenario: Scenario, unit: Unit, lifts: tuple[Unit, ...], ready_h: float, grid: Grid, within_h: float
) -> Field | str:
    """The earliest arrival of a carried unit, its winner 0, or the reason why nothing carries it.

    Parameters
    ----------
    lifts
        The unit with each lift that is tried, by air or sea.
    ready_h
        Hours after H-hour at which it sets out from its base.
    """
    base = world.catalogue.bases[unit.base]
    fields: list[Field] = [nowhere(grid)]
    landed: dict[str, _Landed] = {}
    reason = ""
    for one in lifts:
        carrier = world.catalogue.platforms[one.lift]
        begun = lifted.boarded(world, scenario, one, base, carrier)
        if isinstance(begun, str):
            reason = reason or begun
            continue
        if lifted.straight(one, carrier):
            fields.append(_put_down(world, scenario, one, carrier, begun, ready_h, grid))
        else:
            _unload(world, scenario, one, carrier, begun, ready_h, within_h, grid, landed)
    if reason and len(fields) == 1 and not landed:
        return reason
    shut = availability.closed_countries(world.catalogue, scenario)
    walker = lifted.on_land(world, unit)
    for start in landed.values():
        place = start.at.lon, start.at.lat
        fields.append(disc(grid, place, start.hours, lifted.AT_M))
        march = March(*place, start.hours * SECONDS_PER_HOUR, walker, start.border_h * SECONDS_PER_HOUR)
        # a detour of more than twice the direct way is not searched
        last_h = start.hours + start.border_h + pace.land(walker, 2.0 * lifted.FAR_M * ROAD_FACTOR).hours.likely
        until_s = min(within_h, last_h) * SECONDS_PER_HOUR
        fields.append(_within(land_field(grid, world.land, [march], shut, until_s), place))
    return combine(fields)


def disc(grid: Grid, place: tuple[float, float], hours: float, radius_m: float) -> Field:
    """A field that is at all cells round a place at an hour."""
    return air_field(grid, Sites.of(*place, hours * SECONDS_PER_HOUR, AT_ONCE_MPS, radius_m))


def _put_down(
    world: World, scenario: Scenario, unit: Unit, carrier: Platform, begun: list[lifted.Boarded], ready_h: float,
    grid: Grid,
) -> Field:  # fmt: skip
    """The field of a unit that jumps or lands from what carries it; it counts as there when it is unloaded."""
    hours = [ready_h + _handled_h(start, unit) for start in begun]
    if carrier.domain == "sea":
        ships = [
            Ship(start.at.lon, start.at.lat, at * SECONDS_PER_HOUR, carrier, unit.nation, 0)
            for start, at in zip(begun, hours, strict=True)
        ]
        return combine([nowhere(grid), *sailed(world, scenario, ships, grid)])
    ways = overhead.legs(world, carrier, tankers=scenario.tankers, lands=True)
    rows = [(start.at, at, way) for start, at in zip(begun, hours, strict=True) for way in ways]
    if not rows:
        return nowhere(grid)
    sites = Sites.of(
        [at.lon for at, _, _ in rows], [at.lat for at, _, _ in rows],
        [(hour + way.rest_h) * SECONDS_PER_HOUR for _, hour, way in rows],
        [way.kmh * MPS_PER_KMH for _, _, way in rows], [way.reach_m for _, _, way in rows],
    )  # fmt: skip
    return renumber(air_field(grid, sites, overhead.closed_to_aircraft(world, scenario)), np.zeros(len(rows), np.int32))


def _unload(
    world: World, scenario: Scenario, unit: Unit, carrier: Platform, begun: list[lifted.Boarded], ready_h: float,
    within_h: float, grid: Grid, landed: dict[str, _Landed],
) -> None:  # fmt: skip
    """Note at which field or port the unit is unloaded when, if that is sooner than what is noted."""
    kinds, _ = lifted.handled(carrier)
    for end in world.catalogue.bases.values():
        if end.kind not in kinds or not _near(grid, end):
            continue
        for start in begun:
            before_h = ready_h + _handled_h(start, unit)
            known = landed.get(end.id)
            limit_h = min(within_h, known.hours if known else within_h)
            if before_h + lifted.at_least_h(world, carrier, start.at, end) >= limit_h:
                continue
            main = lifted.carry(world, scenario, unit, carrier, start.at, (end.lon, end.lat))
            if isinstance(main, str) or before_h + main.likely_h >= limit_h:
                continue
            asked = any(stage.name == "permissions" for stage in start.first.stages)
            border_h = 0.0 if asked else moves.BORDERS_H.likely
            landed[end.id] = _Landed(end, before_h + main.likely_h, border_h)


def _handled_h(start: lifted.Boarded, unit: Unit) -> float:
    """Likely hours of everything but the main leg and the last march."""
    return start.first.likely_h + unit.load_h.likely + unit.unload_h.likely


def _near(grid: Grid, place: Base) -> bool:
    """Whether any cell may lie near enough to a field or port to be marched to from it."""
    high = lifted.FAR_M / 110_000.0
    rows = grid.lat[np.abs(grid.lat - place.lat) <= high]
    if not len(rows):
        return False
    wide = high / max(float(np.cos(np.radians(min(np.abs(rows).max(), 89.9)))), 1e-3)
    aside = np.abs((grid.lon - place.lon + 180.0) % 360.0 - 180.0)
    return bool((aside <= wide).any())


def _within(found: Field, place: tuple[float, float]) -> Field:
    """Without the cells too far from a field or port for it to be thought of."""
    i, j = np.nonzero(np.isfinite(found.seconds))
    away = geodesy.distance(*place, found.grid.lon[j], found.grid.lat[i])
    out = away > lifted.FAR_M
    seconds, winner = found.seconds.copy(), found.winner.copy()
    seconds[i[out], j[out]], winner[i[out], j[out]] = np.inf, NOBODY
    return Field(found.grid, seconds, winner)
