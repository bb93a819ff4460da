"""Zones and closed airspace drawn on the map by hand, named, moved, typed, undone; and the posture over it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from layers.document import areas
from layers.document.model import Saved
from layers.io import document as files
from layers.response.model import Posture

LEFT = Qt.MouseButton.LeftButton
CORNERS = ((117.5, 22.5), (119.0, 22.5), (119.0, 21.5))


def pixel(window, lon: float, lat: float) -> QPoint:
    x, y = window.canvas.view.to_page(*window.canvas.view.projection.forward(lon, lat))
    return QPoint(round(x), round(y))


def draw(window, command: str, corners=CORNERS) -> None:
    window.actions_table.run(command)
    for corner in corners:
        QTest.mouseMove(window.canvas, pixel(window, *corner))
        QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, *corner))
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)


def test_airspace_drawn_corner_by_corner_is_closed_to_the_engine_at_once(window, document, engine, qtbot):
    asked = []
    respond = engine.respond

    def listening(scenario, target, check):
        asked.append(scenario.closed_areas)
        return respond(scenario, target, check)

    engine.respond = listening
    draw(window, "tool.airspace")
    qtbot.waitUntil(lambda: bool(asked) and not window.answers.busy)
    (ring,) = asked[-1]
    near = 3 * window.canvas.view.mpp / 100_000
    assert [pytest.approx(corner, abs=near) for corner in CORNERS] == list(ring)
    assert document.undo_name == "Close airspace"
    shown = [one for one in document.sheet().drawings if one.kind == "airspace"]
    assert [one.label for one in shown] == ["Closed airspace 1"]
    # one corner is taken by the hand and moved: a single step, and the engine is asked again
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    window.actions_table.run("tool.pan")
    document.select("airspace-1")
    start, end = pixel(window, *CORNERS[2]), pixel(window, *CORNERS[2]) + QPoint(40, 30)
    QTest.mousePress(window.canvas, LEFT, pos=start)
    QTest.mouseMove(window.canvas, end)
    QTest.mouseRelease(window.canvas, LEFT, pos=end)
    assert document.content.scenario.closed_areas[0][2] != ring[2]
    assert document.content.scenario.closed_areas[0][:2] == ring[:2]
    document.undo()
    assert document.content.scenario.closed_areas == (ring,)
    document.undo()
    assert document.content.scenario.closed_areas == ()
    qtbot.waitUntil(lambda: asked[-1] == () and not window.answers.busy)


def test_a_drawn_zone_is_named_in_the_list_found_in_search_and_kept_in_the_file(window, document, engine, tmp_path):
    before = list(engine.asked)
    draw(window, "tool.zone")
    window.actions_table.run("objects.list")
    (item,) = window.objects._items()
    item.setText(0, "Grey water")
    (zone,) = document.content.own.zones
    assert zone.name == "Grey water"
    assert document.catalogue.zones[zone.id].name == "Grey water"
    window.open_palette("grey water")
    assert {found.kind for found in window.searching.box.found} >= {"zone"}
    window.searching.box.hide()
    assert engine.asked == before, "a zone changes nobody's way"
    path = tmp_path / "zone.rimland"
    files.write(path, Saved(document.content))
    again, problems = files.read(path, document.shipped)
    assert (again.content, problems) == (document.content, ())
    document.select(zone.id)
    window.objects.remove_selected()
    assert document.content.own.zones == ()
    document.undo()
    assert document.content.own.zones == (zone,)


def test_corners_are_typed_in_the_form_and_a_bad_one_is_told(window, document):
    draw(window, "tool.airspace")
    document.select("airspace-1")
    form = window.objects.change_selected()
    form.editors["name"].setText("Live fire")
    form.editors["corners"].setText("21 118; 21 119")
    form.take()
    assert "make no airspace" in form.problem.text()
    form.editors["corners"].setText("21 118; 21 119; 22°30′N 118°30′E")
    form.take()
    (one,) = areas.everything(document.content)
    assert one.name == "Live fire"
    assert one.points == ((118.0, 21.0), (119.0, 21.0), (118.5, 22.5))


def test_the_first_corner_is_clicked_and_the_next_ones_are_typed(window, document):
    window.actions_table.run("tool.zone")
    QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, *CORNERS[0]))
    for text in ("100 km 090", "100 km 180"):
        QTest.keyClick(window.canvas, text[0])
        QTest.keyClicks(window.typed, text[1:])
        QTest.keyClick(window.typed, Qt.Key.Key_Return)
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    from layers import geodesy

    first, second, third = document.content.own.zones[0].corners
    assert geodesy.distance(*first, *second) == pytest.approx(100_000, abs=0.01)
    assert geodesy.distance(*second, *third) == pytest.approx(100_000, abs=0.01)


# --- posture ----------------------------------------------------------------------------------------------------------


def ask(window, **values: str) -> object:
    form = window.editing.ask_posture()
    form.editors["platform"].setCurrentIndex(form.editors["platform"].findData(values.pop("platform", "jet")))
    for name, text in values.items():
        form.editors[name].setText(text)
    form.take()
    return form


def test_from_where_in_time_lies_over_the_map_is_undone_and_goes_with_the_target(window, document, qtbot):
    document.apply(
        "Hide", lambda now: replace(now, layers=tuple(replace(row, visible=row.id != "bands") for row in now.layers))
    )
    ask(window, within="6 h", notice="2 h")
    qtbot.waitUntil(lambda: bool(document.bands) and not window.answers.busy)
    assert document.content.posture == Posture("jet", 6.0, 2.0)
    assert document.layer("bands").visible
    sheet = document.sheet()
    assert (sheet.bands_title, [band.to_h for band in sheet.bands]) == ("From where jet", [6.0])
    document.aim_at_flashpoint("senkaku")
    qtbot.waitUntil(lambda: bool(document.bands) and not window.answers.busy)
    assert document.bands[0].rings[0].lon.mean() == pytest.approx(123.474, abs=0.01)
    document.undo()
    qtbot.waitUntil(lambda: not document.bands and not window.answers.busy)
    assert document.content.posture is None
    document.redo()
    qtbot.waitUntil(lambda: bool(document.bands) and not window.answers.busy)
    window.actions_table.run("posture.drop")
    assert document.content.posture is None
    assert document.undo_name == "Back to reaction times"


def test_a_notice_longer_than_the_hours_is_refused_beside_the_fields(window, document):
    form = ask(window, within="2 h", notice="3 h")
    assert "are over before it sets out" in form.problem.text()
    assert document.content.posture is None
    form.reject()


def test_a_posture_of_a_platform_that_is_gone_is_told_and_the_rest_is_read(document, tmp_path):
    path = tmp_path / "posture.rimland"
    files.write(path, Saved(replace(document.content, posture=Posture("jet", 6.0))))
    again, problems = files.read(path, document.shipped)
    assert (again.content.posture, problems) == (Posture("jet", 6.0), ())
    files.write(path, Saved(replace(document.content, posture=Posture("zeppelin", 6.0))))
    again, problems = files.read(path, document.shipped)
    assert again.content.posture is None
    assert "posture.platform" in problems[0].place


# --- by hand ----------------------------------------------------------------------------------------------------------


WIDE = ((112.0, 19.0), (119.5, 19.0), (119.5, 12.0))


def test_a_double_click_on_an_edge_adds_a_corner_and_del_removes_it(window, document):
    draw(window, "tool.zone", WIDE)
    window.actions_table.run("tool.pan")
    (zone,) = document.content.own.zones
    document.select(zone.id)
    edge = pixel(window, 119.5, 15.5)  # between the second corner and the third
    QTest.mouseDClick(window.canvas, LEFT, pos=edge)
    assert document.undo_name == "Add a point to Zone 1"
    (more,) = document.content.own.zones
    assert (more.corners[:2], more.corners[3]) == (zone.corners[:2], zone.corners[2])
    assert more.corners[2] == pytest.approx((119.5, 15.5), abs=3 * window.canvas.view.mpp / 100_000)
    # the new corner is moved, then removed
    QTest.mousePress(window.canvas, LEFT, pos=edge)
    QTest.mouseMove(window.canvas, edge + QPoint(50, 0))
    QTest.mouseRelease(window.canvas, LEFT, pos=edge + QPoint(50, 0))
    assert document.content.own.zones[0].corners[2][0] > more.corners[2][0]
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert document.undo_name == "Remove a point of Zone 1"
    assert document.content.own.zones == (zone,)
    # three corners are the least: it is told, and nothing is lost
    QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, *zone.corners[0]))
    assert document.content.own.zones == (zone,), "a click moves nothing"
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert document.content.own.zones == (zone,)
    assert "needs 3 points" in window.notices.shown[-1].words.text()
    # with no corner in the hand the whole zone goes
    QTest.mouseClick(window.canvas, LEFT, pos=edge)
    QTest.keyClick(window.canvas, Qt.Key.Key_Delete)
    assert document.content.own.zones == ()


def test_what_is_selected_shows_its_points_and_the_one_that_del_would_remove(window, document):
    from mapapp.tools.hand import TAKEN

    draw(window, "tool.zone", WIDE)
    window.actions_table.run("tool.pan")
    tool = window.tools["pan"]
    (zone,) = document.content.own.zones
    document.select(zone.id)
    assert [(one.line.lon[0], one.line.lat[0]) for one in tool.drawings] == list(zone.corners)
    assert tool.drawings is tool.drawings, "kept while nothing changes"
    QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, *zone.corners[1]))
    assert [one.colour for one in tool.drawings] == ["", TAKEN, ""]
    document.select()
    assert tool.drawings == ()


def test_a_zone_is_hidden_singly_and_coloured_and_both_are_kept(window, document, tmp_path):
    draw(window, "tool.zone")
    window.actions_table.run("objects.list")
    (zone,) = document.content.own.zones
    document.select(zone.id)
    window.objects.recolour("#009e73")
    (shown,) = [one for one in document.sheet().drawings if one.kind == "zone"]
    assert shown.colour == "#009e73"
    (item,) = window.objects._items()
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert document.undo_name == "Hide Zone 1"
    assert not [one for one in document.sheet().drawings if one.kind == "zone"]
    path = tmp_path / "zone.rimland"
    files.write(path, Saved(document.content))
    again, problems = files.read(path, document.shipped)
    assert (again.content, problems) == (document.content, ())
    path.write_text(path.read_text().replace("#009e73", "green"))
    again, problems = files.read(path, document.shipped)
    assert again.content.own.zones == ()
    assert "own.zones[0].colour" in problems[0].place
    document.undo()
    document.undo()
    assert document.content.own.zones == (zone,)
