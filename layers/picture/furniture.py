"""What stands on the map's edge: legend, scale bar, north arrow, locator globe, the note on projection and sources."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from layers import geodesy
from layers.picture import legend
from layers.picture.covered import ROUND_PX, kept_clear, told
from layers.picture.ground import rings_in
from layers.picture.kit import Box, Draft, Stage, kept, page_geometry, rectangle, setting
from layers.picture.marks import Entry, Geometry, Mark, Pen, Shape, Stroke, Symbol
from layers.projection import Projection
from layers.units import METRES_PER_NMI
from layers.view import View
from layers.wording import number, say

LAYER = "furniture"
SCALE = "scale"
"""The layer of the marks that are true for one view only: scale bar and arrow."""
MARGIN = 14.0
CREDIT = "Natural Earth; © OpenStreetMap contributors (small islands)"
LEGEND_MOST = 0.24
"""A legend that would cover a larger share of the map leaves off its last groups; the picture keeps all it says."""
SMALL_MOST = 0.13
"""The same on a map narrower than `NOTES_FROM_PX`, of which little is left beside it."""
LEGEND_TRIES = 3
"""How often the legend is set anew without what it covers itself."""
NOTES_FROM_PX = 700.0
"""A narrower map has no room for sentences."""
BAR_MOST_PX = 190.0
SCALE_HEIGHT = 55.0
ARROW_ROOM = 40.0
"""For the north arrow, beside the bars [px]."""
GIVE_PX = 8.0
"""Between furniture that gives way and what it gives way to."""
GLOBE_PX = 116.0
GLOBE_STEP_DEG = 10.0
"""The locator's centre moves in steps, so that a pan seldom makes a new one."""


class Bar(NamedTuple):
    """A length and how many pixels it takes, level through the middle of the map."""

    metres: float
    pixels: float
    text: str


def _span_m(stage: Stage, pixels: float) -> float:
    """Geodesic length [m] of `pixels` level pixels about the middle of the map; nan off the map."""
    return _across_m(stage.view, stage.middle, pixels)


@lru_cache(maxsize=32)  # each bar asks several times for the longest there may be, and at every frame of a zoom
def _across_m(view: View, middle: tuple[float, float], pixels: float) -> float:
    x, y = middle
    ends = [view.to_plane(x - pixels / 2, y), view.to_plane(x + pixels / 2, y)]
    lon, lat = view.projection.inverse(np.array([e[0] for e in ends]), np.array([e[1] for e in ends]))
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return math.nan
    return geodesy.distance(float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1]))


def pixels_of(stage: Stage, metres: float, most: float) -> float:
    """How many level pixels about the middle of the map are `metres` long; nan when over `most`, or none are.

    Lengths grow nearly as pixels do, so that a rule of three, repeated, gains two digits or more each time.
    """
    pixels, length = most, _span_m(stage, most)
    if not length >= metres:
        return math.nan
    for _ in range(24):
        pixels *= metres / length
        length = _span_m(stage, pixels)
        if abs(length - metres) <= 1e-9 * metres or not length > 0.0:
            break
    return pixels if abs(length - metres) <= 1e-3 * metres else math.nan


def bar(stage: Stage, unit_m: float, unit: str, most: float = BAR_MOST_PX) -> Bar | None:
    """The longest bar of 1, 2 or 5 times a power of ten of a unit within `most` pixels; None where there is none."""
    longest = _span_m(stage, most)
    if not (math.isfinite(longest) and longest > 0.0):
        return None
    exponent = math.floor(math.log10(longest / unit_m))
    for factor in (5, 2, 1):
        metres = factor * 10.0**exponent * unit_m
        if metres <= longest:
            pixels = pixels_of(stage, metres, most)
            if not math.isfinite(pixels):
                return None
            return Bar(metres, pixels, f"{number(f'{factor * 10.0**exponent:,g}')} {say(unit)}")
    return None


def scale_bar(stage: Stage, right: float, bottom: float, room: float = 0.0) -> tuple[list[Mark], Box] | None:
    """Kilometres above, nautical miles below, with where they are true; `room` is left free before them."""
    most = min(max(stage.frame.width * 0.2, 80.0), BAR_MOST_PX)
    km, nmi = bar(stage, 1000.0, "km", most), bar(stage, METRES_PER_NMI, "nmi", most)
    if km is None or nmi is None:
        return None
    style = stage.style
    letter, note = style.letters.legend, style.letters.note
    remark = _where_true(stage)
    width = max(km.pixels + 8 + legend.width_of(letter, km.text), nmi.pixels + 8 + legend.width_of(letter, nmi.text))
    width = max(width, legend.width_of(note, remark))
    box = Box(right - width - 20 - room, bottom - SCALE_HEIGHT, right, bottom)
    x, y = box.x0 + 10 + room, box.y0 + 13
    marks = legend.panel(box, style)
    ink = style.panel.ink
    rows = ((km, y), (nmi, y + 16))
    first = [rectangle(Box(x, top - 3, x + one.pixels / 2, top + 2)) for one, top in rows]
    second = [rectangle(Box(x + one.pixels / 2, top - 3, x + one.pixels, top + 2)) for one, top in rows]
    marks.append(Shape(LAYER, page_geometry(first), (ink,)))
    marks.append(Stroke(LAYER, page_geometry([*first, *second]), Pen(ink, 0.8), closed=True))
    marks.extend(legend.words(letter, one.text, x + one.pixels + 7, top + 3.5) for one, top in rows)
    marks.append(legend.words(note, remark, x, y + 34))
    return marks, box


