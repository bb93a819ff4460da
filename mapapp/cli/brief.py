"""`rimland brief`: the page for the minister, as PDF, PNG or SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from layers.errors import RimlandError
from mapapp.cli.common import PlaceCommand, catalogue, place, world

if TYPE_CHECKING:
    from layers.catalogue.find import Place


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET")
@click.option(
    "--out",
    "outs",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="PDF, PNG or SVG; may be repeated.",
)
@click.option("--title", default="", help="Title in place of the target's name.")
@click.option("--scenario", default="baseline", show_default=True, help="Id of a ready-made scenario, or a file.")
@click.option("--style", default="print", show_default=True, help="light dark print contrast")
@click.option("--mark", "marking", default="", help="Marking line at top and bottom, such as UNCLASSIFIED.")
@click.option("--date", default="", help="Date on the page, as 2026-01-31; today if none is given.")
def brief(target: str, outs: tuple[Path, ...], title: str, scenario: str, style: str, marking: str, date: str) -> None:
    """Write the briefing of TARGET: map, legend, scale, table of first arrivals, sources, date."""
    write_brief(place(target), outs, title=title, scenario=scenario, style=style, marking=marking, date=date)
    for out in outs:
        click.echo(f"Wrote {out}")


def write_brief(
    where: Place,
    outs: Sequence[Path],
    *,
    title: str = "",
    scenario: str = "baseline",
    style: str = "print",
    marking: str = "",
    date: str = "",
) -> None:
    """Compute the response at a place and write its page to every file in `outs`.

    Raises
    ------
    RimlandError
        Unknown scenario or style, an ending that is none of .pdf .png .svg, a file that cannot be written.
    """
    from layers.io import shipped
    from layers.io.project import load_scenario
    from layers.picture import answer
    from layers.picture.page import ViewSpec
    from layers.picture.sheet import BANDS_TITLE, Sheet
    from layers.projection import Projection
    from layers.response.clock import Target, respond
    from layers.style import named
    from mapapp.export import page

    for out in outs:
        # Before the work, not after it.
        if out.suffix.casefold() not in page.FORMATS:
            raise RimlandError(f"{out.name} is no kind of file we write", remedy=f"end it in {', '.join(page.FORMATS)}")
    assumed = load_scenario(catalogue(), scenario)
    target = Target.at(catalogue(), where)
    response = respond(world(), assumed, target)
    sheet = Sheet(
        shipped.load_basemap(),
        catalogue(),
        named.named(style),
        target=target.id,
        target_position=None if target.id else (target.lon, target.lat),
        rings=answer.rings(target),
        bands=answer.bands(world(), assumed, target),
        bands_title=BANDS_TITLE,
        routes=answer.routes(response, answer.first_units(response)),
        responders=frozenset(row.base for row in response.arrivals if row.total is not None),
    )
    # As far as the rings: a route from another ocean is shown by where it comes in.
    across = 2.15 * max(ring.radius_m for ring in sheet.rings)
    spec = ViewSpec(Projection("aeqd", target.lon, target.lat), target.lon, target.lat, across)
    picture = page.briefing(sheet, response, title, marking, date, spec)
    for out in outs:
        page.render(picture, out, title or target.name)
