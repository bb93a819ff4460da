"""The first-run tour: five steps that point at what they speak of, by keyboard, shown once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest


def test_five_steps_point_at_what_they_speak_of(window, settings):
    tour = window.tour
    window.actions_table.run("help.tour")
    seen = []
    for number in range(5):
        assert tour.step == number
        target = tour._steps[number].of()
        where = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        assert tour._frame.geometry() == where
        assert window.rect().contains(tour.geometry())
        seen.append(tour.title.text())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert len(set(seen)) == 5
    assert tour.step == -1
    assert not tour.isVisible()
    assert settings.seen("tour")
    assert window.focusWidget() is window.canvas


def test_escape_leaves_the_tour_and_back_goes_back(window):
    window.tour.begin()
    window.tour.next.click()
    window.tour.back.click()
    assert window.tour.step == 0
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.tour.step == -1
