"""Documents in the window: new, open, save, recent, drops; and unsaved work that outlives a killed process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from layers.document import Drawn
from layers.io import document as files
from layers.scenario import edits
from mapapp.panels.layer_tree import set_layer
from mapapp.recovery import Recovery


def hide_land(document) -> None:
    document.apply("Hide land", set_layer("land", visible=False))


def press(window, keys: str) -> None:
    chord = QKeySequence(keys)[0]
    QTest.keyClick(window, chord.key(), chord.keyboardModifiers())


def test_saving_asks_once_clears_the_mark_and_is_opened_again(window, document, asker, tmp_path, qtbot):
    hide_land(document)
    assert window.isWindowModified()
    asker.file = tmp_path / "mine"
    press(window, "Ctrl+S")
    saved = tmp_path / "mine.rimland"
    assert saved.exists()
    assert not window.isWindowModified()
    assert "mine.rimland" in window.windowTitle()
    document.apply_scenario("Close", lambda one: edits.set_passage(one, "strait", is_open=False))
    press(window, "Ctrl+S")
    assert asker.asked == ["save pratas.rimland"], "the second time it knows where"
    window.sights.look_at(100.0, 10.0, 3000.0)
    before, sight = document.content, window.sights.sight
    press(window, "Ctrl+S")
    assert window.files.save()
    document.aim_at_flashpoint("narva")
    press(window, "Ctrl+N")
    assert document.layer("land").visible is not False
    assert window.files.path is None
    assert document.undo_name == ""
    asker.file = saved
    press(window, "Ctrl+O")
    assert document.content == before
    assert document.target.id == "pratas"
    assert (window.sights.sight.lon, window.sights.sight.lat) == pytest.approx((sight.lon, sight.lat), abs=1e-6)
    assert window.sights.sight.mpp == pytest.approx(sight.mpp)
    assert not window.isWindowModified()


@pytest.mark.parametrize("leave", ["stay", "save", "discard"])
def test_unsaved_work_is_asked_about_before_another_document_opens(window, document, asker, tmp_path, leave):
    other = tmp_path / "other.rimland"
    files.write(other, document.saved(None))
    hide_land(document)
    work = document.content
    mine = tmp_path / "mine.rimland"
    window.files._path = mine
    asker.leave = leave
    assert window.files.open(other) is (leave != "stay")
    assert asker.asked == ["leave mine.rimland"]
    if leave == "stay":
        assert document.content == work
        assert not mine.exists()
    else:
        assert document.layer("land").visible
        assert mine.exists() is (leave == "save")


def test_a_window_with_unsaved_work_stays_open_when_asked_to(window, document, asker):
    hide_land(document)
    asker.leave = "stay"
    assert not window.close()
    assert window.isVisible()
    asker.leave = "discard"


def test_a_broken_file_changes_nothing_and_is_told_once(window, document, tmp_path):
    bad = tmp_path / "bad.rimland"
    bad.write_text("{")
    before = document.content
    assert not window.files.open(bad)
    assert document.content == before
    assert any("bad.rimland" in text for text in window.notices.texts)
    assert bad not in window.files.recent


def test_parts_that_cannot_be_used_are_listed_by_place(window, document, tmp_path, qapp):
    path = tmp_path / "odd.rimland"
    data = files.encode(document.saved(None)).replace(b'"style": "light"', b'"style": "neon"')
    path.write_bytes(data)
    assert window.files.open(path)
    (notice,) = window.notices.shown
    assert "one part could not be used" in notice.words.text()
    notice.findChild(QPushButton).click()
    dialog = next(one for one in qapp.topLevelWidgets() if one.windowTitle() == "Opened odd.rimland")
    from PySide6.QtWidgets import QTableWidget

    assert dialog.findChild(QTableWidget).item(0, 0).text() == "odd.rimland, style"
    dialog.close()
    assert not window.notices.shown


def test_recent_documents_stand_in_the_menu_the_last_first(window, document, tmp_path):
    for name in ("a.rimland", "b & c.rimland"):
        files.write(tmp_path / name, document.saved(None))
        assert window.files.open(tmp_path / name)
    actions = window.actions_table
    assert actions["file.recent.1"].text() == "&1  b && c.rimland"
    assert actions["file.recent.2"].text() == "&2  a.rimland"
    assert not actions["file.recent.3"].isVisible()
    actions.run("file.recent.2")
    assert window.files.name == "a.rimland"
    (tmp_path / "b & c.rimland").unlink()
    actions.run("file.recent.2")
    assert [path.name for path in window.files.recent] == ["a.rimland"], "what is gone leaves the list"
    actions.run("file.recent.clear")
    assert not actions["file.recent.1"].isVisible()


def test_a_file_dropped_on_the_window_opens(window, document, tmp_path, qtbot):
    hide_land(document)
    path = tmp_path / "drop.rimland"
    files.write(path, document.saved(None))
    document.undo()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, hand = QPointF(400, 300), (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    enter = QDragEnterEvent(at.toPoint(), *hand, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.canvas, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window.canvas, QDropEvent(at, *hand, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: not document.layer("land").visible)
    assert window.files.name == "drop.rimland"


def test_a_copy_whose_writing_was_cut_short_still_knows_whose_it_is(document, own_recovery, tmp_path, monkeypatch):
    """Killed right after the copy was written: it is offered under the name of its document."""

    class Killed(BaseException):
        pass

    def write_and_die(path: Path, saved: files.Saved, write=files.write) -> None:
        write(path, saved)
        raise Killed

    monkeypatch.setattr(files, "write", write_and_die)
    recovery = Recovery(own_recovery)
    with pytest.raises(Killed):
        recovery.keep(document.saved(None), tmp_path / "mine.rimland")
    recovery._lock.unlock()  # as the system does it
    assert [one.origin for one in Recovery(own_recovery).left()] == [tmp_path / "mine.rimland"]


def test_unsaved_work_has_a_copy_that_goes_when_it_is_saved_or_undone(window, document, own_recovery, qtbot, tmp_path):
    hide_land(document)
    qtbot.waitUntil(lambda: bool(list(own_recovery.glob("*.rimland"))))
    assert Recovery().left() == (), "what a living window keeps is nobody else's"
    document.undo()
    qtbot.waitUntil(lambda: not list(own_recovery.iterdir()))
    document.redo()
    qtbot.waitUntil(lambda: bool(list(own_recovery.glob("*.rimland"))))
    window.files._path = tmp_path / "x.rimland"
    assert window.files.save()
    qtbot.waitUntil(lambda: not list(own_recovery.iterdir()))


KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from layers.document import Drawn
from layers.scenario.model import BASELINE
from layers.io.tables import read_catalogue
import resources
from dataclasses import replace
from mapapp.document import Content, Document
from mapapp.files import Files
from mapapp.settings import Settings

app = QCoreApplication([])
catalogue, _ = read_catalogue(resources.path("catalogue"))
document = Document(None, catalogue, Content(BASELINE))
document.aim_at_flashpoint("narva")
files = Files(document, Settings(Path(sys.argv[1])), lambda: None, None)
files._path = Path("/somewhere/mine.rimland")
pin = Drawn("pin-1", "pin", ((28.0, 59.0),), "Kept")
document.apply("Pin", lambda now: replace(now, drawn=(pin,)))

def told():
    if list(files.recovery._folder.glob("*.rimland")) and not files._lane.busy:
        print("KEPT", flush=True)

ticking = QTimer()
ticking.timeout.connect(told)
ticking.start(50)
app.exec()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed that way here")
def test_work_of_a_killed_process_is_offered_and_brought_back(window, document, own_recovery, tmp_path, qtbot):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "killed.ini")], stdout=subprocess.PIPE, env={**os.environ}
    )
    assert process.stdout.readline() == b"KEPT\n"
    window.filing.offer_recovery()
    assert not window.notices.shown, "it is still at work"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    window.filing.offer_recovery()
    (notice,) = window.notices.shown
    assert "mine.rimland" in notice.words.text()
    with qtbot.waitSignal(window.files.opened):
        notice.findChild(QPushButton).click()
    assert document.content.drawn == (Drawn("pin-1", "pin", ((28.0, 59.0),), "Kept"),)
    assert document.target.name.startswith("Narva")
    assert window.files.path == Path("/somewhere/mine.rimland")
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: Recovery().left() == ())
    assert len(list(own_recovery.glob("*.rimland"))) == 1, "the copy is this window's now"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="zombies are not told apart here")
def test_the_lock_of_a_process_that_nobody_waited_for_counts_for_nothing(document, own_recovery):
    script = (
        "import sys, time; from PySide6.QtCore import QLockFile\n"
        "lock = QLockFile(sys.argv[1]); assert lock.tryLock(0); print('held', flush=True); time.sleep(60)"
    )
    own_recovery.mkdir()
    copy = own_recovery / "work-1-0.rimland"
    files.write(copy, document.saved(None))
    held = [sys.executable, "-c", script, str(copy.with_suffix(".lock"))]
    with subprocess.Popen(held, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "held\n"
            assert Recovery(own_recovery).left() == (), "it lives"
        finally:
            child.kill()
        child.stdout.read()  # comes to an end when the process has
        state = Path(f"/proc/{child.pid}/stat")
        while state.read_text().rpartition(")")[2].split()[0] != "Z":
            os.sched_yield()
        assert [one.copy for one in Recovery(own_recovery).left()] == [copy]


def test_work_that_is_discarded_is_gone(window, document, own_recovery):
    own_recovery.mkdir()
    files.write(own_recovery / "work-1-0.rimland", document.saved(None))
    window.filing.offer_recovery()
    (notice,) = window.notices.shown
    notice.findChildren(QPushButton)[1].click()
    assert not list(own_recovery.glob("*.rimland"))
    assert not window.notices.shown


def test_back_and_forward_go_through_the_views(window, document, qtbot):
    qtbot.waitUntil(lambda: window.sights._here == 0)
    start = window.sights.sight
    document.aim_at_flashpoint("narva")
    there = window.sights.sight
    assert window.actions_table["go.back"].isEnabled()
    press(window, "Alt+Left")
    assert document.target.id == "pratas"
    assert (window.sights.sight.lon, window.sights.sight.lat) == pytest.approx((start.lon, start.lat), abs=1e-6)
    press(window, "Alt+Right")
    assert document.target.id == "narva"
    assert window.sights.sight.lon == pytest.approx(there.lon)
    assert not window.sights.can_go_forward


def test_a_bookmark_brings_view_target_and_projection_back(window, document):
    window.actions_table.run("projection.laea")
    window.sights.look_at(118.0, 21.0, 2000.0)
    press(window, "Ctrl+D")
    (mark,) = document.content.bookmarks
    assert mark.name == "Pratas Island"
    window.actions_table.run("projection.merc")
    document.aim_at_flashpoint("narva")
    window.sights.visit(mark)
    assert document.content.projection == "laea"
    assert document.target.id == "pratas"
    assert (window.sights.sight.lon, window.sights.sight.lat) == pytest.approx((118.0, 21.0), abs=1e-6)
    window.sights.bookmark()
    assert [one.name for one in document.content.bookmarks] == ["Pratas Island", "Pratas Island 2"]


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Style id="r"><LineStyle><color>ff2211aa</color><width>3</width></LineStyle></Style>
<Placemark><name>Lane</name><styleUrl>#r</styleUrl><LineString><coordinates>100,10 110,12</coordinates></LineString></Placemark>
<Placemark><name>Bad</name><Point><coordinates>x</coordinates></Point></Placemark></Document></kml>"""


