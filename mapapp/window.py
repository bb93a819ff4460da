"""The main window: the map between the theatre browser and the inspector, with all that commands act on."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from layers.document.model import Sight
from layers.errors import RimlandError
from layers.picture.sheet import Sheet
from layers.scenario.model import Scenario
from layers.units import DistanceUnit
from layers.view import View
from mapapp import dialogs, look, welcome
from mapapp.answers import Answers
from mapapp.beside.maps import MapsBeside
from mapapp.beside.own_map import OwnMap
from mapapp.canvas import navigate
from mapapp.canvas.canvas import MapCanvas
from mapapp.commands import LAYER_MENU, OBJECT_MENU, RESPONSE_MENU, SCENARIO_MENU, all_commands
from mapapp.document import Document
from mapapp.dressing import Dressing
from mapapp.editing import Editing
from mapapp.export.exports import Exports
from mapapp.files import Asker, Files, QtAsker
from mapapp.filing import Filing, dropped
from mapapp.frame import Frame
from mapapp.importing import Importing
from mapapp.language import mistake, tr
from mapapp.measuring import Measuring
from mapapp.menus import Actions
from mapapp.panels.browser import Browser
from mapapp.panels.calendar import Calendar
from mapapp.panels.facts_card import FactsCard
from mapapp.panels.inspector import Inspector
from mapapp.panels.layer_tree import LayerTree
from mapapp.panels.measure import MeasureCard
from mapapp.panels.notice import Notices
from mapapp.panels.objects import ObjectsPanel
from mapapp.panels.time_strip import TimeStrip
from mapapp.playing import Playing
from mapapp.pointing import Pointing
from mapapp.recovery import Recovery
from mapapp.searching import Searching
from mapapp.settings import Preferences, Settings
from mapapp.sights import Sights, first_view
from mapapp.status import Status
from mapapp.tools.tool import Spot
from mapapp.tour import Tour

CARD_MARGIN = 14


class Window(QMainWindow):
    """Map, browser, inspector; implements what `commands.Desk` asks for."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        answers: Answers,
        parent: QWidget | None = None,
        *,
        asker: Asker | None = None,
        recovery: Recovery | None = None,
        ready_made: tuple[Scenario, ...] = (),
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.settings = settings
        self.answers = answers
        self.setWindowTitle("Rimland")
        self.dressing = Dressing(settings, self)
        self.measuring = Measuring(document, answers, self)
        self.tools = self.measuring.tools
        self.canvas = MapCanvas(self._sheet(), first_view(document), self.tools["pan"], self)
        self.sights = Sights(document, self.canvas, self)
        self.files = Files(
            document, settings, self._sight, asker or QtAsker(self, settings), recovery or Recovery(), self
        )
        self.importing = Importing(document, self.files, settings, self)
        self.notices = Notices(self.canvas)
        self.browser = Browser(document, self)
        self.layer_tree = LayerTree(document, self)
        self.inspector = Inspector(document, settings, self)
        own = OwnMap(document, answers, ready_made, self.canvas, self._unit, self, settings)
        self.beside = MapsBeside(own)
        self.frame = Frame(self.beside.pair, self.inspector, self.inspector.split, self)
        self.editing = Editing(own)
        self.frame.add_panel("places", "Places", self.browser, "upper")
        self.frame.add_panel("scenario", "Scenario", self.editing.panel, "upper")
        self.frame.add_panel("layers", "Layers", self.layer_tree, "lower")
        self.objects = ObjectsPanel(document, settings, self)
        self.frame.add_panel("objects", "Objects", self.objects, "lower")
        self._add_strips()
        self.setCentralWidget(self.frame)
        self.facts = FactsCard(document, settings, self.canvas)
        self.pointing = Pointing(self, self.facts, self)
        self.measure_card = MeasureCard(document, self.measuring.measure, self.pointing.resolve, settings, self.canvas)
        self.measure_card.move(CARD_MARGIN, CARD_MARGIN)
        self.measure_card.hide()
        self.typed = self.measuring.typed_box(self.canvas)
        self.status = Status(document, settings, answers.lane, self)
        self.status.watch(self.importing.lane)
        self.setStatusBar(self.status)
        self.status.show_hint(tr(self.canvas.tool.hint))
        self.exports = Exports(document, settings, self._look, navigate.projection, self)
        self.exports.told.connect(self.status.showMessage)
        self.exports.failed.connect(self.show_problem)
        self._table = all_commands(document.catalogue)
        self.actions_table = Actions(self, self._table, self)
        self.actions_table.fill_menus(self.menuBar())
        self.actions_table.fill(self.editing.panel.menu, SCENARIO_MENU)
        self._add_toolbar()
        self.searching = Searching(document, settings, self.actions_table, self.pointing, self)
        self.tour = Tour(
            welcome.steps(self.canvas, self.inspector.table, self.browser, self.frame.tab_bar("upper"), self._toolbar),
            self,
        )
        self.tour.ended.connect(self._on_tour_ended)
        self._connect()
        self._wear(self.dressing.theme)
        self._apply_units(settings.preferences)
        self.filing = Filing(document, self.files, self.importing, self.sights, self.notices, self)
        self.frame.restore(settings)
        self.beside.pair.restore(settings)
        self.actions_table.refresh()
        self._order_focus()

    def _add_strips(self) -> None:
        self.time = TimeStrip(self)
        self.calendar = Calendar(self.document, self)
        self.frame.add_strip("time", self.time)
        self.frame.add_strip("calendar", self.calendar)
        self.playing = Playing(self.document, self.canvas, self.frame, self.time)

    def _add_toolbar(self) -> None:
        self._toolbar = QToolBar(tr("Tools"), self)
        self._toolbar.setObjectName("tools")
        self._toolbar.setMovable(False)
        self._toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_table.fill_toolbar(self._toolbar)
        self.addToolBar(self._toolbar)

    def _connect(self) -> None:
        document, canvas = self.document, self.canvas
        self.setAcceptDrops(True)
        for signal in (
            document.layers_changed,
            document.style_changed,
            document.drawings_changed,
            document.dates_changed,
            document.selection_changed,
            document.answer_changed,
            document.until_changed,
        ):
            signal.connect(self._on_sheet)
        document.target_changed.connect(self._on_target)
        document.history_changed.connect(self._refresh)
        document.scenario_changed.connect(self._on_sheet)
        document.catalogue_changed.connect(self._on_sheet)
        self.sights.changed.connect(self._refresh)
        self.frame.changed.connect(self._refresh)
        self.files.changed.connect(self._refresh)
        self.files.opened.connect(self._on_sheet)
        self.files.told.connect(self.say)
        self.files.failed.connect(self.show_problem)
        self.editing.failed.connect(self.show_problem)
        self.objects.failed.connect(self.show_problem)
        self.objects.import_wanted.connect(self.importing.ask)
        self.importing.failed.connect(self.show_problem)
        self.objects.place_wanted.connect(self.sights.show_all)
        self.typed.refused.connect(self.show_problem)
        self.calendar.failed.connect(self.show_problem)
        self.measuring.way_found.connect(self.measure_card.show_way)
        self.measuring.told.connect(self.notices.tell)
        for part, idents in (
            (self.layer_tree, LAYER_MENU),
            (self.objects, OBJECT_MENU),
            (self.inspector.table, RESPONSE_MENU),
        ):
            part.menu_wanted.connect(partial(self.actions_table.popup, idents, parent=part))
        canvas.view_changed.connect(self._on_view)
        self._adopt(canvas)
        self.beside.made.connect(self._adopt)
        self.beside.changed.connect(self._refresh)
        self.answers.coast_measured.connect(self.inspector.show_coast)
        self.answers.failed.connect(self.show_problem)
        self.browser.place_chosen.connect(self.pointing.choose)
        self.calendar.chosen.connect(self.pointing.choose)
        self.searching.failed.connect(self.show_problem)
        self.settings.preferences_changed.connect(self._on_preferences)
        self.status.notation_wanted.connect(self.settings.next_notation)
        self.dressing.changed.connect(self._wear)

    def _adopt(self, canvas: MapCanvas) -> None:
        """What the window does with a map, be it the first or one beside it."""
        canvas.spot_hovered.connect(self.status.show_spot)
        canvas.thing_picked.connect(self.pointing.pick)
        canvas.menu_wanted.connect(self._on_place_menu)
        canvas.failed.connect(self.show_problem)

    def _unit(self) -> DistanceUnit:
        return self.settings.preferences.unit

    # --- view ---------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """The target in the middle, and what can reach it around."""
        self.sights.fit()

    def _sheet(self) -> Sheet:
        return self.document.sheet(self.settings.preferences.unit)

    def _on_sheet(self, *_: object) -> None:
        self.canvas.set_sheet(self._sheet())
        self._refresh()

    def _on_target(self) -> None:
        self.canvas.set_sheet(self._sheet())
        self._refresh()

    def _on_view(self) -> None:
        self.status.show_view(self.canvas.view)
        self.measuring.set_view(self.canvas.view)
        self.actions_table["view.north"].setEnabled(self.canvas.view.rotation_deg != 0)

    # --- files ----------------------------------------------------------------------------------------------------

    def _sight(self) -> Sight:
        return self.sights.sight

    def say(self, text: str) -> None:
        self.status.showMessage(text, 5000)

    # --- Desk -----------------------------------------------------------------------------------------------------

    def place(self) -> Spot:
        return self.pointing.place

    def set_tool(self, ident: str) -> None:
        """Put a tool in the hand."""
        tool = self.tools[ident]
        self.beside.set_tool(tool)
        self.typed.set_tool(tool)
        self.measure_card.setVisible(ident == "measure")
        self.status.show_hint(tr(tool.hint))
        self.canvas.setFocus()
        self.actions_table.refresh()

    def tool_id(self) -> str:
        return self.canvas.tool.id

    def step_flashpoint(self, by: int) -> None:
        idents = list(self.document.catalogue.flashpoints)
        target = self.document.target
        here = idents.index(target.id) if target and target.id in idents else -by
        self.document.aim_at_flashpoint(idents[(here + by) % len(idents)])

    def focus_search(self) -> None:
        self.frame.reveal("places")
        self.browser.search.setFocus()
        self.browser.search.selectAll()

    def open_palette(self, text: str = "") -> None:
        self.searching.open(text)

    def export_briefing(self) -> None:
        """Open the dialog that writes the briefing of what is on the map, or an atlas."""
        self.exports.ask()

    def copy_map(self) -> None:
        self.exports.copy_map()

    def _look(self) -> tuple[Sheet, View, Sight]:
        return self._sheet(), self.canvas.view, self._sight()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def is_full_screen(self) -> bool:
        return self.isFullScreen()

    def cancel_work(self) -> None:
        self.answers.lane.cancel()

    def _on_tour_ended(self) -> None:
        self.settings.mark_seen("tour")
        self.canvas.setFocus()

    def show_help(self) -> None:
        dialogs.show_help(self, self._table)

    def _on_place_menu(self, spot: Spot | None, at: QPoint) -> None:
        self.pointing.ask(self.actions_table, spot, at)

    def show_about(self) -> None:
        dialogs.show_about(self)

    def show_problem(self, error: Exception) -> None:
        """A mistake, in the status bar; anything else is a fault and is raised."""
        if not isinstance(error, RimlandError):
            raise error
        self.notices.tell(mistake(error), tone="problem")

    def as_widget(self) -> QWidget:
        return self

    # --- look, units, layout --------------------------------------------------------------------------------------

    def _wear(self, theme: look.Theme) -> None:
        self.actions_table.dress(theme)
        for part in (self.inspector, self.searching.box, self.time, self.calendar):
            part.set_theme(theme)
        self.editing.theme = theme

    def _apply_units(self, preferences: Preferences) -> None:
        self.measuring.set_unit(preferences.unit)
        self.editing.notation = preferences.notation
        self.canvas.set_sheet(self._sheet())

    def _on_preferences(self, preferences: Preferences) -> None:
        self._apply_units(preferences)
        self._refresh()

    def _refresh(self) -> None:
        self.actions_table.refresh()

    def _order_focus(self) -> None:
        order = [self.browser.search, self.browser.tree, self.layer_tree.tree, self.canvas, self.inspector.table]
        for first, second in pairwise(order):
            self.setTabOrder(first, second)
        self.canvas.setFocus()

    # --- Qt's side ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.frame.fresh:
            self.frame.first_sizes()
            QTimer.singleShot(0, self.fit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped(event.mimeData())
        if paths:
            event.acceptProposedAction()
            # the drop is over before a question is asked: until then the other window waits
            QTimer.singleShot(0, self, partial(self.importing.bring, paths))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.files.may_leave():
            event.ignore()
            return
        self.frame.keep(self.settings)
        self.beside.close_down(self.settings)
        self.settings.save()
        self.exports.close_down()
        self.searching.close_down()
        self.importing.close_down()
        self.files.close_down()
        self.canvas.close_down()
        self.answers.close_down()
        super().closeEvent(event)
