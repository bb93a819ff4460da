"""Draws hours lost: where pressure makes the first arrival later and by how much, hatched where nobody comes any more.

The bands are those of `layers.picture.answer.lost`, drawn as reaction times are, with a ramp and a legend of their own.
"""

from __future__ import annotations

import math
from bisect import bisect_right

from layers.picture import bands
from layers.picture.kit import Draft, Stage, Wish, faded, setting
from layers.picture.lettered import spots_on
from layers.picture.marks import Entry, Shape, Stroke
from layers.picture.rings import hatched
from layers.picture.sheet import LOST_HOURS, LOST_TITLE, Band
from layers.style.ink import Colour
from layers.style.model import Thematic
from layers.style.palette import ramp

HATCH_PX, HATCH_DEG = 5.0, 135.0
"""Closer, and across the hatching of places that nobody reached before either."""


def span(band: Band) -> str:
    """A band in words."""
    if math.isinf(band.from_h):
        return "Nobody comes any more"
    return f"{band.from_h:g}–{bands.hours(band.to_h)}"


def ink_of(thematic: Thematic, band: Band) -> Colour:
    """The band's colour: the same hours have the same, whatever else is on the map."""
    inks = ramp(thematic.lost, len(LOST_HOURS))
    return inks[min(max(bisect_right(LOST_HOURS, band.from_h) - 1, 0), len(inks) - 1)]


def draw_areas(stage: Stage, draft: Draft) -> None:
    """The tints, and the hatching where nobody comes any more."""
    row = setting(stage, "lost")
    found = stage.sheet.lost
    if row is None or not found:
        return
    thematic = stage.style.thematic
    title = stage.sheet.lost_title or LOST_TITLE
    for band in found:
        shape = bands.area(stage, band)
        if not len(shape.xy):
            continue
        if math.isinf(band.from_h):
            pen = faded(thematic.denial, row.opacity)
            draft.base.append(Stroke("lost", hatched(stage, shape, HATCH_PX, HATCH_DEG), pen))
            if stage.covers(shape):
                draft.explain(Entry(13, span(band), "hatch", None, thematic.denial, group=title))
            continue
        ink = ink_of(thematic, band).faded(row.opacity)
        draft.base.append(Shape("lost", shape, (ink,), antialias=False))
        if stage.covers(shape):
            draft.explain(Entry(12, span(band), "ramp", ink.over(stage.ground.sea), group=title))


def draw_lines(stage: Stage, draft: Draft) -> None:
    """The lines from which on more is lost, with the hours."""
    row = setting(stage, "lost")
    if row is None:
        return
    finite = [band for band in stage.sheet.lost if not math.isinf(band.to_h)]
    pen = faded(stage.style.thematic.hour_line, row.opacity)
    for k, band in enumerate(finite[:-1]):
        line = bands.contour(stage, band, finite[k - 1] if k else None)
        draft.base.append(Stroke("lost", line, pen))
        spots = spots_on(stage, line)
        if spots:
            words = ((bands.hours(band.to_h), stage.style.letters.band),)
            draft.wishes.append(Wish("lost", 12.5, words, spots[0].x, spots[0].y, spots=spots, pad=1.0))
