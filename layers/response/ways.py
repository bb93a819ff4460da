"""The way of least hours when levers slow some ways: a passage that is held up is taken only if going round takes
longer.

Routes are found by length and waiting, ships at the speed that levers on a whole theatre leave them. Where a lever
makes a ship wait in a passage it uses, or slows a march through certain countries, the way that avoids them is asked
for too, and so on for what that way uses; the least likely hours win. All subsets of what could be avoided are covered,
so that closing a passage that is held up never makes anybody sooner. By land the way that stays at home is asked for
too, because leave to cross a border takes time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from layers.catalogue.model import Platform
from layers.response import pressure
from layers.response.world import World
from layers.routes.model import Mode, NoRoute, Route
from layers.scenario import availability, levers
from layers.scenario.model import Scenario

LonLat = tuple[float, float]


def best(
    world: World,
    scenario: Scenario,
    mode: Mode,
    platform: Platform,
    ends: tuple[LonLat, LonLat],
    moving: Callable[[Route], float],
    standing: Callable[[Route], float],
    nation: str = "",
) -> Route | NoRoute:
    """The way by sea or land with the least likely hours, levers counted.

    Parameters
    ----------
    moving, standing
        Likely hours that a route takes on the move, and that it waits; levers, which slow the first, not counted.
    """
    if mode == "sea":
        platform = _slowed(world, scenario, platform, ends[1])
    found = world.route(scenario, mode, *ends, platform=platform, nation=nation)
    if isinstance(found, NoRoute):
        return found
    begun = [found]
    if mode == "land" and len(found.passages) > 1:
        # Leave to cross a border takes longer than many a detour at home.
        abroad = frozenset(found.passages) - {found.passages[0]}
        home = world.route(_without(scenario, mode, abroad), mode, *ends, platform=platform, nation=nation)
        if isinstance(home, Route) and len(home.passages) == 1:
            begun.append(home)

    def cost(route: Route) -> float:
        hours = moving(route)
        extra = pressure.on_the_way(world.catalogue, scenario, platform, route, ends[1], pressure.sure(hours))
        return hours + standing(route) + sum(stage.hours.likely for stage in extra)

    if not scenario.levers:
        return min(begun, key=cost)

    return min(_alternatives(world, scenario, mode, platform, ends, nation, begun), key=cost)


def _slowed(world: World, scenario: Scenario, ship: Platform, at: LonLat) -> Platform:
    """A ship as levers slow it wherever it goes: the slower, the more is waiting worth a shorter way."""
    factor, _ = levers.slowness(world.catalogue, scenario, ship.id, (), at[0], marches=False)
    if ship.cruise_kmh is None or factor.likely <= 1.0:
        return ship
    return replace(ship, cruise_kmh=ship.cruise_kmh / factor.likely)


def _alternatives(
    world: World,
    scenario: Scenario,
    mode: Mode,
    platform: Platform,
    ends: tuple[LonLat, LonLat],
    nation: str,
    begun: list[Route],
) -> Iterator[Route]:
    seen: set[frozenset[str]] = {frozenset()}
    waiting = [(frozenset[str](), route) for route in begun]
    while waiting:
        avoided, route = waiting.pop()
        yield route
        for name in _burdened(world, scenario, platform, route, ends[1]):
            without = avoided | {name}
            if without in seen:
                continue
            seen.add(without)
            other = world.route(_without(scenario, mode, without), mode, *ends, platform=platform, nation=nation)
            if isinstance(other, Route):
                waiting.append((without, other))


def _burdened(world: World, scenario: Scenario, platform: Platform, route: Route, at: LonLat) -> set[str]:
    """The passages or countries of a route that a lever makes slower."""
    catalogue, used = world.catalogue, set(route.passages)
    found = set()
    for lever in levers.acting(catalogue, scenario, "passage_delay_h", at[0]):
        found |= used & set(lever.applies_to)
    for lever in levers.acting(catalogue, scenario, "speed_multiplier", at[0]):
        if lever.through and platform.id in lever.applies_to and used.issuperset(lever.through):
            found |= set(lever.through)
    return found


def _without(scenario: Scenario, mode: Mode, names: frozenset[str]) -> Scenario:
    if mode == "sea":
        opened = frozenset(one for one in scenario.opened if availability.split_passage(one)[0] not in names)
        return replace(scenario, closed=scenario.closed | names, opened=opened)
    return replace(scenario, avoided=scenario.avoided | names, allowed=scenario.allowed - names)
