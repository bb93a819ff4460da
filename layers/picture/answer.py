"""A response as things to draw: bands, rings and routes for the sheet; window and briefing take the same ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from layers import geodesy, units
from layers.errors import RimlandError
from layers.fields import isochrone, loss, reach
from layers.fields.field import NOBODY, Field
from layers.fields.isochrone import Outlines
from layers.fields.overhead import first_aircraft, world_grid
from layers.picture.sheet import BAND_HOURS, BANDS_TITLE, LOST_HOURS, Band, RingSpec, RouteSpec
from layers.response import callers
from layers.response.clock import Target
from layers.response.model import Arrival, Posture, Response
from layers.response.world import World
from layers.routes.model import Line
from layers.scenario.model import Scenario
from layers.units import SECONDS_PER_HOUR

RING_KM = (400.0, 1000.0, 2000.0)
"""Rings round a target: the essay's 400 km from Taiwan to Pratas, and two round numbers to judge reach by."""
POSTURE_HOURS = (*BAND_HOURS, 96.0, 168.0, 336.0, 720.0)
"""Contours of a posture, up to the hours asked for: ships count in days and weeks."""
MOST_CONTOURS = 6
"""More tints than this cannot be told apart; the longest hours are kept."""
FINE_STEPS, MOST_FINE = (0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0), 4
"""Steps of hours lost [h] where all is lost in one band of the usual ones; so many of them at most, and one begun."""
_STEP_M = 50_000.0
_EDGE_H = 1 / 120


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


def shown_bands(
    world: World,
    scenario: Scenario,
    target: Target,
    posture: Posture | None,
    check: Callable[[], None] | None = None,
) -> tuple[tuple[Band, ...], str]:
    """What a document shows about its target, with its title: the reaction-time bands, or the posture asked for."""
    if posture is None:
        return bands(world, scenario, target, check=check), BANDS_TITLE
    platform = world.catalogue.platforms.get(posture.platform)
    if platform is None:
        raise RimlandError(f"the platform {posture.platform!r} of the posture is gone", remedy="ask with another one")
    return posture_bands(world, scenario, target, posture, check), posture_title(platform.name, target.name, posture)


def posture_bands(
    world: World,
    scenario: Scenario,
    target: Target,
    posture: Posture,
    check: Callable[[], None] | None = None,
) -> tuple[Band, ...]:
    """From where the platform is at the target in time, by the hours from the order; beyond the last is too far.

    Raises
    ------
    RimlandError
        A platform that stays where it is, or has no radius; hours that are none.
    """
    platform = world.catalogue.platforms[posture.platform]
    at = (target.lon, target.lat)
    found = reach.posture(
        world, scenario, platform, at, world_grid(), posture.within_h, posture.notice_h, posture.nation
    )
    if check is not None:
        check()
    return tuple(
        Band(max(one.after_h, 0.0), one.until_h, _rings(one)) for one in isochrone.bands(found, posture_hours(posture))
    )


def posture_hours(posture: Posture) -> tuple[float, ...]:
    """The hours of the contours, in rising order, the last as asked for."""
    steps = [hour for hour in POSTURE_HOURS if posture.notice_h < hour < posture.within_h]
    return (*steps[-(MOST_CONTOURS - 1) :], posture.within_h)


def posture_title(platform: str, place: str, posture: Posture) -> str:
    """What the tints of a posture say."""
    notice = f", {posture.notice_h:g} h notice" if posture.notice_h else ""
    return f"Hours from the order until {platform}, waiting there, is at {place}{notice}"


def lost(
    world: World,
    before: Scenario,
    after: Scenario,
    target: Target,
    hours: Sequence[float] = LOST_HOURS,
    check: Callable[[], None] | None = None,
) -> tuple[Band, ...]:
    """The areas by the hours that the first allied aircraft loses from one scenario to another; empty for none.

    Allied are all but the holders: those who stand there already are not whom pressure elsewhere delays, and what is
    asked is when the guarantor comes. The last area, with both hours infinite, is where none comes any more.
    """
    grid, holders = world_grid(), callers.placed(world, target).holders
    fields = []
    for scenario in (before, after):
        fields.append(first_aircraft(world, scenario, target, grid, holders)[0])
        if check is not None:
            check()
    return lost_bands(loss.lost(*fields), hours)


def lost_bands(later: Field, hours: Sequence[float] = LOST_HOURS) -> tuple[Band, ...]:
    """A field of hours lost as bands from each of `hours` to the next; less than the first of them is in none.

    Where all that is lost would be in one band the steps are finer, and where it is the same everywhere the band has
    these hours as both its edges. A lever that costs 24 h costs them everywhere, to the second: each edge lies half a
    minute early, so that such an area is in the band that begins with its hours and not torn between two.
    """
    found = later.seconds[np.isfinite(later.seconds)] / SECONDS_PER_HOUR
    found = found[found >= hours[0] - _EDGE_H]
    gone = later.seconds == np.inf
    never = (later.winner == NOBODY) & ~gone
    # Where nobody came before either nothing is lost and nothing drawn: no slope to it from what is lost beside.
    plain = Field(later.grid, np.where(never | gone, np.inf, np.maximum(later.seconds, 0.0)), later.winner)
    bands = []
    if found.size:
        starts, ends = lost_steps(float(found.min()), float(found.max()), hours)
        levels = [*(start - _EDGE_H for start in starts), ends[-1]]
        if starts == ends:  # the same everywhere, told to the minute
            levels = [float(found.min()) - _EDGE_H, float(found.max()) + _EDGE_H]
        outlined = isochrone.bands(plain, levels)[1:]
        bands = [Band(start, end, _rings(one)) for start, end, one in zip(starts, ends, outlined, strict=True)]
    if gone.any():
        there = Field(later.grid, np.where(gone, 0.0, 2.0 * SECONDS_PER_HOUR), later.winner)
        bands.append(Band(math.inf, math.inf, _rings(isochrone.outlines(there, [1.0])[0])))
    return tuple(band for band in bands if band.rings)


def lost_steps(least_h: float, most_h: float, hours: Sequence[float] = LOST_HOURS) -> tuple[list[float], list[float]]:
    """Where the bands begin and end [h] that show hours lost from `least_h` to `most_h`, one after the other."""
    if most_h - least_h < 2 * _EDGE_H:
        same = round(least_h * 60.0) / 60.0
        return [same], [same]
    edges = [edge for edge in hours if edge <= most_h + _EDGE_H]
    if sum(edge > least_h + _EDGE_H for edge in edges) == 0:
        step = next((one for one in FINE_STEPS if (most_h - least_h) / one <= MOST_FINE), FINE_STEPS[-1])
        first = max(math.floor((least_h + _EDGE_H) / step) * step, hours[0])
        edges = [first + k * step for k in range(math.floor((most_h + _EDGE_H - first) / step) + 1)]
        return edges, [*edges[1:], edges[-1] + step]
    edges = edges[max(sum(edge <= least_h + _EDGE_H for edge in edges) - 1, 0) :]
    above = next((edge for edge in hours if edge > most_h + _EDGE_H), math.ceil((most_h + 1.0) / 24.0) * 24.0)
    return edges, [*edges[1:], above]


def rings(target: Target) -> tuple[RingSpec, ...]:
    """The range rings round a target."""
    return tuple(
        RingSpec(f"ring-{km:.0f}", target.lon, target.lat, km * 1e3, f"{units.group(km)} km") for km in RING_KM
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
