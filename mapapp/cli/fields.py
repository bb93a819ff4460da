"""Commands that draw reach: how far units come in given hours, and from where a target is reached in time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layers.errors import RimlandError
from mapapp.cli.closing import Closing, check_country, closing
from mapapp.cli.common import PlaceCommand, catalogue, geojson_out, ids, numbers, place, world, write_text

if TYPE_CHECKING:
    from layers.catalogue.model import Unit
    from layers.fields.field import Field
    from layers.fields.reach import ReachMode
    from layers.scenario.model import Scenario

STEP_DEG = 0.25
FINEST_DEG = 0.05


def _assumptions(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what is closed, and where and how finely the answer is written."""
    options = (
        click.option(
            "--scenario", default="baseline", show_default=True, help="Id of a ready-made scenario, or a file."
        ),
        closing,
        click.option("--step", default=STEP_DEG, show_default=True, metavar="DEG", help="Size of a cell."),
        geojson_out,
    )
    for option in reversed(options):
        command = option(command)
    return command


def _scenario(scenario: str, shut: Closing) -> Scenario:
    from layers.io.project import load_scenario

    return shut.applied(load_scenario(catalogue(), scenario))


def _hours(text: str) -> list[float]:
    hours = sorted(set(numbers(text, "--hours")))
    if not all(0 < one < math.inf for one in hours):
        raise RimlandError(
            f"hours {text.strip()!r}", place="--hours", remedy="give hours above nought, such as 1,3,6,12,24,72"
        )
    return hours


def _write(
    field: Field, hours: Sequence[float], properties: dict[str, Any], out: Path, winners: Sequence[Unit] = ()
) -> int:
    """Write the areas reached within each of `hours`; how many there are with anything in them.

    `winners`: when given, the parts of the largest area by the unit that comes there first are written too.
    """
    from shapely.geometry import mapping

    from layers.fields.isochrone import isochrones
    from layers.fields.regions import regions

    areas = isochrones(field, hours)
    features = [
        {
            "type": "Feature",
            "geometry": None if one.area.is_empty else mapping(one.area),
            "properties": {**properties, "hours": one.hours},
        }
        for one in reversed(areas)  # the largest first, so that a program draws the smaller ones on it
    ]
    features += [
        {
            "type": "Feature",
            "geometry": mapping(one.area),
            "properties": {
                "kind": "first to arrive", "hours": areas[-1].hours, "unit": winners[one.winner].id,
                "name": winners[one.winner].name,
            },
        }
        for one in (regions(field, areas[-1].area) if winners else ())
    ]  # fmt: skip
    write_text(out, json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return sum(not one.area.is_empty for one in areas)


def _grid(step: float) -> Any:
    from layers.fields.overhead import world_grid

    if not FINEST_DEG <= step <= 5.0:
        raise RimlandError(f"cells of {step:g} degrees", place="--step", remedy=f"give {FINEST_DEG:g} to 5")
    return world_grid(step)


def _closed(scenario: Scenario) -> dict[str, Any]:
    from layers.scenario import availability

    return {
        "scenario": scenario.id,
        "closed_countries": sorted(availability.closed_countries(catalogue(), scenario)),
        "closed_passages": sorted(availability.closed_passages(catalogue(), scenario)),
        "waiting_h": {name: hours.likely for name, hours in scenario.passage_h},
        "closed_areas": len(scenario.closed_areas),
    }


@click.command()
@click.option("--units", required=True, metavar="ID,...", help="Units that set out from their bases; all: every one.")
@click.option("--mode", type=click.Choice(["air", "sea", "land", "any"]), default="any", show_default=True)
@click.option(
    "--hours", default="1,3,6,12,24,72", show_default=True, help="Hours after the order, with commas between."
)
@click.option("--winners", is_flag=True, help="Write too which unit comes first where, as areas.")
@_assumptions
def isochrones(
    units: str,
    mode: ReachMode,
    hours: str,
    winners: bool,
    scenario: str,
    shut: Closing,
    step: float,
    out: Path,
) -> None:
    """How far units come within given hours, written as areas that nest: notice, then the way, by lift too."""
    from layers.fields.reach import reached
    from layers.scenario.availability import unknown

    rows = []
    for name in sorted(catalogue().units if units.strip() == "all" else ids(units)):
        if name not in catalogue().units:
            raise unknown(name, "--units", catalogue().units)
        rows.append(catalogue().units[name])
    if not rows:
        raise RimlandError("no unit given", place="--units", remedy="give ids of the catalogue, or all")
    wanted, assumed = _hours(hours), _scenario(scenario, shut)
    found = reached(world(), assumed, rows, mode, _grid(step), wanted[-1])
    left_out = {unit.id: reason for unit, reason in found.left_out}
    if len(left_out) == len(rows):
        name, reason = next(iter(left_out.items()))
        raise RimlandError(f"{name} {reason}", place="--units", remedy="leave it out or ask for another mode")
    told = (
        "hours after the order: notice, then the way at the likely pace, with loading and unloading what is carried; "
        "the time to decide and waiting for lift are not in it, nor the minutes a missile flies"
    )
    properties = {
        "kind": "isochrone", "mode": mode, "units": [row.id for row in rows if row.id not in left_out],
        "left_out": left_out, "counted": told, **_closed(assumed),
    }  # fmt: skip
    count = _write(found.field, wanted, properties, out, rows if winners else ())
    for name, reason in left_out.items():
        click.echo(f"Left out: {name} {reason}", err=True)
    _say(count, len(wanted), "isochrone", out)


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET")
@click.option("--platform", required=True, metavar="ID", help="What responds.")
@click.option("--hours", default="12", show_default=True, help="Hours until it must be there, with commas between.")
@click.option("--notice", default=0.0, show_default=True, metavar="H", help="Hours from the order until it sets out.")
@click.option("--nation", default="", metavar="ISO", help="Whose ship it is, for straits open to their neighbours.")
@_assumptions
def posture(
    target: str,
    platform: str,
    hours: str,
    notice: float,
    nation: str,
    scenario: str,
    shut: Closing,
    step: float,
    out: Path,
) -> None:
    """From where a responder must start to be at TARGET within given hours, written as areas that nest."""
    from layers.fields import reach
    from layers.scenario.availability import unknown

    where = place(target)
    row = catalogue().platforms.get(platform)
    if row is None:
        raise unknown(platform, "--platform", catalogue().platforms)
    wanted, assumed = _hours(hours), _scenario(scenario, shut)
    if nation:
        check_country(nation.upper(), "--nation")
    at = (where.lon, where.lat)
    field = reach.posture(world(), assumed, row, at, _grid(step), wanted[-1], notice, nation.upper())
    properties = {
        "kind": "posture",
        "target": where.name,
        "target_lon": where.lon,
        "target_lat": where.lat,
        "platform": row.id,
        "notice_h": notice,
        "source": row.source.text,
        **_closed(assumed),
    }
    count = _write(field, wanted, properties, out)
    _say(count, len(wanted), "posture contour", out)


def _say(count: int, asked: int, what: str, out: Path) -> None:
    click.echo(f"Wrote {asked} {what}{'s' if asked != 1 else ''} to {out}")
    if count < asked:
        click.echo(f"{asked - count} of them without an area: nobody is anywhere so soon")
