"""What a scenario leaves usable: passages, airspace, units and their hours."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

from layers.catalogue.model import Catalogue, Clock, Passage, Platform, Unit
from layers.catalogue.values import ShipKind, Source, Spread
from layers.errors import RimlandError
from layers.scenario import levers
from layers.scenario.model import Scenario
from layers.units import SECONDS_PER_HOUR

OWN = Source("the user's scenario", "low")
"""What stands behind an assumption of the user's own."""

FOREIGN = "foreign"
"""The ships of all states that do not hold a passage's shores, as the Montreux Convention tells them apart."""
KINDS: tuple[str, ...] = (*get_args(ShipKind), FOREIGN)
"""What a state of a passage may be for alone, written `bosporus:carrier`; a word more particular than the passage."""


def closed_passages(
    catalogue: Catalogue, scenario: Scenario, ship: Platform | None = None, nation: str = ""
) -> frozenset[str]:
    """Ids of the passages shut to a ship.

    What the catalogue closes is open to the states that hold its shores; what the user closes is shut to all; a ship
    that a passage bars by its kind (a carrier in the Turkish Straits) is let through only by opening it to that kind.
    What is said of a kind of ship goes before what is said of all; of several kinds the strictest counts.
    """
    pressed = levers.shut_passages(catalogue, scenario)
    closed, opened = _by_passage(scenario.closed), _by_passage(scenario.opened)
    found = set()
    for row in catalogue.passages.values():
        named = closed.get(row.id, frozenset())
        if not (named or row.bars or row.default == "closed" or row.id in pressed):
            continue
        kinds = _kinds(row, ship, nation)
        if _shut(row, kinds, named, opened.get(row.id, frozenset()), pressed=row.id in pressed):
            found.add(row.id)
    return frozenset(found)


def _by_passage(names: frozenset[str]) -> dict[str, frozenset[str]]:
    """The kinds of ship named with each passage, the empty one for all."""
    found: dict[str, frozenset[str]] = {}
    for passage, kind in map(split_passage, names):
        found[passage] = found.get(passage, frozenset()) | {kind}
    return found


def _shut(
    row: Passage, kinds: frozenset[str], closed: frozenset[str], opened: frozenset[str], *, pressed: bool
) -> bool:
    """Whether a passage is shut to a ship of these kinds, when it is closed and opened to some; see `_by_passage`."""
    if kinds & ((closed | set(row.bars)) - opened):
        return True
    # A lever shuts a passage as the catalogue would: to all but the states that hold its shores, and nothing opens it.
    if pressed and FOREIGN in kinds:
        return True
    if "" in opened or kinds & opened:
        return False
    return "" in closed or (row.default == "closed" and FOREIGN in kinds)


def _kinds(row: Passage, ship: Platform | None, nation: str) -> frozenset[str]:
    """The kinds a ship is of where it comes to a passage."""
    foreign = () if set(nation.split(";")) & set(row.littoral) else (FOREIGN,)
    return frozenset((*(ship.ship_kinds if ship else ()), *foreign))


def passage_hours(
    catalogue: Catalogue, scenario: Scenario, ship: Platform | None = None, nation: str = ""
) -> dict[str, Spread]:
    """Hours of waiting of a ship in the passages in which the scenario departs from the catalogue.

    What is said of a kind of ship goes before what is said of all; of several kinds the longest counts.
    """
    if not scenario.passage_h:
        return {}
    given = dict(scenario.passage_h)
    found = {}
    for name in sorted({split_passage(key)[0] for key in given}):
        kinds = _kinds(catalogue.passages[name], ship, nation)
        own = [given[f"{name}:{kind}"] for kind in kinds if f"{name}:{kind}" in given]
        if own:
            found[name] = Spread(*(max(getattr(one, part) for one in own) for part in ("low", "likely", "high")))
        elif name in given:
            found[name] = given[name]
    return found


