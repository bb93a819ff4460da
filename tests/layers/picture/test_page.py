"""The briefing page holds what a reader needs, and nothing of the map leaves its frame."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest

from layers.picture import page, table
from layers.picture.marks import Picture, Symbol, Text
from layers.picture.sheet import Sheet
from layers.style.typeset import measure

ROWS = (
    ("Effect", "First unit", "Arrives after H-hour"),
    ("Aircraft overhead", "18th Wing", "3 h"),
    (
        "Submarine",
        "A unit with a name that is far too long for the column it has been given on this page " * 3,
        "unreachable",
    ),
)


@pytest.fixture(scope="module")
def brief(full: Sheet) -> Picture:
    spec = page.spec_for(full)
    return page.brief(full, spec, "Who can respond", "And how soon", ROWS, "A source", "24 November 2026", "EXERCISE")


def words(picture: Picture) -> list[str]:
    return [mark.text for mark in picture.over if isinstance(mark, Text)]


def test_everything_is_on_the_page(brief: Picture) -> None:
    found = words(brief)
    for text in ("Who can respond", "And how soon", "First arrivals", "18th Wing", "unreachable", "Legend"):
        assert text in found
    assert found.count("EXERCISE") == 2
    assert any(text.startswith("Sources: A source") for text in found)
    assert any(text.startswith("24 November 2026. Planning estimates") for text in found)
    assert {entry.text for entry in brief.legend if entry.kind != "ramp"} <= set(found)


def test_a4_landscape(brief: Picture) -> None:
    assert (brief.view.width, brief.view.height) == (1123, 794)


def test_no_text_leaves_the_page(brief: Picture) -> None:
    for mark in brief.over:
        if isinstance(mark, Text) and mark.space == "page":
            size = measure(mark.text, mark.font)
            assert mark.x >= 0, mark.text
            assert mark.x + size.width <= brief.view.width, mark.text
            assert mark.y - size.ascent >= 0, mark.text
            assert mark.y + size.descent <= brief.view.height, mark.text


def test_no_sign_of_the_map_leaves_its_frame(brief: Picture) -> None:
    assert brief.frame is not None
    x0, y0, x1, y1 = brief.frame
    for mark in brief.over:
        if isinstance(mark, Symbol) and mark.space == "plane":
            x, y = brief.view.to_page(mark.x, mark.y)
            assert x0 <= x <= x1, mark.ref
            assert y0 <= y <= y1, mark.ref


def test_the_place_asked_for_is_in_the_middle_of_the_frame(brief: Picture) -> None:
    assert brief.frame is not None
    x0, y0, x1, y1 = brief.frame
    assert brief.view.to_page(0.0, 0.0) == pytest.approx(((x0 + x1) / 2, (y0 + y1) / 2))


def test_the_page_without_extras(plain: Sheet) -> None:
    bare = page.brief(plain, page.spec_for(plain), "Title")
    assert "First arrivals" not in words(bare)
    assert bare.frame is not None
    assert bare.frame[3] - bare.frame[1] > 500


def test_a_hostile_title_is_only_long(plain: Sheet) -> None:
    picture = page.brief(plain, page.spec_for(plain), "<b>" * 5_000)
    assert max(map(len, words(picture))) < 200


def test_hours_that_cannot_be_reached_are_said_in_words() -> None:
    from layers.catalogue.model import Catalogue
    from layers.response.model import Arrival, Gap, Response

    nothing = Catalogue({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, ())
    arrival = Arrival("u", "b", "p", "submarine", "unreachable", "the Bosporus is closed", (), (), None, None)
    response = Response(
        "t", "T", 0.0, 0.0, None, "s", (arrival,), (Gap("submarine", "", None, None, "no response possible"),)
    )
    rows = table.first_arrivals(response, nothing)
    assert rows[1] == (
        "Submarine", "–", "–", "–", "unreachable", "–", "no unit reaches it: the Bosporus is closed",
    )  # fmt: skip
    asked = replace(arrival, status="not expected", reason="no treaty binds it")
    rows = table.first_arrivals(replace(response, arrivals=(arrival, asked)), nothing)
    assert rows[1][4:] == ("not expected", "–", "no unit is expected: no treaty binds it")


def test_a_reason_that_is_a_sentence_in_the_catalogue_goes_on_after_a_colon() -> None:
    from layers.catalogue.model import Catalogue
    from layers.response.model import Arrival, Gap, Response

    stance = SimpleNamespace(rationale="Promised supply but no forces; did not sign")
    rows = Catalogue({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, (), stances=(stance,))  # type: ignore[arg-type]
    for reason, told in (
        (stance.rationale, "no unit is expected: promised supply but no forces"),
        ("Bosporus closed", "no unit is expected: Bosporus closed"),  # a name keeps its capital
    ):
        arrival = Arrival("u", "b", "p", "submarine", "not expected", reason, (), (), None, None)
        gap = Gap("submarine", "", None, None, "no response possible")
        found = table.first_arrivals(Response("t", "T", 0.0, 0.0, None, "s", (arrival,), (gap,)), rows)
        assert found[1][-1] == told


@pytest.mark.parametrize(
    ("metres", "told"),
    [(0.0, "at the place"), (499.0, "at the place"), (501.0, "1 km"), (12_345_678.0, "12\u202f346 km")],
)
def test_a_way_that_rounds_to_nothing_starts_at_the_place(metres: float, told: str) -> None:
    from layers.catalogue.model import Catalogue
    from layers.catalogue.values import Spread
    from layers.response.model import Arrival, Gap, Response

    nothing = Catalogue({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, ())
    arrival = Arrival("u", "b", "p", "submarine", "in time", "", (), (), Spread(1.0, 2.0, 3.0), metres)
    gap = Gap("submarine", "u", 2.0, None, "in time")
    assert table.first_arrivals(Response("t", "T", 0.0, 0.0, None, "s", (arrival,), (gap,)), nothing)[1][3] == told


def test_columns_never_overlap(full: Sheet) -> None:
    marks = [mark for mark in table.draw(ROWS, full.style, 0.0, 0.0, 500.0) if isinstance(mark, Text)]
    levels: dict[float, list[Text]] = {}
    for mark in marks:
        levels.setdefault(mark.y, []).append(mark)
    assert len(levels) > len(ROWS)  # long cells stand on two lines
    for row in levels.values():
        for one, after in pairwise(sorted(row, key=lambda mark: mark.x)):
            assert one.x + measure(one.text, one.font).width < after.x
        assert row[-1].x + measure(row[-1].text, row[-1].font).width <= 500.0
