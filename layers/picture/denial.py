"""Denial ranges that the catalogue's levers speak of, as rings: illustrative, about a place or along a coast.

A lever whose name holds a flashpoint's id is drawn about that flashpoint; any other reaches out from the whole coast of
its actor, as the sum of rings about points of it. No site of any battery is known here, and none is shown.
"""

from __future__ import annotations

import numpy as np

from layers import geodesy
from layers.basemap import Basemap
from layers.catalogue.model import Catalogue, Lever
from layers.picture.kit import Array
from layers.picture.sheet import RingSpec
from layers.units import group
from layers.wording import say, spoken

ACTORS = {"china": "CHN", "russia": "RUS"}
EFFECT = "denial_range_km"
APART = 0.2
"""How far apart the points of a coast may lie, in radii: the sum's edge then dips by 0.5 % of the radius."""
_COARSE_M = 2_500.0

_KEPT: dict[int, tuple[Catalogue, Basemap, tuple[RingSpec, ...]]] = {}


def rings_of(catalogue: Catalogue, basemap: Basemap) -> tuple[RingSpec, ...]:
    """The rings of every lever that denies by range; the very same each time."""
    found = _KEPT.get(id(catalogue))
    if found is None or found[0] is not catalogue or found[1] is not basemap:
        specs = tuple(
            spec
            for lever in catalogue.levers.values()
            if lever.effect == EFFECT
            for spec in _rings(lever, catalogue, basemap)
        )
        _KEPT.clear()
        found = _KEPT[id(catalogue)] = (catalogue, basemap, specs)
    return found[2]


def label(lever: Lever) -> str:
    """``Coastal air defence, 260 km (200–300)``."""
    low, likely, high = (group(km) for km in (lever.size.low, lever.size.likely, lever.size.high))
    return f"{say(lever.name)}, {likely} {say('km')} ({low}–{high})"


def _rings(lever: Lever, catalogue: Catalogue, basemap: Basemap) -> list[RingSpec]:
    radius_m = lever.size.likely * 1e3
    with spoken(""):  # kept for every language; who draws it says it anew
        words = label(lever)
    place = next((one for one in catalogue.flashpoints.values() if one.id in lever.name.casefold()), None)
    if place is not None:
        return [RingSpec(lever.id, place.lon, place.lat, radius_m, words, "denial")]
    points = _coast(basemap, ACTORS.get(lever.actor, ""), APART * radius_m)
    return [
        RingSpec(f"{lever.id}:{k}", float(lon), float(lat), radius_m, words, "denial", group=lever.id)
        for k, (lon, lat) in enumerate(points)
    ]


def _coast(basemap: Basemap, code: str, apart_m: float) -> Array:
    """Points (n, 2) [deg] of a country's coast, every other point of it nearer than `apart_m` to one of them."""
    land, coast = basemap.country(code).at(_COARSE_M), basemap.coast.at(_COARSE_M)
    own = np.unique(np.column_stack((land.lon, land.lat)).astype(np.float64), axis=0)
    shore = np.isin(own[:, 0] + 1j * own[:, 1], coast.lon.astype(np.float64) + 1j * coast.lat.astype(np.float64))
    rest = own[shore]
    found = []
    while len(rest):
        lon, lat = rest[0]
        found.append((lon, lat))
        count = len(rest)
        far = geodesy.distance(np.full(count, lon), np.full(count, lat), rest[:, 0], rest[:, 1]) >= apart_m
        rest = rest[far]
    return np.array(found).reshape(-1, 2)
