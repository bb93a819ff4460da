"""Least-cost ways over a raster of passable ground, sixteen directions, with bridges and tunnels as extra steps.

`ground` holds the landmass of each cell, 0 where there is no way; a step stays on one landmass. A knight's step passes
between two cells, which both must be passable. `land_paths_plain` is the readable twin.
"""

from __future__ import annotations

import heapq
import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.land_paths_plain import MOVES

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]

LOWER = 0.994 * 6_371_008.8
"""Metres per unit of chord that no geodesic falls short of: the sphere's bound is 0.57 %."""

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")


@compiled
def free(ground: U16, row: int, column: int, dy: int, dx: int) -> bool:
    """Whether the step (dy, dx) from a passable cell can be made."""
    rows, columns = ground.shape
    y, x = row + dy, column + dx
    if y < 0 or y >= rows or x < 0 or x >= columns:
        return False
    mass = ground[row, column]
    if ground[y, x] != mass:
        return False
    if abs(dx) == 2:
        side = dx // 2
        return bool(ground[row, column + side] == mass and ground[y, column + side] == mass)
    if abs(dy) == 2:
        up = dy // 2
        return bool(ground[row + up, column] == mass and ground[row + up, x] == mass)
    return True


@compiled
def search(  # noqa: C901 - one loop; parts of it as functions would be slower to call than to run
    ground: U16,
    step_m: F64,
    cells: F64,
    link_from: I64,
    link_to: I64,
    link_m: F64,
    seed: int,
    goal: int,
    limit_m: float,
) -> tuple[F64, I64, bool]:
    """Metres from `seed` to cells, the cell before each (-1: none), and whether the search met the raster's edge.

    A* towards `goal` by the straight distance; Dijkstra over everything up to `limit_m` when `goal` is -1. `cells` are
    unit vectors of rows (sine and cosine of latitude) and columns (sine and cosine of longitude) as one (n, 2) table:
    rows first. `step_m` is (rows, 16).
    """
    rows, columns = ground.shape
    metres = np.full(rows * columns, np.inf)
    before = np.full(rows * columns, np.int64(-1))
    done = np.zeros(rows * columns, dtype=np.bool_)
    linked = np.zeros(rows * columns, dtype=np.bool_)
    for k in range(len(link_from)):
        linked[link_from[k]] = True
    gx = gy = gz = 0.0
    if goal >= 0:
        gr, gc = goal // columns, rows + goal % columns
        gx, gy, gz = cells[gr, 1] * cells[gc, 1], cells[gr, 1] * cells[gc, 0], cells[gr, 0]
    metres[seed] = 0.0
    heap = [(0.0, np.int64(seed))]
    edge = False
    while len(heap) > 0:
        _, i = heapq.heappop(heap)
        if done[i]:
            continue
        done[i] = True
        if i == goal:
            break
        here = metres[i]
        if here > limit_m:
            break
        row, column = i // columns, i % columns
        if row == 0 or row == rows - 1 or column == 0 or column == columns - 1:
            edge = True
        for m in range(16):
            dy, dx = MOVES[m, 0], MOVES[m, 1]
            if not free(ground, row, column, dy, dx):
                continue
            j = i + dy * columns + dx
            there = here + step_m[row, m]
            if there < metres[j]:
                metres[j] = there
                before[j] = i
                heapq.heappush(heap, (there + _ahead(cells, rows, row + dy, column + dx, gx, gy, gz, goal), j))
        if linked[i]:
            for k in range(len(link_from)):
                if link_from[k] == i:
                    j = link_to[k]
                    there = here + link_m[k]
                    if there < metres[j]:
                        metres[j] = there
                        before[j] = i
                        ahead = _ahead(cells, rows, j // columns, j % columns, gx, gy, gz, goal)
                        heapq.heappush(heap, (there + ahead, j))
    return metres, before, edge


@compiled
def _ahead(cells: F64, rows: int, row: int, column: int, gx: float, gy: float, gz: float, goal: int) -> float:
    """Less than the distance [m] from a cell to the goal."""
    if goal < 0:
        return 0.0
    across = cells[row, 1]
    x, y, z = across * cells[rows + column, 1] - gx, across * cells[rows + column, 0] - gy, cells[row, 0] - gz
    return LOWER * math.sqrt(x * x + y * y + z * z)


@compiled
def sees(ground: U16, south: float, west: float, step: float, a: F64, b: F64) -> bool:
    """Whether the great circle between two unit vectors stays on the landmass it starts on, looked at every 1 km.

    `south`, `west` are the raster's corner [deg]; longitudes are taken within 360 degrees east of `west`.
    """
    rows, columns = ground.shape
    dot = min(1.0, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
    angle = math.acos(dot)
    pieces = int(angle * 6371.0) + 1
    mass = np.uint16(0)
    for k in range(pieces + 1):
        t = k / pieces
        x, y, z = a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])
        lat = math.degrees(math.atan2(z, math.hypot(x, y)))
        lon = math.degrees(math.atan2(y, x))
        row = int((lat - south) / step)
        column = int(((lon - west) % 360.0) / step)
        if row < 0 or row >= rows or column >= columns or ground[row, column] == 0:
            return False
        if k == 0:
            mass = ground[row, column]
        elif ground[row, column] != mass:
            return False
    return True
