"""One picture as its sinks show it - the window's canvas, an image, a PDF drawn by poppler - and how far two differ."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from layers.document.model import Content
from layers.picture.framing import ViewSpec, view_in
from layers.picture.kit import Box
from layers.picture.marks import Picture
from layers.picture.sheet import Sheet
from layers.scenario.model import BASELINE

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BLOCK = 16
"""Means of blocks of so many pixels are compared: letters of another kerning and smoothing fall into the same block."""
MEAN, NINETY_NINTH = 6.0, 32.0
"""Of 255. Poppler draws no line thinner than a pixel, which darkens hatchings by some 4."""


def grey(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("L"), dtype=float)


def off(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """By how much the blocks of two images differ."""
    height, width = (min(a, b) // BLOCK * BLOCK for a, b in zip(one.shape, other.shape, strict=True))
    shape = (height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    means = (image[:height, :width].reshape(shape).mean(axis=(1, 3)) for image in (one, other))
    return np.abs(next(means) - next(means))


def alike(one: Path, other: Path, mean: float = MEAN, ninety_ninth: float = NINETY_NINTH) -> None:
    """Two files show the same within tolerance."""
    here, there = grey(one), grey(other)
    assert abs(here.shape[0] - there.shape[0]) <= 1
    found = off(here, there)
    assert found.mean() < mean, (one.name, other.name)
    assert np.quantile(found, 0.99) < ninety_ninth, (one.name, other.name)


def on_canvas(qtbot: QtBot, sheet: Sheet, spec: ViewSpec, size: tuple[int, int], out: Path) -> Picture:
    """The window's own map as an image in `out`, and the picture it shows."""
    from mapapp.canvas.canvas import MapCanvas
    from mapapp.document import Document
    from mapapp.tools.hand import PanTool

    width, height = size
    view = view_in(spec, Box(0.0, 0.0, float(width), float(height)), width, height)
    canvas = MapCanvas(sheet, view, PanTool(Document(sheet.basemap, sheet.catalogue, Content(BASELINE))))
    qtbot.addWidget(canvas)
    canvas.resize(width, height)
    canvas.show()
    canvas.set_view(view)
    qtbot.waitUntil(lambda: canvas.sharp)
    canvas.grab().save(str(out))
    picture = canvas.picture
    assert picture is not None
    canvas.close_down()
    return picture


def drawn_by_poppler(pdf: Path, out: Path) -> None:
    """The first page of a PDF as poppler draws it, of which it complains of nothing."""
    command = ["pdftoppm", "-r", "96", "-png", "-singlefile", pdf, out.with_suffix("")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
