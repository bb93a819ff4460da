"""The page as it will be, with two edges to drag: the column beside the map, and the table below it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from layers.picture.marks import Picture

Edge = Literal["column", "table"]
NEAR_PX = 7.0
"""How near to an edge the hand takes hold of it."""
LEAST_COLUMN, MOST_COLUMN = 180.0, 0.6
"""Bounds of the column [page px; share of the page's width]."""
LEAST_SHARE, MOST_SHARE = 0.3, 0.9


class Preview(QLabel):
    """Shows a page and lets its blocks be given more room or less.

    Signals
    -------
    dragged(str, float)
        ``column`` and its new width [page px], or ``table`` and the share of the height the map keeps.
    """

    dragged = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Drawing the page \u2026", parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(480, 360)
        self.setMouseTracking(True)
        self.setAccessibleName("Preview of the page")
        self._page: Picture | None = None
        self._scale = 1.0
        self._held: Edge | None = None
        self._at = QPointF()

    def show_page(self, picture: Picture, image: QImage, scale: float) -> None:
        """Show the image of a page, `scale` widget pixels to the page's pixel."""
        self._page, self._scale = picture, scale
        self.setPixmap(QPixmap.fromImage(image))

    def to_page(self, at: QPointF) -> tuple[float, float]:
        """Page pixels of a point of the widget."""
        corner = self._corner()
        return (at.x() - corner.x()) / self._scale, (at.y() - corner.y()) / self._scale

    def to_widget(self, x: float, y: float) -> QPoint:
        """The point of the widget over page pixels."""
        corner = self._corner()
        return QPoint(round(corner.x() + x * self._scale), round(corner.y() + y * self._scale))

    def _corner(self) -> QPointF:
        assert self._page is not None
        width, height = self._page.view.width * self._scale, self._page.view.height * self._scale
        return QPointF((self.width() - width) / 2, (self.height() - height) / 2)

    def edge_at(self, at: QPointF) -> Edge | None:
        """The edge under the hand: the map's right one, or its lower one."""
        if self._page is None or self._page.frame is None:
            return None
        x, y = self.to_page(at)
        x0, y0, x1, y1 = self._page.frame
        near = NEAR_PX / self._scale
        view = self._page.view
        if abs(x - x1 - near) < 2 * near and y0 < y < y1 and x1 < view.width - LEAST_COLUMN:
            return "column"
        if abs(y - y1 - near) < 2 * near and x0 < x < x1:
            return "table"
        return None

    def _value(self, edge: Edge, at: QPointF) -> float:
        assert self._page is not None
        assert self._page.frame is not None
        x, y = self.to_page(at)
        x0, y0, _, _ = self._page.frame
        view = self._page.view
        if edge == "column":
            return min(max(view.width - x0 - x, LEAST_COLUMN), MOST_COLUMN * view.width)
        foot = view.height - x0  # the margin is the same all round
        return min(max((y - y0) / (foot - y0), LEAST_SHARE), MOST_SHARE)

    # --- Qt -------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self.edge_at(event.position())
            self._at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        edge = self._held or self.edge_at(self._at)
        shapes = {"column": Qt.CursorShape.SplitHCursor, "table": Qt.CursorShape.SplitVCursor}
        if edge is None:
            self.unsetCursor()
        else:
            self.setCursor(shapes[edge])
        if self._held is not None:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        if held is not None and self._page is not None:
            self.dragged.emit(held, self._value(held, event.position()))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._held is not None:
            painter = QPainter(self)
            painter.setPen(QPen(Qt.GlobalColor.blue, 2.0, Qt.PenStyle.DashLine))
            if self._held == "column":
                painter.drawLine(round(self._at.x()), 0, round(self._at.x()), self.height())
            else:
                painter.drawLine(0, round(self._at.y()), self.width(), round(self._at.y()))
