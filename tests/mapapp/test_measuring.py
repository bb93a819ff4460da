"""What is measured and drawn by hand stays: lines, ways, areas, sectors, pins; typed numbers; the list of objects."""

from __future__ import annotations

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from layers import geodesy
from layers.document import Drawn
from layers.document.shown import length_m
from layers.io import shipped
from layers.routes.model import Line, NoRoute, Route
from mapapp.tools.places import nearest
from mapapp.tools.tool import Spot, typed_leg

PRATAS = (116.724, 20.7)
KAOHSIUNG = (120.2833, 22.6167)
OFF_KAOHSIUNG = (119.6, 22.0)
LEFT = Qt.MouseButton.LeftButton


def pixel(window, lon: float, lat: float) -> QPoint:
    x, y = window.canvas.view.to_page(*window.canvas.view.projection.forward(lon, lat))
    return QPoint(round(x), round(y))


def click(window, *place: float) -> None:
    at = pixel(window, *place)
    QTest.mouseMove(window.canvas, at)
    QTest.mouseClick(window.canvas, LEFT, pos=at)


def double(window, *place: float) -> None:
    QTest.mouseDClick(window.canvas, LEFT, pos=pixel(window, *place))


def test_a_line_measured_by_hand_stays_can_be_named_and_undone(window, document, qtbot):
    QTest.keyClick(window, Qt.Key.Key_M)
    click(window, *PRATAS)
    click(window, *OFF_KAOHSIUNG)
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    (one,) = document.content.drawn
    assert one.shape == "line"
    assert one.refs == ("pratas",)
    exact = Geodesic.WGS84.Inverse(PRATAS[1], PRATAS[0], OFF_KAOHSIUNG[1], OFF_KAOHSIUNG[0])["s12"]
    assert length_m(one) == pytest.approx(exact, abs=1.5 * window.canvas.view.mpp)
    assert [drawing.id for drawing in document.sheet().drawings] == [one.id]
    window.actions_table.run("objects.list")
    (item,) = window.objects._items()
    item.setText(0, "To the main island")
    assert document.content.drawn[0].name == "To the main island"
    assert "To the main island · " in document.sheet().drawings[0].label
    document.undo()
    document.undo()
    assert document.content.drawn == ()


def test_a_way_by_sea_is_found_by_the_engine_and_kept(window, document, engine, qtbot):
    asked = []

    def way(scenario, mode, start, end):
        asked.append((mode, start, end))
        line = Line(np.array([start[0], 118.0, end[0]]), np.array([start[1], 19.0, end[1]]))
        return Route("sea", line, 900_000.0, 700_000.0, ("strait",), notes=("Depth is not looked at",))

    engine.way = way
    window.set_tool("measure")
    card = window.measure_card
    card.course.setCurrentIndex(card.course.findData("sea"))
    click(window, *PRATAS)
    click(window, *KAOHSIUNG)
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(document.content.drawn))
    (one,) = document.content.drawn
    assert (one.course, len(one.way), len(asked)) == ("sea", 3, 1)
    assert "via The Strait" in one.note
    assert "via The Strait" in card._way.text()


def test_where_there_is_no_way_the_reason_is_said_and_nothing_is_drawn(window, document, engine, qtbot):
    engine.way = lambda *_: NoRoute("land", "there is water between")
    window.set_tool("measure")
    window.measuring.measure.set_course("land")
    window.measuring.measure.set_ends(Spot(*PRATAS), Spot(*KAOHSIUNG))
    qtbot.waitUntil(lambda: any("there is water between" in text for text in window.notices.texts))
    assert document.content.drawn == ()


