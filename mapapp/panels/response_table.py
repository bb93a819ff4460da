"""The response table on the screen: its columns fitted to the room there is, its rows as high as their names ask."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from layers.catalogue.model import Catalogue
from layers.response.model import Response
from mapapp import look
from mapapp.language import tr
from mapapp.panels.response_model import (
    ARRIVAL,
    COLUMNS,
    DETAIL,
    DISTANCE,
    EFFECT,
    HIGH,
    LIKELY,
    LOW,
    STAGES,
    UNIT,
    VERDICT,
    ResponseModel,
    UnreachableLast,
)
from mapapp.panels.response_row import NAME_LINES, PANEL_PX, SIDE_PX, RowDelegate, fonts, lines

NAME_PX = 240
"""Columns stand beside each other where a name on two lines has this room; else a row is a stack: the name, then
effect, distance and base, then the stage bar."""
STAGES_PX = (64, 150)
ROW_PX, STACK_PX = 43, 62
ARROW_PX = 12
"""What tells the order takes in a column's head."""
GAP_PX = 16
"""Room beside the text of a column."""
CHIP_PX = 26
"""What a verdict's chip takes beside its words."""
STAGES_PART = 0.26
"""Part of the room left for the two stretching columns that the stage bar gets."""
USUAL_PX = {EFFECT: 76, DISTANCE: 66, LOW: 48, LIKELY: 60, HIGH: 48, VERDICT: 92}
"""What a column takes where its texts need no more."""
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class ResponseTable(QTableView):
    """The table as a widget.

    Signals
    -------
    unit_chosen(str)
        Id of the unit whose row was selected; empty when none is.
    unit_hovered(str)
        Id of the unit whose row is under the hand; empty when none is.
    menu_wanted(QPoint)
        Where on the screen the menu of the header is asked for.
    widths_given(dict[int, int])
        Widths [px] that a hand has given to columns by now.
    """

    unit_chosen = Signal(str)
    unit_hovered = Signal(str)
    menu_wanted = Signal(QPoint)
    widths_given = Signal(object)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ResponseModel(catalogue, self)
        self._proxy = UnreachableLast(self)
        self._proxy.setSourceModel(self.rows)
        self.setModel(self._proxy)
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self._needs: dict[int, int] = {}
        self._wanted: dict[int, int] = {}
        """Widths the user gave to columns."""
        self._fitting = False
        self.setAccessibleName(tr("Response table"))
        told = "Who can respond, through which stages, and when; select a row to see its route"
        self.setAccessibleDescription(tr(told))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu)
        header.sectionResized.connect(self._on_resized)
        header.sectionHandleDoubleClicked.connect(self._on_released)
        self.sortByColumn(LIKELY, Qt.SortOrder.AscendingOrder)
        self._proxy.layoutChanged.connect(self._fit_rows)
        self.rows.dataChanged.connect(self._measure)
        self.selectionModel().currentRowChanged.connect(self._on_current_row)
        self.entered.connect(self._on_entered)

    def show_response(self, response: Response | None) -> None:
        """Fill the table, keeping the selected unit if it is still there."""
        kept = self.chosen
        self.selectionModel().blockSignals(True)
        self.rows.show(response)
        self.selectionModel().blockSignals(False)
        self._measure()
        if kept:
            self.choose(kept)

    def give_widths(self, widths: Mapping[int, int]) -> None:
        """Give columns the widths [px] a hand gave them before; all others are fitted."""
        self._wanted = {column: px for column, px in widths.items() if column < len(COLUMNS)}
        self._fit_columns()

    @property
    def chosen(self) -> str:
        index = self.currentIndex()
        return index.data(ARRIVAL).unit if index.isValid() else ""

    def choose(self, unit: str) -> None:
        """Select the row of a unit, or none."""
        row = self.rows.row_of(unit)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self._proxy.mapFromSource(self.rows.index(row, 0))
        if index.row() != self.currentIndex().row():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @property
    def sorted_by(self) -> int:
        """The column that orders the rows."""
        return self.horizontalHeader().sortIndicatorSection()

    def sort_by(self, column: int) -> None:
        """Order the rows by a column, also by one there is no room for; the other way round if they are so already."""
        turned = column == self.sorted_by and self.horizontalHeader().sortIndicatorOrder() == UP
        self.sortByColumn(column, DOWN if turned else UP)

    def _on_menu(self, at: QPoint) -> None:
        self.menu_wanted.emit(self.horizontalHeader().mapToGlobal(at))

    def set_theme(self, theme: look.Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()

    def light(self, unit: str) -> None:
        """Show which unit is pointed at elsewhere."""
        if unit != self._delegate.lit:
            self._delegate.lit = unit
            self.viewport().update()

    def _on_entered(self, index: QModelIndex) -> None:
        self.unit_hovered.emit(index.data(ARRIVAL).unit)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.unit_hovered.emit("")

    def _on_current_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.unit_chosen.emit(current.data(ARRIVAL).unit if current.isValid() else "")

    def _needed(self, column: int) -> int:
        """Pixels that the head and the texts of a column take, in whatever language."""
        plain, strong, small = fonts(self.font())
        small_strong = QFont(small)
        small_strong.setWeight(strong.weight())
        said = small_strong if column == VERDICT else strong if column == LIKELY else plain
        title = str(self.rows.headerData(column, Qt.Orientation.Horizontal))
        most = QFontMetrics(small_strong).horizontalAdvance(title) + ARROW_PX
        for role, font in ((Qt.ItemDataRole.DisplayRole, said), (DETAIL, small)):
            metrics = QFontMetrics(font)
            texts = {str(self.rows.index(row, column).data(role) or "") for row in range(self.rows.rowCount())}
            most = max([most, *map(metrics.horizontalAdvance, texts)])
        return most

    def _measure(self) -> None:
        """What the columns need now."""
        self._needs = {c: self._needed(c) + (CHIP_PX if c == VERDICT else GAP_PX) for c in USUAL_PX}
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the width; where it is scarce, low and high stand below the likely hour, all else below the name."""
        self._fitting = True
        width, least = self.viewport().width(), NAME_PX + STAGES_PX[0]
        sizes = {column: max(size, self._needs.get(column, 0)) for column, size in USUAL_PX.items()}
        roomy = width - sum(sizes.values()) >= least
        if not roomy:
            del sizes[LOW], sizes[HIGH]
        stacked = width - sum(sizes.values()) < least
        for column in (LOW, HIGH):
            self.setColumnHidden(column, not roomy)
        for column in (EFFECT, DISTANCE, STAGES):
            self.setColumnHidden(column, stacked)
        if stacked:
            sizes = {LIKELY: sizes[LIKELY], VERDICT: sizes[VERDICT]}
        else:
            sizes |= {column: size for column, size in self._wanted.items() if column in sizes}
        rest = max(width - sum(sizes.values()), 120)
        if not stacked:
            usual = min(max(int(rest * STAGES_PART), STAGES_PX[0]), STAGES_PX[1])
            sizes[STAGES] = self._wanted.get(STAGES, rest - self._wanted[UNIT] if UNIT in self._wanted else usual)
            sizes[STAGES] = min(max(sizes[STAGES], STAGES_PX[0]), rest - NAME_PX // 2)
        sizes[UNIT] = rest - sizes.get(STAGES, 0)
        for column, size in sizes.items():
            self.setColumnWidth(column, size)
        # a stack has the width of the panel, which is changed at the panel's edge
        mode = QHeaderView.ResizeMode.Fixed if stacked else QHeaderView.ResizeMode.Interactive
        self.horizontalHeader().setSectionResizeMode(mode)
        self.verticalHeader().setDefaultSectionSize(STACK_PX if stacked else ROW_PX)
        self._fit_rows()
        self._fitting = False

    def _on_resized(self, column: int, _before: int, size: int) -> None:
        """A column got another width by hand: the others keep theirs, the names or the stages give way."""
        if self._fitting or not size:
            return
        self._wanted[column] = max(size, self.horizontalHeader().minimumSectionSize())
        if column == UNIT:
            self._wanted.pop(STAGES, None)
        elif column == STAGES:
            self._wanted.pop(UNIT, None)
        self._fit_columns()
        self.widths_given.emit(dict(self._wanted))

    def _on_released(self, column: int) -> None:
        """A double click on its edge gives a column its own width again."""
        self._wanted.pop(column, None)
        self._fit_columns()
        self.widths_given.emit(dict(self._wanted))

    def _fit_rows(self) -> None:
        """A name longer than its column is wide takes more lines, and its row is as much higher."""
        rows = self.verticalHeader()
        usual = rows.defaultSectionSize()
        metrics = QFontMetrics(fonts(self.font())[1])
        room = self.columnWidth(UNIT) - PANEL_PX - SIDE_PX
        for row in range(self._proxy.rowCount()):
            name = lines(str(self._proxy.index(row, UNIT).data()), metrics, room, NAME_LINES)
            high = usual + metrics.height() * name.count("\n")
            if self.rowHeight(row) != high:
                self.setRowHeight(row, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
