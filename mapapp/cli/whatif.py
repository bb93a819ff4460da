"""Commands that turn the question round: what matters most, and what would have to be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from mapapp.cli.assumed import EFFECT, assumed, targets, threshold
from mapapp.cli.common import PlaceCommand, catalogue, echo_json, world

if TYPE_CHECKING:
    from layers.catalogue.forces import Threshold
    from layers.response.clock import Target
    from layers.scenario.model import Scenario


@click.command(cls=PlaceCommand)
@click.argument("target", metavar="TARGET")
@click.option("--scenario", default="both-ends", show_default=True, help="Id of a ready-made scenario, or a file.")
@click.option("--effect", help=EFFECT + " When left out, the first of the place's own that is late.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def sensitivity(target: str, scenario: str, effect: str | None, as_json: bool) -> None:
    """Which assumption moves the gap at TARGET most: each at its low and its high value."""
    from layers.theatres.sensitivity import tornado

    where = targets(target)[0]
    pressed = assumed(scenario)
    found = tornado(world(), pressed, where, _chosen(where, pressed, effect))
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
@click.option("--effect", required=True, help=EFFECT)
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
    where, pressed, asked = targets(target)[0], assumed(scenario), threshold(effect)
    if what in {"base", "release"}:
        from layers.theatres.improve import gains

        best = gains(world(), pressed, where, asked, "base" if what == "base" else "release")
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
    from layers.theatres.whatif import Solve, solve

    chosen: Solve = next(name for name in get_args(Solve) if name == what)
    answer = solve(world(), pressed, where, asked, chosen)
    if as_json:
        echo_json(
            {
                "target": where.id, "effect": asked.id, "scenario": scenario, "solve": answer.solve,
                "value": answer.value, "unit": answer.unit or None, "gap_h": answer.gap_h, "words": answer.words,
            }
        )  # fmt: skip
        return
    click.echo(answer.words)


def _chosen(where: Target, pressed: Scenario, effect: str | None) -> Threshold:
    """The threshold asked for, or of the place's own the first that is not met in time."""
    from layers.response.clock import respond
    from layers.theatres.distraction import side
    from layers.theatres.thresholds import required

    if effect:
        return threshold(effect)
    asked, found = required(catalogue(), where.id), respond(world(), pressed, where)
    sides = [side(catalogue(), found, one) for one in asked]
    late = [one for one, met in zip(asked, sides, strict=True) if met.hours is None or (met.gap_h or 0.0) > 0]
    return (late or list(asked))[0]
