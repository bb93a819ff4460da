"""A small hand-made world for the window: three flashpoints, five bases, five units, an engine that answers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator

from layers import geodesy
from layers.basemap import Basemap, Lines, Rings
from layers.catalogue.model import Base, Catalogue, Clock, Commitment, Decision, Flashpoint, Passage, Platform, Unit
from layers.catalogue.values import ZERO, Source, Spread
from layers.document.own import Own, merged
from layers.picture.sheet import Band
from layers.response.model import Arrival, Gap, Response, Stage
from layers.routes.model import Line, Route
from layers.scenario.availability import readiness
from layers.scenario.model import BASELINE, Scenario

PATIENCE_MS = 120_000
"""A wait ends at its event; until then a busy machine may take its time."""

SOURCE = Source("Hand-made for the test", "medium", "2026-01")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen says of every window that it cannot pass on size hints: not ours to mend."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture
def qtbot(qtbot, monkeypatch: pytest.MonkeyPatch):
    """Patient, where pytest-qt gives up after five seconds."""
    for name in ("waitActive", "waitSignal", "waitUntil"):
        monkeypatch.setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot


@pytest.fixture
def ukrainian(qapp) -> Iterator[None]:
    """The window speaks Ukrainian."""
    from mapapp import language

    assert language.speak(qapp, "uk") == "uk"
    yield
    language.speak(qapp, "en")
    for old in qapp.findChildren(QTranslator):
        qapp.removeTranslator(old)


def ring_of(lon: float, lat: float, half: float) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.array([lon - half, lon + half, lon + half, lon - half], dtype=np.float32),
        np.array([lat - half, lat - half, lat + half, lat + half], dtype=np.float32),
    )


def _empty_rings() -> Rings:
    none = np.zeros(0, dtype=np.float32)
    return Rings(none, none, np.zeros(1, dtype=np.int32), np.zeros(0, dtype=np.int32), none)


def _empty_lines() -> Lines:
    none = np.zeros(0, dtype=np.float32)
    return Lines(none, none, np.zeros(1, dtype=np.int32), np.zeros(0, dtype=np.int32), none)


@pytest.fixture(scope="session")
def basemap() -> Basemap:
    """One square island about 121 E 24 N."""
    lon, lat = ring_of(121.0, 23.8, 1.2)
    importance = np.full(4, np.inf, dtype=np.float32)
    start, feature = np.array([0, 4], dtype=np.int32), np.zeros(1, dtype=np.int32)
    closed_lon, closed_lat = np.append(lon, lon[0]), np.append(lat, lat[0])
    coast = Lines(
        closed_lon, closed_lat, np.array([0, 5], dtype=np.int32), feature, np.full(5, np.inf, dtype=np.float32)
    )
    return Basemap(
        land=Rings(lon, lat, start, feature, importance),
        countries=_empty_rings(),
        country_table=(),
        coast=coast,
        borders=_empty_lines(),
        border_kind=np.zeros(0, dtype=np.uint8),
        admin1=_empty_lines(),
        lakes=_empty_rings(),
        lake_table=(),
        rivers=_empty_lines(),
        river_table=(),
        towns=(),
        labels=(),
        islands=(),
        depths=(),
    )


def _flashpoint(ident: str, name: str, theatre: str, lon: float, lat: float, covered: tuple[str, ...]) -> Flashpoint:
    return Flashpoint(
        ident, name, (f"{name} alias",), theatre, lon, lat, "its holder", (), ("A", "B"), "a company", covered,
        "400 km away", "", SOURCE, "東沙島",
    )  # type: ignore[arg-type]  # fmt: skip


def _base(ident: str, name: str, lon: float, lat: float, theatre: str = "east") -> Base:
    return Base(ident, name, "JPN", "Somebody", "air", "", lon, lat, theatre, "", SOURCE)  # type: ignore[arg-type]


def _platform(ident: str, domain: str, speed: float | None) -> Platform:
    return Platform(ident, ident.upper(), domain, "", speed, None, 1000.0, 4000.0, True, "", SOURCE)  # type: ignore[arg-type]


def _unit(ident: str, platform: str, base: str, effect: str) -> Unit:
    return Unit(
        ident, f"Unit {ident}", "USA", "us", platform, base, "a few", effect, Spread(1, 2, 4), False, "", ZERO, ZERO,
        "east", SOURCE,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    places = (
        _flashpoint("pratas", "Pratas Island", "east", 116.724, 20.7, ("tra",)),
        _flashpoint("senkaku", "Senkaku Islands", "east", 123.474, 25.743, ("tra",)),
        _flashpoint("narva", "Narva", "west", 28.19, 59.377, ()),
    )
    bases = (
        _base("near", "Near Base", 120.2, 22.95),
        _base("port", "Port", 129.7, 33.16),
        _base("mid", "Middle Base", 127.77, 26.36),
        _base("far", "Far Base", 144.9, 13.58),
        _base("west", "West Base", 24.8, 59.4, "west"),
    )
    platforms = (_platform("jet", "air", 900.0), _platform("ship", "sea", 37.0), _platform("gun", "missile", None))
    units = (
        _unit("jets-near", "jet", "near", "air_presence"),
        _unit("jets-mid", "jet", "mid", "air_strike"),
        _unit("jets-far", "jet", "far", "air_strike"),
        _unit("ships", "ship", "port", "surface_combatant"),
        _unit("stuck", "ship", "west", "surface_combatant"),
    )
    tra = Commitment("tra", "Some treaty", ("A", "B"), "1979-01-01", "Covers it", "treaty", "east", SOURCE)
    strait = Passage("strait", "The Strait", ((119.0, 24.0), (120.0, 24.5)), (), 130.0, "free", "open", "", 0.0, SOURCE)
    clock = Clock("pratas", Spread(6, 18, 48), "Judgement", SOURCE)
    return Catalogue(
        {row.id: row for row in places},
        {"pratas": clock},
        {},
        {row.id: row for row in bases},
        {row.id: row for row in platforms},
        {row.id: row for row in units},
        {"us": Decision("us", "Washington", Spread(1, 2, 3), "", SOURCE)},
        {"tra": tra},
        {"strait": strait},
        {},
        {},
        (),
    )


@dataclass
class HandMadeEngine:
    """Straight lines at planning speed; `hold` keeps the lane working until it is set or the work is cancelled."""

    catalogue: Catalogue
    hold: threading.Event = field(default_factory=threading.Event)
    entered: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def respond(self, scenario: Scenario, target: object, check: Callable[[], None]) -> Response:
        self.asked.append(target.name)  # type: ignore[attr-defined]
        self.entered.set()
        while not self.hold.wait(0.005):
            check()
        lon, lat = target.lon, target.lat  # type: ignore[attr-defined]
        clock = self.catalogue.clocks.get(target.id)  # type: ignore[attr-defined]
        rows = [self._arrival(unit, lon, lat, clock, scenario) for unit in self.catalogue.units.values()]
        rows.sort(key=lambda row: (row.total is None, row.total.likely if row.total else 0.0))
        gap = Gap("air_presence", "jets-near", 4.0, -14.0, "in time by 14 h")
        return Response(target.id, target.name, lon, lat, clock, scenario.id, tuple(rows), (gap,))  # type: ignore[attr-defined]

    def _arrival(self, unit: Unit, lon: float, lat: float, clock: Clock | None, scenario: Scenario) -> Arrival:
        base, platform = self.catalogue.bases[unit.base], self.catalogue.platforms[unit.platform]
        if unit.id == "stuck" or (scenario.closed & {"strait", "bosporus"} and platform.domain == "sea"):
            reason = "the strait is closed to its ships and there is no other way"
            return Arrival(unit.id, base.id, platform.id, unit.effect, "unreachable", reason, (), (), None, None)
        metres = geodesy.distance(base.lon, base.lat, lon, lat)
        line = Line(*geodesy.densify([base.lon, lon], [base.lat, lat], 50_000))
        travel = metres / 1000 / (platform.cruise_kmh or 1)
        stages = (
            Stage("decision", Spread(1, 2, 3), "judgement"),
            Stage("readiness", readiness(scenario, unit)[0], "judgement"),
            Stage("transit", Spread(travel, travel, travel * 1.2), "its speed"),
        )
        total = sum((stage.hours for stage in stages), ZERO)
        status = "no clock" if clock is None else "in time" if total.likely <= clock.hours.likely else "late"
        route = Route("air", line, metres, metres)
        return Arrival(unit.id, base.id, platform.id, unit.effect, status, "", (route,), stages, total, metres)  # type: ignore[arg-type]

    def bands(self, *_: object) -> tuple[()]:
        return ()

    def posture(self, _scenario: Scenario, target: object, posture: object, _check: object) -> tuple[object, str]:
        """A square of a degree an hour about the target."""
        half = posture.within_h  # type: ignore[attr-defined]
        lon, lat = ring_of(target.lon, target.lat, half)  # type: ignore[attr-defined]
        return (Band(0.0, half, (Line(lon.astype(float), lat.astype(float)),)),), f"From where {posture.platform}"  # type: ignore[attr-defined]

    def lost(self, before: Scenario, after: Scenario, target: object, *_: object) -> tuple[Band, ...]:
        """An hour lost for every lever, in a square about the target."""
        lon, lat = target.lon, target.lat  # type: ignore[attr-defined]
        ring = Line(*(np.array(side) for side in ((lon, lon + 15, lon + 15), (lat, lat, lat + 15))))
        more = len(after.levers) - len(before.levers)
        return (Band(more, more + 1.0, (ring,)),) if more else ()

    def prices(self, *_: object) -> tuple[()]:
        """No effect is asked for here, so nothing has a price."""
        return ()

    def over(self, own: Own) -> HandMadeEngine:
        """The same engine with the user's own records."""
        return replace(self, catalogue=merged(self.catalogue, own))

    def coast(self, place: Flashpoint) -> object:
        from mapapp.answers import Coast

        return Coast(421_900.0, "the main island", "a test coast") if place.id == "pratas" else None


