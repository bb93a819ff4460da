"""Meridians and parallels as lines in longitude and latitude, at a step that suits the scale."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layers.projection.ragged import I32, Array, offsets

STEPS_DEG = (30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 1 / 2, 1 / 3, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 360, 1 / 720)
"""Degrees, then minutes 30 20 10 5 2 1, then seconds 30 10 5."""
SPACING_PX = 110.0
_VERTEX_DEG = 15.0


class Graticule(NamedTuple):
    """Lines of constant longitude or latitude.

    `meridian` (m,) tells which they are, `value_deg` (m,) the constant.
    """

    lon: Array
    lat: Array
    start: I32
    meridian: npt.NDArray[np.bool_]
    value_deg: Array


def step_for(mpp: float, spacing_px: float = SPACING_PX) -> float:
    """Step [deg] whose parallels lie at least `spacing_px` apart at `mpp` metres per pixel, as far as the list goes."""
    wished = mpp * spacing_px / 111_195.0
    return next((step for step in reversed(STEPS_DEG) if step >= wished), STEPS_DEG[0])


def graticule(
    step_deg: float,
    west: float = -180.0,
    south: float = -90.0,
    east: float = 180.0,
    north: float = 90.0,
    lon_step_deg: float | None = None,
) -> Graticule:
    """The net within bounds [deg]; `east` may lie beyond 180.

    Meridians end one step short of the poles, except every ninetieth, so that the poles stay clear; parallels leave out
    the poles themselves. Vertices stand every 15 degrees or less: draw them with a tolerance, along the parallel.
    """
    across = lon_step_deg or step_deg
    lons = _multiples(across, west, min(east, west + 360.0))
    if east - west >= 360.0 and len(lons) > 1 and lons[-1] - lons[0] >= 360.0 - 1e-9:
        lons = lons[:-1]
    lats = _multiples(step_deg, south, north)
    lats = lats[np.abs(lats) < 90.0 - 1e-9]
    polar = 90.0 - max(across, 1.0) if across < 90.0 else 90.0
    parts: list[tuple[Array, Array]] = []
    for lon in lons:
        limit = 90.0 if abs(lon % 90.0) < 1e-9 else polar
        lat = _between(max(south, -limit), min(north, limit))
        parts.append((np.full(len(lat), lon), lat))
    for lat in lats:
        lon = _between(west, min(east, west + 360.0))
        parts.append((lon, np.full(len(lon), lat)))
    parts_kept = [len(p[0]) > 1 for p in parts]
    value = np.concatenate((lons, lats))[parts_kept]
    is_meridian = np.repeat([True, False], [len(lons), len(lats)])[parts_kept]
    parts = [part for part, kept in zip(parts, parts_kept, strict=True) if kept]
    if not parts:
        nothing = np.zeros(0)
        return Graticule(nothing, nothing, offsets(np.zeros(0, dtype=np.int64)), is_meridian, value)
    return Graticule(
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        offsets(np.array([len(p[0]) for p in parts])),
        is_meridian,
        value,
    )


def _multiples(step: float, low: float, high: float) -> Array:
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return np.arange(first, last + 1.0) * step


def _between(low: float, high: float) -> Array:
    if high <= low:
        return np.zeros(0)
    return np.linspace(low, high, int(np.ceil((high - low) / _VERTEX_DEG)) + 1)
