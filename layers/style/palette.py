"""Colours with a meaning: an even ramp for hours, and the nations' colours.

The ramp is built in OKLab, where equal steps look equal, along a path of steadily changing lightness; so neighbouring
hours stay apart for every kind of colour vision and in a grey photocopy too.

References
----------
Ottosson, B. (2020), A perceptual color space for image processing, https://bottosson.github.io/posts/oklab/
Okabe, M. and Ito, K. (2008), Color universal design, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from layers.catalogue.model import Base
from layers.style.ink import Colour, colour

Array = npt.NDArray[np.float64]
Bloc = Literal["us", "japan", "taiwan", "nato", "ukraine", "partner", "denial", "other"]

BLOC_NAMES: dict[Bloc, str] = {
    "us": "United States",
    "japan": "Japan",
    "taiwan": "Taiwan",
    "nato": "NATO and Europe",
    "ukraine": "Ukraine",
    "partner": "Other partners",
    "denial": "Russia, China",
    "other": "Others",
}

# NATO's European members and Canada, as the alliance lists them (https://www.nato.int, 32 members with the US).
_NATO = frozenset(
    {
        "ALB", "BEL", "BGR", "CAN", "HRV", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "ISL", "ITA", "LVA",
        "LTU", "LUX", "MNE", "NLD", "MKD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE", "TUR", "GBR",
        # no members, but they lie among them and share the colour
        "CYP", "IRL", "AUT", "MLT",
    }
)  # fmt: skip
# IOT is Diego Garcia: British soil, an American base
_US_SOIL = frozenset({"USA", "GUM", "MNP", "UMI", "PRI", "VIR", "ASM", "MHL", "PLW", "IOT"})

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_oklab(inks: list[Colour]) -> Array:
    """OKLab coordinates of colours, shape (n, 3), L from 0 to 1."""
    rgb = np.array([ink[:3] for ink in inks], dtype=np.float64) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    lab: Array = np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def from_oklab(lab: Array) -> list[Colour]:
    """The nearest sRGB colours of OKLab coordinates, shape (n, 3); what is outside the gamut is clipped."""
    linear = (np.asarray(lab) @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0.0, 1.0)
    rgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return [Colour(*(int(channel) for channel in row)) for row in np.rint(rgb * 255)]


def ramp(anchors: tuple[Colour, ...], count: int) -> tuple[Colour, ...]:
    """`count` colours at equal steps of OKLab distance along the straight path through `anchors`.

    Two or more anchors; one colour is the first anchor.
    """
    if count <= 1:
        return anchors[:1] * max(count, 0)
    lab = to_oklab(list(anchors))
    along = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(lab, axis=0), axis=1))))
    at = np.linspace(0.0, along[-1], count)
    return tuple(from_oklab(np.column_stack([np.interp(at, along, lab[:, axis]) for axis in range(3)])))


# Early is strong, late is faint: blue over green to straw on paper, which leaves red to the flashpoints and orange to
# those who come too late; the other way round on a dark map.
HOURS_LIGHT = (colour("#1a4f9e"), colour("#2893bd"), colour("#86cca4"), colour("#f4f6bd"))
HOURS_DARK = (colour("#d9dc8f"), colour("#7fbf8a"), colour("#3f958c"), colour("#2a6679"), colour("#263f58"))
HOURS_CONTRAST = (colour("#00324a"), colour("#00797e"), colour("#7cc68a"), colour("#ffffd0"))

# Hours lost run the other way: few are faint, many strong, in straw over rust to plum, so that nobody takes them for
# the hours themselves; on a dark map many are the brightest.
LOST_LIGHT = (colour("#fae3bb"), colour("#ec9a4c"), colour("#b8402f"), colour("#541a3f"))
LOST_DARK = (colour("#4b3a2f"), colour("#a3542f"), colour("#f08a52"), colour("#ffe2bf"))

Blocs = tuple[tuple[Bloc, Colour], ...]

BLOCS_LIGHT: Blocs = (
    ("us", colour("#1d4f9c")),
    ("japan", colour("#8a3d99")),
    ("taiwan", colour("#117a4f")),
    ("nato", colour("#137c9e")),
    ("ukraine", colour("#a87200")),
    ("partner", colour("#8a5a2b")),
    ("denial", colour("#b5261e")),
    ("other", colour("#5c6670")),
)
BLOCS_DARK: Blocs = (
    ("us", colour("#7fb2ff")),
    ("japan", colour("#d79af0")),
    ("taiwan", colour("#5fd39a")),
    ("nato", colour("#62cbe8")),
    ("ukraine", colour("#f2c94c")),
    ("partner", colour("#e0ab78")),
    ("denial", colour("#ff7b6e")),
    ("other", colour("#b4bec8")),
)


def bloc_of(base: Base) -> Bloc:
    """Whose forces a base shows: those of its operators first, else those of the country it stands in."""
    operators = base.operators.casefold()
    if base.country in _US_SOIL or operators.startswith(("us ", "u.s.", "united states")):
        return "us"
    return bloc_of_country(base.country)


def bloc_of_country(iso_a3: str) -> Bloc:
    """The colour group of a country."""
    named: dict[str, Bloc] = {"USA": "us", "JPN": "japan", "TWN": "taiwan", "UKR": "ukraine", "NATO": "nato"}
    if iso_a3 in named:
        return named[iso_a3]
    if iso_a3 in {"RUS", "BLR", "CHN", "PRK"}:
        return "denial"
    if iso_a3 in _NATO:
        return "nato"
    if iso_a3 in {"PHL", "KOR", "AUS", "SGP", "NZL", "VNM", "IND", "THA"}:
        return "partner"
    return "other"
