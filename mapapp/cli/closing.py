"""The options by which commands close, open and slow the ways: passages, countries, areas drawn."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layers.errors import RimlandError
from mapapp.cli.common import catalogue, ids, pairs, world

if TYPE_CHECKING:
    from layers.catalogue.values import Spread
    from layers.scenario.model import Scenario

_PASSAGES = "ID[:KIND],..."
_OPTIONS = (
    click.option(
        "--close", metavar=_PASSAGES, help="Passages to close; to one kind of ship: bosporus:carrier, or foreign."
    ),
    click.option("--open", "open_", metavar=_PASSAGES, help="Passages to open."),
    click.option("--restrict", metavar="ID[:KIND]=TIME,...", help="Passages open after waiting: bosporus=12h."),
    click.option("--avoid", metavar="ISO,...", help="Countries closed to overflight and march."),
    click.option("--allow", metavar="ISO,...", help="Countries opened to overflight and march."),
    click.option(
        "--avoid-area", "areas", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
        help="GeoJSON of polygons that are not flown through.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closing:
    """What the options say."""

    close: frozenset[str]
    open_: frozenset[str]
    restrict: dict[str, Spread]
    avoid: frozenset[str]
    allow: frozenset[str]
    areas: tuple[Path, ...]

    def applied(self, scenario: Scenario, **others: Any) -> Scenario:
        """The scenario with them, and with the `others` that `edits.adjusted` takes.

        Raises
        ------
        RimlandError
            A passage, a country or another id that there is not; an area that is none.
        """
        from layers.io.areas import read_areas
        from layers.scenario import edits

        found = edits.adjusted(
            catalogue(), scenario, close=self.close, open_=self.open_, avoid=self.avoid, allow=self.allow,
            restrict=self.restrict, areas=tuple(ring for path in self.areas for ring in read_areas(path)), **others,
        )  # fmt: skip
        for name in sorted(found.avoided | found.allowed):
            check_country(name, "countries avoided or allowed")
        return found


def check_country(code: str, place: str) -> None:
    """Refuse an ISO A3 code that no country of the map has: what is misspelt would be closed to nobody, unsaid.

    Raises
    ------
    RimlandError
        With the codes that come near.
    """
    from layers.scenario.availability import unknown

    if code not in (known := world().air.names):
        raise unknown(code, place, known)


def closing(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes these options as one argument, `shut`."""

    @functools.wraps(command)
    def taking(
        *, close: str | None, open_: str | None, restrict: str | None, avoid: str | None, allow: str | None,
        areas: tuple[Path, ...], **rest: Any,
    ) -> None:  # fmt: skip
        shut = Closing(ids(close), ids(open_), _hours(restrict), ids(avoid), ids(allow), areas)
        command(shut=shut, **rest)

    found: Callable[..., None] = taking
    for option in reversed(_OPTIONS):
        found = option(found)
    return found


def _hours(text: str | None) -> dict[str, Spread]:
    from layers.document.quantities import read_hours

    found = {}
    for name, hours in pairs(text, "--restrict", "PASSAGE=TIME, such as bosporus=12h").items():
        try:
            found[name] = read_hours(hours)
        except RimlandError as error:
            raise RimlandError(
                error.what, place=f"--restrict {name}", remedy="write bosporus=12h or =6/12/24h"
            ) from None
    return found
