"""Shadows the shore casts, and places in groups, so that a look round asks for few lines of sight.

A shadow is a sector of azimuth in which everything beyond a distance is hidden for certain: a chain of shore segments
spans it whole. The shore near the viewer casts them before the look; every line of sight that a farther shore stops
lets that shore cast its own.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.lent import lent

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
Groups = tuple[I32, F64, F64]

SECTORS = 8192
"""Sectors of azimuth: 0.8 mrad each."""
SHADOW_CHORD = 0.05
"""Shore within this distance of the viewer (earth radii, 320 km) casts shadows before the look."""
CHAIN = 64
"""Segments followed to either side of one that stops a line of sight."""
DEEPER = 1.21
"""They are followed while no farther off than the line's end may be, by the square of the distance."""
BULGE = 1.00001
"""More than 90 degrees away the middle of a segment is farther than its ends; this, on the square, allows for it."""
GROUP = 32
"""Most places in a group."""
GROUP_CHORD = 0.03
"""A group's places are within this of its first (earth radii)."""
WIDEST = 512
"""Sectors a group may span and still be asked whether it is hidden as a whole."""


@numba.njit(cache=True, error_model="numpy", nogil=True)
def groups(x: F64) -> Groups:
    """Places `x` (n, 3) that follow each other, in groups of near ones.

    Returns
    -------
    first
        (m + 1,): group i is ``x[first[i]:first[i + 1]]``.
    middle, radius
        (m, 3), (m,): every place of the group is within the radius of the middle, straight.
    """
    n = x.shape[0]
    first = np.empty(n + 1, np.int32)
    count = 0
    for k in range(n):
        if count and k - first[count - 1] < GROUP:
            f = first[count - 1]
            if (x[k, 0] - x[f, 0]) ** 2 + (x[k, 1] - x[f, 1]) ** 2 + (x[k, 2] - x[f, 2]) ** 2 <= GROUP_CHORD**2:
                continue
        first[count] = k
        count += 1
    first[count] = n
    middle, radius = np.zeros((count, 3)), np.zeros(count)
    for g in range(count):
        size = first[g + 1] - first[g]
        for k in range(first[g], first[g + 1]):
            for c in range(3):
                middle[g, c] += x[k, c] / size
        for k in range(first[g], first[g + 1]):
            far = (x[k, 0] - middle[g, 0]) ** 2 + (x[k, 1] - middle[g, 1]) ** 2 + (x[k, 2] - middle[g, 2]) ** 2
            radius[g] = max(radius[g], math.sqrt(far) * (1 + 1e-12) + 1e-15)
    return first[: count + 1].copy(), middle, radius


@numba.njit(cache=True, error_model="numpy", nogil=True)
def near(p: F64, x: F64, group: Groups, reach: float) -> I32:
    """Numbers of the places `x` (n, 3) whose coordinates all differ from those of `p` by less than `reach`."""
    first, middle, radius = group
    found = np.empty(x.shape[0], np.int32)
    count = 0
    for g in range(radius.shape[0]):
        far = reach + radius[g]
        if abs(middle[g, 0] - p[0]) > far or abs(middle[g, 1] - p[1]) > far or abs(middle[g, 2] - p[2]) > far:
            continue
        for k in range(first[g], first[g + 1]):
            if abs(x[k, 0] - p[0]) < reach and abs(x[k, 1] - p[1]) < reach and abs(x[k, 2] - p[2]) < reach:
                found[count] = k
                count += 1
    return found[:count].copy()


@lent
def nearest(p: F64, x: F64, group: Groups, count: int) -> int:
    """Which of the first `count` of the places `x` (n, 3) is nearest to `p`; -1 when there is none."""
    first, middle, radius = group
    best, at = np.inf, -1
    for g in range(radius.shape[0]):
        dx, dy, dz = middle[g, 0] - p[0], middle[g, 1] - p[1], middle[g, 2] - p[2]
        if math.sqrt(dx * dx + dy * dy + dz * dz) - radius[g] > best:
            continue
        for k in range(first[g], min(first[g + 1], count)):
            far = math.sqrt((x[k, 0] - p[0]) ** 2 + (x[k, 1] - p[1]) ** 2 + (x[k, 2] - p[2]) ** 2)
            if far < best:
                best, at = far, k
    return at


@numba.njit(cache=True, error_model="numpy")
def sector(east: float, north: float) -> float:
    """Azimuth as a number from 0 to SECTORS that grows round the circle, without trigonometry."""
    turn = east / (abs(east) + abs(north) + 1e-300)
    if north < 0:
        turn = 2.0 - turn
    elif turn < 0:
        turn += 4.0
    return turn * (SECTORS / 4)


