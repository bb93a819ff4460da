"""A person at the program itself: its own process, its own engine, nothing but keys and mouse; run by the test.

``python -m tests.mapapp.ten_tasks work FOLDER`` does nine tasks, saves, goes on working and waits to be killed;
``recover FOLDER`` starts the program again and takes back what was lost.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QTreeView, QWidget

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KAOHSIUNG = (120.27, 22.61)
RING = "The essay's 400 km"
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Style id="r"><LineStyle><color>ff2211aa</color><width>3</width></LineStyle></Style><Placemark><name>Sea lane</name>
<styleUrl>#r</styleUrl><LineString><coordinates>118,18 121,19</coordinates></LineString></Placemark></Document></kml>"""
SAID: list[str] = []
"""What Qt warned of."""


def listen(kind: QtMsgType, _context: object, text: str) -> None:
    if (
        kind is not QtMsgType.QtDebugMsg
        and kind is not QtMsgType.QtInfoMsg
        and "This plugin does not support" not in text
    ):
        SAID.append(text)


def tell(word: str) -> None:
    """To the test that waits for it."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def until(ready: Callable[[], Any], what: str, seconds: float = 300.0) -> None:
    """Let the program work until something is so."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(f"waited for {what} in vain")
        QTest.qWait(10)


def start(folder: Path) -> Any:
    """The program as `rimland` starts it, on settings of its own, past the tour."""
    from mapapp import app
    from mapapp.application import make_application
    from mapapp.settings import Settings

    qInstallMessageHandler(listen)
    make_application()
    settings = Settings(folder / "settings.ini")
    settings.mark_seen("tour")
    window = app.begin(settings)
    window.resize(1400, 900)
    window.activateWindow()
    until(lambda: window.isActiveWindow() and window.canvas.sharp, "the window")
    return window


def settled(window: Any) -> None:
    """Wait until map, table and bands are there."""
    QTest.qWait(1)
    until(
        lambda: window.canvas.sharp and not window.answers.busy and window.document.response is not None, "the answer"
    )


def pixel(window: Any, lon: float, lat: float) -> QPoint:
    x, y = window.canvas.view.pixels_of(lon, lat)
    return QPoint(round(float(x)), round(float(y)))


def find(window: Any, text: str) -> None:
    """Ctrl+K, the text, Enter."""
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    if text.isascii():
        QTest.keyClicks(window.searching.box.field, text)
    else:
        QGuiApplication.clipboard().setText(text)  # this keyboard has Latin letters only
        QTest.keyClick(window.searching.box.field, Qt.Key.Key_V, CTRL)
    until(lambda: bool(window.searching.box.found), f"something like {text}")
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)


def name_file(window: Any, key: Qt.Key, path: Path) -> None:
    """A shortcut that opens a file dialog, and the name typed into it."""

    def type_it() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog) or not dialog.isVisible():
            QTimer.singleShot(50, type_it)
            return
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.selectAll()
        QGuiApplication.clipboard().setText(str(path))  # letter by letter its completion would browse the folders
        QTest.keyClick(field, Qt.Key.Key_V, CTRL)
        QTimer.singleShot(200, dialog, enter)

    def enter() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            QTest.keyClick(dialog.findChild(QLineEdit, "fileNameEdit"), Qt.Key.Key_Return)

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QTimer.singleShot(20, type_it)
    QTest.keyClick(window, key, CTRL)  # comes back when the dialog is done
    window.activateWindow()
    until(window.isActiveWindow, "the window in front again")


def click_row(view: QTreeView, matches: Callable[[Any], bool], column: int = 0) -> None:
    """A click on the first row of a tree whose index `matches`."""
    index = view.model().index(0, 0)
    while index.isValid() and not matches(index):
        index = view.indexBelow(index)
    assert index.isValid(), "the row is not there"
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index.siblingAtColumn(column)).center())


def type_over(parent: QWidget, text: str) -> None:
    """The editor that is open in a view gets another text, and Enter."""
    until(lambda: parent.findChild(QLineEdit), "the editor")
    editor = parent.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)


def arrivals(window: Any) -> dict[str, Any]:
    return {row.unit: row for row in window.document.response.arrivals}


