"""A row of the response table as it is drawn: cells of two lines, the stage bar, a reason across the numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from layers.response.model import Arrival
from mapapp import look
from mapapp.panels import words
from mapapp.panels.bars import SPREAD_PX, paint_spread, paint_stages
from mapapp.panels.response_model import (
    ARRIVAL,
    DETAIL,
    DISTANCE,
    EFFECT,
    HIGH,
    LIKELY,
    LOW,
    STAGES,
    UNIT,
    VERDICT,
    Index,
    ResponseModel,
)

PANEL_PX = 18
"""The panel's margin, which the first column keeps."""
SIDE_PX = 6
SMALL_PX = 11
BAR_PX = 15
NAME_LINES = 3
"""What the longest name takes in the narrowest panel."""


def fonts(base: QFont) -> tuple[QFont, QFont, QFont]:
    """The type of a table as it is, strong and small."""
    strong, small = QFont(base), QFont(base)
    strong.setWeight(QFont.Weight.DemiBold)
    small.setPixelSize(SMALL_PX)
    return base, strong, small


class RowDelegate(QStyledItemDelegate):
    """Paints two-line cells, the stage bar, and the reason across the number columns."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent
        self.theme = look.LIGHT
        self.lit = ""
        """Id of the unit that is pointed at elsewhere."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(60, 42)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected:
            painter.fillRect(rect, QColor(self.theme.selection))
        elif hovered:
            painter.fillRect(rect, QColor(self.theme.hover))
        painter.setPen(QColor(self.theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        arrival: Arrival = index.data(ARRIVAL)
        if arrival.unit == self.lit and not selected:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(self.theme.hover))
        column = index.column()
        stacked = self._table.isColumnHidden(STAGES)
        if column == UNIT and stacked:
            self._stack(painter, rect.adjusted(PANEL_PX, 5, -SIDE_PX, -5), index, arrival, option)
        elif arrival.total is None and stacked and column == LIKELY:
            pass  # the reason stands below the name
        elif arrival.total is None and DISTANCE <= column <= HIGH:
            self._reason(painter, rect, column, arrival, option)
        elif column == STAGES:
            self._bar(painter, QRectF(rect.left() + 8, rect.center().y() - 7, rect.width() - 16, BAR_PX), arrival)
        elif column == VERDICT:
            self._verdict(painter, rect, arrival, index.data(), option)
        else:
            self._cell(painter, rect, index, arrival, option)
        if selected and bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QColor(self.theme.accent))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _cell(self, painter: QPainter, rect: Any, index: Index, arrival: Arrival, option: QStyleOptionViewItem) -> None:
        plain, strong, small = fonts(option.font)
        column = index.column()
        text, detail = str(index.data()), str(index.data(DETAIL) or "")
        if column == LIKELY and not self._table.isColumnHidden(LOW):
            detail = ""
        if column == EFFECT and not self._table.isColumnHidden(DISTANCE):
            detail = ""
        right = column in {DISTANCE, LOW, LIKELY, HIGH}
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        box = rect.adjusted(PANEL_PX if column == UNIT else 8, 5, -SIDE_PX, -5)
        quiet = arrival.total is None or column in {LOW, HIGH}
        painter.setPen(QColor(self.theme.muted if quiet else self.theme.text))
        painter.setFont(strong if column in {UNIT, LIKELY} else plain)
        if detail:
            painter.drawText(
                box, side | Qt.AlignmentFlag.AlignTop, lines(text, painter.fontMetrics(), box.width(), NAME_LINES)
            )
            painter.setFont(small)
            painter.setPen(QColor(self.theme.muted))
            line = QFontMetrics(small).elidedText(detail, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignBottom, line)
        else:
            line = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, line)

    def _stack(
        self, painter: QPainter, box: QRect, index: Index, arrival: Arrival, option: QStyleOptionViewItem
    ) -> None:
        """A row of a narrow table: the name, what it brings and from where, and the bar or the reason."""
        _, strong, small = fonts(option.font)
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(QColor(self.theme.text if arrival.total else self.theme.muted))
        painter.setFont(strong)
        name = lines(str(index.data()), QFontMetrics(strong), box.width(), NAME_LINES)
        painter.drawText(box, top, name)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        high = QFontMetrics(strong).height() * (1 + name.count("\n")) + 1
        below, metrics = box.adjusted(0, high, 0, 4), QFontMetrics(small)
        if arrival.total is None:
            painter.drawText(below, top, lines(str(index.sibling(index.row(), STAGES).data()), metrics, box.width()))
            return
        effect = index.sibling(index.row(), EFFECT)
        parts = (effect.data(), effect.data(DETAIL), index.data(DETAIL))
        told = " \u00b7 ".join(str(part) for part in parts if part)
        painter.drawText(below, top, metrics.elidedText(told, Qt.TextElideMode.ElideRight, box.width()))
        self._bar(painter, QRectF(box.left(), box.bottom() - 12, box.width(), 11), arrival)

    def _reason(
        self, painter: QPainter, rect: Any, column: int, arrival: Arrival, option: QStyleOptionViewItem
    ) -> None:
        """One text over several cells: each cell paints its slice of it."""
        left = sum(self._table.columnWidth(other) for other in range(DISTANCE, column))
        width = sum(self._table.columnWidth(other) for other in range(DISTANCE, VERDICT))
        whole = rect.adjusted(-left, 0, 0, 0)
        whole.setWidth(width)
        painter.setClipRect(rect)
        _, _, small = fonts(option.font)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        box = whole.adjusted(10, 4, -6, -4)
        text = lines(words.reason(arrival), QFontMetrics(small), box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _verdict(self, painter: QPainter, rect: Any, arrival: Arrival, text: str, option: QStyleOptionViewItem) -> None:
        inks = {
            "in time": (self.theme.good, self.theme.good_wash),
            "late": (self.theme.bad, self.theme.bad_wash),
        }.get(arrival.status, (self.theme.idle, self.theme.idle_wash))
        _, strong, small = fonts(option.font)
        small.setWeight(strong.weight())
        painter.setFont(small)
        metrics = QFontMetrics(small)
        room = rect.width() - 10
        chip = QRectF(rect.left() + 4, rect.center().y() - 9.5, min(room, metrics.horizontalAdvance(text) + 16), 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(inks[1]))
        painter.drawRoundedRect(chip, 10, 10)
        painter.setPen(QColor(inks[0]))
        painter.drawText(
            chip,
            Qt.AlignmentFlag.AlignCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(chip.width()) - 8),
        )

    def _bar(self, painter: QPainter, box: QRectF, arrival: Arrival) -> None:
        model = self._table.model()
        source = model.sourceModel() if isinstance(model, QSortFilterProxyModel) else model
        assert isinstance(source, ResponseModel)
        bar, below = box.adjusted(0, -2, 0, -6), box.center().y() + box.height() / 2 + 2
        paint_stages(painter, bar, arrival, source.longest_h)
        spread = QRectF(box.left(), below - SPREAD_PX / 2, box.width(), SPREAD_PX)
        paint_spread(painter, spread, arrival, source.chance(arrival.unit), source.longest_h, QColor(self.theme.muted))
        if source.clock_h is not None:
            x = box.left() + box.width() * min(source.clock_h / source.longest_h, 1.0)
            painter.setPen(QColor(self.theme.text))
            painter.drawLine(int(x), int(box.top()) - 5, int(x), int(box.bottom()) + 5)


def lines(text: str, metrics: QFontMetrics, width: int, most: int = 2) -> str:
    """`text` broken between words into no more than `most` lines, the last cut short if it must be."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    if most <= 1:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    first: list[str] = []
    rest = text.split(" ")
    while rest and (not first or metrics.horizontalAdvance(" ".join([*first, rest[0]])) <= width):
        first.append(rest.pop(0))
    head = lines(" ".join(first), metrics, width, 1)
    return f"{head}\n{lines(' '.join(rest), metrics, width, most - 1)}" if rest else head
