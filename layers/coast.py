"""The nearest coast of a country or an island, measured on the ellipsoid against the land that is drawn."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.basemap import Basemap, Country, Island, Rings
from layers.errors import PlaceError

NATURAL_EARTH = "Natural Earth 1:10m coastline"
OPENSTREETMAP = "OpenStreetMap outline"

OWN_M = 5_000.0
"""Land nearer than this is the land one stands on, with the rocks about it."""

Array = npt.NDArray[np.float64]


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

    Of a country the mainland or main island counts, its largest ring, unless `any_island`: then all its land does but
    what one stands on (nearer than `OWN_M`). A land border counts as an edge like a shore. An island without an outline
    in the data is measured to its mark.

    Raises
    ------
    PlaceError
        When no country or island is called `name`.
    """
    found = _named(basemap, name)
    if isinstance(found, Island):
        return _to_island(basemap, lon, lat, found)
    rings = basemap.country(found.code)
    if any_island:
        return _nearest_other(found.name, lon, lat, rings)
    title = f"{found.name} (mainland or main island)" if len(rings) > 1 else found.name
    return _to_rings(title, lon, lat, _largest(rings), NATURAL_EARTH)


def _nearest_other(name: str, lon: float, lat: float, rings: Rings) -> NearestCoast:
    """The nearest ring that is not the land one stands on, or the last one when there is no other."""
    numbers = np.arange(len(rings))
    while True:
        found, at = _to_numbered(name, lon, lat, rings, numbers)
        if found.distance_m >= OWN_M or len(numbers) == 1:
            return found
        numbers = np.delete(numbers, at)


def _to_numbered(
    name: str, lon: float, lat: float, rings: Rings, numbers: npt.NDArray[np.int64]
) -> tuple[NearestCoast, int]:
    """The nearest coast of some of the rings, and the place of its ring in `numbers`."""
    shown = _chosen(rings, numbers)
    line_lon, line_lat, start = _closed(shown)
    metres, at_lon, at_lat, index = geodesy.nearest_on_lines(lon, lat, line_lon, line_lat, start)
    ring = int(np.searchsorted(start, index, side="right")) - 1
    return NearestCoast(name, metres, at_lon, at_lat, NATURAL_EARTH), ring


def _to_island(basemap: Basemap, lon: float, lat: float, island: Island) -> NearestCoast:
    if not island.outlined:
        metres = float(geodesy.distance(lon, lat, island.lon, island.lat))
        return NearestCoast(island.name, metres, island.lon, island.lat, f"position mark: {island.source}")
    _, ring = _to_numbered(island.name, island.lon, island.lat, basemap.land, np.arange(len(basemap.land)))
    rings = basemap.land.of(int(basemap.land.feature[ring]))
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
    return _chosen(rings, np.array([int(np.argmax(areas))]))


def _chosen(rings: Rings, numbers: npt.NDArray[np.int64]) -> Rings:
    """Some of the rings, as rings."""
    parts = [slice(int(rings.start[k]), int(rings.start[k + 1])) for k in numbers]
    start = np.concatenate(([0], np.cumsum([part.stop - part.start for part in parts]))).astype(np.int32)
    lon, lat, importance = (
        np.concatenate([values[part] for part in parts]) for values in (rings.lon, rings.lat, rings.importance)
    )
    return Rings(lon, lat, start, rings.feature[numbers], importance)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.strip().casefold().replace("-", " "))
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
        f"no country or island is called {name!r}",
        remedy=f"did you mean {hint}?" if hint else "give a name or ISO code",
    )
