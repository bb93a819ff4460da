"""The picture: composing, painting on a window, writing pages; and what each technique of the painter is worth.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_picture

Medians within one run on a 1600 x 1000 window. `cold` composes for a projection seen for the first time; `again` after
a pan. The last table fills Eurasia's land as one ring, whole and cut to the neighbourhood of the window.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import resources
from benchmarks.harness import finish, interleaved, say
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture import page
from layers.picture.compose import compose
from layers.picture.sheet import RingSpec, Sheet
from layers.projection import Projection
from layers.style.named import named
from layers.view import View
from mapapp.export import page as export
from mapapp.paint import Painter, geometry

VIEWS = {
    "world": (116.7, 20.7, 20_000.0),
    "eurasia": (80.0, 50.0, 8_000.0),
    "taiwan strait": (119.5, 24.0, 437.0),
    "baltic": (20.0, 58.0, 900.0),
    "narva": (28.2, 59.37, 44.0),
}


def main() -> None:
    application = QApplication([])
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    rings = tuple(RingSpec(f"r{km}", 116.729, 20.703, km * 1e3, f"{km} km") for km in (400, 1000, 2000))
    sheet = Sheet(load_basemap(), catalogue, named("light"), target="pratas", rings=rings)
    sink = Painter()
    canvas = QImage(1600, 1000, QImage.Format.Format_RGB32)

    def paint(picture: object, parts: tuple[str, ...]) -> None:
        painter = QPainter(canvas)
        sink.paint(painter, picture, parts=parts)  # type: ignore[arg-type]
        painter.end()

    say("ms: compose cold, again; paint base first, again; paint what moves with the hand")
    for name, (lon, lat, mpp) in VIEWS.items():
        view = View(Projection("aeqd", lon, lat), 0.0, 0.0, mpp, 1600, 1000)
        start = time.perf_counter()
        picture = compose(sheet, view)
        cold = time.perf_counter() - start
        start = time.perf_counter()
        paint(picture, ("background", "base"))
        first = time.perf_counter() - start
        took = interleaved(
            {
                "again": lambda view=view: compose(sheet, view.panned(9, -7)),
                "base": lambda picture=picture: paint(picture, ("background", "base")),
                "over": lambda picture=picture: paint(picture, ("over",)),
            }
        )
        say(
            f"{name:14s} {cold * 1e3:6.0f} {took['again'] * 1e3:5.1f} {first * 1e3:6.0f} "
            f"{took['base'] * 1e3:5.1f} {took['over'] * 1e3:5.1f}",
            key=f"base {name}",
            value=took["base"] * 1e3,
        )
    say("\nfilling the land of the Baltic with long rings cut to the window, and whole")
    lon, lat, mpp = VIEWS["baltic"]
    picture = compose(sheet, View(Projection("aeqd", lon, lat), 0.0, 0.0, mpp, 1600, 1000))
    cut, whole = geometry.LONG, 10**9

    def land(limit: int) -> None:
        geometry.LONG = limit
        paint(picture, ("base",))

    took = interleaved({"cut": lambda: land(cut), "whole": lambda: land(whole)})
    say(
        f"cut {took['cut'] * 1e3:.1f} ms, whole {took['whole'] * 1e3:.1f} ms",
        key="whole over cut",
        value=took["whole"] / took["cut"],
    )
    geometry.LONG = cut
    say("\nan A4 page, ms")
    spec = page.spec_for(sheet)
    with TemporaryDirectory() as folder:
        brief = page.brief(sheet, spec, "Title")
        work = {
            f".{kind}": lambda kind=kind: export.render(brief, Path(folder) / f"a.{kind}")
            for kind in ("png", "pdf", "svg")
        }
        for kind, seconds in interleaved({"compose": lambda: page.brief(sheet, spec, "Title"), **work}, 3).items():
            size = Path(folder, f"a{kind}")
            weight = f"{size.stat().st_size / 1e6:.2f} MB" if size.exists() else ""
            say(f"{kind:8s} {seconds * 1e3:6.0f} {weight}", key=f"page {kind}", value=seconds * 1e3)
    finish(sys.argv)
    application.quit()


if __name__ == "__main__":
    main()
