"""A map drawn sharp, beside QGIS and cartopy: the same land and borders, extents and size, in two projections.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_peers [--json FILE] [--save FOLDER]

1920 x 1080, land filled with its coast, borders, outlines antialiased. The world, Eurasia, the Taiwan Strait, the
Baltic and Narva in EPSG:4326 and in the equidistant projection about the flashpoint. Ours composes and paints each
view anew, with the geometry of the projection at hand as it is while a map is used; what a projection never seen
before costs is told too. QGIS is Debian's python3-qgis, found through the system's Python; cartopy comes with
`make bench`. A peer that is not there is said to be absent.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import geometric_mean, median
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from pyproj import Transformer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import resources
from benchmarks.harness import Row, interleaved, main, ratio
from layers import kernels
from layers.basemap import Basemap
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture.compose import compose
from layers.picture.sheet import LayerSetting, Sheet
from layers.projection import Projection
from layers.style.named import named
from layers.view import View
from mapapp.paint import Painter

WIDTH, HEIGHT = 1920, 1080
PRATAS, NARVA = (116.729, 20.703), (28.2, 59.37)
PLACES = (
    ("world", PRATAS, (0.0, 0.0), 360.0 / WIDTH, 37_200.0),
    ("Eurasia", PRATAS, (85.0, 42.0), 170.0 / WIDTH, 8_000.0),
    ("Taiwan Strait", PRATAS, (119.5, 24.0), 7.0 / WIDTH, 390.0),
    ("Baltic", NARVA, (20.0, 58.5), 26.0 / WIDTH, 850.0),
    ("Narva", NARVA, NARVA, 1.2 / WIDTH, 40.0),
)
"""Name, flashpoint, middle of the view [deg], degrees per pixel in EPSG:4326, metres per pixel in the other."""
REPEATS = 7
SYSTEM_PYTHON = "/usr/bin/python3"


def views() -> dict[str, tuple[View, dict[str, Any]]]:
    """Each view by name, and the same as the peers are told it."""
    found: dict[str, tuple[View, dict[str, Any]]] = {}
    for name, spot, (lon, lat), step, mpp in PLACES:
        flat = View.centred(Projection("eqc", lon, 0.0), lon, lat, math.radians(step) * 6_378_137.0, WIDTH, HEIGHT)
        half = step * WIDTH / 2, step * HEIGHT / 2
        told = {"proj": "", "extent": [lon - half[0], lat - half[1], lon + half[0], lat + half[1]], "centre": spot}
        found[f"{name} 4326"] = flat, told
        middle = spot if name == "world" else (lon, lat)
        view = View.centred(Projection("aeqd", *spot), *middle, mpp, WIDTH, HEIGHT)
        x0, y0, x1, y1 = view.bounds()
        proj = f"+proj=aeqd +lat_0={spot[1]} +lon_0={spot[0]} +datum=WGS84 +units=m +no_defs"
        found[f"{name} aeqd"] = view, {"proj": proj, "extent": [x0, y0, x1, y1], "centre": spot}
    return found


class Ours:
    """The same map by Rimland."""

    def __init__(self, basemap: Basemap) -> None:
        layers = (LayerSetting("land"), LayerSetting("borders"))
        catalogue = read_catalogue(resources.path("catalogue"))[0]
        self.sheet = Sheet(basemap, catalogue, named("light"), layers=layers)
        self.sink = Painter()

    def draw(self, view: View) -> QImage:
        """Composed and painted."""
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self.sink.paint(painter, compose(self.sheet, view))
        painter.end()
        return image

    def first(self, view: View) -> float:
        """Seconds for a projection never seen: a hair's breadth away from one that was."""
        other = replace(view.projection, lon0=view.projection.lon0 + 1e-5)
        begin = time.perf_counter()
        self.draw(replace(view, projection=other))
        return time.perf_counter() - begin


