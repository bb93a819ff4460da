"""The layer tree: what is drawn and how strongly, the topmost layer first; every change can be undone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSlider,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers.picture.sheet import LayerId, LayerSetting
from mapapp.document import Content, Document, Edit
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.parts import label

GROUPS: tuple[tuple[str, tuple[LayerId, ...]], ...] = (
    ("Response", ("flashpoints", "bases", "units", "routes", "bands", "lost", "rings", "denial")),
    ("Context", ("commitments", "cooperation", "adiz", "exercises", "zones", "events", "drawings")),
    ("Map", ("labels", "graticule", "furniture")),
    ("Base map", ("borders", "admin1", "rivers", "lakes", "land", "depths")),
)


SOLID: frozenset[LayerId] = frozenset({"flashpoints", "labels", "furniture"})
"""What is drawn at full strength or not at all: names and what is read."""
ROW_PX = 24


def alone(content: Content, ident: LayerId) -> Content:
    """The content with only this layer over the base map."""
    kept = {ident, *GROUPS[-1][1], "furniture"}
    rows = tuple(replace(row, visible=row.id in kept and (row.visible or row.id == ident)) for row in content.layers)
    return replace(content, layers=rows)


def moved(content: Content, ident: LayerId, by: int) -> Content:
    """The content with a layer drawn later (`by` 1) or sooner (-1) than its neighbour."""
    rows = list(content.layers)
    here = next(k for k, row in enumerate(rows) if row.id == ident)
    there = min(max(here + by, 0), len(rows) - 1)
    rows[here], rows[there] = rows[there], rows[here]
    return replace(content, layers=tuple(rows))


def set_layer(ident: LayerId, *, visible: bool | None = None, opacity: float | None = None) -> Edit:
    """The edit that shows, hides or fades a layer."""

    def edit(content: Content) -> Content:
        return replace(content, layers=tuple(_changed(row, ident, visible, opacity) for row in content.layers))

    return edit


def _changed(row: LayerSetting, ident: LayerId, visible: bool | None, opacity: float | None) -> LayerSetting:
    if row.id != ident:
        return row
    return replace(
        row,
        visible=row.visible if visible is None else visible,
        opacity=row.opacity if opacity is None else opacity,
    )


class LayerTree(QWidget):
    """Check boxes and opacity sliders, in groups.

    Signals
    -------
    menu_wanted(QPoint)
        Where on the screen the context menu of the layer at the cursor is asked for.
    """

    menu_wanted = Signal(QPoint)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._items: dict[LayerId, QTreeWidgetItem] = {}
        self._sliders: dict[LayerId, QSlider] = {}
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(tr("Layers"))
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, 60)  # the longest name has room in a window of 1366
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 6)
        head.addWidget(label("LAYERS", "section", self))
        column.addLayout(head)
        column.addWidget(self.tree, 1)
        self._fill()
        self._on_layers()
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.itemChanged.connect(self._on_item_changed)
        document.layers_changed.connect(self._on_layers)

    def _fill(self) -> None:
        for title, idents in GROUPS:
            group = QTreeWidgetItem([tr(title)])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setSizeHint(0, QSize(0, ROW_PX))
            font = group.font(0)
            font.setWeight(font.Weight.DemiBold)
            group.setFont(0, font)
            self.tree.addTopLevelItem(group)
            for ident in idents:
                item = QTreeWidgetItem([tr(words.LAYERS[ident])])
                item.setData(0, Qt.ItemDataRole.UserRole, ident)
                item.setSizeHint(0, QSize(0, ROW_PX))
                group.addChild(item)
                self._items[ident] = item
                if ident in SOLID:
                    continue
                slider = QSlider(Qt.Orientation.Horizontal, self.tree)
                slider.setRange(10, 100)
                slider.setPageStep(10)
                slider.setObjectName(ident)
                slider.setAccessibleName(f"{tr('Opacity')}: {tr(words.LAYERS[ident])}")
                slider.valueChanged.connect(self._on_opacity)
                slider.sliderReleased.connect(self._document.settle)
                holder = QWidget(self.tree)
                row = QHBoxLayout(holder)
                row.setContentsMargins(0, 0, 8, 0)
                row.addWidget(slider)
                self.tree.setItemWidget(item, 1, holder)
                self._sliders[ident] = slider
            group.setExpanded(True)

    def _on_layers(self) -> None:
        self.tree.blockSignals(True)
        for row in self._document.content.layers:
            if row.id not in self._items:
                continue
            self._items[row.id].setCheckState(0, Qt.CheckState.Checked if row.visible else Qt.CheckState.Unchecked)
            slider = self._sliders.get(row.id)
            if slider is None:
                continue
            slider.blockSignals(True)
            slider.setValue(round(row.opacity * 100))
            slider.setToolTip(said("{what}: {share} opaque", what=words.layer(row.id), share=f"{row.opacity:.0%}"))
            slider.setEnabled(row.visible)
            slider.blockSignals(False)
        self.tree.blockSignals(False)
        self.tree.viewport().update()

    def _on_item_changed(self, item: QTreeWidgetItem) -> None:
        ident: LayerId | None = item.data(0, Qt.ItemDataRole.UserRole)
        if ident is None:
            return
        visible = item.checkState(0) is Qt.CheckState.Checked
        verb = "Show" if visible else "Hide"
        self._document.apply(said(f"{verb} {{what}}", what=words.layer(ident)), set_layer(ident, visible=visible))

    @property
    def current(self) -> LayerId | None:
        """The layer at the cursor."""
        item = self.tree.currentItem()
        ident: LayerId | None = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return ident

    def solo(self) -> None:
        """Show only the layer at the cursor over the base map."""
        ident = self.current
        if ident is not None:
            self._document.apply(said("Only {what}", what=words.layer(ident)), partial(alone, ident=ident))

    def shift(self, by: int) -> None:
        """Draw the layer at the cursor above (1) or below (-1) its neighbour."""
        ident = self.current
        if ident is not None:
            name = said("Raise {what}" if by > 0 else "Lower {what}", what=words.layer(ident))
            self._document.apply(name, partial(moved, ident=ident, by=by))

    def _on_menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at)
        if item is None or item.data(0, Qt.ItemDataRole.UserRole) is None:
            return
        self.tree.setCurrentItem(item)
        self.menu_wanted.emit(self.tree.viewport().mapToGlobal(at))

    def _on_opacity(self, value: int) -> None:
        ident: LayerId = self.sender().objectName()  # type: ignore[assignment]  # set in _fill
        name = said("Opacity of {what}", what=words.layer(ident))
        self._document.apply(name, set_layer(ident, opacity=value / 100), merge_key=("opacity", ident))
