"""Lane and Ticket: the newest request wins, answers land on the GUI thread, closing leaves no thread."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread
from PySide6.QtWidgets import QWidget

from mapapp.workers import Lane


@pytest.fixture
def lane(qapp):
    made = Lane("test")
    yield made
    made.close()


def test_an_answer_lands_on_the_gui_thread(qtbot, lane):
    seen = []
    lane.submit("one", lambda ticket: threading.get_ident(), lambda a: seen.append((a, QThread.isMainThread())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, on_gui = seen[0]
    assert on_gui
    assert worker != threading.get_ident()
    assert not lane.busy


def test_the_newest_request_wins(qtbot, lane):
    """While one request runs, later ones replace each other; only the last is ever answered."""
    seen, ran, release = [], [], threading.Event()

    def slow(ticket):
        ran.append("slow")
        release.wait(60)
        return "slow"

    def quick(name):
        def work(ticket):
            ran.append(name)
            return name

        return work

    lane.submit("slow", slow, seen.append)
    qtbot.waitUntil(lambda: ran == ["slow"])
    for name in ("a", "b", "c"):
        lane.submit(name, quick(name), seen.append)
    release.set()
    qtbot.waitUntil(lambda: not lane.busy)
    qtbot.wait(60)
    assert seen == ["c"]
    assert ran == ["slow", "c"]


def test_cancelled_work_stops_at_its_check(qtbot, lane):
    entered, stopped = threading.Event(), threading.Event()

    def work(ticket):
        entered.set()
        try:
            while True:
                ticket.check()
                threading.Event().wait(0.002)
        finally:
            stopped.set()

    with qtbot.waitSignal(lane.finished):
        lane.submit("endless", work, pytest.fail)
        assert entered.wait(60)
        lane.cancel()
    assert stopped.wait(60)


def test_an_error_goes_to_failed(qtbot, lane):
    errors = []

    def work(ticket):
        raise ValueError("no")

    lane.submit("bad", work, pytest.fail, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "no"
    assert not lane.busy


def test_an_error_nobody_takes_is_raised_on_the_gui_thread(qtbot, lane):
    def work(ticket):
        raise ValueError("nobody took me")

    with qtbot.captureExceptions() as caught:
        lane.submit("bad", work, pytest.fail)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ValueError


def test_progress_is_told_for_the_current_request_only(qtbot, lane):
    told = []
    lane.progressed.connect(lambda fraction, text: told.append((fraction, text)))
    done = []
    lane.submit("work", lambda ticket: ticket.report(0.5, "half"), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert told == [(0.5, "half")]


def test_closing_while_work_runs_leaves_no_thread(qtbot):
    before = set(threading.enumerate())
    lane, entered = Lane("closing"), threading.Event()

    def work(ticket):
        entered.set()
        while True:
            ticket.check()
            threading.Event().wait(0.002)

    lane.submit("endless", work, pytest.fail)
    assert entered.wait(60)
    assert set(threading.enumerate()) != before
    lane.close()
    assert set(threading.enumerate()) == before


def test_a_closed_lane_takes_no_work(qtbot):
    lane = Lane("closed")
    lane.close()
    ticket = lane.submit("late", pytest.fail, pytest.fail)
    assert ticket.cancelled
    assert not lane.busy


@pytest.mark.parametrize("kind", [QObject, QWidget])
def test_what_is_torn_down_while_its_lane_works_waits_for_it(qtbot, kind):
    """No answer, no progress and no error comes from the thread of a lane whose owner is gone."""
    before = set(threading.enumerate())
    owner, entered = kind(), threading.Event()
    middle = kind(owner)
    lane = Lane("owned", middle)

    def work(ticket):
        entered.set()
        while not ticket.cancelled:
            threading.Event().wait(0.002)
        return "too late"

    told = []
    lane.finished.connect(lambda: told.append("finished"))
    lane.submit("endless", work, pytest.fail)
    assert entered.wait(60)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(threading.enumerate()) == before
    assert told == []
