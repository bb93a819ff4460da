"""Behind a number of the two ends: the tornado of its assumptions, its chain, and what any one of them rests on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from layers.catalogue.model import Catalogue
from layers.response.model import Likelihood
from layers.theatres.distraction import Price, Side
from mapapp import look
from mapapp.language import said, sentence, tr
from mapapp.panels import basis
from mapapp.panels.basis import Basis, BasisView
from mapapp.panels.parts import label
from mapapp.panels.stages import StagesView
from mapapp.panels.tornado import TornadoChart
from mapapp.panels.verdicts import hours_text

_HINT = "Click a bar, the clock, a treaty, the size of a lever or a place of the map to see what it rests on."


class Behind(QTabWidget):
    """Three tabs; what is clicked elsewhere brings the one that explains it to the front."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)  # a bright line in the dark theme
        self.tornado = TornadoChart(self)
        self.stages = StagesView(catalogue, self)
        self.basis = BasisView(_HINT, self)
        self.chart = QScrollArea(self)
        self.chart.setWidgetResizable(True)
        self.chart.setAccessibleName(tr("What matters most"))
        self.chart.setFrameShape(QFrame.Shape.NoFrame)
        self.chart.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chart.setWidget(self.tornado)
        self.chain = QWidget(self)
        self.chain.setObjectName("panel")
        self.chain.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.chain)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        self.said = label("", "value", self.chain, wrap=True)
        self.said.setContentsMargins(18, 0, 18, 0)
        column.addWidget(self.said)
        column.addWidget(self.stages, 1)
        self.addTab(self.chart, tr("What matters most"))
        self.addTab(self.chain, tr("The chain"))
        self.addTab(self.basis, tr("What it rests on"))
        self.tornado.asked.connect(lambda swing: self.explain(basis.of_swing(swing)))

    def set_theme(self, theme: look.Theme) -> None:
        self.tornado.set_theme(theme)

    def bring_chain(self) -> None:
        self.setCurrentWidget(self.chain)

    def explain(self, what: Basis) -> None:
        """Show what a number rests on."""
        self.basis.show_basis(what)
        self.setCurrentWidget(self.basis)

    def show_price(self, price: Price | None, *, alone: bool) -> None:
        """The chain of who comes first, alone or with pressure; why nobody comes where nobody does."""
        if price is None:
            self.said.setText("")
            self.stages.show_arrival(None)
            return
        alone = alone or price.pressed.first is None
        side = price.alone if alone else price.pressed
        self.said.setText(_told(price, alone=alone))
        if side.first is None:
            self.stages.say("There is no chain: nobody sets out.")
            return
        self.stages.show_arrival(side.first.row, _chance(side), price.clock.hours.likely if price.clock else None)


def tally(prices: Sequence[Price | None]) -> str:
    """What all places come to, in one line: at how many of them what is asked for is in time."""
    known = [row for row in prices if row is not None and row.clock is not None]
    alone, pressed = (
        str(sum(side.gap_h is not None and side.gap_h <= 0 for side in sides))
        for sides in ([row.alone for row in known], [row.pressed for row in known])
    )
    text = "In time at {alone} of {all} places alone, {pressed} with pressure"
    return said(text, alone=alone, all=str(len(known)), pressed=pressed)


def law_text(catalogue: Catalogue, price: Price) -> str:
    """Clock and commitments of a place in a line, each a link to what it rests on."""

    def named(ids: tuple[str, ...]) -> str:
        return ", ".join(_link(ident, tr(catalogue.commitments[ident].name)) for ident in ids)

    clock = tr("No seizure clock")
    if price.clock is not None:
        clock = said("Clock {hours}", hours=_link("clock", hours_text(price.clock.hours.likely)))
    law, outside = named(price.covered_by), named(price.not_covered_by)
    beside = f"; {said('not by {names}', names=outside)}" if outside else ""
    law = law or tr("no commitment")
    return f"{clock}. {said('Covered by {names}.', names=f'{law}{beside}')}"


def behind_link(catalogue: Catalogue, price: Price, name: str) -> Basis | None:
    """What a link of `law_text` leads to."""
    if name == "clock":
        return None if price.clock is None else basis.of_clock(price.target_name, price.clock)
    if name in catalogue.commitments:
        return basis.of_commitment(catalogue, name, covers=name not in price.not_covered_by)
    return None


def _link(name: str, text: str) -> str:
    return f'<a href="{name}">{escape(text)}</a>'


def _chance(side: Side) -> Likelihood | None:
    if side.p10_h is None or side.p50_h is None or side.p90_h is None:
        return None
    return Likelihood(side.p10_h, side.p50_h, side.p90_h, side.p_in_time)


def _told(price: Price, *, alone: bool) -> str:
    """What the figures of a row mean, before the chain that they come from."""
    name = tr(price.threshold.name)
    what = f"{name[:1].upper()}{name[1:]}"
    if alone and price.alone.first is None:
        return said("{what}: nobody comes, pressed or not. {why}.", what=what, why=sentence(price.alone.reason))
    if price.pressed.first is None:
        why = sentence(price.pressed.reason)
        return said("{what}: with pressure nobody comes. {why}. Without any this chain:", what=what, why=why)
    if alone:
        return said("{what} alone, without any lever or tie:", what=what)
    return said(
        "{what}: the price is {price}, {pressed} with pressure less {alone} alone.",
        what=what,
        price=sentence(price.words),
        pressed=hours_text(price.pressed.hours),
        alone=hours_text(price.alone.hours),
    )
