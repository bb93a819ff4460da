"""Names and signs as small images: built once, laid on in a quarter of a microsecond per pixel ever after.

A name with its halo costs 0.6 ms as a path and a thousandth of that as an image. An image is kept for its text, look,
angle and, where it is turned, its quarter-pixel phase, so that letters along a curve keep their distances.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QTransform

from layers.picture.marks import Colour, Font, Symbol, Text
from layers.style import symbols
from mapapp.paint.fonts import EM, qt_font
from mapapp.paint.polygon import joined, qpolygon

STAMP_BYTES = 24_000_000
"""Images kept: some twelve hundred names, those of several views."""
IMAGE_BYTES = 3_000
"""What Qt and Python hold of an image besides its pixels, with its key."""


def _held_bytes(stamp: Stamp) -> int:
    return IMAGE_BYTES + stamp.image.sizeInBytes()


def qcolour(ink: Colour) -> QColor:
    return QColor(ink.r, ink.g, ink.b, ink.a)


class Stamp(NamedTuple):
    """An image and where its top left corner lies from the point it belongs to, in logical pixels."""

    image: QImage
    dx: float
    dy: float


class Stamps:
    """The images made so far; the least used go first. Safe to ask from several threads."""

    def __init__(self, keep_bytes: int = STAMP_BYTES) -> None:
        self._keep = keep_bytes
        self._weight = 0
        self._made: OrderedDict[Hashable, Stamp] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Stamp]) -> Stamp:
        with self._lock:
            found = self._made.get(key)
            if found is not None:
                self._made.move_to_end(key)
                return found
        found = make()
        with self._lock:
            if key in self._made:
                return self._made[key]
            self._made[key] = found
            self._weight += _held_bytes(found)
            while self._weight > self._keep and len(self._made) > 1:
                self._weight -= _held_bytes(self._made.popitem(last=False)[1])
        return found

    def text(self, mark: Text, ratio: float, phase: tuple[float, float]) -> Stamp:
        """The image of a name at `ratio` device pixels per logical one; `phase` is the fraction of a device pixel."""
        angle = round(mark.angle_deg * 2) / 2
        key = (mark.text, mark.font, mark.colour, mark.halo, mark.halo_width, angle, ratio, phase)
        return self.get(key, lambda: _text_stamp(mark, angle, ratio, phase))

    def symbol(self, mark: Symbol, ratio: float) -> Stamp:
        """The image of a sign."""
        key = (mark.name, mark.size, mark.fill, mark.outline, mark.angle_deg, ratio)
        return self.get(key, lambda: _symbol_stamp(mark, ratio))


def text_path(text: str, mark: Text) -> QPainterPath:
    """The outline of a name with its baseline's left end at the origin, in logical pixels."""
    scale = mark.font.size / EM
    return QTransform.fromScale(scale, scale).map(_outline(text, replace(mark.font, size=float(EM))))


