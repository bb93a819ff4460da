"""`rimland show` and `rimland open`: the window, for a person or for a screenshot."""

from __future__ import annotations

from pathlib import Path

import click

from mapapp.cli.common import PlaceCommand, place


@click.command(cls=PlaceCommand)
@click.argument("where", metavar="[PLACE]", required=False, default="pratas")
@click.option("--screenshot", type=click.Path(path_type=Path), help="Draw the finished window, save it here and close.")
@click.option("--projection", default="aeqd", show_default=True, help="aeqd laea ortho lcc merc eqc eqearth")
@click.option("--style", default="light", show_default=True, help="light dark print contrast")
@click.option("--size", default="1680x1050", show_default=True, help="Window size of a screenshot, as WIDTHxHEIGHT.")
def show(where: str, screenshot: Path | None, projection: str, style: str, size: str) -> None:
    """Open the map on PLACE (Pratas if none is given), or the document that a briefing carries."""
    from mapapp import app

    if Path(where).suffix and Path(where).is_file():
        raise SystemExit(app.run(Path(where)))
    target = place(where)

    raise SystemExit(app.show(target, screenshot=screenshot, projection=projection, style=style, size=size))


@click.command(name="open")
@click.argument("file", type=click.Path(path_type=Path))
def open_document(file: Path) -> None:
    """Open a document that was saved in the window."""
    from mapapp import app

    raise SystemExit(app.run(file))
