"""Ten things a person comes to do, one after the other on the shipped map and catalogue, by mouse and keyboard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from layers import geodesy
from layers.document.shown import length_m
from layers.io import document as files

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
KAOHSIUNG = (120.27, 22.61)
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Style id="r"><LineStyle><color>ff2211aa</color><width>3</width></LineStyle></Style><Placemark><name>Sea lane</name>
<styleUrl>#r</styleUrl><LineString><coordinates>118,18 121,19</coordinates></LineString></Placemark></Document></kml>"""


@pytest.fixture
def shipped(qtbot, settings, asker, engine):
    """The program as it starts, but for the answers to its questions and an engine of straight lines, which is quick."""
    from mapapp import app

    def load(_basemap, catalogue):
        engine.catalogue = catalogue
        return engine

    app.make_application()
    settings.mark_seen("tour")
    window, problems = app.open_window(settings, load=load)
    assert problems == ()
    window.files.asker = asker
    window.resize(1400, 900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.answers.start()
    yield window
    asker.leave = "discard"
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settled(window, qtbot) -> None:
    """Wait until map, table and bands are there."""
    ready = lambda: window.canvas.sharp and not window.answers.busy and window.document.response is not None  # noqa: E731
    qtbot.waitUntil(ready, timeout=40_000)


def pixel(window, lon: float, lat: float) -> QPoint:
    x, y = window.canvas.view.to_page(*window.canvas.view.projection.forward(lon, lat))
    return QPoint(round(x), round(y))


def find(window, text: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    if text.isascii():
        QTest.keyClicks(window.searching.box.field, text)
    else:
        QApplication.clipboard().setText(text)  # the test's keyboard has Latin letters only
        QTest.keyClick(window.searching.box.field, Qt.Key.Key_V, CTRL)
    QTest.keyClick(window.searching.box.field, Qt.Key.Key_Return)


def of(window, unit: str):
    return next(row for row in window.document.response.arrivals if row.unit == unit)


@pytest.mark.timeout(200)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed that way here")
def test_ten_tasks_from_finding_narva_to_coming_back_from_a_crash(shipped, qtbot, asker, tmp_path, own_recovery):
    window, document = shipped, shipped.document
    settled(window, qtbot)
    start = document.content

    # 1. find Narva and read its clock's source
    find(window, "нарва")
    settled(window, qtbot)
    assert document.target.id == "narva"
    source = document.catalogue.clocks["narva"].source.text
    texts = [label.text() for label in window.inspector.findChildren(QLabel) if label.isVisible()]
    assert any(source[:40] in text for text in texts)

    # 2. measure from Pratas to Kaohsiung by hand
    find(window, "pratas")
    settled(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_M)
    for place in ((document.target.lon, document.target.lat), KAOHSIUNG):
        QTest.mouseMove(window.canvas, pixel(window, *place))
        QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, *place))
    QTest.keyClick(window.canvas, Qt.Key.Key_Return)
    line = document.content.drawn[-1]
    assert line.refs[0] == "pratas"
    exact = geodesy.distance(*line.points[0], *KAOHSIUNG)
    assert length_m(line) == pytest.approx(exact, abs=12 * window.canvas.view.mpp), "within a symbol's reach"

    # 3. draw a 400 km ring and name it
    QTest.keyClick(window, Qt.Key.Key_R)
    QTest.mouseClick(window.canvas, LEFT, pos=pixel(window, document.target.lon, document.target.lat))
    QTest.keyClick(window.canvas, Qt.Key.Key_4)
    QTest.keyClicks(window.typed, "00 km")
    QTest.keyClick(window.typed, Qt.Key.Key_Return)
    QTest.keyClick(window, Qt.Key.Key_F7)
    tree = window.objects.tree
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0))
    QTest.keyClick(tree, Qt.Key.Key_F2)
    editor = tree.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "The essay's 400 km")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)
    ring = document.content.drawn[-1]
    assert (ring.name, ring.radius_m) == ("The essay's 400 km", 400_000.0)

    # 4. open the Bosporus, then close it, and see ships drop out
    find(window, "odesa")
    settled(window, qtbot)
    find(window, ">open close bosporus")
    settled(window, qtbot)
    able = {row.unit for row in document.response.arrivals if row.total is not None}
    find(window, ">open close bosporus")
    settled(window, qtbot)
    dropped = able - {row.unit for row in document.response.arrivals if row.total is not None}
    domains = {document.catalogue.platforms[document.catalogue.units[unit].platform].domain for unit in dropped}
    assert domains == {"sea"}
    assert all("closed to its ships" in of(window, unit).reason for unit in dropped)

    # 5. halve the readiness of a unit, in its place
    unit = next(row for row in document.response.arrivals if row.total is not None and row.stages[1].hours.likely > 1)
    before = of(window, unit.unit).total.likely
    halved = document.catalogue.units[unit.unit].readiness_h.likely / 2
    QTest.keyClick(window, Qt.Key.Key_F6)
    panel = window.editing.panel
    panel.tree.go_to("Readiness", unit.unit)
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    editor = panel.tree.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, f"{halved} h")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)
    settled(window, qtbot)
    assert of(window, unit.unit).total.likely <= before - halved * 0.99

    # 6. compare with the catalogue as it stands
    QTest.keyClick(window, Qt.Key.Key_K, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = next(one for one in QApplication.topLevelWidgets() if one.windowTitle() == "Compare two scenarios")
    names = {dialog.assumed.item(r, 0).text() for r in range(dialog.assumed.rowCount())}
    assert any(name.startswith("Readiness: ") for name in names)
    qtbot.waitUntil(lambda: any(dialog.units.item(r, 3) for r in range(dialog.units.rowCount())), timeout=40_000)
    assert any("won" in dialog.units.item(r, 3).text() for r in range(dialog.units.rowCount()))
    dialog.close()
    with qtbot.waitActive(window):
        window.activateWindow()

    # 7. undo it all and redo it all
    end = document.content
    steps = 0
    while document.undo_name and steps < 60:
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        steps += 1
    assert document.content == start
    assert steps >= 6
    for _ in range(steps):
        QTest.keyClick(window, Qt.Key.Key_Y, CTRL)
    assert document.content == end

    # 8. import a KML with its styles
    lane = tmp_path / "lane.kml"
    lane.write_text(KML)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(lane))])
    hand = (Qt.DropAction.CopyAction, data, LEFT)
    QApplication.sendEvent(window.canvas, QDragEnterEvent(QPoint(300, 300), *hand, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(window.canvas, QDropEvent(QPointF(300, 300), *hand, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: document.content.drawn[-1].name == "Sea lane")
    assert (document.content.drawn[-1].colour, document.content.drawn[-1].width) == ("#aa1122", 3.0)

    # 9. find a command by name in the palette
    find(window, "dark style")
    assert document.content.style == "dark"

    # 10. save; another process works on, is killed, and its work is offered and comes back
    asker.file = tmp_path / "mine.rimland"
    QTest.keyClick(window, Qt.Key.Key_S, CTRL)
    assert not window.isWindowModified()
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n"
        "from layers.io import document as files; from layers.io.tables import read_catalogue; import resources\n"
        "from mapapp.recovery import Recovery; from dataclasses import replace\n"
        "saved, _ = files.read(Path(sys.argv[1]), read_catalogue(resources.path('catalogue'))[0])\n"
        "saved = replace(saved, content=replace(saved.content, style='contrast'))\n"
        "kept = Recovery(); kept.keep(saved, Path(sys.argv[1])); print('KEPT', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(asker.file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ},
    )
    assert other.stdout.readline() == b"KEPT\n"
    other.send_signal(signal.SIGKILL)
    other.wait()
    other.stdin.close()
    other.stdout.close()
    window.filing.offer_recovery()
    notice = window.notices.shown[-1]
    assert "mine.rimland" in notice.words.text()
    QTest.mouseClick(notice.findChildren(QPushButton)[0], LEFT)
    assert document.content.style == "contrast"
    assert document.content.drawn == files.read(Path(asker.file), document.shipped)[0].content.drawn
    assert window.isWindowModified()
