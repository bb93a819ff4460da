"""What the map widget has to show: the last picture, the one being made, and a sketch where there is none yet.

A picture is asked for when the hand rests. In another projection the last one is of no use: a sketch takes its place
at once, the old picture fades over it, and the sharp one follows.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QRegion

from layers.picture.compose import compose
from layers.picture.sheet import Sheet
from layers.projection import Projection
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.heap import Heap
from mapapp.canvas.render import Rendered, far_off, far_serves, image_transform, render, sketched, widened
from mapapp.canvas.scale import MovedScale
from mapapp.canvas.turned import Turned, is_turned
from mapapp.language import in_language
from mapapp.paint import Painter
from mapapp.workers import Lane, Ticket

REST_MS = 18
"""The hand rests when it made no step for so long: longer than a frame at 60 Hz, so that none is begun between two."""
STEP_S = 0.1
"""After a pause of so long a step may be the only one - a notch of the wheel, a key - and is not waited for."""
SOFTEN_MS = 150
"""A hand that moves sees the picture's own pixels, turned or enlarged: smoothing them takes four times as long, on all
processors. It is made good where the sharp picture has not come so long after the hand rests."""
IDLE_MS = 500
AHEAD = (2.0, 0.5)
"""Zooms prepared while idle: one rung of the base map's ladder either way."""
GLIDE_S = 0.18
"""How long the old projection fades over the new."""
FRAME_MS = 16


