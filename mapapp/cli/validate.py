"""`rimland validate`: the published cases beside what the model says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from layers.units import group
from mapapp.cli.common import echo_json, world

if TYPE_CHECKING:
    from layers.response.validation import Check


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
@click.pass_context
def validate(ctx: click.Context, as_json: bool) -> None:
    """Published times and distances beside ours; exit code 1 when one is out of tolerance."""
    from layers.response.validation import checks

    found = checks(world())
    out = sum(row.verdict == "out" for row in found)
    if as_json:
        echo_json({"out_of_tolerance": out, "checks": [check_json(row) for row in found]})
    else:
        _print(found)
    ctx.exit(1 if out else 0)


def check_json(row: Check) -> dict[str, Any]:
    """A check as the keys of `rimland validate --json`."""
    published, ours = row.published, row.ours
    return {
        "kind": row.kind,
        "case": row.name,
        "unit": row.unit,
        "published": None if published is None else {"low": published[0], "high": _finite(published[1])},
        "ours": None if ours is None else {"low": ours[0], "high": ours[1]},
        "difference_pct": row.difference_pct,
        "tolerance": row.tolerance,
        "verdict": row.verdict,
        "note": row.note,
        "source": row.source,
    }


def _finite(value: float) -> float | None:
    return value if value < float("inf") else None


def _print(found: tuple[Check, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 180  # a file or a pipe has no edge to fold at
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("case", overflow="fold", max_width=60)
    for name in ("published", "ours", "difference"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("tolerance", "verdict"):
        table.add_column(name, no_wrap=True)
    table.add_column("source and note", overflow="fold")
    for row in found:
        off = "" if row.difference_pct is None else f"{row.difference_pct:+.1f} %"
        words = f"{row.source}. {row.note}" if row.note else row.source
        table.add_row(row.name, _span(row, row.published), _span(row, row.ours), off, row.tolerance, row.verdict, words)
    console.print(table)
    counts = {verdict: sum(row.verdict == verdict for row in found) for verdict in ("within", "exception", "out")}
    skipped = sum(row.verdict == "not compared" for row in found)
    console.print(
        f"\n{counts['within']} within tolerance, {counts['exception']} documented exceptions, {counts['out']} out, "
        f"{skipped} not compared."
    )


def _span(row: Check, span: tuple[float, float] | None) -> str:
    if span is None:
        return ""
    low, high = span
    if high == float("inf"):
        return f"from {_number(low)} {row.unit}"
    return f"{_number(low)} {row.unit}" if low == high else f"{_number(low)}-{_number(high)} {row.unit}"


def _number(value: float) -> str:
    return group(value) if value >= 100 else f"{value:.3g}"
