"""Every assumption of a scenario as one row: its value, the catalogue's own, its source, how to set it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from layers import units
from layers.catalogue.model import Catalogue, Source, Spread
from layers.errors import RimlandError
from layers.scenario import availability
from layers.scenario.edits import Corners, area_name, close_area
from layers.scenario.model import Scenario

Group = Literal[
    "Support", "Levers", "Seizure clocks", "Decisions", "Passages", "Waiting in passages", "Airspace", "Availability",
    "Readiness",
]  # fmt: skip
GROUPS: tuple[Group, ...] = get_args(Group)
Value = Spread | str

OPEN, RESTRICTED, CLOSED = "open", "restricted", "closed"
EXPECTED, ANSWERS, STAYS_OUT, TIED_DOWN = "as expected", "answers", "stays out", "tied down elsewhere"
YES, NO = "available", "not available"
IN_FORCE, NOT_IN_FORCE = "in force", "not in force"
DRAWN = "Drawn on the map; its corners are moved there, or typed in the list of objects."
_AREA = "area "
"""Begins the id of airspace closed by drawing, which goes on with its name and corners as JSON."""
ELSEWHERE = {
    "lever_size": "Sizes of levers",
    "engaged": "Units fighting elsewhere",
    "spared": "Units free whatever ties them down",
    "release_h": "Hours to let units go",
    "pools": "Aircraft and ships for lift",
    "lift": "What carries units",
}
"""What a scenario also holds; it is compared here, and set where the two ends are."""


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
    elif value not in what.choices:
        raise RimlandError(
            f"{value!r} is no state of {what.name}", place=what.group, remedy=f"choose {' or '.join(what.choices)}"
        )
    ident, default = what.id, value == what.default
    match what.group:
        case "Support":
            return replace(scenario, tankers=value == YES)
        case "Levers":
            return replace(scenario, levers=_member(scenario.levers, ident, value == IN_FORCE))
        case "Seizure clocks":
            return replace(scenario, clock_h=_with_hours(scenario.clock_h, ident, value, default))
        case "Decisions":
            return replace(scenario, decision_h=_with_hours(scenario.decision_h, ident, value, default))
        case "Readiness":
            return replace(scenario, readiness_h=_with_hours(scenario.readiness_h, ident, value, default))
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
        case "Waiting in passages":
            return replace(scenario, passage_h=_with_hours(scenario.passage_h, ident, value, default))
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
    if what.choices or not 0 <= hours.low <= hours.likely <= hours.high < 100_000:
        raise RimlandError(
            f"hours {hours.low:g} / {hours.likely:g} / {hours.high:g} are not low <= likely <= high",
            place=what.name,
            remedy="give three times in rising order, as 12 / 18 / 36 h",
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


# --- as text ----------------------------------------------------------------------------------------------------------


def written(value: Value) -> str:
    """A value as it is shown and typed: ``"12 / 18 / 36 h"``, ``"15 min"``, ``"closed"``."""
    if isinstance(value, str):
        return value
    parts = (value.low, value.likely, value.high)
    if value.low == value.likely == value.high:
        return _hours(value.likely)
    if 0 < value.high < 1.0:
        return " / ".join(f"{part * 60:.4g}" for part in parts) + " min"
    return " / ".join(f"{part:.6g}" for part in parts) + " h"


def _hours(hours: float) -> str:
    return f"{hours * 60:.4g} min" if 0 < hours < 1.0 else f"{hours:.6g} h"


def read_hours(text: str) -> Spread:
    """Low, likely and high from ``"12 / 18 / 36 h"``, ``"30 min / 1 h / 2 h"``, ``"2 d"``; bare numbers are hours.

    Raises
    ------
    RimlandError
        When it is no one or three times.
    """
    parts = [part.strip() for part in text.replace("\u2013", "/").split("/")]
    if len(parts) not in {1, 3} or not all(parts):
        raise RimlandError(f"{text!r} is not one or three times", remedy="write low / likely / high, as 12 / 18 / 36 h")
    unit = parts[-1].lstrip("0123456789. \u00a0").strip()
    hours = []
    for part in parts:
        bare = not part.lstrip("0123456789. \u00a0").strip()
        hours.append(units.parse_duration(f"{part} {unit or 'h'}" if bare else part) / 3600.0)
    low, likely, high = hours if len(hours) == 3 else (hours[0],) * 3
    if not 0 <= low <= likely <= high:
        raise RimlandError(f"{text!r} does not rise from 0 on", remedy="write low / likely / high, as 12 / 18 / 36 h")
    return Spread(low, likely, high)
