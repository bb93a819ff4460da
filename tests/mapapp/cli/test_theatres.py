"""The commands about two theatres: exact keys, words where there is no number, one line for a mistake."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

import pytest
from click.testing import CliRunner, Result

from layers.errors import RimlandError
from mapapp.cli import theatres
from mapapp.cli.main import rimland


def run(*args: str) -> Result:
    result = CliRunner().invoke(rimland, list(args))
    if result.exception is not None:
        raise result.exception
    return result


def answer(*args: str) -> Any:
    return json.loads(run(*args, "--json").stdout)


def test_scenarios_are_listed_with_their_assumptions() -> None:
    rows = {row["id"]: row for row in answer("scenarios")}
    assert "r-small-war" in rows["both-ends"]["levers"]
    assert rows["pratas-alone"]["focus"] == "pratas"
    assert "GAO-03-801" in rows["pratas-baltics-burn"]["note"]


def test_the_gap_has_the_keys_that_are_promised() -> None:
    rows = answer("gap", "pratas", "--scenario", "both-ends")
    for row in rows:
        assert {
            "target", "effect", "clock_h", "alone_h", "with_h", "price_of_distraction_h", "p_in_time",
            "binding_resource", "covered_by",
        } <= row.keys()  # fmt: skip
        assert row["covered_by"] == []
        assert row["not_covered_by"] == ["tra"]
        assert row["price_of_distraction_h"] is None or row["price_of_distraction_h"] >= 0
    by = {row["effect"]: row for row in rows}
    for stage in by["ally_ground"]["with"]["stages"]:
        assert stage["source"]
        assert stage["confidence"] in {"high", "medium", "low"}
    assert by["ally_ground"]["price_of_distraction_h"] == pytest.approx(36.0)
    assert sum(stage["likely_h"] for stage in by["ally_ground"]["with"]["stages"]) == pytest.approx(
        by["ally_ground"]["with_h"]
    )


def test_levers_taken_away_one_by_one_give_the_place_alone() -> None:
    names = next(row for row in answer("scenarios") if row["id"] == "pratas-baltics-burn")["levers"]
    rows = answer(
        "gap", "pratas", "--scenario", "pratas-baltics-burn", "--levers", ",".join(f"-{name}" for name in names)
    )
    assert all(row["with_h"] == row["alone_h"] and row["price_of_distraction_h"] == 0 for row in rows)


def test_the_table_of_gaps_is_one_a_spreadsheet_opens() -> None:
    rows = list(csv.DictReader(io.StringIO(run("gap", "kaliningrad", "--scenario", "both-ends", "--csv").output)))
    assert rows[0]["clock_h"] == ""
    assert rows[0]["verdict_with"] == "no response possible"


def test_a_unit_committed_and_a_pool_cut_are_seen() -> None:
    gone = answer(
        "gap", "pratas", "--scenario", "baseline", "--commit", "mag36,82abn@narva", "--effect", "ally_ground"
    )[0]
    assert gone["price_of_distraction_h"] > 0
    few = answer("gap", "narva", "--scenario", "baseline", "--pool", "c-17-us=1", "--effect", "ally_battalion")[0]
    assert math.isclose(few["price_of_distraction_h"], 0.0)  # few for both sides
    assert few["with"]["unit"] != "82abn"


def test_two_scenarios_side_by_side() -> None:
    found = answer("compare", "narva-alone", "asia-first", "--target", "narva")
    differ = {row["id"]: (row["a"], row["b"]) for row in found["differences"]}
    assert differ == dict.fromkeys(("c-drill-tie", "c-drill-lift", "c-pacific-first"), ("not in force", "in force"))
    lost = {row["unit"]: row["won_h"] for row in found["arrivals"]}
    assert lost["82abn"] < 0
    assert "What differs" in run("compare", "narva-alone", "asia-first", "--target", "narva").output


def test_the_tornado_and_the_answer_are_told_in_words_too() -> None:
    assert (
        "Decision: United States"
        in run("sensitivity", "pratas", "--scenario", "baseline", "--effect", "ally_air").output
    )
    found = answer("sensitivity", "pratas", "--scenario", "baseline", "--effect", "ally_air")
    assert found["swings"][0]["swing_h"] >= found["swings"][-1]["swing_h"]
    solved = answer("whatif", "pratas", "--effect", "ally_air", "--solve", "decision_h")
    assert abs(solved["gap_h"]) < 1 / 60
    assert "No decision" in run("whatif", "narva", "--effect", "ally_ground", "--solve", "decision_h").output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("gap", "pratas", "--levers", "r-inf"), "r-info"),
        (("gap", "pratas", "--commit", "82abm"), "82abn"),
        (("gap", "pratas", "--effect", "tanks"), "heavy_brigade"),
        (("gap", "pratas", "--pool", "c-17-us=many"), "--pool"),
        (("gap", "nowhere at all"), "there is no place"),
        (("compare", "baseline", "both-end"), "both-ends"),
    ],
)
def test_a_mistake_is_one_line_with_a_remedy(args: tuple[str, ...], said: str) -> None:
    with pytest.raises(RimlandError, match=said):
        run(*args)


def test_the_gap_of_many_places_tells_its_progress_beside_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line per place for who waits, on stderr, so that a pipe gets the answer alone."""
    two = [where for name in ("kaliningrad", "narva") for where in theatres.targets(name)]
    with monkeypatch.context() as patch:
        patch.setattr(theatres, "targets", lambda _: two)
        result = run("gap", "all", "--scenario", "narva-alone", "--effect", "ally_air", "--json")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()[-2:]] == ["1 of 2", "2 of 2"]
    assert result.stderr.splitlines()[-1].endswith("Narva")
    assert [row["target"] for row in json.loads(result.stdout)] == ["kaliningrad", "narva"]
    assert "of 1" not in run("gap", "narva", "--scenario", "narva-alone", "--effect", "ally_air", "--json").stderr
