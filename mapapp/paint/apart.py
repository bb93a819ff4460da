"""Which names of a moved picture stay clear of one another: those of the lesser rank give way.

Names keep their size while their points move together or turn, so on a map that is zoomed out they would come to lie
over one another until the next picture is made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from layers.picture.marks import Symbol, Text
from layers.style.symbols import LEADERS

Array = npt.NDArray[np.float64]
SLACK_PX = 2.5
"""Logical pixels of a stamp's edge that hold no more than halo: names as near as they were set do not touch."""


class Apart:
    """The names among the stamps of a picture.

    All that hangs on one point is one name: the lines of a block, the letters along a curve, its line where it stands
    off. Signs are never left out.
    """

    def __init__(self, marks: Sequence[Text | Symbol], size: Array, ratio: float) -> None:
        """`size` (n, 2): of each mark's stamp [device pixels], `ratio` of them to a logical one."""
        text = np.array([isinstance(mark, Text) for mark in marks], dtype=bool)
        line = np.array([isinstance(mark, Symbol) and mark.name in LEADERS for mark in marks], dtype=bool)
        numbers: dict[tuple[float, float], int] = {}
        for k in np.flatnonzero(text).tolist():  # in the order in which names found their place, the weightier first
            numbers.setdefault((marks[k].x, marks[k].y), len(numbers))
        name = np.array([numbers.get((mark.x, mark.y), -1) for mark in marks], dtype=np.intp)
        self._count = len(numbers)
        self._hidden = np.flatnonzero(text | line)
        """Numbers of the stamps that may be left out."""
        self._hidden_name = name[self._hidden]
        self._part = np.flatnonzero(text)
        self._part_name = name[self._part]
        self._slack = SLACK_PX * ratio
        self._extent = size[self._part] - 2 * self._slack

    def _meet(self, corner: Array) -> npt.NDArray[np.bool_]:
        """(names, names): which come to lie over one another."""
        low = corner[self._part] + self._slack
        high = low + self._extent
        over = low[:, None, 0] < high[None, :, 0]
        over &= low[:, None, 1] < high[None, :, 1]
        one, two = np.nonzero(over & over.T)
        meet = np.zeros((self._count, self._count), dtype=bool)
        meet[self._part_name[one], self._part_name[two]] = True
        return meet

    def left_out(self, corner: Array) -> npt.NDArray[np.intp]:
        """Numbers of the stamps that give way where the stamps lie at `corner` (n, 2); nan where one is hidden."""
        meet = self._meet(corner)
        gone = np.zeros(self._count, dtype=bool)
        for k in np.flatnonzero(np.triu(meet, 1).any(axis=1)).tolist():
            if not gone[k]:
                gone[k + 1 :] |= meet[k, k + 1 :]
        left: npt.NDArray[np.intp] = self._hidden[gone[self._hidden_name]]
        return left
