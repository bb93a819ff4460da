"""`rimland brief`: the page for the minister, an atlas of pages, or the data behind them, in every format we write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from layers.errors import RimlandError
from mapapp.cli import batch as batches
from mapapp.cli.common import PlaceCommand
from mapapp.cli.written import write_brief


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET|SCENARIO|all", required=False, default="")
@click.option(
    "--out",
    "outs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File to write; its ending says what it becomes. May be repeated.",
)
@click.option("--title", default="", help="Title in place of the target's name.")
@click.option(
    "--scenario",
    default="baseline",
    show_default=True,
    help="Id of a ready-made scenario, or a file; several behind commas, or 'all': a page for each.",
)
@click.option("--theatre", default="", help="Of 'all' or a scenario only the places in the east or the west.")
@click.option("--style", default="", help="light dark print contrast; else print, or a document's own.")
@click.option("--template", default="briefing", show_default=True, help="briefing map figures plain")
@click.option("--size", default="", help="A4 A3 letter 16:9; else A4, and 16:9 for slides.")
@click.option("--portrait", is_flag=True, help="The paper upright.")
@click.option("--dpi", default=192, show_default=True, help="Dots per inch of images: 300 for print.")
@click.option("--marking", "--mark", "marking", default="", help="Line at top and bottom, such as UNCLASSIFIED.")
@click.option("--date", default="", help="Date on the page, as 2026-01-31; else SOURCE_DATE_EPOCH, else today.")
@click.option(
    "--locale", default="en-GB", show_default=True, help="Its words, numbers and date: en-GB, uk-UA, de-DE ..."
)
@click.option("--base", default=None, type=click.Path(path_type=Path), help="Your own .pptx template for slides.")
@click.option(
    "--layout",
    default=None,
    type=click.Path(path_type=Path),
    help="Where the blocks stand: a layout or a file that carries one.",
)
@click.option("--batch", default=None, type=click.Path(path_type=Path), help="TOML file with a set of briefings.")
def brief(target: str, outs: tuple[Path, ...], batch: Path | None, **options: Any) -> None:
    """Write the briefing of TARGET: map, legend, table of first arrivals, closure chart, sources.

    TARGET is a place; 'all' for an atlas of every flashpoint; a scenario, for an atlas under its assumptions; or a
    file: a document, or a briefing that Rimland wrote, which carries its document.
    """
    if batch is not None:
        if target or outs:
            raise RimlandError("a batch names its own targets and files", remedy="give --batch alone")
        files = batches.run(batch, _said)
    else:
        if not outs:
            raise RimlandError("no file to write", place="--out", remedy="give --out briefing.pdf, once or more")
        if not target:
            raise RimlandError("no place to write about", remedy="name a place, a scenario, or 'all'")
        files = write_brief(target, outs, say=_said, **options)
    for file in files:
        click.echo(f"Wrote {file}")


def _said(text: str) -> None:
    """Progress goes to stderr, so that a pipe gets only the list of files."""
    click.echo(text, err=True)
