"""Arrays as Qt polygons: made on first sight, kept per key, drawn only where they can be seen.

What was measured and why it is done so: never one giant path (a path per group; 600 ms against 26 for the world), long
lines in chunks, polygons filled through the buffer of a QPolygonF (12 times faster than lineTo), boxes compared in
numpy.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainterPath, QPolygonF

from layers.picture.cut import Array, Ints, Rect, block, boxes, clipped, clipped_lines, polylines, seen
from layers.picture.marks import Geometry
from mapapp.paint.polygon import joined, qpolygon

LONG = 1500
"""A ring of more vertices is cut to the neighbourhood of the window: Eurasia as one ring costs 90 ms whole, 3 cut."""
BLOCKS = 2
"""Neighbourhoods for which cut rings are kept."""
ROOM = 4.0
"""A neighbourhood serves while it is not so many times as wide as the window: the wider image's for the next one."""
FRAMES = 2
"""Whole rings are kept for as many frames that show all of them: that of the window and that of the wider image. Which
small rings are left out changes with every scale, so a group of islands has thousands of paths in the end."""

POINT_BYTES, POLYGON_BYTES = 16, 400
"""What a vertex of a polygon takes, and a polygon beside its vertices: measured, with the Python object."""
STEP_BYTES, PATH_BYTES = 64, 3800
"""The same of a path that was filled: Qt keeps a second form of it, most of it of a fixed size."""


class Lines:
    """A geometry's lines as polylines of limited length."""

    def __init__(self, geometry: Geometry, closed: bool, whole: bool) -> None:
        self.xy, self.start = polylines(geometry, closed, whole)
        self.box = boxes(self.xy, self.start)
        self._made: dict[int, QPolygonF] = {}
        self.held_bytes = self.xy.nbytes + self.start.nbytes + self.box.nbytes
        """The arrays and what was made of them so far."""

    def visible(self, window: Rect) -> list[QPolygonF]:
        """The polylines that may meet the window."""
        made = self._made
        found = []
        for k in np.flatnonzero(seen(self.box, window)).tolist():
            if k not in made:
                made[k] = qpolygon(self.xy[self.start[k] : self.start[k + 1]])
                self.held_bytes += POLYGON_BYTES + POINT_BYTES * made[k].size()
            found.append(made[k])
        return found

    def mapped(self, window: Rect, matrix: Array, shift: Array, page: Rect) -> list[QPolygonF]:
        """The visible polylines in page coordinates, cut to the page."""
        parts = np.flatnonzero(seen(self.box, window))
        lines = [self.xy[self.start[k] : self.start[k + 1]] @ matrix + shift for k in parts.tolist()]
        start = np.concatenate(([0], np.cumsum([len(line) for line in lines]))).astype(np.intp)
        return [qpolygon(line) for line in clipped_lines(np.concatenate(lines), start, page)] if lines else []


