"""How fast a platform covers a route: planning speeds with their published spread.

Speeds are given slow / likely / fast in km/h; hours come out low / likely / high.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.catalogue.model import Crew, Platform
from layers.catalogue.values import Spread

KNOT_KMH = 1.852

BLOCK_KMH = Spread(400 * KNOT_KMH, 420 * KNOT_KMH, 450 * KNOT_KMH)
"""Take-off to landing, for tanker-dragged fighters, transports, tankers and bombers."""
BLOCK_SOURCE = (
    "block speed 420 kn (400-450): Air Force Magazine, February 1991 (Langley to Dhahran in 14 h with refuelling); "
    "27 July 2015 (Barksdale to Guam in 16 h)"
)

SEA_PACE = Spread(0.85, 1.0, 1.07)
"""Passage speed over planning speed: amphibious ships make 13-16 kn about their 15, a carrier group 20-25 about 25."""
SEA_SOURCE = (
    "planning speed x 0.85-1.07: amphibious shipping 13-16 kn (Pacific Daily News 30 May 2014; planning range), "
    "carrier group 20-25 kn"
)

LAND_PACE = Spread(0.83, 1.0, 1.17)
"""Day's march over its middle: wheeled columns 300-400 km, tracked 150-250, light 500-700, rail 350-500 km a day."""
MARCH_HOURS = 12.0
"""Hours a road column moves in 24; with the planning speeds it gives the day's marches above."""
LAND_SOURCE = (
    "planning speed x 0.83-1.17, 12 marching hours in 24 by road, 24 by rail: gives the published day's marches, "
    "300-400 km wheeled (Stars and Stripes 2015, 2017), 350-500 km rail (Kaiserslautern American 2017)"
)

_LARGE_AIRCRAFT = ("airlift", "tanker", "bomber", "airborne early warning")


@dataclass(frozen=True, slots=True)
class Pace:
    """Hours for a route, and what they rest on."""

    hours: Spread
    source: str


def air(platform: Platform, length_m: float, *, dragged: bool) -> Pace:
    """Hours in the air: cruise within reach, block speed for large aircraft and when `dragged` by tankers."""
    cruise = _cruise(platform)
    if dragged or any(word in platform.role for word in _LARGE_AIRCRAFT):
        speeds = Spread(min(cruise, BLOCK_KMH.low), min(cruise, BLOCK_KMH.likely), min(cruise, BLOCK_KMH.high))
        return Pace(_hours(length_m, speeds), f"{platform.name}: {BLOCK_SOURCE}; cruise: {platform.source.text}")
    speeds = Spread(min(cruise, BLOCK_KMH.likely), cruise, cruise)
    return Pace(_hours(length_m, speeds), f"{platform.name}, cruise {cruise:.0f} km/h: {platform.source.text}")


def rests(crew: Crew, flight: Spread) -> Spread:
    """Hours that a crew sleeps on the way: one rest at each landing its endurance asks for; none within it."""
    stops = [max(math.ceil(hours / crew.longest_h - 1e-9) - 1, 0) for hours in (flight.low, flight.likely, flight.high)]
    return crew.rest_h.scaled(Spread(*stops))


def sea(platform: Platform, length_m: float) -> Pace:
    """Hours under way at sea."""
    cruise = _cruise(platform)
    speeds = SEA_PACE.scaled(Spread(cruise, cruise, cruise))
    return Pace(
        _hours(length_m, speeds),
        f"{platform.name}, {cruise / KNOT_KMH:.0f} kn: {platform.source.text}; {SEA_SOURCE}",
    )


def land(platform: Platform, length_m: float) -> Pace:
    """Hours on the road or the rail, halts included."""
    cruise = _cruise(platform)
    hours = [
        float(_with_halts(platform, np.float64(length_m / 1e3 / (cruise * factor))))
        for factor in (LAND_PACE.high, LAND_PACE.likely, LAND_PACE.low)
    ]
    return Pace(Spread(*hours), f"{platform.name}, {cruise:.0f} km/h: {platform.source.text}; {LAND_SOURCE}")


def marched_h(platform: Platform, km: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Likely hours for distances by road, same shape, as `land` has them; infinite for what is infinitely far."""
    return _with_halts(platform, km / fastest_march_kmh(platform))


def marching_h(platform: Platform, within_h: float) -> float:
    """The most hours on the move that `marched_h` counts as `within_h`."""
    if "rail" in platform.role:
        return within_h
    days, left_h = divmod(within_h, 24.0)
    return days * MARCH_HOURS + min(left_h, MARCH_HOURS)


def fastest_march_kmh(platform: Platform) -> float:
    """Planning speed on the march, halts not counted."""
    return _cruise(platform) * LAND_PACE.likely


def _with_halts(platform: Platform, moving_h: npt.NDArray[np.float64] | np.float64) -> npt.NDArray[np.float64]:
    if "rail" in platform.role:
        return np.asarray(moving_h)
    return np.asarray(moving_h + np.floor(moving_h / MARCH_HOURS) * (24.0 - MARCH_HOURS))


def _hours(length_m: float, kmh: Spread) -> Spread:
    km = length_m / 1e3
    return Spread(km / kmh.high, km / kmh.likely, km / kmh.low)


def _cruise(platform: Platform) -> float:
    if platform.cruise_kmh is None or platform.cruise_kmh <= 0:
        raise ValueError(f"platform {platform.id} has no cruise speed")
    return platform.cruise_kmh
