"""Maps beside the map: a second one linked with the first, a divider between two scenarios, two maps compared."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from layers.catalogue.values import Spread
from layers.picture.sheet import Band
from layers.projection import Projection
from layers.routes.model import Line
from layers.scenario.model import BASELINE, Scenario
from layers.view import View
from mapapp.beside.link import alike
from mapapp.canvas import navigate
from tests.layers.picture.conftest import circle


def calm(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.answers.busy and not window.answers._asides)


def middle(canvas) -> tuple[float, float]:
    return navigate.place_at(canvas.view, canvas.view.width / 2, canvas.view.height / 2)


@pytest.fixture
def engine(engine):
    """Bands of one circle, as wide as the scenario has levers, so that a sheet tells whose it is."""

    def bands(scenario: Scenario, target: object, *_: object) -> tuple[Band, ...]:
        line: Line = circle(2e5 * (1 + len(scenario.closed)), target.lon, target.lat, 24)  # type: ignore[attr-defined]
        return (Band(0.0, 6.0, (line,)),)

    engine.bands = bands
    return engine


@pytest.fixture
def shown(window, qtbot):
    window.resize(1366, 768)
    window.show()
    calm(window, qtbot)
    return window


# --- moving alike ---------------------------------------------------------------------------------------------------


def view(kind: str, lon: float, lat: float, mpp: float = 1000.0) -> View:
    return navigate.centred(View(Projection(kind, lon, lat), 0, 0, mpp, 600, 400), lon, lat)


@pytest.mark.parametrize("turn", [0.0, 40.0])
def test_a_hand_moves_both_by_the_same_pixels(turn: float) -> None:
    east, west = (navigate.rotated(one, turn) for one in (view("aeqd", 117, 21), view("laea", 28, 59)))
    moved = alike(west, east, navigate.moved(east, 60.0, -25.0))
    expected = navigate.moved(west, 60.0, -25.0)
    assert (moved.x, moved.y) == pytest.approx((expected.x, expected.y), abs=1.0)


def test_zoom_and_turn_are_followed_about_each_one_s_own_middle() -> None:
    east, west = view("aeqd", 117, 21), view("laea", 28, 59)
    after = navigate.rotated(navigate.zoomed(east, 2.0, 300, 200), 30.0)
    found = alike(west, east, after)
    assert (found.mpp, found.rotation_deg) == (after.mpp, after.rotation_deg)
    assert (found.x, found.y) == pytest.approx((west.x, west.y), abs=1e-6)


def test_a_leap_takes_only_the_scale_along() -> None:
    east, west = view("aeqd", 117, 21), view("laea", 28, 59)
    assert alike(west, east, view("aeqd", 30, 45, 500.0)) == replace(west, mpp=500.0)
    assert alike(west, east, view("merc", 117, 21, 700.0)) == replace(west, mpp=700.0)


# --- the second map -------------------------------------------------------------------------------------------------


def test_the_second_map_is_about_the_other_end(shown, document, engine, qtbot):
    shown.actions_table.run("view.second")
    second = shown.beside.pair.canvas
    calm(shown, qtbot)
    assert second.isVisible()
    assert shown.actions_table["view.second"].isChecked()
    assert second.sheet.target == "narva"
    assert shown.canvas.sheet.target == "pratas"
    assert middle(second) == pytest.approx((28.19, 59.377), abs=0.01)
    assert second.view.mpp == shown.canvas.view.mpp
    assert second.sheet.bands[0].rings[0].lat.mean() == pytest.approx(59.4, abs=0.3), "bands of its own"
    assert {round(ring.lat, 3) for ring in second.sheet.rings} == {59.377}
    assert shown.canvas.width() == pytest.approx(second.width(), abs=8)
    shown.actions_table.run("view.second")
    assert shown.beside.pair.canvas is None
    assert shown.beside.pair.count() == 1


def test_one_hand_moves_both_until_the_link_is_cut(shown, qtbot):
    shown.actions_table.run("view.second")
    first, second = shown.canvas, shown.beside.pair.canvas
    here, there = first.view, second.view
    first.zoom_by(2.0)
    assert second.view.mpp == first.view.mpp
    second.pan_by(40.0, 10.0)
    assert (first.view.x - here.x) / first.view.mpp == pytest.approx(-40.0, abs=0.5)
    QTest.mouseClick(shown.beside.pair.link_button, Qt.MouseButton.LeftButton)
    assert not shown.actions_table["view.second-linked"].isChecked()
    held = second.view
    first.zoom_by(2.0)
    assert second.view == held
    shown.actions_table.run("view.second-linked")
    assert second.view.mpp == first.view.mpp
    assert second.view.projection == there.projection


def test_it_has_a_place_and_a_projection_of_its_own(shown, document, qtbot):
    shown.actions_table.run("view.second")
    pair = shown.beside.pair
    before = shown.canvas.view
    pair.place.setCurrentIndex(pair.place.findData("senkaku"))
    pair.place.activated.emit(pair.place.currentIndex())
    pair.kind.setCurrentIndex(pair.kind.findData("merc"))
    pair.kind.activated.emit(pair.kind.currentIndex())
    calm(shown, qtbot)
    assert pair.canvas.sheet.target == "senkaku"
    assert pair.canvas.view.projection.kind == "merc"
    assert middle(pair.canvas) == pytest.approx((123.474, 25.743), abs=0.01)
    assert shown.canvas.view == before
    assert document.target.id == "pratas"


def test_a_list_left_open_while_the_second_map_goes_chooses_nothing(shown, document):
    shown.actions_table.run("view.second")
    pair = shown.beside.pair
    lists = pair.place, pair.kind
    shown.actions_table.run("view.second")
    for one in lists:
        one.activated.emit(1)
    assert pair.canvas is None
    assert document.target.id == "pratas"


def test_layers_selection_and_hover_are_common(shown, document, qtbot):
    from mapapp.panels.layer_tree import set_layer

    shown.actions_table.run("view.second")
    second = shown.beside.pair.canvas
    calm(shown, qtbot)
    document.apply("Hide", set_layer("graticule", visible=False))
    assert not second.sheet.setting("graticule").visible
    document.select("jets-near", "near")
    assert second.sheet.selected == {"jets-near", "near"}
    assert [round(float(spec.line.lat[-1])) for spec in second.sheet.routes] == [59], "its way to this map's target"
    document.hover("jets-far")
    assert second._hints.routes
    document.hover("")
    assert not second._hints.routes


def test_a_change_of_the_scenario_reaches_both_ends(shown, document, qtbot):
    shown.actions_table.run("view.second")
    calm(shown, qtbot)
    second = shown.beside.pair.canvas
    small = second.sheet.bands
    shown.actions_table.run("passage.strait")
    calm(shown, qtbot)
    assert second.sheet.bands != small
    document.undo()
    calm(shown, qtbot)
    assert float(second.sheet.bands[0].rings[0].lon[0]) == float(small[0].rings[0].lon[0])


def test_how_it_was_left_is_how_it_comes_back(shown, settings, qtbot):
    shown.actions_table.run("view.second")
    shown.actions_table.run("view.second-below")
    shown.beside.pair.show_place("senkaku")
    shown.beside.pair.set_kind("laea")
    shown.beside.pair.toggle_link()
    shown.beside.pair.keep(settings)
    shown.beside.pair.toggle()
    shown.beside.pair.turn()
    shown.beside.pair.restore(settings)
    pair = shown.beside.pair
    assert pair.on
    assert pair.below
    assert not pair.linked
    assert pair.place.currentData() == "senkaku"
    assert pair.canvas.view.projection.kind == "laea"


def test_a_tool_works_on_the_second_map(shown, document, qtbot):
    shown.actions_table.run("view.second")
    calm(shown, qtbot)
    shown.set_tool("pin")
    second = shown.beside.pair.canvas
    assert second.tool is shown.canvas.tool
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(second.width() // 3, second.height() // 3))
    (pin,) = document.content.drawn
    assert pin.points[0][1] > 45.0, "where the second map looks"


# --- the divider ----------------------------------------------------------------------------------------------------


@pytest.fixture
def swiped(shown, document, qtbot):
    document.apply(
        "Keep", lambda now: replace(now, kept=(Scenario("shut", "Strait shut", closed=frozenset({"strait"})),))
    )
    shown.actions_table.run("view.swipe")
    calm(shown, qtbot)
    return shown


def test_right_of_the_divider_is_the_other_scenario(swiped):
    first, second = swiped.canvas, swiped.beside.swipe.canvas
    assert swiped.beside.swipe.left.text() == BASELINE.name
    assert swiped.beside.swipe.choice.currentText() == "Strait shut"
    assert second.view == first.view
    wide, narrow = (float(one.sheet.bands[0].rings[0].lat.max()) for one in (second, first))
    assert wide - 20.7 == pytest.approx(2 * (narrow - 20.7), rel=0.02)


def test_both_halves_show_one_place(swiped):
    first, second = swiped.canvas, swiped.beside.swipe.canvas
    x = swiped.beside.swipe.divider.geometry().center().x()
    spot = QPoint(first.width() - 30, 80)
    assert swiped.childAt(first.mapTo(swiped, spot)) is second
    assert second.mapTo(first, QPoint(0, 0)) == QPoint(0, 0), "a pixel is the same place on both"
    assert x == pytest.approx(first.width() / 2, abs=12)
    second.zoom_by(2.0)
    assert first.view == second.view
    first.pan_by(20, 0)
    assert first.view == second.view


def test_hand_and_keys_move_the_divider(swiped):
    divider, canvas = swiped.beside.swipe.divider, swiped.canvas
    assert divider.hasFocus()
    assert divider.accessibleName()
    start = divider.value()
    QTest.keyClick(divider, Qt.Key.Key_Left)
    assert divider.value() < start
    QTest.keyClick(divider, Qt.Key.Key_End)
    assert divider.geometry().center().x() == pytest.approx(canvas.width(), abs=12)
    QTest.keyClick(divider, Qt.Key.Key_Home)
    assert divider.geometry().center().x() == pytest.approx(0, abs=12)
    middle_y = divider.height() // 2
    QTest.mousePress(divider, Qt.MouseButton.LeftButton, pos=QPoint(11, middle_y))
    QTest.mouseMove(divider, QPoint(11 + canvas.width() // 4, middle_y))
    QTest.mouseRelease(divider, Qt.MouseButton.LeftButton, pos=QPoint(11, middle_y))
    assert divider.value() == pytest.approx(250, abs=30)


def test_another_scenario_is_chosen_and_the_window_s_size_followed(swiped, document, qtbot):
    document.apply_scenario("Slow", lambda now: replace(now, readiness_h=(("jets-near", Spread(9, 9, 9)),)))
    calm(swiped, qtbot)
    assert swiped.beside.swipe.choice.currentText() == "Strait shut", "the choice stays"
    swiped.resize(1500, 800)
    qtbot.waitUntil(lambda: swiped.beside.swipe.canvas.size() == swiped.canvas.size())


def test_it_ends_without_a_trace(swiped):
    swiped.actions_table.run("view.swipe")
    assert swiped.beside.swipe.canvas is None
    assert not swiped.answers._asides
    assert len(swiped.canvas.findChildren(type(swiped.canvas))) == 0
    assert not swiped.actions_table["view.swipe"].isChecked()


# --- the comparison -------------------------------------------------------------------------------------------------


def test_the_comparison_shows_both_maps_at_one_place(swiped, document, qtbot):
    dialog = swiped.editing.compare()
    calm(swiped, qtbot)
    one, two = dialog.halves
    assert [half.side.scenario for half in (one, two)] == list(dialog.chosen)
    assert one.canvas.view.mpp == two.canvas.view.mpp
    assert middle(one.canvas) == pytest.approx(middle(two.canvas), abs=0.01)
    assert middle(one.canvas) == pytest.approx(middle(swiped.canvas), abs=0.01)
    assert one.canvas.sheet.bands != two.canvas.sheet.bands
    assert one.chart.isVisible()
    assert "come" in one.chart.accessibleDescription()
    assert one.chart.reach != two.chart.reach, "one scenario brings more, or later"
    assert one.chart.most == two.chart.most
    for hours in (1.0, 18.0, 100.0):
        assert one.chart.x_of(hours) == pytest.approx(two.chart.x_of(hours), abs=2.0), "a pixel is the same hour"
    assert one.chart.y_of(1) == pytest.approx(two.chart.y_of(1)), "and the same number"
    assert dialog.units.rowCount() == 1
    dialog.units.cellClicked.emit(0, 1)
    assert dialog.tables.currentWidget() is dialog.chains[0].parentWidget()
    assert "ships" in document.selected, "its way lights up on both maps"
    before, after = (view.widget().findChildren(QLabel) for view in dialog.chains)
    assert "judgement" in " ".join(one.text() for one in (*before, *after)), "with its sources"
    dialog.tables.setCurrentWidget(dialog.assumed)
    spot = dialog.assumed.visualItemRect(dialog.assumed.item(0, 0)).center()
    QTest.mouseClick(dialog.assumed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert dialog.tables.currentWidget() is dialog.basis
    assert "Passages" in dialog.basis.shown.text
    assert "confidence" in dialog.basis.shown.text, "its source, and how sure it is"
    two.canvas.pan_by(30, 0)
    assert middle(one.canvas) == pytest.approx(middle(two.canvas), abs=1e-6)
    dialog.close()
    assert not swiped.answers._asides
