"""The first-run tour: five steps on the real map, each pointing at what it speaks of; Esc ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mapapp.language import tr
from mapapp.panels.parts import label

WIDE_PX = 330
MARGIN_PX = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the tour."""

    title: str
    text: str
    of: Callable[[], QWidget]
    """What it points at."""


class _Frame(QWidget):
    """A line round what is spoken of; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.palette().highlight().color()), 3.0))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -3, -3), 6, 6)
        painter.end()


class Tour(QFrame):
    """A card that goes from step to step.

    Signals
    -------
    ended()
        Walked to its end, or left.
    """

    ended = Signal()

    def __init__(self, steps: tuple[Step, ...], window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._over = window
        self._steps = steps
        self._here = -1
        self._frame = _Frame(window)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(6)
        self._count = label("", "section", self)
        self.title: QLabel = label("", "strong", self, wrap=True)
        self.text: QLabel = label("", "value", self, wrap=True)
        for one in (self._count, self.title, self.text):
            column.addWidget(one)
        row = QHBoxLayout()
        self.leave = QPushButton(tr("Leave"), self)
        self.back = QPushButton(tr("Back"), self)
        self.next = QPushButton(tr("Next"), self)
        self.next.setDefault(True)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column.addLayout(row)
        self.leave.clicked.connect(self.end)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        self.setFixedWidth(WIDE_PX)
        window.installEventFilter(self)
        self.hide()
        self._frame.hide()

    @property
    def step(self) -> int:
        """Number of the step shown, from 0; -1 when the tour is not on."""
        return self._here

    def begin(self) -> None:
        """Start at the first step."""
        self._go(0)

    def end(self) -> None:
        """Leave the tour."""
        if self._here >= 0:
            self._here = -1
            self.hide()
            self._frame.hide()
            self.ended.emit()

    def _on_next(self) -> None:
        if self._here + 1 < len(self._steps):
            self._go(self._here + 1)
        else:
            self.end()

    def _on_back(self) -> None:
        self._go(max(self._here - 1, 0))

    def _go(self, number: int) -> None:
        self._here = number
        step = self._steps[number]
        self._count.setText(tr("{number} OF {count}").format(number=number + 1, count=len(self._steps)))
        self.title.setText(tr(step.title))
        self.text.setText(tr(step.text))
        self.back.setEnabled(number > 0)
        self.next.setText(tr("Done") if number + 1 == len(self._steps) else tr("Next"))
        self.setAccessibleName(f"{self._count.text()}: {self.title.text()}. {self.text.text()}")
        self.show()
        self._place()
        self.next.setFocus()

    def _place(self) -> None:
        """Beside what is spoken of, wherever there is room."""
        target = self._steps[self._here].of()
        at = target.mapTo(self._over, QPoint(0, 0))
        box = QRect(at, target.size())
        self._frame.setGeometry(box)
        self._frame.show()
        self._frame.raise_()
        self._column.activate()
        self.resize(WIDE_PX, self._column.totalHeightForWidth(WIDE_PX))
        width, height, room = self.width(), self.height(), self._over.rect()
        if box.right() + MARGIN_PX + width < room.width():
            x, y = box.right() + MARGIN_PX, box.top() + MARGIN_PX
        elif box.left() - MARGIN_PX - width > 0:
            x, y = box.left() - MARGIN_PX - width, box.top() + MARGIN_PX
        else:
            x, y = box.left() + MARGIN_PX, box.top() + MARGIN_PX
        if box.height() < 80:
            y = box.bottom() + MARGIN_PX
        x = min(max(x, MARGIN_PX), room.width() - width - MARGIN_PX)
        y = min(max(y, MARGIN_PX), room.height() - height - MARGIN_PX)
        self.move(x, y)
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self._here >= 0:
            self._place()
        return super().eventFilter(watched, event)
