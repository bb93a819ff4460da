"""The picture: composing, painting on a window, writing pages; and what each technique of the painter is worth.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_picture

Medians within one run on a 1600 x 1000 window; what moves with the hand is measured by `bench_frames`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

import resources
from benchmarks.harness import Row, interleaved, main, ratio
from layers import kernels
from layers.io.shipped import load_basemap
from layers.io.tables import read_catalogue
from layers.picture import page
from layers.picture.compose import compose
from layers.picture.marks import Picture
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


COMPOSE, PAINT, PAGE = "Composing a map of 1600 x 1000", "Painting the ground of it", "An A4 page"


def rows() -> Iterator[Row]:
    application = QApplication([])
    kernels.warm()
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    rings = tuple(RingSpec(f"r{km}", 116.729, 20.703, km * 1e3, f"{km} km") for km in (400, 1000, 2000))
    sheet = Sheet(load_basemap(), catalogue, named("light"), target="pratas", rings=rings)
    sink, canvas = Painter(), QImage(1600, 1000, QImage.Format.Format_RGB32)

    def paint(picture: Picture) -> None:
        painter = QPainter(canvas)
        sink.paint(painter, picture, parts=("background", "base"))
        painter.end()

    for name, (lon, lat, mpp) in VIEWS.items():
        view = View(Projection("aeqd", lon, lat), 0.0, 0.0, mpp, 1600, 1000)
        start = time.perf_counter()
        picture = compose(sheet, view)
        first = (time.perf_counter() - start) * 1e3
        took = interleaved(
            {
                "compose": lambda view=view: compose(sheet, view.panned(9, -7)),
                "paint": lambda picture=picture: paint(picture),
            }
        )
        seen = f"the projection seen for the first time: {first:.0f} ms"
        yield Row(COMPOSE, f"{name}, after a pan", took["compose"] * 1e3, "ms", note=seen)
        yield Row(PAINT, f"{name}, again", took["paint"] * 1e3, "ms")
    yield from long_rings(sheet, paint)
    yield from pages(sheet)
    del application


def long_rings(sheet: Sheet, paint: Callable[[Picture], None]) -> Iterator[Row]:
    """What it is worth to cut a ring as long as Eurasia's to the neighbourhood of the window."""
    lon, lat, mpp = VIEWS["baltic"]
    picture = compose(sheet, View(Projection("aeqd", lon, lat), 0.0, 0.0, mpp, 1600, 1000))
    cut = geometry.LONG

    def ground(limit: int) -> None:
        geometry.LONG = limit
        paint(picture)

    took = interleaved({"cut": lambda: ground(cut), "whole": lambda: ground(10**9)})
    geometry.LONG = cut
    yield ratio(PAINT, "baltic, over long rings filled whole", took["cut"], took["whole"])


def pages(sheet: Sheet) -> Iterator[Row]:
    """Composing a briefing page, and writing it."""
    spec = page.spec_for(sheet)
    with TemporaryDirectory() as folder:
        brief = page.brief(sheet, spec, "Title")
        work: dict[str, Callable[[], object]] = {"composed": lambda: page.brief(sheet, spec, "Title")}
        for kind in ("png", "pdf", "svg"):
            work[kind] = lambda kind=kind: export.render(brief, Path(folder) / f"a.{kind}")
        for kind, seconds in interleaved(work, 3).items():
            file = Path(folder, f"a.{kind}")
            note = f"{file.stat().st_size / 1e6:.2f} MB" if file.exists() else ""
            yield Row(PAGE, kind if kind == "composed" else f"as {kind.upper()}", seconds * 1e3, "ms", note=note)


if __name__ == "__main__":
    main(rows)
