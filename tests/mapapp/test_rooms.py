"""What is said has room: nothing is cut at its end, squeezed, or left hollow, in English and in Ukrainian."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QTableWidget, QToolButton, QVBoxLayout, QWidget

from layers.catalogue.model import Catalogue
from layers.catalogue.values import Spread
from layers.errors import Problem, RimlandError
from layers.picture import compose
from layers.picture.marks import Text
from layers.picture.sheet import LOST_TITLE, LayerSetting, Sheet
from layers.projection import Projection
from layers.response.model import Arrival, Stage
from layers.style.named import named
from layers.view import View
from mapapp import dialogs
from mapapp.panels import parts, rim_legend, words
from mapapp.panels.stages import StagesView, StageTable
from mapapp.tools.tool import Spot

SMALL = 1366, 768
PANEL_PX, BEHIND_PX = 478, 370
"""What the small window leaves the panel at its right edge, and both ends what stands behind a place."""


def cut(holder: QWidget) -> list[str]:
    """Texts that take more room than their labels have."""
    labels = [one for one in holder.findChildren(QLabel) if one.isVisible() and one.text()]
    return [one.text() for one in labels if not _holds(one)]


def _holds(one: QLabel) -> bool:
    inside = one.parentWidget().rect().contains(one.geometry())
    if one.wordWrap():
        return inside and one.height() >= one.heightForWidth(one.width())
    return inside and one.width() >= one.sizeHint().width()


def test_two_messages_at_once_have_room_for_their_words(window, qtbot):
    window.show_problem(RimlandError("'last May' is no date", remedy="write it as 2022, 2022-05 or 2022-05-24"))
    alone = window.notices.shown[0].height()
    window.show_problem(RimlandError("'91N' is no latitude"))
    qtbot.wait(20)
    assert [one.height() for one in window.notices.shown] == [alone, alone]
    assert cut(window.notices) == []


def test_what_could_not_be_used_stands_in_rows_as_high_as_their_lines(window, qtbot):
    remedy = "did you mean 'multi'? It must be one of: air, naval, army, multi"
    problems = tuple(Problem(f"bases.csv row {row}, column kind", "mutli", remedy) for row in range(2, 9))
    dialogs.show_problems(window, "Read the catalogue", problems)
    (dialog,) = (one for one in window.findChildren(QDialog) if one.windowTitle() == "Read the catalogue")
    table = dialog.findChild(QTableWidget)
    for width in (820, 500):
        dialog.resize(width, 420)
        qtbot.waitUntil(lambda: table.rowHeight(0) == table.sizeHintForRow(0))
        assert table.rowHeight(0) < 4 * table.fontMetrics().lineSpacing() + 20
    dialog.close()


@pytest.mark.parametrize("language", ["english", "ukrainian"])
def test_a_long_measurement_is_told_to_its_end(request, language, window, qtbot):
    if language == "ukrainian":
        request.getfixturevalue("ukrainian")
    window.actions_table.run("tool.measure")
    window.tools["measure"].set_ends(Spot(116.724, 20.7), Spot(-134.3, 36.7))
    card = window.measure_card
    qtbot.waitUntil(lambda: card.height() == card.layout().totalHeightForWidth(card.width()))
    assert cut(card) == []
    assert "mi" in card._cells["Geodesic"].text()[-2:] or language == "ukrainian"
    card.end.setText("qqqzz")
    card.end.returnPressed.emit()
    qtbot.waitUntil(lambda: card._problem.isVisible() and cut(card) == [])
    heights = {card.start.height(), card.end.height(), card.start.sizeHint().height()}
    assert len(heights) == 1, "the fields are not squeezed for the words below"


def test_azimuths_are_told_in_ukrainian(ukrainian, window):
    window.actions_table.run("tool.measure")
    window.tools["measure"].set_ends(Spot(116.724, 20.7), Spot(127.77, 26.36))
    told = window.measure_card._cells
    assert re.fullmatch(r"\d{3},\d° на початку, \d{3},\d° на кінці", told["Azimuths"].text())
    assert re.fullmatch(r"\d{3},\d°", told["Rhumb course"].text())


@pytest.mark.parametrize("width", [BEHIND_PX, PANEL_PX, 900])
def test_a_chain_with_long_names_of_stages_fits_the_panel(ukrainian, catalogue: Catalogue, qtbot, width):
    day = Spread(36, 120, 168)
    stages = tuple(Stage(name, day, "judgement") for name in ("decision", "waiting for lift", "transit"))  # type: ignore[arg-type]
    row = Arrival("jets-near", "near", "jet", "air_presence", "late", "", (), stages, day + day + day, 1e6)  # type: ignore[arg-type]
    view = StagesView(catalogue)
    qtbot.addWidget(view)
    view.resize(width, 300)
    view.show()
    view.show_arrival(row)
    qtbot.wait(20)
    assert view.widget().width() <= view.viewport().width()
    assert cut(view.widget()) == []
    view.resize(900, 300)
    qtbot.wait(20)
    table = view.widget().findChild(StageTable)
    beside = {rests.y() for rests in table._rests} & {part.y() for column, part in table._parts if column == 0}
    assert len(beside) == len(stages), "where there is room a source stands beside its hours"
    names = [part for column, part in table._parts if column == 1 and part.wordWrap()]
    assert all(name.alignment() & Qt.AlignmentFlag.AlignTop for name in names), "level with its hours"


def test_the_degrees_under_the_strip_of_signs_are_left_out(basemap, catalogue):
    sheet = Sheet(basemap, catalogue, named("light"), (LayerSetting("land"), LayerSetting("graticule")))
    view = View.fitted(Projection("laea", 78.0, 42.0), (60.0, 100.0), (10.0, 60.0), 680, 430)

    def low(picture):
        degrees = [mark for mark in picture.over if isinstance(mark, Text) and mark.layer == "graticule"]
        return [mark.y > view.height - rim_legend.FOOT_PX for mark in degrees]

    whole = compose.compose(sheet, view)
    left = low(rim_legend.beside(whole))
    assert any(low(whole))
    assert left
    assert not any(left)


def test_a_place_where_nobody_can_respond_is_told_in_ukrainian(ukrainian):
    from mapapp.language import sentence

    assert sentence("no response possible") == "реакція неможлива"
    assert sentence(LOST_TITLE).startswith("Години")
    assert words.lever_size("pool_share", Spread(0.2, 0.4, 0.7)).startswith("0,2 / 0,4 / 0,7 ")


def test_the_head_of_hours_won_or_lost_is_whole(ukrainian, window):
    dialog = window.editing.compare()
    header = dialog.effects.horizontalHeader()
    assert header.sectionSize(3) >= header.sectionSizeHint(3)
    dialog.close()


def test_the_buttons_below_the_objects_are_whole(ukrainian, window, qtbot):
    window.resize(*SMALL)
    window.frame.reveal("objects")
    window.frame.setSizes([273, 600, 490])
    buttons = window.objects.findChildren(QToolButton, "word")
    assert len(buttons) == 4
    qtbot.waitUntil(lambda: window.objects.width() == 273)
    assert [one.text() for one in buttons if one.width() < one.sizeHint().width()] == []


def test_what_is_wrong_in_a_form_stands_close_to_its_fields(ukrainian, window, qtbot):
    form = window.editing.new_record("flashpoint", (120.0, 22.0))
    form.editors["name"].setText("Щось")
    form.editors["clock"].setText("18 fortnights")
    form.take()
    qtbot.wait(20)
    assert form.problem.height() == form.problem.heightForWidth(form.problem.width())
    lowest = max(editor.geometry().bottom() for editor in form.editors.values())
    assert form.problem.y() - lowest < 20
    form.close()


def test_a_hint_of_a_field_is_ukrainian(ukrainian, window):
    form = window.editing.new_record("platform")
    assert form.editors["cruise"].placeholderText() == "900 km/h або 20 kn"
    form.close()


def test_the_browser_shows_from_the_start_what_the_map_is_about(window, document):
    assert window.browser.tree.currentIndex().data() == "Pratas Island"
    assert window.browser.tree.verticalScrollBar().value() == 0, "its theatre is seen too"
    document.catalogue_changed.emit()
    assert window.browser.tree.currentIndex().data() == "Pratas Island"


def test_the_name_of_a_treaty_leaves_room_for_what_it_covers(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    facts = parts.Facts(holder)
    facts.add("US-Japan Treaty of Mutual Cooperation and Security, Article V", "Armed attack on either party " * 6)
    column.addWidget(facts)
    holder.resize(PANEL_PX, 300)
    holder.show()
    name, what = facts.findChildren(QLabel)
    assert name.width() <= parts.KEY_PX < what.width()
    assert cut(facts) == []


def test_the_tour_keeps_its_lines_together(window, qtbot):
    window.tour.begin()
    qtbot.wait(20)
    for part in (window.tour.title, window.tour.text):
        assert part.height() == part.heightForWidth(part.width())
    window.tour.end()


def test_both_ends_keep_their_width_whatever_they_tell(ukrainian, window, qtbot):
    dialog = window.editing.two_ends()
    dialog.resize(1320, 728)
    qtbot.waitUntil(lambda: not dialog._waiting and not window.answers.busy)
    for one in (dialog.progress, dialog.stop):
        one.show()
    dialog.state.show_text("Вчасно у 9 з 23 місць без тиску, у 9 - під тиском " * 3)
    qtbot.wait(20)
    assert dialog.width() == 1320
    dialog.close()
