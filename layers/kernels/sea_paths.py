"""Shortest paths on the sea graph: adjacency from an edge list, and Dijkstra's search with seeds and goals.

Where all nodes are asked for they wait in buckets, where some are in a heap. `sea_plain` holds the readable twin.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

MEAN_RADIUS_M = 6_371_008.8
SHORTEST_RADIUS_M = 6_335_439.0
"""Smallest radius of curvature of WGS84 (along the meridian at the equator): the geodesic is at least this times the
angle between the geographic directions."""
_BUCKET_M = 5e3
"""Width of the buckets of `spread`: a node may be taken again within one, so it decides the pace alone."""
ROUNDED_M = 5.0
"""More than two distances to a landmark may lose together when they are stored in single precision."""


@numba.njit(cache=True, error_model="numpy", nogil=True)
def arcs(node: F64, u: I32, v: I32) -> F64:
    """Arc [m] between nodes `u` and `v` (m,) on the sphere of `MEAN_RADIUS_M`; `node` are unit vectors (n, 3)."""
    out = np.empty(u.shape[0])
    for k in range(u.shape[0]):
        out[k] = _arc(node[u[k]], node[v[k]]) * MEAN_RADIUS_M
    return out


@numba.njit(cache=True, error_model="numpy")
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


@numba.njit(cache=True, error_model="numpy")
def _push(keys: F64, nodes: I32, size: int, key: float, node: int) -> None:
    """Add to the binary heap that holds `size` entries."""
    k = size
    while k > 0:
        up = (k - 1) >> 1
        if keys[up] <= key:
            break
        keys[k] = keys[up]
        nodes[k] = nodes[up]
        k = up
    keys[k] = key
    nodes[k] = node


@numba.njit(cache=True, error_model="numpy")
def _pop(keys: F64, nodes: I32, size: int) -> None:
    """Drop the smallest of the binary heap's `size` entries."""
    last = size - 1
    key, node = keys[last], nodes[last]
    k = 0
    while True:
        down = 2 * k + 1
        if down >= last:
            break
        if down + 1 < last and keys[down + 1] < keys[down]:
            down += 1
        if keys[down] >= key:
            break
        keys[k] = keys[down]
        nodes[k] = nodes[down]
        k = down
    keys[k] = key
    nodes[k] = node


@numba.njit(cache=True, error_model="numpy")
def _put(node: int, bucket: int, head: I32, links: I32) -> I32:
    """Move a node to a bucket, or enter it; `head` has the first node of each bucket and grows where need be.

    `links` (3, n): by node the next in its bucket, the one before, and the bucket; -1 for none.
    """
    if bucket >= head.shape[0]:
        head = np.concatenate((head, np.full(bucket + 1, -1, np.int32)))
    if links[2, node] != bucket:
        if links[2, node] >= 0:
            _take(node, links[2, node], head, links)
        links[0, node] = head[bucket]
        if head[bucket] >= 0:
            links[1, head[bucket]] = node
        head[bucket] = node
        links[2, node] = bucket
    return head


@numba.njit(cache=True, error_model="numpy")
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
def settle(start: I32, to: I32, weight: F32, cost: F64, parent: I32, begun: I32) -> None:
    """Carry the costs of the nodes of `begun` on to all that come cheaper by them; see `spread`."""
    first = np.inf
    for node in begun:
        first = min(first, cost[node])
    head = np.full(8192, -1, np.int32)
    links = np.full((3, cost.shape[0]), -1, np.int32)
    for node in begun:
        head = _put(node, int((cost[node] - first) * (1.0 / _BUCKET_M)), head, links)
    now = 0
    while now < head.shape[0]:
        here = head[now]
        if here < 0:
            now += 1
            continue
        _take(here, now, head, links)
        for e in range(start[here], start[here + 1]):
            there = to[e]
            new = cost[here] + weight[e]
            if new < cost[there]:
                cost[there] = new
                parent[there] = here
                head = _put(there, int((new - first) * (1.0 / _BUCKET_M)), head, links)


