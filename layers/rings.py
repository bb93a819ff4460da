"""Geodesic range rings, sectors and donuts: vertices at their true distance, polygons right at poles and the seam."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from layers import geodesy, kernels, seam
from layers.catalogue.model import Platform
from layers.errors import GeometryError

Array = npt.NDArray[np.float64]
Area = Polygon | MultiPolygon

POINTS = 361
"""Vertices of a ring, one a degree and the first again: the chord's middle is 0.004 % of the radius inside."""


def _points(points: int) -> int:
    if points < 4:
        raise GeometryError(f"a ring of {points} vertices encloses nothing", remedy="give 4 or more")
    return points


def rings(lon: npt.ArrayLike, lat: npt.ArrayLike, radius_m: npt.ArrayLike, points: int = POINTS) -> tuple[Array, Array]:
    """Vertices of many rings at once.

    Parameters
    ----------
    lon, lat, radius_m
        Centres [deg] and radii [m], numbers or arrays that broadcast to n rings; radii up to half the circumference.
    points
        Vertices of each, from north clockwise, the last the same as the first.

    Returns
    -------
    lon, lat
        [deg], shape (n, points), longitudes in -180..180. Each vertex lies at its radius, as the shortest way counts,
        within 1e-7 m.

    Raises
    ------
    GeometryError
        A latitude beyond a pole, a radius beyond half the circumference, a value that is not finite.
    """
    east, north, metres = np.broadcast_arrays(
        np.atleast_1d(geodesy.check_finite(lon, "longitude")),
        geodesy.check_latitude(lat),
        geodesy.check_radius(radius_m),
    )
    out_lon, out_lat = kernels.rings(east, north, metres, np.linspace(0.0, 360.0, _points(points)))
    out_lon[:, -1], out_lat[:, -1] = out_lon[:, 0], out_lat[:, 0]
    return geodesy.wrap_longitude(out_lon), out_lat


def ring(lon: float, lat: float, radius_m: float, points: int = POINTS) -> tuple[Array, Array]:
    """Vertices (lon, lat [deg], shape (points,)) of one ring; see `rings`."""
    out_lon, out_lat = rings(lon, lat, radius_m, points)
    return out_lon[0], out_lat[0]


def polygons(lon: npt.ArrayLike, lat: npt.ArrayLike, radius_m: npt.ArrayLike, points: int = POINTS) -> list[Area]:
    """What lies within each radius, as valid polygons in -180..180; a radius of 0 gives an empty one."""
    ring_lon, ring_lat = rings(lon, lat, radius_m, points)
    east, north, metres = np.broadcast_arrays(
        np.atleast_1d(np.asarray(lon, dtype=np.float64)),
        np.asarray(lat, dtype=np.float64),
        np.asarray(radius_m, dtype=np.float64),
    )
    to_north = geodesy.distance(east, north, east, np.full_like(north, 90.0)) < metres
    to_south = geodesy.distance(east, north, east, np.full_like(north, -90.0)) < metres
    return [
        seam.polygon(*outline, north_inside=bool(top), south_inside=bool(bottom))
        for *outline, top, bottom in zip(ring_lon, ring_lat, to_north, to_south, strict=True)
    ]


def polygon(lon: float, lat: float, radius_m: float, points: int = POINTS) -> Area:
    """What lies within `radius_m` of a place, as a valid polygon in -180..180; see `polygons`."""
    return polygons(lon, lat, radius_m, points)[0]


def donut(lon: float, lat: float, inner_m: float, outer_m: float, points: int = POINTS) -> Area:
    """What lies farther than `inner_m` and within `outer_m`.

    Raises
    ------
    GeometryError
        As for `rings`; or when the inner radius is not the smaller one.
    """
    if not inner_m < outer_m:
        raise GeometryError(
            f"inner radius {inner_m / 1000:.10g} km is not less than the outer, {outer_m / 1000:.10g} km",
            remedy="give the smaller radius first",
        )
    inner, outer = polygons(lon, lat, [inner_m, outer_m], points)
    return seam.areas(outer.difference(inner))


