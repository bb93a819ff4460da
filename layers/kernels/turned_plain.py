"""An image seen turned, enlarged and moved, by its own pixels: the readable twin of `turned`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint32]
"""Shape (rows, columns), one word for each pixel."""
Matrix = npt.NDArray[np.float64]
"""Six numbers a, b, c, d, e, f: the point x, y of the window is a x + c y + e, b x + d y + f of the image."""
Place = tuple[float, float, float, float, float, float]

BITS = 16
"""Of the fraction in which one pixel follows the last: over a block the error is below a two-hundredth of a pixel."""
ACROSS = 256
"""Pixels of a row that are counted on from the first of them."""


def lay(upper: Pixels, upper_at: Matrix, lower: Pixels, lower_at: Matrix, ground: int, out: Pixels) -> None:
    """Fill a window with what an image shows there, beyond its edge with what lies behind it.

    Parameters
    ----------
    upper, lower
        The image, and the one behind it.
    upper_at, lower_at
        Where a point of the window lies in each.
    ground
        The colour where neither reaches.
    out
        The window; every pixel of it is written.
    """
    out[:] = np.uint32(ground)
    for image, place in ((lower, lower_at), (upper, upper_at)):
        u, v = _columns_and_rows(place, *out.shape)
        seen = (u >= 0) & (u < image.shape[1]) & (v >= 0) & (v < image.shape[0])
        out[seen] = image[v[seen], u[seen]]


def _columns_and_rows(place: Matrix, height: int, width: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Of the image, for the middle of every pixel of the window."""
    a, b, c, d, e, f = place.tolist()
    one = float(1 << BITS)
    x = np.arange(width)
    first, beyond = x // ACROSS * ACROSS + 0.5, x % ACROSS
    y = np.arange(height)[:, None] + 0.5
    u = np.floor((a * first + c * y + e) * one).astype(np.int64) + beyond * round(a * one)
    v = np.floor((b * first + d * y + f) * one).astype(np.int64) + beyond * round(b * one)
    return u >> BITS, v >> BITS
