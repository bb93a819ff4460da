"""Units that are carried: base, embarkation, debarkation, target, by the least hours among fields and ports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layers.catalogue.model import Base, Platform, Unit
from layers.response import moves, pace
from layers.response.model import Stage, StageName
from layers.response.moves import LonLat, Moved, Outcome
from layers.response.world import World
from layers.routes.land import ROAD_FACTOR
from layers.routes.land import SNAP_M as LAND_SNAP_M
from layers.routes.sea_ends import FARTHEST_SNAP_M
from layers.scenario.model import Scenario

AT_M = 20_000.0
"""A field or port this near is at the place: no march is added."""
_EMBARKATIONS = 4
"""Embarkation fields or ports tried, the nearest to the base first."""
FAR_M = 600_000.0
"""A field or port farther than this from the target or the base is not considered."""
_FIELDS = ("air", "multi")
_PORTS = ("naval", "multi")


def is_there(world: World, base: Base, at: LonLat) -> bool:
    """Whether a unit of a base is at a place already, and needs no lift."""
    return world.metres((base.lon, base.lat), at) <= AT_M


def airfield_near(world: World, at: LonLat) -> Base | None:
    """The airfield of the catalogue at a place, within `AT_M`."""
    return next(iter(world.bases_near(at, _FIELDS, AT_M)), None)


def by_lift(
    world: World,
    scenario: Scenario,
    unit: Unit,
    base: Base,
    carrier: Platform,
    at: LonLat,
    *,
    whether: bool = False,
) -> Outcome:
    """The whole chain of a carried unit, the soonest by likely hours, or the reason why none holds.

    An airborne unit jumps over the target and an amphibious one lands on its shore; all others need a field or port
    from which they can march. With `whether` any chain that holds will do.
    """
    begun = boarded(world, scenario, unit, base, carrier)
    if isinstance(begun, str):
        return begun
    if straight(unit, carrier):
        ways = []
        refused = []
        for one in begun:
            main = carry(world, scenario, unit, carrier, one.at, at)
            if isinstance(main, str):
                refused.append(main)
            else:
                via = f"by {carrier.name} from {one.at.name}"
                ways.append(replace(_joined((one.first, moves.loaded(main, unit))), notes=(via, *main.notes)))
                if whether:
                    break
        return _soonest(ways, []) if ways else refused[0]
    return _best(world, scenario, unit, carrier, begun, at, whether=whether)


@dataclass(frozen=True, slots=True)
class Boarded:
    """A field or port of embarkation, and the way to it."""

    at: Base
    first: Moved


def boarded(world: World, scenario: Scenario, unit: Unit, base: Base, carrier: Platform) -> list[Boarded] | str:
    """Where a unit may be loaded, the nearest to its base first: in the base's own country."""
    kinds, what = handled(carrier)
    near = [row for row in world.bases_near((base.lon, base.lat), kinds, FAR_M) if row.country == base.country]
    if not near:
        return f"no {what} of {base.country} within {FAR_M / 1e3:.0f} km of {base.name}"
    found, reason = [], ""
    for one in near[:_EMBARKATIONS]:
        first = _march(world, scenario, on_land(world, unit), base, (one.lon, one.lat), "to embarkation")
        if isinstance(first, str):
            reason = reason or f"from {base.name} to {one.name}: {first}"
        else:
            found.append(Boarded(one, first))
    return found or reason


def straight(unit: Unit, carrier: Platform) -> bool:
    """Whether a unit is put down on the target itself."""
    return (unit.effect == "airborne" and carrier.domain == "air") or unit.effect == "amphibious"


def handled(carrier: Platform) -> tuple[tuple[str, ...], str]:
    """The kinds of base where a carrier is loaded and unloaded, and what one is called."""
    return (_FIELDS, "airfield") if carrier.domain == "air" else (_PORTS, "port")


