"""Geodesic rings and their polygons: ours beside pyproj.Geod.fwd and the antimeridian package, in one run.

python -m benchmarks.bench_rings [--json FILE]
"""

from __future__ import annotations

import sys

import antimeridian
import numpy as np
from pyproj import Geod
from shapely.geometry import Polygon

from benchmarks.harness import finish, interleaved, say
from layers import kernels, rings

GEOD = Geod(ellps="WGS84")
RINGS, POINTS, SAMPLE = 10_000, 361, 500


def main() -> None:
    kernels.warm()
    draw = np.random.default_rng(0)
    lon, lat = draw.uniform(-180, 180, RINGS), np.degrees(np.arcsin(draw.uniform(-1, 1, RINGS)))
    radius = draw.uniform(1e5, 1.9e7, RINGS)
    azimuth = np.linspace(0.0, 360.0, POINTS)

    def peer_rings() -> None:
        for k in range(RINGS // 10):
            GEOD.fwd(np.full(POINTS, lon[k]), np.full(POINTS, lat[k]), azimuth, np.full(POINTS, radius[k]))

    say(f"{RINGS} rings of {POINTS} points; ns per point (pyproj: a tenth of them, one call per ring)")
    times = interleaved(
        {"pyproj fwd per ring": peer_rings, "rings": lambda: kernels.rings(lon, lat, radius, azimuth)}, repeats=5
    )
    peer, ours = times["pyproj fwd per ring"] * 10, times["rings"]
    say(f"  pyproj fwd per ring    {peer / RINGS / POINTS * 1e9:9.1f}")
    say(
        f"  rings                  {ours / RINGS / POINTS * 1e9:9.1f}   {peer / ours:7.1f} x",
        key="rings",
        value=peer / ours,
    )
    out_lon, out_lat = kernels.rings(lon, lat, radius, azimuth)
    few = slice(0, 1000)
    found = GEOD.inv(
        np.repeat(lon[few], POINTS), np.repeat(lat[few], POINTS), out_lon[few].ravel(), out_lat[few].ravel()
    )[2]
    off = np.abs(found.reshape(-1, POINTS) - radius[few, None]).max()
    say(
        f"  largest error of a radius [um]: {off * 1e6:.3f}; NaN: {int(np.isnan(out_lon).sum())}",
        key="rings/error_um",
        value=off * 1e6,
    )

    def peer_polygons() -> None:
        for k in range(SAMPLE):
            x, y, _ = GEOD.fwd(
                np.full(POINTS, lon[k]), np.full(POINTS, lat[k]), azimuth[::-1], np.full(POINTS, radius[k])
            )
            antimeridian.fix_polygon(Polygon(np.column_stack([x, y])), fix_winding=False)

    say(f"{SAMPLE} polygons; ms each")
    times = interleaved(
        {
            "fwd + antimeridian": peer_polygons,
            "polygons": lambda: rings.polygons(lon[:SAMPLE], lat[:SAMPLE], radius[:SAMPLE]),
        },
        repeats=3,
    )
    peer, ours = times["fwd + antimeridian"], times["polygons"]
    say(f"  fwd + antimeridian     {peer / SAMPLE * 1e3:9.3f}")
    say(
        f"  polygons               {ours / SAMPLE * 1e3:9.3f}   {peer / ours:7.1f} x", key="polygons", value=peer / ours
    )


if __name__ == "__main__":
    main()
    finish(sys.argv)
