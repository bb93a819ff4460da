"""Compiled kernels: plain functions on arrays, each beside its readable NumPy twin.

The functions here take degrees and metres and choose: the compiled kernel once `warm` has run in this process, the
NumPy twin before that, and always when RIMLAND_NO_JIT=1 is set or the compiler cannot be loaded. Both agree to
0.1 mm; only the speed differs. Importing this package does not import the compiler.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from layers.kernels import draws_plain, store, twin, twin_sweep

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor
    from types import ModuleType

Array = npt.NDArray[np.float64]
Places = tuple[Array, Array, Array, Array]
"""Sine and cosine of longitude and of reduced latitude, from `places`."""

store.point_compiler()
_lock = threading.Lock()
_batches: ModuleType | None = None
_circles: ModuleType | None = None
_sweep: ModuleType | None = None
_draws: ModuleType | None = None
_turned: ModuleType | None = None
_why_not = ""
_THREADS = min(os.cpu_count() or 1, 8)
_SHARE = 50_000
"""Evaluations that are worth a thread of their own (about half a millisecond)."""


def disabled() -> bool:
    """Whether RIMLAND_NO_JIT=1 asks for the NumPy twins."""
    return os.environ.get("RIMLAND_NO_JIT", "") not in ("", "0")


def ready() -> bool:
    """Whether the compiled kernels serve in this process."""
    return _batches is not None and not disabled()


def quick_to_warm() -> bool:
    """Whether `warm` would only load what an earlier run compiled (a fraction of a second, not some ten)."""
    return ready() or (not disabled() and store.compiled_before())


def why_not() -> str:
    """Why the compiler could not be loaded, in one line; empty when nothing went wrong."""
    return _why_not


def warm(progress: Callable[[int, int], None] | None = None) -> bool:
    """Load the compiled kernels, compiling what no earlier run has; safe from any thread.

    Parameters
    ----------
    progress
        Called with (done, total) before the first kernel and after each; it may raise `Cancelled`.

    Returns
    -------
    bool
        `ready()`. False when disabled or when there is no compiler; `why_not` then has the reason.
    """
    global _batches, _circles, _sweep, _draws, _turned, _why_not  # noqa: PLW0603 - the one piece of state: compiled or not
    if ready() or disabled():
        return ready()
    with _lock:
        if _batches is not None:
            return ready()
        try:
            from layers.kernels import batches, circles, draws, sweep, turned, warmup
        except (ImportError, OSError) as error:
            _why_not = f"the compiler cannot be loaded ({error}); the slower NumPy kernels serve"
            return False
        warmup.run(progress)
        store.finished()
        _batches, _circles, _sweep, _draws, _turned = batches, circles, sweep, draws, turned
    return ready()


@cache
def _pool() -> ThreadPoolExecutor:
    """Threads that stay: making one costs as much as a hundred thousand distances."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max(_THREADS - 1, 1), thread_name_prefix="kernels")


