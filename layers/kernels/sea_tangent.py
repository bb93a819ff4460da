"""Edges of the tangent visibility graph: who sees whom along a line that only touches the corners at its ends.

A shortest way bends only at corners, and leaves each of them along a tangent; an edge that would cut into the corner it
ends at can belong to no shortest way and is left out before any line of sight is looked at, and so is what lies in the
shadow of a shore (`sea_shade`).

`sea_plain` holds the readable twin.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels import sea_shade
from layers.kernels.lent import lent
from layers.kernels.sea_shade import SECTORS, Groups
from layers.kernels.sea_sight import blocker, clear

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]

SLACK = 0.03
"""Sine by which a short edge may cut into a corner: corners are rounded and simplified contours of the shore."""
SLACK_DEPTH = 5e-4
"""The same as a depth (earth radii, 3 km): the sine allowed is at most this over the edge's length."""

EASE = 1.5
"""Within this, times its distance off the shore, a corner is not looked at: it is a rounded contour."""


CUT = 60.0 / 6_371_008.8
"""How deep a line may run inside a corner of the shore itself (earth radii), about as far as the corner is set off."""


@lent
def _touches(nx: float, ny: float, nz: float, slack: float, before: F64, after: F64) -> bool:
    """True when both sides of a corner lie on one side of the plane of normal n, or cut it by `slack` at most.

    `before` and `after` are unit vectors from the corner along its sides, or zero for a node without sides.
    """
    s = nx * before[0] + ny * before[1] + nz * before[2]
    t = nx * after[0] + ny * after[1] + nz * after[2]
    return bool(s * t >= 0 or min(abs(s), abs(t)) <= slack)


@lent
def touches(nx: float, ny: float, nz: float, slack: float, before: F64, after: F64) -> bool:
    """The same for a corner of the shore itself, at an end of a line of which n is the cross product of both ends.

    A line shorter than a side may also be nowhere deeper than `CUT` inside: so it comes from a place at the very shore,
    which lies nearer to the side than the corner, and the angle says nothing.
    """
    if _touches(nx, ny, nz, slack, before, after):
        return True
    s, t = (nx * before[0] + ny * before[1] + nz * before[2]) ** 2, (nx * after[0] + ny * after[1] + nz * after[2]) ** 2
    one = before[0] ** 2 + before[1] ** 2 + before[2] ** 2
    two = after[0] ** 2 + after[1] ** 2 + after[2] ** 2
    return bool(s <= CUT * CUT * one or t <= CUT * CUT * two)


@lent
def joins(
    here: F64, before: F64, after: F64, off: float, there: F64, there_off: float,
    nx: float, ny: float, nz: float, slack: float, far: float,
) -> bool:  # fmt: skip
    """May a shortest way bend at the corner `here` to or from `there`, on a line in the plane of normal n?

    It may when the line only touches the corner, and when it comes from within the corner's contour: from a place
    nearer the shore, on the land side of the corner. `far` is the square of the chord.
    """
    if far <= (EASE * off) ** 2 or _touches(nx, ny, nz, slack, before, after):
        return True
    if there_off >= 0.95 * off:
        return False
    inward = 0.0
    for c in range(3):
        inward += (there[c] - here[c]) * (before[c] + after[c])
    return inward > 0


@numba.njit(cache=True, error_model="numpy")
def _cross(a: F64, b: F64) -> F64:
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


@numba.njit(cache=True, error_model="numpy", nogil=True)
def seen(
    p: F64,
    p_before: F64,
    p_after: F64,
    p_off: float,
    first: int,
    node: F64,
    before: F64,
    after: F64,
    off: F64,
    group: Groups,
    shade_a: F64,
    shade_b: F64,
    a: F64,
    b: F64,
    start: I32,
    items: I32,
    skip: U8,
) -> I32:
    """Numbers of the nodes that a place sees along a line that is tangent at both ends.

    Parameters
    ----------
    p, p_before, p_after
        Unit vectors of the place and along the sides of its corner; zero sides for a place that is no corner.
    p_off
        How far off the shore the place is (earth radii).
    first
        Only nodes from this number on.
    node, before, after
        (n, 3): the same for the nodes.
    off
        (n,): how far off the shore each node's contour runs (earth radii). See `joins`.
    group
        The nodes in groups (`sea_shade.groups`).
    shade_a, shade_b
        The shore segments near the place, which cast shadows.
    a, b, start, items, skip
        All shore segments and their index (`sea_sight.index`).
    """
    across = math.hypot(p[0], p[1])
    east = np.array([1.0, 0.0, 0.0])
    if across > 1e-12:
        east[0], east[1] = -p[1] / across, p[0] / across
    north = np.array(
        [p[1] * east[2] - p[2] * east[1], p[2] * east[0] - p[0] * east[2], p[0] * east[1] - p[1] * east[0]]
    )
    hidden = sea_shade.shadows(p, east, north, shade_a, shade_b)
    found = np.empty(node.shape[0] - first, np.int32)
    count = _look(
        p, p_before, p_after, p_off, first, node, before, after, off, group, a, b, start, items, skip,
        east, north, _cross(p_before, p), _cross(p_after, p), hidden, found,
    )  # fmt: skip
    return found[:count].copy()