class Areas:
    """A geometry's rings by group; a group's visible rings are filled as one path by the even-odd rule."""

    def __init__(self, geometry: Geometry) -> None:
        self.xy = geometry.xy
        self.start: Ints = geometry.start.astype(np.intp)
        self.box = boxes(self.xy, self.start)
        count = len(self.start) - 1
        group = np.arange(count) if geometry.group is None else geometry.group
        self.ids, self.of_part = np.unique(group, return_inverse=True)
        self.size = np.diff(self.start)
        self.reach = np.maximum(self.box[:, 2] - self.box[:, 0], self.box[:, 3] - self.box[:, 1])
        self._whole: dict[tuple[int, ...], QPainterPath] = {}
        """The least used first."""
        self._held = 0
        """Bytes of the paths in `_whole`, and of their keys."""
        self._most = FRAMES * (STEP_BYTES * len(self.xy) + PATH_BYTES * len(self.ids) + POINT_BYTES * count)
        self._cut: dict[Rect, dict[tuple[int, ...], QPainterPath]] = {}
        """By neighbourhood: that of the window and that of the wider image, as the hand left them last."""
        self._pieces: dict[Rect, dict[int, QPolygonF]] = {}
        """Long rings cut to the same neighbourhoods: each strip that comes into view shows others of their groups."""
        arrays = (self.xy, self.start, self.box, self.of_part, self.size, self.reach)
        self._arrays = sum(array.nbytes for array in arrays)

    @property
    def held_bytes(self) -> int:
        """The arrays and what was made of them so far."""
        cut = sum(
            PATH_BYTES + STEP_BYTES * path.elementCount() for here in self._cut.values() for path in here.values()
        )
        pieces = sum(
            POLYGON_BYTES + POINT_BYTES * ring.size() for here in self._pieces.values() for ring in here.values()
        )
        return self._arrays + self._held + cut + pieces

    def _parts(self, window: Rect, least: float = 0.0) -> list[tuple[int, tuple[int, ...]]]:
        """(index of the group's colour, its visible rings that are at least so wide or high), ascending."""
        parts = np.flatnonzero(seen(self.box, window) & (self.size >= 3) & (self.reach >= least))
        if not len(parts):
            return []
        owner = self.of_part[parts]
        order = np.argsort(owner, kind="stable")
        owner, part = owner[order], parts[order].tolist()
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        ends = [*first[1:].tolist(), len(part)]
        return [
            (which, tuple(part[a:b])) for which, a, b in zip(owner[first].tolist(), first.tolist(), ends, strict=True)
        ]

    def _path(self, parts: tuple[int, ...], near: Rect, leaving: set[int]) -> QPainterPath:
        """The rings as one path, those that leave the neighbourhood `near` cut to it."""
        if not leaving.isdisjoint(parts):
            here = self._cut.pop(near, {})
            while len(self._cut) >= BLOCKS:
                old = next(iter(self._cut))
                del self._cut[old]
                self._pieces.pop(old, None)
            self._cut[near] = here
            if parts not in here:
                here[parts] = joined([self._piece(k, near) for k in parts])
            return here[parts]
        kept = self._whole.pop(parts, None)
        if kept is None:
            kept = joined([qpolygon(self.xy[self.start[k] : self.start[k + 1]]) for k in parts])
            self._held += self._cost(parts)
            while self._whole and self._held > self._most:
                gone = next(iter(self._whole))
                self._whole.pop(gone, None)
                self._held -= self._cost(gone)
        self._whole[parts] = kept
        return kept

    def _piece(self, number: int, near: Rect) -> QPolygonF:
        """A ring, a long one cut to the neighbourhood."""
        ring = self.xy[self.start[number] : self.start[number + 1]]
        if len(ring) <= LONG:
            return qpolygon(ring)
        here = self._pieces.setdefault(near, {})
        if number not in here:
            here[number] = qpolygon(clipped(ring, near))
        return here[number]

    def _cost(self, parts: tuple[int, ...]) -> int:
        return PATH_BYTES + STEP_BYTES * int(self.size[list(parts)].sum()) + POINT_BYTES * len(parts)

    def _near(self, window: Rect) -> Rect:
        """The neighbourhood of a window: one for which rings are cut already where it will do."""
        most = ROOM * max(window[2] - window[0], window[3] - window[1])
        for near in self._cut:
            wide = max(near[2] - near[0], near[3] - near[1]) <= most
            if wide and near[0] <= window[0] and near[1] <= window[1] and near[2] >= window[2] and near[3] >= window[3]:
                return near
        return block(window)

    def _leaving(self, near: Rect) -> set[int]:
        """The long rings that run out of a neighbourhood."""
        box = self.box
        out = (box[:, 0] < near[0]) | (box[:, 1] < near[1]) | (box[:, 2] > near[2]) | (box[:, 3] > near[3])
        return set(np.flatnonzero(out & (self.size > LONG)).tolist())

    def visible(self, window: Rect, least: float = 0.0, whole: Rect | None = None) -> list[tuple[int, QPainterPath]]:
        """What to fill for each group that may meet the window, without rings that reach less far than `least`.

        Long rings are cut to the neighbourhood of the `whole` of which the window is a part. Paths, not polygons: Qt
        fills a path five to ten times faster than a polygon of the same points.
        """
        near = self._near(whole or window)
        leaving = self._leaving(near)
        return [(owner, self._path(parts, near, leaving)) for owner, parts in self._parts(window, least)]

    def mapped(self, window: Rect, matrix: Array, shift: Array, page: Rect) -> list[tuple[int, QPainterPath]]:
        """What to fill for each visible group in page coordinates, cut to the page."""
        found = []
        for owner, rings in self.rings(window, matrix, shift, page):
            found.append((owner, joined([qpolygon(ring) for ring in rings])))
        return found

    def rings(self, window: Rect, matrix: Array, shift: Array, page: Rect) -> list[tuple[int, list[Array]]]:
        """The visible rings of each group in page coordinates, cut to the page."""
        found = []
        for owner, parts in self._parts(window):
            cut = [clipped(self.xy[self.start[k] : self.start[k + 1]] @ matrix + shift, page) for k in parts]
            if rings := [ring for ring in cut if len(ring) >= 3]:
                found.append((owner, rings))
        return found
