"""Where a place lies with respect to the shore, and the ways out of a harbour round the shore's own corners."""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent
from layers.kernels.sea_sight import clear
from layers.kernels.sea_tangent import CUT, touches

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

PUSH = 50.0 / 6_371_008.8
"""Corners are set off the shore by 50 m (earth radii), so that a line along the shore does not touch it."""
SLACK = 0.02
"""Sine by which a line may cut into a corner of the shore itself, where its sides are `SIDE` long."""
SIDE = CUT / SLACK
"""With sides of this length (earth radii, 3 km) such a line runs `CUT` inside; of shorter sides it may cut off more."""


@numba.njit(cache=True, error_model="numpy", nogil=True)
def locate(p: F64, water: F64, a: F64, b: F64) -> tuple[bool, F64]:
    """Is `p` on the land side of the shore, and which point of the shore is nearest (straight through the earth)?

    Counts how often the great circle to `water`, a place known to be in the water, crosses the shore; land to the
    left of each segment `a`-`b` (n, 3).
    """
    nx = p[1] * water[2] - p[2] * water[1]
    ny = p[2] * water[0] - p[0] * water[2]
    nz = p[0] * water[1] - p[1] * water[0]
    inside = False
    best = 9.0
    at = p.copy()
    for k in range(a.shape[0]):
        ax, ay, az = a[k, 0], a[k, 1], a[k, 2]
        bx, by, bz = b[k, 0], b[k, 1], b[k, 2]
        sa = ax * nx + ay * ny + az * nz
        sb = bx * nx + by * ny + bz * nz
        if (sa >= 0) != (sb >= 0):
            mx, my, mz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
            sp = p[0] * mx + p[1] * my + p[2] * mz
            sq = water[0] * mx + water[1] * my + water[2] * mz
            if (sp >= 0) != (sq >= 0):
                wa, wb, wp, wq = abs(sb), abs(sa), abs(sq), abs(sp)
                together = (
                    (wa * ax + wb * bx) * (wp * p[0] + wq * water[0])
                    + (wa * ay + wb * by) * (wp * p[1] + wq * water[1])
                    + (wa * az + wb * bz) * (wp * p[2] + wq * water[2])
                )
                if together > 0:
                    inside = not inside
        ex, ey, ez = ax - p[0], ay - p[1], az - p[2]
        away = ex * ex + ey * ey + ez * ez
        if away > 4 * best + 1e-4:  # segments are shorter than 0.004: this one cannot come nearer
            continue
        dx, dy, dz = bx - ax, by - ay, bz - az
        size = dx * dx + dy * dy + dz * dz
        t = 0.0 if size == 0 else -(ex * dx + ey * dy + ez * dz) / size
        t = min(max(t, 0.0), 1.0)
        fx, fy, fz = ex + t * dx, ey + t * dy, ez + t * dz
        away = fx * fx + fy * fy + fz * fz
        if away < best:
            best = away
            at[0], at[1], at[2] = p[0] + fx, p[1] + fy, p[2] + fz
    return inside, at


@numba.njit(cache=True, error_model="numpy", nogil=True)
def corners(vertex: F64, ring: I32) -> tuple[F64, F64, F64]:
    """The corners of the shore a shortest way may bend at, set off by `PUSH`.

    Parameters
    ----------
    vertex
        (n, 3): unit vectors of the rings' vertices, land to the left.
    ring
        (r + 1,): first vertex of each ring.

    Returns
    -------
    node, before, after
        (k, 3): places, and vectors from them along the sides, of length 1 for sides of `SIDE` and in proportion.
    """
    n = vertex.shape[0]
    node, before, after = np.empty((n, 3)), np.empty((n, 3)), np.empty((n, 3))
    count = 0
    out, back, on = np.empty(3), np.empty(3), np.empty(3)
    for r in range(ring.shape[0] - 1):
        first, end = ring[r], ring[r + 1]
        for k in range(first, end):
            here = vertex[k]
            one = vertex[end - 1 if k == first else k - 1]
            two = vertex[first if k == end - 1 else k + 1]
            turn = 0.0
            size_back, size_on = 0.0, 0.0
            for c in range(3):
                d, e = (c + 1) % 3, (c + 2) % 3
                turn += here[c] * ((here[d] - one[d]) * (two[e] - here[e]) - (here[e] - one[e]) * (two[d] - here[d]))
                back[c], on[c] = one[c] - here[c], two[c] - here[c]
                size_back += back[c] * back[c]
                size_on += on[c] * on[c]
            if turn <= 0 or size_back == 0 or size_on == 0:
                continue
            size_back, size_on = math.sqrt(size_back), math.sqrt(size_on)
            size = 0.0
            for c in range(3):
                d, e = (c + 1) % 3, (c + 2) % 3
                # right-hand normals of the two sides: direction x up
                back[c] /= size_back
                on[c] /= size_on
            for c in range(3):
                d, e = (c + 1) % 3, (c + 2) % 3
                out[c] = (on[d] - back[d]) * here[e] - (on[e] - back[e]) * here[d]
                size += out[c] * out[c]
            if size < 1e-12:
                continue
            size = math.sqrt(size)
            for c in range(3):
                node[count, c] = here[c] + PUSH * out[c] / size
                before[count, c] = back[c] * size_back / SIDE
                after[count, c] = on[c] * size_on / SIDE
            count += 1
    return node[:count].copy(), before[:count].copy(), after[:count].copy()


