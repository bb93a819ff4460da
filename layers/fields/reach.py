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
from layers.catalogue.model import Base, Platform, Unit
from layers.errors import RimlandError
from layers.fields import carried, overhead
from layers.fields.carried import Carriage
from layers.fields.field import Field, Grid, Sites, air_field, combine, nowhere, renumber
from layers.fields.land_field import March, land_field
from layers.fields.overhead import Flight
from layers.fields.sailing import Ship, sailed
from layers.response import pools, pressure
from layers.response.lifted import AT_M
from layers.response.moves import BORDERS_H
from layers.response.world import World
from layers.routes import land
from layers.routes.sea_ends import connect
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH, SECONDS_PER_HOUR, km

LonLat = tuple[float, float]
ReachMode = Literal["air", "sea", "land", "any"]
AT_ONCE_MPS = 1e9
"""Speed at which a disc is crossed in no time worth telling."""
_ANOTHER = "ask with another platform"


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
    sent = _Sent([], [], [], [], [])
    reasons = [_send(world, scenario, unit, number, mode, within_h, sent) for number, unit in enumerate(units)]
    within_s = within_h * SECONDS_PER_HOUR
    shut = availability.closed_countries(world.catalogue, scenario)
    flown = overhead.spread(world, scenario, sent.flights, grid)
    known = combine([_discs(grid, sent.discs), flown, *_sailed(world, scenario, sent.ships, grid, within_s)])
    known = land_field(known, world.land, sent.marches, shut)
    ashore = carried.landed(world, scenario, sent.loads, known, within_h)
    known = combine([known, _discs(grid, [_Disc(at.at, at.hours, AT_M, load.number) for load, at in ashore])])
    known = land_field(known, world.land, [carried.onward(world, load, at, within_h) for load, at in ashore], shut)
    return Reached(known, tuple((unit, reason) for unit, reason in zip(units, reasons, strict=True) if reason))


def _sailed(world: World, scenario: Scenario, ships: Sequence[Ship], grid: Grid, within_s: float) -> list[Field]:
    """The fields of ships, each without what it is held off from."""
    groups: dict[tuple[overhead.Disc, ...], list[Ship]] = {}
    for ship in ships:
        groups.setdefault(overhead.denied(world, scenario, ship.platform, ship.lon), []).append(ship)
    return [
        overhead.outside(found, discs)
        for discs, some in groups.items()
        for found in sailed(world, scenario, some, grid, within_s)
    ]


@dataclass(frozen=True, slots=True)
class _Sent:
    """All that sets out, of all units: each kind becomes one field."""

    discs: list[_Disc]
    flights: list[Flight]
    ships: list[Ship]
    marches: list[March]
    loads: list[Carriage]


def _send(
    world: World, scenario: Scenario, unit: Unit, number: int, mode: ReachMode, within_h: float, sent: _Sent
) -> str:
    """Add how a unit sets out; why it does not, where it cannot."""
    ready_h = availability.readiness(scenario, unit)[0].likely
    base = world.catalogue.bases[unit.base]
    lifts = availability.lifts(world.catalogue, scenario, unit)
    ways = [one for one in lifts if mode in {"any", _moves(world, one).domain}]
    if not ways:
        return _otherwise(world, unit, lifts)
    if ways[0].lift:  # where it stands it needs no lift
        sent.discs.append(_Disc(base, ready_h, AT_M, number))
    by: dict[str, list[Unit]] = {}
    for one in ways:
        domain = _moves(world, one).domain
        by.setdefault("carried" if one.lift and domain != "land" else domain, []).append(one)
    for one in by.get("missile", ()):  # it reaches its range from where it stands
        sent.discs.append(_Disc(base, ready_h, (_moves(world, one).combat_radius_km or 0.0) * 1e3, number))
    if "air" in by:
        sent.flights.extend(overhead.flights(world, scenario, unit, ready_h, number))
    if "sea" in by:
        start_s = ready_h * SECONDS_PER_HOUR
        sent.ships.append(Ship(base.lon, base.lat, start_s, _moves(world, unit), unit.nation, number))
    sent.marches.extend(_march(world, one, ready_h, number, within_h) for one in by.get("land", ()))
    if "carried" not in by:
        return ""
    none_left = pools.none_left(world.catalogue, scenario, unit, "lift", base.lon)
    loads = none_left or carried.carriages(world, scenario, unit, tuple(by["carried"]), ready_h, number)
    if isinstance(loads, str):
        return loads if len(by) == 1 else ""
    sent.loads.extend(loads)
    for load in loads:
        for begun in carried.put_down(world, scenario, load):
            if isinstance(begun, Ship):
                sent.ships.append(begun)
            else:
                sent.flights.append(begun)
    return ""


@dataclass(frozen=True, slots=True)
class _Disc:
    """All that lies within a distance [m] of a base, reached at an hour by a responder."""

    at: Base
    hours: float
    radius_m: float
    number: int


def _discs(grid: Grid, discs: Sequence[_Disc]) -> Field:
    sites = Sites.of(
        [one.at.lon for one in discs], [one.at.lat for one in discs],
        [one.hours * SECONDS_PER_HOUR for one in discs], AT_ONCE_MPS, [one.radius_m for one in discs],
    )  # fmt: skip
    return renumber(air_field(grid, sites), [one.number for one in discs])


def _march(world: World, one: Unit, ready_h: float, number: int, within_h: float) -> March:
    """How a unit drives, by its own means or on a lift, with the hours to load and unload."""
    base = world.catalogue.bases[one.base]
    handling_h = one.load_h.likely + one.unload_h.likely if one.lift else 0.0
    start_s = (ready_h + handling_h) * SECONDS_PER_HOUR
    border_s, until_s = BORDERS_H.likely * SECONDS_PER_HOUR, within_h * SECONDS_PER_HOUR
    return March(base.lon, base.lat, start_s, _moves(world, one), border_s, number, until_s)


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
        Hours or notice that are negative or no numbers, a platform that does not move, or not to such a place, or that
        is held off from it.
    """
    for value, name in ((within_h, "hours"), (notice_h, "notice")):
        if not 0.0 <= value < np.inf:
            raise RimlandError(f"{name} of {value:g} h", remedy="give hours of nought or more")
    geodesy.check_latitude(target[1])
    if reason := pressure.held_off(world.catalogue, scenario, platform, target):
        raise RimlandError(reason, remedy=_ANOTHER)
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
            if isinstance(inland := connect(world.sea, *target), str):
                raise RimlandError(f"the target is {inland}", remedy=_ANOTHER)
            ship = Ship(*target, start_s, platform, nation, 0)
            return combine(sailed(world, scenario, [ship], grid, within_h * SECONDS_PER_HOUR))
        case "land":
            if not land.state_at(world.land, *target):
                raise RimlandError(f"the target is at sea, no land within {km(land.SNAP_M)}", remedy=_ANOTHER)
            march = March(
                *target, start_s, platform, BORDERS_H.likely * SECONDS_PER_HOUR, 0, within_h * SECONDS_PER_HOUR
            )
            shut = availability.closed_countries(world.catalogue, scenario)
            return land_field(nowhere(grid), world.land, [march], shut)
        case _:
            raise RimlandError(f"{platform.name} stays where it is", remedy="draw a ring of its range instead")
