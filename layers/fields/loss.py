"""What pressure costs place by place: the hours by which one earliest-arrival field is later than another."""

from __future__ import annotations

import numpy as np

from layers.errors import GeometryError
from layers.fields.field import Field


def lost(before: Field, after: Field) -> Field:
    """How much later each cell is reached in `after` than in `before`, in whole seconds; sooner counts below zero.

    Infinite where somebody came before and nobody does after, minus infinite the other way round, 0 where nobody comes
    in either: nothing is lost there. The winner is who comes first after.

    Raises
    ------
    GeometryError
        Fields of different grids.
    """
    same = before.grid is after.grid or (
        np.array_equal(before.grid.lon, after.grid.lon) and np.array_equal(before.grid.lat, after.grid.lat)
    )
    if not same:
        raise GeometryError("hours lost between fields of different grids", remedy="compute both on one grid")
    never = np.isinf(before.seconds) & np.isinf(after.seconds)
    with np.errstate(invalid="ignore"):  # infinity less infinity, which `never` has told already
        later = np.where(never, 0.0, after.seconds - before.seconds)
    return Field(after.grid, np.rint(later), after.winner)
