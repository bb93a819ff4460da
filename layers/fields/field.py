"""The earliest-arrival field: for every cell of a grid, when the first responder is there and which one it is.

By air the field is exact on the ellipsoid. Fields of other domains come from their routers as grids of times and join
by `combine`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers import geodesy, kernels
from layers.errors import GeometryError
from layers.routes import air_waves
from layers.routes.air_space import Airspaces, Ring

Array = npt.NDArray[np.float64]
Winners = npt.NDArray[np.int32]

NOBODY = -1
"""The winner of a cell that nobody reaches; its time is infinite."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cell centres: `lon` of the columns and `lat` of the rows [deg], each evenly spaced, either way.

    Longitudes may run on past 180. A grid whose columns go once round the earth is `periodic`: its first column follows
    the last.
    """

    lon: Array
    lat: Array

    def __post_init__(self) -> None:
        geodesy.check_finite(self.lon, "longitude")
        geodesy.check_latitude(self.lat)
        for values, name in ((self.lon, "columns"), (self.lat, "rows")):
            steps = np.diff(values)
            if values.ndim != 1 or len(values) < 2 or not np.allclose(steps, steps[0], rtol=1e-6, atol=1e-9):
                raise GeometryError(f"grid {name} that are not evenly spaced", remedy="give two or more, evenly spaced")
            if steps[0] == 0.0:
                raise GeometryError(f"grid {name} that all are at {values[0]:.10g}", remedy="spread them out")
        if abs(self.lon[-1] - self.lon[0]) > 360.0:
            raise GeometryError(
                f"grid columns over {abs(self.lon[-1] - self.lon[0]):.10g} degrees", remedy="go round the earth once"
            )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return len(self.lat), len(self.lon)

    @property
    def periodic(self) -> bool:
        """Whether the columns close round the earth."""
        step = (self.lon[-1] - self.lon[0]) / (len(self.lon) - 1)
        return bool(abs(abs(step) * len(self.lon) - 360.0) < 1e-6 * abs(step))

    @staticmethod
    def box(west: float, south: float, east: float, north: float, step_deg: float) -> Grid:
        """Cells of about `step_deg`, from edge to edge inclusive; `east` may be less than `west`, across 180 degrees.

        A box 360 degrees wide becomes a periodic grid whose last column is one step before the first.
        """
        width = 360.0 if abs(east - west) >= 360.0 else (east - west) % 360.0
        if not (step_deg > 0.0 and north > south and width > 0.0):
            raise GeometryError(
                f"a grid from {west:.10g} to {east:.10g} E, {south:.10g} to {north:.10g} N in steps of {step_deg:.10g}",
                remedy="give west, south, east, north and a step of more than 0 degrees",
            )
        columns, rows = max(round(width / step_deg), 1), max(round((north - south) / step_deg), 1)
        lon = west + width / columns * np.arange(columns if width == 360.0 else columns + 1, dtype=np.float64)
        return Grid(lon, np.linspace(south, north, rows + 1))


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Arrival over a grid: `seconds` after H-hour, infinite where nobody comes; `winner` the responder's number or -1.

    Both have the shape (rows, columns) of the grid.
    """

    grid: Grid
    seconds: Array
    winner: Winners

    def __post_init__(self) -> None:
        if self.seconds.shape != self.grid.shape or self.winner.shape != self.grid.shape:
            raise GeometryError(
                f"a field of {self.seconds.shape} cells on a grid of {self.grid.shape}", remedy="give one value a cell"
            )


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Where responders start, one value each, shape (n,): place [deg], earliest start [s], speed [m/s], range [m]."""

    lon: Array
    lat: Array
    start_s: Array
    speed_mps: Array
    range_m: Array
    """Infinite where nothing limits it."""

    def __post_init__(self) -> None:
        geodesy.check_finite(self.lon, "longitude")
        geodesy.check_latitude(self.lat)
        geodesy.check_finite(self.start_s, "start")
        geodesy.check_finite(self.speed_mps, "speed")
        if len({np.shape(one) for one in (self.lon, self.lat, self.start_s, self.speed_mps, self.range_m)}) != 1:
            raise GeometryError("sites with unequal numbers of values", remedy="give one of each per site")
        slow = np.asarray(self.speed_mps) <= 0.0
        if slow.any():
            raise GeometryError(
                f"speed {np.asarray(self.speed_mps)[slow].flat[0]:.10g} m/s gets nowhere", remedy="give more than 0"
            )
        if np.isnan(self.range_m).any() or (np.asarray(self.range_m) < 0.0).any():
            raise GeometryError("a range that is negative or no number", remedy="give metres, or infinity for no limit")

    @staticmethod
    def of(
        lon: npt.ArrayLike, lat: npt.ArrayLike, start_s: npt.ArrayLike, speed_mps: npt.ArrayLike,
        range_m: npt.ArrayLike = np.inf,
    ) -> Sites:  # fmt: skip
        """Sites from numbers or arrays that broadcast together."""
        parts = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (lon, lat, start_s, speed_mps, range_m))
        )
        return Sites(*(np.ascontiguousarray(one) for one in parts))


@dataclass(frozen=True, slots=True)
class Closures:
    """What aircraft keep out of: states' airspaces by ISO A3, areas drawn by the user, and what is open all the same.

    The pieces of airspace in which the places `entered`, (lon, lat) [deg], lie are open: a target's state lets in who
    comes to its help.
    """

    spaces: Airspaces
    states: frozenset[str] = frozenset()
    drawn: tuple[Ring, ...] = ()
    entered: tuple[tuple[float, float], ...] = ()


def air_field(grid: Grid, sites: Sites, closures: Closures | None = None) -> Field:
    """Earliest arrival along geodesics, or round what is closed; the winner is the number of the site.

    Exact on WGS84: an open way is within 0.1 mm of Karney's everywhere, a way round is that of `routes.air.route`.
    Cells in closed airspace are nobody's, except in the piece a site itself stands in. The lowest site wins a tie. Wind
    is not considered.
    """
    if len(sites.lon) == 0:
        return nowhere(grid)
    if closures is None or not (closures.states or closures.drawn):
        seconds, winner = kernels.first_arrivals(
            grid.lon, grid.lat, sites.lon, sites.lat, sites.start_s, 1.0 / sites.speed_mps, sites.range_m
        )
        return Field(grid, seconds, winner)
    number = np.arange(len(sites.lon), dtype=np.int32)
    starts = air_waves.Starts(sites.lon, sites.lat, sites.start_s, sites.speed_mps, sites.range_m, number)
    return Field(
        grid,
        *air_waves.field(
            closures.spaces, starts, grid.lon, grid.lat, closures.states, closures.drawn, closures.entered
        ),
    )


def nowhere(grid: Grid) -> Field:
    """The field of no responder."""
    return Field(grid, np.full(grid.shape, np.inf), np.full(grid.shape, NOBODY, np.int32))


def combine(fields: Sequence[Field]) -> Field:
    """The earliest of several fields of one grid; an earlier field in the sequence wins a tie.

    The winners must number the same list of responders; `renumber` brings them to it.

    Raises
    ------
    GeometryError
        No fields, or fields of different grids.
    """
    if not fields:
        raise GeometryError("no fields to combine", remedy="give at least one")
    grid = fields[0].grid
    seconds, winner = fields[0].seconds, fields[0].winner
    for other in fields[1:]:
        same = other.grid is grid or (
            np.array_equal(other.grid.lon, grid.lon) and np.array_equal(other.grid.lat, grid.lat)
        )
        if not same:
            raise GeometryError("fields of different grids", remedy="compute all of them on one grid")
        sooner = other.seconds < seconds
        seconds, winner = np.where(sooner, other.seconds, seconds), np.where(sooner, other.winner, winner)
    return Field(grid, seconds, winner)


def renumber(field: Field, numbers: npt.ArrayLike) -> Field:
    """The field with winner k called `numbers[k]`; nobody stays nobody."""
    table = np.append(np.asarray(numbers, dtype=np.int32), np.int32(NOBODY))
    return Field(field.grid, field.seconds, table[field.winner])
