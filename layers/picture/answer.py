"""A response as things to draw: bands, rings and routes for the sheet; window and briefing take the same ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from layers import geodesy
from layers.picture.sheet import BAND_HOURS, Band, RingSpec, RouteSpec
from layers.response import isochrone
from layers.response.clock import Target
from layers.response.isochrone import Outlines
from layers.response.model import Arrival, Response
from layers.response.overhead import first_aircraft, world_grid
from layers.response.world import World
from layers.routes.model import Line
from layers.scenario.model import Scenario
from layers.units import SECONDS_PER_HOUR

RING_KM = (400.0, 1000.0, 2000.0)
"""Rings round a target: the essay's 400 km from Taiwan to Pratas, and two round numbers to judge reach by."""
_STEP_M = 50_000.0


def bands(
    world: World,
    scenario: Scenario,
    target: Target,
    hours: Sequence[float] = BAND_HOURS,
    check: Callable[[], None] | None = None,
) -> tuple[Band, ...]:
    """The areas by the likely hours until the first aircraft can be overhead; the last one is later or never.

    Where nobody starts within half the last of `hours`, because a decision takes days, they count from the whole hour
    before the first is in the air.
    """
    field, _ = first_aircraft(world, scenario, target, world_grid())
    if check is not None:
        check()
    soonest = float(field.seconds.min()) / SECONDS_PER_HOUR
    if hours[-1] / 2 < soonest < math.inf:
        hours = [math.floor(soonest) + step for step in hours]
    found = [Band(max(one.after_h, 0.0), one.until_h, _rings(one)) for one in isochrone.bands(field, hours)]
    reached = isochrone.outlines(field, hours[-1:])[0]
    everything = Line(np.array([-180.0, 180.0, 180.0, -180.0]), np.array([-90.0, -90.0, 90.0, 90.0]))
    return (*found, Band(hours[-1], math.inf, (everything, *_rings(reached))))


def rings(target: Target) -> tuple[RingSpec, ...]:
    """The range rings round a target."""
    return tuple(
        RingSpec(f"ring-{km:.0f}", target.lon, target.lat, km * 1e3, f"{km:,.0f} km".replace(",", " "))
        for km in RING_KM
    )


def routes(response: Response, units: Sequence[str]) -> tuple[RouteSpec, ...]:
    """The ways of the units named, leg by leg."""
    rows = {row.unit: row for row in response.arrivals}
    return tuple(spec for name in units if name in rows for spec in _legs(rows[name]))


def first_units(response: Response) -> tuple[str, ...]:
    """The first arrival of each effect: the units whose routes a briefing shows."""
    return tuple(dict.fromkeys(gap.first_unit for gap in response.gaps if gap.first_unit))


def _legs(row: Arrival) -> list[RouteSpec]:
    specs = []
    transit = [stage.hours.likely for stage in row.stages if stage.name == "transit"]
    hours = transit[0] if transit and len(row.legs) == 1 else None
    for number, leg in enumerate(row.legs):
        lon, lat = geodesy.densify(leg.line.lon, leg.line.lat, _STEP_M)
        label = row.unit if number == len(row.legs) - 1 else ""
        specs.append(RouteSpec(f"{row.unit}:{number}", leg.mode, Line(lon, lat), label, hours, row.status == "in time"))
    return specs


def _rings(one: Outlines) -> tuple[Line, ...]:
    return tuple(
        Line(one.lon[a:b], one.lat[a:b]) for a, b in zip(one.rings[:-1], one.rings[1:], strict=True) if b - a >= 3
    )
