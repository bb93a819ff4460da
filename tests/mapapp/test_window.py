"""The window as its user meets it: commands, panels, selection, projections, undo, and how it closes."""

from __future__ import annotations

import gc
import re
import threading
from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QStandardItem
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

import resources
from layers.io.tables import read_catalogue
from layers.projection import KINDS
from mapapp import look
from mapapp.canvas import navigate
from mapapp.commands import all_commands
from mapapp.menus import help_page
from mapapp.panels.response_model import ARRIVAL
from mapapp.tools.tool import Spot


def picture_of(window, qtbot) -> QImage:
    qtbot.waitUntil(lambda: window.canvas.sharp)
    return window.canvas.grab().toImage()


def click_row(window, unit: str) -> None:
    table = window.inspector.table
    model = table.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(ARRIVAL).unit == unit)
    index = model.index(row, 0)
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def test_selecting_a_row_draws_its_route_and_shows_its_stages(window, document, qtbot):
    before = picture_of(window, qtbot)
    click_row(window, "jets-mid")
    assert "jets-mid" in document.selected
    (route,) = document.sheet().routes
    assert (route.line.lon[0], route.line.lat[0]) == pytest.approx((127.77, 26.36))
    assert picture_of(window, qtbot) != before, "the route is on the map"
    assert window.inspector.stages.isVisible()
    click_row(window, "jets-near")
    (other,) = document.sheet().routes
    assert other.line.lon[0] == pytest.approx(120.2)


def test_selecting_who_cannot_come_draws_nothing_and_says_why(window, document):
    click_row(window, "stuck")
    assert document.sheet().routes == ()
    assert any(
        "strait is closed" in label.text()
        for label in window.inspector.stages.findChildren(type(window.inspector._title))
    )


def test_a_layer_goes_off_and_on(window, document, qtbot):
    with_land = picture_of(window, qtbot)
    window.actions_table.run("layer.land")
    without = picture_of(window, qtbot)
    assert without != with_land
    assert not document.layer("land").visible
    assert window.layer_tree._items["land"].checkState(0) is Qt.CheckState.Unchecked
    window.actions_table.run("edit.undo")
    assert picture_of(window, qtbot) == with_land
    window.actions_table.run("edit.redo")
    assert picture_of(window, qtbot) == without


def test_the_layer_tree_is_undone_too(window, document):
    item = window.layer_tree._items["bases"]
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert not document.layer("bases").visible
    assert window.actions_table["edit.undo"].text() == "&Undo hide bases"
    document.undo()
    assert item.checkState(0) is Qt.CheckState.Checked
    slider = window.layer_tree._sliders["bands"]
    first = document.layer("bands").opacity
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert document.layer("bands").opacity == pytest.approx(first - 0.03)
    document.undo()
    assert document.layer("bands").opacity == first
    assert slider.value() == round(first * 100)


def test_a_layer_alone_and_another_order_are_steps_to_be_undone(window, document, qtbot):
    before = picture_of(window, qtbot)
    tree = window.layer_tree
    tree.tree.setCurrentItem(tree._items["flashpoints"])
    window.actions_table.run("layer.solo")
    shown = {row.id for row in document.content.layers if row.visible}
    assert "flashpoints" in shown
    assert not {"bases", "rings", "labels"} & shown
    assert "land" in shown
    document.undo()
    tree.tree.setCurrentItem(tree._items["land"])
    window.actions_table.run("layer.lower")
    order = [row.id for row in document.content.layers]
    assert order.index("land") < order.index("depths")
    assert document.undo_name == "Lower land"
    document.undo()
    assert picture_of(window, qtbot) == before


@pytest.mark.parametrize("kind", KINDS)
def test_every_projection_keeps_the_middle_and_the_target(window, document, kind, qtbot):
    canvas = window.canvas
    canvas.centre_on(121.0, 24.0)
    window.actions_table.run(f"projection.{kind}")
    view = canvas.view
    assert view.projection.kind == kind
    assert navigate.place_at(view, view.width / 2, view.height / 2) == pytest.approx((121.0, 24.0), abs=1e-6)
    assert window.actions_table[f"projection.{kind}"].isChecked()
    qtbot.waitUntil(lambda: canvas.sharp)


