"""What every drawer works with: the stage it draws on, the draft it adds to, and the store of heavy geometry."""

from __future__ import annotations

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from layers.basemap import Basemap
from layers.picture.chords import chords
from layers.picture.marks import Entry, Geometry, Mark, Pen, Space, Symbol
from layers.picture.sheet import LayerSetting, Sheet
from layers.projection import Projection
from layers.style.ink import Letter
from layers.style.model import Ground, Style
from layers.style.symbols import reach
from layers.view import View

Array = npt.NDArray[np.float64]
Starts = npt.NDArray[np.int32]


REGION_PX = 512.0
"""Grid of the region in which names are placed."""


class Box(NamedTuple):
    """A rectangle in pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def grown(self, by: float) -> Box:
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def meets(self, other: Box) -> bool:
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def holds(self, other: Box) -> bool:
        return self.x0 <= other.x0 and self.y0 <= other.y0 and self.x1 >= other.x1 and self.y1 >= other.y1

    def has(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(frozen=True)
class Stage:
    """What is drawn, from where, and in which part of the page."""

    sheet: Sheet
    view: View
    frame: Box

    @property
    def style(self) -> Style:
        return self.sheet.style

    @property
    def tinted(self) -> bool:
        return self.sheet.tinted

    @property
    def ground(self) -> Ground:
        return self.sheet.ground

    @property
    def projection(self) -> Projection:
        return self.view.projection

    @cached_property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """From the plane to the page, see `View.matrix`."""
        return self.view.matrix

    @cached_property
    def tolerance_m(self) -> float:
        """How far a drawn curve may lie from the true one: a third of a pixel, in powers of two so that keys stay."""
        return float(2.0 ** math.floor(math.log2(self.view.mpp / 3.0)))

    @cached_property
    def plane_window(self) -> Box:
        """The box in the plane that holds everything in the frame."""
        return self._plane_box(self.frame)

    def _plane_box(self, box: Box) -> Box:
        x0, y0, x1, y1 = box
        corners = [self.view.to_plane(x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
        east, north = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(east), min(north), max(east), max(north))

    @cached_property
    def region(self) -> Box:
        """The page box in which names are placed: the frame and some more, on a grid that is fixed to the plane.

        While the map is panned the region, and with it the placing, stays the same until a grid line is crossed.
        """
        _, _, _, _, e, f = self.matrix
        x0, y0, x1, y1 = self.frame.moved(-e, -f).grown(REGION_PX / 2)
        return Box(
            math.floor(x0 / REGION_PX) * REGION_PX,
            math.floor(y0 / REGION_PX) * REGION_PX,
            math.ceil(x1 / REGION_PX) * REGION_PX,
            math.ceil(y1 / REGION_PX) * REGION_PX,
        ).moved(e, f)

    @cached_property
    def plane_region(self) -> Box:
        """The box in the plane that holds everything in `region`."""
        return self._plane_box(self.region)

    def nearby(self, page: Array) -> npt.NDArray[np.bool_]:
        """Which pixels (n, 2) lie in `region`."""
        x0, y0, x1, y1 = self.region
        with np.errstate(invalid="ignore"):
            return (page[:, 0] >= x0) & (page[:, 0] < x1) & (page[:, 1] >= y0) & (page[:, 1] < y1)

    @property
    def middle(self) -> tuple[float, float]:
        """Page point of the middle of the frame."""
        return (self.frame.x0 + self.frame.x1) / 2, (self.frame.y0 + self.frame.y1) / 2

    def to_page(self, xy: Array) -> Array:
        """Pixels (n, 2) of plane points (n, 2)."""
        a, b, c, d, e, f = self.matrix
        page: Array = xy @ np.array([[a, b], [c, d]]) + np.array([e, f])
        return page

    def sign_box(self, sign: Symbol) -> Box:
        """What a sign takes on the page."""
        x, y = self.view.to_page(sign.x, sign.y) if sign.space == "plane" else (sign.x, sign.y)
        half = sign.size * reach(sign.name)
        return Box(x - half, y - half, x + half, y + half).moved(sign.dx, sign.dy)

    def places(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Array, Array]:
        """Plane points (n, 2) and pixels (n, 2) of places [deg]; nan where the map does not show them."""
        x, y = self.projection.forward(np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float)))
        xy = np.column_stack((x, y))
        return xy, self.to_page(xy)

    def within(self, page: Array, margin: float = 0.0) -> npt.NDArray[np.bool_]:
        """Which pixels (n, 2) lie in the frame, or up to `margin` outside."""
        x0, y0, x1, y1 = self.frame.grown(margin)
        with np.errstate(invalid="ignore"):
            return (page[:, 0] >= x0) & (page[:, 0] <= x1) & (page[:, 1] >= y0) & (page[:, 1] <= y1)

    def shows(self, geometry: Geometry, closed: bool = False) -> bool:
        """Whether any line of a geometry in the plane may be seen: whether the box of a segment meets the window."""
        if len(geometry.xy) < 2:
            return False
        after = np.arange(1, len(geometry.xy) + 1)
        full = geometry.start[1:] > geometry.start[:-1]
        last, first = geometry.start[1:][full] - 1, geometry.start[:-1][full]
        after[last] = first if closed else last
        one, other = geometry.xy, geometry.xy[after]
        x0, y0, x1, y1 = self.plane_window
        low, high = np.minimum(one, other), np.maximum(one, other)
        return bool(np.any((low[:, 0] <= x1) & (high[:, 0] >= x0) & (low[:, 1] <= y1) & (high[:, 1] >= y0)))

    def covers(self, geometry: Geometry, lines: int = 40) -> bool:
        """Whether an area covers any of the window, looked for along level lines."""
        x0, y0, x1, y1 = self.plane_window
        heights = y0 + (y1 - y0) * (np.arange(lines) + 0.5) / lines
        _, left, right = chords(geometry.xy, geometry.start, heights)
        return bool(np.any((left < x1) & (right > x0)))


class Spot(NamedTuple):
    """One way to set a label: where its middle lies and how it is turned."""

    x: float
    y: float
    """Plane point it hangs on."""
    angle_deg: float = 0.0
    dx: float = 0.0
    dy: float = 0.0


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants a place on the map.

    `spots` empty: beside the point (`x`, `y`), at `reach` pixels from it, on one of eight sides. Otherwise the text is
    centred on the first free spot. `curve` (plane points): letter by letter along a line.
    """

    layer: str
    rank: float
    """The smaller, the earlier it is placed."""
    lines: tuple[tuple[str, Letter], ...]
    x: float
    y: float
    reach: float = 0.0
    spots: tuple[Spot, ...] = ()
    curve: tuple[tuple[float, float], ...] = ()
    pad: float = 2.0
    must: bool = False
    """Try every side again at the edge of the frame rather than leave it out."""
    sign: Symbol | None = None
    """A dot that is drawn only when its name has found a place."""
    alone: bool = False
    """Where its dot lies under a weightier sign, the name stands beside that one instead of falling away."""
    leader: float = 0.0
    """Where no spot and no side of its point is free, the name may stand off at the end of a thin line so long [px]."""


