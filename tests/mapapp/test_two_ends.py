"""The window of both ends: verdicts land row by row, a tick moves them and undo takes it back, every number explains itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from layers.catalogue.forces import Requirement, Threshold
from layers.catalogue.model import Catalogue, Lever
from layers.catalogue.values import Source, Spread
from layers.response.model import Response
from layers.scenario.levers import lone
from layers.scenario.model import Scenario
from layers.theatres import distraction
from layers.theatres.sensitivity import Swing, Tornado
from mapapp.panels import rim, tornado, verdicts
from mapapp.panels.price_table import SIDES_PX
from mapapp.panels.two_ends import TwoEnds

SOURCE = Source("a test's own judgement", "low")
THRESHOLDS = {
    "ally_air": Threshold("ally_air", "first allied aircraft", ("air_presence", "air_strike"), 0, "", SOURCE, "allies"),
    "ship": Threshold("ship", "first ship", ("surface_combatant",), 0, "", SOURCE),
}


def lever(ident: str, theatre: str, hours: float) -> Lever:
    size = Spread(hours / 2, hours, hours * 2)
    return Lever(
        ident, f"Lever {ident}", "china", theatre, "E0", "decision_delay_h", size, ("pratas",), "it delays", SOURCE
    )


@pytest.fixture
def catalogue(catalogue: Catalogue) -> Catalogue:
    return replace(
        catalogue,
        thresholds=THRESHOLDS,
        requirements={"narva": Requirement("narva", ("ship",), (), "", SOURCE)},
        levers={row.id: row for row in (lever("east-doubt", "east", 20.0), lever("west-doubt", "west", 5.0))},
    )


@dataclass
class TheatreEngine:
    """The hand-made engine, every lever delaying everybody at Pratas by its hours."""

    plain: object
    catalogue: Catalogue
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> object:
        return getattr(self.plain, name)

    def _response(self, scenario: Scenario, target: object) -> Response:
        found = self.plain.respond(scenario, target, lambda: None)  # type: ignore[attr-defined]
        late = sum(self.catalogue.levers[name].size.likely for name in scenario.levers)
        delay = Spread(late, late, late) if target.id == "pratas" else Spread(0, 0, 0)  # type: ignore[attr-defined]
        rows = [row if row.total is None else replace(row, total=row.total + delay) for row in found.arrivals]
        return replace(found, arrivals=tuple(rows))

    def prices(self, scenario: Scenario, target: object, check: object) -> tuple[distraction.Price, ...]:
        self.asked.append(target.id)  # type: ignore[attr-defined]
        need = self.catalogue.requirements.get(target.id)  # type: ignore[attr-defined]
        names = need.thresholds if need else tuple(THRESHOLDS)
        alone, pressed = self._response(lone(scenario), target), self._response(scenario, target)
        return tuple(distraction.compared(self.catalogue, alone, pressed, THRESHOLDS[name]) for name in names)

    def tornado(self, scenario: Scenario, target: object, threshold: Threshold, check: object) -> Tornado:
        swings = (
            Swing("clock", "pratas", "Seizure clock", Spread(6, 18, 48), "h", "a judgement", 8.0, -34.0),
            Swing("lever", "east-doubt", "Lever east-doubt", Spread(10, 20, 40), "decision_delay_h", "x", None, 3.0),
            Swing("pool", "none", "A pool that moves nothing", Spread(1, 2, 3), "vehicles", "x", -4.0, -4.0),
        )
        return Tornado(target.id, threshold, -4.0, "jets-near", swings)  # type: ignore[attr-defined]


@pytest.fixture
def engine(engine, catalogue: Catalogue):
    return TheatreEngine(engine, catalogue)


@pytest.fixture
def ends(window, document, qtbot):
    made = window.editing.two_ends()
    settle(made, window, qtbot)
    yield made
    if window.editing._two_ends is not None:
        made.close()


def settle(ends: TwoEnds, window, qtbot) -> None:
    qtbot.waitUntil(lambda: not ends._waiting and not window.answers.busy and not window.answers._asides)


def test_every_flashpoint_gets_its_verdict(ends, catalogue):
    assert set(ends._prices) == set(catalogue.flashpoints)
    row = ends.rim.verdict("pratas")
    assert row.price.threshold.id == "ally_air"
    assert rim.told(row).startswith("in time by")
    assert "Alone" in rim.explained(row)
    assert "no commitment" not in rim.explained(row)
    west, east = ends.rim.box_of("narva"), ends.rim.box_of("pratas")
    assert west.right() < east.left()


def test_a_tick_at_one_end_moves_the_other_and_undo_takes_it_back(ends, window, document, qtbot):
    before = ends.price_of("pratas").pressed.hours
    item = ends.levers.item_of("east-doubt")
    item.setCheckState(0, Qt.CheckState.Checked)
    assert document.content.scenario.levers == {"east-doubt"}
    assert document.undo_name == "Lever east-doubt in force"
    settle(ends, window, qtbot)
    price = ends.price_of("pratas")
    assert price.pressed.hours == pytest.approx(before + 20.0)
    assert price.price_h == pytest.approx(20.0)
    assert "\u25b2 20 h" in rim.told(ends.rim.verdict("pratas"))
    assert ends.price_of("narva").price_h == 0
    document.undo()
    settle(ends, window, qtbot)
    assert ends.price_of("pratas").price_h == 0
    assert ends.levers.item_of("east-doubt").checkState(0) == Qt.CheckState.Unchecked
    assert "\u25bc 20 h" in rim.told(ends.rim.verdict("pratas"))


def test_a_line_says_at_how_many_places_help_is_in_time(ends, window, document, qtbot):
    rows = [row for name in document.catalogue.flashpoints if (row := ends.price_of(name)) is not None and row.clock]
    before = sum(row.pressed.gap_h is not None and row.pressed.gap_h <= 0 for row in rows)
    assert ends.state.toolTip() == f"In time at {before} of {len(rows)} places alone, {before} with pressure"
    ends.levers.item_of("east-doubt").setCheckState(0, Qt.CheckState.Checked)
    settle(ends, window, qtbot)
    assert ends.price_of("pratas").pressed.gap_h > 0
    assert ends.state.toolTip() == f"In time at {before} of {len(rows)} places alone, {before - 1} with pressure"


def test_the_rest_can_be_stopped_and_the_next_tick_asks_for_all_again(
    ends, window, document, engine, qtbot, monkeypatch
):
    from layers.errors import Cancelled

    real, begun, stopped = type(engine).prices, [], []

    def slow(self, scenario, target, check):
        if target.id == "pratas":  # the chosen place, asked first
            return real(self, scenario, target, check)
        begun.append(target.id)
        while True:
            try:
                check()
            except Cancelled:
                stopped.append(target.id)
                raise
            time.sleep(0.001)

    monkeypatch.setattr(type(engine), "prices", slow)
    before = {name: ends.price_of(name) for name in document.catalogue.flashpoints}
    ends.levers.item_of("east-doubt").setCheckState(0, Qt.CheckState.Checked)
    left = len(before) - 1
    qtbot.waitUntil(lambda: len(ends._waiting) == left and not ends.stop.isHidden() and bool(begun))
    assert ends.progress.value() == 1
    assert ends.price_of("pratas").price_h == pytest.approx(20.0), "the chosen place does not wait for the others"
    QTest.mouseClick(ends.stop, Qt.MouseButton.LeftButton)
    settle(ends, window, qtbot)
    qtbot.waitUntil(lambda: stopped == begun)
    assert ends.stop.isHidden()
    assert ends.state.toolTip() == f"Stopped: {left} flashpoints as they were before"
    assert all(ends.price_of(name) is row for name, row in before.items() if name != "pratas")
    for name in before.keys() - {"pratas"}:
        row = ends.rim.verdict(name)
        assert rim.told(row).startswith("as before the change: "), "words say which rows are not computed anew"
        assert ends.rim._tone(row) == ends.rim._theme.idle, "and they are grey"
    assert "as before" not in rim.told(ends.rim.verdict("pratas"))
    monkeypatch.setattr(type(engine), "prices", real)
    document.undo()
    settle(ends, window, qtbot)
    assert ends.state.toolTip().startswith("In time at")
    assert ends.price_of("pratas").price_h == 0
    assert not any("as before" in rim.told(ends.rim.verdict(name)) for name in before)


def test_the_hours_lost_are_drawn_for_the_chosen_place_and_go_with_the_pressure(ends, window, document, qtbot):
    assert ends.rim.selected == "pratas", "what the window's map is about"
    assert ends.rim.lost == ()
    ends.levers.item_of("east-doubt").setCheckState(0, Qt.CheckState.Checked)
    settle(ends, window, qtbot)
    (band,) = ends.rim.lost
    assert (band.from_h, band.to_h) == (1, 2)
    assert band.rings[0].lon[0] == pytest.approx(116.724)
    ends.rim.grab()
    assert [step.group for step in ends.rim._steps] == ["Hours lost by the first allied aircraft overhead"]
    tints, rings = ends.rim.ramps()
    assert tints.title == "Hours lost by the first allied aircraft overhead, called to Pratas Island"
    assert [step.text for step in rings.steps] == ["12\u201324 h"], "20 h at the places that are pressed"
    assert rings.title == "Rings: hours lost at each place by: The guarantor's first force"
    ends.choose("narva")
    settle(ends, window, qtbot)
    assert ends.rim.lost[0].rings[0].lon[0] == pytest.approx(28.19)
    document.undo()
    settle(ends, window, qtbot)
    assert ends.rim.lost == ()


def test_the_layer_of_hours_lost_is_computed_when_it_is_shown(window, document, qtbot):
    from mapapp.panels.layer_tree import set_layer

    document.apply_scenario("A lever", lambda now: replace(now, levers=frozenset({"east-doubt"})))
    qtbot.waitUntil(lambda: document.response is not None and not window.answers.busy)
    assert document.lost is None, "nobody has asked"
    document.apply("Show hours lost", set_layer("lost", visible=True))
    qtbot.waitUntil(lambda: document.lost is not None)
    assert [band.from_h for band in window.canvas.sheet.lost] == [1]
    document.undo()
    document.redo()
    document.apply_scenario("No lever", lone)
    qtbot.waitUntil(lambda: document.lost == () and not window.answers.busy)
    assert window.canvas.sheet.lost == ()


def test_all_pressure_is_taken_away_at_once(ends, window, document, qtbot):
    assert not ends.clear.isEnabled()
    for name in ("east-doubt", "west-doubt"):
        ends.levers.item_of(name).setCheckState(0, Qt.CheckState.Checked)
    QTest.mouseClick(ends.clear, Qt.MouseButton.LeftButton)
    assert document.content.scenario == lone(document.content.scenario)
    settle(ends, window, qtbot)
    assert ends.price_of("pratas").price_h == 0


def test_a_click_shows_what_stands_behind_a_place(ends, window, qtbot):
    spot = ends.rim.box_of("pratas").center().toPoint()
    QTest.mouseClick(ends.rim, Qt.MouseButton.LeftButton, pos=spot)
    settle(ends, window, qtbot)
    assert ends.title.text() == "Pratas Island"
    assert "tra" in ends.law.text()
    assert [ends.table.item(row, 0).text() for row in range(ends.table.rowCount())] == [
        "first allied aircraft",
        "first ship",
    ]
    ends.tabs.setCurrentWidget(ends.tabs.chart)
    settle(ends, window, qtbot)
    assert [swing.kind for swing in ends.tornado.swings] == ["clock", "lever"]
    assert "nobody comes" in tornado.explained(ends.tornado.swings[1])
    ends.tabs.setCurrentWidget(ends.tabs.chain)
    ends.table.setCurrentCell(1, 0)
    settle(ends, window, qtbot)
    assert ends.tabs.stages.widget() is not None


def test_the_rim_is_walked_by_keyboard(ends):
    ends.rim.setFocus()
    chosen = []
    ends.rim.chosen.connect(chosen.append)
    QTest.keyClick(ends.rim, Qt.Key.Key_Down)
    QTest.keyClick(ends.rim, Qt.Key.Key_Down)
    assert chosen == ["narva", "senkaku"]


def test_another_threshold_is_asked_for_and_where_it_does_not_count_words_say_so(ends):
    ends.asked.setCurrentIndex(ends.asked.findData("ally_air"))
    ends.asked.activated.emit(ends.asked.currentIndex())
    assert rim.told(ends.rim.verdict("narva")) == "not what counts here"
    assert rim.told(ends.rim.verdict("pratas")).startswith("in time")


def test_it_is_painted_in_both_themes(ends, window, qtbot):
    from mapapp import look

    shots = []
    for theme in (look.LIGHT, look.DARK):
        ends.set_theme(theme)
        shots.append(ends.rim.grab().toImage())
    assert shots[0] != shots[1]
    assert shots[0].pixelColor(QPoint(3, ends.rim.height() - 3)).name() == look.LIGHT.panel


@pytest.mark.parametrize("leave", ["cross", "escape"])
def test_closing_it_asks_for_nothing_more(ends, window, document, engine, qtbot, leave):
    ends.refresh()  # answers are still to come
    if leave == "cross":
        ends.close()
    else:
        qtbot.keyClick(ends, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.editing._two_ends is None)
    asked = len(engine.asked)
    document.apply_scenario("A lever", lambda now: replace(now, levers=frozenset({"east-doubt"})))
    qtbot.waitUntil(lambda: not window.answers.busy)
    assert len(engine.asked) == asked


# --- every number explains itself: by real clicks -------------------------------------------------------------------


def pressed(ends, window, document, qtbot) -> None:
    """Pratas under a lever, and its answers there."""
    document.apply_scenario("A lever", lambda now: replace(now, levers=frozenset({"east-doubt"})))
    settle(ends, window, qtbot)


def cell(ends, row: int, column: int) -> None:
    spot = ends.table.visualItemRect(ends.table.item(row, column)).center()
    QTest.mouseClick(ends.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def read(ends) -> str:
    """All that the chain says."""
    shown = ends.tabs.stages.widget().findChildren(QLabel)
    return " ".join((ends.tabs.said.text(), *(one.text() for one in shown)))


def test_a_verdict_of_the_rim_opens_its_chain_with_sources(ends, window, document, qtbot):
    pressed(ends, window, document, qtbot)
    spot = ends.rim.box_of("pratas").center().toPoint()
    QTest.mouseClick(ends.rim, Qt.MouseButton.LeftButton, pos=spot)
    assert ends.tabs.currentWidget() is ends.tabs.chain
    assert "the price is 20 h" in read(ends)
    assert "judgement" in read(ends)
    assert "confidence" in read(ends)


def test_a_dot_of_the_map_opens_the_chain_of_its_place(ends, qtbot):
    view, place = ends.rim._map()[1], ends._document.catalogue.flashpoints["narva"]
    x, y = view.to_page(*view.projection.forward(place.lon, place.lat))
    QTest.mouseClick(ends.rim, Qt.MouseButton.LeftButton, pos=QPoint(round(ends.rim._map_box().left() + x), round(y)))
    assert ends.rim.selected == "narva"
    assert ends.tabs.currentWidget() is ends.tabs.chain


def test_each_figure_of_the_table_opens_its_own_chain(ends, window, document, qtbot):
    pressed(ends, window, document, qtbot)
    for column in range(ends.table.columnCount()):
        ends.tabs.setCurrentWidget(ends.tabs.chart)
        cell(ends, 0, column)
        assert ends.tabs.currentWidget() is ends.tabs.chain
        assert ("alone, without any lever" in read(ends)) == (column == 1)
        assert "judgement" in read(ends)


def test_where_nobody_comes_the_chain_says_why(ends, window, document, qtbot):
    ends.choose("narva")
    settle(ends, window, qtbot)
    cell(ends, 0, 2)
    price = ends._prices["narva"][0]
    assert (price.pressed.first is None) == ("nobody comes" in read(ends))


def test_a_bar_of_the_tornado_opens_what_it_rests_on(ends, window, qtbot):
    ends.tabs.setCurrentWidget(ends.tabs.chart)
    settle(ends, window, qtbot)
    assert len(ends.tornado.swings) == 2
    QTest.mouseClick(ends.tornado, Qt.MouseButton.LeftButton, pos=ends.tornado.box_of(0).center().toPoint())
    assert ends.tabs.currentWidget() is ends.tabs.basis
    assert "Seizure clock" in ends.tabs.basis.shown.text
    assert "late by 8 h" in ends.tabs.basis.shown.text
    assert "Source: a judgement" in ends.tabs.basis.shown.text


def test_the_clock_and_each_treaty_open_with_source_and_confidence(ends, window, qtbot):
    settle(ends, window, qtbot)
    assert 'href="clock"' in ends.law.text()
    ends.law.linkActivated.emit("clock")
    assert "Seizure clock of Pratas Island" in ends.tabs.basis.shown.text
    assert "confidence" in ends.tabs.basis.shown.text
    price = ends._prices["pratas"][0]
    for name in (*price.covered_by, *price.not_covered_by):
        ends.law.linkActivated.emit(name)
        assert ("does not reach it" in ends.tabs.basis.shown.text) == (name in price.not_covered_by)
        assert "confidence" in ends.tabs.basis.shown.text


def test_the_size_of_a_lever_opens_its_reason_and_its_name_does_not_tick_it(ends, document):
    item = ends.levers.item_of("east-doubt")
    spot = ends.levers.visualItemRect(item).center()
    QTest.mouseClick(ends.levers.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert "it delays" in ends.tabs.basis.shown.text
    assert "low confidence" in ends.tabs.basis.shown.text
    assert document.content.scenario.levers == frozenset()


def test_hours_lost_on_the_map_say_what_they_are(ends, window, document, qtbot):
    pressed(ends, window, document, qtbot)
    (band,) = ends.rim.lost
    view, frame = ends.rim._map()[1], ends.rim._map_box()
    at = float(band.rings[0].lon.mean()), float(band.rings[0].lat.mean())
    x, y = view.to_page(*view.projection.forward(*at))
    # beside the place's own dot, which is the place itself
    spots = [(x + dx, y + dy) for dx in range(-60, 61, 4) for dy in range(-60, 61, 4)]
    spots = [
        (px, py) for px, py in spots
        if band.holds(*view.lonlat_at(px, py)) and ends.rim._spot_at(QPointF(frame.left() + px, py)) is None
    ]  # fmt: skip
    if spots:
        px, py = spots[0]
        QTest.mouseClick(ends.rim, Qt.MouseButton.LeftButton, pos=QPoint(round(frame.left() + px), round(py)))
        assert "1–2 h lost" in ends.tabs.basis.shown.text
    QTest.mouseClick(ends.rim, Qt.MouseButton.LeftButton, pos=QPoint(round(frame.center().x()), 60))
    assert "nothing lost" in ends.tabs.basis.shown.text
    assert "Lever east-doubt: it delays" in ends.tabs.basis.shown.text


def test_where_the_first_aircraft_lose_nothing_the_map_says_what_does(
    ends, window, document, engine, qtbot, monkeypatch
):
    monkeypatch.setattr(type(engine.plain), "lost", lambda *_: ())
    pressed(ends, window, document, qtbot)
    tints, rings = ends.rim.ramps()
    assert tints.title.endswith("Pratas Island: none")
    assert tints.note.startswith("but later by 20 h: ")
    assert rings.steps
    assert verdicts.dearest((), None) == "nor does anything else that is asked for here come later"


def test_a_name_that_has_no_room_loses_whole_words():
    def short(name: str, most: int) -> str:
        return verdicts.shortened(name, lambda text: len(text) <= most)

    assert short("Matsu Islands (Nangan)", 30) == "Matsu Islands (Nangan)"
    assert short("Matsu Islands (Nangan)", 15) == "Matsu Islands"
    assert short("Matsu Islands (Nangan)", 9) == "Matsu"
    assert short("Saaremaa and Hiiumaa", 14) == "Saaremaa", "no name ends with an and"
    assert short("Taipei", 2) == "Taipei"


def test_a_threshold_has_the_width_of_its_name(ends, qtbot):
    table = ends.table
    table.setMinimumWidth(900)
    qtbot.waitUntil(lambda: table.width() >= 900)
    names = [table.item(row, 0).text() for row in range(table.rowCount())]
    assert "first allied aircraft" in names
    room = table.columnWidth(0) - SIDES_PX
    assert all(table.fontMetrics().horizontalAdvance(name) < room for name in names)
