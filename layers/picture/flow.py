"""Blocks that flow: each takes what room it needs of the page, and the map has the rest.

The column beside the map is as wide as the legend needs, the locator moves on to the map where the chart wants its
room, and on upright paper everything stands beneath the map.
"""

from __future__ import annotations

import math
from dataclasses import replace

from layers.picture import chart as closing
from layers.picture import compose, covered, furniture, legend, table
from layers.picture.framing import ViewSpec, view_in
from layers.picture.kit import Box, Draft, Stage, page_geometry
from layers.picture.layout import PageBlock
from layers.picture.marks import Mark, Stroke
from layers.picture.paper import Paper, Template
from layers.picture.sheet import Sheet
from layers.style.ink import Letter
from layers.wording import say

MARGIN = 30.0
GAP = 14.0
COLUMNS = (232.0, 330.0, 430.0)
"""Widths of the column beside the map: the wider ones where the legend finds no room in the first."""
BAND = 240.0
"""Height of what stands below the map on upright paper, about."""
LOCATOR = 128.0
INSET = 104.0
"""Sizes of the locator globe, beside the map and on it."""
SMALLEST = 0.72
"""A title that is too long is set smaller, down to so much of its size, before it is cut."""
LOW, LOW_ROWS = 760, 6
"""On pages lower than this [px], as slides are, the chart stands beside the table, which has so many rows at most."""
LOW_WIDTH, LOW_MAP = 0.66, 0.52
"""Of such a page the table takes this much of the width, and the map keeps at least so much of the height."""
DISCLAIMER = (
    "Planning estimates from open sources, each low, likely and high; not for operational use. "
    "Borders and names shown imply no position on sovereignty."
)

TABLE_HEADS = {table.HEAD[0]: "First arrivals", table.ARRIVALS_HEAD[0]: "Arrivals, soonest first"}


