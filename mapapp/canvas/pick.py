"""Which base or flashpoint lies under the hand: nearest symbol within a finger's width, on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers.picture.sheet import Sheet
from layers.view import View

REACH_PX = 9.0
"""Half a comfortable target: symbols are about 14 pixels wide."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on the map that can be pointed at."""

    kind: str
    """``flashpoint`` or ``base``."""
    id: str
    name: str
    lon: float
    lat: float
    tip: str


def things(sheet: Sheet) -> tuple[Thing, ...]:
    """What a person sees as a symbol now, the more important first."""
    found: list[Thing] = []
    if sheet.setting("flashpoints").visible:
        for place in sheet.catalogue.flashpoints.values():
            tip = f"{place.name}\nHeld by {place.held_by}\n{_cited(place.source.text)}"
            found.append(Thing("flashpoint", place.id, place.name, place.lon, place.lat, tip))
    if sheet.setting("bases").visible:
        for base in sheet.catalogue.bases.values():
            tip = f"{base.name} ({base.country})\n{base.operators}\n{_cited(base.source.text)}"
            found.append(Thing("base", base.id, base.name, base.lon, base.lat, tip))
    return tuple(found)


def _cited(text: str, most: int = 90) -> str:
    if len(text) > most:
        text = text[:most].rsplit(" ", 1)[0] + " \u2026"
    return f"Source: {text}"


class Picker:
    """Finds things by pixel; keeps their plane positions for one sheet and projection."""

    def __init__(self) -> None:
        self._things: tuple[Thing, ...] = ()
        self._x: npt.NDArray[np.float64] = np.empty(0)
        self._y: npt.NDArray[np.float64] = np.empty(0)
        self._key: tuple[object, ...] = ()

    def prepare(self, sheet: Sheet, view: View) -> None:
        """Project what can be pointed at, if it is not the same as before."""
        key = (id(sheet.catalogue), sheet.setting("flashpoints"), sheet.setting("bases"), view.projection)
        if key == self._key:
            return
        self._things, self._key = things(sheet), key
        lon = np.array([thing.lon for thing in self._things])
        lat = np.array([thing.lat for thing in self._things])
        self._x, self._y = forward(view, lon, lat)

    def at(self, view: View, px: float, py: float) -> Thing | None:
        """The thing under the pixel; a flashpoint before a base."""
        if not self._things:
            return None
        a, b, c, d, e, f = view.matrix
        reach = np.hypot(a * self._x + c * self._y + e - px, b * self._x + d * self._y + f - py)
        near = np.flatnonzero(reach <= REACH_PX)  # what is hidden is NaN and never near
        if not len(near):
            return None
        best = min(near, key=lambda i: (self._things[i].kind != "flashpoint", reach[i]))
        return self._things[best]


def forward(
    view: View, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Plane positions [m]; NaN for what the projection hides."""
    x, y = view.projection.forward(lon, lat)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
