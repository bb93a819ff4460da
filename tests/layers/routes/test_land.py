"""Ways by land: published road lengths, what closes the Baltic states off, islands, properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import geodesy
from layers.io.shipped_land import load_airspaces, load_land_network
from layers.routes import land, land_reasons
from layers.routes.model import NoRoute, Route

CLOSED = frozenset({"RUS", "BLR"})
TAPA, NARVA, VILSECK, ORZYSZ, RIGA = (25.95, 59.24), (28.19, 59.377), (11.77, 49.634), (21.94, 53.81), (24.106, 56.946)

ROADS_KM = (
    (("Barcelona", 2.17, 41.39), ("Madrid", -3.70, 40.42), 636),
    (("Brussels", 4.35, 50.85), ("Milan", 9.19, 45.46), 925),
    (("Calais", 1.86, 50.95), ("Vienna", 16.37, 48.21), 1381),
    (("Cherbourg", -1.62, 49.63), ("Hamburg", 9.99, 53.55), 1115),
    (("Cologne", 6.96, 50.94), ("Vienna", 16.37, 48.21), 937),
    (("Geneva", 6.14, 46.20), ("Paris", 2.35, 48.86), 513),
    (("Gibraltar", -5.35, 36.14), ("Lisbon", -9.14, 38.72), 676),
    (("Hamburg", 9.99, 53.55), ("Munich", 11.58, 48.14), 805),
    (("Lisbon", -9.14, 38.72), ("Paris", 2.35, 48.86), 1799),
    (("Lyons", 4.84, 45.76), ("Rome", 12.50, 41.90), 1048),
    (("Madrid", -3.70, 40.42), ("Paris", 2.35, 48.86), 1273),
    (("Milan", 9.19, 45.46), ("Rome", 12.50, 41.90), 586),
    (("Munich", 11.58, 48.14), ("Paris", 2.35, 48.86), 821),
    (("Paris", 2.35, 48.86), ("Vienna", 16.37, 48.21), 1249),
    (("Rome", 12.50, 41.90), ("Vienna", 16.37, 48.21), 1209),
)
"""Road distances [km]: The Cambridge Encyclopaedia (1990), as in R's `eurodist`."""


@pytest.fixture(scope="module")
def network():
    return load_land_network()


def found(way) -> Route:
    assert isinstance(way, Route), way
    return way


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        pytest.param((24.754, 59.437), VILSECK, 1770, id="Dragoon Ride, Stars and Stripes, March 2015"),
        pytest.param(VILSECK, ORZYSZ, 1094, id="Stars and Stripes, 12 October 2017"),
    ],
)
def test_published_marches(network, start, end, km):
    way = found(land.route(network, start, end, CLOSED))
    assert way.length_m / 1e3 == pytest.approx(km, rel=0.10)


def test_the_road_factor_is_the_published_one(network):
    factors = []
    for (_, *start), (_, *end), km in ROADS_KM:
        way = found(land.route(network, tuple(start), tuple(end)))
        factors.append(km * 1e3 / (way.length_m / land.ROAD_FACTOR))
    assert np.median(factors) == pytest.approx(land.ROAD_FACTOR, rel=0.04)
    assert min(factors) > 1.0


def test_tapa_to_narva(network):
    way = found(land.route(network, TAPA, NARVA, CLOSED))
    assert geodesy.length(way.line.lon, way.line.lat) == pytest.approx(127e3, rel=0.03)
    drawn_m = geodesy.length(way.line.lon, way.line.lat) * land.ROAD_FACTOR
    assert drawn_m <= way.length_m <= drawn_m * 1.06  # drawn taut, counted from cell to cell
    assert way.passages == ("EST",)
    assert any(f"{land.ROAD_FACTOR:g} times" in sentence for sentence in way.assumed)
    assert not way.refused or "water" in way.refused[0]


def test_the_suwalki_gap_is_what_is_left(network):
    way = found(land.route(network, VILSECK, RIGA, CLOSED))
    assert way.passages[-3:] == ("POL", "LTU", "LVA")
    assert not CLOSED & set(way.passages)
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 1000.0)
    states = [network.state[network.region_at(x, y)] for x, y in zip(lon, lat, strict=True)]
    border = states.index("LTU")
    assert 22.7 < lon[border] < 23.6
    assert 53.9 < lat[border] < 54.5
    gone = land.route(network, VILSECK, RIGA, CLOSED | {"POL"})
    assert isinstance(gone, NoRoute)
    assert gone.reason == "no land route outside closed Belarus, Poland, Russia"
    # and with Belarus open the way to Riga is no longer
    assert found(land.route(network, VILSECK, RIGA, frozenset({"RUS"}))).length_m <= way.length_m


