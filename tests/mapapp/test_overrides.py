"""An exception that leaves a method Qt calls costs a message, not the window; and no override is left out."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QDialog

from mapapp import overrides

FAILING = """
import math, sys
from PySide6.QtCore import QAbstractTableModel, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from mapapp.application import make_application

first = sys.argv[1] == "first"
if first:
    application = make_application()

class Page(QWidget):
    def sizeHint(self):
        return %(fault)s

class Watch(QObject):
    def eventFilter(self, watched, event):
        return %(fault)s

class Table(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 1
    def columnCount(self, parent=None):
        return 1
    def data(self, index, role=0):
        return %(fault)s

if not first:
    application = make_application()
page, watch, table, plain = Page(), Watch(), Table(), QObject()
plain.installEventFilter(watch)
calls = {
    "sizeHint": page.adjustSize,
    "eventFilter": lambda: application.sendEvent(plain, QEvent(QEvent.Type.User)),
    "data": lambda: table.index(0, 0).data(),
}
QTimer.singleShot(0, calls[sys.argv[2]])
QTimer.singleShot(100, application.quit)
sys.exit(application.exec())
"""
"""Inside the event loop Python calls Qt, which calls an override, which fails."""

UNCOVERED = """
import importlib, pkgutil, sys
from types import FunctionType, MethodDescriptorType
import mapapp
from mapapp.application import make_application
from shiboken6 import Shiboken

first = sys.argv[1] == "first"
if first:
    make_application()
for module in pkgutil.walk_packages(mapapp.__path__, "mapapp."):
    importlib.import_module(module.name)
if not first:
    make_application()

def heirs(kind):
    for heir in kind.__subclasses__():
        yield heir
        yield from heirs(heir)

covered = 0
for kind in {heir for heir in heirs(Shiboken.Object) if heir.__module__.startswith("mapapp")}:
    for place in kind.__mro__:
        for name, method in vars(place).items():
            if isinstance(method, FunctionType) and any(
                isinstance(vars(base).get(name), MethodDescriptorType) for base in kind.__mro__
            ):
                covered += 1
                if not hasattr(method, "__wrapped__") or hasattr(method.__wrapped__, "__wrapped__"):
                    print(place.__module__, place.__qualname__, name)
print("looked at", covered, file=sys.stderr)
"""
"""Names every override of a class of the program that is not wrapped, and once only."""

needed = pytest.mark.skipif(sys.version_info >= (3, 12), reason="exceptions are whole from the start")
order = pytest.mark.parametrize("order", ["first", "last"])


def run(script: str, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *given]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@order
@pytest.mark.parametrize("method", ["sizeHint", "eventFilter", "data"])
def test_an_exception_in_what_qt_calls_is_printed_and_the_program_goes_on(order, method):
    done = run(FAILING % {"fault": 'math.floor(float("nan"))'}, order, method)
    assert done.returncode == 0, done.stderr
    assert "cannot convert float NaN to integer" in done.stderr


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("[][0]", "IndexError"),
        ("{}['a']", "KeyError"),
        ("1 / 0", "ZeroDivisionError"),
        ("len()", "TypeError"),
        ("int('x')", "ValueError"),
        ("open('/none')", "FileNotFoundError"),
        ("next(iter(()))", "StopIteration"),
    ],
)
def test_so_is_any_other_kind(fault, told):
    done = run(FAILING % {"fault": fault}, "last", "sizeHint")
    assert done.returncode == 0, done.stderr
    assert told in done.stderr


@needed
@order
def test_every_override_of_the_program_is_covered_whenever_its_class_is_read(order):
    done = run(UNCOVERED, order)
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr
    assert int(done.stderr.split()[-1]) > 100


@needed
def test_only_what_overrides_a_method_of_qt_is_wrapped(qapp):
    overrides.guard()

    class Asking(QDialog):
        def done(self, result: int) -> None:
            """Its own words."""
            super().done(result + 1)

        def asked(self) -> int:
            return 3

        @staticmethod
        def accept() -> int:
            return 4

        @property
        def result(self) -> int:  # type: ignore[override]
            return 5

    asking = Asking()
    ended = []
    asking.finished.connect(ended.append)
    asking.done(result=1)
    assert ended == [2]
    assert (Asking.done.__name__, Asking.done.__doc__) == ("done", "Its own words.")
    assert str(inspect.signature(Asking.done)) == "(self, result: 'int') -> 'None'"
    assert not hasattr(Asking.asked, "__wrapped__")
    assert (asking.asked(), Asking.accept(), asking.result) == (3, 4, 5)
    asking.deleteLater()
