"""Geodesic rings and their polygons: ours beside pyproj.Geod.fwd and the antimeridian package, in one run.

python -m benchmarks.bench_rings [--json FILE]
"""

from __future__ import annotations

from collections.abc import Iterator

import antimeridian
import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import Polygon

from benchmarks.harness import Row, interleaved, main, ratio
from layers import kernels, rings

GEOD = Geod(ellps="WGS84")
RINGS, POINTS = 10_000, 361
PART = 1_000
"""Rings that pyproj makes in a turn; its time is scaled."""
SHAPES = 500
CASES = [
    (lon, lat, km * 1e3)
    for lon in (0.0, 179.9, -180.0, 116.7)
    for lat in (0.0, 20.7, 85.0, 90.0, -89.5, -90.0)
    for km in (1, 400, 2_000, 9_000, 10_500, 15_000, 19_500)
]
"""Seam and pole cases: rings over neither, one and both poles, and across the antimeridian."""


def wrong_polygons() -> int:
    """Cases whose polygon is invalid, or holds places that are not within the radius, or lacks some that are."""
    draw = np.random.default_rng(3)
    lon, lat = draw.uniform(-180, 180, 4000), np.degrees(np.arcsin(draw.uniform(-1, 1, 4000)))
    wrong = 0
    for lon0, lat0, radius in CASES:
        shape = rings.polygon(lon0, lat0, radius)
        metres = GEOD.inv(np.full(4000, lon0), np.full(4000, lat0), lon, lat)[2]
        clear = np.abs(metres - radius) > 5_000.0  # chords between vertices cut up to some kilometres of a large ring
        inside = shapely.contains_xy(shape, lon, lat)
        wrong += not shape.is_valid or bool((inside != (metres < radius))[clear].any())
    return wrong


def rows() -> Iterator[Row]:
    kernels.warm()
    draw = np.random.default_rng(0)
    lon, lat = draw.uniform(-180, 180, RINGS), np.degrees(np.arcsin(draw.uniform(-1, 1, RINGS)))
    radius = draw.uniform(1e5, 1.9e7, RINGS)
    azimuth = np.linspace(0.0, 360.0, POINTS)

    def peer_rings() -> None:
        for k in range(PART):
            GEOD.fwd(np.full(POINTS, lon[k]), np.full(POINTS, lat[k]), azimuth, np.full(POINTS, radius[k]))

    # 58 MB come back: on a machine whose memory nobody touched before, the first calls wait for it
    took = interleaved({"peer": peer_rings, "ours": lambda: kernels.rings(lon, lat, radius, azimuth)}, repeats=15)
    work = f"{RINGS:,} geodesic rings of {POINTS} points"
    yield ratio(
        work,
        "over pyproj.Geod.fwd per ring",
        took["ours"],
        took["peer"] * RINGS / PART,
        at_least=25,
        note=f"{PART:,} timed, scaled",
    )
    out_lon, out_lat = kernels.rings(lon, lat, radius, azimuth)
    few = slice(0, 1000)
    found = GEOD.inv(
        np.repeat(lon[few], POINTS), np.repeat(lat[few], POINTS), out_lon[few].ravel(), out_lat[few].ravel()
    )[2]
    off = np.abs(found.reshape(-1, POINTS) - radius[few, None]).max()
    yield Row(work, "largest error of a radius, 361 000 vertices", off * 1e6, "um", at_most=1.0)
    at_poles = kernels.rings([0.0, 77.0, 0.0], [90.0, -90.0, 89.9999999], [1e6, 1e7, 1.9e7], azimuth)
    missing = sum(int(np.isnan(one).sum()) for one in (out_lon, out_lat, *at_poles))
    yield Row(work, "vertices that are no numbers, poles among the centres", missing, "", at_most=0)

    def peer_polygons() -> None:
        for k in range(SHAPES):
            x, y, _ = GEOD.fwd(
                np.full(POINTS, lon[k]), np.full(POINTS, lat[k]), azimuth[::-1], np.full(POINTS, radius[k])
            )
            antimeridian.fix_polygon(Polygon(np.column_stack([x, y])), fix_winding=False)

    took = interleaved(
        {"peer": peer_polygons, "ours": lambda: rings.polygons(lon[:SHAPES], lat[:SHAPES], radius[:SHAPES])}, repeats=3
    )
    work = f"{SHAPES} rings as polygons"
    yield ratio(work, "over Geod.fwd and antimeridian.fix_polygon", took["ours"], took["peer"], at_least=30)
    yield Row(work, f"wrong in {len(CASES)} pole and antimeridian cases", wrong_polygons(), "", at_most=0)


if __name__ == "__main__":
    main(rows)
