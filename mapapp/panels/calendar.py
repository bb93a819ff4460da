"""The calendar below the map: two dates between which events are shown, and the strip on which they lie."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QWidget

from layers.document.model import Content
from layers.errors import RimlandError
from layers.io.document import DATE
from mapapp import look
from mapapp.document import Document
from mapapp.language import tr
from mapapp.panels.calendar_strip import CalendarStrip
from mapapp.panels.parts import label

EVENTS = frozenset({"events", "cooperation"})
"""The layers that draw events."""


def with_dates(content: Content, first: str, last: str) -> Content:
    """The content that shows the events of those days; whoever chooses days wants to see them on the map."""
    rows = content.layers
    if (first or last) and not any(row.visible for row in rows if row.id in EVENTS):
        rows = tuple(replace(row, visible=True) if row.id in EVENTS else row for row in rows)
    return replace(content, dates=(first, last), layers=rows)


class Calendar(QWidget):
    """From, to, all; and the strip.

    Signals
    -------
    chosen(str, str)
        ``event`` and its number.
    failed(RimlandError)
        What was typed is no date.
    """

    chosen = Signal(str, str)
    failed = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.strip = CalendarStrip(document, self)
        self.strip.chosen.connect(self.chosen)
        self.strip.span_drawn.connect(self._on_drawn)
        self.first, self.last = self._field(tr("Events from")), self._field(tr("Events until"))
        self.every = QToolButton(self)
        self.every.setText(tr("All"))
        self.every.setToolTip(tr("Show the events of all dates"))
        self.every.clicked.connect(partial(self._show, "", ""))
        grid = QGridLayout()
        grid.setContentsMargins(12, 6, 4, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for row, (text, field) in enumerate(((tr("From"), self.first), (tr("Until"), self.last))):
            caption = label(text, "key", self)
            caption.setBuddy(field)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.every, 0, 2, 2, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(grid)
        line.addWidget(self.strip, 1)
        document.dates_changed.connect(self._write)
        self._write()

    def set_theme(self, theme: look.Theme) -> None:
        self.strip.set_theme(theme)

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText("2022-05-24")
        field.setToolTip(tr("A year, a month or a day, as 2022, 2022-05 or 2022-05-24; empty: all"))
        field.setFixedWidth(112)
        field.editingFinished.connect(self._on_typed)
        return field

    def _write(self) -> None:
        first, last = self._document.content.dates
        self.first.setText(first)
        self.last.setText(last)
        self.every.setEnabled(bool(first or last))

    def _on_typed(self) -> None:
        first, last = self.first.text().strip(), self.last.text().strip()
        for text in (first, last):
            if text and not DATE.match(text):
                self._write()
                self.failed.emit(RimlandError(f"{text!r} is no date", remedy="write it as 2022, 2022-05 or 2022-05-24"))
                return
        if first and last and first > last + "~":  # a month ends after its first day
            first, last = last, first
        self._show(first, last)

    def _on_drawn(self, first: str, last: str, done: bool) -> None:
        self._show(first, last, merge_key="dates")
        if done:
            self._document.settle()

    def _show(self, first: str, last: str, *_: object, merge_key: str | None = None) -> None:
        name = "Events of certain days" if first or last else "Events of all days"
        self._document.apply(name, partial(with_dates, first=first, last=last), merge_key)
