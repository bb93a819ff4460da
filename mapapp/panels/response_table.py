"""The response table on the screen: its rows drawn with stage bars, its columns fitted to the room there is."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from layers.catalogue.model import Catalogue
from layers.response.model import Arrival, Response
from mapapp import look
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.bars import SPREAD_PX, paint_spread, paint_stages
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
    Index,
    ResponseModel,
    UnreachableLast,
)

PANEL_PX = 18
"""The panel's margin, which the first column keeps."""
SIDE_PX = 6
ROOMY_PX = 760
"""From this width on, low, likely and high have columns of their own."""
NARROW_PX = 570
"""Below this width a row is a stack: the name whole, then effect, base and distance, then the stage bar."""
ROW_PX, STACK_PX = 43, 62
SMALL_PX = 11
CHIP_PX = 26
"""What a verdict's chip takes beside its words."""
STAGES_PART = 0.26
"""Part of the room left for the two stretching columns that the stage bar gets."""


class RowDelegate(QStyledItemDelegate):
    """Paints two-line cells, the stage bar, and the reason across the number columns."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent
        self.theme = look.LIGHT
        self.lit = ""
        """Id of the unit that is pointed at elsewhere."""

    def _fonts(self, base: QFont) -> tuple[QFont, QFont, QFont]:
        strong, small = QFont(base), QFont(base)
        strong.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(SMALL_PX)
        return base, strong, small

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(60, 42)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected:
            painter.fillRect(rect, QColor(self.theme.selection))
        elif hovered:
            painter.fillRect(rect, QColor(self.theme.hover))
        painter.setPen(QColor(self.theme.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        arrival: Arrival = index.data(ARRIVAL)
        if arrival.unit == self.lit and not selected:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(self.theme.hover))
        column = index.column()
        stacked = self._table.isColumnHidden(STAGES)
        if column == UNIT and stacked:
            self._stack(painter, rect.adjusted(PANEL_PX, 5, -SIDE_PX, -5), index, arrival, option)
        elif arrival.total is None and stacked and column == LIKELY:
            pass  # the reason stands below the name
        elif arrival.total is None and DISTANCE <= column <= HIGH:
            self._reason(painter, rect, column, arrival, option)
        elif column == STAGES:
            self._bar(painter, QRectF(rect).adjusted(8, 14, -8, -14), arrival)
        elif column == VERDICT:
            self._verdict(painter, rect, arrival, index.data(), option)
        else:
            self._cell(painter, rect, index, arrival, option)
        if selected and bool(option.state & QStyle.StateFlag.State_HasFocus):
            painter.setPen(QColor(self.theme.accent))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _cell(self, painter: QPainter, rect: Any, index: Index, arrival: Arrival, option: QStyleOptionViewItem) -> None:
        plain, strong, small = self._fonts(option.font)
        column = index.column()
        text, detail = str(index.data()), str(index.data(DETAIL) or "")
        if column == LIKELY and not self._table.isColumnHidden(LOW):
            detail = ""
        if column == EFFECT and not self._table.isColumnHidden(DISTANCE):
            detail = ""
        right = column in {DISTANCE, LOW, LIKELY, HIGH}
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        box = rect.adjusted(PANEL_PX if column == UNIT else 8, 5, -6, -5)
        quiet = arrival.total is None or column in {LOW, HIGH}
        painter.setPen(QColor(self.theme.muted if quiet else self.theme.text))
        painter.setFont(strong if column in {UNIT, LIKELY} else plain)
        if detail:
            line = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignTop, line)
            painter.setFont(small)
            painter.setPen(QColor(self.theme.muted))
            line = QFontMetrics(small).elidedText(detail, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignBottom, line)
        else:
            line = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, line)

    def _stack(
        self, painter: QPainter, box: QRect, index: Index, arrival: Arrival, option: QStyleOptionViewItem
    ) -> None:
        """A row of a narrow table: the name, what it brings and from where, and the bar or the reason."""
        _, strong, small = self._fonts(option.font)
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(QColor(self.theme.text if arrival.total else self.theme.muted))
        painter.setFont(strong)
        name = _two_lines(str(index.data()), QFontMetrics(strong), box.width())
        painter.drawText(box, top, name)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        high = QFontMetrics(strong).height() * (1 + name.count("\n")) + 1
        below, metrics = box.adjusted(0, high, 0, 4), QFontMetrics(small)
        if arrival.total is None:
            painter.drawText(
                below, top, _two_lines(str(index.sibling(index.row(), STAGES).data()), metrics, box.width())
            )
            return
        effect = index.sibling(index.row(), EFFECT)
        parts = (effect.data(), index.data(DETAIL), effect.data(DETAIL))
        told = " \u00b7 ".join(str(part) for part in parts if part)
        painter.drawText(below, top, metrics.elidedText(told, Qt.TextElideMode.ElideRight, box.width()))
        self._bar(painter, QRectF(box.left(), box.bottom() - 12, box.width(), 11), arrival)

    def _reason(
        self, painter: QPainter, rect: Any, column: int, arrival: Arrival, option: QStyleOptionViewItem
    ) -> None:
        """One text over several cells: each cell paints its slice of it."""
        left = sum(self._table.columnWidth(other) for other in range(DISTANCE, column))
        width = sum(self._table.columnWidth(other) for other in range(DISTANCE, VERDICT))
        whole = rect.adjusted(-left, 0, 0, 0)
        whole.setWidth(width)
        painter.setClipRect(rect)
        _, _, small = self._fonts(option.font)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        box = whole.adjusted(10, 4, -6, -4)
        text = _two_lines(words.reason(arrival), QFontMetrics(small), box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _verdict(self, painter: QPainter, rect: Any, arrival: Arrival, text: str, option: QStyleOptionViewItem) -> None:
        inks = {
            "in time": (self.theme.good, self.theme.good_wash),
            "late": (self.theme.bad, self.theme.bad_wash),
        }.get(arrival.status, (self.theme.idle, self.theme.idle_wash))
        _, strong, small = self._fonts(option.font)
        small.setWeight(strong.weight())
        painter.setFont(small)
        metrics = QFontMetrics(small)
        room = rect.width() - 10
        chip = QRectF(rect.left() + 4, rect.center().y() - 9.5, min(room, metrics.horizontalAdvance(text) + 16), 20)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(inks[1]))
        painter.drawRoundedRect(chip, 10, 10)
        painter.setPen(QColor(inks[0]))
        painter.drawText(
            chip,
            Qt.AlignmentFlag.AlignCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(chip.width()) - 8),
        )

    def _bar(self, painter: QPainter, box: QRectF, arrival: Arrival) -> None:
        model = self._table.model()
        source = model.sourceModel() if isinstance(model, QSortFilterProxyModel) else model
        assert isinstance(source, ResponseModel)
        bar, below = box.adjusted(0, -2, 0, -6), box.center().y() + box.height() / 2 + 2
        paint_stages(painter, bar, arrival, source.longest_h)
        spread = QRectF(box.left(), below - SPREAD_PX / 2, box.width(), SPREAD_PX)
        paint_spread(painter, spread, arrival, source.chance(arrival.unit), source.longest_h, QColor(self.theme.muted))
        if source.clock_h is not None:
            x = box.left() + box.width() * min(source.clock_h / source.longest_h, 1.0)
            painter.setPen(QColor(self.theme.text))
            painter.drawLine(int(x), int(box.top()) - 5, int(x), int(box.bottom()) + 5)


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> str:
    """`text` broken once between words, the second line cut short if it must be."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    first: list[str] = []
    rest = text.split(" ")
    while rest and metrics.horizontalAdvance(" ".join([*first, rest[0]])) <= width:
        first.append(rest.pop(0))
    if not first:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return " ".join(first) + "\n" + metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width)


