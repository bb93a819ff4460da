"""Making the picture a canvas shows: the ground into an image, the rest ready to be painted above it at every frame.

First the ground of the window alone, so that it is sharp soon, taking over what the last image shows already; then,
with nobody waiting, an image half as large again for the hand to move. A sketch stands in where there is nothing yet.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF, QRegion, QTransform

from layers.picture import compose
from layers.picture.marks import Picture
from layers.picture.sheet import Drawing, LayerSetting, RouteSpec, Sheet
from layers.picture.sketch import sketch
from layers.view import View
from mapapp.canvas import navigate
from mapapp.paint import Painter
from mapapp.paint.floats import Floats
from mapapp.tools.tool import Tool

MARGIN = 0.25
"""Part of the window painted beyond each edge: 1.5 windows wide in all."""

FAR = 4.0
"""How many windows across and down the far picture shows, where the map is as large as that."""
FAR_ROOM = 2.0
"""Of these, as many have to be left round what is seen: another far picture is made before the hand needs it."""
FAR_SIZE = 1.5
"""How many windows it is large, so that each of its pixels is less than three of the window's wide."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A picture ready to be shown and moved."""

    sheet: Sheet
    view: View
    legend: bool
    image: QImage
    image_view: View
    """What the image shows: at least the view."""
    picture: Picture
    """What was composed."""
    floats: Floats
    """The marks of the picture that are painted above the moving image."""
    sketch: bool = False
    """Whether the image is only a stand-in for one that is being made."""

    @property
    def wide(self) -> bool:
        """Whether the image reaches half a margin or more beyond every edge of its view."""
        box = _covered(self.image_view, self.view)
        room_x, room_y = self.view.width * MARGIN / 2, self.view.height * MARGIN / 2
        return box is not None and box.contains(
            QRectF(-room_x, -room_y, self.view.width + 2 * room_x, self.view.height + 2 * room_y)
        )

    def uncovered(self, view: View) -> QRegion:
        """Where the image, moved, does not reach in the window of `view`; of a turned image, what may be bare."""
        transform, _ = image_transform(self.image_view, view)
        corners = transform.map(QPolygonF(QRectF(0, 0, self.image_view.width, self.image_view.height)))
        window = QRectF(0, 0, view.width, view.height)
        points = (window.topLeft(), window.topRight(), window.bottomLeft(), window.bottomRight())
        if all(corners.containsPoint(point, Qt.FillRule.OddEvenFill) for point in points):
            return QRegion()
        whole = QRegion(window.toRect())
        if abs(transform.m12()) > 1e-9 or abs(transform.m21()) > 1e-9:
            return whole
        box = corners.boundingRect()
        x0, y0 = math.ceil(box.left() - 1e-6), math.ceil(box.top() - 1e-6)
        x1, y1 = math.floor(box.right() + 1e-6), math.floor(box.bottom() + 1e-6)
        return whole - QRegion(x0, y0, max(x1 - x0, 0), max(y1 - y0, 0))


def enlarged(view: View) -> View:
    """The view with the margin round it; whole pixels on each side, so that a pan falls on device pixels."""
    return replace(
        view,
        width=view.width + 2 * math.ceil(view.width * MARGIN),
        height=view.height + 2 * math.ceil(view.height * MARGIN),
    )


def render(
    sheet: Sheet,
    view: View,
    ratio: float,
    sink: Painter,
    check: Callable[[], None],
    *,
    legend: bool = True,
    before: Rendered | None = None,
) -> Rendered:
    """Compose, and paint the ground of the window alone; any thread, `sink` belonging to that thread.

    `ratio`: device pixels per logical pixel. What the image of `before` shows already is taken from it.
    """
    picture = compose.compose(sheet, view, legend=legend, check=check)
    check()
    floats = Floats(picture, ratio, sink)
    check()
    image, image_view = _ground(picture, view, ratio, sink, check, before, kept=True)
    return Rendered(sheet, view, legend, image, image_view, picture, floats)


def widened(done: Rendered, ratio: float, sink: Painter, check: Callable[[], None]) -> Rendered:
    """The same with an image half as large again as the window, so that the hand can move it."""
    image, image_view = _ground(done.picture, enlarged(done.view), ratio, sink, check, done)
    return replace(done, image=image, image_view=image_view)


def sketched(sheet: Sheet, view: View, ratio: float, before: Rendered | None, legend: bool) -> Rendered:
    """A stand-in in the plane of `view`, under the names and signs of the picture before."""
    picture = sketch(sheet, view)
    if before is not None and before.sketch and before.image.size() == _size(view, ratio):
        image = before.image  # which nobody needs any more; to have new pixels from the system takes longer than a fill
        image.setDevicePixelRatio(ratio)
    else:
        image = _blank(view, ratio)
    painter = QPainter(image)
    Painter().paint(painter, picture, parts=("background", "base"))
    painter.end()
    floats = before.floats if before is not None else Floats(picture, ratio, Painter())
    return Rendered(sheet, view, legend, image, view, picture, floats, sketch=True)


def far_off(sheet: Sheet, view: View) -> Rendered:
    """A sketch of much more of the map, to be seen beyond the edge of a picture that is moved; any thread.

    One of its pixels is several of the window's, so the screen's finer ones would show nothing more.
    """
    return sketched(sheet, _far_view(view), 1.0, None, legend=False)