def test_style_and_theme_are_two_things(window, document, settings, qtbot):
    light = picture_of(window, qtbot)
    window.actions_table.run("style.dark")
    assert picture_of(window, qtbot) != light
    assert settings.preferences.theme == "system"
    window.actions_table.run("theme.dark")
    assert window.dressing.theme.name == "dark"
    window.actions_table.run("theme.light")
    assert window.dressing.theme.name == "light"


def test_units_and_notation_change_labels_only(window, document, settings):
    view, content = window.canvas.view, document.content
    window.status.show_spot(Spot(120.0, 22.0))
    before = window.status.position_text
    window.status.position.click()
    assert settings.preferences.notation == "DDM"
    assert window.status.position_text != before
    window.actions_table.run("unit.nmi")
    assert "nmi" in window.inspector._coast_card.figure.text()
    assert window.canvas.view == view
    assert document.content == content


def test_the_measured_coast_stands_beside_the_claim(window):
    card = window.inspector._coast_card
    assert card.figure.text() == "422 km"
    assert "the essay: 400 km away" in card.note.text()
    assert "Measured, a test coast" in card.note.text()


def test_the_clock_shows_confidence_and_source(window):
    card = window.inspector._clock_card
    assert card.figure.text() == "18 h"
    assert card.note.text() == "6 to 48 h · medium confidence\nHand-made for the test"
    assert "Hand-made for the test" in card.toolTip()


def test_a_place_without_a_clock_has_no_verdict(window, document, qtbot):
    document.aim_at_flashpoint("narva")
    qtbot.waitUntil(lambda: document.response is not None and not window.answers.busy)
    model = window.inspector.table.model()
    assert {model.index(row, 7).data() for row in range(model.rowCount())} == {"no clock", "cannot come"}
    assert window.inspector._clock_card.figure.text() == "–"


def test_the_search_finds_and_opens(window, document, qtbot):
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.browser.search.hasFocus()
    QTest.keyClicks(window.browser.search, "senk")
    QTest.keyClick(window.browser.search, Qt.Key.Key_Return)
    assert document.target.id == "senkaku"
    assert window.windowTitle().startswith("Senkaku")


def test_the_search_knows_aliases_and_native_names(window):
    for text in ("narva alias", "東沙島"):
        window.browser.search.setText(text)
        assert window.browser.tree.currentIndex().data(Qt.ItemDataRole.UserRole)


def test_closing_a_passage_asks_again_and_is_undone(window, document, qtbot):
    def of_ships():
        return next(row for row in document.response.arrivals if row.unit == "ships")

    assert of_ships().total is not None
    window.actions_table.run("passage.strait")
    qtbot.waitUntil(lambda: not window.answers.busy and of_ships().total is None)
    assert window.actions_table["edit.undo"].text() == "&Undo close The Strait"
    document.undo()
    qtbot.waitUntil(lambda: not window.answers.busy and of_ships().total is not None)


def test_a_newer_target_wins_over_an_older_answer(window, document, engine, qtbot):
    engine.hold.clear()
    engine.entered.clear()
    document.aim_at_flashpoint("narva")
    qtbot.waitUntil(engine.entered.is_set)
    document.aim_at_flashpoint("senkaku")
    engine.hold.set()
    qtbot.waitUntil(lambda: not window.answers.busy and document.response is not None)
    assert document.response.target == "senkaku"


def test_closing_while_work_runs_leaves_no_thread_and_no_window(qtbot, document, settings, engine):
    from mapapp.answers import Answers
    from mapapp.window import Window

    before = set(threading.enumerate())
    engine.hold.clear()
    answers = Answers(document, lambda _report: engine)
    window = Window(document, settings, answers)
    answers.setParent(window)
    window.show()
    answers.start()
    qtbot.waitUntil(engine.entered.is_set)
    window.canvas.zoom_by(1.3)
    QTest.qWait(60)
    assert set(threading.enumerate()) != before
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(threading.enumerate()) == before
    assert not isValid(window)


