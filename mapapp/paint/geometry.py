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


class Lines:
    """A geometry's lines as polylines of limited length."""

    def __init__(self, geometry: Geometry, closed: bool, whole: bool) -> None:
        self.xy, self.start = polylines(geometry, closed, whole)
        self.box = boxes(self.xy, self.start)
        self.weight = len(self.xy)
        self._made: dict[int, QPolygonF] = {}

    def visible(self, window: Rect) -> list[QPolygonF]:
        """The polylines that may meet the window."""
        made = self._made
        found = []
        for k in np.flatnonzero(seen(self.box, window)).tolist():
            if k not in made:
                made[k] = qpolygon(self.xy[self.start[k] : self.start[k + 1]])
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
        self.weight = len(self.xy)
        self.size = np.diff(self.start)
        self._polygons: dict[int, QPolygonF] = {}
        self._cut: dict[tuple[int, Rect], QPolygonF] = {}
        self._paths: dict[tuple[tuple[int, ...], Rect | None], QPainterPath] = {}

    def _parts(self, window: Rect) -> list[tuple[int, tuple[int, ...]]]:
        """(index of the group's colour, its visible rings), ascending."""
        full = (self.start[1:] - self.start[:-1]) >= 3
        parts = np.flatnonzero(seen(self.box, window) & full)
        owner = self.of_part[parts]
        order = np.argsort(owner, kind="stable")
        parts, owner = parts[order], owner[order]
        cuts = np.flatnonzero(np.diff(owner)) + 1
        return [(int(self.of_part[run[0]]), tuple(run.tolist())) for run in np.split(parts, cuts) if len(run)]

    def _polygon(self, part: int, near: Rect) -> QPolygonF:
        if self._leaves(part, near):
            key = (part, near)
            if key not in self._cut:
                if len(self._cut) > 64:
                    self._cut.clear()
                self._cut[key] = qpolygon(clipped(self.xy[self.start[part] : self.start[part + 1]], near))
            return self._cut[key]
        if part not in self._polygons:
            self._polygons[part] = qpolygon(self.xy[self.start[part] : self.start[part + 1]])
        return self._polygons[part]

    def _leaves(self, part: int, near: Rect) -> bool:
        """Whether a long ring runs out of the neighbourhood of the window."""
        if self.size[part] <= LONG:
            return False
        x0, y0, x1, y1 = self.box[part]
        return bool(x0 < near[0] or y0 < near[1] or x1 > near[2] or y1 > near[3])

    def visible(self, window: Rect) -> list[tuple[int, QPolygonF | QPainterPath]]:
        """What to fill for each group that may meet the window."""
        near = block(window)
        found: list[tuple[int, QPolygonF | QPainterPath]] = []
        for owner, parts in self._parts(window):
            if len(parts) == 1:
                found.append((owner, self._polygon(parts[0], near)))
                continue
            key = (parts, near if any(self._leaves(part, near) for part in parts) else None)
            if key not in self._paths:
                if len(self._paths) > 1024:
                    self._paths.clear()
                self._paths[key] = joined([self._polygon(part, near) for part in parts])
            found.append((owner, self._paths[key]))
        return found

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
