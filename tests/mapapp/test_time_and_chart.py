"""What lights up: table, chart and map point at one another; time runs from the first hostile move; the calendar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from layers.catalogue.model import Event
from layers.catalogue.values import Source, Spread
from layers.picture.sheet import Band
from layers.response.model import Arrival, Likelihood, Stage
from mapapp.panels.calendar import Calendar
from mapapp.panels.calendar_strip import CalendarStrip, as_year
from mapapp.panels.response_model import ARRIVAL
from mapapp.panels.stages import StageBar

SOURCE = Source("Hand-made for the test", "medium", "2026-01")


def test_table_chart_and_map_light_up_together(window, document, qtbot):
    table, chart = window.inspector.table, window.inspector.closure
    model = table.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(ARRIVAL).unit == "jets-mid")
    QTest.mouseMove(table.viewport(), table.visualRect(model.index(row, 0)).center())
    qtbot.waitUntil(lambda: document.hovered == "jets-mid")
    assert window.canvas._hints.routes[0].line.lon[0] == pytest.approx(127.77)
    before = chart.grab().toImage()
    document.hover("")
    assert window.canvas._hints.routes == ()
    assert chart.grab().toImage() != before, "its dot had been larger"
    QTest.mouseMove(chart, chart.dot_of("jets-far").toPoint())
    assert document.hovered == "jets-far"
    assert table._delegate.lit == "jets-far"
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.dot_of("jets-far").toPoint())
    assert "jets-far" in document.selected
    x, y = window.canvas.view.to_page(*window.canvas.view.projection.forward(129.7, 33.16))
    QTest.mouseMove(window.canvas, QPoint(round(x), round(y)))
    assert document.hovered == "ships", "the base under the hand lights up its first unit"


def test_the_chart_says_in_words_what_it_shows(window):
    chart = window.inspector.closure
    assert chart.accessibleDescription() == "4 come, 3 before the grab is over after 18 h"
    assert chart.x_of(6.0) < chart.x_of(18.0) < chart.x_of(48.0)


def test_time_runs_units_move_and_bands_grow(window, document, qtbot):
    import numpy as np

    from layers.routes.model import Line

    ring = (Line(np.array([110.0, 120.0, 120.0]), np.array([15.0, 15.0, 25.0])),)
    document.set_bands((Band(0, 6, ring), Band(6, 24, ring)), "hours")
    QTest.keyClick(window, Qt.Key.Key_T)
    strip = window.time
    assert strip.isVisible()
    assert strip.hour.text() == "H-hour"
    assert document.sheet().bands == ()
    strip.slider.setValue(5 * 20)
    assert strip.hour.text() == "H + 5 h"
    movers = window.canvas._hints.drawings
    assert movers, "jets are under way"
    assert "under way" in strip.said.text()
    assert "grab over in 13 h" in strip.said.text()
    strip.slider.setValue(7 * 20)
    assert [band.to_h for band in document.sheet().bands] == [6]
    strip.slider.setValue(strip.slider.maximum())
    assert window.canvas._hints.drawings == ()
    assert "4 there" in strip.said.text()
    assert "grab over since" in strip.said.text()
    strip.speed.setCurrentIndex(3)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert strip.playing
    qtbot.waitUntil(lambda: 0 < strip.hours < strip.slider.maximum() / 20)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not strip.playing
    QTest.keyClick(window, Qt.Key.Key_T)
    assert not strip.isVisible()
    assert len(document.sheet().bands) == 2
    assert window.canvas._hints.drawings == ()


def test_steps_are_hours(window):
    window.frame.reveal("time")
    window.time.on.click()
    window.time.on.click()
    window.time.back.click()
    assert window.time.hours == 1.0


@pytest.mark.parametrize(
    ("text", "year"),
    [("2022-05-24", 2022.39), ("2022-05", 2022.33), ("2022", 2022.5), ("soon", None), ("2022-13-01", None)],
)
def test_dates_of_events(text, year):
    found = as_year(text)
    assert found is None if year is None else found == pytest.approx(year, abs=0.01)


def test_the_calendar_opens_an_event_by_hand_and_by_keyboard(qtbot, document, monkeypatch):
    source = document.catalogue.flashpoints["pratas"].source
    events = tuple(
        Event(
            f"20{20 + k}-06-01",
            "",
            ("CHN", "RUS"),
            kind,
            f"Patrol {k}",
            130.0,
            38.0,
            "Sea of Japan",
            "They flew",
            source,
        )
        for k, kind in enumerate(("patrol", "drill", "patrol"))
    )
    monkeypatch.setattr(document, "_catalogue", replace(document.catalogue, events=events))
    strip = CalendarStrip(document)
    qtbot.addWidget(strip)
    strip.resize(600, 74)
    strip.show()
    heard = []
    strip.chosen.connect(lambda *what: heard.append(what))
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place_of(strip.marks[1]).toPoint())
    assert heard == [("event", "1")]
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert "Patrol 2" in strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert heard[-1] == ("event", "2")


def test_dates_choose_the_events_on_the_map_and_can_be_taken_back(window, document, monkeypatch, qtbot):
    events = [
        Event(day, "", ("china",), "incursion", f"Event {day}", 120.0, 22.0, "somewhere", "what", SOURCE)
        for day in ("2019-03", "2021-06-15", "2024-05-23")
    ]
    monkeypatch.setattr(document, "_catalogue", replace(document.catalogue, events=tuple(events)))
    calendar = Calendar(document, window)
    calendar.resize(900, 80)
    calendar.show()
    calendar.failed.connect(window.show_problem)
    names = lambda: [event.date for event in document.sheet().events]  # noqa: E731
    assert names() == ["2019-03", "2021-06-15", "2024-05-23"]
    QTest.keyClicks(calendar.first, "2019-03-20")
    QTest.keyClicks(calendar.last, "2022")
    QTest.keyClick(calendar.last, Qt.Key.Key_Return)
    assert document.content.dates == ("2019-03-20", "2022")
    assert names() == ["2019-03", "2021-06-15"]
    assert document.layer("events").visible, "whoever chooses days wants to see them"
    # a span drawn across the strip, as one step
    strip = calendar.strip
    steps = document.undo_name
    start, end = QPoint(round(strip._x_of(2020.5)), 60), QPoint(round(strip._x_of(2023.0)), 60)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(strip, (start + end) / 2)
    QTest.mouseMove(strip, end)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=end)
    assert names() == ["2021-06-15"]
    assert document.undo_name == "Events of certain days"
    document.undo()
    assert (names(), document.undo_name) == (["2019-03", "2021-06-15"], steps)
    calendar.every.click()
    assert len(names()) == 3
    calendar.first.setText("last May")
    QTest.keyClick(calendar.first, Qt.Key.Key_Return)
    assert "'last May' is no date" in window.notices.shown[-1].words.text()
    assert document.content.dates == ("", "")


@given(st.dates(), st.dates(), st.dates())
def test_an_event_lies_between_two_days_when_its_day_does(day, one, other):
    first, last = sorted((one, other))
    event = Event(day.isoformat(), "", (), "incursion", "", 0.0, 0.0, "", "", SOURCE)
    assert event.between(first.isoformat(), last.isoformat()) == (first <= day <= last)
    assert event.between("", "")
    assert event.between(day.isoformat()[:4], day.isoformat()[:7])


def test_the_uncertainty_lies_below_the_stages_from_low_to_high(qtbot, document):
    total = Spread(2.0, 4.0, 10.0)
    stages = (Stage("readiness", Spread(1, 2, 4), "judgement"), Stage("transit", Spread(1, 2, 6), "its speed"))
    row = Arrival("jets-mid", "mid", "jet", "air_strike", "late", "", (), stages, total, 1000.0)
    bar = StageBar()
    qtbot.addWidget(bar)
    bar.resize(502, 28)
    bar.setStyleSheet("background: white; color: black")
    bar.show_arrival(row, Likelihood(3.0, 5.0, 8.0, 0.2), 9.0)
    assert bar.longest_h == 10.0
    assert "4 h likely, 2 h to 10 h" in bar.accessibleDescription()
    assert "between 3 h and 8 h" in bar.accessibleDescription()
    image = bar.grab().toImage()

    def dark(x: float, y: int) -> bool:
        return image.pixelColor(round(x), y).lightness() < 128

    middle = 22  # of the line below the bar, of 50 pixels an hour
    assert [dark(1 + 50 * hours, middle) for hours in (1.0, 2.5, 5.0, 9.5)] == [False, True, True, True]
    assert [dark(1 + 50 * hours, middle + 1) for hours in (2.5, 5.0, 9.5)] == [False, True, False], (
        "thick from 10 to 90 %"
    )
    assert dark(1 + 50 * 9.0, 2), "the clock runs across"
    bar.show_arrival(row, Likelihood(3.0, 5.0, 14.0, 0.2), None)
    assert bar.longest_h == 14.0
