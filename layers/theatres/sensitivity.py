"""What matters most: how far each assumption, at its low and at its high value, moves the gap of one threshold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from layers.catalogue.forces import Threshold
from layers.catalogue.model import Unit
from layers.catalogue.values import Spread
from layers.response import callers
from layers.response.clock import Target, deciding_body, respond
from layers.response.model import Response
from layers.response.world import World
from layers.scenario import availability, edits, levers
from layers.scenario.model import Scenario
from layers.theatres import thresholds
from layers.theatres.thresholds import Help

_LEADERS = 6
"""Units whose readiness is varied: those that come first, and those that could overtake them."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One assumption at its low and its high value, all others likely."""

    kind: str
    """clock, decision, readiness, lever, pool, release or pace."""
    id: str
    name: str
    values: Spread
    unit: str
    source: str
    gap_low_h: float | None
    """The gap with the low value; None when nobody comes then."""
    gap_high_h: float | None

    @property
    def swing_h(self) -> float:
        """Hours between the two; endless when with one of them nobody comes."""
        if self.gap_low_h is None and self.gap_high_h is None:
            return 0.0
        if self.gap_low_h is None or self.gap_high_h is None:
            return float("inf")
        return abs(self.gap_high_h - self.gap_low_h)


@dataclass(frozen=True, slots=True)
class Tornado:
    """The gap as it is, and what moves it, the most first; assumptions that move nothing stand last."""

    target: str
    threshold: Threshold
    gap_h: float | None
    first_unit: str
    swings: tuple[Swing, ...]


def tornado(
    world: World,
    scenario: Scenario,
    target: Target,
    threshold: Threshold,
    check: Callable[[], None] | None = None,
) -> Tornado:
    """Every assumption behind a threshold at its low and high value, one at a time."""
    base = respond(world, scenario, target, check)
    found = thresholds.helpers(world.catalogue, base, threshold)

    def gap_of(other: Scenario) -> float | None:
        return _gap(world, respond(world, other, target, check), threshold)

    swings = [
        Swing(kind, name, title, values, unit, source, gap_of(low), gap_of(high))
        for kind, name, title, values, unit, source, low, high in _varied(world, scenario, target, base, found)
    ]
    if base.clock is not None and found:
        swings.append(_pace(found, base.clock.hours.likely))
    swings.sort(key=lambda swing: (-swing.swing_h, swing.kind, swing.id))
    return Tornado(
        target.id, threshold, _gap(world, base, threshold), found[0].row.unit if found else "", tuple(swings)
    )


_Variation = tuple[str, str, str, Spread, str, str, Scenario, Scenario]


def _varied(
    world: World, scenario: Scenario, target: Target, base: Response, found: list[Help]
) -> Iterator[_Variation]:
    catalogue = world.catalogue
    if base.clock is not None:
        row = base.clock
        yield _at("clock", target.id, "Seizure clock", row.hours, "h", row.source.text, scenario, edits.set_clock)
    likely = [one for one in found if one.hours.low <= found[0].hours.high][:_LEADERS] if found else []
    units = [catalogue.units[one.row.unit] for one in likely]
    for body in dict.fromkeys(_body(world, scenario, target, unit) for unit in units):
        hours, source = availability.decision(catalogue, scenario, body)
        yield _at(
            "decision",
            body,
            f"Decision: {catalogue.decisions[body].name}",
            hours,
            "h",
            source.text,
            scenario,
            edits.set_decision,
        )
    for unit in units:
        hours, source = availability.readiness(scenario, unit)
        yield _at(
            "readiness", unit.id, f"Readiness: {unit.name}", hours, "h", source.text, scenario, edits.set_readiness
        )
    for one in likely:
        stage = next((stage for stage in one.row.stages if stage.name == "release"), None)
        if stage is not None:
            name = catalogue.units[one.row.unit].name
            yield _at(
                "release", one.row.unit, f"Release: {name}", stage.hours, "h", stage.source, scenario, edits.set_release
            )
    for lever in catalogue.levers.values():
        if lever.id in scenario.levers:
            size = levers.size(scenario, lever)
            yield _at("lever", lever.id, lever.name, size, lever.effect, lever.source.text, scenario, edits.set_lever)
    for name in dict.fromkeys(one.row.pool for one in likely if one.row.pool):
        pool = catalogue.pools[name]
        count = dict(scenario.pools).get(name, pool.count)
        yield _at("pool", name, pool.name, count, "vehicles", pool.source.text, scenario, edits.set_pool)


def _at(
    kind: str,
    name: str,
    title: str,
    values: Spread,
    unit: str,
    source: str,
    scenario: Scenario,
    put: Callable[[Scenario, str, Spread], Scenario],
) -> _Variation:
    low, high = (put(scenario, name, sure(value)) for value in (values.low, values.high))
    return kind, name, title, values, unit, source, low, high


def _body(world: World, scenario: Scenario, target: Target, unit: Unit) -> str:
    return deciding_body(unit, target, callers.expectation(world, scenario, target, unit).decides)


def _pace(found: list[Help], clock_h: float) -> Swing:
    """Speed under way: every unit at its fastest and its slowest."""
    first = min(found, key=lambda one: one.hours.likely)

    def soonest(part: str) -> float:
        return min(one.hours.likely + _under_way(one, part) - _under_way(one, "likely") for one in found)

    way = [stage for stage in first.row.stages if stage.name == "transit"]
    hours = sum((stage.hours for stage in way), Spread(0.0, 0.0, 0.0))
    source = way[0].source if way else ""
    return Swing(
        "pace",
        first.row.unit,
        "Hours under way",
        hours,
        "h",
        source,
        soonest("low") - clock_h,
        soonest("high") - clock_h,
    )


def _under_way(one: Help, part: str) -> float:
    return sum(float(getattr(stage.hours, part)) for stage in one.row.stages if stage.name == "transit")


def _gap(world: World, response: Response, threshold: Threshold) -> float | None:
    found = thresholds.helpers(world.catalogue, response, threshold)
    if not found or response.clock is None:
        return None
    return found[0].hours.likely - response.clock.hours.likely


def sure(value: float) -> Spread:
    """A value that is known."""
    return Spread(value, value, value)
