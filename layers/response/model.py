"""What a response is: who arrives when, through which stages, and how much too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.catalogue.model import Clock, Effect, Spread
from layers.routes.model import Route

StageName = Literal[
    "decision",
    "readiness",
    "to embarkation",
    "load",
    "permissions",
    "transit",
    "passages",
    "unload",
    "onward",
]
Status = Literal["in time", "late", "no clock", "unreachable"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One link of the chain, in hours, with what it rests on."""

    name: StageName
    hours: Spread
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """One unit's way to the target: its stages add up to `total` exactly, or `reason` says why it cannot come."""

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
    """Hours after H-hour; None when unreachable."""
    route_m: float | None
    """Length of all legs, or the distance a missile covers [m]; None when unreachable."""
    notes: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """The answer for one target under one scenario; arrivals by likely hour, the unreachable last."""

    target: str
    target_name: str
    lon: float
    lat: float
    clock: Clock | None
    scenario: str
    arrivals: tuple[Arrival, ...]
    gaps: tuple[Gap, ...]
