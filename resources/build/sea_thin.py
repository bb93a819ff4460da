"""Which edges of the sea network a way over a third node makes needless: a network half as large, longer by a hair."""

from __future__ import annotations

import numba
import numpy as np

LONGER = 2e-4
"""An edge is left out where the way over a third node is longer by this share at most: so is every way, then."""
EARTH_M = 6_371_008.8
NEARER = 0.99
"""The straight line through the earth times this is shorter than any edge: ellipsoid, and a chord's sagitta."""


@numba.njit(cache=True)
def _hash(u, v, cells):
    return (u * np.int64(1_000_003) + v * np.int64(7_919)) & (cells - 1)


@numba.njit(cache=True)
def _kept(order, u, v, x, length, mask, start, longer):
    keep = np.zeros(len(u), np.bool_)
    to, edge = np.empty(2 * len(u), np.int64), np.empty(2 * len(u), np.int64)
    size = np.zeros(len(start) - 1, np.int64)
    cells = 1
    while cells < 2 * len(u):
        cells *= 2
    table = np.full(cells, -1, np.int64)
    for e in order:
        here, there = (u[e], v[e]) if size[u[e]] <= size[v[e]] else (v[e], u[e])
        most = length[e] * (1 + longer)
        for k in range(start[here], start[here] + size[here]):
            over, first = to[k], edge[k]
            if length[first] + np.sqrt(((x[over] - x[there]) ** 2).sum()) * EARTH_M * NEARER > most:
                continue
            p, q = min(over, there), max(over, there)
            at = _hash(p, q, cells)
            while table[at] >= 0 and (u[table[at]] != p or v[table[at]] != q):
                at = (at + 1) & (cells - 1)
            second = table[at]
            if second < 0 or length[first] + length[second] > most:
                continue
            if mask[first] & mask[second] == 0 and (mask[first] | mask[second]) & ~mask[e] == 0:
                break
        else:
            keep[e] = True
            for one, other in ((u[e], v[e]), (v[e], u[e])):
                to[start[one] + size[one]], edge[start[one] + size[one]] = other, e
                size[one] += 1
            at = _hash(u[e], v[e], cells)
            while table[at] >= 0:
                at = (at + 1) & (cells - 1)
            table[at] = e
    return keep


def kept(u, v, x, length, mask, always):
    """Whether each edge u < v, shape (m,), is kept.

    The shorter come first, and only edges that are kept stand for another: no error adds up. A way that stands for an
    edge crosses no gate but that edge's, and none twice.

    Parameters
    ----------
    x
        Unit vectors of the nodes, (n, 3).
    length, mask
        Metres, and the bits of the gates crossed, (m,).
    always
        The edges that are kept whatever leads round them, (m,).
    """
    start = np.concatenate(([0], np.cumsum(np.bincount(u, minlength=len(x)) + np.bincount(v, minlength=len(x)))))
    order = np.lexsort((length, ~always))
    return _kept(order, u, v, x, length, mask, start, LONGER) | always
