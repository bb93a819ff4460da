"""Approved pictures: every projection with every style, the theatres in turn; a change shows its difference image.

A picture that is meant to change is approved anew by running these tests with RIMLAND_APPROVE=1 and looking at the
files in `approved/` before they are kept. Means over small blocks are compared: another version of Qt sets an edge a
shade lighter or darker, which is no change.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage

from layers.picture.compose import compose
from layers.projection import Kind
from layers.style.model import StyleName
from mapapp.export import page
from tests.pictures.cases import Theatre, chosen, sheet, view

APPROVED = Path(__file__).parent / "approved"
OUT = Path(__file__).resolve().parents[2] / "out" / "pictures"
SIZE = 480, 320
BLOCK = 8
MOST_BLOCK, MOST_SHARE = 26.0, 0.004
"""A block of 8 x 8 pixels has changed when its mean differs by more than this; so many blocks may have."""

Pixels = npt.NDArray[np.float64]


def pixels(image: QImage) -> Pixels:
    """Red, green, blue, shape (h, w, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(np.float64)


def blocks(values: Pixels) -> Pixels:
    """Means over blocks."""
    height, width = (side // BLOCK * BLOCK for side in values.shape[:2])
    return values[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).mean(axis=(1, 3))


def changed(one: Pixels, other: Pixels) -> tuple[float, npt.NDArray[np.bool_]]:
    """(share of blocks that differ, which)."""
    differ = np.abs(blocks(one) - blocks(other)).max(axis=2) > MOST_BLOCK
    return float(differ.mean()), differ


def difference_image(old: Pixels, new: Pixels) -> QImage:
    """Before, after, and what changed in red on a pale copy, side by side."""
    _, differ = changed(old, new)
    mask = np.kron(differ, np.ones((BLOCK, BLOCK))) > 0
    shown = 255 - (255 - new) * 0.25
    shown[: mask.shape[0], : mask.shape[1]][mask] = shown[: mask.shape[0], : mask.shape[1]][mask] * 0.4 + np.array(
        [153.0, 0.0, 0.0]
    )
    wide = np.ascontiguousarray(np.hstack([old, new, shown]).astype(np.uint8))
    height, width = wide.shape[:2]
    return QImage(wide.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def name(theatre: Theatre, kind: Kind, style: StyleName) -> str:
    return f"{kind}-{style}-{theatre.id}"


@pytest.mark.parametrize("case", chosen(), ids=lambda case: name(*case))
def test_a_picture_is_as_approved(case: tuple[Theatre, Kind, StyleName]) -> None:
    theatre, kind, style = case
    image = page.image(compose(sheet(theatre, style), view(theatre, kind, *SIZE)))
    file = APPROVED / f"{name(*case)}.png"
    if os.environ.get("RIMLAND_APPROVE") == "1":
        APPROVED.mkdir(exist_ok=True)
        assert image.save(str(file))
    assert file.is_file(), "no picture is approved: run with RIMLAND_APPROVE=1 and look at it"
    old, new = pixels(QImage(str(file))), pixels(image)
    assert old.shape == new.shape
    share, _ = changed(old, new)
    if share > MOST_SHARE:
        OUT.mkdir(parents=True, exist_ok=True)
        shown = OUT / f"{name(*case)}.png"
        assert difference_image(old, new).save(str(shown))
        pytest.fail(f"{share:.1%} of the picture has changed: look at {shown}")


def test_a_changed_word_is_noticed() -> None:
    """The comparison itself: one name less is a change, a shade is none."""
    theatre, kind, style = chosen()[0]
    made = sheet(theatre, style)
    whole = pixels(page.image(compose(made, view(theatre, kind, *SIZE))))
    hidden = made.with_layer(made.setting("flashpoints").__class__("flashpoints", visible=False))
    less = pixels(page.image(compose(hidden, view(theatre, kind, *SIZE))))
    assert changed(whole, whole)[0] == 0.0
    assert changed(whole, np.clip(whole + 6.0, 0, 255))[0] == 0.0
    assert changed(whole, less)[0] > MOST_SHARE
    image = difference_image(whole, less)
    assert (image.width(), image.height()) == (3 * SIZE[0], SIZE[1])
