"""The first thing on the screen: the map in outline, while the rest of the program is still being read.

Nothing is imported here that this picture does not need: reading the rest takes several times as long as drawing it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

import resources
from layers.projection import Projection
from layers.view import View
from mapapp.application import make_application, place_window
from mapapp.paint.polygon import joined, qpolygon
from mapapp.settings import Settings

PLACE = (116.73, 20.7)
"""Pratas, on which the program opens."""
SPAN_M = 5_200_000.0
"""What the window shows of it at first."""
SEA, LAND, COAST, BORDER = "#dbe8f1", "#f5f1e6", "#4d6f8a", "#8a7f86"
"""The inks of the light style, which is not read yet."""
TOLERANCE_M = 5_000.0
ACROSS, UP = 70.0, 45.0
"""Degrees of longitude and latitude that a wide window may show to either side."""

Array = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


class Opening(QWidget):
    """The outline of the map where the window will be.

    Signals
    -------
    painted()
        It is on the screen.
    """

    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle("Rimland")
        place_window(self, settings)
        self._land: list[tuple[int, QPolygonF]] = []
        self._lines: list[QPolygonF] = []
        self._shown = False
        self._read()

    def _view(self) -> View:
        width, height = max(self.width(), 1), max(self.height(), 1)
        return View(Projection("aeqd", *PLACE), 0.0, 0.0, SPAN_M / height, width, height)

    def _read(self) -> None:
        """The outline, of the parts that can be seen."""
        view = self._view()
        with np.load(resources.path("data", "first.npz"), allow_pickle=False) as file:
            land, start, feature = file["land"], file["land_start"], file["land_feature"]
            borders, border_start = file["borders"], file["border_start"]
        near = _near(land, start)
        keep = np.repeat(near, np.diff(start))
        begin = np.concatenate(([0], np.cumsum(np.diff(start)[near]))).astype(np.int32)
        xy, begin, group = view.projection.rings(land[0, keep], land[1, keep], begin, feature[near], TOLERANCE_M)
        self._land = [
            (int(which), qpolygon(np.vstack((xy[a:b], xy[a]))))
            for (a, b), which in zip(pairwise(begin), group, strict=True)
        ]
        near = _near(borders, border_start)
        keep = np.repeat(near, np.diff(border_start))
        begin = np.concatenate(([0], np.cumsum(np.diff(border_start)[near]))).astype(np.int32)
        xy, begin = view.projection.strokes(borders[0, keep], borders[1, keep], begin, TOLERANCE_M)
        self._lines = [qpolygon(xy[a:b]) for a, b in pairwise(begin)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(SEA))
        painter.setTransform(QTransform(*self._view().matrix))
        for polygons in _grouped(self._land):
            painter.fillPath(joined(polygons), QColor(LAND))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ink, lines in ((BORDER, self._lines), (COAST, [polygon for _, polygon in self._land])):
            pen = QPen(QColor(ink), 1.0)
            pen.setCosmetic(True)
            painter.setPen(pen)
            for line in lines:
                painter.drawPolyline(line)
        painter.end()
        if not self._shown:
            self._shown = True
            self.painted.emit()


def _near(lonlat: Array, start: Ints) -> Bools:
    """Parts whose box comes within sight of the middle of the map; a rough measure that leaves out whole continents."""
    first = start[:-1]
    west, east = np.minimum.reduceat(lonlat[0], first), np.maximum.reduceat(lonlat[0], first)
    south, north = np.minimum.reduceat(lonlat[1], first), np.maximum.reduceat(lonlat[1], first)
    lon, lat = PLACE
    return np.asarray((west < lon + ACROSS) & (east > lon - ACROSS) & (south < lat + UP) & (north > lat - UP))


def _grouped(land: list[tuple[int, QPolygonF]]) -> list[list[QPolygonF]]:
    """The rings of each land mass."""
    found: dict[int, list[QPolygonF]] = {}
    for which, polygon in land:
        found.setdefault(which, []).append(polygon)
    return list(found.values())


def run() -> int:
    """Show the outline, then read the program, open its window in the same place and stay; the exit code.

    Raises
    ------
    RimlandError
        No screen to open a window on, or shipped data that cannot be read.
    """
    application = make_application()
    settings = Settings()
    opening = Opening(settings)
    problems: list[Exception] = []
    windows: list[QWidget] = []

    def read() -> None:
        try:
            from mapapp import app

            windows.append(app.begin(settings))
        except Exception as error:  # noqa: BLE001 - raised again below, outside of Qt
            problems.append(error)
            application.exit(1)
        opening.close()

    opening.painted.connect(lambda: QTimer.singleShot(0, read))
    opening.show()
    code = application.exec()
    if problems:
        raise problems[0]
    settings.save()
    return code
