"""The nearest coast of a country or an island, measured on the ellipsoid against the land that is drawn."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

import numpy as np

from layers import geodesy
from layers.basemap import Basemap, Country, Island, Rings
from layers.errors import PlaceError

NATURAL_EARTH = "Natural Earth 1:10m coastline"
OPENSTREETMAP = "OpenStreetMap outline"

Array = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class NearestCoast:
    """A point of a coast and how far it is."""

    name: str
    distance_m: float
    lon: float
    lat: float
    dataset: str


def nearest_coast(basemap: Basemap, lon: float, lat: float, name: str, *, any_island: bool = False) -> NearestCoast:
    """The point of a country's (or an island's) shore nearest to a position.

    Of a country the mainland or main island counts, its largest ring, unless `any_island`; a land border counts as its
    edge like a shore. An island without an outline in the data is measured to its mark.

    Raises
    ------
    PlaceError
        When no country or island is called `name`.
    """
    found = _named(basemap, name)
    if isinstance(found, Island):
        return _to_island(basemap, lon, lat, found)
    rings = basemap.country(found.code)
    title, shown = found.name, rings
    if not any_island:
        shown = _largest(rings)
        title = f"{found.name} (mainland or main island)" if len(rings) > 1 else found.name
    return _to_rings(title, lon, lat, shown, NATURAL_EARTH)


def _to_island(basemap: Basemap, lon: float, lat: float, island: Island) -> NearestCoast:
    if not island.outlined:
        metres = float(geodesy.distance(lon, lat, island.lon, island.lat))
        return NearestCoast(island.name, metres, island.lon, island.lat, f"position mark: {island.source}")
    at, start = geodesy.nearest_on_lines(island.lon, island.lat, *_closed(basemap.land))[3], _closed(basemap.land)[2]
    line = int(np.searchsorted(start, at, side="right")) - 1
    rings = basemap.land.of(int(basemap.land.feature[line]))
    dataset = OPENSTREETMAP if "OpenStreetMap" in island.source else NATURAL_EARTH
    return _to_rings(island.name, lon, lat, rings, dataset)


def _to_rings(name: str, lon: float, lat: float, rings: Rings, dataset: str) -> NearestCoast:
    metres, at_lon, at_lat, _ = geodesy.nearest_on_lines(lon, lat, *_closed(rings))
    return NearestCoast(name, metres, at_lon, at_lat, dataset)


def _closed(rings: Rings) -> tuple[Array, Array, Array]:
    """The rings as lines that return to their first vertex: lon, lat, offsets."""
    first = rings.start[:-1]
    order = np.insert(np.arange(len(rings.lon)), rings.start[1:], first)
    start = rings.start + np.arange(len(rings.start))
    return rings.lon[order].astype(np.float64), rings.lat[order].astype(np.float64), start.astype(np.float64)


def _largest(rings: Rings) -> Rings:
    """The ring of the largest area alone."""
    areas = [
        abs(geodesy.area(rings.lon[a:b].astype(np.float64), rings.lat[a:b].astype(np.float64)))
        for a, b in zip(rings.start[:-1], rings.start[1:], strict=True)
    ]
    ring = int(np.argmax(areas))
    a, b = rings.start[ring], rings.start[ring + 1]
    one = np.zeros(1, dtype=np.int32)
    return Rings(rings.lon[a:b], rings.lat[a:b], np.array([0, b - a], dtype=np.int32), one, rings.importance[a:b])


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _named(basemap: Basemap, name: str) -> Country | Island:
    wanted = _plain(name)
    names: dict[str, Country | Island] = {}
    for island in reversed(basemap.islands):
        names.update(dict.fromkeys(map(_plain, (*island.aliases, island.native, island.name, island.id)), island))
    for country in basemap.country_table:
        names.update(dict.fromkeys(map(_plain, (country.native, country.name, country.code)), country))
    names.pop("", None)
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, 3, 0.6)
    hint = " or ".join(repr(names[key].name) for key in near)
    raise PlaceError(
        f"no country or island is called {name!r}", remedy=f"did you mean {hint}?" if hint else "give a name or ISO code"
    )
