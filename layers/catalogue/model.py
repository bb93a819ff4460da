"""Typed, frozen records of the catalogue; every number carries unit, source and confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from layers.catalogue.forces import Denial, Formation, Lift, Pool, Release, Requirement, Threshold
from layers.catalogue.published import PortDistance, TimeCheck
from layers.catalogue.values import Aid, Domain, Effect, LonLat, PassageState, ShipKind, Source, Spread, Theatre


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit and source, as the inspector shows it."""

    value: float
    unit: str
    source: Source
    note: str = ""


@dataclass(frozen=True, slots=True)
class Flashpoint:
    """A place where a small, quick grab is thinkable."""

    id: str
    name: str
    aliases: tuple[str, ...]
    theatre: Theatre
    lon: float
    lat: float
    held_by: str
    """In words, as printed: ``"Russia (de facto since 2014)"``."""
    holders: tuple[str, ...]
    """ISO A3 of the states whose forces defend it by their own decision; empty when nobody's do."""
    claimed_by: tuple[str, ...]
    garrison: str
    commitments: tuple[str, ...]
    essay_claim: str
    notes: str
    source: Source
    native: str = ""
    """The name in the script of those who hold or claim it, several joined by ' / '."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Hours from the first hostile move until the grab is a fait accompli."""

    flashpoint: str
    hours: Spread
    rationale: str
    source: Source

    @property
    def applies(self) -> bool:
        """False where there is nothing to seize (Kaliningrad is Russian territory)."""
        return self.hours.high > 0


@dataclass(frozen=True, slots=True)
class Base:
    """An airfield, port or garrison that forces respond from."""

    id: str
    name: str
    country: str
    """ISO A3."""
    operators: str
    kind: Literal["air", "naval", "army", "multi"]
    icao: str
    lon: float
    lat: float
    theatre: Theatre
    note: str
    source: Source
    aliases: tuple[str, ...] = ()
    """Short and native names a person may type; one may belong to several bases (Guam: a port and an airfield)."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A type of aircraft, ship, column or missile; speeds are planning speeds, not maxima."""

    id: str
    name: str
    domain: Domain
    role: str
    cruise_kmh: float | None
    dash_kmh: float | None
    combat_radius_km: float | None
    ferry_range_km: float | None
    refuelable: bool
    load: str
    source: Source
    ship_kinds: tuple[ShipKind, ...] = ()
    """What a passage's `bars` may refuse; empty for what is not a ship, and for ships that fit anywhere."""
    crew: str = ""
    """Id of the `Crew` that flies it; empty for what does not fly."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A formation that can respond: what it is, where it stands, how soon it moves."""

    id: str
    name: str
    nation: str
    """ISO A3, several joined by ';', or 'NATO'."""
    alliance: str
    """Who must decide to send it: us, nato, japan, taiwan, philippines, australia, rok, partner."""
    platform: str
    base: str
    strength: str
    effect: Effect
    readiness_h: Spread
    standing_orders: bool
    """True where the unit acts on alert under orders that already stand (air policing, coast guard on station)."""
    lift: str
    """Platform that carries it; empty when it moves by its own platform."""
    load_h: Spread
    unload_h: Spread
    theatre: Theatre
    source: Source


@dataclass(frozen=True, slots=True)
class Decision:
    """Hours from warning to order, per deciding body."""

    id: str
    """An alliance of `Unit.alliance`, or ``standing`` or ``self-defence``."""
    name: str
    hours: Spread
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Commitment:
    """A treaty, law or statement of policy: who, what it covers, how binding."""

    id: str
    name: str
    parties: tuple[str, ...]
    signed: str
    what_it_covers: str
    binding: str
    theatre: Theatre
    source: Source
    aid: Aid = "none"


