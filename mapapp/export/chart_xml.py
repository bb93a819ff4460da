"""The closure chart as a native chart of a slide: its data stand in a workbook that a person can edit."""

from __future__ import annotations

import math
from typing import Any

from layers.picture import chart
from layers.picture.chart import Closure
from layers.picture.kit import Box
from layers.style.ink import Colour
from layers.wording import say
from mapapp.export.shapes import EMU

LEGEND_PX, TITLE_PX = 112.0, 42.0
"""Width of the legend with its longest word, and height of a title of two lines."""
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def add_chart(slide: Any, closure: Closure, box: Box, ink: Colour, red: Colour) -> None:
    """Units on station by hour after H-hour: low, likely, high, and the seizure clock as an upright line."""
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    ticks = chart.span(closure)
    # a logarithmic axis is named at every tenfold of its beginning
    first, last = 10.0 ** math.floor(math.log10(ticks[0][0])), ticks[-1][0]
    data = XyChartData()
    for name, hours in (("Low", closure.low_h), ("Likely", closure.likely_h), ("High", closure.high_h)):
        series = data.add_series(say(name))
        for hour, count in zip(*chart.steps(hours, first, last), strict=True):
            series.add_data_point(round(float(hour), 4), int(count))
    if closure.clock is not None:
        series = data.add_series(say("Seizure clock"))
        for count in (0, max(len(closure.likely_h), 1)):
            series.add_data_point(max(round(closure.clock.likely, 4), first), count)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
        *(round(v * EMU) for v in (box.x0, box.y0, box.width, box.height)),
        data,
    )
    frame.name = "Closure chart"
    made = frame.chart
    made.font.size = Pt(8)
    made.has_title = True
    made.chart_title.text_frame.text = closure.heading
    made.chart_title.text_frame.paragraphs[0].font.size = Pt(9)
    made.chart_title.text_frame.paragraphs[0].font.bold = True
    made.has_legend = True
    # below the axis it would take half the height of a slide's low chart; its own middle lies on a title of two lines
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
    _put(made.legend, 1.0 - min(LEGEND_PX / box.width, 0.4), TITLE_PX / box.height)
    made.legend.font.size = Pt(8)
    for series, (colour, width) in zip(
        made.plots[0].series, ((ink, 0.75), (ink, 1.75), (ink, 0.75), (red, 1.5)), strict=False
    ):
        _line(series, colour, width, faint=series.name in {say("Low"), say("High")})
    hours, units = made.category_axis, made.value_axis
    hours.minimum_scale, hours.maximum_scale = first, last
    hours.has_major_gridlines, units.has_major_gridlines = False, True
    hours.tick_labels.number_format, hours.tick_labels.number_format_is_linked = f'0.##" {say("h")}"', False
    levels = chart.levels(len(closure.likely_h))
    units.minimum_scale, units.maximum_scale, units.major_unit = 0, levels[-1], levels[1]
    _logarithmic(hours)


def _put(legend: Any, x: float, y: float) -> None:
    """Put the upper left corner of the legend at shares of the chart's width and height."""
    from lxml import etree

    layout = etree.fromstring(
        f'<c:layout xmlns:c="{_C}"><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{min(y, 0.5):.4f}"/></c:manualLayout></c:layout>'
    )
    place = legend._element.find(f"{{{_C}}}legendPos")  # noqa: SLF001 - python-pptx has only the four sides
    for old in legend._element.findall(f"{{{_C}}}layout"):  # noqa: SLF001
        legend._element.remove(old)  # noqa: SLF001
    place.addnext(layout)


def _line(series: Any, colour: Colour, width: float, faint: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    series.smooth = False
    pen = series.format.line
    pen.width = Pt(width)
    pen.color.rgb = RGBColor(colour.r, colour.g, colour.b)
    if faint:
        pen.dash_style = MSO_LINE.SQUARE_DOT


def _logarithmic(axis: Any) -> None:
    from lxml import etree

    scaling = axis._element.find(f"{{{_C}}}scaling")  # noqa: SLF001 - python-pptx knows no logarithmic axis
    base = etree.SubElement(scaling, f"{{{_C}}}logBase")
    base.set("val", "10")
    scaling.insert(0, base)
