"""Sea routes over the shipped network: published distances, another method, ends off the water, tables."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers import geodesy
from layers.io.shipped import load_basemap
from layers.io.shipped_sea import load_sea_network
from layers.routes import sea
from layers.routes.model import NoRoute, Route
from tests.layers.routes.sea_ways import (
    ARCTIC,
    CONSTANTA,
    KIEL,
    NARVA,
    NORFOLK,
    PRATAS,
    SAN_DIEGO,
    SASEBO,
    YOKOSUKA,
    length,
    rows,
)

MERCHANT_MPS = 12 * 1852 / 3600
"""The speed at which waiting in narrow passages is weighed against the way round them."""


@pytest.fixture(scope="module")
def network():
    return load_sea_network()


@pytest.fixture(scope="module")
def land():
    """The land of the base map as polygons, by the rings' even-odd rule ring by ring."""
    rings = load_basemap().land
    shapes = [
        shapely.Polygon(np.column_stack((rings.lon[a:b], rings.lat[a:b])).astype(float))
        for a, b in zip(rings.start[:-1], rings.start[1:], strict=True)
    ]
    return shapely.STRtree([s if s.is_valid else shapely.make_valid(s) for s in shapes])


def test_published_distances(network):
    """NGA Pub. 151: within -3 % ... +2 %, or as far off as the table says; test_book_ways.py sails the book's own way."""
    beyond = []
    for row in rows("port_distances.csv"):
        ends = [(float(row[f"{end}_lon"]), float(row[f"{end}_lat"])) for end in ("start", "end")]
        off = (
            length(network, *ends, ARCTIC | {"corinth"}, speed_mps=MERCHANT_MPS) / 1852 / float(row["nmi"]) - 1
        ) * 100
        known = float(row["exception_pct"]) if row["exception_pct"] else None
        if not (-3.0 <= off <= 2.0 if known is None else abs(off - known) <= 0.1 and not -2.95 <= off <= 2.0):
            beyond.append(f"{row['start']} - {row['end']}: {off:+.2f} %")
    assert not beyond


def test_inland_is_refused_with_the_reason(network):
    found = sea.route(network, NORFOLK, (37.6, 55.7), ARCTIC)
    assert isinstance(found, NoRoute)
    assert "641 km from the nearest water" in found.reason
    assert isinstance(sea.route(network, (50.0, 40.3), NORFOLK, ARCTIC), NoRoute)


@pytest.mark.parametrize(
    ("start", "end", "at_most_km"),
    [
        ((20.511, 54.706), (18.0, 57.0), 345),
        ((-121.9241, 38.2645), (-123.2, 37.6), 200),
        ((-135.52216, 57.50396), (-136.42007, 57.42995), 70),
        ((-1.1, 50.8), (-4.188, 50.378), 240),
    ],
    ids=["Kaliningrad", "Suisun Bay", "Peril Strait", "Solent"],
)
def test_a_way_out_of_long_narrow_waters_is_followed_to_the_sea(network, land, start, end, at_most_km):
    """Up lagoons and rivers no corner of the network is near; the way led nowhere, or by an island over the ocean.

    Where the shore has many corners near the place, those that lead out on the far side were left out.
    """
    found = sea.route(network, start, end, ARCTIC)
    assert isinstance(found, Route), found
    assert found.length_m <= at_most_km * 1000
    on_the_way = shapely.points(*geodesy.densify(found.line.lon, found.line.lat, 100.0))
    assert not len(land.query(on_the_way, predicate="within")[0])
    assert length(network, end, start) == pytest.approx(length(network, start, end), abs=1.0)


@pytest.mark.parametrize(
    "port",
    [NARVA, (-94.0833, 30.0833), (24.07, 57.03), NORFOLK, (-157.965, 21.355), (-81.4333, 30.4), (-122.65, 47.5667)],
    ids=["narva", "beaumont", "riga", "norfolk", "pearl", "mayport", "bremerton"],
)
def test_ports_off_the_open_water_are_joined(network, port):
    found = sea.route(network, port, (-30.0, 40.0), ARCTIC)
    assert isinstance(found, Route)
    snap = found.start_snap
    if snap is not None:
        assert snap.distance_m == pytest.approx(geodesy.distance(*port, snap.lon, snap.lat), abs=0.01)
        assert snap.distance_m < 40_000
        assert (found.line.lon[0], found.line.lat[0]) == (snap.lon, snap.lat)


def test_every_catalogued_sea_base_is_joined(network):
    lost = []
    for row in rows("bases.csv"):
        if row["kind"] == "naval":
            found = sea.route(network, (float(row["lon"]), float(row["lat"])), (-30.0, 40.0), ARCTIC)
            if not isinstance(found, Route):
                lost.append((row["id"], found.reason))
    assert not lost


