"""The base map for scales that show single bends of a coast: the finer windows put in place of what they replace."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.basemap import F32, Basemap, Detail, Lines, Rings

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Closeup:
    """Land, lakes and coast of a base map with its details in."""

    def __init__(self, base: Basemap) -> None:
        detail = base.detail
        self.base = base
        self.land, self.lakes, self.coast = base.land, base.lakes, base.coast
        if detail is not None:
            self.land = _together(_without(base.land, np.isin(base.land.feature, detail.replaced)), detail.land)
            self.lakes = _together(_without(base.lakes, _whole_in(base.lakes, detail)), detail.lakes)
            self.coast = _joined(_outside(base.coast, detail), detail.coast)


_KEPT: dict[int, Closeup] = {}


def closeup(base: Basemap) -> Closeup:
    """The very same for a base map each time."""
    found = _KEPT.get(id(base))
    if found is None or found.base is not base:
        _KEPT.clear()
        found = _KEPT[id(base)] = Closeup(base)
    return found


def _together(one: Rings, other: Rings) -> Rings:
    """The rings of both, in ascending order of feature."""
    size = np.concatenate((np.diff(one.start), np.diff(other.start)))
    begin = np.concatenate((one.start[:-1], other.start[:-1] + len(one.lon)))
    feature = np.concatenate((one.feature, other.feature))
    order = np.argsort(feature, kind="stable")
    size, begin = size[order], begin[order]
    start = np.concatenate(([0], np.cumsum(size)))
    pick = np.repeat(begin - start[:-1], size) + np.arange(start[-1])
    lon, lat, weight = (
        np.concatenate((getattr(one, name), getattr(other, name)))[pick] for name in ("lon", "lat", "importance")
    )
    return Rings(lon, lat, start.astype(np.int32), feature[order].astype(np.int32), weight)


def _within(lon: F32, lat: F32, detail: Detail) -> tuple[Mask, npt.NDArray[np.intp]]:
    """(whether a place lies in a window, in which)."""
    west, south, east, north = detail.windows.T
    inside = (lon[:, None] > west) & (lon[:, None] < east) & (lat[:, None] > south) & (lat[:, None] < north)
    return inside.any(axis=1), inside.argmax(axis=1)


def _whole_in(lakes: Rings, detail: Detail) -> Mask:
    """Which rings belong to lakes that lie whole in a window."""
    if not len(lakes):
        return np.zeros(0, dtype=bool)
    inside, _ = _within(lakes.lon, lakes.lat, detail)
    whole = np.logical_and.reduceat(inside, lakes.start[:-1])
    gone: Mask = np.isin(lakes.feature, np.setdiff1d(lakes.feature[whole], lakes.feature[~whole]))
    return gone


def _without(rings: Rings, gone: Mask) -> Rings:
    """The rings but those marked."""
    keep = np.repeat(~gone, np.diff(rings.start))
    start = np.concatenate(([0], np.cumsum(np.diff(rings.start)[~gone]))).astype(np.int32)
    return Rings(rings.lon[keep], rings.lat[keep], start, rings.feature[~gone], rings.importance[keep])


def _outside(coast: Lines, detail: Detail) -> Lines:
    """The coast cut off where it enters a window."""
    inside, window = _within(coast.lon, coast.lat, detail)
    touched = np.logical_or.reduceat(inside, coast.start[:-1])
    pieces: list[Array] = []
    for k in np.flatnonzero(touched):
        a, b = coast.start[k], coast.start[k + 1]
        xy = np.column_stack((coast.lon[a:b], coast.lat[a:b])).astype(np.float64)
        pieces.extend(_cut(xy, inside[a:b], detail.windows[window[a:b]]))
    rest = coast.only(~touched)
    start = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces]))).astype(np.int32)
    flat = np.concatenate(pieces or [np.empty((0, 2))]).astype(np.float32)
    cut = Lines(
        flat[:, 0],
        flat[:, 1],
        start,
        np.zeros(len(pieces), dtype=np.int32),
        np.full(len(flat), np.inf, dtype=np.float32),
    )
    return _joined(rest, cut)


def _cut(xy: Array, inside: Mask, window: npt.NDArray[np.float32]) -> list[Array]:
    """The runs of a line that lie outside, each up to the window's edge."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ~inside, [False])).astype(np.int8)))
    found = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        run = xy[first:last]
        if first > 0:
            run = np.vstack((_crossing(xy[first], xy[first - 1], window[first - 1]), run))
        if last < len(xy):
            run = np.vstack((run, _crossing(xy[last - 1], xy[last], window[last])))
        if len(run) > 1:
            found.append(run)
    return found


def _crossing(out: Array, inner: Array, window: npt.NDArray[np.float32]) -> Array:
    """Where the way from a place outside to one inside enters the window."""
    west, south, east, north = (float(value) for value in window)
    share = 0.0
    for low, high, start, end in ((west, east, out[0], inner[0]), (south, north, out[1], inner[1])):
        if start < low:
            share = max(share, (low - start) / (end - start))
        elif start > high:
            share = max(share, (high - start) / (end - start))
    met: Array = out + share * (inner - out)
    return met


def _joined(one: Lines, other: Lines) -> Lines:
    """The lines of both; their features are numbered anew."""
    start = np.concatenate((one.start, other.start[1:] + one.start[-1])).astype(np.int32)
    return Lines(
        np.concatenate((one.lon, other.lon)),
        np.concatenate((one.lat, other.lat)),
        start,
        np.arange(len(start) - 1, dtype=np.int32),
        np.concatenate((one.importance, other.importance)),
    )
