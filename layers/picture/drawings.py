"""Draws what the user drew and measured: lines, areas, rings, pins, each with its label."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers.picture import hatch
from layers.picture.kit import Draft, Spot, Stage, Wish, faded, fingerprint, kept, setting
from layers.picture.marks import Entry, Geometry, Pen, Shape, Stroke, Symbol
from layers.picture.routes import along, line
from layers.picture.sheet import Drawing, RingSpec
from layers.style.ink import Colour, colour
from layers.wording import quantity

NAMES = {
    "geodesic": "Geodesic (shortest way)",
    "rhumb": "Rhumb line (constant course)",
    "area": "Marked area",
    "ring": "Drawn ring",
    "pin": "Marked place",
    "zone": "Zone of the user's own",
    "airspace": "Airspace closed by assumption",
}


def own_pen(pen: Pen, one: Drawing | RingSpec) -> Pen:
    """The style's pen in the colour and the width the user gave the object."""
    ink = colour(one.colour) if one.colour else pen.colour
    return Pen(ink, one.width or pen.width, pen.dash)


def own_fill(fill: Colour, one: Drawing | RingSpec) -> Colour:
    """The style's fill in the user's colour, as pale as before."""
    return Colour(*colour(one.colour)[:3], fill.a) if one.colour else fill


def _pen(stage: Stage, drawing: Drawing) -> Pen:
    """Zones have the chain line of zones, closed airspace the red of what is too late, broken."""
    thematic = stage.style.thematic
    if drawing.kind == "zone":
        return thematic.zone_line
    return Pen(thematic.late, 2.0, (6.0, 3.0)) if drawing.kind == "airspace" else thematic.drawing


def _area(stage: Stage, drawing: Drawing) -> Geometry:
    def make() -> tuple[Any, Any, Any]:
        start = np.concatenate(([0], np.cumsum([len(edge.lon) for edge in edges]))).astype(np.int32)
        feature = np.zeros(len(edges), dtype=np.int32)
        lon, lat = np.concatenate([edge.lon for edge in edges]), np.concatenate([edge.lat for edge in edges])
        return stage.projection.rings(lon, lat, start, feature, stage.tolerance_m)

    edges = (drawing.line, *drawing.holes)
    mark = tuple(fingerprint(edge, [edge.lon, edge.lat]) for edge in edges)
    return kept(("drawn area", mark, stage.projection, stage.tolerance_m), make)


def draw(stage: Stage, draft: Draft) -> None:
    """Every drawing of the sheet."""
    row = setting(stage, "drawings")
    if row is None:
        return
    letter = stage.style.letters.drawing
    for drawing in stage.sheet.drawings:
        pen = faded(own_pen(_pen(stage, drawing), drawing), row.opacity)
        if drawing.kind == "rhumb":
            pen = Pen(pen.colour, pen.width, (2.0, 3.0))
        if drawing.id in stage.sheet.selected:
            pen = Pen(pen.colour, pen.width * 1.6, pen.dash)
        wish: Wish | None = None
        sample: Entry | None = None
        pin: Symbol | None = None
        words = ((quantity(drawing.label), letter),)
        if drawing.kind == "pin":
            xy, page = stage.places(drawing.line.lon[0], drawing.line.lat[0])
            if not stage.nearby(page)[0]:
                continue
            x, y = float(xy[0, 0]), float(xy[0, 1])
            ink, edge = pen.colour, stage.style.panel.symbol_edge
            pin = Symbol("drawings", "pin", x, y, "plane", 20.0, ink, edge, dy=-10.0, ref=drawing.id)
            draft.symbols.append(pin)
            wish = Wish("drawings", 7.0, words, x, y, 10.0, must=True)
            sample = Entry(70, NAMES["pin"], "symbol", ink, symbol="pin", outline=edge, group="Drawings")
        elif len(drawing.line.lon) >= 2:
            wish, sample = _line(stage, draft, drawing, pen, row.opacity)
        if wish is not None and drawing.label:
            draft.wishes.append(wish)
        if sample is not None:
            draft.explain(sample, pin)


def _line(stage: Stage, draft: Draft, drawing: Drawing, pen: Pen, opacity: float) -> tuple[Wish | None, Entry | None]:
    """A line or an area; its label's wish and its legend line when it can be seen."""
    words = ((quantity(drawing.label), stage.style.letters.drawing),)
    fill = own_fill(stage.style.thematic.drawing_fill, drawing).faded(opacity)
    if drawing.kind == "zone":
        fill = own_fill(stage.style.thematic.zones[0], drawing).faded(opacity)
    elif drawing.kind == "airspace":
        fill = Colour(*pen.colour[:3], fill.a)
    closed = drawing.kind in {"area", "ring", "zone", "airspace"}
    if closed:
        shape = _area(stage, drawing)
        draft.base.append(Shape("drawings", shape, (fill,), antialias=False))
    route = drawing.line
    geometry = line(stage, route)
    draft.base.append(Stroke("drawings", geometry, pen))
    for hole in drawing.holes:
        draft.base.append(Stroke("drawings", line(stage, hole), pen))
    if closed:
        at = hatch.heart(shape.xy, shape.start)
        if at is None or not stage.covers(shape):
            return None, None
        inside = (Spot(*at), Spot(*at, 0.0, 0.0, -20.0), Spot(*at, 0.0, 0.0, 20.0))
        sample = Entry(71, NAMES[drawing.kind], "area", fill, pen, group="Drawings")
        return Wish("drawings", 9.0, words, *at, spots=inside), sample
    if not stage.shows(geometry):
        return None, None
    ends, _ = stage.places(route.lon[[0, -1]], route.lat[[0, -1]])
    edge = stage.style.panel.symbol_edge
    for x, y in ends.tolist():
        if np.isfinite(x):
            draft.over.append(Symbol("drawings", "vertex", x, y, "plane", 7.0, pen.colour, edge, ref=drawing.id))
    lon, lat = along(route, np.array([0.5, 0.4, 0.6, 0.3, 0.7]))
    xy, page = stage.places(lon, lat)
    spots = tuple(
        Spot(float(x), float(y), 0.0, 0.0, -12.0) for (x, y), p in zip(xy, page, strict=True) if np.isfinite(p).all()
    )
    sample = Entry(70, NAMES[drawing.kind], "line", None, pen, group="Drawings")
    wish = Wish("drawings", 7.0, words, spots[0].x, spots[0].y, spots=spots, must=True) if spots else None
    return wish, sample