@numba.njit(cache=True, error_model="numpy", nogil=True)
def spread(start: I32, to: I32, weight: F32, seed: I32, seed_cost: F64) -> tuple[F64, I32]:
    """Cost of the cheapest way from any seed to every node, and each node's predecessor.

    Parameters
    ----------
    start, to
        See `adjacency`.
    weight
        (2 m,): cost of each entry of `to`; infinite where barred.
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
    settle(start, to, weight, cost, parent, begun[:count])
    return cost, parent


@numba.njit(cache=True, error_model="numpy", nogil=True)
def mend(
    start: I32,
    to: I32,
    weight: F32,
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
    weight
        As they are now, the same both ways along an edge.
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
            new = cost[to[e]] + weight[e]
            if new < best:
                best = new
                parent[node] = to[e]
        if best < cost[node]:
            cost[node] = best
            begun[count] = node
            count += 1
    for k in range(entry.shape[0]):
        there = to[entry[k]]
        new = cost[tail[k]] + weight[entry[k]]
        if new < cost[there]:
            cost[there] = new
            parent[there] = tail[k]
            begun[count] = there
            count += 1
    settle(start, to, weight, cost, parent, begun[:count])


@numba.njit(cache=True, error_model="numpy", nogil=True)
def waters(start: I32, to: I32, weight: F32) -> I32:
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
                if water[there] < 0 and weight[e] < np.inf:
                    water[there] = found
                    queue[size] = there
                    size += 1
        found += 1
    return water


@numba.njit(cache=True, error_model="numpy")
def _bounds(goal_cost: F64, mark: F32) -> tuple[F64, F64]:
    """For each landmark, what its distance less is at least left on a way towards it and away from it.

    With d the distances to the landmark and c the costs from goal nodes g: max d(g) - c(g), and min d(g) + c(g).
    """
    above, below = np.full(mark.shape[1], -np.inf), np.full(mark.shape[1], np.inf)
    for k in range(goal_cost.shape[0]):
        if goal_cost[k] < np.inf:
            for m in range(mark.shape[1]):
                above[m] = max(above[m], mark[k, m] - goal_cost[k])
                below[m] = min(below[m], mark[k, m] + goal_cost[k])
    return above, below


@numba.njit(cache=True, error_model="numpy")
def _left(here: F64, goal: F64, mark: F32, above: F64, below: F64) -> float:
    """Lower bound of the cost from a node to the goal."""
    most = _arc(here, goal) * SHORTEST_RADIUS_M
    for m in range(mark.shape[0]):
        most = max(most, mark[m] - above[m] - ROUNDED_M, below[m] - mark[m] - ROUNDED_M)
    return most


@numba.njit(cache=True, error_model="numpy", nogil=True)
def search(
    start: I32,
    to: I32,
    weight: F32,
    seed: I32,
    seed_cost: F64,
    goal_cost: F64,
    node: F64,
    goal: F64,
    mark: F32,
    best: float,
) -> tuple[float, int, I32]:
    """The cheapest way from the seeds to a goal, steered towards it (A* with landmarks).

    What is left from a node is never less than the geodesic, nor than what distances to a landmark tell: a way ends at
    some goal node g, and from v to g it is at least the difference of d(v) and d(g), d being distances in the graph
    with no less open and nothing to pay. The goal itself is in no such triangle: it may see more than any node does.

    Parameters
    ----------
    start, to, weight, seed, seed_cost
        See `spread`.
    goal_cost
        (n,): cost from each node to the goal, infinite where the goal is not within sight.
    node, goal
        (n, 3), (3,): unit vectors, for the lower bound of what is left.
    mark
        (n, k): distances from each node to k landmarks, see above; zero where there is no way.
    best
        Cost already known to be possible without the graph; infinite when none is.

    Returns
    -------
    cost, last, parent
        The cost; the last node before the goal, -1 when `best` was not beaten; predecessors as in `spread`.
    """
    n = start.shape[0] - 1
    cost = np.full(n, np.inf)
    parent = np.zeros(n, np.int32)
    left = np.full(n, -1.0)
    above, below = _bounds(goal_cost, mark)
    room = 65536 + seed.shape[0]
    keys = np.empty(room, np.float64)
    nodes = np.empty(room, np.int32)
    size = 0
    last = -1
    for k in range(-seed.shape[0], 0):
        here, new = seed[-1 - k], seed_cost[-1 - k]
        if new < cost[here]:
            cost[here] = new
            parent[here] = k
            if left[here] < 0:
                left[here] = _left(node[here], goal, mark[here], above, below)
            _push(keys, nodes, size, new + left[here], here)
            size += 1
    while size > 0:
        here, key = nodes[0], keys[0]
        _pop(keys, nodes, size)
        size -= 1
        if key >= best:
            break
        so_far = cost[here]
        if key > so_far + left[here]:
            continue
        if so_far + goal_cost[here] < best:
            best = so_far + goal_cost[here]
            last = here
        for e in range(start[here], start[here + 1]):
            there = to[e]
            new = so_far + weight[e]
            if new < cost[there]:
                if left[there] < 0:
                    left[there] = _left(node[there], goal, mark[there], above, below)
                if new + left[there] >= best:
                    continue
                cost[there] = new
                parent[there] = here
                if size == keys.shape[0]:
                    keys = np.concatenate((keys, np.empty(size, np.float64)))
                    nodes = np.concatenate((nodes, np.empty(size, np.int32)))
                _push(keys, nodes, size, new + left[there], there)
                size += 1
    return best, last, parent
