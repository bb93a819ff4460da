"""Sums of triangular draws, percentiles and first arrivals in plain NumPy: the oracle and stand-in of `draws`.

A draw is a function of its stream and its number, with no state between: whoever asks for the draws of a stream gets
the same ones, in any order and beside any others. The bits come from two rounds of multiplication and shifting in 32
bits (the mixing of hash functions), keyed before each round; 24 of them make the number. Hours are single precision:
a thousand hours are right to a quarter of a second, and the draws go twice as fast.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
U16 = npt.NDArray[np.uint16]

STRIDE = np.uint32(0x9E3779B1)
MIX = (np.uint32(0x21F0AAAD), np.uint32(0xD35A2D97))
UNIT = np.float32(2.0**-24)
QUANTILES = (0.1, 0.5, 0.9)
BOARDS = -2
"""In `shared`: a stage that is no draw of its own, but a wait until a vehicle is there."""


def uniform(key: U32, n: int) -> F32:
    """The first `n` draws of the stream with these two keys, in [0, 1)."""
    z = np.arange(n, dtype=np.uint32) * STRIDE + key[0]
    z = (z ^ (z >> np.uint32(16))) * MIX[0]
    z = (z ^ (z >> np.uint32(15))) + key[1]
    z = (z ^ (z >> np.uint32(15))) * MIX[1]
    z ^= z >> np.uint32(15)
    return np.asarray((z >> np.uint32(8)).astype(np.float32) * UNIT)


def triangular(key: U32, low: float, likely: float, high: float, n: int) -> F32:
    """Draws of the triangle `low` < `high` by the inverse of its distribution."""
    one, u = np.float32(1.0), uniform(key, n)
    width = high - low
    cut = np.float32((likely - low) / width)
    rising = u < cut
    up, down = np.float32(width * (likely - low)), np.float32(width * (high - likely))
    root = np.sqrt(np.where(rising, u * up, (one - u) * down))
    return np.where(rising, np.float32(low) + root, np.float32(high) - root)


def boarded(ready: F32, told: F64) -> F32:
    """When those board who are ready at these hours: between the three cases told, never before they are ready.

    `told` are the hours of boarding, low, likely and high, and those of being ready to which they belong.
    """
    low, likely, high, ready_low, ready_likely, ready_high = told
    early = np.float32((likely - low) / (ready_likely - ready_low) if ready_likely > ready_low else 0.0)
    late = np.float32((high - likely) / (ready_high - ready_likely) if ready_high > ready_likely else 0.0)
    first = (ready - np.float32(ready_low)) * early + np.float32(low)
    second = (ready - np.float32(ready_likely)) * late + np.float32(likely)
    return np.maximum(ready, np.where(ready < np.float32(ready_likely), first, second))


def sums(start: I64, fixed: F32, key: U32, spread: F64, shared: I32, events: F32, out: F32) -> None:
    """Row by row the sum of a fixed part and of the stages `start[r]` to `start[r + 1]`.

    Parameters
    ----------
    start
        First stage of each row and the end of the last, shape (rows + 1,).
    fixed
        What needs no draw [h], shape (rows,).
    key, spread
        Per stage its stream, shape (stages, 2), and low, likely, high [h], low < high, shape (stages, 6); of a wait the
        hours of boarding, then of being ready (`boarded`), both counted with all of `fixed`.
    shared
        Per stage the row of `events` that is added in place of draws of its own; -1 for none, `BOARDS` for a wait.
    events
        Draws that several rows share, shape (events, n).
    out
        Written, shape (rows, n).
    """
    n = out.shape[1]
    for row in range(len(out)):
        out[row] = fixed[row]
        for s in range(start[row], start[row + 1]):
            if shared[s] >= 0:
                out[row] += events[shared[s]]
            elif shared[s] == BOARDS:
                out[row] = boarded(out[row], spread[s])
            else:
                out[row] += triangular(key[s], spread[s, 0], spread[s, 1], spread[s, 2], n)


def race(
    start: I64, fixed: F32, key: U32, spread: F64, shared: I32, events: F32,
    group: I32, until: F32, first: F32, percentile: F64, share: F64,
) -> None:  # fmt: skip
    """What is asked of the rows of `sums`, without keeping them.

    Parameters
    ----------
    start, fixed, key, spread, shared, events
        As for `sums`.
    group
        Per row the group it races in, shape (rows,).
    until
        What each draw is held against [h], shape (n,).
    first
        Written, shape (groups, n): the least of the rows of each group, draw by draw; infinite where there are none.
    percentile, share
        Written: per row its `QUANTILES` and the share of its draws that are not later than `until`, shapes (rows, 3)
        and (rows,).
    """
    rows = np.empty((len(fixed), first.shape[1]), np.float32)
    sums(start, fixed, key, spread, shared, events, rows)
    first[:] = np.inf
    for row, g in zip(rows, group, strict=True):
        np.minimum(first[g], row, out=first[g])
    percentile[:], share[:] = _percentiles(rows), (rows <= until).mean(axis=1)


def lead(
    each: F32, until: F32, low: float, high: float, until_low: float, until_high: float,  # noqa: ARG001 - as `draws`
    percentile: F64, share: F64, gap: F64,
) -> None:  # fmt: skip
    """What is asked of the first of a group, whose rows raced in several parts.

    Parameters
    ----------
    each
        By part the least of its rows, draw by draw [h], shape (parts, n).
    until
        What each draw is held against [h], shape (n,).
    low, high, until_low, until_high
        Bounds [h] of the group's first and of `until`, which the compiled kernel counts between; infinite for an
        `until` that never comes.
    percentile, share, gap
        Written: the `QUANTILES` of the first, the share of its draws that are not later than `until`, and the
        quantiles of the hours it is later by, unless `until` never comes; shapes (3,), (1,) and (3,).
    """
    first = each.min(axis=0)
    percentile[:], share[0] = _percentiles(first[None])[0], (first <= until).mean()
    if np.isfinite(until_high):
        gap[:] = _percentiles((first - until)[None])[0]


def _percentiles(rows: F32) -> F64:
    """The `QUANTILES` of each row, linear between neighbours."""
    return np.asarray(np.quantile(rows.astype(np.float64), QUANTILES, axis=1).T) if len(rows) else np.empty((0, 3))
