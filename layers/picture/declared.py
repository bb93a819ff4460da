"""Draws what states have declared: air defence zones, the median line of a strait, areas closed for an exercise."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from layers import geodesy
from layers.basemap import Declared
from layers.picture import hatch, legend
from layers.picture.kit import Array, Draft, Spot, Stage, Wish, faded, kept, setting
from layers.picture.marks import Entry, Geometry, Shape, Stroke
from layers.picture.routes import along, line
from layers.routes.model import Line
from layers.style.ink import Letter
from layers.style.typeset import measure
from layers.wording import say

GROUP = "Declared zones"
WORDS = {"adiz": "Air defence identification zone", "median": "Median line", "exercise": "Area of an exercise"}
INSET_PX, NARROWEST_PX = 4.0, 60.0
"""Where the name of an area is broken: this far from either side, in an area as wide as that at least."""
SHARES = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9, 0.42, 0.58, 0.28, 0.72, 0.05, 0.95, 0.15, 0.85)
"""Places along a line where its name may stand."""
STEP, STRAIGHT = 0.01, 0.99
"""Part of a line over which its direction is taken; how far apart the ends of a straight one are, at least."""
ABOVE_PX = 3.0
"""Between a line and its name."""


def course(one: Declared) -> Line:
    """The declared line: constant courses from corner to corner, closed where it is an area."""
    corners = list(zip(one.lon, one.lat, strict=True))
    if one.closed:
        corners.append(corners[0])
    pieces = [geodesy.rhumb_line(*a, *b) for a, b in pairwise(corners)]
    return Line(np.concatenate([lon for lon, _ in pieces]), np.concatenate([lat for _, lat in pieces]))


def _line(stage: Stage, one: Declared) -> tuple[Line, Geometry]:
    found = _COURSES.get(one.id)
    if found is None or found[0] is not one:
        found = _COURSES[one.id] = (one, course(one))
    return found[1], line(stage, found[1])


_COURSES: dict[str, tuple[Declared, Line]] = {}


def _area(stage: Stage, route: Line, ident: str) -> Geometry:
    def make() -> tuple[Any, Any, Any]:
        begin, feature = np.array([0, len(route.lon)], dtype=np.int32), np.zeros(1, dtype=np.int32)
        return stage.projection.rings(route.lon, route.lat, begin, feature, stage.tolerance_m)

    return kept(("declared", ident, float(route.lon.sum()), stage.projection, stage.tolerance_m), make)


def draw_areas(stage: Stage, draft: Draft) -> None:
    """Exercise areas as tints with their name and year."""
    row = setting(stage, "exercises")
    if row is None:
        return
    thematic, letter = stage.style.thematic, stage.style.letters.exercise
    for one in stage.sheet.basemap.declared:
        if one.kind != "exercise":
            continue
        route, edge = _line(stage, one)
        area = _area(stage, route, one.id)
        draft.base.append(Shape("exercises", area, (thematic.exercise_fill.faded(row.opacity),), antialias=False))
        draft.base.append(Stroke("exercises", edge, faded(thematic.exercise, row.opacity)))
        if not stage.covers(area):
            continue
        draft.explain(
            Entry(22, WORDS["exercise"], "area", thematic.exercise_fill, thematic.exercise, group=GROUP)
        )  # fmt: skip
        at = hatch.heart(area.xy, area.start)
        if at is not None:
            spots = tuple(Spot(*at, 0.0, 0.0, dy) for dy in (0.0, -14.0, 14.0))
            room = max(float(np.ptp(area.xy[:, 0])) / stage.view.mpp - 2 * INSET_PX, NARROWEST_PX)
            words = tuple((text, letter) for text in legend.evenly(letter, say(one.name), room))
            draft.wishes.append(Wish("exercises", 33.0, words, *at, spots=spots))


def draw_lines(stage: Stage, draft: Draft) -> None:
    """Zones and median lines, their names along them."""
    row = setting(stage, "adiz")
    if row is None:
        return
    thematic, letter = stage.style.thematic, stage.style.letters.adiz
    for one in stage.sheet.basemap.declared:
        if one.kind == "exercise":
            continue
        pen = thematic.adiz if one.kind == "adiz" else thematic.median
        route, geometry = _line(stage, one)
        draft.base.append(Stroke("adiz", geometry, faded(pen, row.opacity)))
        if not stage.shows(geometry):
            continue
        draft.explain(Entry(21, WORDS[one.kind], "line", pen=pen, group=GROUP))
        spots = _spots(stage, route, letter, say(one.name))
        if spots:
            words = ((say(one.name), letter),)
            draft.wishes.append(Wish("adiz", 27.0, words, spots[0].x, spots[0].y, spots=spots, pad=1.0, must=True))


def _spots(stage: Stage, route: Line, letter: Letter, name: str) -> tuple[Spot, ...]:
    """Places along the line, just above it and else just below it: a line through the letters would add dots.

    Those beside a corner, which the name would cross, come last.
    """
    off, wide = letter.font.size / 2 + ABOVE_PX, measure(letter.set(name), letter.font).width + 2 * ABOVE_PX
    found: list[tuple[bool, Spot]] = []
    for share in SHARES:
        xy, page = _about(stage, route, share, STEP)
        if not np.isfinite(page).all():
            continue
        _, ends = _about(stage, route, share, STEP * wide / max(math.dist(page[0], page[2]), 1.0))
        bent = not math.dist(ends[0], ends[2]) >= STRAIGHT * wide
        dx, dy = page[2] - page[0]
        turn = math.remainder(math.atan2(dy, dx), math.pi)  # as it is read, never upside down
        x, y = xy[1].tolist()
        above = (off * math.sin(turn), -off * math.cos(turn))
        found.extend((bent, Spot(x, y, math.degrees(turn), side * above[0], side * above[1])) for side in (1, -1))
    return tuple(spot for _, spot in sorted(found, key=lambda one: one[0]))


def _about(stage: Stage, route: Line, share: float, step: float) -> tuple[Array, Array]:
    """Plane points and pixels of three places of the line, a step of its length apart."""
    return stage.places(*along(route, np.clip(np.array([share - step, share, share + step]), 0.0, 1.0)))
