"""The table of first arrivals: who comes, from where, when, and whether that is in time; words, no bare numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from layers import wording
from layers.catalogue.model import Catalogue
from layers.picture import legend
from layers.picture.kit import Array, page_geometry
from layers.picture.marks import Mark, Stroke
from layers.response.gap import EFFECTS, verdict
from layers.response.model import Arrival, Response
from layers.style.ink import Letter
from layers.style.model import Style
from layers.units import SECONDS_PER_HOUR, format_duration
from layers.wording import THIN, say

Rows = tuple[tuple[str, ...], ...]
"""Heading first, then one row each, all equally long."""

ROW = 16.5
SECOND = 12.5
"""Height of a row of one line, and of every line more."""
LINES = 6
"""A cell has no more lines than these; only what is longer is cut."""
GAP = 14.0
FIRM = 24
"""Texts of up to so many letters are figures with their units: they keep to one line as long as others can give way."""
NARROW = 800.0
"""Tables narrower than this do without the length of the way."""
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
        return effect, name, place, "–", say(arrival.status), "–", _why(arrival)
    total = arrival.total
    return (
        effect,
        name,
        place,
        _way(arrival.route_m),
        _hours(total.likely),
        f"{_hours(total.low)} – {_hours(total.high)}",
        verdict,
    )


def _way(metres: float) -> str:
    """A way's length in whole kilometres; one that rounds to none starts where it ends."""
    kilometres = wording.number(f"{metres / 1000:,.0f}", THIN)
    return f"{kilometres} {say('km')}" if kilometres != "0" else say("at the place")


def first_arrivals(response: Response, catalogue: Catalogue, most: int = 8) -> Rows:
    """The first unit of every effect, soonest first; an effect nobody can bring names no unit and says why."""
    rows: list[tuple[float, tuple[str, ...]]] = []
    for gap in response.gaps:
        of_effect = [arrival for arrival in response.arrivals if arrival.effect == gap.effect]
        if not of_effect:
            continue
        words = say(EFFECTS[gap.effect].removeprefix("first "))
        words = words[:1].upper() + words[1:]
        first = next((arrival for arrival in of_effect if arrival.unit == gap.first_unit), None)
        if first is None or gap.likely_h is None:
            rows.append((float("inf"), (words, "–", "–", "–", *_nobody(of_effect, catalogue))))
        else:
            rows.append((gap.likely_h, _row(words, first, verdict(gap.gap_h), catalogue)))
    rows.sort(key=lambda pair: pair[0])
    return (HEAD, *(row for _, row in rows[:most]))


def short(reason: str) -> str:
    """The first reason alone and whole, without what explains it: a page has room for one clause, data files have all.

    Of units that are carried that is the first lift's, and where a way leads through a port or an airfield, that none
    leads there.
    """
    clause = reason.split("; ", maxsplit=1)[0].split(", no ", maxsplit=1)[0]
    clause = re.sub(r"^by [^:]+: ", "", clause)
    return re.sub(r"(?<= leads there):.*", "", clause).rstrip(".")


def _why(row: Arrival) -> str:
    return short(row.reason)


def _nobody(rows: list[Arrival], catalogue: Catalogue) -> tuple[str, str, str]:
    """The last cells of an effect that no unit brings: what most of its units say, those who could come first."""
    able = [row for row in rows if row.status == "not expected"]
    ((why, _),) = Counter(_why(row) for row in able or rows).most_common(1)
    if any(stance.rationale.startswith(why) for stance in catalogue.stances):
        why = why[:1].lower() + why[1:]  # a sentence of its own in the catalogue, here the end of one
    if not able:
        return say("unreachable"), "–", say("no unit reaches it: {why}", why=why)
    return say("not expected"), "–", say("no unit is expected: {why}", why=why)


ARRIVALS_HEAD: tuple[str, ...] = ("Unit", "Brings", *HEAD[2:])


def arrivals(response: Response, catalogue: Catalogue, most: int = 20) -> Rows:
    """Unit by unit, soonest first, with what each brings."""
    rows = []
    for arrival in response.arrivals[:most]:
        words = say(EFFECTS[arrival.effect].removeprefix("first "))
        total, clock = arrival.total, response.clock
        gap = None if total is None or clock is None or not clock.applies else total.likely - clock.hours.likely
        row = _row(words, arrival, verdict(gap), catalogue)
        rows.append((row[1], words, *row[2:]))
    return (ARRIVALS_HEAD, *rows)


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float


