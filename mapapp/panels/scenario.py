"""The scenario panel: which scenario is in use, what it assumes, and where it departs from the catalogue."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from layers.document.assumptions import Assumption, assume, assumptions
from layers.document.model import Content
from layers.document.quantities import Value
from layers.errors import RimlandError
from layers.scenario.model import BASELINE, Scenario
from mapapp.document import Document, with_scenario
from mapapp.language import said, sentence, tr
from mapapp.panels import words
from mapapp.panels.assumption_tree import AssumptionTree
from mapapp.panels.parts import label

ROOMY_PX = 460
HINT = "Choose an assumption to see its default and where that comes from. Double click, or press Enter, to change it."


class ScenarioPanel(QWidget):
    """Choose, copy, rename, note; the tree of assumptions; default and source of the one at the cursor.

    Signals
    -------
    failed(RimlandError)
    """

    failed = Signal(object)

    def __init__(self, document: Document, ready_made: tuple[Scenario, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._ready_made = ready_made
        self._countries = {row.code: row.name for row in document.basemap.country_table}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._looked_at = False
        self.tree = AssumptionTree(self)
        column.addWidget(self.tree, 1)
        column.addLayout(self._foot())
        self.tree.entered.connect(self._on_entered)
        self.tree.refused.connect(self.failed)
        self.tree.looked_at.connect(self._on_looked_at)
        for signal in (document.scenario_changed, document.kept_changed, document.catalogue_changed):
            signal.connect(self.refresh)
        self.refresh()

    # --- building -----------------------------------------------------------------------------------------------

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(6)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(tr("Scenario in use"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.choice.activated.connect(self._on_choice)
        self.more = QToolButton(self)
        self.more.setText(tr("\u22ef"))
        self.more.setToolTip(tr("Copy, rename, delete and compare scenarios; add records of your own"))
        self.more.setAccessibleName(tr("More about scenarios"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        row = QHBoxLayout()
        row.addWidget(self.choice, 1)
        row.addWidget(self.more)
        head.addLayout(row)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(tr("Name of the scenario"))
        self.name.editingFinished.connect(self._on_name)
        self.name.hide()
        head.addWidget(self.name)
        self.note = QPlainTextEdit(self)
        self.note.setAccessibleName(tr("What is assumed and why"))
        self.note.setPlaceholderText(tr("What is assumed, and why"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(62)  # three lines whole
        self.note.textChanged.connect(self._on_note)
        head.addWidget(self.note)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search assumptions"))
        self.search.setAccessibleName(tr("Search assumptions"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.changed_only = QToolButton(self)
        self.changed_only.setText("\u2260")
        self.changed_only.setCheckable(True)
        self.changed_only.setToolTip(tr("Only what departs from the catalogue"))
        self.changed_only.setAccessibleName(tr("Only what departs from the catalogue"))
        self.changed_only.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.changed_only.toggled.connect(self._on_search)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.search, 1)
        row.addWidget(self.changed_only)
        head.addLayout(row)
        return head

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(6)
        self.detail = label(HINT, "small", self, wrap=True)
        scroll = self._about = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedHeight(66)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.detail)
        self.detail.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        foot.addWidget(scroll)
        row = QHBoxLayout()
        self.change = QPushButton(tr("Change\u2026"), self)
        self.change.clicked.connect(self.tree_edit)
        self.reset = QPushButton(tr("Default"), self)
        self.reset.setToolTip(tr("Back to the catalogue's own value"))
        self.reset.clicked.connect(self._on_reset)
        row.addWidget(self.change)
        row.addWidget(self.reset)
        row.addStretch(1)
        foot.addLayout(row)
        return foot

    # --- what the user does -------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Keep this scenario and go on with a copy of it."""
        content = self._document.content
        here = content.scenario
        names = {one.name for one in (here, *content.kept)}
        idents = {one.id for one in (here, *content.kept)}
        copied = said("Copy of {name}", name="")
        name = _free(copied + tr(here.name).removeprefix(copied), names)
        twin = replace(here, id=_free(f"{here.id}-copy", idents).replace(" ", "-"), name=name)
        self._document.apply("Copy scenario", lambda now: replace(now, scenario=twin, kept=(*now.kept, now.scenario)))

    def rename(self) -> None:
        """Let the name be typed."""
        self.name.setText(tr(self._document.content.scenario.name))
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def delete(self) -> None:
        """Go on with the last kept scenario; the present one goes."""
        name = self._document.content.scenario.name
        self._document.apply(said("Delete {what}", what=tr(name)), _without_present)

    def reset_all(self) -> None:
        """Give up every departure from the catalogue; name and note stay."""
        self._document.apply_scenario("Back to the catalogue", _undeparted)

    @property
    def departs(self) -> bool:
        """Whether the scenario departs from the catalogue in anything."""
        scenario = self._document.content.scenario
        return scenario != _undeparted(scenario)

    def tree_edit(self) -> None:
        """Open the editor of the assumption at the cursor."""
        self.tree.edit_current()

    def _on_choice(self, number: int) -> None:
        content = self._document.content
        if number == 0:
            return
        if number <= len(content.kept):
            self._document.switch_scenario(number - 1)
        else:
            chosen = self.choice.itemData(number)
            self._document.apply(said("Use {what}", what=tr(chosen.name)), partial(_with_ready_made, chosen=chosen))

    def _on_name(self) -> None:
        if self.name.isHidden():
            return
        text = self.name.text().strip()
        self.name.hide()
        if text and text != tr(self._document.content.scenario.name):
            self._document.apply_scenario("Rename scenario", lambda now: replace(now, name=text))

    def _on_note(self) -> None:
        text = self.note.toPlainText()
        self._document.apply_scenario("Note on the scenario", lambda now: replace(now, note=text), merge_key="note")

    def _on_search(self, *_: object) -> None:
        self.tree.search(self.search.text(), changed_only=self.changed_only.isChecked())

    def _on_entered(self, what: Assumption, value: Value) -> None:
        try:
            self._document.apply_scenario(
                f"{sentence(what.name)}: {sentence(what.said(value))}", lambda now: assume(now, what, value)
            )
        except RimlandError as error:
            self.failed.emit(error)

    def _on_reset(self) -> None:
        what = self.tree.current
        if what is not None:
            self._on_entered(what, what.default)

    # --- showing ------------------------------------------------------------------------------------------------

    def _rows(self) -> tuple[Assumption, ...]:
        return assumptions(self._document.catalogue, self._document.content.scenario, self._countries)

    def refresh(self) -> None:
        """Show the document's scenario."""
        content = self._document.content
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in (content.scenario, *content.kept):
            self.choice.addItem(tr(one.name), one)
        here = {one.id for one in (content.scenario, *content.kept)}
        others = [one for one in self._ready_made if one.id not in here]
        if others:
            self.choice.insertSeparator(self.choice.count())
            for one in others:
                self.choice.addItem(tr(one.name), one)
        self.choice.setCurrentIndex(0)
        self.choice.setToolTip(tr(content.scenario.name))
        self.choice.blockSignals(False)
        if self.note.toPlainText() != tr(content.scenario.note):
            self.note.blockSignals(True)
            self.note.setPlainText(tr(content.scenario.note))
            self.note.blockSignals(False)
        self.tree.show_assumptions(self._rows())

    def _on_looked_at(self, what: Assumption | None) -> None:
        self._looked_at = what is not None
        self._make_room()
        self.change.setEnabled(what is not None)
        self.reset.setEnabled(what is not None and what.changed)
        if what is None:
            self.detail.setText(tr(HINT))
            return
        value, default = sentence(what.said(what.value)), sentence(what.said(what.default))
        lines = [
            said("{name}: {value}; by default {default}.", name=sentence(what.name), value=value, default=default),
            sentence(what.rationale),
        ]
        if what.source is not None:
            lines.append(words.source(what.source))
        self.detail.setText("\n".join(filter(None, lines)))

    def _make_room(self) -> None:
        """On a low panel the assumptions need the room where nothing is told of any."""
        self._about.setVisible(self._looked_at or self.height() >= ROOMY_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()


def _free(stem: str, taken: set[str]) -> str:
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem} {number}", number + 1
    return name


def _undeparted(scenario: Scenario) -> Scenario:
    return replace(BASELINE, id=scenario.id, name=scenario.name, note=scenario.note)


def _with_ready_made(content: Content, chosen: Scenario) -> Content:
    """The ready-made scenario in use; the one before is kept."""
    return replace(content, scenario=chosen, kept=(*content.kept, content.scenario))


def _without_present(content: Content) -> Content:
    swapped = with_scenario(content, len(content.kept) - 1)
    return replace(swapped, kept=swapped.kept[:-1])
