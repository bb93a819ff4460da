"""The dialogs that only tell, or let one of a list be chosen: help, about, what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QListWidget,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from layers.errors import Problem
from mapapp.commands import Command
from mapapp.language import amiss, tr
from mapapp.menus import help_page
from mapapp.panels.parts import label

ABOUT_PX = 420


def show_help(parent: QWidget, table: tuple[Command, ...]) -> None:
    """The help page, made from the table of commands."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Commands and shortcuts"))
    dialog.resize(760, 620)
    column = QVBoxLayout(dialog)
    page = QTextBrowser(dialog)
    page.setHtml(help_page(table))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    column.addWidget(page)
    column.addWidget(buttons)
    dialog.open()


ABOUT = (
    (
        "An offline map of the flashpoints on the rim of Eurasia. It answers who can respond to a small, quick grab,"
        " and how much too late, from open sources that it shows beside every figure."
    ),
    (
        "Coasts, borders and waters: Natural Earth (public domain). Coasts at close quarters: GSHHG (LGPL). Small"
        " islands: OpenStreetMap contributors (ODbL). Names of places: GeoNames (CC BY 4.0). Depths: ETOPO5, NOAA."
    ),
    "All distances on the WGS84 ellipsoid. Borders and names imply no position on sovereignty.",
)
"""What the program is, whose data it shows, and what its figures mean."""


def show_about(parent: QWidget) -> None:
    """What this program is and what it shows."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("About Rimland"))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 16, 20, 14)
    column.setSpacing(10)
    column.addWidget(label("Rimland", "title", dialog))
    for text in ABOUT:
        part = label(text, "value", dialog, wrap=True)
        part.setMinimumWidth(ABOUT_PX)
        column.addWidget(part)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    column.addWidget(buttons)
    dialog.open()


def show_problems(parent: QWidget, title: str, problems: tuple[Problem, ...]) -> None:
    """What could not be used of a file, by place, value and what to do."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.resize(820, 420)
    column = QVBoxLayout(dialog)
    column.addWidget(QLabel(tr("These parts could not be used; everything else was read."), dialog))
    table = QTableWidget(len(problems), 3, dialog)
    table.setHorizontalHeaderLabels([tr(head) for head in ("Where", "What stands there", "What to do")])
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setWordWrap(True)
    table.setAccessibleName(tr("What could not be used"))
    for row, problem in enumerate(problems):
        for place, text in enumerate(_said(problem)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, place, item)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().geometriesChanged.connect(table.resizeRowsToContents)  # the width decides on the lines
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.close)
    column.addWidget(table)
    column.addWidget(buttons)
    dialog.open()


def _said(problem: Problem) -> tuple[str, str, str]:
    """Place, value and what to do; a value of one word is of the file itself and stays."""
    value = amiss(problem.value) if " " in problem.value else problem.value
    return amiss(problem.place), value, amiss(problem.remedy)


def choose(parent: QWidget, title: str, names: Sequence[str], take: Callable[[int], None]) -> QDialog:
    """Let one of `names` be chosen; `take` gets its number."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.resize(420, 520)
    column = QVBoxLayout(dialog)
    rows = QListWidget(dialog)
    rows.addItems(list(names))
    rows.setCurrentRow(0)
    rows.setAccessibleName(title)
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Open | kinds.Cancel, dialog)
    rows.itemActivated.connect(dialog.accept)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    dialog.accepted.connect(lambda: take(rows.currentRow()))
    column.addWidget(rows)
    column.addWidget(buttons)
    dialog.open()
    return dialog
