"""Draws units in a row above their base, as house signs or as the frames of MIL-STD-2525 and APP-6.

A base whose sign has gone under a weightier one's lends its units to that one; the row opens as the scale grows.
"""

from __future__ import annotations

import numpy as np

from layers.catalogue.model import Platform, Unit
from layers.catalogue.values import Domain
from layers.picture.kit import Box, Draft, Stage, Wish, setting, up_to
from layers.picture.marks import Entry, Symbol
from layers.picture.places import Stand, sign_size, stands
from layers.style.palette import bloc_of_country
from layers.wording import say

SIGNS: dict[Domain, str] = {"air": "unit_air", "sea": "unit_sea", "land": "unit_land", "missile": "unit_missile"}
WORDS: dict[Domain, str] = {"air": "Air unit", "sea": "Ships", "land": "Ground unit", "missile": "Missile unit"}
MOST = ((6_000.0, 1), (2_500.0, 2), (900.0, 3), (0.0, 8))
"""(metres per pixel at least, most unit signs at a base)."""
FRAME_PX, SIGN_PX = 24.0, 18.0

# A word of the platform's role, and the frame that shows it; the first that fits.
_FRAMES: tuple[tuple[Domain, str, str], ...] = (
    ("air", "bomber", "bomber"),
    ("air", "tanker", "tanker"),
    ("air", "early warning", "airborne-early-warning"),
    ("air", "maritime patrol", "maritime-patrol"),
    ("air", "airlift", "airlift"),
    ("air", "assault", "helicopter"),
    ("air", "unmanned", "unmanned-aircraft"),
    ("air", "", "fighter-squadron"),
    ("sea", "carrier", "carrier"),
    ("sea", "amphibious", "amphibious"),
    ("sea", "submarine", "submarine"),
    ("sea", "sealift", "ro-ro"),
    ("sea", "patrol", "coast-guard"),
    ("sea", "", "destroyer"),
    ("missile", "sea denial", "surface-to-surface-missile"),
    ("missile", "", "surface-to-air-missile"),
)
_GROUND = {"airborne": "airborne", "amphibious": "marines", "heavy_ground": "armour", "light_ground": "infantry"}


def frame(unit: Unit, platform: Platform) -> str:
    """The bundled frame for a unit: by what it brings ashore, else by its platform's role."""
    if platform.domain == "land" or (unit.lift and unit.effect in _GROUND):
        return f"military/{_GROUND.get(unit.effect, 'mechanised-infantry')}"
    return next(
        f"military/{name}" for domain, part, name in _FRAMES if domain == platform.domain and part in platform.role
    )


def draw(stage: Stage, draft: Draft) -> None:
    """The units of every base that has a sign, as many as the scale has room for."""
    row = setting(stage, "units")
    if row is None:
        return
    sheet, style = stage.sheet, stage.style
    framed = sheet.unit_signs == "frames"
    most = up_to(MOST, stage.view.mpp)
    width = FRAME_PX if framed else SIGN_PX
    half = sign_size(stage.view.mpp) / 2
    all_stands, gathered = _gathered(stage)
    taken = [
        Box(one.px - half, one.py - half, one.px + half, one.py + half)
        for one in all_stands
        if one.major and not one.lead
    ]
    for stand, units in gathered:
        shown = units[:most]
        box = _row(stand, len(shown), width, half, taken)
        if box is None:
            continue
        taken.append(box)
        for number, unit in enumerate(shown):
            platform = sheet.catalogue.platforms[unit.platform]
            ink = style.bloc(bloc_of_country(unit.nation.split(";")[0])).faded(row.opacity)
            name = frame(unit, platform) if framed else SIGNS[platform.domain]
            dx = box.x0 - stand.px + (number + 0.5) * (width + 1.0)
            dy = (box.y0 + box.y1) / 2 - stand.py
            sign = Symbol("units", name, stand.x, stand.y, "plane", width, ink, style.panel.symbol_edge, dx=dx, dy=dy,
                          ref=unit.id)  # fmt: skip
            draft.symbols.append(sign)
            sample = _sample(platform.domain) if framed else SIGNS[platform.domain]
            draft.explain(
                Entry(58, WORDS[platform.domain], "symbol", style.letters.base.colour, symbol=sample,
                      outline=style.panel.symbol_edge, group="Units"),
                sign,
            )  # fmt: skip
        if len(units) > len(shown):
            words = ((say("+{count} units", count=len(units) - len(shown)), style.letters.base_minor),)
            draft.wishes.append(Wish("units", 45.0, words, stand.x, stand.y, half + 2.0))


def _row(stand: Stand, count: int, width: float, half: float, taken: list[Box]) -> Box | None:
    """Where a row of signs stands free of others, in pixels from the plane's origin: above, below, beside."""
    long, high = count * (width + 1.0), width * 0.8
    x, y = stand.px, stand.py
    for left, top in (
        (x - long / 2, y - half - high - 2.0),
        (x - long / 2, y + half + 2.0),
        (x + half + 3.0, y - high / 2),
        (x - half - 3.0 - long, y - high / 2),
        (x - half, y - half - high - 2.0),
        (x + half - long, y - half - high - 2.0),
        (x - half, y + half + 2.0),
        (x + half - long, y + half + 2.0),
    ):
        box = Box(left, top, left + long, top + high)
        if not any(box.meets(other) for other in taken):
            return box
    return None


def _sample(domain: Domain) -> str:
    """The frame that stands for a domain in the legend."""
    return {
        "air": "military/fighter-squadron", "sea": "military/destroyer", "land": "military/infantry",
        "missile": "military/surface-to-air-missile",
    }[domain]  # fmt: skip


def _gathered(stage: Stage) -> tuple[list[Stand], list[tuple[Stand, list[Unit]]]]:
    """All stands, and those in or near the frame with the units of all bases each stands for."""
    sheet = stage.sheet
    every = stands(stage, sign_size(stage.view.mpp))
    found = {stand.base.id: stand for stand in every}
    units: dict[str, list[Unit]] = {}
    for unit in sheet.catalogue.units.values():
        stand = found.get(unit.base)
        if stand is not None and unit.platform in sheet.catalogue.platforms:
            units.setdefault(stand.lead or stand.base.id, []).append(unit)
    rows = [(found[base], own) for base, own in units.items()]
    near = stage.nearby(stage.to_page(np.array([(stand.x, stand.y) for stand, _ in rows]).reshape(-1, 2)))
    return every, [one for one, close in zip(rows, near, strict=True) if close]
