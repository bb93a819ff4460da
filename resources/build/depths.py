"""Depth tints: the water deeper than 200, 1000, 2000, 4000 and 6000 m: resources/data/depths.npz.

Run `python resources/build/depths.py [CACHE]`. Source: ETOPO5 (NOAA, 5 arc minutes), smoothed and contoured.
"""

from __future__ import annotations

import itertools
import sys

import contourpy
import importance
import numpy as np
from packages import DATA, cache, unpacked
from scipy.io import netcdf_file
from scipy.ndimage import gaussian_filter, zoom
from topology import packed, quantised

DEPTHS_M = (200.0, 1000.0, 2000.0, 4000.0, 6000.0)
SMOOTHING_CELLS = 1.1
DETAIL_M = 1200.0
"""Finer vertices are noise of a 9 km grid."""
SMALLEST_KM2 = {200.0: 400.0, 1000.0: 900.0, 2000.0: 1500.0, 4000.0: 4000.0, 6000.0: 3000.0}


def grid(folder):
    """(lon, lat, elevation [m]) from -180 to 180, both ends there, on half the source's step for round corners."""
    path = unpacked("ferret-datasets", folder) / "usr/share/ferret-vis/data/etopo5.cdf"
    with netcdf_file(path, mmap=False) as file:
        height = np.array(file.variables["ROSE"].data, dtype=np.float64)
    height = np.roll(height, height.shape[1] // 2, axis=1)
    margin = 24
    wide = np.hstack((height[:, -margin:], height, height[:, : margin + 1]))
    # Land pulls a smoothed coast inland and lifts narrow deep water: it counts as shallow water instead.
    wide = gaussian_filter(np.minimum(wide, 50.0), SMOOTHING_CELLS)
    wide = zoom(wide, (2 - 1 / wide.shape[0], 2 - 1 / wide.shape[1]), order=1, grid_mode=False)
    lon = np.linspace(-180 - margin / 12, 180 + margin / 12, wide.shape[1])
    lat = np.linspace(-90, 90, wide.shape[0])
    inside = (lon >= -180 - 1e-9) & (lon <= 180 + 1e-9)
    lon = np.clip(lon[inside], -180, 180)
    return lon, lat, wide[:, inside]


def signed_area_km2(xy):
    x, y = np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) * 6371.0**2


def main(folder):
    lon, lat, height = grid(folder)
    stored = {"depth": np.array(DEPTHS_M)}
    maker = contourpy.contour_generator(lon, lat, height, fill_type=contourpy.FillType.OuterOffset)
    total = 0
    for depth in DEPTHS_M:
        points, offsets = maker.filled(-20000.0, -depth)
        rings, weights, feature = [], [], []
        for number, (xy, cut) in enumerate(zip(points, offsets, strict=True), 1):
            seam = bool(np.any(np.abs(xy[:, 0]) == 180))  # both halves of a cut belong into one path
            for a, b in itertools.pairwise(cut):
                ring = xy[a:b]
                if abs(signed_area_km2(ring)) < SMALLEST_KM2[depth]:
                    if a == cut[0]:
                        break
                    continue
                ring = ring[:-1].astype(np.float32)
                metres = importance.of_ring(ring[:, 0], ring[:, 1])
                edge = (np.abs(ring[:, 0]) == 180) | (np.abs(ring[:, 1]) == 90)
                corner = edge & ~(np.roll(edge, 1) & np.roll(edge, -1))
                corner |= (np.abs(ring[:, 0]) == 180) & (np.abs(ring[:, 1]) == 90)
                metres[corner] = np.inf
                keep = metres >= DETAIL_M
                if keep.sum() > 3:
                    rings.append(ring[keep])
                    weights.append(metres[keep])
                    feature.append(0 if seam else number)
        order = np.argsort(feature, kind="stable")
        rings, weights = [rings[i] for i in order], [weights[i] for i in order]
        _, feature = np.unique(np.array(feature)[order], return_inverse=True)
        values, start = packed(rings, np.float32)
        name = f"d{int(depth)}_"
        stored |= {
            name + "lon": np.ascontiguousarray(values[:, 0]),
            name + "lat": np.ascontiguousarray(values[:, 1]),
            name + "start": start,
            name + "feature": feature.astype(np.int32),
            name + "importance": quantised(np.concatenate(weights)),
        }
        total += len(values)
        print(f"{depth:6.0f} m {len(rings)} rings {len(values)} vertices")
    np.savez(DATA / "depths.npz", **stored)
    print(total)


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
