"""The thresholds of one place as a table: hours alone and with pressure, the price, the chance, what takes most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from layers.theatres.distraction import Price
from mapapp.language import said, sentence, tr
from mapapp.panels.verdicts import hours_text

_HEADS = ("What has to be there", "Alone", "With", "Price", "In time", "Takes most")

LAST_PX = 104
"""Least width of what takes most, and of what has to be there."""
SIDES_PX, BESIDE_PX = 22, 17
"""What a cell leaves beside its words, and above and below; the style sheet's, and a little for the ragged edge."""


class PriceTable(QTableWidget):
    """One row per threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADS), parent)
        self.setHorizontalHeaderLabels([tr(head) for head in _HEADS])
        self.setAccessibleName(tr("Thresholds of the chosen flashpoint"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)

    def show_prices(self, prices: Sequence[Price]) -> None:
        """Write all rows anew."""
        self.setRowCount(len(prices))
        for number, price in enumerate(prices):
            chance = "\u2013" if price.pressed.p_in_time is None else f"{price.pressed.p_in_time:.0%}"
            cells = (
                tr(price.threshold.name), hours_text(price.alone.hours), hours_text(price.pressed.hours),
                sentence(price.words), chance, sentence(price.binding.partition(": ")[0]),
            )  # fmt: skip
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                whole = sentence(price.binding) if column == len(cells) - 1 else text
                verdict = sentence(price.pressed.verdict)
                item.setToolTip(
                    said("{what}: {verdict}. Click for the chain and its sources.", what=whole, verdict=verdict)
                )
                self.setItem(number, column, item)
        self._fit()

    def _fit(self) -> None:
        """The first column gives way where the last would have no room for its words; both wrap."""
        figures = sum(self.columnWidth(column) for column in range(1, len(_HEADS) - 1))
        rest = self.viewport().width() - figures
        metrics, wrap = self.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
        named = [item.text() for row in range(self.rowCount()) if (item := self.item(row, 0))]
        longest = max(map(metrics.horizontalAdvance, named), default=0) + 1 + SIDES_PX
        self.setColumnWidth(0, max(min(longest, rest - LAST_PX), LAST_PX))
        for row in range(self.rowCount()):
            texts = [(column, item.text()) for column in (0, len(_HEADS) - 1) if (item := self.item(row, column))]
            high = (metrics.boundingRect(0, 0, self.columnWidth(column) - SIDES_PX, 999, wrap, text).height()
                    for column, text in texts)  # fmt: skip
            self.setRowHeight(row, max(high, default=0) + BESIDE_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
