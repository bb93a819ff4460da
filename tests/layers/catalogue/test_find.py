"""What a person types finds the place that is meant, or says what comes near."""

from __future__ import annotations

import contextlib
import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from layers.catalogue import find
from layers.errors import PlaceError
from layers.io.tables import read_catalogue

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
TOWNS = (
    ("Warsaw", "Warszawa", "POL", 21.01, 52.23, 10),
    ("Narva", "Нарва", "EST", 28.19, 59.38, 10),
    ("Norfolk", "", "USA", -76.29, 36.85, 10),
    ("Kin", "金武", "JPN", 127.93, 26.45, 10),
    ("Kharkiv", "Харків", "UKR", 36.25, 49.98, 10),
    ("Warsaw", "", "USA", -85.85, 41.24, 10),
    ("Ko", "", "JPN", 140.0, 36.0, 10),
)


@pytest.mark.parametrize(
    ("text", "ident", "kind"),
    [
        ("pratas", "pratas", "flashpoint"),
        ("PRATAS ISLAND", "pratas", "flashpoint"),
        ("  Dongsha ", "pratas", "flashpoint"),
        ("東沙島", "pratas", "flashpoint"),
        ("釣魚臺", "senkaku", "flashpoint"),
        ("Нарва", "narva", "flashpoint"),
        ("НАРВА", "narva", "flashpoint"),
        ("Åland", "aland", "flashpoint"),
        ("ahvenanmaa", "aland", "flashpoint"),
        ("Constanța", "constanta", "flashpoint"),
        ("constanta", "constanta", "flashpoint"),
        ("sevastopol", "crimea", "flashpoint"),
        ("sasebo", "sasebo", "base"),
        ("norfolk", "norfolk", "base"),
        ("san diego", "san-diego", "base"),
        ("San-Diego", "san-diego", "base"),
        ("yokosuka", "yokosuka", "base"),
        ("横須賀", "yokosuka", "base"),
        ("kadena", "kadena-ab", "base"),
        ("rodn", "kadena-ab", "base"),
        ("suao", "suao", "base"),
        ("Su'ao", "suao", "base"),
        ("Su’ao", "suao", "base"),
        ("Renai Jiao", "second-thomas", "flashpoint"),
        ("zagan", "zagan", "base"),
        ("Żagań", "zagan", "base"),
        ("Łask", "lask", "base"),
        ("Grafenwoehr", "grafenwoehr", "base"),
        ("grafenwohr", "grafenwoehr", "base"),
        ("incirlik", "incirlik", "base"),
        ("suwalki gap", "suwalki", "flashpoint"),
        ("Suwałki corridor", "suwalki", "flashpoint"),
        ("oresund", "oresund", "passage"),
        ("Ørland", "orland", "base"),
        ("fort hood", "cavazos", "base"),
        ("dover", "dover", "base"),
        ("strait of dover", "dover", "passage"),
        ("Soya Strait", "la-perouse", "passage"),
        ("bosphorus", "bosporus", "passage"),
        ("sea of japan (east sea)", "sea-of-japan", "zone"),
        ("동해", "sea-of-japan", "zone"),
        ("karadeniz", "black-sea", "zone"),
        ("second thomas sh", "second-thomas", "flashpoint"),
        ("kadena air", "kadena-ab", "base"),
    ],
)
def test_a_name_in_any_dress_resolves(text: str, ident: str, kind: str) -> None:
    place = find.resolve(CATALOGUE, text)
    assert (place.id, place.kind) == (ident, kind)


@pytest.mark.parametrize(
    ("text", "naval", "air", "plain"),
    [
        ("Guam", "apra", "andersen", "andersen"),
        ("Rota", "rota-port", "rota-air", "rota-port"),
        ("Diego Garcia", "diego-port", "diego-air", "diego-air"),
        ("Souda Bay", "souda-port", "souda-air", "souda-port"),
        ("Okinawa", "white-beach", "kadena-ab", "kadena-ab"),
        ("constanta", "constanta-port", "constanta", "constanta"),
        ("riga", "riga-port", "riga", "riga"),
        ("Hawaii", "pearl", "hickam", "hickam"),
        ("norfolk", "norfolk", "norfolk", "norfolk"),
        ("narva", "narva", "narva", "narva"),
    ],
)
def test_the_caller_says_which_of_two_is_meant(text: str, naval: str, air: str, plain: str) -> None:
    assert find.resolve(CATALOGUE, text, prefer="naval").id == naval
    assert find.resolve(CATALOGUE, text, prefer="air").id == air
    assert find.resolve(CATALOGUE, text).id == plain


