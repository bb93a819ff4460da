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
from layers.response import overhead, sea_field
from layers.response.field import Field, Grid, Sites, air_field, combine, nowhere, renumber
from layers.response.land_field import March, land_field
from layers.response.moves import BORDERS_H
from layers.response.world import World
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH, SECONDS_PER_HOUR

LonLat = tuple[float, float]
ReachMode = Literal["air", "sea", "land", "any"]


@dataclass(frozen=True, slots=True)
class _Ship:
    lon: float
    lat: float
    start_s: float
    platform: Platform
    nation: str
    number: int


def reached(
    world: World, scenario: Scenario, units: Sequence[Unit], mode: ReachMode, grid: Grid, within_h: float
) -> Field:
    """The earliest arrival of units from their bases, each by its own means; the winner is the number of the unit.

    Each sets out when its notice has passed, at the likely figure.

    Raises
    ------
    RimlandError
        A unit that does not move so: a ship by land, a brigade that needs lift, a launcher that stays where it is.
    """
    catalogue = world.catalogue
    numbers: dict[str, list[int]] = {"air": [], "sea": [], "land": []}
    for number, unit in enumerate(units):
        domain = _moves(world, unit).domain
        carried = bool(unit.lift) and domain != "land"
        if carried or domain not in numbers or mode not in {"any", domain}:
            how = "stays where it is" if domain == "missile" else f"{'is carried' if carried else 'moves'} by {domain}"
            raise RimlandError(
                f"{unit.name} ({unit.id}) {how}", place="units", remedy="leave it out or ask for another mode"
            )
        numbers[domain].append(number)
    ready_h = [availability.readiness(scenario, unit)[0].likely for unit in units]
    fields = [nowhere(grid)]
    if flying := numbers["air"]:
        found = overhead.flown(world, scenario, [units[k] for k in flying], [ready_h[k] for k in flying], grid)
        fields.append(renumber(found, flying))
    bases = [catalogue.bases[unit.base] for unit in units]
    ships = [
        _Ship(
            bases[k].lon, bases[k].lat, ready_h[k] * SECONDS_PER_HOUR, _moves(world, units[k]),
            units[k].nation, k,
        )
        for k in numbers["sea"]
    ]  # fmt: skip
    fields += _sailed(world, scenario, ships, grid)
    if marching := numbers["land"]:
        marches = [
            March(
                bases[k].lon, bases[k].lat, ready_h[k] * SECONDS_PER_HOUR, _moves(world, units[k]),
                BORDERS_H.likely * SECONDS_PER_HOUR,
            )
            for k in marching
        ]  # fmt: skip
        shut = availability.closed_countries(catalogue, scenario)
        fields.append(renumber(land_field(grid, world.land, marches, shut, within_h * SECONDS_PER_HOUR), marching))
    return combine(fields)


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
            return combine(_sailed(world, scenario, [_Ship(*target, start_s, platform, nation, 0)], grid))
        case "land":
            march = March(*target, start_s, platform, BORDERS_H.likely * SECONDS_PER_HOUR)
            shut = availability.closed_countries(world.catalogue, scenario)
            return land_field(grid, world.land, [march], shut, within_h * SECONDS_PER_HOUR)
        case _:
            raise RimlandError(f"{platform.name} stays where it is", remedy="draw a ring of its range instead")


def _sailed(world: World, scenario: Scenario, ships: Sequence[_Ship], grid: Grid) -> list[Field]:
    """A field for each set of passages that is closed to some of the ships."""
    if not ships:
        return []
    fleets: dict[frozenset[str], list[_Ship]] = {}
    for ship in ships:
        shut = availability.closed_passages(world.catalogue, scenario, ship.platform, ship.nation)
        fleets.setdefault(shut, []).append(ship)
    fields = []
    for shut, fleet in fleets.items():
        sites = Sites.of(
            [ship.lon for ship in fleet], [ship.lat for ship in fleet], [ship.start_s for ship in fleet],
            [(ship.platform.cruise_kmh or 0.0) * MPS_PER_KMH for ship in fleet],
        )  # fmt: skip
        fields.append(renumber(sea_field.sea_field(world.sea, grid, sites, shut), [ship.number for ship in fleet]))
    return fields
