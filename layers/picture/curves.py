"""Gentle curves for names: through guide points, and on beyond their ends."""

from __future__ import annotations

import numpy as np

from layers.picture.kit import Array

EXTENDED = 0.6
"""A curve goes on at both ends for this part of its length, for names that need more room than the guide gives."""


def smooth(guide: Array, count: int = 48) -> Array:
    """A gentle curve through guide points (Catmull and Rom), `count` steps in all."""
    if len(guide) == 2:
        share = np.linspace(0.0, 1.0, count + 1)[:, None]
        return np.asarray(guide[0] * (1 - share) + guide[1] * share)
    ends = np.vstack((2 * guide[0] - guide[1], guide, 2 * guide[-1] - guide[-2]))
    steps = max(count // (len(guide) - 1), 2)
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    pieces = []
    for k in range(1, len(ends) - 2):
        a, b, c, d = ends[k - 1 : k + 3]
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack((*pieces, guide[-1:]))


def as_points(line: Array) -> tuple[tuple[float, float], ...]:
    """The points of a line as a mark holds them; what is kept for long keeps the array, a seventh as large."""
    return tuple((x, y) for x, y in line.tolist())


def extended(line: Array) -> Array:
    """A curve that goes on straight at both ends, see `EXTENDED`."""
    step = np.hypot(*np.diff(line, axis=0).T)
    more = EXTENDED * float(step.sum())
    count = max(len(line) // 12, 1)
    share = np.linspace(0.0, 1.0, 9)[1:, None]
    head, tail = line[0] - line[count], line[-1] - line[-1 - count]
    before = line[0] + share[::-1] * head / max(float(np.hypot(*head)), 1e-9) * more
    after = line[-1] + share * tail / max(float(np.hypot(*tail)), 1e-9) * more
    return np.vstack((before, line, after))
