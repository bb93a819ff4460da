"""Names of rivers and lakes: a river's along its straightest stretches, a lake's in its middle or beside it.

Like all names they depend on the scale alone: where a name stands is found once for the whole river at each scale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layers.picture.chords import chords
from layers.picture.curves import as_points, extended
from layers.picture.kit import Array, Draft, Held, Spot, Stage, Wish, setting, up_to
from layers.projection import Projection
from layers.style.ink import Letter
from layers.style.typeset import measure

# (metres per pixel at least, greatest rank of a river named): a step behind what is drawn
RIVERS_UP_TO = ((3_500.0, -1), (1_800.0, 3), (1_100.0, 5), (600.0, 6), (350.0, 7), (0.0, 99))
LAKES_FROM_MPP = 5_000.0
"""Up to this many metres per pixel lakes are named."""
LAKE_PX = 22.0
"""A lake has a name from this size on the page."""
OVERHANG = 1.7
"""A name may be so much wider than its lake; else it stands beside it."""
APART_PX = 700.0
"""Least way between two names of one river."""
STEP_PX = 3.0
"""Between the points of a river's line as its names see it."""
TURN_DEG = 40.0
"""A name bends by no more over its length."""
SMOOTH = 9
"""Points over which its bends are smoothed."""
DETAIL_M = 400.0
"""Of the lines that names follow: they are smoothed over a whole letter anyhow."""
RANK = 36.0
"""Of a river's name among all names: towns of its rank come first."""


@dataclass(frozen=True, slots=True, eq=False)
class River:
    """All lines of one name in one plane."""

    name: str
    rank: int
    parts: tuple[Array, ...]
    corners: Array
    """Of the box that holds them, shape (4, 2)."""


class Lake(NamedTuple):
    """A lake in one plane."""

    name: str
    x: float
    y: float
    """In its middle, where it is widest."""
    wide: float
    """Its room there [m]."""
    size: float
    """The longer side of its box [m]."""


@lru_cache(maxsize=8)
def _rivers(projection: Projection, held: Held) -> tuple[River, ...]:
    base = held.base
    lines = base.rivers.at(DETAIL_M)
    x, y = projection.forward(lines.lon.astype(float), lines.lat.astype(float))
    xy = np.column_stack((x, y))
    parts: dict[str, list[Array]] = {}
    ranks: dict[str, int] = {}
    for k, feature in enumerate(lines.feature.tolist()):
        row = base.river_table[feature]
        first, last = lines.start[k], lines.start[k + 1]
        for part in np.split(xy[first:last], np.flatnonzero(_leaps(projection, lines.lon[first:last])) + 1):
            if row.name and len(part) > 1 and np.isfinite(part).all():
                parts.setdefault(row.name, []).append(part.copy())  # who keeps a river keeps no others
                ranks[row.name] = min(row.rank, ranks.get(row.name, 99))
    return tuple(River(name, ranks[name], tuple(found), _corners(found)) for name, found in parts.items())


