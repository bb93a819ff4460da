"""Draws the ways of responders: geodesics with an arrow, ticks at whole hours, dashed where they come too late."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers import geodesy
from layers.picture.kit import Array, Draft, Spot, Stage, Wish, faded, fingerprint, kept, setting
from layers.picture.marks import Entry, Geometry, Pen, Stroke, Symbol
from layers.picture.sheet import RouteSpec
from layers.routes.model import Line, Mode
from layers.wording import number, say

TICK_STEPS_H = (1, 2, 3, 6, 12, 24, 48, 96, 240)
TICK_SPACING_PX = 46.0
MODES: dict[Mode, str] = {"air": "Air route", "sea": "Sea route", "land": "Land route"}


def line(stage: Stage, route: Line) -> Geometry:
    """A polyline of geodesics in the plane."""

    def make() -> tuple[Any, Any, None]:
        start = np.array([0, len(route.lon)], dtype=np.int32)
        xy, pieces = stage.projection.lines(route.lon, route.lat, start, stage.tolerance_m)
        return xy, pieces, None

    return kept(("route", fingerprint(route, [route.lon, route.lat]), stage.projection, stage.tolerance_m), make)


def along(route: Line, share: Array) -> tuple[Array, Array]:
    """Longitudes and latitudes [deg] at shares (0..1) of a route's length."""
    metres, azimuth, _ = geodesy.inverse(route.lon[:-1], route.lat[:-1], route.lon[1:], route.lat[1:])
    at = np.concatenate(([0.0], np.cumsum(metres)))
    wished = share * at[-1]
    leg = np.clip(np.searchsorted(at, wished, side="right") - 1, 0, len(metres) - 1)
    return geodesy.destination(route.lon[leg], route.lat[leg], azimuth[leg], wished - at[leg])


def _pen(stage: Stage, spec: RouteSpec) -> Pen:
    thematic = stage.style.thematic
    pen = {"air": thematic.air, "sea": thematic.sea, "land": thematic.land}[spec.mode]
    if spec.in_time is False:
        return Pen(thematic.late, pen.width, (6.0, 3.5))
    return Pen(pen.colour, pen.width, (), round_caps=True)


def draw(stage: Stage, draft: Draft) -> None:
    """Casings below all lines, lines, then ticks and arrows above."""
    row = setting(stage, "routes")
    routes = [spec for spec in stage.sheet.routes if len(spec.line.lon) >= 2]
    if row is None or not routes:
        return
    drawn = [(spec, line(stage, spec.line), _pen(stage, spec)) for spec in routes]
    for _, geometry, pen in drawn:
        casing = Pen(stage.style.thematic.casing.faded(row.opacity), pen.width + 2.2)
        draft.base.append(Stroke("routes", geometry, casing))
    for spec, geometry, pen in drawn:
        wide = pen.width * (1.4 if spec.id in stage.sheet.selected else 1.0)
        own = Pen(pen.colour.faded(row.opacity), wide, pen.dash, pen.round_caps)
        draft.base.append(Stroke("routes", geometry, own))
        if stage.shows(geometry):
            draft.ways.append(geometry)
            _ticks(stage, draft, spec, pen, geometry)
            if spec.in_time is False:
                draft.explain(Entry(42, "Arrives too late", "line", pen=pen, group="Routes"))
            else:
                draft.explain(Entry(40, MODES[spec.mode], "line", pen=faded(pen, 1.0), group="Routes"))


def _length_px(stage: Stage, geometry: Geometry) -> float:
    step = np.hypot(*np.diff(geometry.xy, axis=0).T)
    return float(step.sum()) / stage.view.mpp


def _ticks(stage: Stage, draft: Draft, spec: RouteSpec, pen: Pen, geometry: Geometry) -> None:
    """Hour ticks across the line with every label that finds room, an arrow, and the route's name."""
    length = _length_px(stage, geometry)
    ink, edge = pen.colour, stage.style.panel.symbol_edge
    letter = stage.style.letters.route
    if length > 40:
        for share in (0.5,) if length < 500 else (0.28, 0.72):
            _sign(stage, draft, spec, "arrow", 10.0, ink, edge, share)
    if spec.hours and spec.hours > 0:
        step = next((h for h in TICK_STEPS_H if length * h / spec.hours >= TICK_SPACING_PX), 0)
        marks = np.arange(step, spec.hours, step) if step else np.empty(0)
        for hour in marks[:200]:
            spot = _sign(stage, draft, spec, "tick", 8.0, ink, edge, float(hour) / spec.hours)
            if spot is not None:
                words = ((f"{number(f'{hour:g}')} {say('h')}", letter),)
                draft.wishes.append(Wish("routes", 46.0, words, spot.x, spot.y, reach=3.0, pad=1.0))
    if spec.label:
        spots = tuple(
            spot
            for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2)
            if (spot := _spot(stage, spec.line, share, 9.0)) is not None
        )
        if spots and length > 120:
            words = ((unit_name(stage, spec.label), letter),)
            draft.wishes.append(Wish("routes", 31.0, words, spots[0].x, spots[0].y, spots=spots))


def unit_name(stage: Stage, label: str) -> str:
    """A unit's short name where the label is its id, else the label itself."""
    unit = stage.sheet.catalogue.units.get(label)
    if unit is None:
        return label
    return unit.name.split(" (", maxsplit=1)[0].split(",", maxsplit=1)[0]


def _spot(stage: Stage, route: Line, share: float, lift: float = 0.0) -> Spot | None:
    """The place at a share of the way, turned with the line, `lift` pixels to its left."""
    lon, lat = along(route, np.clip(np.array([share - 0.004, share, share + 0.004]), 0.0, 1.0))
    xy, page = stage.places(lon, lat)
    dx, dy = page[2] - page[0]
    size = float(np.hypot(dx, dy))
    if not np.isfinite(size) or size == 0.0 or size > 0.1 * 40_000_000 / stage.view.mpp:
        return None
    angle = float(np.degrees(np.arctan2(dy, dx)))
    side = 1.0 if dx >= 0 else -1.0
    return Spot(
        float(xy[1, 0]), float(xy[1, 1]), angle, float(lift * dy / size * side), float(-lift * dx / size * side)
    )


def _sign(
    stage: Stage, draft: Draft, spec: RouteSpec, name: str, size: float, ink: Any, edge: Any, share: float
) -> Spot | None:
    """A sign on the line, turned so that up is forward."""
    spot = _spot(stage, spec.line, share)
    if spot is None:
        return None
    symbol = Symbol(
        "routes", name, spot.x, spot.y, "plane", size, ink, edge, ref=spec.id, angle_deg=spot.angle_deg + 90
    )
    draft.symbols.append(symbol)
    return spot
