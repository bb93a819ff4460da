"""The group of all commands, and how a mistake ends: one line and exit code 2."""

from __future__ import annotations

import sys

import click

from layers.errors import RimlandError
from mapapp.cli import answer, brief, fields, measure, selftest, theatres, validate, whatif, window


@click.group(invoke_without_command=True)
@click.version_option(package_name="rimland", prog_name="rimland")
@click.pass_context
def rimland(ctx: click.Context) -> None:
    """Who can respond to a small, quick grab on the rim of Eurasia, and how much too late.

    Without a command the map opens. A PLACE is an id, a name or alias in any case, or a position as "lat,lon",
    degrees-minutes-seconds or MGRS.
    """
    if ctx.invoked_subcommand is None:
        from mapapp import opening

        ctx.exit(opening.run())


for command in (
    window.show,
    window.open_document,
    measure.places,
    measure.distance,
    measure.nearest,
    measure.rings,
    answer.route,
    answer.response,
    fields.isochrones,
    fields.posture,
    theatres.scenarios,
    theatres.gap,
    theatres.compare,
    whatif.sensitivity,
    whatif.whatif,
    brief.brief,
    validate.validate,
    selftest.self_test,
):
    rimland.add_command(command)


def main() -> None:
    """Run the command line; a `RimlandError` is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another code page must not end a command for a Chinese place name.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        rimland()
    except RimlandError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
