"""A responder's hours as bars: its likely stages side by side, and below them how sure their sum is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from layers.response.model import Arrival, Likelihood
from mapapp import look

SPREAD_PX = 7.0
"""Height of the line from the lowest to the highest hour, with its ends."""


def paint_stages(painter: QPainter, box: QRectF, arrival: Arrival, longest_h: float) -> None:
    """The likely hours of the stages side by side in `box`; what is longer than `longest_h` is cut to a point."""
    x = box.left()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for stage in arrival.stages:
        width = box.width() * stage.hours.likely / longest_h
        end = min(x + width, box.right())
        if end > x:
            painter.fillRect(
                QRectF(x, box.top(), max(end - x, 0.6), box.height()), QColor(look.STAGE_COLOURS[stage.name])
            )
        x += width
    if x > box.right() + 0.5:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(look.STAGE_COLOURS[arrival.stages[-1].name]))
        middle = box.center().y()
        painter.drawPolygon(
            [
                QPointF(box.right(), box.top() - 1),
                QPointF(box.right() + 6, middle),
                QPointF(box.right(), box.bottom() + 1),
            ]
        )


def paint_spread(
    painter: QPainter,
    box: QRectF,
    arrival: Arrival,
    chance: Likelihood | None,
    longest_h: float,
    ink: QColor,
) -> None:
    """A line from low to high with a stroke at each end, thick from the 10th to the 90th percentile of the draws.

    What is longer than `longest_h` runs out of the box without a stroke at its end.
    """
    if arrival.total is None:
        return

    def place(hours: float) -> float:
        return box.left() + box.width() * min(hours / longest_h, 1.0)

    middle = box.center().y()
    low, high = place(arrival.total.low), place(arrival.total.high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1.0))
    painter.drawLine(QPointF(low, middle), QPointF(high, middle))
    for hours in (arrival.total.low, arrival.total.high):
        if hours <= longest_h:
            painter.drawLine(QPointF(place(hours), box.top()), QPointF(place(hours), box.bottom()))
    if chance is not None:
        painter.setPen(QPen(ink, 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        first, last = place(chance.p10_h), place(chance.p90_h)
        painter.drawLine(QPointF(first, middle), QPointF(max(last, first + 1.0), middle))
