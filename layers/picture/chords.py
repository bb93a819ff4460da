"""Level lines cut by areas: which pieces lie inside, by the even-odd rule, for rings of any kind.

No valid polygons are needed and holes are cut by themselves. Hatching, names inside areas, and the question whether an
area can be seen at all rest on it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def _edges(xy: Array, start: npt.NDArray[np.integer]) -> tuple[Array, Array]:
    """Both ends (n, 2) of every edge of closed rings."""
    after = np.arange(1, len(xy) + 1)
    full = start[1:] > start[:-1]
    after[start[1:][full] - 1] = start[:-1][full]
    return xy, xy[after]


def chords(xy: Array, start: npt.NDArray[np.integer], heights: Array) -> tuple[Array, Array, Array]:
    """Level pieces inside rings by the even-odd rule.

    Parameters
    ----------
    heights
        Ascending y values of the lines, evenly spaced or not, shape (k,).

    Returns
    -------
    y, x0, x1
        One piece each, by height.
    """
    if len(xy) == 0 or len(heights) == 0:
        return np.empty(0), np.empty(0), np.empty(0)
    one, other = _edges(xy, start)
    low, high = np.minimum(one[:, 1], other[:, 1]), np.maximum(one[:, 1], other[:, 1])
    first, last = np.searchsorted(heights, low, side="left"), np.searchsorted(heights, high, side="left")
    count = last - first
    edge = np.repeat(np.arange(len(one)), count)
    line = np.repeat(first, count) + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    y = heights[line]
    a, b = one[edge], other[edge]
    x = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    order = np.lexsort((x, line))
    line, x = line[order], x[order]
    # every line is crossed an even number of times, so neighbours pair up
    return heights[line[0::2]], x[0::2], x[1::2]
