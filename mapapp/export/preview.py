"""The page as it will be, whose blocks are moved and given another size by hand or by the arrow keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from layers.picture.kit import Box
from layers.picture.layout import ACROSS, BLOCKS, DOWN, NAMES, PageBlock
from layers.picture.marks import Picture
from mapapp.language import tr

NEAR_PX = 7.0
"""How near to an edge the hand takes hold of it."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Grip:
    """What the hand holds: a block and which of its edges go along; all four move it."""

    block: PageBlock
    left: bool
    top: bool
    right: bool
    bottom: bool

    @property
    def whole(self) -> bool:
        return self.left and self.top and self.right and self.bottom


class Preview(QLabel):
    """Shows a page and lets its blocks be put elsewhere.

    Signals
    -------
    dragged(str, Box)
        A block, and where it was put [page px].
    """

    dragged = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Drawing the page \u2026"), parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(480, 360)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview of the page"))
        self._page: Picture | None = None
        self._blocks: Mapping[PageBlock, Box] = {}
        self._scale = 1.0
        self._held: Grip | None = None
        self._from = self._at = QPointF()
        self.chosen: PageBlock | None = None

    def show_page(self, picture: Picture, blocks: Mapping[PageBlock, Box], image: QImage, scale: float) -> None:
        """Show the image of a page, `scale` widget pixels to the page's pixel."""
        self._page, self._blocks, self._scale = picture, blocks, scale
        if self.chosen not in blocks:
            self.chosen = None
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

    def grip_at(self, at: QPointF) -> Grip | None:
        """What the hand would hold: the smallest block under it, by an edge, a corner or the whole."""
        if self._page is None:
            return None
        x, y = self.to_page(at)
        near = NEAR_PX / self._scale
        under = [
            (box.width * box.height, block) for block, box in self._blocks.items() if box.grown(near / 2).has(x, y)
        ]
        if not under:
            return None
        block = min(under)[1]
        box = self._blocks[block]
        # the middle third of a low block moves it, however small the page is shown
        across, down = min(near, box.width / 3), min(near, box.height / 3)
        left, right = abs(x - box.x0) < across, abs(x - box.x1) < across
        top, bottom = abs(y - box.y0) < down, abs(y - box.y1) < down
        if not (left or right or top or bottom):
            return Grip(block, True, True, True, True)
        return Grip(block, left and not right, top and not bottom, right, bottom)

    def _put(self, grip: Grip, dx: float, dy: float) -> Box:
        """Where a block comes to lie when its held edges go `dx`, `dy` pixels of the page."""
        x0, y0, x1, y1 = self._blocks[grip.block]
        return Box(x0 + dx * grip.left, y0 + dy * grip.top, x1 + dx * grip.right, y1 + dy * grip.bottom)

    def _way(self) -> tuple[float, float]:
        return (self._at.x() - self._from.x()) / self._scale, (self._at.y() - self._from.y()) / self._scale

    def _cell(self) -> tuple[float, float]:
        assert self._page is not None
        return self._page.view.width / ACROSS, self._page.view.height / DOWN

    def choose_next(self, by: int) -> None:
        """Choose the next block for the arrow keys."""
        there = [block for block in BLOCKS if block in self._blocks]
        if there:
            at = there.index(self.chosen) + by if self.chosen in there else 0
            self.chosen = there[at % len(there)]
            self.setAccessibleDescription(tr(NAMES[self.chosen]))
            self.update()

    # --- Qt -------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self.grip_at(event.position())
            self.chosen = self._held.block if self._held else None
            self._from = self._at = event.position()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        grip = self._held or self.grip_at(self._at)
        if grip is None:
            self.unsetCursor()
            self.setToolTip("")
        else:
            self.setCursor(_cursor(grip))
            self.setToolTip(tr(NAMES[grip.block]))
        if self._held is not None:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, self._held = self._held, None
        self._at = event.position()
        way = self._way()
        if held is not None and max(map(abs, way)) * self._scale >= 3.0:
            self.dragged.emit(held.block, self._put(held, *way))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down choose a block, arrows move it by a cell, with Shift they give it another size."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self.choose_next(1 if event.key() == Qt.Key.Key_PageDown else -1)
        elif step is not None and self.chosen in self._blocks and self.chosen is not None:
            size = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            across, down = self._cell()
            grip = Grip(self.chosen, not size, not size, True, True)
            self.dragged.emit(self.chosen, self._put(grip, step[0] * across, step[1] * down))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.chosen is None and event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.choose_next(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            frame = QPainter(self)
            frame.setPen(QPen(self.palette().highlight().color(), 2.0))
            frame.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
            frame.end()
        if self._page is None or self.chosen is None or self.chosen not in self._blocks:
            return
        box = self._put(self._held, *self._way()) if self._held is not None else self._blocks[self.chosen]
        first, last = self.to_widget(box.x0, box.y0), self.to_widget(box.x1, box.y1)
        painter = QPainter(self)
        painter.setPen(QPen(Qt.GlobalColor.blue, 2.0, Qt.PenStyle.DashLine))
        painter.drawRect(QRectF(QPointF(first), QPointF(last)))


def _cursor(grip: Grip) -> Qt.CursorShape:
    if grip.whole:
        return Qt.CursorShape.SizeAllCursor
    if (grip.left and grip.top) or (grip.right and grip.bottom):
        return Qt.CursorShape.SizeFDiagCursor
    if (grip.right and grip.top) or (grip.left and grip.bottom):
        return Qt.CursorShape.SizeBDiagCursor
    return Qt.CursorShape.SizeHorCursor if grip.left or grip.right else Qt.CursorShape.SizeVerCursor
