"""Projections: full-detail countries to the plane, beside PROJ without any cut; and the pixel oracle over 154 views.

python -m benchmarks.bench_projection [--json FILE]
"""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pyproj import Transformer
from PySide6.QtGui import QGuiApplication

from benchmarks.harness import Row, interleaved, main, ratio
from layers import kernels
from layers.basemap import Basemap
from layers.io.shipped import load_basemap
from layers.projection import KINDS, Projection
from layers.view import View
from tests.pixel_oracle import Truth, judge

CENTRES = [
    (116.72, 20.7), (28.2, 59.37), (0.0, 90.0), (0.0, -90.0), (180.0, 0.0), (0.0, 0.0), (116.0, 17.0), (-45.0, 85.0),
    (-46.0, -25.0), (-46.0, 25.0), (64.0, -49.0),
]  # fmt: skip
"""Pratas, Narva, both poles, the seam, the origin; antipodes in Bolivia, Antarctica, the Pacific south of Japan,
Australia, and exactly on the border of Canada along 49 degrees north."""
PIXELS = 12_000


WORK = "Countries to the plane, cut and ready to fill"


def rows() -> Iterator[Row]:
    kept = QGuiApplication([])
    kernels.warm()
    base = load_basemap()
    rings = base.countries.at(0.0)
    lon, lat = rings.lon.astype(float), rings.lat.astype(float)
    for kind in KINDS:
        p = Projection(kind, 116.72, 20.7)
        parallels = f" +lat_1={p.lat1} +lat_2={p.lat2}" if kind == "lcc" else ""
        told = f"+proj={kind} +lon_0={p.lon0} +lat_0={p.lat0}{parallels} +ellps=WGS84"
        way = Transformer.from_crs("EPSG:4326", told, always_xy=True)
        took = interleaved(
            {
                "ours": lambda p=p: p.rings(rings.lon, rings.lat, rings.start, rings.feature),
                "proj": lambda way=way: way.transform(lon, lat),
            },
            repeats=5,
        )
        figure = f"{kind}, {len(lon):,} vertices, over PROJ's points alone, uncut"
        yield ratio(WORK, figure, took["ours"], took["proj"])
    yield from oracle(base)
    del kept


def oracle(base: Basemap) -> Iterator[Row]:
    """Random pixels of every projection about every centre, upright and turned, looked up on the globe."""
    rings = base.countries.at(600.0)
    arrays = rings.lon, rings.lat, rings.start, rings.feature
    truth = Truth(*arrays)
    views = pixels = wrong = 0
    for kind in KINDS:
        for lon0, lat0 in CENTRES:
            for turn in (0.0, 37.0):
                p = Projection(kind, lon0, lat0)
                view = View.whole(p, 900, 900 if p.azimuthal else 560, rotation_deg=turn)
                verdict = judge(truth, view, arrays, PIXELS, seed=views)
                views, pixels, wrong = views + 1, pixels + verdict.pixels, wrong + len(verdict.wrong)
    work = "Countries in random pixels of every projection"
    yield Row(work, "views", views, "", at_least=80)
    note = f"{wrong} of {pixels:,}"
    yield Row(work, "wrong off the edges, in 10 000", 1e4 * wrong / pixels, "", at_most=1.0, note=note)


if __name__ == "__main__":
    main(rows)
