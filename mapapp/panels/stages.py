"""The chain of one responder: its stages as a bar, and below them hours and sources, one line each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.response.model import Arrival, Likelihood
from layers.units import SpeedUnit
from mapapp import look
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.bars import SPREAD_PX, paint_spread, paint_stages
from mapapp.panels.parts import Elided, label

RESTS = 5
"""The column of what a stage rests on."""
BESIDE_PX = 10
"""Between two columns."""
REST_PX = 130
"""A source beside its hours has this room; else it stands below them."""
LEAST_PX = 75
"""Least width of a source; by itself its longest word decides, which may be an address."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class StageBar(QWidget):
    """One arrival's likely stages, below them from its lowest to its highest hour, and the seizure clock across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrival: Arrival | None = None
        self._chance: Likelihood | None = None
        self._clock_h: float | None = None
        self.setAccessibleName(tr("Stages and their uncertainty"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_arrival(
        self, arrival: Arrival | None, chance: Likelihood | None = None, clock_h: float | None = None
    ) -> None:
        self._arrival, self._chance, self._clock_h = arrival, chance, clock_h
        self.setVisible(arrival is not None and arrival.total is not None)
        if arrival is not None and arrival.total is not None:
            total = arrival.total
            low, high = words.hours(total.low), words.hours(total.high)
            told = said("{likely} likely, {low} to {high}", likely=words.hours(total.likely), low=low, high=high)
            self.setAccessibleDescription(f"{told}. {words.chance(chance)}" if chance else told)
            self.setToolTip(self.accessibleDescription())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 28)

    @property
    def longest_h(self) -> float:
        """The hours that the full width stands for: all of the spread."""
        total = self._arrival.total if self._arrival is not None else None
        late = self._chance.p90_h if self._chance is not None else 0.0
        return max(total.high if total is not None else 0.0, late, 1e-9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._arrival is None or self._arrival.total is None:
            return
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(1, 0, -1, 0)
        paint_stages(painter, QRectF(box.left(), 2.0, box.width(), 14.0), self._arrival, self.longest_h)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        spread = QRectF(box.left(), 19.0, box.width(), SPREAD_PX)
        paint_spread(painter, spread, self._arrival, self._chance, self.longest_h, ink)
        if self._clock_h is not None and self._clock_h <= self.longest_h:
            x = box.left() + box.width() * self._clock_h / self.longest_h
            painter.setPen(QPen(ink, 1.5))
            painter.drawLine(QPointF(x, 0.0), QPointF(x, 28.0))
        painter.end()


class Swatch(QWidget):
    """The colour of a stage beside its name."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor(colour)
        self.setFixedSize(10, 15)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(0, 4, 0, -1), self._colour)
        painter.end()


class StagesView(QScrollArea):
    """Name, base, chain and sources of the selected responder."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.catalogue = catalogue
        self.setAccessibleName(tr("Stages of the selected responder"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.speed: SpeedUnit = "km/h"
        self.show_arrival(None)

    def show_arrival(
        self, arrival: Arrival | None, chance: Likelihood | None = None, clock_h: float | None = None
    ) -> None:
        """Tell one responder's way and how sure its hours are, or ask to select one."""
        body = QWidget()
        body.setObjectName("facts")
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(7)
        if arrival is None:
            hint = label(
                "Select a row to see its route on the map and what each stage rests on.", "muted", body, wrap=True
            )
            column.addWidget(hint)
        else:
            self._fill(body, column, arrival, chance, clock_h)
        column.addStretch(1)
        self.setWidget(body)

    def say(self, text: str) -> None:
        """Words in place of a chain that nobody has."""
        body = QWidget()
        body.setObjectName("facts")
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 12, 18, 12)
        column.addWidget(label(text, "muted", body, wrap=True))
        column.addStretch(1)
        self.setWidget(body)

    def _fill(
        self, body: QWidget, column: QVBoxLayout, arrival: Arrival, chance: Likelihood | None,
        clock_h: float | None,
    ) -> None:  # fmt: skip
        unit = self.catalogue.units.get(arrival.unit)
        base = self.catalogue.bases.get(arrival.base)
        platform = self.catalogue.platforms.get(arrival.platform)
        title = Elided(unit.name if unit else arrival.unit, "strong", body)
        font = title.font()
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        column.addWidget(title)
        where = f"{base.name if base else arrival.base} \u00b7 {platform.name if platform else arrival.platform}"
        if unit and unit.strength:
            where += f" \u00b7 {unit.strength}"
        column.addWidget(Elided(where, "muted", body))
        if arrival.total is None:
            verdict = words.verdict(arrival, None).capitalize()
            column.addWidget(label(f"{verdict}: {words.reason(arrival)}", "bad", body, wrap=True))
        bar = StageBar(body)
        bar.show_arrival(arrival, chance, clock_h)
        column.addWidget(bar)
        column.addWidget(StageTable(arrival, self.speed, body))
        if chance is not None:
            column.addWidget(label(words.chance(chance), "value", body, wrap=True))
        for note in arrival.notes:
            column.addWidget(label(note, "small", body, wrap=True))
        if unit:
            column.addWidget(label(said("Unit: {source}", source=words.source(unit.source)), "small", body, wrap=True))