def test_numbers_are_typed_at_the_cursor(window, document):
    QTest.keyClick(window, Qt.Key.Key_R)
    click(window, *PRATAS)
    QTest.keyClick(window.canvas, Qt.Key.Key_4)
    assert window.focusWidget() is window.typed
    QTest.keyClicks(window.typed, "00 km")
    QTest.keyClick(window.typed, Qt.Key.Key_Return)
    (ring,) = document.content.drawn
    assert (ring.radius_m, ring.name) == (400_000.0, "From Pratas Island")
    assert window.focusWidget() is window.canvas
    QTest.keyClick(window, Qt.Key.Key_M)
    click(window, *KAOHSIUNG)
    QTest.keyClick(window.canvas, Qt.Key.Key_2)
    QTest.keyClicks(window.typed, "50 km 045")
    QTest.keyClick(window.typed, Qt.Key.Key_Return)
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    line = document.content.drawn[-1]
    assert length_m(line) == pytest.approx(250_000.0, abs=1e-3)
    assert geodesy.inverse(*line.points[0], *line.points[1])[1] == pytest.approx(45.0)


def test_a_digit_is_a_shortcut_again_when_nothing_is_at_work(window, document):
    window.sights.look_at(100.0, 10.0)
    QTest.keyClick(window.canvas, Qt.Key.Key_0)
    assert window.sights.sight.lon == pytest.approx(PRATAS[0], abs=1e-6)


def test_what_is_no_number_is_refused_and_the_box_stays(window, document):
    QTest.keyClick(window, Qt.Key.Key_R)
    click(window, *KAOHSIUNG)
    QTest.keyClick(window.canvas, Qt.Key.Key_7)
    QTest.keyClicks(window.typed, " parsecs")
    QTest.keyClick(window.typed, Qt.Key.Key_Return)
    assert window.typed.isVisible()
    assert any("parsecs" in text for text in window.notices.texts)
    QTest.keyClick(window.typed, Qt.Key.Key_Escape)
    assert document.content.drawn == ()


@pytest.mark.parametrize(
    ("text", "km", "azimuth"),
    [("250 km 045", 250.0, 45.0), ("100 090", 100.0, 90.0), ("54 nmi @ 270°", 100.008, 270.0)],
)
def test_a_next_point_by_distance_and_azimuth(text, km, azimuth):
    spot = typed_leg(Spot(10.0, 50.0), text, "km")
    found = Geodesic.WGS84.Inverse(50.0, 10.0, spot.lat, spot.lon)
    assert found["s12"] == pytest.approx(km * 1000)
    assert found["azi1"] % 360 == pytest.approx(azimuth)


def test_a_next_point_by_position_and_nonsense():
    assert typed_leg(Spot(0, 0), "20.7, 116.7", "km") == Spot(116.7, 20.7)
    with pytest.raises(Exception, match="no next point"):
        typed_leg(Spot(0, 0), "there", "km")


def test_an_area_and_a_sector_are_drawn_by_clicks(window, document):
    QTest.keyClick(window, Qt.Key.Key_A)
    for place in ((116.0, 18.0), (119.0, 18.0), (119.0, 20.0)):
        click(window, *place)
    assert window.canvas.tool.drawings[0].kind == "area"
    double(window, 119.0, 20.0)
    area = document.content.drawn[0]
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in area.points:
        polygon.AddPoint(lat, lon)
    from layers.document.shown import area_m2

    assert area_m2(area) == pytest.approx(abs(polygon.Compute(False, True)[2]), rel=1e-9)
    QTest.keyClick(window, Qt.Key.Key_S)
    for place in (PRATAS, (116.724, 23.7), (120.0, 20.7)):
        click(window, *place)
    sector = document.content.drawn[1]
    assert sector.shape == "sector"
    assert (sector.from_deg + 180) % 360 - 180 == pytest.approx(0.0, abs=1.0)
    assert sector.to_deg == pytest.approx(89.4, abs=1.0)


def test_a_pin_a_coast_and_esc(window, document):
    QTest.keyClick(window, Qt.Key.Key_P)
    click(window, 114.0, 19.0)
    QTest.keyClick(window, Qt.Key.Key_C)
    click(window, 118.0, 23.8)
    pin, coast = document.content.drawn
    assert (pin.shape, coast.shape) == ("pin", "line")
    assert coast.points[1][0] == pytest.approx(119.8, abs=0.02), "the west shore of the square island"
    QTest.keyClick(window, Qt.Key.Key_A)
    click(window, 114.0, 19.0)
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    assert not window.canvas.tool.at_work


