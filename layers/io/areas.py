"""Areas that are not flown through, read from a GeoJSON file: the outer ring of each polygon."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from layers.errors import RimlandError

Ring = tuple[tuple[float, float], ...]

STEP_DEG = 1.0
"""Sides are straight in longitude and latitude (RFC 7946, 3.1.1); longer ones get corners this far apart, so that the
geodesics between them stay within 0.3 km of the side."""
_REMEDY = "give polygons without holes in longitude and latitude (WGS 84), such as QGIS writes"


def read_areas(path: Path) -> tuple[Ring, ...]:
    """The polygons of a file as rings of corners (lon, lat) [deg], the first not repeated.

    Raises
    ------
    RimlandError
        For a file that cannot be read, holds no polygon, or a polygon that is none, naming file and feature.
    """
    try:
        held = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise RimlandError(f"cannot read {path}: {error.strerror or error}", remedy="check the file's name") from None
    except ValueError as error:
        raise RimlandError(f"{path} is no GeoJSON: {error}", remedy=_REMEDY) from None
    found: list[Ring] = []
    for name, geometry in _geometries(held, path):
        for number, polygon in enumerate(_polygons(geometry, name), 1):
            found.append(_ring(polygon, f"{name}, polygon {number}" if geometry["type"] != "Polygon" else name))
    if not found:
        raise RimlandError("no polygon", place=str(path), remedy=_REMEDY)
    return tuple(found)


def _geometries(held: Any, path: Path) -> Iterator[tuple[str, Any]]:
    """Each geometry with the place it stands in."""
    kind = held.get("type") if isinstance(held, dict) else None
    if kind == "FeatureCollection" and isinstance(held.get("features"), list):
        for number, one in enumerate(held["features"], 1):
            yield f"{path}, feature {number}", one.get("geometry") if isinstance(one, dict) else None
    elif kind == "Feature":
        yield str(path), held.get("geometry")
    elif kind in {"Polygon", "MultiPolygon"}:
        yield str(path), held
    else:
        raise RimlandError(f"{kind!r} is no collection of features", place=str(path), remedy=_REMEDY)


def _polygons(geometry: Any, place: str) -> list[Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    rings = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise RimlandError(f"{kind!r} is no area", place=place, remedy=_REMEDY)
    if not isinstance(rings, list) or not rings:
        raise RimlandError(f"a {kind} without coordinates", place=place, remedy=_REMEDY)
    return [rings] if kind == "Polygon" else rings


def _ring(polygon: Any, place: str) -> Ring:
    from shapely import Polygon
    from shapely.validation import explain_validity

    if not isinstance(polygon, list) or not polygon:
        raise RimlandError("a polygon without rings", place=place, remedy=_REMEDY)
    if len(polygon) > 1:
        raise RimlandError(
            "a polygon with a hole", place=place, remedy="cut it into polygons without holes; a hole would be enclosed"
        )
    corners: list[tuple[float, float]] = []
    for number, position in enumerate(polygon[0] if isinstance(polygon[0], list) else [], 1):
        lon, lat = _position(position, f"{place}, position {number}")
        if corners:  # the shorter way on, over the antimeridian too
            lon = corners[-1][0] + math.remainder(lon - corners[-1][0], 360.0)
        if not corners or (lon, lat) != corners[-1]:
            corners.append((lon, lat))
    if len(corners) < 4 or corners[0] != corners[-1]:
        raise RimlandError(
            "a ring that does not close round an area", place=place,
            remedy="give three corners or more and the first again at the end; no ring goes round a pole",
        )  # fmt: skip
    shape = Polygon(corners)
    if not shape.is_valid:
        raise RimlandError(f"a ring that is not simple: {explain_validity(shape)}", place=place, remedy=_REMEDY)
    cut: list[tuple[float, float]] = []
    for (lon, lat), (lon2, lat2) in pairwise(corners):
        pieces = max(1, math.ceil(max(abs(lon2 - lon), abs(lat2 - lat)) / STEP_DEG - 1e-9))
        cut += [(lon + (lon2 - lon) * k / pieces, lat + (lat2 - lat) * k / pieces) for k in range(pieces)]
    return tuple((math.remainder(lon, 360.0), lat) for lon, lat in cut)


def _position(position: Any, place: str) -> tuple[float, float]:
    good = isinstance(position, list) and len(position) >= 2
    numbers = [one for one in position[:2] if isinstance(one, int | float) and math.isfinite(one)] if good else []
    if len(numbers) < 2 or not (abs(numbers[0]) <= 360.0 and abs(numbers[1]) <= 90.0):
        raise RimlandError(f"{position!r} is no longitude and latitude", place=place, remedy=_REMEDY)
    return float(numbers[0]), float(numbers[1])