def waiting_s(
    catalogue: Catalogue, scenario: Scenario, ship: Platform | None = None, nation: str = ""
) -> tuple[tuple[str, float], ...]:
    """Likely waiting [s] of a ship by passage, where the scenario departs from the catalogue; in the order of ids."""
    hours = passage_hours(catalogue, scenario, ship, nation)
    return tuple((name, one.likely * SECONDS_PER_HOUR) for name, one in hours.items())


def split_passage(name: str) -> tuple[str, str]:
    """Passage and kind of ship in `bosporus:carrier`; no kind in `bosporus`."""
    passage, _, kind = name.partition(":")
    return passage, kind


def closed_countries(catalogue: Catalogue, scenario: Scenario) -> frozenset[str]:
    """ISO A3 of the countries shut to the responders' aircraft and columns."""
    shut = {row.country for row in catalogue.airspace.values() if row.default == "closed"} | scenario.avoided
    pressed = levers.shut_countries(catalogue, scenario)
    return frozenset((shut - scenario.allowed) | pressed)


def is_committed(scenario: Scenario, unit: Unit) -> bool:
    """Whether the unit is tied down elsewhere."""
    return unit.id in scenario.committed


def readiness(scenario: Scenario, unit: Unit) -> tuple[Spread, Source]:
    """Hours of notice of a unit, and the source of the figure."""
    for unit_id, hours in scenario.readiness_h:
        if unit_id == unit.id:
            return hours, OWN
    return unit.readiness_h, unit.source


def decision(catalogue: Catalogue, scenario: Scenario, body: str) -> tuple[Spread, Source]:
    """Hours to decide of a deciding body, and the source of the figure."""
    for body_id, hours in scenario.decision_h:
        if body_id == body:
            return hours, OWN
    row = catalogue.decisions[body]
    return row.hours, row.source


def clock(catalogue: Catalogue, scenario: Scenario, flashpoint: str) -> Clock | None:
    """The seizure clock of a flashpoint; None where there is nothing to seize."""
    row = catalogue.clocks.get(flashpoint)
    for clock_id, hours in scenario.clock_h:
        if clock_id == flashpoint:
            return Clock(flashpoint, hours, row.rationale if row else "", OWN)
    return row if row is not None and row.applies else None


def lifts(catalogue: Catalogue, scenario: Scenario, unit: Unit) -> tuple[Unit, ...]:
    """The unit with each of the platforms that may carry it, with its hours to load and unload; at least one.

    The one the scenario fixes stands alone.
    """
    others = (row for row in catalogue.lifts if row.unit == unit.id)
    found = (
        unit,
        *(replace(unit, lift=o.platform, load_h=o.load_h, unload_h=o.unload_h, source=o.source) for o in others),
    )
    fixed = dict(scenario.lift).get(unit.id)
    return tuple(one for one in found if fixed in {None, one.lift})


def _check_areas(scenario: Scenario) -> None:
    """Refuse airspace that is no area."""
    for number, ring in enumerate(scenario.closed_areas):
        if len(ring) < 3 or not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring):
            raise RimlandError(
                f"{len(ring)} corners" if len(ring) < 3 else "a corner off the earth",
                place=f"scenario {scenario.id}, closed_areas[{number}]",
                remedy="give three or more corners, each longitude -180 to 180, then latitude -90 to 90",
            )