@pytest.mark.parametrize(
    "place", [(116.7, 20.7), (28.2, 59.4), (-150.0, -40.0), (0.0, 89.0), (179.9, -16.0), (100.0, 78.0)]
)
def test_the_nearest_coast_is_the_nearest_of_all(place):
    coast = shipped.load_basemap().coast
    found = geodesy.distance(*place, *nearest(coast, Spot(*place)))
    lon, lat = coast.lon.astype(float), coast.lat.astype(float)
    vertex = geodesy.distance(np.full(len(lon), place[0]), np.full(len(lat), place[1]), lon, lat).min()
    assert found <= vertex + 1e-3
    assert found >= vertex - 30_000, "no segment of the coast is so long that it passes much nearer than its ends"


def test_the_selected_object_is_moved_by_its_point_in_one_step(window, document):
    ring = Drawn("ring-1", "ring", ((114.0, 17.0),), "Mine", radius_m=200_000.0)
    from dataclasses import replace

    document.apply("Draw", lambda now: replace(now, drawn=(ring,)))
    canvas = window.canvas
    edge = geodesy.destination(114.0, 17.0, 200.0, 200_000.0)
    QTest.mouseClick(canvas, LEFT, pos=pixel(window, *edge))
    assert document.selected == {"ring-1"}
    start, end = pixel(window, 114.0, 17.0), pixel(window, 115.0, 18.0)
    view = canvas.view
    QTest.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, pos=end)
    assert canvas.view == view
    assert document.content.drawn[0].points[0] == pytest.approx((115.0, 18.0), abs=0.2)
    assert document.undo_name == "Move Mine"
    document.undo()
    assert document.content.drawn == (ring,)
    out = geodesy.destination(114.0, 17.0, 200.0, 400_000.0)
    QTest.mousePress(canvas, LEFT, pos=pixel(window, *edge))
    QTest.mouseMove(canvas, pixel(window, *out))
    QTest.mouseRelease(canvas, LEFT, pos=pixel(window, *out))
    assert document.content.drawn[0].radius_m == pytest.approx(400_000.0, abs=2 * view.mpp)


def test_objects_are_listed_hidden_coloured_changed_and_removed(window, document):
    from dataclasses import replace

    ring = Drawn("ring-1", "ring", (PRATAS,), "Reach", radius_m=200_000.0)
    pin = Drawn("pin-1", "pin", (KAOHSIUNG,), "Port", group="Harbours")
    document.apply("Draw", lambda now: replace(now, drawn=(ring, pin)))
    panel = window.objects
    assert [(item.text(0), item.text(1)) for item in panel._items()] == [("Port", ""), ("Reach", "200 km")]
    window.actions_table.run("unit.nmi")
    assert [item.text(1) for item in panel._items()] == ["", "108 nmi"]
    reach = next(item for item in panel._items() if item.text(0) == "Reach")
    reach.setCheckState(0, Qt.CheckState.Unchecked)
    assert not document.content.drawn[0].visible
    reach = next(item for item in panel._items() if item.text(0) == "Reach")
    reach.setSelected(True)
    assert document.selected == {"ring-1"}
    panel.recolour("#d55e00")
    assert document.content.drawn[0].colour == "#d55e00"
    form = panel.change_selected()
    radius = form.editors["radius"]
    radius.setText("400 nmi")
    assert isinstance(form.editors["width"], QComboBox)
    form.editors["width"].setCurrentIndex(3)
    form.take()
    one = document.content.drawn[0]
    assert (one.radius_m, one.width) == (pytest.approx(740_800.0), 4.0)
    form = panel.change_selected()
    form.editors["radius"].setText("90000 km")
    form.take()
    assert "make no ring" in form.problem.text()
    form.reject()
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert [one.id for one in document.content.drawn] == ["pin-1"]
    document.undo()
    assert len(document.content.drawn) == 2


def test_an_empty_list_says_what_to_do(window):
    window.frame.reveal("objects")
    assert window.objects.empty.isVisible()
    assert "Take the ruler" in window.objects.empty.text()
