"""What a web page draws, as JSON: base map, layers, legend and the units' runs, turned about the map's middle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from layers.basemap import Basemap, Lines, Rings
from layers.io import turned
from layers.io.feature import OBJECT, Feature, Layer
from layers.io.text import line
from layers.picture.sheet import Sheet
from layers.response.model import Arrival, Response
from layers.response.runs import run
from layers.wording import now, say

LAND_M, NEAR_M = 2500.0, 600.0
"""Rungs of the base map: everywhere, and about the target."""
NEAR_DEG = 14.0
DECIMALS = 3
"""Of a degree: 110 m, less than the outlines' own error at these rungs."""
HIDDEN = frozenset({"passages", "arrivals", "zones", "events"})
"""Layers that are there to be switched on."""


def data(sheet: Sheet, response: Response | None, layers: Sequence[Layer], lon0: float) -> str:
    base, ground = sheet.basemap, sheet.style.ground
    coming = [row for row in response.arrivals if row.total is not None] if response is not None else []
    clock = response.clock.hours.likely if response is not None and response.clock and response.clock.applies else None
    hours = sorted(row.total.likely for row in coming if row.total is not None)
    held: dict[str, Any] = {
        "look": {"land": ground.land.hex, "coast": ground.coast.colour.hex, "border": ground.border.colour.hex},
        "land": _geojson(turned.land(_land(base, lon0, response), lon0)),
        "borders": _geojson(turned.turned(shapely.MultiLineString(list(_lines(base.borders.at(LAND_M)))), lon0)),
        "names": _names(base, lon0),
        "layers": [_layer(one, lon0) for one in layers],
        "legend": _legend(layers),
        "units": [unit for row in coming if (unit := _unit(row, sheet, lon0)) is not None],
        "arrivals_h": hours,
        "spoken": _spoken(),
        "last_h": hours[-1] * 1.02 if hours else 24.0,
        "clock_h": clock,
    }
    text = json.dumps(held, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _spoken() -> dict[str, Any]:
    """The words and the decimal sign of the page's language, for what its script writes."""
    wording = now()
    return {"words": dict(wording.phrases), "decimal": wording.decimal}


def _land(base: Basemap, lon0: float, response: Response | None) -> Iterable[shapely.Polygon]:
    """Land masses, the ones about the target in more detail."""
    fine, coarse = base.land.at(NEAR_M), base.land.at(LAND_M)
    lat0 = response.lat if response is not None else 45.0
    near: set[int] = set()
    for feature, polygon in _polygons(fine):
        x0, y0, x1, y1 = polygon.bounds
        close = x0 < lon0 + NEAR_DEG and x1 > lon0 - NEAR_DEG and y0 < lat0 + NEAR_DEG and y1 > lat0 - NEAR_DEG
        if close and len(polygon.exterior.coords) < 20_000:
            near.add(feature)
            yield polygon
    for feature, polygon in _polygons(coarse):
        if feature not in near:
            yield polygon


def _polygons(rings: Rings) -> Iterable[tuple[int, shapely.Polygon]]:
    for k in range(len(rings)):
        a, b = int(rings.start[k]), int(rings.start[k + 1])
        if b - a >= 3:
            yield (
                int(rings.feature[k]),
                shapely.Polygon(np.column_stack((rings.lon[a:b], rings.lat[a:b])).astype(float)),
            )


def _lines(lines: Lines) -> Iterable[shapely.LineString]:
    for a, b in zip(lines.start[:-1], lines.start[1:], strict=True):
        if b - a >= 2:
            yield shapely.LineString(np.column_stack((lines.lon[a:b], lines.lat[a:b])).astype(float))


def _geojson(shape: BaseGeometry) -> dict[str, Any]:
    """As GeoJSON with few decimals; through text and back, so that tuples are lists."""
    return json.loads(json.dumps(mapping(shapely.transform(shape, lambda xy: np.round(xy, DECIMALS)))))  # type: ignore[no-any-return]


def _names(base: Basemap, lon0: float) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "lon": round(row.label_lon + turned.turn(row.label_lon, lon0), 2),
            "lat": round(row.label_lat, 2),
            "rank": row.rank,
        }
        for row in base.country_table
        if row.rank <= 4
    ]


def _layer(layer: Layer, lon0: float) -> dict[str, Any]:
    return {
        "name": layer.name,
        "title": line(layer.title, 120),
        "kind": layer.kind,
        "shown": layer.name not in HIDDEN,
        "features": [_feature(layer, one, lon0) for one in layer.features if not one.shape.is_empty],
    }


def _feature(layer: Layer, one: Feature, lon0: float) -> dict[str, Any]:
    told = {
        key: line(value) if isinstance(value, str) else value for key, value in one.attributes.items() if key != OBJECT
    }
    shape = turned.turned(one.shape, lon0)
    held: dict[str, Any] = {
        "shape": _geojson(shape),
        "properties": told,
        "colour": one.colour,
        "opacity": one.opacity,
    }
    if layer.kind == "point":
        held["at"] = [round(v, DECIMALS) for v in shape.coords[0]]
    if layer.name == "rings":
        edge = shapely.get_coordinates(shape)
        held["top"] = [round(float(v), DECIMALS) for v in edge[int(np.argmax(edge[:, 1]))]]
    if told.get("status") == "late":
        held["late"] = True
    return held


def _legend(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for layer in layers:
        if layer.name == "bands":
            rows = [{"text": one.name, "colour": one.colour, "kind": "area"} for one in layer.features]
        elif layer.name == "routes":
            seen = {}
            for one in layer.features:
                late = one.attributes.get("status") == "late"
                text = say("Arrives too late" if late else f"By {one.attributes['mode']}")
                seen[text] = {"text": text, "colour": one.colour, "kind": "line"}
            rows = list(seen.values())
        elif layer.name == "bases":
            used = {str(one.attributes["bloc"]): one.colour for one in layer.features}
            rows = [{"text": say(bloc), "colour": colour, "kind": "point"} for bloc, colour in used.items()]
        elif layer.name in {"rings", "flashpoints"}:
            kind = "line" if layer.name == "rings" else "point"
            rows = [{"text": layer.title, "colour": layer.features[0].colour, "kind": kind}]
        else:
            continue
        groups.append({"title": line(layer.title, 120), "rows": rows})
    return groups


def _unit(row: Arrival, sheet: Sheet, lon0: float) -> dict[str, Any] | None:
    """One unit's way with the hours it leaves and arrives, for the run of the hours."""
    unit, found = sheet.catalogue.units.get(row.unit), run(row)
    if unit is None or found is None:
        return None
    lon = np.unwrap(found.line.lon, period=360.0)
    few = _thinned(lon + turned.turn(float(lon[-1]), lon0), found.line.lat)
    return {
        "name": line(unit.name, 200),
        "colour": "#2a7d4f" if row.status == "in time" else "#a5271f" if row.status == "late" else "#30507a",
        "leaves_h": found.leaves_h,
        "arrives_h": found.arrives_h,
        "line": [[round(float(y), 2), round(float(x), 2)] for x, y in few],
    }


def _thinned(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """A way in hundredths of a degree and without the points it does not need."""
    return shapely.get_coordinates(shapely.LineString(np.column_stack((lon, lat))).simplify(0.05))
