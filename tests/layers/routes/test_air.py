"""Ways by air round closed airspace: published cases, an independent search, properties."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import geodesy
from layers.errors import GeometryError
from layers.io.shipped_land import load_airspaces
from layers.kernels import air_sight_plain
from layers.routes import air, air_graph
from layers.routes.air_reach import reach
from layers.routes.air_space import drawn_rings, places, turning_points
from layers.routes.model import NoRoute, Route

DEFAULT = frozenset({"RUS", "BLR", "CHN", "PRK", "UKR", "IRN", "MMR"})
LAKENHEATH, TRIPOLI = (0.561, 52.409), (13.2, 32.9)
KADENA, RAMSTEIN, NARVA, ODESA = (127.768, 26.356), (7.6, 49.437), (28.19, 59.377), (30.744, 46.486)
SQUARE = ((10.0, 45.0), (20.0, 45.0), (20.0, 55.0), (10.0, 55.0))


@pytest.fixture(scope="module")
def spaces():
    return load_airspaces()


def found(way) -> Route:
    assert isinstance(way, Route), way
    return way


def test_an_open_way_is_the_geodesic(spaces):
    way = found(air.route(spaces, KADENA, (116.724, 20.7), DEFAULT))
    assert way.length_m == way.geodesic_m == pytest.approx(geodesy.distance(*KADENA, 116.724, 20.7))
    assert way.detour == 1.0
    assert len(way.line.lon) == 2


def test_el_dorado_canyon(spaces):
    """14 April 1986: France, Germany, Italy and Spain refused; Austria and Switzerland were neutral.

    American Air Museum in Britain, Operation El Dorado Canyon; the Warsaw Pact, Yugoslavia and Albania lay beyond. The
    published route was 1.73 times the direct way or more.
    """
    refused = {"FRA", "DEU", "ITA", "ESP"}
    not_asked = {
        "AUT",
        "CHE",
        "DNK",
        "POL",
        "CZE",
        "SVK",
        "HUN",
        "SVN",
        "HRV",
        "BIH",
        "SRB",
        "MNE",
        "ALB",
        "BGR",
        "ROU",
    }
    way = found(air.route(spaces, LAKENHEATH, TRIPOLI, frozenset(refused | not_asked)))
    assert 1.6 <= way.detour <= 1.9
    assert way.refused == ("The direct way of 2\u202f394 km crosses closed airspace: France, Italy.",)
    assert way.assumed
    assert way.line.lon.min() < -9.0  # out over the Atlantic
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 5_000.0)
    strait = (np.abs(lon + 5.5) < 0.1) & (lat < 40.0)
    assert lat[strait] == pytest.approx(36.0, abs=0.2)  # and in by Gibraltar


def test_a_target_in_closed_airspace_opens_it(spaces):
    way = found(air.route(spaces, RAMSTEIN, ODESA, DEFAULT))
    assert any("Target lies in closed airspace of Ukraine" in note for note in way.notes)
    crossed = _states_crossed(spaces, way, DEFAULT)
    assert crossed <= {"UKR"}


def test_kaliningrad_does_not_open_russia(spaces):
    way = found(air.route(spaces, (-149.8, 61.25), (20.511, 54.706), DEFAULT))
    faces = set(spaces.holding(places(20.511, 54.706), {"RUS"}))
    assert _faces_crossed(spaces, way, {"RUS"}) <= faces


def test_narva_is_not_russia(spaces):
    way = found(air.route(spaces, RAMSTEIN, NARVA, DEFAULT))
    assert not any("Target" in note for note in way.notes)
    assert _states_crossed(spaces, way, DEFAULT) == set()


@pytest.mark.parametrize(
    ("start", "end", "fewer", "more"),
    [
        ((24.8, 59.4), (23.4, 54.2), {"LTU", "RUS", "BLR"}, "POL"),
        ((24.0, 56.9), NARVA, {"EST"}, "RUS"),
        (RAMSTEIN, (28.212, 59.376), {"RUS"}, "EST"),  # Ivangorod, across the bridge
    ],
)
def test_closing_the_neighbour_too_does_not_open_the_state_of_an_end_by_the_border(spaces, start, end, fewer, more):
    before = found(air.route(spaces, start, end, frozenset(fewer)))
    after = found(air.route(spaces, start, end, frozenset({*fewer, more})))
    assert after.length_m >= before.length_m - 1.0


def test_a_drawn_area_holds_its_edge(spaces):
    for corner in (SQUARE[0], (20.0, 50.0)):
        way = found(air.route(spaces, (30.0, 57.0), corner, drawn=[SQUARE]))
        assert way.notes == ("Target lies in a drawn closed area: entered there.",)
        assert way.detour == 1.0


def test_twelve_miles_of_sea_belong_to_a_state(spaces):
    """From the tip of Cornwall's open sea to Brest's: 11 nmi off Ouessant is France, 14 is not."""
    lon, lat = -5.1, 48.46
    for miles, inside in ((11.0, True), (14.0, False)):
        west, north = geodesy.destination(lon, lat, 270.0, miles * 1852.0)
        assert bool(spaces.holding(places(west, north), {"FRA"})) is inside


def test_small_islands_are_their_holders_own(spaces):
    for code, lon, lat in (
        ("TWN", 118.35, 24.44),
        ("TWN", 119.933, 26.155),
        ("TWN", 116.724, 20.7),
        ("JPN", 123.47, 25.74),
    ):
        at = places(lon, lat)
        assert spaces.holding(at, {code})
        assert not spaces.holding(at, {"CHN"})


def test_an_enclosed_target_says_so(spaces):
    way = air.route(spaces, (18.0, -40.0), (28.2, -29.6), frozenset({"ZAF"}))  # Lesotho
    assert isinstance(way, NoRoute)
    assert "the target is enclosed" in way.reason
    assert "South Africa" in way.reason
    back = air.route(spaces, (28.2, -29.6), (18.0, -40.0), frozenset({"ZAF"}))
    assert isinstance(back, NoRoute)
    assert "the start is enclosed" in back.reason


def test_drawn_areas_are_kept_out_of(spaces):
    way = found(air.route(spaces, (5.0, 50.0), (25.0, 50.0), drawn=[SQUARE]))
    area = shapely.buffer(shapely.Polygon(_dense_ring(SQUARE)), -1e-4)
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 5_000.0)
    assert not shapely.contains_xy(area, lon, lat).any()
    assert way.length_m == pytest.approx(_brute((5.0, 50.0), (25.0, 50.0), [SQUARE]), rel=1e-4)
    assert "1 drawn area." in way.refused[0]
    assert found(air.route(spaces, (5.0, 50.0), (15.0, 50.0), drawn=[SQUARE])).detour == 1.0  # inside: entered


@pytest.mark.parametrize("off_m", [1.0, 10.0, 50.0, 99.0, 101.0, 300.0])
@pytest.mark.parametrize(("beside", "azimuth"), [((20.0, 50.0), 90.0), ((20.0, 55.0), 45.0), ((10.0, 45.0), 225.0)])
def test_a_start_just_outside_what_is_closed_goes_round_it(spaces, beside, azimuth, off_m):
    start = tuple(map(float, geodesy.destination(*beside, azimuth, off_m)))
    target = (0.0, 50.0) if beside[0] > 15.0 else (30.0, 57.0)
    way = found(air.route(spaces, start, target, drawn=[SQUARE]))
    assert way.length_m == pytest.approx(_brute(start, target, [SQUARE]), abs=2_000.0)
    assert found(air.route(spaces, target, start, drawn=[SQUARE])).length_m == pytest.approx(way.length_m, abs=1.0)


BOW = ((0.0, 40.0), (10.0, 50.0), (10.0, 40.0), (0.0, 52.0))
STAR = tuple((20.0 + 10.0 * np.sin(0.8 * np.pi * k), 50.0 + 6.0 * np.cos(0.8 * np.pi * k)) for k in range(5))
TOUCHING = ((0.0, 40.0), (10.0, 40.0), (5.0, 45.0), (10.0, 50.0), (0.0, 50.0), (5.0, 45.0))


@pytest.mark.parametrize("turn", [0.0, 173.0])
@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (BOW, [[BOW[0], (5.4545, 45.5446), BOW[3]], [(5.4545, 45.5446), BOW[2], BOW[1]]]),
        (STAR, [(*STAR[k : k + 2], (20.0, 50.0)) for k in range(4)] + [(STAR[4], STAR[0], (20.0, 50.0))]),
        (TOUCHING, [TOUCHING[:3], TOUCHING[3:]]),
    ],
    ids=["bow", "star", "touching"],
)
def test_a_drawn_line_that_crosses_itself_closes_all_that_it_goes_round(spaces, line, parts, turn):
    def turned(ring):
        return tuple(((float(lon) + turn + 180.0) % 360.0 - 180.0, float(lat)) for lon, lat in ring)

    shape = [turned(ring) for ring in parts]
    for start, end in (((-5.0, 46.0), (35.0, 46.0)), ((5.0, 55.0), (6.0, 37.0)), ((8.0, 42.0), (-5.0, 57.0))):
        a, b = turned((start, end))
        way = found(air.route(spaces, a, b, drawn=[turned(line)]))
        if "drawn closed area" not in "".join(way.notes):
            assert way.length_m == pytest.approx(_brute(a, b, shape), rel=2e-4)


def test_a_line_round_half_the_globe_that_crosses_itself_is_refused(spaces):
    plain = [(-170.0, 10.0), (-80.0, -5.0), (10.0, 8.0), (100.0, -6.0)]
    assert found(air.route(spaces, (0.0, -40.0), (0.0, -60.0), drawn=[tuple(plain)])).detour == 1.0
    with pytest.raises(GeometryError, match="round half the globe whose line crosses itself"):
        air.route(spaces, (0.0, -40.0), (0.0, -60.0), drawn=[(*plain, (60.0, 20.0), (70.0, -20.0))])


def test_a_corner_drawn_twice_is_one(spaces):
    plain = ((0.0, 10.0), (-4.0, 10.0), (-0.5, 9.0))
    twice = ((0.0, 10.0), (2e-309, 10.0), *plain[1:])
    here, there = (0.0, 10.0), (-15.0, 4.0)
    ways = [air.route(spaces, here, there, frozenset(), drawn=(area,)) for area in (plain, twice)]
    assert ways[1].length_m == pytest.approx(ways[0].length_m, abs=0.01)


def test_a_drawn_area_that_encloses_nothing_is_refused(spaces):
    with pytest.raises(GeometryError):
        air.route(spaces, (0.0, 0.0), (1.0, 1.0), drawn=[((0.0, 0.0), (1.0, 0.0))])
    with pytest.raises(GeometryError):
        air.route(spaces, (0.0, 0.0), (1.0, 1.0), drawn=[((0.0, 0.0), (1.0, 0.0), (2.0, 0.0))])
    with pytest.raises(GeometryError):
        air.route(spaces, (0.0, 0.0), (1.0, 1.0), drawn=[((0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (1.0, 0.0))])


@pytest.mark.parametrize("turn", [-170.0, -90.0, 77.5, 165.0, 180.0])
def test_turning_the_globe_changes_nothing(spaces, turn):
    still = found(air.route(spaces, (5.0, 50.0), (25.0, 50.0), drawn=[SQUARE]))
    moved = [((lon + turn + 180.0) % 360.0 - 180.0, lat) for lon, lat in SQUARE]
    ends = [((lon + turn + 180.0) % 360.0 - 180.0, 50.0) for lon in (5.0, 25.0)]
    there = found(air.route(spaces, *ends, drawn=[tuple(moved)]))
    assert there.length_m == pytest.approx(still.length_m, abs=0.01)


def test_round_the_pole(spaces):
    """A cap of 10 degrees round the pole: the way from one side to the other runs along its edge."""
    cap = tuple((float(lon), 80.0) for lon in range(-180, 180, 10))
    way = found(air.route(spaces, (0.0, 75.0), (180.0, 75.0), drawn=[cap]))
    assert way.line.lat.max() < 80.1
    assert way.length_m == pytest.approx(_brute((0.0, 75.0), (180.0, 75.0), [cap]), rel=1e-4)
    inside = found(air.route(spaces, (0.0, 75.0), (0.0, 90.0), drawn=[cap]))  # the pole lies in it
    assert inside.detour == 1.0


def test_ends_that_are_the_same_or_opposite(spaces):
    nowhere = found(air.route(spaces, KADENA, KADENA, DEFAULT))
    assert nowhere.length_m == 0.0
    assert nowhere.detour == 1.0
    across = air.route(spaces, (0.0, 0.0), (180.0, 0.0), DEFAULT)
    assert found(across).length_m == pytest.approx(20_003_931.46, rel=0.05)
    with pytest.raises(GeometryError):
        air.route(spaces, (0.0, 95.0), KADENA)


coordinates = st.tuples(st.floats(-180.0, 180.0), st.floats(-60.0, 85.0))
corners = st.lists(st.tuples(st.floats(-8.0, 8.0), st.floats(-8.0, 8.0)), min_size=3, max_size=7, unique=True)


@settings(max_examples=40)
@given(
    shapes=st.lists(corners, min_size=1, max_size=3), centres=st.permutations([(0.0, 10.0), (12.0, 14.0), (-9.0, 16.0)])
)
def test_against_a_search_of_all_corners(shapes, centres):
    """An independent route: every corner joined with every other in plain NumPy, without tangents, caps or chunks."""
    rings = []
    for shape, (east, north) in zip(shapes, centres, strict=False):
        hull = shapely.MultiPoint(shape).convex_hull
        if hull.area < 0.5:
            continue
        rings.append(tuple((x + east, y + north) for x, y in list(hull.exterior.coords)[:-1]))
    start, end = (-30.0, 12.0), (31.0, 13.0)
    way = found(air.route(load_airspaces(), start, end, drawn=rings))
    assert way.length_m == pytest.approx(_brute(start, end, rings), rel=1e-4)


@settings(max_examples=12)
@given(start=coordinates, end=coordinates, closed=st.sets(st.sampled_from(sorted(DEFAULT | {"FRA", "IND", "TUR"}))))
def test_closing_never_shortens_and_no_way_crosses(start, end, closed):
    spaces = load_airspaces()
    fewer = air.route(spaces, start, end, frozenset(sorted(closed)[1:]))
    more = air.route(spaces, start, end, frozenset(closed))
    if isinstance(fewer, NoRoute):
        assert isinstance(more, NoRoute)
        return
    if isinstance(more, NoRoute):
        return
    assert more.length_m >= fewer.length_m - 50.0
    assert more.length_m >= more.geodesic_m - 1e-6
    own = {spaces.codes[f] for place in (start, end) for f in spaces.holding(places(*place), closed)}
    assert _states_crossed(spaces, more, closed) <= own
    back = found(air.route(spaces, end, start, frozenset(closed)))
    assert back.length_m == pytest.approx(more.length_m, abs=1.0)


def test_a_table_agrees_with_its_routes(spaces):
    starts, ends = [KADENA, RAMSTEIN, (-93.55, 38.73)], [NARVA, (121.5, 25.0), (28.2, -29.6)]
    closed = DEFAULT | {"ZAF"}
    lengths = air.table(spaces, starts, ends, closed)
    for (i, start), (j, end) in itertools.product(enumerate(starts), enumerate(ends)):
        way = air.route(spaces, start, end, closed)
        expected = way.length_m if isinstance(way, Route) else np.inf
        assert lengths[i, j] == pytest.approx(expected, abs=50.0)


def test_nodes_from_a_site(spaces):
    """The least of corner and geodesic from it, over the corners in sight, is the route."""
    nodes = air.nodes_from(spaces, KADENA, DEFAULT)
    for lon, lat in (NARVA, (80.0, 30.0), (51.5, 25.3), (74.6, 42.9)):
        way = found(air.route(spaces, KADENA, (lon, lat), DEFAULT))
        assert way.detour > 1.01
        there = nodes.distance_m + geodesy.distance(nodes.lon, nodes.lat, np.full_like(nodes.lon, lon), lat)
        sight = air.clear(spaces, nodes.lon, nodes.lat, lon, lat, DEFAULT)
        assert there[sight].min() == pytest.approx(way.length_m, abs=50.0)


def test_clear_tells_what_route_does(spaces):
    lon, lat = np.array([116.724, NARVA[0]]), np.array([20.7, NARVA[1]])
    assert air.clear(spaces, *KADENA, lon, lat, DEFAULT).tolist() == [True, False]


@pytest.mark.parametrize(
    ("route_km", "radius", "ferry", "refuelable", "tankers", "lands", "kind"),
    [
        (1000, 1270, 3900, True, True, False, "unrefuelled"),
        (1270, 1270, 3900, False, False, False, "unrefuelled"),
        (2912, 1270, 3900, True, True, False, "tanker-dragged"),
        (2912, 1270, 3900, True, True, True, "ferry"),
        (2912, 1270, 3900, True, False, False, "beyond"),
        (2912, 1270, 3900, False, True, False, "beyond"),
        (4000, 1270, 3900, False, True, True, "beyond"),
        (1900, None, 4000, False, False, False, "unrefuelled"),
        (2100, None, 4000, False, False, False, "beyond"),
        (2100, None, None, True, True, False, "tanker-dragged"),
        (2100, None, None, False, True, True, "beyond"),
    ],
)
def test_reach(route_km, radius, ferry, refuelable, tankers, lands, kind):
    told = reach(
        route_km * 1e3,
        combat_radius_m=None if radius is None else radius * 1e3,
        ferry_range_m=None if ferry is None else ferry * 1e3,
        refuelable=refuelable,
        tankers=tankers,
        lands=lands,
    )
    assert told.kind == kind
    assert told.reason


def test_reach_says_why_not():
    told = reach(2_912e3, combat_radius_m=1_270e3, ferry_range_m=3_900e3, refuelable=True, tankers=False, lands=False)
    assert (
        told.reason.replace("\u202f", " ") == "beyond the unrefuelled radius of 1 270 km (route 2 912 km) and no tanker"
    )


def _dense_ring(ring):
    lon, lat = geodesy.densify([*(p[0] for p in ring), ring[0][0]], [*(p[1] for p in ring), ring[0][1]], 10_000.0)
    return np.column_stack((lon, lat))


def _faces_crossed(spaces, way, codes) -> set[int]:
    """Faces a line goes deeper into than 300 m, by planar polygons on a densified line: nothing of the router's own."""
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 20_000.0)
    crossed = set()
    for face in spaces.faces(codes):
        rings = []
        for ring in spaces.rings[face]:
            xy = np.vstack([spaces.arcs[r][:-1] if r >= 0 else spaces.arcs[~r][:0:-1] for r in ring])
            east, north = geodesy.densify(np.append(xy[:, 0], xy[0, 0]), np.append(xy[:, 1], xy[0, 1]), 20_000.0)
            rings.append(np.column_stack((np.unwrap(east, period=360.0), north)))
        middle = rings[0][:, 0].mean()
        rings = [
            np.column_stack((r[:, 0] + 360.0 * np.round((middle - r[:, 0].mean()) / 360.0), r[:, 1])) for r in rings
        ]
        shape = shapely.Polygon(rings[0], rings[1:])
        near = middle + (lon - middle + 180.0) % 360.0 - 180.0
        within = shapely.contains_xy(shape, near, lat)
        edge = shapely.boundary(shape)
        if any(edge.distance(shapely.Point(x, y)) > 0.003 for x, y in zip(near[within], lat[within], strict=True)):
            crossed.add(face)
    return crossed


