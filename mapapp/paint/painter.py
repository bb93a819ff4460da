"""Marks to a QPainter, in screen mode (quick, kept) or export mode (vectors in page units, cut to the page).

On screen heavy geometry stays in plane coordinates under a transform, with cosmetic pens: a pan or zoom makes nothing
anew. For paper everything is mapped to page units first, because cosmetic pens and hatch brushes do not survive the
way.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPen, QTransform

from layers.picture.cut import Array, Rect
from layers.picture.marks import Geometry, Mark, Pen, Picture, Raster, Shape, Stroke, Symbol, Text
from layers.view import View
from mapapp.paint.geometry import Areas, Lines
from mapapp.paint.lettering import Stamp, Stamps, draw_symbol, draw_text, qcolour
from mapapp.paint.pixels import Pixels

Mode = Literal["screen", "export"]
Part = Literal["background", "base", "over"]
ALL: tuple[Part, ...] = ("background", "base", "over")

KEPT_BYTES = 96_000_000
"""Arrays and Qt objects kept: two scales of two projections in full."""
THING_BYTES = 2_000
"""What Python and Qt hold of a thing besides its arrays, with its key: thousands of small ones weigh too."""
DUST_PX = 0.6
"""Rings smaller than this are not filled on screen."""
THIN = 1.25
"""Pens up to this many device pixels are drawn 1 wide on screen: wider ones cost eight times as much."""


class Painter:
    """Paints pictures and remembers what it made of each key."""

    def __init__(self, stamps: Stamps | None = None, keep_bytes: int | None = None) -> None:
        """`keep_bytes` is `KEPT_BYTES` where nothing else is wanted."""
        self._keep = keep_bytes
        self._made: OrderedDict[Hashable, Areas | Lines] = OrderedDict()
        self._weights: dict[Hashable, int] = {}
        self._weight = 0
        self._asked: Hashable = None
        self._lock = threading.Lock()
        self._scratch: QImage | None = None
        self.pixels = Pixels()
        self.stamps = stamps if stamps is not None else Stamps()

    def paint(
        self,
        painter: QPainter,
        picture: Picture,
        scale: float = 1.0,
        mode: Mode = "screen",
        parts: Iterable[Part] = ALL,
    ) -> None:
        """Paint `picture`, its logical pixels `scale` times as large as the painter's."""
        run = _Run(self, painter, picture, scale, mode)
        for part in parts:
            if part == "background":
                run.background()
            elif part == "base":
                run.marks(picture.base, framed=True)
            else:
                run.marks(picture.over)

    def scratch(self, width: int, height: int) -> QImage:
        """An image of that size to clear, paint on and copy from, the same one each time.

        To have new pixels from the system takes as long as to paint what stands on them.
        """
        if self._scratch is None or (self._scratch.width(), self._scratch.height()) != (width, height):
            self._scratch = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        return self._scratch

    def areas(self, geometry: Geometry) -> Areas:
        found = self._kept(("areas", geometry.key), lambda: Areas(geometry))
        assert isinstance(found, Areas)
        return found

    def lines(self, geometry: Geometry, closed: bool, whole: bool) -> Lines:
        found = self._kept(("lines", closed, whole, geometry.key), lambda: Lines(geometry, closed, whole))
        assert isinstance(found, Lines)
        return found

    def _kept(self, key: Hashable, make: Callable[[], Areas | Lines]) -> Areas | Lines:
        with self._lock:
            self._weigh()
            found = self._made.get(key)
            if found is not None:
                self._made.move_to_end(key)
                self._asked = key
                return found
        found = make()
        with self._lock:
            self._made[key] = found
            self._asked = key
            self._weigh()
        return found

    def _weigh(self) -> None:
        """Take note of what the thing asked for last holds - it grows when it is drawn - and let the least used go."""
        if self._asked in self._made:
            held = THING_BYTES + self._made[self._asked].held_bytes
            self._weight += held - self._weights.get(self._asked, 0)
            self._weights[self._asked] = held
        most = KEPT_BYTES if self._keep is None else self._keep
        while self._weight > most and len(self._made) > 1:
            gone, _ = self._made.popitem(last=False)
            self._weight -= self._weights.pop(gone)


