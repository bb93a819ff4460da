"""What matters most, drawn: each assumption's low and high end about the gap as it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from layers import wording
from layers.response.gap import verdict
from layers.theatres.sensitivity import Swing, Tornado
from layers.units import SECONDS_PER_HOUR, format_duration
from mapapp import look
from mapapp.language import said, sentence, tr

ROW_PX = 34
MOST_ROWS = 9
HEAD_PX = 22


class TornadoChart(QWidget):
    """Bars from the gap at the low value to the gap at the high one; the line of no gap is drawn through.

    Signals
    -------
    asked(Swing)
        A bar was clicked: what it rests on is to be shown.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = look.LIGHT
        self._found: Tornado | None = None
        self._hint = tr("Choose a flashpoint to see which assumption moves its gap most.")
        self.setAccessibleName(tr("What matters most"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: look.Theme) -> None:
        self._theme = theme
        self.update()

    def show_hint(self, text: str) -> None:
        self._found, self._hint = None, text
        self.setMinimumHeight(0)
        self.unsetCursor()
        self.update()

    def show_tornado(self, found: Tornado) -> None:
        self._found = found
        self.setAccessibleDescription("; ".join(explained(swing) for swing in self.swings))
        self.setMinimumHeight(self.sizeHint().height() if self.swings else 0)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.swings else Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def swings(self) -> list[Swing]:
        """The assumptions that are drawn."""
        return [swing for swing in (self._found.swings if self._found else ()) if swing.swing_h > 0][:MOST_ROWS]

    def sizeHint(self) -> QSize:
        return QSize(420, HEAD_PX + ROW_PX * max(len(self.swings), 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setPen(QColor(self._theme.muted))
        found = self._found
        if found is None or found.gap_h is None or not self.swings:
            text = (
                self._hint if found is None else tr("Nobody comes whatever is assumed, or there is no seizure clock.")
            )
            painter.drawText(self.rect().adjusted(12, 8, -12, -8), int(Qt.TextFlag.TextWordWrap), text)
            painter.end()
            return
        ends = [value for swing in self.swings for value in (swing.gap_low_h, swing.gap_high_h) if value is not None]
        low, high = min([*ends, 0.0, found.gap_h]), max([*ends, 0.0, found.gap_h])
        room = (high - low) * 0.06 or 1.0
        self._range = low - room, high + room
        self._head(painter, found.gap_h)
        for number, swing in enumerate(self.swings):
            self._row(painter, number, swing, found.gap_h)
        painter.end()

    def _x_of(self, gap_h: float) -> float:
        low, high = self._range
        return 12 + (gap_h - low) / (high - low) * (self.width() - 24)

    def _head(self, painter: QPainter, gap_h: float) -> None:
        """What the two upright lines mean: no gap, and the gap as it is."""
        metrics, taken = painter.fontMetrics(), 0.0
        for value, text in sorted(
            ((0.0, tr("just in time")), (gap_h, said("now {verdict}", verdict=sentence(verdict(gap_h)))))
        ):
            width = metrics.horizontalAdvance(text)
            left = min(max(self._x_of(value) - width / 2, taken + 10, 8.0), self.width() - width - 8.0)
            painter.setPen(QColor(self._theme.text if value == 0 else self._theme.muted))
            painter.drawText(QPointF(left, HEAD_PX - 8), text)
            taken = left + width

    def _row(self, painter: QPainter, number: int, swing: Swing, gap_h: float) -> None:
        top = HEAD_PX + number * ROW_PX
        painter.setPen(QColor(self._theme.muted))
        values = wording.number(f"{swing.values.low:.3g} \u2013 {swing.values.high:.3g}")
        ends = f"{values} {tr(UNITS.get(swing.unit, swing.unit))}"
        metrics, line = painter.fontMetrics(), QRectF(12, top, self.width() - 24, 16)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | middle), ends)
        room = int(line.width()) - metrics.horizontalAdvance(ends) - 12  # the name is cut, never the figures
        name = metrics.elidedText(sentence(swing.name), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | middle), name)
        for value, colour in ((swing.gap_low_h, self._theme.good), (swing.gap_high_h, self._theme.bad)):
            end = self.width() - 6.0 if value is None else self._x_of(value)
            start = self._x_of(gap_h)
            tone = QColor(self._theme.bad if value is None or value > gap_h else colour)
            if value is not None and value < gap_h:
                tone = QColor(self._theme.good)
            painter.fillRect(QRectF(min(start, end), top + 18, abs(end - start), 9), tone)
        for value, colour, wide in ((0.0, self._theme.text, 2.0), (gap_h, self._theme.muted, 1.0)):
            painter.setPen(QPen(QColor(colour), wide))
            painter.drawLine(QPointF(self._x_of(value), top + 16), QPointF(self._x_of(value), top + 29))

    def box_of(self, number: int) -> QRectF:
        """Where a bar and its words stand."""
        return QRectF(0, HEAD_PX + number * ROW_PX, self.width(), ROW_PX)

    def _at(self, y: float) -> Swing | None:
        number = int((y - HEAD_PX) // ROW_PX)
        return self.swings[number] if 0 <= number < len(self.swings) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (swing := self._at(event.position().y())) is not None:
            self.asked.emit(swing)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            swing = self._at(event.pos().y())
            QToolTip.showText(event.globalPos(), explained(swing) if swing else "", self)
            return True
        return super().event(event)


UNITS = {
    "decision_delay_h": "h", "passage_delay_h": "h", "readiness_multiplier": "times", "speed_multiplier": "times",
    "units_tied_down": "units", "passage_closed": "closed", "airspace_closed": "closed", "denial_range_km": "km",
    "pool_share": "of the pool",
}  # fmt: skip
"""How the size of a lever is counted."""


def explained(swing: Swing) -> str:
    """An assumption with what its ends do and where it comes from."""
    ends = []
    for value, gap_h in ((swing.values.low, swing.gap_low_h), (swing.values.high, swing.gap_high_h)):
        does = tr("nobody comes") if gap_h is None else sentence(verdict(gap_h))
        number = wording.number(f"{value:.3g}")
        ends.append(f"{number} {tr(UNITS.get(swing.unit, swing.unit))}: {does}")
    moved = ""
    if swing.swing_h != float("inf"):
        moved = f" ({said('{hours} between', hours=sentence(format_duration(swing.swing_h * SECONDS_PER_HOUR)))})"
    return f"{sentence(swing.name)}\n{ends[0]}\n{ends[1]}{moved}\n{sentence(swing.source)}"
