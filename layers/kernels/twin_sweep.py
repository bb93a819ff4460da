"""The earliest-arrival field in plain NumPy: the same pruning by blocks as `sweep`, many leaves at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.kernels import series as k
from layers.kernels import twin

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

LARGE = 128
LEAF = 16
_BATCH = 32
"""Leaves measured at a time: 8192 cells, which stay in the processor's cache."""


def _blocks(values: Array, size: int) -> tuple[Array, Array, Array]:
    """First, last and middle value of each block of `size` along one axis."""
    starts = np.arange(0, len(values), size)
    first, last = values[starts], values[np.minimum(starts + size, len(values)) - 1]
    return first, last, 0.5 * (first + last)


def _radius(lon_c: Array, lat_c: Array, lon_w: Array, lat_a: Array, lat_b: Array) -> Array:
    """A distance [m] no cell of each block is farther than from its centre; see `sweep.radius`."""
    far = np.maximum(twin.pairs(lon_c, lat_c, lon_w, lat_a), twin.pairs(lon_c, lat_c, lon_w, lat_b))
    return np.where(np.abs(lon_c - lon_w) > 80.0, k.LONGEST_M, far * 1.02 + 1.0)


def _keep(metres: Array, r: Array, start: Array, per_metre: Array, reach: Array) -> npt.NDArray[np.bool_]:
    """Which sites (columns) may be first somewhere in each block (rows)."""
    near, far = np.maximum(metres - r[:, None], 0.0), metres + r[:, None]
    lower = np.where(near <= reach, start + near * per_metre, np.inf)
    upper = np.where(far <= reach, start + far * per_metre, np.inf)
    sure = upper.min(axis=1, initial=np.inf) + 1e-6
    return np.asarray((lower <= sure[:, None]) & (lower < np.inf))


def _leaves(lon: Array, lat: Array, site_lon: Array, site_lat: Array, timing: Array) -> list[Index]:
    """For each leaf (row by row) the sites that may be first in it."""
    start, per_metre, reach = timing
    west, _, lon_c = _blocks(lon, LEAF)
    top, bottom, lat_c = _blocks(lat, LEAF)
    rows, columns = len(lat_c), len(lon_c)
    big_west, _, big_lon = _blocks(lon, LARGE)
    big_top, big_bottom, big_lat = _blocks(lat, LARGE)
    y, x = (one.ravel() for one in np.meshgrid(np.arange(len(big_lat)), np.arange(len(big_lon)), indexing="ij"))
    r = _radius(big_lon[x], big_lat[y], big_west[x], big_top[y], big_bottom[y])
    metres = twin.table(big_lon[x], big_lat[y], site_lon, site_lat)
    large = _keep(metres, r, start, per_metre, reach)
    found: list[Index] = [np.empty(0, np.int64)] * (rows * columns)
    per = LARGE // LEAF
    for block in range(len(x)):
        sites = np.flatnonzero(large[block])
        if len(sites) == 0:
            continue
        i = np.arange(y[block] * per, min((y[block] + 1) * per, rows))
        j = np.arange(x[block] * per, min((x[block] + 1) * per, columns))
        i, j = (one.ravel() for one in np.meshgrid(i, j, indexing="ij"))
        r = _radius(lon_c[j], lat_c[i], west[j], top[i], bottom[i])
        metres = twin.table(lon_c[j], lat_c[i], site_lon[sites], site_lat[sites])
        kept = _keep(metres, r, start[sites], per_metre[sites], reach[sites])
        for leaf, mask in zip(i * columns + j, kept, strict=True):
            found[leaf] = sites[mask]
    return found


def _padded(values: Array) -> Array:
    """Filled up with the last value to whole leaves, shape (leaves, LEAF)."""
    missing = -len(values) % LEAF
    return np.concatenate([values, np.repeat(values[-1:], missing)]).reshape(-1, LEAF)


def sweep(
    lon: Array, lat: Array, site_lon: Array, site_lat: Array, timing: Array
) -> tuple[Array, npt.NDArray[np.int32]]:
    """Arrival [s] and first site of each cell, shape (rows, columns); infinity and -1 where none comes.

    `timing` has the rows start [s], seconds per metre, range [m].
    """
    start, per_metre, reach = timing
    leaves = _leaves(lon, lat, site_lon, site_lat, timing)
    known = twin.places(site_lon, site_lat)
    columns_lon, rows_lat = _padded(lon), _padded(lat)
    sl2, cl2, _, _ = twin.places(columns_lon, np.zeros_like(columns_lon))
    _, _, sb2, cb2 = twin.places(np.zeros_like(rows_lat), rows_lat)
    wide = len(columns_lon)
    seconds = np.full((len(leaves), LEAF, LEAF), np.inf)
    winner = np.full((len(leaves), LEAF, LEAF), -1, np.int32)
    counts = np.array([len(one) for one in leaves])
    for rank in range(counts.max(initial=0)):
        todo = np.flatnonzero(counts > rank)
        for at in range(0, len(todo), _BATCH):
            part = todo[at : at + _BATCH]
            site = np.array([leaves[one][rank] for one in part])
            i, j = part // wide, part % wide
            s0, c0, sb1, cb1 = (one[site, None, None] for one in known)
            sl = sl2[j, None, :] * c0 - cl2[j, None, :] * s0
            cl = cl2[j, None, :] * c0 + sl2[j, None, :] * s0
            metres = twin.solve(sl, cl, sb1, cb1, sb2[i, :, None], cb2[i, :, None])[0]
            a, b, c = np.nonzero(metres < 0.0)
            if len(a):
                metres[a, b, c] = twin.geod().inv(
                    site_lon[site[a]], site_lat[site[a]], columns_lon[j[a], c], rows_lat[i[a], b]
                )[2]
            when = start[site, None, None] + metres * per_metre[site, None, None]
            sooner = (when < seconds[part]) & (metres <= reach[site, None, None])
            seconds[part] = np.where(sooner, when, seconds[part])
            winner[part] = np.where(sooner, site[:, None, None], winner[part])
    shape = (len(rows_lat), wide, LEAF, LEAF)
    full = (len(rows_lat) * LEAF, wide * LEAF)
    return (
        np.ascontiguousarray(seconds.reshape(shape).swapaxes(1, 2).reshape(full)[: len(lat), : len(lon)]),
        np.ascontiguousarray(winner.reshape(shape).swapaxes(1, 2).reshape(full)[: len(lat), : len(lon)]),
    )
