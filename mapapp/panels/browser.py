"""The theatre browser: flashpoints East and West and everything else of the catalogue, with a search box."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from layers.catalogue.find import fold
from layers.catalogue.model import Catalogue
from layers.catalogue.values import Theatre
from mapapp.document import Document
from mapapp.language import tr
from mapapp.panels import words
from mapapp.panels.parts import label

IDENT = Qt.ItemDataRole.UserRole
KIND = Qt.ItemDataRole.UserRole + 1
SEARCH = Qt.ItemDataRole.UserRole + 2
THEATRES: tuple[tuple[Theatre, str], ...] = (("east", "East"), ("west", "West"))
KINDS = {"air": "air base", "naval": "naval base", "army": "army base", "multi": "base"}


class _Matches(QSortFilterProxyModel):
    """Rows whose names, or whose children's names, hold every word of the search."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setRecursiveFilteringEnabled(True)

    def search(self, text: str) -> None:
        self._words = fold(text).split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Any) -> bool:
        if not self._words:
            return True
        haystack = self.sourceModel().index(row, 0, parent).data(SEARCH) or ""
        return bool(haystack) and all(word in haystack for word in self._words)


class _Tree(QTreeView):
    """A tree in which Enter opens what is selected."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class Browser(QWidget):
    """Search box and tree.

    Signals
    -------
    place_chosen(str, str)
        Kind (``flashpoint``, ``base``, ``passage``, ``event`` ...) and id of a row the user opened.
    """

    place_chosen = Signal(str, str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Search places, bases, units"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search the catalogue"))
        self._model = QStandardItemModel(self)
        self._matches = _Matches(self)
        self._matches.setSourceModel(self._model)
        self.tree = _Tree(self)
        self.tree.setModel(self._matches)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setAccessibleName(tr("Theatres"))
        self.tree.setIndentation(14)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        top.addWidget(label("THEATRES", "section", self))
        top.addWidget(self.search)
        column.addLayout(top)
        column.addWidget(self.tree, 1)
        self._fill(document.catalogue)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._on_search_done)
        self.tree.clicked.connect(self._on_opened)
        self.tree.activated.connect(self._on_opened)
        document.target_changed.connect(self._on_target)
        document.catalogue_changed.connect(self._refill)
        self._mark_target()

    def _refill(self) -> None:
        """Records were added or changed."""
        self._model.clear()
        self._fill(self._document.catalogue)
        self._on_search(self.search.text())
        self._mark_target()

    def _fill(self, catalogue: Catalogue) -> None:
        for theatre, title in THEATRES:
            here = _row(tr(title))
            self._model.appendRow(here)
            for place in catalogue.flashpoints.values():
                if place.theatre in {theatre, "both"}:
                    also = (*place.aliases, place.native)
                    here.appendRow(
                        _row(place.name, "flashpoint", place.id, also, f"{tr(place.held_by)}. {place.source.text}")
                    )
            bases = (b for b in catalogue.bases.values() if b.theatre == theatre)
            self._group(
                here,
                "Bases",
                (
                    _row(
                        b.name,
                        "base",
                        b.id,
                        (b.icao, b.country, *b.aliases),
                        f"{tr(KINDS[b.kind])}, {b.operators}. {b.source.text}",
                    )
                    for b in bases
                ),
            )
            zones = (z for z in catalogue.zones.values() if z.theatre == theatre)
            self._group(here, "Zones", (_row(z.name, "zone", z.id, (), z.source.text) for z in zones))
        both = (b for b in catalogue.bases.values() if b.theatre == "both")
        root = self._model  # not its invisible item: what that is given outlives `clear` in Python
        self._group(
            root, "Bases for both", (_row(b.name, "base", b.id, (b.icao, b.country, *b.aliases), b.note) for b in both)
        )
        self._group(
            root,
            "Units",
            (
                _row(u.name, "unit", u.id, (u.nation, words.EFFECTS[u.effect]), f"{u.strength}. {u.source.text}")
                for u in catalogue.units.values()
            ),
        )
        self._group(
            root,
            "Passages",
            (_row(p.name, "passage", p.id, p.aliases, tr(p.regime)) for p in catalogue.passages.values()),
        )
        self._group(
            root,
            "Events",
            (
                _row(
                    f"{e.date}  {tr(e.name)}",
                    "event",
                    str(number),
                    (e.name, e.place, tr(e.place), *e.actors),
                    f"{tr(e.what)}. {e.source.text}",
                )
                for number, e in enumerate(catalogue.events)
            ),
        )
        self._group(
            root,
            "Commitments",
            (
                _row(tr(c.name), "commitment", c.id, (c.name, *c.parties), c.source.text)
                for c in catalogue.commitments.values()
            ),
        )
        self._group(
            root,
            "Levers",
            (_row(tr(v.name), "lever", v.id, (v.name, v.actor), v.source.text) for v in catalogue.levers.values()),
        )
        for row in range(2):
            self.tree.expand(self._matches.index(row, 0))

    def _group(self, parent: QStandardItem | QStandardItemModel, title: str, rows: Iterable[QStandardItem]) -> None:
        title = tr(title)
        group = _row(title)
        for row in rows:
            group.appendRow(row)
        if group.rowCount():
            group.setText(f"{title}  {group.rowCount()}")
            parent.appendRow(group)

    def _on_search(self, text: str) -> None:
        self._matches.search(text)
        if text.strip():
            self.tree.expandAll()
            first = self._first_leaf(QModelIndex())
            if first is not None:
                self.tree.setCurrentIndex(first)
                self.tree.scrollTo(first)
        else:
            self.tree.collapseAll()
            for row in range(2):
                self.tree.expand(self._matches.index(row, 0))
            self._on_target()

    def _first_leaf(self, parent: QModelIndex) -> QModelIndex | None:
        for row in range(self._matches.rowCount(parent)):
            index = self._matches.index(row, 0, parent)
            if index.data(IDENT):
                return index
            found = self._first_leaf(index)
            if found is not None:
                return found
        return None

    def _on_search_done(self) -> None:
        if self.search.text().strip():
            self._on_opened(self.tree.currentIndex())

    def _on_opened(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        ident = index.data(IDENT)
        if ident:
            self.place_chosen.emit(index.data(KIND), ident)
        elif not self.tree.signalsBlocked():
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _on_target(self) -> None:
        """Show which flashpoint the map is about."""
        self._mark_target()
        self.tree.scrollTo(self.tree.currentIndex())

    def _mark_target(self) -> None:
        """Mark it where it stands; the tree stays where it is scrolled to."""
        target = self._document.target
        if target is None or not target.id:
            return
        for row in range(2):
            theatre = self._matches.index(row, 0)
            for child in range(self._matches.rowCount(theatre)):
                index = self._matches.index(child, 0, theatre)
                if index.data(IDENT) == target.id and index.data(KIND) == "flashpoint":
                    self.tree.setAutoScroll(False)  # else it scrolls, and at the start before it has its height
                    self.tree.setCurrentIndex(index)
                    self.tree.setAutoScroll(True)
                    return


def _row(text: str, kind: str = "", ident: str = "", also: Iterable[str] = (), tip: str = "") -> QStandardItem:
    row = QStandardItem(text)
    row.setData(ident, IDENT)
    row.setData(kind, KIND)
    row.setData(fold(" ".join([text, ident, *also])) if ident else "", SEARCH)
    row.setData(tip or text, Qt.ItemDataRole.ToolTipRole)
    row.setSelectable(bool(ident))
    if not ident:
        font = row.font()
        font.setWeight(font.Weight.DemiBold)
        row.setFont(font)
    return row
