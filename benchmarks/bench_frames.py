"""The map under the hand, 1920 x 1080: frames while it moves, how soon it is sharp, and what another projection takes.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_frames [--json FILE]

On the map: the world at full detail, 12 rings, 8 bands, all bases and flashpoints (over 200 signs), all names the scale
allows. A frame is one step of the hand, the repaint of the whole widget, and whatever else the event loop has to do
then; the hand begins to move as soon as the picture is sharp, while the wider one is still being painted. `blit` is the
bare drawing of one image of the window's size, taken in turn with the frames. `sharp` counts from the last step until
the picture of that very view is on the screen, the rest time included. The longest wait is that between two beats of a
timer of 2 ms: as long would a key or a click have waited. Times of the processor stand beside those of the clock,
because other work on the machine lengthens only these.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import resources
from benchmarks.harness import Row, main
from layers import kernels, rings
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture.marks import Symbol, Text
from layers.picture.sheet import Band, RingSpec, Sheet
from layers.projection import KINDS, Projection
from layers.routes.model import Line
from layers.scenario.model import BASELINE
from layers.style.model import Style
from layers.style.named import named
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Content, Document
from mapapp.tools.hand import PanTool

WIDTH, HEIGHT = 1920, 1080
PRATAS = (116.729, 20.703)
SCALES = (("world", 25_000.0), ("hemisphere", 6_700.0), ("theatre", 1_500.0), ("strait", 400.0), ("island", 60.0))
STEPS = 60
BEAT_MS = 2
HAND = 3
"""Steps of the hand before it rests."""
FRAME, SWITCH = f"A frame of {WIDTH} x {HEIGHT}", "Another projection"
Array = npt.NDArray[np.float64]


def loaded(basemap: Any, catalogue: Any) -> Sheet:
    """The sheet with 12 rings and 8 bands about Pratas."""
    specs = tuple(
        RingSpec(f"r{k}", *PRATAS, km * 1e3, f"{km} km")
        for k, km in enumerate((100, 200, 400, 600, 800, 1000, 1500, 2000, 3000, 5000, 8000, 12_000))
    )
    bands, inner = [], None
    for k in range(8):
        outer = rings.polygon(*PRATAS, (k + 1) * 900e3, 721)
        area = outer if inner is None else shapely.difference(outer, inner)
        lines = [
            np.asarray(ring.coords)[:-1]
            for part in shapely.get_parts(area)
            for ring in [part.exterior, *part.interiors]
        ]
        bands.append(Band(float(k), k + 1.0, tuple(Line(xy[:, 0], xy[:, 1]) for xy in lines)))
        inner = outer
    return Sheet(basemap, catalogue, named("light"), target="pratas", rings=specs, bands=tuple(bands))


class Stand:
    """A canvas with everything on it, and a clock beside it."""

    def __init__(self) -> None:
        found = QApplication.instance()
        self.application = found if isinstance(found, QApplication) else QApplication([])
        kernels.warm()
        basemap, catalogue = load_basemap(), read_catalogue(resources.path("catalogue"))[0]
        self.sheet = self.other = loaded(basemap, catalogue)
        document = Document(basemap, catalogue, Content(BASELINE))
        self.canvas = MapCanvas(self.sheet, about(Projection("aeqd", *PRATAS), 6_700.0), PanTool(document))
        self.canvas.resize(WIDTH, HEIGHT)
        self.canvas.show()
        self._screen = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self._image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self._image.fill(0x336699)
        gc.freeze()  # as the program does when everything is read

    def restyle(self, style: Style) -> None:
        """A second sheet, in another style."""
        self.other = replace(self.sheet, style=style)

    def until(self, ready: Callable[[], bool]) -> float:
        """Milliseconds until something is so, while the window lives."""
        start = time.perf_counter()
        while not ready():
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        return (time.perf_counter() - start) * 1e3

    def until_sharp(self) -> float:
        """Milliseconds until the picture is sharp, while the window lives; the loop sleeps in between, as it does."""
        start = time.perf_counter()
        if not self.canvas.sharp:
            loop = QEventLoop()
            self.canvas.sharpened.connect(loop.quit)
            loop.exec()
            self.canvas.sharpened.disconnect(loop.quit)
        return (time.perf_counter() - start) * 1e3

    def frames(self, step: Callable[[int], None], count: int = STEPS) -> Frames:
        """Steps of the hand, each with its repaint, and a bare blit after each."""
        wall, cpu, blits = [], [], []
        for number in range(count):
            begin, used = time.perf_counter(), time.thread_time()
            step(number)
            self.canvas.repaint()
            self.application.processEvents()
            wall.append(time.perf_counter() - begin)
            cpu.append(time.thread_time() - used)
            begin = time.perf_counter()
            painter = QPainter(self._screen)
            painter.drawImage(QPointF(0, 0), self._image)
            painter.end()
            blits.append(time.perf_counter() - begin)
        return Frames(np.array(wall) * 1e3, np.array(cpu) * 1e3, np.array(blits) * 1e3)

    def switch(self, view: View) -> tuple[float, float, float]:
        """(first picture, sharp, longest wait of the window's thread) [ms] of another projection."""
        beats: list[float] = []
        first: list[float] = []

        def beat() -> None:
            beats.append(time.perf_counter())
            if not first and self.canvas.shows(view.projection):
                first.append(beats[-1])

        pulse = QTimer()
        pulse.setTimerType(Qt.TimerType.PreciseTimer)
        pulse.timeout.connect(beat)
        pulse.start(BEAT_MS)
        begin = time.perf_counter()
        self.canvas.set_view(view)
        done = self.until_sharp()
        beat()
        pulse.stop()
        longest = max(np.diff([begin, *beats]))
        return (first[0] - begin) * 1e3, done, float(longest) * 1e3

    def close(self) -> None:
        self.canvas.close_down()
        self.canvas.close()


class Frames(NamedTuple):
    """Milliseconds of each frame by the clock and by the processor, and of the blits between."""

    wall: Array
    cpu: Array
    blit: Array

    def note(self) -> str:
        return (
            f"p95 {np.percentile(self.wall, 95):.1f}; of the processor {np.median(self.cpu):.1f}, "
            f"p95 {np.percentile(self.cpu, 95):.1f}; a bare blit {np.median(self.blit):.2f}"
        )


def about(projection: Projection, mpp: float) -> View:
    return View(projection, 0.0, 0.0, mpp, WIDTH, HEIGHT)


def rows() -> Iterator[Row]:
    stand = Stand()
    canvas = stand.canvas
    load = f"load {os.getloadavg()[0]:.1f}"
    tails, ratios = [], []
    moves: dict[str, Callable[[int], None]] = {
        "pan": lambda n: canvas.pan_by(6 - 12 * (n // 30), 3),
        "zoom": lambda n: canvas.zoom_by(1.02 if n % 40 < 20 else 1 / 1.02),
        "turn": lambda _: canvas.rotate_by(1.0),
    }
    for name, mpp in SCALES:
        canvas.set_view(about(Projection("aeqd", *PRATAS), mpp))
        stand.until_sharp()
        for move, step in moves.items():
            taken = stand.frames(step)
            tails.append(float(np.percentile(taken.wall, 95)))
            ratios.append(float(np.median(taken.wall) / np.median(taken.blit)))
            yield Row(FRAME, f"{move}, {name}", float(np.median(taken.wall)), "ms", at_most=8.0, note=taken.note())
        canvas.rotate_by(-canvas.view.rotation_deg)
        yield from rested(stand, name)
    yield Row(FRAME, "95th percentile, the worst of these", max(tails), "ms", at_most=16.0, note=load)
    yield Row(FRAME, "frame over a bare blit of the window, median of these", float(np.median(ratios)))
    for mpp in (12_500.0, 5_000.0):
        canvas.set_view(about(Projection("ortho", *PRATAS), mpp))
        stand.until_sharp()
        taken = stand.frames(lambda n: canvas.pan_by(9, 4 if n < 30 else -4))
        yield Row(
            FRAME,
            f"globe turned, {mpp:g} m a pixel",
            float(np.median(taken.wall)),
            "ms",
            at_most=33.0,
            note=taken.note(),
        )
    for kind in KINDS[1:] + KINDS[:1]:
        first, complete, longest = stand.switch(about(navigate.projection(kind, PRATAS), 3_000.0))
        yield Row(SWITCH, f"first picture, {kind}", first, "ms", at_most=100.0, note=load)
        yield Row(SWITCH, f"complete, {kind}", complete, "ms", at_most=1_000.0)
        yield Row(SWITCH, f"longest wait of the window's thread, {kind}", longest, "ms", at_most=50.0)
    stand.close()


def rested(stand: Stand, name: str) -> Iterator[Row]:
    """How soon after the hand's last move the picture is sharp."""
    canvas, waits = stand.canvas, []
    for number in range(7):
        stand.until_sharp()
        for _ in range(HAND):
            canvas.pan_by(30 - 60 * (number % 2), 13)
            canvas.repaint()
            stand.application.processEvents()
        waits.append(stand.until_sharp())
        for _ in range(HAND):
            canvas.zoom_by(1.06 if number % 2 else 1 / 1.06)
            canvas.repaint()
            stand.application.processEvents()
        waits.append(stand.until_sharp())
    marks = canvas.picture.over if canvas.picture else ()
    signs = sum(isinstance(mark, Symbol) for mark in marks)
    names = sum(isinstance(mark, Text) for mark in marks)
    note = f"worst {max(waits):.0f}; {signs} signs, {names} lines of text"
    yield Row("Sharp after the hand rests", name, float(np.median(waits)), "ms", at_most=120.0, note=note)


if __name__ == "__main__":
    main(rows)
