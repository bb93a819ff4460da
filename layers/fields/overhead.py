"""When the first aircraft can be overhead, at every place of a grid: the field behind the reaction-time bands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from layers import geodesy
from layers.catalogue.model import Crew, Platform, Unit
from layers.fields.field import NOBODY, Closures, Field, Grid, Sites, air_field, combine, nowhere, renumber
from layers.fields.land_field import DEGREE_M
from layers.response import callers, pace, pools, pressure, release
from layers.response.clock import Target, ordered
from layers.response.world import World
from layers.scenario import availability, levers
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
    return flown(world, scenario, units, hours, grid, (target.lon, target.lat)), units


def flown(
    world: World, scenario: Scenario, units: Sequence[Unit], hours: Sequence[float], grid: Grid,
    target: tuple[float, float],
) -> Field:  # fmt: skip
    """The field of aircraft that take off from their bases at given hours; the winner is the number of the unit.

    The piece of closed airspace in which the target, (lon, lat) [deg], lies is open to them, and the tankers are those
    that are left for it.
    """
    found = []
    for number, (unit, ready_h) in enumerate(zip(units, hours, strict=True)):
        found += flights(world, scenario, unit, ready_h, number, target[0])
    return spread(world, scenario, found, grid, (target,))


@dataclass(frozen=True, slots=True)
class Disc:
    """All within a distance [m] of a place [deg]."""

    lon: float
    lat: float
    metres: float


@dataclass(frozen=True, slots=True)
class Flight:
    """What takes off: place [deg], hour, how it flies, the number of the responder it stands for."""

    lon: float
    lat: float
    start_h: float
    leg: Leg
    number: int
    denied: tuple[Disc, ...] = ()
    """Where it does not go."""


def flights(
    world: World, scenario: Scenario, unit: Unit, ready_h: float, number: int, lon: float | None = None
) -> list[Flight]:
    """How a unit that flies itself takes off from its base, by each of its legs.

    Behind tankers only where its own, or some of those it shares, are left for a target at longitude `lon`, without
    one at its base's; how long it waits for them is another matter. What levers slow is told of a target alone.
    """
    catalogue = world.catalogue
    base, platform = catalogue.bases[unit.base], catalogue.platforms[unit.platform]
    for_lon = base.lon if lon is None else lon
    tankers = scenario.tankers and not pools.none_left(catalogue, scenario, unit, "tankers", for_lon)
    flown = legs(world, platform, tankers=tankers)
    if lon is not None:
        slower = levers.slowness(catalogue, scenario, platform.id, (), lon, marches=False)[0].likely
        flown = tuple(replace(leg, kmh=leg.kmh / slower) for leg in flown)
    kept_off = denied(world, scenario, platform, for_lon)
    return [Flight(base.lon, base.lat, ready_h, leg, number, kept_off) for leg in flown]


def denied(world: World, scenario: Scenario, platform: Platform, lon: float) -> tuple[Disc, ...]:
    """The ranges of denial systems that a platform keeps out of, as felt at longitude `lon`."""
    systems = pressure.denials(world.catalogue, scenario, platform, lon)
    return tuple(Disc(site.lon, site.lat, reach_m) for _, site, reach_m in systems)


def spread(
    world: World, scenario: Scenario, sent: Sequence[Flight], grid: Grid,
    entered: tuple[tuple[float, float], ...] = (),
) -> Field:  # fmt: skip
    """The field of flights; the winner is the responder's number."""
    groups: dict[tuple[Disc, ...], list[Flight]] = {}
    for one in sent:
        groups.setdefault(one.denied, []).append(one)
    closures = closed_to_aircraft(world, scenario, entered)
    found = [outside(_spread(some, grid, closures), discs) for discs, some in groups.items()]
    return combine(found) if found else nowhere(grid)


def _spread(sent: Sequence[Flight], grid: Grid, closures: Closures) -> Field:
    sent = _worth(sent)
    sites = Sites.of(
        [one.lon for one in sent], [one.lat for one in sent],
        [(one.start_h + one.leg.rest_h) * SECONDS_PER_HOUR for one in sent],
        [one.leg.kmh * MPS_PER_KMH for one in sent], [one.leg.reach_m for one in sent],
    )  # fmt: skip
    return renumber(air_field(grid, sites, closures), [one.number for one in sent])


def outside(field: Field, discs: tuple[Disc, ...]) -> Field:
    """The field with nobody at the cells within some discs."""
    grid, within = field.grid, np.zeros(field.grid.shape, np.bool_)
    for disc in discs:
        rows = np.flatnonzero(np.abs(grid.lat - disc.lat) <= disc.metres / DEGREE_M)
        lon, lat = np.meshgrid(grid.lon, grid.lat[rows])
        within[rows] |= np.asarray(geodesy.distance(disc.lon, disc.lat, lon, lat)) <= disc.metres
    return Field(grid, np.where(within, np.inf, field.seconds), np.where(within, np.int32(NOBODY), field.winner))


def _worth(sent: Sequence[Flight]) -> list[Flight]:
    """Without those that another one from the same place is nowhere later than, and no less far."""
    kept: dict[tuple[float, float], list[Flight]] = {}
    for one in sorted(sent, key=lambda flight: (flight.start_h + flight.leg.rest_h, -flight.leg.kmh)):
        beside = kept.setdefault((one.lon, one.lat), [])
        if all(other.leg.kmh < one.leg.kmh or other.leg.reach_m < one.leg.reach_m for other in beside):
            beside.append(one)
    return sorted((one for some in kept.values() for one in some), key=lambda flight: flight.number)


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