@numba.njit(cache=True, error_model="numpy", nogil=True)
def ways_out(
    p: F64,
    node: F64,
    before: F64,
    after: F64,
    far_node: F64,
    beyond: float,
    limit: float,
    a: F64,
    b: F64,
    start: I32,
    items: I32,
    skip: U8,
) -> tuple[F64, I32]:
    """Shortest ways from `p` to corners of the shore, until a little beyond the nearest node of the network.

    Parameters
    ----------
    node, before, after
        (n, 3): corners of the shore near `p` (see `corners`).
    far_node
        (m, 3): nodes of the network near `p`.
    beyond
        How much farther (earth radii) than to the nearest node of the network to look.
    limit
        Farthest to look (earth radii).
    a, b, start, items, skip
        Shore segments and their index.

    Returns
    -------
    cost, parent
        (n,): sum of chords to each corner, infinite beyond the search; corner before it, -1 when that is `p`.
    """
    cost = np.full(node.shape[0], np.inf)
    parent = np.full(node.shape[0], -1, np.int32)
    _search(p, node, before, after, far_node, beyond, limit, a, b, start, items, skip, cost, parent,
            np.zeros(node.shape[0], np.bool_), np.zeros(3))  # fmt: skip
    return cost, parent


@lent
def _search(
    p: F64, node: F64, before: F64, after: F64, far_node: F64, beyond: float, until: float,
    a: F64, b: F64, start: I32, items: I32, skip: U8, cost: F64, parent: I32, done: npt.NDArray[np.bool_], none: F64,
) -> None:  # fmt: skip
    """Fill in `cost` and `parent`, as `ways_out` tells; `done` is false for all, `none` a place without sides."""
    n = node.shape[0]
    here = -1
    so_far = 0.0
    q, back, on = p, none, none
    while True:
        for k in range(far_node.shape[0]):
            length = so_far + _chord(q, far_node[k]) + beyond
            if (
                length < until
                and _tangent(q, far_node[k], back, on)
                and clear(q, far_node[k], a, b, start, items, skip)
            ):
                until = length
        for k in range(n):
            length = so_far + _chord(q, node[k])
            if (
                not done[k]
                and length < cost[k]
                and length <= until
                and _tangent(q, node[k], before[k], after[k])
                and _tangent(q, node[k], back, on)
                and clear(q, node[k], a, b, start, items, skip)
            ):
                cost[k] = length
                parent[k] = here
        here = _nearest(cost, done, until)
        if here < 0:
            break
        done[here] = True
        so_far = cost[here]
        q, back, on = node[here], before[here], after[here]
    for k in range(n):
        if not done[k]:
            cost[k] = np.inf


@lent
def _nearest(cost: F64, done: npt.NDArray[np.bool_], until: float) -> int:
    """Number of the cheapest that is not done and below `until`; -1 when there is none."""
    best = -1
    for k in range(cost.shape[0]):
        if not done[k] and cost[k] < until:
            best = k
            until = cost[k]
    return best


@lent
def _chord(p: F64, q: F64) -> float:
    return math.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2)


@lent
def _tangent(p: F64, q: F64, before: F64, after: F64) -> bool:
    """True when the line `p`-`q` leaves a corner at one of its ends on one side, or hardly cuts it."""
    nx = p[1] * q[2] - p[2] * q[1]
    ny = p[2] * q[0] - p[0] * q[2]
    nz = p[0] * q[1] - p[1] * q[0]
    return touches(nx, ny, nz, SLACK * math.sqrt(nx * nx + ny * ny + nz * nz), before, after)
