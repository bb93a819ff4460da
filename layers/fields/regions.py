"""Whose ground it is: the cells of a field by the responder that comes there first, as areas that do not overlap.

A region is made of whole cells, half a step round each centre, cut to the area that is asked for; a contour that runs a
little way into cells nobody reaches takes the responder of the cell next to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from layers.fields.field import NOBODY, Field, Grid

F64 = npt.NDArray[np.float64]
_THIN_DEG2 = 1e-12
"""Pieces smaller than this (a square of 0.1 m) are rounding, not ground."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Where one responder comes first: its number, and a valid area in -180..180."""

    winner: int
    area: Polygon | MultiPolygon


def regions(field: Field, within: Polygon | MultiPolygon) -> tuple[Region, ...]:
    """The parts of an area by who comes there first, by rising number; together they cover it.

    Parameters
    ----------
    within
        Such as the outermost isochrone of the field.
    """
    winner = _spread(field)
    boxes, owner = _runs(field.grid, winner)
    found = []
    shapely.prepare(within)
    for number in np.unique(owner):
        mine = boxes[owner == number]
        mine = mine[shapely.intersects(within, mine)]
        if not len(mine):
            continue
        cut = shapely.intersection(shapely.union_all(mine), within)
        parts = [part for part in shapely.get_parts(cut) if isinstance(part, Polygon) and part.area > _THIN_DEG2]
        if parts:
            found.append(Region(int(number), parts[0] if len(parts) == 1 else MultiPolygon(parts)))
    return tuple(found)


def _spread(field: Field) -> npt.NDArray[np.int32]:
    """The winners, and for cells that nobody reaches the winner next to them that is there first."""
    winner, best = field.winner.copy(), np.full(field.grid.shape, np.inf)
    empty = field.winner == NOBODY
    rows, columns = field.grid.shape
    for up in (-1, 0, 1):
        for right in (-1, 0, 1):
            to = slice(max(up, 0), rows + min(up, 0))
            of = slice(max(-up, 0), rows + min(-up, 0))
            seconds, number = (np.roll(one, right, axis=1)[of] for one in (field.seconds, field.winner))
            if not field.grid.periodic and right:
                edge = 0 if right > 0 else columns - 1
                seconds = seconds.copy()
                seconds[:, edge] = np.inf
            sooner = empty[to] & (seconds < best[to])
            best[to] = np.where(sooner, seconds, best[to])
            winner[to] = np.where(sooner, number, winner[to])
    return winner


def _runs(grid: Grid, winner: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.int32]]:
    """Boxes of cells of one winner side by side in a row, in -180..180, and whose each is."""
    lon, lat = grid.lon, grid.lat
    if lon[0] > lon[-1]:
        lon, winner = lon[::-1], winner[:, ::-1]
    if lat[0] > lat[-1]:
        lat, winner = lat[::-1], winner[::-1]
    across, up = _edges(lon), np.clip(_edges(lat), -90.0, 90.0)
    if not grid.periodic:  # contours end at the outermost centres
        across[[0, -1]], up[[0, -1]] = lon[[0, -1]], lat[[0, -1]]
    change = np.ones(winner.shape, np.bool_)
    change[:, 1:] = winner[:, 1:] != winner[:, :-1]
    row, first = np.nonzero(change)
    last = np.append(first[1:], 0)
    last[np.append(row[1:] != row[:-1], True)] = winner.shape[1]
    owner = winner[row, first]
    x0, x1, y0, y1 = across[first], across[last], up[row], up[row + 1]
    taken = (owner != NOBODY) & (y1 > y0)
    x0, x1, y0, y1, owner = x0[taken], x1[taken], y0[taken], y1[taken], owner[taken]
    parts, whose = [], []
    turns = np.floor((across[[0, -1]] + 180.0) / 360.0)
    for turn in 360.0 * np.arange(turns[0], turns[1] + 1.0):
        a, b = np.maximum(x0 - turn, -180.0), np.minimum(x1 - turn, 180.0)
        inside = b > a
        parts.append(shapely.box(a[inside], y0[inside], b[inside], y1[inside]))
        whose.append(owner[inside])
    return np.concatenate(parts), np.concatenate(whose)


def _edges(centres: F64) -> F64:
    """The lines half way between centres, and half a step beyond the outer ones."""
    step = centres[1] - centres[0]
    return np.concatenate((centres - 0.5 * step, [centres[-1] + 0.5 * step]))
