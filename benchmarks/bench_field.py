"""The exact air reaction-time field: ours beside brute-force pyproj (a sample, scaled) and one inverse per cell.

python -m benchmarks.bench_field [--json FILE]
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pyproj import Geod

from benchmarks.harness import Curve, Row, interleaved, main, ratio, without_compiler
from layers import kernels
from layers.fields.field import Grid, Sites, air_field
from layers.fields.isochrone import isochrones

GEOD = Geod(ellps="WGS84")
GRID = Grid(np.linspace(-20.0, 260.0, 1414), np.linspace(80.0, -60.0, 707))
CELLS = GRID.shape[0] * GRID.shape[1]
SAMPLE = 10_000


def sites(n: int) -> Sites:
    """Six speeds and starts of 0.25 to 12 hours, over the grid."""
    draw = np.random.default_rng(n)
    return Sites.of(
        draw.uniform(-20, 260, n),
        draw.uniform(-50, 75, n),
        draw.uniform(0.25, 12, n) * 3600,
        draw.choice([120.0, 200, 220, 236, 250, 300], n),
    )


def grid_of(cells: int) -> Grid:
    """About so many cells over the same part of the earth."""
    down = round((cells / 2) ** 0.5)
    return Grid(np.linspace(-20.0, 260.0, 2 * down), np.linspace(80.0, -60.0, down))


def rows() -> Iterator[Row | Curve]:
    kernels.warm()
    hundred = sites(100)
    draw = np.random.default_rng(1)
    i, j = draw.integers(0, GRID.shape[0], SAMPLE), draw.integers(0, GRID.shape[1], SAMPLE)
    lon, lat = np.meshgrid(GRID.lon, GRID.lat)
    lon_1, lat_1 = lon[i, j], lat[i, j]
    tenth = slice(0, CELLS // 10)

    def brute() -> tuple[np.ndarray, np.ndarray]:
        times = np.empty((100, SAMPLE))
        for k in range(100):
            from_lon, from_lat = np.full(SAMPLE, hundred.lon[k]), np.full(SAMPLE, hundred.lat[k])
            times[k] = hundred.start_s[k] + GEOD.inv(from_lon, from_lat, lon_1, lat_1)[2] / hundred.speed_mps[k]
        return times.min(axis=0), times.argmin(axis=0)

    one, myriad = sites(1), sites(10_000)
    took = interleaved(
        {
            "brute": brute,
            "line": lambda: GEOD.inv(
                np.zeros(CELLS // 10), np.zeros(CELLS // 10), lon.ravel()[tenth], lat.ravel()[tenth]
            ),
            "ours": lambda: air_field(GRID, hundred),
            "NumPy": without_compiler(lambda: air_field(GRID, hundred)),
            "one": lambda: air_field(GRID, one),
            "myriad": lambda: air_field(GRID, myriad),
        },
        repeats=7,
    )
    work = f"exact air field, {CELLS:,} cells x 100 units"
    peer, line = took["brute"] * CELLS / SAMPLE, took["line"] * 10
    yield ratio(
        work,
        "over brute-force pyproj.Geod",
        took["ours"],
        peer,
        at_least=2000,
        at_least_plain=1000,
        note=f"{SAMPLE:,} cells timed, scaled",
    )
    yield ratio(
        work,
        "over one pyproj.Geod.inv per cell",
        took["ours"],
        line,
        at_least=20,
        at_least_plain=10,
        note="a tenth timed, scaled",
    )
    yield ratio(work, "without compiled kernels, over brute force", took["NumPy"], peer, at_least=300)
    field = air_field(GRID, hundred)
    best, winner = brute()
    yield Row(work, f"wrong winners in {SAMPLE:,} cells", int((field.winner[i, j] != winner).sum()), "", at_most=0)
    off = (np.abs(field.seconds[i, j] - best) * hundred.speed_mps[winner]).max()
    yield Row(work, "largest error of way in them", off * 1e3, "mm", at_most=0.1)
    yield Row(
        work,
        "time of 10 000 units over that of one",
        took["myriad"] / took["one"],
        at_most=10,
        ours_s=took["myriad"],
        peer_s=took["one"],
    )
    contours = interleaved({"five": lambda: isochrones(field, [1, 3, 6, 12, 24])}, repeats=3)
    yield Row("five isochrones of it, as valid polygons", "time", contours["five"], "s", ours_s=contours["five"])

    counts = (1, 10, 100, 1000, 10_000)
    many = {n: sites(n) for n in counts}
    took = interleaved({str(n): (lambda s=s: air_field(GRID, s)) for n, s in many.items()}, repeats=3)
    yield Curve("units", "Air field of a million cells", "units", counts, {"open": tuple(took[str(n)] for n in counts)})
    sizes = (10_000, 100_000, 1_000_000, 4_000_000)
    grids = {n: grid_of(n) for n in sizes}
    took = interleaved({str(n): (lambda g=grids[n]: air_field(g, hundred)) for n in sizes}, repeats=3)
    lines = {"open": tuple(took[str(n)] for n in sizes)}
    yield Curve("cells", "Air field of a hundred units", "cells", sizes, lines)


if __name__ == "__main__":
    main(rows)