def _where_true(stage: Stage) -> str:
    """Where and which way the bar is true: the scale of most projections changes over the map."""
    _, lat = stage.projection.inverse(*stage.view.to_plane(*stage.middle))
    where = f"{number(f'{abs(lat):.1f}')}°{say('N' if lat >= 0 else 'S')}"
    return say("true at {where}, mid-map, level", where=where)


def north_deg(stage: Stage) -> float:
    """Direction of north at the map's middle, clockwise on the page from up [deg]; nan off the map or at a pole."""
    x, y = stage.view.to_plane(*stage.middle)
    lon, lat = stage.projection.inverse(x, y)
    if not math.isfinite(lat) or abs(lat) > 89.5:
        return math.nan
    ahead = stage.projection.forward(lon, lat + 0.01)
    ax, ay = stage.view.to_page(*ahead)
    return math.degrees(math.atan2(ax - stage.middle[0], stage.middle[1] - ay))


def note_text(stage: Stage) -> str:
    """Projection and sources in a line."""
    return projection_text(stage.projection)


def projection_text(projection: Projection) -> str:
    """How a map in `projection` is drawn and on what ground, in a line."""
    where = ""
    if projection.azimuthal:
        middle = f"{degrees(projection.lat0, 'NS')} {degrees(projection.lon0, 'EW')}"
        where = say(" centred on {where}", where=middle)
    elif projection.kind == "lcc":
        first, second = (number(f"{value:g}") for value in (projection.lat1, projection.lat2))
        where = say(", parallels {first}° and {second}°", first=first, second=second)
    return f"{say(projection.name)}{where}, WGS84. {say(CREDIT)}"


def degrees(value: float, sides: str) -> str:
    """``20.70°N``."""
    return f"{number(f'{abs(value):.2f}')}°{say(sides[0] if value >= 0 else sides[1])}"


def globe(stage: Stage, centre_x: float, centre_y: float, size: float = GLOBE_PX) -> list[Mark]:
    """A small globe turned to the map's middle, with the map's outline on it."""
    x, y = stage.view.to_plane(*stage.middle)
    lon, lat = stage.projection.inverse(x, y)
    if not math.isfinite(lat):
        return []
    turned = Projection(
        "ortho", round(lon / GLOBE_STEP_DEG) * GLOBE_STEP_DEG, max(min(round(lat / 10) * 10.0, 80), -80)
    )
    scale = size / 2 / 6_378_137.0
    place = (turned, round(centre_x, 2), round(centre_y, 2), size)

    def on_page(xy: Any) -> Any:
        return np.column_stack((centre_x + xy[:, 0] * scale, centre_y - xy[:, 1] * scale))

    def land() -> tuple[Any, Any, Any]:
        shape = rings_in(turned, "land", stage.sheet.basemap.land, 10_000.0)
        parts = [shape.xy[a:b] for a, b in zip(shape.start[:-1], shape.start[1:], strict=True)]
        coarse = [_coarse(on_page(part)) for part in parts if len(part) and np.ptp(part, axis=0).max() * scale > 2.0]
        good = [part for part in coarse if len(part) >= 3]
        start = np.concatenate(([0], np.cumsum([len(part) for part in good]))).astype(np.int32)
        return np.concatenate(good or [np.empty((0, 2))]), start, np.zeros(len(good), dtype=np.int32)

    ground = stage.style.ground
    disc = page_geometry([on_page(turned.outline(20_000.0))])
    coast = kept(("locator land", *place, id(stage.sheet.basemap)), land, "page")
    marks: list[Mark] = [
        Shape(LAYER, disc, (ground.sea,)),
        Shape(LAYER, coast, (ground.land,)),
        Stroke(LAYER, coast, Pen(ground.coast.colour, 0.6), closed=True),
        Stroke(LAYER, disc, Pen(ground.coast.colour, 1.0), closed=True),
    ]
    ink = stage.style.thematic.target
    outline = _frame_on(stage, turned)
    if outline is not None and np.ptp(outline.xy, axis=0).max() * scale >= 7.0:
        parts = [on_page(outline.xy[a:b]) for a, b in pairwise(outline.start)]
        marks.append(Stroke(LAYER, page_geometry(parts), Pen(ink, 1.4)))
    else:
        px, py = turned.forward(lon, lat)
        marks.append(
            Symbol(LAYER, "target", centre_x + px * scale, centre_y - py * scale, "page", 13.0, ink, ground.land)
        )
    return marks


