"""Two maps that move together: at one place, or each at its own at one scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject

from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.canvas import MapCanvas

Mode = Literal["place", "scale", "free"]
"""Both look at one place; both move, zoom and turn alike, each about its own; each goes alone."""


class Link(QObject):
    """Joins the views of two maps, neither of which knows of the other."""

    def __init__(self, first: MapCanvas, second: MapCanvas, mode: Mode, parent: QObject) -> None:
        super().__init__(parent)
        self._maps = first, second
        self._before = [first.view, second.view]
        self._mode: Mode = mode
        self._busy = False
        first.view_changed.connect(self._on_first)
        second.view_changed.connect(self._on_second)

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Move together in another way from now on; the second follows the first at once."""
        self._mode = mode
        self._before = [one.view for one in self._maps]
        self._follow(0)

    def end(self) -> None:
        """Each goes alone for good: one of them is about to go."""
        self._maps[0].view_changed.disconnect(self._on_first)
        self._maps[1].view_changed.disconnect(self._on_second)

    def _on_first(self) -> None:
        self._follow(0)

    def _on_second(self) -> None:
        self._follow(1)

    def _follow(self, leader: int) -> None:
        if self._busy:
            return
        led, other = self._maps[leader], self._maps[1 - leader]
        before, self._before[leader] = self._before[leader], led.view
        if self._mode == "free":
            return
        self._busy = True
        try:
            if self._mode == "place":
                other.set_view(led.view)
            else:
                other.set_view(alike(other.view, before, led.view))
        finally:
            self._busy = False
        self._before[1 - leader] = other.view


def alike(view: View, before: View, after: View) -> View:
    """The view moved, zoomed and turned as another one was from `before` to `after`.

    A leap to another place or projection is not followed, only its scale.
    """
    scaled = replace(view, mpp=after.mpp, rotation_deg=after.rotation_deg)
    middle = navigate.place_at(before, before.width / 2, before.height / 2)
    if middle is None or before.projection.kind != after.projection.kind:
        return scaled
    x, y = after.to_page(*after.projection.forward(*middle))
    dx, dy = float(x) - after.width / 2, float(y) - after.height / 2
    if not (abs(dx) < after.width and abs(dy) < after.height):  # also when it is out of sight
        return scaled
    return navigate.moved(scaled, dx, dy) if abs(dx) > 1e-6 or abs(dy) > 1e-6 else scaled
