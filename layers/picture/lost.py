"""Draws hours lost: where pressure makes the first arrival later and by how much, hatched where nobody comes any more.

The bands are those of `layers.picture.answer.lost`, drawn as reaction times are, with a ramp and a legend of their own.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from layers.picture import bands
from layers.picture.kit import Draft, Spot, Stage, Wish, faded, setting
from layers.picture.marks import Entry, Geometry, Shape, Stroke
from layers.picture.rings import hatched
from layers.picture.sheet import LOST_HOURS, LOST_TITLE, Band
from layers.style.ink import Colour
from layers.style.model import Thematic
from layers.style.palette import ramp
from layers.units import SECONDS_PER_HOUR, format_duration

HATCH_PX, HATCH_DEG = 5.0, -45.0
"""Closer, and across the hatching of places that nobody reached before either."""
STEP_PX, LEAST_PEELS = 12.0, 3
"""Grid on which room for an area's hours is sought, and how often it can be peeled at least."""
FINE_TONES = 6
"""Of the ramp's tones the light ones, for steps finer than the usual."""
MIDDLE = 0.5, 0.35
"""Where on the page hours are rather written, as parts of its width and height: clear of what stands at its foot."""
ENOUGH_PEELS = 4
"""With so much room any place is as good as the widest."""
ROUND_H = 1 / 120
"""Hours that are a step's but for rounding are of that step."""


def span(band: Band) -> str:
    """A band in words."""
    if math.isinf(band.from_h):
        return "Nobody comes any more"
    if band.to_h == band.from_h:
        return format_duration(band.from_h * SECONDS_PER_HOUR)
    return f"{band.from_h:g}–{bands.hours(band.to_h)}"


def class_of(hours: float) -> int:
    """Number of the usual step that hours lost belong to."""
    return min(max(bisect_right(LOST_HOURS, hours + ROUND_H) - 1, 0), len(LOST_HOURS) - 1)


def inks_of(thematic: Thematic, found: Sequence[Band]) -> dict[Band, Colour]:
    """A colour for each band of hours.

    The same hours have the same, whatever else is on the map. But where all would be of one step, the light part of
    the ramp is shared out among what there is: one dark tint over a whole map hides it and compares nothing.
    """
    finite = [band for band in found if not math.isinf(band.from_h)]
    usual = ramp(thematic.lost, len(LOST_HOURS))
    if len({class_of(band.from_h) for band in finite}) > 1:
        return {band: usual[class_of(band.from_h)] for band in finite}
    return dict(zip(finite, ramp(usual[1:FINE_TONES], len(finite)), strict=True))


def draw_areas(stage: Stage, draft: Draft) -> None:
    """The tints, and the hatching where nobody comes any more."""
    row = setting(stage, "lost")
    found = stage.sheet.lost
    if row is None or not found:
        return
    thematic = stage.style.thematic
    title = stage.sheet.lost_title or LOST_TITLE
    inks = inks_of(thematic, found)
    for band in found:
        shape = bands.area(stage, band)
        if not len(shape.xy):
            continue
        if math.isinf(band.from_h):
            pen = faded(thematic.denial, row.opacity)
            draft.base.append(Stroke("lost", hatched(stage, shape, HATCH_PX, HATCH_DEG), pen))
            if stage.covers(shape):
                draft.explain(Entry(13, span(band), "hatch", None, thematic.denial, hatch_deg=HATCH_DEG, group=title))
            continue
        ink = inks[band].faded(row.opacity)
        draft.base.append(Shape("lost", shape, (ink,), antialias=False))
        if stage.covers(shape):
            draft.explain(Entry(12, span(band), "ramp", ink.over(stage.ground.sea), group=title))


def draw_lines(stage: Stage, draft: Draft) -> None:
    """The lines from which on more is lost, and within each area that has room for it the hours."""
    row = setting(stage, "lost")
    if row is None:
        return
    finite = [band for band in stage.sheet.lost if not math.isinf(band.from_h)]
    pen = faded(stage.style.thematic.hour_line, row.opacity)
    for k, band in enumerate(finite):
        if k + 1 < len(finite):
            draft.base.append(Stroke("lost", bands.contour(stage, band, finite[k - 1] if k else None), pen))
        spot = _widest(stage, bands.area(stage, band))
        if spot is not None:
            words = ((f"+{span(band)}", stage.style.letters.band),)
            draft.wishes.append(Wish("lost", 12.5, words, spot.x, spot.y, spots=(spot,), pad=1.0))


def _widest(stage: Stage, shape: Geometry) -> Spot | None:
    """Where an area has room on the page, the nearest such place to where the eye is; None where it has too little."""
    x0, y0, x1, y1 = stage.frame
    xs, ys = np.arange(x0 + STEP_PX / 2, x1, STEP_PX), np.arange(y0 + STEP_PX / 2, y1, STEP_PX)
    if not len(shape.xy) or not len(xs) or not len(ys):
        return None
    page = stage.to_page(shape.xy)
    follower = np.arange(1, len(page) + 1)
    follower[shape.start[1:][np.diff(shape.start) > 0] - 1] = shape.start[:-1][np.diff(shape.start) > 0]
    (ax, ay), (bx, by) = page.T, page[follower].T
    room = np.zeros((len(ys) + 2, len(xs) + 2), dtype=np.int64)
    for n, y in enumerate(ys, 1):
        cut = (ay > y) != (by > y)
        at = np.sort(ax[cut] + (y - ay[cut]) / (by[cut] - ay[cut]) * (bx[cut] - ax[cut]))
        room[n, 1:-1] = np.searchsorted(at, xs) % 2
    left = room > 0
    while left.any():  # peeled from its edges: what is left last is widest
        left = left & np.roll(left, 1, 0) & np.roll(left, -1, 0) & np.roll(left, 1, 1) & np.roll(left, -1, 1)
        room += left
    if room.max() < LEAST_PEELS:
        return None
    j, i = np.nonzero(room >= min(room.max(), ENOUGH_PEELS))
    px, py = xs[i - 1], ys[j - 1]
    best = int(np.argmin(np.hypot(px - x0 - MIDDLE[0] * (x1 - x0), py - y0 - MIDDLE[1] * (y1 - y0))))
    return Spot(*stage.view.to_plane(float(px[best]), float(py[best])), 0.0)
