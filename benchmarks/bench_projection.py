"""Projections: full-detail countries to the plane, beside PROJ without any cut; and the pixel oracle over 154 views.

python -m benchmarks.bench_projection [--json FILE]
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pyproj import Transformer
from PySide6.QtGui import QGuiApplication

from benchmarks.harness import finish, interleaved, say
from layers import kernels
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


def main() -> None:
    QGuiApplication([])
    kernels.warm()
    base = load_basemap()
    for tolerance in (0.0, 2500.0):
        rings, coast = base.countries.at(tolerance), base.coast.at(tolerance)
        say(f"countries at {tolerance:g} m, {len(rings.lon)} vertices, {len(rings)} rings, about Pratas; ms")
        say(f"  {'':10}{'PROJ alone':>12}{'rings':>10}{'PROJ/rings':>12}{'coast':>10}")
        for kind in KINDS:
            p = Projection(kind, 116.72, 20.7)
            told = f"+proj={kind} +lon_0={p.lon0} +lat_0={p.lat0} +lat_1={p.lat1} +lat_2={p.lat2} +ellps=WGS84"
            if kind != "lcc":
                told = f"+proj={kind} +lon_0={p.lon0} +lat_0={p.lat0} +ellps=WGS84"
            way = Transformer.from_crs("EPSG:4326", told, always_xy=True)
            lon, lat = rings.lon.astype(float), rings.lat.astype(float)
            took = interleaved(
                {
                    "proj": lambda way=way, lon=lon, lat=lat: way.transform(lon, lat),
                    "rings": lambda p=p, r=rings: p.rings(r.lon, r.lat, r.start, r.feature),
                    "coast": lambda p=p, c=coast: p.lines(c.lon, c.lat, c.start),
                },
                repeats=5,
            )
            proj, ours, lines = (took[name] * 1e3 for name in ("proj", "rings", "coast"))
            say(
                f"  {kind:10}{proj:12.1f}{ours:10.1f}{proj / ours:12.2f}{lines:10.1f}",
                key=f"{kind}/{tolerance:g}/rings_over_proj",
                value=proj / ours,
            )
    oracle(base)


def oracle(base) -> None:
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
                if verdict.wrong:
                    say(f"  {kind} {lon0} {lat0} turned {turn}: {verdict.wrong[:5]}")
    say(f"oracle: {views} views, {pixels} pixels, {wrong} wrong off the edges", key="oracle/wrong", value=wrong)


if __name__ == "__main__":
    main()
    finish(sys.argv)
