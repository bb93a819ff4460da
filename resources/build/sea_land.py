"""Land as polygons from the shipped base map and islands, and contours round it at a distance; for `sea_network.py`."""

from __future__ import annotations

from itertools import pairwise

import numba
import numpy as np
import shapely
from packages import DATA

EARTH_KM = 6371.0088
TILE_LAT = 3.0
TILE_LON = 4.0
"""Tiles [deg, at the equator] in which a plane with one scale stands for the earth: at 80 degrees north it is 15 % off
at the tile's edge, within the margin that the contours keep."""
SNAP_DEG = 1e-6
SOUTHMOST = -78.5
"""No corner beyond: of the sea south of 78 degrees, under the ice shelves, the fields know no water either."""


def unit(xy):
    """Unit vectors of (lon, lat) rows."""
    lam, phi = np.radians(xy[:, 0]), np.radians(xy[:, 1])
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def polygons():
    """Every ring of land and small islands as a filled polygon; lakes and the Caspian are land to a sea-going ship."""
    with np.load(DATA / "basemap.npz") as base:
        arcs = _arcs(base)
        ref, ring = base["land_ref"], base["land_start"]
    rings = [np.vstack([(arcs[r] if r >= 0 else arcs[~r][::-1])[:-1] for r in ref[a:b]]) for a, b in pairwise(ring)]
    with np.load(DATA / "islands-osm.npz") as islands:
        rings += _arcs(islands)
    shapes = [shapely.Polygon(xy) for xy in rings if len(xy) >= 3]
    return np.array([shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes], dtype=object)


def small_islands():
    """(lon, lat) rows of the outlines of the small islands."""
    with np.load(DATA / "islands-osm.npz") as islands:
        return np.vstack(_arcs(islands))


def _arcs(file):
    """The (lon, lat) rows of each arc of a stored map."""
    lon, lat = file["arc_lon"].astype(float), file["arc_lat"].astype(float)
    return [np.column_stack((lon[a:b], lat[a:b])) for a, b in pairwise(file["arc_start"])]


def tiles():
    for south in np.arange(-84.0, 84.0, TILE_LAT):
        n = int(np.ceil(360 * np.cos(np.radians(min(abs(south), abs(south + TILE_LAT)))) / TILE_LON))
        for k in range(n):
            yield -180 + k * 360 / n, south, -180 + (k + 1) * 360 / n, south + TILE_LAT


def widened(land, distance_km, tolerance_km, slit_km=0.0):
    """Land widened by a distance, simplified by a tolerance; polygons cut at the seam, counter-clockwise outside.

    Water that would then be narrower than `slit_km` is filled.
    """
    tree = shapely.STRtree(land)
    pieces = []
    for west, south, east, north in tiles():
        scale = np.cos(np.radians((south + north) / 2))
        margin = distance_km * 1.5 / 111.2
        wide = margin / min(np.cos(np.radians(south)), np.cos(np.radians(north)))
        found = []
        for turn in (0, 360, -360):
            box = (west - wide - turn, south - margin, east + wide - turn, north + margin)
            if box[2] < -180 or box[0] > 180:
                continue
            near = shapely.clip_by_rect(land[tree.query(shapely.box(*box))], *box)
            near = near[~shapely.is_empty(near)]
            found.append(shapely.transform(near, lambda xy, turn=turn: xy + np.array([turn, 0])) if turn else near)
        near = np.concatenate(found)
        if not len(near):
            continue
        km = np.radians([scale, 1.0]) * EARTH_KM
        plane = shapely.transform(near, lambda xy, km=km: xy * km)
        wider = shapely.union_all(shapely.buffer(plane, distance_km + slit_km / 2, quad_segs=2))
        if slit_km:
            wider = shapely.buffer(wider, -slit_km / 2, quad_segs=2)
        wider = shapely.simplify(wider, tolerance_km, preserve_topology=True)
        wider = shapely.clip_by_rect(shapely.transform(wider, lambda xy, km=km: xy / km), west, south, east, north)
        if not wider.is_empty:
            pieces.append(wider if wider.is_valid else shapely.make_valid(wider))
    together = shapely.union_all(np.array(pieces, dtype=object), grid_size=SNAP_DEG)
    parts = shapely.get_parts(together)
    return shapely.orient_polygons(parts[shapely.get_type_id(parts) == 3])


