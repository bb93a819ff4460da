"""A form made from a list of fields: text, place, hours, a number, a choice; it says what is wrong beside the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from layers.document.quantities import read_hours
from layers.errors import RimlandError
from layers.position import parse_position
from layers.units import parse_distance
from mapapp.language import mistake, tr
from mapapp.panels.parts import label

LEAST_PX = 460
CHOICE_MORE_PX, CHOICE_MOST_PX = 52, 620
"""Of a list: what it needs beside its longest text, and the most it may take."""
FieldKind = Literal["text", "place", "hours", "speed", "distance", "choice", "places"]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    text: str
    kind: FieldKind = "text"
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(what is shown, what is meant) of a choice."""
    needed: bool = True
    hint: str = ""


class Form(QDialog):
    """Asks for values, and hands them to `done`, which may refuse them with a RimlandError."""

    def __init__(
        self, title: str, fields: Sequence[Field], done: Callable[[Values], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr(title))
        self._fields = tuple(fields)
        self._done = done
        self.editors: dict[str, QLineEdit | QComboBox] = {}
        self._column = column = QVBoxLayout(self)
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            editor = self._editor(field)
            self.editors[field.name] = editor
            rows.addRow(tr(field.text), editor)
        column.addLayout(rows)
        self.problem: QLabel = label("", "bad", self, wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(max(LEAST_PX, column.minimumSize().width()))

    def _editor(self, field: Field) -> QLineEdit | QComboBox:
        if field.kind == "choice":
            box = QComboBox(self)
            for shown, meant in field.choices:
                box.addItem(tr(shown), meant)
            box.setCurrentIndex(max(box.findData(field.value), 0))
            box.setAccessibleName(tr(field.text))
            longest = max((box.fontMetrics().horizontalAdvance(box.itemText(k)) for k in range(box.count())), default=0)
            box.setMinimumWidth(min(longest + CHOICE_MORE_PX, CHOICE_MOST_PX))  # Qt leaves the arrow out of its hint
            return box
        line = QLineEdit(field.value, self)
        line.setPlaceholderText(tr(field.hint))
        line.setAccessibleName(tr(field.text))
        return line

    def take(self) -> None:
        """Read the fields; close when they are right, else say what is wrong and stay."""
        values: Values = {}
        for field in self._fields:
            try:
                values[field.name] = self._read(field)
            except RimlandError as error:
                self._complain(field, error)
                return
        try:
            self._done(values)
        except RimlandError as error:
            self._complain(None, error)
            return
        self.accept()

    def _complain(self, field: Field | None, error: RimlandError) -> None:
        self.problem.setText(f"{tr(field.text)}: {mistake(error)}" if field else mistake(error))
        self._fit_problem()
        self.problem.show()
        if field is not None:
            self.editors[field.name].setFocus()

    def _fit_problem(self) -> None:
        """As high as its lines: by itself a label keeps the height it would need in a narrow column."""
        if not self.problem.text():
            return
        self.problem.ensurePolished()
        sides = self._column.contentsMargins()
        self.problem.setFixedHeight(self.problem.heightForWidth(self.width() - sides.left() - sides.right()))

    def _read(self, field: Field) -> Any:
        editor = self.editors[field.name]
        if isinstance(editor, QComboBox):
            return editor.currentData()
        text = editor.text().strip()
        if not text:
            if field.needed:
                raise RimlandError("it is empty", remedy=f"write {field.hint or 'something'}")
            return "" if field.kind == "text" else None
        match field.kind:
            case "place":
                spot = parse_position(text)
                return spot.lon, spot.lat
            case "places":
                spots = [parse_position(part) for part in text.split(";") if part.strip()]
                return tuple((spot.lon, spot.lat) for spot in spots)
            case "hours":
                return read_hours(text)
            case "speed":
                return _number(text, "km/h")
            case "distance":
                return parse_distance(text, "km") / 1000.0
            case _:
                return text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_problem()


def _number(text: str, unit: str) -> float:
    from layers.units import parse_speed

    return parse_speed(text, unit) * 3.6  # type: ignore[arg-type]  # km/h
