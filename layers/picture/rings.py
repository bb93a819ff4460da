"""Draws range and denial rings: geodesic circles with their radius written on the line."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from layers import geodesy
from layers.picture import denial, hatch, merged
from layers.picture.drawings import own_fill, own_pen
from layers.picture.kit import Array, Box, Draft, Spot, Stage, Wish, faded, kept, setting
from layers.picture.lettered import spots_on
from layers.picture.marks import Entry, Geometry, Shape, Stroke, Symbol
from layers.picture.sheet import RingSpec
from layers.projection import Projection
from layers.wording import quantity

AZIMUTHS = 720
"""Most vertices of a ring: geodesics between them leave the circle by less than a hundred-thousandth of its radius."""
LEAST = 72
"""Fewest: so many are still a circle under a magnifying glass."""
CHORD = 0.25
"""How far geodesics between the vertices of a ring may leave it, in tolerances."""
LABEL_AT = (0, 180, 45, 315, 90, 270, 135, 225, 20, 340, 160, 200, 65, 295, 110, 250, 10, 350, 30, 330, 55, 305)
"""Azimuths [deg] tried for the label, best first."""
HATCH_PX = 9.0


def vertices(radius_m: float, tolerance_m: float) -> int:
    """How many vertices keep the geodesics between them within `CHORD` tolerances of the ring.

    Half a chord's square over twice the radius is the most it can leave the ring, on the sphere less than on the plane.
    """
    wanted = math.pi / math.sqrt(2.0 * CHORD * tolerance_m / radius_m)
    return min(max(math.ceil(wanted / 8) * 8, LEAST), AZIMUTHS)


def circle(spec: RingSpec, tolerance_m: float = 0.0) -> tuple[Array, Array]:
    """Longitudes and latitudes [deg] of the ring, closed; counter-clockwise, as a ring round a pole must be."""
    count = vertices(spec.radius_m, tolerance_m) + 1 if tolerance_m > 0.0 else AZIMUTHS + 1
    azimuth = np.linspace(360.0, 0.0, count)
    return geodesy.destination(
        np.full(count, spec.lon), np.full(count, spec.lat), azimuth, np.full(count, spec.radius_m)
    )


def _key(stage: Stage, spec: RingSpec) -> tuple[Any, ...]:
    return spec.lon, spec.lat, spec.radius_m, stage.projection, stage.tolerance_m


def line(stage: Stage, spec: RingSpec) -> Geometry:
    """The ring's line in the plane."""

    def make() -> tuple[Any, Any, None]:
        lon, lat = circle(spec, stage.tolerance_m)
        xy, start = stage.projection.lines(lon, lat, np.array([0, len(lon)], dtype=np.int32), stage.tolerance_m)
        return xy, start, None

    return kept(("ring line", *_key(stage, spec)), make)


def area(stage: Stage, spec: RingSpec) -> Geometry:
    """The ring's disc in the plane."""

    def make() -> tuple[Any, Any, Any]:
        lon, lat = circle(spec, stage.tolerance_m)
        begin, feature = np.array([0, len(lon) - 1], dtype=np.int32), np.zeros(1, dtype=np.int32)
        return stage.projection.rings(lon[:-1], lat[:-1], begin, feature, stage.tolerance_m)

    return kept(("ring area", *_key(stage, spec)), make)


def block_round(stage: Stage, room: float = 0.5) -> Box:
    """A box in the plane that holds the window and changes only when the view has moved by half of it."""
    x0, y0, x1, y1 = stage.plane_window
    across, up = 0.3 * (x1 - x0), 0.3 * (y1 - y0)  # a canvas paints a quarter more on each side
    x0, y0, x1, y1 = x0 - across, y0 - up, x1 + across, y1 + up
    size = 2.0 ** np.ceil(np.log2(max(x1 - x0, y1 - y0) * room))
    return Box(
        float(np.floor(x0 / size) * size),
        float(np.floor(y0 / size) * size),
        float(np.ceil(x1 / size) * size),
        float(np.ceil(y1 / size) * size),
    )


def hatched(stage: Stage, of: Geometry, spacing_px: float, angle_deg: float) -> Geometry:
    """Hatch lines inside an area, for the part of the plane about the view."""
    block = block_round(stage)
    spacing = stage.tolerance_m * 3.0 * spacing_px  # tolerance_m is a third of a pixel, in steps of two
    key = ("hatch", of.key, block, spacing, angle_deg)
    return kept(key, lambda: (*hatch.hatching(of.xy, of.start, spacing, angle_deg, block), None))


