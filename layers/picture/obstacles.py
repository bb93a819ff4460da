"""What is taken on a map: boxes in cells, so that only those nearby are looked at."""

from __future__ import annotations

import math
from collections.abc import Iterator

from layers.picture.kit import Box

CELL = 48.0


class Ground:
    """The boxes taken so far, in cells."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def copy(self) -> Ground:
        """One to which boxes can be added for a try."""
        made = Ground()
        made._cells = {cell: boxes.copy() for cell, boxes in self._cells.items()}
        return made

    @staticmethod
    def _over(box: Box) -> Iterator[tuple[int, int]]:
        for i in range(math.floor(box.x0 / CELL), math.floor(box.x1 / CELL) + 1):
            for j in range(math.floor(box.y0 / CELL), math.floor(box.y1 / CELL) + 1):
                yield i, j

    def add(self, box: Box) -> None:
        for cell in self._over(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box) -> bool:
        x0, y0, x1, y1 = box
        cells = self._cells
        for i in range(math.floor(x0 / CELL), math.floor(x1 / CELL) + 1):
            for j in range(math.floor(y0 / CELL), math.floor(y1 / CELL) + 1):
                for u0, v0, u1, v1 in cells.get((i, j), ()):
                    if x0 < u1 and u0 < x1 and y0 < v1 and v0 < y1:
                        return False
        return True


def turned_boxes(width: float, height: float, angle_deg: float, pad: float) -> list[Box]:
    """Small upright boxes that together hold a turned one about the origin."""
    if abs(angle_deg) < 0.01:
        return [Box(-width / 2, -height / 2, width / 2, height / 2).grown(pad)]
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    count = max(1, math.ceil(width / max(height, 1.0)))
    step = width / count
    half_w = abs(cos) * step / 2 + abs(sin) * height / 2 + pad
    half_h = abs(sin) * step / 2 + abs(cos) * height / 2 + pad
    found = []
    for k in range(count):
        along = (k + 0.5) * step - width / 2
        found.append(Box(along * cos - half_w, along * sin - half_h, along * cos + half_w, along * sin + half_h))
    return found
