"""Compiles the kernels of land routes: calls each once with the types a route uses."""

from __future__ import annotations

import numpy as np

from layers.kernels import land_paths


def warm() -> None:
    """Compile, or load from the cache; some four seconds the first time."""
    ground, none = np.ones((3, 3), dtype=np.uint16), np.zeros(0, dtype=np.int64)
    land_paths.search(ground, np.ones((3, 16)), np.ones((6, 2)), none, none, np.zeros(0), 4, 0, float("inf"))
    land_paths.sees(ground, 0.0, 0.0, 1.0, np.array([1.0, 0.0, 0.0]), np.array([0.9998, 0.02, 0.0]))
