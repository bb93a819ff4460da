"""Columns that a hand gave another width have it again at the next start; all others are fitted as ever."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from mapapp.panels.response_model import DISTANCE, EFFECT, LIKELY
from mapapp.settings import Settings


def drag(header, column: int, by: int) -> None:
    """Drag the right edge of a column."""
    start = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) - 1, header.height() // 2)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(header.viewport(), start + QPoint(by // 2, 0))
    QTest.mouseMove(header.viewport(), start + QPoint(by, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


def roomy(window) -> None:
    """Room for every column, on whatever screen."""
    window.resize(1300, 850)
    window.frame.setSizes([220, 200, 880])


def reopened(window, document, engine, settings, qtbot):
    """Another window on the same document, after the first was closed."""
    from mapapp.answers import Answers
    from mapapp.window import Window

    window.close()
    answers = Answers(document, lambda _report: engine)
    made = Window(document, settings, answers)
    answers.setParent(made)
    made.show()
    roomy(made)
    answers.start()
    qtbot.waitUntil(lambda: not answers.busy and made.inspector.table.rows.rowCount() > 0)
    return made


def test_a_dragged_column_has_its_width_again_after_a_start(window, document, engine, settings, tmp_path, qtbot):
    roomy(window)
    table = window.inspector.table
    assert not table.isColumnHidden(EFFECT)
    fitted = {column: table.columnWidth(column) for column in (EFFECT, DISTANCE, LIKELY)}
    drag(table.horizontalHeader(), EFFECT, 45)
    assert table.columnWidth(EFFECT) == fitted[EFFECT] + 45
    again = reopened(window, document, engine, Settings(tmp_path / "settings.ini"), qtbot)
    table = again.inspector.table
    assert table.columnWidth(EFFECT) == fitted[EFFECT] + 45
    assert [table.columnWidth(column) for column in (DISTANCE, LIKELY)] == [fitted[DISTANCE], fitted[LIKELY]]
    table.horizontalHeader().sectionHandleDoubleClicked.emit(EFFECT)
    third = reopened(again, document, engine, Settings(tmp_path / "settings.ini"), qtbot)
    table = third.inspector.table
    assert {column: table.columnWidth(column) for column in fitted} == fitted, "given back, it is fitted again"
    for one in (again, third):
        one.close()
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_comparison_keeps_the_width_of_its_last_column(window, settings):
    dialog = window.editing.compare()
    header = dialog.units.horizontalHeader()
    dialog.tables.setCurrentWidget(dialog.units)
    drag(header, 3, 60)
    given = header.sectionSize(3)
    assert given != 170
    dialog.close()
    dialog = window.editing.compare()
    assert dialog.units.horizontalHeader().sectionSize(3) == given
    assert dialog.effects.horizontalHeader().sectionSize(3) == 170, "each table has its own"
    dialog.close()


def test_widths_go_with_the_layout_and_a_damaged_one_is_passed_over(tmp_path, qapp):
    settings = Settings(tmp_path / "settings.ini")
    settings.keep_widths("responders", {1: 150, 4: 80})
    settings.save()
    assert Settings(tmp_path / "settings.ini").widths("responders") == {1: 150, 4: 80}
    settings.forget_layout()
    assert settings.widths("responders") == {}
    file = tmp_path / "other.ini"
    file.write_text("[layout]\ncolumns-responders=1:150 x:3 4 5:999999999 -1:20\n")
    assert Settings(file).widths("responders") == {1: 150}


def test_the_first_look_comes_back_by_a_command(window, settings):
    roomy(window)
    frame, table = window.frame, window.inspector.table
    fitted = table.columnWidth(EFFECT)
    drag(table.horizontalHeader(), EFFECT, 45)
    frame.toggle("left")
    frame.toggle("time")
    frame.setSizes([220, 700, 380])
    assert not frame.shown("left")
    assert frame.shown("time")
    window.actions_table.run("view.first-look")
    assert frame.shown("left")
    assert frame.shown("inspector")
    assert not frame.shown("time")
    assert frame.sizes()[2] == 1300 * 36 // 100
    roomy(window)
    assert table.columnWidth(EFFECT) == fitted
    assert settings.widths("responders") == {}
    assert settings.layout("split") is None