def _states_crossed(spaces, way, codes) -> set[str]:
    return {spaces.codes[face] for face in _faces_crossed(spaces, way, codes)}


def _brute(start, end, rings) -> float:
    """The shortest way over all corners, each joined with each in plain NumPy."""
    outlines = [part for ring in rings for part in drawn_rings(ring)]
    if not outlines:
        return float(geodesy.distance(*start, *end))
    head = np.vstack(outlines)
    tail = np.vstack([np.roll(r, -1, axis=0) for r in outlines])
    nodes = np.vstack([places(*start), places(*end), turning_points(outlines)[0]])
    lon = np.degrees(np.arctan2(nodes[:, 1], nodes[:, 0]))
    lat = np.degrees(np.arctan2(nodes[:, 2], (1.0 - 1.0 / 298.257223563) ** 2 * np.hypot(nodes[:, 0], nodes[:, 1])))
    best = np.full(len(nodes), np.inf)
    best[0] = 0.0
    todo = set(range(len(nodes)))
    while todo:
        i = min(todo, key=lambda k: best[k])
        todo.discard(i)
        for j in todo:
            if not air_sight_plain.blocked(nodes[i], nodes[j], head, tail):
                best[j] = min(best[j], best[i] + geodesy.distance(lon[i], lat[i], lon[j], lat[j]))
    return float(best[1])


