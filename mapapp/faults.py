"""Faults of the program itself: an exception that nobody expected is told over the map, with a report to be copied."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from mapapp.export.about import software
from mapapp.panels.notice import Notices, Way

FAULT = (
    "A fault in the program: the last step may not be complete. Your work is here and goes on being kept."
    " To have the fault mended, pass the report on."
)


class Faults(QObject):
    """Tells of each distinct fault once; all that were met are in the report.

    Signals
    -------
    met()
        A fault that was not met before, from any thread.
    """

    met = Signal()

    def __init__(self, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._notices = notices
        self._met: dict[tuple[type, str], str] = {}
        # later, on the window's thread: it may be painting just now
        self.met.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def report(self) -> str:
        """The program and what it runs on, and the tracebacks of all that was met."""
        about = f"{software()}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
        return "\n".join((about, *self._met.values()))

    def listen(self) -> None:
        """Take note of every exception that nobody caught; they are printed as before."""
        printed = sys.excepthook

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            printed(kind, error, trace)
            if issubclass(kind, Exception) and Shiboken.isValid(self):
                self._note(kind, error, trace)
            # Python keeps the last traceback, and with it a painter that was not ended: it would never be
            traceback.clear_frames(trace)

        sys.excepthook = hook

    def _note(self, kind: type[Exception], error: BaseException, trace: TracebackType | None) -> None:
        where = traceback.format_tb(trace)[-1:]
        key = (kind, "".join(where))
        if key not in self._met:
            self._met[key] = "".join(traceback.format_exception(kind, error, trace))
            self.met.emit()

    def _tell(self) -> None:
        self._notices.tell(FAULT, Way("Copy report", self._copy), tone="problem")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
