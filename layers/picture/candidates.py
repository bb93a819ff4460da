"""Candidate positions of a name: beside its point, at the end of a line, on a spot, along a curve; the best first.

References
----------
Imhof, E. (1975), Positioning names on maps, The American Cartographer 2(2), 128-144: which side of a point is best.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from layers.picture.callouts import callouts
from layers.picture.curves import EXTENDED
from layers.picture.kit import Array, Box, Spot, Stage, Wish
from layers.picture.marks import Symbol, Text
from layers.picture.obstacles import Ground, turned_boxes
from layers.style.ink import Letter
from layers.style.typeset import advances, measure

LEADING = 1.22
"""Line spacing of names of two lines, in sizes of the second."""

# Sides of a point, best first: (across, up); -1 is left or above, 0 centred, 1 right or below.
SIDES = ((1, 0), (1, -1), (1, 1), (-1, 0), (-1, -1), (-1, 1), (0, -1), (0, 1))


CURVE_TRIES = (
    (0.72, 0.0), (0.6, 0.1), (0.6, -0.1), (0.0, 0.0), (0.0, 0.12), (0.0, -0.12), (0.0, 0.24), (0.0, -0.24),
    (0.0, 0.36), (0.0, -0.36),
)  # fmt: skip
"""(share of its curve a sea's name is spread over, how far its middle is shifted along it), best first."""


class Placed(NamedTuple):
    """A name in a place: its boxes in pixels from the plane's origin, and how its marks are made if it stays there."""

    wish: Wish
    boxes: tuple[Box, ...]
    texts: Callable[[], list[Text]]
    line: Callable[[], Symbol] | None = None
    """From the name to its point, where the name stands off."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of a name with their sizes: baselines from the block's top, widths, total size."""

    lines: tuple[tuple[str, Letter, float, float], ...]
    """Text, letter, width, baseline."""
    width: float
    height: float


def _block(wish: Wish) -> _Block:
    lines: list[tuple[str, Letter, float, float]] = []
    top = 0.0
    height = 0.0
    for words, letter in wish.lines:
        text = letter.set(words)
        size = measure(text, letter.font)
        baseline = top + size.ascent if not lines else lines[-1][3] + LEADING * letter.font.size
        lines.append((text, letter, size.width, baseline))
        height = baseline + size.descent
        top = height
    return _Block(tuple(lines), max(line[2] for line in lines), height)


def _mark(wish: Wish, text: str, letter: Letter, x: float, y: float, dx: float, dy: float, angle: float = 0.0) -> Text:
    return Text(
        wish.layer, text, x, y, "plane", letter.font, letter.colour, dx, dy, letter.halo, letter.halo_width, angle
    )


def _padded(wish: Wish, block: _Block, left: float, top: float) -> Box:
    """What a block takes whose top left corner lies there."""
    pad = wish.pad
    return Box(left - pad, top - pad, left + block.width + pad, top + block.height + pad)


def _beside(wish: Wish, block: _Block, qx: float, qy: float) -> Iterator[Placed]:
    """The eight ways round a point."""
    gap = wish.reach + 3.0
    for across, up in SIDES:
        if across == 0:
            left = -block.width / 2
            top = -gap - block.height if up < 0 else gap
        else:
            slant = 0.75 if up else 1.0
            left = gap * slant if across > 0 else -gap * slant - block.width
            top = {-1: -block.height - gap * 0.35, 0: -block.height / 2, 1: gap * 0.35}[up]
        box = _padded(wish, block, left + qx, top + qy)
        yield Placed(wish, (box,), partial(_set_beside, wish, block, across, left, top))


def _set_beside(wish: Wish, block: _Block, across: int, left: float, top: float) -> list[Text]:
    """The lines of a block whose top left corner lies there from the point, flush towards it."""
    texts = []
    for text, letter, width, baseline in block.lines:
        inset = {1: 0.0, -1: block.width - width, 0: (block.width - width) / 2}[across]
        texts.append(_mark(wish, text, letter, wish.x, wish.y, left + inset, top + baseline))
    return texts


def standing_off(wish: Wish, qx: float, qy: float, ground: Ground) -> Iterator[Placed]:
    """At the end of a thin line, where the block itself is free."""
    block = _block(wish)
    for one in callouts(wish.reach):
        if one.length > wish.leader:
            continue
        left, top = one.corner(block.width, block.height)
        box = _padded(wish, block, left + qx, top + qy)
        if ground.free(box):
            boxes = (box, *one.way(qx, qy))
            yield Placed(wish, boxes, partial(_set_beside, wish, block, one.across, left, top), partial(one.line, wish))


def _centred(wish: Wish, block: _Block, stage: Stage) -> Iterator[Placed]:
    """The text in the middle of each spot, turned as the spot says."""
    a, b, c, d, _, _ = stage.matrix
    turned: dict[float, list[Box]] = {}
    for spot in wish.spots:
        qx, qy = a * spot.x + c * spot.y + spot.dx, b * spot.x + d * spot.y + spot.dy
        angle = (spot.angle_deg + 90.0) % 180.0 - 90.0  # never upside down
        if angle not in turned:
            turned[angle] = turned_boxes(block.width, block.height, angle, wish.pad)
        boxes = tuple([box.moved(qx, qy) for box in turned[angle]])
        yield Placed(wish, boxes, partial(_set_centred, wish, block, spot, angle))


def _set_centred(wish: Wish, block: _Block, spot: Spot, angle: float) -> list[Text]:
    """The lines of a block about a spot."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    texts = []
    for text, letter, width, baseline in block.lines:
        u, v = -width / 2, baseline - block.height / 2
        dx, dy = u * cos - v * sin + spot.dx, u * sin + v * cos + spot.dy
        texts.append(_mark(wish, text, letter, spot.x, spot.y, dx, dy, angle))
    return texts


def _along(wish: Wish, stage: Stage) -> Iterator[Placed]:
    """Letter by letter along the wish's curve, spread over most of it."""
    words, letter = wish.lines[0]
    text = letter.set(words)
    a, b, c, d, _, _ = stage.matrix
    line: Array = np.array(wish.curve) @ np.array([[a, b], [c, d]])
    if line[-1, 0] < line[0, 0]:
        line = line[::-1]
    step = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate(([0.0], np.cumsum(step)))
    total = float(at[-1])
    natural = measure(text, letter.font).width
    if natural > 1.02 * total:
        return
    gaps = max(len(text) - 1, 1)
    size = measure(text, letter.font)
    half = (size.ascent - 0.03 * letter.font.size) / 2
    step_on = np.array(advances(text, letter.font))
    width = step_on - letter.font.tracking * letter.font.size
    core = total / (1 + 2 * EXTENDED)
    for share, shift in CURVE_TRIES:
        stretch = min(max(share * core - natural, 0.0) / gaps, 0.42 * letter.font.size)
        length = natural + stretch * gaps
        begin = (total - length) / 2 + shift * core
        if begin < -0.02 * total or begin + length > 1.02 * total:
            continue
        pen = begin + np.concatenate(([0.0], np.cumsum(step_on + stretch)[:-1]))
        middle = np.clip(pen + width / 2, 0.0, total)
        lo, hi = np.maximum(middle - 8.0, 0.0), np.minimum(middle + 8.0, total)
        mx, my = np.interp(middle, at, line[:, 0]), np.interp(middle, at, line[:, 1])
        tx = np.interp(hi, at, line[:, 0]) - np.interp(lo, at, line[:, 0])
        ty = np.interp(hi, at, line[:, 1]) - np.interp(lo, at, line[:, 1])
        glyphs = [
            one
            for one in zip(text, mx.tolist(), my.tolist(), np.degrees(np.arctan2(ty, tx)).tolist(), width.tolist(),
                           strict=True)
            if one[0] != " "
        ]  # fmt: skip
        boxes = tuple(
            box.moved(x, y) for _, x, y, angle, wide in glyphs for box in turned_boxes(wide, 2 * half, angle, wish.pad)
        )
        yield Placed(wish, boxes, partial(_set_along, wish, letter, glyphs, half, *origin(wish, stage)))


def _set_along(
    wish: Wish, letter: Letter, glyphs: list[tuple[str, float, float, float, float]], half: float, ox: float, oy: float
) -> list[Text]:
    """Single letters about their middles: (glyph, x, y, angle [deg], width)."""
    texts = []
    for glyph, mx, my, angle, width in glyphs:
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        x = mx - ox - width / 2 * cos - half * sin
        y = my - oy - width / 2 * sin + half * cos
        texts.append(_mark(wish, glyph, letter, wish.x, wish.y, x, y, angle))
    return texts


def origin(wish: Wish, stage: Stage) -> tuple[float, float]:
    a, b, c, d, _, _ = stage.matrix
    return a * wish.x + c * wish.y, b * wish.x + d * wish.y


def candidates(wish: Wish, stage: Stage, ground: Ground) -> Iterator[Placed]:
    """Every way to set a name, best first."""
    if wish.curve:
        yield from _along(wish, stage)
        return
    block = _block(wish)
    if wish.spots:
        yield from _centred(wish, block, stage)
    if not wish.spots or wish.leader:
        yield from _beside(wish, block, *origin(wish, stage))
    if wish.leader:
        yield from standing_off(wish, *origin(wish, stage), ground)
    if wish.layer == "flashpoints" and len(wish.lines) > 1:
        yield from candidates(replace(wish, lines=wish.lines[:1]), stage, ground)  # without its native spelling
