"""Two ends of Eurasia: the rim with a verdict per flashpoint, the levers that move it, and what stands behind each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from layers.catalogue.model import Flashpoint
from layers.picture.sheet import Band
from layers.scenario import edits
from layers.scenario.levers import lone
from layers.scenario.model import Scenario
from layers.theatres.distraction import Price
from layers.theatres.sensitivity import Tornado
from mapapp import look
from mapapp.answers import Answers, Engine
from mapapp.document import Content, Document, Target
from mapapp.language import said, tr
from mapapp.panels import basis, verdicts
from mapapp.panels.behind import Behind, behind_link, law_text, tally
from mapapp.panels.lever_list import LeverList
from mapapp.panels.parts import Elided, label
from mapapp.panels.price_table import PriceTable
from mapapp.panels.rim import Rim

RIM, TORNADO, LOST = "rim", "tornado", "rim hours lost"
GUARANTOR = ("ally_ground", "ally_ship", "ally_air")
"""What a guarantor has to bring, the first of these that counts at a place."""
_ALONE = 1
"""Column whose chain is the one without pressure."""


class TwoEnds(QDialog):
    """A window of its own beside the map; a tick changes the document's scenario, and undo takes it back."""

    def __init__(
        self,
        document: Document,
        answers: Answers,
        ready_made: tuple[Scenario, ...],
        theme: look.Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(tr("Two ends of Eurasia"))
        look.size_within(self, 1320, 900)
        self._document = document
        self._answers = answers
        self._ready_made = ready_made
        self._prices: dict[str, tuple[Price, ...]] = {}
        self._before: dict[tuple[str, str], float] = {}
        """Hours of each threshold before the last change, by place and threshold."""
        self._waiting: list[str] = []
        self._stale: frozenset[str] = frozenset()
        """Places whose hours are those before the last change, since the rest was stopped."""
        self.rim = Rim(document.basemap, document.catalogue, self)
        self.levers = LeverList(document.catalogue, self)
        self.table = PriceTable(self)
        self.table.currentCellChanged.connect(self._on_row)
        self.tabs = Behind(document.catalogue, self)
        self.table.cellClicked.connect(lambda *_: self.tabs.bring_chain())
        self.tornado = self.tabs.tornado
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.rim)
        split.addWidget(self._foot())
        split.setSizes([560, 320])
        column.addWidget(split, 1)
        self.rim.chosen.connect(self._on_chosen)
        self.rim.clicked.connect(lambda _ident: self.tabs.bring_chain())
        self.rim.asked.connect(self._explain_lost)
        self.law.linkActivated.connect(self._on_link)
        self.levers.asked.connect(self._on_lever_asked)
        self.levers.toggled.connect(self._on_lever)
        document.scenario_changed.connect(self.refresh)
        document.catalogue_changed.connect(self.refresh)
        self.set_theme(theme)
        target = document.target
        if target is not None and target.id in document.catalogue.flashpoints:
            self.rim.select(target.id)
        self.refresh()

    # --- building -----------------------------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 14, 8)
        row.setSpacing(8)
        row.addWidget(label("Scenario", "muted", self))
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(tr("Scenario"))
        self.choice.setMinimumWidth(260)
        self.choice.activated.connect(self._on_choice)
        row.addWidget(self.choice)
        self.clear = QPushButton(tr("Take all pressure away"), self)
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(self._on_clear)
        row.addWidget(self.clear)
        row.addSpacing(16)
        row.addWidget(label("What has to be there", "muted", self))
        self.asked = QComboBox(self)
        self.asked.setAccessibleName(tr("What has to be there"))
        self.asked.addItem(tr("The guarantor's first force"), "")
        for threshold in self._document.catalogue.thresholds.values():
            name = tr(threshold.name)
            self.asked.addItem(name[:1].upper() + name[1:], threshold.id)
        self.asked.activated.connect(self._on_asked)
        row.addWidget(self.asked)
        self.state = Elided("", "muted", self)  # the window keeps its width, whatever is told here
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.state, 1)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(tr("Flashpoints computed"))
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(90, 6)
        self.stop = QPushButton(tr("Stop"), self)
        self.stop.setAutoDefault(False)
        self.stop.setToolTip(tr("Leave the rest uncomputed; the next change asks for all again"))
        self.stop.clicked.connect(self._on_stop)
        for one in (self.progress, self.stop):
            one.hide()
            row.addWidget(one)
        return row

    def _foot(self) -> QSplitter:
        foot = QSplitter(Qt.Orientation.Horizontal, self)
        foot.setChildrenCollapsible(False)
        foot.addWidget(self.levers)
        middle = QWidget(foot)
        middle.setObjectName("panel")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(12, 8, 12, 4)
        column.setSpacing(3)
        self.title = label("Choose a flashpoint", "strong", middle)
        self.law = label("", "small", middle, wrap=True)
        self.law.setTextFormat(Qt.TextFormat.RichText)
        self.law.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        for one in (self.title, self.law):
            column.addWidget(one)
        column.addWidget(self.table, 1)
        foot.addWidget(middle)
        foot.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._on_tab)
        foot.setSizes([330, 640, 370])
        return foot

    def set_theme(self, theme: look.Theme) -> None:
        self.rim.set_theme(theme)
        self.tabs.set_theme(theme)

    # --- asking -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask anew for every flashpoint, the chosen one first; what was known stays until it is answered."""
        content = self._document.content
        self.levers.show_scenario(content.scenario)
        self.clear.setEnabled(lone(content.scenario) != content.scenario)
        self.choice.clear()
        here = {one.id for one in (content.scenario, *content.kept)}
        for one in (content.scenario, *(one for one in self._ready_made if one.id not in here)):
            self.choice.addItem(tr(one.name), one)
            self.choice.setItemData(self.choice.count() - 1, tr(one.note), Qt.ItemDataRole.ToolTipRole)
        self.choice.setToolTip(tr(content.scenario.note))
        self._before = {
            (place, price.threshold.id): price.pressed.hours
            for place, prices in self._prices.items()
            for price in prices
            if price.pressed.hours is not None
        }
        places = list(self._document.catalogue.flashpoints)
        places.sort(key=lambda ident: ident != self.rim.selected)
        self._waiting, self._stale = places, frozenset()
        if self.rim.selected and not self.tornado.swings:
            self.tornado.show_hint(tr("What matters most is asked when every flashpoint is answered."))
        self._ask()
        self._show()

    def _ask(self) -> None:
        count = len(self._document.catalogue.flashpoints)
        self.progress.setRange(0, count)
        self.progress.setValue(count - len(self._waiting))
        for one in (self.progress, self.stop):
            one.setVisible(bool(self._waiting))
        if not self._waiting:
            self.state.show_text(tally([self.price_of(name) for name in self._document.catalogue.flashpoints]))
            self._ask_lost()
            self._ask_tornado()
            return
        ident, scenario = self._waiting[0], self._document.content.scenario
        target = _target(self._document.catalogue.flashpoints[ident])
        self.state.show_text(said("{number} flashpoints to go", number=str(len(self._waiting))))

        def work(engine: Engine, check: Callable[[], None]) -> tuple[Price, ...]:
            return engine.prices(scenario, target, check)

        self._answers.aside(RIM, work, partial(self._on_prices, ident, scenario), f"Both ends: {target.name}")

    def _on_prices(self, ident: str, scenario: Scenario, prices: tuple[Price, ...]) -> None:
        if scenario != self._document.content.scenario:
            return
        self._prices[ident] = prices
        self._waiting = [name for name in self._waiting if name != ident]
        self._show()
        self._ask()

    def _on_stop(self) -> None:
        """What has been computed stays, the rest keeps what it had and says that it is of the assumptions before."""
        left = len(self._waiting)
        self._waiting, self._stale = [], frozenset(self._waiting)
        self._answers.cancel_aside(RIM)
        self._ask()
        self._show()
        self.state.show_text(said("Stopped: {count} flashpoints as they were before", count=str(left)))

    def _ask_lost(self) -> None:
        """What pressure costs place by place, when the chosen flashpoint calls."""
        place, scenario = self._document.catalogue.flashpoints.get(self.rim.selected), self._document.content.scenario
        before = lone(scenario)
        if place is None or before == scenario:
            self._answers.drop_aside(LOST)
            self.rim.show_lost(None)
            return
        target = _target(place)

        def work(engine: Engine, check: Callable[[], None]) -> tuple[Band, ...]:
            return engine.lost(before, scenario, target, check)

        def done(bands: tuple[Band, ...]) -> None:
            if self.rim.selected == target.id and scenario == self._document.content.scenario:
                self.rim.show_lost(
                    bands, "" if bands else verdicts.dearest(self._prices.get(target.id, ()), self.price_of(target.id))
                )

        self._answers.aside(LOST, work, done, f"Drawing the hours lost: {target.name}")

    def _ask_tornado(self) -> None:
        price = self._current_price()
        if price is None or self.tabs.currentWidget() is not self.tabs.chart:
            return
        scenario, threshold = self._document.content.scenario, price.threshold
        target = _target(self._document.catalogue.flashpoints[price.target])
        self.tornado.show_hint(
            said("Varying every assumption behind {what} at {place} \u2026", what=tr(threshold.name), place=target.name)
        )

        def work(engine: Engine, check: Callable[[], None]) -> Tornado:
            return engine.tornado(scenario, target, threshold, check)

        self._answers.aside(TORNADO, work, self.tornado.show_tornado, "What matters most")

    # --- showing ------------------------------------------------------------------------------------------------

    def price_of(self, ident: str) -> Price | None:
        """The price at a place of what is asked for; None when it is not known or does not count there."""
        mine = {price.threshold.id: price for price in self._prices.get(ident, ())}
        wanted = self.asked.currentData()
        if wanted:
            return mine.get(wanted)
        return next((mine[name] for name in GUARANTOR if name in mine), next(iter(mine.values()), None))

    def _show(self, *_: object) -> None:
        rows = []
        for place in self._document.catalogue.flashpoints.values():
            price = self.price_of(place.id)
            note = "not what counts here" if price is None and place.id in self._prices else ""
            moved = 0.0
            if price is not None and price.pressed.hours is not None:
                before = self._before.get((place.id, price.threshold.id))
                moved = 0.0 if before is None else price.pressed.hours - before
            stale = place.id in self._stale
            if stale and price is None:
                note = "not computed: stopped"
            most = max(map(verdicts.lost_h, self._prices.get(place.id, ())), default=0.0)
            rows.append(verdicts.Verdict(place, price, note, moved, most, stale))
        self.rim.show_verdicts(rows, self.asked.currentText())
        self._show_place()

    def _show_place(self) -> None:
        place = self._document.catalogue.flashpoints.get(self.rim.selected)
        if place is None:
            return
        prices = self._prices.get(place.id, ())
        stale = f" ({tr('as before the change')})" if place.id in self._stale else ""
        self.title.setText(f"{place.name}{stale}")
        if prices:
            self.law.setText(law_text(self._document.catalogue, prices[0]))
        held = self.table.currentRow()
        self.table.blockSignals(True)
        self.table.show_prices(prices)
        wanted = self.price_of(place.id)
        row = next((n for n, price in enumerate(prices) if price is wanted), 0) if held < 0 else held
        if prices:
            self.table.setCurrentCell(min(row, len(prices) - 1), 0)
        self.table.blockSignals(False)
        self._show_chain()

    def _current_price(self) -> Price | None:
        prices = self._prices.get(self.rim.selected, ())
        row = self.table.currentRow()
        return prices[row] if 0 <= row < len(prices) else None

    def _show_chain(self) -> None:
        """The chain behind the figure that was clicked: alone, or as things are with pressure."""
        self.tabs.show_price(self._current_price(), alone=self.table.currentColumn() == _ALONE)

    # --- the user -------------------------------------------------------------------------------------------------

    def choose(self, ident: str) -> None:
        """Show what stands behind one flashpoint."""
        self.rim.select(ident)
        self._on_chosen(ident)

    def _on_link(self, name: str) -> None:
        price = self._current_price()
        found = None if price is None else behind_link(self._document.catalogue, price, name)
        if found is not None:
            self.tabs.explain(found)

    def _on_lever_asked(self, ident: str) -> None:
        size = self.levers.item_of(ident).text(1)
        self.tabs.explain(basis.of_lever(self._document.catalogue, self._document.catalogue.levers[ident], size))

    def _explain_lost(self, hours: str) -> None:
        """What the tint of a place on the map means."""
        known, scenario = self._document.catalogue, self._document.content.scenario
        acting = [row for name, row in known.levers.items() if name in scenario.levers]
        self.tabs.explain(basis.of_lost(hours, known.flashpoints[self.rim.selected].name, acting))

    def _on_chosen(self, ident: str) -> None:
        self.table.setCurrentCell(-1, -1)
        self._show_place()
        if ident in self._prices:
            self._ask_lost()
            self._ask_tornado()

    def _on_asked(self, *_: int) -> None:
        self._show()
        chosen = self.rim.selected
        self.rim.say_lost(verdicts.dearest(self._prices.get(chosen, ()), self.price_of(chosen)))

    def _on_row(self, *_: int) -> None:
        self._show_chain()
        self._ask_tornado()

    def _on_tab(self, _number: int) -> None:
        self._ask_tornado()

    def _on_lever(self, ident: str, in_force: bool) -> None:
        name = tr(self._document.catalogue.levers[ident].name)
        change = partial(edits.set_lever_in_force, lever=ident, in_force=in_force)
        self._document.apply_scenario(said("{what} in force" if in_force else "{what} taken away", what=name), change)

    def _on_choice(self, number: int) -> None:
        chosen = self.choice.itemData(number)
        if number > 0 and isinstance(chosen, Scenario):
            self._document.apply(said("Use {what}", what=chosen.name), partial(_in_use, chosen=chosen))

    def _on_clear(self) -> None:
        self._document.apply_scenario("Take all pressure away", lone)

    def done(self, result: int) -> None:
        """The window goes, by its cross or by Esc: nothing more is asked for, and no answer comes to it."""
        for name in (RIM, TORNADO, LOST):
            self._answers.drop_aside(name)
        self._document.scenario_changed.disconnect(self.refresh)
        self._document.catalogue_changed.disconnect(self.refresh)
        super().done(result)


def _target(place: Flashpoint) -> Target:
    return Target(place.id, place.name, place.lon, place.lat)


def _in_use(content: Content, chosen: Scenario) -> Content:
    """The ready-made scenario in use; the one before is kept."""
    return replace(content, scenario=chosen, kept=(*content.kept, content.scenario))
