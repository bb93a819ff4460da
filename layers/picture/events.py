"""Draws dated events: incidents, and what Russia and China did together, each sort as a layer of its own."""

from __future__ import annotations

import math

import numpy as np

from layers.catalogue.model import Event
from layers.picture.callouts import NEAR_PX
from layers.picture.kit import Array, Draft, Stage, Wish, setting
from layers.picture.marks import Entry, Symbol
from layers.style.ink import Colour, Letter
from layers.wording import say

TOGETHER = {
    "joint_air_patrol": ("joint_air", "Joint air patrol of Russia and China"),
    "joint_naval_patrol": ("joint_sea", "Joint naval patrol of Russia and China"),
    "joint_exercise": ("joint_drill", "Joint exercise of Russia and China"),
}
"""Kinds of event that show cooperation: sign and words."""
APART = 0.7
"""Signs of one kind nearer than this, in sizes of them, are one; which are depends on the scale alone."""
NAMED_MPP, NAMED_TOGETHER_MPP = 2_500.0, 6_000.0
"""Metres per pixel up to which events are named."""


def draw(stage: Stage, draft: Draft) -> None:
    """Incidents below, cooperation above."""
    style = stage.style
    for together, layer in ((False, "events"), (True, "cooperation")):
        row = setting(stage, layer)
        chosen = [event for event in stage.sheet.events if (event.kind in TOGETHER) == together]
        if row is None or not chosen:
            continue
        ink = (style.thematic.cooperation if together else style.thematic.event).faded(row.opacity)
        letter = style.letters.cooperation if together else style.letters.event
        _draw(stage, draft, layer, chosen, ink, letter)


def _draw(stage: Stage, draft: Draft, layer: str, events: list[Event], ink: Colour, letter: Letter) -> None:
    xy, page = stage.places([event.lon for event in events], [event.lat for event in events])
    near = stage.nearby(page)
    together = layer == "cooperation"
    edge = stage.style.panel.symbol_edge
    size = 15.0 if together else 12.0
    for k, more in _leads(events, page, APART * size).items():
        if not near[k]:
            continue
        event = events[k]
        sign, words = TOGETHER.get(event.kind, ("event", "Incident"))
        x, y = float(xy[k, 0]), float(xy[k, 1])
        mark = Symbol(layer, sign, x, y, "plane", size, ink, edge, ref=event.name)
        draft.symbols.append(mark)
        if stage.view.mpp < (NAMED_TOGETHER_MPP if together else NAMED_MPP):
            name = say(event.name)
            text = (name if event.date[:4] in name else f"{name}, {event.date[:4]}") + (f"  +{more}" if more else "")
            rank = 34.5 if together else 62.0
            draft.wishes.append(
                Wish(layer, rank, ((text, letter),), x, y, size / 2, leader=NEAR_PX if together else 0.0)
            )
        entry = Entry(61 if together else 60, words, "symbol", ink, symbol=sign, outline=edge, group="Events")
        draft.explain(entry, mark)


def _leads(events: list[Event], page: Array, apart: float) -> dict[int, int]:
    """Numbers of the events that have a sign, each with how many others it stands for."""
    found: dict[int, int] = {}
    for k, event in enumerate(events):
        if not np.isfinite(page[k]).all():
            continue
        same = (lead for lead in found if events[lead].kind == event.kind)
        lead = next((lead for lead in same if math.dist(page[lead], page[k]) < apart), None)
        if lead is None:
            found[k] = 0
        else:
            found[lead] += 1
    return found
