"""Commands about two theatres: the ready-made scenarios, their difference, and the price of distraction."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from mapapp.cli.assumed import EFFECT, assumed, targets, threshold
from mapapp.cli.closing import Closing, closing
from mapapp.cli.common import catalogue, echo_json, inert, world

if TYPE_CHECKING:
    from layers.scenario.model import Scenario
    from layers.theatres.distraction import LeverCost, Price, Side


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
@closing
@click.option("--effect", help=EFFECT)
@click.option("--each", is_flag=True, help="What each lever costs, by itself and on top of the others.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
@click.option("--csv", "as_csv", is_flag=True, help="One row per threshold, for a spreadsheet.")
def gap(
    target: str,
    scenario: str,
    levers: str | None,
    commit: str | None,
    pools: tuple[str, ...],
    shut: Closing,
    effect: str | None,
    each: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """The price of distraction at TARGET: each threshold alone, and with the other end burning."""
    from layers.theatres.distraction import costs, prices

    pressed = shut.applied(assumed(scenario, levers, commit, pools))
    asked = (threshold(effect),) if effect else ()
    found: list[Price] = []
    dear: list[tuple[LeverCost, ...]] = []
    places = targets(target)
    for number, where in enumerate(places, 1):
        if len(places) > 1:
            # to stderr, so that a pipe gets the answer alone
            click.echo(f"{number} of {len(places)}: {where.name}", err=True)
        for row in prices(world(), pressed, where, asked):
            found.append(row)
            dear.append(costs(world(), pressed, where, row.threshold) if each else ())
    if as_json:
        echo_json([gap_json(row, costs) for row, costs in zip(found, dear, strict=True)])
    elif as_csv:
        click.echo(gap_csv(found), nl=False)
    else:
        _print_gaps(found, dear, pressed)


def gap_json(row: Price, costs: Sequence[LeverCost] = ()) -> dict[str, Any]:
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
        "levers": [{"id": one.lever, "by_itself_h": one.by_itself_h, "on_top_h": one.on_top_h} for one in costs],
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
            {
                "name": stage.name,
                "likely_h": stage.hours.likely,
                "source": stage.source,
                "confidence": stage.confidence,
            }
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


def _print_gaps(rows: list[Price], dear: Sequence[Sequence[LeverCost]], scenario: Scenario) -> None:
    from layers.units import format_duration

    def hours(value: float | None) -> str:
        return "nobody comes" if value is None else format_duration(value * 3600)

    def chance(value: float | None) -> str:
        return "-" if value is None else f"{value:.0%}"

    click.echo(f"{scenario.name} ({scenario.id}): hours after the first hostile move, likely values")
    last = ""
    for row, costs in zip(rows, dear, strict=True):
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
        for one in costs:
            ends = f"by itself {hours(one.by_itself_h):>12}, on top of the others {hours(one.on_top_h):>12}"
            click.echo(f"      {one.lever:18} {ends}")


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--target", help="Place to compare at, unit by unit; all flashpoints when left out.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def compare(first: str, second: str, target: str | None, as_json: bool) -> None:
    """Two scenarios: what differs in their assumptions, and the hours won and lost from A to B."""
    from layers.document.assumptions import differences
    from layers.io.project import load_scenario
    from layers.theatres.compare import Comparison
    from layers.theatres.compare import compare as compared

    one, two = (load_scenario(catalogue(), name) for name in (first, second))
    found: list[Comparison] = [compared(world(), one, two, where) for where in targets(target or "all")]
    differ = differences(catalogue(), one, two)
    if as_json:
        echo_json(
            {
                "a": one.id,
                "b": two.id,
                "differences": [
                    {
                        "group": row.what.group, "id": row.what.id, "what": row.what.name,
                        "a": row.what.said(row.what.value), "b": row.what.said(row.other),
                        "default": row.what.said(row.what.default),
                    }
                    for row in differ
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
        click.echo(
            f"  {row.what.group}, {row.what.name}: A {row.what.said(row.what.value)}, B {row.what.said(row.other)}"
        )
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