# --- the tasks --------------------------------------------------------------------------------------------------------


def find_narva_and_its_clocks_source(window: Any) -> None:
    find(window, "нарва")
    settled(window)
    document = window.document
    assert document.target.id == "narva"
    source = document.catalogue.clocks["narva"].source.text
    texts = [label.text() for label in window.inspector.findChildren(QLabel) if label.isVisible()]
    assert any(source[:40] in text for text in texts), "the source of the clock is not to be read"


def measure_pratas_kaohsiung(window: Any) -> None:
    from layers import geodesy
    from layers.document.shown import length_m

    find(window, "pratas")
    until(lambda: window.canvas.sharp and window.document.target.id == "pratas", "the map of Pratas")
    document = window.document
    QTest.keyClick(window, Qt.Key.Key_M)
    for place in ((document.target.lon, document.target.lat), KAOHSIUNG):
        QTest.mouseMove(window.canvas, pixel(window, *place))
        QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, *place))
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    line = document.content.drawn[-1]
    assert line.refs[0] == "pratas", "it did not snap"
    exact = geodesy.distance(document.target.lon, document.target.lat, *KAOHSIUNG)
    assert abs(length_m(line) - exact) < 12 * window.canvas.view.mpp, "further than a symbol's reach from the truth"


def draw_and_name_a_ring(window: Any) -> None:
    target = window.document.target
    QTest.keyClick(window, Qt.Key.Key_R)
    QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, target.lon, target.lat))
    QTest.keyClick(window.canvas, Qt.Key.Key_4)
    QTest.keyClicks(window.typed, "00 km")
    QTest.keyClick(window.typed, Qt.Key.Key_Return)
    QTest.keyClick(window, Qt.Key.Key_F7)
    tree = window.objects.tree
    click_row(tree, lambda _index: True)
    QTest.keyClick(tree, Qt.Key.Key_F2)
    type_over(tree, RING)
    ring = window.document.content.drawn[-1]
    assert (ring.name, ring.radius_m) == (RING, 400_000.0)


def close_the_bosporus(window: Any) -> None:
    document = window.document
    find(window, "odesa")
    settled(window)
    if "bosporus" not in document.content.scenario.opened:
        find(window, ">open close bosporus")  # the catalogue has it shut to warships of those who are no neighbours
        settled(window)
    able = {unit for unit, row in arrivals(window).items() if row.total is not None}
    find(window, ">open close bosporus")
    settled(window)
    rows = arrivals(window)
    dropped = {unit for unit in able if rows[unit].total is None}
    platforms, units = document.catalogue.platforms, document.catalogue.units
    assert dropped, "no ship dropped out"
    assert {platforms[units[unit].lift or units[unit].platform].domain for unit in dropped} == {"sea"}
    assert all(rows[unit].reason for unit in dropped), "it is not said why"


def halve_a_readiness(window: Any) -> None:
    document = window.document
    # one that comes, whose notice is long and which waits for nothing else
    row = next(
        row
        for row in document.response.arrivals
        if row.total is not None and any(s.name == "readiness" and s.hours.likely > 2 for s in row.stages)
    )
    before, unit = row.total.likely, document.catalogue.units[row.unit]
    half = unit.readiness_h.likely / 2
    QTest.keyClick(window, Qt.Key.Key_F6)
    panel = window.editing.panel
    QTest.mouseClick(panel.search, LEFT)
    QTest.keyClicks(panel.search, f"{unit.id} readiness")
    from mapapp.panels.assumption_tree import ASSUMPTION

    def wanted(index: Any) -> bool:
        what = index.data(ASSUMPTION)
        return what is not None and what.key == ("Readiness", unit.id)

    click_row(panel.tree, wanted, column=1)
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    type_over(panel.tree, f"{half:g} h")
    assert dict(document.content.scenario.readiness_h)[unit.id].likely == half
    panel.search.selectAll()
    QTest.keyClick(panel.search, Qt.Key.Key_Delete)
    settled(window)
    after = arrivals(window)[unit.id].total.likely
    assert after < before, f"{unit.id}: {before:.2f} h before, {after:.2f} h after"


