"""When the first aircraft can be overhead, at every place of a grid: the field behind the reaction-time bands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from layers.catalogue.model import Crew, Platform, Unit
from layers.fields.field import Closures, Field, Grid, Sites, air_field, renumber
from layers.response import callers, pace, release
from layers.response.clock import Target, ordered
from layers.response.world import World
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH, SECONDS_PER_HOUR

_LONGEST_WAY_M = 40_000_000.0
"""Longer than any way round closed airspace that is worth counting rests for."""


def world_grid(step_deg: float = 0.5) -> Grid:
    """All of the earth in cells of `step_deg`."""
    return Grid.box(-180.0, -90.0, 180.0, 90.0, step_deg)


def aircraft(world: World, scenario: Scenario, target: Target) -> tuple[Unit, ...]:
    """The units that fly to the target themselves and are free, or are let go in time."""
    return tuple(
        unit
        for unit in world.catalogue.units.values()
        if not unit.lift
        and world.catalogue.platforms[unit.platform].domain == "air"
        and all(tie.released for tie in release.ties(world.catalogue, scenario, unit, target.id, target.lon))
    )


def first_aircraft(
    world: World, scenario: Scenario, target: Target, grid: Grid, without: frozenset[str] = frozenset()
) -> tuple[Field, tuple[Unit, ...]]:
    """Likely hours to the first aircraft overhead, and the units that the winners number.

    Decision times are those for `target`: the question is how far the same order for the same cause would reach.
    Closed airspace is flown round; what the target itself lies in lets in who comes to its help. At the target the
    field is the first arrival of those that fly there and need not land. Units that are wholly of the nations `without`
    are left out: without its holders, it is the first of those who come to their help.
    """
    target = callers.placed(world, target)
    free = aircraft(world, scenario, target)
    calls = {unit.id: callers.expectation(world, scenario, target, unit) for unit in free}
    units = tuple(
        unit for unit in free if calls[unit.id].expected and not (without and set(unit.nation.split(";")) <= without)
    )
    hours = []
    for unit in units:
        first = ordered(world, scenario, target, unit, calls[unit.id].decides)
        held = release.ties(world.catalogue, scenario, unit, target.id, target.lon)
        hours.append(sum(stage.hours.likely for stage in first) + max((tie.hours.likely for tie in held), default=0.0))
    return flown(world, scenario, units, hours, grid, ((target.lon, target.lat),)), units


def flown(
    world: World, scenario: Scenario, units: Sequence[Unit], hours: Sequence[float], grid: Grid,
    entered: tuple[tuple[float, float], ...] = (),
) -> Field:  # fmt: skip
    """The field of aircraft that take off from their bases at given hours; the winner is the number of the unit.

    The pieces of closed airspace in which the places `entered`, (lon, lat) [deg], lie are open to them.
    """
    lon, lat, start, speed, limit, number = [], [], [], [], [], []
    for index, (unit, ready_h) in enumerate(zip(units, hours, strict=True)):
        base = world.catalogue.bases[unit.base]
        for leg in legs(world, world.catalogue.platforms[unit.platform], tankers=scenario.tankers):
            lon.append(base.lon)
            lat.append(base.lat)
            start.append((ready_h + leg.rest_h) * SECONDS_PER_HOUR)
            speed.append(leg.kmh * MPS_PER_KMH)
            limit.append(leg.reach_m)
            number.append(index)
    closures = closed_to_aircraft(world, scenario, entered)
    return renumber(air_field(grid, Sites.of(lon, lat, start, speed, limit), closures), number)


def closed_to_aircraft(world: World, scenario: Scenario, entered: tuple[tuple[float, float], ...] = ()) -> Closures:
    """What aircraft keep out of in a scenario, but for the airspace in which some places (lon, lat) lie."""
    states = availability.closed_countries(world.catalogue, scenario)
    return Closures(world.air, states, scenario.closed_areas, entered)


@dataclass(frozen=True, slots=True)
class Leg:
    """A way to fly: speed [km/h] and hours of rest on it, good up to a distance [m]."""

    kmh: float
    rest_h: float
    reach_m: float


def legs(world: World, platform: Platform, *, tankers: bool, lands: bool = False) -> tuple[Leg, ...]:
    """How a platform flies, as `moves.by_air` has it: of the legs that reach a place the first counts.

    Within its radius at cruise; beyond it behind tankers, with one more rest of the crew each time its endurance ends;
    when it `lands` at the end, as far as its ferry range without.
    """
    found = []
    crew = world.catalogue.crews[platform.crew]
    radius_m = platform.combat_radius_km * 1e3 if platform.combat_radius_km is not None else None
    if radius_m is None and platform.ferry_range_km is not None:
        radius_m = platform.ferry_range_km * 1e3 / 2
    if radius_m:
        found += _rested(1.0 / pace.air(platform, 1e3, dragged=False).hours.likely, crew, radius_m)
    if platform.refuelable and tankers:
        found += _rested(1.0 / pace.air(platform, 1e3, dragged=True).hours.likely, crew, math.inf)
    elif lands and platform.ferry_range_km is not None:
        far_m = platform.ferry_range_km * 1e3
        found += _rested(1.0 / pace.air(platform, 1e3, dragged=True).hours.likely, crew, far_m)
    return tuple(found)


def _rested(kmh: float, crew: Crew, reach_m: float) -> list[Leg]:
    """Legs of one speed: none, one, two ... rests, each as far as the crew can then fly."""
    each_m = crew.longest_h * kmh * 1e3
    found = []
    for rests in range(math.ceil(min(reach_m, _LONGEST_WAY_M) / each_m)):
        last = (rests + 1) * each_m >= min(reach_m, _LONGEST_WAY_M)
        found.append(Leg(kmh, rests * crew.rest_h.likely, reach_m if last else (rests + 1) * each_m))
    return found
