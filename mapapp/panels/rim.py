"""The whole rim of Eurasia on one map: a verdict per flashpoint, alone and with pressure, on one scale of hours."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from layers.basemap import Basemap
from layers.catalogue.model import Catalogue
from layers.picture import compose
from layers.picture import lost as drawn
from layers.picture.marks import Entry
from layers.picture.sheet import LOST_TITLE, Band, LayerId, LayerSetting, Sheet
from layers.position import format_position
from layers.projection import Projection
from layers.style.model import Style
from layers.style.named import named
from layers.theatres.distraction import Price
from layers.view import View
from mapapp import look
from mapapp.language import said, sentence, tr
from mapapp.paint import Painter
from mapapp.panels import rim_legend, rim_rings
from mapapp.panels.verdicts import Verdict, explained, lost_h, shortened, told

COLUMN_PX = 318
ROW_PX = 40
AXIS_PX = 26
DOT_PX = 8.0
"""So near to a flashpoint's dot a click means it."""
LEAST_H, MOST_H = 0.25, 1500.0
TICKS = ((1.0, "1 h"), (6.0, "6 h"), (24.0, "1 d"), (72.0, "3 d"), (168.0, "1 wk"), (720.0, "1 mo"))
MIDDLE = (78.0, 42.0)
"""Centre of the map [deg]."""
LAYERS: tuple[LayerId, ...] = ("land", "commitments", "borders", "graticule", "cooperation")
"""Of the map: whom the United States are bound to, and where China and Russia exercised together."""
UNDER_LOST: tuple[LayerId, ...] = ("land", "lost", "commitments", "borders", "graticule", "cooperation")
LOST_OPACITY = 0.45
"""Of the tints of hours lost: land, water and treaties are to be seen through them."""
RIM = ((-12.0, 36.0), (-4.0, 58.0), (25.0, 70.0), (60.0, 62.0), (140.0, 60.0), (150.0, 36.0), (128.0, 2.0), (75.0, 6.0))
"""Places that the map has to hold."""


