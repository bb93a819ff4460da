"""A feature of the map and a layer of them, and shapes cut where they cross the antimeridian."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from layers import seam
from layers.routes.model import Line

Kind = Literal["point", "line", "area"]
Value = str | float | int | bool | None
OBJECT = "rimland_object"
"""The attribute that holds an object's defining numbers as JSON."""


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One thing on the map."""

    shape: BaseGeometry
    attributes: dict[str, Value]
    colour: str
    """``#rrggbb``."""
    opacity: float = 1.0
    """Of an area's fill."""

    @property
    def name(self) -> str:
        return str(self.attributes.get("name") or self.attributes.get("id") or "")


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Features of one kind, all with the same attributes."""

    name: str
    """As a table is called: letters and underscores."""
    title: str
    kind: Kind
    features: tuple[Feature, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.features[0].attributes) if self.features else ()


def cut_line(line: Line) -> LineString | MultiLineString:
    """A line with longitudes in -180..180, cut where it crosses the antimeridian."""
    lon = seam.unwrap(line.lon)
    lat = np.asarray(line.lat, dtype=float)
    turns = np.floor((lon + 180.0) / 360.0)
    pieces: list[np.ndarray] = []
    piece: list[tuple[float, float]] = []
    for k in range(len(lon)):
        if k and turns[k] != turns[k - 1]:
            edge = 360.0 * max(turns[k], turns[k - 1]) - 180.0
            share = (edge - lon[k - 1]) / (lon[k] - lon[k - 1])
            at = float(lat[k - 1] + share * (lat[k] - lat[k - 1]))
            piece.append((edge - 360.0 * turns[k - 1], at))
            pieces.append(np.array(piece))
            piece = [(edge - 360.0 * turns[k], at)]
        piece.append((lon[k] - 360.0 * turns[k], float(lat[k])))
    pieces.append(np.array(piece))
    good = [part for part in pieces if len(part) >= 2 and np.ptp(part, axis=0).max() > 0]
    if not good:
        return LineString([(line.lon[0], line.lat[0]), (line.lon[-1], line.lat[-1])]) if len(line.lon) else LineString()
    return LineString(good[0]) if len(good) == 1 else MultiLineString([LineString(part) for part in good])


def even_odd(parts: tuple[Line, ...]) -> BaseGeometry:
    """The area of rings by the even-odd rule, valid."""
    shapes = [Polygon(np.column_stack((part.lon, part.lat))) for part in parts if len(part.lon) >= 3]
    valid = [shape if shape.is_valid else seam.areas(shapely.make_valid(shape)) for shape in shapes]
    whole: BaseGeometry = reduce(lambda one, other: one.symmetric_difference(other), valid, Polygon())  # type: ignore[arg-type,return-value]
    return seam.areas(whole)
