"""What a map is to show before its size is known, and the view that shows it in a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from layers import geodesy
from layers.picture.kit import Box
from layers.picture.sheet import Sheet
from layers.projection import Projection
from layers.view import View


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """What a map is to show, before its size is known: the place in its middle and how wide it is at least."""

    projection: Projection
    lon: float
    lat: float
    across_m: float
    """The map's frame holds a circle of this diameter about the middle."""
    rotation_deg: float = 0.0


def spec_for(sheet: Sheet) -> ViewSpec:
    """A map about the sheet's target that holds its rings and routes, 1 200 km to 16 000 km across."""
    point = sheet.catalogue.flashpoints.get(sheet.target)
    lon, lat = sheet.target_position or ((point.lon, point.lat) if point else (80.0, 45.0))
    far = [0.0]
    far.extend(
        ring.radius_m + geodesy.distance(lon, lat, ring.lon, ring.lat) for ring in sheet.rings if ring.kind == "range"
    )
    for route in sheet.routes:
        line = route.line
        if len(line.lon):
            far.append(
                float(
                    np.max(
                        geodesy.distance(np.full(len(line.lon), lon), np.full(len(line.lon), lat), line.lon, line.lat)
                    )
                )
            )
    across = min(max(2.15 * max(far), 1_200_000.0), 16_000_000.0)
    return ViewSpec(Projection("aeqd", lon, lat), lon, lat, across)


def view_in(spec: ViewSpec, frame: Box, width: int, height: int) -> View:
    """The view of a page whose frame shows what `spec` asks for."""
    x, y = spec.projection.forward(spec.lon, spec.lat)
    mpp = spec.across_m / min(frame.width, frame.height)
    view = View(spec.projection, float(x), float(y), mpp, width, height, spec.rotation_deg)
    return view.panned((frame.x0 + frame.x1 - width) / 2, (frame.y0 + frame.y1 - height) / 2)
