"""Two scenarios compared: maps, closure charts, what they assume otherwise, and what that wins or loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from layers.document.assumptions import Difference, differences
from layers.response.model import Response
from layers.scenario.model import Scenario
from mapapp import look
from mapapp.beside.link import Link
from mapapp.beside.own_map import OwnMap
from mapapp.beside.side import Side
from mapapp.canvas.canvas import MapCanvas
from mapapp.language import sentence, tr
from mapapp.panels import basis, compare_rows
from mapapp.panels.basis import BasisView
from mapapp.panels.closure import ClosureChart
from mapapp.panels.compare_rows import Change
from mapapp.panels.parts import Elided, label
from mapapp.panels.stages import StagesView
from mapapp.tools.hand import PanTool

MAP_PX = 230
"""Least height of the maps."""
LAST, LAST_PX = 3, 170
"""The last column of a table, and its width until a hand gives it another."""


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """One scenario's map and chart."""

    name: Elided
    canvas: MapCanvas
    side: Side
    chart: ClosureChart


class Compare(QDialog):
    """Choose two scenarios of the document, ready-made ones among them."""

    def __init__(self, own: OwnMap, theme: look.Theme) -> None:
        super().__init__(own.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Compare two scenarios"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        look.size_within(self, 1180, 860)
        self._own = own
        self._document = document = own.document
        self._theme = theme
        content = document.content
        listed = [content.scenario, *content.kept]
        listed += [one for one in own.ready_made if one.id not in {mine.id for mine in listed}]
        self._scenarios = listed
        self.first, self.second = self._box(tr("First scenario")), self._box(tr("Second scenario"))
        self.first.setCurrentIndex(1 if len(listed) > 1 else 0)  # what was, against what is now
        row = QHBoxLayout()
        row.addWidget(self.first, 1)
        row.addWidget(label("against", "muted", self))
        row.addWidget(self.second, 1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        maps = QSplitter(Qt.Orientation.Horizontal, split)
        maps.setChildrenCollapsible(False)
        maps.setHandleWidth(8)
        self.halves = self._half("compare a", maps), self._half("compare b", maps)
        self.link = Link(self.halves[0].canvas, self.halves[1].canvas, "place", self)
        self.tables = QTabWidget(split)
        self.tables.setDocumentMode(True)
        self.tables.tabBar().setDrawBase(False)  # a bright line in the dark theme
        self.assumed = self._part("compare-assumed", tr("What they assume otherwise"))
        self.effects = self._part("compare-effects", tr("First arrivals"))
        self.units = self._part("compare-units", tr("Unit by unit"))
        self.chains = self._chains()
        self.basis = BasisView(tr("Click an assumption to see why it is made, its source and how sure it is."), self)
        self.tables.addTab(self.basis, tr("What it rests on"))
        self._differ: tuple[Difference, ...] = ()
        self._behind: dict[QTableWidget, tuple[Change, ...]] = {}
        for table in (self.effects, self.units):
            table.cellActivated.connect(partial(self._explain, table))
            table.cellClicked.connect(partial(self._explain, table))
        self.assumed.cellActivated.connect(self._explain_assumption)
        self.assumed.cellClicked.connect(self._explain_assumption)
        split.setSizes([480, 320])
        column.addWidget(split, 1)
        self.first.currentIndexChanged.connect(self.refresh)
        self.second.currentIndexChanged.connect(self.refresh)
        document.target_changed.connect(self.refresh)
        self.refresh()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for one in self._scenarios:
            box.addItem(tr(one.name))
        return box

    def _half(self, name: str, row: QSplitter) -> Half:
        """A map looked at as the window's is, and a closure chart below it."""
        holder = QWidget(row)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        title = Elided("", "strong", holder)
        over = self._own.canvas
        canvas = MapCanvas(over.sheet, over.view, PanTool(self._document, holder), holder)
        canvas.setMinimumHeight(MAP_PX)
        canvas.show_legend(False)
        chart = ClosureChart(self._document, holder)
        chart.set_theme(self._theme)
        for part, stretch in ((title, 0), (canvas, 1), (chart, 0)):
            column.addWidget(part, stretch)
        side = Side(name, self._own, canvas)
        side.answered.connect(chart.show_response)
        side.answered.connect(self._on_answer)
        return Half(title, canvas, side, chart)

    def _part(self, name: str, title: str) -> QTableWidget:
        table = QTableWidget(0, 4, self.tables)
        table.setAccessibleName(title)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMaximumSectionSize(520)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(LAST, QHeaderView.ResizeMode.Interactive)
        table.setHorizontalHeaderLabels(["", "", "", tr("Hours won or lost")])
        header.ensurePolished()
        fitting = max(LAST_PX, header.sectionSizeHint(LAST))
        header.resizeSection(LAST, self._own.settings.widths(name).get(LAST, fitting))
        header.sectionResized.connect(partial(self._on_resized, name))
        self.tables.addTab(table, title)
        return table

    def _on_resized(self, name: str, column: int, _before: int, size: int) -> None:
        """Of the columns only the last has a width by hand; the others follow from it."""
        if column == LAST:
            self._own.settings.keep_widths(name, {LAST: size})

    def _chains(self) -> tuple[StagesView, StagesView]:
        """Both chains of the row that was clicked, with their sources."""
        both = QSplitter(Qt.Orientation.Horizontal, self.tables)
        both.setChildrenCollapsible(False)
        views = StagesView(self._document.catalogue, both), StagesView(self._document.catalogue, both)
        for view in views:
            both.addWidget(view)
        self._chains_page = both
        self.tables.addTab(both, tr("The chains"))
        return views

    def _explain(self, table: QTableWidget, row: int, _column: int = 0) -> None:
        """What stands behind both hours of a row."""
        changes = self._behind.get(table, ())
        if row >= len(changes):
            return
        for view, half, unit in zip(self.chains, self.halves, changes[row].units, strict=True):
            rows = half.side.response.arrivals if half.side.response is not None else ()
            arrival = next((one for one in rows if one.unit == unit), None)
            if arrival is None:
                view.say(tr("Nobody can come."))
            else:
                view.show_arrival(arrival)
        self._document.select(changes[row].units[0] or changes[row].units[1])
        self.tables.setCurrentWidget(self._chains_page)

    def _explain_assumption(self, row: int, _column: int = 0) -> None:
        """Both values, what the catalogue holds, and its reason and source."""
        if row < len(self._differ):
            names = tr(self.chosen[0].name), tr(self.chosen[1].name)
            self.basis.show_basis(basis.of_difference(self._differ[row], *names))
            self.tables.setCurrentWidget(self.basis)

    @property
    def chosen(self) -> tuple[Scenario, Scenario]:
        return self._scenarios[self.first.currentIndex()], self._scenarios[self.second.currentIndex()]

    def refresh(self, *_: object) -> None:
        """Show the differences, and ask for what they do."""
        first, second = self.chosen
        countries = {row.code: row.name for row in self._document.basemap.country_table}
        found = differences(self._document.catalogue, first, second, countries)
        heads = [tr(first.name), tr(second.name)]
        self._differ = tuple(found)
        self.basis.show_basis(None)
        self._fill(
            self.assumed,
            [tr("Assumption"), *heads, tr("By default")],
            [
                (
                    f"{tr(one.what.group)}: {sentence(one.what.name)}",
                    sentence(one.what.said(one.what.value)),
                    sentence(one.what.said(one.other)),
                    sentence(one.what.said(one.what.default)),
                )
                for one in found
            ],
            tr("They assume the same."),
        )
        target = self._document.target
        for table in (self.effects, self.units):
            self._fill(
                table,
                ["", *heads, tr("Hours won or lost")],
                [],
                tr("Computing \u2026") if target else tr("Choose a target first."),
            )
        for half, scenario, letter in zip(self.halves, (first, second), "AB", strict=True):
            half.name.show_text(f"{letter}  {tr(scenario.name)}")
            half.canvas.setAccessibleName(tr("Map under {scenario}").format(scenario=tr(scenario.name)))
            half.side.show(scenario, target)
        self._on_answer()

    def _on_answer(self, *_: object) -> None:
        one, two = (half.side.response for half in self.halves)
        if one is None or two is None:
            return
        charts = [half.chart for half in self.halves]
        for chart in charts:
            chart.share_axes(charts)
        both: tuple[Response, Response] = one, two
        catalogue = self._document.catalogue
        name = both[0].target_name
        self._show(
            self.effects,
            tr("Effect at {place}").format(place=name),
            compare_rows.by_effect(catalogue, *both),
            tr("There is no effect."),
        )
        self._show(
            self.units,
            tr("Unit to {place}").format(place=name),
            compare_rows.by_unit(catalogue, *both),
            tr("Every unit comes as before."),
        )

    def _show(self, table: QTableWidget, head: str, changes: tuple[Change, ...], empty: str) -> None:
        first, second = self.chosen
        self._behind[table] = changes
        rows = [(one.name, one.first, one.second, one.said) for one in changes]
        self._fill(table, [head, tr(first.name), tr(second.name), tr("Hours won or lost")], rows, empty)
        for number, one in enumerate(changes):
            colour = {"good": self._theme.good, "bad": self._theme.bad, "idle": self._theme.muted}[one.role]
            cell = table.item(number, 3)
            if cell is not None:
                cell.setForeground(QColor(colour))

    def _fill(self, table: QTableWidget, heads: list[str], rows: Sequence[tuple[str, ...]], empty: str) -> None:
        table.clearSpans()
        table.setHorizontalHeaderLabels(heads)
        table.setRowCount(max(len(rows), 1))
        if not rows:
            table.setSpan(0, 0, 1, 4)
            table.setItem(0, 0, QTableWidgetItem(empty))
        self.tables.setTabText(self.tables.indexOf(table), f"{table.accessibleName()} ({len(rows)})")
        told = "Click for its source." if table is self.assumed else "Click for the chains and their sources."
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(f"{text}\n{tr(told)}")
                table.setItem(number, place, item)

    def done(self, code: int) -> None:
        """Closed, in whatever way."""
        self._document.target_changed.disconnect(self.refresh)
        for half in self.halves:
            half.side.close_down()
        super().done(code)
