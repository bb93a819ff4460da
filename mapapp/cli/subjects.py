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
    from layers.scenario.model import Scenario
    from mapapp.export.briefing import Briefing

EVERYWHERE = "all"


def documents(target: str | Place, scenario: str, theatre: str, style: str, say: Callable[[str], None]) -> list[Saved]:
    """The documents to write about: one for each place, one for each scenario of a place, or those in a file."""
    from layers.document.model import Content, Target
    from layers.io.project import ready_made
    from layers.style import named
    from mapapp.export import pages

    if style:
        named.named(style)  # before the work, not after it
    if isinstance(target, str) and _is_file(target):
        found = read_documents(Path(target), say)
        return [replace(one, content=replace(one.content, style=style)) if style else one for one in found]  # type: ignore[arg-type]
    if isinstance(target, str) and target in ready_made() and target not in catalogue().flashpoints:
        scenario, target = target, EVERYWHERE
    supposed = _scenarios(scenario)
    places = _places(target, theatre)
    if len(places) > 1 and len(supposed) > 1:
        raise RimlandError(
            "an atlas is of many places or of many scenarios",
            place="--scenario",
            remedy="name one place, or one scenario",
        )
    return [
        pages.about(
            Content(one, style=style or "print"),  # type: ignore[arg-type]
            Target(at.id if at.id in catalogue().flashpoints else "", at.name, at.lon, at.lat),
        )
        for at in places
        for one in supposed
    ]


def _scenarios(text: str) -> list[Scenario]:
    """The scenarios that are named: one, several behind commas, or every one."""
    from layers.io.project import load_scenario
    from mapapp.export import pages

    if text.strip().casefold() == EVERYWHERE:
        return pages.scenarios(catalogue())
    names = [text] if Path(text).exists() else [name.strip() for name in text.split(",") if name.strip()]
    return [load_scenario(catalogue(), name) for name in dict.fromkeys(names or [text])]


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
