"""When the first aircraft can be overhead, at every place of a grid: the field behind the reaction-time bands."""

from __future__ import annotations

import math

from layers.catalogue.model import Platform, Unit
from layers.response import callers, pace, release
from layers.response.clock import Target, ordered
from layers.response.field import Field, Grid, Sites, air_field, renumber
from layers.response.world import World
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH, SECONDS_PER_HOUR


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


def first_aircraft(world: World, scenario: Scenario, target: Target, grid: Grid) -> tuple[Field, tuple[Unit, ...]]:
    """Likely hours to the first aircraft overhead by direct flight, and the units that the winners number.

    Decision times are those for `target`: the question is how far the same order for the same cause would reach.
    Airspace is not considered: the field is the best case, never later than a unit's route.
    """
    target = callers.placed(world, target)
    free = aircraft(world, scenario, target)
    calls = {unit.id: callers.expectation(world, scenario, target, unit) for unit in free}
    units = tuple(unit for unit in free if calls[unit.id].expected)
    lon, lat, start, speed, limit, number = [], [], [], [], [], []
    for index, unit in enumerate(units):
        base = world.catalogue.bases[unit.base]
        first = ordered(world, scenario, target, unit, calls[unit.id].decides)
        hours = sum(stage.hours.likely for stage in first)
        held = release.ties(world.catalogue, scenario, unit, target.id, target.lon)
        hours += max((tie.hours.likely for tie in held), default=0.0)
        for kmh, reach_m in _legs(world.catalogue.platforms[unit.platform], tankers=scenario.tankers):
            lon.append(base.lon)
            lat.append(base.lat)
            start.append(hours * SECONDS_PER_HOUR)
            speed.append(kmh * MPS_PER_KMH)
            limit.append(reach_m)
            number.append(index)
    field = (
        air_field(grid, Sites.of(lon, lat, start, speed, limit)) if units else air_field(grid, Sites.of([], [], [], []))
    )
    return renumber(field, number), units


def _legs(platform: Platform, *, tankers: bool) -> list[tuple[float, float]]:
    """(speed [km/h], range [m]) at which a platform flies: within its radius, and beyond it behind tankers."""
    legs = []
    if platform.combat_radius_km is not None:
        metres = platform.combat_radius_km * 1e3
        legs.append((metres / 1e3 / pace.air(platform, metres, dragged=False).hours.likely, metres))
    if platform.refuelable and tankers:
        legs.append((1.0 / pace.air(platform, 1e3, dragged=True).hours.likely, math.inf))
    return legs
