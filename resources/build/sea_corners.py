"""The corners at which ways of the sea network may bend: those of contours round all land, and of the shore itself."""

from __future__ import annotations

import csv
import sys

import numpy as np
import sea_land
import sea_narrows
from packages import DATA
from scipy.spatial import cKDTree
from sea_land import EARTH_KM, unit

sys.path.insert(0, str(DATA.parents[1]))
from layers.routes.sea_network import _along
from layers.sphere import lon_lat

LEVELS_KM = (6.0, 2.5, 1.0, 0.4, 0.25)
TOLERANCE_KM = (4.0, 1.5, 0.65, 0.17)
WIDE_REACH_KM = 160.0
REACH_KM = (0.0, 40.0, 25.0, 15.0, 20.0)
"""Reaches of what is chosen already and of a finer contour's corners, by level, while these are chosen: pairs are
asked for up to the geometric mean of both."""
THEATRES = ((7.0, 53.0, 31.0, 66.0), (22.0, 36.0, 42.0, 47.5), (116.0, 20.0, 146.0, 46.0))
"""West, south, east, north [deg]: Baltic and Danish straits; Aegean and Black Sea; Taiwan, Korea and Japan."""
PORT_KM = 80.0
PRICE_KM = (0.8, 2.0)
"""What a corner must save to be kept: in the theatres and this near to a base, a flashpoint, a port or a passage, and
elsewhere."""
NARROW = 2.0
"""A finer corner is deep in an inlet when it is more than this times the difference of the two distances from the wider
contour, which closes the inlet."""
INLET_KM = 12.0
"""Of the corners deep in inlets those are kept that are so far from all others kept, so that ways lead there."""
FINEST_KM = 0.4
ISLET_KM = 15.0
"""All corners of the finest contour this near to a small island count: ways lead to it, whether they lead on or not."""


def harbours():
    """(lon, lat) rows of the bases, the flashpoints and the places of the table of distances."""
    rows = []
    tables = (("bases.csv", ("",)), ("flashpoints.csv", ("",)), ("port_distances.csv", ("start_", "end_")))
    for name, prefixes in tables:
        with (DATA.parent / "catalogue" / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                rows += [[float(row[p + "lon"]), float(row[p + "lat"])] for p in prefixes]
    return np.array(rows)


def well_known(place, lines):
    """Which places lie in a theatre, or near a base, a port or a passage."""
    points = [harbours(), *(line for line in lines if len(line))]
    near = cKDTree(unit(np.vstack(points))).query(unit(place))[0] * EARTH_KM < PORT_KM
    for west, south, east, north in THEATRES:
        inside = (place[:, 0] > west) & (place[:, 0] < east) & (place[:, 1] > south) & (place[:, 1] < north)
        near |= inside
    return near


def corners(land, lines, shore):
    """(place, before, after, off [km]) of the contours' corners, in degrees.

    From the widest contour all; from each finer one some of those deep in inlets, which the wider one closes, so that
    ways are looked for there, and those that make a way shorter (`sea_narrows`). The last is the shore itself.
    """
    kept = None
    wider = None
    for level, distance in enumerate(LEVELS_KM):
        if distance == LEVELS_KM[-1]:
            place, before, after = shore_corners(shore)
        else:
            parts = sea_land.stitched(sea_land.widened(land, distance, 0.02 * distance))
            place, before, after = sea_land.corners(parts, TOLERANCE_KM[level])
        rows = (place, before, after, np.full(len(place), distance))
        print(f"contour at {distance} km: {len(place)} corners", flush=True)
        if kept is None:
            kept = rows
        else:
            deep = wider.query(unit(place))[0] * EARTH_KM > NARROW * (LEVELS_KM[level - 1] - distance)
            kept = finer(kept, rows, deep, level, lines, shore)
        wider = cKDTree(sea_land.outline(parts, 0.3 * distance))
    return kept


def finer(kept, rows, deep, level, lines, shore):
    """What is kept, and what counts of a finer contour's corners: rows as of `corners`, `deep` those by `NARROW`."""
    post = posts(kept[0], rows[0], np.flatnonzero(deep))
    kept = tuple(np.concatenate((old, part[post])) for old, part in zip(kept, rows, strict=True))
    rows = tuple(np.delete(part, post, 0) for part in rows)
    place, before, after, off = (np.concatenate(pair) for pair in zip(kept, rows, strict=True))
    x = unit(place)
    reach = np.where(off > LEVELS_KM[level], WIDE_REACH_KM, REACH_KM[level])
    sides = _along(x, unit(before)), _along(x, unit(after))
    price = np.where(well_known(rows[0], lines), *PRICE_KM)
    new = sea_narrows.needed(x, *sides, off / EARTH_KM, reach, len(kept[0]), price, shore)
    if LEVELS_KM[level] == FINEST_KM:
        new |= cKDTree(unit(sea_land.small_islands())).query(unit(rows[0]))[0] * EARTH_KM < ISLET_KM
    print(f"  {len(post)} deep in inlets and {new.sum()} others count", flush=True)
    return tuple(np.concatenate((old, part[new])) for old, part in zip(kept, rows, strict=True))


def shore_corners(shore):
    """(place, before, after) of the shore's own corners, as `sea_land.corners` gives those of a contour."""
    x, before, after, _ = shore.corners()
    away = [x + _along(np.zeros_like(side), side) * 0.5 / EARTH_KM for side in (before, after)]
    return tuple(np.column_stack(lon_lat(rows / np.linalg.norm(rows, axis=1)[:, None])) for rows in (x, *away))


def posts(kept, place, chosen):
    """Numbers of those of the chosen places that are `INLET_KM` from all kept ones and from each other."""
    x = unit(place[chosen])
    free = cKDTree(unit(kept)).query(x)[0] * EARTH_KM > INLET_KM
    out = []
    for k, near in enumerate(cKDTree(x).query_ball_point(x, INLET_KM / EARTH_KM)):
        if free[k]:
            out.append(k)
            free[near] = False
    return chosen[out]
