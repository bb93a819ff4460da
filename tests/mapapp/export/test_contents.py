"""An atlas by scenario: one place, a page for each scenario, contents by the scenarios' names."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from layers.errors import RimlandError
from layers.io import atlas
from layers.scenario.model import BASELINE
from mapapp.cli import subjects
from mapapp.export import briefing as made
from mapapp.export import contents, pages, writers


@pytest.fixture
def under(briefing):
    """The same place as things stand, and under another scenario."""
    other = replace(BASELINE, id="two-ends", name="Both ends")
    saved = replace(briefing.saved, content=replace(briefing.saved.content, scenario=other))
    return [briefing, replace(briefing, saved=saved)]


def text_of(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def test_each_page_says_what_is_assumed_and_the_contents_name_it(under, order, tmp_path: Path) -> None:
    writers.write(under, order, tmp_path / "a.pdf")
    first, stands, both = text_of(tmp_path / "a.pdf")
    assert "Pratas Island: who can respond under each scenario" in first
    assert "2 scenarios, a page each" in first
    assert "As things stand" in first
    assert "Both ends" in first
    assert "Assumed" not in stands
    assert "Assumed: Both ends" in both


def test_contents_of_places_stay_by_place(briefing, elsewhere, order) -> None:
    assert not contents.by_scenario([briefing, elsewhere])
    assert contents.rows([briefing, elsewhere])[0][0] == "Place"
    assert contents.title([briefing, elsewhere], order) == "Who can respond, and how soon"


def test_the_map_of_the_contents_is_framed_to_its_places(briefing, elsewhere, order) -> None:
    laid = contents.contents_page([briefing, elsewhere], order)
    frame, view = laid.blocks["map"], laid.picture.view
    assert frame.height <= frame.width
    spots = [
        view.to_page(*view.projection.forward(one.response.lon, one.response.lat)) for one in (briefing, elsewhere)
    ]
    xs, ys = ([spot[k] for spot in spots] for k in (0, 1))
    assert 0.75 < (max(xs) - min(xs)) / frame.width < 0.9  # the places fill it but for room for their names
    assert sum(xs) / 2 == pytest.approx((frame.x0 + frame.x1) / 2, abs=2.0)
    assert sum(ys) / 2 == pytest.approx((frame.y0 + frame.y1) / 2, abs=2.0)


def test_the_files_of_an_atlas_by_scenario_are_named_by_it(under, order, tmp_path: Path) -> None:
    files = writers.write(under, order, tmp_path / "a.svg")
    assert [file.name for file in files] == ["a-01-contents.svg", "a-02-baseline.svg", "a-03-two-ends.svg"]


def test_an_atlas_by_scenario_comes_back_and_is_the_same_again(under, order, tmp_path: Path, catalogue) -> None:
    writers.write(under, order, tmp_path / "a.pdf")
    saved, problems = atlas.read(tmp_path / "a.pdf", catalogue)
    assert problems == ()
    assert [one.content.scenario.name for one in saved] == ["As things stand", "Both ends"]
    again = [replace(one, saved=held) for one, held in zip(under, saved, strict=True)]
    writers.write(again, order, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_changed_things_as_they_stand_are_not_told_as_they_stand(briefing) -> None:
    changed = replace(BASELINE, closed=frozenset({"malacca"}))
    saved = replace(briefing.saved, content=replace(briefing.saved.content, scenario=changed))
    assert made.subtitle(replace(briefing, saved=saved)).startswith("Assumed: As things stand, changed")


def test_the_command_line_names_scenarios() -> None:
    def silent(_text: str) -> None:
        pass

    every = subjects.documents("pratas", "all", "", "", silent)
    assert [one.content.scenario for one in every] == pages.scenarios(subjects.catalogue())
    assert {one.target.id for one in every} == {"pratas"}
    some = subjects.documents("narva", "baseline,both-ends", "", "", silent)
    assert [one.content.scenario.id for one in some] == ["baseline", "both-ends"]
    with pytest.raises(RimlandError, match="many places or of many scenarios"):
        subjects.documents("all", "all", "", "", silent)
    with pytest.raises(RimlandError, match="both-endz"):
        subjects.documents("narva", "baseline,both-endz", "", "", silent)


def test_the_dialog_offers_the_scenarios_of_the_document_first(briefing, catalogue) -> None:
    own = replace(BASELINE, id="mine", name="Mine")
    content = replace(briefing.saved.content, scenario=own, kept=(replace(own, name="Kept"),))
    found = pages._subjects(pages.SCENARIOS, content, briefing.saved.target, subjects.catalogue())
    assert [name for name, _ in found][:3] == ["Mine", "Kept", "As things stand"]
    with pytest.raises(RimlandError, match="no place is chosen"):
        pages._subjects(pages.SCENARIOS, content, None, catalogue)
