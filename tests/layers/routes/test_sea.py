"""Sea routes over the shipped network: published distances, another method, passages, reasons, properties."""

from __future__ import annotations

import csv

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from layers import geodesy
from layers.io.shipped import load_basemap
from layers.io.shipped_sea import load_sea_network
from layers.routes import sea
from layers.routes.model import NoRoute, Route
from layers.sphere import lon_lat, unit_vectors

ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})
TURKISH = frozenset({"bosporus", "dardanelles"})
NORFOLK, CONSTANTA = (-76.3, 36.85), (28.65, 44.1667)
SASEBO, PRATAS, YOKOSUKA = (129.7167, 33.15), (116.729, 20.703), (139.6667, 35.2833)
KIEL, NARVA, ROTA, SAN_DIEGO = (10.1333, 54.3167), (28.204, 59.376), (-6.3333, 36.6167), (-117.1833, 32.7167)

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


def rows(name: str) -> list[dict[str, str]]:
    with resources.path("catalogue", name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def length(network, start, end, closed=ARCTIC, speed_mps=None) -> float:
    found = sea.route(network, start, end, frozenset(closed), speed_mps=speed_mps)
    return found.length_m if isinstance(found, Route) else np.inf


@pytest.fixture(scope="module")
def coast():
    """Every piece of the 1:10m coast line of the base map, to be searched."""
    rings = load_basemap().land
    xy = np.column_stack((rings.lon, rings.lat)).astype(float)
    inner = np.ones(len(xy) - 1, bool)
    inner[rings.start[1:-1] - 1] = False
    return shapely.STRtree(shapely.linestrings(np.stack((xy[:-1], xy[1:]), axis=1)[inner]))


def coasts_crossed(network, coast, route: Route) -> list[tuple[float, float]]:
    """Where a route crosses the coast line, the canals left out."""
    lon, lat = route.line.lon, route.line.lat
    pieces = []
    for k in range(len(lon) - 1):
        if ((lon[k], lat[k]), (lon[k + 1], lat[k + 1])) in network.canals:
            continue
        x, y = (np.asarray(v, dtype=float) for v in geodesy.densify(lon[k : k + 2], lat[k : k + 2], 5000.0))
        piece = np.stack((np.column_stack((x[:-1], y[:-1])), np.column_stack((x[1:], y[1:]))), axis=1)
        pieces.append(piece[np.abs(np.diff(x)) < 180])  # five kilometres across the seam are left out
    lines = shapely.linestrings(np.concatenate([np.empty((0, 2, 2)), *pieces]))
    hit = np.unique(coast.query(lines, predicate="intersects")[0])
    return [tuple(lines[k].coords[0]) for k in hit]


def test_published_distances(network):
    """NGA Pub. 151: within -3 % ... +2 %, or as far off as the table says; test_book_ways.py sails the book's own way."""
    beyond = []
    for row in rows("port_distances.csv"):
        ends = [(float(row[f"{end}_lon"]), float(row[f"{end}_lat"])) for end in ("start", "end")]
        off = (length(network, *ends, speed_mps=MERCHANT_MPS) / 1852 / float(row["nmi"]) - 1) * 100
        known = float(row["exception_pct"]) if row["exception_pct"] else None
        if not (-3.0 <= off <= 2.0 if known is None else abs(off - known) <= 0.1 and not -2.95 <= off <= 2.0):
            beyond.append(f"{row['start']} - {row['end']}: {off:+.2f} %")
    assert not beyond


def test_passages_in_order_of_travel(network):
    out = sea.route(network, NORFOLK, CONSTANTA, ARCTIC)
    assert [p for p in out.passages if p in TURKISH | {"gibraltar"}] == ["gibraltar", "dardanelles", "bosporus"]
    assert out.length_m / 1852 == pytest.approx(3335 + 1821 + 200, rel=0.02)
    assert out.delay_s == 12 * 3600
    back = sea.route(network, CONSTANTA, NORFOLK, ARCTIC)
    assert back.passages == out.passages[::-1]
    suez = sea.route(network, YOKOSUKA, ROTA, ARCTIC)
    assert "suez" in suez.passages
    assert suez.passages.index("bab-el-mandeb") < suez.passages.index("suez") < suez.passages.index("gibraltar")
    kiel = sea.route(network, (4.1, 51.98), (19.9, 54.65), ARCTIC)
    assert "kiel-canal" in kiel.passages
    assert "panama" in sea.route(network, SAN_DIEGO, NORFOLK, ARCTIC).passages
    assert "bosporus" not in sea.route(network, SASEBO, PRATAS, ARCTIC).passages


@pytest.mark.parametrize(
    ("start", "end", "closed", "words"),
    [
        (NORFOLK, CONSTANTA, {"bosporus"}, "Bosporus closed; no other way into the Black Sea."),
        (CONSTANTA, NORFOLK, {"bosporus"}, "Bosporus closed; no other way out of the Black Sea."),
        (NORFOLK, CONSTANTA, TURKISH, "Bosporus and Dardanelles closed; no other way into the Black Sea."),
        (NORFOLK, (37.55, 47.05), {"kerch-strait"}, "Kerch Strait closed; no other way into the Sea of Azov."),
        ((52.0, 26.5), (60.0, 20.0), {"hormuz"}, "Strait of Hormuz closed; no other way out of the Persian Gulf."),
        ((5.0, 56.0), (24.0, 57.7), {"irbe", "suur-strait"}, "Irbe Strait closed; no other way into the Gulf of Riga."),
    ],
)
def test_reason_names_what_bars_the_way(network, start, end, closed, words):
    assert sea.route(network, start, end, ARCTIC | closed) == NoRoute("sea", words)


def test_baltic_is_shut_when_all_its_doors_are(network):
    doors = {"oresund", "great-belt", "little-belt", "kiel-canal"}
    assert length(network, (19.0, 56.0), (-30.0, 40.0), ARCTIC | doors) == np.inf
    for door in doors:
        assert np.isfinite(length(network, (19.0, 56.0), (-30.0, 40.0), (ARCTIC | doors) - {door})), door


def test_inland_is_refused_with_the_reason(network):
    found = sea.route(network, NORFOLK, (37.6, 55.7), ARCTIC)
    assert isinstance(found, NoRoute)
    assert "641 km from the nearest water" in found.reason
    assert isinstance(sea.route(network, (50.0, 40.3), NORFOLK, ARCTIC), NoRoute)


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


def test_gates_are_those_of_the_catalogue(network):
    """The stored network was built from the passages as they stand."""
    gates = network.gates
    table = rows("passages.csv")
    assert gates.ids == tuple(row["id"] for row in table)
    for bit, row in enumerate(table):
        line = np.array([[float(x) for x in pair.split()] for pair in row["gate"].split(";")])
        mine = gates.bit == bit
        assert np.allclose(gates.a[mine], unit_vectors(line[:-1, 0], line[:-1, 1]), atol=1e-9), row["id"]
        assert np.allclose(gates.b[mine], unit_vectors(line[1:, 0], line[1:, 1]), atol=1e-9), row["id"]
        assert gates.delay_s[bit] == float(row["delay_h"] or 0) * 3600, row["id"]


@pytest.mark.parametrize("row", rows("passages.csv"), ids=lambda row: row["id"])
def test_passage_open_joins_its_two_sides_and_closed_does_not(network, row):
    """From one side of the gate to the other: a few kilometres when open, a detour or no way when closed."""
    line = np.array([[float(x) for x in pair.split()] for pair in row["gate"].split(";")])
    if row["channel"]:
        channel = np.array([[float(x) for x in pair.split()] for pair in row["channel"].split(";")])
        sides = [tuple(channel[0]), tuple(channel[-1])]
    else:
        metres, azimuth, _ = geodesy.inverse(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])
        k = int(np.argmax(metres))
        middle = geodesy.interpolate(*line[k], *line[k + 1], 0.5)
        sides = [geodesy.destination(*middle, (azimuth[k] + turn) % 360, 3000.0) for turn in (-90, 90)]
    way = sea.route(network, *sides, frozenset())
    assert isinstance(way, Route)
    assert row["id"] in way.passages
    shut = length(network, *sides, {row["id"]})
    assert shut > way.length_m + 1000


