"""Memory for images that are made again and again: new pixels from the system cost ten times what a fill of them does.

The first touch of each page of 8 MB takes 4 ms. A piece is handed out again only when the image on it is gone.
"""

from __future__ import annotations

import weakref

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

SPARE = 2
"""Pieces of memory kept that no image stands on."""


class Pixels:
    """Memory by size of image; for one thread that makes images, wherever they are let go."""

    def __init__(self) -> None:
        self._held: list[tuple[npt.NDArray[np.uint32], weakref.ref[QImage]]] = []
        """Each piece and the image that stands, or stood, on it."""

    def image(self, width: int, height: int) -> QImage:
        """An opaque image of that size, in device pixels; what is on it is left over from another."""
        memory = self._free(height, width)
        made: QImage = QImage(memory, width, height, 4 * width, QImage.Format.Format_RGB32)  # type: ignore[call-overload]
        self._held.append((memory, weakref.ref(made)))
        return made

    def _free(self, rows: int, columns: int) -> npt.NDArray[np.uint32]:
        idle = [piece for piece in self._held if piece[1]() is None]
        self._held = [piece for piece in self._held if piece[1]() is not None]
        fit = next((memory for memory, _ in reversed(idle) if memory.shape == (rows, columns)), None)
        left = [piece for piece in idle if piece[0] is not fit]
        self._held.extend(left[-SPARE:])
        return fit if fit is not None else np.zeros((rows, columns), dtype=np.uint32)
