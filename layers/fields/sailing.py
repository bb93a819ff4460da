"""The field of ships that set out from their ports: one run for each set of passages shut to some of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from layers.catalogue.model import Platform
from layers.fields import sea_field
from layers.fields.field import Field, Grid, Sites, renumber
from layers.response.world import World
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH


@dataclass(frozen=True, slots=True)
class Ship:
    """Where a ship lies [deg], when it sails [s], what it is and whose, the number of the responder it stands for."""

    lon: float
    lat: float
    start_s: float
    platform: Platform
    nation: str
    number: int


def sailed(
    world: World, scenario: Scenario, ships: Sequence[Ship], grid: Grid, within_s: float = math.inf
) -> list[Field]:
    """A field for each set of passages that is closed to some of the ships, or keeps them waiting.

    `within_s`: seconds after H-hour up to which the answer is wanted.
    """
    fleets: dict[tuple[frozenset[str], tuple[tuple[str, float], ...]], list[Ship]] = {}
    for ship in ships:
        shut = availability.closed_passages(world.catalogue, scenario, ship.platform, ship.nation)
        delay_s = availability.waiting_s(world.catalogue, scenario, ship.platform, ship.nation)
        fleets.setdefault((shut, delay_s), []).append(ship)
    fields = []
    for (shut, delay_s), fleet in fleets.items():
        sites = Sites.of(
            [ship.lon for ship in fleet], [ship.lat for ship in fleet], [ship.start_s for ship in fleet],
            [(ship.platform.cruise_kmh or 0.0) * MPS_PER_KMH for ship in fleet],
        )  # fmt: skip
        network = world.sea.waiting(dict(delay_s))
        fields.append(
            renumber(sea_field.sea_field(network, grid, sites, shut, within_s), [ship.number for ship in fleet])
        )
    return fields