class Rim(QWidget):
    """West left, east right, the map between with a line from each row to its place.

    A row shows two dots on a scale of hours: hollow alone, full with pressure, the hours lost between them; a bar
    stands where the seizure clock runs out.

    Signals
    -------
    chosen(str)
        Id of the flashpoint that was clicked or reached by keyboard.
    clicked(str)
        Id of the flashpoint that was clicked, after `chosen`.
    asked(str)
        Hours lost at the place of the map that was clicked, in words.
    """

    chosen = Signal(str)
    clicked = Signal(str)
    asked = Signal(str)

    def __init__(self, basemap: Basemap, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._basemap = basemap
        self._catalogue = catalogue
        self._theme = look.LIGHT
        self._rows: dict[str, Verdict] = {}
        self._selected = ""
        self._ground: tuple[QSize, str, QImage, View] | None = None
        self._lost: tuple[Band, ...] = ()
        self._asked_lost = False
        """Whether hours lost are known; they may be none."""
        self._lost_words = ""
        self._asked = ""
        """What has to be there, in words."""
        self._steps: tuple[Entry, ...] = ()
        """Legend of the hours lost."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Verdict per flashpoint"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # --- what is shown --------------------------------------------------------------------------------------------

    def set_theme(self, theme: look.Theme) -> None:
        self._theme, self._ground = theme, None
        self.update()

    def show_verdicts(self, rows: list[Verdict], asked: str = "") -> None:
        """All rows, in the order in which they stand in their column, and what has to be there, in words."""
        self._asked = asked
        self._rows = {row.place.id: row for row in rows}
        self.setAccessibleDescription("; ".join(f"{row.place.name}: {told(row)}" for row in rows))
        self.updateGeometry()
        self.update()

    def show_lost(self, bands: tuple[Band, ...] | None, words: str = "") -> None:
        """Draw on the map by how many hours pressure makes the first arrival later; None: there is no pressure.

        `words` say what else is lost at the chosen place.
        """
        self._lost_words = "" if bands else words
        if (bands or ()) != self._lost:
            self._ground = None
        self._lost, self._asked_lost = bands or (), bands is not None
        self.update()

    def say_lost(self, words: str) -> None:
        """Say anew what else is lost at the chosen place, where the first aircraft lose nothing."""
        self._lost_words = "" if self._lost else words
        self.update()

    @property
    def lost(self) -> tuple[Band, ...]:
        return self._lost

    def select(self, ident: str) -> None:
        self._selected = ident
        self.update()

    @property
    def selected(self) -> str:
        return self._selected

    def verdict(self, ident: str) -> Verdict | None:
        return self._rows.get(ident)

    # --- where things stand -----------------------------------------------------------------------------------------

    def _columns(self) -> tuple[list[Verdict], list[Verdict]]:
        rows = list(self._rows.values())
        west = sorted((row for row in rows if row.place.theatre == "west"), key=_from_the_north)
        east = sorted((row for row in rows if row.place.theatre != "west"), key=_from_the_north)
        return west, east

    def box_of(self, ident: str) -> QRectF:
        """Where a row stands; empty when there is none."""
        for number, column in enumerate(self._columns()):
            left = 0.0 if number == 0 else float(self.width() - COLUMN_PX)
            height = self._row_height(len(column))
            for place, row in enumerate(column):
                if row.place.id == ident:
                    return QRectF(left, AXIS_PX + place * height, COLUMN_PX, height)
        return QRectF()

    def _row_height(self, count: int) -> float:
        return min(ROW_PX * 1.4, (self.height() - AXIS_PX) / max(count, 1))

    def _x_of(self, hours: float, box: QRectF) -> float:
        low, high = math.log(LEAST_H), math.log(MOST_H)
        part = (math.log(min(max(hours, LEAST_H), MOST_H)) - low) / (high - low)
        return box.left() + 12 + part * (box.width() - 24)

    def _style(self) -> Style:
        style = named("dark" if self._theme.name == "dark" else "light")
        return replace(style, quiet=style.ground)  # land stays apart from water under the tints

    def _map_box(self) -> QRectF:
        return QRectF(COLUMN_PX, 0, max(self.width() - 2 * COLUMN_PX, 60), self.height())

    def _map(self) -> tuple[QImage, View]:
        box, ratio = self._map_box(), self.devicePixelRatioF()
        size = QSize(int(box.width()), int(box.height()))
        if self._ground is None or self._ground[0] != size or self._ground[1] != self._theme.name:
            lon, lat = zip(*RIM, strict=True)
            view = View.fitted(Projection("laea", *MIDDLE), lon, lat, size.width(), size.height())
            style = self._style()
            shown = UNDER_LOST if self._lost else LAYERS
            layers = tuple(LayerSetting(name, opacity=LOST_OPACITY if name == "lost" else 1.0) for name in shown)
            sheet = Sheet(self._basemap, self._catalogue, style, layers, lost=self._lost, lost_title=LOST_TITLE)
            picture = rim_legend.beside(compose.compose(sheet, view))
            self._steps = tuple(entry for entry in picture.legend if entry.group == LOST_TITLE)
            image = QImage(size * ratio, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            painter = QPainter(image)
            Painter().paint(painter, picture, parts=("background", "base", "over"))
            painter.end()
            self._ground = size, self._theme.name, image, view
        return self._ground[2], self._ground[3]

    # --- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        image, view = self._map()
        painter.drawImage(self._map_box().topLeft(), image)
        for number, column in enumerate(self._columns()):
            self._paint_axis(painter, number, len(column))
            for row in column:
                self._paint_row(painter, row, self.box_of(row.place.id))
        for row in sorted(self._rows.values(), key=lambda row: row.place.id == self._selected):
            self._paint_line(painter, row, view)
        self._paint_legend(painter)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        painter.setFont(_font(self.font(), 11.0))
        rim_legend.paint(painter, self._map_box(), self._theme, self.ramps())

    def ramps(self) -> tuple[rim_legend.Ramp, ...]:
        """What the legend says of hours lost: of the tints, and below of the rings round the places."""
        if not self._asked_lost:
            return ()
        row = self._rows.get(self._selected)
        called = f", {said('called to {place}', place=row.place.name)}" if row else ""
        none = "" if self._lost else f": {tr('none')}"
        tints = rim_legend.Ramp(f"{tr(LOST_TITLE)}{called}{none}", self._lost_words, self._steps, bare=True)
        steps = rim_rings.entries(self._style(), map(self._ring_h, self._rows.values()))
        what = said("Rings: hours lost at each place by: {what}", what=self._asked)
        if not self._shown_loses():
            what = tr("Rings: hours lost by what loses most at each place")
        return (tints, rim_legend.Ramp(what, "", steps)) if steps else (tints,)

    def _shown_loses(self) -> bool:
        """Whether what has to be there loses hours anywhere; else the rings are of what loses most."""
        return any(lost_h(row.price) for row in self._rows.values())

    def _ring_h(self, row: Verdict) -> float:
        return lost_h(row.price) if self._shown_loses() else row.most_h

    def _paint_axis(self, painter: QPainter, number: int, count: int) -> None:
        left = 0.0 if number == 0 else float(self.width() - COLUMN_PX)
        box = QRectF(left, 0, COLUMN_PX, AXIS_PX)
        painter.setFont(_font(self.font(), 10.5))
        foot = AXIS_PX + count * self._row_height(count)
        for hours, text in TICKS:
            x = self._x_of(hours, box)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(x, AXIS_PX - 5), QPointF(x, foot))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QRectF(x - 24, 4, 48, AXIS_PX - 9), int(Qt.AlignmentFlag.AlignCenter), sentence(text))

    def _paint_row(self, painter: QPainter, row: Verdict, box: QRectF) -> None:
        theme = self._theme
        if row.place.id == self._selected:
            painter.fillRect(box.adjusted(2, 0, -2, -1), QColor(theme.selection))
        painter.setPen(QColor(theme.text))
        painter.setFont(_font(self.font(), 12.5, bold=True))
        top = QRectF(box.left() + 12, box.top() + 2, box.width() - 24, 17)
        words = told(row)
        said = _font(self.font(), 11.5)
        painter.setFont(said)
        room = painter.fontMetrics().horizontalAdvance(words) + 8
        painter.setPen(QColor(self._tone(row)))
        painter.drawText(top, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        painter.setFont(_font(self.font(), 12.5, bold=True))
        painter.setPen(QColor(theme.text))
        left, metrics = int(max(top.width() - room, 40)), painter.fontMetrics()
        name = shortened(row.place.name, lambda text: metrics.horizontalAdvance(text) <= left)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        if row.price is not None:
            self._paint_hours(painter, row, row.price, box)

    def _paint_hours(self, painter: QPainter, row: Verdict, price: Price, box: QRectF) -> None:
        # below the words, however low the row
        theme, half = self._theme, min(7.0, (box.height() - 21) / 2)
        y = box.top() + 20 + half
        if price.clock is not None:
            x = self._x_of(price.clock.hours.likely, box)
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawLine(QPointF(x, y - half), QPointF(x, y + half))
        alone, pressed, tone = price.alone.hours, price.pressed.hours, QColor(self._tone(row))
        if alone is not None:
            end = box.right() - 6 if pressed is None else self._x_of(pressed, box)
            pen = QPen(tone, 4 if pressed is not None else 2)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if pressed is None:
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(self._x_of(alone, box), y), QPointF(end, y))
            painter.setPen(QPen(QColor(theme.muted), 1.6))
            painter.setBrush(QColor(theme.panel))
            painter.drawEllipse(QPointF(self._x_of(alone, box), y), 4.2, 4.2)
        if pressed is not None:
            painter.setPen(QPen(QColor(theme.panel), 1))
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(self._x_of(pressed, box), y), 5.0, 5.0)

    def _paint_line(self, painter: QPainter, row: Verdict, view: View) -> None:
        box, frame = self.box_of(row.place.id), self._map_box()
        x, y = view.to_page(*view.projection.forward(row.place.lon, row.place.lat))
        spot = QPointF(frame.left() + x, frame.top() + y)
        start = QPointF(frame.left() if box.left() < frame.left() else frame.right(), box.center().y())
        chosen = row.place.id == self._selected
        tone = QColor(self._tone(row))
        faint = QColor(tone)
        faint.setAlpha(235 if chosen else 110)
        painter.setPen(QPen(faint, 2.0 if chosen else 1.0))
        painter.drawLine(start, spot)
        if self._asked_lost:
            hours = self._ring_h(row)
            rim_rings.ring(painter, self._style(), spot, hours, chosen=chosen)
            if chosen:
                rim_rings.label(painter, self._theme, _font(self.font(), 13.0, bold=True), spot, hours, frame)
        painter.setPen(QPen(QColor(self._theme.panel), 1.2))
        painter.setBrush(tone)
        painter.drawEllipse(spot, 5.5 if chosen else 4.0, 5.5 if chosen else 4.0)

    def _tone(self, row: Verdict) -> str:
        theme, price = self._theme, row.price
        if price is None or price.clock is None or row.stale:
            return theme.idle
        return theme.good if price.pressed.gap_h is not None and price.pressed.gap_h <= 0 else theme.bad

    # --- hand and keys --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        longest = max((len(column) for column in self._columns()), default=12)
        return QSize(2 * COLUMN_PX + 520, AXIS_PX + longest * ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * COLUMN_PX + 160, AXIS_PX + 12 * 30)

    def _at(self, spot: QPointF) -> str:
        return next((ident for ident in self._rows if self.box_of(ident).contains(spot)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if ident := self._at(event.position()):
            self.select(ident)
            self.chosen.emit(ident)
            self.clicked.emit(ident)
        elif (spot := self._spot_at(event.position())) is not None:
            self.select(spot)
            self.chosen.emit(spot)
            self.clicked.emit(spot)
        elif self._asked_lost and self._map_box().contains(event.position()):
            self.asked.emit(self._lost_at(event.position()))

    def _spot_at(self, at: QPointF) -> str | None:
        """The flashpoint whose dot is under the hand."""
        frame, (_, view) = self._map_box(), self._map()
        near = []
        for ident, row in self._rows.items():
            x, y = view.to_page(*view.projection.forward(row.place.lon, row.place.lat))
            near.append((math.hypot(frame.left() + x - at.x(), frame.top() + y - at.y()), ident))
        away, ident = min(near, default=(math.inf, ""))
        return ident if away <= DOT_PX else None

    def _lost_at(self, at: QPointF) -> str:
        """The hours lost at a point of the map, in words."""
        frame, (_, view) = self._map_box(), self._map()
        lon, lat = view.lonlat_at(at.x() - frame.left(), at.y() - frame.top())
        where = format_position(lon, lat)
        for band in self._lost:
            if band.holds(lon, lat):
                lost = sentence(drawn.span(band))
                return f"{where}: {lost if math.isinf(band.from_h) else said('{hours} lost', hours=lost)}"
        return f"{where}: {tr('nothing lost, or nobody comes from here with pressure or without')}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        west, east = self._columns()
        order = [row.place.id for row in (*west, *east)]
        if step is None or not order:
            super().keyPressEvent(event)
            return
        here = order.index(self._selected) if self._selected in order else -step
        self.select(order[(here + step) % len(order)])
        self.chosen.emit(self._selected)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._rows.get(self._at(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), explained(row) if row else "", self)
            return True
        return super().event(event)


def _from_the_north(row: Verdict) -> float:
    return -row.place.lat


def _font(base: QFont, size: float, *, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
