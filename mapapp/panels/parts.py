"""The few widgets panels are made of: headings, cards, rows of key and value, the look of an empty panel."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from mapapp.language import sentence

KEY_PX = 150
"""Most that the name of a fact takes in a row, so that a treaty's leaves room for what it says."""


def label(text: str, role: str, parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """Plain text in one of the style sheet's roles; can be selected when it wraps."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(role)
    made.setText(sentence(text))
    made.setWordWrap(wrap)
    if wrap:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


class Elided(QLabel):
    """One line of plain text, cut with an ellipsis where room ends; the tooltip has it whole."""

    def __init__(self, text: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(role)
        self._whole = ""
        self.show_text(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def _fit(self) -> None:
        room = max(self.contentsRect().width(), 10)
        self.setText(QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())


class ElidedChoice(QComboBox):
    """A list to choose from that takes what room there is; what is chosen ends in an ellipsis where that is short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.setMinimumWidth(64)
        self.currentTextChanged.connect(self.setToolTip)

    @property
    def shown(self) -> str:
        """The text as there is room for it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return option.fontMetrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class Card(QFrame):
    """A figure with its heading above and its source below."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(2)
        self.heading = label(heading, "small", self, wrap=True)
        self.figure = label("", "big", self)
        self.note = label("", "small", self, wrap=True)
        for one in (self.heading, self.figure, self.note):
            column.addWidget(one)
        column.addStretch(1)

    def show_figure(self, figure: str, note: str, heading: str = "") -> None:
        self.figure.setText(figure)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        if heading:
            self.heading.setText(heading)
        self.setAccessibleName(f"{self.heading.text()}: {figure}. {note}")


class Facts(QWidget):
    """Rows of key and value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 104)
        self._grid.setColumnStretch(1, 1)

    def clear(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, key: str, value: str, note: str = "") -> None:
        """A row; nothing when there is no value."""
        if not value:
            return
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        name = label(key, "key", self, wrap=True)
        name.setMaximumWidth(KEY_PX)
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(label(value, "value", self, wrap=True), row, 1, top)
        if note:
            self._grid.addWidget(label(note, "small", self, wrap=True), row + 1, 1, top)


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line across."""
    made = QFrame(parent)
    made.setObjectName("rule")
    return made
