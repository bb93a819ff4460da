"""What others have printed: distances and times that answers of ours are held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.catalogue.values import Source


@dataclass(frozen=True, slots=True)
class PortDistance:
    """A sea distance as a book of distances prints it: an outside authority for the router."""

    start: str
    start_lon: float
    start_lat: float
    end: str
    end_lon: float
    end_lat: float
    nmi: float
    route_note: str
    source: Source
    exception_pct: float | None = None
    """How far ours is off where it is off for a reason known [%]; None where it must agree."""
    exception: str = ""
    """The reason."""


@dataclass(frozen=True, slots=True)
class TimeCheck:
    """A published transit or notice time, to hold an answer of ours against."""

    id: str
    start: str
    end: str
    mode: Literal["air", "sea", "land", "decision", "clock"]
    low_h: float | None
    """None where the source gives no bound on that side."""
    high_h: float | None
    what: str
    published_as: str
    source: Source
    compare: str = ""
    """What of ours it is held against: ``"transit"``, ``"readiness:UNIT"``, ``"decision:BODY"``, ``"total:UNIT"``,
    ``"clock:FLASHPOINT"``, ``"length:KM"`` with the kilometres printed; empty for nothing."""
    from_place: str = ""
    to_place: str = ""
    platform: str = ""
    knots: float | None = None
    """Speed that is printed with the time; None where the model's own is to be tried."""
    note: str = ""
