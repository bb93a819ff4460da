"""The marks a picture is made of: the only words that canvas, PNG, PDF, SVG and PPTX need to know.

Heavy geometry stands in plane coordinates (metres of the projection, x east, y north) and carries a key: a sink keeps
what it made of a key and reuses it while the view moves. Small things (text, symbols, furniture) stand in page
coordinates (logical pixels, x right, y down) or hang on a plane point with an offset in pixels.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from layers.style.ink import Colour, Font, Pen
from layers.view import View

__all__ = ["Colour", "Entry", "Font", "Geometry", "Mark", "Pen", "Picture", "Raster", "Shape", "Space", "Stroke"]
__all__ += ["Symbol", "Text"]

Space = Literal["plane", "page"]


@dataclass(frozen=True, slots=True, eq=False)
class Geometry:
    """Many lines or rings in one space, with the key under which a sink may keep what it made of them.

    Equality and hash are the key's: two geometries of one key hold the same arrays.
    """

    key: Hashable
    xy: npt.NDArray[np.float64]
    """Shape (n, 2)."""
    start: npt.NDArray[np.int32]
    """Shape (m + 1,): part i is ``xy[start[i]:start[i + 1]]``."""
    group: npt.NDArray[np.int32] | None = None
    """Shape (m,): parts of one group are filled together by the even-odd rule; None: each part alone."""
    space: Space = "plane"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Geometry) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def held_bytes(self) -> int:
        """What its arrays take."""
        return self.xy.nbytes + self.start.nbytes + (self.group.nbytes if self.group is not None else 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """Filled rings; `colours` has one colour, or one per group in ascending order of group."""

    layer: str
    geometry: Geometry
    colours: tuple[Colour, ...]
    antialias: bool = True


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines, or the outlines of rings when `closed`."""

    layer: str
    geometry: Geometry
    pen: Pen
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `x`, `y` is the left end of its baseline after `dx`, `dy` pixels."""

    layer: str
    text: str
    x: float
    y: float
    space: Space
    font: Font
    colour: Colour
    dx: float = 0.0
    dy: float = 0.0
    halo: Colour | None = None
    halo_width: float = 1.6
    angle_deg: float = 0.0
    """Clockwise on the page."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A picture sign of the bundled set, centred on its point."""

    layer: str
    name: str
    """A glyph of `layers.style.symbols`, or the name of a bundled SVG."""
    x: float
    y: float
    space: Space
    size: float
    fill: Colour
    outline: Colour
    dx: float = 0.0
    dy: float = 0.0
    ref: str = ""
    """Id of the thing it stands for, for picking."""
    angle_deg: float = 0.0
    """Clockwise on the page; arrows and ticks turn with their line."""


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """An image that lies in the plane; `rgba` is (h, w, 4) uint8, its first row at y1."""

    layer: str
    key: Hashable
    rgba: npt.NDArray[np.uint8]
    x0: float
    y0: float
    x1: float
    y1: float


Mark = Shape | Stroke | Text | Symbol | Raster


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: a sample and what it means; `order` sorts the groups."""

    order: int
    text: str
    kind: Literal["area", "hatch", "line", "symbol", "ramp"]
    """``ramp``: entries of one group stand side by side as steps."""
    fill: Colour | None = None
    pen: Pen | None = None
    symbol: str = ""
    outline: Colour | None = None
    hatch_deg: float = 45.0
    """Which way a hatch leans, counter-clockwise from level: up to the right, or negative."""
    group: str = ""
    """Heading under which it stands."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks in painting order over a background, for one view.

    `base` changes only with projection, level of detail, style and layers: a canvas paints it into an image and moves
    that image. `over` stands above it: labels, symbols, furniture, what follows the hand.
    """

    view: View
    background: Colour
    base: tuple[Mark, ...]
    over: tuple[Mark, ...]
    frame: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 on the page: marks of `base` are seen only inside it; None: the whole page is the map."""
    legend: tuple[Entry, ...] = ()
    """What the map shows, in words and samples; drawn on the page already, told here for panels and other papers."""