def _coarse(page: Any) -> Any:
    """A ring without the vertices that fall on the half pixel of the one before."""
    snapped = np.round(page * 2.0) / 2.0
    return snapped[np.any(snapped != np.roll(snapped, 1, axis=0), axis=1)]


def _frame_on(stage: Stage, turned: Projection) -> Geometry | None:
    """The map's frame as a line on another projection; None where the map does not fill its frame."""
    x0, y0, x1, y1 = stage.frame
    share = np.linspace(0.0, 1.0, 17)[:-1]
    px = np.concatenate((x0 + share * (x1 - x0), np.full(16, x1), x1 - share * (x1 - x0), np.full(17, x0)))[:65]
    py = np.concatenate((np.full(16, y0), y0 + share * (y1 - y0), np.full(16, y1), y1 - share * (y1 - y0), [y0]))[:65]
    plane = np.array([stage.view.to_plane(x, y) for x, y in zip(px, py, strict=True)])
    lon, lat = stage.projection.inverse(plane[:, 0], plane[:, 1])
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return None
    xy, start = turned.lines(lon, lat, np.array([0, len(lon)], dtype=np.int32))
    return page_geometry([xy[a:b] for a, b in pairwise(start)]) if len(xy) else None


def wide_m(stage: Stage) -> float:
    """How wide the map is, roughly [m]."""
    return stage.frame.width * stage.view.mpp


def draw(stage: Stage, draft: Draft, *, explained: bool = True) -> None:
    """All of it, or all but the legend; the boxes it takes are kept free of names and signs.

    Where the target or what is selected would lie under one of them, that one gives way.
    """
    row = setting(stage, "furniture")
    if row is None or stage.frame.width < 320 or stage.frame.height < 240:
        return
    x0, y0, x1, y1 = stage.frame.grown(-MARGIN)
    before, clear = len(draft.taken), kept_clear(stage, draft)
    note = _note(stage, draft, x1, y1 - 4.0, clear)
    top = y0
    if stage.frame.width >= 900 and wide_m(stage) < 9_000_000:
        half = GLOBE_PX / 2
        box = Box(x1 - GLOBE_PX - 4, y0 + 10, x1 - 4, y0 + 10 + GLOBE_PX)
        if not any(map(box.meets, clear)):
            _add(draft, globe(stage, box.x0 + half, box.y0 + half), box)
            top = box.y1 + GIVE_PX
    low = note.y0 - 6.0 if note.y1 == y1 - 4.0 else top + SCALE_HEIGHT  # both at once would cover too much there
    draw_scale(stage, draft, x1, low, clear, top)
    if explained:
        _legend(stage, draft, (x0, y1 - 8.0), clear, draft.taken[before:])


def _legend(stage: Stage, draft: Draft, corner: tuple[float, float], clear: list[Box], others: list[Box]) -> None:
    """The legend, without lines that explain only what lies beneath it or beneath other furniture.

    With fewer lines it covers less and lays other signs bare: their lines come back.
    """
    whole = told(stage, draft)
    made = _fitted(stage, whole, corner, clear, others)
    if made is None:
        return
    lines = told(stage, draft, made[1])
    for _ in range(LEGEND_TRIES):
        small = _fitted(stage, lines, corner, clear, others)
        if small is None:
            break
        bare = told(stage, draft, small[1])
        if set(bare) <= set(lines):
            made = small
            break
        lines = [line for line in whole if line in lines or line in bare]
    _add(draft, *made)


def _fitted(
    stage: Stage, lines: Sequence[Entry], corner: tuple[float, float], clear: list[Box], others: list[Box]
) -> tuple[list[Mark], Box] | None:
    """The legend with its lower left corner there: in two columns where one is too long, shorter on a small map.

    `others` are the boxes of what stands there already, the note first; `clear` those of signs it must not cover:
    where one lies in its corner, it stands in the upper one. None where it has no room.
    """
    frame, pad, (left, bottom) = stage.frame, legend.PAD, corner
    most_px2 = (LEGEND_MOST if frame.width >= NOTES_FROM_PX else SMALL_MOST) * frame.width * frame.height
    groups = list(dict.fromkeys(entry.group for entry in sorted(lines, key=lambda entry: entry.order)))
    for count in range(len(groups), 0, -1):
        kept_groups = frozenset(groups[:count])
        entries = tuple(entry for entry in lines if entry.group in kept_groups)
        for columns, most in ((1, 300.0), (2, 470.0)):
            key = legend.block(entries, stage.style, most, columns=columns)
            right = left + key.width + 2 * pad
            low = bottom if right + 4.0 <= others[0].x0 else others[0].y0 - 4.0
            box = Box(left, low - key.height - 2 * pad, right, low)
            if box.y0 < frame.y0 + 40 or box.width * box.height > most_px2:
                continue
            if any(map(box.meets, clear)):
                box = box.moved(0.0, frame.y0 + MARGIN + 10 - box.y0)
            if not any(map(box.meets, (*others, *clear))):
                return [*legend.panel(box, stage.style), *legend.moved(key.marks, box.x0 + pad, box.y0 + pad)], box
    return None


