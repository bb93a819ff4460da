"""A box at the cursor into which numbers are typed while a tool is at work: a radius, a distance and an azimuth."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from layers.errors import RimlandError
from mapapp.language import tr
from mapapp.tools.tool import Tool

BESIDE_PX = 18
WIDE_PX = 230


class TypedBox(QLineEdit):
    """Opens with the first digit typed on the map; Enter hands over, Esc leaves.

    Signals
    -------
    refused(RimlandError)
    """

    refused = Signal(object)

    def __init__(self, over: QWidget, tool: Tool) -> None:
        super().__init__(over)
        self._over = over
        self._tool = tool
        self._at = QPoint(40, 40)
        self.setObjectName("typed")
        self.setFixedWidth(WIDE_PX)
        self.setAccessibleName(tr("Typed numbers"))
        self.returnPressed.connect(self._take)
        over.installEventFilter(self)
        self.hide()

    def set_tool(self, tool: Tool) -> None:
        """What is typed goes to this tool from now on."""
        self._tool = tool
        self.leave()

    def open(self, text: str) -> None:
        """Show it beside the cursor with its first letter."""
        self.setPlaceholderText(tr(self._tool.asks))
        self.setToolTip(tr(self._tool.asks))
        self.setText(text)
        self._follow()
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        if self.isVisible():
            self.hide()
            self._over.setFocus()

    def _follow(self) -> None:
        x = min(self._at.x() + BESIDE_PX, self._over.width() - self.width() - 4)
        y = min(self._at.y() + BESIDE_PX, self._over.height() - self.sizeHint().height() - 4)
        self.move(max(x, 4), max(y, 4))

    def _take(self) -> None:
        try:
            self._tool.typed(self.text())
        except RimlandError as error:
            self.refused.emit(error)
            self.selectAll()
            return
        self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over:
            if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
                self._at = event.position().toPoint()
                if self.isVisible():
                    self._follow()
            elif isinstance(event, QKeyEvent) and self._wants(event):
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()  # a digit goes on with the measurement now, and is no shortcut
                    return True
                if event.type() == QEvent.Type.KeyPress:
                    self.open(event.text())
                    return True
        return super().eventFilter(watched, event)

    def _wants(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return plain and bool(self._tool.asks) and self._tool.at_work and event.text().isdigit()
