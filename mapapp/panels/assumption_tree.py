"""The assumptions as a tree, each edited in its place: words from a list, hours as low / likely / high."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from layers.catalogue.find import fold
from layers.document.assumptions import GROUPS, Assumption, Group
from layers.errors import RimlandError
from mapapp.language import said, sentence, tr
from mapapp.panels import words

ASSUMPTION = Qt.ItemDataRole.UserRole
SEARCH = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class _Editor(QStyledItemDelegate):
    """A list of words or a line for hours.

    Signals
    -------
    entered(Assumption, Value), refused(RimlandError)
    """

    entered = Signal(object, object)
    refused = Signal(object)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        what = _of(index)
        if what.choices:
            box = QComboBox(parent)
            for choice in what.choices:
                shown = tr(choice)
                box.addItem(f"{shown} ({tr('by default')})" if choice == what.default else shown, choice)
            box.activated.connect(self._on_activated)
            box.setAccessibleName(sentence(what.name))
            return box
        line = QLineEdit(parent)
        line.setAccessibleName(said("{what}: low / likely / high", what=sentence(what.name)))
        return line

    def _on_activated(self, _number: int) -> None:
        box = self.sender()
        assert isinstance(box, QWidget)
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        what = _of(index)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(what.choices.index(what.value))
        elif isinstance(editor, QLineEdit):
            editor.setText(what.said(what.value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: Any, index: Index) -> None:
        what = _of(index)
        if isinstance(editor, QComboBox):
            self.entered.emit(what, editor.currentData())
        elif isinstance(editor, QLineEdit) and editor.text().strip() != what.said(what.value):
            try:
                hours = what.read(editor.text()) if editor.text().strip() else what.default
            except RimlandError as error:
                self.refused.emit(error)
                return
            self.entered.emit(what, hours)


def _of(index: Index) -> Assumption:
    """The assumption of a cell's row."""
    found: Assumption = index.sibling(index.row(), 0).data(ASSUMPTION)
    return found


