"""The words panels use for effects, stages, kinds and layers, and how they write hours."""

from __future__ import annotations

import re

from layers import units, wording
from layers.catalogue.values import Confidence, Effect, Source, Spread
from layers.errors import RimlandError
from layers.picture.sheet import LayerId
from layers.position import format_position
from layers.response.model import Arrival, Gap, Likelihood
from layers.units import SpeedUnit
from mapapp.language import said, sentence, tr
from mapapp.settings import Notation

EFFECTS: dict[Effect, str] = {
    "air_presence": "Aircraft overhead",
    "air_strike": "Air strike",
    "maritime_patrol": "Maritime patrol",
    "surface_combatant": "Warship",
    "submarine": "Submarine",
    "amphibious": "Amphibious force",
    "airborne": "Airborne force",
    "light_ground": "Light ground force",
    "heavy_ground": "Heavy ground force",
    "air_and_missile_defence": "Air defence",
}
SHORT_EFFECTS: dict[Effect, str] = {
    "air_presence": "Aircraft",
    "air_strike": "Air strike",
    "maritime_patrol": "Patrol",
    "surface_combatant": "Warship",
    "submarine": "Submarine",
    "amphibious": "Amphibious",
    "airborne": "Airborne",
    "light_ground": "Light ground",
    "heavy_ground": "Heavy ground",
    "air_and_missile_defence": "Air defence",
}
LAYERS: dict[LayerId, str] = {
    "depths": "Sea depths",
    "land": "Land",
    "admin1": "Provinces",
    "rivers": "Rivers",
    "lakes": "Lakes",
    "borders": "Borders",
    "commitments": "US commitments",
    "zones": "Zones",
    "exercises": "Exercise areas",
    "adiz": "Air defence zones",
    "cooperation": "Sino-Russian ties",
    "bands": "Reaction times",
    "lost": "Hours lost",
    "graticule": "Graticule",
    "denial": "Denial ranges",
    "rings": "Range rings",
    "routes": "Routes",
    "events": "Events",
    "bases": "Bases",
    "units": "Units",
    "flashpoints": "Flashpoints",
    "drawings": "Drawings",
    "labels": "Names",
    "furniture": "Legend and scale",
}
CONFIDENCE: dict[Confidence, str] = {
    "high": "high confidence",
    "medium": "medium confidence",
    "low": "low confidence",
}

LEVERS: dict[str, tuple[str, str]] = {
    "decision_delay_h": ("Decision delay", "h"),
    "readiness_multiplier": ("Readiness takes longer", "times"),
    "speed_multiplier": ("Slower going", "of the speed"),
    "units_tied_down": ("Units tied down", "units"),
    "passage_closed": ("Passages closed", "shut"),
    "airspace_closed": ("Airspace closed", "shut"),
    "denial_range_km": ("Denial range", "km"),
    "passage_delay_h": ("Waiting in passages", "h"),
    "pool_share": ("Share of lift and tankers taken", "share"),
}
"""What a lever acts on, and how its size is counted."""


def lever(effect: str) -> str:
    """What a lever acts on."""
    return tr(LEVERS[effect][0])


def lever_size(effect: str, size: Spread) -> str:
    """How strongly a lever acts."""
    numbers = wording.number(f"{size.low:g} / {size.likely:g} / {size.high:g}")
    return f"{numbers} {tr(LEVERS[effect][1])}"


def source(found: Source) -> str:
    """Where something is from, how sure it is, and of when."""
    sure = tr(CONFIDENCE[found.confidence])
    dated = said(", as of {date}", date=found.as_of) if found.as_of else ""
    return f"{found.text} ({sure}{dated})"


def hours(value: float) -> str:
    """Hours as the table shows them: minutes below one hour, a decimal below ten."""
    size = abs(value)
    if size < 0.995:
        return said("{number} min", number=f"{round(value * 60)}")
    if size < 9.95:
        return said("{number} h", number=wording.number(f"{value:.1f}".removesuffix(".0")))
    return said("{number} h", number=f"{value:.0f}")


def beside(low: float, high: float) -> str:
    """The number alone of the lowest hours, in the unit in which the highest are written."""
    return f"{round(low * 60)}" if abs(high) < 0.995 else bare_hours(low)


def place(lon: float, lat: float, notation: Notation) -> str:
    """A position as it is to be written; in degrees where a grid has no name for it, as near the poles."""
    try:
        return format_position(lon, lat, notation)
    except RimlandError:
        return format_position(lon, lat, "DMS")


_CRUISE = re.compile(r"(?P<head>[^:;]*, (?:cruise )?)(?P<kmh>[0-9]+) km/h: ")


def in_speed(text: str, unit: SpeedUnit) -> str:
    """What a stage rests on with the speed at its beginning in `unit`; a source is quoted as it is written."""
    found = _CRUISE.match(text)
    if found is None:
        return text
    speed = units.format_speed(float(found["kmh"]) * units.MPS_PER_KMH, unit)
    return f"{found['head']}{speed}: {text[found.end() :]}"


def bare_hours(value: float) -> str:
    """The number of `hours` alone, in hours, for a column that says the unit in its head."""
    size = abs(value)
    decimals = 2 if size < 0.995 else 1 if size < 9.95 else 0
    text = f"{value:.{decimals}f}"
    return wording.number(text.rstrip("0").rstrip(".")) if decimals else text


def days(value: float) -> str:
    """Hours from three days on as days, to be read beside the hours; empty below."""
    return said("{number} days", number=f"{value / 24:.0f}") if value >= 72 else ""


def gap(found: Gap) -> str:
    """A gap as the table says it: no minutes beside hours, which would claim a precision nobody has."""
    if found.gap_h is None:
        return tr(found.verdict)
    return said("late by {hours}" if found.gap_h > 0 else "in time by {hours}", hours=hours(abs(found.gap_h)))


def chance(found: Likelihood) -> str:
    """The span that holds four draws of five, and how often it is before the clock."""
    text = said("Four times in five between {low} and {high}", low=hours(found.p10_h), high=hours(found.p90_h))
    if found.p_in_time is None:
        return text
    return said("{span}; in time in {share} of the draws", span=text, share=f"{found.p_in_time:.0%}")


def verdict(arrival: Arrival, clock_h: float | None) -> str:
    """In time, late by how much, or that it cannot or will not come, in a word or three."""
    if arrival.total is None:
        return tr("not expected" if arrival.status == "not expected" else "cannot come")
    if clock_h is None:
        return tr("no clock")
    late = arrival.total.likely - clock_h
    return said("late by {hours}", hours=hours(late)) if late > 0 else tr("in time")


def reason(arrival: Arrival) -> str:
    """Why a unit does not come; what the command line says of varying it is a place of the window here."""
    why, to_vary, _ = arrival.reason.partition("; to vary: --call ")
    return f"{sentence(why)}. {tr('To call it: Scenario, Availability')}" if to_vary else sentence(why)


def layer(ident: LayerId) -> str:
    """A layer within a sentence."""
    return tr(LAYERS[ident]).lower()
