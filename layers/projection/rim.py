"""Rings and lines on an azimuthal map: nothing is clipped, what is hidden is pushed on to the rim.

Pushing hidden vertices radially on to the rim can be undone continuously without passing any visible point, so even-odd
about visible points is what it was on the globe. Two things are added: points along the rim where an edge turns far
about the centre, and the rim itself as one more ring of every feature that holds the antipode.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from layers.projection import azimuthal, globe, ragged
from layers.projection.azimuthal import AzimuthalKind, Disc
from layers.projection.ragged import Array, Bools, I32, I64

Drawn = tuple[Array, I32, I32]
BROKEN = math.radians(60.0)
"""A line that turns by more than this in one step near the rim passed the antipode: it is cut there."""


def turn_step(tolerance_m: float, disc: Disc) -> float:
    """Angle [rad] about the centre whose arc on the rim leaves its chord by `tolerance_m`."""
    return min(max(math.sqrt(8.0 * max(tolerance_m, 0.0) / disc.ax), 0.002), math.radians(5.0))


def outline(disc: Disc, step: float = math.radians(0.5)) -> Array:
    """The rim as a ring (n, 2)."""
    t = np.linspace(0.0, 2.0 * math.pi, math.ceil(2.0 * math.pi / step) + 1)[:-1]
    return np.column_stack((disc.ax * np.sin(t), disc.y0 + disc.by * np.cos(t)))


class _Turns:
    """Edges i to j in polar coordinates of the unit disc that the rim is made into."""

    def __init__(self, x: Array, y: Array, disc: Disc, i: I64, j: I64) -> None:
        self.disc = disc
        u, v = x[i] / disc.ax, (y[i] - disc.y0) / disc.by
        p, q = x[j] / disc.ax, (y[j] - disc.y0) / disc.by
        self.angle = np.arctan2(p * v - q * u, u * p + v * q)
        self.u, self.v = u, v
        self.r = np.hypot(u, v)
        self.r2 = np.hypot(p, q)

    def points(self, edge: I64, t: Array) -> tuple[Array, Array]:
        """Places part `t` along edges, their radius and angle changing evenly."""
        r = np.maximum(self.r[edge], 1e-30)
        stretch = (r + t * (self.r2[edge] - r)) / r
        sin, cos = np.sin(t * self.angle[edge]), np.cos(t * self.angle[edge])
        u, v = self.u[edge], self.v[edge]
        return (
            self.disc.ax * stretch * (u * cos + v * sin),
            self.disc.y0 + self.disc.by * stretch * (v * cos - u * sin),
        )


def _bent(x: Array, y: Array, hidden: Bools, after: I64, disc: Disc) -> I64:
    """Edges to be drawn about the centre: with a hidden end, or both ends far out."""
    near = hidden
    if disc.bend < 1.0:
        u, v = x / disc.ax, (y - disc.y0) / disc.by
        near = hidden | (u * u + v * v > disc.bend * disc.bend)
    if not near.any():
        return np.zeros(0, dtype=np.int64)
    other = near[after]
    return np.flatnonzero((near & other) | hidden | hidden[after])


def rings(
    kind: AzimuthalKind,
    centre: tuple[float, float],
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    start: npt.NDArray[np.integer],
    feature: npt.NDArray[np.integer],
    tolerance_m: float,
) -> Drawn:
    """Rings in the plane: xy (n, 2), start, group; see `Projection.rings`."""
    disc = azimuthal.disc(kind, centre[1])
    step = turn_step(tolerance_m, disc)
    lam, phi, start = globe.unwrapped(lon, lat, start, feature)
    full = globe.holds(lam, phi, start, feature, _antipode(*centre))
    lam, phi, start = globe.densified(lam, phi, start, globe.step_deg(tolerance_m))
    x, y, hidden = azimuthal.forward(kind, *centre, lam, phi)
    after = ragged.following(start)
    edge = _bent(x, y, hidden, after, disc)
    turns = _Turns(x, y, disc, edge, after[edge])
    # a ring hidden as a whole stays only when it goes round
    ring = np.searchsorted(start, edge, side="right") - 1
    total = np.bincount(ring, turns.angle, minlength=len(start) - 1)
    shown = (ragged.counted(~hidden, start) > 0) | (np.abs(total) > math.pi)
    long = np.flatnonzero((np.abs(turns.angle) > step) & shown[ring])
    counts = np.ceil(np.abs(turns.angle[long]) / step).astype(np.int64) - 1
    number, t = ragged.fractions(counts)
    new = turns.points(long[number], t)
    (x, y), begin = ragged.insert_after((x, y), start, edge[long], counts, new)
    keep, begin = ragged.select(shown, begin)
    xy, group = np.column_stack((x[keep], y[keep])), np.asarray(feature, dtype=np.int32)[shown]
    return _with_rim(xy, begin, group, full, outline(disc, step)) if len(full) else (xy, begin, group)


def _antipode(lon0: float, lat0: float) -> tuple[float, float]:
    # a hair off, so that no vertex of round coordinates lies on its meridian
    return lon0 + 180.0 + 1.7e-7, min(max(-lat0 + 1.3e-7, -90.0 + 2e-7), 90.0 - 2e-7)


def _with_rim(xy: Array, start: I32, group: I32, full: npt.NDArray[np.integer], rim: Array) -> Drawn:
    """Rings with the rim as first ring of every group in `full`."""
    at = np.searchsorted(group, full)
    place = np.repeat(start[at], len(rim))
    xy = np.insert(xy, place, np.tile(rim, (len(full), 1)), axis=0)
    sizes = np.insert(np.diff(start), at, len(rim))
    return xy, ragged.offsets(sizes), np.insert(group, at, full).astype(np.int32)


def lines(
    kind: AzimuthalKind,
    centre: tuple[float, float],
    lon: Array,
    lat: Array,
    start: npt.NDArray[np.integer],
    tolerance_m: float,
) -> tuple[Array, I32]:
    """The visible pieces of lines in the plane: xy (n, 2), start."""
    disc = azimuthal.disc(kind, centre[1])
    segment = ragged.inner_segments(start) & ~globe.artificial(lon, lat)
    x, y, hidden = azimuthal.forward(kind, *centre, lon, lat)
    edge = np.flatnonzero(segment[:-1] & (hidden[:-1] != hidden[1:])) if len(lon) else np.zeros(0, dtype=np.int64)
    shown = (~hidden).astype(np.float64)
    if len(edge):
        cross = _crossing(kind, centre, lon, lat, hidden, edge)
        ones = np.ones(len(edge), dtype=np.int64)
        good = segment.astype(np.float64)
        old = (x, y, shown, good)
        new = (*cross, np.ones(len(edge)), np.ones(len(edge)))
        (x, y, shown, good), start = ragged.insert_after(old, start, edge, ones, new)
        segment = good > 0
    seen = shown > 0
    good = segment & seen
    good[:-1] &= seen[1:]
    return _bend_lines(x, y, good, disc, turn_step(tolerance_m, disc))


def _crossing(
    kind: AzimuthalKind, centre: tuple[float, float], lon: Array, lat: Array, hidden: Bools, edge: I64
) -> tuple[Array, Array]:
    """Where segments with one hidden end meet the rim, by bisection along them."""
    east = globe.wrapped(lon[edge + 1] - lon[edge])
    north = lat[edge + 1] - lat[edge]
    inside, outside = np.where(hidden[edge], 1.0, 0.0), np.where(hidden[edge], 0.0, 1.0)
    for _ in range(30):
        t = (inside + outside) / 2.0
        _, _, gone = azimuthal.forward(kind, *centre, lon[edge] + t * east, lat[edge] + t * north)
        inside, outside = np.where(gone, inside, t), np.where(gone, t, outside)
    x, y, _ = azimuthal.forward(kind, *centre, lon[edge] + inside * east, lat[edge] + inside * north)
    return x, y


def _bend_lines(x: Array, y: Array, good: Bools, disc: Disc, step: float) -> tuple[Array, I32]:
    """Lines with points added where a segment turns far about the centre near the rim, cut where it jumps across."""
    nothing = np.zeros(len(x), dtype=bool)
    after = np.minimum(np.arange(1, len(x) + 1), max(len(x) - 1, 0))
    edge = _bent(x, y, nothing, after, disc)
    edge = edge[good[edge]]
    whole = np.array([0, len(x)], dtype=np.int32)
    if len(edge):
        turns = _Turns(x, y, disc, edge, edge + 1)
        broken = np.abs(turns.angle) > BROKEN
        good[edge[broken]] = False
        long = np.flatnonzero((np.abs(turns.angle) > step) & ~broken)
        counts = np.ceil(np.abs(turns.angle[long]) / step).astype(np.int64) - 1
        number, t = ragged.fractions(counts)
        add = (*turns.points(long[number], t), np.ones(len(t)))
        (x, y, mark), _ = ragged.insert_after((x, y, good.astype(np.float64)), whole, edge[long], counts, add)
        good = mark > 0
    keep, begin = ragged.runs(good)
    return np.column_stack((x[keep], y[keep])), begin