@dataclass(slots=True)
class Draft:
    """What the drawers have made so far."""

    base: list[Mark] = field(default_factory=list)
    over: list[Mark] = field(default_factory=list)
    symbols: list[Symbol] = field(default_factory=list)
    """Signs on plane points, obstacles to names."""
    ways: list[Geometry] = field(default_factory=list)
    """Lines in the plane that the name of a point keeps off where it can."""
    wishes: list[Wish] = field(default_factory=list)
    furniture: list[Mark] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)
    """Boxes on the page that names keep out of."""
    hidden: frozenset[tuple[float, float]] = frozenset()
    """Plane points of whose signs none is seen: they have no names either."""
    legend: list[Entry] = field(default_factory=list)
    signs_of: dict[Entry, list[Symbol]] = field(default_factory=dict)
    """The signs on the map that a legend line explains; a line without any explains an area or a line."""
    notes: list[str] = field(default_factory=list)
    """Sentences the map owes its reader: disputed places, credits."""

    def explain(self, entry: Entry, sign: Symbol | None = None) -> None:
        """Add a legend line once; it stays as long as one of its signs is seen."""
        if entry not in self.legend:
            self.legend.append(entry)
        if sign is not None:
            self.signs_of.setdefault(entry, []).append(sign)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def faded(pen: Pen, opacity: float) -> Pen:
    """The pen at a layer's opacity."""
    return pen if opacity >= 1 else Pen(pen.colour.faded(opacity), pen.width, pen.dash, pen.round_caps)