def _leaps(projection: Projection, lon: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
    """Which steps from longitude to longitude [deg] go over the edge of a flat map, from its one side to the other."""
    across = (lon - projection.lon0 + 180.0) % 360.0 - 180.0
    leaps: npt.NDArray[np.bool_] = np.abs(np.diff(across)) > 180.0
    return leaps


def _corners(parts: list[Array]) -> Array:
    (x0, y0), (x1, y1) = np.vstack(parts).min(axis=0), np.vstack(parts).max(axis=0)
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


@lru_cache(maxsize=8)
def _lakes(projection: Projection, held: Held) -> tuple[Lake, ...]:
    base = held.base
    rings = base.lakes.at(DETAIL_M)
    x, y = projection.forward(rings.lon.astype(float), rings.lat.astype(float))
    xy = np.column_stack((x, y))
    found = []
    for feature, row in enumerate(base.lake_table):
        first, last = np.searchsorted(rings.feature, [feature, feature + 1]).tolist()
        if not row.name or first == last:
            continue
        shore = xy[rings.start[first] : rings.start[last]]
        if not np.isfinite(shore).all() or _leaps(projection, rings.lon[rings.start[first] : rings.start[last]]).any():
            continue
        (west, south), (east, north) = shore.min(axis=0), shore.max(axis=0)
        heights = south + (north - south) * (np.arange(9) + 1) / 10
        level, left, right = chords(shore, rings.start[first : last + 1] - rings.start[first], heights)
        if not len(level):
            continue
        share = (level - south) / max(north - south, 1.0)
        best = int(np.argmax((right - left) * (0.5 + share * (1 - share))))
        found.append(
            Lake(
                row.name,
                float(left[best] + right[best]) / 2,
                float(level[best]),
                float(right[best] - left[best]),
                float(max(east - west, north - south)),
            )
        )
    return tuple(found)


def write(stage: Stage, draft: Draft, taken: frozenset[str]) -> None:
    """Wishes for the names; lakes of a name in `taken` are named elsewhere."""
    held = Held(stage.sheet.basemap)
    if setting(stage, "lakes") is not None and stage.view.mpp <= LAKES_FROM_MPP:
        _write_lakes(stage, draft, _lakes(stage.projection, held), taken)
    most = up_to(RIVERS_UP_TO, stage.view.mpp)
    if setting(stage, "rivers") is not None and most >= 0:
        letter = stage.style.letters.river  # no halo: it would lie over the letter before
        for river in _rivers(stage.projection, held):
            if river.rank <= most:  # though a town be called like it
                _write_river(stage, draft, river, letter)


def _haloed(letter: Letter, stage: Stage) -> Letter:
    return letter if letter.halo is not None else replace(letter, halo=stage.ground.land.faded(0.85), halo_width=1.8)


def _write_lakes(stage: Stage, draft: Draft, lakes: tuple[Lake, ...], taken: frozenset[str]) -> None:
    mpp, letter = stage.view.mpp, stage.style.letters.lake
    if not lakes:
        return
    near = stage.nearby(stage.to_page(np.array([(lake.x, lake.y) for lake in lakes])))
    for lake, seen in zip(lakes, near.tolist(), strict=True):
        size = lake.size / mpp
        if not seen or size < LAKE_PX or lake.name.casefold() in taken:
            continue
        words = ((lake.name, letter),)
        width = measure(letter.set(lake.name), letter.font).width
        rank = 37.0 - min(size / 40.0, 6.0)
        if width <= OVERHANG * lake.wide / mpp:
            on = letter if letter.halo is not None else replace(letter, halo=stage.ground.lake.faded(0.85))
            spots = tuple(Spot(lake.x, lake.y, 0.0, 0.0, dy) for dy in (0.0, -9.0, 9.0, -18.0, 18.0))
            draft.wishes.append(Wish("labels", rank, ((lake.name, on),), lake.x, lake.y, spots=spots))
        else:
            words = ((lake.name, _haloed(letter, stage)),)
            draft.wishes.append(Wish("labels", rank, words, lake.x, lake.y, min(lake.wide / mpp / 2, 40.0)))


def _write_river(stage: Stage, draft: Draft, river: River, letter: Letter) -> None:
    page, region = stage.to_page(river.corners), stage.region
    (left, top), (right, bottom) = page.min(axis=0), page.max(axis=0)
    if right < region.x0 or left > region.x1 or bottom < region.y0 or top > region.y1:
        return
    size = measure(letter.set(river.name), letter.font)
    up = size.ascent / 2 + 2.5
    for curve in _curves(river, stage.view.mpp, stage.view.rotation_deg, size.width, up):
        middle = curve[len(curve) // 2]
        if stage.nearby(stage.to_page(middle[None]))[0]:
            rank = RANK + min(river.rank, 9)
            words, (x, y) = ((river.name, letter),), middle.tolist()
            draft.wishes.append(Wish("labels", rank, words, x, y, curve=as_points(curve), pad=1.0))


@lru_cache(maxsize=256)
def _curves(river: River, mpp: float, turn_deg: float, width: float, up: float) -> tuple[Array, ...]:
    """Curves in the plane for the names of one river, `width` pixels long, `up` pixels above its line.

    As arrays: a long river near by has a hundred curves, and as numbers of their own they would take half a megabyte.
    """
    cos, sin = np.cos(np.radians(turn_deg)) / mpp, np.sin(np.radians(turn_deg)) / mpp
    to_page = np.array([[cos, sin], [sin, -cos]])
    back = np.linalg.inv(to_page)
    count = max(int(width * 1.05 / STEP_PX), 2)
    found: list[tuple[float, Array]] = []
    for part in river.parts:
        line = _even(part @ to_page)
        if len(line) <= count:
            continue
        angle = np.unwrap(np.arctan2(*np.diff(line, axis=0).T[::-1]))
        bend = np.ptp(np.lib.stride_tricks.sliding_window_view(angle, count), axis=1)
        free = np.degrees(bend) <= TURN_DEG
        while free.any():
            first = int(np.argmin(np.where(free, bend, np.inf)))
            found.append((float(bend[first]), line[first : first + count + 1]))
            apart = int(APART_PX / STEP_PX)
            free[max(first - apart, 0) : first + apart] = False
    curves, kept = [], np.empty((0, 2))
    for _, line in sorted(found, key=lambda one: one[0]):
        middle = line[len(line) // 2]
        if len(kept) and np.hypot(*(kept - middle).T).min() < APART_PX / 2:
            continue  # arms of one river lie side by side
        kept = np.vstack((kept, middle))
        rising = line if line[-1, 0] >= line[0, 0] else line[::-1]
        along = np.gradient(rising, axis=0)
        along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        above = rising + up * np.column_stack((along[:, 1], -along[:, 0]))
        curves.append(extended(above) @ back)
    return tuple(curves)


def _even(line: Array) -> Array:
    """A line in even steps, its bends of less than a letter smoothed."""
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    steps = np.arange(0.0, at[-1], STEP_PX)
    even = np.column_stack((np.interp(steps, at, line[:, 0]), np.interp(steps, at, line[:, 1])))
    if len(even) < SMOOTH:
        return even[:0]
    flat = np.ones(SMOOTH) / SMOOTH
    return np.column_stack([np.convolve(even[:, axis], flat, mode="valid") for axis in (0, 1)])
