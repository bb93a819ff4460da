from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.errors import RimlandError
from layers.io.project import encode_scenario, load_scenario, read_scenario, ready_made
from layers.io.tables import read_catalogue
from layers.scenario import availability, edits
from layers.scenario.model import BASELINE, Scenario

CATALOGUE: Catalogue = read_catalogue(resources.path("catalogue"))[0]

passages = st.frozensets(st.sampled_from(sorted(CATALOGUE.passages)), max_size=6)
units = st.frozensets(st.sampled_from(sorted(CATALOGUE.units)), max_size=6)
hours = st.tuples(*[st.floats(0, 1000)] * 3).map(lambda three: Spread(*sorted(three)))


def pairs(known: Mapping[str, Any]) -> st.SearchStrategy[tuple[tuple[str, Spread], ...]]:
    return st.dictionaries(st.sampled_from(sorted(known)), hours, max_size=3).map(lambda rows: tuple(rows.items()))


scenarios = st.builds(
    Scenario,
    id=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    name=st.text(max_size=20),
    note=st.text(max_size=50),
    closed=passages,
    opened=passages,
    committed=units,
    tankers=st.booleans(),
    decision_h=pairs(CATALOGUE.decisions),
    readiness_h=pairs(CATALOGUE.units),
    clock_h=pairs(CATALOGUE.flashpoints),
)


@given(scenarios)
def test_written_and_read_again_is_the_same(tmp_path_factory: pytest.TempPathFactory, scenario: Scenario) -> None:
    path = tmp_path_factory.mktemp("scenario") / "s.json"
    path.write_bytes(encode_scenario(scenario))
    again = read_scenario(CATALOGUE, path)
    assert again == scenario
    assert encode_scenario(again) == encode_scenario(scenario)


def test_every_shipped_scenario_loads_and_explains_itself() -> None:
    assert len(ready_made()) >= 3
    for name in ready_made():
        scenario = load_scenario(CATALOGUE, name)
        assert scenario.id == name
        assert len(scenario.note) > 40


def test_opening_wins_over_closing_and_a_barred_ship_stays_barred() -> None:
    carrier = CATALOGUE.platforms["cvn"]
    destroyer = CATALOGUE.platforms["ddg-51"]
    opened = edits.set_passage(edits.set_passage(BASELINE, "dardanelles", is_open=True), "bosporus", is_open=True)
    assert "bosporus" not in availability.closed_passages(CATALOGUE, opened, destroyer, "USA")
    assert "bosporus" in availability.closed_passages(CATALOGUE, opened, carrier, "USA")


def test_the_states_of_the_shores_pass_what_the_catalogue_closes_but_not_what_the_user_closes() -> None:
    assert "bosporus" in availability.closed_passages(CATALOGUE, BASELINE, nation="USA")
    assert "bosporus" not in availability.closed_passages(CATALOGUE, BASELINE, nation="TUR")
    mined = edits.set_passage(BASELINE, "bosporus", is_open=False)
    assert "bosporus" in availability.closed_passages(CATALOGUE, mined, nation="TUR")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closed": frozenset({"bosphor"})}, ["bosphor", "bosporus"]),
        ({"committed": frozenset({"82abm"})}, ["82abm", "82abn"]),
        ({"decision_h": (("nato", Spread(9, 5, 1)),)}, ["nato", "low <= likely <= high"]),
        ({"clock_h": (("prata", Spread(1, 2, 3)),)}, ["prata", "pratas"]),
    ],
)
def test_a_scenario_that_names_the_unknown_is_refused_with_a_remedy(change: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(RimlandError) as caught:
        availability.check(CATALOGUE, replace(BASELINE, **change))
    for word in words:
        assert word in str(caught.value)


def test_opened_and_closed_at_once_is_refused() -> None:
    with pytest.raises(RimlandError, match="opened and closed"):
        edits.adjusted(CATALOGUE, BASELINE, close=frozenset({"suez"}), open_=frozenset({"SUEZ"}))


@pytest.mark.parametrize(
    "text", ["", "{", '{"rimland_scenario": 99}', '{"rimland_scenario": 1, "scenario": {"id": 4}}']
)
def test_a_broken_file_is_named_in_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("broken") / "mine.json"
    path.write_text(text)
    with pytest.raises(RimlandError) as caught:
        read_scenario(CATALOGUE, path)
    assert "mine.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_scenario_of_a_later_version_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("later") / "mine.json"
    path.write_bytes(encode_scenario(BASELINE).replace(b'"rimland_scenario": 1', b'"rimland_scenario": 7'))
    with pytest.raises(RimlandError, match="later version"):
        read_scenario(CATALOGUE, path)
