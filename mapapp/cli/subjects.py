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
    from layers.document.model import Saved
    from mapapp.export.briefing import Briefing

EVERYWHERE = "all"
SIGHT_PX = 1024.0
"""A sight's metres per pixel are those of a map so many pixels across; a power of two comes back exactly."""
RINGS_ACROSS_M = 4_300_000.0
"""A map that holds the rings about its target; a route from another ocean is shown by where it comes in."""


def documents(target: str | Place, scenario: str, theatre: str, style: str, say: Callable[[str], None]) -> list[Saved]:
    """The documents to write about: one for each place, or the one in a file."""
    from layers.document.model import Content, Saved, Sight, Target
    from layers.io.project import load_scenario, ready_made
    from layers.style import named

    if style:
        named.named(style)  # before the work, not after it
    if isinstance(target, str) and _is_file(target):
        saved = read_document(Path(target), say)
        return [replace(saved, content=replace(saved.content, style=style)) if style else saved]  # type: ignore[arg-type]
    if isinstance(target, str) and target in ready_made():
        scenario, target = target, EVERYWHERE
    content = Content(load_scenario(catalogue(), scenario), style=style or "print")  # type: ignore[arg-type]
    sight = RINGS_ACROSS_M / SIGHT_PX
    return [
        Saved(
            content,
            Target(at.id if at.id in catalogue().flashpoints else "", at.name, at.lon, at.lat),
            Sight(at.lon, at.lat, sight),
        )
        for at in _places(target, theatre)
    ]


def _is_file(text: str) -> bool:
    from layers.io.embedded import CARRIERS

    return Path(text).suffix.casefold() in {*CARRIERS, ".rimland", ".json"}


def read_document(path: Path, say: Callable[[str], None]) -> Saved:
    """The document in a file of its own, or inside an exported one; what of it cannot be used is said.

    Raises
    ------
    RimlandError
        The file cannot be read, or holds no document.
    """
    from layers.io import document, embedded

    if path.suffix.casefold() in embedded.CARRIERS:
        saved, problems = document.decode(embedded.read_embedded(path), catalogue(), path.name)
    else:
        saved, problems = document.read(path, catalogue())
    for problem in problems:
        say(f"Warning: {problem}")
    return saved


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
    """Everything a page about a document's target shows."""
    from layers.document.own import NOTHING, merged
    from layers.document.shown import shown
    from layers.io import shipped
    from layers.io.shipped_world import load_world
    from layers.picture import answer
    from layers.picture.page import ViewSpec
    from layers.picture.sheet import BANDS_TITLE, Sheet
    from layers.response.clock import Target, respond
    from layers.style import named
    from mapapp.canvas import navigate
    from mapapp.export import briefing

    if saved.target is None:
        raise RimlandError("the document has no target", remedy="choose a place in it and save it again")
    content, aim = saved.content, saved.target
    rows = merged(catalogue(), content.own)
    ground = world() if content.own == NOTHING else load_world(rows)
    row = rows.flashpoints.get(aim.id)
    target = Target(aim.id, aim.name, aim.lon, aim.lat)
    if row is not None:
        target = Target(row.id, row.name, row.lon, row.lat, frozenset(row.holders), frozenset(row.commitments))
    response = respond(ground, content.scenario, target)
    circles, drawings = shown(content.drawn, "km")
    sheet = Sheet(
        shipped.load_basemap(),
        rows,
        named.named(content.style),
        layers=content.layers,
        target=target.id,
        target_position=None if target.id else (target.lon, target.lat),
        rings=(*answer.rings(target), *circles),
        drawings=drawings,
        zones=tuple(shipped.load_zones().values()),
        bands=answer.bands(ground, content.scenario, target),
        bands_title=BANDS_TITLE,
        routes=briefing.named_routes(response, rows),
        responders=frozenset(row.base for row in response.arrivals if row.total is not None),
    )
    sight = saved.sight
    projection = navigate.projection(content.projection, (target.lon, target.lat))
    spec = (
        ViewSpec(projection, sight.lon, sight.lat, sight.mpp * SIGHT_PX, sight.rotation_deg)
        if sight is not None
        else ViewSpec(projection, target.lon, target.lat, RINGS_ACROSS_M)
    )
    return briefing.Briefing(sheet, response, spec, saved)
