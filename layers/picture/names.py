"""Names of the base map: countries, seas along their curves, straits, towns by rank, islands with their marks.

What is named depends on the scale alone, never on where the window lies, so that a pan changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from layers.basemap import Basemap, Label
from layers.picture import countries, inland
from layers.picture.callouts import NEAR_PX
from layers.picture.curves import as_points, extended, smooth
from layers.picture.kit import Array, Draft, Held, Spot, Stage, Wish, setting, up_to
from layers.picture.marks import Symbol
from layers.projection import Projection
from layers.style.ink import Letter

# (metres per pixel at least, greatest rank of a town named)
TOWNS_UP_TO = (
    (14_000.0, -1), (9_000.0, 0), (5_500.0, 1), (3_500.0, 2), (2_200.0, 3), (1_600.0, 4), (1_100.0, 5), (700.0, 6),
    (400.0, 7), (200.0, 8), (100.0, 9), (0.0, 99),
)  # fmt: skip
GROWN = 1.45
"""How much larger than its letter a water's name may grow."""
LEAST_PX = 9.5
"""The smallest type of a water's name."""
TINT_HALO = 0.8
"""Strength of the halo round names of seas where tints lie on the water."""
METRES_PER_DEGREE = 111_195.0
ISLAND_MARK_PX = 7.0
"""An island whose outline is smaller than this is shown by a ring instead."""

NEVER_LOST = 2
"""Islands up to this rank keep their ring even where their name finds no place."""

# Metres per pixel between which a name of each kind and rank 0 is written; each rank shifts them by a factor.
_WATER_SPAN = {
    "ocean": (2_500.0, 60_000.0),
    "sea": (250.0, 24_000.0),
    "gulf": (150.0, 6_000.0),
    "strait": (60.0, 2_600.0),
    "region": (300.0, 5_000.0),
    "range": (300.0, 5_000.0),
    "peninsula": (200.0, 5_000.0),
}


class _Guide(NamedTuple):
    """Where the name of a water or a region stands."""

    xy: Array
    """Its points in the plane."""
    whole: bool
    """Whether the plane shows all of them."""
    curve: Array
    """The line its letters follow; empty where it stands level on one point."""
    length: float
    """Of the line through its points, in the plane."""


class _Points(NamedTuple):
    """A table's places in one plane."""

    owner: Basemap
    towns: Array
    countries: Array
    islands: Array
    island_sizes: Array
    """Longer side of each island's own outline [m]; 0 where there is none."""
    labels: tuple[_Guide, ...]


@lru_cache(maxsize=16)
def _points_of(projection: Projection, holder: Held) -> _Points:
    base = holder.base

    def plane(rows: Any, lon: str = "lon", lat: str = "lat") -> Array:
        if not rows:
            return np.empty((0, 2))
        x, y = projection.forward([getattr(row, lon) for row in rows], [getattr(row, lat) for row in rows])
        return np.column_stack((x, y))

    guides = []
    for row in base.labels:
        x, y = projection.forward(np.array(row.lon), np.array(row.lat))
        guides.append(_guide(np.column_stack((x, y))))
    return _Points(
        base,
        plane(base.towns),
        plane(base.country_table, "label_lon", "label_lat"),
        plane(base.islands),
        _island_sizes(base),
        tuple(guides),
    )


def _guide(xy: Array) -> _Guide:
    whole = bool(np.isfinite(xy).all())
    if not whole or len(xy) == 1:
        return _Guide(xy, whole, np.empty((0, 2)), 0.0)
    return _Guide(xy, whole, extended(smooth(xy)), float(np.hypot(*np.diff(xy, axis=0).T).sum()))


def _island_sizes(base: Basemap) -> Array:
    """Longer side [m] of the smallest land outline whose box holds each island's point."""
    if not base.islands:
        return np.empty(0)
    lon, lat, start = base.land.lon, base.land.lat, base.land.start[:-1]
    west, east = np.minimum.reduceat(lon, start), np.maximum.reduceat(lon, start)
    south, north = np.minimum.reduceat(lat, start), np.maximum.reduceat(lat, start)
    size = np.maximum((east - west) * np.cos(np.radians((south + north) / 2)), north - south) * METRES_PER_DEGREE
    found = []
    for row in base.islands:
        slack = 0.004 if row.kind == "island" else 0.0  # the point may stand beside a small outline
        holds = (west - slack <= row.lon) & (row.lon <= east + slack)
        holds &= (south - slack <= row.lat) & (row.lat <= north + slack)
        found.append(float(size[holds].min()) if row.outlined and holds.any() else 0.0)
    return np.array(found)


def points(base: Basemap, projection: Projection) -> _Points:
    """Where everything that has a name lies in the plane, worked out once per projection."""
    return _points_of(projection, Held(base))


def draw(stage: Stage, draft: Draft) -> None:
    """Wishes for every name the scale allows."""
    if setting(stage, "labels") is None:
        return
    table = points(stage.sheet.basemap, stage.projection)
    told = frozenset(name.casefold() for name in (*_flashpoint_names(stage), *_zone_names(stage)))
    countries.write(stage, draft, table.countries, told)
    _waters(stage, draft, table, told)
    inland.write(stage, draft, told)
    _islands(stage, draft, table)
    _towns(stage, draft, table)


