"""Signs as vector paths in a unit square: bases, flashpoints, towns, events, units, arrows.

x runs right and y down from -0.5 to 0.5, so a sink multiplies by the size and is done. A sign tells its kind by shape,
its nation by colour; each stays readable without colour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

Point = tuple[float, float]
Ring = tuple[Point, ...]
Use = Literal["fill", "outline", ""]
"""Which of a symbol's two colours a part takes; empty: none."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines or rings of one look; `width` is a fraction of the symbol's size, rings fill by the even-odd rule."""

    rings: tuple[Ring, ...]
    fill: Use = "fill"
    pen: Use = ""
    width: float = 0.0
    closed: bool = True


Glyph = tuple[Part, ...]
"""Parts in painting order."""


def _circle(radius: float, x: float = 0.0, y: float = 0.0, count: int = 40) -> Ring:
    turns = (2 * math.pi * k / count for k in range(count))
    return tuple((x + radius * math.sin(turn), y - radius * math.cos(turn)) for turn in turns)


def _polygon(corners: int, radius: float, turn: float = 0.0) -> Ring:
    turns = (turn + 2 * math.pi * k / corners for k in range(corners))
    return tuple((radius * math.sin(t), -radius * math.cos(t)) for t in turns)


def _star(points: int, outer: float, inner: float) -> Ring:
    return tuple(
        (
            (outer, inner)[k % 2] * math.sin(math.pi * k / points),
            -(outer, inner)[k % 2] * math.cos(math.pi * k / points),
        )
        for k in range(2 * points)
    )


def _box(half_width: float, half_height: float) -> Ring:
    return (
        (-half_width, -half_height),
        (half_width, -half_height),
        (half_width, half_height),
        (-half_width, half_height),
    )


def _arc(radius: float, from_deg: float, to_deg: float, y: float = 0.0, count: int = 16) -> Ring:
    turns = (math.radians(from_deg + (to_deg - from_deg) * k / count) for k in range(count + 1))
    return tuple((radius * math.sin(turn), y - radius * math.cos(turn)) for turn in turns)


def _mirrored(half: Ring) -> Ring:
    """A ring from its right half, told from the top of the axis to its bottom."""
    return half + tuple((-x, y) for x, y in reversed(half) if x)


def _scaled(ring: Ring, factor: float, dy: float = 0.0) -> Ring:
    return tuple((x * factor, y * factor + dy) for x, y in ring)


_PLANE = _mirrored(
    (
        (0.0, -0.46), (0.05, -0.38), (0.065, -0.14), (0.42, 0.08), (0.42, 0.16), (0.065, 0.05), (0.05, 0.27),
        (0.17, 0.37), (0.17, 0.43), (0.0, 0.38),
    )
)  # fmt: skip
_SHIP = (
    (-0.44, 0.06), (0.46, 0.06), (0.32, 0.24), (-0.36, 0.24),
)  # fmt: skip
_SHIP_HOUSE = (
    (-0.24, 0.06), (-0.24, -0.08), (-0.08, -0.08), (-0.08, -0.26), (0.02, -0.26), (0.02, -0.08), (0.16, -0.08),
    (0.22, 0.06),
)  # fmt: skip


def _anchor(factor: float, dy: float = 0.0) -> Part:
    lines: tuple[Ring, ...] = (
        (*_circle(0.08, 0, -0.3, 16), (0.0, -0.38)),
        ((0.0, -0.22), (0.0, 0.36)),
        ((-0.16, -0.1), (0.16, -0.1)),
        _arc(0.33, 255, 105, 0.03),
    )
    placed = tuple(_scaled(line, factor, dy) for line in lines)
    return Part(placed, fill="", pen="outline", width=0.085 * factor, closed=False)


def _badge(frame: Ring) -> Part:
    """The body of a sign: its nation's colour with an edge that lifts it off the map."""
    return Part((frame,), fill="fill", pen="outline", width=0.07)


def _framed(*inner: Part) -> Glyph:
    """A friendly unit's frame (APP-6: a rectangle, half as wide again as high) with what is in it."""
    return (Part((_box(0.48, 0.32),), fill="fill", pen="outline", width=0.06), *inner)


_BUTTON = _circle(0.46)
_SQUARE = _box(0.41, 0.41)

LEADERS: dict[str, float] = {
    "leader-14": 14.0,
    "leader-26": 26.0,
    "leader-42": 42.0,
    "leader-64": 64.0,
    "leader-92": 92.0,
    "leader-128": 128.0,
}
"""The lines from a name to its point, by length [px]; a sign's size is its length."""


def _leader(length: float) -> Glyph:
    line = (((0.0, -0.5), (0.0, 0.5)),)
    return (
        Part(line, fill="", pen="outline", width=3.0 / length, closed=False),
        Part(line, fill="", pen="fill", width=1.0 / length, closed=False),
    )


