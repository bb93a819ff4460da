"""Whether an aircraft can fly a way: without help, to land at its end, behind tankers, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.units import km


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether an aircraft can fly a way, how, and why or why not."""

    kind: Literal["unrefuelled", "ferry", "tanker-dragged", "beyond"]
    reason: str


def reach(
    route_m: float,
    *,
    combat_radius_m: float | None,
    ferry_range_m: float | None,
    refuelable: bool,
    tankers: bool,
    lands: bool,
) -> Reach:
    """How a way of `route_m` metres can be flown.

    Within the combat radius (half the ferry range where none is known): out and back without help, at cruise speed.
    Beyond it, an aircraft that can land at the end (`lands`) may go up to its ferry range; one that can be refuelled in
    the air goes any distance when there are `tankers`. Both are flown at block speed (`response.pace.BLOCK_KMH`).
    The tankers' own reach and number are not modelled.
    """
    radius = combat_radius_m if combat_radius_m is not None else None if ferry_range_m is None else ferry_range_m / 2
    way = f"route {km(route_m)}"
    if radius is not None and route_m <= radius:
        return Reach("unrefuelled", f"Within the unrefuelled radius of {km(radius)} ({way}).")
    if lands and ferry_range_m is not None and route_m <= ferry_range_m:
        return Reach("ferry", f"Lands at the end, within the ferry range of {km(ferry_range_m)} ({way}).")
    beyond = "of unknown radius" if radius is None else f"beyond the unrefuelled radius of {km(radius)}"
    if refuelable and tankers:
        return Reach("tanker-dragged", f"Refuelled in the air: {beyond} ({way}).")
    if not refuelable:
        why = "cannot be refuelled in the air"
    else:
        why = "no tanker"
    if lands and ferry_range_m is not None:
        beyond = f"beyond the ferry range of {km(ferry_range_m)}"
    elif not refuelable:
        why += ", no friendly airfield at the end"
    return Reach("beyond", f"{beyond} ({way}) and {why}")
