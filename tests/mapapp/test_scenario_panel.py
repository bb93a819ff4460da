"""Changing what is assumed, by hand: values in their place, copies, comparison, records of one's own; all undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit

from layers.catalogue.values import Spread
from layers.document.assumptions import assumptions
from layers.scenario.model import BASELINE
from mapapp.commands import SCENARIO_MENU
from mapapp.panels.assumption_tree import AssumptionTree
from mapapp.panels.compare_rows import by_effect, by_unit


@pytest.fixture
def panel(window):
    window.actions_table.run("scenario.edit")
    return window.editing.panel


def edit(panel, group: str, ident: str, text: str) -> None:
    """Go to a row and type into its editor."""
    panel.tree.go_to(group, ident)
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    editor = panel.tree.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)  # the editor hands over what was typed once the key has been dealt with


def test_a_unit_s_readiness_is_halved_in_its_place_and_comes_sooner(window, document, panel, qtbot):
    before = {row.unit: row.total for row in document.response.arrivals}
    edit(panel, "Readiness", "jets-mid", "0.5/1/2")
    assert document.content.scenario.readiness_h == (("jets-mid", Spread(0.5, 1.0, 2.0)),)
    assert panel.tree.value_text("Readiness", "jets-mid") == "0.5 / 1 / 2 h"
    assert "1 changed" in panel.tree._groups["Readiness"].text()
    panel.tree.go_to("Readiness", "jets-mid")
    assert "by default 1 / 2 / 4 h" in panel.detail.text()
    assert "Hand-made for the test (medium confidence, as of 2026-01)" in panel.detail.text()
    qtbot.waitUntil(lambda: document.response is not None and not window.answers.busy)
    after = {row.unit: row.total for row in document.response.arrivals}
    assert after["jets-mid"].likely == pytest.approx(before["jets-mid"].likely - 1.0)
    panel.reset.click()
    assert document.content.scenario == BASELINE


def test_what_is_no_time_is_refused_without_a_dialog(window, document, panel):
    edit(panel, "Readiness", "jets-mid", "soon")
    assert document.content.scenario == BASELINE
    assert any("'soon'" in text for text in window.notices.texts)


def test_editing_what_is_being_edited_goes_on_with_the_same_editor(panel):
    panel.tree.go_to("Readiness", "jets-mid")
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    QTest.keyClicks(panel.tree.findChild(QLineEdit), "3")
    panel.tree_edit()  # Qt warns of a second editor, and a warning fails the test
    panel.tree.setState(QAbstractItemView.State.NoState)  # as a drag over the rows leaves it
    panel.tree_edit()
    (editor,) = panel.tree.findChildren(QLineEdit)
    assert editor.text() == "3"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    QTest.qWait(1)


def test_a_strait_is_closed_from_a_list(window, document, panel, qtbot):
    panel.tree.go_to("Passages", "strait")
    panel.change.click()
    box = panel.tree.findChild(QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["open (by default)", "closed"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert document.content.scenario.closed == {"strait"}
    assert document.undo_name == "The Strait: closed"
    qtbot.waitUntil(lambda: document.response is not None and not window.answers.busy)
    assert next(row for row in document.response.arrivals if row.unit == "ships").total is None


def test_search_and_departures_alone(panel, document):
    QTest.keyClicks(panel.search, "jets mid readiness")
    model, nowhere = panel.tree.model(), QModelIndex()

    def groups() -> list[str]:
        shown = [r for r in range(model.rowCount()) if not panel.tree.isRowHidden(r, nowhere)]
        return [model.index(r, 0).data() for r in shown]

    assert [group.split("  ")[0] for group in groups()] == ["Readiness"]
    panel.search.clear()
    panel.changed_only.setChecked(True)
    assert groups() == []
    document.apply_scenario("Tankers", lambda now: replace(now, tankers=False))
    assert len(groups()) == 1
    panel.changed_only.setChecked(False)
    assert len(groups()) == model.rowCount()


def test_copy_rename_note_and_switch(window, document, panel):
    window.actions_table.run("scenario.copy")
    assert document.content.scenario.name == "Copy of As things stand"
    assert document.content.kept == (BASELINE,)
    window.actions_table.run("scenario.rename")
    assert window.focusWidget() is panel.name
    QTest.keyClicks(panel.name, "Storm")
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    panel.note.setFocus()
    panel.note.selectAll()
    QTest.keyClicks(panel.note, "Why")
    assert (document.content.scenario.name, document.content.scenario.note) == ("Storm", "Why")
    assert document.undo_name == "Note on the scenario"
    document.undo()
    assert document.content.scenario.note == BASELINE.note, "typing a note is one step"
    assert panel.note.toPlainText() == BASELINE.note
    panel.choice.setCurrentIndex(1)
    panel.choice.activated.emit(1)
    assert document.content.scenario == BASELINE
    panel.delete()
    assert document.content.scenario.name == "Storm"
    assert document.content.kept == ()


def test_two_scenarios_side_by_side(window, document, panel, qtbot):
    panel.copy()
    edit(panel, "Readiness", "jets-far", "10/20/40")
    window.actions_table.run("passage.strait")
    dialog = window.editing.compare()
    assert [dialog.assumed.item(r, 0).text() for r in range(dialog.assumed.rowCount())] == [
        "Passages: The Strait", "Readiness: Unit jets-far",
    ]  # fmt: skip
    assert [dialog.assumed.item(1, c).text() for c in (1, 2, 3)] == ["1 / 2 / 4 h", "10 / 20 / 40 h", "1 / 2 / 4 h"]
    qtbot.waitUntil(lambda: dialog.units.rowCount() == 2)
    found = {dialog.units.item(r, 0).text(): dialog.units.item(r, 3).text() for r in range(2)}
    assert found == {"Unit ships": "cannot come any more", "Unit jets-far": "18 h lost"}
    dialog.first.setCurrentIndex(0)
    dialog.second.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.units.rowCount() == 2 and "won" in dialog.units.item(0, 3).text())
    assert dialog.units.item(1, 3).text() == "can come now"
    dialog.close()
    assert not window.answers._asides


def test_a_comparison_with_itself_finds_nothing(document, window, catalogue):
    response = document.response
    assert by_unit(catalogue, response, response) == ()
    assert {one.said for one in by_effect(catalogue, response, response)} == {"as before"}


def fill(form, **texts: str) -> None:
    for name, text in texts.items():
        editor = form.editors[name]
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(text))
        else:
            editor.clear()
            QTest.keyClicks(editor, text)


def test_a_base_and_a_unit_of_one_s_own_respond(window, document, qtbot):
    form = window.editing.new_record("base", (118.0, 22.0))
    fill(form, name="My Field", country="JPN")
    form.take()
    (base,) = document.content.own.bases
    assert (base.id, base.lon) == ("own-my-field", pytest.approx(118.0, abs=1e-4))
    assert base.source.text == "The user's own assumption"
    form = window.editing.new_record("unit", (118.0, 22.0))
    assert form.editors["base"].currentData() == "own-my-field", "the nearest base is offered"
    fill(form, name="My Jets", platform="jet", readiness="soon")
    form.take()
    assert form.isVisible()
    assert "'soon'" in form.problem.text()
    fill(form, readiness="15 min")
    form.take()
    assert document.undo_name == "Add unit My Jets"
    qtbot.waitUntil(lambda: document.response is not None and not window.answers.busy)
    (mine,) = (row for row in document.response.arrivals if row.unit == "own-my-jets")
    assert mine.total is not None
    assert window.browser._model.findItems("My Jets", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    document.undo()
    document.undo()
    assert "own-my-field" not in document.catalogue.bases
    qtbot.waitUntil(lambda: document.response is not None and not window.answers.busy)
    assert all(row.unit != "own-my-jets" for row in document.response.arrivals)


def test_taking_a_base_away_below_its_unit_is_refused(window, document):
    from layers.errors import RimlandError
    from mapapp.panels.own_forms import without

    test_values = {"name": "F"}
    form = window.editing.new_record("base", (118.0, 22.0))
    fill(form, **test_values)
    form.take()
    form = window.editing.new_record("unit", (118.0, 22.0))
    fill(form, name="U", platform="jet", readiness="1")
    form.take()
    with pytest.raises(RimlandError, match="unknown id 'own-f'"):
        document.apply("Take", lambda now: replace(now, own=without(now.own, "base", "own-f")))
    assert document.content.own.bases


def test_an_own_flashpoint_is_aimed_at_and_has_its_clock(window, document, qtbot):
    form = window.editing.new_record("flashpoint", (119.5, 23.5))
    fill(form, name="Reef", clock="2/4/8")
    form.take()
    document.aim_at_flashpoint("own-reef")
    assert document.catalogue.clocks["own-reef"].hours == Spread(2.0, 4.0, 8.0)
    assert window.inspector._clock_card.figure.text() == "4 h"
    document.undo()
    assert document.target.id == "", "its record is gone; the place is still a place"
    assert (document.target.lon, document.target.lat) == (pytest.approx(119.5, abs=1e-4), pytest.approx(23.5, abs=1e-4))


def test_the_panel_is_worked_by_keyboard_alone(window, document, panel):
    panel.search.setFocus()
    QTest.keyClicks(panel.search, "the strait")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is panel.tree
    index = panel.tree.indexBelow(panel.tree.indexAt(QPoint(20, 6)))  # the first row under the first group
    panel.tree.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.SelectCurrent)
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    box = panel.tree.findChild(QComboBox)
    assert box is not None
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert document.content.scenario.closed == {"strait"}


def test_rows_come_and_go_under_a_search(window, document):
    """While only changed rows are shown, rows are written, added and taken away, and what is shown follows."""
    rows = assumptions(document.catalogue, document.content.scenario, {})
    tree = AssumptionTree(window)
    tree.search("", changed_only=True)
    shown = []
    for number in range(12):
        now = tuple(
            replace(row, value="another" if (k + number) % 3 == 0 else row.default)
            for k, row in enumerate(rows)
            if (k + number) % 4
        )
        tree.show_assumptions(now)
        model = tree.model()
        groups = [model.index(k, 0) for k in range(model.rowCount())]
        shown.append(sum(not tree.isRowHidden(k, group) for group in groups for k in range(model.rowCount(group))))
        assert shown[-1] == sum(row.changed for row in now)
    assert max(shown) > 0


def test_more_about_scenarios_is_of_the_commands(window, document):
    menu, table = window.editing.panel.menu, window.actions_table
    named = [one.objectName() for one in menu.actions() if not one.isSeparator()]
    assert tuple(named) == SCENARIO_MENU
    assert not table["scenario.reset"].isEnabled()
    assert not table["scenario.delete"].isEnabled(), "the only one there is"
    table.run("scenario.copy")
    table.run("scenario.tankers")
    assert table["scenario.reset"].isEnabled()
    table.run("scenario.reset")
    assert document.content.scenario.tankers
    assert not table["scenario.reset"].isEnabled()
    table.run("scenario.delete")
    assert not document.content.kept
