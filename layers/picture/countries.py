"""Names of countries: at their middle, or well inside the part that can be seen when the middle cannot.

The places of the second kind stand on a net that is fixed to the plane, so that a name rests while the map is panned.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layers.basemap import Country
from layers.picture.chords import chords
from layers.picture.ground import rings_in
from layers.picture.kit import Array, Box, Draft, Spot, Stage, Wish, up_to
from layers.picture.marks import Geometry
from layers.style.ink import Font, Letter
from layers.style.typeset import measure

# (metres per pixel at least, greatest rank of a country named)
UP_TO = (
    (18_000.0, 0), (11_000.0, 1), (7_000.0, 2), (4_500.0, 3), (2_800.0, 4), (1_500.0, 5), (0.0, 99),
)  # fmt: skip
SIZES = (1.25, 1.15, 1.05, 0.96, 0.9, 0.84, 0.8)
"""Size of a country's name by rank, as a factor."""
NET_PX = 70.0
"""About how far [px] the points of the net lie apart."""
_DETAIL_M = 2500.0


def write(stage: Stage, draft: Draft, at: Array) -> None:
    """Wishes for the names; `at` are the countries' middles in the plane, shape (n, 2)."""
    mpp = stage.view.mpp
    most = up_to(UP_TO, mpp)
    page = stage.to_page(at)
    near, middle = stage.nearby(page), stage.within(page, -20.0)
    table = stage.sheet.basemap.country_table
    for k, row in enumerate(table):
        if row.rank > most:
            continue
        lines, letter = _lines(stage, row)
        if near[k]:
            x, y = at[k]
            draft.wishes.append(Wish("labels", 20.0 + row.rank, lines, x, y, spots=_round(x, y, letter), pad=4.0))
        if mpp < 2_500.0 and not middle[k]:
            _elsewhere(stage, draft, k, lines, letter)


def _lines(stage: Stage, row: Country) -> tuple[tuple[tuple[str, Letter], ...], Letter]:
    letter = stage.style.letters.country
    grow = SIZES[min(row.rank, len(SIZES) - 1)] * (1.12 if stage.view.mpp < 3000 else 1.0)
    font = Font("Inter", round(letter.font.size * grow * 2) / 2, letter.font.weight, False, letter.font.tracking)
    own = Letter(font, letter.colour, letter.halo, letter.halo_width, letter.capitals)
    return tuple((words, own) for words in broken(row.name)), own


def _round(x: float, y: float, letter: Letter) -> tuple[Spot, ...]:
    """The middle, then a little off it."""
    step = letter.font.size * 1.6
    offsets = ((0, 0), (0, -step), (0, step), (-2 * step, 0), (2 * step, 0), (0, -2 * step), (0, 2 * step))
    return tuple(Spot(x, y, 0.0, dx, dy) for dx, dy in offsets)


def broken(name: str) -> tuple[str, ...]:
    """A long name on two lines."""
    if len(name) <= 12 or " " not in name:
        return (name,)
    words = name.split(" ")
    cut = min(range(1, len(words)), key=lambda k: abs(len(" ".join(words[:k])) - len(" ".join(words[k:]))))
    return " ".join(words[:cut]), " ".join(words[cut:])


def _elsewhere(stage: Stage, draft: Draft, number: int, lines: tuple[tuple[str, Letter], ...], letter: Letter) -> None:
    """The name at one point of the net that can be seen and lies well inside the country.

    The point of the coarsest net is taken: one whose numbers can be halved most often. It stays the best, and the name
    stands still, until a coarser point comes into view or it leaves the frame itself.
    """
    pitch = float(2.0 ** round(math.log2(NET_PX * stage.view.mpp)))
    area = stage.plane_window
    y, x0, x1 = _rows(stage, number, pitch, area)
    width = max(measure(letter.set(words), letter.font).width for words, _ in lines)
    frame = stage.frame.grown(-12.0)
    inner = Box(frame.x0 + width / 2, frame.y0 + 12.0, frame.x1 - width / 2, frame.y1 - 12.0)
    room = 0.62 * width * stage.view.mpp
    low, high = np.maximum(x0 + room, area.x0), np.minimum(x1 - room, area.x1)
    points: list[tuple[int, int, int]] = []
    for k in np.flatnonzero(high >= low).tolist():
        row = round(y[k] / pitch)
        columns = range(math.ceil(low[k] / pitch), math.floor(high[k] / pitch) + 1)
        points.extend((-min(_halvings(row), _halvings(column)), row, column) for column in columns)
    points = [point for point in points if inner.has(*stage.view.to_page(point[2] * pitch, point[1] * pitch))]
    spots = tuple(Spot(column * pitch, row * pitch) for _, row, column in sorted(points)[:24])
    if spots:
        rank = 20.5 + stage.sheet.basemap.country_table[number].rank
        draft.wishes.append(Wish("labels", rank, lines, spots[0].x, spots[0].y, spots=spots, pad=4.0, must=True))


def _halvings(number: int, most: int = 3) -> int:
    """How often a whole number can be halved."""
    return next((k for k in range(most) if number >> k & 1), most)


class _Outlines(NamedTuple):
    """The countries in a plane: rings by country, and the box of each country."""

    rings: tuple[tuple[Array, npt.NDArray[np.int64]], ...]
    boxes: Array


@lru_cache(maxsize=8)
def _outlines(shape: Geometry, count: int) -> _Outlines:
    """The geometry's rings sorted by country; a country that is not on the map has an empty box."""
    found: list[tuple[Array, npt.NDArray[np.int64]]] = []
    boxes = np.full((count, 4), np.nan)
    group = shape.group if shape.group is not None else np.empty(0, dtype=np.int32)
    for number in range(count):
        parts = np.flatnonzero(group == number)
        rings = [shape.xy[shape.start[k] : shape.start[k + 1]] for k in parts]
        start = np.concatenate(([0], np.cumsum([len(ring) for ring in rings]))).astype(np.int64)
        xy = np.concatenate(rings) if rings else np.empty((0, 2))
        if len(xy):
            boxes[number] = (*xy.min(axis=0), *xy.max(axis=0))
        found.append((xy, start))
    return _Outlines(tuple(found), boxes)


def _rows(stage: Stage, number: int, pitch: float, area: Box) -> tuple[Array, Array, Array]:
    """The country's level pieces (y, x0, x1) on the rows of the net that cross `area`."""
    base = stage.sheet.basemap
    shape = rings_in(stage.projection, "countries", base.countries, _DETAIL_M)
    outlines = _outlines(shape, len(base.country_table))
    x0, y0, x1, y1 = outlines.boxes[number]
    none = np.empty(0)
    if not (x0 <= area.x1 and x1 >= area.x0 and y0 <= area.y1 and y1 >= area.y0):
        return none, none, none
    first, last = math.ceil(max(y0, area.y0) / pitch), math.floor(min(y1, area.y1) / pitch)
    return chords(*outlines.rings[number], np.arange(first, last + 1) * pitch)
