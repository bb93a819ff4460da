"""Units that are carried: base, embarkation, debarkation, target, by the least hours among fields and ports."""

from __future__ import annotations

from dataclasses import replace

from layers import geodesy
from layers.catalogue.model import Base, Platform, Unit
from layers.response import moves
from layers.response.model import Stage, StageName
from layers.response.moves import LonLat, Moved, Outcome
from layers.response.world import World
from layers.scenario.model import Scenario

AT_M = 20_000.0
"""A field or port this near is at the place: no march is added."""
_NEAREST = 6
"""Debarkation fields or ports tried, the nearest to the target first."""
_FAR_M = 600_000.0
"""A field or port farther than this from the target or the base is not considered."""
_FIELDS = ("air", "multi")
_PORTS = ("naval", "multi")


def airfield_near(world: World, at: LonLat) -> Base | None:
    """The airfield of the catalogue at a place, within `AT_M`."""
    return next(iter(_sorted(world, at, _FIELDS, AT_M)), None)


def by_lift(world: World, scenario: Scenario, unit: Unit, base: Base, carrier: Platform, at: LonLat) -> Outcome:
    """The whole chain of a carried unit, or the reason why none holds.

    An airborne unit jumps over the target and an amphibious one lands on its shore; all others need a field or port
    from which they can march.
    """
    kinds, what = (_FIELDS, "airfield") if carrier.domain == "air" else (_PORTS, "port")
    embarkation = _embarkation(world, base, kinds)
    if embarkation is None:
        return f"no {what} of {base.country} within {_FAR_M / 1e3:.0f} km of {base.name}"
    walker = _on_land(world, unit)
    first = _march(world, scenario, walker, base, (embarkation.lon, embarkation.lat), "to embarkation")
    if isinstance(first, str):
        return f"from {base.name} to {embarkation.name}: {first}"
    straight = (unit.effect == "airborne" and carrier.domain == "air") or unit.effect == "amphibious"
    if straight:
        main = _carry(world, scenario, unit, carrier, embarkation, at)
        return main if isinstance(main, str) else _joined((first, moves.loaded(main, unit)))
    return _best(world, scenario, unit, carrier, (embarkation, first), at, kinds, what, walker)


def _best(
    world: World,
    scenario: Scenario,
    unit: Unit,
    carrier: Platform,
    begun: tuple[Base, Moved],
    at: LonLat,
    kinds: tuple[str, ...],
    what: str,
    walker: Platform,
) -> Outcome:
    embarkation, first = begun
    refused: list[str] = []
    found: list[Moved] = []
    for debarkation in _sorted(world, at, kinds, _FAR_M)[:_NEAREST]:
        last = _march(world, scenario, walker, debarkation, at, "onward")
        if isinstance(last, str):
            refused.append(f"{debarkation.name}: {last}")
            continue
        main = _carry(world, scenario, unit, carrier, embarkation, (debarkation.lon, debarkation.lat))
        if isinstance(main, str):
            refused.append(f"{debarkation.name}: {main}")
            continue
        chain = _joined((first, moves.loaded(main, unit), last))
        via = f"by {carrier.name} from {embarkation.name} to {debarkation.name}"
        found.append(replace(chain, notes=(via, *chain.notes)))
    if found:
        best, *others = sorted(found, key=lambda chain: chain.likely_h)
        slower = (f"{chain.notes[0]}: {chain.likely_h - best.likely_h:.1f} h later" for chain in others)
        return replace(best, refused=(*slower, *refused))
    if refused:
        return f"no {what} leads there: {refused[0]}"
    return f"no {what} of the catalogue within {_FAR_M / 1e3:.0f} km of the target"


def _carry(world: World, scenario: Scenario, unit: Unit, carrier: Platform, embarkation: Base, at: LonLat) -> Outcome:
    start = (embarkation.lon, embarkation.lat)
    if carrier.domain == "air":
        return moves.by_air(world, scenario, carrier, start, at, lands=True)
    return moves.by_sea(world, scenario, carrier, unit.nation, start, at)


def _march(world: World, scenario: Scenario, walker: Platform, start: Base, end: LonLat, name: StageName) -> Outcome:
    """The way between base and embarkation, or debarkation and target; nothing where they are one place."""
    if float(geodesy.distance(start.lon, start.lat, *end)) <= AT_M:
        return Moved((), (), 0.0)
    moved = moves.by_land(world, scenario, walker, (start.lon, start.lat), end)
    if isinstance(moved, str):
        return moved
    stages = tuple(replace(stage, name=name) if stage.name == "transit" else stage for stage in moved.stages)
    return replace(moved, stages=stages)


def _joined(parts: tuple[Moved, ...]) -> Moved:
    """Parts one after the other; leave to cross borders is asked for once."""
    stages: list[Stage] = []
    for part in parts:
        asked = any(stage.name == "permissions" for stage in stages)
        stages += [stage for stage in part.stages if not (asked and stage.name == "permissions")]
    return Moved(
        tuple(leg for part in parts for leg in part.legs),
        tuple(stages),
        sum(part.route_m for part in parts),
        tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def _on_land(world: World, unit: Unit) -> Platform:
    """How the unit moves on land: by its own platform if that drives, else as its weight does."""
    own = world.catalogue.platforms[unit.platform]
    if own.domain == "land":
        return own
    return world.catalogue.platforms["heavy-road" if unit.effect == "heavy_ground" else "light-road"]


def _embarkation(world: World, base: Base, kinds: tuple[str, ...]) -> Base | None:
    """The field or port nearest to the base, in its own country."""
    near = _sorted(world, (base.lon, base.lat), kinds, _FAR_M)
    return next((row for row in near if row.country == base.country), None)


def _sorted(world: World, at: LonLat, kinds: tuple[str, ...], within_m: float) -> list[Base]:
    """The bases of these kinds within a distance of a place, nearest first."""
    rows = [row for row in world.catalogue.bases.values() if row.kind in kinds]
    metres = geodesy.distance(*at, [row.lon for row in rows], [row.lat for row in rows])
    return [row for away, row in sorted(zip(metres, rows, strict=True), key=lambda pair: pair[0]) if away <= within_m]
