"""The shipped catalogue: every row loads, every reference resolves, and what is told of the world holds together."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys

import pytest

import resources
from layers import geodesy
from layers.catalogue.model import Catalogue
from layers.catalogue.values import LonLat
from layers.io.tables import read_catalogue

FOUND, PROBLEMS = read_catalogue(resources.path("catalogue"))


def length_km(line: tuple[LonLat, ...]) -> float:
    return sum(float(geodesy.distance(*a, *b)) for a, b in itertools.pairwise(line)) / 1000


def along_km(passage: str, start: LonLat, end: LonLat) -> float:
    """Length of a channel between the vertices nearest to two points."""
    channel = FOUND.passages[passage].channel
    ends = sorted(min(range(len(channel)), key=lambda i: math.dist(channel[i], point)) for point in (start, end))
    return length_km(channel[ends[0] : ends[1] + 1])


def test_every_row_loads() -> None:
    assert PROBLEMS == ()


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("flashpoints", 24), ("clocks", 24), ("zones", 9), ("bases", 198), ("platforms", 62), ("units", 115),
        ("decisions", 10), ("stances", 15), ("crews", 6), ("lifts", 16), ("commitments", 26), ("passages", 62),
        ("airspace", 28), ("levers", 27), ("events", 44), ("port_distances", 38), ("time_checks", 27), ("pools", 13), ("formations", 75),
        ("releases", 10), ("thresholds", 10), ("requirements", 24), ("denials", 7),
    ],
)  # fmt: skip
def test_no_row_was_lost(table: str, least: int) -> None:
    assert len(getattr(FOUND, table)) >= least
    assert {table for table in Catalogue.__slots__} == {  # noqa: C416 - the names of all tables
        "flashpoints", "clocks", "zones", "bases", "platforms", "units", "decisions", "commitments", "passages",
        "airspace", "levers", "events", "port_distances", "time_checks", "stances", "crews", "pools", "formations",
        "releases", "thresholds", "requirements", "denials", "lifts",
    }  # fmt: skip


def test_every_row_has_a_source_and_a_confidence() -> None:
    tables = [getattr(FOUND, name) for name in Catalogue.__slots__]
    rows = [row for table in tables for row in (table.values() if hasattr(table, "values") else table)]
    assert len(rows) > 650
    for row in rows:
        assert len(row.source.text) >= 8
        assert row.source.confidence in {"high", "medium", "low"}


def test_the_files_speak_of_the_world_only() -> None:
    for path in resources.path("catalogue").iterdir():
        text = path.read_text(encoding="utf-8")
        for word in ("/work", "/tmp", "np.float", "session", "agent"):
            assert word not in text.lower(), f"{word} in {path.name}"


def test_every_flashpoint_has_its_clock_and_its_holders() -> None:
    assert FOUND.flashpoints.keys() == FOUND.clocks.keys()
    assert {name for name, clock in FOUND.clocks.items() if not clock.applies} == {"kaliningrad"}
    assert FOUND.flashpoints["pratas"].holders == ("TWN",)
    assert FOUND.flashpoints["senkaku"].holders == ("JPN",)
    assert FOUND.flashpoints["narva"].holders == ("EST",)
    assert FOUND.flashpoints["suwalki"].holders == ("POL", "LTU")
    assert all(row.holders and row.native for row in FOUND.flashpoints.values())


def test_those_who_decide_are_those_who_are_named() -> None:
    bodies = {unit.alliance for unit in FOUND.units.values()}
    assert bodies <= FOUND.decisions.keys()
    assert FOUND.decisions.keys() - bodies == {"standing", "self-defence"}
    likely = {name: row.hours.likely for name, row in FOUND.decisions.items()}
    assert likely["standing"] < likely["self-defence"] < likely["us"] < likely["nato"]


def test_the_ordinary_time_of_consensus_is_counted_once() -> None:
    """The decision row of NATO is that time; no lever may add it again."""
    hours = FOUND.decisions["nato"].hours
    assert (hours.low, hours.likely, hours.high) == (12, 36, 96)
    assert "r-consensus" not in FOUND.levers
    assert not any("nato-5" in row.applies_to or "nato" in row.applies_to for row in FOUND.levers.values())


def test_alert_units_move_within_hours_and_others_await_orders() -> None:
    standing = {name for name, row in FOUND.units.items() if row.standing_orders}
    assert {"jasdf9-qra", "jcg-ishigaki", "bap-siauliai", "bap-amari", "raf-qra", "mk-air", "tcga", "pcg"} <= standing
    assert {"csg5", "82abn", "jasdf9", "desron15", "vjtf-lead"}.isdisjoint(standing)
    for name in standing:
        assert FOUND.units[name].readiness_h.low <= 0.5
        assert FOUND.units[name].effect in {"air_presence", "maritime_patrol", "light_ground"}


def test_ships_have_the_kinds_that_passages_ask_for() -> None:
    for row in FOUND.platforms.values():
        assert not row.ship_kinds or row.domain == "sea"
    assert "carrier" in FOUND.platforms["cvn"].ship_kinds
    assert {name for name, row in FOUND.platforms.items() if "submarine" in row.ship_kinds} == {"ssn", "ssk"}
    assert {"carrier", "submarine"} <= set(FOUND.passages["bosporus"].bars)


def test_the_straits_that_a_sea_router_needs_are_there() -> None:
    needed = (
        "bosporus dardanelles oresund great-belt little-belt kiel-canal kerch-strait suez panama messina kanmon magellan"
        " corinth tsugaru naruto singapore malacca sunda lombok gibraltar hormuz bab-el-mandeb taiwan-strait-gate bashi"
        " balintang miyako tsushima-west tsushima-east osumi la-perouse san-bernardino surigao selat-sele makassar dover"
        " irbe gulf-of-finland giuk-west giuk-east northern-sea-route northwest-passage yonaguni-gap"
    )
    assert set(needed.split()) <= FOUND.passages.keys()
    closed = {name for name, row in FOUND.passages.items() if row.default == "closed"}
    assert closed == {
        "bosporus", "dardanelles", "kerch-strait", "northern-sea-route", "northwest-passage", "corinth", "tatar",
        "suur-strait",
    }  # fmt: skip


@pytest.mark.parametrize("name", FOUND.passages)
def test_a_gate_is_about_as_long_as_the_passage_is_wide(name: str) -> None:
    """Drawn from land to land, so never much shorter; longer where the shore is ragged or islands stand between."""
    row = FOUND.passages[name]
    length = length_km(row.gate)
    assert 0.8 * row.width_km <= length <= 3.5 * row.width_km + 20
    for lon, lat in (*row.gate, *row.channel):
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90


@pytest.mark.parametrize("name", [name for name, row in FOUND.passages.items() if row.channel])
def test_a_channel_crosses_its_gate_an_odd_number_of_times(name: str) -> None:
    """Closing the gate shuts the channel, and its two ends lie on two sides."""
    row = FOUND.passages[name]

    def left(a: LonLat, b: LonLat, c: LonLat) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    crossings = sum(
        left(a, b, c) != left(a, b, d) and left(c, d, a) != left(c, d, b)
        for a, b in itertools.pairwise(row.gate)
        for c, d in itertools.pairwise(row.channel)
    )
    assert crossings % 2 == 1


@pytest.mark.parametrize(
    ("name", "start", "end", "printed_km"),
    [
        # Federal Waterways Administration of Germany, locks to locks.
        ("kiel-canal", (9.135, 53.885), (10.140, 54.368), 98.6),
        # Suez Canal Authority, Port Said to Suez by the old canal.
        ("suez", (32.310, 31.240), (32.565, 29.930), 162.0),
        # Panama Canal Authority, shore to shore 65 km, deep water to deep water 82 km.
        ("panama", (-79.560, 8.945), (-79.918, 9.385), 67.0),
        ("corinth", (22.955, 37.952), (23.005, 37.919), 6.3),
    ],
)
def test_a_canal_is_as_long_as_in_print(name: str, start: LonLat, end: LonLat, printed_km: float) -> None:
    assert along_km(name, start, end) == pytest.approx(printed_km, rel=0.10)


def test_the_arctic_is_barred_from_shore_to_pole_on_both_sides() -> None:
    for name, shore in (("northern-sea-route", 77.75), ("northwest-passage", 72.0)):
        gate = FOUND.passages[name].gate
        assert gate[-1][1] == 90.0
        assert gate[0][1] < shore
        assert gate[0][0] == gate[-1][0]


def test_pratas_is_where_it_is_said_to_be() -> None:
    row = FOUND.flashpoints["pratas"]
    assert float(geodesy.distance(row.lon, row.lat, 116.729, 20.703)) < 1_000
    field = FOUND.bases["dongsha-field"]
    assert float(geodesy.distance(row.lon, row.lat, field.lon, field.lat)) < 1_500


def test_printed_sea_distances_are_no_shorter_than_the_geodesic() -> None:
    for row in FOUND.port_distances:
        direct = float(geodesy.distance(row.start_lon, row.start_lat, row.end_lon, row.end_lat)) / 1852
        assert direct <= row.nmi * 1.005, f"{row.start} - {row.end}"


def test_reading_is_cheap_to_import() -> None:
    """No array or table library is loaded for the catalogue alone."""
    code = "import sys, layers.io.tables, layers.catalogue.find; print(*sorted({'numpy','pandas','shapely'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
