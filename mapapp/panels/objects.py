"""The list of what was drawn and measured: names, figures, colours; shown and hidden, changed, exported, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from layers import geodesy, units, wording
from layers.document import areas
from layers.document.model import Content
from layers.document.objects import AREAS, Drawn, LonLat, check
from layers.document.shown import figure
from layers.errors import RimlandError
from mapapp.document import Document
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.form import Field, Form, Values
from mapapp.panels.parts import label
from mapapp.settings import Settings

IDENT = Qt.ItemDataRole.UserRole
EMPTY = "What you measure and draw stays here. Take the ruler (M) or the ring (R) and click on the map."
COLOURS = (
    # Okabe and Ito's palette (Color Universal Design, 2008), which stays apart for colour-blind readers
    ("As the style", ""), ("Blue", "#0072b2"), ("Orange", "#e69f00"), ("Green", "#009e73"), ("Vermilion", "#d55e00"),
    ("Purple", "#cc79a7"), ("Sky", "#56b4e9"), ("Black", "#000000"),
)  # fmt: skip
ROUNDED_M = 2.0
"""More than any notation rounds a position by: MGRS and UTM give whole metres."""
WIDTHS = (("As the style", "0"), ("Thin", "1"), ("Medium", "2"), ("Thick", "4"))


class _Tree(QTreeWidget):
    """Del takes away, Enter looks at it."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
            return
        super().keyPressEvent(event)


