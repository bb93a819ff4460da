"""Hatch lines inside areas, as geometry: the same on screen and on paper, where Qt's hatch brushes turn solid.

Every line is cut where it crosses the areas' edges; the even-odd rule then tells which pieces lie inside. That needs no
valid polygons and cuts holes by itself.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from layers.picture.chords import Array, chords
from layers.picture.kit import Box, Starts


def hatching(
    xy: Array, start: npt.NDArray[np.integer], spacing: float, angle_deg: float, box: Box
) -> tuple[Array, Starts]:
    """Parallel lines `spacing` apart, `angle_deg` counter-clockwise from the x axis, inside rings and inside `box`."""
    turn = math.radians(angle_deg)
    rotate = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    corners = np.array([(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]) @ rotate
    bottom, top = corners[:, 1].min(), corners[:, 1].max()
    heights = np.arange(math.ceil(bottom / spacing), math.floor(top / spacing) + 1) * spacing
    y, x0, x1 = chords(xy @ rotate, start, heights)
    x0, x1 = np.maximum(x0, corners[:, 0].min()), np.minimum(x1, corners[:, 0].max())
    keep = x1 > x0
    ends = np.column_stack((x0[keep], y[keep], x1[keep], y[keep])).reshape(-1, 2) @ rotate.T
    return ends, np.arange(0, len(ends) + 1, 2, dtype=np.int32)


def heart(xy: Array, start: npt.NDArray[np.integer], lines: int = 24) -> tuple[float, float] | None:
    """A point well inside rings: the middle of their longest level chord; None when they hold nothing."""
    if len(xy) == 0:
        return None
    low, high = float(xy[:, 1].min()), float(xy[:, 1].max())
    heights = low + (high - low) * (np.arange(lines) + 0.5) / lines
    y, x0, x1 = chords(xy, start, heights)
    if len(y) == 0:
        return None
    # a long chord near the edge is a poor place: those in the middle count for more
    share = (y - low) / max(high - low, 1e-9)
    best = int(np.argmax((x1 - x0) * (0.35 + share * (1 - share))))
    return float((x0[best] + x1[best]) / 2), float(y[best])
