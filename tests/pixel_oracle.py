"""A pixel oracle: paint every feature in a colour of its own, look up random pixels on the globe, compare.

The picture is made by `Projection.rings` and Qt's raster painter without antialiasing; the truth by inverse projection
and point in polygon on the rings as they stand in longitude and latitude. The two share no cutting code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF
from shiboken6 import VoidPtr, getCppPointer

from layers.projection import Projection
from layers.view import View


class Truth:
    """Which feature holds a place; features are all their rings by the even-odd rule, the highest number on top."""

    def __init__(self, lon, lat, start, feature):
        xy = np.column_stack((lon, lat)).astype(float)
        ring = np.repeat(np.arange(len(start) - 1), np.diff(start))
        rings = shapely.linearrings(xy, indices=ring)
        self.polygons = shapely.polygons(rings)
        shapely.prepare(self.polygons)
        self.tree = shapely.STRtree(self.polygons)
        self.feature = np.asarray(feature)

    def at(self, lon, lat):
        """Feature number + 1 of places; 0 where there is none or the place is nan."""
        found = np.zeros(len(lon), dtype=np.int64)
        known = np.flatnonzero(np.isfinite(lon))
        point, ring = self.tree.query(shapely.points(lon[known], lat[known]), predicate="within")
        key = known[point] * 100_000 + self.feature[ring]
        key, count = np.unique(key, return_counts=True)
        key = key[count % 2 == 1]
        np.maximum.at(found, key // 100_000, key % 100_000 + 1)
        return found


def _polygon(x, y) -> QPolygonF:
    polygon = QPolygonF()
    polygon.resize(len(x))
    memory = VoidPtr(getCppPointer(polygon.data())[0], len(x) * 16, True)
    np.frombuffer(memory)[:] = np.column_stack((x, y)).ravel()
    return polygon


def paint(view: View, xy, start, group) -> np.ndarray:
    """Feature number + 1 for every pixel of the view, (height, width)."""
    a, b, c, d, e, f = view.matrix
    px, py = a * xy[:, 0] + c * xy[:, 1] + e, b * xy[:, 0] + d * xy[:, 1] + f
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 0))
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    path = QPainterPath()
    for i in range(len(group)):
        path.addPolygon(_polygon(px[start[i] : start[i + 1]], py[start[i] : start[i + 1]]))
        path.closeSubpath()
        if i + 1 == len(group) or group[i + 1] != group[i]:
            number = int(group[i]) + 1
            painter.fillPath(path, QColor(number >> 16, (number >> 8) & 255, number & 255))
            path = QPainterPath()
    painter.end()
    return np.array(image.constBits()).view(np.uint32).reshape(view.height, -1)[:, : view.width] & 0xFFFFFF


@dataclass(frozen=True)
class Verdict:
    """How many pixels were compared, and those wrong though all around them agrees: (px, py, painted, true)."""

    pixels: int
    wrong: list[tuple[int, int, int, int]]


def judge(truth: Truth, view: View, rings, samples: int, seed: int = 0, tolerance_m: float | None = None) -> Verdict:
    """Compare `samples` random pixels of one view, its border left out.

    A pixel is off the edges, and counts as wrong when it differs, if the eight around it have its own painted colour
    and lie in the same feature on the globe.
    """
    projection: Projection = view.projection
    picture = paint(view, *projection.rings(*rings, tolerance_m=tolerance_m or max(view.mpp / 4, 10.0)))
    rng = np.random.default_rng(seed)
    i, j = rng.integers(1, view.width - 1, samples), rng.integers(1, view.height - 1, samples)

    def true_at(px, py):
        a, b, c, d, e, f = view.matrix
        inverse = np.linalg.inv(np.array([[a, c], [b, d]]))
        x, y = inverse @ np.vstack((px + 0.5 - e, py + 0.5 - f))
        return truth.at(*projection.inverse(x, y))

    painted, real = picture[j, i], true_at(i, j)
    wrong = np.flatnonzero(painted != real)
    for di in (-1, 0, 1):
        for dj in (-1, 0, 1):
            same = picture[j[wrong] + dj, i[wrong] + di] == painted[wrong]
            wrong = wrong[same]
            wrong = wrong[true_at(i[wrong] + di, j[wrong] + dj) == real[wrong]]
    return Verdict(samples, [(int(i[k]), int(j[k]), int(painted[k]), int(real[k])) for k in wrong])


def whole(projection: Projection, width: int, height: int, rotation_deg: float = 0.0) -> View:
    """The whole map in a window; the globe and discs a little larger than their rim."""
    x0, y0, x1, y1 = projection.extent
    mpp = max((x1 - x0) / width, (y1 - y0) / height) * 1.02
    return View(projection, (x0 + x1) / 2, (y0 + y1) / 2, mpp, width, height, rotation_deg)
