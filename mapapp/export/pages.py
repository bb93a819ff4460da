"""From documents to briefings: everything a page shows is computed from its document alone.

A briefing opened from an export is therefore written again byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from layers.catalogue.model import Catalogue, Flashpoint
from layers.document import areas
from layers.document.model import Content, Saved, Sight, Target
from layers.document.own import merged
from layers.document.shown import shown
from layers.errors import RimlandError
from layers.picture import answer
from layers.picture.page import ViewSpec
from layers.picture.sheet import Sheet
from layers.projection import Kind, Projection
from layers.response import clock
from layers.response.world import World
from layers.scenario.model import BASELINE, Scenario
from layers.style.named import named
from mapapp.export.briefing import SIGHT_PX, Briefing, named_routes

Project = Callable[[Kind, tuple[float, float]], Projection]
"""The projection of a kind for a map about a place."""
RINGS_ACROSS_M = 4_300_000.0
"""A map that holds the rings about its target; a route from another ocean is shown by where it comes in."""


def nothing() -> None:
    """Nobody may cancel."""


def about(content: Content, target: Target) -> Saved:
    """A document about a place, looked at so that its rings are seen."""
    return Saved(content, target, Sight(target.lon, target.lat, RINGS_ACROSS_M / SIGHT_PX))


def about_flashpoint(content: Content, row: Flashpoint) -> Saved:
    """The same for a place of the catalogue."""
    return about(content, Target(row.id, row.name, row.lon, row.lat))


def briefing_of(
    saved: Saved,
    shipped: Catalogue,
    world: Callable[[Catalogue], World],
    project: Project,
    check: Callable[[], None] = nothing,
) -> Briefing:
    """Everything a page about a document's target shows.

    Parameters
    ----------
    shipped
        The catalogue as it ships; the document's own records are added.
    world
        Loads the networks over a catalogue.
    check
        Raises `Cancelled` when the page is no longer wanted.

    Raises
    ------
    RimlandError
        The document has no target.
    """
    from layers.io import shipped as files

    if saved.target is None:
        raise RimlandError("the document has no target", remedy="choose a place in it and save it again")
    content, aim = saved.content, saved.target
    rows = merged(shipped, content.own)
    ground = world(rows)
    row = rows.flashpoints.get(aim.id)
    target = clock.Target(aim.id, aim.name, aim.lon, aim.lat)
    if row is not None:
        target = clock.Target(row.id, row.name, row.lon, row.lat, frozenset(row.holders), frozenset(row.commitments))
    response = clock.respond(ground, content.scenario, target, check)
    tints, tints_title = answer.shown_bands(ground, content.scenario, target, content.posture, check)
    circles, drawings = shown(areas.everything(content), "km", content.ring_shape)
    sheet = Sheet(
        files.load_basemap(),
        rows,
        named(content.style),
        layers=content.layers,
        target=target.id if row is not None else "",
        target_position=None if row is not None else (target.lon, target.lat),
        rings=(*answer.rings(target), *circles),
        drawings=drawings,
        unit_signs=content.unit_signs,
        zones=tuple(files.load_zones().values()),
        dates=content.dates,
        bands=tints,
        bands_title=tints_title,
        routes=named_routes(response, rows),
        responders=frozenset(arrival.base for arrival in response.arrivals if arrival.total is not None),
    )
    sight = saved.sight
    projection = project(content.projection, (target.lon, target.lat))
    spec = (
        ViewSpec(projection, sight.lon, sight.lat, sight.mpp * SIGHT_PX, sight.rotation_deg)
        if sight is not None
        else ViewSpec(projection, target.lon, target.lat, RINGS_ACROSS_M)
    )
    return Briefing(sheet, response, spec, saved)


SCENARIOS = "scenarios"
"""The scope of an atlas that has a page for each scenario of one place."""


def scenarios(shipped: Catalogue, own: Sequence[Scenario] = ()) -> list[Scenario]:
    """Every scenario to set beside another: first those of a document, things as they stand, the ready-made ones."""
    from layers.io.project import load_scenario, ready_made

    found = [BASELINE, *(load_scenario(shipped, name) for name in ready_made())]
    return [*(one for one in dict.fromkeys(own) if one not in found), *found]


def atlas_of(
    content: Content, target: Target | None, shipped: Catalogue, project: Project
) -> Callable[[str, Callable[[float, str], None]], list[Briefing]]:
    """What makes the briefings of a scope.

    A scope is a theatre (``east``, ``west``, empty for both) under a document's assumptions, or `SCENARIOS` of its
    target. The world is loaded when the first is made, in the thread that makes it.
    """
    kept: list[World] = []

    def world(rows: Catalogue) -> World:
        from layers.io.shipped_world import load_world

        if not kept:
            kept.append(load_world(shipped))
        return kept[0] if rows is shipped else kept[0].over(rows)

    def make(scope: str, tell: Callable[[float, str], None]) -> list[Briefing]:
        subjects = _subjects(scope, content, target, shipped)
        made = []
        for number, (name, saved) in enumerate(subjects):
            share, text = number / len(subjects), f"{name} ({number + 1} of {len(subjects)})"
            tell(share, text)
            made.append(briefing_of(saved, shipped, world, project, partial(tell, share, text)))
        return made

    return make


def _subjects(scope: str, content: Content, target: Target | None, shipped: Catalogue) -> list[tuple[str, Saved]]:
    """The name and the document of every page of a scope."""
    if scope != SCENARIOS:
        rows = [row for row in shipped.flashpoints.values() if scope in {"", row.theatre}]
        return [(row.name, about_flashpoint(content, row)) for row in rows]
    if target is None:
        raise RimlandError("no place is chosen", remedy="choose one on the map, then export its scenarios")
    every = scenarios(shipped, (content.scenario, *content.kept))
    return [(one.name, about(replace(content, scenario=one), target)) for one in every]
