"""How far units come in given hours, by air, sea and land together; and from where a target is reached in time.

Both count from the order to go: a unit's notice, then the way. What it takes to decide depends on a target and is left
out of the first; the second takes the notice it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from layers import geodesy
from layers.catalogue.model import Platform, Unit
from layers.errors import RimlandError
from layers.fields import overhead
from layers.fields.carried import disc
from layers.fields.carried import field as carried_field
from layers.fields.field import Field, Grid, Sites, air_field, combine, nowhere, renumber
from layers.fields.land_field import March, land_field
from layers.fields.sailing import Ship, sailed
from layers.response.lifted import AT_M
from layers.response.moves import BORDERS_H
from layers.response.world import World
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH, SECONDS_PER_HOUR

LonLat = tuple[float, float]
ReachMode = Literal["air", "sea", "land", "any"]


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """A field, and the units that are not in it, each with the reason."""

    field: Field
    left_out: tuple[tuple[Unit, str], ...] = ()


def reached(
    world: World, scenario: Scenario, units: Sequence[Unit], mode: ReachMode, grid: Grid, within_h: float
) -> Reached:
    """The earliest arrival of units from their bases, by their own means or carried; the winner is the unit's number.

    Each sets out when its notice has passed, at the likely figure. A carried unit is loaded, carried by the soonest of
    its lifts, unloaded and marches on; a launcher reaches its range from where it stands, and its missile's minutes do
    not count. Units that do not move as `mode` says are left out with the reason.
    """
    ready_h = [availability.readiness(scenario, unit)[0].likely for unit in units]
    numbers: dict[str, list[int]] = {"air": [], "sea": [], "land": []}
    fields, left_out = [nowhere(grid)], []
    for number, unit in enumerate(units):
        lifts = availability.lifts(world.catalogue, scenario, unit)
        ways = [one for one in lifts if mode in {"any", _moves(world, one).domain}]
        if not ways:
            left_out.append((unit, _otherwise(world, unit, lifts)))
            continue
        if ways[0].lift:  # where it stands it needs no lift
            base = world.catalogue.bases[unit.base]
            fields.append(renumber(disc(grid, (base.lon, base.lat), ready_h[number], AT_M), [number]))
        carried = tuple(one for one in ways if one.lift and _moves(world, one).domain != "land")
        for one in ways:
            domain = _moves(world, one).domain
            if domain == "missile":
                fields.append(renumber(_ranged(world, one, ready_h[number], grid), [number]))
            elif one not in carried and number not in numbers[domain]:
                numbers[domain].append(number)
        if carried:
            found = carried_field(world, scenario, unit, carried, ready_h[number], grid, within_h)
            if not isinstance(found, str):
                fields.append(renumber(found, [number]))
            elif len(ways) == len(carried):
                left_out.append((unit, found))
    if flying := numbers["air"]:
        flown = overhead.flown(world, scenario, [units[k] for k in flying], [ready_h[k] for k in flying], grid)
        fields.append(renumber(flown, flying))
    ships = [_ship(world, units[k], ready_h[k], k) for k in numbers["sea"]]
    fields += sailed(world, scenario, ships, grid)
    marches = [(k, march) for k in numbers["land"] for march in _marches(world, scenario, units[k], ready_h[k])]
    if marches:
        shut = availability.closed_countries(world.catalogue, scenario)
        found = land_field(grid, world.land, [march for _, march in marches], shut, within_h * SECONDS_PER_HOUR)
        fields.append(renumber(found, [k for k, _ in marches]))
    return Reached(combine(fields), tuple(left_out))


def _ship(world: World, unit: Unit, ready_h: float, number: int) -> Ship:
    base = world.catalogue.bases[unit.base]
    return Ship(base.lon, base.lat, ready_h * SECONDS_PER_HOUR, _moves(world, unit), unit.nation, number)


def _marches(world: World, scenario: Scenario, unit: Unit, ready_h: float) -> list[March]:
    """A unit's ways to march: on its own, or on each lift that drives, with the hours to load and unload."""
    base = world.catalogue.bases[unit.base]
    found = []
    for one in availability.lifts(world.catalogue, scenario, unit):
        platform = _moves(world, one)
        if platform.domain == "land":
            handling_h = one.load_h.likely + one.unload_h.likely if one.lift else 0.0
            start_s = (ready_h + handling_h) * SECONDS_PER_HOUR
            found.append(March(base.lon, base.lat, start_s, platform, BORDERS_H.likely * SECONDS_PER_HOUR))
    return found


def _ranged(world: World, unit: Unit, ready_h: float, grid: Grid) -> Field:
    """What a launcher covers from where it stands."""
    base, platform = world.catalogue.bases[unit.base], _moves(world, unit)
    return disc(grid, (base.lon, base.lat), ready_h, (platform.combat_radius_km or 0.0) * 1e3)


def _otherwise(world: World, unit: Unit, lifts: Sequence[Unit]) -> str:
    """How a unit moves, when it does not as was asked."""
    domains = list(dict.fromkeys(_moves(world, one).domain for one in lifts))
    if domains == ["missile"]:
        return "stays where it is"
    return f"{'is carried' if unit.lift else 'moves'} by {' or '.join(domains)}"


def _moves(world: World, unit: Unit) -> Platform:
    """What takes a unit over its main leg."""
    return world.catalogue.platforms[unit.lift or unit.platform]


def posture(
    world: World, scenario: Scenario, platform: Platform, target: LonLat, grid: Grid, within_h: float,
    notice_h: float = 0.0, nation: str = "",
) -> Field:  # fmt: skip
    """Seconds from the order until a responder that waits at a cell is at the target: the field of a start there.

    A way there is as long as the way back, so the field is that of the same platform setting out from the target. The
    target's own airspace lets it in; whoever waits in other closed airspace does not get out.

    Parameters
    ----------
    target
        (lon, lat) [deg].
    within_h
        Hours up to which the answer is wanted; land is not searched farther.
    nation
        Whose ship it is, for passages that are open to their neighbours only.

    Raises
    ------
    RimlandError
        Hours or notice that are negative or no numbers, a platform that does not move.
    """
    for value, name in ((within_h, "hours"), (notice_h, "notice")):
        if not 0.0 <= value < np.inf:
            raise RimlandError(f"{value:g} {name}", remedy="give hours of nought or more")
    geodesy.check_latitude(target[1])
    start_s = notice_h * SECONDS_PER_HOUR
    match platform.domain:
        case "air":
            ways = overhead.legs(world, platform, tankers=scenario.tankers)
            if not ways:
                raise RimlandError(f"{platform.name} has no radius in the catalogue and is not refuelled in the air")
            sites = Sites.of(
                target[0], target[1], [start_s + way.rest_h * SECONDS_PER_HOUR for way in ways],
                [way.kmh * MPS_PER_KMH for way in ways], [way.reach_m for way in ways],
            )  # fmt: skip
            found = air_field(grid, sites, overhead.closed_to_aircraft(world, scenario, (target,)))
            return renumber(found, np.zeros(len(ways), np.int32))
        case "sea":
            return combine(sailed(world, scenario, [Ship(*target, start_s, platform, nation, 0)], grid))
        case "land":
            march = March(*target, start_s, platform, BORDERS_H.likely * SECONDS_PER_HOUR)
            shut = availability.closed_countries(world.catalogue, scenario)
            return land_field(grid, world.land, [march], shut, within_h * SECONDS_PER_HOUR)
        case _:
            raise RimlandError(f"{platform.name} stays where it is", remedy="draw a ring of its range instead")