def test_layout_and_preferences_are_remembered(window, settings, tmp_path):
    from mapapp.settings import Settings

    settings.prefer(unit="nmi", notation="MGRS")
    window.close()
    again = Settings(tmp_path / "settings.ini")
    assert again.preferences.unit == "nmi"
    assert again.preferences.notation == "MGRS"
    assert again.layout("geometry") is not None


def test_a_damaged_settings_file_is_ignored(tmp_path, qapp):
    from mapapp.settings import Preferences, Settings

    file = tmp_path / "settings.ini"
    file.write_text("[preferences]\nunit=furlong\nnotation=\ntheme=7\n[layout]\ngeometry=rubbish\n")
    settings = Settings(file)
    assert settings.preferences == Preferences()
    assert settings.layout("geometry") is None


def test_the_legend_comes_and_goes_and_a_small_map_has_a_short_one(window, qtbot):
    canvas = window.canvas
    assert 480 < canvas.width() < 700
    assert canvas.legend
    shown = picture_of(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_L)
    assert not canvas.legend
    assert not canvas.sharp
    assert picture_of(window, qtbot) != shown
    QTest.keyClick(window, Qt.Key.Key_L)
    assert picture_of(window, qtbot) == shown


def test_every_command_has_its_own_id_and_keys(catalogue):
    commands = all_commands(catalogue)
    assert not [ident for ident, count in Counter(c.id for c in commands).items() if count > 1]
    keys = Counter(QKeySequence(k).toString() for c in commands for k in c.shortcut)
    assert not [key for key, count in keys.items() if count > 1]
    assert "" not in keys


def test_the_help_page_names_every_command(catalogue):
    page = help_page(all_commands(catalogue))
    for command in all_commands(catalogue):
        if command.id.startswith("file.recent.") and command.id != "file.recent.clear":
            continue  # these are the names of files
        assert command.text.replace("&", "").rstrip("…").split("<")[0] in page


def test_every_command_can_be_run(window, document, monkeypatch, qtbot):
    """None raises, whatever the state; those that open something else or close the window are left out."""
    left_out = {"file.quit", "file.briefing", "file.import", "help.about", "help.shortcuts", "view.full-screen"}
    for command in all_commands(document.catalogue):
        if command.id not in left_out:
            window.actions_table.run(command.id)
    qtbot.waitUntil(lambda: window.canvas.sharp and not window.answers.busy)


def test_everything_that_takes_focus_has_a_name(window):
    from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView, QToolButton, QTreeView

    for kind in (QLineEdit, QTreeView, QTableView, QToolButton, QComboBox):
        for widget in window.findChildren(kind):
            if widget.isVisibleTo(window) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.accessibleName() or getattr(widget, "text", lambda: "")(), widget


def test_tab_walks_through_the_window(window):
    window.activateWindow()
    window.browser.search.setFocus()
    seen = set()
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.add(window.focusWidget())
    assert {window.browser.tree, window.layer_tree.tree, window.canvas, window.inspector.table} <= seen


def test_units_are_drawn_as_the_user_prefers_and_rings_united(window, document):
    sheet = document.sheet()
    assert (sheet.unit_signs, document.content.ring_shape) == ("simple", "separate")
    window.actions_table.run("unit_signs.frames")
    window.actions_table.run("ring_shape.united")
    assert window.canvas.sheet.unit_signs == "frames", "the map follows"
    assert document.content.ring_shape == "united"
    assert window.actions_table["unit_signs.frames"].isChecked()
    document.undo()
    document.undo()
    assert document.sheet().unit_signs == "simple"