def draw(stage: Stage, draft: Draft) -> None:
    """Denial rings below, range rings above; the radius stands on the line."""
    thematic = stage.style.thematic
    for kind, layer in (("denial", "denial"), ("range", "rings")):
        row = setting(stage, layer)
        if row is None:
            continue
        specs = [ring for ring in stage.sheet.rings if ring.kind == kind]
        if kind == "denial":
            specs.extend(denial.rings_of(stage.sheet.catalogue, stage.sheet.basemap))
        groups: dict[str, list[RingSpec]] = {}
        for number, spec in enumerate(specs):
            groups.setdefault(spec.group or f"{number} {spec.id}", []).append(spec)
        shown = [_one(stage, draft, tuple(group), layer, row.opacity) for group in groups.values()]
        if any(shown) and kind == "denial":
            draft.explain(
                Entry(31, "Denial range, illustrative", "hatch", thematic.denial_fill, thematic.denial, group="Ranges")
            )
        elif any(shown):
            draft.explain(Entry(30, "Range ring (geodesic)", "line", thematic.ring_fill, thematic.ring, group="Ranges"))


def _one(stage: Stage, draft: Draft, group: tuple[RingSpec, ...], layer: str, opacity: float) -> bool:
    """A ring, or rings as one area; whether any of it can be seen."""
    thematic, letters = stage.style.thematic, stage.style.letters
    spec, denied = group[0], layer == "denial"
    pen, fill = (thematic.denial, thematic.denial_fill) if denied else (thematic.ring, thematic.ring_fill)
    alone = len(group) == 1
    disc = area(stage, spec) if alone else merged.area(stage, group)
    edge = line(stage, spec) if alone else merged.outline(stage, group)
    if fill.a:
        draft.base.append(Shape(layer, disc, (own_fill(fill.faded(opacity), spec),), antialias=False))
    if denied:
        lines = hatched(stage, disc, HATCH_PX, 45.0)
        draft.base.append(Stroke(layer, lines, faded(thematic.denial_hatch, opacity)))
    draft.base.append(Stroke(layer, edge, faded(own_pen(pen, spec), opacity)))
    spots = _spots(stage, spec) if alone else spots_on(stage, edge)
    if spec.label and spots:
        lever = stage.sheet.catalogue.levers.get(spec.id.partition(":")[0]) if denied else None
        text = denial.label(lever) if lever is not None else quantity(spec.label)
        words = ((text, letters.denial if denied else letters.ring),)
        draft.wishes.append(Wish(layer, 8.0, words, spots[0].x, spots[0].y, spots=spots, pad=1.0, must=True))
    if alone and (spec.id in stage.sheet.selected or not denied):
        _centre(stage, draft, spec, layer)
    return stage.shows(edge) or (denied and stage.covers(disc))


def _centre(stage: Stage, draft: Draft, spec: RingSpec, layer: str) -> None:
    """A small cross point at the ring's centre, unless something of the map stands there already."""
    xy, _ = stage.places(spec.lon, spec.lat)
    x, y = float(xy[0, 0]), float(xy[0, 1])
    if np.isfinite(x):
        ink = stage.style.thematic.ring.colour
        draft.over.append(Symbol(layer, "dot", x, y, "plane", 4.0, ink, ink, ref=spec.id))


def _spots(stage: Stage, spec: RingSpec) -> tuple[Spot, ...]:
    """Where on the ring its label may stand, turned along the line; upright places first."""
    xy, ahead = _label_points(stage.projection, spec.lon, spec.lat, spec.radius_m)
    step = stage.to_page(ahead) - stage.to_page(xy)
    near = np.hypot(step[:, 0], step[:, 1]) < 1e6
    turn = np.degrees(np.arctan2(step[near, 1], step[near, 0]))
    return tuple(Spot(x, y, angle) for (x, y), angle in zip(xy[near].tolist(), turn.tolist(), strict=True))


@lru_cache(maxsize=256)
def _label_points(projection: Projection, lon: float, lat: float, radius_m: float) -> tuple[Array, Array]:
    """Points (n, 2) of the plane where a ring's label may stand, and a little further on; nan where they are hidden."""
    azimuth = np.array(LABEL_AT, dtype=float)
    count = len(azimuth)
    found = []
    for turn in (azimuth, azimuth + 0.5):
        east, north = geodesy.destination(np.full(count, lon), np.full(count, lat), turn, np.full(count, radius_m))
        found.append(np.column_stack(projection.forward(east, north)))
    return found[0], found[1]
