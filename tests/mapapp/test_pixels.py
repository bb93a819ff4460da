"""Memory of images: taken again when the image is gone, never while it is shown."""

from __future__ import annotations

import gc

from PySide6.QtGui import QColor, QImage, QPainter

from mapapp.paint.pixels import SPARE, Pixels


def painted(image: QImage, colour: str) -> int:
    painter = QPainter(image)
    painter.fillRect(image.rect(), QColor(colour))
    painter.end()
    return image.pixel(3, 2)


def test_an_image_that_lives_keeps_its_pixels() -> None:
    pixels = Pixels()
    shown = pixels.image(40, 30)
    red = painted(shown, "#c02030")
    for colour in ("#000000", "#123456", "#ffffff"):
        painted(pixels.image(40, 30), colour)
    assert shown.pixel(3, 2) == red


def test_memory_of_a_gone_image_serves_the_next() -> None:
    pixels = Pixels()
    first = pixels.image(40, 30)
    left = painted(first, "#336699")
    del first
    gc.collect()
    again = pixels.image(40, 30)
    assert again.pixel(3, 2) == left, "another piece was taken"


def test_idle_memory_is_bounded() -> None:
    pixels = Pixels()
    images = [pixels.image(20 + k, 10) for k in range(9)]
    del images
    gc.collect()
    last = pixels.image(99, 10)
    assert last.width() == 99
    assert len(pixels._held) <= SPARE + 1
