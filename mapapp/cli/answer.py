"""Commands that answer: one route, and who can respond to a grab."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from layers.response.montecarlo import DRAWS, SEED
from layers.routes.model import Mode, NoRoute, Route
from mapapp.cli.closing import Closing, closing
from mapapp.cli.common import PlaceCommand, both, catalogue, echo_json, ids, inert, pairs, place, world

if TYPE_CHECKING:
    from layers.catalogue.values import Spread
    from layers.response.model import Arrival, Likelihood, Percentiles, Response


@click.command(cls=PlaceCommand)
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--mode", type=click.Choice(["air", "sea", "land"]), required=True, help="How it travels.")
@closing
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def route(
    start: str,
    end: str,
    mode: Mode,
    shut: Closing,
    as_json: bool,
) -> None:
    """The shortest way from A to B by air, sea or land, or why there is none."""
    from layers.scenario.model import BASELINE

    prefer = {"air": "air", "sea": "naval", "land": "army"}[mode]
    a, b = place(start, prefer), place(end, prefer)
    scenario = shut.applied(BASELINE)
    found = world().route(scenario, mode, (a.lon, a.lat), (b.lon, b.lat))
    if as_json:
        echo_json({"from": a.name, "to": b.name, "mode": mode, **route_json(found)})
        return
    click.echo(f"{a.name} to {b.name} by {mode}")
    if isinstance(found, NoRoute):
        click.echo(f"unreachable: {found.reason}")
        return
    click.echo(f"{both(found.length_m)}, {found.detour:.2f} times the direct geodesic")
    if found.passages:
        label = "countries" if mode == "land" else "passages"
        click.echo(f"{label}: {', '.join(found.passages)}")
    if found.delay_s > 0:
        click.echo(f"waiting in them: {found.delay_s / 3600:g} h")
    for name, snap in ((a.name, found.start_snap), (b.name, found.end_snap)):
        if snap is not None and snap.distance_m >= 1.0:
            click.echo(f"{name} is {both(snap.distance_m)} from where the way meets the water")
    for sentence in found.told:
        click.echo(sentence)


def route_json(found: Route | NoRoute) -> dict[str, Any]:
    """A route as the keys of `rimland route --json`."""
    if isinstance(found, NoRoute):
        return {
            "status": "unreachable",
            "reason": found.reason,
            "length_km": None,
            "length_nmi": None,
            "passages": [],
            "line": None,
        }
    from layers import geodesy, units

    lon, lat = found.line.lon, found.line.lat
    snaps = {
        name: {"lon": snap.lon, "lat": snap.lat, "distance_km": snap.distance_m / 1e3}
        for name, snap in (("start_snap", found.start_snap), ("end_snap", found.end_snap))
        if snap is not None
    }
    return {
        "status": "ok",
        "reason": "",
        "length_km": found.length_m / 1e3,
        "length_nmi": found.length_m / units.METRES_PER_NMI,
        "geodesic_km": found.geodesic_m / 1e3,
        "detour": found.detour,
        "passages": list(found.passages),
        "delay_h": found.delay_s / 3600,
        "notes": list(found.notes),
        "assumed": list(found.assumed),
        "refused": list(found.refused),
        **snaps,
        "legs_km": [float(metres) / 1e3 for metres in geodesy.distance(lon[:-1], lat[:-1], lon[1:], lat[1:])],
        "line": {
            "type": "LineString",
            "coordinates": [[float(x), float(y)] for x, y in zip(lon, lat, strict=True)],
        },
    }


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET")
@click.option("--scenario", default="baseline", show_default=True, help="Id of a ready-made scenario, or a file.")
@closing
@click.option("--commit", metavar="UNIT,...", help="Units tied down elsewhere.")
@click.option("--call", metavar="UNIT|ISO,...", help="Units, or a nation's, that answer although not expected to.")
@click.option("--uncall", metavar="UNIT|ISO,...", help="Units, or a nation's, that do not answer.")
@click.option("--lift", metavar="UNIT=PLATFORM,...", help="What carries a unit, in place of the soonest it may use.")
@click.option("--draws", type=click.IntRange(1), default=DRAWS, show_default=True, help="Draws of the uncertain hours.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed gives the same draws.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
@click.option("--csv", "as_csv", is_flag=True, help="One row per unit, for a spreadsheet.")
def response(
    target: str,
    scenario: str,
    shut: Closing,
    commit: str | None,
    call: str | None,
    uncall: str | None,
    lift: str | None,
    draws: int,
    seed: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Who can respond at TARGET, through which stages, and how much too late."""
    from layers.io.project import load_scenario
    from layers.response.clock import Target, respond
    from layers.response.montecarlo import simulate

    where = place(target)
    assumed = shut.applied(
        load_scenario(catalogue(), scenario),
        commit=ids(commit),
        call=ids(call),
        uncall=ids(uncall),
        lift=pairs(lift, "--lift"),
    )
    found = respond(world(), assumed, Target.at(catalogue(), where))
    found = replace(found, chances=simulate(found, draws, seed))
    if as_json:
        echo_json(response_json(found))
    elif as_csv:
        click.echo(response_csv(found), nl=False)
    else:
        _print(found)


