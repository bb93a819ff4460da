"""Names a little way off, tied to their point by a thin line: for what has no free side on a crowded map.

The lines come in a few fixed lengths, each a sign of its own, so that every sink draws them like any other sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from layers.picture.kit import Box, Wish
from layers.picture.marks import Symbol
from layers.style.ink import Colour
from layers.style.symbols import LEADERS

DIRECTIONS = 16
SIGN_PX = 3.5
"""From the point's sign to the line: the line's own half width and the sign's edge."""
GAP_PX = 2.0
"""From the line to the name."""
UNSEEN = Colour(0, 0, 0, 0)


class Callout(NamedTuple):
    """Where a block of text may stand, relative to its point, and its line."""

    left: float
    top: float
    across: int
    """-1: set flush right, 0: centred, 1: flush left."""
    way: tuple[Box, ...]
    """Small boxes along the line."""
    line: Symbol


def _turns() -> list[float]:
    """Directions [rad] clockwise from right, those beside before those above and below."""
    turns = [2 * math.pi * k / DIRECTIONS for k in range(DIRECTIONS)]
    return sorted(turns, key=lambda turn: (round(abs(math.sin(turn)), 6), math.cos(turn) < 0))


TURNS = tuple(_turns())


def callouts(wish: Wish, width: float, height: float) -> Iterator[Callout]:
    """Every place for a block of `width` x `height` pixels at the end of a line, the shortest lines first."""
    letter = wish.lines[0][1]
    for name, length in LEADERS.items():
        for turn in TURNS:
            cos, sin = math.cos(turn), math.sin(turn)
            first = (wish.reach + SIGN_PX) / max(abs(cos), abs(sin))  # where the ray leaves the square round the sign
            end = first + length + GAP_PX
            x, y = end * cos, end * sin
            across = 1 if cos > 0.35 else -1 if cos < -0.35 else 0
            left = {1: x, 0: x - width / 2, -1: x - width}[across]
            top = y - height / 2 if across else (y if sin > 0 else y - height)
            steps = max(math.ceil(length / 5.0), 1)
            way = []
            for k in range(steps + 1):
                at = first + length * k / steps
                way.append(Box(at * cos - 1.5, at * sin - 1.5, at * cos + 1.5, at * sin + 1.5))
            middle = first + length / 2
            line = Symbol(
                wish.layer, name, wish.x, wish.y, "plane", length, letter.colour, letter.halo or UNSEEN,
                dx=middle * cos, dy=middle * sin, angle_deg=math.degrees(turn) + 90.0,
            )  # fmt: skip
            yield Callout(left, top, across, tuple(way), line)