class AssumptionTree(QTreeView):
    """Name and value of every assumption, in groups; what departs from the catalogue is in heavier type.

    Signals
    -------
    entered(Assumption, Value)
        The user gave an assumption another value.
    refused(RimlandError)
        What was typed is no value.
    looked_at(Assumption | None)
        The row under the cursor.
    """

    entered = Signal(object, object)
    refused = Signal(object)
    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ensurePolished()  # before it measures a row, whose height it keeps
        self._model = QStandardItemModel(0, 2, self)
        self._rows: dict[tuple[Group, str], tuple[QStandardItem, QStandardItem]] = {}
        self._groups: dict[Group, QStandardItem] = {}
        self._words: list[str] = []
        self._changed_only = False
        self.setModel(self._model)
        self.setAccessibleName(tr("Assumptions"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, 104)
        self._editor = _Editor(self)
        self.setItemDelegateForColumn(1, self._editor)
        self._editor.entered.connect(self.entered)
        self._editor.refused.connect(self.refused)
        self.activated.connect(self._on_activated)
        self.selectionModel().currentChanged.connect(self._on_current)
        for group in GROUPS:
            item = QStandardItem(tr(group))
            item.setEditable(False)
            item.setSelectable(False)
            font = item.font()
            font.setWeight(font.Weight.DemiBold)
            item.setFont(font)
            empty = QStandardItem()
            empty.setEditable(False)
            self._model.appendRow([item, empty])
            self.setFirstColumnSpanned(item.row(), QModelIndex(), True)
            self._groups[group] = item

    def show_assumptions(self, rows: tuple[Assumption, ...]) -> None:
        """Bring the rows in line; those that stay keep their place and their selection."""
        keys = {row.key for row in rows}
        for key in [key for key in self._rows if key not in keys]:
            item = self._rows.pop(key)[0]
            self._groups[key[0]].removeRow(item.row())
        for row in rows:
            if row.key not in self._rows:
                name, value = QStandardItem(), QStandardItem()
                name.setEditable(False)
                self._write(row, name, value)
                self._groups[row.group].appendRow([name, value])
                self._rows[row.key] = name, value
            else:
                self._write(row, *self._rows[row.key])
        self._sift()
        for group, item in self._groups.items():
            changed = sum(row.changed for row in rows if row.group == group)
            item.setText(f"{tr(group)}  \u00b7  {changed} {tr('changed')}" if changed else tr(group))
        self._on_current(self.currentIndex())

    def _write(self, row: Assumption, name: QStandardItem, value: QStandardItem) -> None:
        if name.data(ASSUMPTION) == row:
            return
        name.setData(row, ASSUMPTION)
        name.setText(sentence(row.name))
        name.setData(fold(f"{row.name} {name.text()} {row.id} {row.group}"), SEARCH)
        value.setText(sentence(row.said(row.value)))
        tip = said(
            "{name}: {value}; by default {default}.",
            name=sentence(row.name),
            value=sentence(row.said(row.value)),
            default=sentence(row.said(row.default)),
        )
        if row.source is not None:
            tip += f"\n{words.source(row.source)}"
        for item in (name, value):
            font = item.font()
            font.setWeight(font.Weight.DemiBold if row.changed else font.Weight.Normal)
            item.setFont(font)
            item.setToolTip(tip)
        how = tr("changed") if row.changed else tr("by default")
        value.setData(f"{name.text()}: {value.text()}, {how}", Qt.ItemDataRole.AccessibleTextRole)

    def search(self, text: str, *, changed_only: bool) -> None:
        """Only rows that hold every word; `changed_only`: that depart from the catalogue."""
        self._words, self._changed_only = fold(text).split(), changed_only
        self._sift()
        if text.strip() or changed_only:
            self.expandAll()
        else:
            self.collapseAll()

    def _sift(self) -> None:
        """Hide what is not asked for: by a model between, Qt would do it while a row is being written, and crash."""
        for item in self._groups.values():
            children = [item.child(k) for k in range(item.rowCount())]
            wanted = [self._wanted(child) for child in children]
            for k, shown in enumerate(wanted):
                self.setRowHidden(k, item.index(), not shown)
            self.setRowHidden(item.row(), QModelIndex(), self._sifting and not any(wanted))

    @property
    def _sifting(self) -> bool:
        return bool(self._words) or self._changed_only

    def _wanted(self, item: QStandardItem) -> bool:
        """Whether a row holds every word, and departs from the catalogue where only that is to be shown."""
        if self._changed_only and not item.data(ASSUMPTION).changed:
            return False
        return all(word in item.data(SEARCH) for word in self._words)

    @property
    def current(self) -> Assumption | None:
        """The row under the cursor."""
        found: Assumption | None = self.currentIndex().siblingAtColumn(0).data(ASSUMPTION)
        return found

    def go_to(self, group: Group, ident: str) -> None:
        """Put the cursor on an assumption."""
        if (group, ident) in self._rows:
            index = self._rows[group, ident][1].index()
            self.expand(index.parent())
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def edit_current(self) -> None:
        """Open the editor of the row under the cursor."""
        index = self.currentIndex().siblingAtColumn(1)
        if index.isValid() and self.current is not None:
            self._open(index)

    def value_text(self, group: Group, ident: str) -> str:
        """What stands in the value column of a row."""
        return self._rows[group, ident][1].text()

    def _on_activated(self, index: QModelIndex) -> None:
        if index.siblingAtColumn(0).data(ASSUMPTION) is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._open(index.siblingAtColumn(1))

    def _open(self, index: QModelIndex) -> None:
        """Open the editor of a value, or go back to the one that is open: Qt warns of a second one."""
        editor = self.indexWidget(index)  # may be left open behind a drag, after which the view is not editing
        if editor:
            editor.setFocus()
        elif self.state() is not QAbstractItemView.State.EditingState:
            self.edit(index)

    def _on_current(self, *_: object) -> None:
        self.looked_at.emit(self.current)
