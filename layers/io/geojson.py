"""Layers as GeoJSON (RFC 7946): one collection, each feature with its layer, attributes and colour."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from layers.io.embedded import NAME
from layers.io.feature import Layer
from layers.io.text import line

DECIMALS = 6
"""Of a degree: 0.1 m."""


def text(layers: Sequence[Layer], document: bytes, software: str) -> str:
    """The whole file; the document stands in a member of its own, which other programs pass over."""
    features = [_feature(layer, number) for layer in layers for number in range(len(layer.features))]
    held: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    held[NAME] = {"software": software, "document": json.loads(document) if document else None}
    return json.dumps(held, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _feature(layer: Layer, number: int) -> dict[str, Any]:
    one = layer.features[number]
    shape = shapely.transform(one.shape, lambda xy: np.round(xy, DECIMALS))
    properties: dict[str, Any] = {"layer": layer.name}
    for key, value in one.attributes.items():
        properties[key] = line(value, 100_000) if isinstance(value, str) else value
    # the names of the simplestyle specification, which map viewers read
    match layer.kind:
        case "point":
            properties["marker-color"] = one.colour
        case "line":
            properties |= {"stroke": one.colour, "stroke-width": 2}
        case "area":
            properties |= {"stroke": one.colour, "fill": one.colour, "fill-opacity": one.opacity}
    # through text and back: tuples become lists, as they stand in the file
    return {"type": "Feature", "geometry": json.loads(json.dumps(mapping(shape))), "properties": properties}
