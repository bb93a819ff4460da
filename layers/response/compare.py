"""Two scenarios side by side: which assumptions differ, and the hours each unit and each threshold wins or loses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from layers.catalogue.model import Catalogue, Spread
from layers.response import distraction, thresholds
from layers.response.clock import Target, respond
from layers.response.distraction import Side
from layers.response.model import Arrival, Response
from layers.response.world import World
from layers.scenario.model import Scenario

_WORDS = {
    "closed": "closed passages",
    "opened": "opened passages",
    "avoided": "countries not crossed",
    "allowed": "countries opened",
    "committed": "units tied down",
    "called": "units called",
    "uncalled": "units not called",
    "tankers": "tankers",
    "decision_h": "hours to decide",
    "readiness_h": "hours of readiness",
    "clock_h": "seizure clock",
    "levers": "levers in force",
    "lever_size": "size of levers",
    "engaged": "units engaged",
    "spared": "units spared",
    "release_h": "hours to release",
    "pools": "lift and tankers",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One assumption that is not the same: what only the first has, and what only the second."""

    field: str
    what: str
    first: str
    second: str


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


def differences(first: Scenario, second: Scenario) -> tuple[Difference, ...]:
    """All assumptions in which two scenarios differ, in the order of the scenario; names and notes are none."""
    found = []
    for field in fields(Scenario):
        a, b = getattr(first, field.name), getattr(second, field.name)
        if field.name not in _WORDS or a == b:
            continue
        if isinstance(a, bool):
            found.append(Difference(field.name, _WORDS[field.name], "yes" if a else "no", "yes" if b else "no"))
            continue
        one, two = _items(a), _items(b)
        for name in sorted(one.keys() | two.keys()):
            if one.get(name) != two.get(name):
                told = (one.get(name), two.get(name))
                found.append(Difference(field.name, _WORDS[field.name], *(text or "-" for text in told)))
    return tuple(found)


def _items(value: Iterable[object]) -> dict[str, str]:
    """What a field holds, each by its id, in words."""
    found = {}
    for item in value:
        if isinstance(item, tuple):
            name, held = item
            found[str(name)] = f"{name} {_triple(held)}" if isinstance(held, Spread) else f"{name} at {held}"
        else:
            found[str(item)] = str(item)
    return found


def _triple(value: Spread) -> str:
    return f"{value.low:g} / {value.likely:g} / {value.high:g}"


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