@lent
def _look(
    p: F64, p_before: F64, p_after: F64, p_off: float, first: int, node: F64, before: F64, after: F64, off: F64,
    group: Groups, a: F64, b: F64, start: I32, items: I32, skip: U8,
    east: F64, north: F64, side: F64, other: F64, hidden: F64, found: I32,
) -> int:  # fmt: skip
    """Fill in what `seen` tells; how many there are. `side` and `other` are the sides of the place's corner x place."""
    # for a corner of the shore itself only touching counts, and most nodes fail by far: n . side = q . (side x p), and
    # no slack is above its depth, as n is no longer than the chord
    strict, depth = p_off == 0.0, 1.001 * SLACK_DEPTH
    wide = math.sqrt(max(side[0] ** 2 + side[1] ** 2 + side[2] ** 2, other[0] ** 2 + other[1] ** 2 + other[2] ** 2))
    count = 0
    begin, middle, radius = group
    for g in range(radius.shape[0]):
        if begin[g + 1] <= first:
            continue
        if strict:
            s = middle[g, 0] * side[0] + middle[g, 1] * side[1] + middle[g, 2] * side[2]
            t = middle[g, 0] * other[0] + middle[g, 1] * other[1] + middle[g, 2] * other[2]
            spread = depth + radius[g] * wide
            if (max(s, t) > spread) & (min(s, t) < -spread):
                continue
        if sea_shade.dark(p, east, north, middle[g], radius[g], hidden):
            continue
        for k in range(max(begin[g], first), begin[g + 1]):
            if strict:
                s = node[k, 0] * side[0] + node[k, 1] * side[1] + node[k, 2] * side[2]
                t = node[k, 0] * other[0] + node[k, 1] * other[1] + node[k, 2] * other[2]
                if (max(s, t) > depth) & (min(s, t) < -depth):
                    continue
            q = node[k]
            dx, dy, dz = q[0] - p[0], q[1] - p[1], q[2] - p[2]
            far = dx * dx + dy * dy + dz * dz
            if far < 1e-20:
                continue
            turn = sea_shade.sector(
                dx * east[0] + dy * east[1] + dz * east[2], dx * north[0] + dy * north[1] + dz * north[2]
            )
            if hidden[min(int(turn), SECTORS - 1)] < far:
                continue
            nx = p[1] * q[2] - p[2] * q[1]
            ny = p[2] * q[0] - p[0] * q[2]
            nz = p[0] * q[1] - p[1] * q[0]
            slack = math.sqrt(nx * nx + ny * ny + nz * nz) * min(SLACK, SLACK_DEPTH / math.sqrt(far))
            if not joins(p, p_before, p_after, p_off, q, off[k], nx, ny, nz, slack, far):
                continue
            if not joins(q, before[k], after[k], off[k], p, p_off, nx, ny, nz, slack, far):
                continue
            stop = blocker(p, q, a, b, start, items, skip)
            if stop < 0:
                found[count] = k
                count += 1
            else:
                sea_shade.cast(p, east, north, stop, far, a, b, hidden)
    return count


@numba.njit(cache=True, error_model="numpy", nogil=True)
def between(
    p: F64,
    p_before: F64,
    p_after: F64,
    q: F64,
    q_before: F64,
    q_after: F64,
    a: F64,
    b: F64,
    start: I32,
    items: I32,
    skip: U8,
) -> I32:
    """Pairs (i, j), shape (k, 2), of places `p` (n, 3) and `q` (m, 3) that see each other along a tangent at both."""
    found = np.empty((p.shape[0] * q.shape[0], 2), np.int32)
    count = 0
    for i in range(p.shape[0]):
        for j in range(q.shape[0]):
            if p[i, 0] * q[j, 0] + p[i, 1] * q[j, 1] + p[i, 2] * q[j, 2] < -0.99:
                continue  # near the antipode a great circle has no certain direction
            nx = p[i, 1] * q[j, 2] - p[i, 2] * q[j, 1]
            ny = p[i, 2] * q[j, 0] - p[i, 0] * q[j, 2]
            nz = p[i, 0] * q[j, 1] - p[i, 1] * q[j, 0]
            slack = SLACK * math.sqrt(nx * nx + ny * ny + nz * nz)
            if not touches(nx, ny, nz, slack, p_before[i], p_after[i]):
                continue
            if not touches(nx, ny, nz, slack, q_before[j], q_after[j]):
                continue
            if clear(p[i], q[j], a, b, start, items, skip):
                found[count, 0] = i
                found[count, 1] = j
                count += 1
    return found[:count].copy()
