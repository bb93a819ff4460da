"""What the records of the catalogue are made of: kinds, sources, and judgements as low / likely / high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Confidence = Literal["high", "medium", "low"]
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
"""The surest first."""
Theatre = Literal["east", "west", "both"]
Domain = Literal["air", "sea", "land", "missile"]
Effect = Literal[
    "air_presence",
    "air_strike",
    "maritime_patrol",
    "surface_combatant",
    "submarine",
    "amphibious",
    "airborne",
    "light_ground",
    "heavy_ground",
    "air_and_missile_defence",
]
PassageState = Literal["open", "restricted", "closed"]
ShipKind = Literal["carrier", "submarine", "large", "deep-draught"]
Aid = Literal["defence", "consultation", "none"]
"""What a commitment owes: forces, talks and supply, or neither."""
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row's figures come from, and how well they are known."""

    text: str
    confidence: Confidence
    as_of: str = ""


def together(sources: Sequence[Source]) -> Source | None:
    """Several sources as one, as sure as the least sure of them; None of none."""
    if not sources:
        return None
    least = max(sources, key=lambda source: CONFIDENCES.index(source.confidence))
    return Source("; ".join(source.text for source in sources), least.confidence)


@dataclass(frozen=True, slots=True)
class Spread:
    """A judgement as low / likely / high (triangular); the three are equal when it is known."""

    low: float
    likely: float
    high: float

    def __add__(self, other: Spread) -> Spread:
        return Spread(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def scaled(self, factor: Spread) -> Spread:
        return Spread(self.low * factor.low, self.likely * factor.likely, self.high * factor.high)


ZERO = Spread(0.0, 0.0, 0.0)
