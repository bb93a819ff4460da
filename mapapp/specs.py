"""Rings about the target and ways of the responders, as a sheet draws them."""

from __future__ import annotations

from layers import units
from layers.catalogue.model import Catalogue
from layers.document.model import Target
from layers.picture.sheet import RingSpec, RouteSpec
from layers.response.model import Arrival
from layers.units import DistanceUnit

TARGET_RINGS: dict[DistanceUnit, tuple[int, ...]] = {
    "km": (400, 1000, 2000),
    "nmi": (200, 500, 1000),
    "mi": (250, 600, 1200),
}
"""Rings about every target, round in the unit shown: the essay's 400 km, then what fighters reach."""


def target_rings(target: Target | None, unit: DistanceUnit) -> tuple[RingSpec, ...]:
    """The rings about a target; none without one."""
    if target is None:
        return ()
    metres = units.parse_distance("1", unit)
    return tuple(
        RingSpec(
            f"target-{step}-{unit}",
            target.lon,
            target.lat,
            step * metres,
            units.format_distance(step * metres, unit),
        )
        for step in TARGET_RINGS[unit]
    )


def routes(catalogue: Catalogue, arrival: Arrival) -> tuple[RouteSpec, ...]:
    """The legs of one arrival."""
    unit = catalogue.units.get(arrival.unit)
    name = unit.name if unit else arrival.unit
    transit = [stage.hours.likely for stage in arrival.stages if stage.name == "transit"]
    return tuple(
        RouteSpec(
            id=f"{arrival.unit}/{number}",
            mode=leg.mode,
            line=leg.line,
            label=name if number == len(arrival.legs) - 1 else "",
            hours=transit[0] if transit and len(arrival.legs) == 1 else None,
            in_time=arrival.status == "in time" if arrival.status in {"in time", "late"} else None,
        )
        for number, leg in enumerate(arrival.legs)
    )