def sector_ring(
    lon: float, lat: float, radius_m: float, start_deg: float, stop_deg: float, points: int = POINTS
) -> tuple[Array, Array]:
    """Outline (closed) of the sector clockwise from azimuth `start_deg` to `stop_deg`; its sides are geodesics.

    Returns
    -------
    lon, lat
        [deg], longitudes in -180..180: the centre, out along the first side, the arc, and back.
    """
    start, stop = float(geodesy.check_finite(start_deg, "azimuth")), float(geodesy.check_finite(stop_deg, "azimuth"))
    width = (stop - start) % 360.0
    radius = float(geodesy.check_radius(radius_m))
    if width == 0.0 or radius > geodesy.SHORTEST_EVERYWHERE_M:
        what = (
            f"a sector from {start:.10g} to {stop:.10g} degrees has no width"
            if width == 0.0
            else f"a sector of {radius / 1000:.10g} km reaches where its sides are the shortest way no more"
        )
        raise GeometryError(what, remedy="give two azimuths and a radius up to 19 970 km, or a whole ring")
    count = _points(points)
    arc = max(round(count * width / 360.0), 2)
    side = np.linspace(0.0, radius, max(count // 6, 2))
    turn = start + np.linspace(0.0, width, arc)[1:-1]
    azimuth = np.concatenate([np.full(len(side), start), turn, np.full(len(side), stop)])
    metres = np.concatenate([side, np.full(arc - 2, radius), side[::-1]])
    out_lon, out_lat = geodesy.destination(np.full(len(azimuth), lon), np.full(len(azimuth), lat), azimuth, metres)
    out_lon[[0, -1]], out_lat[[0, -1]] = geodesy.wrap_longitude(lon), lat
    return out_lon, out_lat


def sector(lon: float, lat: float, radius_m: float, start_deg: float, stop_deg: float, points: int = POINTS) -> Area:
    """The sector clockwise from azimuth `start_deg` to `stop_deg` as a valid polygon in -180..180.

    A pole counts as inside when the course to it lies within the sector and it is near enough.
    """
    outline = sector_ring(lon, lat, radius_m, start_deg, stop_deg, points)
    width = (stop_deg - start_deg) % 360.0

    def holds(pole: float, azimuth: float) -> bool:
        near = geodesy.distance(float(lon), float(lat), float(lon), pole) < radius_m
        return near and 0.0 < (azimuth - start_deg) % 360.0 < width

    return seam.polygon(*outline, north_inside=holds(90.0, 0.0), south_inside=holds(-90.0, 180.0))


def union(areas: Iterable[Area]) -> Area:
    """Everything that lies in one of the areas, overlaps merged; valid."""
    return seam.areas(shapely.union_all(list(areas)))


Reach = Literal["combat_radius", "ferry_range"]


@dataclass(frozen=True, slots=True, eq=False)
class PlatformRing:
    """The ring of one platform from one place, or the reason why there is none."""

    platform: Platform
    reach: Reach
    radius_m: float | None
    area: Area
    """Empty where `radius_m` is None."""
    reason: str = ""


def of_platforms(
    lon: float, lat: float, platforms: Sequence[Platform], reach: Reach = "combat_radius", points: int = POINTS
) -> tuple[PlatformRing, ...]:
    """The rings of a table of platforms about one place, in the table's order, by their catalogued reach.

    A reach beyond half the circumference, or none in the catalogue, gives no ring but a reason.
    """
    found: list[PlatformRing] = []
    for platform in platforms:
        km = platform.combat_radius_km if reach == "combat_radius" else platform.ferry_range_km
        name = reach.replace("_", " ")
        if km is None:
            found.append(PlatformRing(platform, reach, None, Polygon(), f"the catalogue has no {name} for it"))
        elif km * 1000.0 > geodesy.HALF_CIRCUMFERENCE_M:
            reason = f"its {name} of {km:.0f} km is the whole earth"
            found.append(PlatformRing(platform, reach, None, Polygon(), reason))
        else:
            found.append(PlatformRing(platform, reach, km * 1000.0, polygon(lon, lat, km * 1000.0, points)))
    return tuple(found)
