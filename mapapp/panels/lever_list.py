"""The levers of both ends, each with a tick: what it acts on, how strongly, and where that comes from."""

from __future__ import annotations

import textwrap

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from layers.catalogue.model import Catalogue, Lever
from layers.scenario import levers
from layers.scenario.model import Scenario
from mapapp.language import tr
from mapapp.panels import basis, words

WRAP = 38
"""Letters of a name on one line."""
_GROUPS = (("west", "Pressed in the west"), ("east", "Pressed in the east"), ("both", "Pressed at both ends"))


class LeverList(QTreeWidget):
    """Levers by the end at which they are pressed.

    Signals
    -------
    toggled(str, bool)
        Id of the lever, and whether it is to be in force.
    asked(str)
        Id of the lever whose words were clicked, not its box.
    """

    toggled = Signal(str, bool)
    asked = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setHeaderLabels([f"{tr('Lever')}: {tr('Low / likely / high').lower()}", ""])
        self.setRootIsDecorated(False)
        self.setAccessibleName(tr("Levers in force"))
        self.setColumnHidden(1, True)  # stands below the name, which needs the whole width
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for theatre, title in _GROUPS:
            rows = [lever for lever in catalogue.levers.values() if lever.theatre == theatre]
            if not rows:
                continue
            group = QTreeWidgetItem(self, [tr(title)])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = group.font(0)
            font.setWeight(font.Weight.DemiBold)
            group.setFont(0, font)
            for lever in rows:
                item = QTreeWidgetItem(group, [tr(lever.name), ""])
                item.setData(0, Qt.ItemDataRole.UserRole, lever.id)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                )
                item.setCheckState(0, Qt.CheckState.Unchecked)
                item.setToolTip(0, _told(catalogue, lever))
                self._items[lever.id] = item
            group.setExpanded(True)
        self._catalogue = catalogue
        self._ticked = False
        """Whether the click at hand was on a box: that is told first."""
        self.itemChanged.connect(self._on_changed)
        self.itemPressed.connect(self._on_pressed)
        self.itemClicked.connect(self._on_clicked)

    def show_scenario(self, scenario: Scenario) -> None:
        """Tick what is in force."""
        self.blockSignals(True)
        for ident, item in self._items.items():
            lever = self._catalogue.levers[ident]
            size = levers.size(scenario, lever)
            on = ident in scenario.levers
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            item.setText(1, words.lever_size(lever.effect, size))
            item.setText(0, "\n".join((*textwrap.wrap(tr(lever.name), WRAP), item.text(1))))
        self.blockSignals(False)

    def item_of(self, ident: str) -> QTreeWidgetItem:
        return self._items[ident]

    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        ident = item.data(0, Qt.ItemDataRole.UserRole)
        if column == 0 and ident:
            self._ticked = True
            self.toggled.emit(ident, item.checkState(0) == Qt.CheckState.Checked)

    def _on_pressed(self, *_: object) -> None:
        self._ticked = False

    def _on_clicked(self, item: QTreeWidgetItem, _column: int) -> None:
        ident = item.data(0, Qt.ItemDataRole.UserRole)
        if ident and not self._ticked:
            self.asked.emit(ident)


def _told(catalogue: Catalogue, lever: Lever) -> str:
    return basis.of_lever(catalogue, lever, words.lever_size(lever.effect, lever.size)).text
