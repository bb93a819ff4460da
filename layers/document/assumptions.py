"""Every assumption of a scenario as one row: its value, the catalogue's own, its source, how to set it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from layers.catalogue.model import Catalogue
from layers.catalogue.values import Source, Spread
from layers.document.quantities import Value, numbered, read_hours, read_numbers, written
from layers.errors import RimlandError
from layers.scenario import availability, levers
from layers.scenario.edits import Corners, area_name, close_area
from layers.scenario.model import Scenario

Group = Literal[
    "Support", "Levers", "Sizes of levers", "Seizure clocks", "Decisions", "Passages", "Waiting in passages",
    "Airspace", "Availability", "Readiness", "Hours to let units go", "Lift and tankers",
]  # fmt: skip
GROUPS: tuple[Group, ...] = get_args(Group)

OPEN, RESTRICTED, CLOSED = "open", "restricted", "closed"
EXPECTED, ANSWERS, STAYS_OUT, TIED_DOWN = "as expected", "answers", "stays out", "tied down elsewhere"
YES, NO = "available", "not available"
KEPT = "not let go"
"""A unit that is tied down for as long as it lasts."""
IN_FORCE, NOT_IN_FORCE = "in force", "not in force"
DRAWN = "Drawn on the map; its corners are moved there, or typed in the list of objects."
_AREA = "area "
"""Begins the id of airspace closed by drawing, which goes on with its name and corners as JSON."""
ELSEWHERE = {
    "engaged": "Units fighting elsewhere",
    "spared": "Units free whatever ties them down",
    "lift": "What carries units",
}
"""What a scenario also holds; it is compared here, and set where the two ends are."""


_ANY = (0.0, 99_999.0)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One thing that is assumed."""

    group: Group
    id: str
    """Of the record it is about."""
    name: str
    value: Value
    default: Value
    choices: tuple[str, ...]
    """What a word may be; empty for hours."""
    rationale: str
    source: Source | None
    counted: bool = False
    """Its numbers are no hours: vehicles, shares, factors, kilometres."""
    bounds: tuple[float, float] = _ANY
    """The least and the most that it may be."""

    def said(self, value: Value) -> str:
        """A value as it is shown and typed."""
        return written(value) if isinstance(value, str) or not self.counted else numbered(value)

    def read(self, text: str) -> Spread:
        """What was typed.

        Raises
        ------
        RimlandError
            When it is no one or three numbers that rise.
        """
        return read_numbers(text) if self.counted else read_hours(text)

    @property
    def key(self) -> tuple[Group, str]:
        return self.group, self.id

    @property
    def changed(self) -> bool:
        """Whether it departs from the catalogue."""
        return self.value != self.default


def assumptions(
    catalogue: Catalogue, scenario: Scenario, countries: Mapping[str, str] | None = None
) -> tuple[Assumption, ...]:
    """All of them, by group, in the order of the catalogue; `countries` gives names to ISO codes."""
    return tuple(_all(catalogue, scenario, countries or {}))


def _all(catalogue: Catalogue, scenario: Scenario, countries: Mapping[str, str]) -> Iterator[Assumption]:
    tankers = YES if scenario.tankers else NO
    why = "Whether aircraft go beyond their radius with tankers."
    yield Assumption("Support", "tankers", "Tankers", tankers, YES, (YES, NO), why, None)
    for ident, lever in catalogue.levers.items():
        state = IN_FORCE if ident in scenario.levers else NOT_IN_FORCE
        words = (NOT_IN_FORCE, IN_FORCE)
        yield Assumption("Levers", ident, lever.name, state, NOT_IN_FORCE, words, lever.rationale, lever.source)
    sizes = dict(scenario.lever_size)
    for ident, lever in catalogue.levers.items():
        what = f"{lever.name}: {lever.effect.removesuffix('_h').replace('_', ' ')}"
        yield Assumption(
            "Sizes of levers", ident, what, sizes.get(ident, lever.size), lever.size, (), lever.rationale,
            lever.source, counted=not lever.effect.endswith("_h"), bounds=levers.BOUNDS.get(lever.effect, _ANY),
        )  # fmt: skip
    clocks, decisions, ready = dict(scenario.clock_h), dict(scenario.decision_h), dict(scenario.readiness_h)
    for ident, clock in catalogue.clocks.items():
        if clock.applies or ident in clocks:
            place = catalogue.flashpoints.get(ident)
            value = clocks.get(ident, clock.hours)
            name = place.name if place else ident
            yield Assumption("Seizure clocks", ident, name, value, clock.hours, (), clock.rationale, clock.source)
    for ident, body in catalogue.decisions.items():
        value = decisions.get(ident, body.hours)
        yield Assumption("Decisions", ident, body.name, value, body.hours, (), body.rationale, body.source)
    for ident, way in catalogue.passages.items():
        state = OPEN if ident in scenario.opened else CLOSED if ident in scenario.closed else way.default
        choices = tuple(dict.fromkeys((way.default, OPEN, CLOSED)))
        yield Assumption("Passages", ident, way.name, state, way.default, choices, way.regime, way.source)
    waits = dict(scenario.passage_h)
    for ident, way in catalogue.passages.items():
        usual = Spread(way.delay_h, way.delay_h, way.delay_h)
        value = waits.get(ident, usual)
        why = "Hours a ship waits here before it goes through."
        yield Assumption("Waiting in passages", ident, way.name, value, usual, (), why, way.source)
    yield from _airspace(catalogue, scenario, countries)
    for ident, unit in catalogue.units.items():
        state = _availability(scenario, ident)
        base = catalogue.bases.get(unit.base)
        choices = (EXPECTED, ANSWERS, STAYS_OUT, TIED_DOWN)
        where = base.name if base else unit.base
        yield Assumption("Availability", ident, unit.name, state, EXPECTED, choices, where, unit.source)
    for ident, unit in catalogue.units.items():
        value = ready.get(ident, unit.readiness_h)
        yield Assumption("Readiness", ident, unit.name, value, unit.readiness_h, (), unit.strength, unit.source)
    yield from _released(catalogue, scenario)
    counts = dict(scenario.pools)
    for ident, pool in catalogue.pools.items():
        value, why = counts.get(ident, pool.count), "How many there are for all who draw on it."
        yield Assumption("Lift and tankers", ident, pool.name, value, pool.count, (), why, pool.source, counted=True)


