"""What every command shares: shipped data loaded once, places read from text, answers written as JSON or words."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import resources
from layers.errors import RimlandError

if TYPE_CHECKING:
    from layers.basemap import Town
    from layers.catalogue.find import Place
    from layers.catalogue.model import Catalogue
    from layers.response.world import World

_NEGATIVE = re.compile(r"-\d")


class PlaceCommand(click.Command):
    """A command whose arguments may be positions such as ``-20.5,116``: a minus before a digit is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [f" {arg}" if _NEGATIVE.match(arg) else arg for arg in args])


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue; rows that cannot be read are told on stderr and left out."""
    from layers.io.tables import read_catalogue

    found, problems = read_catalogue(resources.path("catalogue"))
    for problem in problems:
        click.echo(f"Warning: {problem}", err=True)
    return found


def place(text: str, prefer: str | None = None) -> Place:
    """The place a text names: an id, a name or alias in any case, or a position.

    Raises
    ------
    PlaceError
        With the nearest names, when nothing fits.
    """
    from layers.catalogue import find
    from layers.errors import PlaceError

    try:
        return find.resolve(catalogue(), text.strip(), prefer=prefer)
    except PlaceError:
        # The gazetteer is only read for a text that the catalogue does not know.
        return find.resolve(catalogue(), text.strip(), prefer=prefer, towns=gazetteer())


@cache
def gazetteer() -> tuple[Town, ...]:
    """The shipped towns."""
    from layers.io import shipped

    return shipped.gazetteer()


def both(distance_m: float) -> str:
    """A distance in kilometres and nautical miles."""
    from layers.units import format_distance

    return f"{format_distance(distance_m)} ({format_distance(distance_m, 'nmi')})"


@cache
def world() -> World:
    """The shipped world; the first use on a machine compiles the kernels, and says so."""
    from layers import kernels
    from layers.io.shipped_world import load_world

    if not kernels.disabled() and not kernels.quick_to_warm():
        click.echo("First use on this machine: compiling the kernels, about a minute, once.", err=True)
    kernels.warm()
    return load_world(catalogue())


def echo_json(value: Any) -> None:
    """Print `value` as JSON; numbers as they are, text as UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def geojson_out(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes the GeoJSON file it writes as `out`; another ending would name what is not in it."""

    def checked(_: click.Context, __: click.Parameter, path: Path) -> Path:
        if path.suffix.casefold() not in {"", ".geojson", ".json"}:
            raise RimlandError(
                f"{path.name!r} is no name of a GeoJSON file", place="--out",
                remedy="end it in .geojson; `rimland brief` writes .gpkg, .kmz and pages",
            )  # fmt: skip
        return path

    kind = click.Path(path_type=Path)
    option = click.option("--out", required=True, type=kind, callback=checked, help="GeoJSON file to write.")
    return option(command)


def write_text(path: Path, text: str) -> None:
    """Write beside and move into place, so that a failure leaves what was there.

    Raises
    ------
    RimlandError
        When the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise unwritable(path, error) from None


def unwritable(path: Path, error: OSError) -> RimlandError:
    """The one line for a file that cannot be written."""
    return RimlandError(
        f"cannot write {path}: {error.strerror or error}", remedy="choose a folder you may write to, or free some space"
    )


def numbers(text: str, option: str) -> list[float]:
    """A list such as ``400,1000``.

    Raises
    ------
    RimlandError
        For an item that is no number.
    """
    found = []
    for item in text.split(","):
        try:
            found.append(float(item))
        except ValueError:
            raise RimlandError(
                f"{item.strip()!r} is no number", place=option, remedy="give numbers with commas between, as 400,1000"
            ) from None
    return found


def inert(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def ids(text: str | None) -> frozenset[str]:
    """A list of ids such as ``bosporus,dardanelles``; empty for none."""
    return frozenset(item.strip() for item in (text or "").split(",") if item.strip())


def pairs(text: str | None, option: str, form: str = "UNIT=PLATFORM, such as 82abn=c-17") -> dict[str, str]:
    """A list such as ``82abn=c-17,31meu=lha-lpd``; empty for none.

    Raises
    ------
    RimlandError
        For an item without an equals sign.
    """
    found = {}
    for item in sorted(ids(text)):
        name, equals, value = (part.strip().lower() for part in item.partition("="))
        if not (name and equals and value):
            raise RimlandError(f"{item!r} is no pair", place=option, remedy=f"write {form}")
        found[name] = value
    return found
