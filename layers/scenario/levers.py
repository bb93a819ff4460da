"""What the levers in force do: closures, units and lift tied down, longer decisions and readiness, slower ways, denial.

Each lever acts on one named stage or resource, and only ever for the worse: a delay is not negative, a readiness factor
not below one, a speed factor not above one, a share of a pool not negative (the reader of the table refuses others).
So adding a lever never makes an arrival earlier, and taking all away gives back the scenario without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from layers.catalogue.model import Catalogue, Lever
from layers.catalogue.values import ZERO, Source, Spread, together
from layers.scenario.model import Scenario

End = Literal["east", "west"]
_WEST_DEG = (-100.0, 60.0)
"""Longitudes of the western end of Eurasia and what supplies it: the Urals are the line between the ends."""
NO_CHANGE = Spread(1.0, 1.0, 1.0)
BOUNDS: dict[str, tuple[float, float]] = {
    "readiness_multiplier": (1.0, 100.0),
    "speed_multiplier": (0.01, 1.0),
    "pool_share": (0.0, 1.0),
}
"""What a size may be where not any number from 0 will do, so that pressure never helps."""


def end_of(lon: float) -> End:
    """Which end of Eurasia a longitude belongs to."""
    return "west" if _WEST_DEG[0] <= lon < _WEST_DEG[1] else "east"


def lone(scenario: Scenario) -> Scenario:
    """The scenario with no pressure and no force committed elsewhere; all its other assumptions stay."""
    return replace(
        scenario,
        levers=frozenset(),
        lever_size=(),
        engaged=(),
        spared=frozenset(),
        release_h=(),
        committed=frozenset(),
    )  # fmt: skip


_EVERYWHERE = frozenset({"passage_closed", "airspace_closed"})
_ON_THE_WAY = frozenset({"speed_multiplier", "passage_delay_h", "denial_range_km"})
"""Effects that change how a unit goes, those of closures wherever it goes."""


def ground(catalogue: Catalogue, scenario: Scenario, lon: float) -> Scenario:
    """The part of a scenario that decides how units go to a target at longitude `lon`, once it is known who is tied.

    What has no say in it is left out by name: a field that is new stays in. So two scenarios with the same ground move
    every unit alike, whatever they say of decisions, readiness, clocks and pools.
    """
    felt = {lever.id for effect in _EVERYWHERE for lever in acting(catalogue, scenario, effect)}
    felt |= {lever.id for effect in _ON_THE_WAY for lever in acting(catalogue, scenario, effect, lon)}
    free = lone(scenario)
    return replace(
        free,
        id="",
        name="",
        note="",
        focus="",
        called=frozenset(),
        uncalled=frozenset(),
        decision_h=(),
        readiness_h=(),
        clock_h=(),
        pools=(),
        levers=frozenset(felt),
        lever_size=tuple(row for row in scenario.lever_size if row[0] in felt),
    )  # fmt: skip


def size(scenario: Scenario, lever: Lever) -> Spread:
    """How strongly a lever acts."""
    return dict(scenario.lever_size).get(lever.id, lever.size)


def acting(catalogue: Catalogue, scenario: Scenario, effect: str, lon: float | None = None) -> Iterator[Lever]:
    """The levers in force with an effect, in file order; with a target's longitude only those felt there."""
    if not scenario.levers:
        return
    for lever in catalogue.levers.values():
        if lever.id not in scenario.levers or lever.effect != effect:
            continue
        if lon is not None and lever.holds == "other-end" and lever.theatre == end_of(lon):
            continue
        yield lever


def shut_passages(catalogue: Catalogue, scenario: Scenario) -> frozenset[str]:
    """Ids of the passages that levers shut: as many of a lever's list as its size says, in the order listed."""
    return frozenset(_counted(catalogue, scenario, "passage_closed", catalogue.passages))


def shut_countries(catalogue: Catalogue, scenario: Scenario) -> frozenset[str]:
    """ISO A3 of the countries whose airspace levers shut, counted as passages are."""
    return frozenset(_counted(catalogue, scenario, "airspace_closed", catalogue.airspace))


def tied(catalogue: Catalogue, scenario: Scenario, unit: str, lon: float) -> Iterator[Lever]:
    """The levers that keep a unit from a target at longitude `lon`; none when it is free."""
    for lever in acting(catalogue, scenario, "units_tied_down", lon):
        if unit in _first(lever, size(scenario, lever), catalogue.units):
            yield lever


