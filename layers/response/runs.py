"""Where a unit is by which hour: it waits, travels its way at an even pace, and is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layers import geodesy
from layers.response.model import BEFORE_LEAVING, Arrival
from layers.routes.model import Line


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One unit's way with the likely hours [h after H-hour] it leaves and arrives."""

    unit: str
    status: str
    leaves_h: float
    arrives_h: float
    line: Line
    """All legs in one, at least two points."""
    along_m: np.ndarray
    """Geodesic way from the start to each point [m]."""


def run(row: Arrival) -> Run | None:
    """The run of one arrival; None for who cannot come, and for what has no way, as a missile."""
    if row.total is None:
        return None
    lon = np.concatenate([leg.line.lon for leg in row.legs] or [np.empty(0)])
    lat = np.concatenate([leg.line.lat for leg in row.legs] or [np.empty(0)])
    if len(lon) < 2:
        return None
    waits = 0.0
    for stage in row.stages:
        if stage.name not in BEFORE_LEAVING:
            break
        waits += stage.hours.likely
    steps = np.atleast_1d(geodesy.distance(lon[:-1], lat[:-1], lon[1:], lat[1:]))
    along = np.concatenate(([0.0], np.cumsum(steps)))
    return Run(row.unit, row.status, waits, row.total.likely, Line(lon, lat), along)


def place_at(one: Run, hour: float) -> tuple[float, float]:
    """lon, lat [deg] of the unit at an hour, at an even pace from leaving to arriving."""
    span = one.arrives_h - one.leaves_h
    share = min(max((hour - one.leaves_h) / span, 0.0), 1.0) if span > 0 else float(hour >= one.arrives_h)
    gone = share * float(one.along_m[-1])
    k = min(max(int(np.searchsorted(one.along_m, gone, side="right")) - 1, 0), len(one.along_m) - 2)
    a = (float(one.line.lon[k]), float(one.line.lat[k]))
    b = (float(one.line.lon[k + 1]), float(one.line.lat[k + 1]))
    if a == b:
        return a
    _, azimuth, _ = geodesy.inverse(*a, *b)
    lon, lat = geodesy.destination(*a, float(azimuth), gone - float(one.along_m[k]))
    return float(lon), float(lat)
