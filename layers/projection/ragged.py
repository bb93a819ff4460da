"""Rings and lines in flat arrays: neighbours, long edges, insertion, runs.

Part i is vertices ``start[i]:start[i + 1]``; a ring does not repeat its first vertex.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]


def following(start: npt.NDArray[np.integer]) -> I64:
    """Index of the next vertex of the ring, for every vertex."""
    after = np.arange(1, int(start[-1]) + 1, dtype=np.int64)
    full = start[1:] > start[:-1]
    after[start[1:][full] - 1] = start[:-1][full]
    return after


def offsets(counts: npt.NDArray[np.integer]) -> I32:
    """`start` of parts with these numbers of vertices."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def part_of(start: npt.NDArray[np.integer]) -> I64:
    """Number of its part, for every vertex."""
    return np.repeat(np.arange(len(start) - 1), np.diff(start))


def counted(keep: Bools, start: npt.NDArray[np.integer]) -> I64:
    """How many vertices of each part `keep` marks."""
    before = np.concatenate(([0], np.cumsum(keep, dtype=np.int64)))
    return np.asarray(before[start[1:]] - before[start[:-1]])


def select(parts: Bools, start: npt.NDArray[np.integer]) -> tuple[Bools, I32]:
    """(vertices of the chosen parts, their new `start`)."""
    size = np.diff(start)
    return np.repeat(parts, size), offsets(size[parts])


def insert_after(
    arrays: tuple[Array, ...], start: npt.NDArray[np.integer], at: I64, counts: I64, new: tuple[Array, ...]
) -> tuple[tuple[Array, ...], I32]:
    """Arrays with `counts[k]` values of `new` put in after vertex `at[k]` (ascending), and the new `start`."""
    place = np.repeat(at + 1, counts)
    longer = tuple(np.insert(old, place, add) for old, add in zip(arrays, new, strict=True))
    added = np.concatenate(([0], np.cumsum(counts)))
    return longer, (start + added[np.searchsorted(at, start, side="left")]).astype(np.int32)


def fractions(counts: I64) -> tuple[I64, Array]:
    """(edge number, place along it from 0 to 1) of `counts[k]` even steps within edge k."""
    edge = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    return edge, within / (counts[edge] + 1.0)


def split_edges(
    a: Array, b: Array, start: npt.NDArray[np.integer], pieces: Array, da: Array, db: Array
) -> tuple[Array, Array, I32]:
    """Rings with edge i, which goes `da[i]`, `db[i]` on from its vertex, cut in ceil(`pieces[i]`) even parts."""
    at = np.flatnonzero(pieces > 1.0)
    if len(at) == 0:
        return a, b, np.asarray(start, dtype=np.int32)
    counts = np.ceil(pieces[at]).astype(np.int64) - 1
    edge, t = fractions(counts)
    i = at[edge]
    (a, b), begin = insert_after((a, b), start, at, counts, (a[i] + t * da[i], b[i] + t * db[i]))
    return a, b, begin


def runs(segment: Bools) -> tuple[Bools, I32]:
    """The unbroken runs of good segments (i to i + 1; the last entry is no segment): (vertices kept, `start`)."""
    before = np.concatenate(([False], segment[:-1]))
    keep = segment | before
    heads = np.flatnonzero(segment & ~before)
    position = np.cumsum(keep) - 1
    return keep, np.concatenate((position[heads], [np.count_nonzero(keep)])).astype(np.int32)


def inner_segments(start: npt.NDArray[np.integer]) -> Bools:
    """True for every vertex that is joined to the next one in the arrays, i.e. is not the last of its line."""
    inner = np.ones(int(start[-1]), dtype=bool)
    inner[start[1:][start[1:] > start[:-1]] - 1] = False
    return inner