def _best(
    world: World,
    scenario: Scenario,
    unit: Unit,
    carrier: Platform,
    begun: list[Boarded],
    at: LonLat,
    *,
    whether: bool,
) -> Outcome:
    """The soonest chain over all pairs of embarkation and debarkation, the most promising tried first."""
    kinds, what = handled(carrier)
    near = world.bases_near(at, kinds, FAR_M)
    walker = on_land(world, unit)
    pairs = [
        (_hours_before(start, unit) + at_least_h(world, carrier, start.at, end), start, end)
        for start in begun
        for end in near
    ]
    tried = sorted(
        ((least_h + _march_at_least_h(world, walker, end, at), start, end) for least_h, start, end in pairs),
        key=lambda row: row[0],
    )
    lasts: dict[str, Outcome] = {}
    refused: list[str] = []
    found: list[Moved] = []
    soonest_h = float("inf")
    for least_h, start, end in tried:
        if least_h >= soonest_h:
            break
        if end.id not in lasts:
            lasts[end.id] = _march(world, scenario, walker, end, at, "onward")
            if isinstance(lasts[end.id], str):
                refused.append(f"{end.name}: {lasts[end.id]}")
        last = lasts[end.id]
        if isinstance(last, str):
            continue
        main = carry(world, scenario, unit, carrier, start.at, (end.lon, end.lat))
        if isinstance(main, str):
            refused.append(f"{end.name}: {main}")
            continue
        chain = _joined((start.first, moves.loaded(main, unit), last))
        via = f"by {carrier.name} from {start.at.name} to {end.name}"
        found.append(replace(chain, notes=(via, *chain.notes)))
        soonest_h = 0.0 if whether else min(soonest_h, chain.likely_h)
    if found:
        return _soonest(found, list(dict.fromkeys(refused)))
    if refused:
        return f"no {what} leads there: {_nearest_first(refused, near)[0]}"
    return f"no {what} of the catalogue within {FAR_M / 1e3:.0f} km of the target"


def _nearest_first(refused: list[str], near: tuple[Base, ...]) -> list[str]:
    """Refusals in the order of the fields or ports they begin with."""
    return sorted(refused, key=lambda text: next(k for k, one in enumerate(near) if text.startswith(f"{one.name}: ")))


def _hours_before(start: Boarded, unit: Unit) -> float:
    """Likely hours besides the main leg and the last march, at the least: leave to cross borders is asked for once."""
    counted = (stage.hours.likely for stage in start.first.stages if stage.name != "permissions")
    return sum(counted) + unit.load_h.likely + unit.unload_h.likely


def _march_at_least_h(world: World, walker: Platform, start: Base, end: LonLat) -> float:
    """Likely hours of a march at the very least: the direct way as a road; none where they are one place."""
    metres = world.metres((start.lon, start.lat), end)
    # ends are moved to land by up to 10 km
    return 0.0 if metres <= AT_M else pace.land(walker, (metres - 2 * LAND_SNAP_M) * ROAD_FACTOR).hours.likely


def _soonest(ways: list[Moved], refused: list[str]) -> Moved:
    """The soonest of some ways, with how much later the others are."""
    best, *others = sorted(ways, key=lambda chain: chain.likely_h)
    slower = (f"{chain.notes[0]}: {chain.likely_h - best.likely_h:.1f} h later" for chain in others)
    return replace(best, refused=(*slower, *refused))


def at_least_h(world: World, carrier: Platform, start: Base, end: Base) -> float:
    """Likely hours that a carrier needs at the very least: the direct way at its best speed."""
    metres = world.metres((start.lon, start.lat), (end.lon, end.lat))
    if carrier.domain == "air":
        return pace.air(carrier, metres, dragged=False).hours.likely
    # a ship is loaded and unloaded up to 40 km from where a port is marked
    return pace.sea(carrier, max(metres - 2 * FARTHEST_SNAP_M, 0.0)).hours.likely


def carry(world: World, scenario: Scenario, unit: Unit, carrier: Platform, embarkation: Base, at: LonLat) -> Outcome:
    """The main leg, without loading."""
    start = (embarkation.lon, embarkation.lat)
    if carrier.domain == "air":
        return moves.by_air(world, scenario, carrier, start, at, lands=True)
    return moves.by_sea(world, scenario, carrier, unit.nation, start, at)


def _march(world: World, scenario: Scenario, walker: Platform, start: Base, end: LonLat, name: StageName) -> Outcome:
    """The way between base and embarkation, or debarkation and target; nothing where they are one place."""
    if world.metres((start.lon, start.lat), end) <= AT_M:
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


def on_land(world: World, unit: Unit) -> Platform:
    """How the unit moves on land: by its own platform if that drives, else as its weight does."""
    own = world.catalogue.platforms[unit.platform]
    if own.domain == "land":
        return own
    return world.catalogue.platforms["heavy-road" if unit.effect == "heavy_ground" else "light-road"]
