"""One picture in PNG, PDF, SVG and on the window's canvas: the same within tolerance, for several targets and styles.

The PDF is drawn by poppler, the SVG by Chromium without a network, the canvas by the window's own widget.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers.document.model import Content, Target
from layers.picture.kit import Box
from layers.picture.page import view_in
from layers.picture.paper import PAPERS
from layers.scenario.model import BASELINE
from layers.style.named import named
from mapapp.canvas.canvas import MapCanvas
from mapapp.cli.subjects import briefing_of, catalogue
from mapapp.document import Document
from mapapp.export import briefing, page, pages
from mapapp.export.briefing import Order
from mapapp.tools.hand import PanTool
from tests.peers.chromium import Chromium

pytestmark = pytest.mark.timeout(1800)
CASES = [
    ("pratas", "print", "A4"),
    ("suwalki", "light", "letter"),
    ("odesa", "dark", "16:9"),
    ("gotland", "contrast", "A3"),
]
MEAN, NINETY_NINTH = 6.0, 32.0
"""Of 255, between block means of 16 pixels: letters of another kerning and smoothing fall into the same block. Poppler
draws no line thinner than a pixel, which darkens hatchings by some 4."""


def off(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    height, width = (min(a, b) // 16 * 16 for a, b in zip(one.shape, other.shape, strict=True))
    shape = (height // 16, 16, width // 16, 16)
    return np.abs(
        one[:height, :width].reshape(shape).mean(axis=(1, 3)) - other[:height, :width].reshape(shape).mean(axis=(1, 3))
    )


def grey(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("L"), dtype=float)


def alike(one: Path, other: Path) -> None:
    assert abs(grey(one).shape[0] - grey(other).shape[0]) <= 1
    found = off(grey(one), grey(other))
    assert found.mean() < MEAN, (one.name, other.name)
    assert np.quantile(found, 0.99) < NINETY_NINTH, (one.name, other.name)


def as_seen(svg: Path, width: int, height: int, out: Path) -> None:
    """A SVG as Chromium shows it."""
    holder = out.with_suffix(".html")
    text = svg.read_text(encoding="utf-8").split("?>", 1)[1]
    style = f"body{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}"
    holder.write_text(f'<meta charset="utf-8"><style>{style}</style>{text}', encoding="utf-8")
    browser = Chromium(width, height)
    try:
        browser.open(holder)
        browser.wait("document.fonts.status === 'loaded'")
        browser.screenshot(out)
        assert browser.complaints == []
    finally:
        browser.close()


@pytest.mark.parametrize(("target", "style", "size"), CASES)
def test_one_page_in_three_formats(target: str, style: str, size: str, tmp_path: Path) -> None:
    row = catalogue().flashpoints[target]
    one = briefing_of(pages.about(Content(BASELINE, style=style), Target(row.id, row.name, row.lon, row.lat)))
    picture = briefing.picture(one, Order(paper=PAPERS[size], marking="OFFICIAL"))
    page.render_png(picture, tmp_path / "a.png", 1.0)
    page.render_pdf(picture, tmp_path / "a.pdf")
    page.render_svg(picture, tmp_path / "a.svg")
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "pdf"], check=True)
    as_seen(tmp_path / "a.svg", picture.view.width, picture.view.height, tmp_path / "svg.png")
    alike(tmp_path / "a.png", tmp_path / "pdf.png")
    alike(tmp_path / "a.png", tmp_path / "svg.png")


@pytest.mark.parametrize(("target", "style"), [("taipei", "light"), ("narva", "dark"), ("kerch", "print")])
def test_the_map_of_the_canvas_is_the_map_of_the_files(qtbot, target: str, style: str, tmp_path: Path) -> None:
    row = catalogue().flashpoints[target]
    one = briefing_of(pages.about(Content(BASELINE, style=style), Target(row.id, row.name, row.lon, row.lat)))
    sheet = replace(one.sheet, style=named(style))
    view = view_in(one.spec, Box(0.0, 0.0, 1120.0, 784.0), 1120, 784)
    canvas = MapCanvas(sheet, view, PanTool(Document(sheet.basemap, catalogue(), Content(BASELINE))))
    qtbot.addWidget(canvas)
    canvas.resize(1120, 784)
    canvas.show()
    canvas.set_view(view)
    qtbot.waitUntil(lambda: canvas.sharp, timeout=60_000)
    canvas.grab().save(str(tmp_path / "canvas.png"))
    picture = canvas.picture
    assert picture is not None
    canvas.close_down()
    page.render_png(picture, tmp_path / "a.png", 1.0)
    page.render_pdf(picture, tmp_path / "a.pdf")
    page.render_svg(picture, tmp_path / "a.svg")
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "pdf"], check=True)
    as_seen(tmp_path / "a.svg", 1120, 784, tmp_path / "svg.png")
    for other in ("a", "pdf", "svg"):
        alike(tmp_path / "canvas.png", tmp_path / f"{other}.png")
