"""Layers as tables: CSV and Excel workbooks, units in the headings, sources beside the numbers, no cell a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

import shapely

from layers.io.feature import Layer, Value
from layers.io.text import cell

SHAPE = "shape_wkt"
MOST_WKT = 32_000
"""A cell of Excel takes 32 767 letters."""


def rows(layer: Layer) -> tuple[list[str], list[list[Value]]]:
    """Headings, and a row a feature; its shape in the last cell, but for points, whose lon and lat stand already."""
    headings = list(layer.columns)
    body = [[_cell(one.attributes.get(key)) for key in headings] for one in layer.features]
    if layer.kind != "point":
        headings.append(SHAPE)
        for row, one in zip(body, layer.features, strict=True):
            text = shapely.to_wkt(one.shape, rounding_precision=4)
            row.append(text if len(text) <= MOST_WKT else None)
    return headings, body


def _cell(value: Value) -> Value:
    return cell(value) if isinstance(value, str) else value


def csv_text(layer: Layer) -> str:
    """One layer as CSV (RFC 4180) that a spreadsheet opens as it is: with a mark that it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    headings, body = rows(layer)
    writer.writerow(headings)
    writer.writerows([["" if value is None else value for value in row] for row in body])
    return "\ufeff" + out.getvalue()


def workbook(layers: Sequence[Layer], about: Sequence[tuple[str, str]], date: dt.date) -> bytes:
    """A sheet a layer, behind one that says what it is; stamps still to be set, see `mapapp.export.zips`."""
    import xlsxwriter

    out = io.BytesIO()
    made = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    made.set_properties({"created": dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC).replace(tzinfo=None)})
    bold, wrap = made.add_format({"bold": True, "bottom": 1}), made.add_format({"text_wrap": True, "valign": "top"})
    first = made.add_worksheet("About")
    first.set_column(0, 0, 18)
    first.set_column(1, 1, 110, wrap)
    for number, (name, text) in enumerate(about):
        first.write_string(number, 0, cell(name))
        first.write_string(number, 1, cell(text))
    for layer in layers:
        sheet = made.add_worksheet(layer.name[:31])
        headings, body = rows(layer)
        for place, heading in enumerate(headings):
            widest = max((len(str(row[place] or "")) for row in body), default=0)
            sheet.set_column(place, place, min(max(widest, len(heading)) + 2, 48))
            sheet.write_string(0, place, heading, bold)
        for number, row in enumerate(body, 1):
            for place, value in enumerate(row):
                if isinstance(value, bool):
                    sheet.write_string(number, place, "yes" if value else "no")
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write_number(number, place, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(body), 1), len(headings) - 1)
    made.close()
    return out.getvalue()
