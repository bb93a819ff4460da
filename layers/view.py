"""Where one looks: a projection, a place in its plane, a scale, a rotation and a window size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from layers.projection import Projection

Matrix = tuple[float, float, float, float, float, float]


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
