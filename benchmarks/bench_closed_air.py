"""The air field with 17 countries closed to overflight, beside a search of the visibility graph cell by cell.

The countries are those that the catalogue has closed or restricted; the hundred units stand at bases of the catalogue
outside them.

python -m benchmarks.bench_closed_air [--json FILE]
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

import resources
from benchmarks.bench_field import CELLS, GRID
from benchmarks.harness import Curve, Row, interleaved, main
from layers import kernels
from layers.catalogue.model import Catalogue
from layers.fields.field import Closures, Sites, air_field
from layers.io.shipped_land import load_airspaces
from layers.io.tables import read_catalogue
from layers.routes import air
from layers.routes.air_space import Airspaces, covered

SAMPLE = 400
UNITS = 100


def units(catalogue: Catalogue, closed: frozenset[str], n: int) -> Sites:
    """Starts at bases outside what is closed: six speeds, 0.25 to 12 hours; bases are taken again when they run out."""
    draw = np.random.default_rng(0)
    bases = [(base.lon, base.lat) for base in catalogue.bases.values() if base.country not in closed]
    draw.shuffle(bases)
    at = np.array([bases[k % len(bases)] for k in range(n)])
    start_s, speed_mps = draw.uniform(0.25, 12, n) * 3600, draw.choice([120.0, 200, 220, 236, 250, 300], n)
    return Sites.of(at[:, 0], at[:, 1], start_s, speed_mps)


def searched(spaces: Airspaces, sites: Sites, cells: np.ndarray, closed: frozenset[str]) -> np.ndarray:
    """The earliest arrival at some cells (row, column), each by a route from every unit."""
    starts = list(zip(sites.lon.tolist(), sites.lat.tolist(), strict=True))
    ends = [(float(GRID.lon[j]), float(GRID.lat[i])) for i, j in cells]
    metres = air.table(spaces, starts, ends, closed)
    return np.asarray((sites.start_s[:, None] + metres / sites.speed_mps[:, None]).min(axis=0))


def rows() -> Iterator[Row | Curve]:
    kernels.warm()
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    spaces = load_airspaces()
    names = [row.country for row in catalogue.airspace.values() if row.default != "open"]
    closed = frozenset(names)
    hundred, closures = units(catalogue, closed, UNITS), Closures(spaces, closed)
    air_field(GRID, hundred, Closures(spaces, frozenset({"LSO"})))  # nothing is to be loaded any more
    begin, cpu = time.perf_counter(), time.process_time()
    field = air_field(GRID, hundred, closures)
    cold, cold_cpu = time.perf_counter() - begin, time.process_time() - cpu
    took = interleaved(
        {"ours": lambda: air_field(GRID, hundred, closures), "open": lambda: air_field(GRID, hundred)}, repeats=7
    )
    cpu = time.process_time()
    air_field(GRID, hundred, closures)
    cpu = time.process_time() - cpu
    work = f"the air field of {CELLS:,} cells x {UNITS} units with {len(closed)} countries closed"
    yield Row(work, "time", took["ours"], "s", at_most=1.0, note=f"{cpu:.2f} s of processor time on all threads")
    yield Row(
        work,
        "first time for a set of closures, which then stays prepared",
        cold,
        "s",
        note=f"{cold_cpu:.2f} s of processor time",
    )
    open_ = air_field(GRID, hundred)
    shut = covered(spaces.outline(spaces.faces(closed)), GRID.lon, GRID.lat)
    cells = np.argwhere(~shut)
    cells = cells[np.random.default_rng(1).choice(len(cells), SAMPLE, replace=False)]
    begin = time.perf_counter()
    exact = searched(spaces, hundred, cells, closed)
    peer = (time.perf_counter() - begin) * int((~shut).sum()) / SAMPLE
    mine = field.seconds[cells[:, 0], cells[:, 1]]
    there = np.isfinite(exact)
    yield Row(
        work,
        f"largest difference to a search for each of {SAMPLE} cells",
        float(np.abs(mine[there] / exact[there] - 1).max()) * 100,
        "%",
        at_most=0.1,
    )
    yield Row(
        work,
        "reachable cells left unreached, or the reverse, in them",
        int((np.isfinite(mine) != there).sum()),
        "",
        at_most=0,
    )
    earlier = int((field.seconds < open_.seconds - 1e-6).sum())
    yield Row(work, "cells reached earlier than with everything open", earlier, "", at_most=0)
    yield Row(
        work,
        "over that search of every cell",
        peer / took["ours"],
        ours_s=took["ours"],
        peer_s=peer,
        note=f"{SAMPLE} timed, scaled",
    )
    yield Row(work, "over the open field", took["ours"] / took["open"], ours_s=took["ours"], peer_s=took["open"])

    counts = (1, 10, 100, 1000)
    many = {n: units(catalogue, closed, n) for n in counts}
    took = interleaved({str(n): (lambda s=s: air_field(GRID, s, closures)) for n, s in many.items()}, repeats=3)
    lines = {f"{len(closed)} countries closed": tuple(took[str(n)] for n in counts)}
    yield Curve("units-closed", "Air field of a million cells round closed airspace", "units", counts, lines)
    sizes = (1, 2, 4, 7, 12, len(names))
    sets = {n: Closures(spaces, frozenset(names[:n])) for n in sizes}
    first = {}
    for n, some in sets.items():
        spaces.kept.clear()
        begin = time.perf_counter()
        air_field(GRID, hundred, some)
        first[n] = time.perf_counter() - begin
    took = interleaved({str(n): (lambda c=c: air_field(GRID, hundred, c)) for n, c in sets.items()}, repeats=3)
    again = tuple(took[str(n)] for n in sizes)
    lines = {"first time": tuple(first[n] for n in sizes), "prepared": again}
    yield Curve("closures", "Air field of a million cells x 100 units", "countries closed", sizes, lines)


if __name__ == "__main__":
    main(rows)
