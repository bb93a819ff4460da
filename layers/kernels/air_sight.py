"""Lines of sight round closed airspace: which great circles between two places cross a boundary.

Places are unit vectors, so there is no seam and no pole; a boundary is a set of edges `head[i]` to `tail[i]`, each
shorter than a quarter of the globe. Edges stand in chunks of `CHUNK` neighbours with a bounding cap, and chunks
in groups, so that a line tests only what lies near it. `air_sight_plain` is the readable twin.
"""

from __future__ import annotations

import heapq
import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.air_sight_plain import ALONG, ASIDE, CHUNK, GRAZE

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


compiled = numba.njit(cache=True, nogil=True, error_model="numpy")


@compiled
def _dot(a: F64, b: F64) -> float:
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


@compiled
def _cap_off(n0: float, n1: float, n2: float, m0: float, m1: float, m2: float, half: float, cap: F64) -> bool:
    """Whether a cap (x, y, z, radius [rad], its sine) surely misses the line with normal n, middle m, half length."""
    if abs(n0 * cap[0] + n1 * cap[1] + n2 * cap[2]) > cap[4]:
        return True
    wide = half + cap[3]
    return bool(wide < 3.1415 and m0 * cap[0] + m1 * cap[1] + m2 * cap[2] < math.cos(wide))


@compiled
def blocked(a: F64, b: F64, head: F64, tail: F64, caps: F64, groups: F64) -> bool:
    """Whether the great circle from `a` to `b` (under half the globe) crosses an edge."""
    return bool(blocker(a, b, head, tail, caps, groups, -1) >= 0)


@compiled
def _crossed(a: F64, b: F64, n0: float, n1: float, n2: float, c: int, head: F64, tail: F64) -> bool:
    """Whether the line from `a` to `b` with normal n crosses an edge of chunk `c`."""
    for i in range(c * CHUNK, min((c + 1) * CHUNK, len(head))):
        p, q = head[i], tail[i]
        s1 = n0 * p[0] + n1 * p[1] + n2 * p[2]
        s2 = n0 * q[0] + n1 * q[1] + n2 * q[2]
        if (s1 < 0.0) == (s2 < 0.0):
            continue
        e0 = p[1] * q[2] - p[2] * q[1]
        e1 = p[2] * q[0] - p[0] * q[2]
        e2 = p[0] * q[1] - p[1] * q[0]
        s3 = e0 * a[0] + e1 * a[1] + e2 * a[2]
        s4 = e0 * b[0] + e1 * b[1] + e2 * b[2]
        # the four turns agree where the two arcs meet, and not where their antipodes do
        if (s3 < 0.0) != (s4 < 0.0) and (s1 < 0.0) == (s4 < 0.0) and max(abs(s3), abs(s4)) > ALONG:
            return True
    return False


@compiled
def blocker(a: F64, b: F64, head: F64, tail: F64, caps: F64, groups: F64, hint: int) -> int:
    """A chunk with an edge that the great circle from `a` to `b` crosses, `hint` looked at first; -1 for none."""
    n0 = a[1] * b[2] - a[2] * b[1]
    n1 = a[2] * b[0] - a[0] * b[2]
    n2 = a[0] * b[1] - a[1] * b[0]
    size = math.sqrt(n0 * n0 + n1 * n1 + n2 * n2)
    if size < 1e-15:
        return -1
    if hint >= 0 and _crossed(a, b, n0, n1, n2, hint, head, tail):
        return hint
    u0, u1, u2 = n0 / size, n1 / size, n2 / size
    m0, m1, m2 = a[0] + b[0], a[1] + b[1], a[2] + b[2]
    middle = math.sqrt(m0 * m0 + m1 * m1 + m2 * m2)
    half = math.atan2(size, _dot(a, b)) / 2 + 1e-9
    m0, m1, m2 = m0 / middle, m1 / middle, m2 / middle
    for g in range(len(groups)):
        if _cap_off(u0, u1, u2, m0, m1, m2, half, groups[g]):
            continue
        for c in range(g * CHUNK, min((g + 1) * CHUNK, len(caps))):
            if not _cap_off(u0, u1, u2, m0, m1, m2, half, caps[c]) and _crossed(a, b, n0, n1, n2, c, head, tail):
                return c
    return -1


@compiled
def touches(at: F64, node: F64, before: F64, after: F64) -> bool:
    """Whether the line from `at` to `node` leaves both neighbours of the node on one side."""
    n0 = at[1] * node[2] - at[2] * node[1]
    n1 = at[2] * node[0] - at[0] * node[2]
    n2 = at[0] * node[1] - at[1] * node[0]
    s = n0 * before[0] + n1 * before[1] + n2 * before[2]
    t = n0 * after[0] + n1 * after[1] + n2 * after[2]
    return bool((s >= -GRAZE and t >= -GRAZE) or (s <= GRAZE and t <= GRAZE))


@compiled
def _within(a: F64, b: F64, at: F64) -> float:
    """How far `at` lies to the left of the great circle from `a` to `b` [share of the radius]."""
    n0 = a[1] * b[2] - a[2] * b[1]
    n1 = a[2] * b[0] - a[0] * b[2]
    n2 = a[0] * b[1] - a[1] * b[0]
    return float((n0 * at[0] + n1 * at[1] + n2 * at[2]) / math.sqrt(n0 * n0 + n1 * n1 + n2 * n2))


