"""Edits of a scenario: functions from a scenario to the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.errors import RimlandError
from layers.scenario.availability import check
from layers.scenario.model import Scenario


def adjusted(
    catalogue: Catalogue,
    scenario: Scenario,
    *,
    close: frozenset[str] = frozenset(),
    open_: frozenset[str] = frozenset(),
    avoid: frozenset[str] = frozenset(),
    allow: frozenset[str] = frozenset(),
    commit: frozenset[str] = frozenset(),
    call: frozenset[str] = frozenset(),
    uncall: frozenset[str] = frozenset(),
    lift: Mapping[str, str] | None = None,
    restrict: Mapping[str, Spread] | None = None,
    areas: tuple[tuple[tuple[float, float], ...], ...] = (),
) -> Scenario:
    """The scenario with passages, countries and units set as named; ids in any case.

    Parameters
    ----------
    call, uncall
        Ids of units, or ISO A3 codes that stand for all units of that nation alone.
    lift
        What carries a unit, by unit.
    restrict
        Hours of waiting, by passage or `passage:kind`: open, but not at once.
    areas
        Rings (lon, lat) that are not flown through.

    Raises
    ------
    RimlandError
        For an id that is not in the catalogue, or one that is both opened and closed.
    """
    close, open_ = (frozenset(name.lower() for name in names) for names in (close, open_))
    commit = frozenset(name.lower() for name in commit)
    avoid, allow = (frozenset(name.upper() for name in names) for names in (avoid, allow))
    call, uncall = (units_of(catalogue, names) for names in (call, uncall))
    held_up = {name.lower(): hours for name, hours in (restrict or {}).items()}
    twice = (
        (close & open_, "opened and closed"),
        (close & held_up.keys(), "restricted and closed"),
        (avoid & allow, "avoided and allowed"),
        (call & uncall, "called and not called"),
    )
    for both, what in twice:
        if both:
            raise RimlandError(f"{', '.join(sorted(both))} is {what} at once", remedy="name it once")
    found = replace(
        scenario,
        closed=(scenario.closed | close) - open_ - frozenset(held_up),
        opened=(scenario.opened | open_ | frozenset(held_up)) - close,
        passage_h=tuple(sorted({**dict(scenario.passage_h), **held_up}.items(), key=lambda row: row[0])),
        closed_areas=(*scenario.closed_areas, *areas),
        avoided=(scenario.avoided | avoid) - allow,
        allowed=(scenario.allowed | allow) - avoid,
        committed=scenario.committed | commit,
        called=(scenario.called | call) - uncall,
        uncalled=(scenario.uncalled | uncall) - call,
        lift=tuple(sorted({**dict(scenario.lift), **(lift or {})}.items())),
    )
    check(catalogue, found)
    return found


def units_of(catalogue: Catalogue, names: frozenset[str]) -> frozenset[str]:
    """Ids of units; the ISO A3 code of a nation, or NATO, stands for all units that are its alone."""
    found: set[str] = set()
    for name in names:
        nation = {unit.id for unit in catalogue.units.values() if unit.nation == name.upper()}
        found |= nation or {name.lower()}
    return frozenset(found)


def set_called(scenario: Scenario, unit: str, *, called: bool | None) -> Scenario:
    """A unit that answers, that does not, or (None) as the catalogue expects."""
    on, off = scenario.called - {unit}, scenario.uncalled - {unit}
    if called is None:
        return replace(scenario, called=on, uncalled=off)
    if called:
        return replace(scenario, called=on | {unit}, uncalled=off)
    return replace(scenario, called=on, uncalled=off | {unit})


def set_lift(scenario: Scenario, unit: str, platform: str | None) -> Scenario:
    """What carries a unit; None for the best there is."""
    others = {name: one for name, one in scenario.lift if name != unit}
    return replace(scenario, lift=tuple(sorted({**others, **({unit: platform} if platform else {})}.items())))


def set_passage(scenario: Scenario, passage: str, *, is_open: bool) -> Scenario:
    """A passage opened or closed."""
    shut, opened = scenario.closed - {passage}, scenario.opened - {passage}
    if is_open:
        return replace(scenario, closed=shut, opened=opened | {passage})
    return replace(scenario, closed=shut | {passage}, opened=opened)


Corners = tuple[tuple[float, float], ...]


def area_name(scenario: Scenario, number: int) -> str:
    """What the `number`-th closed area is called, counted from 0."""
    given = scenario.area_names[number] if number < len(scenario.area_names) else ""
    return given or f"Closed airspace {number + 1}"


def close_area(scenario: Scenario, corners: Corners, name: str = "") -> Scenario:
    """Airspace that is not flown through, besides what is closed already."""
    count = len(scenario.closed_areas)
    names = (*scenario.area_names[:count], *("" for _ in range(count - len(scenario.area_names))), name)
    named = names if any(names) else ()
    return replace(scenario, closed_areas=(*scenario.closed_areas, corners), area_names=named)


def reshape_area(scenario: Scenario, number: int, corners: Corners, name: str) -> Scenario:
    """The `number`-th closed area with other corners or another name."""
    areas = [*scenario.closed_areas]
    names = [*scenario.area_names, *("" for _ in range(len(areas) - len(scenario.area_names)))]
    areas[number] = corners
    if name != area_name(scenario, number):
        names[number] = name
    return replace(scenario, closed_areas=tuple(areas), area_names=tuple(names) if any(names) else ())


def open_area(scenario: Scenario, number: int) -> Scenario:
    """The `number`-th closed area open again."""
    areas = tuple(ring for k, ring in enumerate(scenario.closed_areas) if k != number)
    names = tuple(name for k, name in enumerate(scenario.area_names) if k != number)
    return replace(scenario, closed_areas=areas, area_names=names if any(names) else ())


def set_waiting(scenario: Scenario, passage: str, hours: Spread | None) -> Scenario:
    """The hours a ship waits in a passage, or in `passage:kind`; None for the catalogue's."""
    others = tuple(row for row in scenario.passage_h if row[0] != passage)
    return replace(scenario, passage_h=tuple(sorted((*others, *([(passage, hours)] if hours else [])))))


