"""Which corners of a finer contour a shortest way needs that the wider contours' corners cannot give.

A corner counts when it lies on a shortest way between two corners chosen already which is clearly shorter than any way
without it: a strait, the mouth of a strait, a gap between islands, a cape that can be rounded much closer. What each
must save goes down as ways share their corners; those chosen for one way are free to the next.
"""

from __future__ import annotations

import sys

import numba
import numpy as np
from packages import DATA
from scipy.spatial import cKDTree

sys.path.insert(0, str(DATA.parents[1]))
from sea_land import EARTH_KM

from layers.kernels import sea_shade, sea_tangent

GAIN_KM = 1.5
GAIN_SHARE = 0.02
"""A way must be shorter by this length, and by this share, for its corners to count."""
UNREACHED = 0.8
"""Where no way without them was found, a way counts when it is shorter than this times `RADIUS_KM`."""
RADIUS_KM = 160.0
"""Longest way looked at."""


@numba.njit(cache=True)
def _spread(source, start, to, weight, leaves, limit, price, cost, parent, goal, before, stamp, mark):
    """Ways from one node, to `limit`; a node adds its `price`, infinite where none may lead over it.

    A way bends only where its legs are tangents (`leaves`: the leg is one at the node it starts from); its ends may be
    anywhere. `cost`, `parent` of ways that may go on; `goal`, `before` of ways that end; `stamp` is `mark` where set.
    """
    heap = [(0.0, source)]
    cost[source], parent[source], stamp[source], goal[source] = 0.0, -1, mark, 0.0
    while len(heap) > 0:
        here_cost, here = _heappop(heap)
        if here_cost > cost[here]:
            continue
        for e in range(start[here], start[here + 1]):
            there = to[e]
            new = here_cost + weight[e] + price[there]
            if new > limit or not (leaves[e] or here == source):
                continue
            if stamp[there] != mark:
                stamp[there] = mark
                cost[there] = goal[there] = np.inf
            if new < goal[there]:
                goal[there], before[there] = new, here
            if new < cost[there] and leaves[_back(here, there, start, to)]:
                cost[there], parent[there] = new, here
                _heappush(heap, (new, there))


@numba.njit(cache=True)
def _back(here, there, start, to):
    """The entry of the same edge at its other end; neighbours are in ascending order."""
    low, high = start[there], start[there + 1]
    while low < high:
        middle = (low + high) >> 1
        if to[middle] < here:
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True)
def _heappush(heap, item):
    heap.append(item)
    k = len(heap) - 1
    while k > 0:
        up = (k - 1) >> 1
        if heap[up][0] <= item[0]:
            break
        heap[k] = heap[up]
        k = up
    heap[k] = item


@numba.njit(cache=True)
def _heappop(heap):
    top = heap[0]
    item = heap.pop()
    n = len(heap)
    if n == 0:
        return top
    k = 0
    while True:
        down = 2 * k + 1
        if down >= n:
            break
        if down + 1 < n and heap[down + 1][0] < heap[down][0]:
            down += 1
        if heap[down][0] >= item[0]:
            break
        heap[k] = heap[down]
        k = down
    heap[k] = item
    return top


@numba.njit(cache=True)
def _needed(n_wide, start, to, weight, leaves, limit, gain, share, unreached, price):
    n = start.shape[0] - 1
    shut, dear = np.zeros(n), np.zeros(n)
    shut[n_wide:], dear[n_wide:] = np.inf, price
    known = (np.empty(n), np.empty(n, np.int32), np.empty(n), np.empty(n, np.int32), np.full(n, -1, np.int32))
    every = (np.empty(n), np.empty(n, np.int32), np.empty(n), np.empty(n, np.int32), np.full(n, -1, np.int32))
    for source in range(n_wide):
        near = False
        for e in range(start[source], start[source + 1]):
            if dear[to[e]] > 0:
                near = True
                break
        if not near:
            continue
        _spread(
            source, start, to, weight, leaves, limit, shut, known[0], known[1], known[2], known[3], known[4], source
        )
        _spread(
            source, start, to, weight, leaves, limit, dear, every[0], every[1], every[2], every[3], every[4], source
        )
        for goal in range(n_wide):
            if every[4][goal] != source or goal == source:
                continue
            if known[4][goal] == source:
                most = known[2][goal] - max(gain, share * known[2][goal])
            else:
                most = unreached * limit
            if every[2][goal] > most:
                continue
            k = every[3][goal]
            while k >= 0:
                shut[k] = dear[k] = 0.0
                k = every[1][k]
    return shut[n_wide:] == 0.0


def edges(vectors, reach_km, shore):
    """Pairs in sight, not farther apart than the geometric mean of their reaches [km]."""
    tree = cKDTree(vectors)
    index = (shore.a, shore.b, shore.start, shore.items, shore.skip)
    none = np.empty((0, 3))
    free = np.zeros(3)
    us, vs = [], []
    farthest = reach_km.max()
    for u in range(len(vectors)):
        near = np.array(tree.query_ball_point(vectors[u], np.sqrt(reach_km[u] * farthest) / EARTH_KM), dtype=np.int64)
        near = near[near > u]
        far = np.linalg.norm(vectors[near] - vectors[u], axis=1) * EARTH_KM
        near = near[far**2 <= reach_km[u] * reach_km[near]]
        if not len(near):
            continue
        frees = np.zeros((len(near), 3))
        seen = sea_tangent.seen(
            vectors[u],
            free,
            free,
            0.0,
            0,
            vectors[near],
            frees,
            frees,
            np.zeros(len(near)),
            sea_shade.groups(vectors[near]),
            none,
            none,
            *index,
        )
        us.append(np.full(len(seen), u))
        vs.append(near[seen])
    return np.concatenate(us), np.concatenate(vs)


@numba.njit(cache=True)
def leaving(u, v, vectors, before, after, off):
    """May a way bend at `u` to or from `v`? As `kernels.sea_tangent.seen` has it."""
    out = np.empty(len(u), np.bool_)
    for k in range(len(u)):
        p, q = vectors[u[k]], vectors[v[k]]
        nx, ny, nz = p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
        far = (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2
        slack = np.sqrt(nx * nx + ny * ny + nz * nz) * min(sea_tangent.SLACK, sea_tangent.SLACK_DEPTH / np.sqrt(far))
        out[k] = sea_tangent.joins(p, before[u[k]], after[u[k]], off[u[k]], q, off[v[k]], nx, ny, nz, slack, far)
    return out


def needed(vectors, before, after, off, reach_km, n_wide, price_km, shore):
    """For the corners from `n_wide` on: is it needed?

    `price_km` is what each of them adds to a way as long as it does not count: so much it must save, and ways share
    their corners.
    """
    u, v = edges(vectors, reach_km, shore)
    u, v = np.concatenate((u, v)), np.concatenate((v, u))
    leaves = leaving(u, v, vectors, before, after, off)
    order = np.lexsort((v, u))
    u, v, leaves = u[order], v[order], leaves[order]
    length = np.linalg.norm(vectors[u] - vectors[v], axis=1) * EARTH_KM
    start = np.concatenate(([0], np.cumsum(np.bincount(u, minlength=len(vectors)))))
    print(f"  {len(u) // 2} pairs in sight", flush=True)
    return _needed(n_wide, start, v, length, leaves, RADIUS_KM, GAIN_KM, GAIN_SHARE, UNREACHED, price_km)
