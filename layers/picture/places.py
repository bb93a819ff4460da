"""Draws bases by kind and nation, and flashpoints.

Signs that would lie on one another become one with a count, and open as the scale grows. Which do depends on the scale
alone, never on where the window lies.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

import numpy as np

from layers.catalogue.model import Base, Flashpoint
from layers.picture.callouts import FAR_PX, NEAR_PX
from layers.picture.kit import Array, Draft, Stage, Wish, setting
from layers.picture.marks import Entry, Symbol
from layers.style.palette import BLOC_NAMES, bloc_of
from layers.style.symbols import BASE_KINDS, BASE_SIGNS

_SHORT = (
    (" Joint Air Base", " JAB"), (" Air Force Base", " AFB"), (" Air Base", " AB"), (" Naval Air Station", " NAS"),
    (" Naval Base", " NB"), (" Naval Station", " NS"), ("Naval Base ", "NB "), ("Naval Station ", "NS "),
)  # fmt: skip


def short(name: str) -> str:
    """A base's name as written on the map: the usual abbreviations, nothing in brackets."""
    text = name.split(" (", maxsplit=1)[0].split(",", maxsplit=1)[0]
    for long, brief in _SHORT:
        text = text.replace(long, brief)
    return text


def sign_size(mpp: float) -> float:
    """Size [px] of a responding base's sign: smaller on maps of the world."""
    return float(np.interp(math.log10(mpp), (2.4, 3.0, 3.7, 4.3), (19.0, 17.0, 13.0, 9.0)))


@dataclass(slots=True)
class Stand:
    """A base and what has become of it at this scale."""

    base: Base
    x: float
    y: float
    px: float
    py: float
    major: bool
    count: int = 1
    lead: str = ""
    """Id of the weightier base it is counted with; empty when it stands for itself."""


def _turned(stage: Stage, xy: Array) -> Array:
    """Pixels from the plane's origin: the same wherever the window lies."""
    a, b, c, d, _, _ = stage.view.matrix
    turned: Array = xy @ np.array([[a, b], [c, d]])
    return turned


def stands(stage: Stage, size: float) -> list[Stand]:
    """All bases in order of weight, those under a weightier one's sign counted with it."""
    sheet = stage.sheet
    bases = list(sheet.catalogue.bases.values())
    if not bases:
        return []
    xy, _ = stage.places([base.lon for base in bases], [base.lat for base in bases])
    page = _turned(stage, xy)
    weight = {"multi": 0, "air": 1, "naval": 1, "army": 2}
    rows = [
        Stand(
            base,
            float(xy[k, 0]),
            float(xy[k, 1]),
            float(page[k, 0]),
            float(page[k, 1]),
            base.id in sheet.responders or base.id in sheet.selected,
        )
        for k, base in enumerate(bases)
        if np.isfinite(page[k]).all()
    ]
    rows.sort(key=lambda row: (row.base.id not in sheet.selected, not row.major, weight[row.base.kind], row.base.id))
    # nothing chosen yet: every base is worth a sign once there is room for it
    if not any(row.major for row in rows):
        for row in rows:
            row.major = stage.view.mpp < 1200
    elif stage.view.mpp < 350:
        for row in rows:
            row.major = True
    leads: list[Stand] = []
    at = np.empty((len(rows), 2))
    for row in rows:
        near = size * (0.85 if row.major else 0.6)
        across, up = at[: len(leads)].T
        close = np.flatnonzero(np.hypot(across - row.px, up - row.py) < near)
        lead = leads[close[0]] if len(close) else None
        if lead is None:
            at[len(leads)] = row.px, row.py
            leads.append(row)
        else:
            row.lead = lead.base.id
            lead.count += row.major
    return rows


def draw_bases(stage: Stage, draft: Draft) -> None:
    """Bases, those of responders by kind, the others as dots."""
    row = setting(stage, "bases")
    if row is None:
        return
    style, sheet = stage.style, stage.sheet
    size = sign_size(stage.view.mpp)
    found = stands(stage, size)
    page = stage.to_page(np.array([(s.x, s.y) for s in found]).reshape(-1, 2))
    near = stage.nearby(page).tolist()
    signs: list[Symbol] = []
    order = {base: k for k, base in enumerate(sheet.catalogue.bases)}
    # whence a drawn route comes is told wherever there is room
    starts = {(float(spec.line.lon[0]), float(spec.line.lat[0])) for spec in sheet.routes if len(spec.line.lon)}
    whence = {stand.lead or stand.base.id for stand in found if (stand.base.lon, stand.base.lat) in starts}
    for stand, close in zip(found, near, strict=True):
        base = stand.base
        if stand.lead or not close:
            continue
        bloc = bloc_of(base)
        ink, edge = style.bloc(bloc).faded(row.opacity), style.panel.symbol_edge
        x, y = stand.x, stand.y
        if not stand.major:
            dot = 5.0 if stage.view.mpp > 1500 else 6.5
            signs.append(Symbol("bases", "base_minor", x, y, "plane", dot, ink, edge, ref=base.id))
            if stage.view.mpp < 700:
                words = ((short(base.name), style.letters.base_minor),)
                draft.wishes.append(Wish("bases", 60.0, words, x, y, dot / 2))
        else:
            own = size * (1.2 if base.id in sheet.selected else 1.0)
            if base.id in sheet.selected:
                signs.append(Symbol("bases", "dot", x, y, "plane", own + 7, style.thematic.focus, edge, ref=base.id))
            signs.append(Symbol("bases", BASE_SIGNS[base.kind], x, y, "plane", own, ink, edge, ref=base.id))
            text = short(base.name) + (f"  +{stand.count - 1}" if stand.count > 1 else "")
            rank = 14.0 if base.id in sheet.selected else 36.0 + order[base.id] * 1e-3
            words, told = ((text, style.letters.base),), base.id in whence
            draft.wishes.append(Wish("bases", rank, words, x, y, own / 2, must=told, leader=NEAR_PX if told else 0.0))
        sign, plain = signs[-1], style.letters.base.colour
        at, meaning = (50, BASE_KINDS[base.kind]) if stand.major else (52, "Other base")
        draft.explain(Entry(at, meaning, "symbol", plain, symbol=sign.name, outline=edge, group="Bases"), sign)
        nation = Entry(55, BLOC_NAMES[bloc], "symbol", style.bloc(bloc), symbol="dot", outline=edge, group="Bases")
        draft.explain(nation, sign)
    # the lightest first, so that the weightiest lie on top
    draft.symbols.extend(reversed(_pairs(signs)))


