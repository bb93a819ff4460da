"""Where the blocks of a page stand when a person has put them there: cells of a grid over the page, and what is amiss.

A layout is whole numbers on a grid of `ACROSS` by `DOWN` cells, so that it comes back from a file exactly and holds on
every size of paper.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, get_args

from layers.errors import RimlandError
from layers.picture.kit import Box
from layers.picture.paper import Paper

ACROSS, DOWN = 96, 72
"""Cells of a page: 3.1 by 2.9 mm on A4."""
LEAST = 3
"""No block is less than so many cells either way."""
PageBlock = Literal["title", "map", "legend", "table", "chart", "locator", "note", "sources"]
BLOCKS: tuple[PageBlock, ...] = get_args(PageBlock)
NAMES: dict[PageBlock, str] = {
    "title": "Title", "map": "Map", "legend": "Legend", "table": "Table", "chart": "Chart", "locator": "Inset globe",
    "note": "Note on the map", "sources": "Sources",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and its cells, from the page's upper left corner."""

    block: PageBlock
    x: int
    y: int
    width: int
    height: int


Layout = tuple[Placed, ...]
"""Each block at most once."""


def box_of(one: Placed, paper: Paper) -> Box:
    """The pixels of a block on a paper."""
    across, down = paper.width / ACROSS, paper.height / DOWN
    return Box(one.x * across, one.y * down, (one.x + one.width) * across, (one.y + one.height) * down)


def snapped(block: PageBlock, box: Box, paper: Paper) -> Placed:
    """The cells nearest to a box, on the page and not too small."""
    across, down = paper.width / ACROSS, paper.height / DOWN
    x0, y0 = round(box.x0 / across), round(box.y0 / down)
    x1, y1 = round(box.x1 / across), round(box.y1 / down)
    return inside(Placed(block, x0, y0, x1 - x0, y1 - y0))


def inside(one: Placed) -> Placed:
    """The block moved on to the page where it lies beyond an edge."""
    width, height = min(max(one.width, LEAST), ACROSS), min(max(one.height, LEAST), DOWN)
    return replace(
        one, x=min(max(one.x, 0), ACROSS - width), y=min(max(one.y, 0), DOWN - height), width=width, height=height
    )


def put(layout: Layout, one: Placed) -> Layout:
    """The layout with a block in another place."""
    others = [other for other in layout if other.block != one.block]
    return tuple(sorted((*others, inside(one)), key=lambda each: BLOCKS.index(each.block)))


def completed(layout: Layout, boxes: Mapping[PageBlock, Box], paper: Paper) -> Layout:
    """The layout with every block of `boxes` that it does not place yet."""
    for block, box in boxes.items():
        if all(one.block != block for one in layout):
            layout = put(layout, snapped(block, box, paper))
    return layout


def overlaps(layout: Layout, shown: Collection[str] = BLOCKS) -> tuple[str, ...]:
    """In words, which blocks lie over one another."""
    told = []
    for one, other in combinations([each for each in layout if each.block in shown], 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        if not apart:
            first, second = (one, other) if one.block != "map" else (other, one)
            told.append(f"{NAMES[first.block]} and {NAMES[second.block].lower()} overlap")
    return tuple(told)


def check(one: Placed) -> Placed:
    """The block, if it lies on the page.

    Raises
    ------
    RimlandError
        With what is wrong.
    """
    if inside(one) != one:
        raise RimlandError(
            f"{one.x}, {one.y}, {one.width} x {one.height} cells do not lie on the page",
            place=one.block, remedy=f"give x, y, width, height within {ACROSS} x {DOWN} cells, {LEAST} at least",
        )  # fmt: skip
    return one