STATES = ("RUS", "BLR", "POL", "SWE", "FIN", "TUR", "ESP", "FRA", "CHN", "PHL", "IND", "IRN")
FIELDS = (
    (-1.5, 52.6),
    (28.2, 59.4),
    (12.5, 55.6),
    (32.9, 39.9),
    (116.7, 20.7),
    (127.8, 26.4),
    (-76.3, 36.9),
    (14.5, 40.8),
)


@given(
    before=st.frozensets(st.sampled_from(STATES), max_size=4),
    more=st.frozensets(st.sampled_from(STATES), max_size=3),
    less=st.frozensets(st.sampled_from(STATES), max_size=1),
    ends=st.tuples(st.sampled_from(FIELDS), st.sampled_from(FIELDS)),
)
@settings(max_examples=40, deadline=None)
def test_a_way_that_still_holds_is_the_way_of_a_search_of_its_own(spaces, before, more, less, ends) -> None:
    closed = (before | more) - less
    way = air.route(spaces, *ends, before)
    if isinstance(way, NoRoute):
        return
    kept = air.still(spaces, way, ends, before, closed)
    anew = air.route(spaces, *ends, closed)
    if kept is None:
        return
    assert isinstance(anew, Route)
    assert kept.length_m == pytest.approx(anew.length_m, rel=1e-12)
    assert kept.told == anew.told


def test_a_flight_clear_of_what_is_closed_is_kept(spaces) -> None:
    lakenheath, narva = (0.56, 52.41), (28.2, 59.38)
    before = frozenset({"RUS", "BLR"})
    way = air.route(spaces, lakenheath, narva, before)
    assert air.still(spaces, way, (lakenheath, narva), before, before | {"ESP", "ITA"}) is not None
    assert air.still(spaces, way, (lakenheath, narva), before, before | {"SWE", "POL", "LVA", "LTU"}) is None


@pytest.mark.parametrize("extra", ["POL", "FIN", "PHL"])
def test_a_graph_grown_from_that_round_a_part_is_the_same(spaces, extra) -> None:
    part = sorted(spaces.faces({"RUS", "BLR", "CHN"}))
    whole = spaces.outline(sorted({*part, *spaces.faces({extra})}))
    plain, grown = air_graph.build(whole), air_graph.build(whole, air_graph.build(spaces.outline(part)))

    def edges(graph):
        one = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.start))
        return {(graph.nodes[i].tobytes(), graph.nodes[j].tobytes()) for i, j in zip(one, graph.to, strict=True)}

    assert edges(grown) == edges(plain)
    assert len(edges(plain)) > 1000
