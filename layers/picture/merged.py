"""Rings that count together: the area they cover, and its outline, with what one ring has inside another left away."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from layers.picture.kit import Stage, kept
from layers.picture.marks import Geometry
from layers.picture.sheet import RingSpec

VERTICES = 145
"""Of each ring: the middle of a chord lies 0.03 % of the radius inside."""


def area(stage: Stage, specs: tuple[RingSpec, ...]) -> Geometry:
    """What the rings cover together, in the plane."""

    def make() -> tuple[Any, Any, Any]:
        lon, lat, start = _union(specs)
        return stage.projection.rings(lon, lat, start, np.zeros(len(start) - 1, dtype=np.int32), stage.tolerance_m)

    return kept(("merged area", *_key(stage, specs)), make)


def outline(stage: Stage, specs: tuple[RingSpec, ...]) -> Geometry:
    """The outline of that area, without the cut along the antimeridian and at the poles."""

    def make() -> tuple[Any, Any, None]:
        lon, lat, start = _union(specs)
        lons, lats = [], []
        for a, b in pairwise(start.tolist()):
            x, y = np.append(lon[a:b], lon[a]), np.append(lat[a:b], lat[a])
            cut = (np.abs(x) >= 180.0) | (np.abs(y) >= 90.0)
            good = ~(cut[:-1] & cut[1:])
            edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
            for first, last in zip(edges[::2], edges[1::2], strict=True):
                lons.append(x[first : last + 1])
                lats.append(y[first : last + 1])
        begin = np.concatenate(([0], np.cumsum([len(part) for part in lons]))).astype(np.int32)
        none = np.empty(0)
        x, y = np.concatenate(lons or [none]), np.concatenate(lats or [none])
        xy, pieces = stage.projection.lines(x, y, begin, stage.tolerance_m)
        return xy, pieces, None

    return kept(("merged outline", *_key(stage, specs)), make)


def _key(stage: Stage, specs: tuple[RingSpec, ...]) -> tuple[Any, ...]:
    return tuple((one.lon, one.lat, one.radius_m) for one in specs), stage.projection, stage.tolerance_m


def _union(specs: tuple[RingSpec, ...]) -> tuple[Any, Any, Any]:
    """Open rings [deg] of everything within the radius of one of the centres, holes among them."""
    import shapely

    from layers import rings

    lon, lat, radius_m = ([getattr(one, name) for one in specs] for name in ("lon", "lat", "radius_m"))
    whole = rings.union(rings.polygons(lon, lat, radius_m, VERTICES))
    parts = [
        np.asarray(ring.coords)[:-1]
        for polygon in shapely.get_parts(whole)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    start = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int32)
    xy = np.concatenate(parts)
    return xy[:, 0], xy[:, 1], start