def decision_delay(
    catalogue: Catalogue, scenario: Scenario, body: str, flashpoint: str, lon: float
) -> tuple[Spread, Source | None]:
    """Hours that levers add to a decision, and which levers; standing orders wait for nobody."""
    total, why = ZERO, list[Source]()
    if body != "standing":
        for lever in acting(catalogue, scenario, "decision_delay_h", lon):
            if lever.bodies and body not in lever.bodies:
                continue
            if flashpoint in lever.applies_to or f"theatre:{end_of(lon)}" in lever.applies_to:
                total += size(scenario, lever)
                why.append(_cited(lever))
    return total, together(why)


def readiness_factor(catalogue: Catalogue, scenario: Scenario, unit: str, lon: float) -> tuple[Spread, Source | None]:
    """What levers multiply a unit's readiness with, at least 1, and which levers."""
    factor, why = NO_CHANGE, list[Source]()
    theatre = f"theatre:{catalogue.units[unit].theatre}" if unit in catalogue.units else ""
    for lever in acting(catalogue, scenario, "readiness_multiplier", lon):
        if unit in lever.applies_to or theatre in lever.applies_to:
            factor = factor.scaled(size(scenario, lever))
            why.append(_cited(lever))
    return factor, together(why)


def slowness(
    catalogue: Catalogue, scenario: Scenario, platform: str, used: Iterable[str], lon: float, *, marches: bool
) -> tuple[Spread, Source | None]:
    """What levers multiply the hours of a leg with, at least 1, and which levers.

    Parameters
    ----------
    used
        Passages or countries on the way.
    marches
        The leg goes by land: levers on a whole theatre slow only what flies and sails.
    """
    factor, why, used = NO_CHANGE, list[Source](), set(used)
    for lever in acting(catalogue, scenario, "speed_multiplier", lon):
        theatre = f"theatre:{end_of(lon)}" in lever.applies_to and not marches
        if (platform in lever.applies_to or theatre) and used.issuperset(lever.through):
            speed = size(scenario, lever)
            factor = factor.scaled(Spread(1 / speed.high, 1 / speed.likely, 1 / speed.low))
            why.append(_cited(lever))
    return factor, together(why)


def passage_delay(
    catalogue: Catalogue, scenario: Scenario, used: Iterable[str], lon: float
) -> tuple[Spread, Source | None]:
    """Hours that levers hold a ship up in the passages it uses, and which levers."""
    total, why, used = ZERO, list[Source](), tuple(used)
    for lever in acting(catalogue, scenario, "passage_delay_h", lon):
        held = [name for name in used if name in lever.applies_to]
        for _ in held:
            total += size(scenario, lever)
        if held:
            cited = _cited(lever)
            why.append(replace(cited, text=f"{cited.text} in {', '.join(held)}"))
    return total, together(why)


def pool_share(catalogue: Catalogue, scenario: Scenario, pool: str, lon: float) -> tuple[Spread, tuple[Lever, ...]]:
    """The share of a pool that is left, as low / likely / high of what is left, and the levers that take the rest."""
    left, found = NO_CHANGE, []
    for lever in acting(catalogue, scenario, "pool_share", lon):
        if pool in lever.applies_to:
            taken = size(scenario, lever)
            left = left.scaled(Spread(1 - taken.high, 1 - taken.likely, 1 - taken.low))
            found.append(lever)
    return left, tuple(found)


def denial_ranges(catalogue: Catalogue, scenario: Scenario, lon: float) -> Iterator[tuple[Lever, str, Spread]]:
    """(lever, platform, range [km]) of the denial systems that levers put to use."""
    for lever in acting(catalogue, scenario, "denial_range_km", lon):
        for platform in lever.applies_to:
            yield lever, platform, size(scenario, lever)


def _counted(catalogue: Catalogue, scenario: Scenario, effect: str, known: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for lever in acting(catalogue, scenario, effect):
        found |= _first(lever, size(scenario, lever), known)
    return found


def _first(lever: Lever, count: Spread, known: Iterable[str]) -> set[str]:
    """The first of what a lever applies to, as many as its likely size: a larger size holds all of a smaller one."""
    names = [name for name in lever.applies_to if name in set(known)]
    return set(names[: round(count.likely)])


def _cited(lever: Lever) -> Source:
    return replace(lever.source, text=f"{lever.name} ({lever.id}): {lever.source.text}")
