"""Draws the base map: sea, depths, land, lakes, rivers, borders, each at the detail the scale can show."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from layers.basemap import BORDER_KINDS, LADDER_M, Lines, Rings, rung
from layers.picture.closeup import closeup
from layers.picture.kit import Draft, Stage, faded, fingerprint, kept, setting
from layers.picture.marks import Entry, Geometry, Shape, Stroke
from layers.projection import Projection

RIVERS_UP_TO = ((15_000.0, 0), (8_000.0, 2), (4_000.0, 3), (2_000.0, 5), (1_000.0, 6), (500.0, 7), (0.0, 99))
"""(metres per pixel at least, greatest rank of a river drawn)."""

VEIL = 0.58
"""How much of the land's own colour lies over the tints: the sea carries them full, the land pale."""

# How far a long straight edge may lie from its curve [m], per rung of the ladder: below a pixel where the rung is used.
_EDGE_M = {
    0.0: 30.0, 150.0: 100.0, 300.0: 200.0, 600.0: 400.0, 1200.0: 800.0, 2500.0: 1500.0, 5000.0: 3000.0, 10000.0: 5000.0
}  # fmt: skip


def level(stage: Stage) -> float:
    """The rung of the base map's ladder for this scale: detail of half a pixel."""
    return rung(stage.view.mpp * 0.5)


def _arrays(work: Rings | Lines) -> tuple[npt.NDArray[Any], ...]:
    return work.lon, work.lat, work.start


def rings_in(projection: Projection, what: str, work: Rings, step: float) -> Geometry:
    """Areas of the base map in the plane at a rung of the ladder."""

    def make() -> tuple[Any, Any, Any]:
        copy = work.at(step)
        return projection.rings(copy.lon, copy.lat, copy.start, copy.feature, _EDGE_M[step])

    return kept((what, fingerprint(work, _arrays(work)), projection, step), make)


def lines_in(projection: Projection, what: str, work: Lines, step: float) -> Geometry:
    """Lines of the base map in the plane at a rung of the ladder."""

    def make() -> tuple[Any, Any, None]:
        copy = work.at(step)
        xy, start = projection.strokes(copy.lon, copy.lat, copy.start, _EDGE_M[step])
        return xy, start, None

    return kept((what, fingerprint(work, _arrays(work)), projection, step), make)


def sea_in(projection: Projection) -> Geometry:
    """The whole map's area."""

    def make() -> tuple[Any, Any, Any]:
        edge = projection.outline()
        return edge, np.array([0, len(edge)], dtype=np.int32), np.zeros(1, dtype=np.int32)

    return kept(("outline", projection), make)


def _chosen(work: Lines, what: str, mask: npt.NDArray[np.bool_]) -> Lines:
    """A subset of lines, made once."""
    key = (id(work), what)
    found = _SUBSETS.get(key)
    if found is None or found[0] is not work:
        found = _SUBSETS[key] = (work, work.only(mask))
        while len(_SUBSETS) > SUBSETS:
            del _SUBSETS[next(iter(_SUBSETS))]
    return found[1]


SUBSETS = 32
"""The kinds of border and ranks of river of two base maps."""
_SUBSETS: dict[tuple[int, str], tuple[Lines, Lines]] = {}


def draw(stage: Stage, draft: Draft) -> None:
    """Areas: what lies below the tints of the thematic layers."""
    ground, base = stage.ground, stage.sheet.basemap
    projection, step = stage.projection, level(stage)
    if setting(stage, "land") or setting(stage, "depths"):
        draft.base.append(Shape("sea", sea_in(projection), (ground.sea,), antialias=False))
    if row := setting(stage, "depths"):
        for k, (depth, rings) in enumerate(base.depths):
            ink = ground.depths[min(k, len(ground.depths) - 1)].faded(row.opacity)
            draft.base.append(Shape("depths", rings_in(projection, f"depth {depth:g}", rings, step), (ink,), False))
    if not stage.tinted:
        _land(stage, draft, 1.0)


def draw_veil(stage: Stage, draft: Draft) -> None:
    """Where tints lie over the map the land comes after them, as a veil."""
    if stage.tinted:
        _land(stage, draft, VEIL)


