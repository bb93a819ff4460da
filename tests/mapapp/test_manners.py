"""Manners of the window: the focus is seen, slow work is shown and can be stopped, every kind of record is in the list."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from geographiclib.geodesic import Geodesic
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

import resources
from layers.document import Drawn
from layers.io.tables import read_catalogue
from mapapp.commands import OBJECT_MENU, PLACE_MENU
from mapapp.panels import words
from mapapp.panels.browser import IDENT, KIND
from mapapp.panels.form import Form
from mapapp.tools.tool import Spot
from mapapp.workers import Lane

PRATAS = (116.724, 20.7)


def pixel(window, lon: float, lat: float) -> QPoint:
    x, y = window.canvas.view.to_page(*window.canvas.view.projection.forward(lon, lat))
    return QPoint(round(x), round(y))


def leaves(model, parent=None):
    """(kind, id) of every row below, groups left out."""
    at = parent if parent is not None else model.invisibleRootItem().index()
    for row in range(model.rowCount(at)):
        index = model.index(row, 0, at)
        if index.data(IDENT):
            yield index.data(KIND), index.data(IDENT)
        yield from leaves(model, index)


def test_the_browser_lists_every_record_of_the_theatres(window, document):
    catalogue = read_catalogue(resources.path("catalogue"))[0]
    window.browser._model.clear()
    window.browser._fill(catalogue)
    listed = set(leaves(window.browser._model))
    for kind in ("flashpoint", "zone", "base", "unit", "passage", "commitment", "lever"):
        assert {ident for what, ident in listed if what == kind} == set(getattr(catalogue, f"{kind}s")), kind
    assert sum(kind == "event" for kind, _ in listed) == len(catalogue.events)
    window.browser._refill()
    window.browser.search.setText("some treaty")
    QTest.keyClick(window.browser.search, Qt.Key.Key_Return)
    assert window.facts.isVisible()
    assert "Some treaty" in window.facts.accessibleName() + " ".join(
        one.text() for one in window.facts.findChildren(QWidget) if hasattr(one, "text")
    )


def unseen(first: QWidget) -> list[str]:
    """Where Tab leads from a widget until it comes back, those that look the same with and without the focus."""
    first.window().activateWindow()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found: list[str] = []
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or first, Qt.Key.Key_Tab)
        QApplication.processEvents()  # what the focus brings up is laid out
        now = QApplication.focusWidget()
        lit = now.grab().toImage()
        now.clearFocus()
        plain = now.grab().toImage()
        now.setFocus(Qt.FocusReason.TabFocusReason)
        if lit == plain:
            found.append(f"{type(now).__name__} {now.accessibleName() or now.objectName() or now.property('text')}")
        if now is first:
            return found
    raise AssertionError("the focus does not come back")


def test_the_focus_is_seen_wherever_tab_leads(window):
    for panel in ("places", "layers", "time", "calendar"):
        window.frame.reveal(panel)
    assert not unseen(window.canvas)
    for panel in ("scenario", "objects"):
        window.frame.reveal(panel)
    assert not unseen(window.canvas)


@pytest.mark.parametrize("opens", ["base", "unit", "posture", "compare", "export"])
def test_the_focus_is_seen_in_dialogs(window, qtbot, opens):
    editing = window.editing
    makers = {"posture": editing.ask_posture, "compare": editing.compare, "export": window.exports.ask}
    dialog = makers[opens]() if opens in makers else editing.new_record(opens)
    qtbot.waitUntil(dialog.isVisible)
    dialog.activateWindow()
    first = dialog.nextInFocusChain()
    while not (first.isVisible() and first.focusPolicy() & Qt.FocusPolicy.TabFocus and first.isEnabled()):
        first = first.nextInFocusChain()
    found = unseen(first)
    dialog.close()
    assert not found


def test_work_is_shown_after_a_while_and_can_be_stopped(window, qtbot):
    lane = Lane("slow", window)
    window.status.watch(lane)
    begun, landed = threading.Event(), []

    def work(ticket):
        ticket.report(0.25, "A quarter of it")
        begun.set()
        while True:
            ticket.check()

    lane.submit("Something slow", work, landed.append)
    assert not window.status.work.isVisible(), "what is quick is not shown"
    qtbot.waitUntil(lambda: begun.is_set() and window.status.work.isVisible())
    assert window.status._what.text() == "A quarter of it"
    assert window.status._bar.value() == 250
    QTest.mouseClick(window.status._stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not lane.busy and not window.status.work.isVisible())
    assert landed == []
    lane.close()


def test_a_sector_is_dragged_with_live_values(window, document):
    QTest.keyClick(window, Qt.Key.Key_S)
    canvas = window.canvas
    start, side = pixel(window, *PRATAS), pixel(window, 116.724, 23.7)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, (start + side) / 2)
    assert "km" in canvas.tool.drawings[0].label, "the radius grows under the hand"
    QTest.mouseMove(canvas, side)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=side)
    other = pixel(window, 120.0, 20.7)
    QTest.mouseMove(canvas, other)
    assert canvas.tool.drawings[0].kind != "line", "then the sector opens"
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=other)
    (sector,) = document.content.drawn
    exact = Geodesic.WGS84.Inverse(PRATAS[1], PRATAS[0], 23.7, 116.724)["s12"]
    assert sector.shape == "sector"
    assert sector.radius_m == pytest.approx(exact, abs=2 * canvas.view.mpp)


def test_below_half_a_nautical_mile_two_decimals_are_shown(window, document):
    window.actions_table.run("unit.nmi")
    window.set_tool("measure")
    card = window.measure_card
    card.start.setText("20.7, 116.7")
    card.end.setText("20.7045, 116.7")  # 498 m
    QTest.keyClick(card.end, Qt.Key.Key_Return)
    assert card._cells["Geodesic"].text() == "0.50\u00a0km \u00b7 0.27\u00a0nmi \u00b7 0.31\u00a0mi"


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen has no keyboard to grab
def test_the_context_menu_of_a_layer_is_of_the_commands(window, document, qtbot):
    window.frame.reveal("layers")
    tree = window.layer_tree.tree
    item = window.layer_tree._items["bases"]
    tree.scrollToItem(item)
    tree.customContextMenuRequested.emit(tree.visualItemRect(item).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.objectName() for one in menu.actions()] == ["layer.solo", "layer.raise", "layer.lower", "layer.reset"]
    assert menu.actions()[0].isEnabled(), "there is a layer at the cursor"
    menu.actions()[0].trigger()
    menu.close()
    assert document.layer("bases").visible
    assert not document.layer("flashpoints").visible
    document.undo()
    assert document.layer("flashpoints").visible


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen has no keyboard to grab
def test_the_context_menu_of_a_place_is_of_the_commands_and_about_that_place(window, document, qtbot):
    canvas = window.canvas
    spot = canvas.spot_at(QPointF(canvas.width() / 4, canvas.height() / 4))
    centre = window.sights.sight
    assert abs(spot.lon - centre.lon) > 0.5, "not the middle, which is what commands fall back to"
    canvas.menu_wanted.emit(spot, canvas.mapToGlobal(QPoint(5, 5)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    named = [one for one in menu.actions() if not one.isSeparator()]
    assert named[0].text() == spot.name or "\u2032" in named[0].text(), "what it is about"
    assert not named[0].isEnabled()
    assert tuple(one.objectName() for one in named[1:]) == PLACE_MENU
    window.actions_table["own.base"].trigger()
    form = window.findChildren(Form)[-1]
    assert words.place(spot.lon, spot.lat, "DMS") in {editor.text() for editor in form.findChildren(QLineEdit)}
    form.reject()
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(window.actions_table["place.pin"]).center()
    )
    (pin,) = document.content.drawn
    assert pin.points == ((spot.lon, spot.lat),)
    qtbot.waitUntil(lambda: window.place() == Spot(centre.lon, centre.lat))  # the menu is gone, its place with it
    canvas.menu_wanted.emit(spot, canvas.mapToGlobal(QPoint(5, 5)))
    assert window.place() is spot
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.place() == Spot(centre.lon, centre.lat))


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen has no keyboard to grab
def test_the_context_menu_of_objects_is_of_the_commands(window, document, qtbot):
    assert not window.actions_table["object.remove"].isEnabled(), "nothing is selected"
    pins = tuple(Drawn(f"pin-{n}", "pin", ((100.0 + 10 * n, 20.0),), f"Pin {n}") for n in (1, 2))
    document.apply("Pins", lambda content: replace(content, drawn=pins))
    window.frame.reveal("objects")
    tree = window.objects.tree
    item = next(one for one in window.objects._items() if one.text(0) == "Pin 2")
    tree.customContextMenuRequested.emit(tree.visualItemRect(item).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert tuple(one.objectName() for one in menu.actions()) == OBJECT_MENU
    assert all(one.isEnabled() for one in menu.actions())
    menu.actions()[0].trigger()
    assert window.sights.sight.lon == pytest.approx(120.0, abs=0.5)
    menu.actions()[2].trigger()
    menu.close()
    assert [one.id for one in document.content.drawn] == ["pin-1"]
