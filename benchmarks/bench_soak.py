"""Ten thousand pans, zooms, turns and switches at random: how much memory the map holds afterwards.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_soak [--json FILE] [STEPS]

The canvas alone, 1920 x 1080, with all that `bench_frames` puts on it. Every step is painted; a sharp picture is waited
for every twenty steps. The first fifth of the steps is warm-up, in which the stores of projected geometry fill.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

from benchmarks.bench_frames import Stand
from benchmarks.harness import Row, main
from layers.projection import KINDS
from layers.style.named import named
from layers.view import View
from mapapp.canvas import navigate

STEPS = 10_000
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


def rows() -> Iterator[Row]:
    steps = next((int(word) for word in sys.argv[1:] if word.isdigit()), STEPS)
    stand, rng = Stand(), random.Random(7)
    stand.restyle(named("dark"))
    held = []
    for number in range(steps):
        step(stand, rng)
        if number % 20 == 19:
            stand.until(lambda: stand.canvas.sharp)
            held.append(resident_mib())
        if number % (steps // 20) == steps // 20 - 1:
            print(f"{number + 1:6d} steps: {held[-1]:.0f} MiB", file=sys.stderr, flush=True)
    stand.close()
    warm = len(held) // 5
    early, late = float(np.median(held[warm : 2 * warm])), float(np.median(held[-warm:]))
    work = f"{steps} random pans, zooms, turns and switches"
    yield Row(work, "more memory in the last fifth than in the second", (late / early - 1.0) * 100.0, "%", at_most=5.0)
    yield Row(work, "held at the end", late, "MiB")


if __name__ == "__main__":
    main(rows)
