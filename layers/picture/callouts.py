"""Names a little way off, tied to their point by a thin line: for what has no free side on a crowded map.

The lines come in a few fixed lengths, each a sign of its own, so that every sink draws them like any other sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from layers.picture.kit import Box, Wish
from layers.picture.marks import Symbol
from layers.style.ink import Colour
from layers.style.symbols import LEADERS

DIRECTIONS = 16
NEAR_PX, FAR_PX = 64.0, 128.0
"""The longest line: of most names, and of those that must not be lost in a crowd."""
SIGN_PX = 3.5
"""From the point's sign to the line: the line's own half width and the sign's edge."""
GAP_PX = 2.0
"""From the line to the name."""
UNSEEN = Colour(0, 0, 0, 0)


class Callout(NamedTuple):
    """Where a block of text may stand, relative to its point, at the end of a line."""

    x: float
    y: float
    """The side of the block that is next to the point."""
    across: int
    """-1: set flush right, 0: centred, 1: flush left."""
    name: str
    length: float
    first: float
    """How far from the point the line begins [px]."""
    turn: float

    def corner(self, width: float, height: float) -> tuple[float, float]:
        """Left and top of a block of that size."""
        left = {1: self.x, 0: self.x - width / 2, -1: self.x - width}[self.across]
        top = self.y - height / 2 if self.across else (self.y if math.sin(self.turn) > 0 else self.y - height)
        return left, top

    def way(self, x: float, y: float) -> Iterator[Box]:
        """Small boxes along the line from a point."""
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        steps = max(math.ceil(self.length / 5.0), 1)
        for k in range(steps + 1):
            at = self.first + self.length * k / steps
            yield Box(x + at * cos - 1.5, y + at * sin - 1.5, x + at * cos + 1.5, y + at * sin + 1.5)

    def line(self, wish: Wish) -> Symbol:
        """The line, from the wish's point."""
        letter = wish.lines[0][1]
        middle = self.first + self.length / 2
        return Symbol(
            wish.layer, self.name, wish.x, wish.y, "plane", self.length, letter.colour, letter.halo or UNSEEN,
            dx=middle * math.cos(self.turn), dy=middle * math.sin(self.turn), angle_deg=math.degrees(self.turn) + 90.0,
        )  # fmt: skip


def _turns(shift: float) -> list[float]:
    """Directions [rad] clockwise from right, those beside before those above and below."""
    turns = [2 * math.pi * (k + shift) / DIRECTIONS for k in range(DIRECTIONS)]
    return sorted(turns, key=lambda turn: (round(abs(math.sin(turn)), 6), math.cos(turn) < 0))


@lru_cache(maxsize=32)  # 0.1 MB each; a view asks for a few, and reaches of other scales never end
def callouts(reach: float) -> tuple[Callout, ...]:
    """Every place at the end of a line from a sign of that reach [px], the best first: short lines, main directions."""
    near, far = (
        [(name, length) for name, length in LEADERS.items() if (length > NEAR_PX) == beyond] for beyond in (False, True)
    )
    turns, between = _turns(0.0), _turns(0.5)
    tries = ((near, turns), (near, between), (far, turns), (far, between))
    return tuple(
        _callout(reach, name, length, turn) for lines, ways in tries for name, length in lines for turn in ways
    )


def _callout(reach: float, name: str, length: float, turn: float) -> Callout:
    cos, sin = math.cos(turn), math.sin(turn)
    first = (reach + SIGN_PX) / max(abs(cos), abs(sin))  # where the ray leaves the square round the sign
    end = first + length + GAP_PX
    across = 1 if cos > 0.35 else -1 if cos < -0.35 else 0
    return Callout(end * cos, end * sin, across, name, length, first, turn)
