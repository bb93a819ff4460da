"""The palette: what a text finds, in which order, and what taking it does - by keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import resources
from layers.document import Bookmark, Content, Drawn, Sight
from layers.io.tables import read_catalogue
from layers.scenario.model import BASELINE, Scenario
from mapapp.finding import Runnable, search
from mapapp.panels import words

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
TOWNS = (
    ("Kaohsiung", "高雄", "TWN", 120.31, 22.62),
    ("Narva", "", "EST", 28.19, 59.38),
    ("Narvik", "", "NOR", 17.4, 68.4),
)
COMMANDS = (
    Runnable("file.briefing", "Export briefing", "File", "PDF or PNG", "Ctrl+E"),
    Runnable(
        "passage.bosporus", "Bosporus", "Scenario › Passages open to responders", "open close strait", checked=False
    ),
    Runnable("style.dark", "Dark", "Map › Style"),
    Runnable("edit.undo", "Undo hide land", "Edit", "", "Ctrl+Z"),
)
CONTENT = Content(
    BASELINE,
    kept=(Scenario("s", "Two fronts"),),
    drawn=(Drawn("ring-1", "ring", ((116.7, 20.7),), "Reach of Taiwan", radius_m=4e5),),
    bookmarks=(Bookmark("My corner", Sight(20.0, 50.0, 1000.0)),),
)


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in search(text, CATALOGUE, CONTENT, COMMANDS, TOWNS)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pratas", ("flashpoint", "pratas")),
        ("Dongsha", ("flashpoint", "pratas")),
        ("東沙", ("flashpoint", "pratas")),
        ("нарва", ("flashpoint", "narva")),
        ("export br", ("command", "file.briefing")),
        ("exbr", ("command", "file.briefing")),
        ("undo", ("command", "edit.undo")),
        ("高雄", ("town", "Kaohsiung, TWN")),
        ("narvik", ("town", "Narvik, NOR")),
        ("two fronts", ("scenario", "0")),
        ("reach of", ("object", "ring-1")),
        ("my corner", ("bookmark", "My corner")),
        ("20.7, 116.7", ("position", "20.7, 116.7")),
        ("59°22'N 28°12'E", ("position", "59°22'N 28°12'E")),
        ("82nd airborne", ("unit", "82abn")),
    ],
)
def test_the_best_comes_first(text, first):
    assert first in found(text)[:3]
    assert found(text)[0][0] == first[0] or first in found(text)[:2]


def test_a_strait_is_found_as_a_place_and_as_a_command():
    kinds = {kind for kind, ident in found("bosporus") if ident.endswith("bosporus")}
    assert kinds == {"passage", "command"}
    assert ("command", "passage.bosporus") in found("close bosporus")


def test_an_arrow_asks_for_commands_alone():
    assert {kind for kind, _ in found(">")} == {"command"}
    assert found("> dark") == [("command", "style.dark")]
    assert found("") == []


def test_every_record_is_found_by_its_name():
    for kind, rows in (
        ("flashpoint", CATALOGUE.flashpoints), ("base", CATALOGUE.bases), ("unit", CATALOGUE.units),
        ("passage", CATALOGUE.passages), ("zone", CATALOGUE.zones), ("commitment", CATALOGUE.commitments),
        ("lever", CATALOGUE.levers), ("platform", CATALOGUE.platforms),
    ):  # fmt: skip
        for row in rows.values():
            assert (kind, row.id) in found(row.name), row.name


def keys(window, text: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.searching.box.field, text)


def test_a_place_is_gone_to_by_keyboard_alone(window, document, qtbot):
    keys(window, "narva")
    assert window.searching.box.isVisible()
    assert window.focusWidget() is window.searching.box.field
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)
    assert not window.searching.box.isVisible()
    assert document.target.id == "narva"
    assert window.focusWidget() is window.canvas


def test_a_command_is_found_by_name_and_run(window, document):
    keys(window, "close the strait")
    field = window.searching.box.field
    assert window.searching.box.found[0].id == "passage.strait"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "strait" in document.content.scenario.closed
    keys(window, ">undo")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "strait" not in document.content.scenario.closed


def test_arrows_walk_and_escape_leaves_everything_as_it_was(window, document):
    before = document.content, document.target
    keys(window, "base")
    box = window.searching.box
    assert len(box.found) >= 4
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == 1
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    QTest.keyClick(box.field, Qt.Key.Key_Up)
    assert box.list.currentIndex().row() == len(box.found) - 1
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert (document.content, document.target) == before


def test_a_position_is_looked_at_marked_and_can_be_made_the_target(window, document, qtbot):
    keys(window, "20.5, 118")
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)
    sight = window.sights.sight
    assert (sight.lon, sight.lat) == pytest.approx((118.0, 20.5), abs=1e-6)
    assert document.sheet().drawings[-1].kind == "pin"
    keys(window, "20.5, 118")
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (document.target.id, document.target.lon) == ("", 118.0)
    assert not document.sheet().drawings


def test_towns_come_once_they_are_read(window, qtbot):
    keys(window, "vilnius")
    qtbot.waitUntil(lambda: any(one.kind == "town" for one in window.searching.box.found))
    assert window.searching.box.found[0].text == "Vilnius, LTU"


def test_nothing_found_says_what_to_try(window):
    keys(window, "xyzzyq")
    assert window.searching.box.found == []
    assert "Nothing is called that" in window.searching.box._hint.text()


def test_a_unit_shows_its_facts_with_their_source(window, document):
    keys(window, "unit jets-mid")
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)
    assert "jets-mid" in document.selected
    assert window.facts.isVisible()
    texts = window.facts.texts
    assert "Unit jets-mid" in texts
    assert any("Hand-made for the test (medium confidence, as of 2026-01)" in text for text in texts)
    assert "2 h (1 h to 4 h)" in texts


def test_a_scenario_is_switched_to_and_back(window, document):
    other = replace(BASELINE, id="other", name="The other one", tankers=False)
    document.apply("Keep", lambda content: replace(content, kept=(other,)))
    keys(window, "the other one")
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)
    assert document.content.scenario == other
    assert document.content.kept == (BASELINE,)


def test_a_command_about_a_place_works_in_the_middle_of_the_map_or_under_the_cursor(window, document, qtbot):
    window.canvas.centre_on(118.0, 20.5)
    keys(window, "> who can respond here")
    assert window.searching.box.found[0].id == "place.target"
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)
    assert (document.target.id, document.target.lon, document.target.lat) == pytest.approx(("", 118.0, 20.5))
    QTest.mouseMove(window.canvas, QPoint(60, 300))
    qtbot.waitUntil(lambda: window.status.position_text != "")
    window.canvas.pan_by(-40, 30)
    keys(window, "> copy position")
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)
    spot = window.canvas.spot_at(QPointF(60, 300))
    assert QApplication.clipboard().text() == words.place(spot.lon, spot.lat, "DMS"), "of the map as it is now"
