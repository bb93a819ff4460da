"""A briefing page: title, map, locator, legend, closure chart, table of arrivals, sources, marking, in one picture.

All of it is marks in page pixels (96 to the inch), so that paper, image and vector file come from one source. The
blocks flow (`layers.picture.flow`) until a person puts them elsewhere (`layers.picture.arranged`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from layers.picture import chart as closing
from layers.picture import covered, graticule, labels, table
from layers.picture.arranged import Arranged
from layers.picture.flow import DISCLAIMER, Flow
from layers.picture.framing import ViewSpec, spec_for, view_in
from layers.picture.kit import Box, Draft, Stage, page_geometry, rectangle
from layers.picture.layout import Layout, PageBlock, completed, overlaps
from layers.picture.marks import Picture, Shape, Stroke
from layers.picture.paper import A4_LANDSCAPE, BRIEFING, Paper, Template
from layers.picture.sheet import Sheet

LEAST_ROWS = 2
"""Of the table, whatever the column beside the map wants."""

__all__ = ["DISCLAIMER", "Page", "ViewSpec", "brief", "laid_out", "spec_for", "view_in"]


def brief(
    sheet: Sheet,
    spec: ViewSpec,
    title: str,
    subtitle: str = "",
    rows: table.Rows = (),
    sources: str = "",
    date: str = "",
    marking: str = "",
    paper: Paper = A4_LANDSCAPE,
    template: Template = BRIEFING,
    closure: closing.Closure | None = None,
) -> Picture:
    """The page as one picture; see `laid_out`."""
    return laid_out(sheet, spec, title, subtitle, rows, sources, date, marking, paper, template, closure).picture


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page's picture, and where its blocks stand."""

    picture: Picture
    boxes: Mapping[str, Box]
    """Of ``title``, ``subtitle``, ``table`` and ``chart``, as far as the page has them."""
    rows: table.Rows = ()
    """Of the table, as many as found room."""
    blocks: Mapping[PageBlock, Box] = field(default_factory=dict)
    """Of everything on the page that can be put elsewhere."""
    warnings: tuple[str, ...] = ()
    """In words: what lies over what, and what has no room."""


def laid_out(
    sheet: Sheet,
    spec: ViewSpec,
    title: str,
    subtitle: str = "",
    rows: table.Rows = (),
    sources: str = "",
    date: str = "",
    marking: str = "",
    paper: Paper = A4_LANDSCAPE,
    template: Template = BRIEFING,
    closure: closing.Closure | None = None,
    left_out: frozenset[str] = frozenset(),
    placed: Layout = (),
) -> Page:
    """The page.

    Parameters
    ----------
    rows
        Heading and rows of the table, see `layers.picture.table`; empty for none.
    sources
        One line (it is wrapped) that says where the figures come from.
    date
        As it is to be printed.
    marking
        Printed top and bottom; empty for none.
    template
        Which blocks the page has.
    closure
        What the closure chart shows; None for no chart.
    left_out
        Blocks that get their room but are not drawn, because the paper has objects of its own for them.
    placed
        Where a person put the blocks; empty for blocks that flow.
    """
    if "table" not in template.blocks:
        rows = ()
    if "chart" not in template.blocks:
        closure = None

    def set_on(layout: Flow, rows: table.Rows) -> tuple[Flow, Stage, Draft]:
        layout.head(title, subtitle, marking)
        layout.foot(sources, date, spec)
        layout.table(rows)
        return layout, *layout.map_with_blocks(spec)

    if placed:
        have = {one.block for one in placed}
        if {"title", "map", "sources", *template.blocks} - have:
            flow = laid_out(sheet, spec, title, subtitle, rows, sources, date, marking, paper, template, closure)
            placed = completed(placed, flow.blocks, paper)
        layout, stage, draft = set_on(Arranged(sheet, paper, template, closure, left_out, placed), rows)
    else:
        layout, stage, draft = set_on(Flow(sheet, paper, template, closure, left_out), rows)
        if layout.lacking and layout.shown:  # legend and chart go before the last rows of the table
            fewer = table.shorter_by(layout.shown, sheet.style, layout.room, layout.lacking, LEAST_ROWS)
            layout, stage, draft = set_on(Flow(sheet, paper, template, closure, left_out), fewer)
    frame, style = stage.frame, sheet.style
    seen = covered.leave_out(stage, draft, framed=True)
    graticule.write(stage, draft)
    texts, signs = labels.place(stage, draft)
    edge = page_geometry([rectangle(frame)])
    ground = Shape("furniture", edge, (style.ground.outside,), antialias=False)
    over = (
        *seen.over,
        *signs,
        *seen.symbols,
        *texts,
        *draft.furniture,
        *seen.above,
        Stroke("furniture", edge, style.ground.edge, closed=True),
        *layout.marks,
    )
    picture = Picture(
        stage.view,
        style.panel.paper,
        (ground, *draft.base),
        over,
        (frame.x0, frame.y0, frame.x1, frame.y1),
        tuple(draft.legend),
    )
    blocks = {**layout.blocks, "map": frame}
    return Page(picture, layout.boxes, layout.shown, blocks, (*overlaps(placed, blocks), *layout.warnings))