def drop(window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, hand = QPointF(400, 300), (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    QApplication.sendEvent(window.canvas, QDragEnterEvent(at.toPoint(), *hand, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(window.canvas, QDropEvent(at, *hand, Qt.KeyboardModifier.NoModifier))


def test_a_dropped_kml_keeps_its_styles_is_looked_at_and_undone_in_one_step(window, document, tmp_path, qtbot):
    path = tmp_path / "lanes.kml"
    path.write_text(KML)
    table = tmp_path / "ports.csv"
    table.write_text("name,lat,lon\nPort,20,115\n")
    drop(window, path, table)
    qtbot.waitUntil(lambda: len(document.content.drawn) == 2)
    lane, port = document.content.drawn
    assert (lane.colour, lane.width, lane.group, port.group) == ("#aa1122", 3.0, "lanes", "ports")
    assert any("could not be used" in text for text in window.notices.texts)
    assert any("Imported one object from ports.csv" in text for text in window.notices.texts)
    assert document.undo_name == "Import ports.csv"
    document.undo()
    document.undo()
    assert document.content.drawn == ()


def test_an_export_gives_its_document_back(window, document, tmp_path, qtbot):
    from layers.io import embedded

    hide_land(document)
    page = tmp_path / "page.html"
    page.write_text(f"<html>{embedded.as_script(files.encode(document.saved(None)))}</html>")
    document.undo()
    drop(window, page)
    qtbot.waitUntil(lambda: not document.layer("land").visible)
    assert window.files.path is None, "it is saved under a name of its own, never over the export"


def test_what_cannot_be_imported_is_told(window, document, tmp_path, qtbot):
    bad = tmp_path / "bad.gpkg"
    bad.write_text("no")
    drop(window, bad)
    qtbot.waitUntil(lambda: any("bad.gpkg" in text for text in window.notices.texts))
    assert document.content.drawn == ()
