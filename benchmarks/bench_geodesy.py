"""Geodesic distances, tables and the azimuthal equidistant plane: our kernels beside pyproj, in one run.

    python -m benchmarks.bench_geodesy [--json FILE]

Each row is the median of interleaved repeats; ratios are within this run, so the machine's load falls on both.
"""

from __future__ import annotations

import os
import sys

import numpy as np
from geographiclib.geodesic import Geodesic
from pyproj import Geod, Transformer

from benchmarks.harness import finish, interleaved, say
from layers import kernels

GEOD = Geod(ellps="WGS84")
N = 200_000


def places(draw: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Uniform on the sphere."""
    return draw.uniform(-180, 180, n), np.degrees(np.arcsin(draw.uniform(-1, 1, n)))


def twin(work):
    """The same call with the compiled kernels switched off."""

    def run():
        os.environ["RIMLAND_NO_JIT"] = "1"
        try:
            return work()
        finally:
            del os.environ["RIMLAND_NO_JIT"]

    return run


def main() -> None:
    kernels.warm()
    draw = np.random.default_rng(0)
    lon1, lat1 = places(draw, N)
    lon2, lat2 = places(draw, N)
    rows, columns = 2000, 500
    say(f"{N} random pairs, and a table of {rows} x {columns}; ns per distance")
    times = interleaved(
        {
            "pyproj inv, arrays": lambda: GEOD.inv(lon1, lat1, lon2, lat2),
            "pairs": lambda: kernels.pairs(lon1, lat1, lon2, lat2),
            "pairs, NumPy twin": twin(lambda: kernels.pairs(lon1, lat1, lon2, lat2)),
            "table": lambda: kernels.table(lon1[:rows], lat1[:rows], lon2[:columns], lat2[:columns]),
            "table, NumPy twin": twin(lambda: kernels.table(lon1[:rows], lat1[:rows], lon2[:columns], lat2[:columns])),
        }
    )
    peer = times["pyproj inv, arrays"]
    for name, seconds in times.items():
        each = seconds / (rows * columns if name.startswith("table") else N)
        say(f"  {name:22s} {each * 1e9:9.1f}   {peer / N / each:7.1f} x", key=f"distance/{name}", value=peer / N / each)

    near = 10.0 ** draw.uniform(-9, 0.9, N)
    far_lon, far_lat = (
        lon1 + 180 + near * draw.choice([-1, 0, 1], N),
        np.clip(-lat1 + near * draw.choice([-1, 0, 1], N), -90, 90),
    )
    worst = np.abs(kernels.pairs(lon1, lat1, lon2, lat2) - GEOD.inv(lon1, lat1, lon2, lat2)[2]).max()
    antipodal = np.abs(kernels.pairs(lon1, lat1, far_lon, far_lat) - GEOD.inv(lon1, lat1, far_lon, far_lat)[2]).max()
    few = kernels.pairs(lon1[:1000], lat1[:1000], lon2[:1000], lat2[:1000])
    karney = [Geodesic.WGS84.Inverse(lat1[k], lon1[k], lat2[k], lon2[k])["s12"] for k in range(1000)]
    say(
        f"  largest error [mm]: random {worst * 1e3:.5f}, antipodal {antipodal * 1e3:.5f}",
        key="error_mm",
        value=max(worst, antipodal) * 1e3,
    )
    say(f"  largest difference to GeographicLib over 1000 pairs [mm]: {np.abs(few - karney).max() * 1e3:.5f}")

    vertices = 408_837
    lon, lat = places(draw, vertices)
    known = kernels.places(lon, lat)
    plane = Transformer.from_crs("OGC:CRS84", "+proj=aeqd +lon_0=116.72 +lat_0=20.7 +ellps=WGS84", always_xy=True)
    say(f"azimuthal equidistant plane of {vertices} vertices; ms")
    times = interleaved(
        {
            "pyproj aeqd": lambda: plane.transform(lon, lat),
            "aeqd_forward": lambda: kernels.aeqd_forward(116.72, 20.7, lon, lat, known=known),
            "aeqd_forward, float32": lambda: kernels.aeqd_forward(
                116.72, 20.7, lon, lat, known=known, dtype=np.float32
            ),
            "aeqd_forward, NumPy": twin(lambda: kernels.aeqd_forward(116.72, 20.7, lon, lat, known=known)),
        }
    )
    peer = times["pyproj aeqd"]
    for name, seconds in times.items():
        say(f"  {name:22s} {seconds * 1e3:9.2f}   {peer / seconds:7.1f} x", key=f"aeqd/{name}", value=peer / seconds)


if __name__ == "__main__":
    main()
    finish(sys.argv)
