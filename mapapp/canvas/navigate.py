"""How a view changes: pure functions from view to view that know a projection's centre and how large the world is."""

from __future__ import annotations

import math
from dataclasses import replace

from layers.view import View

NEAREST_MPP = 0.5
"""Metres per pixel at the closest: the base map's coast is right to some hundred metres, nearer says nothing."""
WHEEL_STEP = 1.0015
"""Zoom per eighth of a degree of wheel: a notch of 120 is a factor of 1.2."""
WORLD_M = 40_100_000.0
"""Width of a disc that holds the world in the equidistant projection."""


def clamped(view: View) -> View:
    """The view, no nearer and no further than makes sense."""
    furthest = WORLD_M / min(view.width, view.height)
    return replace(view, mpp=min(max(view.mpp, NEAREST_MPP), furthest))


def zoomed(view: View, factor: float, px: float, py: float) -> View:
    """`factor` times closer, within the limits, with what lies under the pixel staying there."""
    wanted = clamped(replace(view, mpp=view.mpp / factor)).mpp
    return view.zoomed(view.mpp / wanted, px, py)


def rotated(view: View, degrees: float) -> View:
    """The picture turned clockwise about its middle."""
    turned = (view.rotation_deg + degrees + 180.0) % 360.0 - 180.0
    return replace(view, rotation_deg=turned)


def centred(view: View, lon: float, lat: float) -> View:
    """The same scale with the place in the middle; as it was when the projection hides the place."""
    x, y = view.projection.forward(lon, lat)
    if not (math.isfinite(x) and math.isfinite(y)):
        return view
    return replace(view, x=float(x), y=float(y))


def spanning(view: View, span_m: float) -> View:
    """The same middle with `span_m` metres across the shorter side."""
    return clamped(replace(view, mpp=span_m / min(view.width, view.height)))


def resized(view: View, width: int, height: int) -> View:
    """Another window on the same middle."""
    return replace(view, width=max(width, 1), height=max(height, 1))


def place_at(view: View, px: float, py: float) -> tuple[float, float] | None:
    """lon, lat under a pixel; None beyond the edge of the world."""
    lon, lat = view.projection.inverse(*view.to_plane(px, py))
    lon, lat = float(lon), float(lat)
    if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lat) > 90.0:
        return None
    return (lon + 180.0) % 360.0 - 180.0, lat
