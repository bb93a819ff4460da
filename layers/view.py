"""Where one looks: a projection, a place in its plane, a scale, a rotation and a window size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layers.projection import Projection

Matrix = tuple[float, float, float, float, float, float]
Array = npt.NDArray[np.float64]

_NET = 41
_ALL_ROUND_DEG = 20.0
"""A gap between the longitudes seen that may come from the net alone, in a view of the whole world."""
CLOSEST_MPP = 1.0
"""Metres per pixel to which a view of a single place is fitted at most."""


class Bounds(NamedTuple):
    """A box [deg] that holds what is seen; `east` may lie beyond 180, and `east` - `west` is 360 when all round."""

    west: float
    south: float
    east: float
    north: float


def _span(lon: Array) -> tuple[float, float]:
    """West and east [deg] of the shortest arc that holds the longitudes, a mesh wider."""
    ordered = np.unique(np.round(lon, 9))
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    widest = int(np.argmax(gaps))
    if gaps[widest] <= _ALL_ROUND_DEG:
        return -180.0, 180.0
    mesh = min(float(np.delete(gaps, widest).max(initial=0.05)), 15.0, float(gaps[widest]) / 2)
    west, east = float(ordered[(widest + 1) % len(ordered)]), float(ordered[widest])
    return west - mesh, (east if east >= west else east + 360.0) + mesh


@dataclass(frozen=True, slots=True)
class View:
    """A window on the plane of a projection.

    `x`, `y` is the plane point [m] at the window's middle, `mpp` metres per logical pixel there, `rotation_deg` the
    clockwise turn of the picture, `width` and `height` the window in logical pixels.
    """

    projection: Projection
    x: float
    y: float
    mpp: float
    width: int
    height: int
    rotation_deg: float = 0.0

    @classmethod
    def centred(
        cls,
        projection: Projection,
        lon: float,
        lat: float,
        mpp: float,
        width: int,
        height: int,
        rotation_deg: float = 0.0,
    ) -> View:
        """The view with the place [deg] in its middle; the middle of the map when the map does not show the place."""
        x, y = projection.forward(float(lon), float(lat))
        if not math.isfinite(x):
            x0, y0, x1, y1 = projection.extent
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
        return cls(projection, x, y, mpp, width, height, rotation_deg)

    @classmethod
    def whole(
        cls, projection: Projection, width: int, height: int, margin_px: float = 12.0, rotation_deg: float = 0.0
    ) -> View:
        """The whole map in the window."""
        edge = projection.outline()
        return cls._around(projection, edge[:, 0], edge[:, 1], width, height, margin_px, rotation_deg)

    @classmethod
    def fitted(
        cls,
        projection: Projection,
        lon: npt.ArrayLike,
        lat: npt.ArrayLike,
        width: int,
        height: int,
        margin_px: float = 24.0,
        rotation_deg: float = 0.0,
    ) -> View:
        """The closest view that holds all the places [deg] that the map shows, clear of the window's edge."""
        x, y = projection.forward(np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float)))
        seen = np.isfinite(x)
        if not seen.any():
            return cls.whole(projection, width, height, rotation_deg=rotation_deg)
        return cls._around(projection, x[seen], y[seen], width, height, margin_px, rotation_deg)

    @classmethod
    def _around(
        cls, projection: Projection, x: Array, y: Array, width: int, height: int, margin_px: float, rotation_deg: float
    ) -> View:
        upright = cls(projection, 0.0, 0.0, 1.0, width, height, rotation_deg)
        a, b, c, d, e, f = upright.matrix
        px, py = a * x + c * y + e, b * x + d * y + f
        room_x, room_y = max(width - 2 * margin_px, width / 4), max(height - 2 * margin_px, height / 4)
        mpp = max(float(np.ptp(px)) / room_x, float(np.ptp(py)) / room_y, CLOSEST_MPP)
        middle_x, middle_y = upright.to_plane(float(px.min() + px.max()) / 2, float(py.min() + py.max()) / 2)
        return replace(upright, x=middle_x, y=middle_y, mpp=mpp)

    @property
    def matrix(self) -> Matrix:
        """(a, b, c, d, e, f): px = a x + c y + e, py = b x + d y + f."""
        turn = math.radians(self.rotation_deg)
        cos, sin = math.cos(turn) / self.mpp, math.sin(turn) / self.mpp
        a, b, c, d = cos, sin, sin, -cos
        return a, b, c, d, self.width / 2 - a * self.x - c * self.y, self.height / 2 - b * self.x - d * self.y

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a plane point."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def to_plane(self, px: float, py: float) -> tuple[float, float]:
        """The plane point of a pixel."""
        turn = math.radians(self.rotation_deg)
        dx, dy = (px - self.width / 2) * self.mpp, (py - self.height / 2) * self.mpp
        return (
            self.x + dx * math.cos(turn) + dy * math.sin(turn),
            self.y + dx * math.sin(turn) - dy * math.cos(turn),
        )

    def panned(self, dx: float, dy: float) -> View:
        """The view after the hand dragged the map by `dx`, `dy` pixels."""
        x, y = self.to_plane(self.width / 2 - dx, self.height / 2 - dy)
        return replace(self, x=x, y=y)

    def zoomed(self, factor: float, px: float, py: float) -> View:
        """The view `factor` times closer, with what lies under pixel (`px`, `py`) staying there."""
        x, y = self.to_plane(px, py)
        closer = replace(self, mpp=self.mpp / factor)
        nx, ny = closer.to_plane(px, py)
        return replace(closer, x=closer.x + x - nx, y=closer.y + y - ny)

    def lonlat_at(self, px: float, py: float) -> tuple[float, float]:
        """The place (lon, lat [deg]) under a pixel; nan, nan off the map."""
        x, y = self.to_plane(px, py)
        return self.projection.inverse(float(x), float(y))

    def pixels_of(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]:
        """The pixels of places [deg], of the same shape; nan where the map does not show the place."""
        x, y = self.projection.forward(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        a, b, c, d, e, f = self.matrix
        return np.asarray(a * x + c * y + e), np.asarray(b * x + d * y + f)

    def lonlat_grid(self, step_px: float = 1.0) -> tuple[Array, Array]:
        """Places (lon, lat [deg]) under the middles of squares of `step_px` pixels, shape (rows, columns).

        For drawing a raster by looking up each of its pixels; nan off the map.
        """
        columns, rows = math.ceil(self.width / step_px), math.ceil(self.height / step_px)
        px, py = np.meshgrid((np.arange(columns) + 0.5) * step_px, (np.arange(rows) + 0.5) * step_px)
        return self.places_at(px, py)

    def places_at(self, px: Array, py: Array) -> tuple[Array, Array]:
        """The places (lon, lat [deg]) under pixels, of the same shape; nan off the map."""
        turn = math.radians(self.rotation_deg)
        dx, dy = (px - self.width / 2) * self.mpp, (py - self.height / 2) * self.mpp
        x = self.x + dx * math.cos(turn) + dy * math.sin(turn)
        y = self.y + dx * math.sin(turn) - dy * math.cos(turn)
        return self.projection.inverse(x, y)

    def bounds(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 [m] of the upright box in the plane that holds the window."""
        corners = [self.to_plane(px, py) for px in (0, self.width) for py in (0, self.height)]
        x, y = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return min(x), min(y), max(x), max(y)

    def lonlat_bounds(self) -> Bounds | None:
        """What of the globe the window shows, a little wide; None when it shows nothing of the map.

        Found from a net of 41 x 41 pixels and the poles, with a mesh of the net added all round.
        """
        px, py = np.meshgrid(np.linspace(0, self.width, _NET), np.linspace(0, self.height, _NET))
        lon, lat = self.places_at(px, py)
        seen = np.isfinite(lon)
        pole_x, pole_y = self.pixels_of([0.0, 0.0], [90.0, -90.0])
        poles = (pole_x >= 0) & (pole_x <= self.width) & (pole_y >= 0) & (pole_y <= self.height)
        if not seen.any() and not poles.any():
            return None
        if not seen.any():
            return Bounds(-180.0, -90.0, 180.0, 90.0)
        with np.errstate(invalid="ignore"):
            steps = np.abs(np.concatenate((np.diff(lat, axis=0).ravel(), np.diff(lat, axis=1).ravel())))
        mesh = float(np.nanmax(steps, initial=0.1, where=np.isfinite(steps)))
        south = -90.0 if poles[1] else max(float(np.nanmin(lat)) - mesh, -90.0)
        north = 90.0 if poles[0] else min(float(np.nanmax(lat)) + mesh, 90.0)
        if poles.any():
            return Bounds(-180.0, south, 180.0, north)
        west, east = _span(lon[seen])
        return Bounds(west, south, east, north)
