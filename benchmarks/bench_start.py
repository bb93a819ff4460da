"""From the start of the process to the first drawn map, beside an empty window and beside QGIS.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_start [--json FILE]

Every program starts in a process of its own, in turn, and is stopped by the clock when it says that it has drawn:
`empty` is a PySide6 window with numpy, shapely and pyproj imported; ours is `rimland` as a person starts it. QGIS is a
script of python3-qgis that draws the same land and borders on an image, without a window.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.bench_peers import exported, qgis_python
from benchmarks.harness import Row, main, ratio
from layers.io.shipped import load_basemap

REPEATS = 7


def until_drawn(command: list[str], folder: Path) -> float:
    """Seconds until the program says that it has drawn."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    kept |= {"RIMLAND_SETTINGS": str(folder / "settings.ini"), "QT_QPA_PLATFORM": "offscreen"}
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept) as process:
        assert process.stdout
        if process.stdout.readline().strip() != b"drawn":
            raise RuntimeError(f"{' '.join(command)} drew nothing")
        took = time.perf_counter() - begin
        process.wait()
    return took


def rows() -> Iterator[Row]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        mine = [sys.executable, "-m", "benchmarks.first_map"]
        programs = {what: [*mine, what] for what in ("empty", "rimland", "window")}
        python = qgis_python()
        if python:
            (folder / "job.json").write_text(json.dumps(exported(load_basemap(), folder)), encoding="utf-8")
            programs["qgis"] = [python, "-m", "benchmarks.peer_qgis", str(folder / "job.json"), "once"]
        took: dict[str, list[float]] = {what: [] for what in programs}
        for turn in range(REPEATS + 1):
            for what, command in programs.items():
                seconds = until_drawn(command, folder)
                if turn:  # the first finds nothing in the disk's cache
                    took[what].append(seconds)
    middle = {what: median(each) for what, each in took.items()}
    work = "Process start to the first drawn map"
    yield Row(work, "of an empty window", middle["rimland"] / middle["empty"], at_most=1.5, ours_s=middle["rimland"],
              peer_s=middle["empty"])  # fmt: skip
    yield Row(work, "until the whole window with its map", middle["window"] * 1e3, "ms")
    if python:
        yield Row(work, "of PyQGIS's", middle["rimland"] / middle["qgis"], at_most=0.35, ours_s=middle["rimland"],
                  peer_s=middle["qgis"])  # fmt: skip
        yield ratio(work, "of PyQGIS's over the whole window", middle["window"], middle["qgis"])
    else:
        yield Row(work, "runs compared: QGIS is absent, python3-qgis is not installed", 0, "")


if __name__ == "__main__":
    main(rows)
