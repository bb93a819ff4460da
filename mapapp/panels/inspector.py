"""The right-hand panel: what the target is, how long its seizure takes, and who can respond in time."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from layers import units
from layers.catalogue.model import Clock, Flashpoint
from layers.response.model import Response
from mapapp import look
from mapapp.answers import Coast
from mapapp.document import Document
from mapapp.language import said, sentence, tr
from mapapp.panels import words
from mapapp.panels.closure import ClosureChart
from mapapp.panels.parts import Card, Elided, Facts, label
from mapapp.panels.response_table import ResponseTable
from mapapp.panels.stages import StagesView
from mapapp.settings import Settings

ONE_LINE_FROM_PX = 620
"""A narrower panel has no room for a unit's name beside effect, hours and verdict: it stands below them, whole."""
SHARES = (500, 380, 240)
"""Heights of facts, responders and stages, as shares."""


class GapList(QWidget):
    """One entry per effect: who comes first, and whether before the grab is over."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel, QLabel, QLabel]] = []
        self._wide: bool | None = None

    def show_response(self, response: Response | None) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        for gap in response.gaps if response else ():
            unit = self._document.catalogue.units.get(gap.first_unit)
            first = unit.name if unit else gap.first_unit or tr("nobody")
            role = "idle" if gap.gap_h is None else "bad" if gap.gap_h > 0 else "good"
            likely = words.hours(gap.likely_h) if gap.likely_h is not None else ""
            self._rows.append(
                (
                    label(words.EFFECTS[gap.effect], "value", self),
                    Elided(first, "muted", self),
                    label(likely, "value", self),
                    label(words.gap(gap), role, self),
                )
            )
        self._wide = None
        self._arrange()

    def _arrange(self) -> None:
        """One line or two, as the width allows."""
        wide = self.width() >= ONE_LINE_FROM_PX
        if wide == self._wide:
            return
        self._wide = wide
        right = Qt.AlignmentFlag.AlignRight
        for number, (effect, first, likely, verdict) in enumerate(self._rows):
            row = 3 * number
            self._grid.addWidget(effect, row, 0)
            self._grid.addWidget(first, row if wide else row + 1, 1 if wide else 0, 1, 1 if wide else 4)
            self._grid.addWidget(likely, row, 2, right)
            self._grid.addWidget(verdict, row, 3, right)
            self._grid.setRowMinimumHeight(row + 2, 2)
        for row in range(3 * len(self._rows), self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class Inspector(QWidget):
    """Facts, clock and response of the target."""

    def __init__(self, document: Document, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document = document
        self._settings = settings
        self._coast: Coast | None = None
        self._facts_area = self._made_facts()
        self.table = ResponseTable(document.catalogue, self)
        self.table.give_widths(settings.widths("responders"))
        self.table.widths_given.connect(partial(settings.keep_widths, "responders"))
        self.stages = StagesView(document.catalogue, self)
        self._state = label("", "muted", self, wrap=True)
        table_box = QWidget(self)
        table_box.setObjectName("facts")
        table_column = QVBoxLayout(table_box)
        table_column.setContentsMargins(0, 0, 0, 0)
        table_column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 10, 18, 4)
        head.addWidget(label("RESPONSE", "section", table_box))
        head.addStretch(1)
        self._count = label("", "small", table_box)
        head.addWidget(self._count)
        table_column.addLayout(head)
        self._state.setContentsMargins(18, 4, 18, 8)
        table_column.addWidget(self._state)
        table_column.addWidget(self.table, 1)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        for part, stretch in ((self._facts_area, 5), (table_box, 4), (self.stages, 3)):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes(SHARES)
        self.stages.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.split)
        self.table.unit_chosen.connect(self._on_unit_chosen)
        self.table.unit_hovered.connect(document.hover)
        document.hover_changed.connect(self._on_hover)
        document.catalogue_changed.connect(self._on_catalogue)
        document.target_changed.connect(self._on_target)
        document.answer_changed.connect(self._on_answer)
        document.selection_changed.connect(self._on_selection)
        settings.preferences_changed.connect(self._on_preferences)
        self._on_target()
        self._on_answer()

    def set_theme(self, theme: look.Theme) -> None:
        self.table.set_theme(theme)
        self.closure.set_theme(theme)

    def first_look(self) -> None:
        """Heights of the parts and widths of the columns as they were the first time."""
        self.split.setSizes(SHARES)
        self.table.give_widths({})

    def show_coast(self, coast: Coast | None) -> None:
        """The measured distance, beside what the essay says."""
        self._coast = coast
        self._show_cards()

    # --- building -----------------------------------------------------------------------------------------------

    def _made_facts(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Facts of the flashpoint"))
        body = QWidget()
        body.setObjectName("facts")
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        self._title = label("", "title", body, wrap=True)
        self._subtitle = label("", "muted", body, wrap=True)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._title)
        titles.addWidget(self._subtitle)
        column.addLayout(titles)
        cards = QHBoxLayout()
        cards.setSpacing(10)
        self._clock_card = Card("Seizure clock", body)
        self._coast_card = Card("Nearest coast", body)
        for card in (self._clock_card, self._coast_card):
            cards.addWidget(card, 1)
        column.addLayout(cards)
        self._gap_title = label("FIRST ARRIVALS AGAINST THE CLOCK", "section", body)
        column.addWidget(self._gap_title)
        self._gaps = GapList(self._document, body)
        column.addWidget(self._gaps)
        self.closure = ClosureChart(self._document, body)
        self._closure_title = label("CLOSURE: ARRIVALS OVER TIME", "section", body)
        column.addWidget(self._closure_title)
        column.addWidget(self.closure)
        self._facts_title: QLabel = label("FACTS", "section", body)
        column.addWidget(self._facts_title)
        self._facts = Facts(body)
        column.addWidget(self._facts)
        self._treaty_title = label("COMMITMENTS", "section", body)
        column.addWidget(self._treaty_title)
        self._treaties = Facts(body)
        column.addWidget(self._treaties)
        column.addStretch(1)
        area.setWidget(body)
        return area

    # --- reacting -----------------------------------------------------------------------------------------------

    def _on_catalogue(self) -> None:
        """Records were added or changed: names and clock may be others."""
        self.table.rows.catalogue = self.stages.catalogue = self._document.catalogue
        self._on_target()

    def _on_target(self) -> None:
        self._coast = None
        target, place = self._document.target, self._document.flashpoint
        if target is None:
            self._title.setText(tr("No target"))
            self._subtitle.setText(tr("Choose a flashpoint on the left, or right-click the map."))
        else:
            self._title.setText(target.name)
        self._facts.clear()
        self._treaties.clear()
        for widget in (self._facts_title, self._treaty_title):
            widget.setVisible(place is not None)
        if place is not None:
            self._show_place(place)
        self._on_preferences()
        self._show_cards()
        self._facts_area.verticalScrollBar().setValue(0)

    def _show_place(self, place: Flashpoint) -> None:
        add = self._facts.add
        add("Held by", place.held_by)
        add("Claimed by", ", ".join(place.claimed_by))
        add("Garrison", place.garrison)
        add("The essay", place.essay_claim)
        add("Notes", place.notes)
        add(tr("Source"), words.source(place.source))
        known = self._document.catalogue.commitments
        if not place.commitments:
            self._treaties.add("None", "No treaty or law known to cover it.")
        for ident in place.commitments:
            treaty = known.get(ident)
            if treaty is None:
                self._treaties.add("Unknown", ident)
                continue
            self._treaties.add(
                treaty.name,
                treaty.what_it_covers,
                f"{tr(treaty.binding.capitalize())}, {treaty.signed}. {words.source(treaty.source)}",
            )

    def _on_preferences(self, *_: object) -> None:
        preferences = self._settings.preferences
        self.table.rows.set_unit(preferences.unit)
        if self.stages.speed != preferences.speed:
            self.stages.speed = preferences.speed
            self._on_selection()
        target, place = self._document.target, self._document.flashpoint
        if target is not None:
            where = words.place(target.lon, target.lat, preferences.notation).replace(" ", "\u00a0")  # on one line
            names = (*place.native.split(" / "), *place.aliases) if place else ()
            others = [name for name in dict.fromkeys(names) if name and name != target.name]
            self._subtitle.setText(" \u00b7 ".join([*others, where]))
        self._show_cards()

    def _show_cards(self) -> None:
        place = self._document.flashpoint
        clock = self._clock()
        self._clock_card.setVisible(place is not None)
        if clock is None or not clock.applies:
            rationale = sentence(clock.rationale) if clock else tr("No clock is known for it.")
            self._clock_card.show_figure("\u2013", rationale)
        else:
            low, high = words.beside(clock.hours.low, clock.hours.high), words.hours(clock.hours.high)
            long = words.days(clock.hours.likely)
            self._clock_card.show_figure(
                words.hours(clock.hours.likely),
                said("{low} to {high}", low=low, high=high)
                + f" \u00b7 {tr(words.CONFIDENCE[clock.source.confidence])}\n{_brief(clock.source.text)}",
                tr("Seizure clock, likely: {days}").format(days=long) if long else tr("Seizure clock, likely"),
            )
            self._clock_card.setToolTip(f"{tr(clock.rationale)}\n\n{clock.source.text}")
        coast = self._coast
        self._coast_card.setVisible(coast is not None)
        if coast is not None:
            claim = tr(place.essay_claim) if place else ""
            says = f" \u00b7 {said('the essay: {claim}', claim=claim)}" if claim else ""
            self._coast_card.show_figure(
                units.format_distance(coast.distance_m, self._settings.preferences.unit),
                said("Measured, {dataset}", dataset=coast.dataset) + says,
                tr("To the nearest coast of {place}").format(place=sentence(coast.place)),
            )

    def _clock(self) -> Clock | None:
        response = self._document.response
        if response is not None and response.clock is not None:
            return response.clock
        target = self._document.target
        return self._document.catalogue.clocks.get(target.id) if target else None

    def _on_answer(self) -> None:
        response = self._document.response
        self._gaps.show_response(response)
        self._gap_title.setVisible(bool(response and response.gaps))
        self.closure.show_response(response)
        self._closure_title.setVisible(not self.closure.isHidden())
        if response is not self._shown:
            self._shown = response
            self.table.show_response(response)
        self._show_cards()
        self._state.setVisible(response is None or not response.arrivals)
        if response is None:
            waiting = self._document.target is not None
            self._state.setText(tr("Computing who can respond \u2026") if waiting else "")
            self._count.setText("")
        elif not response.arrivals:
            self._state.setText(tr("No unit of the catalogue can respond here under this scenario."))
            self._count.setText("")
        else:
            late = sum(a.status == "late" for a in response.arrivals)
            good = sum(a.status == "in time" for a in response.arrivals)
            absent = sum(a.total is None for a in response.arrivals)
            never = sum(a.status == "unreachable" for a in response.arrivals)
            counts = [("{count} in time", good), ("{count} late", late), ("{count} cannot come", never)]
            if response.clock is None or not response.clock.applies:
                counts = [("{count} can come", len(response.arrivals) - absent), ("{count} cannot", never)]
            if absent > never:
                counts.append(("{count} not expected", absent - never))
            self._count.setText(" \u00b7 ".join(tr(text).format(count=count) for text, count in counts))

    _shown: Response | None = None

    def _on_hover(self) -> None:
        self.table.light(self._document.hovered)

    def _on_unit_chosen(self, unit: str) -> None:
        if unit:
            arrival = next(a for a in self._document.response.arrivals if a.unit == unit)  # type: ignore[union-attr]
            self._document.select(unit, arrival.base)
        else:
            self._document.select()

    def _on_selection(self) -> None:
        chosen = self._document.selected_arrivals
        row = chosen[0] if chosen else None
        response = self._document.response
        chances = response.chances if response else None
        clock = response.clock if response else None
        clock_h = clock.hours.likely if clock and clock.applies else None
        self.stages.show_arrival(row, chances.units.get(row.unit) if row and chances else None, clock_h)
        self.stages.setVisible(bool(chosen))
        self.table.choose(chosen[0].unit if chosen else "")


def _brief(text: str, most: int = 110) -> str:
    """A source in two lines; the tooltip has it whole."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " \u2026"
