"""What is on the map as layers of features: shapes in longitude and latitude with attributes, units in their names.

Every writer of data (GeoPackage, GeoJSON, KML, tables, the web page) takes these same layers. What crosses the
antimeridian is cut there. A ring, a way or a drawing carries its few defining numbers in `OBJECT`, from which
`layers.io.objects` makes an editable object again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from layers import rings, seam
from layers.document import areas
from layers.document.model import Saved
from layers.document.objects import Drawn
from layers.document.shown import area_m2, length_m, outline
from layers.io import feature_places
from layers.io.feature import OBJECT, Feature, Layer, cut_line, even_odd
from layers.picture.sheet import Band, RingSpec, Sheet
from layers.response.gap import EFFECTS
from layers.response.model import Arrival, Response
from layers.units import METRES_PER_NMI
from layers.wording import say


def layers(sheet: Sheet, response: Response | None, saved: Saved | None = None) -> tuple[Layer, ...]:
    """The layers that hold anything, areas first."""
    style = sheet.style.thematic
    drawn = areas.everything(saved.content) if saved is not None else ()
    by_id = {one.id: one for one in drawn}
    found = (
        Layer("bands", sheet.bands_title or "Reaction time", "area", tuple(_bands(sheet))),
        Layer("lost", sheet.lost_title or "Hours lost", "area", tuple(_lost(sheet))),
        Layer("zones", "Zones", "area", tuple(feature_places.zones(sheet))),
        Layer("rings", "Range rings", "area", tuple(_ring(spec, sheet, by_id.get(spec.id)) for spec in sheet.rings)),
        Layer("routes", "Routes of the first arrivals", "line", tuple(_routes(sheet, response))),
        Layer("passages", "Straits and canals", "line", tuple(feature_places.passages(sheet))),
        Layer(
            "drawn_areas", "Areas drawn", "area", tuple(_drawn(sheet, drawn, {"area", "sector", "zone", "airspace"}))
        ),
        Layer("drawn_lines", "Lines drawn and measured", "line", tuple(_drawn(sheet, drawn, {"line"}))),
        Layer("bases", "Bases", "point", tuple(feature_places.bases(sheet))),
        Layer("arrivals", "Arrivals, unit by unit", "point", tuple(_arrivals(sheet, response))),
        Layer(
            "events", "Events", "point", tuple(feature_places.events(sheet)) if sheet.setting("events").visible else ()
        ),
        Layer("pins", "Pins", "point", tuple(_drawn(sheet, drawn, {"pin"}))),
        Layer(
            "flashpoints", "Flashpoints", "point", tuple(feature_places.flashpoints(sheet, response, style.target.hex))
        ),
    )
    return tuple(replace(layer, title=say(layer.title)) for layer in found if layer.features)


def _packed(drawn: Drawn) -> str:
    """An object's fields that are not at their default, as JSON."""
    import dataclasses

    held = {
        field.name: getattr(drawn, field.name)
        for field in dataclasses.fields(drawn)
        if field.default is dataclasses.MISSING or getattr(drawn, field.name) != field.default
    }
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _bands(sheet: Sheet) -> Iterator[Feature]:
    from layers.style import palette

    bands = [band for band in sheet.bands if math.isfinite(band.from_h)]
    colours = palette.ramp(sheet.style.thematic.hours, max(len(bands), 1))
    for band, colour in zip(bands, colours, strict=False):
        never = not math.isfinite(band.to_h)
        yield Feature(
            even_odd(band.rings),
            {
                "name": _hours(band),
                "from_h": band.from_h,
                "to_h": None if never else band.to_h,
                "means": sheet.bands_title,
            },
            "#8a8a8a" if never else colour.hex,
            0.25 if never else 0.36,
        )


def _lost(sheet: Sheet) -> Iterator[Feature]:
    """The areas by hours lost, where they are on the map."""
    from layers.picture.lost import inks_of, span

    if not sheet.setting("lost").visible:
        return
    inks = inks_of(sheet.style.thematic, sheet.lost)
    for band in sheet.lost:
        never = not math.isfinite(band.from_h)
        hours = (None, None) if never else (band.from_h, band.to_h)
        yield Feature(
            even_odd(band.rings),
            {"name": span(band), "from_h": hours[0], "to_h": hours[1], "means": sheet.lost_title},
            "#8a8a8a" if never else inks[band].hex,
            0.25 if never else 0.5,
        )


def _hours(band: Band) -> str:
    return f"{band.from_h:g}–{band.to_h:g} h" if math.isfinite(band.to_h) else f"later than {band.from_h:g} h, or never"