def _in_threads(work: Callable[[int, int], Any], n: int, per_item: int = 1) -> None:
    """Call `work(start, stop)` over 0..n, in several threads when that is worth it; the caller's is one of them."""
    parts = min(_THREADS, max(n * per_item // _SHARE, 1), max(n, 1))
    edges = [n * part // parts for part in range(parts + 1)]
    others = [_pool().submit(work, first, last) for first, last in pairwise(edges[1:])]
    work(0, edges[1])
    for other in others:
        other.result()


def in_turns(work: Callable[[int, int], Any], n: int) -> None:
    """Call `work(k, k + 1)` for k in 0..n, one at a time in several threads: some have much more to do than others."""
    left = iter(range(n))

    def until_done() -> None:
        for k in left:
            work(k, k + 1)

    others = [_pool().submit(until_done) for _ in range(min(_THREADS, n) - 1)]
    until_done()
    for other in others:
        other.result()


def _flat(values: npt.ArrayLike) -> Array:
    return np.ascontiguousarray(values, dtype=np.float64)


def places(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Places:
    """What the kernels need of places [deg], shape (n,), to be kept while they are used again and again."""
    east, north = _flat(lon), _flat(lat)
    if _batches is None or disabled():
        return twin.places(east, north)
    out = (np.empty_like(east), np.empty_like(east), np.empty_like(east), np.empty_like(east))
    _batches.places(east, north, *out)
    return out


def pairs(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Array:
    """Geodesic distance [m] of each of n pairs [deg], shape (n,); within 0.1 mm everywhere, antipodes included."""
    a, b, c, d = _flat(lon1), _flat(lat1), _flat(lon2), _flat(lat2)
    if _batches is None or disabled():
        return twin.pairs(a, b, c, d)
    kernel, out = _batches.pairs, np.empty(len(a))
    _in_threads(lambda i, j: kernel(a[i:j], b[i:j], c[i:j], d[i:j], out[i:j]), len(a))
    return out


def table(lon1: npt.ArrayLike, lat1: npt.ArrayLike, lon2: npt.ArrayLike, lat2: npt.ArrayLike) -> Array:
    """Geodesic distance [m] from each of n places to each of m others [deg], shape (n, m); accuracy as `pairs`."""
    a, b, c, d = _flat(lon1), _flat(lat1), _flat(lon2), _flat(lat2)
    if _batches is None or disabled():
        return twin.table(a, b, c, d)
    kernel, rows, columns, out = _batches.table, places(a, b), places(c, d), np.empty((len(a), len(c)))
    _in_threads(lambda i, j: kernel(*(one[i:j] for one in rows), *columns, out[i:j]), len(a), len(c))
    return out


def aeqd_forward(
    lon0: float, lat0: float, lon: npt.ArrayLike, lat: npt.ArrayLike, *, known: Places | None = None,
    dtype: type[np.float64 | np.float32] = np.float64,
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:  # fmt: skip
    """Ellipsoidal azimuthal equidistant coordinates about (`lon0`, `lat0`).

    Parameters
    ----------
    lon0, lat0
        The centre [deg].
    lon, lat
        Places [deg], shape (n,).
    known
        `places(lon, lat)`, when it is kept from an earlier call: a third of the time.
    dtype
        float64 or float32 for the result.

    Returns
    -------
    x, y
        Metres east and north in the plane, shape (n,): distance and azimuth from the centre are true. Against PROJ
        within 1 mm to 17 000 km and 3 cm to 19 100 km; from there on PROJ itself is asked.
    """
    east, north = _flat(lon), _flat(lat)
    have = places(east, north) if known is None else known
    if _batches is None or disabled():
        x, y = twin.aeqd(lon0, lat0, have)
        x, y = x.astype(dtype, copy=False), y.astype(dtype, copy=False)
    else:
        kernel, x, y = _batches.aeqd, np.empty(len(east), dtype), np.empty(len(east), dtype)
        _in_threads(lambda i, j: kernel(float(lon0), float(lat0), *(one[i:j] for one in have), x[i:j], y[i:j]), len(x))
    far = np.flatnonzero(np.isnan(x))
    if len(far):
        azimuth, _, metres = twin.geod().inv(
            np.full(len(far), float(lon0)), np.full(len(far), float(lat0)), east[far], north[far]
        )
        turn = np.radians(np.asarray(azimuth))
        x[far], y[far] = np.asarray(metres) * np.sin(turn), np.asarray(metres) * np.cos(turn)
    return x, y


def rings(
    lon0: npt.ArrayLike, lat0: npt.ArrayLike, radius_m: npt.ArrayLike, azimuth_deg: npt.ArrayLike
) -> tuple[Array, Array]:
    """Vertices of geodesic circles: n centres [deg] and radii [m], p azimuths [deg].

    Returns
    -------
    lon, lat
        Shape (n, p); longitudes run on from the centre's, so they may pass 180. Every vertex lies at its radius
        within 1e-7 m, as the shortest way counts: near the antipode azimuths whose geodesic is the shortest no more are
        drawn back to the corner of the circle.
    """
    east, north, metres = _flat(lon0), _flat(lat0), _flat(radius_m)
    azimuth = _flat(azimuth_deg)
    sine, cosine = np.sin(np.radians(azimuth)), np.cos(np.radians(azimuth))
    sine[np.mod(azimuth, 180.0) == 0.0] = 0.0
    cosine[np.mod(azimuth, 180.0) == 90.0] = 0.0
    if _circles is None or disabled():
        return twin.circles(east, north, metres, sine, cosine)
    kernel = _circles.circles
    lon, lat = np.empty((len(east), len(azimuth))), np.empty((len(east), len(azimuth)))
    _in_threads(
        lambda i, j: kernel(east[i:j], north[i:j], metres[i:j], sine, cosine, lon[i:j], lat[i:j]),
        len(east),
        len(azimuth),
    )
    return lon, lat


def first_arrivals(
    lon: npt.ArrayLike, lat: npt.ArrayLike, site_lon: npt.ArrayLike, site_lat: npt.ArrayLike,
    start_s: npt.ArrayLike, seconds_per_metre: npt.ArrayLike, range_m: npt.ArrayLike,
) -> tuple[Array, npt.NDArray[np.int32]]:  # fmt: skip
    """Earliest arrival over a grid, along geodesics, exact to 0.1 mm of way.

    Parameters
    ----------
    lon, lat
        Columns and rows of the grid [deg], each ordered, shape (columns,) and (rows,).
    site_lon, site_lat, start_s, seconds_per_metre, range_m
        One value per site; a range may be infinite.

    Returns
    -------
    seconds, winner
        Shape (rows, columns): infinity and -1 where no site arrives; the lowest site wins a tie.
    """
    east, north = _flat(lon), _flat(lat)
    at_lon, at_lat = _flat(site_lon), _flat(site_lat)
    timing = np.vstack([_flat(start_s), _flat(seconds_per_metre), _flat(range_m)])
    if _sweep is None or disabled():
        return twin_sweep.sweep(east, north, at_lon, at_lat, timing)
    kernel, side = _sweep.sweep, _sweep.LARGE
    seconds, winner = np.empty((len(north), len(east))), np.empty((len(north), len(east)), np.int32)
    sites = np.vstack([*places(at_lon, at_lat), timing])
    columns = np.concatenate([east, np.repeat(east[-1:], _sweep.LEAF)])
    sl, cl, _, _ = places(columns, np.zeros_like(columns))
    _, _, sb, cb = places(np.zeros_like(north), north)
    blocks = -(-len(east) // side) * -(-len(north) // side)

    def run(first: int, last: int) -> None:
        kernel(first, last, east, north, sl, cl, sb, cb, sites, seconds, winner)

    in_turns(run, blocks)
    return seconds, winner


def drawing() -> ModuleType:
    """Sums of triangular draws and their percentiles: `draws_plain` says what its functions do."""
    return draws_plain if _draws is None or disabled() else _draws


def turning() -> ModuleType | None:
    """Images seen turned (`turned_plain` says how); None until that is compiled: the twin is too slow."""
    return None if disabled() else _turned
