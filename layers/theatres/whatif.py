"""What would have to be true for a response to come in time: solved in the model itself, not guessed.

The hours to decide, the hours of readiness, or the distance at which the first arrival meets the seizure clock;
found by root finding on the whole model, so that the answer put back gives a gap of nothing. Where there is no
answer the words say why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from layers import geodesy
from layers.catalogue.forces import Threshold
from layers.response.clock import Target, respond
from layers.response.model import Arrival, Response
from layers.response.world import World
from layers.routes.model import Line
from layers.scenario import edits
from layers.scenario.model import Scenario
from layers.theatres import thresholds
from layers.theatres.sensitivity import sure
from layers.theatres.thresholds import Help
from layers.units import SECONDS_PER_HOUR, format_distance, format_duration

Solve = Literal["decision_h", "readiness_h", "distance_km"]
MOST_H = 24.0 * 365
"""Longer than a year is no answer."""
EXACT_H = 1.0 / 120.0
"""A gap below half a minute is none."""
_STEPS = 60
_HERE = "hypothetical"


@dataclass(frozen=True, slots=True)
class Answer:
    """The value at which the response comes just in time, or why there is none."""

    solve: Solve
    value: float | None
    unit: str
    """Unit that then comes first; empty for none."""
    gap_h: float | None
    """The gap with the value put back; None where there is no value."""
    words: str


def solve(world: World, scenario: Scenario, target: Target, threshold: Threshold, what: Solve) -> Answer:
    """The value of one assumption at which a threshold is met just as the clock runs out."""
    now = respond(world, scenario, target)
    if now.clock is None:
        return Answer(what, None, "", None, f"{target.name} has no seizure clock, so nothing can be late.")
    found = thresholds.helpers(world.catalogue, now, threshold)
    if what == "distance_km":
        return _distance(world, scenario, target, threshold, now, found)

    def put(hours: float) -> Scenario:
        return _decided(world, scenario, hours) if what == "decision_h" else _ready(world, scenario, threshold, hours)

    return _hours(world, put, target, threshold, what)


def _decided(world: World, scenario: Scenario, hours: float) -> Scenario:
    """Every body that has to decide takes the same hours; orders that stand stay as they are."""
    for body in world.catalogue.decisions:
        if body != "standing":
            scenario = edits.set_decision(scenario, body, sure(hours))
    return scenario


def _ready(world: World, scenario: Scenario, threshold: Threshold, hours: float) -> Scenario:
    """Every unit of the effects that count is ready in the same hours."""
    for unit in world.catalogue.units.values():
        if unit.effect in threshold.effects:
            scenario = edits.set_readiness(scenario, unit.id, sure(hours))
    return scenario


def _hours(world: World, put: Callable[[float], Scenario], target: Target, threshold: Threshold, what: Solve) -> Answer:
    title = {"decision_h": "decision", "readiness_h": "readiness"}[what]

    def state(hours: float) -> tuple[float | None, str]:
        return _gap(world, respond(world, put(hours), target), threshold)

    at_once, unit = state(0.0)
    if at_once is None:
        return Answer(what, None, "", None, f"No {title} helps: nobody who meets '{threshold.name}' can come at all.")
    if at_once > 0:
        late = format_duration(at_once * SECONDS_PER_HOUR)
        return Answer(
            what,
            None,
            unit,
            None,
            f"No {title} is short enough: even with none at all the {threshold.name} is late by {late}.",
        )
    never, _ = state(MOST_H)
    if never is not None and never <= 0:
        return Answer(what, None, unit, None, f"Any {title} will do: forces that need none are there in time.")
    value = _root(lambda hours: state(hours)[0], 0.0, MOST_H)
    gap, unit = state(value)
    within = format_duration(value * SECONDS_PER_HOUR)
    words = f"{title.capitalize()} within {within}: then the {threshold.name} is there just in time."
    return Answer(what, value, unit, gap, words)


def _distance(
    world: World, scenario: Scenario, target: Target, threshold: Threshold, now: Response, found: list[Help]
) -> Answer:
    clock_h = now.clock.hours.likely if now.clock else 0.0
    if not found:
        return Answer("distance_km", None, "", None, f"Nobody who meets '{threshold.name}' can come from anywhere.")
    first = found[0]
    if first.hours.likely <= clock_h:
        km = (first.row.route_m or 0.0) / 1e3
        words = f"From where it stands, {format_distance(km * 1e3)} away, {_name(world, first)} is in time already."
        return Answer("distance_km", None, first.row.unit, None, words)
    chosen = max(found, key=lambda one: _estimate(one, clock_h))
    if _estimate(chosen, clock_h) <= 0:
        fixed = min(_standing_h(one) for one in found)
        words = (
            f"No distance is short enough: decision, readiness, loading and waiting alone take "
            f"{format_duration(fixed * SECONDS_PER_HOUR)}, the clock {format_duration(clock_h * SECONDS_PER_HOUR)}."
        )
        return Answer("distance_km", None, chosen.row.unit, None, words)
    leg = max(chosen.row.legs, key=lambda leg: leg.length_m)

    def state(km: float) -> float | None:
        moved = _based(world, chosen.row, leg.line, km * 1e3)
        return _gap(moved, respond(moved, scenario, target), threshold, chosen.row.unit)[0]

    most = geodesy.length(leg.line.lon, leg.line.lat) / 1e3
    value = _root(state, 0.0, most)
    gap = state(value)
    name = _name(world, chosen)
    far = format_distance(value * 1e3)
    if gap is None or abs(gap) > EXACT_H * 2:
        words = f"{name} is in time from up to {far}, and a step farther it needs help on the way and is late."
        return Answer("distance_km", value, chosen.row.unit, gap, words)
    words = f"{name}, based {far} from {target.name} on its way, would be there just in time."
    return Answer("distance_km", value, chosen.row.unit, gap, words)


def _standing_h(one: Help) -> float:
    return one.hours.likely - sum(stage.hours.likely for stage in one.row.stages if stage.name in _UNDER_WAY)


_UNDER_WAY = {"transit", "slowed", "crew rest", "passages", "held in passages"}


def _estimate(one: Help, clock_h: float) -> float:
    """About how far it could be based and still be in time [m]; negative when it could not."""
    under_way = one.hours.likely - _standing_h(one)
    if not one.row.legs or under_way <= 0:
        return -1.0
    return (clock_h - _standing_h(one)) / under_way * (one.row.route_m or 0.0)


def _based(world: World, row: Arrival, line: Line, metres: float) -> World:
    """The world in which a unit is based on its way, so far before the end."""
    catalogue = world.catalogue
    unit = catalogue.units[row.unit]
    home = catalogue.bases[unit.base]
    lon, lat = _before_end(line, metres)
    base = replace(home, id=_HERE, name="a base on its way", lon=lon, lat=lat, kind="multi", aliases=())
    return world.over(
        replace(
            catalogue,
            bases={**catalogue.bases, _HERE: base},
            units={**catalogue.units, unit.id: replace(unit, base=_HERE)},
        )
    )


def _before_end(line: Line, metres: float) -> tuple[float, float]:
    """The point on a line so far before its end [m] along it."""
    left = metres
    for k in range(len(line.lon) - 1, 0, -1):
        a, b = (float(line.lon[k - 1]), float(line.lat[k - 1])), (float(line.lon[k]), float(line.lat[k]))
        length = float(geodesy.distance(*a, *b))
        if length >= left and length > 0:
            lon, lat = geodesy.interpolate(*b, *a, left / length)
            return float(lon), float(lat)
        left -= length
    return float(line.lon[0]), float(line.lat[0])


def _gap(world: World, response: Response, threshold: Threshold, unit: str = "") -> tuple[float | None, str]:
    """The gap and who comes first; of one unit alone where it is named."""
    found = thresholds.helpers(world.catalogue, response, threshold)
    if unit:
        found = [one for one in found if one.row.unit == unit]
    if not found or response.clock is None:
        return None, ""
    return found[0].hours.likely - response.clock.hours.likely, found[0].row.unit


def _root(gap: Callable[[float], float | None], low: float, high: float) -> float:
    """Where a gap that grows from below to above nothing crosses it: halving, with a secant step where that is nearer.

    Nobody coming counts as late. Where the gap jumps over nothing, the value just before the jump.
    """
    below, above = gap(low), gap(high)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if below is not None and above is not None and above - below > 0:
            secant = low - below * (high - low) / (above - below)
            # Near an end a secant creeps: it may only take the middle half.
            middle = min(max(secant, low + (high - low) / 16), high - (high - low) / 16)
        value = gap(middle)
        if value is not None and abs(value) < EXACT_H / 4:
            return middle
        if value is not None and value < 0:
            low, below = middle, value
        else:
            high, above = middle, value
        if high - low < 1e-7:
            break
    return low


def _name(world: World, one: Help) -> str:
    return world.catalogue.units[one.row.unit].name
