"""What stands above the moving ground - names, signs, furniture - made ready to be drawn many times, quickly.

Names and signs are stamps at places: a frame moves all their points as one array. So are the degrees along the frame,
which stay on their lines. The page's own furniture does not move; it is painted once and cut into tiles, so that the
empty rest of the window costs nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from typing import TypeGuard

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter

from layers.picture.furniture import SCALE
from layers.picture.marks import Mark, Picture, Symbol, Text
from layers.style.typeset import measure
from layers.view import View
from mapapp.paint.apart import Apart
from mapapp.paint.painter import Painter

Array = npt.NDArray[np.float64]

TILE_PX = 64
GROWTH, TURN_DEG = 0.03, 3.0
"""Steps of scale (as its logarithm) and of turn in which names move against one another by a few pixels."""
NONE_GONE = np.empty(0, dtype=np.intp)


class Floats:
    """The `over` marks of a picture; safe to make on any thread, to be drawn on one.

    Lines and areas among them that hang on the plane are painted as ever.
    """

    def __init__(self, picture: Picture, ratio: float, sink: Painter) -> None:
        self._ratio = ratio
        self._sink = Painter(sink.stamps)
        """Of the thread that draws: `sink` belongs to the one that made this."""
        self._projection = picture.view.projection
        self._picture = picture
        marks = tuple(_on_its_line(mark, picture.view) for mark in picture.over)
        self._others = tuple(mark for mark in marks if _in_plane(mark) and not isinstance(mark, Text | Symbol))
        stamped = [mark for mark in marks if _stamped(mark)]
        on_page = [k for k, mark in enumerate(marks) if not _in_plane(mark)]
        self._below = sum(map(_stamped, marks[: on_page[-1]])) if on_page else 0
        """How many of the stamps lie below the page's furniture."""
        self._images: list[QImage] = []
        count = len(stamped)
        self._xy: Array = np.array([(mark.x, mark.y) for mark in stamped], dtype=np.float64).reshape(-1, 2)
        self._off: Array = np.array([(mark.dx, mark.dy) for mark in stamped], dtype=np.float64).reshape(-1, 2)
        self._shift: Array = np.empty((count, 2))
        """From a place's device pixel to the stamp's top left corner."""
        self._size: Array = np.empty((count, 2))
        at = self._pixels(picture.view)
        for k, mark in enumerate(stamped):
            phase = (0.0, 0.0)
            if isinstance(mark, Text) and mark.angle_deg:
                # letters along a curve keep a quarter of a pixel, else the spacing trembles
                fx, fy = (round(float(v) * 4) / 4 for v in at[k])
                phase = (fx - math.floor(fx), fy - math.floor(fy))
            stamp = sink.stamps.text(mark, ratio, phase) if isinstance(mark, Text) else sink.stamps.symbol(mark, ratio)
            self._images.append(stamp.image)
            self._shift[k] = stamp.dx * ratio - phase[0], stamp.dy * ratio - phase[1]
            self._size[k] = stamp.image.width(), stamp.image.height()
        self._apart = Apart(stamped, self._size, ratio)
        self._step: tuple[object, ...] = ()
        """What `_gone`, the numbers of the stamps left out, was found for."""
        self._gone = NONE_GONE
        fixed = [mark for mark in marks if not _in_plane(mark)]
        self._tiles = _tiles(picture, [mark for mark in fixed if mark.layer != SCALE], ratio, sink)
        self._scale = _tiles(picture, [mark for mark in fixed if mark.layer == SCALE], ratio, sink)
        self._places: tuple[Array, Array] | None = None

    def _pixels(self, view: View) -> Array:
        """Device pixels of the points, with their offsets."""
        a, b, c, d, e, f = view.matrix
        xy = self._xy if view.projection == self._projection else self._carried(view)
        page: Array = xy @ np.array([[a, b], [c, d]]) + np.array([e, f]) + self._off
        return page * self._ratio

    def _carried(self, view: View) -> Array:
        """The points in the plane of another projection; nan where it hides them."""
        if self._places is None:
            self._places = self._projection.inverse(self._xy[:, 0], self._xy[:, 1])
        return np.column_stack(view.projection.forward(*self._places))

    def _left_out(self, view: View, corner: Array) -> npt.NDArray[np.intp]:
        """The stamps that give way to others; asked anew only when the map has turned or grown by a step."""
        made = self._picture.view
        scale, turn = math.log(view.mpp / made.mpp) / GROWTH, (view.rotation_deg - made.rotation_deg) / TURN_DEG
        step = (view.projection, round(scale), round(turn))
        if step != self._step:
            still = step == (self._projection, 0, 0)
            self._step, self._gone = step, NONE_GONE if still else self._apart.left_out(corner)
        return self._gone

    @property
    def picture(self) -> Picture:
        """Whose marks these are."""
        return self._picture

    def draw(self, painter: QPainter, view: View, *, scale: bool = True) -> None:
        """Draw on a window that shows `view`; `scale`: with the scale bar, which is true for the picture's own."""
        if self._others and view.projection == self._projection:
            base = Picture(view, self._picture.background, (), self._others)
            self._sink.paint(painter, base, parts=("over",))
        ratio = self._ratio
        at = self._pixels(view)
        corner = np.round(at + self._shift)
        with np.errstate(invalid="ignore"):
            seen = (
                (corner[:, 0] + self._size[:, 0] > 0)
                & (corner[:, 1] + self._size[:, 1] > 0)
                & (corner[:, 0] < view.width * ratio)
                & (corner[:, 1] < view.height * ratio)
            )
        seen[self._left_out(view, corner)] = False
        x, y = (corner / ratio).T.tolist()
        draw, images = painter.drawImage, self._images
        shown = np.flatnonzero(seen).tolist()
        above = bisect_left(shown, self._below)
        for k in shown[:above]:
            draw(QPointF(x[k], y[k]), images[k])
        for point, tile in (*self._tiles, *self._scale) if scale else self._tiles:
            draw(point, tile)
        for k in shown[above:]:
            draw(QPointF(x[k], y[k]), images[k])


