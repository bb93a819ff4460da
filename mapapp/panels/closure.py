"""The closure chart: how many have arrived by which hour, with the range of each, against the seizure clock."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from layers.response.model import Arrival, Response
from mapapp import look
from mapapp.document import Document
from mapapp.language import said, sentence, tr
from mapapp.panels import words

HIGH_PX = 132
LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 26.0, 8.0, 8.0, 20.0
REACH_PX = 9.0
LEAST_H = 0.25
TICKS_H = ((1.0, "1 h"), (3.0, "3 h"), (6.0, "6 h"), (24.0, "1 d"), (72.0, "3 d"), (240.0, "10 d"), (720.0, "30 d"))


class ClosureChart(QWidget):
    """Time to the right (logarithmic), arrivals upward; what is pointed at lights up in table and map, and back."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._rows: tuple[Arrival, ...] = ()
        self._clock: tuple[float, float, float] | None = None
        self._theme = look.LIGHT
        self._least: tuple[int, float] = (0, 0.0)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Closure chart"))
        document.hover_changed.connect(self.update)
        document.selection_changed.connect(self.update)

    def set_theme(self, theme: look.Theme) -> None:
        self._theme = theme
        self.update()

    def show_response(self, response: Response | None) -> None:
        """The arrivals of a response, by their likely hour."""
        self._rows = tuple(row for row in response.arrivals if row.total is not None) if response else ()
        clock = response.clock if response else None
        self._clock = (clock.hours.low, clock.hours.likely, clock.hours.high) if clock and clock.applies else None
        self.setVisible(bool(self._rows))
        self.setAccessibleDescription(self._said())
        self.update()

    @property
    def reach(self) -> tuple[int, float]:
        """(arrivals, hours) that its own curve and clock need."""
        hours = [row.total.high for row in self._rows if row.total is not None]
        if self._clock is not None:
            hours.append(self._clock[2])
        return len(self._rows), max(hours, default=0.0)

    def share_axes(self, others: Iterable[ClosureChart]) -> None:
        """Its axes go as far as any of the others' do, so that curves beside each other can be compared."""
        reaches = [chart.reach for chart in others]
        self._least = (max((count for count, _ in reaches), default=0), max((far for _, far in reaches), default=0.0))
        self.update()

    def _said(self) -> str:
        if not self._rows:
            return tr("Nobody comes")
        count = said("{number} come", number=str(len(self._rows)))
        if self._clock is None:
            return count
        early = sum(row.total is not None and row.total.likely <= self._clock[1] for row in self._rows)
        return said(
            "{count}, {early} before the grab is over after {hours}",
            count=count,
            early=str(early),
            hours=words.hours(self._clock[1]),
        )

    def sizeHint(self) -> QSize:
        return QSize(300, HIGH_PX)

    # --- places -------------------------------------------------------------------------------------------------

    def _span(self) -> tuple[float, float]:
        return LEAST_H, max(self.reach[1] * 1.1, self._least[1] * 1.1, 24.0)

    @property
    def most(self) -> int:
        """The arrivals at the top of the chart."""
        return max(len(self._rows), self._least[0], 1)

    def x_of(self, hours: float) -> float:
        """The pixel of an hour."""
        low, high = self._span()
        share = math.log(max(hours, low) / low) / math.log(high / low)
        return LEFT_PX + share * (self.width() - LEFT_PX - RIGHT_PX)

    def y_of(self, count: float) -> float:
        """The pixel of a number of arrivals."""
        return self.height() - BOTTOM_PX - count / self.most * (self.height() - TOP_PX - BOTTOM_PX)

    def dot_of(self, unit: str) -> QPointF | None:
        """Where a unit's dot is; None when it does not come."""
        for number, row in enumerate(self._rows, 1):
            if row.unit == unit and row.total is not None:
                return QPointF(self.x_of(row.total.likely), self.y_of(number))
        return None

    def _at(self, at: QPointF) -> Arrival | None:
        best, nearest = None, REACH_PX
        for number, row in enumerate(self._rows, 1):
            assert row.total is not None
            far = math.hypot(at.x() - self.x_of(row.total.likely), at.y() - self.y_of(number))
            if far < nearest:
                best, nearest = row, far
        return best

    # --- drawing ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._axes(painter)
        self._clock_line(painter)
        self._curves(painter)
        painter.end()

    def _axes(self, painter: QPainter) -> None:
        theme = self._theme
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        bottom = self.height() - BOTTOM_PX
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawLine(QPointF(LEFT_PX, bottom), QPointF(self.width() - RIGHT_PX, bottom))
        high = self._span()[1]
        for hours, text in TICKS_H:
            if hours > high:
                break
            x = self.x_of(hours)
            painter.setPen(QPen(QColor(theme.line), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, TOP_PX), QPointF(x, bottom))
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(x - 24, bottom + 3, 48, 16), Qt.AlignmentFlag.AlignHCenter, sentence(text))
        for count in (self.most, self.most // 2):
            painter.drawText(
                QRectF(0, self.y_of(count) - 8, LEFT_PX - 4, 16),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(count),
            )

    def _clock_line(self, painter: QPainter) -> None:
        if self._clock is None:
            return
        low, likely, high = map(self.x_of, self._clock)
        wash = QColor(self._theme.bad)
        wash.setAlpha(28)
        bottom = self.height() - BOTTOM_PX
        painter.fillRect(QRectF(low, TOP_PX, max(high - low, 1.0), bottom - TOP_PX), wash)
        painter.setPen(QPen(QColor(self._theme.bad), 2.0))
        painter.drawLine(QPointF(likely, TOP_PX), QPointF(likely, bottom))

    def _curves(self, painter: QPainter) -> None:
        theme = self._theme
        totals = [row.total for row in self._rows if row.total is not None]
        early = sorted(total.low for total in totals)
        late = sorted(total.high for total in totals)
        there = [QPointF(self.x_of(h), self.y_of(n)) for n, h in enumerate(early, 1)]
        back = [QPointF(self.x_of(h), self.y_of(n)) for n, h in enumerate(late, 1)]
        band = QPolygonF([*there, *reversed(back)])
        wash = QColor(theme.accent)
        wash.setAlpha(38)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawPolygon(band)
        line = QPolygonF()
        for number, total in enumerate(totals, 1):
            line.append(QPointF(self.x_of(total.likely), self.y_of(number - 1)))
            line.append(QPointF(self.x_of(total.likely), self.y_of(number)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 1.6))
        painter.drawPolyline(line)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, row in enumerate(self._rows, 1):
            assert row.total is not None
            lit = row.unit == self._document.hovered or row.unit in self._document.selected
            colour = theme.good if row.status == "in time" else theme.bad if row.status == "late" else theme.muted
            painter.setBrush(QColor(colour))
            size = 5.0 if lit else 2.2
            painter.drawEllipse(QPointF(self.x_of(row.total.likely), self.y_of(number)), size, size)

    # --- the hand -----------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        self._document.hover(found.unit if found else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self._document.select(found.unit, found.base)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._document.hover("")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(QPointF(event.pos()))
            unit = self._document.catalogue.units.get(found.unit) if found else None
            if found is not None and found.total is not None:
                name = unit.name if unit else found.unit
                low, high = words.hours(found.total.low), words.hours(found.total.high)
                told = said("{likely} ({low} to {high})", likely=words.hours(found.total.likely), low=low, high=high)
                QToolTip.showText(event.globalPos(), f"{name}\n{told}", self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
