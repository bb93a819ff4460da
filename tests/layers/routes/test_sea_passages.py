"""Passages of sea routes: open and closed, in the order of travel, waited in, and named as the reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import geodesy
from layers.io.shipped_sea import load_sea_network
from layers.routes import sea
from layers.routes.model import NoRoute, Route
from layers.sphere import unit_vectors
from tests.layers.routes.sea_ways import (
    ARCTIC,
    CONSTANTA,
    NORFOLK,
    PRATAS,
    ROTA,
    SAN_DIEGO,
    SASEBO,
    YOKOSUKA,
    length,
    rows,
)

TURKISH = frozenset({"bosporus", "dardanelles"})


@pytest.fixture(scope="module")
def network():
    return load_sea_network()


def test_passages_in_order_of_travel(network):
    out = sea.route(network, NORFOLK, CONSTANTA, ARCTIC | {"corinth"})
    assert [p for p in out.passages if p in TURKISH | {"gibraltar"}] == ["gibraltar", "dardanelles", "bosporus"]
    assert out.length_m / 1852 == pytest.approx(3335 + 1821 + 200, rel=0.02)
    assert out.delay_s == 12 * 3600
    back = sea.route(network, CONSTANTA, NORFOLK, ARCTIC | {"corinth"})
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
        ((-157.97, 21.35), CONSTANTA, TURKISH, "Bosporus and Dardanelles closed; no other way into the Black Sea."),
        (SAN_DIEGO, CONSTANTA, {"panama", "bosporus"}, "Bosporus closed; no other way into the Black Sea."),
        (NORFOLK, (37.55, 47.05), {"kerch-strait"}, "Kerch Strait closed; no other way into the Sea of Azov."),
        ((52.0, 26.5), (60.0, 20.0), {"hormuz"}, "Strait of Hormuz closed; no other way out of the Persian Gulf."),
        ((5.0, 56.0), (24.0, 57.7), {"irbe", "suur-strait"}, "Irbe Strait closed; no other way into the Gulf of Riga."),
    ],
)
def test_reason_names_what_bars_the_way(network, start, end, closed, words):
    assert sea.route(network, start, end, ARCTIC | closed) == NoRoute("sea", words)


def test_reason_tells_what_is_closed_to_a_kind_of_ship_alone(network):
    found = sea.route(network, NORFOLK, CONSTANTA, ARCTIC | TURKISH, to_all=ARCTIC)
    assert found.reason == "Bosporus and Dardanelles closed to this kind of ship; no other way into the Black Sea."


def test_baltic_is_shut_when_all_its_doors_are(network):
    doors = {"oresund", "great-belt", "little-belt", "kiel-canal"}
    assert length(network, (19.0, 56.0), (-30.0, 40.0), ARCTIC | doors) == np.inf
    for door in doors:
        assert np.isfinite(length(network, (19.0, 56.0), (-30.0, 40.0), (ARCTIC | doors) - {door})), door


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


@pytest.mark.parametrize("lon", [178.5, -140.0, 110.0])
def test_over_the_pole_no_way_slips_between_two_gates(network, lon):
    """Both Arctic passages end at the pole, and this way leads over it."""
    here, there = (lon, 81.5), (lon - 180.0 if lon > 0 else lon + 180.0, 79.0)
    assert len(sea.route(network, here, there, frozenset()).passages) == 1
    assert length(network, here, there) > 20_000e3


@pytest.mark.parametrize("one", sorted(ARCTIC))
def test_a_way_through_one_gate_goes_round_the_end_of_the_other_at_the_pole(network, one):
    way = sea.route(network, (0.0, 85.0), (180.0, 85.0), frozenset({one}))
    assert way.passages == tuple(ARCTIC - {one})
    assert way.length_m == pytest.approx(geodesy.distance(0.0, 85.0, 180.0, 85.0), rel=5e-3)


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


places = st.tuples(st.floats(-180, 180), st.floats(-77, 75))


@settings(max_examples=40)
@given(places, places, st.sets(st.sampled_from([row["id"] for row in rows("passages.csv")]), max_size=6))
def test_same_way_back_and_closing_never_shortens(network, start, end, shut):
    out = length(network, start, end)
    assert length(network, end, start) == out or length(network, end, start) == pytest.approx(out, rel=1e-6)
    assert length(network, start, end, ARCTIC | shut) >= out - 1.0