class ObjectsPanel(QWidget):
    """One row per object, under the heading of its group.

    Signals
    -------
    place_wanted(list, list)
        Longitudes and latitudes to be looked at.
    import_wanted()
    menu_wanted(QPoint)
        Where on the screen the context menu of the selected objects is asked for.
    failed(RimlandError)
    """

    place_wanted = Signal(object, object)
    import_wanted = Signal()
    menu_wanted = Signal(QPoint)
    failed = Signal(object)

    def __init__(self, document: Document, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._settings = settings
        self._busy = False
        self.tree = _Tree(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(12)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName(tr("Objects drawn and measured"))
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.empty = label(EMPTY, "empty", self, wrap=True)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 6)
        bar.setSpacing(0)
        self.change = QToolButton(self)
        self.change.setText(tr("Edit\u2026"))
        self.colour = QToolButton(self)
        self.colour.setText(tr("Colour"))
        self.colour.setAccessibleName(tr("Colour of the selected objects"))
        self.colour.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.colour.setMenu(self._colours())
        self.remove = QToolButton(self)
        self.remove.setText(tr("Remove"))
        for one in (self.change, self.colour, self.remove):
            bar.addWidget(one)
        bar.addStretch(1)
        bring = QToolButton(self)
        bring.setText(tr("Import\u2026"))
        bring.setToolTip(tr("GeoJSON, KML, GeoPackage, Shapefile, GPX or a table with positions"))
        bring.clicked.connect(self.import_wanted)
        bar.addWidget(bring)
        for one in (self.change, self.colour, self.remove, bring):
            one.setObjectName("word")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty)
        column.addWidget(self.tree, 1)
        column.addLayout(bar)
        self.tree.itemChanged.connect(self._on_item_changed)
        self.tree.itemSelectionChanged.connect(self._on_selected)
        self.tree.itemActivated.connect(self._on_activated)
        self.tree.customContextMenuRequested.connect(self._on_menu)
        self.tree.removed.connect(self.remove_selected)
        self.change.clicked.connect(self.change_selected)
        self.remove.clicked.connect(self.remove_selected)
        for changed in (document.drawings_changed, document.scenario_changed, document.catalogue_changed):
            changed.connect(self.refresh)
        document.selection_changed.connect(self._on_selection)
        settings.preferences_changed.connect(self.refresh)
        self.refresh()

    # --- showing ------------------------------------------------------------------------------------------------

    def refresh(self, *_: object) -> None:
        """Show the document's objects, the topmost first."""
        if self._busy:  # Qt is still at work on the row that was changed
            QTimer.singleShot(0, self, self.refresh)
            return
        drawn = areas.everything(self._document.content)
        self.tree.blockSignals(True)
        self.tree.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for one in reversed(drawn):
            item = QTreeWidgetItem(
                [one.name or tr(one.shape.capitalize()), figure(one, self._settings.preferences.unit)]
            )
            item.setData(0, IDENT, one.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if one.shape != "airspace":  # what is assumed is not hidden
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(0, Qt.CheckState.Checked if one.visible else Qt.CheckState.Unchecked)
            item.setToolTip(0, one.note or item.text(0))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if one.colour:
                item.setIcon(1, _swatch(one.colour))
            if one.group:
                if one.group not in groups:
                    groups[one.group] = QTreeWidgetItem([one.group])
                    self.tree.addTopLevelItem(groups[one.group])
                groups[one.group].addChild(item)
            else:
                self.tree.addTopLevelItem(item)
        self.tree.expandAll()
        self.tree.blockSignals(False)
        self.empty.setVisible(not drawn)
        self.tree.setVisible(bool(drawn))
        self._on_selection()

    def _items(self) -> Iterable[QTreeWidgetItem]:
        for row in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(row)
            if top is None:
                continue
            if top.data(0, IDENT):
                yield top
            yield from filter(None, (top.child(k) for k in range(top.childCount())))

    def _on_selection(self) -> None:
        self.tree.blockSignals(True)
        for item in self._items():
            item.setSelected(item.data(0, IDENT) in self._document.selected)
        self.tree.blockSignals(False)
        any_selected = bool(self.selected)
        for one in (self.change, self.remove):
            one.setEnabled(any_selected)
        self.colour.setEnabled(any(one.shape != "airspace" for one in self.selected))

    @property
    def selected(self) -> tuple[Drawn, ...]:
        """The document's objects that are selected."""
        return tuple(one for one in areas.everything(self._document.content) if one.id in self._document.selected)

    # --- what the user does -------------------------------------------------------------------------------------

    def _on_selected(self) -> None:
        self._document.select(*(item.data(0, IDENT) for item in self.tree.selectedItems() if item.data(0, IDENT)))

    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        one = self._object(item)
        if one is None or column != 0:
            return
        self._busy = True
        try:
            self._take(item, one)
        finally:
            self._busy = False

    def _take(self, item: QTreeWidgetItem, one: Drawn) -> None:
        """What was typed into a row, or its check mark."""
        shown = item.checkState(0) is Qt.CheckState.Checked
        if shown != one.visible and one.shape != "airspace":
            self._apply(said("Show {what}" if shown else "Hide {what}", what=_called(one)), replace(one, visible=shown))
        elif item.text(0).strip() != (one.name or tr(one.shape.capitalize())):
            self._apply("Rename", replace(one, name=item.text(0).strip()))

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        one = self._object(item)
        if one is not None:
            self.look_at(one)

    def look_at(self, *objects: Drawn) -> None:
        """Ask for the objects to be shown whole."""
        points = [point for one in objects for point in _extent(one)]
        self.place_wanted.emit([lon for lon, _ in points], [lat for _, lat in points])

    def look_at_selected(self) -> None:
        """Ask for the selected objects to be shown whole."""
        if self.selected:
            self.look_at(*self.selected)

    def _object(self, item: QTreeWidgetItem) -> Drawn | None:
        ident = item.data(0, IDENT)
        return next((one for one in areas.everything(self._document.content) if one.id == ident), None)

    def _apply(self, step: str, *changed: Drawn) -> None:
        def edit(content: Content) -> Content:
            for one in changed:
                content = areas.put(content, check(one))
            return content

        self._document.apply(step, edit)

    def remove_selected(self) -> None:
        """Take the selected objects away."""
        idents = frozenset(one.id for one in self.selected)
        if idents:
            name = "Remove object" if len(idents) == 1 else said("Remove {count} objects", count=str(len(idents)))
            self._document.apply(name, lambda content: areas.without(content, idents))

    def recolour(self, colour: str) -> None:
        """Give the selected objects a colour of their own; empty: the style's."""
        self._apply("Colour", *(replace(one, colour=colour) for one in self.selected))

    def _colours(self) -> QMenu:
        menu = QMenu(self.colour)
        for name, code in COLOURS:
            action = menu.addAction(_swatch(code) if code else QIcon(), tr(name))
            action.setData(code)
        menu.addAction(tr("Another\u2026")).setData("?")
        menu.triggered.connect(self._on_colour)
        return menu

    def _on_colour(self, action: object) -> None:
        code = action.data()  # type: ignore[attr-defined]  # a QAction
        if code == "?":
            chosen = QColorDialog.getColor(QColor(), self, "Colour")
            code = chosen.name() if chosen.isValid() else None
        if code is not None:
            self.recolour(code)

    def change_selected(self) -> Form | None:
        """The form of the first selected object."""
        if not self.selected:
            return None
        one, unit = self.selected[0], self._settings.preferences.unit
        meant = one.shape in areas.MEANT
        fields = [Field("name", "Name", value=one.name, needed=meant)]
        if one.shape != "airspace":
            fields.append(Field("note", "Note", value=one.note, needed=False))
        if not meant:
            fields.append(Field("group", "Group", value=one.group, needed=False))
        if one.shape in AREAS:
            notation = self._settings.preferences.notation
            written = "; ".join(words.place(lon, lat, notation) for lon, lat in one.points)
            fields.append(Field("corners", "Corners", "places", written, hint="20.7 116.7; 21.5 117; 20.9 118"))
        if one.shape in {"ring", "sector"}:
            with wording.spoken(""):  # as it can be typed
                far, near = units.format_distance(one.radius_m, unit), _length(one.inner_m, unit)
            fields += [
                Field("radius", "Radius", "distance", far, hint="400 km"),
                Field("inner", "Inner radius", "distance", near, needed=False),
            ]
        if one.shape == "sector":
            fields += [
                Field("from", "From azimuth", value=f"{one.from_deg:g}", hint="030"),
                Field("to", "To azimuth", value=f"{one.to_deg:g}", hint="120"),
            ]
        if one.shape != "airspace":
            fields += [
                Field("colour", "Colour", "choice", one.colour, COLOURS),
                Field("width", "Line", "choice", f"{one.width:g}", WIDTHS),
            ]
        form = Form(
            said("Change {what}", what=_called(one)), fields, lambda values: self._changed(one, values), self.window()
        )
        form.open()
        return form

    def _changed(self, one: Drawn, values: Values) -> None:
        changed = replace(
            one,
            name=values["name"],
            note=values.get("note", one.note),
            group=values.get("group", one.group),
            colour=one.colour if values.get("colour") is None else values["colour"],
            width=float(values.get("width", one.width)),
            points=_unless_near(one.points, values.get("corners", one.points)),
        )
        if "radius" in values:
            changed = replace(changed, radius_m=values["radius"] * 1000.0, inner_m=(values["inner"] or 0.0) * 1000.0)
        if "from" in values:
            try:
                changed = replace(changed, from_deg=float(values["from"]), to_deg=float(values["to"]))
            except ValueError:
                raise RimlandError(
                    f"{values['from']!r} and {values['to']!r} are no azimuths", remedy="give degrees, as 030"
                ) from None
        self._apply(said("Change {what}", what=_called(changed)), changed)

    def _on_menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at)
        if item is None or self._object(item) is None:
            return
        if not item.isSelected():
            self.tree.setCurrentItem(item)
        self.menu_wanted.emit(self.tree.viewport().mapToGlobal(at))


def _unless_near(old: tuple[LonLat, ...], typed: tuple[LonLat, ...]) -> tuple[LonLat, ...]:
    """The corners typed; the old ones where none is further from its old place than a notation rounds."""
    same = len(old) == len(typed) and all(geodesy.distance(*a, *b) < ROUNDED_M for a, b in zip(old, typed, strict=True))
    return old if same else typed


def _extent(one: Drawn) -> tuple[LonLat, ...]:
    """Places that have the object between them."""
    if one.radius_m:
        from layers import rings

        lon, lat = rings.ring(*one.points[0], one.radius_m)
        return tuple(zip(lon.tolist(), lat.tolist(), strict=True))
    return one.way or one.points


def _called(one: Drawn) -> str:
    return one.name or tr(one.shape)


def _length(metres: float, unit: units.DistanceUnit) -> str:
    return units.format_distance(metres, unit) if metres else ""


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
