"""The sea kernels once more, readable and slow: what the compiled ones are tested against."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


def crossings(p: F64, q: F64, a: F64, b: F64) -> npt.NDArray[np.intp]:
    """Numbers of the segments `a`-`b` (n, 3) that the great circle from `p` to `q` (under 180 degrees) crosses."""
    normal = np.cross(p, q)
    apart = (a @ normal >= 0) != (b @ normal >= 0)
    across = np.cross(a, b)
    apart &= (across @ p >= 0) != (across @ q >= 0)
    found = np.flatnonzero(apart)
    here = a[found] * np.abs(b[found] @ normal)[:, None] + b[found] * np.abs(a[found] @ normal)[:, None]
    there = p * np.abs(across[found] @ q)[:, None] + q * np.abs(across[found] @ p)[:, None]
    return np.asarray(found[np.sum(here * there, axis=1) > 0])


def clear(p: F64, q: F64, a: F64, b: F64) -> bool:
    """`sea_sight.clear`."""
    return len(crossings(p, q, a, b)) == 0


def spread(
    n: int, edges: Sequence[tuple[int, int, float]], seed: Sequence[int], seed_cost: Sequence[float]
) -> list[float]:
    """The costs of `sea_paths.spread` for undirected edges (u, v, cost)."""
    near: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    for u, v, cost in edges:
        near[u].append((v, cost))
        near[v].append((u, cost))
    best = [np.inf] * n
    heap: list[tuple[float, int]] = []
    for node, cost in zip(seed, seed_cost, strict=True):
        heapq.heappush(heap, (cost, node))
    while heap:
        cost, here = heapq.heappop(heap)
        if cost >= best[here]:
            continue
        best[here] = cost
        for there, step in near[here]:
            heapq.heappush(heap, (cost + step, there))
    return best
