"""The exact air reaction-time field: ours beside brute-force pyproj (a sample, scaled) and one inverse per cell.

python -m benchmarks.bench_field [--json FILE]
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
from pyproj import Geod

from benchmarks.harness import finish, interleaved, keep, say
from layers import kernels
from layers.response.field import Grid, Sites, air_field
from layers.response.isochrone import isochrones

GEOD = Geod(ellps="WGS84")
GRID = Grid(np.linspace(-20.0, 260.0, 1414), np.linspace(80.0, -60.0, 707))
CELLS = GRID.shape[0] * GRID.shape[1]
SAMPLE = 10_000


def sites(n: int) -> Sites:
    """Six speeds and starts of 0.25 to 12 hours, over the grid."""
    draw = np.random.default_rng(n)
    return Sites.of(
        draw.uniform(-20, 260, n), draw.uniform(-50, 75, n), draw.uniform(0.25, 12, n) * 3600,
        draw.choice([120.0, 200, 220, 236, 250, 300], n),
    )  # fmt: skip


def main() -> None:
    kernels.warm()
    hundred = sites(100)
    draw = np.random.default_rng(1)
    i, j = draw.integers(0, GRID.shape[0], SAMPLE), draw.integers(0, GRID.shape[1], SAMPLE)
    lon, lat = np.meshgrid(GRID.lon, GRID.lat)
    lon_1, lat_1 = lon[i, j], lat[i, j]

    def brute() -> tuple[np.ndarray, np.ndarray]:
        times = np.empty((100, SAMPLE))
        for k in range(100):
            from_lon, from_lat = np.full(SAMPLE, hundred.lon[k]), np.full(SAMPLE, hundred.lat[k])
            times[k] = hundred.start_s[k] + GEOD.inv(from_lon, from_lat, lon_1, lat_1)[2] / hundred.speed_mps[k]
        return times.min(axis=0), times.argmin(axis=0)

    def plain_numpy() -> None:
        os.environ["RIMLAND_NO_JIT"] = "1"
        try:
            air_field(GRID, hundred)
        finally:
            del os.environ["RIMLAND_NO_JIT"]

    say(f"{CELLS} cells x 100 units")
    many = {n: sites(n) for n in (1, 1000, 10_000)}
    times = interleaved(
        {
            "brute force, sample": brute,
            "one inverse per cell, tenth": lambda: GEOD.inv(
                np.zeros(CELLS // 10), np.zeros(CELLS // 10), lon.ravel()[: CELLS // 10], lat.ravel()[: CELLS // 10]
            ),
            "field": lambda: air_field(GRID, hundred),
            "field, NumPy twin": plain_numpy,
            **{f"field of {n}": (lambda n=n: air_field(GRID, many[n])) for n in many},
        },
        repeats=5,
    )
    peer, line = times["brute force, sample"] * CELLS / SAMPLE, times["one inverse per cell, tenth"] * 10
    say(f"  brute-force pyproj (scaled)  {peer:9.2f} s")
    say(f"  one pyproj inverse per cell  {line * 1e3:9.1f} ms")
    for name in ("field", "field, NumPy twin"):
        took = times[name]
        say(f"  {name:28s} {took * 1e3:9.1f} ms  {peer / took:8.0f} x brute force  {line / took:6.1f} x one per cell",
            key=name, value=peer / took)  # fmt: skip
        keep(f"{name}/one_per_cell", line / took)
    for n in many:
        say(f"  field of {n:<6d} units        {times[f'field of {n}'] * 1e3:9.1f} ms")
    ratio = times["field of 10000"] / times["field of 1"]
    say(f"  10 000 units over one: {ratio:.1f} times", key="10000_over_1", value=ratio)

    field = air_field(GRID, hundred)
    best, winner = brute()
    wrong = int((field.winner[i, j] != winner).sum())
    off = np.abs(field.seconds[i, j] - best).max() * 300
    say(
        f"  wrong winners in {SAMPLE} cells: {wrong}; largest error of way: {off * 1e3:.5f} mm",
        key="wrong_winners",
        value=wrong,
    )
    begin = time.perf_counter()
    isochrones(field, [1, 3, 6, 12, 24])
    say(f"  five isochrones of it: {(time.perf_counter() - begin) * 1e3:.0f} ms")
    globe = Grid.box(-180, -90, 180, 90, 0.1)
    begin = time.perf_counter()
    air_field(globe, hundred)
    took = time.perf_counter() - begin
    say(f"  the globe at 0.1 degree, {globe.shape[0] * globe.shape[1]} cells: {took * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
    finish(sys.argv)
