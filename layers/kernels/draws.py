"""Sums of triangular draws, their percentiles and first arrivals, compiled; `draws_plain` agrees bit for bit.

Percentiles come from counting: the draws of a row are told into bins, and only the few bins that hold a wanted rank are
sorted.
"""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from layers.kernels.draws_plain import BOARDS, F32, F64, I32, I64, MIX, QUANTILES, STRIDE, U16, U32, UNIT

Work = tuple[U16, I32, npt.NDArray[np.bool_], F32]

compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy")

BINS = 1024
ALL = np.float32(1.0) / UNIT
MIX_1, MIX_2 = MIX
Q1, Q2, Q3 = QUANTILES


@compiled
def _add(key: U32, low: float, likely: float, high: float, out: F32) -> None:
    """Add the draws of one stage to a row."""
    width = high - low
    # All that meets a draw counts in its units, so that it need not be scaled: a power of two alters no digit.
    cut = np.float32((likely - low) / width) / UNIT
    up, down = np.float32(width * (likely - low)) * UNIT, np.float32(width * (high - likely)) * UNIT
    bottom, top = np.float32(low), np.float32(high)
    first, second = key[0], key[1]
    for i in range(out.shape[0]):
        z = np.uint32(np.uint32(i) * STRIDE + first)
        z = np.uint32((z ^ (z >> np.uint32(16))) * MIX_1)
        z = np.uint32((z ^ (z >> np.uint32(15))) + second)
        z = np.uint32((z ^ (z >> np.uint32(15))) * MIX_2)
        z = np.uint32(z ^ (z >> np.uint32(15)))
        u = np.float32(np.int32(z >> np.uint32(8)))
        rising = u < cut
        root = np.sqrt(u * up if rising else (ALL - u) * down)
        out[i] += bottom + root if rising else top - root


@compiled
def _board(told: F64, out: F32) -> None:
    """Let a row wait for its vehicle: `draws_plain.boarded`."""
    early = np.float32((told[1] - told[0]) / (told[4] - told[3]) if told[4] > told[3] else 0.0)
    late = np.float32((told[2] - told[1]) / (told[5] - told[4]) if told[5] > told[4] else 0.0)
    low, likely, ready_low, ready_likely = (
        np.float32(told[0]), np.float32(told[1]), np.float32(told[3]), np.float32(told[4])
    )  # fmt: skip
    for i in range(out.shape[0]):
        ready = out[i]
        at = (ready - ready_low) * early + low if ready < ready_likely else (ready - ready_likely) * late + likely
        out[i] = max(ready, at)


@compiled
def _sum(first: int, last: int, fixed: float, key: U32, spread: F64, shared: I32, events: F32, out: F32) -> None:
    out[:] = fixed
    for s in range(first, last):
        if shared[s] >= 0:
            other = events[shared[s]]
            for i in range(out.shape[0]):
                out[i] += other[i]
        elif shared[s] == BOARDS:
            _board(spread[s], out)
        else:
            _add(key[s], spread[s, 0], spread[s, 1], spread[s, 2], out)


@compiled
def sums(start: I64, fixed: F32, key: U32, spread: F64, shared: I32, events: F32, out: F32) -> None:
    for row in range(out.shape[0]):
        _sum(start[row], start[row + 1], fixed[row], key, spread, shared, events, out[row])


