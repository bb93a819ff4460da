"""Places for a name on a line, turned along it."""

from __future__ import annotations

import numpy as np

from layers.picture.kit import Spot, Stage
from layers.picture.marks import Geometry

PER_PIECE, PIECES = 10, 3
"""Places tried on each of the longest pieces."""
LEAST_PX = 60.0
"""A piece shorter than this carries no name."""


def spots_on(stage: Stage, line: Geometry) -> tuple[Spot, ...]:
    """Places along the longest pieces of a line, the middle of the longest first."""
    size = np.diff(line.start)
    spots: list[Spot] = []
    for part in np.argsort(-size, kind="stable")[:PIECES]:
        piece = line.xy[line.start[part] : line.start[part + 1]]
        step = np.hypot(*np.diff(piece, axis=0).T)
        at = np.concatenate(([0.0], np.cumsum(step)))
        if at[-1] < LEAST_PX * stage.view.mpp:
            continue
        middle = (np.arange(PER_PIECE) * 0.618 + 0.5) % 1.0 * at[-1]
        reach = min(12 * stage.view.mpp, at[-1] / 2)
        before, here, after = (
            np.column_stack((np.interp(along, at, piece[:, 0]), np.interp(along, at, piece[:, 1])))
            for along in (np.maximum(middle - reach, 0.0), middle, np.minimum(middle + reach, at[-1]))
        )
        dx, dy = (stage.to_page(after) - stage.to_page(before)).T
        turn = np.degrees(np.arctan2(dy, dx))
        spots.extend(Spot(x, y, angle) for (x, y), angle in zip(here.tolist(), turn.tolist(), strict=True))
    return tuple(spots)
