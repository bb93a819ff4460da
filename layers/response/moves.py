"""How a unit covers the way by one means: its legs and the stages they cost, or the reason why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layers import geodesy
from layers.catalogue.model import Base, Platform, Unit
from layers.catalogue.values import ZERO, Source, Spread, together
from layers.response import pace, pressure, ways
from layers.response.model import Stage, StageName
from layers.response.world import World
from layers.routes.air_reach import reach
from layers.routes.model import NoRoute, Route
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import SECONDS_PER_HOUR, km

LonLat = tuple[float, float]

BORDERS_H = Spread(0.0, 24.0, 72.0)
BORDERS_SOURCE = (
    "leave to cross borders: three days proposed by the European Commission (COM(2025) 847), up to 45 days' notice "
    "found by the European Court of Auditors (2025); 0-72 h in a crisis is a judgement"
)


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A way that can be gone: legs, the stages they cost, the length in metres."""

    legs: tuple[Route, ...]
    stages: tuple[Stage, ...]
    route_m: float
    notes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Other ways that were tried, and why they were not taken."""

    @property
    def likely_h(self) -> float:
        """Likely hours of all stages."""
        return sum(stage.hours.likely for stage in self.stages)


Outcome = Moved | str
"""How it goes, or the reason why it does not."""


def by_missile(platform: Platform, base: Base, at: LonLat) -> Outcome:
    """A launcher reaches what lies within its range from where it stands."""
    metres = float(geodesy.distance(base.lon, base.lat, *at))
    limit = (platform.combat_radius_km or 0.0) * 1e3
    if metres > limit:
        return f"beyond its range of {km(limit)} (distance {km(metres)})"
    return Moved((), (), metres, (f"within the range of {km(limit)} from {base.name}",))


def by_air(world: World, scenario: Scenario, platform: Platform, start: LonLat, at: LonLat, *, lands: bool) -> Outcome:
    """The flight round closed airspace, at cruise within the radius and at block speed beyond it.

    `lands`: there is a friendly airfield at the end, so that ferry range counts instead of the radius.
    """
    if reason := pressure.held_off(world.catalogue, scenario, platform, at):
        return reason
    route = world.route(scenario, "air", start, at)
    if isinstance(route, NoRoute):
        return route.reason
    can = reach(
        route.length_m,
        combat_radius_m=None if platform.combat_radius_km is None else platform.combat_radius_km * 1e3,
        ferry_range_m=None if platform.ferry_range_km is None else platform.ferry_range_km * 1e3,
        refuelable=platform.refuelable,
        tankers=scenario.tankers,
        lands=lands,
    )
    if can.kind == "beyond":
        return can.reason
    taken = pace.air(platform, route.length_m, dragged=can.kind != "unrefuelled")
    stages = [Stage("transit", taken.hours, taken.source, confidence=platform.source.confidence)]
    stages += pressure.on_the_way(world.catalogue, scenario, platform, route, at, taken.hours)
    crew = world.catalogue.crews.get(platform.crew)
    rest = ZERO if crew is None else pace.rests(crew, taken.hours)
    if crew is not None and rest.high > 0:
        text = f"{crew.name}, {crew.longest_h:g} h at most: {crew.source.text}"
        stages.append(Stage("crew rest", rest, text, confidence=crew.source.confidence))
    return Moved((route,), tuple(stages), route.length_m, (can.reason, *route.told))


def by_sea(world: World, scenario: Scenario, platform: Platform, nation: str, start: LonLat, at: LonLat) -> Outcome:
    """The passage by water, with the waiting at restricted straits and canals as a stage of its own."""
    if reason := pressure.held_off(world.catalogue, scenario, platform, at):
        return reason

    def moving(way: Route) -> float:
        return pace.sea(platform, way.length_m).hours.likely

    def standing(way: Route) -> float:
        return way.delay_s / SECONDS_PER_HOUR

    route = ways.best(world, scenario, "sea", platform, (start, at), moving, standing, nation)
    if isinstance(route, NoRoute):
        return route.reason
    taken = pace.sea(platform, route.length_m)
    stages = [Stage("transit", taken.hours, taken.source, confidence=platform.source.confidence)]
    stages += pressure.on_the_way(world.catalogue, scenario, platform, route, at, taken.hours)
    if (waits := _waiting(world, scenario, platform, nation, route)).hours.high > 0:
        stages.append(waits)
    return Moved((route,), tuple(stages), route.length_m, route.told)


def _waiting(world: World, scenario: Scenario, platform: Platform, nation: str, route: Route) -> Stage:
    """The hours a ship waits in the passages of its way, the catalogue's or the user's.

    They are as sure as its pace: slow under way, slow at the lock. So of two ways the one with the least likely hours
    is the sooner at every pace, and closing one makes no ship earlier at its low or high hours either.
    """
    own = availability.passage_hours(world.catalogue, scenario, platform, nation)
    total, sources = ZERO, list[Source]()
    for name in route.passages:
        row = world.catalogue.passages[name]
        hours = own.get(name, Spread(row.delay_h, row.delay_h, row.delay_h))
        total += hours
        if hours.high > 0:
            said = availability.OWN if name in own else row.source
            sources.append(replace(said, text=f"{row.name} {hours.likely:g} h: {said.text}"))
    # a passage that is gone through twice is waited in twice
    often = route.delay_s / SECONDS_PER_HOUR / total.likely if total.likely > 0 else 1.0
    spread = Spread(often / pace.SEA_PACE.high, often, often / pace.SEA_PACE.low)
    cited = together((*sources, Source("as sure as the ship's pace", platform.source.confidence)))
    assert cited is not None
    return Stage("passages", total.scaled(spread), cited.text, confidence=cited.confidence)


def by_land(world: World, scenario: Scenario, platform: Platform, start: LonLat, at: LonLat) -> Outcome:
    """The march, with leave to cross borders when it crosses any."""

    def moving(way: Route) -> float:
        return pace.land(platform, way.length_m).hours.likely

    def standing(way: Route) -> float:
        return (len(way.passages) > 1) * BORDERS_H.likely

    route = ways.best(world, scenario, "land", platform, (start, at), moving, standing)
    if isinstance(route, NoRoute):
        return route.reason
    taken = pace.land(platform, route.length_m)
    stages = [Stage("transit", taken.hours, taken.source, confidence=platform.source.confidence)]
    stages += pressure.on_the_way(world.catalogue, scenario, platform, route, at, taken.hours)
    if len(route.passages) > 1:
        stages.insert(0, Stage("permissions", BORDERS_H, BORDERS_SOURCE))
    return Moved((route,), tuple(stages), route.length_m, route.told)


def loading(name: StageName, unit: Unit) -> Stage:
    """The hours to load or unload a lifted unit."""
    hours = unit.load_h if name == "load" else unit.unload_h
    return Stage(name, hours, unit.source.text, confidence=unit.source.confidence)


def loaded(moved: Moved, unit: Unit) -> Moved:
    """A move with loading before and unloading after it."""
    return replace(moved, stages=(loading("load", unit), *moved.stages, loading("unload", unit)))
