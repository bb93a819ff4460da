"""Any record of the catalogue as rows a person can read: what it is, how well known, and from where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from layers import units
from layers.catalogue.model import Catalogue, Source, Spread
from mapapp.language import tr
from mapapp.panels import words
from mapapp.settings import Preferences

NAMES = {
    "aliases": "Also called", "native": "Native name", "held_by": "Held by", "claimed_by": "Claimed by",
    "essay_claim": "The essay", "essay_row": "The essay", "icao": "ICAO code", "cruise_kmh": "Cruise",
    "dash_kmh": "Dash", "combat_radius_km": "Combat radius", "ferry_range_km": "Ferry range",
    "refuelable": "Refuels in flight", "readiness_h": "Readiness", "load_h": "Loading", "unload_h": "Unloading",
    "standing_orders": "Standing orders", "what_it_covers": "Covers", "width_km": "Width", "delay_h": "Delay",
    "wartime_note": "In war", "default": "By default", "end_date": "Until", "what": "What happened",
    "applies_to": "Acts on",
}  # fmt: skip
DEFAULTS = Preferences()
LEFT_OUT = {"id", "name", "lon", "lat", "gate", "channel", "source", "holders"}


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


def facts_of(catalogue: Catalogue, record: object, preferences: Preferences = DEFAULTS) -> Iterator[tuple[str, str]]:
    """Rows of key and value; what is empty is left out, the source comes last."""
    lon, lat = getattr(record, "lon", None), getattr(record, "lat", None)
    if lon is not None and lat is not None:
        yield tr("Position"), words.place(lon, lat, preferences.notation)
    for field in fields(record):  # type: ignore[arg-type]  # every record is a dataclass
        if field.name in LEFT_OUT:
            continue
        text = _text(catalogue, field.name, getattr(record, field.name), preferences)
        if text:
            yield tr(NAMES.get(field.name, field.name.replace("_", " ").capitalize())), text
    source = getattr(record, "source", None)
    if isinstance(source, Source):
        dated = f", as of {source.as_of}" if source.as_of else ""
        yield tr("Source"), f"{source.text} ({words.CONFIDENCE[source.confidence]}{dated})"


def _text(catalogue: Catalogue, name: str, value: object, preferences: Preferences) -> str:
    match value:
        case bool():
            return "yes" if value else ""
        case Spread():
            if value.high == 0:
                return ""
            if value.low == value.high:
                return words.hours(value.likely)
            return f"{words.hours(value.likely)} ({words.hours(value.low)} to {words.hours(value.high)})"
        case float() | int():
            match name.rpartition("_")[2]:
                case "kmh":
                    return units.format_speed(value * units.MPS_PER_KMH, preferences.speed)
                case "km":
                    return units.format_distance(value * 1000.0, preferences.unit)
                case unit:
                    return f"{value:g} {unit}"
        case tuple():
            return ", ".join(str(one) for one in value)
        case str():
            return _named(catalogue, name, value)
        case _:
            return ""


def _named(catalogue: Catalogue, name: str, value: str) -> str:
    """A name instead of an id, where the field holds one."""
    if name == "base" and value in catalogue.bases:
        return catalogue.bases[value].name
    if name in {"platform", "lift"} and value in catalogue.platforms:
        return catalogue.platforms[value].name
    if name == "effect":
        return {str(key): name for key, name in words.EFFECTS.items()}.get(value, value)  # a lever's is a sentence
    return value
