"""Commands about two theatres: scenarios and their difference, the price of distraction, what would have to be true."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import click

from layers.errors import RimlandError
from mapapp.cli.common import PlaceCommand, catalogue, echo_json, ids, inert, place, world

if TYPE_CHECKING:
    from layers.catalogue.forces import Threshold
    from layers.response.clock import Target
    from layers.response.distraction import Price, Side
    from layers.scenario.model import Scenario

_EFFECT = "What has to be there, such as air_presence, ground_company or heavy_brigade."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def scenarios(as_json: bool) -> None:
    """The ready-made scenarios, each with its assumptions and their sources."""
    from layers.io.project import load_scenario, ready_made
    from layers.scenario.model import BASELINE

    found = [BASELINE, *(load_scenario(catalogue(), name) for name in ready_made())]
    if as_json:
        echo_json(
            [
                {
                    "id": row.id,
                    "name": row.name,
                    "note": row.note,
                    "focus": row.focus or None,
                    "levers": sorted(row.levers),
                    "committed": sorted(row.committed),
                    "engaged": [{"unit": unit, "at": at} for unit, at in row.engaged],
                }
                for row in found
            ]
        )
        return
    for row in found:
        click.echo(f"{row.id}: {row.name}")
        click.echo(click.wrap_text(row.note, 100, "    ", "    "))
        if row.levers:
            click.echo(click.wrap_text(f"Levers: {', '.join(sorted(row.levers))}", 100, "    ", "    "))
        click.echo()


@click.command()
@click.argument("target", metavar="TARGET|all")
@click.option("--scenario", default="both-ends", show_default=True, help="Id of a ready-made scenario, or a file.")
@click.option(
    "--levers", metavar="L,...", help="Levers in force besides the scenario's; a minus before one takes it away."
)
@click.option("--commit", metavar="UNIT[@PLACE],...", help="Units gone, or engaged at a flashpoint and let go by rule.")
@click.option("--pool", "pools", metavar="ID=N", multiple=True, help="How many aircraft or ships a pool has.")
@click.option("--effect", help=_EFFECT)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
@click.option("--csv", "as_csv", is_flag=True, help="One row per threshold, for a spreadsheet.")
def gap(
    target: str,
    scenario: str,
    levers: str | None,
    commit: str | None,
    pools: tuple[str, ...],
    effect: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """The price of distraction at TARGET: each threshold alone, and with the other end burning."""
    from layers.response.distraction import prices

    assumed = _assumed(scenario, levers, commit, pools)
    asked = (_threshold(effect),) if effect else ()
    found = [row for where in _targets(target) for row in prices(world(), assumed, where, asked)]
    if as_json:
        echo_json([gap_json(row) for row in found])
    elif as_csv:
        click.echo(gap_csv(found), nl=False)
    else:
        _print_gaps(found, assumed)


def gap_json(row: Price) -> dict[str, Any]:
    """One threshold as the keys of `rimland gap --json`."""
    clock = row.clock
    return {
        "target": row.target,
        "target_name": row.target_name,
        "effect": row.threshold.id,
        "effect_name": row.threshold.name,
        "clock_h": None if clock is None else clock.hours.likely,
        "clock_low_h": None if clock is None else clock.hours.low,
        "clock_high_h": None if clock is None else clock.hours.high,
        "alone_h": row.alone.hours,
        "with_h": row.pressed.hours,
        "price_of_distraction_h": row.price_h,
        "p_in_time": row.pressed.p_in_time,
        "binding_resource": row.binding,
        "covered_by": list(row.covered_by),
        "not_covered_by": list(row.not_covered_by),
        "price_in_words": row.words,
        "alone": _side(row.alone),
        "with": _side(row.pressed),
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "unit": None if side.first is None else side.first.row.unit,
        "likely_h": side.hours,
        "p10_h": side.p10_h,
        "p50_h": side.p50_h,
        "p90_h": side.p90_h,
        "p_in_time": side.p_in_time,
        "gap_h": side.gap_h,
        "verdict": side.verdict,
        "reason": side.reason,
        "stages": [
            {"name": stage.name, "likely_h": stage.hours.likely, "source": stage.source}
            for stage in (side.first.row.stages if side.first else ())
        ],
    }


_CSV = (
    "target", "effect", "clock_h", "alone_h", "with_h", "price_of_distraction_h", "p_in_time_alone", "p_in_time",
    "first_alone", "first_with", "verdict_alone", "verdict_with", "binding_resource", "covered_by", "not_covered_by",
)  # fmt: skip


def gap_csv(rows: list[Price]) -> str:
    """Thresholds as a table for a spreadsheet; hours and chances that there are none of stay empty, words say why."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_CSV)
    for row in rows:
        numbers = (
            None if row.clock is None else row.clock.hours.likely, row.alone.hours, row.pressed.hours, row.price_h,
            row.alone.p_in_time, row.pressed.p_in_time,
        )  # fmt: skip
        words = (
            _unit(row.alone), _unit(row.pressed), row.alone.verdict, row.pressed.verdict, row.binding,
            ";".join(row.covered_by), ";".join(row.not_covered_by),
        )  # fmt: skip
        shown = ["" if value is None else f"{value:.3f}" for value in numbers]
        table.writerow([row.target, row.threshold.id, *shown, *(inert(word) for word in words)])
    return out.getvalue()


