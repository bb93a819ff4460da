"""Blocks that stand where a person put them; what does not fit into its block is left out, and that is said."""

from __future__ import annotations

from layers.picture import chart as closing
from layers.picture import covered, furniture, legend, table
from layers.picture.flow import TABLE_HEADS, Flow, dated_disclaimer
from layers.picture.framing import ViewSpec
from layers.picture.kit import Box, Draft, Stage
from layers.picture.layout import NAMES, Layout, PageBlock, box_of
from layers.picture.marks import Mark
from layers.picture.paper import Paper, Template
from layers.picture.sheet import Sheet
from layers.wording import say

PAD = 6.0
"""Between the words of a block that lies on the map and its edge."""
LINE = 12.0
SLACK = 6.0
"""What a block may lose on its way to the grid before a line goes."""


class Arranged(Flow):
    """A page by its layout, which has a place for every block of the template."""

    def __init__(
        self,
        sheet: Sheet,
        paper: Paper,
        template: Template,
        closure: closing.Closure | None,
        left_out: frozenset[str],
        layout: Layout,
    ) -> None:
        super().__init__(sheet, paper, template, closure, left_out)
        wanted = {"title", "map", "sources", *template.blocks}
        self.blocks = {one.block: box_of(one, paper) for one in layout if one.block in wanted}

    def head(self, title: str, subtitle: str, marking: str) -> None:
        self.marked(marking)
        box = self._room("title")
        self.left, self.room, self.top = box.x0, box.width, box.y0
        self.line("title", self.sheet.style.letters.title, title, 22.0, 30.0)
        if subtitle and box.height >= 43.0:
            self.line("subtitle", self.sheet.style.letters.subtitle, subtitle, 13.0, 20.0)
        elif subtitle:
            self._short("title", "the subtitle has no room")

    def foot(self, sources: str, date: str, spec: ViewSpec) -> None:
        letter, box = self.sheet.style.letters.note, self._room("sources")
        most = max(int((box.height + SLACK) // LINE), 1)
        last = legend.wrapped(letter, dated_disclaimer(date), box.width)
        lines = legend.wrapped(letter, say("Sources: {sources}", sources=sources), box.width) if sources else []
        if self.column_free:
            last = legend.wrapped(letter, furniture.projection_text(spec.projection), box.width) + last
        if len(lines) + len(last) > most:
            self._short("sources", f"{_lines(len(lines) + len(last) - most)} no room")
            lines = lines[: max(most - len(last), 0)]
        for k, line in enumerate((lines + last)[:most]):
            self.marks.append(legend.words(letter, line, box.x0, box.y0 + LINE * (k + 1) - 2.0))

    def table(self, rows: table.Rows) -> None:
        box = self.blocks.get("table")
        if box is None or len(rows) < 2:
            self.blocks.pop("table", None)
            return
        box, style = self._room("table"), self.sheet.style
        wanted = rows = rows[: self.template.rows + 1]
        while len(rows) > 1 and table.height_of(rows, style, box.width) + 16.0 > box.height:
            rows = rows[:-1]
        if len(rows) < len(wanted):
            self._short("table", f"{len(wanted) - len(rows)} of {len(wanted) - 1} rows have no room")
        self.shown = rows
        head = say(TABLE_HEADS.get(rows[0][0], ""))
        if head:
            self.marks.append(legend.words(style.letters.legend_title, head, box.x0, box.y0 + 10.0))
        start = box.y0 + (15.0 if head else 0.0)
        self.boxes["table"] = Box(box.x0, start, box.x1, box.y1)
        if "table" not in self.left_out:
            self.marks.extend(table.draw(rows, style, box.x0, start, box.width))

    def map_with_blocks(self, spec: ViewSpec) -> tuple[Stage, Draft]:
        stage, draft = self.drafted(spec, self.blocks["map"])
        for block, box in self.blocks.items():
            if block != "map" and box.meets(stage.frame):
                draft.taken.append(box.grown(2.0))
        draft.legend = covered.told(stage, draft, framed=True)
        self._legend(draft)
        if "chart" in self.blocks and self.closure is not None:
            self._closure(self.closure)
        if "locator" in self.blocks:
            box = self.blocks["locator"]
            size = min(box.width, box.height)
            self.marks.extend(furniture.globe(stage, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, size))
        if "note" in self.blocks and not self.column_free:
            box = self._room("note")
            lines, most = self.note(stage, draft, box.width), max(int((box.height + SLACK) // LINE), 1)
            if len(lines) > most:
                self._short("note", f"{_lines(len(lines) - most)} no room")
            for k, line in enumerate(lines[:most]):
                self.marks.append(legend.words(stage.style.letters.note, line, box.x0, box.y0 + LINE * (k + 1) - 3.0))
        return stage, draft

    def _legend(self, draft: Draft) -> None:
        """The legend in one column or two, without its last lines where they have no room."""
        if "legend" not in self.blocks:
            return
        box, style = self._room("legend"), self.sheet.style
        entries = tuple(sorted(draft.legend, key=lambda entry: entry.order))
        for count in range(len(entries), 0, -1):
            keys = [legend.block(entries[:count], style, box.width, columns=columns) for columns in (1, 2)]
            fit = [key for key in keys if key.height <= box.height]
            if fit:
                key = next((one for one in fit if not one.shortened), fit[0])
                self.marks.extend(legend.moved(key.marks, box.x0, box.y0))
                if count < len(entries):
                    self._short("legend", f"{len(entries) - count} of {len(entries)} lines have no room")
                elif key.shortened:
                    self._short("legend", "its words are cut short")
                return
        if entries:
            self._short("legend", "it has no room at all")

    def _closure(self, closure: closing.Closure) -> None:
        box = self._room("chart")
        whole = self.blocks["chart"]
        marks: list[Mark] = self.chart(closure, box)
        self.blocks["chart"] = whole
        if not marks and "chart" not in self.left_out:
            self._short("chart", "it has no room")
        self.marks.extend(marks)

    def _room(self, block: PageBlock) -> Box:
        """Where a block may write: on the map it stands on a panel of its own."""
        box = self.blocks[block]
        over = block != "map" and box.meets(self.blocks["map"])
        if not over:
            return box
        self.marks.extend(legend.panel(box, self.sheet.style))
        return box.grown(-PAD) if min(box.width, box.height) > 4 * PAD else box

    def _short(self, block: PageBlock, why: str) -> None:
        self.warnings.append(f"{NAMES[block]}: {why}")


def _lines(count: int) -> str:
    return "one line has" if count == 1 else f"{count} lines have"
