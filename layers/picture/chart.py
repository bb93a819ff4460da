"""The closure chart: how many units are on station by which hour, against the hours the seizure clock takes.

Hours run on a logarithmic scale, since alerts count in hours and armies in weeks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from layers.catalogue.values import Spread
from layers.picture import legend
from layers.picture.kit import Array, Box, page_geometry, rectangle
from layers.picture.marks import Mark, Pen, Shape, Stroke
from layers.response.model import Response
from layers.style.model import Style
from layers.wording import number, say

LAYER = "chart"
TICKS: tuple[tuple[float, str], ...] = (
    (0.25, "15 min"),
    (0.5, "30 min"),
    (1.0, "1 h"),
    (3.0, "3 h"),
    (6.0, "6 h"),
    (12.0, "12 h"),
    (24.0, "1 d"),
    (48.0, "2 d"),
    (96.0, "4 d"),
    (168.0, "1 wk"),
    (336.0, "2 wk"),
    (672.0, "4 wk"),
    (1344.0, "8 wk"),
    (2688.0, "16 wk"),
)
"""Hours after H-hour that the axis may name."""
_Scale = Callable[[Array | float], Array]
LEAST_HEIGHT = 112.0
BEST_HEIGHT = 210.0


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """When units arrive: their hours in ascending order, each of the three on its own."""

    low_h: Array
    likely_h: Array
    high_h: Array
    unreachable: int
    """How many cannot come at all."""
    clock: Spread | None
    unasked: int = 0
    """How many are not expected to come."""

    def by(self, hour: float) -> int:
        """How many are likely on station by an hour."""
        return int(np.searchsorted(self.likely_h, hour, side="right"))

    @property
    def heading(self) -> str:
        """What it shows, in words with its numbers."""
        coming = len(self.likely_h)
        never = say("; {count} cannot come", count=self.unreachable) if self.unreachable else ""
        unset = say("; no seizure clock is set") if self.clock is None else ""
        if not coming:
            unasked = say("; {count} not expected to come", count=self.unasked) if self.unasked else ""
            return say("No unit is on station at any hour") + never + unasked + unset
        if self.clock is None:
            return say("Units on station by hour after H-hour: {count} in all", count=coming) + never + unset
        early = self.by(self.clock.likely)
        return say("Units on station: {early} of {count} before the clock runs out", early=early, count=coming) + never


def closure(response: Response) -> Closure:
    """The arrivals of a response as a closure curve."""
    totals = [row.total for row in response.arrivals if row.total is not None]
    low, likely, high = (np.sort([getattr(total, name) for total in totals]) for name in ("low", "likely", "high"))
    clock = response.clock.hours if response.clock is not None and response.clock.applies else None
    never, unasked = (
        sum(row.status == status for row in response.arrivals) for status in ("unreachable", "not expected")
    )
    return Closure(low, likely, high, never, clock, unasked)


def hours(spread: Spread) -> str:
    """Hours as they stand in a title: ``18 h (6 to 48 h)``, ``21 d (7 to 90 d)``."""
    unit, factor = ("h", 1.0) if spread.high <= 96.0 else ("d", 24.0)
    low, likely, high = (number(f"{value / factor:.3g}") for value in (spread.low, spread.likely, spread.high))
    return say("{likely} {unit} ({low} to {high} {unit})", likely=likely, low=low, high=high, unit=say(unit))


def span(found: Closure) -> tuple[tuple[float, str], ...]:
    """The ticks that hold the likely hours and the clock."""
    hours = [*found.likely_h.tolist(), *([found.clock.low, found.clock.high] if found.clock else [])]
    hours = [hour for hour in hours if hour > 0] or [1.0, 672.0]
    first = max((k for k, (hour, _) in enumerate(TICKS) if hour <= min(hours)), default=0)
    last = min((k for k, (hour, _) in enumerate(TICKS) if hour >= max(hours)), default=len(TICKS) - 1)
    return TICKS[first : max(last, first + 1) + 1]


def steps(hours: Array, first: float, last: float) -> tuple[Array, Array]:
    """The corners (hour, count) of the curve that rises by one at each hour, from `first` to `last`."""
    inside = np.clip(hours[hours <= last], first, last)
    x = np.concatenate(([first], np.repeat(inside, 2), [last]))
    count = np.arange(len(inside) + 1, dtype=float)
    return x, np.repeat(count, 2)


def levels(most: int) -> list[int]:
    """Round counts for the level lines, four or so, and one where there is nothing to count."""
    most = max(most, 1)
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if most / s <= 4.5), 1000)
    return list(range(0, most + step, step))


def draw(found: Closure, style: Style, box: Box) -> list[Mark]:
    """The chart with its heading inside `box`: nobody to show is a level line; too little room draws nothing."""
    if box.height < LEAST_HEIGHT or box.width < 180.0:
        return []
    letters = style.letters
    small, head = letters.note, letters.legend_title
    marks: list[Mark] = []
    y = box.y0
    for line in legend.wrapped(head, found.heading, box.width):
        marks.append(legend.words(head, line, box.x0, y + 10.0))
        y += 15.0
    counts = levels(len(found.likely_h))
    left = box.x0 + max(legend.width_of(small, f"{level}") for level in counts) + 6.0
    plot = Box(left, y + 14.0, box.x1 - 12.0, box.y1 - 17.0)
    ticks = span(found)
    first, last = ticks[0][0], ticks[-1][0]

    def across(hour: Array | float) -> Array:
        share = np.log(np.clip(hour, first, last) / first) / math.log(last / first)
        return np.asarray(plot.x0 + share * plot.width)

    def up(count: Array | float) -> Array:
        return np.asarray(plot.y1 - np.asarray(count) / counts[-1] * plot.height)

    marks.extend(_axes(found, style, plot, counts, ticks, across, up))
    ink = style.thematic.ring.colour
    x, n = steps(found.low_h, first, last)
    back_x, back_n = steps(found.high_h, first, last)
    spread = np.concatenate((np.column_stack((across(x), up(n))), np.column_stack((across(back_x), up(back_n)))[::-1]))
    marks.append(Shape(LAYER, page_geometry([spread]), (ink.faded(0.22),)))
    x, n = steps(found.likely_h, first, last)
    marks.append(Stroke(LAYER, page_geometry([np.column_stack((across(x), up(n)))]), Pen(ink, 1.6)))
    return marks


def _axes(
    found: Closure,
    style: Style,
    plot: Box,
    counts: list[int],
    ticks: tuple[tuple[float, str], ...],
    across: _Scale,
    up: _Scale,
) -> list[Mark]:
    """The clock behind everything, level lines with counts, hours below."""
    small = style.letters.note
    marks: list[Mark] = []
    red = style.thematic.target
    if found.clock is not None:
        zone = Box(float(across(found.clock.low)), plot.y0, float(across(found.clock.high)), plot.y1)
        marks.append(Shape(LAYER, page_geometry([rectangle(zone)]), (red.faded(0.13),)))
    for level in counts:
        height = float(up(level))
        line = np.array([(plot.x0, height), (plot.x1, height)])
        marks.append(Stroke(LAYER, page_geometry([line]), style.panel.rule))
        text = f"{level}"
        marks.append(legend.words(small, text, plot.x0 - 5.0 - legend.width_of(small, text), height + 3.5))
    right = plot.x0 - 12.0
    for hour, name in ticks:
        text = say(name)
        at = float(across(hour))
        marks.append(Stroke(LAYER, page_geometry([np.array([(at, plot.y1), (at, plot.y1 + 3.0)])]), style.panel.rule))
        width = legend.width_of(small, text)
        if at - width / 2 > right + 4.0:
            marks.append(legend.words(small, text, at - width / 2, plot.y1 + 14.0))
            right = at + width / 2
    if found.clock is not None:
        at = float(across(found.clock.likely))
        marks.append(
            Stroke(LAYER, page_geometry([np.array([(at, plot.y0), (at, plot.y1)])]), Pen(red, 1.4, (4.0, 2.5)))
        )
        text = say("seizure clock {hours}", hours=hours(found.clock))
        width = legend.width_of(small, text)
        start = min(max(at - width / 2, plot.x0), plot.x1 - width)
        marks.append(replace(legend.words(small, text, start, plot.y0 - 4.0), colour=red))
    return marks