def _unit(side: Side) -> str:
    return "" if side.first is None else side.first.row.unit


def _print_gaps(rows: list[Price], scenario: Scenario) -> None:
    from layers.units import format_duration

    def hours(value: float | None) -> str:
        return "nobody comes" if value is None else format_duration(value * 3600)

    def chance(value: float | None) -> str:
        return "-" if value is None else f"{value:.0%}"

    click.echo(f"{scenario.name} ({scenario.id}): hours after the first hostile move, likely values")
    last = ""
    for row in rows:
        if row.target != last:
            last = row.target
            limit = "no seizure clock" if row.clock is None else f"clock {row.clock.hours.likely:g} h"
            law = ", ".join(row.covered_by) or "no commitment"
            beside = f"; not {', '.join(row.not_covered_by)}" if row.not_covered_by else ""
            click.echo(f"\n{row.target_name}: {limit}; covered by {law}{beside}")
        click.echo(
            f"  {row.threshold.name:24} alone {hours(row.alone.hours):>13} ({chance(row.alone.p_in_time)} in time), "
            f"with {hours(row.pressed.hours):>13} ({chance(row.pressed.p_in_time)}): price {row.words}"
        )
        click.echo(f"  {'':24} {row.pressed.verdict}; most time goes to {row.binding}")


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--target", help="Place to compare at, unit by unit; all flashpoints when left out.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def compare(first: str, second: str, target: str | None, as_json: bool) -> None:
    """Two scenarios: what differs in their assumptions, and the hours won and lost from A to B."""
    from layers.io.project import load_scenario
    from layers.response.compare import Comparison, differences
    from layers.response.compare import compare as compared

    one, two = (load_scenario(catalogue(), name) for name in (first, second))
    found: list[Comparison] = [compared(world(), one, two, where) for where in _targets(target or "all")]
    differ = differences(one, two)
    if as_json:
        echo_json(
            {
                "a": one.id,
                "b": two.id,
                "differences": [
                    {"field": row.field, "what": row.what, "a": row.first, "b": row.second} for row in differ
                ],
                "thresholds": [
                    {
                        "target": row.target, "effect": row.threshold, "clock_h": row.clock_h,
                        "a_h": row.first.hours, "b_h": row.second.hours, "won_h": row.won_h,
                        "a_p_in_time": row.first.p_in_time, "b_p_in_time": row.second.p_in_time,
                        "a_verdict": row.first.verdict, "b_verdict": row.second.verdict,
                    }
                    for each in found for row in each.thresholds
                ],
                "arrivals": [
                    {
                        "target": each.first.target, "unit": row.first.unit, "effect": row.first.effect,
                        "a_h": row.first.total.likely if row.first.total else None,
                        "b_h": row.second.total.likely if row.second.total else None,
                        "won_h": row.won_h, "words": row.words,
                    }
                    for each in found for row in each.shifts
                ],
            }
        )  # fmt: skip
        return
    from layers.units import format_duration

    click.echo(f"A: {one.name} ({one.id})\nB: {two.name} ({two.id})\n\nWhat differs:")
    for row in differ:
        click.echo(f"  {row.what}: A {row.first}, B {row.second}")
    if not differ:
        click.echo("  nothing")

    def hours(value: float | None) -> str:
        return "nobody comes" if value is None else format_duration(value * 3600)

    def won(value: float | None) -> str:
        if value is None:
            return ""
        return "as before" if abs(value) < 1e-9 else f"{hours(abs(value))} {'won' if value > 0 else 'lost'}"

    for each in found:
        click.echo(f"\n{each.first.target_name}")
        for shift in each.thresholds:
            ends = f"A {hours(shift.first.hours):>13}  B {hours(shift.second.hours):>13}"
            click.echo(f"  {shift.threshold:20} {ends}  {won(shift.won_h)}")
        for unit in each.shifts if target else ():
            if unit.words != "as before":
                a, b = (row.total.likely if row.total else None for row in (unit.first, unit.second))
                click.echo(
                    f"    {unit.first.unit:18} A {hours(a):>13}  B {hours(b):>13}  {won(unit.won_h) or unit.words}"
                )


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET")
@click.option("--scenario", default="both-ends", show_default=True, help="Id of a ready-made scenario, or a file.")
@click.option("--effect", help=_EFFECT + " When left out, the first of the place's own that is late.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def sensitivity(target: str, scenario: str, effect: str | None, as_json: bool) -> None:
    """Which assumption moves the gap at TARGET most: each at its low and its high value."""
    from layers.response.sensitivity import tornado

    where = _targets(target)[0]
    assumed = _assumed(scenario)
    found = tornado(world(), assumed, where, _chosen(where, assumed, effect))
    if as_json:
        echo_json(
            {
                "target": found.target,
                "scenario": scenario,
                "effect": found.threshold.id,
                "gap_h": found.gap_h,
                "first_unit": found.first_unit or None,
                "swings": [
                    {
                        "kind": row.kind, "id": row.id, "name": row.name, "unit": row.unit,
                        "low": row.values.low, "likely": row.values.likely, "high": row.values.high,
                        "gap_low_h": row.gap_low_h, "gap_high_h": row.gap_high_h,
                        "swing_h": None if row.swing_h == float("inf") else row.swing_h, "source": row.source,
                    }
                    for row in found.swings
                ],
            }
        )  # fmt: skip
        return
    from layers.response.gap import verdict

    click.echo(
        f"{found.threshold.name} at {where.name}: {verdict(found.gap_h) if found.first_unit else 'nobody comes'}"
    )
    for row in found.swings:
        ends = ["nobody comes" if value is None else verdict(value) for value in (row.gap_low_h, row.gap_high_h)]
        click.echo(f"  {row.name[:56]:56} {row.values.low:g}: {ends[0]}; {row.values.high:g}: {ends[1]}")


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET")
@click.option("--effect", required=True, help=_EFFECT)
@click.option(
    "--solve",
    "what",
    type=click.Choice(["decision_h", "readiness_h", "distance_km", "base", "release"]),
    required=True,
    help="What to solve for; base and release name the one change that wins most hours.",
)
@click.option("--scenario", default="baseline", show_default=True, help="Id of a ready-made scenario, or a file.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def whatif(target: str, effect: str, what: str, scenario: str, as_json: bool) -> None:
    """What would have to be true for the response at TARGET to be there just in time."""
    where, assumed, threshold = _targets(target)[0], _assumed(scenario), _threshold(effect)
    if what in {"base", "release"}:
        from layers.response.improve import gains

        best = gains(world(), assumed, where, threshold, "base" if what == "base" else "release")
        if as_json:
            echo_json(
                [
                    {
                        "kind": row.kind, "unit": row.unit, "base": row.base or None, "hours": row.hours,
                        "won_h": None if row.won_h == float("inf") else row.won_h, "words": row.words,
                    }
                    for row in best
                ]
            )  # fmt: skip
            return
        click.echo("\n".join(row.words for row in best) or "No single change of that kind wins an hour.")
        return
    from layers.response.whatif import Solve, solve

    chosen: Solve = next(name for name in get_args(Solve) if name == what)
    answer = solve(world(), assumed, where, threshold, chosen)
    if as_json:
        echo_json(
            {
                "target": where.id, "effect": threshold.id, "scenario": scenario, "solve": answer.solve,
                "value": answer.value, "unit": answer.unit or None, "gap_h": answer.gap_h, "words": answer.words,
            }
        )  # fmt: skip
        return
    click.echo(answer.words)


def _targets(text: str) -> list[Target]:
    from layers.response.clock import Target

    names = list(catalogue().flashpoints) if text.strip().lower() == "all" else [text]
    return [Target.at(catalogue(), place(name)) for name in names]


def _threshold(name: str) -> Threshold:
    from layers.response.thresholds import named

    return named(catalogue(), name.strip().lower())


def _chosen(where: Target, assumed: Scenario, effect: str | None) -> Threshold:
    """The threshold asked for, or of the place's own the first that is not met in time."""
    from layers.response.clock import respond
    from layers.response.distraction import side
    from layers.response.thresholds import required

    if effect:
        return _threshold(effect)
    asked, found = required(catalogue(), where.id), respond(world(), assumed, where)
    sides = [side(catalogue(), found, threshold) for threshold in asked]
    late = [one for one, met in zip(asked, sides, strict=True) if met.hours is None or (met.gap_h or 0.0) > 0]
    return (late or list(asked))[0]


def _assumed(
    scenario: str, levers: str | None = None, commit: str | None = None, pools: tuple[str, ...] = ()
) -> Scenario:
    """The scenario with what the options add."""
    from layers.catalogue.model import Spread
    from layers.io.project import load_scenario
    from layers.scenario import availability, edits

    found = load_scenario(catalogue(), scenario)
    for name in sorted(ids(levers)):
        found = edits.set_lever_in_force(found, name.lstrip("-").lower(), in_force=not name.startswith("-"))
    for name in sorted(ids(commit)):
        unit, _, at = name.lower().partition("@")
        if at:
            found = replace(found, engaged=tuple(sorted({*found.engaged, (unit, at)})))
        else:
            found = edits.set_committed(found, unit, committed=True)
    for text in pools:
        name, _, count = text.partition("=")
        try:
            many = float(count)
        except ValueError:
            raise RimlandError(f"{text!r} says no number", place="--pool", remedy="write it as c-17-us=10") from None
        found = edits.set_pool(found, name.strip().lower(), Spread(many, many, many))
    availability.check(catalogue(), found)
    return found