def setting(stage: Stage, layer: Any) -> LayerSetting | None:
    """The layer's row when it is to be drawn."""
    row = stage.sheet.setting(layer)
    return row if row.visible and row.opacity > 0 else None


def up_to(table: tuple[tuple[float, int], ...], mpp: float) -> int:
    """The greatest rank shown at a scale."""
    return next(rank for least, rank in table if mpp >= least)


class _Store:
    """Projected geometry by key; the least used goes when there is too much."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, Geometry] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Geometry]) -> Geometry:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        made.xy.setflags(write=False)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            self._kept[key] = made
            self._weight += made.held_bytes
            while self._weight > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._weight -= gone.held_bytes
        return made


_STORE = _Store(96_000_000)
"""Bytes: two projections at full detail."""


def kept(key: Hashable, make: Callable[[], tuple[Array, Starts, Starts | None]], space: Space = "plane") -> Geometry:
    """The geometry of a key, made at most once while it is in use."""

    def build() -> Geometry:
        xy, start, group = make()
        return Geometry(key, np.ascontiguousarray(xy, dtype=np.float64), start, group, space)

    return _STORE.get(key, build)


PRINTS = 256
"""Owners whose digest is kept: those of a base map are about forty; the rest are bands and ways, kept alive by it."""
_PRINTS: OrderedDict[int, tuple[object, str]] = OrderedDict()
_PRINTS_LOCK = threading.Lock()


def fingerprint(owner: object, arrays: Iterable[npt.NDArray[Any]]) -> str:
    """A short digest of what `owner` holds; equal contents have equal keys, in every process."""
    with _PRINTS_LOCK:
        found = _PRINTS.get(id(owner))
        if found is not None and found[0] is owner:
            _PRINTS.move_to_end(id(owner))
            return found[1]
    digest = hashlib.blake2b(digest_size=8)
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    text = digest.hexdigest()
    with _PRINTS_LOCK:
        _PRINTS[id(owner)] = (owner, text)  # the owner is kept, so that its id stays its own
        while len(_PRINTS) > PRINTS:
            _PRINTS.popitem(last=False)
    return text


def page_geometry(parts: Sequence[Array], group: bool = False) -> Geometry:
    """A small geometry in page pixels; its key is its content."""
    start = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int32)
    xy = np.concatenate([np.asarray(part, dtype=np.float64) for part in parts]) if parts else np.empty((0, 2))
    digest = hashlib.blake2b(xy.tobytes(), digest_size=12)
    digest.update(start.tobytes())
    key = ("page", group, digest.hexdigest())
    return Geometry(key, xy, start, np.zeros(len(parts), dtype=np.int32) if group else None, "page")


def rectangle(box: Box) -> Array:
    """The corners of a box."""
    return np.array([(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)])


class Held:
    """A base map as a key: equal only to itself."""

    def __init__(self, base: Basemap) -> None:
        self.base = base

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.base is other.base

    def __hash__(self) -> int:
        return hash(id(self.base))
