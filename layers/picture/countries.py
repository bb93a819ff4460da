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
from layers.picture.callouts import NEAR_PX
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


def write(stage: Stage, draft: Draft, at: Array, taken: frozenset[str] = frozenset()) -> None:
    """Wishes for the names; `at` are the countries' middles in the plane, shape (n, 2); `taken` are said elsewhere."""
    mpp = stage.view.mpp
    most = up_to(UP_TO, mpp)
    page = stage.to_page(at)
    near, middle = stage.nearby(page).tolist(), stage.within(page, -20.0).tolist()
    outlines = _outlines_on(stage)
    for k, row in enumerate(stage.sheet.basemap.country_table):
        if row.rank > most or row.name.casefold() in taken:
            continue
        if near[k] and not _at_the_limb(stage, row):
            wish = _fitted(stage, outlines, k, row, (float(at[k, 0]), float(at[k, 1])), middle[k])
            if wish is not None:
                draft.wishes.append(wish)
        if mpp < ELSEWHERE_MPP and not middle[k] and _in_sight(stage, outlines, k):
            _elsewhere(stage, draft, k, *_lines(stage, row, LOOKS[0]))


def _at_the_limb(stage: Stage, row: Country) -> bool:
    """Whether a country is seen so much from the side, on a globe, that its name would stand off the land."""
    if stage.projection.kind != "ortho":
        return False
    lon, lat = math.radians(row.label_lon - stage.projection.lon0), math.radians(row.label_lat)
    lat0 = math.radians(stage.projection.lat0)
    return math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(lon) < LIMB


def _fitted(
    stage: Stage, outlines: _Outlines, number: int, row: Country, at: tuple[float, float], seen: bool
) -> Wish | None:
    """The name as large as the country can hold it; beside the country where it holds none."""
    places = _hearts(outlines, number, at)
    reach = max((place[2] for place in places), default=0.0) / stage.view.mpp / 2
    small = reach <= FAR_PX
    for look in LOOKS:
        lines, letter = _lines(stage, row, look)
        width = max(measure(letter.set(words), letter.font).width for words, _ in lines)
        over = OVERHANG if look is not LOOKS[-1] else MOST_OVERHANG
        good = [place for place in places if place[2] * over >= width * stage.view.mpp]
        if good:
            good += [place for place in places if place[2] * MOST_OVERHANG >= width * stage.view.mpp > place[2] * over]
            if not seen and stage.view.mpp < ELSEWHERE_MPP:
                good = good[:1]  # one name is enough: `_elsewhere` finds the place that can be seen
            step = letter.font.size * 1.2
            tall = SHIFT * _height(outlines, number) / stage.view.mpp
            spots = [
                Spot(x, y, 0.0, dx * step, dy * step)
                for shifts in (NUDGES[:3], NUDGES[3:])
                for x, y, long in good
                for dx, dy in shifts
                if abs(dy) * step <= tall and abs(dx) * step <= SHIFT * long / stage.view.mpp
            ]
            return Wish(
                "labels", 20.0 + row.rank, lines, *good[0][:2], reach, tuple(spots), pad=3.0, must=seen,
                leader=NEAR_PX if small else 0.0,
            )  # fmt: skip
    lines, _ = _lines(stage, row, LOOKS[-1])
    if not small:
        return None  # beside a land that long it would stand on its neighbour
    return Wish("labels", 20.0 + row.rank, lines, *at, reach=reach, pad=3.0, must=seen, leader=NEAR_PX)


def _height(outlines: _Outlines, number: int) -> float:
    """How far the country reaches from south to north in the plane [m]."""
    _, low, _, high = outlines.boxes[number]
    return float(high - low) if high > low else 0.0


def _hearts(outlines: _Outlines, number: int, at: tuple[float, float]) -> tuple[tuple[float, float, float], ...]:
    """(x, y, level room [m]) of the country's middle and of places well inside it."""
    key = number, at
    if key not in outlines.hearts:
        outlines.hearts[key] = _found_hearts(outlines, number, at)
    return outlines.hearts[key]


