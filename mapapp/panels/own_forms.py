"""Records of the user's own by form: flashpoints with their clock, bases, platforms, units; the document keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

from PySide6.QtWidgets import QWidget

from layers.catalogue import find
from layers.catalogue.model import Base, Catalogue, Clock, Flashpoint, Platform, Unit
from layers.catalogue.values import ZERO, Domain, Source
from layers.document.model import Content
from layers.document.own import Own
from layers.document.quantities import written
from layers.errors import RimlandError
from layers.position import format_position, parse_position
from mapapp.document import Document
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.form import Field, Form, Values
from mapapp.settings import Notation

Place = tuple[float, float] | None
SOURCE = Field("source", "Source", value="The user's own assumption", hint="where the figures come from")
CONFIDENCE = Field(
    "confidence",
    "Confidence",
    "choice",
    "low",
    (("low", "low"), ("medium", "medium"), ("high", "high")),
)
THEATRE = Field("theatre", "Theatre", "choice", "east", (("East", "east"), ("West", "west"), ("Both", "both")))
HOURS_HINT = "low / likely / high, as 12 / 18 / 36 h"


def form_for(
    document: Document, kind: str, at: Place, parent: QWidget, ident: str = "", notation: Notation = "DMS"
) -> Form:
    """The form of a new record of that kind at a place, or of the own record `ident` to be changed."""
    makers: dict[str, Callable[[Document, Place, str], tuple[list[Field], Callable[[Own, Values], Own]]]] = {
        "flashpoint": _flashpoint,
        "base": _base,
        "platform": _platform,
        "unit": _unit,
    }
    fields, change = makers[kind](document, at, ident)
    fields = [replace(one, value=_in(one.value, notation)) if one.kind == "place" else one for one in fields]

    def done(values: Values) -> None:
        verb = "Change" if ident else "Add"
        name = values["name"]

        def edit(content: Content) -> Content:
            return replace(content, own=change(content.own, values))

        document.apply(said(f"{verb} {kind} {{what}}", what=name), edit)

    title = f"Change {kind}" if ident else f"New {kind}"
    return Form(title, fields, done, parent)


def without(own: Own, kind: str, ident: str) -> Own:
    """The records without one of them; with a flashpoint goes its clock."""
    field = f"{kind}s"
    rows = tuple(row for row in getattr(own, field) if row.id != ident)
    changed = replace(own, **{field: rows})
    if kind == "flashpoint":
        changed = replace(changed, clocks=tuple(row for row in own.clocks if row.flashpoint != ident))
    return changed


def _written(at: Place) -> str:
    return format_position(*at, "DMS") if at else ""


def _in(text: str, notation: Notation) -> str:
    """A position as it is to be written."""
    if not text:
        return ""
    spot = parse_position(text)
    return words.place(spot.lon, spot.lat, notation)


def _source(values: Values) -> Source:
    return Source(values["source"], values["confidence"])


def _with(own: Own, field: str, row: Any) -> Own:
    others = tuple(one for one in getattr(own, field) if one.id != row.id)
    return replace(own, **{field: (*others, row)})


def _ident(catalogue: Catalogue, field: str, name: str, given: str) -> str:
    """The id given, else one made of the name that nothing else has."""
    if given:
        return given
    stem = re.sub(r"\s+", "-", find.fold(name)) or "own"
    taken, ident, number = getattr(catalogue, field), f"own-{stem}", 2
    while ident in taken:
        ident, number = f"own-{stem}-{number}", number + 1
    return ident


def country_choices(document: Document) -> tuple[tuple[str, str], ...]:
    """Names and ISO codes of the countries on the map and of those that have bases."""
    rows = [(row.name, row.code) for row in document.basemap.country_table]
    known = {base.country for base in document.catalogue.bases.values()}
    rows += [(code, code) for code in sorted(known - {code for _, code in rows})]
    return tuple(sorted(rows))


def _flashpoint(document: Document, at: Place, ident: str) -> tuple[list[Field], Callable[[Own, Values], Own]]:
    old = document.catalogue.flashpoints.get(ident)
    clock = document.catalogue.clocks.get(ident)
    fields = [
        Field("name", "Name", value=old.name if old else ""),
        Field("place", "Position", "place", _written((old.lon, old.lat) if old else at), hint="20.7, 116.7"),
        Field("held_by", "Held by", value=old.held_by if old else "", needed=False),
        replace(THEATRE, value=old.theatre if old else "east"),
        Field("clock", "Seizure clock", "hours", written(clock.hours) if clock else "", needed=False, hint=HOURS_HINT),
        Field("notes", "Notes", value=old.notes if old else "", needed=False),
        replace(SOURCE, value=old.source.text if old else tr(SOURCE.value)),
        CONFIDENCE,
    ]

    def change(own: Own, values: Values) -> Own:
        made = _ident(document.catalogue, "flashpoints", values["name"], ident)
        lon, lat = values["place"]
        row = Flashpoint(
            made, values["name"], (), values["theatre"], lon, lat, values["held_by"] or "unknown", (), (), "", (), "",
            values["notes"], _source(values),
        )  # fmt: skip
        changed = _with(own, "flashpoints", row)
        clocks = tuple(one for one in own.clocks if one.flashpoint != made)
        if values["clock"] is not None:
            clocks = (*clocks, Clock(made, values["clock"], values["notes"], _source(values)))
        return replace(changed, clocks=clocks)

    return fields, change


def _base(document: Document, at: Place, ident: str) -> tuple[list[Field], Callable[[Own, Values], Own]]:
    old = document.catalogue.bases.get(ident)
    kinds = (("Air", "air"), ("Naval", "naval"), ("Army", "army"), ("Several", "multi"))
    fields = [
        Field("name", "Name", value=old.name if old else ""),
        Field("place", "Position", "place", _written((old.lon, old.lat) if old else at), hint="26.3, 127.8"),
        Field("country", "Country", "choice", old.country if old else "USA", country_choices(document)),
        Field("operators", "Used by", value=old.operators if old else "", needed=False),
        Field("kind", "Kind", "choice", old.kind if old else "air", kinds),
        replace(THEATRE, value=old.theatre if old else "east"),
        Field("note", "Notes", value=old.note if old else "", needed=False),
        replace(SOURCE, value=old.source.text if old else tr(SOURCE.value)),
        CONFIDENCE,
    ]

    def change(own: Own, values: Values) -> Own:
        lon, lat = values["place"]
        row = Base(
            _ident(document.catalogue, "bases", values["name"], ident), values["name"], values["country"],
            values["operators"] or "unknown", values["kind"], "", lon, lat, values["theatre"], values["note"],
            _source(values),
        )  # fmt: skip
        return _with(own, "bases", row)

    return fields, change


def _platform(document: Document, _at: Place, ident: str) -> tuple[list[Field], Callable[[Own, Values], Own]]:
    old = document.catalogue.platforms.get(ident)

    def number(value: float | None) -> str:
        return f"{value:g}" if value else ""

    radius, ferry = number(old.combat_radius_km if old else None), number(old.ferry_range_km if old else None)
    domains = tuple((name.capitalize(), name) for name in get_args(Domain))
    fields = [
        Field("name", "Name", value=old.name if old else ""),
        Field("domain", "Moves by", "choice", old.domain if old else "air", domains),
        Field("role", "Role", value=old.role if old else "", needed=False),
        Field("cruise", "Cruise", "speed", number(old.cruise_kmh if old else None), hint="900 km/h or 20 kn"),
        Field("radius", "Combat radius", "distance", radius, (), False, "1000 km"),
        Field("ferry", "Range", "distance", ferry, (), False, "4000 km"),
        Field(
            "refuels", "Refuels in flight", "choice", "yes" if old and old.refuelable else "no",
            (("No", "no"), ("Yes", "yes")),
        ),
        replace(SOURCE, value=old.source.text if old else tr(SOURCE.value)),
        CONFIDENCE,
    ]  # fmt: skip

    def change(own: Own, values: Values) -> Own:
        row = Platform(
            _ident(document.catalogue, "platforms", values["name"], ident), values["name"], values["domain"],
            values["role"], values["cruise"], None, values["radius"], values["ferry"], values["refuels"] == "yes", "",
            _source(values),
        )  # fmt: skip
        return _with(own, "platforms", row)

    return fields, change


def _unit(document: Document, at: Place, ident: str) -> tuple[list[Field], Callable[[Own, Values], Own]]:
    catalogue = document.catalogue
    old = catalogue.units.get(ident)
    bases = tuple(sorted(((row.name, row.id) for row in catalogue.bases.values()), key=lambda pair: find.fold(pair[0])))
    platforms = tuple(sorted((row.name, row.id) for row in catalogue.platforms.values() if row.cruise_kmh))
    bodies = tuple(
        (row.name, row.id) for row in catalogue.decisions.values() if row.id not in {"standing", "self-defence"}
    )
    effects = tuple((name, key) for key, name in words.EFFECTS.items())
    near = _nearest_base(catalogue, at)
    fields = [
        Field("name", "Name", value=old.name if old else ""),
        Field("base", "Base", "choice", old.base if old else near, bases),
        Field("platform", "Platform", "choice", old.platform if old else "", platforms),
        Field("effect", "What it brings", "choice", old.effect if old else "air_presence", effects),
        Field("nation", "Nation", "choice", old.nation if old else "USA", country_choices(document)),
        Field("alliance", "Who decides", "choice", old.alliance if old else "us", bodies),
        Field("strength", "Strength", value=old.strength if old else "", needed=False),
        Field("readiness", "Readiness", "hours", written(old.readiness_h) if old else "", hint=HOURS_HINT),
        replace(THEATRE, value=old.theatre if old else "both"),
        replace(SOURCE, value=old.source.text if old else tr(SOURCE.value)),
        CONFIDENCE,
    ]

    def change(own: Own, values: Values) -> Own:
        if not values["platform"] or not values["base"]:
            raise RimlandError("a unit needs a base and a platform", remedy="add those first")
        row = Unit(
            _ident(document.catalogue, "units", values["name"], ident), values["name"], values["nation"],
            values["alliance"], values["platform"], values["base"], values["strength"], values["effect"],
            values["readiness"], False, "", ZERO, ZERO, values["theatre"], _source(values),
        )  # fmt: skip
        return _with(own, "units", row)

    return fields, change


def _nearest_base(catalogue: Catalogue, at: Place) -> str:
    if at is None or not catalogue.bases:
        return ""
    from layers import geodesy

    return min(catalogue.bases.values(), key=lambda row: geodesy.distance(at[0], at[1], row.lon, row.lat)).id
