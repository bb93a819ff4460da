"""Any record of the catalogue as rows a person can read: what it is, how well known, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType

from layers import units
from layers.catalogue.model import Catalogue, Lever
from layers.catalogue.values import Source, Spread
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.settings import Preferences

NAMES = {
    "aliases": "Also called", "native": "Native name", "held_by": "Held by", "claimed_by": "Claimed by",
    "essay_claim": "The essay", "essay_row": "The essay", "icao": "ICAO code", "cruise_kmh": "Cruise",
    "dash_kmh": "Dash", "combat_radius_km": "Combat radius", "ferry_range_km": "Ferry range",
    "refuelable": "Refuels in flight", "readiness_h": "Readiness", "load_h": "Loading", "unload_h": "Unloading",
    "standing_orders": "Standing orders", "what_it_covers": "Covers", "width_km": "Width", "delay_h": "Delay",
    "wartime_note": "In war", "default": "By default", "end_date": "Until", "what": "What happened",
    "applies_to": "Acts on", "alliance": "Who decides", "effect": "What it brings", "bars": "Not for",
    "littoral": "Shores", "held_at": "Held at", "size": "Low / likely / high", "binding": "Kind",
    "ship_kinds": "Kind of ship", "bodies": "Holds up",
}  # fmt: skip
DEFAULTS = Preferences()
LEFT_OUT = {"id", "name", "lon", "lat", "gate", "channel", "source", "holders"}
STATES = {"country", "nation", "parties", "littoral"}
"""Fields that hold codes of states."""
IDS = {"base", "platform", "lift", "applies_to", "commitments", "alliance", "bodies", "through"}
"""Fields that hold ids of other records."""
WORDS = {
    "theatre", "kind", "domain", "binding", "aid", "default", "bars", "ship_kinds", "actor", "actors", "holds", "crew",
}  # fmt: skip
"""Fields that hold one of a few words."""


def record_of(catalogue: Catalogue, kind: str, ident: str) -> object | None:
    """The record of a kind and an id."""
    tables = {
        "flashpoint": catalogue.flashpoints, "base": catalogue.bases, "unit": catalogue.units,
        "passage": catalogue.passages, "zone": catalogue.zones, "commitment": catalogue.commitments,
        "lever": catalogue.levers, "platform": catalogue.platforms,
    }  # fmt: skip
    if kind == "event":
        return catalogue.events[int(ident)] if ident.isdigit() and int(ident) < len(catalogue.events) else None
    return tables[kind].get(ident) if kind in tables else None


def facts_of(
    catalogue: Catalogue,
    record: object,
    preferences: Preferences = DEFAULTS,
    states: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[tuple[str, str]]:
    """Rows of key and value; what is empty is left out, the source comes last. `states` are names by ISO A3 code."""
    lon, lat = getattr(record, "lon", None), getattr(record, "lat", None)
    if lon is not None and lat is not None:
        yield tr("Position"), words.place(lon, lat, preferences.notation)
    for field in fields(record):  # type: ignore[arg-type]  # every record is a dataclass
        if field.name in LEFT_OUT:
            continue
        value = getattr(record, field.name)
        if isinstance(record, Lever) and field.name in {"effect", "size"}:
            text = words.lever_size(record.effect, record.size) if value is record.size else words.lever(record.effect)
        elif isinstance(record, Lever) and field.name == "held_at":
            text = words.place(*record.held_at, preferences.notation) if record.held_at else ""
        elif isinstance(value, tuple):
            text = ", ".join(_named(catalogue, states, field.name, str(one)) for one in value)
        elif isinstance(value, str):
            text = _named(catalogue, states, field.name, value)
        else:
            text = _text(field.name, value, preferences)
        if text:
            yield tr(NAMES.get(field.name, field.name.replace("_", " ").capitalize())), text
    source = getattr(record, "source", None)
    if isinstance(source, Source):
        yield tr("Source"), words.source(source)


def _text(name: str, value: object, preferences: Preferences) -> str:
    match value:
        case bool():
            return tr("Yes") if value else ""
        case Spread():
            if value.high == 0:
                return ""
            if value.low == value.high:
                return words.hours(value.likely)
            return said(
                "{likely} ({low} to {high})",
                likely=words.hours(value.likely),
                low=words.hours(value.low),
                high=words.hours(value.high),
            )
        case float() | int():
            match name.rpartition("_")[2]:
                case "kmh":
                    return units.format_speed(value * units.MPS_PER_KMH, preferences.speed)
                case "km":
                    return units.format_distance(value * 1000.0, preferences.unit)
                case unit:
                    return f"{value:g} {unit}"
        case _:
            return ""


def called(catalogue: Catalogue, ident: str) -> str:
    """The name of whatever record has this id; the words of a whole theatre; the id itself where nothing has it."""
    if ident.startswith("theatre:"):
        return tr({"east": "The east", "west": "The west"}.get(ident.removeprefix("theatre:"), "Both ends"))
    tables = (
        catalogue.flashpoints, catalogue.passages, catalogue.units, catalogue.bases, catalogue.platforms,
        catalogue.commitments, catalogue.decisions, catalogue.airspace, catalogue.pools,
    )  # fmt: skip
    return next((tr(str(table[ident].name)) for table in tables if ident in table), ident)


def _named(catalogue: Catalogue, states: Mapping[str, str], name: str, value: str) -> str:
    """A name instead of a code or an id, where the field holds one."""
    if name in STATES:
        return ", ".join(tr(states.get(code, code)) for code in value.split(";") if code)
    if name in IDS:
        return called(catalogue, value)
    if name in WORDS:
        return tr(re.sub("[-_]", " ", value).capitalize())
    if name == "effect":
        return tr({str(key): text for key, text in words.EFFECTS.items()}.get(value, value))
    return value
