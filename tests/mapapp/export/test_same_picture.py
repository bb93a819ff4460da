"""What the canvas shows is what the PNG and the PDF hold; `make test-peers` adds the SVG, in Chromium, and more places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from layers.style.named import named
from mapapp.export import page
from tests.mapapp.export.sinks import alike, drawn_by_poppler, on_canvas


@pytest.mark.parametrize("style", ["light", "dark", "contrast"])
def test_canvas_png_and_pdf_show_the_same(qtbot, briefing, style: str, tmp_path: Path) -> None:
    sheet = replace(briefing.sheet, style=named(style))
    picture = on_canvas(qtbot, sheet, briefing.spec, (960, 640), tmp_path / "canvas.png")
    page.render_png(picture, tmp_path / "a.png", 1.0)
    page.render_pdf(picture, tmp_path / "a.pdf")
    drawn_by_poppler(tmp_path / "a.pdf", tmp_path / "pdf.png")
    alike(tmp_path / "canvas.png", tmp_path / "a.png", 0.5, 8.0)
    alike(tmp_path / "canvas.png", tmp_path / "pdf.png")