@compiled
def _percentiles_of(row: F32, low: float, high: float, ranks: I64, work: Work, out: F64) -> None:
    """The quantiles of a row that lies between `low` and `high`, give or take a rounding."""
    place, count, wanted, kept = work
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
    at = np.empty(6, np.int64)
    bins = np.empty(6, np.uint16)
    below, left_out, b = 0, 0, 0
    for q in range(6):
        while below + count[b] <= ranks[q]:
            below += count[b]
            if q == 0 or bins[q - 1] != b:
                left_out += count[b]
            b += 1
        bins[q], at[q] = b, ranks[q] - left_out
    found = 0
    one, two, three, four, five, six = bins[0], bins[1], bins[2], bins[3], bins[4], bins[5]
    for i in range(n):
        p = place[i]
        wanted[i] = (p == one) | (p == two) | (p == three) | (p == four) | (p == five) | (p == six)
    for word, some in enumerate(wanted.view(np.uint64)):  # eight at a time: few are wanted
        if some:
            for i in range(8 * word, min(8 * word + 8, n)):
                if wanted[i]:
                    kept[found] = row[i]
                    found += 1
    near = np.sort(kept[:found])
    for q in range(3):
        part = (Q1, Q2, Q3)[q] * (n - 1) - ranks[2 * q]
        one_h, two_h = np.float64(near[at[2 * q]]), np.float64(near[at[2 * q + 1]])
        # As numpy.quantile does it, from the nearer end.
        out[q] = one_h + (two_h - one_h) * part if part < 0.5 else two_h - (two_h - one_h) * (1.0 - part)


@compiled
def _work(n: int) -> Work:
    """Room to count the draws of a row in."""
    return np.empty(n, np.uint16), np.empty(BINS, np.int32), np.zeros(-(-n // 8) * 8, np.bool_), np.empty(n, np.float32)


@compiled
def _ranks(n: int) -> I64:
    """The ranks below and above each quantile among `n`."""
    ranks = np.empty(6, np.int64)
    for q, part in enumerate((Q1, Q2, Q3)):
        ranks[2 * q] = math.floor(part * (n - 1))
        ranks[2 * q + 1] = min(ranks[2 * q] + 1, n - 1)
    return ranks


@compiled
def _share(row: F32, until: F32) -> float:
    found = 0
    for i in range(row.shape[0]):
        found += 1 if row[i] <= until[i] else 0
    return float(found / row.shape[0])


@compiled
def race(
    start: I64, fixed: F32, key: U32, spread: F64, shared: I32, events: F32,
    group: I32, until: F32, first: F32, percentile: F64, share: F64,
) -> None:  # fmt: skip
    n = first.shape[1]
    work, ranks = _work(n), _ranks(n)
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
            if shared[s] == BOARDS:
                low, high = max(low, min(spread[s, 0], spread[s, 1])), max(high, spread[s, 1], spread[s, 2])
            else:
                low, high = low + spread[s, 0], high + spread[s, 2]
        _percentiles_of(row, low, high, ranks, work, percentile[r])
        share[r] = _share(row, until)


@compiled
def lead(
    each: F32, until: F32, low: float, high: float, until_low: float, until_high: float,
    percentile: F64, share: F64, gap: F64,
) -> None:  # fmt: skip
    n = until.shape[0]
    work, ranks = _work(n), _ranks(n)
    row = each[0].copy()
    for part in range(1, each.shape[0]):
        other = each[part]
        for i in range(n):
            row[i] = min(row[i], other[i])
    _percentiles_of(row, low, high, ranks, work, percentile)
    share[0] = _share(row, until)
    if math.isfinite(until_high):
        for i in range(n):
            row[i] -= until[i]
        _percentiles_of(row, low - until_high, high - until_low, ranks, work, gap)


def warm() -> None:
    """Compile, or load from the cache, with the types a simulation uses."""
    rows, fixed, shared = np.zeros((1, 2), np.float32), np.zeros(1, np.float32), np.full(1, -1, np.int32)
    start, key, spread = np.array([0, 1]), np.zeros((1, 2), np.uint32), np.array([[0.0, 1.0, 2.0, 0.0, 0.0, 0.0]])
    sums(start, fixed, key, spread, shared, rows, rows)
    percentile, share = np.empty((2, 3)), np.empty(1)
    race(start, fixed, key, spread, shared, rows, np.zeros(1, np.int32), rows[0], rows.copy(), percentile[:1], share)
    lead(np.zeros((2, 2, 2), np.float32)[:, 0], rows[0], 0.0, 1.0, 0.0, 1.0, percentile[0], share, percentile[1])