def _pairs(signs: list[Symbol]) -> list[Symbol]:
    """Signs with each halo dot after its sign, for a list that is painted backwards."""
    found: list[Symbol] = []
    for symbol in signs:
        if found and found[-1].name == "dot" and found[-1].ref == symbol.ref:
            found.insert(len(found) - 1, symbol)
        else:
            found.append(symbol)
    return found


def draw_flashpoints(stage: Stage, draft: Draft) -> None:
    """Flashpoints and the target, above all other signs."""
    row = setting(stage, "flashpoints")
    style, sheet = stage.style, stage.sheet
    points = list(sheet.catalogue.flashpoints.values()) if row is not None else []
    edge = style.panel.symbol_edge
    if points:
        xy, page = stage.places([point.lon for point in points], [point.lat for point in points])
        near = stage.nearby(page)
        scale = float(np.interp(math.log10(stage.view.mpp), (3.0, 4.3), (1.0, 0.75)))
        for k, point in enumerate(points):
            if not near[k]:
                continue
            target = point.id == sheet.target
            sign = _flashpoint(stage, draft, point, (float(xy[k, 0]), float(xy[k, 1])), target, scale, k)
            words = "Target of the response" if target else "Flashpoint"
            draft.explain(Entry(1 if target else 2, words, "symbol", sign.fill, symbol=sign.name, outline=edge), sign)
    if sheet.target_position is not None:
        xy, page = stage.places(*sheet.target_position)
        if stage.nearby(page)[0]:
            x, y = float(xy[0, 0]), float(xy[0, 1])
            ink = style.thematic.target
            sign = Symbol("flashpoints", "target", x, y, "plane", 24.0, ink, edge, ref="target")
            draft.symbols.append(sign)
            lines = (("Target", style.letters.target),)
            draft.wishes.append(Wish("flashpoints", 0.0, lines, x, y, 12.0, must=True))
            draft.explain(Entry(1, "Target of the response", "symbol", ink, symbol="target", outline=edge), sign)


def _flashpoint(
    stage: Stage, draft: Draft, point: Flashpoint, at: tuple[float, float], target: bool, scale: float, order: int
) -> Symbol:
    """Its sign, and the wish for its name."""
    style = stage.style
    x, y = at
    chosen = target or point.id in stage.sheet.selected
    size = 24.0 if target else 15.0 * scale * (1.25 if chosen else 1.0)
    ink = style.thematic.target if target else style.thematic.flashpoint
    sign = Symbol("flashpoints", "target" if target else "flashpoint", x, y, "plane", size, ink,
                  style.panel.symbol_edge, ref=point.id)  # fmt: skip
    draft.symbols.append(sign)
    if not chosen and stage.view.mpp > 9000:
        return sign
    letter = style.letters.target if target else style.letters.flashpoint
    name = title(point)
    lines = [(name, letter)]
    native = point.native.split(" / ", maxsplit=1)[0]
    if native and _plain(native) not in _plain(name) and (chosen or stage.view.mpp < 1500):
        lines.append((native, style.letters.native))
    rank = 0.0 if target else (5.0 if chosen else 16.0 + order * 1e-3)
    draft.wishes.append(Wish("flashpoints", rank, tuple(lines), x, y, size / 2, must=True, leader=FAR_PX))
    return sign


def title(point: Flashpoint) -> str:
    """A flashpoint's name on maps and in titles, with the rival name where it is contested: ``Senkaku / Diaoyu``."""
    name = point.name.split(" (", maxsplit=1)[0]
    rivals = point.theatre != "west" and len(set(point.claimed_by)) > 1
    # "Taibei" is Taipei spelt otherwise, and "Kerch" is part of "Kerch Strait": no second names
    other = next((alias for alias in point.aliases if alias.isascii() and alias[:3] != name[:3]), "")
    native = point.native.split(" / ", maxsplit=1)[0]
    if _plain(native) == _plain(name):
        return native  # the same letters with their accents
    if not rivals or not other or other in name or " / " in name:
        return name
    return f"{name.removesuffix(' Islands').removesuffix(' Island')} / {other.removesuffix(' Island')}"


def _plain(name: str) -> str:
    """A name without accents and case, to tell whether two are spelt alike."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).casefold()
