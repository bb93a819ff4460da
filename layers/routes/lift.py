"""The chain of a lifted unit: base, embarkation, debarkation, target, chosen for the least time from the order on.

By land to an airfield or port, by air or sea to another, by land to the target. A drop needs no second airfield: the
aircraft fly to the target itself. Which airfields and ports may be used is the caller's choice; of those, the
nearest to the base and to the target (`NEAREST` each) are tried in all pairs.

Speeds here only choose among chains; the hours of a response come from its own stages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from layers import geodesy
from layers.routes.model import Line, NoRoute, Route

LonLat = tuple[float, float]
Carrier = Literal["air", "sea"]

NEAREST = 6
"""Places of embarkation, and of debarkation, that are tried."""
SAME_PLACE_M = 5_000.0
"""A base this near to its airfield or port is there: no move of its own."""


class Router(Protocol):
    """The way between two places by one mode, with everything that is closed already settled."""

    def __call__(self, start: LonLat, end: LonLat, /) -> Route | NoRoute: ...


@dataclass(frozen=True, slots=True)
class Stop:
    """An airfield or a port."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Speeds:
    """Speeds made good [m/s] on land and by the carrier, and the hours spent loading and unloading [s]."""

    land_mps: float
    carrier_mps: float
    load_s: float = 0.0
    unload_s: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The legs of a lifted unit; a leg of no length stays in, so that there are always the same ones."""

    carrier: Carrier
    to_embarkation: Route
    transit: Route
    onward: Route
    embarkation: str
    debarkation: str
    """Empty for a drop."""
    seconds: float

    @property
    def legs(self) -> tuple[Route, Route, Route]:
        return self.to_embarkation, self.transit, self.onward


def chain(
    carrier: Carrier,
    base: LonLat,
    target: LonLat,
    embark: Sequence[Stop],
    debark: Sequence[Stop],
    by_land: Router,
    by_carrier: Router,
    speeds: Speeds,
    *,
    drop: bool = False,
) -> Chain | NoRoute:
    """The quickest chain over the stops given.

    Parameters
    ----------
    carrier
        What carries the unit.
    base, target
        (lon, lat) [deg].
    embark, debark
        Airfields (or ports) that may be used to load near the base, to unload near the target.
    by_land, by_carrier
        The two routers; `by_carrier` goes by `carrier`.
    drop
        The unit jumps or is landed by helicopter at the target: no debarkation.

    Returns
    -------
    Chain or NoRoute
        `NoRoute` says what was missing: a stop, a way to one, a way from one.
    """
    what = "airfield" if carrier == "air" else "port"
    starts = _reached(base, _nearest(embark, base), by_land, toward=True)
    if not starts:
        return NoRoute(carrier, f"no {what} of embarkation within reach by land of the base")
    if drop:
        ends = [(Stop("", *target), _nowhere(target))]
    else:
        ends = _reached(target, _nearest(debark, target), by_land, toward=False)
    if not ends:
        return NoRoute(carrier, f"no {what} from which the target can be reached by land")
    best: Chain | None = None
    refused = ""
    for there, way in starts:
        for here, onward in ends:
            fixed = (way.length_m + onward.length_m) / speeds.land_mps + way.delay_s + onward.delay_s
            fixed += speeds.load_s + speeds.unload_s
            direct = geodesy.distance(there.lon, there.lat, here.lon, here.lat)
            if best is not None and fixed + direct / speeds.carrier_mps >= best.seconds:
                continue  # even the straight way would be later
            transit = by_carrier((there.lon, there.lat), (here.lon, here.lat))
            if isinstance(transit, NoRoute):
                refused = refused or transit.reason
                continue
            seconds = fixed + transit.length_m / speeds.carrier_mps + transit.delay_s
            if best is None or seconds < best.seconds:
                best = Chain(carrier, way, transit, onward, there.name, here.name, seconds)
    return best if best is not None else NoRoute(carrier, refused)


def _nearest(stops: Sequence[Stop], place: LonLat) -> list[Stop]:
    """At most `NEAREST` of the stops, by geodesic distance."""
    if not stops:
        return []
    lon, lat = np.array([s.lon for s in stops]), np.array([s.lat for s in stops])
    metres = np.asarray(geodesy.distance(np.full(len(stops), place[0]), np.full(len(stops), place[1]), lon, lat))
    return [stops[int(i)] for i in np.argsort(metres, kind="stable")[:NEAREST]]


def _reached(place: LonLat, stops: list[Stop], by_land: Router, *, toward: bool) -> list[tuple[Stop, Route]]:
    """The stops that a way by land joins with a place, with that way; `toward` the stop or from it."""
    found = []
    for stop in stops:
        at = (stop.lon, stop.lat)
        if geodesy.distance(*place, *at) <= SAME_PLACE_M:
            found.append((stop, _nowhere(at)))
            continue
        way = by_land(place, at) if toward else by_land(at, place)
        if isinstance(way, Route):
            found.append((stop, way))
    return found


def _nowhere(place: LonLat) -> Route:
    """The way from a place to itself."""
    return Route("land", Line(np.array([place[0]]), np.array([place[1]])), 0.0, 0.0)
