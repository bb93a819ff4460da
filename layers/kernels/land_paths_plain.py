"""The readable twin of `land_paths`: plain Dijkstra from one cell over everything."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]

MOVES = np.array(
    [
        (0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, -1), (-1, 1),
        (1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2),
    ],
    dtype=np.int64,
)  # fmt: skip
"""Rows north and columns east of each step."""


def free(ground: U16, row: int, column: int, dy: int, dx: int) -> bool:
    """Whether the step (dy, dx) can be made: the cells it passes are all of one landmass."""
    passed = {(row, column), (row + dy, column + dx)}
    if abs(dx) == 2:
        passed |= {(row, column + dx // 2), (row + dy, column + dx // 2)}
    if abs(dy) == 2:
        passed |= {(row + dy // 2, column), (row + dy // 2, column + dx)}
    inside = all(0 <= y < ground.shape[0] and 0 <= x < ground.shape[1] for y, x in passed)
    return inside and len({int(ground[y, x]) for y, x in passed}) == 1


def spread(ground: U16, step_m: F64, link_from: I64, link_to: I64, link_m: F64, seed: int) -> F64:
    """Metres from `seed` to every cell, infinite where there is no way; shape (rows * columns,)."""
    columns = ground.shape[1]
    metres = np.full(ground.size, np.inf)
    heap = [(0.0, seed)]
    while heap:
        here, i = heapq.heappop(heap)
        if here >= metres[i]:
            continue
        metres[i] = here
        row, column = divmod(i, columns)
        for m, (dy, dx) in enumerate(MOVES.tolist()):
            if free(ground, row, column, dy, dx):
                heapq.heappush(heap, (here + float(step_m[row, m]), i + dy * columns + dx))
        for a, b, far in zip(link_from.tolist(), link_to.tolist(), link_m.tolist(), strict=True):
            if a == i:
                heapq.heappush(heap, (here + far, b))
    return metres
