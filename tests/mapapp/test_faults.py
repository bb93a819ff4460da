"""A fault of the program itself - an exception nobody expected - is told over the map, once, with a report to copy."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from layers.errors import RimlandError
from mapapp.faults import FAULT, Faults
from mapapp.panels.notice import Notice, Notices


@pytest.fixture
def printed(monkeypatch) -> list[type[BaseException]]:
    """What comes to the hook that was there before; pytest-qt's own would fail the test."""
    found: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: found.append(kind))
    return found


@pytest.fixture
def faults(window, printed) -> Faults:
    made = Faults(window.notices, window)
    made.listen()
    return made


def divide() -> float:
    return 1 / 0


def look_up() -> int:
    return [].index(0)


def copy(notice: Notice) -> str:
    notice.findChild(QPushButton).click()
    return QGuiApplication.clipboard().text()


def test_a_fault_in_a_slot_is_printed_and_told_with_its_report(faults, window, printed, qtbot):
    QTimer.singleShot(0, divide)
    qtbot.waitUntil(lambda: window.notices.texts != ())
    assert printed == [ZeroDivisionError]
    (notice,) = window.notices.shown
    assert notice.words.text() == FAULT
    assert notice.property("tone") == "problem"
    report = copy(notice)
    assert report.startswith("Rimland ")
    assert "in divide" in report
    assert report.endswith("ZeroDivisionError: division by zero\n")
    assert window.notices.texts == ()


def test_the_same_fault_is_told_once_and_another_joins_its_report(faults, window, printed, qtbot):
    for _ in range(3):
        QTimer.singleShot(0, divide)
    qtbot.waitUntil(lambda: len(printed) == 3)
    qtbot.waitUntil(lambda: window.notices.texts == (FAULT,))
    window.notices.clear()
    QTimer.singleShot(0, divide)
    qtbot.waitUntil(lambda: len(printed) == 4)
    qtbot.wait(20)
    assert window.notices.texts == (), "it has been told"
    QTimer.singleShot(0, look_up)
    qtbot.waitUntil(lambda: window.notices.texts == (FAULT,))
    report = copy(window.notices.shown[0])
    assert report.count("ZeroDivisionError: division by zero") == 1
    assert report.count("ValueError: 0 is not in list") == 1


def test_a_fault_in_what_is_painted_is_told_and_the_map_is_painted_again(faults, window, printed, qtbot, monkeypatch):
    """A painter left active would make Qt complain, which fails a test, and end the process at the last."""
    with monkeypatch.context() as broken:
        broken.setattr(window.canvas._screen, "paint", lambda *_, **__: divide())
        window.canvas.update()
        qtbot.waitUntil(lambda: window.notices.texts == (FAULT,))
    assert set(printed) == {ZeroDivisionError}
    before = len(printed)
    window.canvas.repaint()
    assert len(printed) == before


def test_a_fault_of_a_thread_that_comes_to_the_hook_is_told_on_the_window_s(faults, window, qtbot):
    error = RuntimeError("elsewhere")
    thread = threading.Thread(target=lambda: sys.excepthook(RuntimeError, error, None))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: window.notices.texts == (FAULT,))


def test_a_fault_of_the_telling_itself_is_printed_once_and_ends_there(faults, window, printed, qtbot, monkeypatch):
    monkeypatch.setattr(Notices, "tell", lambda *_, **__: divide())
    QTimer.singleShot(0, look_up)
    qtbot.waitUntil(lambda: len(printed) >= 2)
    qtbot.wait(50)
    assert printed[:2] == [ValueError, ZeroDivisionError]
    assert len(printed) <= 3


def test_who_interrupts_is_no_fault_and_after_the_window_it_is_only_printed(faults, window, printed, qtbot):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(20)
    assert window.notices.texts == ()
    faults.deleteLater()
    with qtbot.waitSignal(faults.destroyed):
        pass
    sys.excepthook(RimlandError, RimlandError("late"), None)
    assert printed == [KeyboardInterrupt, RimlandError]


def test_it_is_told_in_ukrainian(ukrainian, faults, window, qtbot):
    QTimer.singleShot(0, divide)
    qtbot.waitUntil(lambda: window.notices.texts != ())
    assert window.notices.texts[0].startswith("Помилка в програмі")
    assert window.notices.shown[0].findChild(QPushButton).text() == "Копіювати звіт"
