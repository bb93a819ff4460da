"""Sea routes, distance tables and reaction-time fields beside searoute, scgraph, scipy, scikit-image and scikit-fmm.

python -m benchmarks.bench_sea [--json FILE]

The peers know no passages, no notice per source (scipy but by an edge from a node of its own) and no land finer than
their network or grid; times are medians of calls in turn. Routes and tables are timed by
the processor, on one thread each; fields by the clock, which is what a user waits by, and by the processor on all
threads together; the peers likewise.
"""

from __future__ import annotations

import csv
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import scipy.sparse
from scipy.sparse.csgraph import dijkstra

import resources
from benchmarks.harness import Curve, Row, interleaved, main, ratio
from layers import kernels
from layers.fields.field import Grid, Sites
from layers.fields.sea_field import sea_field
from layers.io.shipped_sea import load_sea_network
from layers.routes import sea
from layers.routes.model import Route
from layers.routes.sea_network import SeaNetwork

ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})
SPEED = 18 * 1852 / 3600
MOVES = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))


Took = dict[str, tuple[float, float]]


def in_turn(work: Mapping[str, Callable[[], Any]], repeats: int) -> Took:
    """Median seconds of each by the clock, and of the processor on all threads, called in turn."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    gc.disable()
    for _ in range(repeats):
        for name, call in work.items():
            begin = time.perf_counter(), time.process_time()
            call()
            took[name].append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
    gc.enable()
    return {name: (statistics.median(a for a, _ in each), statistics.median(b for _, b in each))
            for name, each in took.items()}  # fmt: skip


def _by_processor(work: Mapping[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    return {name: processor for name, (_, processor) in in_turn(work, repeats).items()}


def ports(count: int) -> list[tuple[float, float]]:
    """Naval bases and ports of the catalogue, each once, every third, so that they are spread over the earth."""
    places = {}
    for name, prefixes in (("bases.csv", ("",)), ("port_distances.csv", ("start_", "end_"))):
        with resources.path("catalogue", name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("kind", "naval") == "naval":
                    places.update(dict.fromkeys((float(row[p + "lon"]), float(row[p + "lat"])) for p in prefixes))
    every = list(places)
    return (every[::3] + every[1::3] + every[2::3])[:count]


def routes(network: SeaNetwork) -> Iterator[Row]:
    """One warm route, and the table of 20 x 40 places."""
    import searoute

    ends = ports(60)
    sources, targets = ends[:20], ends[20:60]
    pairs = [(sources[k % 20], targets[k]) for k in range(40)]
    rounds = iter(range(10**6))

    def ours(*, new: bool) -> None:
        one, two = pairs[next(rounds) % 40]
        if new:
            network._ends.clear()  # noqa: SLF001 - as if never asked for
        sea.route(network, one, two, ARCTIC)

    def theirs() -> None:
        one, two = pairs[next(rounds) % 40]
        searoute.searoute(one, two)

    def table() -> None:
        network._ends.clear()  # noqa: SLF001 - as above
        sea.table(network, sources, targets, ARCTIC)

    for call in (theirs, lambda: ours(new=True), table):
        call()
    once = _by_processor({"searoute": theirs, "ours, new ends": lambda: ours(new=True)}, 40)
    for _ in range(40):
        ours(new=False)  # each pair once, so that its ends are known from then on
    once |= _by_processor({"ours": lambda: ours(new=False)}, 40)
    whole = _by_processor({"table, new ends": table}, 3)["table, new ends"]
    per_pair = whole / 800
    one = "a sea route, warm"
    yield Row(one, "our time over searoute's, ends seen before", once["ours"] / once["searoute"], at_most=2,
              ours_s=once["ours"], peer_s=once["searoute"])  # fmt: skip
    yield Row(one, "our time over searoute's, ends never seen", once["ours, new ends"] / once["searoute"],
              ours_s=once["ours, new ends"], peer_s=once["searoute"])  # fmt: skip
    many = "sea distance table, 20 x 40 places never seen"
    yield ratio(many, "over searoute, per pair", per_pair, once["searoute"], at_least=5)
    yield from scgraph(many, pairs, per_pair)
    lengths, _ = sea.table(network, sources[:8], targets[:8], ARCTIC)
    excess = []
    for i, one in enumerate(sources[:8]):
        for j, two in enumerate(targets[:8]):
            excess.append(searoute.searoute(one, two).properties["length"] * 1e3 / max(lengths[i, j], 1e4) - 1)
    yield Row(many, "searoute's lengths over ours, 64 pairs, mean", float(np.mean(np.abs(excess))) * 100, "%")
    yield Row(many, "the same, worst", float(np.max(excess)) * 100, "%")


def scgraph(work: str, pairs: list[tuple[tuple[float, float], tuple[float, float]]], ours_s: float) -> Iterator[Row]:
    """The same routes by scgraph's marine network."""
    from scgraph.geographs.marnet import marnet_geograph

    def route(pair: tuple[tuple[float, float], tuple[float, float]]) -> None:
        (lon, lat), (lon2, lat2) = pair
        marnet_geograph.get_shortest_path(
            origin_node={"latitude": lat, "longitude": lon}, destination_node={"latitude": lat2, "longitude": lon2}
        )

    route(pairs[0])
    rounds = iter(range(10**6))
    took = _by_processor({"scgraph": lambda: route(pairs[next(rounds) % 40])}, 20)["scgraph"]
    yield ratio(work, "over scgraph, per pair", ours_s, took)


