"""PySide6 6.12.0 on Python 3.11 drops a reference to None on every void call and ends the process after a few thousand."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPolygonF


def test_void_calls_leave_none_alone() -> None:
    polygon = QPolygonF()
    before = sys.getrefcount(None)
    for _ in range(500):
        polygon.resize(3)
    assert abs(sys.getrefcount(None) - before) < 50
