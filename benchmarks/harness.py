"""What the benchmarks share: interleaved repeats, a line per result, and a JSON file of the ratios."""

from __future__ import annotations

import gc
import json
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

RESULTS: dict[str, float] = {}
"""Ratios and errors by name, filled by `say`."""


def interleaved(work: Mapping[str, Callable[[], Any]], repeats: int = 7) -> dict[str, float]:
    """Median seconds of each, called in turn so that a busy moment of the machine falls on all of them."""
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


def say(line: str, *, key: str = "", value: float | None = None) -> None:
    """Print a line, and keep a number under a name."""
    print(line, flush=True)
    if key and value is not None:
        RESULTS[key] = float(value)


def keep(key: str, value: float) -> None:
    """Keep a number under a name without a line of its own."""
    RESULTS[key] = float(value)


def finish(arguments: list[str]) -> None:
    """Write the results to the file after ``--json``, if one is named."""
    if "--json" in arguments:
        out = Path(arguments[arguments.index("--json") + 1])
        about = {"machine": platform.machine(), "python": platform.python_version(), "date": time.strftime("%Y-%m-%d")}
        out.write_text(json.dumps({**about, "results": RESULTS}, indent=1), encoding="utf-8")
