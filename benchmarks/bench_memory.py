"""How much memory it takes to do all of it in one process: fields, routes, rings, the Monte Carlo, without any peer.

python -m benchmarks.bench_memory [--json FILE]
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator

import numpy as np

import resources
from benchmarks.bench_closed_air import units
from benchmarks.bench_field import GRID
from benchmarks.harness import Row, main
from layers import kernels
from layers.catalogue import find
from layers.fields.field import Closures, air_field
from layers.fields.isochrone import isochrones
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.clock import Target, respond
from layers.response.montecarlo import simulate
from layers.scenario.model import BASELINE


def peak_mib() -> float:
    """The most memory this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def rows() -> Iterator[Row]:
    kernels.warm()
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    world = load_world(catalogue)
    work = "memory of all of it in one process"
    yield Row(work, "with catalogue, networks and kernels loaded", peak_mib(), "MiB")
    response = respond(world, BASELINE, Target.at(catalogue, find.resolve(catalogue, "pratas")))
    simulate(response)
    yield Row(work, "after a response of all units, with its Monte Carlo", peak_mib(), "MiB")
    closed = frozenset(row.country for row in catalogue.airspace.values() if row.default != "open")
    hundred = units(catalogue, closed, 100)
    isochrones(air_field(GRID, hundred), [1, 3, 6, 12, 24])
    isochrones(air_field(GRID, hundred, Closures(world.air, closed)), [1, 3, 6, 12, 24])
    draw = np.random.default_rng(0)
    lon, lat = draw.uniform(-180, 180, 10_000), draw.uniform(-89, 89, 10_000)
    kernels.rings(lon, lat, draw.uniform(1e5, 1.9e7, 10_000), np.linspace(0.0, 360.0, 361))
    kernels.table(lon[:2000], lat[:2000], lon[:500], lat[:500])
    yield Row(
        work,
        "after open and closed fields of a million cells, isochrones, rings and tables",
        peak_mib(),
        "MiB",
        at_most=1024,
    )


if __name__ == "__main__":
    main(rows)
