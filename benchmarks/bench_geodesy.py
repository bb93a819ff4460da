"""Geodesic distances, tables and the azimuthal equidistant plane: our kernels beside pyproj, in one run.

python -m benchmarks.bench_geodesy [--json FILE]
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from geographiclib.geodesic import Geodesic
from pyproj import Geod, Transformer

from benchmarks.harness import Row, interleaved, main, ratio, without_compiler
from layers import kernels

GEOD = Geod(ellps="WGS84")
N = 200_000
TABLE = (2000, 500)
VERTICES = 408_837
"""As many as the 1:10m land has."""


def places(draw: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Uniform on the sphere."""
    return draw.uniform(-180, 180, n), np.degrees(np.arcsin(draw.uniform(-1, 1, n)))


def rows() -> Iterator[Row]:
    kernels.warm()
    draw = np.random.default_rng(0)
    lon1, lat1 = places(draw, N)
    lon2, lat2 = places(draw, N)
    many, few = TABLE

    def table() -> np.ndarray:
        return kernels.table(lon1[:many], lat1[:many], lon2[:few], lat2[:few])

    def pairs() -> np.ndarray:
        return kernels.pairs(lon1, lat1, lon2, lat2)

    took = interleaved(
        {
            "pyproj": lambda: GEOD.inv(lon1, lat1, lon2, lat2),
            "table": table,
            "table, NumPy": without_compiler(table),
            "pairs": pairs,
        }
    )
    work = f"distance table {many} x {few}, exact"
    peer = took["pyproj"] / N  # per distance; the table's places are not those of the pairs, which costs pyproj alike
    share = many * few
    yield ratio(
        work,
        "over pyproj.Geod.inv on arrays, per distance",
        took["table"] / share,
        peer,
        at_least=60,
        at_least_plain=30,
    )
    yield ratio(work, "the same without compiled kernels", took["table, NumPy"] / share, peer)
    near = 10.0 ** draw.uniform(-9, 0.9, N)
    far_lon = lon1 + 180 + near * draw.choice([-1, 0, 1], N)
    far_lat = np.clip(-lat1 + near * draw.choice([-1, 0, 1], N), -90, 90)
    off = max(
        np.abs(kernels.pairs(lon1, lat1, lon, lat) - GEOD.inv(lon1, lat1, lon, lat)[2]).max()
        for lon, lat in ((lon2, lat2), (far_lon, far_lat))
    )
    some = kernels.pairs(lon1[:1000], lat1[:1000], far_lon[:1000], far_lat[:1000])
    karney = [Geodesic.WGS84.Inverse(lat1[k], lon1[k], far_lat[k], far_lon[k])["s12"] for k in range(1000)]
    yield Row(work, f"largest error over {N:,} random and {N:,} nearly antipodal pairs", off * 1e3, "mm", at_most=0.1)
    yield Row(
        work,
        "largest difference to GeographicLib, 1 000 nearly antipodal pairs",
        np.abs(some - karney).max() * 1e3,
        "mm",
        at_most=0.1,
    )
    yield ratio("distances of pairs, exact", "over pyproj.Geod.inv on arrays", took["pairs"], took["pyproj"])

    lon, lat = places(draw, VERTICES)
    known = kernels.places(lon, lat)
    plane = Transformer.from_crs("OGC:CRS84", "+proj=aeqd +lon_0=116.72 +lat_0=20.7 +ellps=WGS84", always_xy=True)
    took = interleaved(
        {
            "pyproj": lambda: plane.transform(lon, lat),
            "ours": lambda: kernels.aeqd_forward(116.72, 20.7, lon, lat, known=known),
        }
    )
    yield ratio(
        f"azimuthal equidistant plane, {VERTICES:,} vertices",
        "over pyproj's ellipsoidal aeqd",
        took["ours"],
        took["pyproj"],
    )


if __name__ == "__main__":
    main(rows)