def test_waiting_decides_when_the_speed_is_given(network):
    """At 15 knots nine hours in the Kiel Canal cost 135 nmi: less than the way round Skagen saves."""
    start, end = (4.1, 51.98), (12.0, 54.3)
    slow = sea.route(network, start, end, ARCTIC, speed_mps=1.0)
    fast = sea.route(network, start, end, ARCTIC, speed_mps=30.0)
    assert "kiel-canal" in slow.passages
    assert "kiel-canal" not in fast.passages
    assert fast.length_m > slow.length_m
    assert fast.length_m / 30 + fast.delay_s < slow.length_m / 30 + slow.delay_s


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


places = st.tuples(st.floats(-180, 180), st.floats(-65, 75))


@settings(max_examples=40)
@given(places, places, st.sets(st.sampled_from([row["id"] for row in rows("passages.csv")]), max_size=8))
def test_no_route_crosses_land_or_a_closed_passage(network, coast, start, end, shut):
    found = sea.route(network, start, end, ARCTIC | shut)
    if isinstance(found, Route):
        assert coasts_crossed(network, coast, found) == []
        assert not (ARCTIC | shut) & set(found.passages)
        assert bool(found.refused) == (len(found.line.lon) > 2), "why it bends"
        assert found.length_m == pytest.approx(float(geodesy.length(found.line.lon, found.line.lat)), abs=0.01)
        assert found.detour >= 1 - 1e-9
    else:
        assert found.reason


def test_no_route_between_ports_crosses_land(network, coast):
    ports = [(float(r["lon"]), float(r["lat"])) for r in rows("bases.csv") if r["kind"] == "naval"]
    draw = np.random.default_rng(3)
    for _ in range(40):
        start, end = (ports[k] for k in draw.choice(len(ports), 2, replace=False))
        found = sea.route(network, start, end, ARCTIC)
        assert isinstance(found, Route)
        assert coasts_crossed(network, coast, found) == [], (start, end)