@pytest.mark.parametrize("place", find.everything(CATALOGUE), ids=lambda place: f"{place.kind}-{place.id}")
def test_every_place_is_found_by_its_id_and_its_name(place: find.Place) -> None:
    assert place in find.find(CATALOGUE, place.id, 5)
    assert place in find.find(CATALOGUE, place.name.upper(), 5)
    assert find.resolve(CATALOGUE, place.id).id == place.id
    assert place.source
    assert place.theatre in {"east", "west", "both"}


WORD = re.compile(r"[^\W\d_]+")
EXONYMS = {"riga", "panama"}
"""What English calls without the marks that the place's own language writes."""


def test_names_that_are_shown_have_their_marks() -> None:
    """A name that is spelled with its marks anywhere in the catalogue is so everywhere; ids and sources stay as they are."""
    spelled: dict[str, str] = {}
    rows = [row for table in resources.path("catalogue").glob("*.csv") for row in _rows(table)]
    for _, row in rows:
        for word in WORD.findall(";".join(row.get(column) or "" for column in ("name", "native", "aliases"))):
            if not word.isascii() and find.fold(word).isascii():
                spelled[find.fold(word)] = word
    assert {"aland", "constanta", "lask", "orland"} <= spelled.keys()
    plain = {
        f"{table} {column}: {word}"
        for table, row in rows
        for column in row.keys() & {"name", "what_it_covers", "rationale", "notes", "garrison", "start", "end", "place"}
        for word in WORD.findall(row[column] or "")
        if word.isascii() and word[0].isupper() and find.fold(word) in spelled.keys() - EXONYMS
    }
    assert plain == set()


def _rows(table: Path) -> list[tuple[str, dict[str, str]]]:
    """All rows but those of the book of distances, whose ports are called as it prints them."""
    with table.open(encoding="utf-8", newline="") as file:
        return [] if table.stem == "port_distances" else [(table.stem, row) for row in csv.DictReader(file)]


def test_ids_are_plain() -> None:
    assert all(place.id.isascii() for place in find.everything(CATALOGUE))


def test_everything_is_each_place_once() -> None:
    places = find.everything(CATALOGUE)
    tables = (CATALOGUE.flashpoints, CATALOGUE.bases, CATALOGUE.passages, CATALOGUE.zones)
    assert len(places) == len(set(places)) == sum(map(len, tables))
    assert find.find(CATALOGUE, "", 7) == places[:7]


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [("20.7,116.72", 116.72, 20.7), ("59°22′N 28°12′E", 28.2, 59.3667), ("50QMH7084588821", 116.72, 20.70)],
)
def test_a_position_is_a_place(text: str, lon: float, lat: float) -> None:
    place = find.resolve(CATALOGUE, text)
    assert (place.kind, place.id, place.name, place.theatre) == ("position", "", text, "")
    assert place.lon == pytest.approx(lon, abs=0.002)
    assert place.lat == pytest.approx(lat, abs=0.002)


@pytest.mark.parametrize("text", ["nan,nan", "inf, 5", "-inf,nan"])
def test_numbers_that_are_none_are_no_place_that_begins_like_them(text: str) -> None:
    with pytest.raises(PlaceError, match="is no position"):
        find.resolve(CATALOGUE, text)


def test_a_position_that_cannot_be_says_so() -> None:
    with pytest.raises(PlaceError, match="latitude 95 is beyond the pole"):
        find.resolve(CATALOGUE, "95,20", towns=TOWNS)


