"""Shortest paths on the sea graph: adjacency from an edge list, and Dijkstra's search from seeds to all nodes.

`sea_aim` searches with an aim, `sea_plain` holds the readable twin.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

MEAN_RADIUS_M = 6_371_008.8
_BUCKET_M = 2e3
"""Width of the buckets of `spread`: a node may be taken again within one, so it decides the pace alone."""
_LONGEST_M = 20_100_000.0
"""No edge is longer."""
LOOK = 64
"""Neighbours that are asked together whether any comes cheaper, before one by one: mostly none does."""


@numba.njit(cache=True, error_model="numpy", nogil=True)
def arcs(node: F64, u: I32, v: I32) -> F64:
    """Arc [m] between nodes `u` and `v` (m,) on the sphere of `MEAN_RADIUS_M`; `node` are unit vectors (n, 3)."""
    out = np.empty(u.shape[0])
    for k in range(u.shape[0]):
        out[k] = _arc(node[u[k]], node[v[k]]) * MEAN_RADIUS_M
    return out


@lent
def _arc(p: F64, q: F64) -> float:
    """Angle [rad] between unit vectors, by the chord: exact enough but near the antipode, where no edge leads."""
    chord = math.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 + (p[2] - q[2]) ** 2)
    return 2 * math.asin(min(1.0, 0.5 * chord))


@numba.njit(cache=True, error_model="numpy", nogil=True)
def adjacency(n: int, u: I32, v: I32) -> tuple[I32, I32, I32]:
    """Both directions of the edges `u`-`v`, grouped by node.

    Returns
    -------
    start
        (n + 1,): the neighbours of node i are ``to[start[i]:start[i + 1]]``.
    to
        (2 m,): neighbours.
    edge
        (2 m,): the edge each entry comes from.
    """
    m = u.shape[0]
    start = np.zeros(n + 1, np.int32)
    for k in range(m):
        start[u[k] + 1] += 1
        start[v[k] + 1] += 1
    for i in range(n):
        start[i + 1] += start[i]
    at = start[:-1].copy()
    to = np.empty(2 * m, np.int32)
    edge = np.empty(2 * m, np.int32)
    for k in range(m):
        to[at[u[k]]] = v[k]
        edge[at[u[k]]] = k
        at[u[k]] += 1
        to[at[v[k]]] = u[k]
        edge[at[v[k]]] = k
        at[v[k]] += 1
    return start, to, edge


@lent
def _put(node: int, bucket: int, head: I32, links: I32) -> None:
    """Move a node to a bucket, or enter it; `head` has the first node of each bucket.

    `links` (3, n): by node the next in its bucket, the one before, and the bucket; -1 for none.
    """
    if links[2, node] != bucket:
        if links[2, node] >= 0:
            _take(node, links[2, node], head, links)
        links[0, node] = head[bucket]
        if head[bucket] >= 0:
            links[1, head[bucket]] = node
        head[bucket] = node
        links[2, node] = bucket


@lent
def _take(node: int, bucket: int, head: I32, links: I32) -> None:
    """Take a node out of its bucket; see `_put`."""
    after, before = links[0, node], links[1, node]
    if before >= 0:
        links[0, before] = after
    else:
        head[bucket] = after
    if after >= 0:
        links[1, after] = before
    links[0, node], links[1, node], links[2, node] = -1, -1, -1


@numba.njit(cache=True, error_model="numpy", nogil=True)
def settle(
    start: I32, to: I32, weight: F32, kind: U8, extra: F32, cost: F64, parent: I32, begun: npt.NDArray[np.integer]
) -> None:
    """Carry the costs of the nodes of `begun` on to all that come cheaper by them; see `spread`."""
    first, last = np.inf, 0.0
    for node in begun:
        first, last = min(first, cost[node]), max(last, cost[node])
    dearest = 0.0
    for price in extra:
        if price < np.inf:
            dearest = max(dearest, price)
    ahead = int((_LONGEST_M + dearest) * (1.0 / _BUCKET_M)) + 1
    head = np.full((int((last - first) * (1.0 / _BUCKET_M)) if begun.shape[0] else 0) + 2 * ahead, -1, np.int32)
    links = np.full((3, cost.shape[0]), -1, np.int32)
    for node in begun:
        _put(node, int((cost[node] - first) * (1.0 / _BUCKET_M)), head, links)
    now = 0
    while True:
        now = _on(now, ahead, first, start, to, weight, kind, extra, cost, parent, head, links)
        if now < 0:
            break
        head = np.concatenate((head, np.full_like(head, -1)))


@lent
def _on(
    now: int, ahead: int, first: float, start: I32, to: I32, weight: F32, kind: U8, extra: F32, cost: F64, parent: I32,
    head: I32, links: I32,
) -> int:  # fmt: skip
    """Take the buckets in turn from one on: -1 when none is left, or the one at hand when more are wanted."""
    while now < head.shape[0]:
        here = head[now]
        if here < 0:
            now += 1
            continue
        if now + ahead >= head.shape[0]:
            return now
        _take(here, now, head, links)
        so_far = cost[here]
        for k in range(start[here], start[here + 1], LOOK):
            end = min(k + LOOK, start[here + 1])
            cheaper = 0
            for e in range(k, end):
                cheaper += so_far + (weight[e] + extra[kind[e]]) < cost[to[e]]
            if not cheaper:
                continue
            for e in range(k, end):
                there, new = to[e], so_far + (weight[e] + extra[kind[e]])
                if new < cost[there]:
                    cost[there] = new
                    parent[there] = here
                    _put(there, min(int((new - first) * (1.0 / _BUCKET_M)), now + ahead), head, links)
    return -1


@numba.njit(cache=True, error_model="numpy", nogil=True)
def spread(start: I32, to: I32, weight: F32, kind: U8, extra: F32, seed: I32, seed_cost: F64) -> tuple[F64, I32]:
    """Cost of the cheapest way from any seed to every node, and each node's predecessor.

    Parameters
    ----------
    start, to
        See `adjacency`.
    weight, kind, extra
        (2 m,), (2 m,), (k,): the length of each entry of `to`, its kind, and what its kind costs on top; infinite where
        barred.
    seed, seed_cost
        (k,): nodes to start from, and the cost of getting there; infinite for none.

    Returns
    -------
    cost
        (n,): infinite where there is no way.
    parent
        (n,): the node before; -1 - i for the i-th seed; undefined without a way.
    """
    n = start.shape[0] - 1
    cost = np.full(n, np.inf)
    parent = np.zeros(n, np.int32)
    begun = np.empty(seed.shape[0], np.int32)
    count = 0
    for k in range(seed.shape[0]):
        if seed_cost[k] < cost[seed[k]]:
            cost[seed[k]] = seed_cost[k]
            parent[seed[k]] = -1 - k
            begun[count] = seed[k]
            count += 1
    settle(start, to, weight, kind, extra, cost, parent, begun[:count])
    return cost, parent


@numba.njit(cache=True, error_model="numpy", nogil=True)
def mend(
    start: I32,
    to: I32,
    weight: F32,
    kind: U8,
    extra: F32,
    seed: I32,
    seed_cost: F64,
    cost: F64,
    parent: I32,
    lost: I32,
    tail: I32,
    entry: I32,
) -> None:
    """Bring what `spread` found, under other weights, up to date in place.

    Parameters
    ----------
    extra
        As they are now.
    seed, seed_cost
        As they are now, the same seeds in the same order.
    lost
        Nodes whose way used something that has become dearer.
    tail, entry
        Entries of `to` that have become cheaper, and the nodes they lead from.
    """
    begun = np.empty(lost.shape[0] + seed.shape[0] + entry.shape[0], np.int32)
    count = 0
    for node in lost:
        cost[node] = np.inf
    for k in range(seed.shape[0]):
        if seed_cost[k] < cost[seed[k]]:
            cost[seed[k]] = seed_cost[k]
            parent[seed[k]] = -1 - k
            begun[count] = seed[k]
            count += 1
    for node in lost:
        best = cost[node]
        for e in range(start[node], start[node + 1]):
            new = cost[to[e]] + (weight[e] + extra[kind[e]])
            if new < best:
                best = new
                parent[node] = to[e]
        if best < cost[node]:
            cost[node] = best
            begun[count] = node
            count += 1
    for k in range(entry.shape[0]):
        there = to[entry[k]]
        new = cost[tail[k]] + (weight[entry[k]] + extra[kind[entry[k]]])
        if new < cost[there]:
            cost[there] = new
            parent[there] = tail[k]
            begun[count] = there
            count += 1
    settle(start, to, weight, kind, extra, cost, parent, begun[:count])


@numba.njit(cache=True, error_model="numpy", nogil=True)
def waters(start: I32, to: I32, kind: U8, extra: F32) -> I32:
    """Number of the connected water each node lies in, (n,); see `spread` for the arguments."""
    n = start.shape[0] - 1
    water = np.full(n, -1, np.int32)
    queue = np.empty(n, np.int32)
    found = 0
    for first in range(n):
        if water[first] >= 0:
            continue
        water[first] = found
        queue[0] = first
        size = 1
        while size > 0:
            size -= 1
            here = queue[size]
            for e in range(start[here], start[here + 1]):
                there = to[e]
                if water[there] < 0 and extra[kind[e]] < np.inf:
                    water[there] = found
                    queue[size] = there
                    size += 1
        found += 1
    return water