def test_islands_have_no_way(network):
    for island in ((18.3, 57.64), (22.5, 58.4), (118.35, 24.44), (119.933, 26.155), (30.204, 45.255)):
        way = land.route(network, VILSECK, island)
        assert isinstance(way, NoRoute)
        assert "ferries are not assumed" in way.reason
    at_sea = land.route(network, VILSECK, (20.0, 58.5))
    assert at_sea == NoRoute("land", "no land route: the target is at sea, no land within 10 km")
    assert isinstance(land.route(network, (115.87, 9.76), VILSECK), NoRoute)


def test_bridges_join_landmasses(network):
    way = found(land.route(network, VILSECK, (18.07, 59.33)))
    assert way.passages == ("DEU", "DNK", "SWE")
    assert [note for note in way.notes if note.startswith("By the")] == [
        "By the Little Belt bridge.",
        "By the Great Belt bridge.",
        "By the Øresund bridge.",
    ]
    tunnel = found(land.route(network, (0.89, 51.87), VILSECK))
    assert "By the Channel Tunnel (rail only)." in tunnel.notes
    for link in network.links:
        a, b = network.region_at(*link.a), network.region_at(*link.b)
        assert a
        assert b
        assert network.mass[a] != network.mass[b]
        assert geodesy.distance(*link.a, *link.b) < 65e3


def test_an_end_in_a_closed_state_opens_its_piece(network):
    odesa = found(land.route(network, VILSECK, (30.744, 46.486), CLOSED | {"UKR"}))
    assert any(note.startswith("Target lies in closed Ukraine") for note in odesa.notes)
    kaliningrad = found(land.route(network, VILSECK, (20.511, 54.706), CLOSED))
    assert kaliningrad.passages[-2:] == ("POL", "RUS")
    through = land.route(network, (20.511, 54.706), (37.6, 55.75), CLOSED)  # to Moscow: two pieces of Russia
    assert not set(found(through).passages) & {"BLR"}


def test_lakes_are_not_driven_over(network):
    way = found(land.route(network, (27.0, 58.75), (28.0, 58.75)))  # across Peipus, whatever the border
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 500.0)
    assert not ((lon > 27.25) & (lon < 27.45) & (lat > 58.6) & (lat < 58.9)).any()
    assert way.detour > 1.5


def test_the_same_place_and_the_sea_front(network):
    here = found(land.route(network, TAPA, TAPA))
    assert here.length_m == 0.0
    assert here.passages == ("EST",)
    sevastopol = found(land.route(network, ODESA := (30.744, 46.486), (33.521, 44.608)))
    assert sevastopol.end_snap is not None
    assert 0.0 < sevastopol.end_snap.distance_m <= land.SNAP_M
    assert (sevastopol.line.lon[-1], sevastopol.line.lat[-1]) == (sevastopol.end_snap.lon, sevastopol.end_snap.lat)
    assert sevastopol.line.lon[0] == ODESA[0]


def test_across_the_antimeridian(network):
    way = found(land.route(network, (178.0, 67.0), (-176.0, 66.5)))
    assert way.detour < 2.0
    assert way.passages == ("RUS",)


places = st.tuples(st.floats(0.0, 32.0), st.floats(44.0, 60.0))


@settings(max_examples=15)
@given(
    start=places, end=places, closed=st.sets(st.sampled_from(["RUS", "BLR", "UKR", "AUT", "POL", "SWE", "FRA", "TUR"]))
)
def test_no_way_leaves_open_ground(start, end, closed):
    network = load_land_network()
    way = land.route(network, start, end, frozenset(closed))
    if isinstance(way, NoRoute):
        assert way.reason
        return
    assert way.length_m >= geodesy.distance(*_ends(way)) * land.ROAD_FACTOR - 1e-6
    opened = {network.state[network.region_at(*place)] for place in (_ends(way)[:2], _ends(way)[2:])}
    assert not (closed - opened) & set(way.passages)
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 2_000.0)
    if not any(note.startswith("By the") for note in way.notes):
        for x, y in zip(lon.tolist(), lat.tolist(), strict=True):
            # a line may cut the corner of a cell, so a neighbouring cell is near enough
            cells = network.near(x, y, 4_500.0)
            assert any(network.state[region] not in closed - opened for *_, region in cells)
    back = found(land.route(network, _ends(way)[2:], _ends(way)[:2], frozenset(closed)))
    assert back.length_m == pytest.approx(way.length_m, rel=1e-9)


