"""What the canvas shows is what the PNG and the PDF hold; `make test-peers` adds the SVG, in Chromium, and more places."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from layers.document.model import Content
from layers.picture.framing import view_in
from layers.picture.kit import Box
from layers.scenario.model import BASELINE
from layers.style.named import named
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Document
from mapapp.export import page
from mapapp.tools.hand import PanTool
from tests.peers.peer_pictures import MEAN, NINETY_NINTH, grey, off


@pytest.mark.parametrize("style", ["light", "dark", "contrast"])
def test_canvas_png_and_pdf_show_the_same(qtbot, briefing, catalogue, style: str, tmp_path: Path) -> None:
    sheet = replace(briefing.sheet, style=named(style))
    view = view_in(briefing.spec, Box(0.0, 0.0, 960.0, 640.0), 960, 640)
    canvas = MapCanvas(sheet, view, PanTool(Document(sheet.basemap, catalogue, Content(BASELINE))))
    qtbot.addWidget(canvas)
    canvas.resize(960, 640)
    canvas.show()
    canvas.set_view(view)
    qtbot.waitUntil(lambda: canvas.sharp, timeout=30_000)
    canvas.grab().save(str(tmp_path / "canvas.png"))
    picture = canvas.picture
    assert picture is not None
    canvas.close_down()
    page.render_png(picture, tmp_path / "a.png", 1.0)
    page.render_pdf(picture, tmp_path / "a.pdf")
    subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "pdf"], check=True)
    shown = grey(tmp_path / "canvas.png")
    found = off(shown, grey(tmp_path / "a.png"))
    assert found.mean() < 0.5
    assert np.quantile(found, 0.99) < 8.0
    found = off(shown, grey(tmp_path / "pdf.png"))
    assert found.mean() < MEAN
    assert np.quantile(found, 0.99) < NINETY_NINTH
