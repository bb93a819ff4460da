"""The cells over which the sea field spreads: coarser ones, which lie in the water, and how a window is entered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.routes.sea_network import SeaNetwork

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

COARSE_DEG = 0.5
"""Step of the world-wide grid that tells a smaller grid what enters it over its edge."""
ICE_DEG = -78.0
"""South of this (the edge of the Ross Ice Shelf) no cell is in the water; the shore is not drawn to the pole."""
POLE_DEG = 89.95
"""North of this neither: the cells of the pole itself touch all sectors, and the Arctic gates end there."""
COARSEST_DEG = 1.0
"""Grids of at least this step are not made coarser."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Centres of cells, evenly spaced [deg]; `around`: the first column follows the last.

    Unlike those of a `Grid` the last rows may lie beyond the pole: a block that is not full has its middle there.
    """

    lon: F64
    lat: F64
    around: bool

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return len(self.lat), len(self.lon)

    @property
    def step_deg(self) -> float:
        """Distance of the rows."""
        return float(abs(self.lat[1] - self.lat[0]))

    def coarser(self, factor: int) -> Cells | None:
        """The middles of blocks of `factor` rows and columns; None when cells are coarse or few or do not divide."""
        if self.step_deg >= COARSEST_DEG or min(self.shape) < 4 * factor:
            return None
        if self.around and len(self.lon) % factor:
            return None
        axes = []
        for x in (self.lon, self.lat):
            step = x[1] - x[0]
            axes.append(x[0] + step * (factor * np.arange(-(-len(x) // factor)) + 0.5 * (factor - 1)))
        return Cells(axes[0], axes[1], self.around)


def water_of(network: SeaNetwork, cells: Cells) -> U8:
    """1 for the cells in the water."""
    key = ("water", cells.lon[0], cells.lon[-1], len(cells.lon), cells.lat[0], cells.lat[-1], len(cells.lat))
    return network.remember(key, lambda: _scan(network, cells))


def _scan(network: SeaNetwork, cells: Cells) -> U8:
    from layers.kernels import grid_water

    shore = network.shore
    lon = (cells.lon + 180.0) % 360.0 - 180.0
    column, row = np.argsort(lon, kind="stable"), np.argsort(cells.lat, kind="stable")
    found = grid_water.water(lon[column], cells.lat[row], shore.lon, shore.lat, shore.ring)
    water = np.empty_like(found)
    water[np.ix_(row, column)] = found
    water[(cells.lat > POLE_DEG) | (cells.lat < ICE_DEG)] = 0
    return water


def world() -> Cells:
    """The cells of the whole earth that tell what enters a window."""
    steps = round(360.0 / COARSE_DEG)
    lon = np.asarray(-180.0 + COARSE_DEG * np.arange(steps), dtype=np.float64)
    return Cells(lon, np.linspace(-90.0, 90.0, steps // 2 + 1), around=True)


def border(cells: Cells) -> npt.NDArray[np.bool_]:
    """The cells at the edges over which a ship may come in."""
    edge = np.zeros(cells.shape, np.bool_)
    for row in (0, -1):
        edge[row] = abs(cells.lat[row]) < 85.0
    if not cells.around:
        edge[:, [0, -1]] = True
    return edge


def entering(cells: Cells, edge: npt.NDArray[np.bool_], whole: Cells, anchor: I32) -> tuple[I32, I32]:
    """(anchor, cell) to try for the cells at the edge: the anchors of the world's cells round each."""
    row, column = np.nonzero(edge)
    i = np.rint((cells.lat[row] - whole.lat[0]) / COARSE_DEG).astype(np.int64)
    j = np.rint((cells.lon[column] - whole.lon[0]) / COARSE_DEG).astype(np.int64)
    flat = row * cells.shape[1] + column
    pairs = []
    for di in (-1, 0, 1):
        for dj in (-1, 0, 1):
            there = anchor[np.clip(i + di, 0, whole.shape[0] - 1) * whole.shape[1] + (j + dj) % whole.shape[1]]
            pairs.append(np.column_stack((there, flat))[there >= 0])
    both = np.unique(np.concatenate(pairs), axis=0).astype(np.int32)
    return both[:, 0], both[:, 1]