@pytest.mark.parametrize(("start", "end"), [(SASEBO, PRATAS), (NORFOLK, CONSTANTA), (ROTA, NARVA)])
def test_no_named_route_crosses_land(network, coast, start, end):
    """Norfolk to Constanta runs through the Turkish Straits, opened, the narrowest waters there are."""
    found = sea.route(network, start, end, ARCTIC)
    assert isinstance(found, Route)
    assert coasts_crossed(network, coast, found) == []


def test_no_published_route_crosses_land(network, coast):
    for row in rows("port_distances.csv"):
        start = (float(row["start_lon"]), float(row["start_lat"]))
        found = sea.route(network, start, (float(row["end_lon"]), float(row["end_lat"])), ARCTIC)
        assert isinstance(found, Route)
        assert coasts_crossed(network, coast, found) == [], (row["start"], row["end"])


def test_no_way_from_a_base_to_a_flashpoint_crosses_land(network, coast):
    ports = [(float(r["lon"]), float(r["lat"])) for r in rows("bases.csv") if r["kind"] == "naval"]
    places = [(float(r["lon"]), float(r["lat"])) for r in rows("flashpoints.csv")]
    draw = np.random.default_rng(7)
    found = [sea.route(network, ports[draw.integers(len(ports))], place, ARCTIC) for place in places for _ in range(2)]
    ways = [one for one in found if isinstance(one, Route)]
    assert len(ways) > len(places)
    for way in ways:
        assert coasts_crossed(network, coast, way) == [], (way.line.lon[[0, -1]], way.line.lat[[0, -1]])


def outlines() -> list[tuple[str, np.ndarray]]:
    """Name and (lon, lat) rows of each small island from OpenStreetMap that is wider than a line of sight keeps off."""
    with np.load(resources.path("data", "islands-osm.npz")) as file:
        xy, start = np.column_stack((file["arc_lon"], file["arc_lat"])).astype(float), file["arc_start"]
        return [(str(name), xy[a:b]) for name, a, b in zip(file["island"], start[:-1], start[1:], strict=True)]


@pytest.mark.parametrize(("name", "xy"), outlines(), ids=[name for name, _ in outlines()])
def test_a_small_island_is_shore(network, coast, name, xy):
    """A way to it ends at the water's edge, and the way from one side of it to the other goes round."""
    inside = shapely.Polygon(xy).representative_point()
    west, east = xy[:, 0].min() - 0.01, xy[:, 0].max() + 0.01
    found = sea.route(network, (inside.x + 0.4, inside.y - 0.6), (inside.x, inside.y), ARCTIC)
    assert isinstance(found, Route)
    assert found.end_snap is not None
    edge = shapely.Point(found.end_snap.lon, found.end_snap.lat).distance(shapely.Polygon(xy))
    assert 0 < edge < 0.006
    assert coasts_crossed(network, coast, found) == []
    across = sea.route(network, (west, inside.y), (east, inside.y), ARCTIC)
    assert isinstance(across, Route)
    assert across.detour > 1
    assert coasts_crossed(network, coast, across) == []


def test_kinmen_is_reached_from_both_sides(network):
    """North of the island from the east: through the channel of 2 km between it and Jiaoyu, not round by Xiamen."""
    start, end = (119.5, 24.9), (118.375, 24.465)
    assert length(network, start, end) < 1.1 * geodesy.distance(*start, *end)


@settings(max_examples=40)
@given(places, places, st.sets(st.sampled_from([row["id"] for row in rows("passages.csv")]), max_size=6))
def test_same_way_back_and_closing_never_shortens(network, start, end, shut):
    out = length(network, start, end)
    assert length(network, end, start) == out or length(network, end, start) == pytest.approx(out, rel=1e-6)
    assert length(network, start, end, ARCTIC | shut) >= out - 1.0


@pytest.mark.parametrize(
    ("start", "end", "closed", "why"),
    [
        (SASEBO, (120.3, 22.6), ARCTIC, "crosses land."),
        ((120.8, 25.8), (118.5, 23.0), ARCTIC | {"taiwan-strait-gate"}, "leads through closed Taiwan Strait."),
        ((-30.0, 30.0), (-45.0, 25.0), ARCTIC, None),
    ],
)
def test_it_says_why_it_is_not_the_direct_way(network, start, end, closed, why):
    found = sea.route(network, start, end, closed)
    assert found.assumed == ("Depth, ice and tides are not modelled.",)
    if why is None:
        assert found.refused == ()
    else:
        (told,) = found.refused
        assert told.startswith(f"The direct way of {round(found.geodesic_m / 1e3):,} km ".replace(",", "\u202f"))
        assert told.endswith(why)


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


def test_long_legs_are_drawn_where_they_were_tested(network, coast):
    """San Diego to Yokosuka: legs of thousands of kilometres, none over land."""
    found = sea.route(network, SAN_DIEGO, YOKOSUKA, ARCTIC)
    assert found.length_m / 1852 == pytest.approx(4920, rel=0.01)
    assert coasts_crossed(network, coast, found) == []
    assert np.all(np.isfinite(lon_lat(unit_vectors(found.line.lon, found.line.lat))[0]))
