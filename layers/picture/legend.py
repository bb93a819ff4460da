"""The legend, made from what the drawers say they drew: samples with words, steps of a ramp side by side."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from layers.picture.kit import Array, Box, page_geometry, rectangle
from layers.picture.marks import Entry, Mark, Pen, Shape, Stroke, Symbol, Text
from layers.style.ink import Letter
from layers.style.model import Style
from layers.style.typeset import measure
from layers.wording import say, sentence

LAYER = "furniture"
ROW = 17.0
SAMPLE = 24.0
GAP = 8.0
PAD = 11.0
GROUP_GAP = 7.0
COLUMN_GAP = 18.0
HEADING_MOST = 230.0
"""A heading wider than this [px] is broken rather than make the legend wide."""
THINNEST = 0.05
"""No text is narrower than so many em a letter on the average; what has no width at all is no text."""
EVENER = 0.97
"""Lines are made even in such steps of their room."""
STEP_LEAST = 34.0
"""Least width [px] of one step of a ramp."""


@dataclass(slots=True)
class Block:
    """Marks about an origin, with the room they take."""

    marks: list[Mark] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0
    shortened: bool = False
    """Whether any words had to be cut."""


def words(letter: Letter, text: str, x: float, y: float) -> Text:
    """A line of text on the page with its baseline's left end at (`x`, `y`)."""
    return Text(LAYER, letter.set(text), x, y, "page", letter.font, letter.colour)


def width_of(letter: Letter, text: str) -> float:
    return measure(letter.set(text), letter.font).width


