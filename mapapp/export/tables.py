"""A briefing's table as a native table of a slide: plain, with a rule below each row."""

from __future__ import annotations

from typing import Any

from layers.io.text import line
from layers.picture import table
from layers.picture.kit import Box
from layers.style.model import Style
from mapapp.export.shapes import EMU

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own style "No Style, No Grid"."""
GAP_PX = 8.0
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def add_table(slide: Any, rows: table.Rows, style: Style, box: Box) -> None:
    """Put `rows`, which the page found room for, in `box`."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    rows, widths, heights = table.measured(rows, style, box.width)
    frame = slide.shapes.add_table(
        len(rows), len(widths), *(round(v * EMU) for v in (box.x0, box.y0, box.width, sum(heights)))
    )
    frame.name = "Arrivals"
    made = frame.table
    made._tbl.tblPr.find(f"{{{_A}}}tableStyleId").text = PLAIN  # noqa: SLF001 - no public way to choose a style
    made.horz_banding = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = round(width * EMU)
    rule = style.panel.rule.colour
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        made.rows[number].height = round(height * EMU)
        letter = style.letters.table if number else style.letters.table_head
        for place, text in enumerate(row):
            cell = made.cell(number, place)
            cell.margin_left = cell.margin_top = cell.margin_bottom = 0
            cell.margin_right = round(GAP_PX * EMU) if place < len(row) - 1 else 0  # words of two columns never touch
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.text = line(text, 300)
            font = cell.text_frame.paragraphs[0].font
            font.size, font.bold = Pt(letter.font.size * 0.75), number == 0
            _coloured(font, letter.colour.hex)
            _ruled(cell, rule.hex)


def _coloured(font: Any, code: str) -> None:
    from pptx.dml.color import RGBColor

    font.color.rgb = RGBColor.from_string(code[1:].upper())


def _ruled(cell: Any, code: str) -> None:
    """A hairline below a cell."""
    from lxml import etree

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx has no borders
    line_xml = (
        f'<a:lnB xmlns:a="{_A}" w="6350"><a:solidFill><a:srgbClr val="{code[1:].upper()}"/></a:solidFill></a:lnB>'
    )
    properties.insert(0, etree.fromstring(line_xml))
