"""Two scenarios side by side: the hours each unit and each threshold wins or loses.

Which assumptions differ, `layers.document.assumptions` tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layers.catalogue.model import Catalogue
from layers.response.clock import Target, respond
from layers.response.model import Arrival, Response
from layers.response.world import World
from layers.scenario.model import Scenario
from layers.theatres import distraction, thresholds
from layers.theatres.distraction import Side


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """One unit under both scenarios; `won_h` is positive when it is sooner under the second."""

    first: Arrival
    second: Arrival
    won_h: float | None
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdShift:
    """One threshold under both scenarios."""

    target: str
    threshold: str
    clock_h: float | None
    first: Side
    second: Side
    won_h: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """One place under two scenarios."""

    first: Response
    second: Response
    thresholds: tuple[ThresholdShift, ...]
    shifts: tuple[Shift, ...]
    """Units that come under one of them at least, the most changed first."""


def compare(
    world: World, first: Scenario, second: Scenario, target: Target, check: Callable[[], None] | None = None
) -> Comparison:
    """One place under two scenarios."""
    one, two = respond(world, first, target, check), respond(world, second, target, check)
    return Comparison(one, two, threshold_shifts(world.catalogue, one, two), _shifts(one, two))


def threshold_shifts(catalogue: Catalogue, one: Response, two: Response) -> tuple[ThresholdShift, ...]:
    """The thresholds of a place under two responses for it."""
    found = []
    for threshold in thresholds.required(catalogue, one.target):
        a, b = (distraction.side(catalogue, response, threshold) for response in (one, two))
        won = None if a.hours is None or b.hours is None else a.hours - b.hours
        clock_h = two.clock.hours.likely if two.clock else None
        found.append(ThresholdShift(one.target, threshold.id, clock_h, a, b, won))
    return tuple(found)


def _shifts(one: Response, two: Response) -> tuple[Shift, ...]:
    other = {row.unit: row for row in two.arrivals}
    found = []
    for a in one.arrivals:
        b = other.get(a.unit)
        if b is None or (a.total is None and b.total is None):
            continue
        if a.total is not None and b.total is not None:
            won = a.total.likely - b.total.likely
            found.append(Shift(a, b, won, "as before" if abs(won) < 1e-9 else "sooner" if won > 0 else "later"))
        elif b.total is None:
            found.append(Shift(a, b, None, f"no longer comes: {b.reason}"))
        else:
            found.append(Shift(a, b, None, f"comes now; before: {a.reason}"))
    return tuple(sorted(found, key=lambda shift: (shift.won_h is not None, -abs(shift.won_h or 0.0), shift.first.unit)))