def fitted(letter: Letter, text: str, room: float) -> str:
    """The text, cut short with an ellipsis where it is wider than `room`."""
    most = max(int(room / letter.font.size / THINNEST), 8)
    text = text[:most] if len(text) > most else text  # what never fits need not be measured
    if width_of(letter, text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(letter, text[:middle].rstrip() + "…") <= room else (low, middle - 1)
    return text[:low].rstrip() + "…"


def wrapped(letter: Letter, text: str, room: float) -> list[str]:
    """The text on as many lines as it needs."""
    lines: list[str] = []
    for bound in text.replace("© ", "©\0").split():
        word = bound.replace("\0", " ")  # the sign stays with its owner
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(letter, longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fitted(letter, one, room) for one in lines]


def evenly(letter: Letter, text: str, room: float) -> list[str]:
    """The text on as many lines as it needs, all about as long, so that no word is left alone on the last."""
    lines = shorter = wrapped(letter, text, room)
    whole = " ".join(lines)
    while len(lines) > 1 and len(shorter) == len(lines) and " ".join(shorter) == whole:
        lines, room = shorter, room * EVENER
        shorter = wrapped(letter, text, room)
    return lines


def _sample(entry: Entry, style: Style, x: float, y: float) -> list[Mark]:
    """What stands left of the words, its middle at height `y`."""
    box = Box(x, y - 6.0, x + SAMPLE, y + 6.0)
    if entry.kind == "symbol":
        size = {"target": 17.0, "flashpoint": 14.0, "dot": 10.0, "base_minor": 8.0}.get(entry.symbol, 15.0)
        fill = entry.fill or style.panel.ink
        edge = entry.outline or style.panel.symbol_edge
        return [Symbol(LAYER, entry.symbol, x + SAMPLE / 2, y, "page", size, fill, edge)]
    if entry.kind == "line" and entry.pen is not None:
        level: Array = np.array([(x, y), (x + SAMPLE, y)])
        return [Stroke(LAYER, page_geometry([level]), entry.pen)]
    marks: list[Mark] = []
    ring = page_geometry([rectangle(box)])
    if entry.fill is not None:
        marks.append(Shape(LAYER, ring, (entry.fill,)))
    pen = entry.pen or style.panel.edge
    if entry.kind == "hatch":
        lines = []
        for at in np.arange(box.x0 - box.height, box.x1, 5.0):
            x0, x1 = max(at, box.x0), min(at + box.height, box.x1)
            if x1 > x0:
                line = np.array([(x0, box.y1 - (x0 - at)), (x1, box.y1 - (x1 - at))])
                lines.append(
                    line if 0.0 < entry.hatch_deg < 90.0 else np.array((box.x0 + box.x1, 0.0)) + line * (-1.0, 1.0)
                )
        marks.append(Stroke(LAYER, page_geometry(lines), Pen(pen.colour, min(pen.width, 0.9))))
    marks.append(Stroke(LAYER, ring, Pen(pen.colour, min(pen.width, 1.0), pen.dash), closed=True))
    return marks


def _ramp(steps: list[Entry], style: Style, x: float, y: float, room: float) -> tuple[list[Mark], float]:
    """Steps side by side with the hours at their joints; the marks and their height."""
    letter = style.letters.legend
    width = room / len(steps)
    marks: list[Mark] = []
    tight = any(width_of(letter, entry.text) + 4.0 > width for entry in steps)
    for k, entry in enumerate(steps):
        box = Box(x + k * width, y, x + (k + 1) * width, y + 13.0)
        ring = page_geometry([rectangle(box)])
        marks.append(Shape(LAYER, ring, (entry.fill or style.panel.ink,), antialias=True))
        marks.append(Stroke(LAYER, ring, style.panel.edge, closed=True))
        text = entry.text
        at = box.x0 + (width - width_of(letter, text)) / 2
        if tight:  # only where a step ends, with the unit at the last one
            text = text.rsplit("–", maxsplit=1)[-1]
            bare = text.split(" ", maxsplit=1)[0]
            wide = width_of(letter, text) + width_of(letter, bare) / 2 > width - 4.0
            text = bare if k < len(steps) - 1 or wide else text
            at = min(box.x1 - width_of(letter, text) / 2, x + room - width_of(letter, text))
        marks.append(words(letter, text, at, y + 26.0))
    return marks, 33.0


def _groups(entries: tuple[Entry, ...]) -> list[tuple[str, list[Entry]]]:
    """Entries by heading, in order, in the language of the page."""
    ordered = [
        replace(entry, text=say(entry.text), group=sentence(entry.group))
        for entry in sorted(entries, key=lambda entry: entry.order)
    ]
    found: dict[str, list[Entry]] = {}
    for entry in ordered:
        found.setdefault(entry.group, []).append(entry)
    return list(found.items())


def block(
    entries: tuple[Entry, ...], style: Style, most_width: float = 300.0, title: str = "Legend", columns: int = 1
) -> Block:
    """All entries about the origin; empty when there is nothing to explain.

    In two `columns` the groups flow from the first into the second, each half of `most_width`.
    """
    groups = [(name or (say(title) if k == 0 else ""), rows) for k, (name, rows) in enumerate(_groups(entries))]
    if not groups:
        return Block()
    most = (most_width - COLUMN_GAP) / 2 if columns == 2 else most_width
    inner = most if columns == 2 else min(max(_needed(name, rows, style, most) for name, rows in groups), most)
    pieces = [_group(name, rows, style, inner) for name, rows in groups]
    made = Block(width=inner, shortened=any(piece.shortened for piece in pieces))
    x = y = 0.0
    second = _second(pieces) if columns == 2 else len(pieces)
    for number, piece in enumerate(pieces):
        if number == second:
            x, y = inner + COLUMN_GAP, 0.0
            made.width = most_width
        made.marks.extend(moved(piece.marks, x, y))
        made.height = max(made.height, y + piece.height)
        y += piece.height + GROUP_GAP
    return made


def _second(pieces: list[Block]) -> int:
    """Number of the group that begins the second column, so that the longer of the two is as short as can be."""
    heights = [piece.height + GROUP_GAP for piece in pieces]
    return min(range(1, len(heights) + 1), key=lambda k: (max(sum(heights[:k]), sum(heights[k:])), k))


def _needed(name: str, rows: list[Entry], style: Style, most: float) -> float:
    """The width a group would like."""
    letter, head = style.letters.legend, style.letters.legend_title
    steps = [width_of(letter, entry.text) + 8.0 for entry in rows if entry.kind == "ramp"]
    plain = [SAMPLE + GAP + width_of(letter, entry.text) for entry in rows if entry.kind != "ramp"]
    return max(
        min(width_of(head, name), most, HEADING_MOST),
        len(steps) * min(STEP_LEAST, max(steps, default=0.0)),
        max(plain, default=0.0),
    )


def _group(name: str, rows: list[Entry], style: Style, inner: float) -> Block:
    """One heading with its samples; four and more stand in pairs where that costs no width."""
    letter, head = style.letters.legend, style.letters.legend_title
    made = Block(width=inner)
    y = 0.0
    for line in wrapped(head, name, inner) if name else ():
        made.marks.append(words(head, line, 0.0, y + 10.0))
        y += 15.0
    y += 3.0 if name else 0.0
    ramp = [entry for entry in rows if entry.kind == "ramp"]
    if ramp:
        marks, height = _ramp(ramp, style, 0.0, y, inner)
        made.marks.extend(marks)
        y += height
    plain = [entry for entry in rows if entry.kind != "ramp"]
    widest = max((SAMPLE + GAP + width_of(letter, entry.text) for entry in plain), default=0.0)
    across = 2 if len(plain) >= 4 and 2 * widest + GAP <= inner else 1
    room = (inner - GAP * (across - 1)) / across
    down = -(-len(plain) // across)
    for k, entry in enumerate(plain):
        x, level = (k // down) * (room + GAP), y + (k % down) * ROW + ROW / 2
        made.marks.extend(_sample(entry, style, x, level - 1.0))
        text = fitted(letter, entry.text, room - SAMPLE - GAP)
        made.shortened |= text != entry.text
        made.marks.append(words(letter, text, x + SAMPLE + GAP, level + 3.0))
    made.height = y + down * ROW
    return made


def moved(marks: list[Mark], dx: float, dy: float) -> list[Mark]:
    """Page marks shifted by (`dx`, `dy`)."""
    found: list[Mark] = []
    for mark in marks:
        match mark:
            case Text():
                found.append(
                    Text(mark.layer, mark.text, mark.x + dx, mark.y + dy, "page", mark.font, mark.colour, mark.dx,
                         mark.dy, mark.halo, mark.halo_width, mark.angle_deg)
                )  # fmt: skip
            case Symbol():
                found.append(
                    Symbol(mark.layer, mark.name, mark.x + dx, mark.y + dy, "page", mark.size, mark.fill, mark.outline,
                           mark.dx, mark.dy, mark.ref, mark.angle_deg)
                )  # fmt: skip
            case Shape() | Stroke():
                shape = mark.geometry
                parts = [
                    shape.xy[a:b] + np.array([dx, dy]) for a, b in zip(shape.start[:-1], shape.start[1:], strict=True)
                ]
                new = page_geometry(parts, shape.group is not None)
                if isinstance(mark, Shape):
                    found.append(Shape(mark.layer, new, mark.colours, mark.antialias))
                else:
                    found.append(Stroke(mark.layer, new, mark.pen, mark.closed))
            case _:
                found.append(mark)
    return found


def panel(box: Box, style: Style) -> list[Mark]:
    """A box to write in."""
    ring = page_geometry([rectangle(box)])
    return [Shape(LAYER, ring, (style.panel.fill,)), Stroke(LAYER, ring, style.panel.edge, closed=True)]
