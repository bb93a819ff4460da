"""Names find their places: once over all layers, the weightier first, never over one another or over a sign.

Places are sought in pixels from the plane's origin, in a region fixed to the plane and larger than the window; so the
same names stay in the same places while the map is panned. Only then are those left out that the frame or the furniture
would cut.

References
----------
Imhof, E. (1975), Positioning names on maps, The American Cartographer 2(2), 128-144: which side of a point is best.
Christensen, J., Marks, J., Shieber, S. (1995), An empirical study of algorithms for point-feature label placement, ACM
Transactions on Graphics 14(3), 203-232: eight candidate positions, greedy by priority.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from layers.picture import legend
from layers.picture.callouts import callouts
from layers.picture.curves import EXTENDED
from layers.picture.kit import Array, Box, Draft, Spot, Stage, Wish
from layers.picture.marks import Symbol, Text
from layers.picture.tracks import along
from layers.style import symbols
from layers.style.ink import Letter
from layers.style.typeset import advances, measure

CELL = 48.0
LEADING = 1.22
"""Line spacing of names of two lines, in sizes of the second."""
UNDER_PX = 7.0
"""How much farther a name stands from its point when another sign covers that."""
PATIENT = 15.0
"""Names that must be seen and rank behind this seek their place in the window last, where they move no other name."""
SHORT, LONGEST_PX = 60, 420.0
"""A line of more letters than this is cut, with an ellipsis, to so much of the map."""
EDGE_PX = 3.0
"""How far names stay from the frame."""

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


class Ground:
    """The boxes taken so far, in cells."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    @staticmethod
    def _over(box: Box) -> Iterator[tuple[int, int]]:
        for i in range(math.floor(box.x0 / CELL), math.floor(box.x1 / CELL) + 1):
            for j in range(math.floor(box.y0 / CELL), math.floor(box.y1 / CELL) + 1):
                yield i, j

    def add(self, box: Box) -> None:
        for cell in self._over(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box) -> bool:
        x0, y0, x1, y1 = box
        cells = self._cells
        for i in range(math.floor(x0 / CELL), math.floor(x1 / CELL) + 1):
            for j in range(math.floor(y0 / CELL), math.floor(y1 / CELL) + 1):
                for u0, v0, u1, v1 in cells.get((i, j), ()):
                    if x0 < u1 and u0 < x1 and y0 < v1 and v0 < y1:
                        return False
        return True


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


def _off(wish: Wish, qx: float, qy: float, ground: Ground) -> Iterator[Placed]:
    """At the end of a thin line, where the block itself is free."""
    block = _block(wish)
    for one in callouts(wish.reach):
        left, top = one.corner(block.width, block.height)
        box = _padded(wish, block, left + qx, top + qy)
        if ground.free(box):
            boxes = (box, *(each.moved(qx, qy) for each in one.way))
            yield Placed(wish, boxes, partial(_set_beside, wish, block, one.across, left, top), partial(one.line, wish))


def _turned(width: float, height: float, angle_deg: float, pad: float) -> list[Box]:
    """Small upright boxes that together hold a turned one about the origin."""
    if abs(angle_deg) < 0.01:
        return [Box(-width / 2, -height / 2, width / 2, height / 2).grown(pad)]
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    count = max(1, math.ceil(width / max(height, 1.0)))
    step = width / count
    half_w = abs(cos) * step / 2 + abs(sin) * height / 2 + pad
    half_h = abs(sin) * step / 2 + abs(cos) * height / 2 + pad
    found = []
    for k in range(count):
        along = (k + 0.5) * step - width / 2
        found.append(Box(along * cos - half_w, along * sin - half_h, along * cos + half_w, along * sin + half_h))
    return found


def _centred(wish: Wish, block: _Block, stage: Stage) -> Iterator[Placed]:
    """The text in the middle of each spot, turned as the spot says."""
    a, b, c, d, _, _ = stage.matrix
    turned: dict[float, list[Box]] = {}
    for spot in wish.spots:
        qx, qy = a * spot.x + c * spot.y + spot.dx, b * spot.x + d * spot.y + spot.dy
        angle = (spot.angle_deg + 90.0) % 180.0 - 90.0  # never upside down
        if angle not in turned:
            turned[angle] = _turned(block.width, block.height, angle, wish.pad)
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
            box.moved(x, y) for _, x, y, angle, wide in glyphs for box in _turned(wide, 2 * half, angle, wish.pad)
        )
        yield Placed(wish, boxes, partial(_set_along, wish, letter, glyphs, half, *_origin(wish, stage)))


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


def _bearable(wish: Wish) -> Wish:
    """The wish with no line longer than `LONGEST_PX`."""
    if all(len(text) <= SHORT for text, _ in wish.lines):
        return wish
    return replace(wish, lines=tuple((legend.fitted(letter, text, LONGEST_PX), letter) for text, letter in wish.lines))


def _origin(wish: Wish, stage: Stage) -> tuple[float, float]:
    a, b, c, d, _, _ = stage.matrix
    return a * wish.x + c * wish.y, b * wish.x + d * wish.y


