"""The readable twin of `air_sight`: the same answers from whole arrays, without caps and without compilation."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

CHUNK = 8
"""Edges in a chunk, and chunks in a group, of the compiled kernels."""
GRAZE = 1e-12
"""A line through a node counts as tangent when its neighbours are this near to one side [share of the radius]: 6 um."""
ALONG = 1e-15
"""A line of which both ends give no more than this with an edge's normal lies on the edge's own circle, where rounding
tells the signs, and it crosses nothing."""
ASIDE = 1.6e-5
"""Nodes stand no farther than this outside the edges of their corner [share of the radius]: 102 m."""


def blocked(a: F64, b: F64, head: F64, tail: F64) -> bool:
    """Whether the great circle from `a` to `b` crosses an edge."""
    across = np.cross(a, b)
    edge = np.cross(head, tail)
    s1, s2, s3, s4 = head @ across, tail @ across, edge @ a, edge @ b
    apart = ((s1 < 0) != (s2 < 0)) & ((s3 < 0) != (s4 < 0)) & ((s1 < 0) == (s4 < 0))
    return bool((apart & (np.maximum(np.abs(s3), np.abs(s4)) > ALONG)).any())


def touches(at: F64, node: F64, before: F64, after: F64) -> bool:
    """Whether the line from `at` to `node` leaves both neighbours of the node on one side."""
    across = np.cross(at, node)
    s, t = across @ before, across @ after
    return bool((s >= -GRAZE and t >= -GRAZE) or (s <= GRAZE and t <= GRAZE))


def beside(at: F64, node: F64, before: F64, after: F64) -> bool:
    """Whether `at` lies by an edge of the node's corner, no farther out than the node: it turns there, touching not."""
    one, other = np.cross(before, node), np.cross(node, after)
    s, t = one @ at, other @ at
    return bool(s > 0.0 and t > 0.0 and (s <= ASIDE * np.linalg.norm(one) or t <= ASIDE * np.linalg.norm(other)))


def seen(at: F64, nodes: F64, before: F64, after: F64, head: F64, tail: F64) -> I64:
    """Nodes at which a way from `at` can turn: a line there crosses nothing, and is tangent or begins by the edge."""
    return np.array(
        [
            j
            for j, corner in enumerate(zip(nodes, before, after, strict=True))
            if (touches(at, *corner) or beside(at, *corner)) and not blocked(at, nodes[j], head, tail)
        ],
        dtype=np.int64,
    )


def pairs(nodes: F64, before: F64, after: F64, head: F64, tail: F64) -> I64:
    """Pairs (i < j) of nodes joined by a line tangent at both that crosses nothing."""
    found = [
        (i, j)
        for i in range(len(nodes))
        for j in range(i + 1, len(nodes))
        if touches(nodes[i], nodes[j], before[j], after[j])
        and touches(nodes[j], nodes[i], before[i], after[i])
        and not blocked(nodes[i], nodes[j], head, tail)
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def turns(at: F64, head: F64, tail: F64) -> float:
    """Angle [rad] by which a boundary turns round a place."""
    side = np.cross(head, tail) @ at
    return float(np.arctan2(side, (head * tail).sum(axis=1) - (head @ at) * (tail @ at)).sum())


def spread(start: I64, to: I64, metres: F64, seeds: I64, seed_m: F64) -> F64:
    """Shortest way [m] from the nearest seed to every node."""
    best = np.full(len(start) - 1, np.inf)
    heap = [(float(m), int(s)) for s, m in zip(seeds, seed_m, strict=True)]
    heapq.heapify(heap)
    while heap:
        far, i = heapq.heappop(heap)
        if far >= best[i]:
            continue
        best[i] = far
        for e in range(start[i], start[i + 1]):
            if far + metres[e] < best[to[e]]:
                heapq.heappush(heap, (far + float(metres[e]), int(to[e])))
    return best
