"""What a briefing page is made on and of: paper sizes either way up, and templates that choose its blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layers.errors import RimlandError

PX_PER_MM = 96.0 / 25.4
Block = Literal["locator", "legend", "table", "chart", "note"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's size in millimetres."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def width(self) -> int:
        """In page pixels, 96 to the inch."""
        return round(self.width_mm * PX_PER_MM)

    @property
    def height(self) -> int:
        return round(self.height_mm * PX_PER_MM)

    @property
    def upright(self) -> bool:
        return self.height_mm > self.width_mm

    def turned(self) -> Paper:
        """The other way up."""
        return Paper(self.name, self.height_mm, self.width_mm)


A4_LANDSCAPE = Paper("A4", 297.0, 210.0)
A3_LANDSCAPE = Paper("A3", 420.0, 297.0)
LETTER_LANDSCAPE = Paper("letter", 279.4, 215.9)
SLIDE = Paper("16:9", 338.667, 190.5)
"""The size of a wide slide: 13.333 x 7.5 inches."""
PAPERS: dict[str, Paper] = {paper.name: paper for paper in (A4_LANDSCAPE, A3_LANDSCAPE, LETTER_LANDSCAPE, SLIDE)}


def paper(name: str, portrait: bool = False) -> Paper:
    """The paper of a name in any case.

    Raises
    ------
    RimlandError
        For a name that is none of A4, A3, letter, 16:9.
    """
    found = next((one for key, one in PAPERS.items() if key.casefold() == name.strip().casefold()), None)
    if found is None:
        raise RimlandError(f"{name!r} is no size of paper we know", remedy=f"give one of {', '.join(PAPERS)}")
    return found.turned() if portrait else found


@dataclass(frozen=True, slots=True)
class Template:
    """Which blocks stand beside the map, and how many rows the table may have."""

    name: str
    tells: str
    """What it is for, in a line."""
    blocks: frozenset[Block]
    rows: int = 8
    map_share: float = 0.42
    """Of the height between title and sources the map keeps at least this much."""
    column: float = 0.0
    """Width of the column beside the map [page px]; 0: as wide as its legend needs."""
    table_beside: float = 0.0
    """Share of the width that a table takes beside the map; 0: it stands below."""


_ALL: frozenset[Block] = frozenset({"locator", "legend", "table", "chart", "note"})
TEMPLATES: dict[str, Template] = {
    one.name: one
    for one in (
        Template("briefing", "map, legend, first arrivals and closure chart", _ALL, map_share=0.6),
        Template("map", "the map as large as it goes, with legend and locator", _ALL - {"table", "chart"}),
        Template("figures", "the closure chart and the first twenty units beside a smaller map", _ALL, 20),
        Template("plain", "the map alone between title and sources", frozenset({"note"}), 0),
    )
}
BRIEFING = TEMPLATES["briefing"]


def template(name: str) -> Template:
    """The template of a name in any case.

    Raises
    ------
    RimlandError
        For an unknown name.
    """
    found = TEMPLATES.get(name.strip().casefold())
    if found is None:
        raise RimlandError(f"{name!r} is no template we know", remedy=f"give one of {', '.join(TEMPLATES)}")
    return found


MARKINGS: tuple[str, ...] = (
    "UNCLASSIFIED",
    "OFFICIAL",
    "EXERCISE EXERCISE EXERCISE",
    "UNCLASSIFIED // FOR TRAINING ONLY",
)
"""Ready-made marking lines; any other text will do."""