def _waters(stage: Stage, draft: Draft, table: _Points, told: frozenset[str]) -> None:
    mpp = stage.view.mpp
    letters = stage.style.letters
    middles = np.array([guide.xy[len(guide.xy) // 2] for guide in table.labels]).reshape(-1, 2)
    nearby = stage.nearby(stage.to_page(middles)).tolist()
    for row, guide, near in zip(stage.sheet.basemap.labels, table.labels, nearby, strict=True):
        least, most = _WATER_SPAN.get(row.kind, (200.0, 4_000.0))
        shrink = 0.62**row.rank
        if not near or not guide.whole or not least * shrink * 0.4 <= mpp <= most * shrink:
            continue
        if row.name.casefold() in told:
            continue
        letter = {"ocean": letters.ocean, "sea": letters.sea, "gulf": letters.sea, "strait": letters.strait}.get(
            row.kind, letters.region
        )
        size = _size(row, letter, guide, mpp)
        letter = replace(letter, font=replace(letter.font, size=size))
        if stage.tinted and letter.halo is None:
            letter = replace(letter, halo=stage.ground.sea.faded(TINT_HALO), halo_width=2.4)
        draft.wishes.append(_written(row, guide, letter, 24.0 + row.rank * 2 + (row.kind in {"strait", "gulf"}) * 6))


def _size(row: Label, letter: Letter, guide: _Guide, mpp: float) -> float:
    """The larger a water is on the page, the larger its name; in half pixels."""
    least = max(letter.font.size * max(1.0 - 0.06 * row.rank, 0.72), LEAST_PX)
    if not len(guide.curve):
        return round(least * 2) / 2
    filling = 0.75 * guide.length / mpp / (0.78 * len(row.text))
    return round(min(max(filling, least), GROWN * letter.font.size) * 2) / 2


def _written(row: Label, guide: _Guide, letter: Letter, rank: float) -> Wish:
    words = ((row.text, letter),)
    if not len(guide.curve):
        x, y = guide.xy[0].tolist()
        return Wish("labels", rank, words, x, y, spots=(Spot(x, y),), pad=3.0)
    x, y = guide.curve[len(guide.curve) // 2].tolist()
    return Wish("labels", rank, words, x, y, curve=as_points(guide.curve), pad=1.0)


def _islands(stage: Stage, draft: Draft, table: _Points) -> None:
    letters, ground = stage.style.letters, stage.ground
    page = stage.to_page(table.islands)
    mpp = stage.view.mpp
    own = {place.casefold() for place in _flashpoint_names(stage)}
    for k in np.flatnonzero(stage.nearby(page)).tolist():
        row = stage.sheet.basemap.islands[k]
        if mpp > 6_000.0 * 0.75**row.rank or row.name.casefold() in own or row.id in own:
            continue
        x, y = table.islands[k]
        drawn_px = table.island_sizes[k] / mpp
        sign = None
        if drawn_px < 2 * ISLAND_MARK_PX:
            sign = Symbol("labels", "islet", x, y, "plane", ISLAND_MARK_PX, ground.coast.colour, ground.land)
        words = ((row.name, letters.island),)
        rivals = bool(row.claimed_by) and not (row.country == "TWN" and row.claimed_by == ("CHN",))
        if rivals and row.aliases and " / " not in row.name and mpp < 900:
            words = ((f"{row.name} / {row.aliases[0]}", letters.island),)
        reach = ISLAND_MARK_PX / 2
        if sign is None:  # an outline that can be seen needs no ring: the name stands on it or beside it
            spots = tuple(Spot(x, y, 0.0, dx, dy) for dx, dy in ((0, 0), (0, -9), (0, 9), (0, -18), (0, 18)))
            beside = min(drawn_px / 2, 40.0)
            if drawn_px < 70:
                draft.wishes.append(Wish("labels", 34.0 + row.rank, words, x, y, beside))
            else:
                draft.wishes.append(Wish("labels", 34.0 + row.rank, words, x, y, spots=spots))
        elif row.rank <= NEVER_LOST:
            draft.symbols.insert(0, sign)  # below all other signs
            draft.wishes.append(Wish("labels", 34.0 + row.rank, words, x, y, reach, leader=NEAR_PX))
        else:
            draft.wishes.append(Wish("labels", 34.0 + row.rank, words, x, y, reach, sign=sign, alone=True))


def _flashpoint_names(stage: Stage) -> set[str]:
    if setting(stage, "flashpoints") is None:
        return set()
    found: set[str] = set()
    for point in stage.sheet.catalogue.flashpoints.values():
        found.update((point.id, point.name, *point.aliases, *point.native.split(" / ")))
    return found


def _zone_names(stage: Stage) -> set[str]:
    if setting(stage, "zones") is None:
        return set()
    known = stage.sheet.catalogue.zones
    return {known[zone.id].name for zone in stage.sheet.zones if zone.id in known}


def _towns(stage: Stage, draft: Draft, table: _Points) -> None:
    mpp = stage.view.mpp
    most = up_to(TOWNS_UP_TO, mpp)
    if most < 0 or not len(table.towns):
        return
    letters, ground = stage.style.letters, stage.ground
    ink = letters.town.colour
    near = stage.nearby(stage.to_page(table.towns))
    for k in np.flatnonzero(near).tolist():
        row = stage.sheet.basemap.towns[k]
        rank = row.rank - (2 if row.capital else 0)
        if rank > most:
            continue
        weight = most - rank
        if row.capital:
            name, letter, size = "capital", letters.capital, 7.0
        elif weight >= 3:
            name, letter, size = "city", letters.city, 6.5
        elif weight >= 1:
            name, letter, size = "town", letters.town, 5.0
        else:
            name, letter, size = "village", letters.town, 4.0
        x, y = table.towns[k]
        sign = Symbol("labels", name, x, y, "plane", size, ink, ground.land)
        order = 40.0 + max(rank, 0) * 2 - min(row.population, 30_000_000) / 30_000_000
        draft.wishes.append(Wish("labels", order, ((row.name, letter),), x, y, size / 2, sign=sign))