def _released(catalogue: Catalogue, scenario: Scenario) -> Iterator[Assumption]:
    """The rule of release unit by unit; hours for one that its rule does not let go let it go."""
    own = dict(scenario.release_h)
    for ident, unit in catalogue.units.items():
        rule = catalogue.releases.get(unit.effect)
        usual: Value = rule.hours if rule is not None and rule.released else KEPT
        why = rule.rationale if rule is not None else "No rule lets it go."
        source = rule.source if rule is not None else None
        yield Assumption("Hours to let units go", ident, unit.name, own.get(ident, usual), usual, (), why, source)


def _airspace(catalogue: Catalogue, scenario: Scenario, countries: Mapping[str, str]) -> Iterator[Assumption]:
    for number, ring in enumerate(scenario.closed_areas):
        name = area_name(scenario, number)
        yield Assumption("Airspace", _area_id(ring, name), name, CLOSED, OPEN, (OPEN, CLOSED), DRAWN, None)
    codes = dict.fromkeys((*catalogue.airspace, *sorted(scenario.avoided | scenario.allowed), *sorted(countries)))
    for code in codes:
        row = catalogue.airspace.get(code)
        default = row.default if row else OPEN
        state = OPEN if code in scenario.allowed else CLOSED if code in scenario.avoided else default
        name = row.name if row else countries.get(code, code)
        why = row.rationale if row else "Not named in the catalogue: open to responders unless closed here."
        choices = tuple(dict.fromkeys((default, OPEN, CLOSED)))
        yield Assumption("Airspace", code, name, state, default, choices, why, row.source if row else None)


def _area_id(ring: Corners, name: str) -> str:
    return _AREA + json.dumps([name, ring], ensure_ascii=False)


def _area_at(scenario: Scenario, number: int) -> str:
    return _area_id(scenario.closed_areas[number], area_name(scenario, number))


def _availability(scenario: Scenario, unit: str) -> str:
    if unit in scenario.committed:
        return TIED_DOWN
    if unit in scenario.uncalled:
        return STAYS_OUT
    return ANSWERS if unit in scenario.called else EXPECTED


def assume(scenario: Scenario, what: Assumption, value: Value) -> Scenario:
    """The scenario in which `what` has another value; its default takes the departure out.

    Raises
    ------
    RimlandError
        Hours that are not low <= likely <= high, or a word that is not among the choices.
    """
    if isinstance(value, Spread):
        _check_hours(what, value)
    elif value not in what.choices and value != what.default:
        raise RimlandError(
            f"{value!r} is no state of {what.name}", place=what.group, remedy=f"choose {' or '.join(what.choices)}"
        )
    ident, default = what.id, value == what.default
    if field := _NUMBERS.get(what.group):
        put: dict[str, Any] = {field: _with_hours(getattr(scenario, field), ident, value, default)}
        return replace(scenario, **put)
    match what.group:
        case "Support":
            return replace(scenario, tankers=value == YES)
        case "Levers":
            return replace(scenario, levers=_member(scenario.levers, ident, value == IN_FORCE))
        case "Passages":
            on, off = scenario.opened - {ident}, scenario.closed - {ident}
            opened, closed = _switched(on, off, ident, "" if default else str(value))
            return replace(scenario, opened=opened, closed=closed)
        case "Airspace" if ident.startswith(_AREA):
            others = [k for k in range(len(scenario.closed_areas)) if _area_at(scenario, k) != ident]
            changed = replace(
                scenario,
                closed_areas=tuple(scenario.closed_areas[k] for k in others),
                area_names=tuple(area_name(scenario, k) for k in others),
            )
            if value == OPEN:
                return changed
            name, corners = json.loads(ident.removeprefix(_AREA))
            return close_area(changed, tuple((lon, lat) for lon, lat in corners), name)
        case "Airspace":
            on, off = scenario.allowed - {ident}, scenario.avoided - {ident}
            allowed, avoided = _switched(on, off, ident, "" if default else str(value))
            return replace(scenario, allowed=allowed, avoided=avoided)
        case "Availability":
            return replace(
                scenario,
                committed=_member(scenario.committed, ident, value == TIED_DOWN),
                called=_member(scenario.called, ident, value == ANSWERS),
                uncalled=_member(scenario.uncalled, ident, value == STAYS_OUT),
            )
    raise AssertionError(what.group)