def grid_graph(water: np.ndarray, grid: Grid) -> scipy.sparse.csr_matrix:
    """Sixteen moves between water cells, weighted by length."""
    rows, columns = grid.shape
    number = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    lat, lon = np.radians(grid.lat)[:, None], np.radians(grid.lon)[None, :]
    x = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat) + 0 * lon], axis=-1).reshape(-1, 3)
    source, target, length = [], [], []
    for down, right in MOVES:
        i, j = np.arange(rows - down)[:, None], np.arange(columns)[None, :]
        k = (j + right) % columns
        both = (water[i, j] & water[i + down, k]) > 0
        a, b = number[i, j][both], number[i + down, k][both]
        metres = np.linalg.norm(x[a] - x[b], axis=1) * 6_371_008.8
        source += [a, b]
        target += [b, a]
        length += [metres, metres]
    size = (rows * columns, rows * columns)
    return scipy.sparse.csr_matrix((np.concatenate(length), (np.concatenate(source), np.concatenate(target))), size)


def fields(network: SeaNetwork, fine: float = 0.1, coarse: float = 0.25) -> Iterator[Row]:
    """The world from 20 sources with differing notice, at two steps [deg]."""
    import skfmm
    from skimage.graph import MCP_Geometric

    draw = np.random.default_rng(1)
    places = np.array(ports(20))
    notice = draw.uniform(2, 96, 20) * 3600
    sites = Sites.of(places[:, 0], places[:, 1], notice, SPEED)
    by_step = {}
    for step in (fine, coarse):
        grid = Grid.box(-180, -90, 180, 90, step)
        field = sea_field(network, grid, sites, ARCTIC)
        by_step[step] = (grid, field)
    grid, field = by_step[fine]
    water = np.isfinite(field.seconds).astype(np.uint8)
    graph = grid_graph(water, grid)
    wet = np.argwhere(water)
    cells = []
    for lon, lat in places:
        away = np.hypot((grid.lon[wet[:, 1]] - lon) * np.cos(np.radians(lat)), grid.lat[wet[:, 0]] - lat)
        row, column = wet[np.argmin(away)]
        cells.append((int(row), int(column)))
    n = graph.shape[0]
    numbers = [row * grid.shape[1] + column for row, column in cells]
    origin = scipy.sparse.csr_matrix((notice * SPEED + 1.0, (np.zeros(20, int), numbers)), shape=(1, n))
    graph = scipy.sparse.bmat([[graph, None], [origin, scipy.sparse.csr_matrix((1, 1))]], format="csr")
    # scikit-image and scikit-fmm take one source, and a cell's one width for both directions
    inside = np.abs(grid.lat) <= 80
    cost = np.where(water[inside] > 0, np.cos(np.radians(grid.lat[inside]))[:, None] * 111.2 * fine, -1.0)
    speed = np.where(water[inside] > 0, 1 / np.maximum(cost, 1e-9), 0.0)
    front = np.ones_like(cost)
    row = cells[0][0] - int(np.argmax(inside))
    front[row, cells[0][1]] = -1
    front = np.ma.MaskedArray(front, water[inside] == 0)
    took = in_turn(
        {
            "scipy": lambda: dijkstra(graph, indices=n),
            "skimage": lambda: MCP_Geometric(cost).find_costs([(row, cells[0][1])]),
            "skfmm": lambda: skfmm.travel_time(front, speed, order=2, periodic=(False, True)),
            "ours, fine": lambda: sea_field(network, by_step[fine][0], sites, ARCTIC),
            "ours, coarse": lambda: sea_field(network, by_step[coarse][0], sites, ARCTIC),
        },
        5,
    )
    work = f"sea field of the world at {fine:g} degree from 20 sources with differing notice"
    threads = min(os.cpu_count() or 1, 8)
    ways = (f"by the clock, ours on {threads} threads", "by the processor, all threads together")
    for way, timed in enumerate(ways):
        ours = took["ours, fine"][way]
        yield ratio(work, f"over scipy csgraph Dijkstra, 16 moves, graph prebuilt; {timed}", ours, took["scipy"][way],
                    at_least=1)  # fmt: skip
        yield ratio(work, f"over scikit-image MCP_Geometric, one source; {timed}", ours, took["skimage"][way])
        yield ratio(work, f"over scikit-fmm of second order, one source; {timed}", ours, took["skfmm"][way])
    for way, timed in enumerate(ways):
        yield ratio(f"the same at {coarse:g} degree", f"over scipy at {fine:g} degree; {timed}",
                    took["ours, coarse"][way], took["scipy"][way], at_least=4)  # fmt: skip
    yield from errors(
        work, network, by_step[fine][0], by_step[fine][1], sites, dijkstra(graph, indices=n)[:-1].reshape(grid.shape)
    )


