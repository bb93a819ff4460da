"""The materials a style is made of: colours with alpha, pens and type, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Weight = Literal[400, 500, 600, 700]


class Colour(NamedTuple):
    """Red, green, blue, alpha from 0 to 255."""

    r: int
    g: int
    b: int
    a: int = 255

    def faded(self, opacity: float) -> Colour:
        return self._replace(a=round(self.a * opacity))

    def over(self, ground: Colour) -> Colour:
        """What the eye sees where this colour lies over an opaque `ground`."""
        share = self.a / 255
        return Colour(
            *(round(top * share + below * (1 - share)) for top, below in zip(self[:3], ground[:3], strict=True))
        )

    @property
    def hex(self) -> str:
        """``#rrggbb``, without the alpha."""
        return f"#{self.r:02x}{self.g:02x}{self.b:02x}"


def colour(code: str, opacity: float = 1.0) -> Colour:
    """The colour of ``"#rrggbb"``."""
    digits = code.removeprefix("#")
    return Colour(int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16), round(255 * opacity))


def luminance(ink: Colour) -> float:
    """Relative luminance from 0 (black) to 1 (white).

    References
    ----------
    WCAG 2.1, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
    """

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(ink.r) + 0.7152 * linear(ink.g) + 0.0722 * linear(ink.b)


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two opaque colours, from 1 to 21; text needs 4.5 (WCAG 2.1, success criterion 1.4.3)."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Pen:
    """A line's look; width and dashes in logical pixels."""

    colour: Colour
    width: float = 1.0
    dash: tuple[float, ...] = ()
    round_caps: bool = False


@dataclass(frozen=True, slots=True)
class Font:
    """One of the bundled faces at a size in logical pixels."""

    family: Literal["Inter"] = "Inter"
    size: float = 12.0
    weight: Weight = 400
    italic: bool = False
    tracking: float = 0.0
    """Extra space between letters, in em."""


@dataclass(frozen=True, slots=True)
class Letter:
    """How one kind of name is set: type, colour, the halo that lifts it off the map, and capitals."""

    font: Font
    colour: Colour
    halo: Colour | None = None
    halo_width: float = 1.6
    capitals: bool = False

    def set(self, text: str) -> str:
        """The text in the letters it is set in."""
        return text.upper() if self.capitals else text
