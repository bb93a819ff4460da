"""Draws named areas as tints with a chain line round them and their name inside."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers.picture import hatch
from layers.picture.ground import level, rings_in
from layers.picture.kit import Draft, Spot, Stage, Wish, faded, kept, setting
from layers.picture.marks import Entry, Geometry, Shape, Stroke

APART_PX = 9.0
"""Free round a zone's name, so that it is not read as one with a country's."""
NUDGES = (
    (0, 0), (0, -22), (0, 22), (-40, 0), (40, 0), (0, 44), (0, -44), (-40, -22), (40, -22), (-40, 22), (40, 22),
    (-70, 0), (70, 0), (0, 66), (0, -66),
)  # fmt: skip
"""How far its name is moved off the middle of a zone, in pixels, best first."""


def draw(stage: Stage, draft: Draft) -> None:
    """Every zone of the sheet."""
    row = setting(stage, "zones")
    if row is None:
        return
    tints = stage.style.thematic.zones
    letter = stage.style.letters.zone
    for k, zone in enumerate(stage.sheet.zones):
        shape = rings_in(stage.projection, f"zone {zone.id}", zone.rings, level(stage))
        if not stage.covers(shape):
            continue
        tint = tints[k % len(tints)].faded(row.opacity)
        draft.base.append(Shape("zones", shape, (tint,), antialias=False))
        draft.base.append(
            Stroke("zones", _edge(stage, shape), faded(stage.style.thematic.zone_line, row.opacity), True)
        )
        record = stage.sheet.catalogue.zones.get(zone.id)
        name = record.name if record else zone.id
        draft.explain(Entry(20, name, "area", tint, stage.style.thematic.zone_line, group="Zones"))
        at = hatch.heart(shape.xy, shape.start)
        if at is not None:
            x, y = at
            spots = tuple(Spot(x, y, 0.0, dx, dy) for dx, dy in NUDGES)
            draft.wishes.append(Wish("zones", 28.0, ((name, letter),), x, y, spots=spots, pad=APART_PX))


def _edge(stage: Stage, shape: Geometry) -> Geometry:
    """The zone's rings without specks, so that the chain line stays calm along a ragged coast."""

    def make() -> tuple[Any, Any, Any]:
        parts = [shape.xy[a:b] for a, b in zip(shape.start[:-1], shape.start[1:], strict=True)]
        kept_parts = [part for part in parts if np.ptp(part, axis=0).max() > 24 * stage.tolerance_m * 3]
        start = np.concatenate(([0], np.cumsum([len(part) for part in kept_parts]))).astype(np.int32)
        xy = np.concatenate(kept_parts) if kept_parts else np.empty((0, 2))
        return xy, start, None

    return kept(("zone edge", shape.key, stage.tolerance_m), make)