def _stamped(mark: Mark) -> TypeGuard[Text | Symbol]:
    return isinstance(mark, Text | Symbol) and mark.space == "plane"


def _on_its_line(mark: Mark, view: View) -> Mark:
    """A degree number hung on the place where its line meets the frame; any other mark as it is."""
    if not isinstance(mark, Text) or mark.layer != "graticule":
        return mark
    half = measure(mark.text, mark.font).width / 2
    x, y = view.to_plane(mark.x + half, mark.y)
    return replace(mark, x=x, y=y, space="plane", dx=-half)


def _in_plane(mark: Mark) -> bool:
    if isinstance(mark, Text | Symbol):
        return mark.space == "plane"
    geometry = getattr(mark, "geometry", None)
    return geometry is None or geometry.space == "plane"


def _tiles(picture: Picture, fixed: list[Mark], ratio: float, sink: Painter) -> list[tuple[QPointF, QImage]]:
    """Marks that stand on the page of a picture, as the pieces of an image that are not empty."""
    if not fixed:
        return []
    view = picture.view
    width, height = round(view.width * ratio), round(view.height * ratio)
    across, down = math.ceil(width / TILE_PX), math.ceil(height / TILE_PX)
    image = sink.scratch(across * TILE_PX, down * TILE_PX)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    sink.paint(painter, Picture(view, picture.background, (), tuple(fixed)), parts=("over",))
    painter.end()
    rows = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(down, TILE_PX, across * TILE_PX)
    full = np.zeros((down, across + 2), dtype=np.int8)
    full[:, 1:-1] = np.bitwise_or.reduce(rows, axis=1).reshape(down, across, TILE_PX).any(axis=2)
    found = []
    for row in range(down):
        # neighbours in a row are one piece
        edges = np.flatnonzero(np.diff(full[row]))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            rect = QRect(first * TILE_PX, row * TILE_PX, (last - first) * TILE_PX, TILE_PX)
            piece = image.copy(rect)
            piece.setDevicePixelRatio(ratio)
            found.append((QPointF(rect.x() / ratio, rect.y() / ratio), piece))
    return found
