"""What briefings are about: a place, all places, a scenario or a file becomes documents, and a document its briefing.

A briefing is made from its document alone, so that one opened from an export is written again byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from layers.errors import PlaceError, RimlandError
from mapapp.cli.common import catalogue, place, world

if TYPE_CHECKING:
    from layers.catalogue.find import Place
    from layers.catalogue.model import Catalogue
    from layers.document.model import Saved
    from layers.response.world import World
    from mapapp.export.briefing import Briefing

EVERYWHERE = "all"


def documents(target: str | Place, scenario: str, theatre: str, style: str, say: Callable[[str], None]) -> list[Saved]:
    """The documents to write about: one for each place, or the one in a file."""
    from layers.document.model import Content, Target
    from layers.io.project import load_scenario, ready_made
    from layers.style import named
    from mapapp.export import pages

    if style:
        named.named(style)  # before the work, not after it
    if isinstance(target, str) and _is_file(target):
        found = read_documents(Path(target), say)
        return [replace(one, content=replace(one.content, style=style)) if style else one for one in found]  # type: ignore[arg-type]
    if isinstance(target, str) and target in ready_made():
        scenario, target = target, EVERYWHERE
    content = Content(load_scenario(catalogue(), scenario), style=style or "print")  # type: ignore[arg-type]
    return [
        pages.about(content, Target(at.id if at.id in catalogue().flashpoints else "", at.name, at.lon, at.lat))
        for at in _places(target, theatre)
    ]


def _is_file(text: str) -> bool:
    from layers.io.embedded import CARRIERS

    return Path(text).suffix.casefold() in {*CARRIERS, ".rimland", ".json"}


def read_documents(path: Path, say: Callable[[str], None]) -> tuple[Saved, ...]:
    """The document in a file of its own, or those inside an exported one; what of them cannot be used is said.

    Raises
    ------
    RimlandError
        The file cannot be read, or holds no document.
    """
    from layers.io import atlas

    pages, problems = atlas.read(path, catalogue())
    for problem in problems:
        say(f"Warning: {problem}")
    return pages


def _places(target: str | Place, theatre: str) -> list[Place]:
    """The places a target names, in the catalogue's order."""
    if not isinstance(target, str):
        return [target]
    if target.strip().casefold() != EVERYWHERE:
        try:
            return [place(target)]
        except PlaceError as error:
            from layers.io.project import ready_made

            raise PlaceError(
                error.what, place=error.place, remedy=f"{error.remedy}; scenarios are {', '.join(ready_made())}"
            ) from None
    wanted = theatre.strip().casefold()
    if wanted not in {"", "east", "west"}:
        raise RimlandError(f"{theatre!r} is no theatre", place="--theatre", remedy="give east or west")
    rows = [row for row in catalogue().flashpoints.values() if wanted in {"", row.theatre}]
    return [place(row.id) for row in rows]


def briefing_of(saved: Saved) -> Briefing:
    """Everything a page about a document's target shows, computed over the shipped world."""
    from mapapp.canvas import navigate
    from mapapp.export import pages

    def over(rows: Catalogue) -> World:
        return world() if rows is catalogue() else world().over(rows)

    return pages.briefing_of(saved, catalogue(), over, navigate.projection)