def far_serves(far: Rendered, sheet: Sheet, view: View) -> bool:
    """Whether a far picture shows that sheet, fine enough, with room left round the view."""
    if far.sheet is not sheet or far.view.projection != view.projection or far.view.mpp > 2 * FAR * view.mpp:
        return False
    return far.view == _whole(view) or far.uncovered(replace(view, mpp=FAR_ROOM * view.mpp)).isEmpty()


def _far_view(view: View) -> View:
    whole = _whole(view)
    near = replace(view, mpp=FAR * view.mpp / FAR_SIZE, width=whole.width, height=whole.height)
    return whole if whole.mpp <= near.mpp else near


def _whole(view: View) -> View:
    """The whole map, as large as a far picture."""
    return navigate.whole(
        replace(view, width=math.ceil(FAR_SIZE * view.width), height=math.ceil(FAR_SIZE * view.height))
    )


def _blank(view: View, ratio: float, keeper: Painter | None = None) -> QImage:
    size = _size(view, ratio)
    image = keeper.pixels.image(size.width(), size.height()) if keeper else QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image


def _size(view: View, ratio: float) -> QSize:
    return QSize(round(view.width * ratio), round(view.height * ratio))


def _ground(
    picture: Picture,
    view: View,
    ratio: float,
    sink: Painter,
    check: Callable[[], None],
    before: Rendered | None,
    *,
    kept: bool = False,
) -> tuple[QImage, View]:
    """(image of the base marks, what it shows: `view` or more); `kept`: on memory that serves again."""
    old = _covered(before.image_view, view) if before is not None and _same_ground(before, picture, ratio) else None
    window = QRectF(0, 0, view.width, view.height)
    if before is not None and old is not None and old.contains(window):
        return before.image, before.image_view
    image = _blank(view, ratio, sink if kept else None)
    painter = QPainter(image)
    left = [window.toRect()]
    try:
        if before is not None and old is not None and old.intersects(window):
            painter.drawImage(old.topLeft(), before.image)
            around = QRegion(window.toRect()) - QRegion(old.toRect())
            left = list(around)  # type: ignore[call-overload]  # its stub does not know that it can be iterated
        for part in left:
            # a frame of its own, so that only what can be seen in it is looked at
            frame = (float(part.left()), float(part.top()), float(part.right() + 1), float(part.bottom() + 1))
            ground = replace(picture, view=view, base=(), over=(), frame=frame)
            painter.setClipRect(part)
            sink.paint(painter, ground, parts=("background",))
            for mark in picture.base:
                check()
                sink.paint(painter, replace(ground, base=(mark,)), parts=("base",))
    finally:
        painter.end()
    check()
    return image, view


def _same_ground(before: Rendered, picture: Picture, ratio: float) -> bool:
    """Whether the ground of both pictures is the same: the same marks of the same geometry."""
    return (
        not before.sketch
        and before.image.devicePixelRatio() == ratio
        and before.picture.background == picture.background
        and before.picture.base == picture.base
    )


def _covered(image_view: View, view: View) -> QRectF | None:
    """Where the image of `image_view` lies in the window of `view`; None when it would have to be scaled or blurred."""
    transform, exact = image_transform(image_view, view)
    if not exact or image_view.projection != view.projection:
        return None
    return QRectF(transform.dx(), transform.dy(), image_view.width, image_view.height)


def image_transform(image_view: View, view: View) -> tuple[QTransform, bool]:
    """(from image to window, whether it only moves by whole pixels)."""
    made = QTransform(*image_view.matrix).inverted()
    plane = made[0] if isinstance(made, tuple) else made
    transform = plane * QTransform(*view.matrix)
    still = (
        abs(transform.m11() - 1) < 1e-9
        and abs(transform.m22() - 1) < 1e-9
        and abs(transform.m12()) < 1e-9
        and abs(transform.m21()) < 1e-9
    )
    if still:
        dx, dy = round(transform.dx()), round(transform.dy())
        if abs(transform.dx() - dx) < 1e-3 and abs(transform.dy() - dy) < 1e-3:
            return QTransform.fromTranslate(dx, dy), True
    return transform, False


@dataclass(frozen=True, slots=True, eq=False)
class Hints:
    """What is shown for a moment over the map: the way of who is pointed at, responders on the move."""

    drawings: tuple[Drawing, ...] = ()
    routes: tuple[RouteSpec, ...] = ()


NO_HINTS = Hints()


class LiveOverlay:
    """What follows the hand, composed alone; kept while neither the tool's drawings nor the view change."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture: Picture | None = None

    def picture(self, sheet: Sheet, view: View, tool: Tool, hints: Hints = NO_HINTS) -> Picture | None:
        drawings, rings = (*hints.drawings, *tool.drawings), tool.rings
        if not drawings and not rings and not hints.routes:
            self._key, self._picture = (), None
            return None
        key = (drawings, rings, hints.routes, view, sheet.style)
        if key != self._key:
            alone = replace(
                sheet,
                layers=(LayerSetting("rings"), LayerSetting("routes"), LayerSetting("drawings")),
                target="",
                target_position=None,
                rings=rings,
                drawings=drawings,
                bands=(),
                routes=hints.routes,
            )
            self._picture, self._key = compose.compose(alone, view), key
        return self._picture