@dataclass(frozen=True, slots=True)
class Stance:
    """Whether somebody is expected to answer somewhere, beyond or against what the commitments say."""

    id: str
    who: tuple[str, ...]
    """ISO A3 of nations, 'NATO' for its common forces, or ids of units."""
    covers: tuple[str, ...]
    """Ids of flashpoints or commitments, ``"theatre:east"``, or ``"theatre:both"`` for everywhere."""
    answers: bool
    decides: str
    """Deciding body when they answer on this ground; empty for the unit's own."""
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Crew:
    """How long one kind of crew stays in the air, and how long it rests before it flies on."""

    id: str
    name: str
    longest_h: float
    """Longest flight without landing [h]."""
    rest_h: Spread
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Passage:
    """A strait or canal that can be open, restricted or closed to warships."""

    id: str
    name: str
    gate: tuple[LonLat, ...]
    """The line from shore to shore, two or more (lon, lat) points; a route that crosses it uses the passage."""
    connects: tuple[str, ...]
    width_km: float
    regime: str
    default: PassageState
    wartime_note: str
    delay_h: float
    source: Source
    channel: tuple[LonLat, ...] = ()
    """Centre line from open water to open water, (lon, lat); empty where the way through needs no help."""
    bars: tuple[ShipKind, ...] = ()
    """Kinds of ship that cannot or may not pass even when it is open; see `Platform.ship_kinds`."""
    littoral: tuple[str, ...] = ()
    """ISO A3 of the states whose ships pass though it is closed to others, because they hold its shores."""
    theatre: Theatre = "both"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Airspace:
    """A country's airspace as US and allied military aircraft find it."""

    country: str
    name: str
    default: PassageState
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Lever:
    """Pressure that one side can apply, and the stage or resource it acts on."""

    id: str
    name: str
    actor: str
    theatre: str
    essay_row: str
    effect: str
    size: Spread
    applies_to: tuple[str, ...]
    rationale: str
    source: Source
    bodies: tuple[str, ...] = ()
    """Deciding bodies that a delay holds up; empty for all that have to decide."""
    through: tuple[str, ...] = ()
    """Countries or passages that a leg must all use to be slowed; empty for any leg."""
    holds: Literal["everywhere", "other-end"] = "everywhere"
    """Whether it is felt at every target, or at those of the other end of Eurasia than `theatre`."""
    held_at: LonLat | None = None
    """Where the units it ties down are; None for their own bases."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, dated and placed."""

    date: str
    end_date: str
    actors: tuple[str, ...]
    kind: str
    name: str
    lon: float
    lat: float
    place: str
    what: str
    source: Source

    def between(self, first: str, last: str) -> bool:
        """Whether any of its days lies between two dates, both included; an empty one leaves that side open.

        Dates are ISO: a year, a month or a day; a year or a month stands for all its days.
        """
        begins, ends = _first_day(self.date), _last_day(self.end_date or self.date)
        return (not first or ends >= _first_day(first)) and (not last or begins <= _last_day(last))


def _first_day(date: str) -> str:
    return date + "0000-01-01"[len(date) :]


def _last_day(date: str) -> str:
    # no month is longer, and texts are compared: the last of February need not be known
    return date + "9999-12-31"[len(date) :]


@dataclass(frozen=True, slots=True)
class Zone:
    """A sea or land area with a name; its outline is part of the base map, under the same id."""

    id: str
    name: str
    theatre: Theatre
    note: str
    source: Source
    lon: float
    """Where its name stands, and where a search for it goes."""
    lat: float
    native: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything above, by id, in file order."""

    flashpoints: Mapping[str, Flashpoint]
    clocks: Mapping[str, Clock]
    zones: Mapping[str, Zone]
    bases: Mapping[str, Base]
    platforms: Mapping[str, Platform]
    units: Mapping[str, Unit]
    decisions: Mapping[str, Decision]
    commitments: Mapping[str, Commitment]
    passages: Mapping[str, Passage]
    airspace: Mapping[str, Airspace]
    levers: Mapping[str, Lever]
    events: tuple[Event, ...]
    port_distances: tuple[PortDistance, ...] = ()
    time_checks: tuple[TimeCheck, ...] = ()
    stances: tuple[Stance, ...] = ()
    crews: Mapping[str, Crew] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    formations: Mapping[str, Formation] = field(default_factory=dict)
    releases: Mapping[str, Release] = field(default_factory=dict)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    requirements: Mapping[str, Requirement] = field(default_factory=dict)
    denials: Mapping[str, Denial] = field(default_factory=dict)
    lifts: tuple[Lift, ...] = ()
