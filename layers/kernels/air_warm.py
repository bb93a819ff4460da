"""Compiles the kernels of air routes: calls each once with the types a route uses."""

from __future__ import annotations

import numpy as np

from layers.kernels import air_shade, air_sight


def warm() -> None:
    """Compile, or load from the cache; some ten seconds the first time."""
    ring = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    caps, at, none = np.zeros((1, 5)), np.array([0.6, 0.0, 0.8]), np.zeros(0, dtype=np.int64)
    air_sight.pairs(0, 3, ring, ring, ring, ring, ring, caps, caps)
    air_sight.seen(at, ring, ring, ring, ring, ring, caps, caps)
    air_sight.clear(ring, ring, ring, ring, caps, caps)
    air_sight.turns(at, ring, ring)
    air_sight.spread(np.zeros(2, dtype=np.int64), none, np.zeros(0), none, np.zeros(0), np.inf)
    air_sight.undominated(none, np.zeros(0), np.zeros(0))


def warm_shade() -> None:
    """Compile, or load, the field round closed airspace; some fifteen seconds the first time."""
    two, open_ = np.arange(2.0), np.zeros((2, 2), np.bool_)
    sources, caps, edges = np.zeros((air_shade.ROWS, 1)), np.zeros((12, 1)), np.zeros((1, 3))
    air_shade.sweep(
        0, 1, two, two, open_, sources, np.zeros(1, np.int32), caps, caps, edges, edges, np.empty((2, 2)),
        np.empty((2, 2), np.int32),
    )  # fmt: skip