def check(catalogue: Catalogue, scenario: Scenario) -> None:
    """Refuse a scenario that names what the catalogue does not hold.

    Raises
    ------
    RimlandError
        Naming the first unknown id, the field it stands in, and what is known.
    """
    _check_passages(catalogue, scenario)
    known = {
        "committed": catalogue.units.keys(),
        "called": catalogue.units.keys(),
        "uncalled": catalogue.units.keys(),
        "levers": catalogue.levers.keys(),
        "spared": catalogue.units.keys(),
    }
    for field, ids in known.items():
        for name in sorted(getattr(scenario, field)):
            if name not in ids:
                raise unknown(name, f"scenario {scenario.id}, {field}", ids)
    _check_lifts(catalogue, scenario)
    _check_areas(scenario)
    pairs = {
        "decision_h": (scenario.decision_h, catalogue.decisions.keys()),
        "readiness_h": (scenario.readiness_h, catalogue.units.keys()),
        "clock_h": (scenario.clock_h, catalogue.flashpoints.keys()),
        "lever_size": (scenario.lever_size, catalogue.levers.keys()),
        "release_h": (scenario.release_h, catalogue.units.keys()),
        "pools": (scenario.pools, catalogue.pools.keys()),
        "passage_h": (scenario.passage_h, dict(scenario.passage_h).keys()),
    }
    if scenario.focus and scenario.focus not in catalogue.flashpoints:
        raise unknown(scenario.focus, f"scenario {scenario.id}, focus", catalogue.flashpoints)
    for unit, flashpoint in scenario.engaged:
        for name, ids in ((unit, catalogue.units.keys()), (flashpoint, catalogue.flashpoints.keys())):
            if name not in ids:
                raise unknown(name, f"scenario {scenario.id}, engaged", ids)
    for field, (rows, ids) in pairs.items():
        for name, hours in rows:
            if name not in ids:
                raise unknown(name, f"scenario {scenario.id}, {field}", ids)
            if not 0 <= hours.low <= hours.likely <= hours.high:
                raise RimlandError(
                    f"{hours.low} / {hours.likely} / {hours.high} of {name!r} are not low <= likely <= high",
                    place=f"scenario {scenario.id}, {field}",
                    remedy="give three numbers in rising order, none negative",
                )
    _check_sizes(catalogue, scenario)


def _check_sizes(catalogue: Catalogue, scenario: Scenario) -> None:
    """Refuse sizes of levers that would help."""
    for name, size in scenario.lever_size:
        effect = catalogue.levers[name].effect
        least, most = levers.BOUNDS.get(effect, (0.0, math.inf))
        if not least <= size.low <= size.high <= most:
            raise RimlandError(
                f"{size.low:g} to {size.high:g} is no size of {name!r}",
                place=f"scenario {scenario.id}, lever_size",
                remedy=f"a {effect} lies between {least:g} and {most:g}",
            )


def _check_passages(catalogue: Catalogue, scenario: Scenario) -> None:
    """Refuse passages and kinds of ship that there are not."""
    named = {"closed": scenario.closed, "opened": scenario.opened, "passage_h": dict(scenario.passage_h)}
    for field, names in named.items():
        place = f"scenario {scenario.id}, {field}"
        for name in sorted(names):
            passage, kind = split_passage(name)
            if passage not in catalogue.passages:
                raise unknown(passage, place, catalogue.passages)
            if kind not in {"", *KINDS} or name == f"{passage}:":
                raise RimlandError(
                    f"{kind!r} is no kind of ship", place=f"{place}, {name}", remedy=f"use {', '.join(KINDS)}"
                )


def _check_lifts(catalogue: Catalogue, scenario: Scenario) -> None:
    """Refuse what does not carry the unit it is said to."""
    for name, platform in scenario.lift:
        if name not in catalogue.units:
            raise unknown(name, f"scenario {scenario.id}, lift", catalogue.units)
        unit = catalogue.units[name]
        allowed = {unit.lift, *(row.platform for row in catalogue.lifts if row.unit == name)} - {""}
        if platform not in allowed:
            raise RimlandError(
                f"{platform!r} does not carry {name}",
                place=f"scenario {scenario.id}, lift",
                remedy=f"use {' or '.join(sorted(allowed))}" if allowed else "it moves by its own means",
            )


def unknown(name: str, place: str, known: object) -> RimlandError:
    """The error for an id that is not in the catalogue, with the nearest that is."""
    import difflib

    near = difflib.get_close_matches(name, list(known), 3, 0.5)  # type: ignore[call-overload]
    remedy = f"did you mean {' or '.join(repr(n) for n in near)}?" if near else "see the catalogue for what there is"
    return RimlandError(f"unknown id {name!r}", place=place, remedy=remedy)
