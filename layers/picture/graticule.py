"""Draws the net of meridians and parallels, with its degrees written where the lines meet the frame."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from layers.picture.kit import Array, Box, Draft, Stage, faded, kept, setting
from layers.picture.marks import Geometry, Stroke, Symbol, Text
from layers.projection import graticule, step_for
from layers.style.typeset import measure

ALONG_PX = 40.0
"""How far inside the frame a sign may meet a number on it."""


def draw(stage: Stage, draft: Draft) -> None:
    """The net's lines."""
    row = setting(stage, "graticule")
    if row is not None:
        step = step_for(stage.view.mpp)
        area = _area(stage, step)
        if area is None:
            return
        geometry = _lines(stage, step, area)
        draft.base.append(Stroke("graticule", geometry, faded(stage.ground.graticule, row.opacity)))


def write(stage: Stage, draft: Draft) -> None:
    """The degrees along the frame, clear of the furniture and of signs: to be called after them."""
    if setting(stage, "graticule") is not None:
        draft.furniture.extend(_labels(stage, step_for(stage.view.mpp), draft))


def _signs(stage: Stage, symbols: list[Symbol]) -> list[Box]:
    """The boxes of the signs that stand along the frame."""
    here = [one for one in symbols if one.space == "plane"]
    where = np.array([(one.x, one.y) for one in here]).reshape(-1, 2)
    a, b, c, d, e, f = stage.view.matrix
    px, py = a * where[:, 0] + c * where[:, 1] + e, b * where[:, 0] + d * where[:, 1] + f
    x0, y0, x1, y1 = stage.frame
    aside = np.minimum(np.minimum(px - x0, x1 - px), np.minimum(py - y0, y1 - py))
    along = np.flatnonzero((aside > 0) & (aside < ALONG_PX))
    found = []
    for k in along:
        one = here[k]
        half, x, y = one.size / 2, float(px[k]) + one.dx, float(py[k]) + one.dy
        found.append(Box(x - half, y - half, x + half, y + half))
    return found


def _area(stage: Stage, step: float) -> tuple[float, float, float, float] | None:
    """West, south, east, north [deg] to draw: everywhere at small scales, else whole blocks of 16 steps round the view.

    Whole blocks, so that a pan changes the key of the net seldom. None where the frame sees nothing of the map.
    """
    if step >= 2.0:
        return -180.0, -90.0, 180.0, 90.0
    lon, lat = _sampled(stage)
    if not len(lon):
        return None
    middle = float(lon[len(lon) // 2])
    offset = (lon - middle + 180.0) % 360.0 - 180.0
    block = 16 * step
    west, east = middle + float(offset.min()), middle + float(offset.max())
    if east - west > 180.0:
        west, east = -180.0, 180.0
    return (
        math.floor(west / block - 0.25) * block,
        max(math.floor(float(lat.min()) / block - 0.25) * block, -90.0),
        math.ceil(east / block + 0.25) * block,
        min(math.ceil(float(lat.max()) / block + 0.25) * block, 90.0),
    )


def _sampled(stage: Stage) -> tuple[Array, Array]:
    """Places [deg] all over the frame, those off the map left out."""
    x0, y0, x1, y1 = stage.frame
    across, down = np.meshgrid(np.linspace(x0, x1, 13), np.linspace(y0, y1, 9))
    lon, lat = stage.view.places_at(across.ravel(), down.ravel())
    good = np.isfinite(lon) & np.isfinite(lat)
    return lon[good], lat[good]


def _lines(stage: Stage, step: float, area: tuple[float, float, float, float]) -> Geometry:
    def make() -> tuple[Any, Any, None]:
        west, south, east, north = area
        net = graticule(step, west, south, east, north)
        xy, start = stage.projection.lines(net.lon, net.lat, net.start, stage.tolerance_m, "parallel")
        return xy, start, None

    return kept(("graticule", stage.projection, step, area, stage.tolerance_m), make)


def written(value_deg: float, meridian: bool, step: float) -> str:
    """A meridian or parallel as printed: ``120°E``, ``20°30′N``, ``59°22′10″N``."""
    value = abs((value_deg + 180.0) % 360.0 - 180.0) if meridian else abs(value_deg)
    seconds = round(value * 3600)
    degrees, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{degrees}°"
    if step < 1.0:
        text += f"{minutes:02d}′"
    if step < 1 / 60 - 1e-9:
        text += f"{seconds:02d}″"
    if meridian:
        east = (value_deg + 180.0) % 360.0 - 180.0
        side = "" if degrees in {0, 180} and not rest else ("E" if east > 0 else "W")
    else:
        side = "" if value_deg == 0 else ("N" if value_deg > 0 else "S")
    return text + side


def _labels(stage: Stage, step: float, draft: Draft) -> list[Text]:
    """Degrees where the lines cross the frame: meridians above and below, parallels left and right.

    Found along the frame itself: between two samples the longitude or latitude passes a multiple of the step.
    """
    letter = stage.style.letters.graticule
    others = (*draft.taken, *_signs(stage, draft.symbols))
    texts: list[Text] = []
    mine: list[Box] = []
    inset = 5.0
    x0, y0, x1, y1 = stage.frame
    for meridian, ((ax, ay), (bx, by)) in (
        (True, ((x0, y0 + inset), (x1, y0 + inset))),
        (True, ((x0, y1 - inset), (x1, y1 - inset))),
        (False, ((x0 + inset, y0), (x0 + inset, y1))),
        (False, ((x1 - inset, y0), (x1 - inset, y1))),
    ):
        for share, value in _crossings(stage, meridian, step, (ax, ay), (bx, by)):
            text = written(value, meridian, step)
            size = measure(text, letter.font)
            px, py = ax + share * (bx - ax), ay + share * (by - ay)
            if meridian:
                left, baseline = px - size.width / 2, (py + size.ascent if ay < (y0 + y1) / 2 else py)
            else:
                left, baseline = (px if ax < (x0 + x1) / 2 else px - size.width), py + size.ascent / 2
            box = Box(left, baseline - size.ascent, left + size.width, baseline + size.descent).grown(3.0)
            inside = stage.frame.holds(box.grown(-1.0))
            if not inside or any(box.meets(other) for other in (*others, *mine)):
                continue
            mine.append(box)
            texts.append(
                Text("graticule", text, left, baseline, "page", letter.font, letter.colour, halo=letter.halo,
                     halo_width=letter.halo_width)
            )  # fmt: skip
    draft.taken.extend(mine)
    return texts


def _crossings(
    stage: Stage, meridian: bool, step: float, a: tuple[float, float], b: tuple[float, float]
) -> list[tuple[float, float]]:
    """(share of the way from `a` to `b`, value [deg]) where the frame's side crosses a line of the net."""
    count = 240
    share = np.linspace(0.0, 1.0, count + 1)
    lon, lat = stage.view.places_at(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
    value = lon if meridian else lat
    found = []
    for k in range(count):
        low, high = float(value[k]), float(value[k + 1])
        if not (math.isfinite(low) and math.isfinite(high)):
            continue
        if meridian:
            high = low + (high - low + 180.0) % 360.0 - 180.0
            if abs(high - low) > 30.0:
                continue
        if low == high:
            continue
        first, last = sorted((low, high))
        number = math.ceil(first / step)
        if number * step > last or (number * step == last and last == high):
            continue
        at = number * step
        if meridian and abs(lat[k]) > 89.0:
            continue
        found.append((float(share[k]) + (at - low) / (high - low) / count, at))
    return found
