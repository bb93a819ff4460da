"""Starting up: the shipped data in a window, finished screenshots, and mistakes told in one line."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QImage

from layers import kernels
from layers.errors import RimlandError
from mapapp import app, application
from mapapp.faults import FAULT

PRATAS = SimpleNamespace(id="pratas", kind="flashpoint", name="Pratas Island", lon=116.73, lat=20.70)


@pytest.fixture
def quick(monkeypatch, engine):
    """The shipped map and catalogue with an engine that answers at once."""

    def load(_basemap, catalogue, _report):
        engine.catalogue = catalogue
        return engine

    monkeypatch.setattr(app, "load_engine", load)
    return engine


def test_a_screenshot_is_finished_and_leaves_nothing_behind(qapp, quick, tmp_path: Path):
    before = set(threading.enumerate())
    file = tmp_path / "new" / "shot.png"
    assert app.show(PRATAS, file, "laea", "dark", "1000x700") == 0
    image = QImage(str(file))
    assert (image.width(), image.height()) == (1000, 700)
    assert len({image.pixel(x, 300) for x in range(260, 460, 3)}) > 5, "there is a map in the middle"
    assert image.pixelColor(5, 350).lightness() < 60, "the window is dark with a dark map"
    assert set(threading.enumerate()) == before
    assert not [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"projection": "gnomonic"}, "'gnomonic' is unknown"),
        ({"style": "pink"}, "'pink' is unknown"),
        ({"size": "99x99"}, "'99x99' is no window size"),
        ({"size": "large"}, "'large' is no window size"),
    ],
)
def test_a_mistake_is_told_before_any_window_opens(wrong, told, tmp_path):
    with pytest.raises(RimlandError, match=told):
        app.show(PRATAS, tmp_path / "x.png", **wrong)


def test_a_file_that_cannot_be_written_is_told(qapp, quick, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RimlandError, match="cannot write"):
        app.show(PRATAS, tmp_path / "file" / "x.png", size="900x600")


@pytest.mark.parametrize("first", [True, False])
def test_the_window_computes_with_compiled_kernels_and_the_first_use_says_that_it_compiles(monkeypatch, engine, first):
    monkeypatch.setattr(kernels, "_batches", None)
    monkeypatch.setattr(kernels, "quick_to_warm", lambda: not first)
    monkeypatch.setattr("layers.io.shipped_world.load_world", lambda catalogue: catalogue)
    monkeypatch.setattr(app.gc, "freeze", lambda: None)
    told = []
    app.load_engine(None, engine.catalogue, lambda fraction, text: told.append((text.partition(":")[0], fraction)))
    assert kernels.ready()
    shares = [fraction for text, fraction in told if text == "First use"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0) if first else not shares
    assert told[-1] == ("Loading routes and forces", -1.0)


def test_a_mistake_of_the_engine_ends_the_screenshot(qapp, quick, tmp_path, monkeypatch):
    def respond(*_):
        raise RimlandError("no ways", remedy="install again")

    monkeypatch.setattr(quick, "respond", respond)
    with pytest.raises(RimlandError, match="no ways"):
        app.show(PRATAS, tmp_path / "x.png", size="900x600")


def test_without_a_screen_it_says_what_to_do(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(application.QApplication, "instance", lambda: None)
    monkeypatch.setattr(application.sys, "platform", "linux")
    with pytest.raises(RimlandError, match=r"no screen.*rimland brief"):
        application.make_application()


def test_the_claimed_400_km_are_measured_and_other_claims_are_not():
    import resources
    from layers.io import shipped
    from layers.io.tables import read_catalogue

    catalogue, _ = read_catalogue(resources.path("catalogue"))
    made = app.ShippedEngine(SimpleNamespace(catalogue=catalogue), shipped.load_basemap())
    coast = made.coast(catalogue.flashpoints["pratas"])
    assert 421_000 < coast.distance_m < 423_500
    assert "Taiwan" in coast.place
    assert coast.dataset
    assert made.coast(catalogue.flashpoints["narva"]) is None


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_the_briefing_of_the_map_is_written(window, tmp_path, qtbot, ending):
    file = tmp_path / f"brief.{ending}"
    window.exports.write(file)
    qtbot.waitUntil(lambda: window.status.currentMessage().startswith("Wrote"))
    assert file.read_bytes()[:4] == {"pdf": b"%PDF", "png": b"\x89PNG"}[ending]


def test_a_briefing_that_cannot_be_written_is_told_over_the_map(window, tmp_path, qtbot):
    window.exports.write(tmp_path / "brief.docx")
    qtbot.waitUntil(lambda: any("no kind of file we write" in text for text in window.notices.texts))


def test_the_window_that_is_begun_tells_of_faults(qapp, quick, settings, qtbot, monkeypatch):
    printed = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: printed.append(kind))
    settings.mark_seen("tour")
    window = app.begin(settings)
    QTimer.singleShot(0, lambda: int("x"))
    qtbot.waitUntil(lambda: window.notices.texts == (FAULT,))
    assert printed == [ValueError]
    qtbot.waitUntil(lambda: window.canvas.sharp and not window.answers.busy)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