class _Run:
    """One picture on one painter."""

    def __init__(self, owner: Painter, painter: QPainter, picture: Picture, scale: float, mode: Mode) -> None:
        self.owner = owner
        self.painter = painter
        self.picture = picture
        self.view = picture.view
        self.mode = mode
        self.before = painter.transform()
        self.page = QTransform.fromScale(scale, scale) * self.before
        a, b, c, d, e, f = self.view.matrix
        self.matrix: Array = np.array([[a, b], [c, d]])
        self.shift: Array = np.array([e, f])
        self.plane = QTransform(a, b, c, d, e, f) * self.page
        device = painter.device()
        ratio = device.devicePixelRatioF() if mode == "screen" else 1.0
        self.ratio = ratio * math.hypot(self.page.m11(), self.page.m12())
        self.frame: Rect = picture.frame or (0.0, 0.0, float(self.view.width), float(self.view.height))
        self.window = _plane_window(self.view, self.frame)
        self.whole = _plane_window(self.view, (0.0, 0.0, float(self.view.width), float(self.view.height)))

    def background(self) -> None:
        self.painter.setTransform(self.page)
        self.painter.fillRect(QRectF(0, 0, self.view.width, self.view.height), qcolour(self.picture.background))
        self.painter.setTransform(self.before)

    def marks(self, marks: tuple[Mark, ...], framed: bool = False) -> None:
        painter = self.painter
        painter.save()
        if framed and (self.picture.frame is not None or self.mode == "export"):
            x0, y0, x1, y1 = self.frame
            painter.setTransform(self.page)
            painter.setClipRect(QRectF(x0, y0, x1 - x0, y1 - y0), Qt.ClipOperation.IntersectClip)
        for mark in marks:
            match mark:
                case Shape():
                    self.shape(mark)
                case Stroke():
                    self.stroke(mark)
                case Text():
                    self.text(mark)
                case Symbol():
                    self.symbol(mark)
                case Raster():
                    self.raster(mark)
        painter.restore()

    def _window(self, geometry: Geometry, margin: float) -> Rect:
        """What can be seen, in the geometry's space, `margin` page pixels wider."""
        if geometry.space == "page":
            return (-margin, -margin, self.view.width + margin, self.view.height + margin)
        return self._grown(self.window, margin)

    def _grown(self, window: Rect, margin: float) -> Rect:
        x0, y0, x1, y1 = window
        room = margin * self.view.mpp
        return (x0 - room, y0 - room, x1 + room, y1 + room)

    def shape(self, mark: Shape) -> None:
        painter = self.painter
        areas = self.owner.areas(mark.geometry)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, mark.antialias or self.mode == "export")
        window = self._window(mark.geometry, 2.0)
        brushes = [QBrush(qcolour(ink)) for ink in mark.colours]
        last = len(brushes) - 1
        if self.mode == "screen" or mark.geometry.space == "page":
            painter.setTransform(self.plane if mark.geometry.space == "plane" else self.page)
            # without antialiasing a ring of half a pixel hardly ever fills one; its outline is drawn all the same
            plane = mark.geometry.space == "plane"
            least = DUST_PX * self.view.mpp if plane and not mark.antialias else 0.0
            whole = self._grown(self.whole, 2.0) if plane else window
            for owner, path in areas.visible(window, least, whole):
                painter.fillPath(path, brushes[min(owner, last)])
            return
        painter.setTransform(self.page)
        x0, y0, x1, y1 = self.frame
        page = (x0 - 2.0, y0 - 2.0, x1 + 2.0, y1 + 2.0)
        for owner, path in areas.mapped(window, self.matrix, self.shift, page):
            painter.fillPath(path, brushes[min(owner, last)])

    def stroke(self, mark: Stroke) -> None:
        painter = self.painter
        pen = mark.pen
        # dashes must run on, and where a wide translucent line is cut the overlap would show
        whole = bool(pen.dash) or (pen.colour.a < 255 and pen.width > THIN)
        lines = self.owner.lines(mark.geometry, mark.closed, whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        window = self._window(mark.geometry, pen.width + 2.0)
        if self.mode == "screen":
            painter.setTransform(self.plane if mark.geometry.space == "plane" else self.page)
            painter.setPen(self._screen_pen(pen))
            polylines = lines.visible(window)
        else:
            painter.setTransform(self.page)
            painter.setPen(_pen(pen, pen.width))
            flat = mark.geometry.space == "page"
            x0, y0, x1, y1 = self.frame
            room = pen.width + 2.0
            page = (x0 - room, y0 - room, x1 + room, y1 + room)
            polylines = lines.visible(window) if flat else lines.mapped(window, self.matrix, self.shift, page)
        for line in polylines:
            painter.drawPolyline(line)

    def _screen_pen(self, pen: Pen) -> QPen:
        """A pen whose width is in device pixels, 1 where that is near enough: the quick way."""
        width = pen.width * self.ratio
        if width <= THIN:
            width = min(width, 1.0)
        made = _pen(pen, width, self.ratio)
        made.setCosmetic(True)
        return made

    def text(self, mark: Text) -> None:
        at = self._at(mark)
        if self.mode == "export":
            self.painter.setTransform(self.page)
            draw_text(self.painter, mark, at)
            return
        point = self.page.map(at)
        phase = (0.0, 0.0)
        dpr = self.painter.device().devicePixelRatioF()
        x, y = point.x() * dpr, point.y() * dpr
        if mark.angle_deg:
            qx, qy = round(x * 4) / 4, round(y * 4) / 4
            phase = (qx - math.floor(qx), qy - math.floor(qy))
            x, y = math.floor(qx), math.floor(qy)
        else:
            x, y = round(x), round(y)
        self._stamp(self.owner.stamps.text(mark, self.ratio, phase), x / dpr, y / dpr, dpr)

    def symbol(self, mark: Symbol) -> None:
        at = self._at(mark)
        if self.mode == "export":
            painter = self.painter
            painter.save()
            painter.setTransform(self.page)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(at)
            draw_symbol(painter, mark)
            painter.restore()
            return
        point = self.page.map(at)
        dpr = self.painter.device().devicePixelRatioF()
        self._stamp(
            self.owner.stamps.symbol(mark, self.ratio), round(point.x() * dpr) / dpr, round(point.y() * dpr) / dpr, dpr
        )

    def _stamp(self, stamp: Stamp, x: float, y: float, dpr: float) -> None:
        image, dx, dy = stamp
        grow = self.ratio / dpr  # the stamp's own logical pixels are the picture's, ours are the painter's
        painter = self.painter
        painter.setTransform(QTransform())
        image_at = QPointF(x + dx * grow, y + dy * grow)
        if grow == 1.0:
            painter.drawImage(image_at, image)
        else:
            painter.drawImage(
                QRectF(image_at.x(), image_at.y(), image.width() / dpr, image.height() / dpr),
                image,
                QRectF(0, 0, image.width(), image.height()),
            )

    def _at(self, mark: Text | Symbol) -> QPointF:
        """Where a mark stands on the page."""
        x, y = self.view.to_page(mark.x, mark.y) if mark.space == "plane" else (mark.x, mark.y)
        return QPointF(x + mark.dx, y + mark.dy)

    def raster(self, mark: Raster) -> None:
        height, width = mark.rgba.shape[:2]
        data = np.ascontiguousarray(mark.rgba)
        image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter = self.painter
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # the image's rows run down, the plane's y runs up
        painter.setTransform(QTransform(1, 0, 0, -1, mark.x0, mark.y1) * self.plane)
        painter.drawImage(QRectF(0, 0, mark.x1 - mark.x0, mark.y1 - mark.y0), image)


def _pen(pen: Pen, width: float, ratio: float = 1.0) -> QPen:
    made = QPen(qcolour(pen.colour), width)
    cap = Qt.PenCapStyle.RoundCap if pen.round_caps else Qt.PenCapStyle.FlatCap
    made.setCapStyle(cap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin if pen.round_caps else Qt.PenJoinStyle.BevelJoin)
    if pen.dash:
        made.setDashPattern([max(length * ratio / width, 0.01) for length in pen.dash])
    return made


def _plane_window(view: View, frame: Rect) -> Rect:
    """The box in the plane that holds everything inside the frame."""
    x0, y0, x1, y1 = frame
    corners = np.array([view.to_plane(x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))])
    low, high = corners.min(axis=0), corners.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


_SHARED = Painter()


def paint(painter: QPainter, picture: Picture, scale: float = 1.0, mode: Mode = "screen") -> None:
    """Paint a whole picture; see `Painter.paint`."""
    _SHARED.paint(painter, picture, scale, mode)
