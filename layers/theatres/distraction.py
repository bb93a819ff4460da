"""The price of distraction: each threshold of a place alone, and with the other end of Eurasia burning.

Alone is the scenario without levers and without forces committed elsewhere; with is the scenario as it stands. The
price is the difference of the likely hours, never negative, because pressure never makes an arrival sooner. The
spread and the chance of being in time come from draws that both sides share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from layers.catalogue.forces import Threshold
from layers.catalogue.model import Catalogue, Clock
from layers.response import gap
from layers.response.clock import Target, respond
from layers.response.model import Response
from layers.response.world import World
from layers.scenario.levers import lone
from layers.scenario.model import Scenario
from layers.theatres import draws, thresholds
from layers.theatres.thresholds import Help
from layers.units import SECONDS_PER_HOUR, format_distance, format_duration

_NONE = "no response possible"
_ROUNDING_H = 1e-9
"""Two sums of the same stages in another order differ by some 1e-13 h; no lever is as small as this."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """When a threshold is met under one scenario."""

    first: Help | None
    """Who meets it first; None when nobody does."""
    hours: float | None
    """Likely hours after H-hour."""
    p10_h: float | None
    p50_h: float | None
    p90_h: float | None
    p_in_time: float | None
    """Chance that it is met before the clock runs out; None where there is no clock."""
    gap_h: float | None
    verdict: str
    reason: str
    """Why nobody comes, of the unit that would have been first; empty when somebody does."""


@dataclass(frozen=True, slots=True, eq=False)
class Price:
    """One threshold at one place, alone and with."""

    target: str
    target_name: str
    threshold: Threshold
    clock: Clock | None
    alone: Side
    pressed: Side
    binding: str
    """What takes the most time of the first arrival with pressure, or what bars all of them, in words."""
    covered_by: tuple[str, ...]
    """Ids of the commitments that cover the place."""
    not_covered_by: tuple[str, ...]
    """Ids of those that are often named with it and do not."""

    @property
    def price_h(self) -> float | None:
        """Hours that pressure costs; None when nobody comes on one of the sides."""
        if self.alone.hours is None or self.pressed.hours is None:
            return None
        later = self.pressed.hours - self.alone.hours
        # Only what rounding leaves is taken for nothing; a price that were truly below zero is to be seen.
        return 0.0 if abs(later) < _ROUNDING_H else later

    @property
    def words(self) -> str:
        """What pressure costs, in words."""
        if self.alone.hours is None:
            return "nobody comes, pressed or not"
        if self.price_h is None:
            return "with pressure nobody comes"
        return format_duration(self.price_h * SECONDS_PER_HOUR) if self.price_h > 0 else "nothing"


def prices(
    world: World,
    scenario: Scenario,
    target: Target,
    asked: tuple[Threshold, ...] = (),
    check: Callable[[], None] | None = None,
) -> tuple[Price, ...]:
    """The price of distraction at a place, for its own thresholds or for those asked for."""
    alone = respond(world, lone(scenario), target, check)
    pressed = respond(world, scenario, target, check)
    wanted = asked or thresholds.required(world.catalogue, target.id)
    return tuple(compared(world.catalogue, alone, pressed, threshold) for threshold in wanted)


@dataclass(frozen=True, slots=True)
class LeverCost:
    """What one lever costs at one threshold."""

    lever: str
    by_itself_h: float | None
    """Hours later when it is the only pressure; None when then nobody comes."""
    on_top_h: float | None
    """Hours that it adds to all the others; None when with it nobody comes."""


def costs(
    world: World,
    scenario: Scenario,
    target: Target,
    threshold: Threshold,
    check: Callable[[], None] | None = None,
) -> tuple[LeverCost, ...]:
    """What each lever in force costs by itself and on top of the others, the dearest on top first."""

    def likely(other: Scenario) -> float | None:
        return side(world.catalogue, respond(world, other, target, check), threshold).hours

    alone, all_of_them = likely(lone(scenario)), likely(scenario)
    found = []
    for lever in sorted(scenario.levers):
        only = likely(replace(lone(scenario), levers=frozenset({lever}), lever_size=scenario.lever_size))
        rest = likely(replace(scenario, levers=scenario.levers - {lever}))
        found.append(LeverCost(lever, _later(alone, only), _later(rest, all_of_them)))
    return tuple(sorted(found, key=lambda row: (-_dear(row.on_top_h), -_dear(row.by_itself_h), row.lever)))


def _later(before: float | None, after: float | None) -> float | None:
    if before is None:
        return 0.0
    return None if after is None else after - before


def _dear(hours: float | None) -> float:
    return float("inf") if hours is None else hours


def compared(catalogue: Catalogue, alone: Response, pressed: Response, threshold: Threshold) -> Price:
    """One threshold under two responses for the same place."""
    covered, outside = cover(catalogue, pressed.target)
    under = side(catalogue, pressed, threshold)
    return Price(
        pressed.target,
        pressed.target_name,
        threshold,
        pressed.clock,
        side(catalogue, alone, threshold),
        under,
        binding(catalogue, under),
        covered,
        outside,
    )


def side(catalogue: Catalogue, response: Response, threshold: Threshold) -> Side:
    """When a threshold is met in a response, how surely, and how much too late."""
    found = thresholds.helpers(catalogue, response, threshold)
    clock = response.clock
    if not found:
        chance = None if clock is None else 0.0
        return Side(None, None, None, None, None, chance, None, _NONE, _barred(catalogue, response, threshold))
    first = found[0]
    drawn = draws.hours(first.row, boards=first.boards)
    for other in found[1:]:
        if other.hours.low < drawn.max():  # else it is later in every draw
            drawn = np.minimum(drawn, draws.hours(other.row, boards=other.boards))
    p10, p50, p90 = (float(value) for value in np.quantile(drawn, (0.1, 0.5, 0.9)))
    likely = first.hours.likely
    if clock is None:
        return Side(first, likely, p10, p50, p90, None, None, gap.verdict(None), "")
    late = likely - clock.hours.likely
    chance = float(np.mean(drawn <= draws.clock_hours(clock)))
    return Side(first, likely, p10, p50, p90, chance, late, gap.verdict(late), "")


def cover(catalogue: Catalogue, place: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the commitments that cover a place, and of those named with it that do not."""
    spot, need = catalogue.flashpoints.get(place), catalogue.requirements.get(place)
    outside = need.outside if need else ()
    return tuple(name for name in (spot.commitments if spot else ()) if name not in outside), outside


