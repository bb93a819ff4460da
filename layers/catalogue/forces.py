"""What carries whom, and what two theatres share: lift and tankers, sizes of units, release from a war, help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.catalogue.values import Effect, Source, Spread, Theatre

PoolKind = Literal["lift", "tankers"]
Echelon = Literal["", "company", "battalion", "brigade", "division"]
COMPANIES: dict[Echelon, int] = {"": 0, "company": 1, "battalion": 4, "brigade": 16, "division": 48}
"""Rifle companies in a formation: three or four to the next higher one; none where there are no soldiers to land."""
Denies = Literal["aircraft", "ships", "large-ships"]


@dataclass(frozen=True, slots=True)
class Lift:
    """What may carry a unit besides the platform its own row names."""

    unit: str
    platform: str
    load_h: Spread
    unload_h: Spread
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Pool:
    """Aircraft or ships that several units have to share."""

    id: str
    name: str
    platforms: tuple[str, ...]
    """Platforms of `Unit.lift` that it stands for; empty for tankers."""
    serves: tuple[str, ...]
    """Deciding bodies whose units it carries."""
    theatre: Theatre
    """End of Eurasia whose units it carries; 'both' for all."""
    kind: PoolKind
    count: Spread
    """How many can be given to one crisis at once; low is few."""
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Formation:
    """How large a unit is, and how much of a pool it takes."""

    unit: str
    echelon: Echelon
    lifts: int
    """Loads of its lift platform for all of it; 0 where it does not draw on a pool."""
    tankers: int
    """Tankers at once for its first package of aircraft when it flies beyond its radius."""
    source: Source


@dataclass(frozen=True, slots=True)
class Release:
    """Whether units of an effect are let go from a war that goes on, and after how long."""

    effect: Effect
    released: bool
    hours: Spread
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Threshold:
    """What has to be there to count as a response."""

    id: str
    name: str
    effects: tuple[Effect, ...]
    """Units of any of these count."""
    companies: int
    """Companies of one unit that have to be ashore; 0 where the first aircraft or ship counts."""
    rationale: str
    source: Source
    by: Literal["anybody", "allies"] = "anybody"
    """Whose units count: allies are all but the states that hold the place."""
    domain: Literal["", "air", "sea"] = ""
    """What has to carry it; empty for anything."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What counts as a response at one flashpoint, and which commitments that are named with it do not reach it."""

    flashpoint: str
    thresholds: tuple[str, ...]
    """Ids, the first to be asked for first."""
    outside: tuple[str, ...]
    """Ids of commitments often named with the place that do not cover it."""
    rationale: str
    source: Source


@dataclass(frozen=True, slots=True)
class Denial:
    """Where a denial system stands, by region, and what it keeps out."""

    id: str
    name: str
    platform: str
    lon: float
    lat: float
    denies: Denies
    source: Source
