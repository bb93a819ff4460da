"""The hours running: a GIF in which the reach grows and the units move, frame by frame."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from layers.errors import RimlandError
from layers.io.files import save_bytes
from layers.picture.marks import Picture, Symbol
from layers.response.runs import Run, place_at, run
from layers.units import SECONDS_PER_HOUR, format_duration
from layers.wording import say
from mapapp.export import briefing, page
from mapapp.export.briefing import Briefing, Order

FRAMES = 24
FRAME_MS, LAST_MS = 260, 2500
FIRST_H = 0.5
MOST_DPI = 144
"""A film of more pixels is too large to send."""


def write(pages: Sequence[Briefing], order: Order, path: Path, tell: Any) -> list[Path]:
    """Write the run of one briefing's hours.

    Raises
    ------
    RimlandError
        Several places, or one without an answer.
    """
    from PIL import Image

    if len(pages) != 1 or pages[0].response is None:
        raise RimlandError("a GIF shows the hours of one place", place=path.name, remedy="name one place")
    images = []
    hours = moments(pages[0])
    for number, hour in enumerate(hours):
        tell(number / len(hours), f"{path.name}: hour {hour:.3g}")
        made = page.image(frame(pages[0], order, hour), min(order.dpi, MOST_DPI) / 96)
        made = made.convertToFormat(QImage.Format.Format_RGB888)
        data = bytes(made.constBits())
        images.append(
            Image.frombuffer("RGB", (made.width(), made.height()), data, "raw", "RGB", made.bytesPerLine(), 1)
        )
    palette = images[-1].quantize(255)
    drawn = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
    out = io.BytesIO()
    durations = [FRAME_MS] * (len(drawn) - 1) + [LAST_MS]
    drawn[0].save(out, "GIF", save_all=True, append_images=drawn[1:], duration=durations, loop=0, optimize=False)
    save_bytes(path, out.getvalue())
    return [path]


def moments(one: Briefing) -> list[float]:
    """The hours of the frames: closer together early, when every one counts; the last when all have come."""
    rows = one.response.arrivals if one.response is not None else ()
    last = max([row.total.likely for row in rows if row.total is not None] + [24.0])
    return [float(hour) for hour in np.geomspace(FIRST_H, last * 1.02, FRAMES)]


def frame(one: Briefing, order: Order, hour: float) -> Picture:
    """The page at an hour: what is reached by then, and where the units are."""
    response = one.response
    assert response is not None
    sheet = replace(one.sheet, bands=tuple(band for band in one.sheet.bands if band.from_h < hour))
    there = sum(row.total is not None and row.total.likely <= hour for row in response.arrivals)
    told = say(
        "H + {hours}: {there} of {count} units on station",
        hours=format_duration(hour * SECONDS_PER_HOUR), there=there, count=len(response.arrivals),
    )  # fmt: skip
    if supposed := briefing.assumed(one):
        told = f"{supposed}  ·  {told}"
    clock = response.clock
    if clock is not None and clock.applies:
        out = hour >= clock.hours.likely
        told += say("; the seizure clock has run out" if out else "; the seizure clock is running")
    picture = briefing.picture(replace(one, sheet=sheet), replace(order, subtitle=told))
    moving = [run(row) for row in response.arrivals]
    return replace(picture, over=(*picture.over, *_dots(one, picture, [m for m in moving if m], hour)))


def _dots(one: Briefing, picture: Picture, moving: Sequence[Run], hour: float) -> list[Symbol]:
    """The units under way and the ones that are there, as far as the map shows them."""
    x0, y0, x1, y1 = picture.frame or (0.0, 0.0, float(picture.view.width), float(picture.view.height))
    thematic, edge = one.sheet.style.thematic, one.sheet.style.panel.symbol_edge
    found = []
    for each in moving:
        if hour <= each.leaves_h:
            continue
        x, y = picture.view.projection.forward(*place_at(each, hour))
        px, py = picture.view.to_page(float(x), float(y))
        if x0 + 6 < px < x1 - 6 and y0 + 6 < py < y1 - 6:
            ink = thematic.late if each.status == "late" else thematic.air.colour
            found.append(Symbol("units", "base_minor", px, py, "page", 10.0, ink, edge, ref=each.unit))
    return found