@pytest.fixture
def engine(catalogue: Catalogue) -> Iterator[HandMadeEngine]:
    made = HandMadeEngine(catalogue)
    made.hold.set()
    yield made
    made.hold.set()


@pytest.fixture
def document(basemap: Basemap, catalogue: Catalogue):
    from mapapp.document import Content, Document

    made = Document(basemap, catalogue, Content(BASELINE))
    made.aim_at_flashpoint("pratas")
    return made


@pytest.fixture
def settings(tmp_path: Path, qapp):
    from mapapp.settings import Settings

    return Settings(tmp_path / "settings.ini")


@dataclass
class Answering:
    """Answers for the user: which file, and what becomes of unsaved work."""

    file: Path | None = None
    leave: str = "discard"
    asked: list[str] = field(default_factory=list)

    def file_to_open(self) -> Path | None:
        self.asked.append("open")
        return self.file

    def file_to_save(self, start: Path) -> Path | None:
        self.asked.append(f"save {start.name}")
        return self.file

    def before_leaving(self, name: str) -> str:
        self.asked.append(f"leave {name}")
        return self.leave


@pytest.fixture
def asker() -> Answering:
    return Answering()


@pytest.fixture(autouse=True)
def own_recovery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test finds or leaves anything in the user's own folders."""
    folder = tmp_path / "recovery"
    monkeypatch.setenv("RIMLAND_RECOVERY", str(folder))
    monkeypatch.setenv("RIMLAND_SETTINGS", str(tmp_path / "own-settings.ini"))
    return folder


@pytest.fixture
def window(qtbot, document, settings, engine, asker):
    """The window on the hand-made world, shown, sharp, its table filled."""
    from mapapp.answers import Answers
    from mapapp.app import make_application
    from mapapp.window import Window

    make_application()
    answers = Answers(document, lambda _report: engine)
    made = Window(document, settings, answers, asker=asker)
    answers.setParent(made)
    made.resize(1300, 850)
    with qtbot.waitActive(made):  # shortcuts and focus need it, and a bare X server gives it only when asked
        made.show()
        made.activateWindow()
    answers.start()
    qtbot.waitUntil(lambda: made.canvas.sharp and not answers.busy and document.response is not None)
    yield made
    asker.leave = "discard"
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
