"""The palette: one line in which everything can be found and every command run, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapapp import look
from mapapp.finding import Finding
from mapapp.language import tr
from mapapp.panels.parts import label

FOUND = Qt.ItemDataRole.UserRole
WIDE_PX = 640
ROW_PX = 34
ROWS = 11
ICONS = {
    "command": "command", "flashpoint": "target", "base": "anchor", "unit": "users", "passage": "waypoints",
    "zone": "polygon", "town": "map", "position": "crosshair", "event": "calendar", "commitment": "link",
    "lever": "sliders", "platform": "plane", "bookmark": "bookmark", "object": "pencil", "scenario": "compare",
}  # fmt: skip
EMPTY = "Nothing is called that. Try a place, a base, a unit, a command, or a position such as 20.7, 116.7."
HINT = "Type a place, a unit, a command or a position; > finds commands alone. Shift+Enter: who can respond there?"
Search = Callable[[str], list[Finding]]


class Findings(QAbstractListModel):
    """The lines found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Finding] = []

    def show(self, rows: list[Finding]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == FOUND:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return ", ".join(filter(None, (row.text, row.detail, row.keys)))
        return None


class FindingDelegate(QStyledItemDelegate):
    """Icon, name, what it is, and the keys at the right."""

    theme = look.LIGHT

    def sizeHint(self, _option: Any, _index: Any) -> QSize:
        return QSize(1, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        found: Finding = index.data(FOUND)
        theme, box = self.theme, QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(theme.selection))
        icon = "check" if found.checked else ICONS[found.kind]
        look.icon(icon, theme).paint(painter, QRect(box.left() + 12, box.top() + 8, 18, 18))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        keys = painter.fontMetrics().horizontalAdvance(found.keys) + 16 if found.keys else 0
        room = box.adjusted(42, 0, -14 - keys, 0)
        metrics = painter.fontMetrics()
        name = metrics.elidedText(found.text, Qt.TextElideMode.ElideRight, room.width())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, name)
        room.setLeft(room.left() + metrics.horizontalAdvance(name) + 10)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        if room.width() > 40:
            painter.drawText(
                room, middle, painter.fontMetrics().elidedText(found.detail, Qt.TextElideMode.ElideRight, room.width())
            )
        if keys:
            painter.drawText(box.adjusted(0, 0, -14, 0), middle | Qt.AlignmentFlag.AlignRight, found.keys)
        painter.restore()


class Palette(QFrame):
    """Opens over the window; Enter takes, Esc leaves.

    Signals
    -------
    chosen(Finding, bool)
        A line was taken; True: with Shift, which asks who can respond there.
    """

    chosen = Signal(object, bool)

    def __init__(self, search: Search, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("palette")
        self._search = search
        self._back: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Find a place, a unit or a command"))
        self.field.setAccessibleName(tr("Find anything"))
        self.field.textChanged.connect(self.refresh)
        self.field.installEventFilter(self)
        self._model = Findings(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("What was found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._delegate = FindingDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.clicked.connect(self._on_clicked)
        self._hint = label(HINT, "small", self, wrap=True)
        self._hint.setContentsMargins(12, 4, 12, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._hint)
        parent.installEventFilter(self)
        self.hide()

    @property
    def found(self) -> list[Finding]:
        """The lines shown."""
        return [self._model.index(row).data(FOUND) for row in range(self._model.rowCount())]

    def set_theme(self, theme: look.Theme) -> None:
        self._delegate.theme = theme
        self.list.viewport().update()

    def open(self, text: str = "") -> None:
        """Show it with the text in it; the focus comes back where it was."""
        if not self.isVisible():
            self._back = self.window().focusWidget()
        self.field.setText(text)
        self.refresh()
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus()
        self.field.setCursorPosition(len(text))

    def leave(self) -> None:
        """Put it away."""
        if self.isVisible():
            self.hide()
            if self._back is not None:
                self._back.setFocus()

    def refresh(self, *_: object) -> None:
        """Search again."""
        text = self.field.text()
        rows = self._search(text)
        self._model.show(rows)
        if rows:
            self.list.setCurrentIndex(self._model.index(0))
        self._hint.setText(tr(EMPTY if text.strip() and not rows else HINT))
        self.list.setVisible(bool(rows))
        self._place()

    def _place(self) -> None:
        above = self._over
        width = min(WIDE_PX, above.width() - 40)
        rows = min(self._model.rowCount(), ROWS, max((above.height() - 260) // ROW_PX, 3))
        self.list.setFixedHeight(rows * ROW_PX + 2)
        hint = self._hint.heightForWidth(width - 16)
        height = 8 + self.field.sizeHint().height() + 10 + (rows * ROW_PX + 10 if rows else 0) + hint + 6
        self.setGeometry((above.width() - width) // 2, 76, width, height)

    def _take(self, *, shifted: bool) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            found = index.data(FOUND)
            self.leave()
            self.chosen.emit(found, shifted)

    def _on_clicked(self, _index: QModelIndex) -> None:
        self._take(shifted=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        count, here = self._model.rowCount(), self.list.currentIndex().row()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS}
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.leave()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(shifted=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in steps and count:
            step = steps[key]
            row = (here + step) % count if abs(step) == 1 else min(max(here + step, 0), count - 1)
            self.list.setCurrentIndex(self._model.index(row))
        elif key is Qt.Key.Key_Tab:
            pass  # there is nothing else to go to
        else:
            return False
        return True
