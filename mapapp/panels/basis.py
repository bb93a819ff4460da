"""What a number rests on, in words: what it says, how it comes about, its source and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from layers.catalogue.model import Catalogue, Clock, Lever
from layers.catalogue.values import Source, Spread
from layers.document.assumptions import Difference
from layers.theatres.sensitivity import Swing
from mapapp.language import said, sentence, tr
from mapapp.panels import records, tornado, words
from mapapp.panels.parts import label


@dataclass(frozen=True, slots=True)
class Basis:
    """A number explained: a heading and paragraphs, each with the role in which it is set."""

    title: str
    parts: tuple[tuple[str, str], ...]
    """(role of the style sheet, text)."""

    @property
    def text(self) -> str:
        return "\n".join((self.title, *(sentence(text) for _, text in self.parts)))


class BasisView(QScrollArea):
    """One explanation, or a hint at what can be clicked."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self.shown: Basis | None = None
        self.setAccessibleName(tr("What it rests on"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.show_basis(None)

    def show_basis(self, basis: Basis | None) -> None:
        self.shown = basis
        body = QWidget()
        body.setObjectName("facts")
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(7)
        if basis is None:
            column.addWidget(label(self._hint, "muted", body, wrap=True))
        else:
            column.addWidget(label(basis.title, "strong", body, wrap=True))
            for role, text in basis.parts:
                column.addWidget(label(text, role, body, wrap=True))
        column.addStretch(1)
        self.setAccessibleDescription(tr(self._hint) if basis is None else basis.text)
        self.setWidget(body)


def sourced(source: Source | None) -> tuple[tuple[str, str], ...]:
    """A source with its confidence; the user's own assumption where there is none."""
    if source is None:
        return (("small", "Assumed by the user: no record of the catalogue stands behind it."),)
    return (("small", said("Source: {source}", source=words.source(source))),)


def spread_text(hours: Spread) -> str:
    """Low, likely and high in words."""
    low, likely, high = (words.hours(value) for value in (hours.low, hours.likely, hours.high))
    return said("{likely} likely; {low} at the least, {high} at the most", likely=likely, low=low, high=high)


def of_clock(place: str, clock: Clock) -> Basis:
    """How long a place holds out."""
    parts = (("value", spread_text(clock.hours)), ("value", tr(clock.rationale)))
    return Basis(
        said("Seizure clock of {place}", place=place), (*(row for row in parts if row[1]), *sourced(clock.source))
    )


def of_commitment(catalogue: Catalogue, ident: str, *, covers: bool) -> Basis:
    """A treaty, law or statement, and whether it reaches the place."""
    row = catalogue.commitments[ident]
    reach = "It covers this place." if covers else "It is often named with this place and does not reach it."
    parts = [("value", reach), ("value", row.what_it_covers)]
    parties = said("parties {names}", names=", ".join(row.parties))
    parts.append(("small", f"{tr(row.binding.capitalize())}, {row.signed}; {parties}"))
    return Basis(tr(row.name), (*parts, *sourced(row.source)))


def of_lever(catalogue: Catalogue, lever: Lever, size: str) -> Basis:
    """One lever of pressure: how strongly it acts, on what, and why."""
    felt = tr("Felt at the other end of Eurasia" if lever.holds == "other-end" else "Felt wherever it acts")
    strength = said("{what}, low / likely / high: {size}", what=words.lever(lever.effect), size=size)
    names = ", ".join(records.called(catalogue, one) for one in lever.applies_to)
    reach = f"{felt}; {said('acts on {names}', names=names)}"
    return Basis(
        tr(lever.name), (("value", strength), ("value", tr(lever.rationale)), ("small", reach), *sourced(lever.source))
    )


def of_difference(found: Difference, first: str, second: str) -> Basis:
    """What two scenarios assume otherwise."""
    what = found.what
    parts = [
        ("value", f"{name}: {sentence(what.said(value))}")
        for name, value in ((first, what.value), (second, found.other))
    ]
    parts.append(("small", said("By default: {value}", value=sentence(what.said(what.default)))))
    if what.rationale:
        parts.append(("value", what.rationale))
    return Basis(f"{tr(what.group)}: {sentence(what.name)}", (*parts, *sourced(what.source)))


def of_swing(swing: Swing) -> Basis:
    """An assumption of the tornado: what each of its ends does to the gap."""
    name, low, high, *source = tornado.explained(swing).split("\n")
    rests = "Each end is put into the model with all other assumptions as they are, and the response computed anew."
    return Basis(
        name,
        (
            ("value", low),
            ("value", high),
            ("small", rests),
            ("small", said("Source: {source}", source=" ".join(source))),
        ),
    )


def of_lost(hours: str, place: str, acting: Sequence[Lever]) -> Basis:
    """The hours lost at a point of the map, and the levers that cost them."""
    how = said(
        "By so much is the first allied aircraft later, called from here to be over {place}: the difference of two "
        "fields of earliest arrivals, with pressure and without, cell by cell. In force are:",
        place=place,
    )
    levers = (("small", f"{tr(row.name)}: {tr(row.rationale)} {words.source(row.source)}") for row in acting)
    return Basis(hours, (("value", how), *levers))
