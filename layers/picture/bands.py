"""Draws reaction-time bands: an even ramp from soon to late, hours on the lines between, hatching where none comes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from layers.picture.kit import Array, Draft, Stage, Wish, faded, fingerprint, kept, setting
from layers.picture.lettered import spots_on
from layers.picture.marks import Entry, Geometry, Shape, Stroke
from layers.picture.rings import hatched
from layers.picture.sheet import Band
from layers.routes.model import Line
from layers.style.palette import ramp
from layers.wording import number, say

HATCH_PX = 7.0


def hours(value: float) -> str:
    """``"6 h"``, ``"1.5 h"``, ``"3 d"``: days from 96 h on, when they are whole."""
    if value >= 96 and value % 24 == 0:
        return f"{number(f'{value / 24:g}')} {say('d')}"
    return f"{number(f'{value:g}')} {say('h')}"


def span(band: Band) -> str:
    """A band in words."""
    if math.isinf(band.from_h):
        return say("Out of reach")
    if math.isinf(band.to_h):
        return say("Later than {hours}, or never", hours=hours(band.from_h))
    return f"{number(f'{band.from_h:g}')}–{hours(band.to_h)}"


def _joined(lines: tuple[Line, ...]) -> tuple[Array, Array, npt.NDArray[np.int32]]:
    start = np.concatenate(([0], np.cumsum([len(line.lon) for line in lines]))).astype(np.int32)
    if not lines:
        return np.empty(0), np.empty(0), start
    return np.concatenate([line.lon for line in lines]), np.concatenate([line.lat for line in lines]), start


def _print(band: Band) -> str:
    return fingerprint(band, [array for line in band.rings for array in (line.lon, line.lat)])


def area(stage: Stage, band: Band) -> Geometry:
    """The band in the plane."""

    def make() -> tuple[Any, Any, Any]:
        lon, lat, start = _joined(band.rings)
        feature = np.zeros(len(band.rings), dtype=np.int32)
        return stage.projection.rings(lon, lat, start, feature, stage.tolerance_m * 2)

    return kept(("band", _print(band), stage.projection, stage.tolerance_m), make)


def _corners(lon: Array, lat: Array) -> npt.NDArray[np.complex128]:
    return np.round(lon, 7) + 1j * np.round(lat, 7)


def contour(stage: Stage, band: Band, before: Band | None) -> Geometry:
    """The line where a band ends: its edge without what it shares with the band before and with the seam."""

    def make() -> tuple[Any, Any, None]:
        inner = _corners(*_joined(before.rings)[:2]) if before is not None else np.empty(0, dtype=complex)
        pieces: list[tuple[Array, Array]] = []
        for ring in band.rings:
            lon, lat = np.append(ring.lon, ring.lon[:1]), np.append(ring.lat, ring.lat[:1])
            shared = np.isin(_corners(lon, lat), inner)
            cut = shared | (np.abs(lon) >= 180.0) | (np.abs(lat) >= 90.0)
            good = ~(cut[:-1] & cut[1:])
            edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
            pieces.extend((lon[a : b + 1], lat[a : b + 1]) for a, b in zip(edges[::2], edges[1::2], strict=True))
        lon, lat, start = _joined(tuple(Line(*piece) for piece in pieces))
        xy, start = stage.projection.lines(lon, lat, start, stage.tolerance_m, "parallel")
        return xy, start, None

    key = ("contour", _print(band), _print(before) if before else "", stage.projection, stage.tolerance_m)
    return kept(key, make)


def draw_areas(stage: Stage, draft: Draft) -> None:
    """The tints, and the hatching where nobody comes."""
    row = setting(stage, "bands")
    bands = stage.sheet.bands
    if row is None or not bands:
        return
    thematic = stage.style.thematic
    finite = [band for band in bands if not math.isinf(band.to_h)]
    inks = ramp(thematic.hours, len(finite))
    title = stage.sheet.bands_title or "Hours until the first arrival"
    for band in bands:
        shape = area(stage, band)
        if not len(shape.xy):
            continue
        if math.isinf(band.to_h):
            pen = faded(thematic.hatch, row.opacity)
            draft.base.append(Stroke("bands", hatched(stage, shape, HATCH_PX, 45.0), pen))
            if stage.covers(shape):
                draft.explain(Entry(11, span(band), "hatch", None, thematic.hatch, group=title))
            continue
        ink = inks[finite.index(band)].faded(row.opacity)
        draft.base.append(Shape("bands", shape, (ink,), antialias=False))
        if stage.covers(shape):
            shown = ink.over(stage.ground.sea)  # as it looks on the map
            draft.explain(Entry(10, span(band), "ramp", shown, group=title))


def draw_lines(stage: Stage, draft: Draft) -> None:
    """The lines between the bands, with their hours."""
    row = setting(stage, "bands")
    if row is None:
        return
    finite = [band for band in stage.sheet.bands if not math.isinf(band.to_h)]
    pen = faded(stage.style.thematic.hour_line, row.opacity)
    for k, band in enumerate(finite):
        line = contour(stage, band, finite[k - 1] if k else None)
        draft.base.append(Stroke("bands", line, pen))
        spots = spots_on(stage, line)
        if spots:
            words = ((hours(band.to_h), stage.style.letters.band),)
            draft.wishes.append(Wish("bands", 12.0, words, spots[0].x, spots[0].y, spots=spots, pad=1.0, must=True))
