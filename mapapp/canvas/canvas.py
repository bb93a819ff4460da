"""The map widget: shows the last picture moved under the hand, and a sharp one as soon as the hand rests.

What it shows is kept by `mapapp.canvas.screen`; here is what the hand does. A globe is turned by dragging it, every
other map is moved; with Shift held the picture turns about its middle.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from layers.errors import RimlandError
from layers.picture.marks import Picture
from layers.picture.sheet import Sheet
from layers.projection import Projection
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.pick import Picker, Thing
from mapapp.canvas.render import NO_HINTS, Hints, LiveOverlay
from mapapp.canvas.screen import Screen
from mapapp.language import tr
from mapapp.paint import Painter
from mapapp.tools.tool import Spot, Tool

CLICK_PX = 4
"""A press that moves less is a click."""
LIVE_BYTES = 8_000_000
"""Of what moves under the hand, which seldom comes again."""
LEGEND_FROM_PX = 480
"""On a map narrower than this there is room for the scale and little else."""
KEY_PAN = 0.15
"""Part of the window an arrow key moves."""


class MapCanvas(QWidget):
    """The map.

    Signals
    -------
    view_changed()
        The hand or a command moved the view.
    sharpened()
        The picture of the current view and sheet has landed.
    spot_hovered(Spot | None)
        The place under the hand; None beyond the edge of the world or outside the widget.
    thing_picked(Thing | None)
        Clicked on a base or a flashpoint, or beside all of them.
    menu_wanted(Spot | None, QPoint)
        Right click, with the global position.
    failed(Exception)
        A picture could not be made.
    """

    view_changed = Signal()
    sharpened = Signal()
    spot_hovered = Signal(object)
    thing_picked = Signal(object)
    menu_wanted = Signal(object, QPoint)
    failed = Signal(object)

    def __init__(self, sheet: Sheet, view: View, tool: Tool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._view = view
        self._tool = tool
        self._screen = Screen(self._wanted, self)
        self._live_sink = Painter(keep_bytes=LIVE_BYTES)
        self._overlay = LiveOverlay()
        self._hints = NO_HINTS
        self._picker = Picker()
        self._press: QPointF | None = None
        self._last: QPointF | None = None
        self._held: tuple[float, float] | None = None
        """The place the hand took hold of."""
        self._cursor: QPointF | None = None
        self._panning = False
        self._turning = False
        self._taken = False
        self._by_keyboard = False
        self._legend: bool | None = None
        self._screen.changed.connect(self.update)
        self._screen.sharpened.connect(self.sharpened)
        self._screen.failed.connect(self.failed)
        self.setAccessibleName(tr("Map"))
        self.setAccessibleDescription(tr("Arrows move, plus and minus zoom, 0 fits, brackets turn, N is north up"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(260, 240)
        tool.changed.connect(self.update)
        self.setCursor(tool.cursor)

    # --- state --------------------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        return self._view

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def tool(self) -> Tool:
        return self._tool

    @property
    def sharp(self) -> bool:
        """Whether what is shown was made for the current view and sheet."""
        return self._screen.sharp

    @property
    def picture(self) -> Picture | None:
        """The picture that was made last; None before the first."""
        return self._screen.shown.picture if self._screen.shown is not None else None

    def shows(self, projection: Projection) -> bool:
        """Whether a picture in that projection is on the screen, sharp or not."""
        shown = self._screen.shown
        return shown is not None and shown.view.projection == projection

    @property
    def legend(self) -> bool:
        """Whether the legend is on the map: as the user said, else where there is room."""
        return self._legend if self._legend is not None else self.width() >= LEGEND_FROM_PX

    def show_legend(self, shown: bool) -> None:
        self._legend = shown
        self._screen.ask(soon=True)

    def set_view(self, view: View) -> None:
        """Show another view; the sharp picture follows when the hand rests."""
        view = navigate.kept_on_map(navigate.resized(view, self.width(), self.height()), self._view)
        if view == self._view:
            return
        self._view = view
        self.update()
        self._screen.ask()
        self.view_changed.emit()

    def set_sheet(self, sheet: Sheet) -> None:
        """Show other things on the same view."""
        self._sheet = sheet
        self.update()
        self._screen.ask(soon=True)

    def _wanted(self) -> tuple[Sheet, View, bool, float]:
        """What the screen is to show."""
        return self._sheet, self._view, self.legend, self.devicePixelRatioF()

    def set_hints(self, hints: Hints) -> None:
        """Show something for a moment over the map, without drawing the map anew."""
        if hints is not self._hints:
            self._hints = hints
            self.update()

    def set_tool(self, tool: Tool) -> None:
        """Put another tool in the hand."""
        if tool is self._tool:
            return
        self._tool.cancel()
        self._tool.changed.disconnect(self.update)
        self._tool = tool
        tool.changed.connect(self.update)
        self.setCursor(tool.cursor)
        self.update()

    def close_down(self) -> None:
        """Cancel the picture that is being made, and wait for its thread."""
        self._screen.close()

    # --- moving -------------------------------------------------------------------------------------------------

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a pixel, or the middle."""
        x, y = (at.x(), at.y()) if at is not None else (self.width() / 2, self.height() / 2)
        self.set_view(navigate.zoomed(self._view, factor, x, y))

    def rotate_by(self, degrees: float) -> None:
        self.set_view(navigate.rotated(self._view, degrees))

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the map with the hand, in pixels; a globe turns."""
        self.set_view(navigate.moved(self._view, dx, dy))

    def centre_on(self, lon: float, lat: float) -> None:
        self.set_view(navigate.centred(self._view, lon, lat))

    def spot_at(self, at: QPointF, *, snap: bool = True) -> Spot | None:
        """The place under a pixel, snapped to the thing there."""
        thing = self.thing_at(at) if snap else None
        if thing is not None:
            return Spot(thing.lon, thing.lat, thing.id, thing.name)
        place = navigate.place_at(self._view, at.x(), at.y())
        return Spot(*place) if place else None

    def spot_under_cursor(self) -> Spot | None:
        """The place under the cursor now, also when the map has moved below it; None where the cursor is elsewhere."""
        return self.spot_at(self._cursor) if self._cursor is not None else None

    def thing_at(self, at: QPointF) -> Thing | None:
        self._picker.prepare(self._sheet, self._view)
        return self._picker.at(self._view, at.x(), at.y())

    # --- Qt's side ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(900, 700)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._screen.paint(painter, gliding=not self._panning)
        live = self._overlay.picture(self._sheet, self._view, self._tool, self._hints)
        if live is not None:
            self._live_sink.paint(painter, live, parts=("base", "over"))
        if self._by_keyboard:
            painter.setPen(QPen(self.palette().highlight().color(), 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._screen.ask(soon=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_view(navigate.resized(self._view, event.size().width(), event.size().height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() is Qt.MouseButton.MiddleButton:
            self._hold(at)
            self._panning, self._taken = True, False
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._hold(at)
        self._panning = False
        self._turning = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._turning:
            self._taken = False
            return
        spot = self.spot_at(at)
        self._taken = spot is not None and self._tool.press(spot)

    def _hold(self, at: QPointF) -> None:
        self._press = self._last = at
        self._held = navigate.place_at(self._view, at.x(), at.y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._cursor = event.position()
        spot = self.spot_at(at)
        held = self._press is not None
        if spot is not None and not self._panning and self._tool.move(spot, held=held and self._taken):
            pass
        elif self._press is not None and self._last is not None and not self._taken:
            far = (at - self._press).manhattanLength() > CLICK_PX
            if self._panning or far:
                last = self._last if self._panning else self._press
                self._panning = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._drag(last, at)
                self._last = at
        self.spot_hovered.emit(spot)
        if not held:
            thing = self.thing_at(at)
            self.setCursor(Qt.CursorShape.PointingHandCursor if thing and self._tool.id == "pan" else self._tool.cursor)

    def _drag(self, last: QPointF, at: QPointF) -> None:
        """The hand holds the map and went from one pixel to another."""
        if self._turning:
            middle = QPointF(self.width() / 2, self.height() / 2)
            self.rotate_by(QLineF(middle, last).angle() - QLineF(middle, at).angle())
        elif self._view.projection.kind == "ortho" and self._held is not None:
            self.set_view(navigate.globe_turned(self._view, self._held, at.x(), at.y()))
        else:
            step = at - last
            self.pan_by(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is None or event.button() not in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            return
        at, press = event.position(), self._press
        panned, taken = self._panning, self._taken
        turning = self._turning
        self._press = self._last = self._held = None
        self._panning = self._taken = self._turning = False
        self.setCursor(self._tool.cursor)
        spot = self.spot_at(at)
        if taken:
            if spot is not None:
                self._tool.release(spot)
            else:
                self._tool.cancel()
        elif panned:
            self._screen.ask(soon=True)
        elif turning:
            return
        elif (at - press).manhattanLength() <= CLICK_PX and not (spot is not None and self._tool.click(spot)):
            self.thing_picked.emit(self.thing_at(at))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = self.spot_at(event.position())
        if not (self._tool.double_click(spot) if spot is not None else self._tool.finish()):
            self.zoom_by(2.0, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if turn:
            self.zoom_by(navigate.WHEEL_STEP**turn, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step_x, step_y = self.width() * KEY_PAN, self.height() * KEY_PAN
        moves = {
            Qt.Key.Key_Left: (step_x, 0.0),
            Qt.Key.Key_Right: (-step_x, 0.0),
            Qt.Key.Key_Up: (0.0, step_y),
            Qt.Key.Key_Down: (0.0, -step_y),
        }
        key = Qt.Key(event.key())
        if key in moves:
            dx, dy = moves[key]
            self.pan_by(round(dx), round(dy))
        elif key is Qt.Key.Key_Escape:
            if not self._tool.cancel():
                self.thing_picked.emit(None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tool.finish()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            try:
                self._tool.remove()
            except RimlandError as error:
                self.failed.emit(error)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.spot_at(QPointF(event.pos())), event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        reasons = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
        self._by_keyboard = event.reason() in reasons
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._by_keyboard = False
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._cursor = None
        self.spot_hovered.emit(None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            thing = self.thing_at(QPointF(event.pos()))  # type: ignore[attr-defined]  # a QHelpEvent
            if thing is not None:
                QToolTip.showText(event.globalPos(), thing.tip, self)  # type: ignore[attr-defined]
            else:
                QToolTip.hideText()
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._screen.forget()
