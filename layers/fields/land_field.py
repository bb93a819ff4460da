"""The earliest arrival by land at every cell of a grid: over passable ground, with halts and leave to cross borders.

Lengths are those of `routes.land.route`, from the network's cell to the cell in which the middle of a grid's cell lies;
a middle on water or on closed ground is reached by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.catalogue.model import Platform
from layers.fields.field import Array, Field, Grid
from layers.response import pace
from layers.routes import land
from layers.routes.land_net import LandNetwork
from layers.routes.model import NoRoute
from layers.units import SECONDS_PER_HOUR

Index = npt.NDArray[np.int64]
DEGREE_M = 110_500.0
"""No degree of latitude is shorter."""


@dataclass(frozen=True, slots=True)
class March:
    """A column that sets out: place [deg], time [s], how it drives, and what crossing a border costs it [s]."""

    lon: float
    lat: float
    start_s: float
    platform: Platform
    border_s: float
    number: int
    """Of the responder it stands for."""
    until_s: float
    """Seconds after H-hour after which it is not wanted any more."""
    near_m: float = np.inf
    """How far from its start, straight, it is thought of."""


@dataclass(frozen=True, slots=True, eq=False)
class _Roads:
    """Road metres from a place to the cells (row, column) of a grid that are reached, and straight ones."""

    i: Index
    j: Index
    metres: Array
    direct_m: Array


def land_field(known: Field, network: LandNetwork, marches: Sequence[March], closed: frozenset[str]) -> Field:
    """What is known already and, where they are sooner, the marches.

    A cell that can be reached without leaving the state of the start is reached without leave to cross a border. A
    march is not looked for where everybody is before it sets out.
    """
    grid, seconds, winner = known.grid, known.seconds.copy(), known.winner.copy()
    everywhere, free = ground(network, grid, frozenset()), ground(network, grid, closed)
    roads: dict[tuple[float, float, frozenset[str]], tuple[float, _Roads | None]] = {}
    for march in sorted(marches, key=lambda one: one.start_s):
        for shut, leave_s in _ways(network, march, closed):
            start_s = march.start_s + leave_s
            left_h = (march.until_s - start_s) / SECONDS_PER_HOUR
            if left_h < 0.0:
                continue
            limit_m = pace.marching_h(march.platform, left_h) * pace.fastest_march_kmh(march.platform) * 1e3
            around_m = min(limit_m / land.ROAD_FACTOR, march.near_m)
            wanted = everywhere if land.state_at(network, march.lon, march.lat) in closed else free
            if latest_s(grid, seconds, wanted, (march.lon, march.lat), around_m) <= start_s:
                continue
            key = march.lon, march.lat, shut
            searched_m, found = roads.get(key, (-1.0, None))
            if searched_m < limit_m:
                found = _roads(network, grid, march, shut, limit_m)
                roads[key] = limit_m, found
            if found is None:
                continue
            when = start_s + pace.marched_h(march.platform, found.metres / 1e3) * SECONDS_PER_HOUR
            here = (when <= march.until_s) & (found.direct_m <= march.near_m)
            here[here] = when[here] < seconds[found.i[here], found.j[here]]
            i, j = found.i[here], found.j[here]
            seconds[i, j], winner[i, j] = when[here], march.number
    return Field(grid, seconds, winner)


def _ways(network: LandNetwork, march: March, closed: frozenset[str]) -> list[tuple[frozenset[str], float]]:
    """What is closed and what leave costs [s]: at home without leave, and everywhere with it."""
    if march.border_s <= 0.0:
        return [(closed, 0.0)]
    home = land.state_at(network, march.lon, march.lat)
    abroad = frozenset(network.state) - {home, ""}
    return [(closed | abroad, 0.0), (closed, march.border_s)]


def latest_s(
    grid: Grid, seconds: Array, wanted: npt.NDArray[np.bool_], place: tuple[float, float], around_m: float
) -> float:
    """The latest arrival among the wanted cells round a place: who comes there later is nowhere near it the first."""
    high = around_m / DEGREE_M
    rows = np.flatnonzero(np.abs(grid.lat - place[1]) <= high)
    if not len(rows):
        return -np.inf
    top = min(abs(place[1]) + high, 90.0)
    wide = 360.0 if top > 89.0 else high / np.cos(np.radians(top))
    columns = np.flatnonzero(np.abs((grid.lon - place[0] + 180.0) % 360.0 - 180.0) <= wide)
    box = np.ix_(rows, columns)
    return float(np.max(seconds[box], where=wanted[box], initial=-np.inf))


def ground(network: LandNetwork, grid: Grid, closed: frozenset[str]) -> npt.NDArray[np.bool_]:
    """The cells of a grid whose middle lies on land outside some states (ISO A3)."""
    y, x = _cells(grid, -180.0, network.south, network.step)
    inside = (y >= 0) & (y < len(network.region))
    found = np.zeros(grid.shape, np.bool_)
    found[inside] = (network.open_mass(closed) > 0)[network.region[np.ix_(y[inside], x)]]
    return found


def _cells(grid: Grid, west: float, south: float, step: float) -> tuple[Index, Index]:
    """Row and column, in a raster from its south-western corner, in which the middles of a grid's cells lie."""
    y = np.floor((grid.lat - south) / step + 1e-9).astype(np.int64)
    x = np.floor(np.mod(grid.lon - west, 360.0) / step + 1e-9).astype(np.int64)
    return y, x


def _roads(network: LandNetwork, grid: Grid, march: March, shut: frozenset[str], limit_m: float) -> _Roads | None:
    """The ways from where a march sets out, as for a route never less than the geodesic from where they begin.

    The middle of a cell lies up to half a cell from where the network counts.
    """
    found = land.field(network, (march.lon, march.lat), shut, limit_m)
    if isinstance(found, NoRoute):
        return None
    y, x = _cells(grid, found.west, found.south, found.step)
    rows = np.flatnonzero((y >= 0) & (y < found.metres.shape[0]))
    columns = np.flatnonzero(x < found.metres.shape[1])
    metres = found.metres[np.ix_(y[rows], x[columns])]
    at = np.nonzero(np.isfinite(metres))
    i, j = rows[at[0]], columns[at[1]]
    begun_m = geodesy.distance(found.lon, found.lat, grid.lon[j], grid.lat[i])
    direct_m = begun_m
    if (found.lon, found.lat) != (march.lon, march.lat):
        direct_m = geodesy.distance(march.lon, march.lat, grid.lon[j], grid.lat[i])
    return _Roads(i, j, np.maximum(metres[at], begun_m * land.ROAD_FACTOR), direct_m)
