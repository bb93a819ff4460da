"""Tools of one click: a pin that stays, and the line to the nearest coast."""

from __future__ import annotations

from PySide6.QtCore import Qt

from layers import geodesy
from layers.basemap import Lines
from mapapp.tools.tool import Spot, Tool

SURE = 0.4


class PinTool(Tool):
    """Click where the pin shall stand."""

    id = "pin"
    hint = "Click where the pin shall stand"
    cursor = Qt.CursorShape.CrossCursor

    def click(self, spot: Spot) -> bool:
        self.add("Drop pin", "pin", (spot,), name=spot.name or "Pin")
        return True


class CoastTool(Tool):
    """Click a place: the geodesic to the nearest coast is drawn and stays."""

    id = "coast"
    hint = "Click a place to measure to the nearest coast"
    cursor = Qt.CursorShape.CrossCursor

    def click(self, spot: Spot) -> bool:
        lon, lat = nearest(self.document.basemap.coast, spot)
        name = f"{spot.name} \u2013 nearest coast" if spot.name else "Nearest coast"
        self.add("Measure to the coast", "line", (spot, Spot(lon, lat)), name=name)
        return True


def nearest(coast: Lines, spot: Spot) -> tuple[float, float]:
    """lon, lat of the point of the coast nearest to a place, on the ellipsoid.

    Only coast within a growing box about the place is looked at, since the whole is a million vertices.
    """
    import numpy as np

    lon, lat = coast.lon.astype(np.float64), coast.lat.astype(np.float64)
    east = np.abs((lon - spot.lon + 180.0) % 360.0 - 180.0) * np.cos(np.radians(spot.lat))
    for half in (1.0, 4.0, 16.0, 400.0):
        near = (east < half) & (np.abs(lat - spot.lat) < half)
        lines = np.unique(np.searchsorted(coast.start, np.flatnonzero(near), side="right") - 1)
        if not len(lines):
            continue
        parts = [slice(coast.start[k], coast.start[k + 1]) for k in lines]
        offsets = np.concatenate(([0], np.cumsum([part.stop - part.start for part in parts])))
        metres, at_lon, at_lat, _ = geodesy.nearest_on_lines(
            spot.lon,
            spot.lat,
            np.concatenate([lon[p] for p in parts]),
            np.concatenate([lat[p] for p in parts]),
            offsets,
        )
        # a box holds all that is nearer than its half; a degree is 110.5 km at least
        if metres < half * 110_500.0 or half > 90.0:
            return at_lon, at_lat
    return spot.lon, spot.lat