GLYPHS: dict[str, Glyph] = {
    "base_air": (_badge(_BUTTON), Part((_scaled(_PLANE, 0.68),), fill="outline")),
    "base_naval": (_badge(_SQUARE), _anchor(0.86, 0.005)),
    "base_army": (
        _badge(_polygon(4, 0.5)),
        Part((_scaled(_star(5, 0.3, 0.12), 0.86),), fill="outline"),
    ),
    "base_multi": (
        _badge(_polygon(6, 0.5, math.pi / 6)),
        Part((_scaled(_PLANE, 0.42, -0.11),), fill="outline"),
        Part((_scaled(_SHIP, 0.55, 0.12),), fill="outline"),
    ),
    "base_minor": (Part((_circle(0.42),), fill="fill", pen="outline", width=0.14),),
    "flashpoint": (Part((_star(4, 0.5, 0.2),), fill="fill", pen="outline", width=0.08),),
    "target": (
        Part((_circle(0.46),), fill="", pen="outline", width=0.13),
        Part((_circle(0.46),), fill="", pen="fill", width=0.065),
        Part((_star(5, 0.34, 0.135),), fill="fill", pen="outline", width=0.045),
    ),
    "capital": (
        Part((_box(0.42, 0.42),), fill="outline", pen="fill", width=0.14),
        Part(
            (_box(0.17, 0.17),),
        ),
    ),
    "city": (Part((_circle(0.42),), fill="outline", pen="fill", width=0.15), Part((_circle(0.16),))),
    "town": (Part((_circle(0.4),), fill="outline", pen="fill", width=0.17),),
    "village": (Part((_circle(0.36),)),),
    "islet": (
        Part((_circle(0.42),), fill="", pen="fill", width=0.12),
        Part((_circle(0.14),)),
    ),
    "event": (
        Part((_polygon(3, 0.5),), fill="fill", pen="outline", width=0.07),
        Part((_box(0.035, 0.12),), fill="outline"),
        Part((_circle(0.045, 0, 0.185, 12),), fill="outline"),
    ),
    "joint_air": (_badge(_polygon(8, 0.5, math.pi / 8)), Part((_scaled(_PLANE, 0.66),), fill="outline")),
    "joint_sea": (
        _badge(_polygon(8, 0.5, math.pi / 8)),
        Part((_scaled(_SHIP, 0.7), _scaled(_SHIP_HOUSE, 0.7)), fill="outline"),
    ),
    "joint_drill": (
        _badge(_polygon(8, 0.5, math.pi / 8)),
        Part(
            (((-0.22, -0.22), (0.22, 0.22)), ((-0.22, 0.22), (0.22, -0.22))),
            fill="",
            pen="outline",
            width=0.1,
            closed=False,
        ),
    ),
    "pin": (
        Part(((*_arc(0.3, -110, 110, -0.18), (0.0, 0.5)),), fill="fill", pen="outline", width=0.07),
        Part((_circle(0.11, 0, -0.19, 20),), fill="outline"),
    ),
    "unit_air": _framed(Part((_scaled(_PLANE, 0.55),), fill="outline")),
    "unit_sea": _framed(Part((_scaled(_SHIP, 0.72), _scaled(_SHIP_HOUSE, 0.72)), fill="outline")),
    "unit_land": _framed(
        Part(
            (((-0.48, -0.32), (0.48, 0.32)), ((-0.48, 0.32), (0.48, -0.32))),
            fill="",
            pen="outline",
            width=0.06,
            closed=False,
        )
    ),
    "unit_missile": _framed(
        Part((_mirrored(((0.0, -0.26), (0.06, -0.14), (0.06, 0.14), (0.14, 0.24), (0.0, 0.2))),), fill="outline")
    ),
    "arrow": (
        Part((((0.0, -0.5), (0.42, 0.45), (0.0, 0.22), (-0.42, 0.45)),), fill="fill", pen="outline", width=0.08),
    ),
    "tick": (Part((((-0.5, 0.0), (0.5, 0.0)),), fill="", pen="fill", width=0.2, closed=False),),
    "dot": (Part((_circle(0.5, count=24),)),),
    "north": (
        Part((((0.0, -0.5), (0.24, 0.42), (0.0, 0.26)),), fill="fill", pen="fill", width=0.03),
        Part((((0.0, -0.5), (-0.24, 0.42), (0.0, 0.26)),), fill="outline", pen="fill", width=0.03),
    ),
    "vertex": (Part((_box(0.4, 0.4),), fill="outline", pen="fill", width=0.2),),
    **{name: _leader(length) for name, length in LEADERS.items()},
}
"""Every sign of the house. A name that is not here is a bundled SVG's."""

BASE_SIGNS: dict[str, str] = {"air": "base_air", "naval": "base_naval", "army": "base_army", "multi": "base_multi"}
BASE_KINDS: dict[str, str] = {
    "air": "Air base",
    "naval": "Naval base",
    "army": "Army garrison",
    "multi": "Joint base",
}


@cache
def reach(name: str) -> float:
    """Half the width of the smallest square that holds the sign with its pens, as a fraction of its size."""
    parts = GLYPHS.get(name)
    if parts is None:
        return 0.5
    return max(
        max(abs(x), abs(y)) + (part.width / 2 if part.pen else 0.0)
        for part in parts
        for ring in part.rings
        for x, y in ring
    )