class ResponseTable(QTableView):
    """The table as a widget.

    Signals
    -------
    unit_chosen(str)
        Id of the unit whose row was selected; empty when none is.
    unit_hovered(str)
        Id of the unit whose row is under the hand; empty when none is.
    """

    unit_chosen = Signal(str)
    unit_hovered = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ResponseModel(catalogue, self)
        self._proxy = UnreachableLast(self)
        self._proxy.setSourceModel(self.rows)
        self.setModel(self._proxy)
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
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
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_sort_menu)
        self.sortByColumn(LIKELY, Qt.SortOrder.AscendingOrder)
        self._proxy.layoutChanged.connect(self._fit_rows)
        self.selectionModel().currentRowChanged.connect(self._on_current_row)
        self.entered.connect(self._on_entered)

    def show_response(self, response: Response | None) -> None:
        """Fill the table, keeping the selected unit if it is still there."""
        kept = self.chosen
        self.selectionModel().blockSignals(True)
        self.rows.show(response)
        self.selectionModel().blockSignals(False)
        self._fit_columns()
        if kept:
            self.choose(kept)

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

    def _on_sort_menu(self, at: QPoint) -> None:
        """Sort by any column, also by those there is no room for."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column, name in enumerate(map(tr, COLUMNS)):
            action = menu.addAction(said("Sort by {what}", what=name.lower()))
            action.triggered.connect(partial(self._sort_by, column))
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _sort_by(self, column: int, *_: object) -> None:
        self.sortByColumn(column, Qt.SortOrder.AscendingOrder)

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
        """Pixels that the texts of a column take, in whatever language."""
        font = QFont(self.font())
        font.setPixelSize(SMALL_PX)
        font.setWeight(QFont.Weight.DemiBold)
        small = QFontMetrics(font)
        texts = (str(self.rows.index(row, column).data(role) or "") for row in range(self.rows.rowCount())
                 for role in (Qt.ItemDataRole.DisplayRole, DETAIL))  # fmt: skip
        return max((small.horizontalAdvance(text) for text in texts), default=0)

    def _fit_columns(self) -> None:
        """Share the width; where it is scarce, low and high stand below the likely hour, all else below the name."""
        width = self.viewport().width()
        roomy = width >= ROOMY_PX
        for column in (LOW, HIGH):
            self.setColumnHidden(column, not roomy)
        narrow = width < NARROW_PX
        for column in (EFFECT, DISTANCE, STAGES):
            self.setColumnHidden(column, narrow)
        self.verticalHeader().setDefaultSectionSize(STACK_PX if narrow else ROW_PX)
        if narrow:
            self.setColumnWidth(LIKELY, max(74, self._needed(LIKELY) + 14))
            self.setColumnWidth(VERDICT, max(92, self._needed(VERDICT) + CHIP_PX))
            self.setColumnWidth(UNIT, max(width - self.columnWidth(LIKELY) - self.columnWidth(VERDICT), 120))
        self._fit_rows()
        if narrow:
            return
        sizes = {EFFECT: 90, DISTANCE: 76, LIKELY: 74, VERDICT: 106}
        if roomy:
            sizes |= {LOW: 58, LIKELY: 62, HIGH: 58}
        rest = max(width - sum(sizes.values()), 180)
        sizes[STAGES] = min(max(int(rest * STAGES_PART), 64), 150)
        sizes[UNIT] = rest - sizes[STAGES]
        for column, size in sizes.items():
            self.setColumnWidth(column, size)

    def _fit_rows(self) -> None:
        """A name longer than a narrow table is wide takes two lines, and its row is as much higher."""
        rows = self.verticalHeader()
        usual = rows.defaultSectionSize()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        room = self.columnWidth(UNIT) - PANEL_PX - SIDE_PX
        for row in range(self._proxy.rowCount()):
            long = usual == STACK_PX and metrics.horizontalAdvance(str(self._proxy.index(row, UNIT).data())) > room
            high = usual + metrics.height() if long else usual
            if self.rowHeight(row) != high:
                self.setRowHeight(row, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
