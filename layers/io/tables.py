"""The catalogue from CSV files: good rows become records, a bad one is named and the rest still loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from layers.catalogue import model
from layers.catalogue.model import Catalogue, Spread
from layers.errors import Problem
from layers.io.rows import BadValue, Row, read_rows

Record = TypeVar("Record")
LandDistance = Callable[[str, float, float], float]
"""(ISO A3, lon, lat) -> distance [m] to the country's land, 0 on it."""

FAR_FROM_LAND_M = 25_000.0
"""A base farther than this from its country's land has a wrong position or country."""

_THEATRES = get_args(model.Theatre)
_STATES = get_args(model.PassageState)
_SHIPS = get_args(model.ShipKind)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_COUNTRY = re.compile(r"[A-Z]{3}")


def read_catalogue(folder: Path, distance_to_land: LandDistance | None = None) -> tuple[Catalogue, tuple[Problem, ...]]:
    """All tables in `folder`, and what in them could not be used.

    Parameters
    ----------
    distance_to_land
        When given, a base more than 25 km from its country's land is refused.
    """
    problems: list[Problem] = []

    def table(name: str, columns: str, read: Callable[[Row], Record], key: str = "id") -> dict[str, Record]:
        return _table(folder / f"{name}.csv", columns.split(), read, key, problems)

    commitments = table("commitments", "id name parties what_it_covers binding theatre source confidence", _commitment)
    flashpoints = table(
        "flashpoints", "id name theatre lat lon held_by holders source confidence", lambda row: _flashpoint(row, commitments)
    )
    clocks = table(
        "clocks",
        "flashpoint low_h likely_h high_h source confidence",
        lambda row: _clock(row, flashpoints),
        "flashpoint",
    )
    bases = table("bases", "id name country kind lat lon theatre source confidence", lambda row: _base(row, distance_to_land))
    platforms = table("platforms", "id name domain role cruise_kmh refuelable source confidence", _platform)
    decisions = table("decisions", "id name low_h likely_h high_h source confidence", _decision)
    units = table(
        "units",
        "id name nation alliance platform base effect readiness_low_h readiness_likely_h readiness_high_h standing_orders "
        "lift load_h unload_h theatre source confidence",
        lambda row: _unit(row, bases, platforms, decisions),
    )
    catalogue = Catalogue(
        flashpoints,
        clocks,
        table("zones", "id name theatre source confidence", _zone),
        bases,
        platforms,
        units,
        decisions,
        commitments,
        table("passages", "id name gate default delay_h source confidence", _passage),
        table("airspace", "country name default source confidence", _airspace, "country"),
        table("levers", "id name effect low likely high applies_to source confidence", _lever),
        tuple(table("events", "date name lat lon source confidence", _event, "").values()),
        tuple(table("port_distances", "start end nmi source confidence", _port_distance, "").values()),
        tuple(table("time_checks", "id start end mode source confidence", _time_check).values()),
    )
    return catalogue, tuple(problems)


