"""How a view changes: pure functions from view to view that know a projection's centre and how large the world is."""

from __future__ import annotations

import math
from dataclasses import replace

from layers.projection import Kind, Projection
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


def kept_on_map(view: View, before: View) -> View:
    """The view, unless its middle has left the world: then it stays where `before` was, so that nobody gets lost."""
    if place_at(view, view.width / 2, view.height / 2) is not None or before.projection != view.projection:
        return view
    if place_at(before, before.width / 2, before.height / 2) is None:
        return view
    return replace(view, x=before.x, y=before.y)


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


def projection(kind: Kind, about: tuple[float, float]) -> Projection:
    """The projection of that kind for a map about a place (lon, lat)."""
    lon, lat = about
    if kind in {"merc", "eqc"}:
        # true to scale at the middle of a map of the whole rim
        return Projection(kind, lon, 0.0)
    if kind == "lcc" and abs(lat) < 10.0:
        lat = 10.0
    return Projection(kind, lon, lat)


def whole(view: View) -> View:
    """The whole map of the view's projection."""
    x0, y0, x1, y1 = view.projection.extent
    mpp = 1.04 * max((x1 - x0) / view.width, (y1 - y0) / view.height)
    return View(view.projection, (x0 + x1) / 2, (y0 + y1) / 2, mpp, view.width, view.height)
