"""Rings and lines cut into arcs that neighbours share, each vertex with its importance."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import importance
import numpy as np
import numpy.typing as npt

XY = npt.NDArray[np.float32]


def clean(xy: npt.ArrayLike) -> XY:
    """(n, 2) float32 without repeated neighbours."""
    points = np.asarray(xy, dtype=np.float64)[:, :2].astype(np.float32)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = np.any(points[1:] != points[:-1], axis=1)
    return points[keep]


@dataclass
class Arcs:
    """The arcs of everything that was given, and how each ring or line is put together from them.

    Reference r >= 0 is arc r forward, r < 0 is arc ~r backward.
    """

    arcs: list[XY] = field(default_factory=list)
    closed: list[bool] = field(default_factory=list)
    _ids: dict[tuple, int] = field(default_factory=dict)

    def _reference(self, xy: XY, *, closed: bool) -> int:
        """The arc `xy` (a closed one repeats its first vertex), new or known."""
        if closed:
            body = xy[:-1]
            turn = int(np.lexsort((body[:, 1], body[:, 0]))[0])
            body = np.roll(body, -turn, axis=0)
            xy = np.vstack((body, body[:1]))
        ends = (xy[0].tobytes(), xy[1].tobytes(), len(xy)), (xy[-1].tobytes(), xy[-2].tobytes(), len(xy))
        backward = ends[1] < ends[0]
        if backward:
            xy, ends = xy[::-1], ends[::-1]
        key = (*ends[0], ends[1][0], closed, xy.tobytes() if len(xy) < 8 else xy[len(xy) // 2].tobytes())
        if key not in self._ids:
            self._ids[key] = len(self.arcs)
            self.arcs.append(np.ascontiguousarray(xy))
            self.closed.append(closed)
        found = self._ids[key]
        return ~found if backward else found

    def build(self, rings: Sequence[XY], lines: Sequence[XY]) -> tuple[list[list[int]], list[list[int]]]:
        """Arc references of closed `rings` (first vertex not repeated) and open `lines`.

        A node is a vertex with other than two distinct neighbours over all input, an end of a line, and a vertex on
        the artificial edge at lon +-180 or lat -90.
        """
        sizes = [len(r) for r in rings] + [len(line) for line in lines]
        points = np.vstack([*rings, *lines])
        keys = points.view(np.uint64).ravel() if points.flags.c_contiguous else None
        _, vertex = np.unique(keys, return_inverse=True)
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        a, b = [], []
        ends = []
        for i in range(len(sizes)):
            v = vertex[bounds[i] : bounds[i + 1]]
            if i < len(rings):
                a.append(v)
                b.append(np.roll(v, -1))
            else:
                a.append(v[:-1])
                b.append(v[1:])
                ends += [v[0], v[-1]]
        first, second = np.concatenate(a), np.concatenate(b)
        pairs = np.unique(np.vstack([np.column_stack((first, second)), np.column_stack((second, first))]), axis=0)
        degree = np.bincount(pairs[:, 0], minlength=vertex.max() + 1)
        node = degree != 2
        node[ends] = True
        edge = (np.abs(points[:, 0]) == 180) | (points[:, 1] <= -89.99)
        node[vertex[edge]] = True
        answers: list[list[int]] = []
        for i in range(len(sizes)):
            xy = points[bounds[i] : bounds[i + 1]]
            cut = np.flatnonzero(node[vertex[bounds[i] : bounds[i + 1]]])
            references = []
            if i < len(rings):
                if len(cut) == 0:
                    references.append(self._reference(np.vstack((xy, xy[:1])), closed=True))
                else:
                    xy = np.roll(xy, -int(cut[0]), axis=0)
                    stops = np.append(cut - cut[0], len(xy))
                    xy = np.vstack((xy, xy[:1]))
                    references += [self._reference(xy[s : e + 1], closed=False) for s, e in itertools.pairwise(stops)]
            else:
                references += [self._reference(xy[s : e + 1], closed=False) for s, e in itertools.pairwise(cut)]
            answers.append(references)
        return answers[: len(rings)], answers[len(rings) :]

    def importance(self) -> list[npt.NDArray[np.float32]]:
        """Of every vertex of every arc [m]."""
        found = []
        for xy, closed in zip(self.arcs, self.closed, strict=True):
            if closed:
                body = importance.of_ring(xy[:-1, 0], xy[:-1, 1])
                found.append(np.append(body, body[:1]))
            else:
                found.append(importance.of_line(xy[:, 0], xy[:, 1]))
        return found


def packed(parts: Sequence[npt.ArrayLike], dtype: type) -> tuple[npt.NDArray, npt.NDArray[np.int32]]:
    """Ragged rows as (values, start)."""
    start = np.concatenate(([0], np.cumsum([len(p) for p in parts]))).astype(np.int32)
    values = np.concatenate([np.asarray(p, dtype=dtype) for p in parts]) if len(parts) else np.zeros(0, dtype)
    return values.astype(dtype), start


def quantised(metres: npt.NDArray[np.float32]) -> npt.NDArray[np.uint16]:
    """Importance as whole metres; 65535 stands for infinite."""
    return np.where(np.isfinite(metres), np.minimum(np.floor(metres), 65534), 65535).astype(np.uint16)