@lent
def _place(p: F64, east: F64, north: F64, q: F64) -> tuple[float, float]:
    """Sector of a place as seen from `p`, and the square of the chord to it."""
    dx, dy, dz = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    return (
        sector(dx * east[0] + dy * east[1] + dz * east[2], dx * north[0] + dy * north[1] + dz * north[2]),
        dx * dx + dy * dy + dz * dz,
    )


@lent
def _darken(hidden: F64, low: float, high: float, far: float) -> None:
    """Hide what lies beyond `far` in the sectors that are whole between `low` and `high`, which may pass zero."""
    for i in range(math.floor(low) + 1, math.floor(high)):
        hidden[i % SECTORS] = min(hidden[i % SECTORS], far)


@numba.njit(cache=True, error_model="numpy")
def shadows(p: F64, east: F64, north: F64, a: F64, b: F64) -> F64:
    """For each sector, the square of the chord beyond which the near shore hides everything."""
    hidden = np.full(SECTORS, 9.0)
    _shade(p, east, north, a, b, hidden)
    return hidden


@lent
def _shade(p: F64, east: F64, north: F64, a: F64, b: F64, hidden: F64) -> None:
    """Fill in what `shadows` tells."""
    near = SHADOW_CHORD * SHADOW_CHORD
    for k in range(a.shape[0]):
        if abs(a[k, 0] - p[0]) > SHADOW_CHORD:
            continue
        s, far = _place(p, east, north, a[k])
        if far > near:
            continue
        t, further = _place(p, east, north, b[k])
        turn = _turn(s, t)
        _darken(hidden, min(s, s + turn), max(s, s + turn), max(far, further))


@numba.njit(cache=True, error_model="numpy")
def _turn(s: float, t: float) -> float:
    """From sector `s` to `t` the short way round."""
    turn = t - s
    if turn > SECTORS / 2:
        return turn - SECTORS
    if turn < -SECTORS / 2:
        return turn + SECTORS
    return turn


@lent
def cast(p: F64, east: F64, north: F64, segment: int, limit: float, a: F64, b: F64, hidden: F64) -> None:
    """Let the shore round a segment, which stops a line of sight, cast its shadow.

    Parameters
    ----------
    limit
        Square of the chord to the end of that line.
    a, b
        All shore segments; those of a ring follow each other.
    hidden
        (SECTORS,): see `shadows`; changed.
    """
    begin, far = _place(p, east, north, a[segment])
    low, high = begin, begin
    for forth in (True, False):
        k, at, last = segment, begin, begin
        for _ in range(CHAIN):
            end = b[k] if forth else a[k]
            s, away = _place(p, east, north, end)
            if k != segment and away > DEEPER * limit:
                break
            at += _turn(last, s)
            last = s
            far = max(far, away)
            low, high = min(low, at), max(high, at)
            follows = k + 1 if forth else k - 1
            if follows < 0 or follows >= a.shape[0]:
                break
            joint = a[follows] if forth else b[follows]
            if abs(joint[0] - end[0]) + abs(joint[1] - end[1]) + abs(joint[2] - end[2]) > 1e-12:
                break  # of another ring
            k = follows
        if high - low > SECTORS / 4:
            return  # round the viewer, or too near to tell
    _darken(hidden, low, high, far * BULGE)


@lent
def dark(p: F64, east: F64, north: F64, middle: F64, radius: float, hidden: F64) -> bool:
    """Whether all that lies within the radius of `middle` is hidden for certain."""
    dx, dy, dz = middle[0] - p[0], middle[1] - p[1], middle[2] - p[2]
    x = dx * east[0] + dy * east[1] + dz * east[2]
    y = dx * north[0] + dy * north[1] + dz * north[2]
    wide = math.sqrt(x * x + y * y)
    if wide <= 2 * radius:
        return False
    # a radian has SECTORS / 4 sectors at most, and asin(u) < 1.05 u up to a half
    half = 1.05 * radius / wide * (SECTORS / 4) + 1
    if 2 * half > WIDEST:
        return False
    nearest = math.sqrt(dx * dx + dy * dy + dz * dz) - radius
    nearest *= nearest
    s = sector(x, y) + SECTORS
    for i in range(math.floor(s - half), math.floor(s + half) + 1):  # noqa: SIM110 - the compiler has no generators
        if hidden[i % SECTORS] >= nearest:
            return False
    return True