def binding(catalogue: Catalogue, found: Side) -> str:
    """What takes the most hours on the way of the first to arrive, or bars everybody, in words."""
    if found.first is None:
        return found.reason
    row = found.first.row
    index = {id(stage): stage.hours.likely for stage in row.stages}
    longest = max(row.stages, key=lambda stage: index[id(stage)], default=None)
    if longest is None or longest.hours.likely <= 0:
        return "nothing: it is in range where it stands"
    unit = catalogue.units[row.unit]
    match longest.name:
        case "decision" | "decision delay":
            return f"{longest.name}: {longest.source.split(':')[0]}"
        case "readiness" | "wear" | "release":
            return f"{longest.name} of {unit.name}"
        case "waiting for lift" | "waiting for tankers":
            return f"{longest.name}: {catalogue.pools[row.pool].name}"
        case "load" | "unload":
            return f"{longest.name}ing of {unit.name}"
        case "permissions":
            return "leave to cross borders"
        case _:
            way = format_distance(row.route_m or 0.0)
            return f"{longest.name}: {catalogue.platforms[row.platform].name} over {way}"


def _barred(catalogue: Catalogue, response: Response, threshold: Threshold) -> str:
    rows = [row for row in response.arrivals if thresholds.counts(catalogue, row, threshold, response.target)]
    if not rows:
        return "no unit of the catalogue is large enough or of the kind"
    reasons: dict[str, int] = {}
    for row in rows:
        reasons[row.reason] = reasons.get(row.reason, 0) + 1
    reason = max(reasons, key=lambda text: reasons[text])
    return f"{reason} (and {len(rows) - reasons[reason]} others)" if len(reasons) > 1 else reason