def _columns(rows: Rows, style: Style, width: float) -> list[_Column]:
    """Room for every column: what its longest text needs; wide texts give way first, since they can go on two lines."""
    letters = style.letters
    need, firm = [], []
    for k, heading in enumerate(rows[0]):
        longest = max((legend.width_of(letters.table, row[k]) for row in rows[1:]), default=0.0)
        head = max((legend.width_of(letters.table_head, word) for word in _halves(heading)), default=0.0)
        need.append(min(max(longest, head), width))
        firm.append(all(len(row[k]) <= FIRM for row in rows[1:]))
    room = width - GAP * (len(need) - 1)
    limit = [max(need, default=0.0)] * len(need)
    for giving in (False, True):  # first what may wrap, then, where that is not enough, all
        while sum(map(min, need, limit)) > room and max(limit, default=0.0) > 20.0:
            wide = [
                k for k in range(len(need)) if firm[k] <= giving and min(need[k], limit[k]) > (20.0 if giving else 90.0)
            ]
            if not wide:
                break
            top = max(min(need[k], limit[k]) for k in wide)
            for k in wide:
                limit[k] = min(limit[k], top - 2.0)
    given = list(map(min, need, limit))
    spare = max(room - sum(given), 0.0) / max(len(given), 1)
    columns, x = [], 0.0
    for one in given:
        columns.append(_Column(x, one + spare))
        x += one + spare + GAP
    return columns


def _halves(heading: str) -> tuple[str, ...]:
    """A heading on the two lines it may stand on, broken where they are most alike."""
    words = heading.split()
    breaks = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    return min(breaks, key=lambda pair: max(map(len, pair))) if len(heading) > 14 and breaks else (heading,)


def _set(rows: Rows, style: Style, width: float) -> tuple[list[_Column], list[list[list[str]]]]:
    """Columns, and the lines of every cell."""
    letters = style.letters
    rows = _fit(rows, width)
    columns = _columns(rows, style, width)
    cells = []
    for number, row in enumerate(rows):
        letter = letters.table if number else letters.table_head
        cells.append([_lines(letter, text, column.width) for column, text in zip(columns, row, strict=True)])
    return columns, cells


def _fit(rows: Rows, width: float) -> Rows:
    """Without the column that a narrow table does without; the heading in the language of the page."""
    if width < NARROW and "Way" in rows[0]:
        drop = rows[0].index("Way")
        rows = tuple(row[:drop] + row[drop + 1 :] for row in rows)
    return (tuple(say(text) for text in rows[0]), *rows[1:])


def measured(rows: Rows, style: Style, width: float) -> tuple[Rows, list[float], list[float]]:
    """The rows shown at a width, with the widths of their columns and the heights of the rows."""
    shown = _fit(rows, width)
    columns, cells = _set(shown, style, width)
    ends = [column.x for column in columns[1:]] + [width]
    return shown, [end - column.x for column, end in zip(columns, ends, strict=True)], _heights(cells)


def _lines(letter: Letter, text: str, room: float) -> list[str]:
    """A cell's text on as many lines as it needs; what is longer than a cell is cut short."""
    if legend.width_of(letter, text) <= room:
        return [text]
    lines = legend.wrapped(letter, text, room)
    if len(lines) > LINES:
        kept = lines[: LINES - 1]
        rest = " ".join(text.split())[len(" ".join(kept)) :].strip()
        lines = [*kept, legend.fitted(letter, rest, room)]
    return lines


def _heights(cells: list[list[list[str]]]) -> list[float]:
    return [ROW + SECOND * (max(len(lines) for lines in row) - 1) for row in cells]


def shorter_by(rows: Rows, style: Style, width: float, room: float, least: int) -> Rows:
    """The rows without the last ones, so that the table is lower by `room`; at least so many stay below the heading."""
    wanted = height_of(rows, style, width) - room
    while len(rows) > least + 1 and height_of(rows, style, width) > wanted:
        rows = rows[:-1]
    return rows


def height_of(rows: Rows, style: Style, width: float) -> float:
    """The room a table takes at a width."""
    return sum(_heights(_set(rows, style, width)[1])) + 4.0


def draw(rows: Rows, style: Style, x: float, y: float, width: float) -> list[Mark]:
    """A table with its top left corner at (`x`, `y`)."""
    letters, rule = style.letters, style.panel.rule
    marks: list[Mark] = []
    columns, cells = _set(rows, style, width)
    for number, (row, height) in enumerate(zip(cells, _heights(cells), strict=True)):
        letter = letters.table if number else letters.table_head
        for column, lines in zip(columns, row, strict=True):
            for k, line in enumerate(lines):
                marks.append(legend.words(letter, line, x + column.x, y + 11.5 + SECOND * k))
        y += height
        line_below: Array = level_line(x, x + width, y)
        marks.append(Stroke(legend.LAYER, page_geometry([line_below]), rule))
    return marks


def level_line(x0: float, x1: float, y: float) -> Array:
    """Both ends of a level line."""
    return np.array([(x0, y), (x1, y)])
