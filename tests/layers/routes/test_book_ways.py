"""The ways the book takes where ours is outside -3 ... +2 % of it: each is sailed here by our router, and comes out right.

`book_ways.csv` has a row for every such way: its waypoints and who publishes them. The book measures "between positions
shown for each port" (preface of Pub. 151), so what lies between a port as printed and the nearest water counts as well.
"""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

import resources
from layers.io.shipped_sea import load_sea_network
from layers.routes import sea
from layers.routes.model import Route

NO_SHIPS = frozenset({"northern-sea-route", "northwest-passage", "corinth"})
"""The Corinth Canal is for tugs and yachts."""
MERCHANT_MPS = 12 * 1852 / 3600
LOW, HIGH = -0.03, 0.02


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


WAYS = table(Path(__file__).with_name("book_ways.csv"))


@pytest.fixture(scope="module")
def book() -> list[dict[str, str]]:
    return table(resources.path("catalogue", "port_distances.csv"))


@pytest.fixture(scope="module")
def network():
    return load_sea_network()


def printed(book: list[dict[str, str]], way: dict[str, str]) -> dict[str, str]:
    return next(row for row in book if row["start"].startswith(way["start"]) and row["end"].startswith(way["end"]))


def sailed_nmi(network, way: dict[str, str], row: dict[str, str]) -> float:
    """Length of a way from port to port; past a last waypoint up a river the book's own miles count."""
    ends = [(float(row[f"{end}_lon"]), float(row[f"{end}_lat"])) for end in ("start", "end")]
    inner = [tuple(float(x) for x in pair.split()) for pair in way["waypoints"].split(";")]
    beyond = float(way["beyond_nmi"])
    places = [ends[0], *inner] if beyond else [ends[0], *inner, ends[1]]
    metres = 0.0
    for one, two in pairwise(places):
        leg = sea.route(network, one, two, NO_SHIPS, speed_mps=MERCHANT_MPS)
        assert isinstance(leg, Route), (one, two)
        metres += leg.length_m
        for place, snap in ((one, leg.start_snap), (two, leg.end_snap)):
            if snap is not None:
                assert place in ends, f"waypoint {place} is not on the water"
                metres += snap.distance_m
    return metres / 1852 + beyond


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way['start']}-{way['end']}: {way['way'][:24]}")
def test_a_way_of_the_book_comes_out_as_told(network, book, way):
    row = printed(book, way)
    nmi = sailed_nmi(network, way, row)
    assert nmi == pytest.approx(float(way["nmi"]), abs=0.15)
    assert (LOW <= nmi / float(row["nmi"]) - 1 <= HIGH) == (way["fits"] == "yes")
    assert way["source"]


def test_every_exception_has_a_way_that_fits_and_cites_it(book):
    for row in book:
        mine = [way for way in WAYS if printed(book, way) is row]
        if row["exception_pct"]:
            fitting = [float(way["nmi"]) for way in mine if way["fits"] == "yes"]
            assert fitting, row["start"]
            assert any(f"{nmi:.1f}" in row["exception"] for nmi in fitting), row["exception"]
        else:
            assert mine == [], row["start"]


@pytest.mark.parametrize(
    ("start", "end", "book_nmi", "first"),
    [((24.95, 60.15), (30.25, 59.9167), 172, 1), ((22.97, 59.82), (30.25, 59.9167), 233, 0)],
    ids=["helsinki", "hango"],
)
def test_the_fairway_to_st_petersburg_fits_other_rows_of_the_book(network, start, end, book_nmi, first):
    """The same waypoints, not chosen for these ports: Helsinki and Hango straight are 7.6 and 5.8 % short."""
    way = next(way for way in WAYS if way["end"] == "Sankt-Peterburg")
    cut = {**way, "waypoints": ";".join(way["waypoints"].split(";")[first:])}
    row = dict(zip(("start_lon", "start_lat", "end_lon", "end_lat"), map(str, (*start, *end)), strict=True))
    assert sea.route(network, start, end, NO_SHIPS).length_m / 1852 < 0.945 * book_nmi
    assert LOW <= sailed_nmi(network, cut, row) / book_nmi - 1 <= HIGH