def exported(basemap: Basemap, folder: Path) -> dict[str, Any]:
    """The layers as a GeoPackage with an index, for QGIS, and as WKB for cartopy; and how they look."""
    import geopandas

    land = basemap.land
    areas = []
    for number in np.unique(land.feature):
        rings = land.of(int(number))
        made = [
            shapely.make_valid(shapely.Polygon(np.column_stack((rings.lon[a:b], rings.lat[a:b])).astype(float)))
            for a, b in pairwise(rings.start)
        ]
        parts = shapely.get_parts(shapely.symmetric_difference_all(made))
        areas.append(shapely.multipolygons([part for part in parts if part.geom_type == "Polygon"]))
    assert sum(area.area for area in areas) > 20_000.0, "square degrees of land: a continent is missing"
    lines = [
        shapely.linestrings(np.column_stack((basemap.borders.lon[a:b], basemap.borders.lat[a:b])).astype(float))
        for a, b in pairwise(basemap.borders.start)
    ]
    file = folder / "map.gpkg"
    stored: dict[str, Any] = {}
    for name, shapes in (("land", areas), ("borders", lines)):
        geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:4326").to_file(file, layer=name, driver="GPKG")
        wkb = [shapely.to_wkb(shape) for shape in shapes]
        stored[name] = np.frombuffer(b"".join(wkb), dtype=np.uint8)
        stored[f"{name}_at"] = np.concatenate(([0], np.cumsum([len(one) for one in wkb])))
    np.savez(folder / "shapes.npz", **stored)
    ink = named("light").ground

    def hex_of(colour: Any) -> str:
        return "#{:02x}{:02x}{:02x}".format(*colour[:3])

    return {
        "file": str(file), "shapes": str(folder / "shapes.npz"), "width": WIDTH, "height": HEIGHT,
        "save": sys.argv[sys.argv.index("--save") + 1] if "--save" in sys.argv else "",
        "sea": hex_of(ink.sea), "land": hex_of(ink.land), "coast": hex_of(ink.coast.colour),
        "border": hex_of(ink.border.colour),
        "views": [{"name": name, **told} for name, (_, told) in views().items()],
    }  # fmt: skip


def qgis_python() -> str:
    """The system's Python when it has QGIS, else nothing."""
    found = shutil.which(SYSTEM_PYTHON)
    if found and subprocess.run([found, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0:
        return found
    return ""


def cartopy_python() -> str:
    """This Python when it has cartopy, else nothing."""
    return sys.executable if find_spec("cartopy") else ""


class Peer:
    """Another program that draws the same views, in a process that answers with its times."""

    def __init__(self, name: str, python: str, job: Path) -> None:
        self.name = name
        bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        module = f"benchmarks.peer_{name.lower()}"
        self._process = subprocess.Popen(
            [python, "-m", module, str(job)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=bare
        )
        self.version: str = self._answer()

    def draw(self, label: str) -> float:
        """Seconds it took."""
        assert self._process.stdin
        self._process.stdin.write(label + "\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def rows() -> Iterator[Row]:
    application = QApplication.instance() or QApplication([])
    assert application
    kernels.warm()
    basemap = load_basemap()
    yield coast_row(basemap)
    ours = Ours(basemap)
    with TemporaryDirectory() as name:
        folder = Path(name)
        job = exported(basemap, folder)
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        if job["save"]:
            for label, (view, _) in views().items():
                ours.draw(view).save(f"{job['save']}/ours-{label.replace(' ', '-')}.png")
        for peer, python, absent in (
            ("QGIS", qgis_python(), "python3-qgis is not installed"),
            ("cartopy", cartopy_python(), "cartopy is not installed: make bench"),
        ):
            if python:
                yield from compared(ours, Peer(peer, python, folder / "job.json"))
            else:
                yield Row(f"A sharp map beside {peer}", f"views compared: {peer} is absent, {absent}", 0, "")


def compared(ours: Ours, peer: Peer) -> Iterator[Row]:
    """The ratios of one peer, drawn in turn with ours; their mean, and the least."""
    work = f"A sharp map beside {peer.name} {peer.version}"
    again, first = [], []
    for label, (view, _) in views().items():
        ours.draw(view)
        first.append(peer.draw(label) / median(ours.first(view) for _ in range(3)))
        mine, theirs = [], []
        for _ in range(REPEATS if peer.name == "QGIS" else 3):
            mine.append(_seconds(lambda view=view: ours.draw(view)))
            theirs.append(peer.draw(label))
        again.append(median(theirs) / median(mine))
        yield ratio(work, label, median(mine), median(theirs))
    peer.close()
    least = {"QGIS": 5.0, "cartopy": 20.0}[peer.name]
    yield Row(work, "geometric mean", geometric_mean(again), at_least=least)
    yield Row(work, "least of them", min(again), at_least=2.0 if peer.name == "QGIS" else None)
    yield Row(work, "geometric mean where both see the projection for the first time", geometric_mean(first))


def _seconds(work: Any) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def coast_row(basemap: Basemap) -> Row:
    """Every vertex of the finest coast to the exact equidistant plane, beside PROJ."""
    lon, lat = basemap.coast.lon.astype(float), basemap.coast.lat.astype(float)
    known = kernels.places(lon, lat)
    told = f"+proj=aeqd +lat_0={PRATAS[1]} +lon_0={PRATAS[0]} +ellps=WGS84"
    way = Transformer.from_crs("EPSG:4326", told, always_xy=True)
    took = interleaved(
        {
            "ours": lambda: kernels.aeqd_forward(*PRATAS, lon, lat, known=known),
            "pyproj": lambda: way.transform(lon, lat),
        },
        repeats=5,
    )
    work = f"{len(lon)} coast vertices to the exact equidistant plane"
    return ratio(work, "over pyproj", took["ours"], took["pyproj"], at_least=40.0)


if __name__ == "__main__":
    main(rows)
