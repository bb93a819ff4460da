"""What the benchmarks share: rows with the mark they are held to, curves, interleaved repeats, and the JSON file.

A benchmark is a module `bench_*.py` with

    def rows() -> Iterator[Row | Curve]: ...

    if __name__ == "__main__":
        main(rows)

`python -m benchmarks.bench_x [--json FILE]` prints its rows as they come; `python -m benchmarks` runs every module in a
process of its own and puts the rows together (see there). A peer is timed in the same run, by `interleaved`.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.machine import has_avx512


@dataclass(frozen=True)
class Row:
    """One figure of the table in docs/performance.md, with the mark it is held to."""

    work: str
    """The work that is done; rows of one work stand together."""
    figure: str
    """What the figure says: ``"over pyproj.Geod.inv on arrays"``."""
    value: float
    unit: str = "x"
    """``"x"`` for a ratio (peer over ours), else ``"mm"``, ``"s"``, ``"%"``, ``"MiB"``, or nothing for a count."""
    at_least: float | None = None
    at_most: float | None = None
    at_least_plain: float | None = None
    """What takes the place of `at_least` on a machine without AVX-512."""
    ours_s: float | None = None
    peer_s: float | None = None
    """Median seconds of both, where the figure is a ratio of times."""
    note: str = ""

    @property
    def mark(self) -> str:
        """The mark in words; empty where there is none."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}{_unit(self.unit)}"
        if self.at_least is not None:
            return f"at least {self._least():g}{_unit(self.unit)}"
        return ""

    @property
    def met(self) -> bool | None:
        """Whether the mark is met; None where there is none."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= self._least() if self.at_least is not None else None

    def _least(self) -> float:
        assert self.at_least is not None
        return self.at_least if self.at_least_plain is None or has_avx512() else self.at_least_plain

    def told(self) -> str:
        """The row as a line."""
        verdict = {True: "met", False: "SHORT", None: ""}[self.met]
        size = f"{self.value:,.0f}" if abs(self.value) >= 100 else f"{self.value:.3g}"
        times = ""
        if self.ours_s is not None:
            times = f"  ours {seconds(self.ours_s)}"
            times += f", peer {seconds(self.peer_s)}" if self.peer_s is not None else ""
        mark = f"  ({self.mark}: {verdict})" if self.mark else ""
        return f"{self.work}: {size}{_unit(self.unit)} {self.figure}{mark}{times}"


@dataclass(frozen=True)
class Curve:
    """How a cost grows: `lines` are seconds by name, one value for each of `x`."""

    name: str
    """A file name: docs/images/growth-NAME.svg."""
    title: str
    x_label: str
    x: tuple[float, ...]
    lines: Mapping[str, tuple[float, ...]]


def _unit(unit: str) -> str:
    return " times" if unit == "x" else f" {unit}" if unit else ""


def seconds(value: float | None) -> str:
    """A time in the unit it is read best in."""
    if value is None:
        return ""
    if value >= 1.0:
        return f"{value:.3g} s"
    return f"{value * 1e3:.3g} ms" if value >= 1e-3 else f"{value * 1e6:.3g} us"


def ratio(work: str, figure: str, ours_s: float, peer_s: float, **rest: Any) -> Row:
    """The row of a peer's time over ours."""
    return Row(work, figure, peer_s / ours_s, ours_s=ours_s, peer_s=peer_s, **rest)


def interleaved(work: Mapping[str, Callable[[], Any]], repeats: int = 7, *, warm: bool = True) -> dict[str, float]:
    """Median seconds of each, called in turn so that a busy moment of the machine falls on all of them."""
    if warm:
        for call in work.values():
            call()
    took: dict[str, list[float]] = {name: [] for name in work}
    gc.disable()
    for _ in range(repeats):
        for name, call in work.items():
            begin = time.perf_counter()
            call()
            took[name].append(time.perf_counter() - begin)
    gc.enable()
    return {name: statistics.median(each) for name, each in took.items()}


def without_compiler(work: Callable[[], Any]) -> Callable[[], Any]:
    """The same call with the compiled kernels switched off."""

    def run() -> Any:
        os.environ["RIMLAND_NO_JIT"] = "1"
        try:
            return work()
        finally:
            del os.environ["RIMLAND_NO_JIT"]

    return run


def main(make: Callable[[], Iterable[Row | Curve]]) -> None:
    """Print the rows as they come, and write them to the file after ``--json``, if one is named."""
    rows, curves = [], []
    for one in make():
        if isinstance(one, Row):
            rows.append(asdict(one))
            print(one.told(), flush=True)
        else:
            curves.append(asdict(one))
            lines = "; ".join(f"{k} {[seconds(v) for v in each]}" for k, each in one.lines.items())
            print(f"{one.title}: {lines}", flush=True)
    if "--json" in sys.argv:
        out = Path(sys.argv[sys.argv.index("--json") + 1])
        out.write_text(json.dumps({"rows": rows, "curves": curves}, indent=1), encoding="utf-8")
