"""docs/performance.md and its curves, written from what `python -m benchmarks` measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks import plot
from benchmarks.harness import Curve, Row, seconds

DOCS = Path(__file__).resolve().parents[1] / "docs"
Measured = dict[str, Any]

HEAD = """# How fast it is, and how exact

Written by `python -m benchmarks --docs` (`make bench` runs the same and prints the table). Every figure is a median,
and a peer is timed in the same run as ours, turn by turn, so that a busy moment of the machine falls on both. A ratio
is the peer's time over ours. The marks are those of the project's plan; `short` is said where one is not met.

"""


def _rows(measured: Measured) -> list[Row]:
    return [Row(**row) for each in measured.values() for row in each.get("rows", ())]


def _size(row: Row) -> str:
    size = f"{row.value:,.0f}" if abs(row.value) >= 100 else f"{row.value:.3g}"
    return f"{size} {'times' if row.unit == 'x' else row.unit}".strip()


def _verdict(row: Row) -> str:
    return {True: "met", False: "**short**", None: ""}[row.met]


def table(measured: Measured) -> str:
    """The table as text for a terminal."""
    cells = [("work", "figure", "", "mark", "", "ours", "peer")]
    last = ""
    for row in _rows(measured):
        work = row.work if row.work != last else ""
        last = row.work
        verdict = {True: "met", False: "SHORT", None: ""}[row.met]
        cells.append((work, row.figure, _size(row), row.mark, verdict, seconds(row.ours_s), seconds(row.peer_s)))
    widths = [max(len(line[k]) for line in cells) for k in range(len(cells[0]))]
    return "\n".join("  ".join(cell.ljust(size) for cell, size in zip(line, widths, strict=True)) for line in cells)


def markdown(measured: Measured) -> str:
    """The page."""
    parts = [HEAD]
    machines: dict[str, list[str]] = {}
    for name, each in measured.items():
        about = each["machine"]
        wide = "with AVX-512" if about["avx512"] else "without AVX-512"
        versions = ", ".join(f"{package} {version}" for package, version in about["versions"].items())
        told = (
            f"{about['cpu']}, {about['cores']} cores, {wide}; {about['system']}; Python {about['python']}, {versions}; "
            f"{about['date']}"
        )
        machines.setdefault(told, []).append(f"{name.removeprefix('bench_')} (load {about['load']})")
    for told, names in machines.items():
        parts.append(f"**Measured on** {told}.\nLoad of the machine when each was done: {', '.join(names)}.\n\n")
    parts.append("| work | figure | measured | mark | | ours | peer |\n|---|---|---|---|---|---|---|\n")
    last = ""
    for row in _rows(measured):
        work = row.work if row.work != last else ""
        last = row.work
        figure = f"{row.figure}; {row.note}" if row.note else row.figure
        parts.append(
            f"| {work} | {figure} | {_size(row)} | {row.mark} | {_verdict(row)} | {seconds(row.ours_s)} | "
            f"{seconds(row.peer_s)} |\n"
        )
    curves = [one for each in measured.values() for one in each.get("curves", ())]
    if curves:
        parts.append("\n## How the cost grows\n\n")
        parts += [f"![{one['title']}](images/growth-{one['name']}.svg)\n\n" for one in curves]
    return "".join(parts).rstrip() + "\n"


def write(measured: Measured) -> list[Path]:
    """Write the page and the curves; the files written."""
    page = DOCS / "performance.md"
    page.write_text(markdown(measured), encoding="utf-8")
    written = [page]
    for each in measured.values():
        for one in each.get("curves", ()):
            curve = Curve(**one)
            file = DOCS / "images" / f"growth-{curve.name}.svg"
            file.write_text(plot.svg(curve), encoding="utf-8")
            written.append(file)
    return written