@pytest.mark.parametrize(
    ("west", "south", "east", "north", "step", "places", "most"),
    [
        (9.5, 53.8, 14.0, 58.0, (0.016, 0.009), [(11.3, 57.2), (12.9, 55.2), (10.9, 55.9), (11.5, 54.35), (10.2, 54.6)], 1.02),
        (118.1, 24.2, 119.0, 24.62, (0.004, 0.004), [(118.38, 24.5), (118.9, 24.5), (118.35, 24.36), (118.26, 24.48)], 1.05),
        (119.7, 25.9, 120.3, 26.4, (0.004, 0.004), [(119.96, 26.19), (119.78, 26.05), (120.15, 26.3), (119.95, 25.93)], 1.05),
    ],
    ids=["denmark", "kinmen", "matsu"],
)  # fmt: skip
def test_fine_grid_finds_the_same_lengths(network, land, west, south, east, north, step, places, most):
    """Dijkstra with 16 moves on a grid: never shorter by more than the corners cost, some hundred metres at each."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    lon, lat = np.arange(west, east, step[0]), np.arange(south, north, step[1])
    x, y = np.meshgrid(lon, lat)
    near = land.geometries[land.query(shapely.box(west - 0.5, south - 0.5, east + 0.5, north + 0.5))]
    ground = shapely.union_all(near)
    shapely.prepare(ground)
    water = ~shapely.contains_xy(ground, x, y)
    number = np.arange(x.size).reshape(x.shape)
    src, dst, cost = [], [], []
    for di, dj in ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1)):
        rows_, columns = np.indices(x.shape)
        ok = (rows_ + di < x.shape[0]) & (columns + dj >= 0) & (columns + dj < x.shape[1]) & water
        i, j = rows_[ok], columns[ok]
        good = water[i + di, j + dj] & water[i + di // 2, j + (dj // 2 if dj > 0 else -(-dj // 2))]
        i, j = i[good], j[good]
        src.append(number[i, j])
        dst.append(number[i + di, j + dj])
        cost.append(geodesy.distance(x[i, j], y[i, j], x[i + di, j + dj], y[i + di, j + dj]))
    graph = coo_matrix((np.concatenate(cost), (np.concatenate(src), np.concatenate(dst))), shape=(x.size,) * 2).tocsr()

    def cell(place: tuple[float, float]) -> int:
        return int(number[np.argmin(np.abs(lat - place[1])), np.argmin(np.abs(lon - place[0]))])

    table = dijkstra(graph, directed=False, indices=[cell(p) for p in places])
    for a, one in enumerate(places):
        for two in places[:a]:
            ours, grid = length(network, one, two), table[a, cell(two)]
            assert grid * 0.955 < ours < grid * most, (one, two, ours, grid)


def test_nodes_obey_the_triangle(network):
    draw = np.random.default_rng(5)
    picked = draw.choice(network.first_channel, 6, replace=False)
    cost = np.array(
        [
            network.graph.spread(network.graph.weights(0), np.array([k], np.int32), np.zeros(1))[0][picked]
            for k in picked
        ]
    )
    for k in range(6):
        assert np.all(cost <= cost[:, k : k + 1] + cost[k : k + 1, :] + 1.0)


def test_antimeridian_is_nothing_special(network):
    """A route over the date line equals its mirror end to end, and runs on without a jump in length."""
    a, b = (178.0, 30.0), (-178.0, 30.0)
    assert length(network, a, b) == pytest.approx(geodesy.distance(*a, *b), rel=1e-9)
    assert length(network, (182.0 - 360, 30.0), a) == pytest.approx(geodesy.distance(*a, *b), rel=1e-9)


def test_the_same_place_is_no_way_at_all(network):
    found = sea.route(network, (-30.0, 40.0), (-30.0, 40.0), ARCTIC)
    assert found.length_m == 0.0
    assert found.detour == 1.0
    assert found.passages == ()


def test_table_is_the_routes(network):
    sources, targets = [NORFOLK, SASEBO, (37.6, 55.7)], [CONSTANTA, PRATAS, KIEL, YOKOSUKA]
    closed = ARCTIC | {"bosporus"}
    lengths, reasons = sea.table(network, sources, targets, closed)
    for i, start in enumerate(sources):
        for j, end in enumerate(targets):
            found = sea.route(network, start, end, closed)
            if isinstance(found, Route):
                assert lengths[i, j] == pytest.approx(found.length_m, rel=1e-5)
            else:
                assert lengths[i, j] == np.inf
                assert reasons[i, j] == found.reason


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((151.2, -33.8), (-140.1, -54.0)),
        ((-43.1, -22.9), (-36.1, 1.0)),
        (SAN_DIEGO, (-142.8, 28.7)),
        (KIEL, (3.0, 56.0)),
    ],
    ids=["sydney", "rio", "san-diego", "kiel"],
)
def test_the_search_and_the_table_agree_from_harbours_to_the_open_sea(network, start, end):
    """The one is steered, the other is not; a wrong bound or a harbour without a way out tells them apart."""
    one = length(network, start, end)
    assert sea.table(network, [start], [end], ARCTIC)[0][0, 0] == pytest.approx(one, rel=1e-6)
    assert one < 1.25 * geodesy.distance(*start, *end) or start == KIEL
