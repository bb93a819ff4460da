"""Rings and polygons at the antimeridian and the poles: from a ring on the globe to valid shapes in -180..180.

The rule: let the longitudes run on instead of jumping; count how often the ring winds round the earth. A ring that
winds once has exactly one pole inside and is closed along that pole's edge of the map. One that does not wind has none
inside, or both, and is then the world less the ring. What reaches beyond 180 degrees is cut there and moved back.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from layers.errors import GeometryError

Array = npt.NDArray[np.float64]

WORLD = box(-180.0, -90.0, 180.0, 90.0)
_AT_POLE_DEG = 1e-9
"""Nearer than 0.1 mm to a pole a longitude says nothing."""
_SLIVER_DEG2 = 1e-18
"""A tenth of a millimetre squared: what is smaller came from rounding."""


def unwrap(lon: npt.ArrayLike) -> Array:
    """Longitudes [deg] of a line (n,) that run on past 180, each step the shorter way round."""
    values = np.asarray(lon, dtype=np.float64)
    steps = np.diff(values)
    return np.concatenate([values[:1], values[1:] - 360.0 * np.cumsum(np.round(steps / 360.0))])


def close(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]:
    """A ring (n,) with its first vertex repeated at the end, if it was not so already."""
    east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if len(east) and (np.mod(east[0] - east[-1], 360.0) != 0.0 or north[0] != north[-1]):
        return np.append(east, east[0]), np.append(north, north[0])
    return east, north


def winding(lon: npt.ArrayLike) -> int:
    """How often a closed ring runs round the earth eastward: 0, 1 or -1 for one that does not cross itself."""
    values = unwrap(lon)
    return round((values[-1] - values[0]) / 360.0) if len(values) else 0


def _without_pole_vertices(lon: Array, lat: Array) -> tuple[Array, Array]:
    """A vertex at a pole stands once on the meridian of the vertex before and once on that of the one after."""
    polar = np.abs(lat) >= 90.0 - _AT_POLE_DEG
    if not polar.any() or polar.all():
        return lon, lat
    open_lon, open_lat, polar = lon[:-1], lat[:-1], polar[:-1]
    start = int(np.flatnonzero(~polar)[0])  # begin where no pole is, so that every pole has neighbours
    open_lon, open_lat, polar = np.roll(open_lon, -start), np.roll(open_lat, -start), np.roll(polar, -start)
    known = np.flatnonzero(~polar)
    place = np.searchsorted(known, np.arange(len(polar)), side="right") - 1
    before = open_lon[known[place]]
    after = open_lon[known[(place + 1) % len(known)]]
    out_lon = np.stack([np.where(polar, before, open_lon), after], axis=1)
    out_lat = np.stack([open_lat, open_lat], axis=1)
    keep = np.stack([np.ones(len(polar), dtype=bool), polar], axis=1)
    return close(out_lon[keep], out_lat[keep])


def polygon(
    lon: npt.ArrayLike, lat: npt.ArrayLike, *, north_inside: bool, south_inside: bool
) -> Polygon | MultiPolygon:
    """The inside of a ring on the globe as a valid polygon in -180..180, -90..90.

    Parameters
    ----------
    lon, lat
        Vertices [deg], shape (n,), either way round, closed or not; less than 180 degrees of longitude a step.
    north_inside, south_inside
        Whether the poles are inside. Where the vertices say otherwise (a ring that passes a pole closer than its
        vertices can tell) the vertices win.

    Raises
    ------
    GeometryError
        The ring winds round the earth more than once: it crosses itself.
    """
    east, north = _without_pole_vertices(*close(lon, lat))
    if len(east) < 4:
        return Polygon()
    east = unwrap(east)
    turns = round((east[-1] - east[0]) / 360.0)
    if abs(turns) > 1:
        raise GeometryError(f"a ring that winds round the earth {abs(turns)} times", remedy="cut it into simple rings")
    if turns:
        if north_inside == south_inside:
            north_inside = bool(np.abs(90.0 - north).min() < np.abs(90.0 + north).min())
        pole = 90.0 if north_inside else -90.0
        return _round_pole(east, north, pole)
    inside = split(_valid(Polygon(np.column_stack([east, north]))))
    if north_inside and south_inside:
        return _areas(WORLD.difference(inside))
    return inside


def _round_pole(east: Array, north: Array, pole: float) -> Polygon | MultiPolygon:
    """A ring that winds round a pole, closed along the pole's edge of the map."""
    if east[-1] < east[0]:
        east, north = east[::-1], north[::-1]
    if (np.diff(east) >= 0.0).all():  # eastward all the way, as every circle is: it crosses the seam once
        seam = 180.0 + 360.0 * np.ceil((east[0] - 180.0) / 360.0)
        cut = int(np.searchsorted(east, seam))
        x = np.concatenate([east[cut:-1] - 360.0, east[:cut]]) - (seam - 180.0)
        y = np.concatenate([north[cut:-1], north[:cut]])
        at = float(np.interp(seam, east, north))
        x = np.concatenate([[-180.0, -180.0], x, [180.0, 180.0]])
        y = np.concatenate([[pole, at], y, [at, pole]])
        return areas(Polygon(np.column_stack([x, y])))
    x = np.concatenate([east, [east[-1], east[0]]])
    y = np.concatenate([north, [pole, pole]])
    return split(_valid(Polygon(np.column_stack([x, y]))))


def split(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """A polygon whose longitudes run on, cut at every 180th meridian and moved back to -180..180."""
    if geometry.is_empty:
        return Polygon()
    west, _, east, _ = geometry.bounds
    first, last = int(np.floor((west + 180.0) / 360.0)), int(np.ceil((east - 180.0) / 360.0))
    if first == 0 and last <= 0:
        return _areas(geometry)
    parts = []
    for turn in range(first, max(last, first) + 1):
        window = box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0)
        part = geometry.intersection(window)
        if not part.is_empty:
            parts.append(affinity.translate(part, xoff=-360.0 * turn))
    return _areas(parts[0] if len(parts) == 1 else shapely.union_all(parts))


def _valid(shape: BaseGeometry) -> BaseGeometry:
    """The shape itself, or what it encloses where rounding made it touch itself."""
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)


def _areas(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """Only what has an area: cutting may leave points, lines and slivers of rounding on the seam."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon | MultiPolygon)]
    flat = [one for part in parts for one in shapely.get_parts(part) if one.area > _SLIVER_DEG2]
    return flat[0] if len(flat) == 1 else MultiPolygon(flat) if flat else Polygon()


def areas(geometry: BaseGeometry) -> Polygon | MultiPolygon:
    """The polygons of any geometry, made valid."""
    return _areas(_valid(geometry))
