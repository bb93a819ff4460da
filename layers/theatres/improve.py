"""Which single change wins most hours: one unit let go from where it is tied down, or stationed at another base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from layers import geodesy
from layers.catalogue.forces import Threshold
from layers.catalogue.model import Base
from layers.response import lifted, release
from layers.response.clock import Target, respond
from layers.response.gap import verdict
from layers.response.model import Response
from layers.response.world import World
from layers.scenario import edits
from layers.scenario.model import Scenario
from layers.theatres import thresholds
from layers.theatres.thresholds import Help
from layers.theatres.whatif import EXACT_H
from layers.units import SECONDS_PER_HOUR, format_duration


@dataclass(frozen=True, slots=True)
class Gain:
    """One change and the hours it wins."""

    kind: Literal["base", "release"]
    unit: str
    base: str
    """Where the unit would be stationed; empty for a release."""
    hours: float
    """Likely hours of the first arrival after it."""
    won_h: float
    words: str


def gains(
    world: World,
    scenario: Scenario,
    target: Target,
    threshold: Threshold,
    kind: Literal["base", "release"],
    check: Callable[[], None] | None = None,
) -> tuple[Gain, ...]:
    """The one unit let go, or stationed elsewhere, that wins most hours; the most first, without those of no use."""
    now = respond(world, scenario, target, check)
    found = thresholds.helpers(world.catalogue, now, threshold)
    before = found[0].hours.likely if found else None
    tried = (
        _releases(world, scenario, now, threshold) if kind == "release" else _stations(world, scenario, target, found)
    )
    results = []
    for unit, base, other, there in tried:
        if check is not None:
            check()
        response = respond(there, other, target, check)
        first = thresholds.helpers(there.catalogue, response, threshold)
        if not first or (before is not None and first[0].hours.likely >= before - EXACT_H):
            continue
        hours = first[0].hours.likely
        clock_h = now.clock.hours.likely if now.clock else None
        name = world.catalogue.units[unit].name
        what = f"{name} stationed at {world.catalogue.bases[base].name}" if base else f"{name} let go"
        late = "" if clock_h is None else f", {verdict(hours - clock_h)}"
        won = float("inf") if before is None else before - hours
        results.append(Gain(kind, unit, base, hours, won, f"{what}: {format_duration(hours * SECONDS_PER_HOUR)}{late}"))
    return tuple(sorted(results, key=lambda gain: (gain.hours, gain.unit, gain.base)))


_Trial = tuple[str, str, Scenario, World]
_BASES = 8
_UNITS = 5


def _releases(world: World, scenario: Scenario, now: Response, threshold: Threshold) -> list[_Trial]:
    units = world.catalogue.units
    return [
        (row.unit, "", edits.set_spared(scenario, row.unit, spared=True), world)
        for row in now.arrivals
        if thresholds.counts(world.catalogue, row, threshold, now.target)
        and release.ties(world.catalogue, scenario, units[row.unit], now.target, now.lon)
    ]


def _stations(world: World, scenario: Scenario, target: Target, found: list[Help]) -> list[_Trial]:
    """The units that come first, each at the bases nearest to the target that are fit for it.

    Not at the target itself: what is stationed there beforehand does not come to its help, it falls with it.
    """
    catalogue = world.catalogue
    rows = list(catalogue.bases.values())
    metres = geodesy.distance(target.lon, target.lat, [row.lon for row in rows], [row.lat for row in rows])
    by_distance = sorted(zip(metres, rows, strict=True), key=lambda pair: pair[0])
    near = [row for away, row in by_distance if away > lifted.AT_M]
    trials: list[_Trial] = []
    for one in found[:_UNITS]:
        unit = catalogue.units[one.row.unit]
        for base in [row for row in near if _fits(row, catalogue.bases[unit.base])][:_BASES]:
            if base.id != unit.base:
                moved = replace(catalogue, units={**catalogue.units, unit.id: replace(unit, base=base.id)})
                trials.append((unit.id, base.id, scenario, world.over(moved)))
    return trials


def _fits(base: Base, home: Base) -> bool:
    return base.kind in {home.kind, "multi"} or home.kind == "multi"
