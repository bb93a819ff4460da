"""The scale bar and the north arrow while the hand moves the map: drawn anew as soon as they are no more true.

To draw them at every frame would take as long as all else that floats above the map, so they stay while they hold.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QImage, QPainter

from layers.picture.compose import stage_of
from layers.picture.furniture import middle_scale, panel_of, scale_anew
from layers.picture.kit import Stage
from layers.picture.marks import Picture
from layers.picture.sheet import Sheet
from layers.view import View
from mapapp.paint import Painter

TRUE_TO = 0.01
"""Of the scale: two pixels of the longest bar."""
TURNED_DEG = 3.0
"""Of the arrow: less than a pixel at its tip."""
KEPT_BYTES = 100_000
"""Of lengths that seldom come again."""


class MovedScale:
    """What stands in place of a picture's scale bar in other views."""

    def __init__(self) -> None:
        self._before: Picture | None = None
        self._told = (math.nan, math.nan)
        """Scale and north that what is shown tells."""
        self._image: QImage | None = None
        self._at = QPointF()
        self._sink = Painter(keep_bytes=KEPT_BYTES)

    def holds(self, sheet: Sheet, before: Picture, view: View, ratio: float) -> bool:
        """Whether the bar that is part of the picture `before` is true for `view`; else the one to `draw` is now."""
        if view == before.view:
            self._before = None
            return True
        if before is not self._before:
            self._before, self._image = before, None
            self._told = middle_scale(stage_of(sheet, before.view))
        stage = stage_of(sheet, view)
        now = middle_scale(stage)
        if not _as_true(now, self._told):
            self._told = now
            self._make(stage, before, ratio)
        return self._image is None

    def draw(self, painter: QPainter) -> None:
        if self._image is not None:
            painter.drawImage(self._at, self._image)

    def _make(self, stage: Stage, before: Picture, ratio: float) -> None:
        marks = tuple(scale_anew(stage, before.over))
        panel = panel_of(marks)
        if panel is None:  # off the map there is no scale
            self._image = QImage()
            return
        x0, y0, x1, y1 = panel.grown(2.0)
        left, top = 2 * math.floor(x0 / 2), 2 * math.floor(y0 / 2)  # even, so that halves are rounded the same way
        size = QSizeF(x1 - left, y1 - top) * ratio
        image = QImage(size.toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(0)
        on = QPainter(image)
        self._at = QPointF(left, top)
        on.translate(-self._at)
        self._sink.paint(on, Picture(stage.view, before.background, (), marks), parts=("over",))
        on.end()
        self._image = image


def _as_true(now: tuple[float, float], told: tuple[float, float]) -> bool:
    turned = abs((now[1] - told[1] + 180.0) % 360.0 - 180.0)
    same_north = turned < TURNED_DEG or (math.isnan(now[1]) and math.isnan(told[1]))
    return abs(now[0] / told[0] - 1.0) < TRUE_TO and same_north
