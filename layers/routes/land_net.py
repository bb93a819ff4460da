"""Passable ground as shipped: a raster of regions, each of one state and one landmass, and how regions join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.kernels.land_paths_plain import MOVES
from layers.routes.land_links import LINKS, FixedLink

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class LandNetwork:
    """The ground of the earth between two parallels, all the way round.

    Parameters
    ----------
    region
        (rows, columns), rows from the south, columns from 180 W; 0 is water.
    state, mass
        Per region its ISO A3 code and the number of its landmass.
    neighbour
        (n, 2) regions of one landmass that touch.
    south, step
        Southern edge and size of a cell [deg].
    names
        Names of states by code.
    links
        Bridges and tunnels between landmasses.
    """

    region: U16
    state: tuple[str, ...]
    mass: U16
    neighbour: U16
    south: float
    step: float
    names: Mapping[str, str] = field(default_factory=dict)
    links: tuple[FixedLink, ...] = LINKS
    kept: dict[object, I64] = field(default_factory=dict, init=False, repr=False)
    """Which regions hang together, by what is closed."""
    lines: dict[object, dict[int, int]] = field(default_factory=dict, init=False, repr=False)
    """Regions under direct lines; `land_reasons` keeps them."""
    _of: dict[str, list[int]] = field(default_factory=dict, init=False, repr=False)
    """The regions of each state."""

    def __post_init__(self) -> None:
        for region, code in enumerate(self.state):
            self._of.setdefault(code, []).append(region)

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def cell(self, lon: float, lat: float) -> tuple[int, int]:
        """Row and column of the cell a place lies in; the row may be off the raster near a pole."""
        column = int(((lon + 180.0) % 360.0) / self.step)
        return int(np.floor((lat - self.south) / self.step)), column % self.region.shape[1]

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """Lon, lat [deg] of a cell's centre."""
        return (column + 0.5) * self.step - 180.0, self.south + (row + 0.5) * self.step

    def region_at(self, lon: float, lat: float) -> int:
        """The region a place lies in; 0 on water and off the raster."""
        row, column = self.cell(lon, lat)
        return int(self.region[row, column]) if 0 <= row < len(self.region) else 0

    def regions(self, lon: F64, lat: F64) -> U16:
        """The regions places lie in, shape (n,); 0 on water and off the raster."""
        row = np.floor((lat - self.south) / self.step).astype(np.int64)
        column = ((lon + 180.0) % 360.0 / self.step).astype(np.int64) % self.region.shape[1]
        on = (row >= 0) & (row < len(self.region))
        return np.where(on, self.region[np.where(on, row, 0), column], 0)

    def near(self, lon: float, lat: float, within_m: float) -> list[tuple[float, float, float, int]]:
        """Cells on land whose centre lies within a distance: (metres, lon, lat, region), nearest first."""
        row, column = self.cell(lon, lat)
        up = int(within_m / (110_500.0 * self.step)) + 1
        aside = int(up / max(np.cos(np.radians(min(abs(lat) + up * self.step, 89.0))), 0.02)) + 1
        rows = np.arange(max(row - up, 0), min(row + up + 1, len(self.region)))
        columns = np.arange(column - aside, column + aside + 1) % self.region.shape[1]
        if not len(rows):
            return []
        y, x = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
        land = self.region[y, x] > 0
        y, x = y[land], x[land]
        if not len(y):
            return []
        east, north = (x + 0.5) * self.step - 180.0, self.south + (y + 0.5) * self.step
        metres = np.asarray(geodesy.distance(np.full(len(x), lon), np.full(len(x), lat), east, north))
        order = np.argsort(metres)
        order = order[metres[order] <= within_m]
        return [(float(metres[i]), float(east[i]), float(north[i]), int(self.region[y[i], x[i]])) for i in order]

    def link_at(self, lon: float, lat: float) -> str:
        """The name of the bridge or tunnel that begins in the cell of a place."""
        cell = self.cell(lon, lat)
        for link in self.links:
            if cell in (self.cell(*link.a), self.cell(*link.b)):
                return link.name + (" (rail only)" if link.rail_only else "")
        return "fixed link"

    def open_mass(self, closed: Iterable[str], opened: Iterable[int] = ()) -> U16:
        """Per region its landmass, 0 where its state is closed and it is not among the regions `opened`."""
        table = self.mass.copy()
        table[[region for code in closed for region in self._of.get(code, ())]] = 0
        regions = list(opened)
        table[regions] = self.mass[regions]
        table[0] = 0
        return table

    def together(self, mass: U16) -> I64:
        """Per region a number that is equal where a way exists over the regions with `mass` above 0; -1 elsewhere."""
        key = mass.tobytes()
        if key not in self.kept:
            joined = [(int(a), int(b)) for a, b in self.neighbour if mass[a] and mass[b]]
            for link in self.links:
                a, b = self.region_at(*link.a), self.region_at(*link.b)
                if mass[a] and mass[b]:
                    joined.append((a, b))
            if len(self.kept) > 64:
                self.kept.clear()
            self.kept[key] = _components(len(self.state), joined, mass)
        return self.kept[key]

    def step_lengths(self, first: int, rows: int) -> F64:
        """Geodesic metres of the sixteen steps from each row, shape (rows, 16); infinite off the earth."""
        return _step_lengths(self.south, self.step, len(self.region))[first : first + rows]


@lru_cache(maxsize=4)
def _step_lengths(south: float, step: float, rows: int) -> F64:
    """Of all rows of a raster: every search asks for some."""
    lat = south + (np.arange(rows) + 0.5) * step
    lengths = np.full((rows, len(MOVES)), np.inf)
    for m, (dy, dx) in enumerate(MOVES.tolist()):
        to = lat + dy * step
        inside = np.abs(to) < 90.0
        zero = np.zeros(int(inside.sum()))
        lengths[inside, m] = geodesy.distance(zero, lat[inside], zero + dx * step, to[inside])
    return lengths


def _components(count: int, joined: list[tuple[int, int]], mass: U16) -> I64:
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in joined:
        parent[root(a)] = root(b)
    return np.array([root(i) if mass[i] else -1 for i in range(count)], dtype=np.int64)
