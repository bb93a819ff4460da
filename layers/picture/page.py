"""A briefing page: title, map, locator, legend, table of first arrivals, sources, date, marking, in one picture.

All of it is marks in page pixels (96 to the inch), so that paper, image and vector file come from one source.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from layers import geodesy
from layers.picture import compose, furniture, graticule, labels, legend, table
from layers.picture.kit import Box, Draft, Stage, page_geometry, rectangle
from layers.picture.marks import Mark, Picture, Shape, Stroke
from layers.picture.sheet import Sheet
from layers.projection import Projection
from layers.view import View

PX_PER_MM = 96.0 / 25.4
MARGIN = 30.0
GAP = 14.0
COLUMNS = (232.0, 330.0, 430.0)
"""Widths of the column beside the map: the wider ones where the legend finds no room in the first."""
DISCLAIMER = (
    "Planning estimates from open sources, each low, likely and high; not for operational use. "
    "Borders and names shown imply no position on sovereignty."
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's size in millimetres."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def width(self) -> int:
        return round(self.width_mm * PX_PER_MM)

    @property
    def height(self) -> int:
        return round(self.height_mm * PX_PER_MM)


A4_LANDSCAPE = Paper("A4", 297.0, 210.0)
A3_LANDSCAPE = Paper("A3", 420.0, 297.0)


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """What a map is to show, before its size is known: the place in its middle and how wide it is at least."""

    projection: Projection
    lon: float
    lat: float
    across_m: float
    """The map's frame holds a circle of this diameter about the middle."""
    rotation_deg: float = 0.0


def spec_for(sheet: Sheet) -> ViewSpec:
    """A map about the sheet's target that holds its rings and routes, 1 200 km to 16 000 km across."""
    point = sheet.catalogue.flashpoints.get(sheet.target)
    lon, lat = sheet.target_position or ((point.lon, point.lat) if point else (80.0, 45.0))
    far = [0.0]
    far.extend(
        ring.radius_m + geodesy.distance(lon, lat, ring.lon, ring.lat) for ring in sheet.rings if ring.kind == "range"
    )
    for route in sheet.routes:
        line = route.line
        if len(line.lon):
            far.append(
                float(
                    np.max(
                        geodesy.distance(np.full(len(line.lon), lon), np.full(len(line.lon), lat), line.lon, line.lat)
                    )
                )
            )
    across = min(max(2.15 * max(far), 1_200_000.0), 16_000_000.0)
    return ViewSpec(Projection("aeqd", lon, lat), lon, lat, across)


def view_in(spec: ViewSpec, frame: Box, width: int, height: int) -> View:
    """The view of a page whose frame shows what `spec` asks for."""
    x, y = spec.projection.forward(spec.lon, spec.lat)
    mpp = spec.across_m / min(frame.width, frame.height)
    view = View(spec.projection, float(x), float(y), mpp, width, height, spec.rotation_deg)
    return view.panned((frame.x0 + frame.x1 - width) / 2, (frame.y0 + frame.y1 - height) / 2)


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
) -> Picture:
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
    """
    style = sheet.style
    letters = style.letters
    width, height = paper.width, paper.height
    marks: list[Mark] = []
    top, bottom = MARGIN, height - MARGIN
    if marking:
        for y in (MARGIN - 8.0, height - MARGIN + 16.0):
            at = (width - legend.width_of(letters.marking, marking)) / 2
            marks.append(legend.words(letters.marking, legend.fitted(letters.marking, marking, width), at, y))
        top += 8.0
    room = width - 2 * MARGIN
    marks.append(legend.words(letters.title, legend.fitted(letters.title, title, room), MARGIN, top + 22.0))
    top += 30.0
    if subtitle:
        marks.append(
            legend.words(letters.subtitle, legend.fitted(letters.subtitle, subtitle, room), MARGIN, top + 13.0)
        )
        top += 20.0
    top += 8.0
    bottom = _footer(marks, sheet, sources, date, width, bottom)
    if len(rows) > 1:
        tall = table.height_of(rows) + 16.0
        head = letters.legend_title
        marks.append(legend.words(head, "First arrivals", MARGIN, bottom - tall + 10.0))
        marks.extend(table.draw(rows, style, MARGIN, bottom - tall + 15.0, room))
        bottom -= tall + GAP
    for column in COLUMNS:
        frame = Box(MARGIN, top, width - MARGIN - column - GAP, bottom)
        stage = Stage(sheet, view_in(spec, frame, width, height), frame)
        draft = compose.draft_map(stage)
        beside, fits = _column(stage, draft, column)
        if fits:
            break
    draft.symbols = compose.inside(stage, draft.symbols)
    furniture.draw_scale(stage, draft, frame.x1 - 8.0, frame.y1 - 8.0)
    graticule.write(stage, draft)
    texts, signs = labels.place(stage, draft)
    edge = page_geometry([rectangle(frame)])
    ground = Shape("furniture", edge, (style.ground.outside,), antialias=False)
    marks.extend(beside)
    over = (
        *compose.inside(stage, draft.over),
        *signs,
        *draft.symbols,
        *texts,
        *draft.furniture,
        Stroke("furniture", edge, style.ground.edge, closed=True),
        *marks,
    )
    return Picture(
        stage.view,
        style.panel.paper,
        (ground, *draft.base),
        over,
        (frame.x0, frame.y0, frame.x1, frame.y1),
        tuple(draft.legend),
    )


def _column(stage: Stage, draft: Draft, width: float) -> tuple[list[Mark], bool]:
    """Beside the map: the locator, the legend, how the map is drawn; and whether there is room for all of it."""
    style, frame = stage.style, stage.frame
    left = frame.x1 + GAP
    size = 128.0
    note = legend.wrapped(style.letters.note, furniture.note_text(stage), width)
    for sentence in draft.notes:
        note.extend(legend.wrapped(style.letters.note, sentence, width))
    foot = frame.y1 - 12.0 * len(note)
    entries = tuple(draft.legend)
    below = frame.y0 + size + GAP
    for columns, top in ((1, below), (2, below), (1, frame.y0), (2, frame.y0)):
        key = legend.block(entries, style, width, columns=columns)
        fits = key.height <= foot - top
        if fits and not key.shortened:
            break
    marks = legend.moved(key.marks, left, top)
    if top == below:
        marks.extend(furniture.globe(stage, left + size / 2, frame.y0 + size / 2 + 1.0, size))
    for k, line in enumerate(note):
        marks.append(legend.words(style.letters.note, line, left, foot + 12.0 * (k + 1) - 3.0))
    return marks, fits and not key.shortened


def _footer(marks: list[Mark], sheet: Sheet, sources: str, date: str, width: int, bottom: float) -> float:
    """Sources, date and disclaimer at the foot; the height above them."""
    letter = sheet.style.letters.note
    room = width - 2 * MARGIN
    lines = legend.wrapped(letter, f"Sources: {sources}", room)[:2] if sources else []
    lines += legend.wrapped(letter, f"{date}. {DISCLAIMER}" if date else DISCLAIMER, room)
    for k, line in enumerate(reversed(lines)):
        marks.append(legend.words(letter, line, MARGIN, bottom - 2.0 - 12.0 * k))
    top = bottom - 12.0 * len(lines) - 3.0
    rule = page_geometry([table.level_line(MARGIN, width - MARGIN, top)])
    marks.append(Stroke("furniture", rule, sheet.style.panel.rule))
    return math.floor(top - 8.0)
