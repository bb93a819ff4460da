"""The ground while the hand turns the map: every pixel of the window in one go, by a compiled loop of our own.

Qt takes 2 to 9 ms for a turned image of a window, and as much again for what is seen behind its corners.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from layers import kernels
from layers.kernels.turned_plain import Matrix, Pixels
from layers.view import View
from mapapp.canvas.render import Rendered, image_transform

_NOTHING = np.zeros((1, 1), np.uint32)
_NOTHING.flags.writeable = False
_NOWHERE = np.array([0.0, 0.0, 0.0, 0.0, -1.0, -1.0])


def is_turned(done: Rendered, view: View) -> bool:
    """Whether the picture has to be turned, not only moved or scaled, to be seen in a view."""
    transform, _ = image_transform(done.image_view, view)
    return abs(transform.m12()) > 1e-9 or abs(transform.m21()) > 1e-9


class Turned:
    """One image for every frame: to have new pixels from the system takes longer than to fill them."""

    def __init__(self) -> None:
        self._pixels: Pixels = _NOTHING
        self._image = QImage()

    def image(self, done: Rendered, behind: Rendered | None, view: View, ratio: float, ground: int) -> QImage | None:
        """The window, `ground` (0xffRRGGBB) where no picture reaches; None where the loop is not compiled yet."""
        kernel = kernels.turning()
        if kernel is None:
            return None
        width, height = round(view.width * ratio), round(view.height * ratio)
        if self._pixels.shape != (height, width):
            self._pixels = np.zeros((height, width), np.uint32)
            self._image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
            self._image.setDevicePixelRatio(ratio)
        upper, upper_at = _seen(done, view, ratio)
        lower, lower_at = _seen(behind, view, ratio) if behind is not None else (_NOTHING, _NOWHERE)
        kernel.lay(upper, upper_at, lower, lower_at, ground, self._pixels)
        return self._image


def _seen(done: Rendered, view: View, ratio: float) -> tuple[Pixels, Matrix]:
    """(pixels of a picture, where a device pixel of the window lies in them)."""
    image = done.image
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    own = image.devicePixelRatio()
    scale = own / ratio
    made = image_transform(done.image_view, view)[0].inverted()
    back = made[0] if isinstance(made, tuple) else made
    turn = [back.m11() * scale, back.m12() * scale, back.m21() * scale, back.m22() * scale]
    return pixels, np.array([*turn, back.dx() * own, back.dy() * own])
