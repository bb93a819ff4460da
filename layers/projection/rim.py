"""Rings and lines on an azimuthal map: nothing is clipped, what is hidden is pushed on to the rim.

Pushing hidden vertices radially on to the rim can be undone continuously without passing any visible point, so even-odd
about visible points is what it was on the globe. Two things are added: points along the rim where an edge turns far
about the centre, and the rim itself as one more ring of every feature that holds the antipode. The points along the rim
are always the same ones, so that what runs there and back, or round with the rim, leaves nothing.
"""

from __future__ import annotations

import math
from copy import copy

import numpy as np
import numpy.typing as npt

from layers.projection import azimuthal, globe, ragged
from layers.projection.azimuthal import AzimuthalKind, Disc
from layers.projection.ragged import I32, I64, Array, Bools

Drawn = tuple[Array, I32, I32]
NEAR = 1.0 / 32.0
"""Part of the tolerance within which a line reaches the rim."""
ACROSS = math.radians(120.0)
"""An edge that turns by more than this in one step passes the antipode closely, on one side or the other."""
BROKEN = math.radians(60.0)
"""A line that turns by more than this in one step near the rim passed the antipode: it is cut there."""


def rim_points(tolerance_m: float, disc: Disc) -> int:
    """Into how many arcs to divide the rim so that each leaves its chord by no more than `tolerance_m`."""
    step = math.sqrt(8.0 * max(tolerance_m, 0.0) / disc.ax)
    return math.ceil(2.0 * math.pi / min(max(step, 0.002), math.radians(5.0)))


def outline(disc: Disc, points: int) -> Array:
    """The rim as a ring (points, 2), clockwise from its northern end."""
    t = np.arange(points) * (2.0 * math.pi / points)
    return np.column_stack((disc.ax * np.sin(t), disc.y0 + disc.by * np.cos(t)))


class _Turns:
    """Edges i to j in polar coordinates of the unit disc that the rim is made into."""

    def __init__(self, x: Array, y: Array, disc: Disc, i: I64, j: I64) -> None:
        self.disc = disc
        self.u, self.v = x[i] / disc.ax, (y[i] - disc.y0) / disc.by
        p, q = x[j] / disc.ax, (y[j] - disc.y0) / disc.by
        self.angle = np.arctan2(p * self.v - q * self.u, self.u * p + self.v * q)
        """Clockwise as seen on the map, the shorter way round."""
        self.r, self.r2 = np.hypot(self.u, self.v), np.hypot(p, q)
        self.ends = p, q

    def past_antipode(self, lam: Array, phi: Array, i: I64, j: I64, antipode: tuple[float, float]) -> None:
        """Decide by longitude and latitude on which side the antipode is passed, where the ends lie across it.

        The directions of the ends alone cannot tell there: rounding would, and turn the map inside out.
        """
        across = np.flatnonzero(np.abs(self.angle) > ACROSS)
        i, j = i[across], j[across]
        left = globe.leaves_on_left(lam[i], phi[i], globe.wrapped(lam[j] - lam[i]), phi[j] - phi[i], antipode)
        clockwise = np.mod(self.angle[across], 2.0 * math.pi)
        self.angle[across] = np.where(left, clockwise, clockwise - 2.0 * math.pi)

    def only(self, chosen: Bools) -> _Turns:
        """Some of the edges."""
        fewer = copy(self)
        fewer.u, fewer.v, fewer.angle, fewer.r, fewer.r2 = (
            values[chosen] for values in (self.u, self.v, self.angle, self.r, self.r2)
        )
        fewer.ends = self.ends[0][chosen], self.ends[1][chosen]
        return fewer

    def between(self, step: float) -> tuple[I64, Array]:
        """(how many points to add per edge, places (k, 2)): radius and angle change evenly, by at most `step`."""
        counts = np.maximum(np.ceil(np.abs(self.angle) / step).astype(np.int64) - 1, 0)
        edge, t = ragged.fractions(counts)
        r = np.maximum(self.r[edge], 1e-30)
        stretch = (r + t * (self.r2[edge] - r)) / r
        sin, cos = np.sin(t * self.angle[edge]), np.cos(t * self.angle[edge])
        u, v = stretch * self.u[edge], stretch * self.v[edge]
        x = self.disc.ax * (u * cos + v * sin)
        y = self.disc.y0 + self.disc.by * (v * cos - u * sin)
        return counts, np.column_stack((x, y))

    def along_rim(self, circle: Array) -> tuple[I64, Array]:
        """(how many points to add per edge, places (k, 2)): the points of the rim that are passed."""
        n = len(circle)
        step = 2.0 * math.pi / n
        first = np.floor(np.arctan2(self.u, self.v) / step).astype(np.int64)
        last = np.floor(np.arctan2(*self.ends) / step).astype(np.int64)
        passed = last - first
        passed += n * np.round((self.angle / step - passed) / n).astype(np.int64)
        counts = np.abs(passed)
        edge = np.repeat(np.arange(len(counts)), counts)
        nth = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
        point = first[edge] + np.where(passed[edge] > 0, nth + 1, -nth)
        return counts, circle[point % n]