def _ring(spec: RingSpec, sheet: Sheet, drawn: Drawn | None) -> Feature:
    pen = sheet.style.thematic.denial if spec.kind == "denial" else sheet.style.thematic.ring
    one = drawn or Drawn(spec.id, "ring", ((spec.lon, spec.lat),), name=spec.label, radius_m=spec.radius_m)
    return Feature(
        rings.polygon(spec.lon, spec.lat, spec.radius_m),
        {
            "id": spec.id,
            "name": spec.label,
            "kind": spec.kind,
            "centre_lon": spec.lon,
            "centre_lat": spec.lat,
            "radius_km": spec.radius_m / 1000.0,
            "radius_nmi": spec.radius_m / METRES_PER_NMI,
            "note": one.note,
            OBJECT: _packed(one),
        },
        spec.colour or pen.colour.hex,
        0.12 if spec.kind == "denial" else 0.0,
    )


def _routes(sheet: Sheet, response: Response | None) -> Iterator[Feature]:
    rows = {row.unit: row for row in response.arrivals} if response is not None else {}
    pens = {"air": sheet.style.thematic.air, "sea": sheet.style.thematic.sea, "land": sheet.style.thematic.land}
    for spec in sheet.routes:
        ident, _, number = spec.id.replace("/", ":").partition(":")
        row, unit = rows.get(ident), sheet.catalogue.units.get(ident)
        leg = row.legs[int(number)] if row is not None and number.isdigit() and int(number) < len(row.legs) else None
        line = leg.line if leg is not None else spec.line
        name = unit.name if unit is not None else spec.label
        points = tuple((float(x), float(y)) for x, y in zip(line.lon, line.lat, strict=True))
        ends = (points[0], points[-1])
        one = Drawn(spec.id, "line", ends, name=name, course=spec.mode, way=points)
        total = row.total if row is not None else None
        yield Feature(
            cut_line(spec.line),
            {
                "id": spec.id,
                "name": name,
                "unit": ident,
                "mode": spec.mode,
                "leg": int(number) + 1 if number.isdigit() else 1,
                "length_km": leg.length_m / 1000.0 if leg is not None else None,
                "passages": " ".join(leg.passages) if leg is not None else "",
                "arrives_low_h": total.low if total is not None else None,
                "arrives_likely_h": total.likely if total is not None else None,
                "arrives_high_h": total.high if total is not None else None,
                "status": row.status if row is not None else "",
                "source": unit.source.text if unit is not None else "",
                OBJECT: _packed(one),
            },
            sheet.style.thematic.late.hex if spec.in_time is False else pens[spec.mode].colour.hex,
        )


def _drawn(sheet: Sheet, drawn: tuple[Drawn, ...], shapes: set[str]) -> Iterator[Feature]:
    pen = sheet.style.thematic.drawing
    ring_ids = {spec.id for spec in sheet.rings}
    wanted = shapes | {"ring"} if "area" in shapes else shapes  # a ring with a hole is no plain range ring
    for one in drawn:
        if one.shape not in wanted or one.id in ring_ids or not one.visible:
            continue
        lines = outline(one)
        shape: BaseGeometry
        match one.shape:
            case "pin":
                shape = Point(one.points[0])
            case "line":
                shape = cut_line(lines[0])
            case _:
                shape, *holes = (seam.polygon(e.lon, e.lat, north_inside=False, south_inside=False) for e in lines)
                for hole in holes:
                    shape = shape.difference(hole)
        yield Feature(
            shape,
            {
                "id": one.id,
                "name": one.name,
                "note": one.note,
                "shape": one.shape,
                "course": one.course if one.shape == "line" else "",
                "length_km": length_m(one) / 1000.0,
                "area_km2": area_m2(one) / 1e6,
                # what it means is the document's; another one takes it as an area
                OBJECT: _packed(replace(one, id=f"area-{one.id}", shape="area") if one.shape in areas.MEANT else one),
            },
            one.colour or pen.colour.hex,
            0.2,
        )


def _arrivals(sheet: Sheet, response: Response | None) -> Iterator[Feature]:
    for row in response.arrivals if response is not None else ():
        unit, base = sheet.catalogue.units.get(row.unit), sheet.catalogue.bases.get(row.base)
        if unit is None or base is None:
            continue
        yield Feature(
            Point(base.lon, base.lat),
            {
                "id": row.unit,
                "name": unit.name,
                "nation": unit.nation,
                "base": base.name,
                "platform": row.platform,
                "brings": EFFECTS[row.effect].removeprefix("first "),
                "status": row.status,
                "reason": row.reason,
                "low_h": row.total.low if row.total else None,
                "likely_h": row.total.likely if row.total else None,
                "high_h": row.total.high if row.total else None,
                "route_km": row.route_m / 1000.0 if row.route_m is not None else None,
                "stages": _stages(row),
                "source": unit.source.text,
                "confidence": unit.source.confidence,
                "as_of": unit.source.as_of,
            },
            {"in time": "#2a7d4f", "late": "#a5271f", "unreachable": "#6b6b6b"}.get(row.status, "#30507a"),
        )


def _stages(row: Arrival) -> str:
    """``decision 2 h (1 to 4), ...``; empty for who cannot come."""
    return ", ".join(
        f"{stage.name} {stage.hours.likely:.3g} h ({stage.hours.low:.3g} to {stage.hours.high:.3g})"
        for stage in row.stages
    )
