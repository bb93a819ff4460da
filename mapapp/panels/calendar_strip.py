"""The calendar strip below the map: what happened when - patrols, incursions, drills - each mark can be opened."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from layers.catalogue.model import Event
from mapapp import look
from mapapp.document import Document
from mapapp.language import tr

HIGH_PX = 74
MARGIN_PX = 16.0
ROW_PX = 11.0
REACH_PX = 8.0
LEAST_SPAN_PX = 5.0
"""A hand that moved less has clicked, and draws no span."""
KIND_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's palette (2008), by kind of event in the order of their first date."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the strip."""

    number: int
    event: Event
    day: float
    """As a year with its fraction."""
    row: int


def as_year(text: str) -> float | None:
    """``"2022-05-24"``, ``"2022-05"`` or ``"2022"`` as a year with its fraction; None for what is no date."""
    parts = text.split("-")
    try:
        # without a month the middle of the year is meant, without a day the first of the month
        year, month, day = (int(part) for part in (*parts, *("7", "1")[len(parts) - 1 :]))
        return year + (date(year, month, day) - date(year, 1, 1)).days / 365.25
    except ValueError:
        return None


def as_date(year: float) -> str:
    """The day of a year with its fraction, as ISO writes it."""
    whole = math.floor(year)
    return (date(whole, 1, 1) + timedelta(days=min(int((year - whole) * 365.25), 364))).isoformat()


class CalendarStrip(QWidget):
    """Events by date.

    Signals
    -------
    chosen(str, str)
        ``event`` and its number.
    span_drawn(str, str, bool)
        Two dates that the hand draws across the strip, and whether it has let go.
    """

    chosen = Signal(str, str)
    span_drawn = Signal(str, str, bool)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Calendar of events"))
        self.setAccessibleDescription(tr("Left and right go from event to event, Enter opens one"))
        self._document = document
        self._from: float | None = None
        """Where the hand began to draw a span, as a year."""
        document.dates_changed.connect(self.update)
        self._theme = look.LIGHT
        self._current = -1
        self._hover = -1
        kinds: dict[str, str] = {}
        dated = [
            (day, number, event)
            for number, event in enumerate(document.catalogue.events)
            if (day := as_year(event.date)) is not None
        ]
        dated.sort(key=lambda one: one[0])
        for _, _, event in dated:
            kinds.setdefault(event.kind, KIND_COLOURS[len(kinds) % len(KIND_COLOURS)])
        self._kinds = kinds
        rows = [-math.inf] * 4
        self.marks: list[Mark] = []
        for day, number, event in dated:
            row = next((k for k, last in enumerate(rows) if day - last > 0.12), min(range(4), key=rows.__getitem__))
            rows[row] = day
            self.marks.append(Mark(number, event, day, row))

    def set_theme(self, theme: look.Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HIGH_PX)

    def _span(self) -> tuple[float, float]:
        if not self.marks:
            return 2000.0, 2001.0
        return self.marks[0].day - 0.2, self.marks[-1].day + 0.2

    def place_of(self, mark: Mark) -> QPointF:
        """The pixel of a mark."""
        low, high = self._span()
        x = MARGIN_PX + (mark.day - low) / (high - low) * (self.width() - 2 * MARGIN_PX)
        return QPointF(x, 12.0 + mark.row * ROW_PX)

    def _year_at(self, x: float) -> float:
        low, high = self._span()
        return low + (x - MARGIN_PX) / max(self.width() - 2 * MARGIN_PX, 1.0) * (high - low)

    def _x_of(self, year: float) -> float:
        low, high = self._span()
        return MARGIN_PX + (year - low) / (high - low) * (self.width() - 2 * MARGIN_PX)

    def _left_out(self) -> list[QRectF]:
        """The parts of the strip before and after the dates that are shown."""
        first, last = self._document.content.dates
        parts = []
        if first:
            parts.append(QRectF(0.0, 1.0, max(self._x_of(as_year(first) or 0.0), 0.0), self.height() - 1.0))
        if last:
            # without a day all of the month or the year counts
            until = (as_year(last) or 0.0) + {4: 0.5, 7: 1 / 12}.get(len(last), 1 / 365.25)
            x = min(self._x_of(until), float(self.width()))
            parts.append(QRectF(x, 1.0, self.width() - x, self.height() - 1.0))
        return parts

    def _at(self, at: QPointF) -> int:
        """Number of the mark under the hand in `marks`; -1 for none."""
        best, nearest = -1, REACH_PX
        for k, mark in enumerate(self.marks):
            place = self.place_of(mark)
            far = math.hypot(place.x() - at.x(), place.y() - at.y())
            if far < nearest:
                best, nearest = k, far
        return best

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.fillRect(self.rect(), QColor(theme.panel))
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.drawLine(0, 0, self.width(), 0)
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        low, high = self._span()
        room = (self.width() - 2 * MARGIN_PX) / max(high - low, 1e-9)
        every = max(1, math.ceil(44.0 / max(room, 1e-9)))
        for year in range(math.ceil(low), math.floor(high) + 1):
            x = MARGIN_PX + (year - low) * room
            painter.setPen(QPen(QColor(theme.line), 1.0))
            painter.drawLine(QPointF(x, 6), QPointF(x, self.height() - 18))
            if year % every == 0:
                painter.setPen(QColor(theme.muted))
                painter.drawText(QRectF(x - 24, self.height() - 17, 48, 15), Qt.AlignmentFlag.AlignHCenter, str(year))
        veil = QColor(theme.line)
        veil.setAlpha(110)
        for part in self._left_out():
            painter.fillRect(part, veil)
        dates = self._document.content.dates
        for k, mark in enumerate(self.marks):
            lit = k in {self._hover, self._current}
            painter.setPen(QPen(QColor(theme.text), 1.5) if lit else Qt.PenStyle.NoPen)
            colour = QColor(self._kinds[mark.event.kind])
            colour.setAlpha(255 if mark.event.between(*dates) else 70)
            painter.setBrush(colour)
            size = 5.5 if lit else 4.0
            painter.drawEllipse(self.place_of(mark), size, size)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _open(self, k: int) -> None:
        self._current = k
        self.update()
        self.chosen.emit("event", str(self.marks[k].number))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._draw_span(event.position().x(), done=False)
            return
        self._hover = self._at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        k = self._at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if k >= 0:
            self._open(k)
        elif self.marks:
            self._from = self._year_at(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._draw_span(event.position().x(), done=True)
            self._from = None

    def _draw_span(self, x: float, *, done: bool) -> None:
        """From where the hand began to where it is; a span of no width says nothing."""
        begin = self._from
        assert begin is not None
        if abs(self._x_of(begin) - x) >= LEAST_SPAN_PX:
            first, last = sorted((begin, self._year_at(x)))
            self.span_drawn.emit(as_date(first), as_date(last), done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        key = Qt.Key(event.key())
        if key in steps and self.marks:
            self._current = min(max(self._current + steps[key], 0), len(self.marks) - 1)
            self.setAccessibleDescription(self._said(self._current))
            self.update()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current >= 0:
            self._open(self._current)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover = -1
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _said(self, k: int) -> str:
        event = self.marks[k].event
        kind = tr(event.kind.replace("_", " ").capitalize()).lower()
        return f"{event.date}: {tr(event.name)}, {tr(event.place)} ({kind})"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            k = self._at(QPointF(event.pos()))
            if k >= 0:
                QToolTip.showText(event.globalPos(), self._said(k), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
