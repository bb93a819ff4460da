"""Messages over the map that ask for nothing: what happened, what can be done about it, and a cross to put it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mapapp.language import sentence, tr
from mapapp.panels.parts import label

SHOWN_MS = 12_000
"""Long enough to read three lines twice."""
MOST = 3
WIDEST_PX = 560
MARGIN_PX = 16
Tone = Literal["info", "problem"]


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done about a message."""

    text: str
    run: Callable[[], object]


class Notice(QFrame):
    """One message."""

    def __init__(self, text: str, tone: Tone, ways: tuple[Way, ...], leave: Callable[[Notice], None], parent: QWidget):
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        self._leave = leave
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 8, 9)
        row.setSpacing(8)
        self.words: QLabel = label(text, "value", self, wrap=True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # else it takes the height it would need in a narrow column
        self.words.setSizePolicy(policy)
        row.addWidget(self.words, 1)
        for way in ways:
            button = QPushButton(tr(way.text), self)
            button.clicked.connect(partial(self._do, way))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        close = QToolButton(self)
        close.setText("\u00d7")
        close.setAccessibleName(tr("Put the message away"))
        close.clicked.connect(self.put_away)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(text)

    def put_away(self, *_: object) -> None:
        self._leave(self)

    def _do(self, way: Way, *_: object) -> None:
        self._leave(self)
        way.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)


class Notices(QWidget):
    """The messages at the lower edge of the map, the newest below."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: list[Notice] = []
        over.installEventFilter(self)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is being said."""
        return tuple(one.words.text() for one in self._shown)

    @property
    def shown(self) -> tuple[Notice, ...]:
        return tuple(self._shown)

    def tell(self, text: str, *ways: Way, tone: Tone = "info", stays: bool = False) -> Notice:
        """Say something; it goes by itself unless it `stays` or offers something to do."""
        text = sentence(text)
        for old in [one for one in self._shown if one.words.text() == text]:
            self._remove(old)
        while len(self._shown) >= MOST:
            self._remove(self._shown[0])
        notice = Notice(text, tone, ways, self._remove, self)
        self._shown.append(notice)
        self._column.addWidget(notice)
        notice.show()  # Qt shows it later by itself, and until then the column leaves it no room
        if not stays and not ways:
            QTimer.singleShot(SHOWN_MS, notice, notice.put_away)
        self.show()
        self._arrange()
        return notice

    def clear(self) -> None:
        for one in tuple(self._shown):
            self._remove(one)

    def _remove(self, notice: Notice) -> None:
        if notice in self._shown:
            self._shown.remove(notice)
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._shown))
        self._arrange()

    def _arrange(self) -> None:
        if not self._shown:
            return
        width = min(WIDEST_PX, self._over.width() - 2 * MARGIN_PX)
        by_width = self._column.hasHeightForWidth()
        height = self._column.totalHeightForWidth(width) if by_width else self._column.totalMinimumSize().height()
        self.setGeometry((self._over.width() - width) // 2, self._over.height() - height - 3 * MARGIN_PX, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)