def stitched(parts):
    """The same with polygons joined across the seam, their longitudes running on beyond 180."""
    box = shapely.bounds(parts)
    east, west = box[:, 2] > 180 - 2 * SNAP_DEG, box[:, 0] < -180 + 2 * SNAP_DEG
    polar = box[:, 1] < -70  # Antarctica stays cut
    moved = shapely.transform(parts[west & ~polar], lambda xy: xy + np.array([360, 0]))
    joined = shapely.get_parts(shapely.union_all(np.concatenate((parts[east & ~polar], moved)), grid_size=SNAP_DEG))
    return np.concatenate((parts[~(east | west) | polar], shapely.orient_polygons(joined)))


@numba.njit(cache=True)
def _kept(x, tolerance):
    """Douglas and Peucker's vertices of an open line of unit vectors."""
    n = len(x)
    keep = np.zeros(n, np.bool_)
    keep[0] = keep[n - 1] = True
    stack = [(0, n - 1)]
    while len(stack) > 0:
        i, j = stack.pop()
        d = x[j] - x[i]
        size = (d * d).sum()
        worst, at = -1.0, -1
        for k in range(i + 1, j):
            p = x[k] - x[i]
            t = 0.0 if size == 0 else min(max((p * d).sum() / size, 0.0), 1.0)
            off = p - t * d
            far = (off * off).sum()
            if far > worst:
                worst, at = far, k
        if worst > tolerance * tolerance:
            keep[at] = True
            stack.append((i, at))
            stack.append((at, j))
    return keep


def corners(parts, tolerance_km):
    """(place, before, after), each (n, 2): the corners that stick out of simplified contours, and their neighbours."""
    found = [[], [], []]
    for part in parts:
        for ring in (part.exterior, *part.interiors):
            xy = np.asarray(ring.coords)
            x = unit(xy)
            if len(xy) < 5:
                continue
            k = int(np.argmax(((x - x[:-1].mean(0)) ** 2).sum(1))) % (len(xy) - 1)
            xy = np.concatenate((xy[k:-1], xy[: k + 1]))
            x = unit(xy)
            half = int(np.argmax(((x - x[0]) ** 2).sum(1)))
            tolerance = tolerance_km / EARTH_KM
            keep = np.concatenate((_kept(x[: half + 1], tolerance), _kept(x[half:], tolerance)[1:]))
            xy = xy[keep][:-1]
            if len(xy) < 3:
                continue
            here, back, on = unit(xy), np.roll(xy, 1, 0), np.roll(xy, -1, 0)
            turn = np.einsum("ij,ij->i", np.cross(here - unit(back), unit(on) - here), here)
            out = (turn > 0) & (xy[:, 1] > SOUTHMOST)
            for store, rows in zip(found, (xy, back, on), strict=True):
                store.append(rows[out])
    return tuple(np.concatenate(rows) for rows in found)


def outline(parts, step_km):
    """Unit vectors along all contours, no more than a step apart."""
    out = []
    for part in parts:
        for ring in (part.exterior, *part.interiors):
            x = unit(np.asarray(ring.coords))
            n = np.maximum(1, np.ceil(np.linalg.norm(np.diff(x, axis=0), axis=1) * EARTH_KM / step_km).astype(int))
            i = np.repeat(np.arange(len(n)), n)
            share = (np.arange(len(i)) - np.repeat(np.cumsum(n) - n, n)) / n[i]
            out.append(x[i] + (x[i + 1] - x[i]) * share[:, None])
    return np.concatenate(out)
