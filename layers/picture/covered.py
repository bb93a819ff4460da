"""Signs that the furniture would cut, or the frame of a page: left out with their names, but for what was asked for.

What is left out is not explained either.

As on a printed atlas a sign is seen whole or not at all. Left out signs stay obstacles to names, so that no name moves
when one comes to lie under the legend.
"""

from __future__ import annotations

from typing import NamedTuple

from layers.picture.kit import Box, Draft, Stage
from layers.picture.marks import Entry, Mark, Symbol

ASKED_FOR = frozenset({"flashpoints", "bases"})
"""Layers whose signs never vanish when they are the target or selected."""

ROUND_PX = 4.0
"""Kept free round the furniture."""


class Seen(NamedTuple):
    """What is left of a draft's marks: lines and dots, signs, and the signs that stand on the furniture."""

    over: list[Mark]
    symbols: list[Symbol]
    above: list[Symbol]


def asked_for(stage: Stage, sign: Symbol) -> bool:
    """Whether a sign stands for the target or for what is selected."""
    sheet = stage.sheet
    return sign.layer in ASKED_FOR and (sign.ref in {sheet.target, "target"} or sign.ref in sheet.selected)


def kept_clear(stage: Stage, draft: Draft) -> list[Box]:
    """The boxes on the page that furniture keeps off where it can: the signs of what was asked for."""
    boxes = [stage.sign_box(sign) for sign in draft.symbols if asked_for(stage, sign)]
    return [box for box in boxes if box.meets(stage.frame)]


def told(stage: Stage, draft: Draft, under: Box | None = None, *, framed: bool = False) -> list[Entry]:
    """The legend lines of the draft that explain something that is seen, where `under` is taken too.

    `framed` as in `leave_out`.
    """
    taken = [*draft.taken, under.grown(ROUND_PX)] if under is not None else draft.taken

    def seen(sign: Symbol) -> bool:
        box = stage.sign_box(sign)
        if not (stage.frame.holds(box) if framed else stage.frame.has(*box.middle)):
            return False
        return asked_for(stage, sign) or not any(map(box.meets, taken))

    return [one for one in draft.legend if one not in draft.signs_of or any(map(seen, draft.signs_of[one]))]


def leave_out(stage: Stage, draft: Draft, *, framed: bool = False) -> Seen:
    """The marks that are to be drawn; the places whose names go with their signs are noted in `draft.hidden`.

    `framed`: signs that would reach over the frame are left out too, as on a page, where other things stand beside it.
    To be called when all furniture is in its place.
    """
    seen = Seen([], [], [])
    points, left = set[tuple[float, float]](), set[tuple[float, float]]()

    def put(sign: Symbol, among: list[Mark] | list[Symbol]) -> None:
        box = stage.sign_box(sign)
        points.add((sign.x, sign.y))
        if framed and not stage.frame.holds(box):
            return
        if not any(map(box.meets, draft.taken)):
            among.append(sign)
        elif asked_for(stage, sign):
            seen.above.append(sign)
        else:
            return
        left.add((sign.x, sign.y))

    for mark in draft.over:
        if isinstance(mark, Symbol):
            put(mark, seen.over)
        else:
            seen.over.append(mark)
    for sign in draft.symbols:
        put(sign, seen.symbols)
    draft.hidden = frozenset(points - left)
    return seen
