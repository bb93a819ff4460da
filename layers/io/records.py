"""One reader per table of the catalogue: a row becomes a typed record, or says what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Literal, get_args

from layers.catalogue.forces import Lift
from layers.catalogue.model import (
    Airspace,
    Base,
    Clock,
    Commitment,
    Crew,
    Decision,
    Event,
    Flashpoint,
    Lever,
    Passage,
    Platform,
    Stance,
    Unit,
    Zone,
)
from layers.catalogue.published import PortDistance, TimeCheck
from layers.catalogue.values import Aid, Domain, Effect, PassageState, ShipKind, Spread, Theatre
from layers.io.rows import Row, is_country, nearest
from layers.scenario.levers import BOUNDS
from layers.units import format_distance

CountryDistance = Callable[[str, float, float], float]
"""Distance [m] of (lon, lat) from the land of a country by its ISO A3 code: ``distance(country, lon, lat)``.

NaN where the map does not know the country: its bases are then not checked.
"""
BASE_OFF_LAND_M = 25_000.0
"""A port or an airfield on an islet may lie off a generalised coast, but not by this much."""

THEATRES = get_args(Theatre)
_LEVER_EFFECTS = (
    "decision_delay_h",
    "readiness_multiplier",
    "speed_multiplier",
    "units_tied_down",
    "passage_closed",
    "airspace_closed",
    "denial_range_km",
    "passage_delay_h",
    "pool_share",
)
Known = tuple[Collection[str], str, Collection[str]]
"""What a reference is held against: the ids there are, the file they are in, and those whose own rows were refused."""


def flashpoint(row: Row, commitments: Known) -> Flashpoint:
    lon, lat = row.position()
    return Flashpoint(
        id=row.key(),
        name=row.needed("name"),
        aliases=row.items("aliases"),
        theatre=row.choice("theatre", THEATRES),
        lon=lon,
        lat=lat,
        held_by=row.needed("held_by"),
        holders=row.countries("holders"),
        claimed_by=row.items("claimed_by"),
        garrison=row.text("garrison"),
        commitments=row.all_of("commitments", *commitments),
        essay_claim=row.text("essay_claim"),
        notes=row.text("notes"),
        source=row.source(),
        native=row.text("native"),
    )


def clock(row: Row, flashpoints: Known) -> Clock:
    return Clock(
        flashpoint=row.of("flashpoint", *flashpoints),
        hours=row.spread("low_h", "likely_h", "high_h"),
        rationale=row.text("rationale"),
        source=row.source(),
    )


def zone(row: Row) -> Zone:
    lon, lat = row.position()
    return Zone(
        id=row.key(),
        name=row.needed("name"),
        theatre=row.choice("theatre", THEATRES),
        note=row.text("note"),
        source=row.source(),
        lon=lon,
        lat=lat,
        native=row.text("native"),
    )


def base(row: Row, distance: CountryDistance | None) -> Base:
    country = row.country("country")
    kinds: tuple[Literal["air", "naval", "army", "multi"], ...] = ("air", "naval", "army", "multi")
    lon, lat = row.position()
    if distance is not None and not row.bad:
        _check_on_land(row, distance, country, lon, lat)
    return Base(
        id=row.key(),
        name=row.needed("name"),
        country=country,
        operators=row.text("operators"),
        kind=row.choice("kind", kinds),
        icao=row.text("icao"),
        lon=lon,
        lat=lat,
        theatre=row.choice("theatre", THEATRES),
        note=row.text("note"),
        source=row.source(),
        aliases=row.items("aliases"),
    )


def _check_on_land(row: Row, distance: CountryDistance, country: str, lon: float, lat: float) -> None:
    """Refuse a base that lies off its country, and say so when lat and lon or a sign look mistaken."""
    off_m = distance(country, lon, lat)
    if math.isnan(off_m) or off_m <= BASE_OFF_LAND_M:
        return
    guesses = {
        "latitude and longitude look swapped": (lat, lon),
        "the sign of the longitude looks wrong": (-lon, lat),
        "the sign of the latitude looks wrong": (lon, -lat),
    }
    hint = "check the position and the country"
    for words, (other_lon, other_lat) in guesses.items():
        if abs(other_lat) <= 90 and distance(country, other_lon, other_lat) <= BASE_OFF_LAND_M:
            hint = words
            break
    row.refuse("lat", f"{lat:g} {lon:g}", f"this is {format_distance(off_m)} from the land of {country}; {hint}")


def platform(row: Row, crews: Known) -> Platform:
    kinds: tuple[ShipKind, ...] = get_args(ShipKind)
    domain: Domain = row.choice("domain", get_args(Domain))
    cruise = row.number_or_none("cruise_kmh", 1, 5000, "km/h")
    if cruise is None and domain != "missile" and not row.bad:
        row.refuse("cruise_kmh", "", "give the planning speed in km/h; only a missile's ring needs none")
    flies = domain == "air" and not row.bad
    return Platform(
        id=row.key(),
        name=row.needed("name"),
        domain=domain,
        role=row.text("role"),
        cruise_kmh=cruise,
        dash_kmh=row.number_or_none("dash_kmh", 1, 5000, "km/h"),
        combat_radius_km=row.number_or_none("combat_radius_km", 1, 20_000, "km"),
        ferry_range_km=row.number_or_none("ferry_range_km", 1, 40_000, "km"),
        refuelable=row.yes("refuelable"),
        load=row.text("crew_or_load"),
        source=row.source(),
        ship_kinds=row.choices("ship_kinds", kinds),
        crew=row.of("crew", *crews) if flies else "",
    )


def unit(row: Row, decisions: Known, platforms: Known, bases: Known) -> Unit:
    effects: tuple[Effect, ...] = get_args(Effect)
    return Unit(
        id=row.key(),
        name=row.needed("name"),
        nation=";".join(row.countries("nation", ("NATO",))) or row.needed("nation"),
        alliance=row.of("alliance", *decisions),
        platform=row.of("platform", *platforms),
        base=row.of("base", *bases),
        strength=row.text("strength"),
        effect=row.choice("effect", effects),
        readiness_h=row.spread("readiness_low_h", "readiness_likely_h", "readiness_high_h"),
        standing_orders=row.yes("standing_orders"),
        lift=row.of("lift", *platforms) if row.text("lift") else "",
        load_h=row.known_hours("load_h"),
        unload_h=row.known_hours("unload_h"),
        theatre=row.choice("theatre", THEATRES),
        source=row.source(),
    )


def decision(row: Row) -> Decision:
    return Decision(
        id=row.key(),
        name=row.needed("name"),
        hours=row.spread("low_h", "likely_h", "high_h"),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def commitment(row: Row) -> Commitment:
    aid: Aid = row.choice("aid", get_args(Aid))
    # Who owes defence is read by the machine; of the others a person reads who they are.
    parties = row.countries("parties", ("NATO",)) if aid == "defence" else row.items("parties")
    return Commitment(
        id=row.key(),
        name=row.needed("name"),
        parties=parties or (row.needed("parties"),),
        signed=row.day("signed", needed=False),
        what_it_covers=row.needed("what_it_covers"),
        binding=row.choice("binding", ("treaty", "law", "policy")),
        theatre=row.choice("theatre", THEATRES),
        source=row.source(),
        aid=aid,
    )


def stance(row: Row, decisions: Known, units: Collection[str], places: Collection[str]) -> Stance:
    who = row.items("who")
    for name in who or ("",):
        if name not in units and name != "NATO" and not is_country(name):
            remedy = "give ISO codes in three capitals, NATO, or ids of units, separated by semicolons"
            row.refuse("who", name, f"{nearest(name, units)} {remedy}".strip())
    return Stance(
        id=row.key(),
        who=who,
        covers=row.all_of("covers", places, "flashpoints.csv or commitments.csv") or (row.needed("covers"),),
        answers=row.yes("answers"),
        decides=row.of("decides", *decisions) if row.text("decides") else "",
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def lift(row: Row, units: Known, platforms: Known) -> Lift:
    return Lift(
        unit=row.of("unit", *units),
        platform=row.of("platform", *platforms),
        load_h=row.known_hours("load_h"),
        unload_h=row.known_hours("unload_h"),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def crew(row: Row) -> Crew:
    return Crew(
        id=row.key(),
        name=row.needed("name"),
        longest_h=row.number_in("longest_h", 0.5, 200, "h"),
        rest_h=row.spread("rest_low_h", "rest_likely_h", "rest_high_h"),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def passage(row: Row) -> Passage:
    states: tuple[PassageState, ...] = get_args(PassageState)
    kinds: tuple[ShipKind, ...] = get_args(ShipKind)
    return Passage(
        id=row.key(),
        name=row.needed("name"),
        gate=row.line("gate", 2),
        connects=row.items("connects"),
        width_km=row.number_in("width_km", 0.01, 5000, "km"),
        regime=row.text("regime"),
        default=row.choice("default", states),
        wartime_note=row.text("wartime_note"),
        delay_h=row.number_in("delay_h", 0, 1000, "h"),
        source=row.source(),
        channel=row.line("channel", 2) if row.text("channel") else (),
        bars=row.choices("bars", kinds),
        littoral=row.countries("littoral"),
        theatre=row.choice("theatre", THEATRES),
        aliases=row.items("aliases"),
    )


def airspace(row: Row) -> Airspace:
    states: tuple[PassageState, ...] = get_args(PassageState)
    return Airspace(
        country=row.country("country"),
        name=row.needed("name"),
        default=row.choice("default", states),
        rationale=row.text("rationale"),
        source=row.source(),
    )


def lever(row: Row, known: Collection[str], decisions: Known) -> Lever:
    size: Spread = row.spread("low", "likely", "high", unit="")
    least, most = BOUNDS.get(row.text("effect"), (0.0, math.inf))
    for column, value in (("low", size.low), ("high", size.high)):
        if not row.bad and not least <= value <= most:
            row.refuse(column, f"{value:g}", f"a {row.text('effect')} lies between {least:g} and {most:g}")
    held = row.line("held_at", 1) if row.text("held_at") else ()
    return Lever(
        id=row.key(),
        name=row.needed("name"),
        actor=row.choice("actor", ("china", "russia")),
        theatre=row.choice("theatre", THEATRES),
        essay_row=row.text("essay_row"),
        effect=row.choice("effect", _LEVER_EFFECTS),
        size=size,
        applies_to=row.all_of("applies_to", known, "the other tables"),
        rationale=row.text("rationale"),
        source=row.source(),
        bodies=row.all_of("bodies", *decisions),
        through=row.all_of("through", known, "the other tables") if row.text("through") else (),
        holds=row.choice("holds", ("everywhere", "other-end")) if row.text("holds") else "everywhere",
        held_at=held[0] if held else None,
    )


def event(row: Row) -> Event:
    lon, lat = row.position()
    start, end = row.day("date"), row.day("end_date", needed=False)
    if end and not row.bad and end < start:
        row.refuse("end_date", end, f"this is before the date {start}; give the later day")
    return Event(
        date=start,
        end_date=end,
        actors=row.items("actors") or (row.needed("actors"),),
        kind=row.needed("kind"),
        name=row.needed("name"),
        lon=lon,
        lat=lat,
        place=row.text("place"),
        what=row.text("what"),
        source=row.source(),
    )


def port_distance(row: Row) -> PortDistance:
    start_lon, start_lat = row.position("start_lon", "start_lat")
    end_lon, end_lat = row.position("end_lon", "end_lat")
    return PortDistance(
        start=row.needed("start"),
        start_lon=start_lon,
        start_lat=start_lat,
        end=row.needed("end"),
        end_lon=end_lon,
        end_lat=end_lat,
        nmi=row.number_in("nmi", 1, 25_000, "nmi"),
        route_note=row.text("route_note"),
        source=row.source(),
        exception_pct=row.number_or_none("exception_pct", -50, 50, "%"),
        exception=row.needed("exception") if row.text("exception_pct") else "",
    )


def _measure(row: Row, measures: Mapping[str, Known]) -> str:
    """What of ours a published figure is held against, such as ``readiness:82abn``."""
    text = row.text("compare")
    measure, _, what = text.partition(":")
    if measure == "length" and not re.fullmatch(r"\d+(\.\d+)?", what):
        row.refuse("compare", text, "give the kilometres printed, such as length:1094")
    elif measure in measures:
        known, table, refused = measures[measure]
        if what not in known:
            hint = f"its own row in {table} was refused" if what in refused else nearest(what, known)
            row.refuse("compare", text, f"{hint} There is no {what!r} in {table}".strip())
    elif measure not in {"", "transit", "length"}:
        row.refuse("compare", text, f"begin with one of: transit, length, {', '.join(measures)}")
    for column in ("from_place", "to_place") if measure in {"transit", "length"} else ():
        row.needed(column)
    if measure == "total":
        row.needed("to_place")
    return text


def time_check(row: Row, measures: Mapping[str, Known], platforms: Known) -> TimeCheck:
    modes: tuple[Literal["air", "sea", "land", "decision", "clock"], ...] = ("air", "sea", "land", "decision", "clock")
    low, high = row.number_or_none("low_h", 0, 1e5, "h"), row.number_or_none("high_h", 0, 1e5, "h")
    if low is not None and high is not None and low > high:
        row.refuse("low_h", f"{low:g} / {high:g}", "order them: low_h must not exceed high_h")
    return TimeCheck(
        id=row.key(),
        start=row.needed("start"),
        end=row.needed("end"),
        mode=row.choice("mode", modes),
        low_h=low,
        high_h=high,
        what=row.needed("what"),
        published_as=row.needed("published_as"),
        source=row.source(),
        compare=_measure(row, measures),
        from_place=row.text("from_place"),
        to_place=row.text("to_place"),
        platform=row.of("platform", *platforms) if _needs_platform(row) else row.text("platform"),
        knots=row.number_or_none("knots", 1, 100, "kn"),
        note=row.text("note"),
    )


def _needs_platform(row: Row) -> bool:
    return row.text("compare") == "transit" and not row.text("knots")
