"""Layers as KML 2.2 (OGC 07-147r2): a folder each, styles, every attribute, rings of a bearable length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from layers.io.embedded import as_xml
from layers.io.feature import Feature, Layer
from layers.io.text import line

MOST_VERTICES = 10_000
"""Of a ring. The standard names no number, while large polygons become vertical stripes in Google Earth
(https://gdal.org/drivers/vector/kml.html, caveats): the bound is our own, far above what an eye can tell apart."""
DECIMALS = 6
SHUT = frozenset({"passages", "arrivals", "zones", "events"})
"""Folders that are there to be switched on."""


def text(layers: Sequence[Layer], title: str, document: bytes, software: str) -> str:
    """The whole file."""
    styles = {(layer.kind, one.colour, one.opacity): "" for layer in layers for one in layer.features}
    names = {key: f"s{number}" for number, key in enumerate(styles)}
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{_words(title)}</name><open>1</open>",
        *(_style(name, *key) for key, name in names.items()),
    ]
    if document:
        parts.append(f"<ExtendedData>{as_xml(document, software)}</ExtendedData>")
    for layer in layers:
        visible = 0 if layer.name in SHUT else 1
        parts.append(f"<Folder id={quoteattr(layer.name)}><name>{_words(layer.title)}</name>")
        parts.extend(_placemark(one, names[layer.kind, one.colour, one.opacity], visible) for one in layer.features)
        parts.append("</Folder>")
    parts.append("</Document></kml>")
    return "\n".join(parts) + "\n"


def _words(value: object) -> str:
    return escape(line(str(value), 100_000))


def _style(name: str, kind: str, colour: str, opacity: float) -> str:
    """KML writes colours as alpha, blue, green, red."""
    ink = f"{colour[5:7]}{colour[3:5]}{colour[1:3]}"
    match kind:
        case "point":
            body = f"<IconStyle><color>ff{ink}</color><scale>0.8</scale></IconStyle>"
        case "line":
            body = f"<LineStyle><color>ff{ink}</color><width>2.5</width></LineStyle>"
        case _:
            fill = 1 if opacity else 0
            body = (
                f"<LineStyle><color>ff{ink}</color><width>1.8</width></LineStyle>"
                f"<PolyStyle><color>{round(255 * opacity):02x}{ink}</color><fill>{fill}</fill></PolyStyle>"
            )
    return f'<Style id="{name}">{body}</Style>'


def _placemark(one: Feature, style: str, visible: int) -> str:
    data = "".join(
        f"<Data name={quoteattr(key)}><value>{_words(value)}</value></Data>"
        for key, value in one.attributes.items()
        if value is not None and value != ""
    )
    shapes = list(_shapes(one))
    body = shapes[0] if len(shapes) == 1 else f"<MultiGeometry>{''.join(shapes)}</MultiGeometry>"
    return (
        f"<Placemark><name>{_words(one.name)}</name><visibility>{visible}</visibility><styleUrl>#{style}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{body}</Placemark>"
    )


def _shapes(one: Feature) -> Iterator[str]:
    for part in shapely.get_parts(one.shape):
        if isinstance(part, Polygon):
            inner = "".join(
                f"<innerBoundaryIs>{_ring(ring.coords)}</innerBoundaryIs>" for ring in map(_thinned, part.interiors)
            )
            outer = f"<outerBoundaryIs>{_ring(_thinned(part.exterior).coords)}</outerBoundaryIs>"
            yield f"<Polygon><tessellate>1</tessellate>{outer}{inner}</Polygon>"
        elif isinstance(part, LineString):
            yield f"<LineString><tessellate>1</tessellate>{_coordinates(part.coords)}</LineString>"
        else:
            yield f"<Point>{_coordinates(part.coords)}</Point>"


def _thinned(ring: LineString) -> LineString:
    """The ring with as few vertices taken out as bring it below the limit."""
    thin, tolerance = ring, 1e-4
    while len(thin.coords) >= MOST_VERTICES:
        thin = LineString(shapely.get_coordinates(ring.simplify(tolerance)))
        tolerance *= 2.0
    return thin


def _ring(coordinates: object) -> str:
    return f"<LinearRing>{_coordinates(coordinates)}</LinearRing>"


def _coordinates(coordinates: object) -> str:
    places = np.round(np.asarray(coordinates)[:, :2], DECIMALS).tolist()
    return f"<coordinates>{' '.join(f'{x:.6f},{y:.6f}' for x, y in places)}</coordinates>"