def _bent(x: Array, y: Array, hidden: Bools, after: I64, disc: Disc) -> I64:
    """Edges to be drawn about the centre: with a hidden end, or both ends far out."""
    near = hidden
    if disc.bend < 1.0:
        u, v = x / disc.ax, (y - disc.y0) / disc.by
        near = hidden | (u * u + v * v > disc.bend * disc.bend)
    if not near.any():
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero((near & near[after]) | hidden | hidden[after])


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
    circle = outline(disc, rim_points(tolerance_m, disc))
    lam, phi, begin = globe.unwrapped(lon, lat, start, feature)
    group = np.asarray(feature, dtype=np.int32)
    antipode = azimuthal.antipode(*centre)
    full = globe.holds(lam, phi, begin, group, antipode)
    lam, phi, begin = globe.densified(*globe.without_spikes(lam, phi, begin), globe.step_deg(tolerance_m))
    if disc.bend < 1.0:
        lam, phi, begin = globe.graded(lam, phi, begin, antipode, math.degrees(tolerance_m / globe.EARTH_M))
    x, y, hidden = azimuthal.forward(kind, *centre, lam, phi)
    after = ragged.following(begin)
    edge = _bent(x, y, hidden, after, disc)
    if len(edge) == 0 and len(full) == 0:
        return np.column_stack((x, y)), begin, group
    turns = _Turns(x, y, disc, edge, after[edge])
    turns.past_antipode(lam, phi, edge, after[edge], antipode)
    # a ring hidden as a whole is nothing, or once round the rim
    ring = np.searchsorted(begin, edge, side="right") - 1
    shown = ragged.counted(~hidden, begin) > 0
    rounds = np.round(np.bincount(ring, turns.angle, minlength=len(shown)) / (2.0 * math.pi))
    full = _odd(np.concatenate((full, group[~shown & (rounds % 2 != 0)])))
    xy, begin = _with_turns(x, y, begin, hidden, after, edge[shown[ring]], turns.only(shown[ring]), circle)
    keep, begin = ragged.select(shown, begin)
    return _with_rim(xy[keep], begin, group[shown], full, circle)


