"""The response table: numbers sort as numbers, who cannot come stays last, the reason is in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMenu

from layers.catalogue.values import Spread
from mapapp.panels import words
from mapapp.panels.response_model import (
    ARRIVAL,
    COLUMNS,
    DETAIL,
    DISTANCE,
    EFFECT,
    HIGH,
    LIKELY,
    LOW,
    STAGES,
    UNIT,
    VERDICT,
)
from mapapp.panels.response_row import NAME_LINES, PANEL_PX, SIDE_PX, SMALL_PX, lines
from mapapp.panels.response_table import ROW_PX, STACK_PX, ResponseTable


@pytest.fixture
def table(qtbot, catalogue, engine):
    from mapapp.document import Target

    made = ResponseTable(catalogue)
    qtbot.addWidget(made)
    place = catalogue.flashpoints["pratas"]
    target = Target(place.id, place.name, place.lon, place.lat)
    from layers.scenario.model import BASELINE

    made.show_response(engine.respond(BASELINE, target, lambda: None))
    return made


def rows(table):
    model = table.model()
    return [model.index(row, 0).data(ARRIVAL) for row in range(model.rowCount())]


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
@pytest.mark.parametrize("column", range(len(COLUMNS)))
def test_who_cannot_come_is_last_whatever_the_order(table, column, order):
    table.sortByColumn(column, order)
    assert [row.total is None for row in rows(table)] == [False] * 4 + [True]


def test_numbers_sort_as_numbers(table):
    table.sortByColumn(DISTANCE, Qt.SortOrder.AscendingOrder)
    lengths = [row.route_m for row in rows(table)[:4]]
    assert lengths == sorted(lengths)
    shown = [table.model().index(row, DISTANCE).data() for row in range(4)]
    assert shown != sorted(shown), "text would come in another order"
    table.sortByColumn(LIKELY, Qt.SortOrder.DescendingOrder)
    hours = [row.total.likely for row in rows(table)[:4]]
    assert hours == sorted(hours, reverse=True)


def test_who_cannot_come_has_a_reason_and_no_number(table):
    model, last = table.model(), table.model().rowCount() - 1
    texts = [model.index(last, column).data() for column in range(len(COLUMNS))]
    assert texts[STAGES] == "the strait is closed to its ships and there is no other way"
    assert texts[VERDICT] == "cannot come"
    assert not any(character.isdigit() for character in "".join(texts[DISTANCE:]))


def test_the_verdict_says_how_late(table):
    table.sortByColumn(LIKELY, Qt.SortOrder.AscendingOrder)
    model = table.model()
    assert model.index(0, VERDICT).data() == "in time"
    assert model.index(3, VERDICT).data().startswith("late by ")


def test_the_chosen_unit_survives_a_new_answer(table, engine, catalogue):
    from layers.scenario.model import BASELINE
    from mapapp.document import Target

    table.choose("ships")
    heard = []
    table.unit_chosen.connect(heard.append)
    place = catalogue.flashpoints["senkaku"]
    table.show_response(engine.respond(BASELINE, Target(place.id, place.name, place.lon, place.lat), lambda: None))
    assert table.chosen == "ships"
    assert heard in ([], ["ships"])


def test_units_change_labels_only(table):
    table.sortByColumn(LIKELY, Qt.SortOrder.AscendingOrder)
    before = rows(table)
    assert table.model().index(0, DISTANCE).data() == "437 km"
    table.rows.set_unit("nmi")
    assert table.model().index(0, DISTANCE).data() == "236 nmi"
    assert rows(table) == before


@pytest.mark.parametrize(
    ("hours", "text"), [(0.25, "15 min"), (1.0, "1 h"), (3.84, "3.8 h"), (9.96, "10 h"), (136.4, "136 h")]
)
def test_hours_in_words(hours, text):
    assert words.hours(hours) == text


def test_a_narrow_table_has_room_for_every_name(table, catalogue):
    """Where there is little room a row is a stack; the columns it takes in can still be sorted by."""
    table.resize(484, 300)
    table.show()
    assert [table.isColumnHidden(column) for column in (UNIT, EFFECT, DISTANCE, STAGES, LIKELY, VERDICT)] == [
        False, True, True, True, False, False,
    ]  # fmt: skip
    assert table.columnWidth(UNIT) + table.columnWidth(LIKELY) + table.columnWidth(VERDICT) <= table.viewport().width()
    assert table.columnWidth(UNIT) > 0.55 * table.viewport().width(), "names have most of the room"
    small = QFont(table.font())
    small.setPixelSize(SMALL_PX)
    small.setWeight(QFont.Weight.DemiBold)
    model = table.model()
    said = [str(model.index(row, VERDICT).data()) for row in range(model.rowCount())]
    assert max(map(QFontMetrics(small).horizontalAdvance, said)) + 16 < table.columnWidth(VERDICT), "no verdict is cut"
    assert table.rowHeight(0) == STACK_PX
    table.grab()  # is painted without a warning
    table.resize(900, 300)
    assert not table.isColumnHidden(STAGES)
    assert table.rowHeight(0) == ROW_PX


def test_a_name_too_long_for_a_narrow_table_takes_two_lines(table, catalogue):
    long = "Expeditionary brigade with a name that no narrow table has room for, stationed far away"
    unit = next(iter(catalogue.units.values()))
    table.rows.catalogue = replace(catalogue, units={**catalogue.units, unit.id: replace(unit, name=long)})
    table.resize(484, 300)
    table.show()
    table._fit_rows()

    def high() -> dict[str, int]:
        return {row.unit: table.rowHeight(number) for number, row in enumerate(rows(table))}

    line = QFontMetrics(table.font()).height()
    assert high()[unit.id] >= STACK_PX + line
    assert {size for ident, size in high().items() if ident != unit.id} == {STACK_PX}
    before = high()
    table.sortByColumn(LIKELY, Qt.SortOrder.DescendingOrder)
    assert high() == before, "the room goes with the name"
    table.grab()  # is painted without a warning
    width = next(width for width in range(500, 1400, 20) if (table.resize(width, 300), table.columnWidth(STAGES))[1])
    assert not table.isColumnHidden(STAGES), width
    assert high()[unit.id] >= ROW_PX + line, "more lines also in a column"
    assert {size for ident, size in high().items() if ident != unit.id} == {ROW_PX}
    table.grab()


@pytest.mark.parametrize("width", [420, 484, 604, 640, 800, 1000])
def test_every_name_of_the_catalogue_can_be_read(table, width):
    """At every width of the panel a name is whole, and no other column is narrower than it needs."""
    from tests.mapapp.test_language import CATALOGUE

    table.resize(width, 300)
    table.show()
    strong = QFont(table.font())
    strong.setWeight(QFont.Weight.DemiBold)
    metrics, room = QFontMetrics(strong), table.columnWidth(UNIT) - PANEL_PX - SIDE_PX
    for unit in CATALOGUE.units.values():
        assert "\u2026" not in lines(unit.name, metrics, room, NAME_LINES)
    shown = [c for c in range(len(COLUMNS)) if not table.isColumnHidden(c)]
    assert sum(map(table.columnWidth, shown)) <= table.viewport().width()
    for column in (c for c in shown if c not in {UNIT, STAGES}):
        assert table.columnWidth(column) >= table._needed(column)


def test_a_column_keeps_the_width_a_hand_gave_it(table):
    table.resize(1000, 300)
    table.show()
    header = table.horizontalHeader()
    before = table.columnWidth(UNIT)
    header.resizeSection(EFFECT, 150)
    assert table.columnWidth(EFFECT) == 150
    assert table.columnWidth(UNIT) < before, "the names give way"
    header.resizeSection(UNIT, before)
    table.resize(1100, 300)
    assert (table.columnWidth(EFFECT), table.columnWidth(UNIT)) == (150, before)
    shown = [c for c in range(len(COLUMNS)) if not table.isColumnHidden(c)]
    assert sum(map(table.columnWidth, shown)) == table.viewport().width()
    for column in (EFFECT, UNIT):
        header.sectionHandleDoubleClicked.emit(column)
    table.resize(1000, 300)
    assert table.columnWidth(UNIT) == before


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen has no keyboard to grab
def test_the_order_is_a_command_of_the_header_and_the_palette(window):
    table = window.inspector.table
    for name, column in (("name", UNIT), ("distance", DISTANCE), ("latest arrival", HIGH), ("earliest", LOW)):
        window.open_palette(f"sort responders {name}")
        found = next(one for one in window.searching.box.found if one.id.startswith("sort."))
        window.actions_table.run(found.id)
        assert table.sorted_by == column
        assert window.actions_table[found.id].isChecked()
    first = [row.unit for row in rows(table)][:4]
    window.actions_table.run("sort.low")
    assert [row.unit for row in rows(table)][:4] == first[::-1], "once more the other way round"
    table.menu_wanted.emit(table.mapToGlobal(table.rect().center()))
    (menu,) = table.findChildren(QMenu)
    assert [action.text() for action in menu.actions()][:2] == ["By &name", "By &effect"]
    menu.close()


@pytest.mark.parametrize(
    ("minutes", "told"),
    [((8, 20, 47), "8\u201347 min"), ((37, 52, 126), "0.62\u20132.1 h"), ((840, 1100, 2520), "14\u201342 h")],
)
def test_a_spread_is_in_one_unit_at_both_ends(table, catalogue, engine, minutes, told):
    from layers.scenario.model import BASELINE
    from mapapp.document import Target

    place = catalogue.flashpoints["pratas"]
    found = engine.respond(BASELINE, Target(place.id, place.name, place.lon, place.lat), lambda: None)
    first = next(row for row in found.arrivals if row.total is not None)
    quick = replace(first, total=Spread(*(minute / 60 for minute in minutes)))
    table.show_response(replace(found, arrivals=(quick,)))
    assert table.rows.index(0, LIKELY).data(DETAIL) == told