_NUMBERS: dict[Group, str] = {
    "Seizure clocks": "clock_h", "Decisions": "decision_h", "Readiness": "readiness_h",
    "Waiting in passages": "passage_h", "Sizes of levers": "lever_size", "Hours to let units go": "release_h",
    "Lift and tankers": "pools",
}  # fmt: skip
"""The field of the scenario that holds a group of numbers."""


def _with_hours(
    rows: tuple[tuple[str, Spread], ...], ident: str, value: Value, default: bool
) -> tuple[tuple[str, Spread], ...]:
    others = tuple(row for row in rows if row[0] != ident)
    return others if default or not isinstance(value, Spread) else tuple(sorted((*others, (ident, value)), key=_first))


def _first(row: tuple[str, Spread]) -> str:
    return row[0]


def _switched(on: frozenset[str], off: frozenset[str], ident: str, state: str) -> tuple[frozenset[str], frozenset[str]]:
    return (on | {ident} if state == OPEN else on), (off | {ident} if state == CLOSED else off)


def _member(ids: frozenset[str], ident: str, inside: bool) -> frozenset[str]:
    return ids | {ident} if inside else ids - {ident}


def _check_hours(what: Assumption, hours: Spread) -> None:
    least, most = what.bounds
    if what.choices or not least <= hours.low <= hours.likely <= hours.high <= most:
        raise RimlandError(
            f"{hours.low:g} / {hours.likely:g} / {hours.high:g} are not low <= likely <= high"
            + ("" if what.bounds == _ANY else f" between {least:g} and {most:g}"),
            place=what.name,
            remedy="give three values in rising order, as 12 / 18 / 36",
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """An assumption in which two scenarios differ."""

    what: Assumption
    """With the value of the first."""
    other: Value
    """The value of the second."""


def differences(
    catalogue: Catalogue, first: Scenario, second: Scenario, countries: Mapping[str, str] | None = None
) -> tuple[Difference, ...]:
    """What two scenarios assume otherwise."""
    there = {one.key: one.value for one in assumptions(catalogue, second, countries)}
    found = []
    for one in assumptions(catalogue, first, countries):
        other = there.get(one.key, one.default)
        if one.value != other:
            found.append(Difference(one, other))
    here = {one.key for one in assumptions(catalogue, first, countries)}
    found.extend(
        Difference(replace(one, value=one.default), one.value)
        for one in assumptions(catalogue, second, countries)
        if one.key not in here and one.changed
    )
    for field, name in ELSEWHERE.items():
        a, b = _listed(getattr(first, field)), _listed(getattr(second, field))
        found += [Difference(Assumption("Levers", field, name, a, _listed(()), (), "", None), b)] if a != b else []
    mine, others = _by_kind(first), _by_kind(second)
    for key in sorted(mine.keys() | others.keys()):
        a, b = mine.get(key, _listed(())), others.get(key, _listed(()))
        if a != b:
            passage, kind = availability.split_passage(key)
            row = catalogue.passages.get(passage)
            title = f"{row.name if row else passage}, for {kind} ships"
            found.append(Difference(Assumption("Passages", key, title, a, _listed(()), (), "", None), b))
    return tuple(found)


def _by_kind(scenario: Scenario) -> dict[str, str]:
    """What holds for one kind of ship alone, by `passage:kind`, in words."""
    found = {name: CLOSED for name in scenario.closed if ":" in name}
    found |= {name: OPEN for name in scenario.opened if ":" in name}
    for name, hours in scenario.passage_h:
        if ":" in name:
            found[name] = ", ".join(filter(None, (found.get(name, ""), f"waits {written(hours)}")))
    return found


def _listed(held: frozenset[str] | tuple[tuple[Any, ...], ...]) -> str:
    """What a field holds, in words."""
    if not held:
        return "as in the catalogue"
    if isinstance(held, frozenset):
        return ", ".join(sorted(held))
    return ", ".join(
        f"{ident} {value if isinstance(value, str) else f'{value.low:g}/{value.likely:g}/{value.high:g}'}"
        for ident, value in held
    )
