"""Making the picture a canvas shows: the base into an image larger than the window, the rest to be painted live."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage, QPainter, QTransform

from layers.picture import compose, furniture, graticule, labels
from layers.picture.marks import Picture
from layers.picture.sheet import LayerSetting, Sheet
from layers.view import View
from mapapp.paint import Painter
from mapapp.tools.tool import Tool

MARGIN = 0.25
"""Part of the window painted beyond each edge: 1.5 windows wide in all."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A picture ready to be shown and moved."""

    sheet: Sheet
    view: View
    legend: bool
    image: QImage
    image_view: View
    """What the image shows: the view, larger by the margin."""
    picture: Picture
    """What was composed; its `over` marks are painted live."""


def enlarged(view: View) -> View:
    """The view with the margin round it; whole pixels on each side, so that a pan falls on device pixels."""
    return replace(
        view,
        width=view.width + 2 * math.ceil(view.width * MARGIN),
        height=view.height + 2 * math.ceil(view.height * MARGIN),
    )


def composed(sheet: Sheet, view: View, *, legend: bool) -> Picture:
    """The picture with or without its legend: on a small map the legend would cover what it explains."""
    if legend:
        return compose.compose(sheet, view)
    stage = compose.stage_of(sheet, view)
    draft = compose.draft_map(stage)
    entries = tuple(draft.legend)
    draft.legend.clear()
    furniture.draw(stage, draft)
    graticule.write(stage, draft)
    texts, signs = labels.place(stage, draft)
    over = (*draft.over, *signs, *draft.symbols, *texts, *draft.furniture)
    return Picture(view, sheet.style.ground.outside, tuple(draft.base), over, legend=entries)


def render(
    sheet: Sheet, view: View, ratio: float, sink: Painter, check: Callable[[], None], *, legend: bool = True
) -> Rendered:
    """Compose and paint; any thread, `sink` belonging to that thread. `ratio`: device pixels per logical pixel."""
    large = enlarged(view)
    picture = composed(sheet, view, legend=legend)
    check()
    image = QImage(round(large.width * ratio), round(large.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    try:
        ground = replace(picture, view=large, over=())
        sink.paint(painter, replace(ground, base=()), parts=("background",))
        for mark in picture.base:
            check()
            sink.paint(painter, replace(ground, base=(mark,)), parts=("base",))
    finally:
        painter.end()
    check()
    return Rendered(sheet, view, legend, image, large, picture)


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


class LiveOverlay:
    """What follows the hand, composed alone; kept while neither the tool's drawings nor the view change."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture: Picture | None = None

    def picture(self, sheet: Sheet, view: View, tool: Tool) -> Picture | None:
        drawings, rings = tool.drawings, tool.rings
        if not drawings and not rings:
            self._key, self._picture = (), None
            return None
        key = (drawings, rings, view, sheet.style)
        if key != self._key:
            alone = replace(
                sheet,
                layers=(LayerSetting("rings"), LayerSetting("drawings")),
                target="",
                target_position=None,
                rings=rings,
                drawings=drawings,
                bands=(),
                routes=(),
            )
            self._picture, self._key = compose.compose(alone, view), key
        return self._picture
