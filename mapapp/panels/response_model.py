"""The response as a table to be sorted: one row per unit, the unreachable always last, with the reason in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from layers import units
from layers.catalogue.find import fold
from layers.catalogue.model import Catalogue
from layers.response.model import Arrival, Likelihood, Response
from mapapp.language import tr
from mapapp.panels import words

Index = QModelIndex | QPersistentModelIndex

NO_CLOCK_SCALE_H = 96.0
"""Length of the stage bars where there is no clock to measure against: the days in which most arrive."""

COLUMNS = ("Unit", "Effect", "Distance", "Stages", "Low", "Likely", "High", "Verdict")
UNIT, EFFECT, DISTANCE, STAGES, LOW, LIKELY, HIGH, VERDICT = range(8)
ARRIVAL = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1
DETAIL = Qt.ItemDataRole.UserRole + 2
"""The second, quieter line of a cell."""
TIPS = (
    "The unit that responds, and where it starts from",
    "What its arrival means for the target",
    "Length of its route",
    "The chain of stages, likely hours, to one scale; the line is the seizure clock",
    "Earliest arrival, hours after the first hostile move",
    "Likely arrival, hours after the first hostile move",
    "Latest arrival, hours after the first hostile move",
    "Against the likely seizure clock",
)


class ResponseModel(QAbstractTableModel):
    """Arrivals as rows, in the order of the answer."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalogue = catalogue
        self._rows: tuple[Arrival, ...] = ()
        self._chances: Mapping[str, Likelihood] = {}
        self.clock_h: float | None = None
        self.longest_h = 1.0
        self._unit: units.DistanceUnit = "km"

    def show(self, response: Response | None) -> None:
        self.beginResetModel()
        self._rows = response.arrivals if response else ()
        self._chances = response.chances.units if response and response.chances else {}
        clock = response.clock if response else None
        self.clock_h = clock.hours.likely if clock and clock.applies else None
        # the clock stands in the middle of every bar; what takes longer than twice the clock is cut to a point
        self.longest_h = 2.0 * self.clock_h if self.clock_h else NO_CLOCK_SCALE_H
        self.endResetModel()

    def set_unit(self, unit: units.DistanceUnit) -> None:
        self._unit = unit
        if self._rows:
            self.dataChanged.emit(self.index(0, DISTANCE), self.index(len(self._rows) - 1, DISTANCE))

    def arrival(self, row: int) -> Arrival:
        return self._rows[row]

    def chance(self, unit: str) -> Likelihood | None:
        """How sure a unit's hours are; None when nobody drew."""
        return self._chances.get(unit)

    def row_of(self, unit: str) -> int:
        """Row of a unit; -1 when it is not there."""
        return next((number for number, row in enumerate(self._rows) if row.unit == unit), -1)

    def _text(self, row: Arrival, column: int) -> str:
        unit = self.catalogue.units.get(row.unit)
        if column == UNIT:
            return unit.name if unit else row.unit
        if column == EFFECT:
            return tr(words.SHORT_EFFECTS[row.effect])
        if column == VERDICT:
            return words.verdict(row, self.clock_h)
        if row.total is None:
            # the reason stands across the columns of numbers; a reader of single cells gets it once
            return words.reason(row) if column == STAGES else "\u2013"
        if column == DISTANCE:
            return units.format_distance(row.route_m or 0.0, self._unit)
        if column == STAGES:
            return ", ".join(f"{tr(stage.name)} {words.hours(stage.hours.likely)}" for stage in row.stages)
        number = {LOW: row.total.low, LIKELY: row.total.likely, HIGH: row.total.high}[column]
        return words.hours(number)

    def _detail(self, row: Arrival, column: int) -> str:
        if column == UNIT:
            base = self.catalogue.bases.get(row.base)
            return base.name if base else row.base
        if column == EFFECT and row.total is not None:
            return self._text(row, DISTANCE)
        if column == LIKELY and row.total is not None:
            return f"{words.beside(row.total.low, row.total.high)}\u2013{words.hours(row.total.high)}"
        return ""

    def _sort_key(self, row: Arrival, column: int) -> float | str:
        if column in {UNIT, EFFECT}:
            return fold(self._text(row, column))
        if row.total is None:
            return 0.0
        if column == DISTANCE:
            return row.route_m or 0.0
        if column == LOW:
            return row.total.low
        return row.total.high if column == HIGH else row.total.likely

    # --- Qt's side ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(COLUMNS[section])
            if role == Qt.ItemDataRole.ToolTipRole:
                return tr(TIPS[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight
                    if section in {DISTANCE, LOW, LIKELY, HIGH}
                    else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == DETAIL:
            return self._detail(row, column)
        if role == ARRIVAL:
            return row
        if role == SORT:
            return self._sort_key(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            detail = self._detail(row, column)
            text = tr(words.EFFECTS[row.effect]) if column == EFFECT else self._text(row, column)
            return (
                words.reason(row) if row.total is None and column > EFFECT else f"{text}\n{detail}" if detail else text
            )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(COLUMNS[column])}: {self._text(row, column)} {self._detail(row, column)}".strip()
        return None


class UnreachableLast(QSortFilterProxyModel):
    """Sorts by numbers where there are numbers; who cannot come stays below everybody who can, either way round."""

    def lessThan(self, left: Index, right: Index) -> bool:
        one, other = (self.sourceModel().data(index, ARRIVAL) for index in (left, right))
        if (one.total is None) != (other.total is None):
            last = one.total is None
            return last if self.sortOrder() is Qt.SortOrder.DescendingOrder else not last
        a, b = (self.sourceModel().data(index, SORT) for index in (left, right))
        return bool(a < b)
