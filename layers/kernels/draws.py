"""Sums of triangular draws, their percentiles and first arrivals, compiled; `draws_plain` agrees bit for bit.

Percentiles come from counting: the draws of a row are told into bins, and only the few bins that hold a wanted rank are
sorted.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np

from layers.kernels.draws_plain import F32, F64, I32, I64, MIX, QUANTILES, STRIDE, U16, U32, UNIT

compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy")

BINS = 2048
ONE = np.float32(1.0)
MIX_1, MIX_2 = MIX
Q1, Q2, Q3 = QUANTILES


@compiled
def _add(key: U32, low: float, likely: float, high: float, out: F32) -> None:
    """Add the draws of one stream to a row."""
    width = high - low
    cut = np.float32((likely - low) / width)
    up, down = np.float32(width * (likely - low)), np.float32(width * (high - likely))
    bottom, top = np.float32(low), np.float32(high)
    first, second = key[0], key[1]
    for i in range(out.shape[0]):
        z = np.uint32(np.uint32(i) * STRIDE + first)
        z = np.uint32((z ^ (z >> np.uint32(16))) * MIX_1)
        z = np.uint32((z ^ (z >> np.uint32(15))) + second)
        z = np.uint32((z ^ (z >> np.uint32(15))) * MIX_2)
        z = np.uint32(z ^ (z >> np.uint32(15)))
        u = np.float32(np.int32(z >> np.uint32(8))) * UNIT
        rising = u < cut
        root = np.sqrt(u * up if rising else (ONE - u) * down)
        out[i] += bottom + root if rising else top - root


@compiled
def _sum(first: int, last: int, fixed: float, key: U32, spread: F64, shared: I32, events: F32, out: F32) -> None:
    out[:] = fixed
    for s in range(first, last):
        if shared[s] >= 0:
            other = events[shared[s]]
            for i in range(out.shape[0]):
                out[i] += other[i]
        else:
            _add(key[s], spread[s, 0], spread[s, 1], spread[s, 2], out)


@compiled
def sums(start: I64, fixed: F32, key: U32, spread: F64, shared: I32, events: F32, out: F32) -> None:
    for row in range(out.shape[0]):
        _sum(start[row], start[row + 1], fixed[row], key, spread, shared, events, out[row])


@compiled
def _percentiles_of(
    row: F32, low: float, high: float, place: U16, count: I32, wanted: Any, kept: F32, ranks: I64, at: I64, out: F64
) -> None:
    """The quantiles of a row that lies between `low` and `high`, give or take a rounding."""
    n = row.shape[0]
    if not high > low:
        out[:] = row[0]
        return
    bottom, scale, last = np.float32(low), np.float32(BINS / (high - low)), np.int32(BINS - 1)
    for i in range(n):
        place[i] = np.uint16(min(max(np.int32((row[i] - bottom) * scale), np.int32(0)), last))
    count[:] = 0
    for i in range(n):
        count[place[i]] += 1
    # The bins that hold a wanted rank are kept whole and in order: a rank among all is one among the kept, less the
    # draws left out below it.
    below, left_out, q = 0, 0, 0
    for b in range(BINS):
        below += count[b]
        wanted[b] = q < 6 and ranks[q] < below
        if wanted[b]:
            while q < 6 and ranks[q] < below:
                at[q] = ranks[q] - left_out
                q += 1
        else:
            left_out += count[b]
    found = 0
    for i in range(n):
        if wanted[place[i]]:
            kept[found] = row[i]
            found += 1
    some = np.sort(kept[:found])
    for q in range(3):
        part = (Q1, Q2, Q3)[q] * (n - 1) - ranks[2 * q]
        one, two = np.float64(some[at[2 * q]]), np.float64(some[at[2 * q + 1]])
        # As numpy.quantile does it, from the nearer end.
        out[q] = one + (two - one) * part if part < 0.5 else two - (two - one) * (1.0 - part)


@compiled
def _ranks(n: int) -> I64:
    """The ranks below and above each quantile among `n`."""
    ranks = np.empty(6, np.int64)
    for q, part in enumerate((Q1, Q2, Q3)):
        ranks[2 * q] = math.floor(part * (n - 1))
        ranks[2 * q + 1] = min(ranks[2 * q] + 1, n - 1)
    return ranks


@compiled
def percentiles(rows: F32, low: F64, high: F64, out: F64) -> None:
    n = rows.shape[1]
    place, count, at = np.empty(n, np.uint16), np.empty(BINS, np.int32), np.empty(6, np.int64)
    wanted, kept, ranks = np.empty(BINS, np.bool_), np.empty(n, np.float32), _ranks(n)
    for r in range(rows.shape[0]):
        _percentiles_of(rows[r], low[r], high[r], place, count, wanted, kept, ranks, at, out[r])


@compiled
def _share(row: F32, until: F32) -> float:
    found = 0
    for i in range(row.shape[0]):
        found += 1 if row[i] <= until[i] else 0
    return float(found / row.shape[0])


@compiled
def shares(rows: F32, until: F32, out: F64) -> None:
    for r in range(rows.shape[0]):
        out[r] = _share(rows[r], until)


@compiled
def race(
    start: I64, fixed: F32, key: U32, spread: F64, shared: I32, events: F32,
    group: I32, until: F32, first: F32, percentile: F64, share: F64,
) -> None:  # fmt: skip
    n = first.shape[1]
    place, count, at = np.empty(n, np.uint16), np.empty(BINS, np.int32), np.empty(6, np.int64)
    wanted, kept, ranks = np.empty(BINS, np.bool_), np.empty(n, np.float32), _ranks(n)
    # One row at a time, while it is near: all of them together would not stay in the processor's cache.
    row = np.empty(n, np.float32)
    first[:] = np.float32(np.inf)
    for r in range(fixed.shape[0]):
        _sum(start[r], start[r + 1], fixed[r], key, spread, shared, events, row)
        least = first[group[r]]
        for i in range(n):
            least[i] = min(least[i], row[i])
        low = high = float(fixed[r])
        for s in range(start[r], start[r + 1]):
            low, high = low + spread[s, 0], high + spread[s, 2]
        _percentiles_of(row, low, high, place, count, wanted, kept, ranks, at, percentile[r])
        share[r] = _share(row, until)


def warm() -> None:
    """Compile, or load from the cache, with the types a simulation uses."""
    rows, fixed, shared = np.zeros((1, 2), np.float32), np.zeros(1, np.float32), np.full(1, -1, np.int32)
    start, key, spread = np.array([0, 1]), np.zeros((1, 2), np.uint32), np.array([[0.0, 1.0, 2.0]])
    sums(start, fixed, key, spread, shared, rows, rows)
    race(
        start, fixed, key, spread, shared, rows, np.zeros(1, np.int32), rows[0], np.empty_like(rows), np.empty((1, 3)),
        np.empty(1),
    )  # fmt: skip
    percentiles(rows, np.zeros(1), np.ones(1), np.empty((1, 3)))
    shares(rows, rows[0], np.empty(1))
