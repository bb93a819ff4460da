"""The cheapest way over the sea graph from seeds to a goal: A*. `sea_plain` holds the readable twin."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent
from layers.kernels.sea_paths import LOOK

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]


@lent
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


@lent
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


@numba.njit(cache=True, error_model="numpy", nogil=True)
def search(
    start: I32,
    to: I32,
    weight: F32,
    kind: U8,
    extra: F32,
    seed: I32,
    seed_cost: F64,
    goal_cost: F64,
    left: F64,
    best: float,
) -> tuple[float, int, I32, int]:
    """The cheapest way from the seeds to a goal, steered towards it (A*).

    Parameters
    ----------
    start, to, weight, kind, extra, seed, seed_cost
        See `sea_paths.spread`.
    goal_cost
        (n,): cost from each node to the goal, infinite where the goal is not within sight.
    left
        (n,): what is left from each node at the least; along no edge it changes by more than the edge costs.
    best
        Cost already known to be possible without the graph; infinite when none is.

    Returns
    -------
    cost, last, parent, looked
        The cost; the last node before the goal, -1 when `best` was not beaten; predecessors as in `spread`; how many
        nodes were looked at.
    """
    n = start.shape[0] - 1
    cost = np.full(n, np.inf)
    parent = np.zeros(n, np.int32)
    room = 1024 + seed.shape[0]
    keys = np.empty(room, np.float64)
    nodes = np.empty(room, np.int32)
    size = 0
    for k in range(-seed.shape[0], 0):
        here, new = seed[-1 - k], seed_cost[-1 - k]
        if new < cost[here]:
            cost[here] = new
            parent[here] = k
            _push(keys, nodes, size, new + left[here], here)
            size += 1
    last, looked = -1, 0
    while True:
        best, last, size, more = _on(
            best, last, size, start, to, weight, kind, extra, goal_cost, left, cost, parent, keys, nodes
        )
        looked += more
        if size == 0:
            return best, last, parent, looked
        keys, nodes = np.concatenate((keys, keys)), np.concatenate((nodes, nodes))


@lent
def _on(
    best: float, last: int, size: int, start: I32, to: I32, weight: F32, kind: U8, extra: F32, goal_cost: F64,
    left: F64, cost: F64, parent: I32, keys: F64, nodes: I32,
) -> tuple[float, int, int, int]:  # fmt: skip
    """Search on to the end, which leaves nothing in the heap, or until it wants room; also how many were looked at."""
    looked = 0
    while size > 0:
        here, key = nodes[0], keys[0]
        if key >= best:
            size = 0
            break
        if size + start[here + 1] - start[here] > keys.shape[0]:
            break
        _pop(keys, nodes, size)
        size -= 1
        so_far = cost[here]
        if key > so_far + left[here]:
            continue
        looked += 1
        if so_far + goal_cost[here] < best:
            best = so_far + goal_cost[here]
            last = here
        for k in range(start[here], start[here + 1], LOOK):
            end = min(k + LOOK, start[here + 1])
            cheaper = 0
            for e in range(k, end):
                cheaper += so_far + (weight[e] + extra[kind[e]]) < cost[to[e]]
            if not cheaper:
                continue
            for e in range(k, end):
                there, new = to[e], so_far + (weight[e] + extra[kind[e]])
                if new < cost[there] and new + left[there] < best:
                    cost[there] = new
                    parent[there] = here
                    _push(keys, nodes, size, new + left[there], there)
                    size += 1
    return best, last, size, looked
