"""The chain of one responder: its stages as a bar, and below them hours and sources, one line each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from layers.catalogue.model import Catalogue
from layers.response.model import Arrival, Likelihood
from layers.units import SpeedUnit
from mapapp import look
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.bars import SPREAD_PX, paint_spread, paint_stages
from mapapp.panels.parts import Elided, label


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
        column.addWidget(self._stages(body, arrival))
        if chance is not None:
            column.addWidget(label(words.chance(chance), "value", body, wrap=True))
        for note in arrival.notes:
            column.addWidget(label(note, "small", body, wrap=True))
        if unit:
            column.addWidget(label(said("Unit: {source}", source=words.source(unit.source)), "small", body, wrap=True))

    def _stages(self, body: QWidget, arrival: Arrival) -> QWidget:
        table = QWidget(body)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(5, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if arrival.stages:
            for place, head in enumerate(("Low", "Likely", "High"), start=2):
                grid.addWidget(label(head, "section", table), 0, place, right)
            grid.addWidget(label("Rests on", "section", table), 0, 5, top)
        for row, stage in enumerate(arrival.stages, start=1):
            grid.addWidget(Swatch(look.STAGE_COLOURS[stage.name], table), row, 0, top)
            grid.addWidget(label(tr(stage.name.capitalize()), "value", table, wrap=True), row, 1)
            for place, value in enumerate((stage.hours.low, stage.hours.likely, stage.hours.high), start=2):
                grid.addWidget(_figure(words.hours(value), table, strong=place == 3), row, place, right)
            rests = f"{words.in_speed(stage.source, self.speed)} ({tr(words.CONFIDENCE[stage.confidence])})"
            grid.addWidget(label(rests, "small", table, wrap=True), row, 5)
        if arrival.total is not None and arrival.stages:
            row = len(arrival.stages) + 1
            grid.addWidget(label("Total", "value", table), row, 1, top)
            total = arrival.total
            for place, value in enumerate((total.low, total.likely, total.high), start=2):
                grid.addWidget(_figure(words.hours(value), table, strong=True), row, place, right)
        return table


def _figure(text: str, parent: QWidget, *, strong: bool) -> QLabel:
    made = label(text, "value", parent)
    if strong:
        font = made.font()
        font.setWeight(font.Weight.DemiBold)
        made.setFont(font)
    return made
