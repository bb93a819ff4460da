"""From shapes with attributes to objects: a shape of several parts becomes several objects, and nothing is invented."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from layers.document.objects import Drawn, LonLat, check, free_id
from layers.errors import Problem, RimlandError
from layers.io.feature import OBJECT

MOST_POINTS = 200_000
"""Vertices of all objects of one file: beyond that a document would be no document any more."""
NAME_FIELDS = ("name", "title", "label", "bezeichnung", "naam", "nom", "nombre", "nazwa")
NOTE_FIELDS = ("note", "description", "desc", "cmt", "comment", "remarks")


class Collector:
    """Gathers the objects of one file and what of it could not be used."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.drawn: list[Drawn] = []
        self.problems: list[Problem] = []
        self._points = 0
        self._numbers: dict[str, int] = {}

    def tell(self, place: str, value: object, remedy: str) -> None:
        """Something could not be used."""
        self.problems.append(Problem(f"{self.file}, {place}", str(value)[:80], remedy))

    def add_shape(
        self, shape: BaseGeometry | None, place: str, attributes: Mapping[str, Any], *, group: str, **look: Any
    ) -> None:
        """The objects of a shape in longitude and latitude; `look` is colour and width."""
        if packed := attributes.get(OBJECT):
            self._add_packed(str(packed), place, group)
            return
        if shape is None or shape.is_empty:
            self.tell(place, named(attributes) or "", "it has no shape")
            return
        common = {"name": named(attributes), "note": noted(attributes), "group": group, **look}
        centre = _ring_of(attributes)
        if centre is not None:
            self._add(place, "ring", (centre[:2],), radius_m=centre[2], **common)
            return
        for part in parts(shape):
            match part:
                case shapely.Point():
                    self._add(place, "pin", (_lonlat(part.coords[0]),), **common)
                case shapely.Polygon():
                    holes = tuple(_open(ring.coords) for ring in part.interiors)
                    self._add(place, "area", _open(part.exterior.coords), holes=holes, **common)
                case shapely.LinearRing() | shapely.LineString():
                    self._add(place, "line", tuple(map(_lonlat, part.coords)), **common)

    def _add(self, place: str, shape: Any, points: tuple[LonLat, ...], **more: Any) -> None:
        self._points += len(points)
        if self._points > MOST_POINTS:
            self.tell(place, f"{len(points)} points", f"a document takes {MOST_POINTS} points of a file: simplify it")
            return
        number = self._numbers.get(shape, 0) + 1
        self._numbers[shape] = number
        try:
            self.drawn.append(check(Drawn(f"{shape}-{number}", shape, points, **more)))
        except RimlandError as error:
            self.tell(place, error.what, error.remedy)

    def _add_packed(self, packed: str, place: str, group: str) -> None:
        """An object that Rimland wrote."""
        try:
            one = check(msgspec.json.decode(packed.encode(), type=Drawn))
        except (msgspec.MsgspecError, RimlandError) as error:
            self.tell(place, packed, f"its {OBJECT} cannot be read: {error}")
            return
        if any(other.id == one.id for other in self.drawn):
            one = dataclasses.replace(one, id=free_id(tuple(self.drawn), one.shape))
        self.drawn.append(one if one.group else dataclasses.replace(one, group=group))


def parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """The simple shapes a shape is made of."""
    if isinstance(
        shape, shapely.GeometryCollection | shapely.MultiPoint | shapely.MultiLineString | shapely.MultiPolygon
    ):
        for part in shape.geoms:
            yield from parts(part)
    elif not shape.is_empty:
        yield shape


def named(attributes: Mapping[str, Any]) -> str:
    """What a feature is called by its attributes; empty when by none."""
    return _first(attributes, NAME_FIELDS)


def noted(attributes: Mapping[str, Any]) -> str:
    return _first(attributes, NOTE_FIELDS)


def _first(attributes: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    lower = {str(key).casefold(): value for key, value in attributes.items()}
    for field in fields:
        value = lower.get(field)
        if value is not None and str(value).strip() and str(value) != "nan":
            return str(value).strip()
    return ""


def _ring_of(attributes: Mapping[str, Any]) -> tuple[float, float, float] | None:
    """Centre and radius [m], where the attributes say that a shape is a range ring."""
    try:
        lon, lat, km = (float(attributes[key]) for key in ("centre_lon", "centre_lat", "radius_km"))
    except (KeyError, TypeError, ValueError):
        return None
    if any(map(math.isnan, (lon, lat, km))):  # how a reader of tables says that a feature has no such attribute
        return None
    return lon, lat, km * 1000.0


def _lonlat(point: tuple[float, ...]) -> LonLat:
    """Without height, the longitude in -180..180."""
    lon, lat = float(point[0]), float(point[1])
    return ((lon + 180.0) % 360.0 - 180.0 if abs(lon) > 180.0 and abs(lon) <= 540.0 else lon), lat


def _open(ring: Any) -> tuple[LonLat, ...]:
    """A ring without its first vertex again at the end."""
    points = tuple(map(_lonlat, ring))
    return points[:-1] if len(points) > 1 and points[0] == points[-1] else points
