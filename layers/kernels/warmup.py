"""Calls every compiled kernel once with the types it is used with, so that all compilation happens here."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from layers.kernels import air_warm, batches, circles, draws, land_warm, sea_warm, sweep, turned


def _places() -> None:
    batches.places(np.zeros(2), np.zeros(2), *(np.empty(2) for _ in range(4)))


def _pairs() -> None:
    batches.pairs(*(np.zeros(2) for _ in range(5)))


def _table() -> None:
    batches.table(*(np.zeros(2) for _ in range(8)), np.empty((2, 2)))


def _aeqd() -> None:
    for dtype in (np.float64, np.float32):
        batches.aeqd(0.0, 0.0, *(np.zeros(2) for _ in range(4)), np.empty(2, dtype), np.empty(2, dtype))


def _circles() -> None:
    circles.circles(*(np.zeros(2) for _ in range(5)), np.empty((2, 2)), np.empty((2, 2)))


def _sweep() -> None:
    ends, padded, rows = np.zeros(1), np.zeros(1 + sweep.LEAF), np.zeros(1)
    seconds, winner = np.empty((1, 1)), np.empty((1, 1), np.int32)
    sweep.sweep(0, 1, ends, ends, padded, padded + 1.0, rows, rows + 1.0, np.ones((7, 1)), seconds, winner)


STEPS: tuple[Callable[[], None], ...] = (
    _places,
    _pairs,
    _table,
    _aeqd,
    _circles,
    _sweep,
    air_warm.warm,
    air_warm.warm_shade,
    land_warm.warm,
    draws.warm,
    turned.warm,
    sea_warm.routes,
    sea_warm.fields,
)


def run(progress: Callable[[int, int], None] | None = None) -> None:
    """Compile or load all kernels, telling `progress` how many of how many are done."""
    for done, step in enumerate(STEPS):
        if progress:
            progress(done, len(STEPS))
        step()
    if progress:
        progress(len(STEPS), len(STEPS))
