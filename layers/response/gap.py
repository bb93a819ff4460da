"""How much too late: the first arrival of each effect against the seizure clock."""

from __future__ import annotations

from collections.abc import Sequence

from layers.catalogue.model import Clock
from layers.catalogue.values import Effect
from layers.response.model import Arrival, Gap
from layers.units import SECONDS_PER_HOUR, format_duration
from layers.wording import say

EFFECTS: dict[Effect, str] = {
    "air_presence": "first aircraft overhead",
    "air_strike": "first strike aircraft or carrier",
    "maritime_patrol": "first maritime patrol",
    "surface_combatant": "first surface combatant",
    "submarine": "first submarine",
    "amphibious": "first amphibious force",
    "airborne": "first airborne force",
    "light_ground": "first light ground unit",
    "heavy_ground": "first heavy ground unit",
    "air_and_missile_defence": "first air and missile defence",
}
"""Every effect in the order of the tables, and what its threshold is called."""


def gaps(arrivals: Sequence[Arrival], clock: Clock | None) -> tuple[Gap, ...]:
    """One gap per effect that any unit of the catalogue offers, in the order of `EFFECTS`."""
    found = []
    for effect in EFFECTS:
        rows = [row for row in arrivals if row.effect == effect]
        if not rows:
            continue
        coming = [(row.total.likely, row) for row in rows if row.total is not None]
        if not coming:
            able = any(row.status == "not expected" for row in rows)
            nobody = "nobody who could come is expected to" if able else "no response possible"
            found.append(Gap(effect, "", None, None, nobody))
            continue
        likely, first = min(coming, key=lambda pair: pair[0])
        gap = None if clock is None else likely - clock.hours.likely
        found.append(Gap(effect, first.unit, likely, gap, verdict(gap)))
    return tuple(found)


def verdict(gap_h: float | None) -> str:
    """A gap in words; `None` where the place has no seizure clock."""
    if gap_h is None:
        return say("no seizure clock here")
    if gap_h > 0:
        return say("late by {hours}", hours=format_duration(gap_h * SECONDS_PER_HOUR))
    return say("in time by {hours}", hours=format_duration(-gap_h * SECONDS_PER_HOUR))