def _work(stage: Stage) -> tuple[Rings, Rings, Lines]:
    """Land, lakes and coast: with the finer windows where the scale shows them."""
    base = stage.sheet.basemap
    if level(stage) > LADDER_M[0]:
        return base.land, base.lakes, base.coast
    near = closeup(base)
    return near.land, near.lakes, near.coast


def _land(stage: Stage, draft: Draft, strength: float) -> None:
    """Land and the lakes in it."""
    ground = stage.ground
    projection, step = stage.projection, level(stage)
    base_land, base_lakes, _ = _work(stage)
    if row := setting(stage, "land"):
        land = rings_in(projection, "land", base_land, step)
        draft.base.append(Shape("land", land, (ground.land.faded(row.opacity * strength),), antialias=False))
    if (row := setting(stage, "lakes")) and len(base_lakes):
        lakes = rings_in(projection, "lakes", base_lakes, step)
        draft.base.append(Shape("lakes", lakes, (ground.lake.faded(row.opacity * strength),), antialias=False))


def draw_lines(stage: Stage, draft: Draft) -> None:
    """Coasts, waters and borders: above the tints, so that they stay crisp."""
    ground, base = stage.ground, stage.sheet.basemap
    projection, step = stage.projection, level(stage)
    if (row := setting(stage, "admin1")) and stage.view.mpp < 3000:
        pen = faded(ground.admin1, row.opacity)
        draft.base.append(Stroke("admin1", lines_in(projection, "admin1", base.admin1, step), pen))
    if row := setting(stage, "rivers"):
        _rivers(stage, draft, row.opacity)
    _, base_lakes, base_coast = _work(stage)
    if (row := setting(stage, "lakes")) and len(base_lakes):
        lakes = rings_in(projection, "lakes", base_lakes, step)
        draft.base.append(Stroke("lakes", lakes, faded(ground.lake_edge, row.opacity), closed=True))
    if row := setting(stage, "land"):
        coast = lines_in(projection, "coast", base_coast, step)
        draft.base.append(Stroke("land", coast, faded(ground.coast, row.opacity)))
    if row := setting(stage, "borders"):
        _borders(stage, draft, row.opacity)


def _rivers(stage: Stage, draft: Draft, opacity: float) -> None:
    base = stage.sheet.basemap
    most = next(rank for mpp, rank in RIVERS_UP_TO if stage.view.mpp >= mpp)
    ranks = np.array([water.rank for water in base.river_table], dtype=np.int64)
    if not len(ranks):
        return
    rivers = _chosen(base.rivers, f"rank {most}", ranks[base.rivers.feature] <= most)
    if len(rivers):
        geometry = lines_in(stage.projection, f"rivers {most}", rivers, level(stage))
        draft.base.append(Stroke("rivers", geometry, faded(stage.ground.river, opacity)))


def _borders(stage: Stage, draft: Draft, opacity: float) -> None:
    base, ground = stage.sheet.basemap, stage.ground
    looks = {
        "international": (ground.border, ""),
        "lease": (ground.border, ""),
        "disputed": (ground.disputed, "Disputed or claimed border"),
        "indefinite": (ground.disputed, "Disputed or claimed border"),
        "line_of_control": (ground.control, "Line of control"),
        "zone": (ground.control, "Line of control"),
    }
    for kind in BORDER_KINDS:
        pen, meaning = looks[kind]
        number = BORDER_KINDS.index(kind)
        lines = _chosen(base.borders, kind, base.border_kind[base.borders.feature] == number)
        if not len(lines):
            continue
        geometry = lines_in(stage.projection, f"border {kind}", lines, level(stage))
        draft.base.append(Stroke("borders", geometry, faded(pen, opacity)))
        if meaning and stage.shows(geometry):
            draft.explain(Entry(80, meaning, "line", pen=pen, group="Borders"))
    for lon, lat, note in PLACES:
        _, page = stage.places(lon, lat)
        if stage.view.mpp < NOTED_MPP and stage.within(page)[0]:
            draft.note(note)


NOTED_MPP = 5_000.0
"""Up to this many metres per pixel a side that was taken is told on the map."""
PLACES = ((34.1, 45.3, "Crimea is drawn in Ukraine (UN General Assembly 68/262), the line of control dotted."),)
"""What the map owes its reader where a side had to be taken: lon, lat, sentence."""
