"""Slow work off the GUI thread: in a lane the newest request wins, and its answer lands on the GUI thread.

Capture on the GUI thread, work on frozen values elsewhere, answer by signal. A lane owns one thread that starts with
the first request; closing a lane cancels, waits and forgets, in that order. It closes with what it belongs to.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from layers.errors import Cancelled

TURN_S = 0.0005
"""How long a lane may go on while the window's thread waits for the interpreter; Python's own 5 ms are half a frame."""

Work = Callable[["Ticket"], Any]
"""Runs in the lane's thread; calls ``ticket.check()`` now and then."""
Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Ticket:
    """One request: asks whether it is still wanted, and tells how far it is."""

    def __init__(self, lane: Lane, label: str, work: Work, done: Done, failed: Failed | None) -> None:
        self.label = label
        self.work = work
        self.done = done
        self.failed = failed
        self._lane = lane
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """The answer is no longer wanted; the work stops at its next `check`."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise `Cancelled` when the work is no longer wanted: the library's plain ``check()`` callable."""
        if self._cancelled.is_set():
            raise Cancelled(self.label)

    def report(self, fraction: float, text: str = "") -> None:
        """Tell how far the work is, from 0 to 1; negative: not known."""
        self.check()
        self._lane.reported(self, fraction, text or self.label)


class Lane(QObject):
    """A thread that answers one request at a time; a newer request cancels the older ones.

    Signals
    -------
    started(str)
        The label of the work that begins.
    progressed(float, str)
        Fraction from 0 to 1 (negative: not known) and text.
    finished()
        The lane is idle: nothing runs, nothing waits.
    """

    started = Signal(str)
    progressed = Signal(float, str)
    finished = Signal()
    _landed = Signal(object, object, object)
    _told = Signal(object, float, str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._condition = threading.Condition()
        self._waiting: Ticket | None = None
        self._current: Ticket | None = None
        """The newest request, until its answer has landed; touched by the GUI thread alone."""
        self._thread: threading.Thread | None = None
        self._closing = False
        self._landed.connect(self._on_landed, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        if parent is not None:
            parent.destroyed.connect(self._on_orphaned)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._current is not None

    def submit(self, label: str, work: Work, done: Done, failed: Failed | None = None) -> Ticket:
        """Ask for `work`; `done` gets its answer on the GUI thread unless a newer request comes first.

        An exception that `failed` does not take is raised on the GUI thread.
        """
        ticket = Ticket(self, label, work, done, failed)
        if self._current is not None:
            self._current.cancel()
        self._current = ticket
        with self._condition:
            if self._closing:
                ticket.cancel()
                self._current = None
                return ticket
            self._waiting = ticket
            if self._thread is None:
                sys.setswitchinterval(TURN_S)
                self._thread = threading.Thread(target=self._run, name=f"lane {self._name}", daemon=True)
                self._thread.start()
            self._condition.notify()
        self.started.emit(label)
        return ticket

    def cancel(self) -> None:
        """Drop what runs and what waits; no answer will come."""
        with self._condition:
            self._waiting = None
        if self._current is not None:
            self._current.cancel()
            self._current = None
            self.finished.emit()

    def close(self) -> None:
        """Cancel, then wait until the thread has ended. The lane takes no more work."""
        self.cancel()
        with self._condition:
            self._closing = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def reported(self, ticket: Ticket, fraction: float, text: str) -> None:
        """From the lane's thread: pass progress on to the GUI thread."""
        self._told.emit(ticket, fraction, text)

    def _run(self) -> None:
        while True:
            with self._condition:
                while self._waiting is None and not self._closing:
                    self._condition.wait()
                if self._closing:
                    return
                ticket, self._waiting = self._waiting, None
            if ticket is None or ticket.cancelled:
                continue
            answer: Any = None
            error: Exception | None = None
            try:
                answer = ticket.work(ticket)
            except Cancelled:
                continue
            except Exception as caught:  # noqa: BLE001 - carried to the GUI thread, where it is raised or shown
                error = caught
            self._landed.emit(ticket, answer, error)
            ticket = answer = error = None  # while it waits for the next the thread holds nothing of the last

    def _on_landed(self, ticket: Ticket, answer: Any, error: Exception | None) -> None:
        if ticket is not self._current or ticket.cancelled:
            return
        self._current = None
        try:
            if error is None:
                ticket.done(answer)
            elif ticket.failed is not None:
                ticket.failed(error)
            else:
                raise error
        finally:
            if self._current is None:
                self.finished.emit()

    def _on_orphaned(self) -> None:
        """What it belongs to goes while it may work: nobody is left to hear of it."""
        self.blockSignals(True)
        self.close()

    def _on_told(self, ticket: Ticket, fraction: float, text: str) -> None:
        if ticket is self._current:
            self.progressed.emit(fraction, text)
