"""The map under the hand, 1920 x 1080: frames while it moves, how soon it is sharp, and what another projection takes.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_frames [--json FILE]

On the map: the world at full detail, 12 rings, 8 bands, all bases and flashpoints (over 200 signs), all names the scale
allows. A frame is one step of the hand and the repaint of the whole widget; `blit` is the bare drawing of one image of
the window's size, taken in turn with the frames. `sharp` counts from the last step until the picture of that very view
is on the screen, the rest time included. Times of the processor (`cpu`) stand beside those of the clock, because other
work on the machine lengthens only these.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtCore import QEventLoop, QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import resources
from benchmarks.harness import finish, say
from layers import kernels, rings
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture.marks import Symbol, Text
from layers.picture.sheet import Band, RingSpec, Sheet
from layers.projection import KINDS, Projection
from layers.routes.model import Line
from layers.scenario.model import BASELINE
from layers.style.named import named
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Content, Document
from mapapp.tools.tool import PanTool

WIDTH, HEIGHT = 1920, 1080
PRATAS = (116.729, 20.703)
SCALES = (("world", 25_000.0), ("hemisphere", 6_700.0), ("theatre", 1_500.0), ("strait", 400.0), ("island", 60.0))
STEPS = 60


def loaded(basemap, catalogue) -> Sheet:
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


class Clock:
    """Frames by the clock and by the processor, with a bare blit after each."""

    def __init__(self, canvas: MapCanvas) -> None:
        self.canvas = canvas
        self.screen = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self.image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        self.image.fill(0x336699)

    def frames(self, name: str, step: Callable[[int], None], count: int = STEPS) -> None:
        wall, cpu, blits = [], [], []
        for number in range(count):
            begin, used = time.perf_counter(), time.thread_time()
            step(number)
            self.canvas.repaint()
            wall.append(time.perf_counter() - begin)
            cpu.append(time.thread_time() - used)
            begin = time.perf_counter()
            painter = QPainter(self.screen)
            painter.drawImage(QPointF(0, 0), self.image)
            painter.end()
            blits.append(time.perf_counter() - begin)
        ms, used, blit = (np.array(values) * 1e3 for values in (wall, cpu, blits))
        median, p95 = float(np.median(ms)), float(np.percentile(ms, 95))
        ratio = median / float(np.median(blit))
        say(
            f"  {name:24}{median:8.1f}{p95:8.1f}{np.median(used):8.1f}{np.percentile(used, 95):8.1f}{ratio:9.1f}",
            key=f"frame/{name}",
            value=median,
        )


def main() -> None:
    application = QApplication([])
    kernels.warm()
    basemap, catalogue = load_basemap(), read_catalogue(resources.path("catalogue"))[0]
    sheet = loaded(basemap, catalogue)
    document = Document(basemap, catalogue, Content(BASELINE))
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_700.0, WIDTH, HEIGHT)
    canvas = MapCanvas(sheet, view, PanTool(document))
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()

    def until(ready: Callable[[], bool]) -> float:
        start = time.perf_counter()
        while not ready():
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        return (time.perf_counter() - start) * 1e3

    clock = Clock(canvas)
    say(f"frames of {WIDTH} x {HEIGHT}, ms; load {os.getloadavg()[0]:.1f}")
    say(f"  {'':24}{'median':>8}{'p95':>8}{'cpu':>8}{'cpu p95':>8}{'/ blit':>9}")
    for name, mpp in SCALES:
        canvas.set_view(View(Projection("aeqd", *PRATAS), 0.0, 0.0, mpp, WIDTH, HEIGHT))
        until(lambda: canvas.sharp)
        marks = canvas.picture.over
        signs = sum(isinstance(mark, Symbol) for mark in marks)
        names = sum(isinstance(mark, Text) for mark in marks)
        clock.frames(f"{name} pan", lambda n: canvas.pan_by(6 - 12 * (n // 30), 3))
        clock.frames(f"{name} zoom", lambda n: canvas.zoom_by(1.02 if n % 40 < 20 else 1 / 1.02))
        clock.frames(f"{name} turn", lambda _: canvas.rotate_by(1.0))
        canvas.rotate_by(-canvas.view.rotation_deg)
        waits = []
        for number in range(7):
            until(lambda: canvas.sharp)
            canvas.pan_by(90 - 180 * (number % 2), 40)
            waits.append(until(lambda: canvas.sharp))
            canvas.zoom_by(1.2 if number % 2 else 1 / 1.2)
            waits.append(until(lambda: canvas.sharp))
        say(
            f"  {name:24}sharp {np.median(waits):6.0f} ms, worst {max(waits):.0f}; {signs} signs, {names} names",
            key=f"sharp/{name}",
            value=float(np.median(waits)),
        )
    say("another projection, ms: until its first picture, until sharp; longest wait of the window's thread between")
    for kind in KINDS[1:] + KINDS[:1]:
        place = navigate.place_at(canvas.view, WIDTH / 2, HEIGHT / 2) or PRATAS
        target = navigate.centred(
            replace(canvas.view, projection=navigate.projection(kind, PRATAS), mpp=3_000.0), *place
        )
        first, complete, longest = switch(application, canvas, target)
        say(f"  {kind:10}{first:8.0f}{complete:8.0f}{longest:8.0f}", key=f"switch/{kind}", value=complete)
    canvas.close_down()
    finish(sys.argv)
    application.quit()


def switch(application: QApplication, canvas: MapCanvas, view: View) -> tuple[float, float, float]:
    """(first picture, sharp, longest gap between two turns of the event loop) [ms]."""
    begin = last = time.perf_counter()
    canvas.set_view(view)
    first, longest = 0.0, 0.0
    while not canvas.sharp:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        if not first and canvas.shows(view.projection):
            first = now - begin
    done = time.perf_counter() - begin
    return (first or done) * 1e3, done * 1e3, longest * 1e3


if __name__ == "__main__":
    main()
