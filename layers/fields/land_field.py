"""The earliest arrival by land at every cell of a grid: over passable ground, with halts and leave to cross borders.

Lengths are those of `routes.land.route`, from the network's cell to the cell in which the middle of a grid's cell lies;
a middle on water or on closed ground is reached by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layers import geodesy
from layers.catalogue.model import Platform
from layers.fields.field import NOBODY, Array, Field, Grid, nowhere
from layers.response import pace
from layers.routes import land
from layers.routes.land_net import LandNetwork
from layers.routes.model import NoRoute
from layers.units import SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True)
class March:
    """A column that sets out: place [deg], time [s], how it drives, and what crossing a border costs it [s]."""

    lon: float
    lat: float
    start_s: float
    platform: Platform
    border_s: float


def land_field(
    grid: Grid, network: LandNetwork, marches: Sequence[March], closed: frozenset[str], within_s: float
) -> Field:
    """Earliest arrival, up to `within_s` seconds after H-hour; the winner is the number of the march.

    A cell that can be reached without leaving the state of the start is reached without leave to cross a border.
    """
    seconds, winner = nowhere(grid).seconds, nowhere(grid).winner
    for number, march in enumerate(marches):
        for shut, leave_s in _ways(network, march, closed):
            left_h = (within_s - march.start_s - leave_s) / SECONDS_PER_HOUR
            if left_h < 0.0:
                continue
            limit_m = left_h * pace.fastest_march_kmh(march.platform) * 1e3
            found = land.field(network, (march.lon, march.lat), shut, limit_m)
            if isinstance(found, NoRoute):
                continue
            hours = pace.marched_h(march.platform, _sampled(found, grid) / 1e3)
            when = march.start_s + leave_s + hours * SECONDS_PER_HOUR
            sooner = (when < seconds) & (when <= within_s)
            seconds, winner = np.where(sooner, when, seconds), np.where(sooner, np.int32(number), winner)
    return Field(grid, seconds, np.where(np.isfinite(seconds), winner, np.int32(NOBODY)))


def _ways(network: LandNetwork, march: March, closed: frozenset[str]) -> list[tuple[frozenset[str], float]]:
    """What is closed and what leave costs [s]: at home without leave, and everywhere with it."""
    if march.border_s <= 0.0:
        return [(closed, 0.0)]
    home = land.state_at(network, march.lon, march.lat)
    abroad = frozenset(network.state) - {home, ""}
    return [(closed | abroad, 0.0), (closed, march.border_s)]


def _sampled(found: land.LandField, grid: Grid) -> Array:
    """Road metres at the middle of each cell of a grid; infinite outside what was searched.

    As for a route never less than the geodesic: the middle lies up to half a cell from where the network counts.
    """
    rows, columns = found.metres.shape
    y = np.floor((grid.lat - found.south) / found.step + 1e-9).astype(np.int64)
    x = np.floor(np.mod(grid.lon - found.west, 360.0) / found.step + 1e-9).astype(np.int64)
    inside_y, inside_x = (y >= 0) & (y < rows), x < columns
    metres = np.full(grid.shape, np.inf)
    metres[np.ix_(inside_y, inside_x)] = found.metres[np.ix_(y[inside_y], x[inside_x])]
    i, j = np.nonzero(np.isfinite(metres))
    direct_m = geodesy.distance(found.lon, found.lat, grid.lon[j], grid.lat[i])
    metres[i, j] = np.maximum(metres[i, j], direct_m * land.ROAD_FACTOR)
    return metres
