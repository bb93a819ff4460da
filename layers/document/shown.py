"""From the user's objects to what a sheet draws, and the lengths and areas that are written beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from layers import geodesy, rings, units
from layers.document.objects import AREAS, Drawn, LonLat
from layers.errors import GeometryError
from layers.picture.sheet import Drawing, RingShape, RingSpec
from layers.routes.model import Line
from layers.units import DistanceUnit

STEP_M = 25_000.0
"""Longest step of a drawn geodesic: its chord leaves the true line by under 13 m, less than a pixel on any screen."""


def shown(
    drawn: Iterable[Drawn], unit: DistanceUnit, ring_shape: RingShape = "separate"
) -> tuple[tuple[RingSpec, ...], tuple[Drawing, ...]]:
    """The visible objects as rings and drawings, their figures in `unit`; united are rings of one radius and look."""
    circles, others = [], []
    for one in drawn:
        if not one.visible:
            continue
        if one.shape == "ring" and not one.inner_m:
            lon, lat = one.points[0]
            circles.append(
                RingSpec(one.id, lon, lat, one.radius_m, label(one, unit), colour=one.colour, width=one.width)
            )
        else:
            others.append(drawing(one, unit))
    return tuple(_united(circles, unit) if ring_shape == "united" else circles), tuple(others)


def _united(circles: Sequence[RingSpec], unit: DistanceUnit) -> Iterator[RingSpec]:
    """The rings, those of one radius and look in a group that carries their radius in place of a name."""

    def look(one: RingSpec) -> tuple[float, str, float]:
        return one.radius_m, one.colour, one.width

    members = Counter(map(look, circles))
    for one in circles:
        if members[look(one)] == 1:
            yield one
        else:
            figures = units.format_distance(one.radius_m, unit)
            yield replace(one, label=figures, group="/".join(map(str, look(one))))


@lru_cache(maxsize=4096)
def drawing(one: Drawn, unit: DistanceUnit) -> Drawing:
    """One object as a drawing; the very same each time, which lets the picture keep its parts."""
    closed = one.shape in {"area", "ring", "sector"}
    kind = (
        one.shape
        if one.shape in {"zone", "airspace"}
        else "pin"
        if one.shape == "pin"
        else "area"
        if closed
        else "rhumb"
        if one.course == "rhumb"
        else "geodesic"
    )
    edges = outline(one)
    return Drawing(
        one.id,
        kind,
        edges[0],
        label(one, unit),
        holes=edges[1:],
        colour=one.colour,
        width=one.width,
    )


def outline(one: Drawn) -> tuple[Line, ...]:
    """The line of the object, densified, or its outer edge and then its holes; a pin's is its point.

    Raises
    ------
    GeometryError
        A ring or sector that cannot be.
    """
    match one.shape:
        case "pin":
            return (_line(one.points),)
        case "line":
            return (course(one.points, one.way, rhumb=one.course == "rhumb"),)
        case "area" | "zone" | "airspace":
            return (_closed(one.points), *(_closed(hole) for hole in one.holes))
        case "ring":
            outer = rings.ring(*one.points[0], one.radius_m)
            # an inner ring of another sense of rotation is a hole by either rule
            inner = (rings.ring(*one.points[0], one.inner_m),) if one.inner_m else ()
            return tuple(Line(lon[::-1], lat[::-1]) for lon, lat in (outer, *inner))
        case "sector":
            return (Line(*(edge[::-1] for edge in _sector(one))),)


def _sector(one: Drawn) -> tuple[np.ndarray, np.ndarray]:
    if not one.inner_m:
        return rings.sector_ring(*one.points[0], one.radius_m, one.from_deg, one.to_deg)
    width = (one.to_deg - one.from_deg) % 360.0
    if width == 0.0:
        raise GeometryError("a sector has no width", place="to_deg", remedy="give two azimuths")
    turn = one.from_deg + np.linspace(0.0, width, max(round(width), 2) + 1)
    azimuth = np.concatenate((turn, turn[::-1], turn[:1]))
    count = len(turn)
    metres = np.concatenate((np.full(count, one.radius_m), np.full(count, one.inner_m), [one.radius_m]))
    lon, lat = one.points[0]
    return geodesy.destination(np.full(len(azimuth), lon), np.full(len(azimuth), lat), azimuth, metres)


def course(points: Sequence[LonLat], way: Sequence[LonLat] = (), *, rhumb: bool = False) -> Line:
    """The line to draw through the points: the computed way when there is one, else geodesics or rhumb lines."""
    if way:
        return _dense(way)
    if not rhumb:
        return _dense(points)
    pieces = [geodesy.rhumb_line(*a, *b) for a, b in pairwise(points)]
    return Line(np.concatenate([lon for lon, _ in pieces]), np.concatenate([lat for _, lat in pieces]))


def _dense(points: Sequence[LonLat]) -> Line:
    return Line(*geodesy.densify([lon for lon, _ in points], [lat for _, lat in points], STEP_M))


def _closed(points: Sequence[LonLat]) -> Line:
    return _dense((*points, points[0]) if points[0] != points[-1] else points)


def _line(points: Sequence[LonLat]) -> Line:
    return Line(np.array([lon for lon, _ in points]), np.array([lat for _, lat in points]))


# --- figures ----------------------------------------------------------------------------------------------------------


def length_m(one: Drawn) -> float:
    """Length of a line along its course, circumference of an area [m]; 0 for a pin, the radius of a ring or sector."""
    if one.shape in {"ring", "sector"}:
        return one.radius_m
    if one.shape == "pin":
        return 0.0
    if one.way:
        return geodesy.length([lon for lon, _ in one.way], [lat for _, lat in one.way])
    points = (*one.points, one.points[0]) if one.shape in AREAS else one.points
    if one.shape == "line" and one.course == "rhumb":
        return float(sum(geodesy.rhumb(*a, *b)[0] for a, b in pairwise(points)))
    return geodesy.length([lon for lon, _ in points], [lat for _, lat in points])


def area_m2(one: Drawn) -> float:
    """What an area, a ring or a sector encloses [m2], holes taken off; 0 for a line or a pin."""
    if one.shape in {"line", "pin"}:
        return 0.0
    outer, *holes = (geodesy.area(edge.lon, edge.lat) for edge in outline(one))
    return float(outer - sum(holes))


def figure(one: Drawn, unit: DistanceUnit) -> str:
    """The number that says most about an object; empty for a pin."""
    match one.shape:
        case "pin":
            return ""
        case "area" | "zone" | "airspace":
            return units.format_area(area_m2(one), unit)
        case "sector":
            return f"{units.format_distance(one.radius_m, unit)}, {one.from_deg:03.0f}\u2013{one.to_deg:03.0f}\u00b0"
        case "ring" if one.inner_m:
            return f"{units.format_distance(one.inner_m, unit)} \u2013 {units.format_distance(one.radius_m, unit)}"
        case _:
            return units.format_distance(length_m(one), unit)


def label(one: Drawn, unit: DistanceUnit) -> str:
    """What stands on the map: the name and the figure; a zone or closed airspace is not measured there."""
    if one.shape in {"zone", "airspace"}:
        return one.name
    return " \u00b7 ".join(filter(None, (one.name, figure(one, unit))))
