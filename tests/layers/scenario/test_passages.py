"""Passages open, open after waiting, or closed: for all ships, or for one kind of ship alone."""

from __future__ import annotations

import pytest

import resources
from layers.catalogue.values import Spread
from layers.document.assumptions import differences
from layers.errors import RimlandError
from layers.io.project import encode_scenario, read_scenario
from layers.io.tables import read_catalogue
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE, Scenario

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
DAY = Spread(24.0, 24.0, 24.0)


def shut(scenario: Scenario, platform: str = "frigate", nation: str = "USA") -> bool:
    ship = CATALOGUE.platforms[platform]
    return "bosporus" in availability.closed_passages(CATALOGUE, scenario, ship, nation)


def adjusted(**what: object) -> Scenario:
    return edits.adjusted(CATALOGUE, BASELINE, **what)  # type: ignore[arg-type]


def names(*ids: str) -> frozenset[str]:
    return frozenset(ids)


def test_montreux_as_the_catalogue_has_it() -> None:
    assert shut(BASELINE)
    assert not shut(BASELINE, nation="TUR")
    assert shut(BASELINE, "cvn", "TUR"), "a carrier does not pass, whoever's it is"
    opened = adjusted(open_=names("bosporus"))
    assert not shut(opened)
    assert shut(opened, "cvn")


def test_a_state_for_one_kind_of_ship_goes_before_that_for_all() -> None:
    assert not shut(adjusted(open_=names("bosporus:carrier")), "cvn")
    assert shut(adjusted(open_=names("bosporus:carrier"))), "to the others it stays as it was"
    assert shut(adjusted(open_=names("bosporus"), close=names("bosporus:foreign")))
    assert not shut(adjusted(open_=names("bosporus"), close=names("bosporus:foreign")), nation="TUR")
    both = adjusted(open_=names("bosporus", "bosporus:carrier"), close=names("bosporus:large"))
    assert shut(both, "cvn"), "of two kinds the strictest counts"
    assert shut(both, "lha-lpd")
    assert not shut(both, "ddg-51")


def test_hours_of_waiting_by_kind_of_ship() -> None:
    scenario = adjusted(restrict={"bosporus": Spread(6, 12, 24), "Bosporus:large": DAY, "bosporus:deep-draught": DAY})
    assert not shut(scenario), "restricted is open"

    def hours(platform: str) -> dict[str, Spread]:
        return availability.passage_hours(CATALOGUE, scenario, CATALOGUE.platforms[platform], "USA")

    assert hours("frigate") == {"bosporus": Spread(6, 12, 24)}
    assert hours("lha-lpd") == {"bosporus": DAY}
    assert availability.waiting_s(CATALOGUE, scenario, CATALOGUE.platforms["frigate"], "USA") == (
        ("bosporus", 43200.0),
    )
    assert availability.passage_hours(CATALOGUE, BASELINE) == {}
    assert edits.set_waiting(edits.set_waiting(BASELINE, "suez", DAY), "suez", None) == BASELINE


def test_it_is_written_read_and_compared(tmp_path) -> None:
    scenario = adjusted(close=names("suez:carrier"), restrict={"bosporus:large": DAY, "panama": Spread(1, 2, 3)})
    file = tmp_path / "one.json"
    file.write_bytes(encode_scenario(scenario))
    assert read_scenario(CATALOGUE, file) == scenario
    found = {diff.what.name: (diff.what.value, diff.other) for diff in differences(CATALOGUE, BASELINE, scenario)}
    usual = CATALOGUE.passages["panama"].delay_h
    assert found == {
        "Suez Canal (Port Said end), for carrier ships": ("as in the catalogue", "closed"),
        "Bosporus, for large ships": ("as in the catalogue", "open, waits 24 h"),
        "Panama Canal (Pacific end)": (Spread(usual, usual, usual), Spread(1, 2, 3)),
    }


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"close": names("bosporus:zeppelin")}, "'zeppelin' is no kind of ship; use carrier"),
        ({"close": names("bosporous")}, "did you mean 'bosporus'"),
        ({"restrict": {"atlantis": DAY}}, "unknown id 'atlantis'"),
        ({"restrict": {"suez": Spread(3, 2, 1)}}, "not low <= likely <= high"),
        ({"restrict": {"suez": DAY}, "close": names("suez")}, "restricted and closed at once"),
    ],
)
def test_what_is_no_state_is_refused(what: dict[str, object], words: str) -> None:
    with pytest.raises(RimlandError, match=words):
        adjusted(**what)