class StageTable(QWidget):
    """Hours and sources of an arrival's stages: the source beside its hours, or below them where room is short."""

    def __init__(self, arrival: Arrival, speed: SpeedUnit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(BESIDE_PX)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(RESTS, 1)
        self._parts: list[tuple[int, QWidget]] = []
        """What stands in the columns before the sources, by column."""
        self._rests: list[QLabel] = []
        self._wide: bool | None = None
        self._head = label("Rests on", "section", self)
        if arrival.stages:
            for column, head in enumerate(("Low", "Likely", "High"), start=2):
                self._put(label(head, "section", self), 0, column, _RIGHT)
            self._grid.addWidget(self._head, 0, RESTS, _LEFT)
        for number, stage in enumerate(arrival.stages):
            row = 2 * number + 1
            self._put(Swatch(look.STAGE_COLOURS[stage.name], self), row, 0, _LEFT)
            name = label(tr(stage.name.capitalize()), "value", self, wrap=True)
            name.setAlignment(_LEFT)
            name.setMinimumWidth(max(map(name.fontMetrics().horizontalAdvance, name.text().split())) + 2)
            self._put(name, row, 1, Qt.AlignmentFlag(0))
            self._put_hours(row, stage.hours, strong=False)
            source = f"{words.in_speed(stage.source, speed)} ({tr(words.CONFIDENCE[stage.confidence])})"
            rests = label(source, "small", self, wrap=True)
            rests.setMinimumWidth(LEAST_PX)
            self._rests.append(rests)
        if arrival.total is not None and arrival.stages:
            row = 2 * len(arrival.stages) + 1
            self._put(label("Total", "value", self), row, 1, _LEFT)
            self._put_hours(row, arrival.total, strong=True)
        self._arrange()

    def _put(self, part: QWidget, row: int, column: int, align: Qt.AlignmentFlag) -> None:
        self._parts.append((column, part))
        self._grid.addWidget(part, row, column, align)

    def _put_hours(self, row: int, hours: Spread, *, strong: bool) -> None:
        for column, value in enumerate((hours.low, hours.likely, hours.high), start=2):
            self._put(_figure(words.hours(value), self, strong=strong or column == 3), row, column, _RIGHT)

    def _arrange(self) -> None:
        """Sources beside or below, as the width allows."""
        taken = dict.fromkeys(range(RESTS), 0)
        for column, part in self._parts:
            taken[column] = max(taken[column], part.sizeHint().width())
        wide = self.width() >= sum(taken.values()) + RESTS * BESIDE_PX + REST_PX
        if wide == self._wide:
            return
        self._wide = wide
        self._head.setVisible(wide)
        for number, rests in enumerate(self._rests):
            row = 2 * number + 1
            if wide:
                self._grid.addWidget(rests, row, RESTS)
            else:
                self._grid.addWidget(rests, row + 1, 1, 1, RESTS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


def _figure(text: str, parent: QWidget, *, strong: bool) -> QLabel:
    made = label(text, "value", parent)
    if strong:
        font = made.font()
        font.setWeight(font.Weight.DemiBold)
        made.setFont(font)
    return made
