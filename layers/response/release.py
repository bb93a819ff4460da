"""A unit that is tied down elsewhere: gone, or let go after a time and on its way from there.

Three things tie a unit down: the scenario says that it is committed (it is gone), that it is engaged at a
flashpoint, or levers hold it. Of the last two it is let go by the rule of its effect, or after the hours the
scenario gives; then it starts again from the base nearest to where it was. Being engaged nearer to the target is
not counted as an advantage: of the way from there and the way from home the longer one counts, so that tying a unit
down never makes it sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from layers import geodesy
from layers.catalogue.model import Base, Catalogue, Platform, Unit
from layers.catalogue.values import ZERO, Source, Spread
from layers.response.model import Stage
from layers.response.moves import Moved, Outcome
from layers.scenario import availability, levers
from layers.scenario.model import Scenario

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tie:
    """What holds a unit elsewhere."""

    why: str
    at: LonLat | None
    """Where it is; None for its own base."""
    released: bool
    hours: Spread
    source: Source


def ties(catalogue: Catalogue, scenario: Scenario, unit: Unit, target: str, lon: float) -> list[Tie]:
    """All that keeps a unit from a target; empty when it is free."""
    found: list[Tie] = []
    if unit.id in scenario.spared:
        return found
    if unit.id in scenario.committed:
        found.append(Tie("tied down elsewhere in this scenario", None, False, ZERO, availability.OWN))
    for name, flashpoint in scenario.engaged:
        if name == unit.id and flashpoint != target:
            place = catalogue.flashpoints[flashpoint]
            found.append(_tie(catalogue, scenario, unit, f"engaged at {place.name}", (place.lon, place.lat)))
    found.extend(
        _tie(catalogue, scenario, unit, f"tied down by {lever.name} ({lever.id})", lever.held_at)
        for lever in levers.tied(catalogue, scenario, unit.id, lon)
    )
    return found


def _tie(catalogue: Catalogue, scenario: Scenario, unit: Unit, why: str, at: LonLat | None) -> Tie:
    own = dict(scenario.release_h).get(unit.id)
    if own is not None:
        return Tie(why, at, True, own, availability.OWN)
    rule = catalogue.releases.get(unit.effect)
    if rule is None or not rule.released:
        return Tie(f"{why}: {rule.rationale if rule else 'no rule lets it go'}", at, False, ZERO, availability.OWN)
    return Tie(why, at, True, rule.hours, replace(rule.source, text=f"{rule.rationale}: {rule.source.text}"))


def moved(
    catalogue: Catalogue,
    unit: Unit,
    platform: Platform,
    held: list[Tie],
    home: Moved,
    move: Callable[[Unit, Base], Outcome],
) -> Outcome:
    """The way of a unit that is let go: time to let it go, then the longest of its ways; or why it does not come.

    Parameters
    ----------
    move
        The way to the target from a base that it is put at.
    """
    if gone := next((tie for tie in held if not tie.released), None):
        return gone.why
    ways: list[tuple[Moved, str]] = [(home, "")]
    for tie in held:
        if tie.at is None:
            continue
        start = _nearest(catalogue, platform, unit, tie.at)
        if start is None:
            return f"{tie.why}, and there is no base there to start again from"
        way = move(replace(unit, base=start.id), start)
        if isinstance(way, str):
            return f"{tie.why}; from {start.name}: {way}"
        ways.append((way, f"Starts again from {start.name}."))
    longest, note = max(ways, key=lambda pair: sum(stage.hours.likely for stage in pair[0].stages))
    hours = Spread(
        max(tie.hours.low for tie in held),
        max(tie.hours.likely for tie in held),
        max(tie.hours.high for tie in held),
    )
    why = " and ".join(tie.why for tie in held)
    source = held[0].source
    stage = Stage("release", hours, f"{why}; {source.text}", confidence=source.confidence)
    notes = (f"{why[:1].upper()}{why[1:]}; let go after {hours.likely:g} h.", note, *longest.notes)
    return replace(longest, stages=(stage, *longest.stages), notes=tuple(text for text in notes if text))


def _nearest(catalogue: Catalogue, platform: Platform, unit: Unit, at: LonLat) -> Base | None:
    """The base nearest to a place that a unit of this platform can start from."""
    kinds = {"air": ("air", "multi"), "sea": ("naval", "multi")}.get("" if unit.lift else platform.domain)
    rows = [row for row in catalogue.bases.values() if kinds is None or row.kind in kinds]
    if not rows:
        return None
    metres = geodesy.distance(*at, [row.lon for row in rows], [row.lat for row in rows])
    return min(zip(metres, rows, strict=True), key=lambda pair: pair[0])[1]
