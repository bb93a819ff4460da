"""Ten thousand pans, zooms, turns and switches at random: how much memory the map holds afterwards.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_soak [--json FILE] [STEPS]

The canvas alone, 1920 x 1080, with all that `bench_frames` puts on it. Every step is painted; a sharp picture is waited
for every twenty steps. Before the ten thousand come as warm-up every projection at every scale, in either style in
turn, which reads the whole base map and fills the stores, and a thousand steps like the others. Memory is read every
hundred steps at rest, once the wide picture stands and the heap has given back what is free; the first thousand steps
after the warm-up are the measure for the last.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from itertools import cycle

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import numpy.typing as npt

from benchmarks.bench_frames import Stand
from benchmarks.harness import Row, main
from layers.projection import KINDS
from layers.style.named import named
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.heap import Heap

STEPS, WARM_UP = 10_000, 1_000
SCALES = 10.0 ** np.arange(2.0, 4.4, 0.3)
"""Metres per pixel of the warm-up: each of the ladder's rungs, and the scales of the random steps."""
PLACES = ((116.7, 20.7), (123.5, 25.7), (28.2, 59.4), (30.7, 46.5), (21.0, 55.0))


def resident_mib() -> float:
    """What the process holds in memory, of /proc."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def step(stand: Stand, rng: random.Random) -> None:
    """One thing a restless hand may do."""
    canvas = stand.canvas
    what = rng.random()
    if what < 0.55:
        canvas.pan_by(rng.randint(-300, 300), rng.randint(-200, 200))
    elif what < 0.85:
        canvas.zoom_by(rng.choice((0.5, 0.8, 1.25, 2.0)))
    elif what < 0.92:
        canvas.rotate_by(rng.uniform(-40.0, 40.0))
    elif what < 0.97:
        lon, lat = rng.choice(PLACES)
        kind = rng.choice(KINDS)
        mpp = 10 ** rng.uniform(2.0, 4.3)
        canvas.set_view(
            View.centred(navigate.projection(kind, (lon, lat)), lon, lat, mpp, canvas.width(), canvas.height())
        )
    else:
        canvas.set_sheet(stand.sheet if rng.random() < 0.5 else stand.other)
    canvas.repaint()


def views(width: int, height: int) -> Iterator[View]:
    """Every projection at every scale, at one place after the other."""
    places = cycle(PLACES)
    for kind in KINDS:
        for mpp in SCALES:
            lon, lat = next(places)
            yield View.centred(navigate.projection(kind, (lon, lat)), lon, lat, float(mpp), width, height)


def tour(stand: Stand) -> None:
    """All of `views`, in either style in turn."""
    canvas, sheets = stand.canvas, cycle((stand.sheet, stand.other))
    for view in views(canvas.width(), canvas.height()):
        canvas.set_sheet(next(sheets))
        canvas.set_view(view)
        canvas.repaint()
        stand.until(lambda: canvas.sharp)


def at_rest(stand: Stand) -> float:
    """What is held once nothing is being drawn and the heap has given back what is free [MiB]."""
    screen = stand.canvas._screen  # noqa: SLF001 - whether it is still at work
    lanes = screen._lane, screen._ahead, screen._afar  # noqa: SLF001
    stand.until(lambda: screen.sharp and not any(lane.busy for lane in lanes))
    Heap().give_back()
    return resident_mib()


def soaked(stand: Stand, rng: random.Random, steps: int, told: str) -> npt.NDArray[np.float64]:
    """What was held at rest [MiB] after each hundred steps."""
    held = []
    for number in range(1, steps + 1):
        step(stand, rng)
        if number % 20 == 0:
            stand.until(lambda: stand.canvas.sharp)
        if number % 100 == 0:
            held.append(at_rest(stand))
        if number % 500 == 0:
            print(f"{told}{number:6d} steps: {np.median(held[-5:]):.0f} MiB at rest", file=sys.stderr, flush=True)
    return np.array(held)


def rows() -> Iterator[Row]:
    steps = next((int(word) for word in sys.argv[1:] if word.isdigit()), STEPS)
    stand, rng = Stand(), random.Random(7)
    stand.restyle(named("dark"))
    tour(stand)
    print(f"every projection and scale: {at_rest(stand):.0f} MiB at rest", file=sys.stderr, flush=True)
    soaked(stand, rng, WARM_UP, "warm-up, ")
    held = soaked(stand, rng, steps, "")
    stand.close()
    part = max(len(held) // 10, 1)
    early, late = float(np.median(held[:part])), float(np.median(held[-part:]))
    work = f"{steps} random pans, zooms, turns and switches"
    yield Row(work, "more memory in the last tenth than in the first", (late / early - 1.0) * 100.0, "%", at_most=5.0)
    yield Row(work, "held at rest at the end", late, "MiB")


if __name__ == "__main__":
    main(rows)