@pytest.mark.parametrize(
    ("text", "near"),
    [("Narwa", "'narva'"), ("senkakuu", "'senkaku'"), ("taiwan", "'taiwan-strait'"), ("yokosuga", "'yokosuka'")],
)
def test_a_slip_is_answered_with_what_was_meant(text: str, near: str) -> None:
    with pytest.raises(PlaceError) as caught:
        find.resolve(CATALOGUE, text)
    assert caught.value.what == f"there is no place called {text!r}"
    assert caught.value.remedy.startswith("did you mean ")
    assert near in caught.value.remedy


def test_what_fits_many_places_asks_for_more() -> None:
    with pytest.raises(PlaceError, match=r"it fits \d+ places, among them .*: say more of the name"):
        find.resolve(CATALOGUE, "air base")


@pytest.mark.parametrize("text", ["", "   ", "qqqq", "?!", "\0", "—"])
def test_what_is_like_nothing_says_what_may_be_given(text: str) -> None:
    with pytest.raises(PlaceError, match="give a name of the catalogue, a town, or a position"):
        find.resolve(CATALOGUE, text)


def test_towns_come_after_the_catalogue() -> None:
    assert find.resolve(CATALOGUE, "norfolk", towns=TOWNS).kind == "base"
    assert find.resolve(CATALOGUE, "Нарва", towns=TOWNS).kind == "flashpoint"
    listed = find.find(CATALOGUE, "norfolk", 5, towns=TOWNS)
    assert [place.kind for place in listed[:2]] == ["base", "town"]


def test_a_town_is_found_by_either_name_the_largest_first() -> None:
    warsaw = find.resolve(CATALOGUE, "warszawa", towns=TOWNS)
    assert (warsaw.kind, warsaw.id, warsaw.name) == ("town", "", "Warsaw, POL")
    assert (warsaw.lon, warsaw.lat) == (21.01, 52.23)
    assert "GeoNames" in warsaw.source
    assert find.resolve(CATALOGUE, "WARSAW", towns=TOWNS).name == "Warsaw, POL"
    assert find.resolve(CATALOGUE, "харків", towns=iter(TOWNS)).name == "Kharkiv, UKR"
    assert [place.name for place in find.find(CATALOGUE, "wars", 5, towns=TOWNS)] == ["Warsaw, POL", "Warsaw, USA"]


def test_an_exact_town_goes_before_the_beginning_of_a_name() -> None:
    assert find.resolve(CATALOGUE, "kin", towns=TOWNS).name == "Kin, JPN"
    with pytest.raises(PlaceError):
        find.resolve(CATALOGUE, "kin")  # Kinmen and its garrison: too little to choose by


def test_other_towns_are_not_mixed_up_with_those_searched_before() -> None:
    others = (("Lodz", "Łódź", "POL", 19.46, 51.77),)
    assert find.resolve(CATALOGUE, "warsaw", towns=TOWNS).name == "Warsaw, POL"
    assert find.resolve(CATALOGUE, "Łódź", towns=others).name == "Lodz, POL"
    assert "Warsaw" not in str(find.find(CATALOGUE, "warsaw", 5, towns=others))


def test_the_list_is_no_longer_than_asked_and_the_best_is_first() -> None:
    found = find.find(CATALOGUE, "taiwan", 3)
    assert len(found) == 3
    assert found[0].id == "taiwan-strait"
    assert find.find(CATALOGUE, "harbor", 2)[0].id == "apra"
    assert find.find(CATALOGUE, "narwa", 3)[0].id == "narva"


def test_a_passage_stands_in_the_middle_of_its_gate() -> None:
    place = find.resolve(CATALOGUE, "gibraltar")
    assert place.lon == pytest.approx(-5.51, abs=0.05)
    assert place.lat == pytest.approx(35.97, abs=0.03)


@given(st.text(max_size=30))
def test_no_text_at_all_breaks_the_search(text: str) -> None:
    for place in find.find(CATALOGUE, text, 5, towns=TOWNS):
        assert -180 <= place.lon <= 180
    with contextlib.suppress(PlaceError):
        assert find.resolve(CATALOGUE, text, towns=TOWNS).name


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = find.fold(text)
    assert find.fold(once) == once
    assert find.fold(text.upper().lower()) == find.fold(text.lower())
