"""One picture in PNG, PDF, SVG and on the window's canvas: the same within tolerance, for several targets and styles.

The PDF is drawn by poppler, the SVG by Chromium without a network, the canvas by the window's own widget.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from layers.document.model import Content, Target
from layers.picture.marks import Picture
from layers.picture.paper import PAPERS
from layers.scenario.model import BASELINE
from layers.style.named import named
from mapapp.cli.subjects import briefing_of, catalogue
from mapapp.export import briefing, page, pages
from mapapp.export.briefing import Briefing, Order
from tests.mapapp.export.sinks import alike, drawn_by_poppler, on_canvas
from tests.peers.chromium import Chromium

pytestmark = pytest.mark.timeout(1800)
CASES = [
    ("pratas", "print", "A4"),
    ("suwalki", "light", "letter"),
    ("odesa", "dark", "16:9"),
    ("gotland", "contrast", "A3"),
]
COMPLAINED = ("narva", "suwalki", "gotland", "kerch")
"""Pages of which poppler once complained: contours of bands too small for the scale were strokes without length."""


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


def briefing_at(target: str, style: str) -> Briefing:
    row = catalogue().flashpoints[target]
    return briefing_of(pages.about(Content(BASELINE, style=style), Target(row.id, row.name, row.lon, row.lat)))


def in_all_formats(picture: Picture, folder: Path) -> None:
    """PNG, PDF as poppler shows it, SVG as Chromium shows it."""
    page.render_png(picture, folder / "a.png", 1.0)
    page.render_pdf(picture, folder / "a.pdf")
    page.render_svg(picture, folder / "a.svg")
    drawn_by_poppler(folder / "a.pdf", folder / "pdf.png")
    as_seen(folder / "a.svg", picture.view.width, picture.view.height, folder / "svg.png")


@pytest.mark.parametrize(("target", "style", "size"), CASES)
def test_one_page_in_three_formats(target: str, style: str, size: str, tmp_path: Path) -> None:
    picture = briefing.picture(briefing_at(target, style), Order(paper=PAPERS[size], marking="OFFICIAL"))
    in_all_formats(picture, tmp_path)
    alike(tmp_path / "a.png", tmp_path / "pdf.png")
    alike(tmp_path / "a.png", tmp_path / "svg.png")


@pytest.mark.parametrize(("target", "style"), [("taipei", "light"), ("narva", "dark"), ("kerch", "print")])
def test_the_map_of_the_canvas_is_the_map_of_the_files(qtbot, target: str, style: str, tmp_path: Path) -> None:
    one = briefing_at(target, style)
    sheet = replace(one.sheet, style=named(style))
    picture = on_canvas(qtbot, sheet, one.spec, (1120, 784), tmp_path / "canvas.png")
    in_all_formats(picture, tmp_path)
    for other in ("a", "pdf", "svg"):
        alike(tmp_path / "canvas.png", tmp_path / f"{other}.png")


@pytest.mark.parametrize("target", COMPLAINED)
def test_poppler_complains_of_nothing(target: str, tmp_path: Path) -> None:
    page.render_pdf(briefing.picture(briefing_at(target, "print"), Order()), tmp_path / "a.pdf")
    drawn_by_poppler(tmp_path / "a.pdf", tmp_path / "a.png")