def compare_two_scenarios(window: Any) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL | SHIFT)
    dialog: Any = next(one for one in QApplication.topLevelWidgets() if one.windowTitle() == "Compare two scenarios")
    names = {dialog.assumed.item(r, 0).text() for r in range(dialog.assumed.rowCount())}
    assert any(name.startswith("Readiness: ") for name in names)
    until(lambda: any(dialog.units.item(r, 3) for r in range(dialog.units.rowCount())), "the comparison")
    assert any("won" in dialog.units.item(r, 3).text() for r in range(dialog.units.rowCount()))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    window.activateWindow()
    until(window.isActiveWindow, "the window in front again")


def undo_all_and_redo_all(window: Any, first: object) -> None:
    document = window.document
    last, steps = document.content, 0
    while document.undo_name and steps < 60:
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        steps += 1
    assert document.content == first
    assert steps >= 5
    for _ in range(steps):
        QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert document.content == last


def import_a_kml(window: Any, folder: Path) -> None:
    (folder / "lane.kml").write_text(KML)
    name_file(window, Qt.Key.Key_I, folder / "lane.kml")
    until(lambda: window.document.content.drawn[-1].name == "Sea lane", "the imported line")
    lane = window.document.content.drawn[-1]
    assert (lane.colour, lane.width) == ("#aa1122", 3.0)


def find_a_command_by_name(window: Any) -> None:
    find(window, "dark style")
    assert window.document.content.style == "dark"


def save_and_go_on(window: Any, folder: Path) -> None:
    name_file(window, Qt.Key.Key_S, folder / "mine.rimland")
    until(lambda: not window.isWindowModified(), "the saving")
    find(window, "high contrast")
    assert window.isWindowModified()
    assert window.document.content.style == "contrast"
    copies = (folder / "recovery").glob
    until(lambda: any('"contrast"' in copy.read_text() for copy in copies("*.rimland")), "the copy of what is unsaved")


def work(folder: Path) -> None:
    window = start(folder)
    first = window.document.content
    tasks: tuple[Callable[[], None], ...] = (
        partial(find_narva_and_its_clocks_source, window),
        partial(measure_pratas_kaohsiung, window),
        partial(draw_and_name_a_ring, window),
        partial(close_the_bosporus, window),
        partial(halve_a_readiness, window),
        partial(compare_two_scenarios, window),
        partial(undo_all_and_redo_all, window, first),
        partial(import_a_kml, window, folder),
        partial(find_a_command_by_name, window),
        partial(save_and_go_on, window, folder),
    )
    begun = time.monotonic()
    for task in tasks:
        task()
        spent = f"{time.process_time():.1f} s of the processor, {time.monotonic() - begun:.1f} s since the start"
        tell(f"did {task.func.__name__.replace('_', ' ')}: {spent}")  # type: ignore[attr-defined]
    assert SAID == [], SAID
    tell(f"unsaved {os.getpid()}")
    QTest.qWait(300_000)  # to be killed


def recover(folder: Path) -> None:
    from layers.io import document as files

    window = start(folder)
    notice = window.notices.shown[-1]
    assert "mine.rimland" in notice.words.text(), notice.words.text()
    QTest.mouseClick(notice.findChildren(QPushButton)[0], LEFT)
    document = window.document
    assert document.content.style == "contrast", "what was not saved is lost"
    saved, problems = files.read(folder / "mine.rimland", document.shipped)
    assert problems == ()
    assert saved.content.style == "dark"
    assert document.content.drawn == saved.content.drawn
    assert {"Sea lane", RING} <= {one.name for one in document.content.drawn}
    assert document.content.scenario == saved.content.scenario
    assert window.isWindowModified()
    QTest.keyClick(window, Qt.Key.Key_S, CTRL)
    until(lambda: not window.isWindowModified(), "the saving")
    assert files.read(folder / "mine.rimland", document.shipped)[0].content == document.content
    assert SAID == [], SAID
    window.close()
    tell("recovered")


if __name__ == "__main__":
    {"work": work, "recover": recover}[sys.argv[1]](Path(sys.argv[2]))
