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
GLOBE_M = 6_378_137.0
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


def moved(view: View, dx: float, dy: float) -> View:
    """The view after the hand moved the map by so many pixels: a globe is turned, by what lies in the middle."""
    middle = view.width / 2, view.height / 2
    place = place_at(view, *middle) if view.projection.kind == "ortho" else None
    if place is None:
        return view.panned(dx, dy)
    return globe_turned(view, place, middle[0] + dx, middle[1] + dy)


def globe_turned(view: View, place: tuple[float, float], px: float, py: float) -> View:
    """The globe turned so that a place (lon, lat) comes to lie under a pixel, north staying where it is.

    Solved on a sphere, then once more for what the ellipsoid leaves. Where no turn brings it there - the pixel is off
    the globe, or so far up that a pole would have to tip over - it comes as near as it can.
    """
    x, y = view.to_plane(px, py)
    aim_x, aim_y = x, y
    turned = view
    for _ in range(3):
        turned = replace(view, projection=_globe_with(view.projection, place, aim_x, aim_y))
        is_x, is_y = turned.projection.forward(*place)
        if not math.isfinite(is_x):
            break
        aim_x, aim_y = aim_x + x - is_x, aim_y + y - is_y
    return turned


def _globe_with(now: Projection, place: tuple[float, float], x: float, y: float) -> Projection:
    """The orthographic map, near the one of now, whose plane has the place at `x`, `y` [m], on a sphere."""
    lam, phi = math.radians(place[0]), math.radians(place[1])
    sin, cos = math.sin(phi), math.cos(phi)
    reach = min(1.0, 0.999 / max(math.hypot(x, y) / GLOBE_M, 1e-9))
    u, v = x * reach / GLOBE_M, y * reach / GLOBE_M
    aside = math.asin(min(max(u / max(cos, 1e-9), -1.0), 1.0))
    found: list[tuple[float, float]] = []
    for angle in (aside, math.pi - aside):
        along, tilt = math.hypot(sin, cos * math.cos(angle)), math.atan2(cos * math.cos(angle), sin)
        spread = math.acos(min(max(v / max(along, 1e-9), -1.0), 1.0))
        found.append((lam - angle, spread - tilt))  # the other solution lies on the far side
    lon0, lat0 = math.radians(now.lon0), math.radians(now.lat0)

    def away(centre: tuple[float, float]) -> float:
        turn = (centre[0] - lon0 + math.pi) % (2 * math.pi) - math.pi
        tip = (centre[1] - lat0 + math.pi) % (2 * math.pi) - math.pi
        return abs(turn) * math.cos(lat0) + abs(tip)

    lon, lat = min(found, key=away)
    lat = (lat + math.pi) % (2 * math.pi) - math.pi
    return Projection("ortho", math.degrees(lon), min(max(math.degrees(lat), -90.0), 90.0))


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
