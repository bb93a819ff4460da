"""Measuring and range rings, by the tools alone and by hand on the map."""

from __future__ import annotations

import pytest
from geographiclib.geodesic import Geodesic
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from mapapp.tools.measure import MeasureTool, measured
from mapapp.tools.ring import RingTool
from mapapp.tools.tool import Spot

PRATAS = Spot(116.724, 20.7, "pratas", "Pratas Island")
KAOHSIUNG = Spot(120.2833, 22.6167, "", "Kaohsiung")


def pixel(window, lon: float, lat: float) -> QPoint:
    x, y = window.canvas.view.to_page(*window.canvas.view.projection.forward(lon, lat))
    return QPoint(round(x), round(y))


def test_pratas_to_kaohsiung_is_the_geodesic_number():
    found = measured([PRATAS, KAOHSIUNG])
    other = Geodesic.WGS84.Inverse(PRATAS.lat, PRATAS.lon, KAOHSIUNG.lat, KAOHSIUNG.lon)
    assert found.geodesic_m == pytest.approx(other["s12"], abs=0.001)
    assert found.legs[0].initial_azimuth_deg == pytest.approx(other["azi1"] % 360, abs=1e-7)
    assert found.legs[0].final_azimuth_deg == pytest.approx(other["azi2"] % 360, abs=1e-7)
    assert found.rhumb_m >= found.geodesic_m


def test_legs_add_up(document):
    tool = MeasureTool(document)
    corner = Spot(130.0, 10.0)
    for spot in (PRATAS, corner, KAOHSIUNG):
        tool.click(spot)
    both = measured([PRATAS, corner]).geodesic_m + measured([corner, KAOHSIUNG]).geodesic_m
    assert tool.measurement.geodesic_m == pytest.approx(both)
    assert len(tool.measurement.legs) == 2


def test_time_at_a_speed(document, catalogue):
    found = measured([PRATAS, KAOHSIUNG])
    assert found.hours(catalogue.platforms["jet"]) == pytest.approx(found.geodesic_m / 900_000)
    assert found.hours(catalogue.platforms["gun"]) is None


def test_the_rhumb_line_is_drawn_where_it_is_longer_by_more_than_one_in_a_hundred(document):
    tool = MeasureTool(document)
    tool.set_ends(PRATAS, KAOHSIUNG)
    assert tool.drawings == ()
    tool.set_ends(Spot(-117.2, 32.7), Spot(121.5, 25.0))
    assert [drawing.kind for drawing in tool.drawings] == ["rhumb"]
    assert [drawing.kind for drawing in document.sheet().drawings] == ["geodesic", "geodesic"], "the lines are kept"


def test_esc_gives_up_and_a_click_after_the_end_begins_anew(document):
    tool = MeasureTool(document)
    tool.click(PRATAS)
    tool.click(KAOHSIUNG)
    assert tool.finish()
    tool.click(Spot(100.0, 10.0))
    assert tool.fixed == (Spot(100.0, 10.0),)
    assert tool.cancel()
    assert tool.drawings == ()


def test_measured_by_hand_on_the_map(window):
    """Click on the target, which snaps, then at Kaohsiung: the number is the geodesic between the two clicked places."""
    QTest.keyClick(window, Qt.Key.Key_M)
    assert window.tool_id() == "measure"
    canvas, tool = window.canvas, window.canvas.tool
    canvas.zoom_by(4.0)
    end = pixel(window, KAOHSIUNG.lon, KAOHSIUNG.lat)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(window, PRATAS.lon, PRATAS.lat))
    QTest.mouseMove(canvas, end)
    assert tool.measurement is not None, "the line follows the hand"
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=end)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert [spot.ref for spot in tool.spots] == ["pratas", ""]
    exact = Geodesic.WGS84.Inverse(PRATAS.lat, PRATAS.lon, KAOHSIUNG.lat, KAOHSIUNG.lon)["s12"]
    assert tool.measurement.geodesic_m == pytest.approx(exact, abs=canvas.view.mpp), "within the pixel clicked"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert tool.measurement is None


def test_measured_by_typing(window):
    window.actions_table.run("tool.measure")
    card = window.measure_card
    assert card.isVisible()
    card.start.setText("20.7,116.724")
    card.end.setText("22.6167,120.2833")
    QTest.keyClick(card.end, Qt.Key.Key_Return)
    assert card._cells["Geodesic"].text().startswith("425\u00a0km")
    assert window.canvas.tool.measurement.geodesic_m == pytest.approx(measured([PRATAS, KAOHSIUNG]).geodesic_m, abs=1)


def test_a_mistyped_place_is_told_with_its_remedy(window):
    window.actions_table.run("tool.measure")
    card = window.measure_card
    card.start.setText("95,10")
    card.end.setText("22.6167,120.2833")
    QTest.keyClick(card.start, Qt.Key.Key_Return)
    assert "latitude 95" in card._problem.text()
    assert card._problem.isVisible()


def test_a_ring_is_dragged_and_undone(window, document):
    QTest.keyClick(window, Qt.Key.Key_R)
    canvas = window.canvas
    start, end = pixel(window, PRATAS.lon, PRATAS.lat), pixel(window, 118.6, 23.7)
    view = canvas.view
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, (start + end) / 2)
    assert len(canvas.tool.rings) == 1, "the ring grows under the hand"
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    assert canvas.view == view, "the map did not move"
    (ring,) = document.content.drawn
    assert ring.points == ((PRATAS.lon, PRATAS.lat),)
    assert ring.refs == ("pratas",)
    exact = Geodesic.WGS84.Inverse(PRATAS.lat, PRATAS.lon, 23.7, 118.6)["s12"]
    assert ring.radius_m == pytest.approx(exact, abs=canvas.view.mpp), "within the pixel let go"
    assert "From Pratas Island \u00b7 " in document.sheet().rings[-1].label
    window.actions_table.run("edit.undo")
    assert document.content.drawn == ()


def test_a_click_makes_no_ring(document):
    tool = RingTool(document)
    tool.press(PRATAS)
    tool.release(PRATAS)
    assert document.content.drawn == ()


def test_ring_ids_are_free(document):
    tool = RingTool(document)
    for _ in range(3):
        tool.press(PRATAS)
        tool.release(KAOHSIUNG)
    assert len({ring.id for ring in document.content.drawn}) == 3