def _odd(features: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """The numbers that stand there an odd number of times."""
    found, count = np.unique(features, return_counts=True)
    return np.asarray(found[count % 2 == 1])


def _with_turns(
    x: Array, y: Array, start: I32, hidden: Bools, after: I64, edge: I64, turns: _Turns, circle: Array
) -> tuple[Array, I32]:
    """Rings with points added on the chosen edges; of a hidden run only its ends and the rim between them are left."""
    out = hidden[edge] & hidden[after[edge]]
    even, places = turns.between(2.0 * math.pi / len(circle))
    fixed, rim_places = turns.along_rim(circle)
    counts = np.where(out, fixed, even)
    new = np.empty((int(counts.sum()), 2))
    of_rim = np.repeat(out, counts)
    new[of_rim] = rim_places[np.repeat(out, fixed)]
    new[~of_rim] = places[np.repeat(~out, even)]
    before = np.empty_like(after)
    before[after] = np.arange(len(after))
    needed = (~(hidden & hidden[after] & hidden[before])).astype(np.float64)
    added = (new[:, 0], new[:, 1], np.ones(len(new)))
    (x, y, needed), start = ragged.insert_after((x, y, needed), start, edge, counts, added)
    keep = needed > 0
    return np.column_stack((x[keep], y[keep])), ragged.offsets(ragged.counted(keep, start))


def _with_rim(xy: Array, start: I32, group: I32, full: npt.NDArray[np.integer], circle: Array) -> Drawn:
    """Rings with the rim as first ring of every group in `full`."""
    if len(full) == 0:
        return xy, start, group
    at = np.searchsorted(group, full)
    place = np.repeat(start[at], len(circle))
    xy = np.insert(xy, place, np.tile(circle, (len(full), 1)), axis=0)
    sizes = np.insert(np.diff(start), at, len(circle))
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
    x, y, hidden = azimuthal.seen(kind, *centre, lon, lat)
    edge = np.flatnonzero(segment[:-1] & (hidden[:-1] != hidden[1:]))
    if len(edge):
        old = (x, y, hidden.astype(np.float64), segment.astype(np.float64))
        new = (
            *_crossing(kind, centre, lon, lat, hidden, edge, tolerance_m * NEAR),
            np.zeros(len(edge)),
            np.ones(len(edge)),
        )
        (x, y, gone, joined), _ = ragged.insert_after(old, start, edge, np.ones(len(edge), dtype=np.int64), new)
        hidden, segment = gone > 0, joined > 0
    segment[:-1] &= ~(hidden[:-1] | hidden[1:])
    return _bend_lines(x, y, segment, disc, 2.0 * math.pi / rim_points(tolerance_m, disc))


def _crossing(
    kind: AzimuthalKind, centre: tuple[float, float], lon: Array, lat: Array, hidden: Bools, edge: I64, near_m: float
) -> tuple[Array, Array]:
    """Where segments with one hidden end meet the rim, by bisection along them, to `near_m` or a metre."""
    east = globe.wrapped(lon[edge + 1] - lon[edge])
    north = lat[edge + 1] - lat[edge]
    inside, outside = np.where(hidden[edge], 1.0, 0.0), np.where(hidden[edge], 0.0, 1.0)
    longest_m = globe.EARTH_M * math.radians(float(np.maximum(np.abs(east), np.abs(north)).max()))
    for _ in range(math.ceil(math.log2(max(longest_m / max(near_m, 1.0), 2.0)))):
        t = (inside + outside) / 2.0
        _, _, gone = azimuthal.seen(kind, *centre, lon[edge] + t * east, lat[edge] + t * north)
        inside, outside = np.where(gone, inside, t), np.where(gone, t, outside)
    x, y, _ = azimuthal.seen(kind, *centre, lon[edge] + inside * east, lat[edge] + inside * north)
    return x, y


def _bend_lines(x: Array, y: Array, good: Bools, disc: Disc, step: float) -> tuple[Array, I32]:
    """Lines with points added where a segment turns far about the centre near the rim, cut where it jumps across."""
    nothing = np.zeros(len(x), dtype=bool)
    after = np.minimum(np.arange(1, len(x) + 1), max(len(x) - 1, 0))
    edge = _bent(x, y, nothing, after, disc)
    edge = edge[good[edge]]
    if len(edge):
        turns = _Turns(x, y, disc, edge, edge + 1)
        broken = np.abs(turns.angle) > BROKEN
        good[edge[broken]] = False
        edge = edge[~broken]
        counts, new = _Turns(x, y, disc, edge, edge + 1).between(step)
        whole = np.array([0, len(x)], dtype=np.int32)
        added = (new[:, 0], new[:, 1], np.ones(len(new)))
        (x, y, mark), _ = ragged.insert_after((x, y, good.astype(np.float64)), whole, edge, counts, added)
        good = mark > 0
    keep, begin = ragged.runs(good)
    return np.column_stack((x[keep], y[keep])), begin
