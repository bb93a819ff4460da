"""What a strait or an airspace costs when it is closed or opened: the first time, again, and everything anew beside it.

python -m benchmarks.bench_toggle [--json FILE]
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

import resources
from benchmarks.harness import Row, main, ratio
from layers import kernels
from layers.catalogue import find
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.clock import Target, respond
from layers.response.world import World
from layers.scenario import edits
from layers.scenario.model import BASELINE, Scenario

STRAITS = {
    "narva": ("close suez", "open bosporus", "close oresund", "close dover", "close gibraltar", "close giuk-east"),
    "pratas": ("close bashi", "close malacca", "open bosporus", "close panama", "close miyako"),
}
SKIES = {
    "narva": ("avoid ESP", "avoid POL", "avoid SWE", "avoid FIN"),
    "pratas": ("avoid PHL", "avoid JPN", "avoid VNM"),
}


def took(world: World, target: Target, scenario: Scenario) -> float:
    begin = time.perf_counter()
    respond(world, scenario, target)
    return time.perf_counter() - begin


def rows() -> Iterator[Row]:
    kernels.warm()
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    for place, straits in STRAITS.items():
        target = Target.at(catalogue, find.resolve(catalogue, place))
        for what, names in (("strait", straits), ("airspace", SKIES[place])):
            world = load_world(catalogue)
            anew = [took(world, target, BASELINE)]
            first, again = {}, []
            for name in names:
                verb, one = name.split()
                given = {"close": "close", "open": "open_", "avoid": "avoid"}[verb]
                toggled = edits.adjusted(catalogue, BASELINE, **{given: frozenset({one})})
                first[name] = took(world, target, toggled)
                took(world, target, BASELINE)
                again.append(took(world, target, toggled))
            anew.append(took(load_world(catalogue), target, toggled))
            work = f"{what} toggled, all {len(catalogue.units)} units to {place.title()}"
            worst = max(first, key=lambda name: first[name])
            yield ratio(
                work, f"first time, over all anew; median of {len(names)}", median(first.values()), median(anew)
            )
            yield Row(work, f"the longest of them, {worst}", first[worst], "s", at_most=0.3)
            yield Row(work, "seen before", median(again), "s", at_most=0.05)


if __name__ == "__main__":
    main(rows)
