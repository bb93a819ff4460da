"""`rimland brief`: the page for the minister, an atlas of pages, or the data behind them, in every format we write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layers.errors import RimlandError
from mapapp.cli.common import PlaceCommand

if TYPE_CHECKING:
    from layers.catalogue.find import Place
    from mapapp.export.briefing import Briefing, Order


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
    from mapapp.cli import batch as batches

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


def write_brief(
    target: str | Place,
    outs: Sequence[Path],
    *,
    title: str = "",
    scenario: str = "baseline",
    theatre: str = "",
    style: str = "",
    template: str = "briefing",
    size: str = "",
    portrait: bool = False,
    dpi: int = 192,
    marking: str = "",
    date: str = "",
    locale: str = "en-GB",
    base: Path | None = None,
    layout: Path | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> list[Path]:
    """Compute the response at a place, or at all of them, and write it to every file in `outs`; the files written.

    Raises
    ------
    RimlandError
        Unknown place, scenario, style, template or size, an ending we do not write, a file that cannot be written.
    """
    from layers.picture.paper import paper
    from layers.picture.paper import template as template_of
    from mapapp.cli.subjects import briefing_of, documents
    from mapapp.export import dates, layouts, writers
    from mapapp.export.briefing import Order

    for out in outs:
        writers.check(out)
    if not 30 <= dpi <= 1200:
        raise RimlandError(f"{dpi} dots per inch", place="--dpi", remedy="give 30 to 1200")
    order = Order(
        title=title,
        marking=marking,
        date=dates.of(date),
        locale=dates.locale(locale),
        template=template_of(template),
        paper=paper(size or "A4", portrait),
        slide=paper(size or "16:9", portrait),
        dpi=dpi,
        base=base,
        layout=layouts.read(layout) if layout is not None else (),
    )
    subjects = documents(target, scenario, theatre, style, say)
    if layout is None and subjects:
        order = replace(order, layout=subjects[0].content.layout)
    pages = []
    places = len({saved.target for saved in subjects})
    for number, saved in enumerate(subjects, 1):
        if len(subjects) > 1 and saved.target is not None:
            name = saved.target.name if places > 1 else saved.content.scenario.name
            say(f"{number:>3}/{len(subjects)}  {name}")
        pages.append(briefing_of(saved))
    return _write(pages, order, outs, say)


def _write(pages: list[Briefing], order: Order, outs: Sequence[Path], say: Callable[[str], None]) -> list[Path]:
    from mapapp.export import briefing, writers

    files: list[Path] = []
    if order.layout:
        for text in dict.fromkeys(text for one in pages for text in briefing.laid_out(one, order).warnings):
            say(f"Warning: {text}")
    for out in outs:
        if len(pages) > 1:
            say(f"Writing {out.name}")
        files.extend(writers.write(pages, order, out))
    return files