def draw_scale(
    stage: Stage, draft: Draft, right: float, low: float, clear: Sequence[Box] = (), top: float = 0.0
) -> None:
    """The scale bar on its panel, with the north arrow where there is a north.

    Where it would cover something of `clear` it stands at `top`, or just above that.
    """
    turn = north_deg(stage)
    room = ARROW_ROOM if math.isfinite(turn) else 0.0
    found = scale_bar(stage, right, low, room)
    if found is not None and any(map(found[1].meets, clear)):
        high = found[1].moved(0.0, top - found[1].y0)
        found = scale_bar(stage, right, (_above(clear, found[1]) if any(map(high.meets, clear)) else high).y1, room)
    if found is None:
        return
    marks, box = found
    if math.isfinite(turn):
        marks.extend(_arrow(stage, (box.x0 + 6 + ARROW_ROOM / 2, (box.y0 + box.y1) / 2), turn))
    _add(draft, [replace(mark, layer=SCALE) for mark in marks], box)


def middle_scale(stage: Stage) -> tuple[float, float]:
    """(metres to a level pixel at the map's middle, direction of north there [deg]): what bar and arrow tell."""
    return _span_m(stage, BAR_MOST_PX) / BAR_MOST_PX, north_deg(stage)


def scale_anew(stage: Stage, before: Sequence[Mark]) -> list[Mark]:
    """Scale bar and arrow true for the stage, in the corner where `before`, the marks of another view, have them."""
    panel, draft = panel_of(before), Draft()
    if panel is not None:
        draw_scale(stage, draft, panel.x1, panel.y1)
    return draft.furniture


def panel_of(marks: Sequence[Mark]) -> Box | None:
    """What the scale bar stands on among the marks; None where there is none."""
    panel = next((mark.geometry.xy for mark in marks if mark.layer == SCALE and isinstance(mark, Shape)), None)
    return None if panel is None else Box(*panel.min(axis=0).tolist(), *panel.max(axis=0).tolist())


def _above(clear: Sequence[Box], box: Box) -> Box:
    """The box, moved up off what it must not cover."""
    for other in sorted(clear, key=lambda one: -one.y0):
        if box.meets(other):
            box = box.moved(0.0, other.y0 - GIVE_PX - box.y1)
    return box


def _arrow(stage: Stage, at: tuple[float, float], turn: float) -> tuple[Mark, Mark]:
    """The arrow, with the N beyond its tip."""
    ink, paper = stage.style.panel.ink, stage.style.panel.fill._replace(a=255)
    letter = stage.style.letters.legend_title
    east, up = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    # the arrow stands back a little, so that arrow and letter together are in the middle
    arrow = Symbol(LAYER, "north", at[0] - 4 * east, at[1] + 4 * up, "page", 32.0, ink, paper, angle_deg=turn)
    x, y = at[0] + 18 * east, at[1] - 18 * up
    return arrow, legend.words(letter, "N", x - legend.width_of(letter, "N") / 2, y + 4.0)


def _note(stage: Stage, draft: Draft, right: float, bottom: float, clear: Sequence[Box]) -> Box:
    letter = stage.style.letters.note
    room = stage.frame.width * 0.6
    lines = legend.evenly(letter, note_text(stage), room)
    for sentence in draft.notes if stage.frame.width >= NOTES_FROM_PX else ():
        lines.extend(legend.evenly(letter, sentence, room))
    width = max(legend.width_of(letter, line) for line in lines)
    height = 12.0 * len(lines)
    box = _above(clear, Box(right - width - 12, bottom - height - 6, right, bottom))
    marks: list[Mark] = [Shape(LAYER, page_geometry([rectangle(box)]), (stage.style.panel.fill.faded(0.8),))]
    for k, line in enumerate(lines):
        marks.append(legend.words(letter, line, box.x0 + 6, box.y0 + 12.0 * (k + 1)))
    _add(draft, marks, box)
    return box


def _add(draft: Draft, marks: list[Mark], box: Box) -> None:
    draft.furniture.extend(marks)
    draft.taken.append(box.grown(ROUND_PX))