@compiled
def beside(at: F64, node: F64, before: F64, after: F64) -> bool:
    """Whether `at` lies by an edge of the node's corner, no farther out than the node: it turns there, touching not."""
    one, other = _within(before, node, at), _within(node, after, at)
    return bool(one > 0.0 and other > 0.0 and min(one, other) <= ASIDE)


@compiled
def pairs(
    first: int, last: int, nodes: F64, before: F64, after: F64, head: F64, tail: F64, caps: F64, groups: F64
) -> I64:
    """Pairs (i < j, first <= i < last) of nodes joined by a line tangent at both that crosses nothing, shape (n, 2)."""
    # room for all, as what is not written to takes no memory: with an array that grows, the compiler counts references
    # to every row of a pair, which takes four times as long as the pairs themselves
    found = np.empty(((last - first) * len(nodes), 2), dtype=np.int64)
    count = 0
    for i in range(first, last):
        hint = -1
        for j in range(i + 1, len(nodes)):
            if not touches(nodes[i], nodes[j], before[j], after[j]):
                continue
            if not touches(nodes[j], nodes[i], before[i], after[i]):
                continue
            # what stands before one node mostly stands before the next one too
            stands = blocker(nodes[i], nodes[j], head, tail, caps, groups, hint)
            if stands >= 0:
                hint = stands
                continue
            found[count, 0] = i
            found[count, 1] = j
            count += 1
    return found[:count].copy()


@compiled
def seen(at: F64, nodes: F64, before: F64, after: F64, head: F64, tail: F64, caps: F64, groups: F64) -> I64:
    """Nodes at which a way from `at` can turn: a line there crosses nothing, and is tangent or begins by the edge."""
    found = np.empty(len(nodes), dtype=np.int64)
    count, hint = 0, -1
    for j in range(len(nodes)):
        if not (touches(at, nodes[j], before[j], after[j]) or beside(at, nodes[j], before[j], after[j])):
            continue
        stands = blocker(at, nodes[j], head, tail, caps, groups, hint)
        if stands >= 0:
            hint = stands
            continue
        found[count] = j
        count += 1
    return found[:count]


@compiled
def clear(a: F64, b: F64, head: F64, tail: F64, caps: F64, groups: F64) -> npt.NDArray[np.bool_]:
    """For each pair of rows, whether the line crosses nothing."""
    free = np.empty(len(a), dtype=np.bool_)
    for i in range(len(a)):
        free[i] = not blocked(a[i], b[i], head, tail, caps, groups)
    return free


@compiled
def turns(at: F64, head: F64, tail: F64) -> float:
    """Angle [rad] by which a boundary turns round a place: 2 pi inside a ring that runs counter-clockwise, else 0.

    -2 pi when the ring holds the antipode of the place.
    """
    total = 0.0
    for i in range(len(head)):
        p, q = head[i], tail[i]
        e0 = p[1] * q[2] - p[2] * q[1]
        e1 = p[2] * q[0] - p[0] * q[2]
        e2 = p[0] * q[1] - p[1] * q[0]
        side = at[0] * e0 + at[1] * e1 + at[2] * e2
        total += math.atan2(side, _dot(p, q) - _dot(at, p) * _dot(at, q))
    return total


@compiled
def spread(start: I64, to: I64, metres: F64, seeds: I64, seed_m: F64, limit_m: float) -> tuple[F64, I64, I64]:
    """Shortest way [m] from the nearest seed to every node, the node before it (-1 at a seed), and the seed: Dijkstra.

    `seed_m` is what it takes to come to each seed. Nodes beyond `limit_m` are not reached: infinite, and seed -1.
    """
    nodes = len(start) - 1
    best = np.full(nodes, np.inf)
    previous = np.full(nodes, -1, dtype=np.int64)
    origin = np.full(nodes, -1, dtype=np.int64)
    heap = [(0.0, np.int64(0)) for _ in range(0)]
    for k in range(len(seeds)):
        if seed_m[k] < best[seeds[k]] and seed_m[k] <= limit_m:
            best[seeds[k]] = seed_m[k]
            origin[seeds[k]] = k
            heapq.heappush(heap, (seed_m[k], seeds[k]))
    while len(heap) > 0:
        far, i = heapq.heappop(heap)
        if far > best[i]:
            continue
        for e in range(start[i], start[i + 1]):
            j, there = to[e], far + metres[e]
            if there < best[j] and there <= limit_m:
                best[j] = there
                previous[j] = i
                origin[j] = origin[i]
                heapq.heappush(heap, (there, j))
    return best, previous, origin


@compiled
def undominated(node: I64, per_metre: F64, reach: F64) -> npt.NDArray[np.bool_]:
    """Which labels, ordered by node and time, no earlier one at the same node beats in speed and in range."""
    kept = np.ones(len(node), dtype=np.bool_)
    first = 0
    for k in range(len(node)):
        if node[k] != node[first]:
            first = k
        for other in range(first, k):
            if kept[other] and per_metre[other] <= per_metre[k] and reach[other] >= reach[k]:
                kept[k] = False
                break
    return kept
