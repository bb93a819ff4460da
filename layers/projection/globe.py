"""Rings on the globe made fit for a plane: longitudes unwrapped, rings round a pole closed along it.

Even-odd in longitude and latitude is the meaning of rings here, as on a flat world map: they may be closed at +-180 and
run along +-90. A step of more than half a turn is taken the short way, across the seam. A ring that winds round a pole
without touching it holds the pole on its left, as in RFC 7946.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from layers.projection import ragged
from layers.projection.ragged import I32, Array, Bools

EARTH_M = 6_371_008.8
NEAR = 0.25
"""An edge longer than this part of its way to a place is long, seen from there: it turns by about 14 degrees."""


def step_deg(tolerance_m: float) -> float:
    """Longest edge [deg] that, straight in longitude and latitude, stays within `tolerance_m` of its picture.

    An arc of the parallel phi over the angle t leaves its chord by R t^2 sin(phi) cos(phi) / 8 <= R t^2 / 16. Where the
    map itself magnifies (towards the rim), the tolerance grows with the map's scale.
    """
    return min(max(math.degrees(math.sqrt(16.0 * max(tolerance_m, 0.0) / EARTH_M)), 0.02), 5.0)


def wrapped(lon: Array) -> Array:
    """Longitudes in -180 <= lon < 180."""
    return np.asarray(lon - 360.0 * np.floor((lon + 180.0) / 360.0))


def unwrapped(
    lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike, start: npt.NDArray[np.integer], feature: npt.NDArray[np.integer]
) -> tuple[Array, Array, I32]:
    """Rings without a jump in longitude and closed in the plane of longitude and latitude, in double precision."""
    lon, lat = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
    after = ragged.following(start)
    step = lon[after] - lon
    jump = np.flatnonzero(np.abs(step) > 180.0)
    if len(jump):  # along a pole an edge means what it says
        jump = jump[~((lat[jump] == lat[after[jump]]) & (np.abs(lat[jump]) == 90.0))]
    if len(jump) == 0:
        return lon, lat, np.asarray(start, dtype=np.int32)
    turns = np.zeros(len(lon))
    turns[jump] = -np.round(step[jump] / 360.0)
    total = np.concatenate(([0.0], np.cumsum(turns)))
    ring = ragged.part_of(start)
    lon = lon + 360.0 * (total[:-1] - total[start[:-1]][ring])
    winding = total[start[1:]] - total[start[:-1]]
    round_pole = np.flatnonzero(winding)
    if len(round_pole) == 0:
        return lon, lat, np.asarray(start, dtype=np.int32)
    first, last = start[:-1][round_pole], start[1:][round_pole] - 1
    mean = np.add.reduceat(lat, start[:-1])[round_pole] / np.diff(start)[round_pole]
    pole = _pole_inside(winding[round_pole], mean, np.asarray(feature)[round_pole])
    far = lon[first] + 360.0 * winding[round_pole]
    new_lon = np.column_stack((far, far, lon[first])).ravel()
    new_lat = np.column_stack((lat[first], pole, pole)).ravel()
    counts = np.full(len(last), 3, dtype=np.int64)
    (lon, lat), begin = ragged.insert_after((lon, lat), start, last.astype(np.int64), counts, (new_lon, new_lat))
    return lon, lat, begin


def _pole_inside(winding: Array, mean_lat: Array, feature: npt.NDArray[np.integer]) -> Array:
    """The pole (+-90) through which each winding ring is closed so that its feature comes out right by even-odd.

    All rings of a feature close through the same pole, the one more rings have on their left. When the feature holds
    both poles, its southernmost ring alone closes through the south: one change of pole turns the rest of the feature
    inside out, two would turn it back.
    """
    pole = np.where(winding > 0, 90.0, -90.0)
    for one in np.unique(feature):
        mine = np.flatnonzero(feature == one)
        balance = winding[mine].sum()
        if len(mine) > 1 and balance != 0:
            pole[mine] = math.copysign(90.0, balance)
        elif len(mine) > 1:
            pole[mine] = 90.0
            if winding[mine[np.argmax(mean_lat[mine])]] > 0:
                pole[mine[np.argmin(mean_lat[mine])]] = -90.0
    return pole


def without_spikes(lon: Array, lat: Array, start: I32) -> tuple[Array, Array, I32]:
    """Rings without the way to a pole and back along one meridian, which only a flat map needs.

    Of other runs along a pole the first vertex and the last are left: they are one place, but each stands on the
    meridian of its own neighbour, and the edges there are straight in longitude and latitude.
    """
    pole = np.abs(lat) == 90.0
    if not pole.any():
        return lon, lat, start
    after = ragged.following(start)
    before = np.empty_like(after)
    before[after] = np.arange(len(after))
    keep = ~pole
    for first in np.flatnonzero(pole & ~pole[before]):
        last = first
        while pole[after[last]]:
            last = after[last]
        turn = (lon[after[last]] - lon[before[first]]) / 360.0
        keep[first] = keep[last] = abs(turn - round(turn)) > 1e-9
    return lon[keep], lat[keep], ragged.offsets(ragged.counted(keep, start))


def densified(lon: Array, lat: Array, start: I32, step: float) -> tuple[Array, Array, I32]:
    """Rings with edges longer than `step` [deg] cut up."""
    after = ragged.following(start)
    east, north = lon[after] - lon, lat[after] - lat
    # where a spike was taken out, one end of the edge may be counted a turn on
    east = np.where(np.abs(east) > 180.0, wrapped(east), east)
    return ragged.split_edges(lon, lat, start, np.maximum(np.abs(east), np.abs(north)) / step, east, north)


def graded(lon: Array, lat: Array, start: I32, here: tuple[float, float], finest: float) -> tuple[Array, Array, I32]:
    """Rings with edges near a place cut up until each is short beside its way to it, or under `finest` [deg].

    Seen from the place no edge then turns far: `NEAR` is the tangent of the turn.
    """
    cos0, phi0 = math.cos(math.radians(here[1])), math.radians(here[1])
    for _ in range(24):  # 5 degrees halved so often are 3 cm
        after = ragged.following(start)
        east, north = wrapped(lon[after] - lon), lat[after] - lat
        size = np.maximum(np.abs(east), np.abs(north))
        at = np.flatnonzero((size > finest) & (np.abs(lat + north / 2.0 - here[1]) < size / NEAR))
        phi, lam = np.radians(lat[at] + north[at] / 2.0), np.radians(lon[at] + east[at] / 2.0 - here[0])
        length = np.hypot(np.cos(phi) * east[at], north[at])
        half = np.sin((phi - phi0) / 2.0) ** 2 + np.cos(phi) * cos0 * np.sin(lam / 2.0) ** 2
        away = np.degrees(2.0 * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
        at = at[(length > NEAR * away) & (length > finest)]
        if len(at) == 0:
            break
        middle = (lon[at] + east[at] / 2.0, lat[at] + north[at] / 2.0)
        (lon, lat), start = ragged.insert_after((lon, lat), start, at, np.ones(len(at), dtype=np.int64), middle)
    return lon, lat, start


def holds(
    lon: Array, lat: Array, start: I32, feature: npt.NDArray[np.integer], here: tuple[float, float]
) -> npt.NDArray[np.integer]:
    """The features that hold a place: those with an odd number of edges north of it on its meridian.

    The rings are unwrapped ones.
    """
    after = ragged.following(start)
    turn = np.floor((lon - here[0]) / 360.0)
    edge = np.flatnonzero(turn[after] != turn)
    if len(edge) == 0:
        return np.zeros(0, dtype=np.int32)
    i, j = edge, after[edge]
    meridian = here[0] + 360.0 * np.maximum(turn[i], turn[j])
    t = (meridian - lon[i]) / (lon[j] - lon[i])
    above = lat[i] + t * (lat[j] - lat[i]) > here[1]
    of = np.asarray(feature)[np.searchsorted(start, i[above], side="right") - 1]
    found, count = np.unique(of, return_counts=True)
    return np.asarray(found[count % 2 == 1])


def leaves_on_left(lon: Array, lat: Array, east: Array, north: Array, here: tuple[float, float]) -> Bools:
    """Whether edges, `east` and `north` [deg] long, pass a place near them with the place on their left.

    Straight in longitude and latitude, and in a tie, as `holds` counts: a place on the edge lies north or west of it.
    """
    offset = lon - here[0]
    offset = offset - 360.0 * np.round((offset + east / 2.0) / 360.0)
    side = east * (here[1] - lat) + north * offset
    tie = np.where(east != 0.0, east, north)
    return np.asarray(np.where(side != 0.0, side, tie) > 0.0)


def artificial(lon: Array, lat: Array) -> Bools:
    """Segments (vertex i to i + 1) that only close a ring at the edge of a flat map; the last entry is False."""
    cut = np.zeros(len(lon), dtype=bool)
    seam, pole = np.abs(lon) == 180.0, np.abs(lat) == 90.0
    cut[:-1] = (seam[:-1] & seam[1:]) | (pole[:-1] & pole[1:])
    return cut
