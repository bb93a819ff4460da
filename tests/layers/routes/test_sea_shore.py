"""Sea routes keep off the land: searched for in every piece of the coast, islands gone round."""

from __future__ import annotations

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
from layers.routes.model import Route
from layers.sphere import lon_lat, unit_vectors
from tests.layers.routes.sea_ways import (
    ARCTIC,
    CONSTANTA,
    NARVA,
    NORFOLK,
    PRATAS,
    ROTA,
    SAN_DIEGO,
    SASEBO,
    YOKOSUKA,
    length,
    rows,
)


@pytest.fixture(scope="module")
def network():
    return load_sea_network()


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


places = st.tuples(st.floats(-180, 180), st.floats(-77, 75))


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


def test_long_legs_are_drawn_where_they_were_tested(network, coast):
    """San Diego to Yokosuka: legs of thousands of kilometres, none over land."""
    found = sea.route(network, SAN_DIEGO, YOKOSUKA, ARCTIC)
    assert found.length_m / 1852 == pytest.approx(4920, rel=0.01)
    assert coasts_crossed(network, coast, found) == []
    assert np.all(np.isfinite(lon_lat(unit_vectors(found.line.lon, found.line.lat))[0]))