def _ways(wish: Wish, stage: Stage, ground: Ground) -> Iterator[Placed]:
    """Every way to set a name, best first."""
    if wish.curve:
        yield from _along(wish, stage)
        return
    block = _block(wish)
    if wish.spots:
        yield from _centred(wish, block, stage)
    if not wish.spots or wish.leader:
        yield from _beside(wish, block, *_origin(wish, stage))
    if wish.leader:
        yield from _off(wish, *_origin(wish, stage), ground)


def _sign_box(sign: Symbol, stage: Stage, pad: float = 0.0) -> Box:
    a, b, c, d, _, _ = stage.matrix
    x, y = a * sign.x + c * sign.y + sign.dx, b * sign.x + d * sign.y + sign.dy
    half = sign.size * symbols.reach(sign.name) + pad
    return Box(x - half, y - half, x + half, y + half)


class _Map:
    """What is taken on the map, and which part of it can be seen."""

    def __init__(self, stage: Stage, draft: Draft) -> None:
        self.stage = stage
        self.ground = Ground()
        for symbol in draft.symbols:
            self.ground.add(_sign_box(symbol, stage))
        self._ways = Ground()
        for line in draft.ways:
            for piece in along(stage, line):
                self._ways.add(piece)
        _, _, _, _, e, f = stage.matrix
        self._frame = stage.frame.grown(-EDGE_PX).moved(-e, -f)
        self._taken = Ground()
        for box in draft.taken:
            self._taken.add(box.moved(-e, -f))

    def seen(self, way: Placed) -> bool:
        """Whether neither the frame nor the furniture cuts any of it, nor the furniture the dot that comes with it."""
        sign = way.wish.sign
        return (
            all(map(self._frame.holds, way.boxes))
            and all(map(self._taken.free, way.boxes))
            and (sign is None or self._taken.free(_sign_box(sign, self.stage)))
        )

    def _free(self, way: Placed) -> bool:
        return all(map(self.ground.free, way.boxes))

    def _best(self, wish: Wish, ways: Iterator[Placed]) -> Placed | None:
        """The first way that is free; for a point's name the first that is off all routes too, where there is one.

        A name that may stand off does so rather than cross a route, if need be with its line across one.
        """
        free = filter(self._free, ways)
        best = next(free, None)
        if best is None or wish.spots or wish.curve or self._off_routes(best.boxes):
            return best
        others = list(free)
        off = (way for boxes in (None, 1) for way in others if self._off_routes(way.boxes[:boxes]))
        return next(off, best)

    def _off_routes(self, boxes: tuple[Box, ...]) -> bool:
        return all(map(self._ways.free, boxes))

    def first(self, wish: Wish) -> Placed | None:
        """The best free way to set a name, wherever the window lies."""
        return self._best(wish, _ways(wish, self.stage, self.ground))

    def first_seen(self, wish: Wish) -> Placed | None:
        """The best free way that can be seen whole; whether it can be seen is the cheaper question."""
        return self._best(wish, filter(self.seen, _ways(wish, self.stage, self.ground)))

    def keep(self, way: Placed, sign: Symbol | None = None) -> None:
        for box in way.boxes:
            self.ground.add(box)
        if sign is not None:
            self.ground.add(_sign_box(sign, self.stage))

    def without_sign(self, wish: Wish) -> Wish | None:
        """The wish where another sign covers its own: beside that one, or not at all."""
        if wish.sign is None or self.ground.free(_sign_box(wish.sign, self.stage, -0.5)):
            return wish
        return replace(wish, sign=None, reach=wish.reach + UNDER_PX) if wish.alone else None


def place(stage: Stage, draft: Draft, check: Callable[[], None] | None = None) -> tuple[list[Text], list[Symbol]]:
    """The names of the draft's wishes that found a place, and the dots that came with them."""
    on = _Map(stage, draft)
    texts: list[Text] = []
    signs: list[Symbol] = []
    late: list[Wish] = []

    def show(way: Placed, sign: Symbol | None) -> None:
        texts.extend(way.texts())
        signs.extend(mark for mark in (way.line() if way.line else None, sign) if mark is not None)

    for wished in sorted(map(_bearable, draft.wishes), key=lambda one: (one.rank, one.lines[0][0], one.x, one.y)):
        if check:
            check()
        wish = on.without_sign(wished)
        if wish is None:
            continue
        way = on.first(wish)
        hidden = (wish.x, wish.y) in draft.hidden
        if wish.must and not hidden and (way is None or not on.seen(way)):
            if wish.rank < PATIENT:
                way = on.first_seen(wish) or way
            else:
                late.append(wish)
        if way is not None:
            on.keep(way, wish.sign)
            if not hidden and on.seen(way):
                show(way, wish.sign)
    for wish in late:
        way = on.first_seen(wish)
        if way is None and wish.layer == "flashpoints":  # without its native spelling, the second line
            way = on.first_seen(replace(wish, lines=wish.lines[:1]))
        if way is not None:
            on.keep(way)
            show(way, None)
    return texts, signs
