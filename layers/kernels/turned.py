"""An image seen turned, pixel by pixel, compiled; `turned_plain` says what it does and agrees bit for bit.

A turned row of pixels crosses hundreds of rows of the image, and what comes new into the cache comes one line at a
time: at 45 degrees the loop waits 70 ns for each. So the window is filled block by block, and each block's part of the
image is touched first, a word of every line, many at once: 3 ms for 1920 x 1080 at every angle instead of 2 to 9.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from layers.kernels.turned_plain import ACROSS, BITS, Matrix, Pixels, Place

compiled: Any = numba.njit(cache=True, error_model="numpy")
"""The interpreter is kept meanwhile: to have it back from a thread that paints would take longer than the work."""

DOWN = 64
"""Rows of a block of `ACROSS`: what it shows of an image, 64 kB and some more at its edges, stays in the cache."""
LINE = 16
"""Pixels of a line of the cache."""
EDGE = 0.02
"""Pixels by which a block must lie within an image to be filled without looking."""
STEEP = 1e-6
"""Slope under which a side of a block is along a row of the image."""


@compiled
def _within(place: Place, height: int, width: int, x0: int, y0: int, x1: int, y1: int) -> bool:
    """Whether the middles of a block's pixels all lie in the image."""
    a, b, c, d, e, f = place
    for x in (x0 + 0.5, x1 - 0.5):
        for y in (y0 + 0.5, y1 - 0.5):
            u, v = a * x + c * y + e, b * x + d * y + f
            if not (EDGE <= u < width - EDGE and EDGE <= v < height - EDGE):
                return False
    return True


@compiled
def _start(place: Place, x: int, y: int) -> tuple[Any, Any]:
    """Where the middle of a pixel of the window lies in an image, in fractions of `BITS`."""
    a, b, c, d, e, f = place
    one = float(1 << BITS)
    u, v = a * (x + 0.5) + c * (y + 0.5) + e, b * (x + 0.5) + d * (y + 0.5) + f
    return np.int64(np.floor(u * one)), np.int64(np.floor(v * one))


@compiled
def _steps(place: Place) -> tuple[Any, Any]:
    """How far the next pixel of a row lies from it."""
    one = float(1 << BITS)
    return np.int64(round(place[0] * one)), np.int64(round(place[1] * one))


@compiled
def _touch(flat: Any, width: int, place: Place, x0: int, y0: int, x1: int, y1: int) -> Any:
    """Read one pixel of every line that a block shows; their sum, so that it is not left out."""
    a, b, c, d, e, f = place
    det = a * d - b * c
    low = min(b * x0, b * x1) + min(d * y0, d * y1) + f
    high = max(b * x0, b * x1) + max(d * y0, d * y1) + f
    total = np.uint32(0)
    last = len(flat) - 1
    rows = len(flat) // width
    for v in range(max(int(low), 0), min(int(high) + 1, rows)):
        left, right = 0.0, width - 1.0
        if abs(d) > STEEP:
            one, two = (x0 * det + c * (v - f)) / d + e, (x1 * det + c * (v - f)) / d + e
            left, right = max(left, min(one, two) - 2.0), min(right, max(one, two) + 2.0)
        if abs(b) > STEEP:
            one, two = (a * (v - f) - y0 * det) / b + e, (a * (v - f) - y1 * det) / b + e
            left, right = max(left, min(one, two) - 2.0), min(right, max(one, two) + 2.0)
        for u in range(int(left), int(right) + LINE, LINE):
            total += flat[np.uint64(min(v * width + u, last))]
    return total


@compiled
def _fill(image: Pixels, place: Place, out: Pixels, x0: int, y0: int, x1: int, y1: int) -> Any:
    """A block that lies within an image."""
    width = image.shape[1]
    flat = image.reshape(image.size)
    total = _touch(flat, width, place, x0, y0, x1, y1)
    # unsigned: the compiler then need not look for indices counted from the end
    wide, shift = np.uint64(width), np.uint64(BITS)
    steps = _steps(place)
    step_u, step_v = np.uint64(steps[0]), np.uint64(steps[1])
    for y in range(y0, y1):
        first_u, first_v = _start(place, x0, y)
        u, v = np.uint64(first_u), np.uint64(first_v)
        row = out[y]
        for x in range(x0, x1):
            row[np.uint64(x)] = flat[(v >> shift) * wide + (u >> shift)]
            u += step_u
            v += step_v
    return total


@compiled
def _mix(
    upper: Pixels, one: Place, lower: Pixels, two: Place, ground: int, out: Pixels, x0: int, y0: int, x1: int, y1: int
) -> Any:
    """A block over which an edge goes."""
    high, wide = np.uint64(upper.shape[0]), np.uint64(upper.shape[1])
    low_high, low_wide = np.uint64(lower.shape[0]), np.uint64(lower.shape[1])
    flat, low_flat = upper.reshape(upper.size), lower.reshape(lower.size)
    total = _touch(flat, upper.shape[1], one, x0, y0, x1, y1) + _touch(low_flat, lower.shape[1], two, x0, y0, x1, y1)
    step_u, step_v = _steps(one)
    low_step_u, low_step_v = _steps(two)
    shift, nothing = np.int64(BITS), np.uint32(ground)
    for y in range(y0, y1):
        u, v = _start(one, x0, y)
        low_u, low_v = _start(two, x0, y)
        for x in range(x0, x1):
            # below zero is beyond every size, seen unsigned
            column, row = np.uint64(u >> shift), np.uint64(v >> shift)
            if column < wide and row < high:
                out[y, x] = flat[row * wide + column]
            else:
                column, row = np.uint64(low_u >> shift), np.uint64(low_v >> shift)
                out[y, x] = low_flat[row * low_wide + column] if column < low_wide and row < low_high else nothing
            u += step_u
            v += step_v
            low_u += low_step_u
            low_v += low_step_v
    return total


@compiled
def lay(upper: Pixels, upper_at: Matrix, lower: Pixels, lower_at: Matrix, ground: int, out: Pixels) -> Any:
    """As `turned_plain.lay`; what is returned means nothing."""
    one = (upper_at[0], upper_at[1], upper_at[2], upper_at[3], upper_at[4], upper_at[5])
    two = (lower_at[0], lower_at[1], lower_at[2], lower_at[3], lower_at[4], lower_at[5])
    height, width = out.shape
    total = np.uint32(0)
    for y0 in range(0, height, DOWN):
        y1 = min(y0 + DOWN, height)
        for x0 in range(0, width, ACROSS):
            x1 = min(x0 + ACROSS, width)
            if _within(one, upper.shape[0], upper.shape[1], x0, y0, x1, y1):
                total += _fill(upper, one, out, x0, y0, x1, y1)
            else:
                total += _mix(upper, one, lower, two, ground, out, x0, y0, x1, y1)
    return total


def warm() -> None:
    pixels, place = np.zeros((2, 2), np.uint32), np.array([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    pixels.flags.writeable = False  # as Qt hands out those of an image
    lay(pixels, place, pixels, place, 0, np.zeros((2, 2), np.uint32))