def test_speeds_are_shown_in_the_unit_chosen_and_nothing_else_changes(window, document, qtbot):
    from mapapp.panels import records, words
    from mapapp.settings import Preferences

    jet = document.catalogue.platforms["jet"]  # 900 km/h, 1000 km
    shown = {
        speed: dict(records.facts_of(document.catalogue, jet, Preferences(unit="nmi", speed=speed)))
        for speed in ("km/h", "kn", "Mach")
    }
    assert [facts["Cruise"] for facts in shown.values()] == ["900 km/h", "486 kn", "Mach 0.85"]
    assert {facts["Combat radius"] for facts in shown.values()} == {"540 nmi"}
    before, asked = document.content, document.response
    window.set_tool("measure")
    window.measuring.measure.click(Spot(116.7, 20.7))
    window.measuring.measure.click(Spot(120.3, 22.6))
    card = window.measure_card
    card.platform.setCurrentIndex(card.platform.findData("jet"))
    assert "at 900 km/h" in card._time.text()
    window.actions_table.run("speed.kn")
    assert "at 486 kn" in card._time.text()
    window.actions_table.run("speed.kmh")
    assert (
        words.in_speed("P-8A, cruise 815 km/h: 440 kn says the maker", "kn")
        == "P-8A, cruise 440 kn: 440 kn says the maker"
    )
    assert words.in_speed("A source that says 815 km/h: nothing", "kn") == "A source that says 815 km/h: nothing"
    assert (document.content, document.response) == (before, asked)


def test_positions_are_written_everywhere_as_chosen(window, document):
    window.actions_table.run("notation.MGRS")
    form = window.editing.new_record("base", (120.2833, 22.6167))
    assert form.editors["place"].text().replace(" ", "").startswith("51QTF")
    form.reject()
    assert any("50Q" in text.text().replace(" ", "") for text in window.inspector.findChildren(QLabel))
    window.actions_table.run("notation.DMS")


def test_facts_name_states_treaties_and_bodies_and_hold_no_code(document):
    """Every record of the shipped catalogue: no ISO code where a name belongs, no id of another record."""
    from layers.io.shipped import load_basemap
    from mapapp.panels import records

    catalogue, _ = read_catalogue(resources.path("catalogue"))
    states = {row.code: row.name for row in load_basemap().country_table}
    facts = dict(records.facts_of(catalogue, catalogue.bases["tainan"], states=states))
    assert (facts["Country"], facts["Kind"], facts["Theatre"]) == ("Taiwan", "Air", "East")
    tables = (catalogue.flashpoints, catalogue.bases, catalogue.units, catalogue.passages, catalogue.commitments)
    ids = {ident for table in (*tables, catalogue.decisions) for ident in table if "-" in ident}
    for row in (row for table in (*tables, catalogue.levers) for row in table.values()):
        for key, text in records.facts_of(catalogue, row, states=states):
            if key in {"Country", "Nation", "Parties", "Shores", "Who decides", "Acts on", "Commitments", "Holds up"}:
                assert not {part for part in re.split(", ", text) if part in states or part in ids}, (row.id, key, text)
    lever = dict(records.facts_of(catalogue, catalogue.levers["c-grayzone-scs"], states=states))
    assert lever["Low / likely / high"] == "1 / 2 / 3 units"


def test_filling_the_places_again_leaves_nothing_behind(window, document):
    """Own records fill the tree anew each time: its rows of before are gone, in Qt and in Python."""

    def rows() -> int:
        gc.collect()
        return sum(type(one) is QStandardItem for one in gc.get_objects())

    document.catalogue_changed.emit()
    before = rows()
    assert before > 0
    for _ in range(3):
        document.catalogue_changed.emit()
    assert rows() == before


def test_light_and_dark_follow_the_system_until_one_is_chosen(window, monkeypatch):
    hints = QGuiApplication.styleHints()

    def lightness(*, dark: bool) -> int:
        """Of the window once the system has said that it is dark, or light."""
        monkeypatch.setattr(look, "system_is_dark", lambda: dark)
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        return window.palette().window().color().lightness()

    window.settings.prefer(theme="system")
    assert lightness(dark=True) < 80 < 200 < lightness(dark=False)
    window.settings.prefer(theme="light")
    assert lightness(dark=True) == lightness(dark=False) > 200
