"""How many hours each place loses of what is asked for: a ring round its dot on the map of the rim, and its legend."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from layers.picture import lost as drawn
from layers.picture.marks import Entry
from layers.picture.sheet import LOST_HOURS, Band
from layers.style.ink import Colour
from layers.style.model import Style
from layers.style.palette import ramp
from layers.units import SECONDS_PER_HOUR, format_duration
from mapapp import look
from mapapp.language import sentence, tr

RING_PX, CHOSEN_PX = 6.5, 9.0
WIDE_PX = 3.0


def ink_of(style: Style, hours: float) -> Colour:
    """The tone of the tints for as many hours; the last of the ramp where nobody comes any more."""
    inks = ramp(style.thematic.lost, len(LOST_HOURS) + 1)
    return inks[-1] if math.isinf(hours) else inks[drawn.class_of(hours)]


def entries(style: Style, lost: Iterable[float]) -> tuple[Entry, ...]:
    """The steps that occur, from few hours to many, as the legend shows them."""
    found = {hours for hours in lost if hours}
    steps = sorted({drawn.class_of(hours) for hours in found if not math.isinf(hours)})
    told = []
    for step in steps:
        least = LOST_HOURS[step]
        text = (
            drawn.span(Band(least, LOST_HOURS[step + 1], ()))
            if step + 1 < len(LOST_HOURS)
            else f"{least:g} h {tr('or more')}"
        )
        told.append(Entry(12, text, "ramp", ink_of(style, least)))
    if math.inf in found:
        told.append(Entry(13, drawn.span(Band(math.inf, math.inf, ())), "ramp", ink_of(style, math.inf)))
    return tuple(told)


def ring(painter: QPainter, style: Style, spot: QPointF, hours: float, *, chosen: bool) -> None:
    """The ring of one place; none where nothing is lost."""
    if not hours:
        return
    radius = CHOSEN_PX if chosen else RING_PX
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(style.ground.land.hex), WIDE_PX + 2.0))
    painter.drawEllipse(spot, radius, radius)
    painter.setPen(QPen(QColor(ink_of(style, hours).hex), WIDE_PX))
    painter.drawEllipse(spot, radius, radius)


def label(painter: QPainter, theme: look.Theme, font: QFont, spot: QPointF, hours: float, frame: QRectF) -> None:
    """The hours that the chosen place loses, beside its ring and within the map."""
    if not hours:
        return
    lost = "nobody comes any more" if math.isinf(hours) else f"+{format_duration(hours * SECONDS_PER_HOUR)}"
    text = sentence(lost)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    away, wide = CHOSEN_PX + 7.0, float(metrics.horizontalAdvance(text))
    x = spot.x() - away - wide if spot.x() > frame.center().x() else spot.x() + away
    path = QPainterPath()
    path.addText(QPointF(x, spot.y() + metrics.ascent() / 2 - 1), font, text)
    painter.strokePath(path, QPen(QColor(theme.panel), 4.0, j=Qt.PenJoinStyle.RoundJoin))
    painter.fillPath(path, QColor(theme.text))
