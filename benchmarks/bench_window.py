"""The window under the hand: start, frames while panning, zooming and turning, and how soon it is sharp at rest.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_window [WIDTHxHEIGHT]

Frames are repaints of the map widget after one step of the hand; `sharp` counts from the last step until the picture of
that very view is on the screen, the rest time included. `cpu` is what the lane's work costs on a processor of its own.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
BEGIN = time.perf_counter()

# ruff: noqa: E402 - the clock starts before the imports it measures
import numpy as np
from PySide6.QtCore import QEventLoop

from mapapp import app
from mapapp.canvas.render import render
from mapapp.paint import Painter
from mapapp.settings import Settings

SCALES = (("world", 25_000.0), ("hemisphere", 6_700.0), ("theatre", 1_500.0), ("strait", 400.0), ("island", 60.0))


def main() -> None:
    width, height = (int(part) for part in (sys.argv[1] if len(sys.argv) > 1 else "1600x1000").split("x"))
    imported = time.perf_counter()
    made = app.make_application()

    def until(ready: Callable[[], bool]) -> float:
        start = time.perf_counter()
        while not ready():
            made.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        return (time.perf_counter() - start) * 1e3

    with TemporaryDirectory() as folder:
        window, _ = app.open_window(Settings(Path(folder) / "settings.ini"))
        window.resize(width, height)
        window.show()
        until(lambda: window.canvas.sharp)
        first = time.perf_counter()
        print(f"imports {imported - BEGIN:.2f} s, first sharp picture {first - BEGIN:.2f} s after that of Python")
        canvas = window.canvas
        print(f"map {canvas.width()} x {canvas.height()}; median / 95th percentile, ms")

        def frames(step: Callable[[int], None]) -> str:
            taken = []
            for number in range(60):
                start = time.perf_counter()
                step(number)
                canvas.repaint()
                taken.append((time.perf_counter() - start) * 1e3)
            return f"{np.median(taken):5.1f} /{np.percentile(taken, 95):6.1f}"

        def sharp(step: Callable[[int], None]) -> str:
            taken = []
            for number in range(8):
                until(lambda: canvas.sharp)
                step(number)
                taken.append(until(lambda: canvas.sharp))
            return f"{np.median(taken):5.0f} /{np.percentile(taken, 95):6.0f}"

        sink = Painter()
        for name, mpp in SCALES:
            window.fit()
            canvas.set_view(replace(canvas.view, mpp=mpp))
            until(lambda: canvas.sharp)
            pan = frames(lambda n: canvas.pan_by(3 - 6 * (n // 30), 2))
            zoom = frames(lambda n: canvas.zoom_by(1.01 if n % 2 else 1 / 1.01))
            turn = frames(lambda _: canvas.rotate_by(1.0))
            canvas.rotate_by(-canvas.view.rotation_deg)
            rest = sharp(lambda n: canvas.pan_by(60 - 120 * (n % 2), -30 + 60 * (n % 2)))
            cost = []
            for number in range(6):
                start = time.thread_time()
                view = canvas.view.panned(40 * (number % 2), 20)
                render(canvas.sheet, view, canvas.devicePixelRatioF(), sink, lambda: None, legend=canvas.legend)
                cost.append((time.thread_time() - start) * 1e3)
            print(f"{name:10} pan {pan}  zoom {zoom}  turn {turn}  sharp {rest}  cpu {np.median(cost[1:]):4.0f}")
        for kind in ("laea", "ortho", "lcc", "merc", "eqc", "eqearth", "aeqd"):
            window.actions_table.run(f"projection.{kind}")
            print(f"to {kind:8} {until(lambda: canvas.sharp):5.0f} ms until sharp")
        window.close()


if __name__ == "__main__":
    main()