def set_committed(scenario: Scenario, unit: str, *, committed: bool) -> Scenario:
    """A unit tied down elsewhere, or free again."""
    others = scenario.committed - {unit}
    return replace(scenario, committed=others | {unit} if committed else others)


def set_readiness(scenario: Scenario, unit: str, hours: Spread) -> Scenario:
    """A unit's hours of notice."""
    others = tuple(row for row in scenario.readiness_h if row[0] != unit)
    return replace(scenario, readiness_h=(*others, (unit, hours)))


def set_clock(scenario: Scenario, flashpoint: str, hours: Spread) -> Scenario:
    """A flashpoint's seizure clock."""
    others = tuple(row for row in scenario.clock_h if row[0] != flashpoint)
    return replace(scenario, clock_h=(*others, (flashpoint, hours)))


def set_decision(scenario: Scenario, body: str, hours: Spread) -> Scenario:
    """The hours a body takes to decide."""
    return replace(scenario, decision_h=_put(scenario.decision_h, body, hours))


def set_lever(scenario: Scenario, lever: str, size: Spread) -> Scenario:
    """The size of a lever."""
    return replace(scenario, lever_size=_put(scenario.lever_size, lever, size))


def set_pool(scenario: Scenario, pool: str, count: Spread) -> Scenario:
    """How many a pool has."""
    return replace(scenario, pools=_put(scenario.pools, pool, count))


def set_release(scenario: Scenario, unit: str, hours: Spread) -> Scenario:
    """The hours to let a unit go."""
    return replace(scenario, release_h=_put(scenario.release_h, unit, hours))


def _put(rows: tuple[tuple[str, Spread], ...], name: str, value: Spread) -> tuple[tuple[str, Spread], ...]:
    return (*(row for row in rows if row[0] != name), (name, value))


def set_lever_in_force(scenario: Scenario, lever: str, *, in_force: bool) -> Scenario:
    """A lever applied, or taken away."""
    others = scenario.levers - {lever}
    return replace(scenario, levers=others | {lever} if in_force else others)


def set_spared(scenario: Scenario, unit: str, *, spared: bool) -> Scenario:
    """A unit that nothing ties down, or one like the others."""
    others = scenario.spared - {unit}
    return replace(scenario, spared=others | {unit} if spared else others)