def test_a_long_leg_past_a_closed_state_keeps_out_of_it(network):
    """Geodesic and great circle from Burgundy to the Volga are kilometres apart, on either side of Belarus' corner."""
    way = found(land.route(network, (4.4496, 47.70308), (46.10734, 50.44074), CLOSED))
    lon, lat = geodesy.densify(way.line.lon, way.line.lat, 1_000.0)
    over = [network.state[region] for region in network.regions(lon, lat)]
    assert over.count("BLR") <= 1  # the corner of a cell
    assert "BLR" not in way.passages


NEIGHBOURS = ["RUS", "BLR", "UKR", "POL", "LTU", "LVA", "EST", "FIN", "DEU", "CZE", "SVK", "HUN", "ROU", "MDA"]
east = st.tuples(st.floats(10.0, 40.0), st.floats(45.0, 62.0)) | st.sampled_from(
    [TAPA, NARVA, (28.212, 59.376), (20.511, 54.706), (26.1, 58.4), (29.6, 46.84), (22.3, 48.6)]
)


@settings(max_examples=40)
@given(start=east, end=east, closed=st.lists(st.sampled_from(NEIGHBOURS), unique=True, max_size=5))
def test_closing_a_state_never_shortens_a_way(start, end, closed):
    """Every further state closed makes it longer, leaves it, or cuts it off; once cut off it stays so."""
    network = load_land_network()
    before = 0.0
    for count in range(len(closed) + 1):
        way = land.route(network, start, end, frozenset(closed[:count]))
        length = way.length_m if isinstance(way, Route) else np.inf
        assert length >= before - 1e-6, closed[:count]
        before = length


def _ends(way):
    return way.line.lon[0], way.line.lat[0], way.line.lon[-1], way.line.lat[-1]


def test_the_field_is_the_routes(network):
    field = land.field(network, TAPA, CLOSED, 1_500_000.0)
    rows, columns = field.metres.shape

    def at(lon, lat):
        row, column = int((lat - field.south) / field.step), int((lon - field.west) / field.step)
        assert 0 <= row < rows
        assert 0 <= column < columns
        return field.metres[row, column]

    for place in (NARVA, RIGA, ORZYSZ, (21.01, 52.21)):
        way = found(land.route(network, TAPA, place, CLOSED))
        assert at(*place) == pytest.approx(way.length_m, rel=1e-9)
    assert at(18.3, 57.64) == np.inf  # Gotland
    assert at(30.3, 59.9) == np.inf  # Saint Petersburg, closed
    assert field.metres[np.isfinite(field.metres)].max() <= 1_500_000.0
    assert isinstance(land.field(network, (20.0, 58.5)), NoRoute)


def test_a_table_is_its_routes(network):
    lengths = land.table(network, [VILSECK, TAPA], [RIGA, (18.3, 57.64)], CLOSED)
    assert lengths[0, 0] == found(land.route(network, VILSECK, RIGA, CLOSED)).length_m
    assert np.isinf(lengths[:, 1]).all()


@given(
    st.permutations([TAPA, NARVA, VILSECK, ORZYSZ, RIGA, (12.1, 54.1), (10.9, 59.9)]),
    st.frozensets(st.sampled_from(["POL", "LTU", "EST", "DEU", "CZE", "DNK"]), max_size=2),
)
@settings(max_examples=10, deadline=None)
def test_a_way_still_held_is_the_way_found(places, shut) -> None:
    """Closing more: what is kept is what is found anew, told in the same words; a strip of two kilometres counts."""
    ends, network = (places[0], places[1]), load_land_network()
    way = land.route(network, *ends, CLOSED)
    if isinstance(way, NoRoute):
        return
    kept, anew = land.still(network, way, ends, CLOSED | shut), land.route(network, *ends, CLOSED | shut)
    if kept is None:
        assert set(shut) & {network.state[region] for region in way.regions}
        return
    assert isinstance(anew, Route)
    assert (kept.length_m, kept.passages, kept.told) == (anew.length_m, anew.passages, anew.told)


def test_no_way_through_a_country_is_shorter_than_the_bound(network) -> None:
    spaces = load_airspaces()
    for start, end in ((TAPA, NARVA), (VILSECK, NARVA), (ORZYSZ, RIGA), (VILSECK, ORZYSZ)):
        way = land.route(network, start, end)
        for code in way.passages:
            least = land_reasons.at_least_m(spaces, start, end, {code})
            assert least <= way.length_m / land.ROAD_FACTOR
    assert land_reasons.at_least_m(spaces, VILSECK, ORZYSZ, {"ESP"}) > 2_000_000.0
    assert land_reasons.at_least_m(spaces, VILSECK, ORZYSZ, ()) == np.inf
