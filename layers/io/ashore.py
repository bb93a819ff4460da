"""How far a position is from the land of a country, on the shipped base map: the check of where bases stand."""

from __future__ import annotations

import numpy as np

from layers import geodesy
from layers.basemap import Basemap, Rings
from layers.io.records import CountryDistance


def country_distance(basemap: Basemap) -> CountryDistance:
    """A function ``distance(country, lon, lat)`` that gives metres from a country's land: 0 on it, NaN if unknown.

    Islets that the country's outline lacks (Pratas, Wake, Diego Garcia) count by their marks.
    """
    lands = {row.code: basemap.country(row.code) for row in basemap.country_table}

    def distance(country: str, lon: float, lat: float) -> float:
        if country not in lands:
            return float("nan")
        if _on(lands[country], lon, lat):
            return 0.0
        metres = _edge_m(lands[country], lon, lat)
        marks = [(row.lon, row.lat) for row in basemap.islands if row.country == country]
        if marks:
            mark_lon, mark_lat = np.array(marks).T
            metres = min(metres, float(np.min(geodesy.distance(lon, lat, mark_lon, mark_lat))))
        return metres

    return distance


def _on(rings: Rings, lon: float, lat: float) -> bool:
    """Whether a point is inside, by the even-odd rule along its meridian to the north; no ring may enclose a pole.

    Edges are straight in longitude and latitude here, which on short edges is far within the tolerance of the check.
    """
    if not len(rings):
        return False
    after = np.arange(1, len(rings.lon) + 1)
    after[rings.start[1:] - 1] = rings.start[:-1]
    east = (rings.lon.astype(np.float64) - lon + 180.0) % 360.0 - 180.0
    north = rings.lat.astype(np.float64) - lat
    crosses = ((east > 0) != (east[after] > 0)) & (np.abs(east[after] - east) < 180.0)
    a, b = np.flatnonzero(crosses), after[crosses]
    height = north[a] - east[a] * (north[b] - north[a]) / (east[b] - east[a])
    return bool(np.count_nonzero(height > 0) % 2)


def _edge_m(rings: Rings, lon: float, lat: float) -> float:
    """Distance to the nearest edge of the rings; infinite when there are none."""
    if not len(rings):
        return float("inf")
    closed = np.insert(np.arange(len(rings.lon)), rings.start[1:], rings.start[:-1])
    lines = rings.start + np.arange(len(rings.start))
    line_lon, line_lat = rings.lon[closed].astype(np.float64), rings.lat[closed].astype(np.float64)
    return geodesy.nearest_on_lines(lon, lat, line_lon, line_lat, lines)[0]
