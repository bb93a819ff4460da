"""From what is on the map to a picture: `compose(sheet, view)`, a pure function that any thread may call."""

from __future__ import annotations

from collections.abc import Callable

from layers.picture import (
    bands,
    commitments,
    covered,
    declared,
    drawings,
    events,
    furniture,
    graticule,
    ground,
    labels,
    lost,
    names,
    places,
    rings,
    routes,
    units,
    zones,
)
from layers.picture.kit import Box, Draft, Stage
from layers.picture.marks import Picture
from layers.picture.sheet import DEFAULT_LAYERS, Sheet
from layers.view import View

# Bottom to top. What goes above the base (signs, names, furniture) is put in order by `compose`.
_DRAWERS = (
    ground.draw,
    zones.draw,
    bands.draw_areas,
    lost.draw_areas,
    ground.draw_veil,
    commitments.draw,
    declared.draw_areas,
    ground.draw_lines,
    graticule.draw,
    bands.draw_lines,
    lost.draw_lines,
    rings.draw,
    declared.draw_lines,
    routes.draw,
    drawings.draw,
    events.draw,
    places.draw_bases,
    units.draw,
    places.draw_flashpoints,
    names.draw,
)


def stage_of(sheet: Sheet, view: View, frame: Box | None = None) -> Stage:
    """The stage on which drawers work: the whole page unless a frame is given."""
    return Stage(sheet, view, frame or Box(0.0, 0.0, float(view.width), float(view.height)))


def draft_map(stage: Stage, check: Callable[[], None] | None = None) -> Draft:
    """Everything on the map itself, without names and furniture."""
    draft = Draft()
    for drawer in _DRAWERS:
        if check:
            check()
        drawer(stage, draft)
    order = [row.id for row in stage.sheet.layers]
    if order != [row.id for row in DEFAULT_LAYERS]:
        # the user's order; marks of one layer stay as they were drawn
        place: dict[str, int] = {ident: number for number, ident in enumerate(order)}
        for marks in (draft.base, draft.over, draft.symbols):
            marks.sort(key=lambda mark: place.get(mark.layer, -1))
    return draft


def compose(
    sheet: Sheet, view: View, *, legend: bool = True, framed: bool = False, check: Callable[[], None] | None = None
) -> Picture:
    """The picture of a sheet seen through a view.

    Heavy geometry is kept per (what, projection, level of detail): after a pan or a rotation the marks of `base` carry
    the keys, and the very arrays, they had before.

    Parameters
    ----------
    sheet, view
        What is on the map, and what of it is seen.
    legend
        Whether the legend is drawn; what it says is told by the picture in any case.
    framed
        Whether signs that the edge would cut are left out, as on a still picture. In a window they are halves of what
        the hand can pull in: signs beyond the edge are marks of the picture too.
    check
        Called now and then; it may raise `Cancelled`.
    """
    stage = stage_of(sheet, view)
    draft = draft_map(stage, check)
    furniture.draw(stage, draft, explained=legend)
    entries = tuple(covered.told(stage, draft, framed=framed))
    seen = covered.leave_out(stage, draft, framed=framed)
    graticule.write(stage, draft)
    texts, signs = labels.place(stage, draft, check)
    over = (*seen.over, *signs, *seen.symbols, *texts, *draft.furniture, *seen.above)
    return Picture(view, sheet.style.ground.outside, tuple(draft.base), over, legend=entries)
