"""Two scenarios on one map: the document's left of a divider, another right of it; hand or arrow keys move it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QWidget

from layers.scenario.levers import lone
from layers.scenario.model import Scenario
from mapapp.beside.link import Link
from mapapp.beside.own_map import OwnMap
from mapapp.beside.side import Side
from mapapp.canvas.canvas import MapCanvas
from mapapp.language import tr
from mapapp.panels.parts import label

GRIP_PX = 22
GRIP_AT = 0.72
"""Part of the height at which the grip sits: the target is often in the middle."""
STEPS = 1000


class Divider(QSlider):
    """The line between the halves, a slider from the map's left edge to its right one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._over = parent
        self.setRange(0, STEPS)
        self.setSingleStep(20)
        self.setPageStep(100)
        self.setValue(STEPS // 2)
        self.setAccessibleName(tr("Divider between two scenarios"))
        self.setAccessibleDescription(tr("Arrow keys move it, Home and End put it at the edges"))
        self.setToolTip(tr("Drag, or use the arrow keys"))
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _take(self, event: QMouseEvent) -> None:
        over = self._over
        x = over.mapFromGlobal(event.globalPosition()).x()
        self.setValue(round(x / max(over.width(), 1) * STEPS))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._take(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, middle = self.palette(), self.width() / 2
        line = palette.highlight().color() if self.hasFocus() else palette.windowText().color()
        painter.setPen(QPen(palette.base().color(), 4.0))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setPen(QPen(line, 2.0))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setBrush(palette.base())
        y, half = self.height() * GRIP_AT, GRIP_PX / 2 - 1
        painter.drawEllipse(QPointF(middle, y), half, half)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(line))
        for way in (-1, 1):
            tip = QPointF(middle + way * 7, y)
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-way * 4, -4), tip + QPointF(-way * 4, 4)]))
        painter.end()


class Swipe(QObject):
    """Lays a second map, seen through a window from the divider to the right edge, over the first.

    Signals
    -------
    made(MapCanvas)
        There is a second map, to be joined with what the window does with a map.
    changed()
        It began or ended.
    """

    made = Signal(object)
    changed = Signal()

    def __init__(self, own: OwnMap, parent: QObject) -> None:
        super().__init__(parent)
        self._own = own
        self._document = document = own.document
        self._over = own.canvas
        self.canvas: MapCanvas | None = None
        self._side: Side | None = None
        self._link: Link | None = None
        self._parts: tuple[QWidget, ...] = ()
        document.scenario_changed.connect(self._on_scenario)
        document.kept_changed.connect(self._on_scenario)
        document.target_changed.connect(self._show)

    @property
    def on(self) -> bool:
        return self.canvas is not None

    def toggle(self) -> None:
        """Begin, or end."""
        if self.on:
            self.close_down()
        else:
            self._make()
        self.changed.emit()

    def scenarios(self) -> tuple[Scenario, ...]:
        """What the right half may show: the document's other scenarios, this one without pressure, the ready-made."""
        content = self._document.content
        alone = lone(content.scenario)
        found = [*content.kept, *((alone,) if alone != content.scenario else ()), *self._own.ready_made]
        return tuple(one for one in found if one != content.scenario)

    def _make(self) -> None:
        over = self._over
        self._window = QWidget(over)
        canvas = MapCanvas(over.sheet, over.view, over.tool, self._window)
        canvas.setAccessibleName(tr("Map of the other scenario"))
        canvas.show_legend(False)
        self.divider = Divider(over)
        self._names = QWidget(over)
        self._names.setObjectName("panel")
        self._names.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self._names)
        row.setContentsMargins(8, 3, 8, 3)
        self.left = label("", "strong", self._names)
        self.choice = QComboBox(self._names)
        self.choice.setAccessibleName(tr("Scenario right of the divider"))
        self.choice.setMinimumContentsLength(24)
        self.choice.activated.connect(self._show)
        row.addWidget(self.left)
        row.addWidget(label("\u25c2 \u25b8", "muted", self._names))
        row.addWidget(self.choice)
        self._parts = self._window, self.divider, self._names
        self.canvas = canvas
        self._side = Side("swipe", self._own, canvas)
        for part in self._parts:
            part.show()
        self._window.lower()
        self.divider.valueChanged.connect(self._lay_out)
        over.installEventFilter(self)
        self._lay_out()
        self._link = Link(over, canvas, "place", canvas)
        self._on_scenario()
        self.made.emit(canvas)
        self.divider.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_scenario(self) -> None:
        """The document's scenarios are others; the one shown at the right stays if it still is one."""
        if self._side is None:
            return
        held, listed = self._side.scenario, self.scenarios()
        self.left.setText(tr(self._document.content.scenario.name))
        self.choice.clear()
        for one in listed:
            alone = one == lone(self._document.content.scenario) and one not in self._document.content.kept
            self.choice.addItem(f"{tr(one.name)}, {tr('without pressure')}" if alone else tr(one.name), one)
        if held in listed:
            self.choice.setCurrentIndex(listed.index(held))
        self._show()
        self._lay_out()

    def _show(self, *_: object) -> None:
        chosen = self.choice.currentData() if self._side is not None else None
        if self._side is not None and isinstance(chosen, Scenario):
            self._side.show(chosen, self._document.target)

    def _lay_out(self, *_: object) -> None:
        if self.canvas is None:
            return
        width, height = self._over.width(), self._over.height()
        x = round(self.divider.value() / STEPS * width)
        self._window.setGeometry(x, 0, max(width - x, 1), height)
        self.canvas.setGeometry(-x, 0, width, height)
        self.divider.setGeometry(x - GRIP_PX // 2, 0, GRIP_PX, height)
        size = self._names.sizeHint()
        self._names.setGeometry((width - size.width()) // 2, 6, size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._lay_out()
        return False

    def close_down(self) -> None:
        """One map again."""
        if self._side is None or self._link is None:
            return
        self._over.removeEventFilter(self)
        self._link.end()
        self._side.close_down()
        for part in self._parts:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._parts = ()
        self.canvas = self._side = self._link = None