class Flow:
    """The room that is left on the page, and what has been set on it."""

    def __init__(
        self,
        sheet: Sheet,
        paper: Paper,
        template: Template,
        closure: closing.Closure | None,
        left_out: frozenset[str],
    ) -> None:
        self.sheet = sheet
        self.paper = paper
        self.template = template
        self.closure = closure
        self.left_out = left_out
        self.boxes: dict[str, Box] = {}
        self.blocks: dict[PageBlock, Box] = {}
        self.warnings: list[str] = []
        self.lacking = 0.0
        """By how much the column beside the map should be higher [px] to hold legend and chart."""
        self.charted = False
        """Whether the chart stands beside the table already."""
        self.shown: table.Rows = ()
        """The rows of the table that found room."""
        self.marks: list[Mark] = []
        self.top, self.bottom = MARGIN, paper.height - MARGIN
        self.room = paper.width - 2 * MARGIN
        self.left = MARGIN

    def head(self, title: str, subtitle: str, marking: str) -> None:
        """Marking at both edges of the page, title and subtitle."""
        self.marked(marking)
        letters, start = self.sheet.style.letters, self.top
        self.line("title", letters.title, title, 22.0, 30.0)
        if subtitle:
            self.line("subtitle", letters.subtitle, subtitle, 13.0, 20.0)
        self.blocks["title"] = Box(MARGIN, start, MARGIN + self.room, self.top)
        self.top += 8.0

    def marked(self, marking: str) -> None:
        """The marking line at the top and the bottom of the page."""
        letters, width = self.sheet.style.letters, self.paper.width
        if marking:
            line = legend.fitted(letters.marking, marking, self.room)
            at = (width - legend.width_of(letters.marking, line)) / 2
            for y in (MARGIN - 8.0, self.paper.height - MARGIN + 16.0):
                self.marks.append(legend.words(letters.marking, line, at, y))
            self.top += 8.0

    def line(self, name: str, letter: Letter, text: str, baseline: float, height: float) -> None:
        self.boxes[name] = Box(self.left, self.top, self.left + self.room, self.top + height)
        if name not in self.left_out:
            letter = _shrunk(letter, text, self.room)
            fitted = legend.fitted(letter, text, self.room)
            self.marks.append(legend.words(letter, fitted, self.left, self.top + baseline))
        self.top += height

    def foot(self, sources: str, date: str, spec: ViewSpec) -> None:
        """Sources, date and disclaimer at the foot."""
        letter = self.sheet.style.letters.note
        lines = legend.wrapped(letter, say("Sources: {sources}", sources=sources), self.room)[:3] if sources else []
        if self.column_free:  # nowhere else to say how the map is drawn
            lines += legend.wrapped(letter, furniture.projection_text(spec.projection), self.room)
        lines += legend.wrapped(letter, dated_disclaimer(date), self.room)
        for k, line in enumerate(reversed(lines)):
            self.marks.append(legend.words(letter, line, MARGIN, self.bottom - 2.0 - 12.0 * k))
        top = self.bottom - 12.0 * len(lines) - 3.0
        rule = page_geometry([table.level_line(MARGIN, MARGIN + self.room, top)])
        self.marks.append(Stroke("furniture", rule, self.sheet.style.panel.rule))
        self.blocks["sources"] = Box(MARGIN, top, MARGIN + self.room, self.bottom)
        self.bottom = math.floor(top - 8.0)

    @property
    def column_free(self) -> bool:
        return not self.template.blocks & {"locator", "legend", "chart"}

    def table(self, rows: table.Rows) -> None:
        """The table at the foot, as many rows as leave the map its share."""
        style = self.sheet.style
        beside = self.template.table_beside if not self.paper.upright else 0.0
        low = self.closure is not None and self.paper.height < LOW and not self.paper.upright and not beside
        width = self.room * (beside or (LOW_WIDTH if low else 1.0))
        band = BAND if self.paper.upright and not self.column_free else 0.0
        share = min(self.template.map_share, LOW_MAP) if low else self.template.map_share
        most = (self.bottom - self.top - band) * (1.0 if beside else 1.0 - share)
        rows = rows[: min(self.template.rows, LOW_ROWS if low else self.template.rows) + 1]
        while len(rows) > 1 and table.height_of(rows, style, width) + 16.0 > most:
            rows = rows[:-1]
        if len(rows) < 2:
            return
        self.shown = rows
        tall = table.height_of(rows, style, width) + 16.0
        top = self.top if beside else self.bottom - tall
        head = say(TABLE_HEADS.get(rows[0][0], ""))
        if head:
            self.marks.append(legend.words(style.letters.legend_title, head, MARGIN, top + 10.0))
        start = top + (15.0 if head or not beside else 0.0)
        self.boxes["table"] = Box(MARGIN, start, MARGIN + width, top + tall)
        self.blocks["table"] = Box(MARGIN, top, MARGIN + width, top + tall)
        if "table" not in self.left_out:
            self.marks.extend(table.draw(rows, style, MARGIN, start, width))
        if low and self.closure is not None:
            foot = Box(MARGIN + width + 2 * GAP, top, MARGIN + self.room, top + tall)
            self.marks.extend(self.chart(self.closure, foot))
            self.charted = "chart" in self.blocks
        if beside:
            self.left += width + GAP
        else:
            self.bottom -= tall + GAP

    def map_with_blocks(self, spec: ViewSpec) -> tuple[Stage, Draft]:
        """The map in what room is left, with the blocks beside it, or beneath it on upright paper."""
        if self.column_free:
            frame = Box(self.left, self.top, MARGIN + self.room, self.bottom)
            if self.left > MARGIN:  # beside a table no higher than wide: seas to the north and south tell nothing
                frame = frame._replace(y1=min(frame.y1, math.floor(frame.y0 + frame.width)))
            return self.drafted(spec, frame)
        if self.paper.upright:
            return self.over_band(spec)
        for column in (self.template.column,) if self.template.column else COLUMNS:
            stage, draft = self.drafted(spec, Box(MARGIN, self.top, MARGIN + self.room - column - GAP, self.bottom))
            for beside in (True, False):
                marks, self.lacking = self.column(stage, draft, column, locator=beside)
                if not self.lacking:
                    break
            if not self.lacking:
                break
        self.marks.extend(marks)
        return stage, draft

    def drafted(self, spec: ViewSpec, frame: Box) -> tuple[Stage, Draft]:
        stage = Stage(self.sheet, view_in(spec, frame, self.paper.width, self.paper.height), frame)
        draft = compose.draft_map(stage)
        furniture.draw_scale(stage, draft, frame.x1 - 8.0, frame.y1 - 8.0)
        draft.legend = covered.told(stage, draft, framed=True)
        return stage, draft

    def note(self, stage: Stage, draft: Draft, width: float) -> list[str]:
        letter = stage.style.letters.note
        note = legend.wrapped(letter, furniture.note_text(stage), width)
        for sentence in draft.notes:
            note.extend(legend.wrapped(letter, say(sentence), width))
        return note

    def column(self, stage: Stage, draft: Draft, width: float, locator: bool) -> tuple[list[Mark], float]:
        """Beside the map: locator (else on it), legend, chart, how the map is drawn; and how much room lacks."""
        style, frame = stage.style, stage.frame
        left = frame.x1 + GAP
        note = self.note(stage, draft, width)
        foot = frame.y1 - 12.0 * len(note)
        top = frame.y0
        marks: list[Mark] = []
        if locator:
            marks.extend(furniture.globe(stage, left + LOCATOR / 2, frame.y0 + LOCATOR / 2 + 1.0, LOCATOR))
            self.blocks["locator"] = Box(left, frame.y0, left + LOCATOR, frame.y0 + LOCATOR)
            top += LOCATOR + GAP
        else:
            self.inset(stage, draft)
        closure = None if self.charted else self.closure
        wanted = closing.LEAST_HEIGHT + GAP + 8.0 if closure is not None else 0.0
        for columns in (1, 2):
            key = legend.block(tuple(draft.legend), style, width, columns=columns)
            lacking = max(key.height + wanted - (foot - top), 1.0 if key.shortened else 0.0)
            if lacking <= 0.0:
                break
        marks.extend(legend.moved(key.marks, left, top))
        self.blocks["legend"] = Box(left, top, left + width, top + key.height)
        self.blocks["note"] = Box(left, foot, left + width, frame.y1)
        top += key.height + GAP
        if closure is not None:
            low = min(foot - 8.0, top + closing.BEST_HEIGHT)
            marks.extend(self.chart(closure, Box(left, top, left + width, low)))
        for k, line in enumerate(note):
            marks.append(legend.words(style.letters.note, line, left, foot + 12.0 * (k + 1) - 3.0))
        return marks, max(lacking, 0.0)

    def chart(self, closure: closing.Closure, box: Box) -> list[Mark]:
        if box.height < closing.LEAST_HEIGHT:
            return []
        self.boxes["chart"] = self.blocks["chart"] = box
        return [] if "chart" in self.left_out else closing.draw(closure, self.sheet.style, box)

    def over_band(self, spec: ViewSpec) -> tuple[Stage, Draft]:
        """The map over a band with the legend on the left and the chart on the right, as high as they need."""
        style = self.sheet.style
        height = BAND
        split = self.room * 0.58 if self.closure is not None else self.room
        for _ in range(2):  # what the legend explains depends a little on how much the map shows
            stage, draft = self.drafted(spec, Box(MARGIN, self.top, MARGIN + self.room, self.bottom - height - GAP))
            self.inset(stage, draft)
            key = legend.block(tuple(draft.legend), style, split - GAP, columns=2)
            note = self.note(stage, draft, self.room)
            foot = 12.0 * len(note) + 12.0
            tall = max(key.height, closing.BEST_HEIGHT if self.closure is not None else 0.0) + foot
            whole = self.bottom - self.top
            # the map keeps its share, but for a legend that would run into what stands below it
            height = max(min(tall, whole * (1.0 - self.template.map_share)), min(key.height + foot, whole * 0.7))
        top, foot = stage.frame.y1 + GAP, self.bottom - 12.0 * len(note)
        self.marks.extend(legend.moved(key.marks, MARGIN, top))
        self.blocks["legend"] = Box(MARGIN, top, MARGIN + split - GAP, foot)
        self.blocks["note"] = Box(MARGIN, foot, MARGIN + self.room, self.bottom)
        if self.closure is not None:
            self.marks.extend(self.chart(self.closure, Box(MARGIN + split, top, MARGIN + self.room, foot - 6.0)))
        for k, line in enumerate(note):
            self.marks.append(legend.words(style.letters.note, line, MARGIN, foot + 12.0 * (k + 1) - 3.0))
        return stage, draft

    def inset(self, stage: Stage, draft: Draft) -> None:
        """The locator on the map, in its upper right corner."""
        half = INSET / 2
        box = Box(
            stage.frame.x1 - INSET - 8.0, stage.frame.y0 + 8.0, stage.frame.x1 - 8.0, stage.frame.y0 + 8.0 + INSET
        )
        self.blocks["locator"] = box
        draft.furniture.extend(furniture.globe(stage, box.x0 + half, box.y0 + half, INSET))
        draft.taken.append(box.grown(covered.ROUND_PX))
        draft.legend = covered.told(stage, draft, framed=True)


def dated_disclaimer(date: str) -> str:
    """The last line of a page."""
    return f"{date.rstrip('.')}. {say(DISCLAIMER)}" if date else say(DISCLAIMER)


def _shrunk(letter: Letter, text: str, room: float) -> Letter:
    """The letter as much smaller as lets a line fit, but no smaller than `SMALLEST` of its size."""
    wide = legend.width_of(letter, text[:400])
    share = min(max(room / wide, SMALLEST), 1.0) if wide > 0 else 1.0
    return (
        replace(letter, font=replace(letter.font, size=round(letter.font.size * share - 0.05, 1)))
        if share < 1
        else letter
    )
