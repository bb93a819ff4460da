"""A first picture in a few milliseconds: the coarsest ground, bands and rings, nothing written, nothing kept.

It stands in while a globe is turned by hand, or until the picture of another projection has been made.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layers.basemap import BORDER_KINDS, LADDER_M, SEAM_LON, Lines, Rings
from layers.picture.ground import VEIL
from layers.picture.marks import Colour, Geometry, Mark, Pen, Picture, Shape, Stroke
from layers.picture.rings import circle
from layers.picture.sheet import Band, LayerId, RingSpec, Sheet
from layers.projection import graticule, step_for
from layers.projection.globe import EARTH_M
from layers.style.palette import ramp
from layers.view import View

SMALLEST_PX = 5.0
"""Parts of the ground smaller than this are left out."""
VERTEX_PX = 1.25
"""Vertices that move an edge by less than this are left out."""
COARSEST_M = 20_000.0
"""Beyond it straits close and shores cross, and hardly a vertex is saved."""
DEPTHS_SKIPPED = 2
"""Of the tints of depth every other one will do."""
NET_FROM_DEG = 10.0
"""Finer nets than this have too many lines for a sketch."""
_EVERY = 6
"""Every sixth vertex of a range ring will do: 120 of them."""
TOGETHER = 16
"""Features of an area that are filled as one path: they do not overlap, and one call is quicker than many."""
FEWEST = {Rings: 3, Lines: 2}
"""Vertices of a ring or a line that is drawn."""
THIN_PX = 1.0
"""No line of a sketch is wider."""
BETWEEN = 0.25
"""Part of the tolerance for the edges of bands: each neighbour leaves out other vertices of the edge they share."""
LONGEST_DEG = 5.0
"""Longer edges would be cut up again, straight in longitude and latitude."""
LEAST_THINNED = 8
"""Rings of fewer vertices stay as they are."""
_numbers = count()
Array = npt.NDArray[np.float64]


def _key() -> tuple[str, int]:
    return ("sketch", next(_numbers))


class _Parts(NamedTuple):
    """Rings or lines [deg] in flat arrays."""

    lon: npt.NDArray[np.floating]
    lat: npt.NDArray[np.floating]
    start: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]


@lru_cache(maxsize=32)  # a sketch asks for eight: those of four scales
def _large(work: Rings | Lines, least_m: float, tolerance_m: float) -> _Parts:
    """The parts that are at least so large, across or up, with the vertices a tolerance asks for; coarse at best."""
    copy = work.at(LADDER_M[-1])
    if not len(copy):
        return _Parts(copy.lon, copy.lat, copy.start, copy.feature)
    first = copy.start[:-1]
    across = np.maximum.reduceat(copy.lon, first) - np.minimum.reduceat(copy.lon, first)
    up = np.maximum.reduceat(copy.lat, first) - np.minimum.reduceat(copy.lat, first)
    metres = 111_195.0 * np.maximum(up, across * np.cos(np.radians(copy.lat[first])))
    needed = copy.importance >= tolerance_m
    keep = (metres >= least_m) & (np.add.reduceat(needed, first, dtype=np.int64) >= FEWEST[type(work)])
    vertices = np.repeat(keep, np.diff(copy.start)) & needed
    size = np.add.reduceat(vertices, first, dtype=np.int64)[keep]
    start = np.concatenate(([0], np.cumsum(size))).astype(np.int32)
    return _Parts(copy.lon[vertices], copy.lat[vertices], start, copy.feature[keep])


@lru_cache(maxsize=8)
def _borders(lines: Lines, kinds: bytes) -> Lines:
    """The borders between states, disputed or not."""
    kind = np.frombuffer(kinds, dtype=np.uint8)
    return lines.only(kind[lines.feature] != BORDER_KINDS.index("zone"))


@lru_cache(maxsize=8)
def _bands(bands: tuple[Band, ...], tolerance_m: float) -> tuple[_Parts, ...]:
    """The rings of each band, with the vertices a tolerance asks for."""
    return tuple(_joined([_thinned(ring.lon, ring.lat, tolerance_m) for ring in band.rings]) for band in bands)


def _joined(rings: list[tuple[Array, Array]]) -> _Parts:
    """The rings of one feature."""
    start = np.concatenate(([0], np.cumsum([len(lon) for lon, _ in rings]))).astype(np.int32)
    lon, lat = (np.concatenate([ring[k] for ring in rings] or [np.empty(0)]) for k in (0, 1))
    return _Parts(lon, lat, start, np.zeros(len(rings), dtype=np.int32))


def _thinned(lon: Array, lat: Array, tolerance_m: float) -> tuple[Array, Array]:
    """A ring in which every other vertex is left out where it lies on the way between its neighbours, many times over.

    Each time an edge may leave its vertex by half of what is left of the tolerance, so that all together keep it. It is
    counted from the westernmost vertex and one way round, so that the same ring of two bands is thinned the same. What
    stands on the edge of a flat map stays, and so does every edge that would be long enough to be cut up again.
    """
    if len(lon) < LEAST_THINNED:
        return lon, lat
    order = np.roll(np.arange(len(lon)), -int(np.lexsort((lat, lon))[0]))
    turned = (lon[order[1]], lat[order[1]]) > (lon[order[-1]], lat[order[-1]])
    if turned:
        order = np.roll(order[::-1], 1)
    phi, lam = np.radians(lat), np.radians(lon)
    place = EARTH_M * np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))
    free = (np.abs(lon) < SEAM_LON) & (np.abs(lat) < 90.0)
    while len(order) >= LEAST_THINNED:
        tolerance_m /= 2.0
        before, odd = order[0 : len(order) - 1 : 2], order[1::2]
        after = np.append(order[2::2], order[0])[: len(odd)]
        chord, way = place[after] - place[before], place[odd] - place[before]
        share = np.clip((way * chord).sum(axis=1) / np.maximum((chord * chord).sum(axis=1), 1.0), 0.0, 1.0)
        off = np.linalg.norm(way - share[:, None] * chord, axis=1)
        longest = np.maximum(np.abs(lon[after] - lon[before]), np.abs(lat[after] - lat[before]))
        goes = (off < tolerance_m) & (longest < LONGEST_DEG) & free[odd]
        if not goes.any():
            break
        keep = np.ones(len(order), dtype=bool)
        keep[1::2] = ~goes
        order = order[keep]
    if turned:
        order = order[::-1]
    return lon[order], lat[order]


@lru_cache(maxsize=8)
def _circles(specs: tuple[RingSpec, ...]) -> _Parts:
    """Range rings with fewer vertices."""
    return _joined([(lon[::_EVERY], lat[::_EVERY]) for lon, lat in map(circle, specs)])


@lru_cache(maxsize=8)
def _net(step: float) -> _Parts:
    """The whole net with a vertex every third degree, so that it needs no curves."""
    net = graticule(step)
    lines = []
    for a, b in pairwise(net.start.tolist()):
        length = max(abs(net.lon[b - 1] - net.lon[a]), abs(net.lat[b - 1] - net.lat[a]))
        share = np.linspace(0.0, 1.0, max(math.ceil(length / 3.0), 1) + 1)
        lon = net.lon[a] + share * (net.lon[b - 1] - net.lon[a])
        lines.append((lon, net.lat[a] + share * (net.lat[b - 1] - net.lat[a])))
    start = np.concatenate(([0], np.cumsum([len(lon) for lon, _ in lines]))).astype(np.int32)
    lon, lat = (np.concatenate([line[k] for line in lines]) for k in (0, 1))
    return _Parts(lon, lat, start, np.zeros(len(lines), dtype=np.int32))


def sketch(sheet: Sheet, view: View) -> Picture:
    """The ground of `sheet` in outline; its marks have keys that never come again."""
    drawing = _Sketch(sheet, view)
    drawing.ground()
    if not sheet.tinted:
        drawing.land()
    drawing.bands()
    if sheet.tinted:
        drawing.land(VEIL)
    drawing.lines()
    return Picture(view, sheet.style.ground.outside, (*drawing.areas(), *drawing.strokes), ())


class _Sketch:
    """One sketch while it is drawn."""

    def __init__(self, sheet: Sheet, view: View) -> None:
        self.sheet, self.view = sheet, view
        self.strokes = list[Mark]()
        self._areas = list[tuple[LayerId, _Parts, Colour]]()
        self.tolerance_m = max(4.0 * view.mpp, LADDER_M[-1] / 2)
        self.least_m = 2.0 ** round(math.log2(SMALLEST_PX * view.mpp))
        self.vertex_m = min(self.least_m * VERTEX_PX / SMALLEST_PX, COARSEST_M)

    def _shown(self, layer: LayerId) -> bool:
        row = self.sheet.setting(layer)
        return row.visible and row.opacity > 0

    def _large(self, work: Rings | Lines, least_m: float) -> _Parts:
        return _large(work, least_m, self.vertex_m)

    def areas(self) -> list[Mark]:
        """The sea, and all areas above it: cut in one go, which takes half the time of one after the other."""
        edge = self.view.projection.outline(20_000.0)
        sea = Geometry(_key(), edge, np.array([0, len(edge)], dtype=np.int32), np.zeros(1, dtype=np.int32))
        marks: list[Mark] = [Shape("sea", sea, (self.sheet.ground.sea,), antialias=False)]
        filled = [(layer, parts, ink) for layer, parts, ink in self._areas if len(parts.feature)]
        if not filled:
            return marks
        counts = [int(parts.feature.max()) + 1 for _, parts, _ in filled]
        first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        begin = np.cumsum([0] + [len(parts.lon) for _, parts, _ in filled])
        xy, start, group = self.view.projection.rings(
            np.concatenate([parts.lon for _, parts, _ in filled]),
            np.concatenate([parts.lat for _, parts, _ in filled]),
            np.concatenate([[0]] + [parts.start[1:] + b for (_, parts, _), b in zip(filled, begin, strict=False)]),
            np.concatenate([parts.feature + f for (_, parts, _), f in zip(filled, first, strict=False)]),
            self.tolerance_m,
        )
        cut = np.searchsorted(group, first)
        for (layer, _, ink), a, b in zip(filled, cut[:-1], cut[1:], strict=True):
            together = (group[a:b] - group[a]) // TOGETHER if b > a else group[a:b]
            shape = Geometry(_key(), xy[start[a] : start[b]], start[a : b + 1] - start[a], together)
            marks.append(Shape(layer, shape, (ink,), antialias=False))
        return marks

    def _stroke(self, layer: LayerId, parts: _Parts, pen: Pen) -> None:
        xy, start = self.view.projection.strokes(parts.lon, parts.lat, parts.start, self.tolerance_m)
        # wider ones take eight times as long, dashes four times
        thin = Pen(pen.colour, min(pen.width, THIN_PX))
        self.strokes.append(Stroke(layer, Geometry(_key(), xy, start), thin))

    def ground(self) -> None:
        """Depths, unless tints lie over them: then they can hardly be told apart."""
        ink, base = self.sheet.ground, self.sheet.basemap
        if self._shown("depths") and not self.sheet.tinted:
            for k in range(0, len(base.depths), DEPTHS_SKIPPED):
                rings, tint = base.depths[k][1], ink.depths[min(k, len(ink.depths) - 1)]
                self._areas.append(("depths", self._large(rings, self.least_m * 4), tint))

    def land(self, strength: float = 1.0) -> None:
        """Land, as a veil where tints lie below it."""
        if self._shown("land"):
            land = self._large(self.sheet.basemap.land, self.least_m)
            self._areas.append(("land", land, self.sheet.ground.land.faded(strength)))

    def bands(self) -> None:
        """The tints of the bands, unhatched."""
        row = self.sheet.setting("bands")
        finite = [band for band in self.sheet.bands if not math.isinf(band.to_h)]
        if not row.visible or not finite:
            return
        inks = ramp(self.sheet.style.thematic.hours, len(finite))
        for parts, tint in zip(_bands(tuple(finite), self.vertex_m * BETWEEN), inks, strict=True):
            self._areas.append(("bands", parts, tint.faded(row.opacity)))

    def lines(self) -> None:
        """Coast, borders, net and range rings."""
        style, base, view = self.sheet.style, self.sheet.basemap, self.view
        if self._shown("land"):
            self._stroke("land", self._large(base.coast, self.least_m), style.ground.coast)
        if self._shown("borders"):
            borders = _borders(base.borders, base.border_kind.tobytes())
            self._stroke("borders", self._large(borders, 0.0), style.ground.border)
        step = step_for(view.mpp)
        if self._shown("graticule") and step >= NET_FROM_DEG:
            self._stroke("graticule", _net(step), style.ground.graticule)
        if self._shown("rings") and self.sheet.rings:
            self._stroke("rings", _circles(self.sheet.rings), style.thematic.ring)
