"""What a person draws and measures, as its few defining points and numbers: it can be edited for ever after."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from layers.errors import GeometryError

LonLat = tuple[float, float]
Shape = Literal["line", "area", "ring", "sector", "pin", "zone", "airspace"]
Course = Literal["geodesic", "rhumb", "sea", "air", "land"]
COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
LEAST_POINTS: dict[Shape, int] = {"line": 2, "area": 3, "ring": 1, "sector": 1, "pin": 1, "zone": 3, "airspace": 3}
AREAS: frozenset[Shape] = frozenset({"area", "zone", "airspace"})
"""Shapes whose points are corners."""
MOST_RADIUS_M = 20_003_931.0
"""Half the circumference of the earth along a meridian: further is nearer the other way round."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One object of the user's on the map.

    `points` are the places set by hand: the vertices of a line or an area, else the centre alone. Lengths, areas and
    the line to be drawn follow from them and are never stored, but for a way by sea, air or land, whose `way` was
    computed under the assumptions of its day.
    """

    id: str
    shape: Shape
    points: tuple[LonLat, ...]
    """lon, lat [deg]."""
    name: str = ""
    note: str = ""
    group: str = ""
    """Heading it stands under in the list; the file an imported object came from."""
    course: Course = "geodesic"
    """How a line goes from point to point."""
    radius_m: float = 0.0
    """Of a ring or a sector."""
    inner_m: float = 0.0
    """Inner radius of a ring with a hole, as of a missile's least range."""
    from_deg: float = 0.0
    """A sector runs clockwise from here ..."""
    to_deg: float = 0.0
    """... to here."""
    holes: tuple[tuple[LonLat, ...], ...] = ()
    """Of an area."""
    way: tuple[LonLat, ...] = ()
    """The computed line of a way by sea, air or land."""
    refs: tuple[str, ...] = ()
    """Ids of the bases and flashpoints the points were snapped to; empty where a point was free."""
    colour: str = ""
    """``#rrggbb``; empty: as the style draws it."""
    width: float = 0.0
    """Of the line, in pixels; 0: as the style draws it."""
    visible: bool = True


def check(drawn: Drawn) -> Drawn:
    """The object itself when it can be drawn.

    Raises
    ------
    GeometryError
        Too few points, a point off the earth, a radius that is none, a colour that is none.
    """
    least = LEAST_POINTS[drawn.shape]
    if len(drawn.points) < least:
        raise GeometryError(
            f"{len(drawn.points)} points make no {drawn.shape}", place="points", remedy=f"give {least} or more"
        )
    for field, ring in (("points", drawn.points), ("way", drawn.way), *(("holes", hole) for hole in drawn.holes)):
        for number, (lon, lat) in enumerate(ring):
            if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
                raise GeometryError(
                    f"{lon:g}, {lat:g} is no place on the earth",
                    place=f"{field}[{number}]",
                    remedy="give longitude from -180 to 180, then latitude from -90 to 90",
                )
    if drawn.shape in {"ring", "sector"} and not 0.0 <= drawn.inner_m < drawn.radius_m <= MOST_RADIUS_M:
        raise GeometryError(
            f"radii {drawn.inner_m:g} and {drawn.radius_m:g} m make no {drawn.shape}",
            place="radius_m",
            remedy=f"give 0 <= inner_m < radius_m <= {MOST_RADIUS_M:.0f}",
        )
    if not (math.isfinite(drawn.from_deg) and math.isfinite(drawn.to_deg)):
        raise GeometryError("an azimuth is not finite", place="from_deg", remedy="give degrees from 0 to 360")
    if drawn.colour and not COLOUR.match(drawn.colour):
        raise GeometryError(f"{drawn.colour!r} is no colour", place="colour", remedy="write it as #1d5a9e")
    if not 0.0 <= drawn.width <= 20.0:
        raise GeometryError(f"{drawn.width:g} is no width", place="width", remedy="give pixels from 0 to 20")
    return drawn


def free_id(taken: tuple[Drawn, ...], stem: str) -> str:
    """An id that none of the objects has: ``ring-3``."""
    ids = {one.id for one in taken}
    number = 1
    while f"{stem}-{number}" in ids:
        number += 1
    return f"{stem}-{number}"
