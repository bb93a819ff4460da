"""What the signs of the rim mean: a strip at the foot of its map, and above it the ramp of hours lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from layers.picture.marks import Entry, Picture, Text
from layers.style.named import named
from mapapp import look
from mapapp.language import sentence, tr

SIGNS = ("alone", "with pressure", "hours lost", "the clock runs out")
TINTS = ("US treaty", "China and Russia together")
UNTOUCHED = "nothing, or closed"
"""What the map's bare ground means where hours lost are drawn."""
APART_PX = 34
BESIDE_PX = 26
"""Between the edge of the map, where degrees stand, and the scales of hours lost."""
FOOT_PX = 28
"""What the strip of signs takes of the map's foot."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """One scale of hours lost: its title, a second line where there is more to say, and the steps that occur."""

    title: str
    note: str
    steps: tuple[Entry, ...]
    bare: bool = False
    """Whether bare ground has a meaning that is told too."""


def beside(picture: Picture) -> Picture:
    """The map without the degrees at its foot, which the strip would half cover."""
    foot = picture.view.height - FOOT_PX
    over = tuple(
        mark
        for mark in picture.over
        if not (isinstance(mark, Text) and mark.layer == "graticule" and mark.space == "page" and mark.y > foot)
    )
    return replace(picture, over=over)


def paint(painter: QPainter, box: QRectF, theme: look.Theme, ramps: Sequence[Ramp]) -> None:
    """The strips in the map's box, the signs lowest and the ramps above each other."""
    metrics = painter.fontMetrics()
    words = [tr(word) for word in SIGNS + TINTS]
    width = sum(metrics.horizontalAdvance(word) + APART_PX for word in words) + 8
    strip = _strip(painter, theme, QRectF(box.center().x() - width / 2, box.bottom() - FOOT_PX, width, 22))
    x, y = strip.left() + 14, strip.center().y()
    for number, word in enumerate(words):
        _sign(painter, theme, number, QPointF(x, y))
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(x + 13, y + metrics.ascent() / 2 - 1), word)
        x += metrics.horizontalAdvance(word) + APART_PX
    foot = strip.top() - 5
    for ramp in reversed(ramps):
        foot = _ramp(painter, box, theme, ramp, foot) - 4


def _strip(painter: QPainter, theme: look.Theme, strip: QRectF) -> QRectF:
    back = QColor(theme.panel)
    back.setAlpha(230)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(strip, 6, 6)
    return strip


def _sign(painter: QPainter, theme: look.Theme, number: int, at: QPointF) -> None:
    x, y = at.x(), at.y()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.muted), 1.6))
    match number:
        case 0:
            painter.drawEllipse(at, 4.2, 4.2)
        case 1:
            painter.setBrush(QColor(theme.muted))
            painter.drawEllipse(at, 4.6, 4.6)
        case 2:
            painter.fillRect(QRectF(x - 8, y - 2, 16, 4), QColor(theme.muted))
        case 3:
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawLine(QPointF(x, y - 7), QPointF(x, y + 7))
        case _:
            style = named("dark" if theme.name == "dark" else "light")
            treaty = style.thematic.ally.over(style.ground.land)  # as it looks on the map
            tone = (treaty, style.thematic.cooperation)[number - len(SIGNS)]
            painter.fillRect(QRectF(x - 6, y - 6, 12, 12), QColor(tone.r, tone.g, tone.b))


def _ramp(painter: QPainter, box: QRectF, theme: look.Theme, ramp: Ramp, foot: float) -> float:
    """Paint a ramp whose strip ends at `foot`; gives back where it begins."""
    metrics = painter.fontMetrics()
    bare = tr(UNTOUCHED)
    rooms = [metrics.horizontalAdvance(sentence(entry.text)) + 14 for entry in ramp.steps]
    if ramp.steps and ramp.bare:
        rooms.append(metrics.horizontalAdvance(bare) + 14)
    most = int(box.width()) - 40
    lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, most) for line in (ramp.title, ramp.note) if line]
    width = max(*(metrics.horizontalAdvance(line) for line in lines), sum(rooms)) + 24
    head = 6 + 16 * len(lines)
    high = head + (26 if ramp.steps else 0)
    strip = _strip(painter, theme, QRectF(box.left() + BESIDE_PX, foot - high, width, high))
    for number, line in enumerate(lines):
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(strip.left() + 12, strip.top() + 4 + 16 * number + metrics.ascent()), line)
    x, y = strip.left() + 12, strip.top() + head
    for entry, room in zip(ramp.steps, rooms, strict=False):
        sample = QRectF(x, y, room - 2, 8)
        if entry.fill is not None:
            painter.fillRect(sample, QColor(entry.fill.hex))
        elif entry.pen is not None:
            painter.fillRect(sample, QBrush(QColor(entry.pen.colour.hex), Qt.BrushStyle.BDiagPattern))
        painter.drawText(QPointF(x + 4, y + 9 + metrics.ascent()), sentence(entry.text))
        x += room
    if ramp.steps and ramp.bare:
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x + 0.5, y + 0.5, rooms[-1] - 3, 7))
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(x + 4, y + 9 + metrics.ascent()), bare)
    return strip.top()
