"""The table of first arrivals: who comes, from where, when, and whether that is in time; words, no bare numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layers.catalogue.model import Catalogue
from layers.picture import legend
from layers.picture.kit import Array, page_geometry
from layers.picture.marks import Mark, Stroke
from layers.response.gap import EFFECTS
from layers.response.model import Arrival, Response
from layers.style.model import Style
from layers.units import SECONDS_PER_HOUR, format_duration

Rows = tuple[tuple[str, ...], ...]
"""Heading first, then one row each, all equally long."""

ROW = 16.5
GAP = 14.0
HEAD: tuple[str, ...] = (
    "Effect",
    "First unit",
    "From",
    "Way",
    "Arrives after H-hour",
    "Low – high",
    "Against the clock",
)


def _hours(value: float) -> str:
    return format_duration(value * SECONDS_PER_HOUR)


def _row(effect: str, arrival: Arrival, verdict: str, catalogue: Catalogue) -> tuple[str, ...]:
    unit, base = catalogue.units.get(arrival.unit), catalogue.bases.get(arrival.base)
    name = unit.name if unit else arrival.unit
    place = base.name if base else arrival.base
    if arrival.total is None or arrival.route_m is None:
        return effect, name, place, "–", arrival.status, "–", arrival.reason
    total = arrival.total
    return (
        effect,
        name,
        place,
        f"{arrival.route_m / 1000:,.0f} km".replace(",", "\u202f"),
        _hours(total.likely),
        f"{_hours(total.low)} – {_hours(total.high)}",
        verdict,
    )


def first_arrivals(response: Response, catalogue: Catalogue, most: int = 8) -> Rows:
    """The first unit of every effect, soonest first; an effect nobody can bring says why."""
    rows: list[tuple[float, tuple[str, ...]]] = []
    for gap in response.gaps:
        of_effect = [arrival for arrival in response.arrivals if arrival.effect == gap.effect]
        if not of_effect:
            continue
        first = next((arrival for arrival in of_effect if arrival.unit == gap.first_unit), of_effect[0])
        words = EFFECTS[gap.effect].removeprefix("first ")
        when = gap.likely_h if gap.likely_h is not None else float("inf")
        rows.append((when, _row(words[:1].upper() + words[1:], first, gap.verdict, catalogue)))
    rows.sort(key=lambda pair: pair[0])
    return (HEAD, *(row for _, row in rows[:most]))


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float


def _columns(rows: Rows, style: Style, width: float) -> list[_Column]:
    """Room for every column: what its longest text needs, the wide ones giving way when there is too little."""
    letters = style.letters
    need = []
    for k, heading in enumerate(rows[0]):
        longest = max((legend.width_of(letters.table, row[k]) for row in rows[1:]), default=0.0)
        need.append(max(longest, legend.width_of(letters.table_head, heading)))
    room = width - GAP * (len(need) - 1)
    limit = max(need, default=0.0)
    while sum(min(one, limit) for one in need) > room and limit > 20.0:
        limit -= 2.0
    given = [min(one, limit) for one in need]
    spare = max(room - sum(given), 0.0) / max(len(given), 1)
    columns, x = [], 0.0
    for one in given:
        columns.append(_Column(x, one + spare))
        x += one + spare + GAP
    return columns


def height_of(rows: Rows) -> float:
    """The room a table takes."""
    return ROW * len(rows) + 4.0


def draw(rows: Rows, style: Style, x: float, y: float, width: float) -> list[Mark]:
    """A table with its top left corner at (`x`, `y`)."""
    letters, rule = style.letters, style.panel.rule
    marks: list[Mark] = []
    columns = _columns(rows, style, width)
    for number, row in enumerate(rows):
        baseline = y + ROW * number + 11.5
        for column, text in zip(columns, row, strict=True):
            letter = letters.table if number else letters.table_head
            marks.append(legend.words(letter, legend.fitted(letter, text, column.width), x + column.x, baseline))
        line: Array = level_line(x, x + width, y + ROW * (number + 1))
        marks.append(Stroke(legend.LAYER, page_geometry([line]), rule))
    return marks


def level_line(x0: float, x1: float, y: float) -> Array:
    """Both ends of a level line."""
    return np.array([(x0, y), (x1, y)])