def errors(work: str, network: SeaNetwork, grid: Grid, field: Any, sites: Sites, moves_m: np.ndarray) -> Iterator[Row]:
    """Lengths of the field and of the grid graph over those of routes, at cells of the winner of the field."""
    draw = np.random.default_rng(2)
    reached = np.argwhere(np.isfinite(field.seconds) & (np.abs(grid.lat)[:, None] < 75))
    off, off_moves = [], []
    for row, column in reached[draw.integers(0, len(reached), 60)]:
        site = int(field.winner[row, column])
        begin = float(sites.start_s[site])
        way = sea.route(
            network, (float(sites.lon[site]), float(sites.lat[site])), (float(grid.lon[column]), float(grid.lat[row])),
            ARCTIC, speed_mps=SPEED,
        )  # fmt: skip
        if isinstance(way, Route) and way.length_m > 3e5 and way.end_snap is None:
            metres = way.length_m + way.delay_s * SPEED
            off.append((field.seconds[row, column] - begin) * SPEED / metres - 1)
            off_moves.append((moves_m[row, column] - begin * SPEED) / metres - 1)
    yield Row(
        work, f"length over the route's, {len(off)} cells, mean", float(np.mean(np.abs(off))) * 100, "%", at_most=0.25
    )
    yield Row(work, "the same, worst", float(np.max(np.abs(off))) * 100, "%")
    usable = np.abs(off_moves)[np.isfinite(off_moves)]
    yield Row(work, "scipy's length over the route's, median", float(np.median(usable)) * 100, "%",
              note="no waiting in passages, other winners included")  # fmt: skip


def afloat(network: SeaNetwork, count: int, speeds: int) -> Sites:
    """Ships strewn over the world's water, two hours to four days from leaving, at so many speeds."""
    draw = np.random.default_rng(count)
    grid = Grid.box(-180, -90, 180, 90, 1.0)
    somewhere = Sites.of([-30.0], [40.0], [0.0], SPEED)
    cells = np.argwhere(np.isfinite(sea_field(network, grid, somewhere, ARCTIC).seconds))
    share = np.cos(np.radians(grid.lat[cells[:, 0]]))
    at = cells[draw.choice(len(cells), count, replace=False, p=share / share.sum())]
    notice_s = draw.uniform(2, 96, count) * 3600
    return Sites.of(grid.lon[at[:, 1]], grid.lat[at[:, 0]], notice_s, SPEED * (1 + 0.1 * (np.arange(count) % speeds)))


def growth(
    network: SeaNetwork,
    steps: tuple[float, ...] = (2.0, 1.0, 0.5, 0.25, 0.1),
    counts: tuple[int, ...] = (1, 10, 100, 1000),
    repeats: int = 3,
) -> Iterator[Curve]:
    """The time of the world's sea field over its cells, by step [deg], and over its sources at a quarter degree.

    The places have been asked for before, so that joining them to the network is not in it.
    """
    ways = {"one speed": 1, "four speeds": 4}
    quarter = Grid.box(-180, -90, 180, 90, 0.25)

    def curve(name: str, title: str, x_label: str, cases: Mapping[float, tuple[Grid, int]]) -> Curve:
        work = {}
        for x, (grid, count) in cases.items():
            for way, speeds in ways.items():
                work[f"{x} {way}"] = partial(sea_field, network, grid, afloat(network, count, speeds), ARCTIC)
        took = interleaved(work, repeats)
        return Curve(
            name, title, x_label, tuple(cases), {way: tuple(took[f"{x} {way}"] for x in cases) for way in ways}
        )

    grids = [Grid.box(-180, -90, 180, 90, step) for step in steps]
    by_cells = {grid.shape[0] * grid.shape[1]: (grid, 20) for grid in grids}
    yield curve("sea-cells", "Sea field of the world, twenty ships", "cells", by_cells)
    million = quarter.shape[0] * quarter.shape[1] / 1e6
    by_ships = {count: (quarter, count) for count in counts}
    yield curve("sea-sources", f"Sea field of the world, {million:.1f} million cells", "ships", by_ships)


def rows() -> Iterator[Row | Curve]:
    kernels.warm()
    network = load_sea_network()
    yield from routes(network)
    yield from fields(network)
    yield from growth(network)


if __name__ == "__main__":
    main(rows)