def response_json(found: Response) -> dict[str, Any]:
    """A response as the keys of `rimland response --json`."""
    clock = None if found.clock is None else _spread(found.clock.hours)
    chances = found.chances
    return {
        "target": found.target,
        "target_name": found.target_name,
        "lon": found.lon,
        "lat": found.lat,
        "scenario": found.scenario,
        "clock_h": clock,
        "clock_source": None if found.clock is None else found.clock.source.text,
        "draws": chances.draws if chances else None,
        "seed": chances.seed if chances else None,
        "arrivals": [
            {**_arrival(row), **_likelihood(chances.units.get(row.unit) if chances else None)} for row in found.arrivals
        ],
        "gaps": [
            {
                "effect": row.effect,
                "first_unit": row.first_unit or None,
                "likely_h": row.likely_h,
                "gap_h": row.gap_h,
                "verdict": row.verdict,
                **_likelihood(chances.effects.get(row.effect) if chances else None),
                **_gap(chances.gaps.get(row.effect) if chances else None),
            }
            for row in found.gaps
        ],
    }


def _arrival(row: Arrival) -> dict[str, Any]:
    total = row.total
    return {
        "unit": row.unit,
        "base": row.base,
        "platform": row.platform,
        "effect": row.effect,
        "status": row.status,
        "reason": row.reason,
        "route_km": None if row.route_m is None else row.route_m / 1e3,
        "passages": [name for leg in row.legs for name in leg.passages if leg.mode == "sea"],
        "stages": [
            {
                "name": stage.name,
                "low_h": stage.hours.low,
                "likely_h": stage.hours.likely,
                "high_h": stage.hours.high,
                "source": stage.source,
                "confidence": stage.confidence,
            }
            for stage in row.stages
        ],
        "low_h": None if total is None else total.low,
        "likely_h": None if total is None else total.likely,
        "high_h": None if total is None else total.high,
        "notes": list(row.notes),
        "refused": list(row.refused),
        "legs": [{"mode": leg.mode, **route_json(leg)} for leg in row.legs],
    }


def _likelihood(found: Likelihood | None) -> dict[str, float | None]:
    """Percentiles of the drawn hours, and the probability of coming before the clock runs out."""
    if found is None:
        return dict.fromkeys(("p10_h", "p50_h", "p90_h", "p_in_time"))
    return {"p10_h": found.p10_h, "p50_h": found.p50_h, "p90_h": found.p90_h, "p_in_time": found.p_in_time}


def _gap(found: Percentiles | None) -> dict[str, float | None]:
    if found is None:
        return dict.fromkeys(("gap_p10_h", "gap_p50_h", "gap_p90_h"))
    return {"gap_p10_h": found.p10_h, "gap_p50_h": found.p50_h, "gap_p90_h": found.p90_h}


def _spread(hours: Spread) -> dict[str, float]:
    return {"low": hours.low, "likely": hours.likely, "high": hours.high}


_CSV_COLUMNS = (
    "target", "unit", "base", "platform", "effect", "status", "reason", "route_km", "low_h", "likely_h", "high_h",
    "p10_h", "p50_h", "p90_h", "p_in_time", "stages",
)  # fmt: skip


def response_csv(found: Response) -> str:
    """A response as a table for a spreadsheet; text that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_CSV_COLUMNS)
    for row in found.arrivals:
        hours = ("", "", "") if row.total is None else (row.total.low, row.total.likely, row.total.high)
        stages = "; ".join(f"{stage.name} {stage.hours.likely:.2f} h" for stage in row.stages)
        words = (found.target, row.unit, row.base, row.platform, row.effect, row.status, row.reason)
        km = "" if row.route_m is None else f"{row.route_m / 1e3:.1f}"
        chance = _likelihood(found.chances.units.get(row.unit) if found.chances else None)
        drawn = ["" if value is None else f"{value:.2f}" for value in chance.values()]
        fixed = [f"{h:.2f}" if h != "" else "" for h in hours]
        rows.writerow([*(inert(word) for word in words), km, *fixed, *drawn, stages])
    return out.getvalue()


def _print(found: Response) -> None:
    from rich.console import Console
    from rich.table import Table

    from layers import units

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = 140  # a file or a pipe has no edge to fold at
    clock = found.clock
    console.print(f"[bold]{found.target_name}[/bold], scenario {found.scenario}", markup=True)
    if clock is None:
        console.print("No seizure clock here.")
    else:
        hours = clock.hours
        console.print(
            f"Seizure clock {hours.low:g} / {hours.likely:g} / {hours.high:g} h ({clock.source.confidence} confidence)"
        )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("unit", "base", "effect"):
        table.add_column(name, overflow="fold")
    for name in ("km", "low", "likely", "high"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("chance", justify="right", no_wrap=True)
    table.add_column("verdict", overflow="fold")
    for row in found.arrivals:
        if row.total is None or row.route_m is None:
            table.add_row(row.unit, row.base, row.effect, "", "", "", "", "", f"{row.status}: {row.reason}")
            continue
        hours_text = [units.format_duration(h * 3600) for h in (row.total.low, row.total.likely, row.total.high)]
        chance = found.chances.units.get(row.unit) if found.chances else None
        share = "" if chance is None or chance.p_in_time is None else f"{chance.p_in_time:.0%}"
        table.add_row(row.unit, row.base, row.effect, units.group(row.route_m / 1e3), *hours_text, share, row.status)
    console.print(table)
    console.print()
    for gap in found.gaps:
        console.print(f"{gap.effect:24} {gap.first_unit or '-':16} {gap.verdict}")
    if found.chances:
        drawn = found.chances
        console.print(f"\nChance: of {drawn.draws:,} draws (seed {drawn.seed}) the share that beats the clock.")
