"""The line of a march: its chain of cells pulled taut over the ground, for the eye."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from layers.routes.land_net import F64
from layers.sphere import RADIUS_M, angle, lon_lat, unit_vectors

Sight = Callable[[F64, F64], bool]
"""Whether the great circle between two unit vectors stays on open ground."""

_PIECE_M = 100_000.0
"""Longest piece of a line: so far a geodesic keeps within 10 m of the great circle."""


def taut(chain: F64, sees: Sight) -> F64:
    """The line (m, 2) that is left when a chain of points (n, 2), lon and lat [deg], is pulled taut."""
    v = unit_vectors(chain[:, 0], chain[:, 1])
    kept = [0]
    while kept[-1] < len(chain) - 1:
        here = kept[-1]
        reach, step = here + 1, 1
        # gallop, then halve: sight is not lost and won back often along a shortest way
        while reach + step < len(chain) and sees(v[here], v[reach + step]):
            reach += step
            step *= 2
        while step:
            if reach + step < len(chain) and sees(v[here], v[reach + step]):
                reach += step
            step //= 2
        kept.append(reach)
    corners = list(kept)
    changed = True
    while changed:
        changed = False
        for k in range(len(corners) - 2, 0, -1):
            if sees(v[corners[k - 1]], v[corners[k + 1]]):
                del corners[k]
                changed = True
        for k in range(1, len(corners) - 1):
            best = _tauter(sees, v, corners[k - 1], corners[k], corners[k + 1])
            if best != corners[k]:
                corners[k] = best
                changed = True
    return _as_seen(chain[corners])


def _as_seen(corners: F64) -> F64:
    """The points (n, 2) with more between them, so that geodesics keep to the great circles along which was looked."""
    points = [corners[:1]]
    for (lon1, lat1), (lon2, lat2) in pairwise(corners):
        a, b = unit_vectors([lon1, lon2], [lat1, lat2])
        pieces = max(int(np.ceil(angle(a, b) * RADIUS_M / _PIECE_M)), 1)
        t = np.arange(1, pieces)[:, None] / pieces
        points += [np.column_stack(lon_lat(a + t * (b - a))), np.array([[lon2, lat2]])]
    return np.vstack(points)


def _tauter(sees: Sight, v: F64, a: int, k: int, b: int) -> int:
    """The point of the chain between two corners over which their way is shortest, both legs in sight."""
    between = np.arange(a + 1, b)
    total = np.linalg.norm(v[between] - v[a], axis=1) + np.linalg.norm(v[between] - v[b], axis=1)
    now = float(total[k - a - 1])
    for i in between[np.argsort(total)][:12]:
        if total[i - a - 1] >= now - 1e-9:
            return k
        if sees(v[a], v[i]) and sees(v[i], v[b]):
            return int(i)
    return k
