"""Names find their places: once over all layers, the weightier first, never over one another or over a sign.

Places are sought in pixels from the plane's origin, in a region fixed to the plane and larger than the window; so the
same names stay in the same places while the map is panned. Only then are those left out that the frame or the furniture
would cut.

References
----------
Christensen, J., Marks, J., Shieber, S. (1995), An empirical study of algorithms for point-feature label placement, ACM
Transactions on Graphics 14(3), 203-232: eight candidate positions, greedy by priority.
Joslin, D., Clements, D. (1999), "Squeaky wheel" optimization, Journal of Artificial Intelligence Research 10, 353-373:
what found no place is sought a place earlier in the next try.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from layers.picture import legend
from layers.picture.callouts import NEAR_PX
from layers.picture.candidates import Placed, candidates, origin, standing_off
from layers.picture.kit import Box, Draft, Stage, Wish
from layers.picture.marks import Symbol, Text
from layers.picture.obstacles import Ground
from layers.picture.tracks import along
from layers.style import symbols

UNDER_PX = 7.0
"""How much farther a name stands from its point when another sign covers that."""
PATIENT = 20.0
"""Names that must be seen and rank behind this seek their place in the window last, where they move no other name."""
LANDS_NAMED = 28.0
"""Before the names that rank behind this those that have waited till then seek their place: countries before zones."""
TRIES = 4
"""Orders in which the names of flashpoints are tried at most."""
SHORT, LONGEST_PX = 60, 420.0
"""A line of more letters than this is cut, with an ellipsis, to so much of the map."""
YIELDING = frozenset({"labels", "bases"})
"""Layers whose names are left out rather than cross a route; the hours along a route stand on it."""
EDGE_PX = 3.0
"""How far names stay from the frame."""


def _bearable(wish: Wish) -> Wish:
    """The wish with no line longer than `LONGEST_PX`."""
    if all(len(text) <= SHORT for text, _ in wish.lines):
        return wish
    return replace(wish, lines=tuple((legend.fitted(letter, text, LONGEST_PX), letter) for text, letter in wish.lines))


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
        self.hidden = draft.hidden
        _, _, _, _, e, f = stage.matrix
        self._frame = stage.frame.grown(-EDGE_PX).moved(-e, -f)
        self._taken = Ground()
        for box in draft.taken:
            self._taken.add(box.moved(-e, -f))

    def seen(self, way: Placed) -> bool:
        """Whether neither the frame nor the furniture cuts any of it, nor the dot that comes with it."""
        sign = way.wish.sign
        boxes = way.boxes if sign is None else (*way.boxes, _sign_box(sign, self.stage))
        return all(map(self._frame.holds, boxes)) and all(map(self._taken.free, boxes))

    def _free(self, way: Placed) -> bool:
        return all(map(self.ground.free, way.boxes))

    def _best(self, wish: Wish, ways: Iterator[Placed]) -> Placed | None:
        """The first way that is free; for a point's name the first that is off all routes too, where there is one.

        The name of a sign stands off rather than cross a route, if need be with its line across one; a lesser name that
        can do neither is left out.
        """
        free = filter(self._free, ways)
        best = next(free, None)
        if best is None or wish.spots or wish.curve or self._off_routes(best.boxes):
            return best
        others = list(free)
        if not wish.leader and (wish.sign is not None or wish.layer == "bases"):
            line = replace(wish, leader=NEAR_PX)
            others.extend(filter(self._free, standing_off(line, *origin(wish, self.stage), self.ground)))
        off = (way for boxes in (None, 1) for way in others if self._off_routes(way.boxes[:boxes]))
        return next(off, best if wish.must or wish.layer not in YIELDING else None)

    def _off_routes(self, boxes: tuple[Box, ...]) -> bool:
        return all(map(self._ways.free, boxes))

    def first(self, wish: Wish) -> Placed | None:
        """The best free way to set a name, wherever the window lies."""
        return self._best(wish, candidates(wish, self.stage, self.ground))

    def first_seen(self, wish: Wish) -> Placed | None:
        """The best free way that can be seen whole; whether it can be seen is the cheaper question."""
        return self._best(wish, filter(self.seen, candidates(wish, self.stage, self.ground)))

    def in_sight(self, wish: Wish) -> bool:
        """Whether what is named may be seen."""
        x, y = origin(wish, self.stage)
        return (wish.x, wish.y) not in self.hidden and (bool(wish.spots) or self._frame.has(x, y))

    def sought(self, wish: Wish) -> Placed | None:
        """The best free way; one that can be seen for the weightiest, where there is one."""
        way = self.first(wish)
        if wish.must and wish.rank < PATIENT and self.in_sight(wish) and (way is None or not self.seen(way)):
            way = self.first_seen(wish) or way
        return way

    def in_turn(self, wishes: list[Wish]) -> Iterator[Wish]:
        """The wishes, weightiest first; of those of one weight as many as can be have a place in sight.

        Who finds none is asked first in the next try.
        """
        for rank, group in groupby(wishes, key=lambda wish: math.floor(wish.rank)):
            order = best = list(group)
            if rank < PATIENT and len(order) > 1:
                fewest = len(order)
                for _ in range(TRIES):
                    left = self._left_out(order)
                    if len(left) < fewest:
                        best, fewest = order, len(left)
                    if not left:
                        break
                    order = left + [wish for wish in order if wish not in left]
            yield from best

    def _left_out(self, wishes: list[Wish]) -> list[Wish]:
        """Those that find no place when they are asked in this order."""
        ground, self.ground = self.ground, self.ground.copy()
        left = []
        for wish in wishes:
            way = self.sought(wish)
            if way is not None:
                self.keep(way)
            if self.in_sight(wish) and (way is None or not self.seen(way)):
                left.append(wish)
        self.ground = ground
        return left

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

    def settle() -> None:
        """A place in the window for those that have waited."""
        for wish in late:
            way = on.first_seen(wish)
            if way is not None:
                on.keep(way)
                show(way, None)
        late.clear()

    wishes = sorted(map(_bearable, draft.wishes), key=lambda one: (one.rank, one.lines[0][0], one.x, one.y))
    for wished in on.in_turn(wishes):
        if check:
            check()
        if late and late[0].rank < LANDS_NAMED <= wished.rank:
            settle()
        wish = on.without_sign(wished)
        if wish is None:
            continue
        way = on.sought(wish)
        hidden = (wish.x, wish.y) in draft.hidden
        if wish.must and wish.rank >= PATIENT and not hidden and (way is None or not on.seen(way)):
            late.append(wish)
        if way is not None:
            on.keep(way, wish.sign)
            if not hidden and on.seen(way):
                show(way, wish.sign)
    settle()
    return texts, signs