class Screen(QObject):
    """Pictures for one widget.

    Signals
    -------
    changed()
        There is something else to show.
    sharpened()
        The picture that was asked for is the one shown.
    failed(Exception)
        A picture could not be made.
    """

    changed = Signal()
    sharpened = Signal()
    failed = Signal(object)

    def __init__(self, wanted: Callable[[], tuple[Sheet, View, bool, float]], parent: QObject) -> None:
        """`wanted` tells the sheet, view, legend and device pixel ratio of now."""
        super().__init__(parent)
        self._wanted = wanted
        self._sink = Painter()
        self._heap = Heap()
        self._lane, self._ahead, self._afar = Lane("map", self), Lane("ahead", self), Lane("far", self)
        self.shown: Rendered | None = None
        self._behind: Rendered | None = None
        """The wider picture before, seen where the newest does not reach."""
        self._far: Rendered | None = None
        """A coarse picture of much more of the map, seen where neither reaches."""
        self._turned = Turned()
        self._scale = MovedScale()
        self._fading: Rendered | None = None
        self._fade_began = 0.0
        self._making: Projection | None = None
        """Of the picture asked for last."""
        self._sharpening = False
        """Whether a sharp picture is being made, not a wider one."""
        self._asked = 0.0
        self._rest = self._timer(REST_MS, self._ask)
        self._soften = self._timer(SOFTEN_MS, self.changed.emit)
        self._idle = self._timer(IDLE_MS, self._look_ahead)
        self._glide = self._timer(FRAME_MS, self.changed.emit)

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer

    @property
    def sharp(self) -> bool:
        """Whether what is shown was made for what is wanted."""
        done = self.shown
        if done is None or done.sketch:
            return False
        sheet, view, legend, _ = self._wanted()
        return done.sheet is sheet and done.view == view and done.legend == legend

    def ask(self, *, soon: bool = False) -> None:
        """A sharp picture, when the hand has rested or `soon`; at once where it made but one step."""
        self._idle.stop()
        self._soften.stop()
        self._ahead.cancel()
        last, self._asked = self._asked, time.monotonic()
        done, view = self.shown, self._wanted()[1]
        if self._far is not None and self._far.view.projection == view.projection:
            self._look_far()  # before the hand comes to the edge of what it shows
        alone = self._asked - last > STEP_S and done is not None and done.view.projection == view.projection
        if self._sharpening and not (soon or alone):
            self._sharpening = False
            self._lane.cancel()  # the hand moves on: that picture would come too late
        self._rest.start(0 if soon or alone else REST_MS)

    def forget(self) -> None:
        """Drop what is shown, as its pixels are of the wrong size now."""
        self.shown = self._behind = self._fading = None
        self.ask(soon=True)

    def close(self) -> None:
        """Cancel the picture that is being made, and wait for its thread."""
        for timer in (self._rest, self._soften, self._idle, self._glide):
            timer.stop()
        for lane in (self._lane, self._ahead, self._afar):
            lane.close()

    # --- making ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        sheet, view, legend, ratio = self._wanted()
        if self.sharp or view.width < 2 or view.height < 2:
            return
        before, sink = self.shown, self._sink
        self._making = view.projection

        def work(ticket: Ticket) -> Rendered:
            return render(sheet, view, ratio, sink, ticket.check, legend=legend, before=before)

        self._soften.start()
        self._sharpening = True
        self._lane.submit("Drawing the map", in_language(work), self._on_sharp, self.failed.emit)

    def _on_sharp(self, done: Rendered) -> None:
        if self.shown is not None and self.shown.view.projection == done.view.projection and self.shown.wide:
            self._behind = self.shown
        elif self._behind is not None and self._behind.view.projection != done.view.projection:
            self._behind = None
        self.shown = done
        self._sharpening = False
        self._soften.stop()
        if not self._glide.isActive():
            self._fading = None
        self.changed.emit()
        if done.wide:
            self._look_far()
        else:
            self._widen(done)
        if self.sharp:
            self._idle.start()
            self.sharpened.emit()

    def _widen(self, done: Rendered) -> None:
        ratio, sink, heap = self._wanted()[3], self._sink, self._heap

        def work(ticket: Ticket) -> Rendered:
            heap.give_back()  # first, as a restless hand lets no wide picture be finished
            return widened(done, ratio, sink, ticket.check)

        self._lane.submit("Drawing the map", work, self._on_wide, self.failed.emit)

    def _on_wide(self, done: Rendered) -> None:
        self.shown, self._behind = done, None
        self.changed.emit()
        self._look_far()

    def _look_far(self) -> None:
        """See to it that there is a coarse picture round what is seen; what is made already is waited for."""
        sheet, view, _, _ = self._wanted()
        if self._afar.busy or (self._far is not None and far_serves(self._far, sheet, view)):
            return
        work = in_language(lambda _ticket: far_off(sheet, view))
        self._afar.submit("Looking round", work, self._on_far, self.failed.emit)

    def _on_far(self, far: Rendered) -> None:
        self._far = far
        self.changed.emit()

    def _look_ahead(self) -> None:
        """While nothing else is to be done, project the detail of the next scales, so that a zoom is sharp at once."""
        sheet, view, _, _ = self._wanted()

        def work(ticket: Ticket) -> None:
            for factor in AHEAD:
                near = navigate.zoomed(view, factor, view.width / 2, view.height / 2)
                compose(sheet, near, check=ticket.check)

        self._ahead.submit("Looking ahead", in_language(work), _nothing, _nothing)

    # --- showing --------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, *, gliding: bool) -> None:
        """Paint what there is, moved to the view that is wanted; `gliding`: fade over into another projection."""
        sheet, view, legend, ratio = self._wanted()
        done = self.shown
        if done is None or done.view.projection != view.projection:
            if gliding and done is not None and not done.sketch:
                self._fading, self._fade_began = done, time.monotonic()
            self._behind = self._far = None
            if self._making != view.projection:
                self._lane.cancel()  # what is made now is of no use any more, and would hold up this thread
            done = self.shown = sketched(sheet, view, ratio, done, legend)
            if view.projection.kind != "ortho":  # a globe is another one at the next step
                self._look_far()
            if self._rest.isActive():
                self._rest.start(REST_MS)  # the hand's next step may be waiting already
        self._paint_ground(painter, done, view, ratio, QColor(*sheet.style.ground.outside))
        if self._fading is not None:
            left = 1.0 - (time.monotonic() - self._fade_began) / GLIDE_S
            if left > 0.0:
                painter.setOpacity(left)
                _draw(painter, self._fading, self._fading.view, smooth=False)
                painter.setOpacity(1.0)
                self._glide.start()
            else:
                self._fading = None
        holds = self._scale.holds(sheet, done.floats.picture, view, ratio)
        done.floats.draw(painter, view, scale=holds)
        if not holds:
            self._scale.draw(painter)

    def _paint_ground(self, painter: QPainter, done: Rendered, view: View, ratio: float, outside: QColor) -> None:
        """The picture, beyond its edge the wider one before, beyond that the far one; each pixel once if possible."""
        smooth = not self._rest.isActive()
        if not smooth and is_turned(done, view):
            behind = self._behind if self._behind is not None and self._behind.uncovered(view).isEmpty() else self._far
            window = self._turned.image(done, behind, view, ratio, outside.rgb())
            if window is not None:
                painter.drawImage(QPointF(0, 0), window)
                return
        bare, seen = QRegion(0, 0, view.width, view.height), list[tuple[Rendered, QRegion]]()
        for picture in (done, self._behind, self._far):
            if picture is not None and not bare.isEmpty():
                seen.append((picture, bare))
                bare = bare & picture.uncovered(view)
        painter.save()
        if not bare.isEmpty():
            painter.setClipRegion(bare)
            painter.fillRect(0, 0, view.width, view.height, outside)
        for picture, part in reversed(seen):
            painter.setClipRegion(part)
            _draw(painter, picture, view, smooth=smooth)
        painter.restore()


def _draw(painter: QPainter, done: Rendered, view: View, *, smooth: bool) -> None:
    """A picture's image where it lies in the window of a view."""
    transform, exact = image_transform(done.image_view, view)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth and not exact)
    painter.setTransform(transform, combine=True)
    painter.drawImage(QPointF(0, 0), done.image)
    painter.restore()


def _nothing(_answer: object) -> None:
    """What was prepared is kept where it was made; a fault in it comes again, and is told, when it is drawn."""
