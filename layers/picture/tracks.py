"""Lines on the map as obstacles to names: small boxes that together hold them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from layers.picture.kit import Box, Stage
from layers.picture.marks import Geometry

STEP_PX = 12.0
"""Length of the piece of a line that one box holds."""
BESIDE_PX = 1.5
"""How far a box reaches beyond its piece: half a route's width and a little."""


def along(stage: Stage, line: Geometry) -> Iterator[Box]:
    """Boxes in pixels from the plane's origin that together hold what of a line lies in the region, or near it.

    Its steps are counted from where it begins, so that a pan changes none.
    """
    a, b, c, d, e, f = stage.matrix
    near = stage.region.moved(-e, -f)
    for first, last in pairwise(line.start.tolist()):
        xy = line.xy[first:last] @ np.array([[a, b], [c, d]])
        at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
        steps = np.linspace(0.0, at[-1], max(math.ceil(at[-1] / STEP_PX), 1) + 1)
        x, y = np.interp(steps, at, xy[:, 0]), np.interp(steps, at, xy[:, 1])
        low, high = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
        top, foot = np.minimum(y[:-1], y[1:]), np.maximum(y[:-1], y[1:])
        seen = (high >= near.x0) & (low <= near.x1) & (foot >= near.y0) & (top <= near.y1)
        for corners in np.column_stack((low, top, high, foot))[seen].tolist():
            yield Box(*corners).grown(BESIDE_PX)
