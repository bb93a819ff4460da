"""Which corners of a finer contour a shortest way needs that the wider contours' corners cannot give.

A corner counts when it lies on a shortest way between two corners of the wider contours which is clearly shorter than
any way without the finer ones: a strait, the mouth of a strait, a gap between islands. Bays that lead nowhere do not
count, nor does hugging a cape more closely.
"""

from __future__ import annotations

import sys

import numba
import numpy as np
from scipy.spatial import cKDTree

from packages import DATA

sys.path.insert(0, str(DATA.parents[1]))
from layers.kernels import sea_paths, sea_tangent  # noqa: E402
from sea_land import EARTH_KM  # noqa: E402

GAIN = 2.5
GAIN_SHARE = 0.05
"""A way must be shorter by this times the difference of the two contours' distances from the shore, which hugging a cape
may save, and by this share, for its corners to count."""
UNREACHED = 0.7
"""Where no way without them was found, a way counts when it is shorter than this times `RADIUS_KM`."""
RADIUS_KM = 250.0
"""Longest way looked at."""


@numba.njit(cache=True)
def _spread(source, start, to, weight, limit, last, cost, parent, stamp, mark):
    """Dijkstra from one node over nodes below `last`, to `limit`; `stamp` says which entries of `cost` are of now."""
    heap = [(0.0, source)]
    cost[source], parent[source], stamp[source] = 0.0, -1, mark
    while len(heap) > 0:
        here_cost, here = _heappop(heap)
        if here_cost > cost[here]:
            continue
        for e in range(start[here], start[here + 1]):
            there = to[e]
            if there >= last:
                continue
            new = here_cost + weight[e]
            if new > limit:
                continue
            if stamp[there] != mark or new < cost[there]:
                cost[there], parent[there], stamp[there] = new, here, mark
                _heappush(heap, (new, there))


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
def _needed(n_wide, start, to, weight, limit, gain, share, unreached):
    n = start.shape[0] - 1
    needed = np.zeros(n, np.bool_)
    cost_w, cost_a = np.empty(n), np.empty(n)
    par_w, par_a = np.empty(n, np.int32), np.empty(n, np.int32)
    st_w, st_a = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
    for source in range(n_wide):
        near = False
        for e in range(start[source], start[source + 1]):
            if to[e] >= n_wide:
                near = True
                break
        if not near:
            continue
        _spread(source, start, to, weight, limit, n_wide, cost_w, par_w, st_w, source)
        _spread(source, start, to, weight, limit, n, cost_a, par_a, st_a, source)
        for goal in range(n_wide):
            if st_a[goal] != source:
                continue
            if st_w[goal] == source:
                most = cost_w[goal] - max(gain, share * cost_w[goal])
            else:
                most = unreached * limit
            if cost_a[goal] > most:
                continue
            k = par_a[goal]
            while k >= 0:
                needed[k] = True
                k = par_a[k]
    return needed[n_wide:]


def edges(vectors, before, after, off, reach_km, shore):
    """Pairs in sight along a tangent at both ends, not farther apart than the smaller of their reaches [km]."""
    tree = cKDTree(vectors)
    index = (shore.a, shore.b, shore.start, shore.items, shore.skip)
    none = np.empty((0, 3))
    us, vs = [], []
    for u in range(len(vectors)):
        near = np.array(tree.query_ball_point(vectors[u], reach_km[u] / EARTH_KM), dtype=np.int64)
        near = near[near > u]
        far = np.linalg.norm(vectors[near] - vectors[u], axis=1) * EARTH_KM
        near = near[far <= reach_km[near]]
        if not len(near):
            continue
        seen = sea_tangent.seen(
            vectors[u], before[u], after[u], off[u], 0, vectors[near], before[near], after[near], off[near], none, none,
            *index,
        )
        us.append(np.full(len(seen), u))
        vs.append(near[seen])
    return np.concatenate(us), np.concatenate(vs)


def needed(vectors, before, after, off, reach_km, n_wide, closer_km, shore):
    """For the corners from `n_wide` on: is it needed?"""
    u, v = edges(vectors, before, after, off, reach_km, shore)
    length = np.linalg.norm(vectors[u] - vectors[v], axis=1) * EARTH_KM
    start, to, edge = sea_paths.adjacency(len(vectors), u.astype(np.int32), v.astype(np.int32))
    return _needed(n_wide, start, to, length[edge], RADIUS_KM, GAIN * closer_km, GAIN_SHARE, UNREACHED)