@lru_cache(maxsize=256)
def _outline(text: str, font: Font) -> QPainterPath:
    """The outline at `EM` pixels, asked for once.

    A face that has since drawn letters of the interface gives some points a 64th of a pixel elsewhere; and it takes
    a fifth of the time that an image of a name does. Some 20 kB each: the names of a view, not of a journey.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # letters are drawn with strokes that overlap
    path.addText(0.0, 0.0, qt_font(font), text)
    return path


def halo_pen(mark: Text) -> QPen:
    ink = mark.halo if mark.halo is not None else Colour(0, 0, 0, 0)
    return QPen(
        qcolour(ink), 2 * mark.halo_width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _image(box: QRectF, ratio: float, draw: Callable[[QPainter], None]) -> Stamp:
    """An image of what `draw` paints inside `box` (logical pixels about the point).

    A copy of what was painted on: Qt keeps its paint engine, 50 kB, with every image that ever had a painter.
    """
    left, top = math.floor(box.left() * ratio) - 1, math.floor(box.top() * ratio) - 1
    right, bottom = math.ceil(box.right() * ratio) + 1, math.ceil(box.bottom() * ratio) + 1
    image = QImage(max(right - left, 1), max(bottom - top, 1), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-left, -top)
    painter.scale(ratio, ratio)
    draw(painter)
    painter.end()
    stamp = image.copy()
    stamp.setDevicePixelRatio(ratio)
    return Stamp(stamp, left / ratio, top / ratio)


def _text_stamp(mark: Text, angle: float, ratio: float, phase: tuple[float, float]) -> Stamp:
    turn = QTransform()
    turn.translate(phase[0] / ratio, phase[1] / ratio)
    turn.rotate(angle)
    path = turn.map(text_path(mark.text, mark))
    margin = mark.halo_width + 0.5 if mark.halo is not None else 0.5

    def draw(painter: QPainter) -> None:
        if mark.halo is not None:
            painter.strokePath(path, halo_pen(mark))
        painter.fillPath(path, qcolour(mark.colour))

    return _image(path.boundingRect().adjusted(-margin, -margin, margin, margin), ratio, draw)


def _symbol_stamp(mark: Symbol, ratio: float) -> Stamp:
    half = mark.size * symbols.reach(mark.name) * (math.sqrt(2) if mark.angle_deg else 1.0) + 0.5
    return _image(QRectF(-half, -half, 2 * half, 2 * half), ratio, lambda painter: draw_symbol(painter, mark))


def draw_symbol(painter: QPainter, mark: Symbol) -> None:
    """A sign as vectors about the painter's origin."""
    glyph = symbols.GLYPHS.get(mark.name)
    if glyph is None:
        _draw_svg(painter, mark)
        return
    painter.save()
    painter.rotate(mark.angle_deg)
    painter.scale(mark.size, mark.size)
    inks = {"fill": qcolour(mark.fill), "outline": qcolour(mark.outline)}
    for part in glyph:
        pen = QPen(Qt.PenStyle.NoPen)
        if part.pen:
            pen = QPen(inks[part.pen], part.width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if part.closed:
            path = joined([qpolygon(np.array(ring)) for ring in part.rings])
            if part.fill:
                painter.fillPath(path, inks[part.fill])
            if part.pen:
                painter.strokePath(path, pen)
        else:
            painter.setPen(pen)
            for ring in part.rings:
                painter.drawPolyline(qpolygon(np.array(ring)))
    painter.restore()


def _draw_svg(painter: QPainter, mark: Symbol) -> None:
    from PySide6.QtSvg import QSvgRenderer

    import resources

    renderer = QSvgRenderer(str(resources.path("icons", f"{mark.name}.svg")))
    size = renderer.defaultSize()
    longest = max(size.width(), size.height(), 1)
    width, height = mark.size * size.width() / longest, mark.size * size.height() / longest
    renderer.render(painter, QRectF(-width / 2, -height / 2, width, height))


def draw_text(painter: QPainter, mark: Text, at: QPointF) -> None:
    """A name as real text with its halo as vectors below, for paper."""
    painter.save()
    painter.translate(at)
    painter.rotate(mark.angle_deg)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)  # letters drawn as shapes are shapes to the painter
    if mark.halo is not None:
        painter.strokePath(text_path(mark.text, mark), halo_pen(mark))
    if mark.font.tracking and len(mark.text) > 1:
        _draw_spaced(painter, mark)
        painter.restore()
        return
    scale = mark.font.size / EM
    painter.scale(scale, scale)
    painter.setFont(qt_font(mark.font))
    painter.setPen(qcolour(mark.colour))
    painter.drawText(QPointF(0.0, 0.0), mark.text)
    painter.restore()


def _draw_spaced(painter: QPainter, mark: Text) -> None:
    """Letters set apart are drawn as shapes over clear unspaced text of the same width.

    Spaced text on paper is found and copied letter by letter ("I N D I A"); this way it is one word.
    """
    path = text_path(mark.text, mark)
    plain = replace(mark.font, tracking=0.0)
    natural = QFontMetricsF(qt_font(plain)).horizontalAdvance(mark.text)
    painter.save()
    painter.scale(path.boundingRect().right() / max(natural, 1.0), mark.font.size / EM)
    painter.setFont(qt_font(plain))
    painter.setPen(qcolour(mark.colour._replace(a=1)))
    painter.drawText(QPointF(0.0, 0.0), mark.text)
    painter.restore()
    painter.fillPath(path, qcolour(mark.colour))
