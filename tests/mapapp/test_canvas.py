"""The map under the hand, by real mouse, wheel and key events."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from layers.projection import Projection
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.render import enlarged, image_transform


def wheel(canvas, at: QPoint, turn: int) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def drag(canvas, start: QPoint, end: QPoint, steps: int = 5) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, steps + 1):
        QTest.mouseMove(canvas, start + (end - start) * step / steps)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def pixel_of(canvas, lon: float, lat: float) -> tuple[float, float]:
    return canvas.view.to_page(*canvas.view.projection.forward(lon, lat))


def test_a_drag_moves_the_map_exactly(window, qtbot):
    canvas = window.canvas
    start = QPoint(300, 300)
    before = navigate.place_at(canvas.view, start.x(), start.y())
    drag(canvas, start, QPoint(423, 217))
    x, y = pixel_of(canvas, *before)
    assert x == pytest.approx(423, abs=1e-6)
    assert y == pytest.approx(217, abs=1e-6)
    qtbot.waitUntil(lambda: canvas.sharp)


@pytest.mark.parametrize("turn", [120, -120, 15])
def test_the_wheel_keeps_the_place_under_the_cursor(window, turn):
    canvas, at = window.canvas, QPoint(211, 377)
    before, scale = navigate.place_at(canvas.view, at.x(), at.y()), canvas.view.mpp
    wheel(canvas, at, turn)
    assert navigate.place_at(canvas.view, at.x(), at.y()) == pytest.approx(before, abs=1e-9)
    assert (canvas.view.mpp < scale) == (turn > 0)


def test_a_double_click_zooms_in_where_it_is(window):
    canvas, at = window.canvas, QPoint(150, 420)
    before, scale = navigate.place_at(canvas.view, at.x(), at.y()), canvas.view.mpp
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.view.mpp == pytest.approx(scale / 2)
    assert navigate.place_at(canvas.view, at.x(), at.y()) == pytest.approx(before, abs=1e-9)


def test_keys_pan_zoom_turn_and_fit(window):
    canvas = window.canvas
    canvas.setFocus()
    home = canvas.view
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.x > home.x
    assert canvas.view.y == pytest.approx(home.y)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    assert canvas.view.mpp < home.mpp
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    assert canvas.view.rotation_deg == 15.0
    QTest.keyClick(window, Qt.Key.Key_BracketLeft)
    assert canvas.view.rotation_deg == 0.0
    QTest.keyClick(window, Qt.Key.Key_0)
    assert (canvas.view.x, canvas.view.y) == pytest.approx((home.x, home.y), abs=1e-3)


def test_a_turned_map_still_follows_the_hand(window):
    canvas = window.canvas
    canvas.rotate_by(37.0)
    before = navigate.place_at(canvas.view, 300, 300)
    drag(canvas, QPoint(300, 300), QPoint(260, 390))
    assert pixel_of(canvas, *before) == pytest.approx((260, 390), abs=1e-6)


def test_a_click_on_a_flashpoint_makes_it_the_target(window, document):
    x, y = pixel_of(window.canvas, 123.474, 25.743)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert document.target.id == "senkaku"


def test_a_click_beside_everything_clears_the_selection(window, document):
    document.select("near")
    x, y = pixel_of(window.canvas, 118.0, 12.0)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert not document.selected


def test_hidden_bases_cannot_be_picked(window, document):
    x, y = pixel_of(window.canvas, 120.2, 22.95)
    assert window.canvas.thing_at(QPointF(x, y)).id == "near"
    window.actions_table.run("layer.bases")
    assert window.canvas.thing_at(QPointF(x, y)) is None


def test_the_tooltip_names_the_source(window):
    thing = window.canvas.thing_at(QPointF(*pixel_of(window.canvas, 120.2, 22.95)))
    assert "Near Base" in thing.tip
    assert "Hand-made for the test" in thing.tip


def test_hover_tells_the_place_and_the_way_from_the_target(window, qtbot):
    canvas = window.canvas
    x, y = pixel_of(canvas, 120.2, 22.95)
    QTest.mouseMove(canvas, QPoint(round(x), round(y)))
    qtbot.waitUntil(lambda: window.status.position_text != "")
    assert window.status.position_text == "22°57′00.0″N 120°12′00.0″E", "snapped to the base"
    assert window.status.from_target.text() == "437 km, 055° from Pratas Island"


def test_beyond_the_edge_of_the_world_there_is_no_place(window):
    canvas = window.canvas
    window.actions_table.run("projection.ortho")
    window.sights.fit_world()
    assert canvas.spot_at(QPointF(1, 1)) is None
    QTest.mouseMove(canvas, QPoint(1, 1))
    assert window.status.position_text == ""


def test_the_map_cannot_be_dragged_out_of_the_window(window):
    canvas = window.canvas
    window.sights.fit_world()
    for _ in range(12):
        canvas.pan_by(300, 150)
    assert canvas.spot_at(QPointF(canvas.width() / 2, canvas.height() / 2)) is not None


def test_zoom_stops_where_it_makes_no_sense(window):
    canvas = window.canvas
    for _ in range(80):
        canvas.zoom_by(2.0)
    assert canvas.view.mpp == pytest.approx(navigate.NEAREST_MPP)
    for _ in range(80):
        canvas.zoom_by(0.5)
    assert canvas.view.mpp == pytest.approx(navigate.WORLD_M / min(canvas.width(), canvas.height()))


def test_the_newest_view_is_the_one_that_comes_out_sharp(window, qtbot):
    canvas = window.canvas
    for _ in range(12):
        canvas.pan_by(37, -11)
        QTest.qWait(4)
    qtbot.waitUntil(lambda: canvas.sharp)
    assert canvas._screen.shown.view == canvas.view


def test_the_image_lies_where_the_view_wants_it():
    view = View(Projection("aeqd", 120.0, 20.0), 10_000.0, -20_000.0, 500.0, 801, 603, 20.0)
    image = enlarged(view)
    transform, exact = image_transform(image, view)
    assert exact
    assert transform.map(QPointF(image.width / 2, image.height / 2)) == QPointF(view.width / 2, view.height / 2)
    for other in (view.zoomed(1.7, 100, 200), view.panned(3.25, 0.5), navigate.rotated(view, 31.0)):
        transform, exact = image_transform(image, other)
        assert not exact
        point = (45_000.0, 61_000.0)
        mapped = transform.map(QPointF(*image.to_page(*point)))
        assert math.dist((mapped.x(), mapped.y()), other.to_page(*point)) < 1e-6


def test_panned_by_whole_pixels_the_image_is_only_shifted():
    view = View(Projection("aeqd", 120.0, 20.0), 10_000.0, -20_000.0, 512.3, 801, 603)
    transform, exact = image_transform(enlarged(view), view.panned(17, -4))
    assert exact
    assert (transform.dx(), transform.dy()) == (17 - 201, -4 - 151)