def inert(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _table(
    path: Path, columns: Collection[str], read: Callable[[Row], Record], key: str, problems: list[Problem]
) -> dict[str, Record]:
    found: dict[str, Record] = {}
    seen: dict[str, int] = {}
    for row in read_rows(path, columns, problems):
        try:
            name = row.needed(key) if key else str(row.number)
            if key == "id" and not _ID.fullmatch(name):
                raise BadValue("id", name, "use small letters, digits and hyphens")
            if name in seen:
                raise BadValue(key, name, f"row {seen[name]} has this id already: give another")
            seen[name] = row.number
            found[name] = read(row)
        except BadValue as bad:
            problems.append(row.problem(bad))
    return found


def _country(row: Row, column: str) -> str:
    text = row.needed(column)
    if not _COUNTRY.fullmatch(text):
        raise BadValue(column, text, "give the three-letter ISO code, as EST")
    return text


def _theatre(row: Row) -> model.Theatre:
    return cast(model.Theatre, row.one_of("theatre", _THEATRES))


def _commitment(row: Row) -> model.Commitment:
    return model.Commitment(
        row.needed("id"), row.needed("name"), row.names("parties"), row.text("signed"), row.needed("what_it_covers"),
        row.needed("binding"), _theatre(row), row.source(),
    )  # fmt: skip


def _flashpoint(row: Row, commitments: Mapping[str, Any]) -> model.Flashpoint:
    return model.Flashpoint(
        row.needed("id"), row.needed("name"), row.names("aliases"), _theatre(row), row.longitude(), row.latitude(),
        row.needed("held_by"), row.names("holders"), row.names("claimed_by"), row.text("garrison"),
        row.all_known("commitments", commitments), row.text("essay_claim"), row.text("notes"), row.source(),
        row.text("native"),
    )  # fmt: skip


def _clock(row: Row, flashpoints: Mapping[str, Any]) -> model.Clock:
    hours = row.spread("low_h", "likely_h", "high_h")
    return model.Clock(row.known("flashpoint", flashpoints), hours, row.text("rationale"), row.source())


def _base(row: Row, distance_to_land: LandDistance | None) -> model.Base:
    country, lon, lat = _country(row, "country"), row.longitude(), row.latitude()
    if distance_to_land is not None:
        away = distance_to_land(country, lon, lat)
        if away > FAR_FROM_LAND_M:
            remedy = f"it lies {away / 1e3:.0f} km from the land of {country}: mend position or country"
            raise BadValue("lat, lon", f"{lat}, {lon}", remedy)
    kind = row.one_of("kind", ("air", "naval", "army", "multi"))
    return model.Base(
        row.needed("id"), row.needed("name"), country, row.text("operators"), kind, row.text("icao"),  # type: ignore[arg-type]
        lon, lat, _theatre(row), row.text("note"), row.source(), row.names("aliases"),
    )  # fmt: skip


def _platform(row: Row) -> model.Platform:
    domain = cast(model.Domain, row.one_of("domain", get_args(model.Domain)))
    cruise = row.positive("cruise_kmh")
    if cruise is None and domain != "missile":
        raise BadValue("cruise_kmh", "", "give the planning speed in km/h")
    if domain == "missile" and row.positive("combat_radius_km") is None:
        raise BadValue("combat_radius_km", "", "give the range in km")
    for kind in row.names("ship_kinds"):
        if kind not in _SHIPS:
            raise BadValue("ship_kinds", kind, f"use {', '.join(_SHIPS)}")
    return model.Platform(
        row.needed("id"), row.needed("name"), domain, row.needed("role"), cruise, row.positive("dash_kmh"),
        row.positive("combat_radius_km"), row.positive("ferry_range_km"), row.yes("refuelable"), row.text("crew_or_load"),
        row.source(), cast(tuple[model.ShipKind, ...], row.names("ship_kinds")),
    )  # fmt: skip


def _decision(row: Row) -> model.Decision:
    hours = row.spread("low_h", "likely_h", "high_h")
    return model.Decision(row.needed("id"), row.needed("name"), hours, row.text("rationale"), row.source())


def _unit(row: Row, bases: Mapping[str, Any], platforms: Mapping[str, Any], decisions: Mapping[str, Any]) -> model.Unit:
    lift = row.known("lift", platforms, empty=True)
    load, unload = row.optional("load_h"), row.optional("unload_h")
    if lift and (load is None or unload is None):
        raise BadValue("load_h", row.text("load_h"), "a unit that needs lift needs hours to load and to unload")
    for column, hours in (("load_h", load), ("unload_h", unload)):
        if hours is not None and hours < 0:
            raise BadValue(column, row.text(column), "give hours of 0 or more")
    return model.Unit(
        row.needed("id"), row.needed("name"), row.needed("nation"), row.known("alliance", decisions),
        row.known("platform", platforms), row.known("base", bases), row.text("strength"),
        cast(model.Effect, row.one_of("effect", get_args(model.Effect))),
        row.spread("readiness_low_h", "readiness_likely_h", "readiness_high_h"), row.yes("standing_orders"), lift,
        _known_hours(load), _known_hours(unload), _theatre(row), row.source(),
    )  # fmt: skip


def _known_hours(hours: float | None) -> Spread:
    value = hours or 0.0
    return Spread(value, value, value)


def _zone(row: Row) -> model.Zone:
    return model.Zone(row.needed("id"), row.needed("name"), _theatre(row), row.text("note"), row.source())


def _passage(row: Row) -> model.Passage:
    gate = row.points("gate")
    if len(gate) < 2:
        raise BadValue("gate", row.text("gate"), "give two points or more, from shore to shore")
    channel = row.points("channel")
    if len(channel) == 1:
        raise BadValue("channel", row.text("channel"), "give two points or more, from sea to sea, or none")
    for kind in row.names("bars"):
        if kind not in _SHIPS:
            raise BadValue("bars", kind, f"use {', '.join(_SHIPS)}")
    return model.Passage(
        row.needed("id"), row.needed("name"), gate, row.names("connects"), row.positive("width_km") or 0.0,
        row.text("regime"), cast(model.PassageState, row.one_of("default", _STATES)), row.text("wartime_note"),
        row.number_in("delay_h", 0, 10_000), row.source(), channel, cast(tuple[model.ShipKind, ...], row.names("bars")),
        row.names("littoral"), _theatre(row) if row.text("theatre") else "both", row.names("aliases"),
    )  # fmt: skip


def _airspace(row: Row) -> model.Airspace:
    state = cast(model.PassageState, row.one_of("default", _STATES))
    return model.Airspace(_country(row, "country"), row.needed("name"), state, row.text("rationale"), row.source())


def _lever(row: Row) -> model.Lever:
    return model.Lever(
        row.needed("id"), row.needed("name"), row.needed("actor"), row.text("theatre"), row.text("essay_row"),
        row.needed("effect"), row.spread("low", "likely", "high"), row.names("applies_to"), row.text("rationale"),
        row.source(),
    )  # fmt: skip


def _event(row: Row) -> model.Event:
    date = row.needed("date")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        raise BadValue("date", date, "give the date as 2025-12-31")
    return model.Event(
        date, row.text("end_date"), row.names("actors"), row.text("kind"), row.needed("name"), row.longitude(),
        row.latitude(), row.text("place"), row.text("what"), row.source(),
    )  # fmt: skip


def _port_distance(row: Row) -> model.PortDistance:
    return model.PortDistance(
        row.needed("start"), row.longitude("start_lon"), row.latitude("start_lat"), row.needed("end"),
        row.longitude("end_lon"), row.latitude("end_lat"), row.number_in("nmi", 1, 13_000), row.text("route_note"), row.source(),
    )  # fmt: skip


def _time_check(row: Row) -> model.TimeCheck:
    mode = row.one_of("mode", ("air", "sea", "land", "decision", "clock"))
    return model.TimeCheck(
        row.needed("id"), row.needed("start"), row.needed("end"), mode, row.positive("low_h"), row.positive("high_h"),  # type: ignore[arg-type]
        row.text("what"), row.text("published_as"), row.source(),
    )  # fmt: skip
