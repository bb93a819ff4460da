"""What a route is, whichever way it goes: a line with its legs, or a reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Mode = Literal["air", "sea", "land"]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A polyline whose consecutive vertices are joined by geodesics; lon, lat in degrees, shape (n,)."""

    lon: Array
    lat: Array


@dataclass(frozen=True, slots=True)
class Snap:
    """An end point that was not where the mode can move, and where it was moved to."""

    lon: float
    lat: float
    distance_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A way from A to B.

    `line` ends where the mode ends (the snapped points); the snap distances are reported, not travelled.
    """

    mode: Mode
    line: Line
    length_m: float
    """Length travelled: by air and sea the geodesic length of `line`, by land that times the road factor."""
    geodesic_m: float
    """Length of the direct geodesic between the ends of `line`, for the detour factor."""
    passages: tuple[str, ...] = ()
    """Ids of the passages used, in order of travel."""
    regions: frozenset[int] = frozenset()
    """By land the regions of ground it passes, however shortly (`land_net`)."""
    delay_s: float = 0.0
    """Waiting in restricted passages and at borders."""
    start_snap: Snap | None = None
    end_snap: Snap | None = None
    notes: tuple[str, ...] = ()
    """What a reader of the way must know, each a sentence."""
    assumed: tuple[str, ...] = ()
    """What was assumed to find it, each a sentence."""
    refused: tuple[str, ...] = ()
    """Why the direct way, or a shorter one, was not taken, each a sentence; empty when this is the direct way."""

    @property
    def told(self) -> tuple[str, ...]:
        """Everything there is to say about it: notes, refusals, assumptions."""
        return (*self.notes, *self.refused, *self.assumed)

    @property
    def detour(self) -> float:
        """Length over the direct geodesic; 1.0 for a route of no length."""
        return self.length_m / self.geodesic_m if self.geodesic_m > 0 else 1.0


@dataclass(frozen=True, slots=True)
class NoRoute:
    """There is no way, and this is why; never a number."""

    mode: Mode
    reason: str