def _found_hearts(outlines: _Outlines, number: int, at: tuple[float, float]) -> tuple[tuple[float, float, float], ...]:
    _, low, _, high = outlines.boxes[number]
    if not high > low:
        return ()
    share = (np.arange(ROWS) + 0.5) / ROWS
    heights = low + (high - low) * share
    y, x0, x1 = chords(*outlines.rings[number], np.sort(np.append(heights, at[1])))
    found: list[tuple[float, float, float]] = []
    own = (y == at[1]) & (x0 <= at[0]) & (at[0] <= x1)
    if own.any():
        k = int(np.argmax(own))
        found.append((*at, 2 * float(min(at[0] - x0[k], x1[k] - at[0]))))
    # a long chord near the edge is a poor place: those in the middle count for more
    height = (y - low) / (high - low)
    weight = np.where(y == at[1], 0.0, (x1 - x0) * (0.35 + height * (1 - height)))
    best = np.argsort(-weight, kind="stable")[:HEARTS].tolist()
    found.extend((float(x0[k] + x1[k]) / 2, float(y[k]), float(x1[k] - x0[k])) for k in best)
    return tuple(found)


class Look(NamedTuple):
    """How large a country's name is set."""

    size: float
    tracking: float


LOOKS = (Look(1.0, 0.24), Look(0.95, 0.14), Look(0.88, 0.06), Look(0.8, 0.02))
"""From spaced capitals that fill a land down to close ones for a small one."""
LIMB = 0.5
"""Cosine of the angle from the middle of a globe beyond which names of countries are left out."""
OVERHANG, MOST_OVERHANG = 1.25, 1.7
"""How much longer than the level room in its country a name may be, and the smallest name."""
NUDGES = ((0.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.5, 0.0), (1.5, 0.0), (0.0, -2.0), (0.0, 2.0))
"""How far a name may be moved off a place where something stands, in heights of its letters."""
SHIFT = 0.2
"""The most a name is moved off a place, in lengths of the country that way."""
FAR_PX = 26.0
"""A name beside its country stands at most this far from the middle."""
ELSEWHERE_MPP = 20_000.0
"""Up to this many metres per pixel a country whose middle is out of sight is named where it can be seen."""
ROWS, HEARTS = 16, 6


def _lines(stage: Stage, row: Country, look: Look) -> tuple[tuple[tuple[str, Letter], ...], Letter]:
    letter = stage.style.letters.country
    grow = SIZES[min(row.rank, len(SIZES) - 1)] * (1.12 if stage.view.mpp < 3000 else 1.0) * look.size
    font = Font("Inter", round(letter.font.size * grow * 2) / 2, letter.font.weight, False, look.tracking)
    own = Letter(font, letter.colour, letter.halo, letter.halo_width, letter.capitals)
    return tuple((words, own) for words in broken(row.name)), own


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


def _in_sight(stage: Stage, outlines: _Outlines, number: int) -> bool:
    """Whether the country's box meets the window."""
    area = stage.plane_window
    x0, y0, x1, y1 = outlines.boxes[number].tolist()
    return bool(x0 <= area.x1 and x1 >= area.x0 and y0 <= area.y1 and y1 >= area.y0)


def _halvings(number: int, most: int = 3) -> int:
    """How often a whole number can be halved."""
    return next((k for k in range(most) if number >> k & 1), most)


class _Outlines(NamedTuple):
    """The countries in a plane: rings by country, the box of each country, and what was asked of them so far."""

    rings: tuple[tuple[Array, npt.NDArray[np.int64]], ...]
    boxes: Array
    hearts: dict[tuple[int, tuple[float, float]], tuple[tuple[float, float, float], ...]]
    """By country and its middle: one for each country."""


def _outlines_on(stage: Stage) -> _Outlines:
    """Those of the view's plane."""
    base = stage.sheet.basemap
    return _outlines(rings_in(stage.projection, "countries", base.countries, _DETAIL_M), len(base.country_table))


@lru_cache(maxsize=4)  # a copy of every country's outline each, 5 MB; the view, the one before, and a second map
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
    return _Outlines(tuple(found), boxes, {})


def _rows(stage: Stage, number: int, pitch: float, area: Box) -> tuple[Array, Array, Array]:
    """The country's level pieces (y, x0, x1) on the rows of the net that cross `area`."""
    outlines = _outlines_on(stage)
    _, y0, _, y1 = outlines.boxes[number]
    first, last = math.ceil(max(y0, area.y0) / pitch), math.floor(min(y1, area.y1) / pitch)
    return chords(*outlines.rings[number], np.arange(first, last + 1) * pitch)
