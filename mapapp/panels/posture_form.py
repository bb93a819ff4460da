"""The form that asks from where a platform reaches the target in time; the answer lies over the map as tints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from layers.catalogue.model import Catalogue
from layers.document.model import Content
from layers.document.quantities import written
from layers.errors import RimlandError
from layers.response.model import Posture
from mapapp.document import Document
from mapapp.language import said, tr
from mapapp.panels.form import Field, Form, Values
from mapapp.panels.own_forms import country_choices

WITHIN_H = 12.0
"""What is asked at first: half a day, within which a grab of a small island is over (methods, seizure clocks)."""


def posture_form(document: Document, parent: QWidget) -> Form:
    """Asks for platform, hours, notice; the first answer is the selected responder's, or what was asked last."""
    catalogue = document.catalogue
    asked = document.content.posture or _first(document)
    platforms = tuple(sorted((row.name, row.id) for row in catalogue.platforms.values() if _moves(catalogue, row.id)))
    target = document.target
    fields = [
        Field("platform", tr("Platform"), "choice", asked.platform, platforms),
        Field("within", tr("There within"), "hours", written_hours(asked.within_h), hint="12 h"),
        Field("notice", tr("Notice"), "hours", written_hours(asked.notice_h), needed=False, hint="2 h"),
        Field(
            "nation", tr("Nation of a ship"), "choice", asked.nation, ((tr("any"), ""), *country_choices(document))
        ),
    ]  # fmt: skip

    def done(values: Values) -> None:
        notice = values["notice"].likely if values["notice"] is not None else 0.0
        made = Posture(values["platform"] or "", values["within"].likely, notice, values["nation"] or "")
        if target is None:
            raise RimlandError("no place is selected", remedy="click a flashpoint first")
        if not made.notice_h < made.within_h:
            raise RimlandError(
                f"{made.within_h:g} h are over before it sets out after {made.notice_h:g} h",
                remedy="give more hours, or a shorter notice",
            )
        name = catalogue.platforms[made.platform].name
        document.apply(
            said("Posture of {what} within {hours} h", what=name, hours=f"{made.within_h:g}"),
            lambda content: with_posture(content, made),
        )

    place = target.name if target else ""
    return Form(f"{tr('From where in time?')} {place}".strip(), fields, done, parent)


def with_posture(content: Content, posture: Posture | None) -> Content:
    """The content with that posture over the map, its layer shown; None: with the reaction times again."""
    rows = tuple(replace(row, visible=True) if row.id == "bands" else row for row in content.layers)
    return replace(content, posture=posture, layers=rows)


def written_hours(hours: float) -> str:
    """Hours as they are typed."""
    from layers.catalogue.values import Spread

    return written(Spread(hours, hours, hours))


def _first(document: Document) -> Posture:
    """Of the selected responder, else of the first in time that flies itself."""
    catalogue, response = document.catalogue, document.response
    rows = [*document.selected_arrivals, *(response.arrivals if response else ())]
    for row in rows:
        unit = catalogue.units.get(row.unit)
        if unit is not None and _moves(catalogue, unit.platform):
            return Posture(unit.platform, max(WITHIN_H, 2 * unit.readiness_h.likely), unit.readiness_h.likely)
    return Posture("", WITHIN_H)


def _moves(catalogue: Catalogue, ident: str) -> bool:
    """Whether the platform goes anywhere, and how far is known."""
    row = catalogue.platforms.get(ident)
    if row is None or not row.cruise_kmh or row.domain not in {"air", "sea", "land"}:
        return False
    return row.domain != "air" or bool(row.combat_radius_km or row.refuelable)
