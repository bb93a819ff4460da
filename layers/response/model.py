"""What a response is: where it goes, who arrives when, through which stages, and how much too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.catalogue.find import Place
from layers.catalogue.model import Catalogue, Clock
from layers.catalogue.values import Confidence, Effect, Spread, Theatre
from layers.routes.model import Route

StageName = Literal[
    "decision",
    "decision delay",
    "readiness",
    "wear",
    "release",
    "to embarkation",
    "waiting for lift",
    "load",
    "permissions",
    "waiting for tankers",
    "transit",
    "crew rest",
    "slowed",
    "passages",
    "held in passages",
    "unload",
    "onward",
]
BEFORE_LEAVING: frozenset[StageName] = frozenset(
    {
        "decision",
        "decision delay",
        "readiness",
        "wear",
        "release",
        "waiting for lift",
        "load",
        "permissions",
        "waiting for tankers",
    }
)
"""The stages in which a unit stands still before it sets out."""
WAITS: tuple[StageName, StageName] = ("waiting for lift", "waiting for tankers")
"""Until a vehicle of a pool is there. The hours need not grow from low to high: who is late may find one at once."""
Status = Literal["in time", "late", "no clock", "unreachable", "not expected"]
"""The last two have a reason and no hours: who cannot come, and who could but is not expected to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the response goes: a flashpoint, or any position."""

    id: str
    name: str
    lon: float
    lat: float
    holders: frozenset[str] = frozenset()
    """ISO A3 of the states that defend it by their own decision."""
    covered_by: frozenset[str] = frozenset()
    """Ids of the commitments that cover it."""
    theatre: Theatre | Literal[""] = ""

    @classmethod
    def at(cls, catalogue: Catalogue, place: Place) -> Target:
        """The target a place is: with holders and treaties when it is a flashpoint."""
        row = catalogue.flashpoints.get(place.id)
        if row is None:
            return cls(place.id, place.name, place.lon, place.lat, theatre=place.theatre)
        holders, covered = frozenset(row.holders), frozenset(row.commitments)
        return cls(row.id, row.name, row.lon, row.lat, holders, covered, row.theatre)


@dataclass(frozen=True, slots=True)
class Posture:
    """The question where a platform must wait to be at the target in time."""

    platform: str
    within_h: float
    """Hours from the order until it must be there."""
    notice_h: float = 0.0
    """Hours from the order until it sets out."""
    nation: str = ""
    """ISO A3 of whose ship it is, for passages open to their neighbours only."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One link of the chain, in hours, with what it rests on."""

    name: StageName
    hours: Spread
    source: str
    event: str = ""
    """What several units wait for together, such as a deciding body: it takes as long for all of them."""
    confidence: Confidence = "low"
    """How sure the record is that the hours rest on, the least sure of several; low for what the user assumes."""


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """One unit's way to the target: its stages add up to `total` exactly, or `reason` says why it does not come."""

    unit: str
    base: str
    platform: str
    """The platform that carries the unit over the main leg."""
    effect: Effect
    status: Status
    reason: str
    legs: tuple[Route, ...]
    stages: tuple[Stage, ...]
    total: Spread | None
    """Hours after H-hour; None when it does not come."""
    route_m: float | None
    """Length of all legs, or the distance a missile covers [m]; None when it does not come."""
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Why it does not come another way: each lift, field or port that was tried, with the reason."""
    boards_h: tuple[Spread, ...] = ()
    """Hours at which each load of the unit finds its lift, in order; empty where it does not draw on a pool."""
    pool: str = ""
    """Id of the pool it draws on; empty for none."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The first arrival of an effect against the seizure clock; positive: the fait accompli comes first."""

    effect: Effect
    first_unit: str
    """Id of the unit; empty when nobody can come."""
    likely_h: float | None
    gap_h: float | None
    """None when nobody can come or the target has no clock."""
    verdict: str
    """In words: ``"in time by 3 h"``, ``"late by 18 h"``, ``"no response possible"``."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Percentiles of an arrival [h] and the probability that it comes before the seizure clock runs out."""

    p10_h: float
    p50_h: float
    p90_h: float
    p_in_time: float | None
    """None where there is no seizure clock."""


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Percentiles of a number of hours."""

    p10_h: float
    p50_h: float
    p90_h: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """What `draws` draws with `seed` gave, by unit and by effect (its first arrival); who does not come is absent."""

    draws: int
    seed: int
    units: dict[str, Likelihood]
    effects: dict[Effect, Likelihood]
    gaps: dict[Effect, Percentiles]
    """First arrival less seizure clock, drawn together; empty where there is no clock."""


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """The answer for one target under one scenario; arrivals by likely hour, then who cannot and who will not come."""

    target: str
    target_name: str
    lon: float
    lat: float
    clock: Clock | None
    scenario: str
    arrivals: tuple[Arrival, ...]
    gaps: tuple[Gap, ...]
    chances: Simulation | None = None
    """What `montecarlo.simulate` drew of it, for those who show it."""
