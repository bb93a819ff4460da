"""Starts the window: loads the shipped data, hands it down as values, and takes finished screenshots.

Only what the first picture needs is imported here; routes, compiled kernels and the response come in a lane while the
map is already up.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

import resources
from layers.basemap import Basemap, Zone
from layers.catalogue.model import Catalogue, Flashpoint
from layers.document.own import Own, merged
from layers.errors import Problem, RimlandError
from layers.io import project, shipped
from layers.io.tables import read_catalogue
from layers.picture.sheet import Band
from layers.projection import KINDS, Kind
from layers.response.model import Posture, Response
from layers.routes.model import Mode, NoRoute, Route
from layers.scenario.levers import lone
from layers.scenario.model import BASELINE, Scenario
from layers.style.model import NAMES as STYLES
from layers.style.model import StyleName
from mapapp import language
from mapapp.answers import Answers, Coast, Engine, Report
from mapapp.application import make_application
from mapapp.document import Content, Document, Target
from mapapp.faults import Faults
from mapapp.settings import Settings
from mapapp.window import Window

if TYPE_CHECKING:
    from layers.catalogue.find import Place
    from layers.catalogue.forces import Threshold
    from layers.response import clock
    from layers.response.world import World
    from layers.theatres.distraction import Price
    from layers.theatres.sensitivity import Tornado

DEFAULT_TARGET = "pratas"
CLAIMED_DISTANCE = re.compile(r"\d+ ?(km|mi|nmi)\b")
"""A claim that can be measured."""
CALM_MS = 150
"""After the last change the window lays itself out and paints once more before it is saved."""
HELD = 64
"""Responses kept for the window of both ends: alone and with pressure for 24 places, and some of before."""
SHOT_TIMEOUT_MS = 240_000
"""A screenshot that is not finished by then says what was still missing; the first run may compile kernels."""


@dataclass(frozen=True, slots=True)
class ShippedEngine:
    """The library's answers, over the shipped world."""

    world: World
    basemap: Basemap
    held: dict[tuple[Scenario, Target], Response] = field(default_factory=dict, init=False, repr=False, compare=False)

    def over(self, own: Own) -> ShippedEngine:
        """With the user's own records."""
        return replace(self, world=self.world.over(merged(self.world.catalogue, own)))

    def _asked(self, target: Target) -> clock.Target:
        from layers.response import clock

        place = self.world.catalogue.flashpoints.get(target.id)
        if place is None:
            return clock.Target(target.id, target.name, target.lon, target.lat)
        holders, covered = frozenset(place.holders), frozenset(place.commitments)
        return clock.Target(target.id, target.name, target.lon, target.lat, holders, covered, place.theatre)

    def respond(self, scenario: Scenario, target: Target, check: Callable[[], None]) -> Response:
        from layers.response import clock, montecarlo

        found = clock.respond(self.world, scenario, self._asked(target), check)
        return replace(found, chances=montecarlo.simulate(found))

    def bands(
        self, scenario: Scenario, target: Target, hours: tuple[float, ...], check: Callable[[], None]
    ) -> tuple[Band, ...]:
        from layers.picture import answer

        return answer.bands(self.world, scenario, self._asked(target), hours, check)

    def posture(
        self, scenario: Scenario, target: Target, posture: Posture, check: Callable[[], None]
    ) -> tuple[tuple[Band, ...], str]:
        """From where a platform is there in time, and what the tints say."""
        from layers.picture import answer

        return answer.shown_bands(self.world, scenario, self._asked(target), posture, check)

    def lost(self, before: Scenario, after: Scenario, target: Target, check: Callable[[], None]) -> tuple[Band, ...]:
        """By how many hours the first aircraft is later under another scenario, place by place."""
        from layers.picture import answer

        return answer.lost(self.world, before, after, self._asked(target), check=check)

    def way(
        self, scenario: Scenario, mode: Mode, start: tuple[float, float], end: tuple[float, float]
    ) -> Route | NoRoute:
        """The way between any two places, for no ship in particular."""
        return self.world.route(scenario, mode, start, end)

    def prices(self, scenario: Scenario, target: Target, check: Callable[[], None]) -> tuple[Price, ...]:
        """Alone and with pressure, threshold by threshold."""
        from layers.theatres import distraction, thresholds

        alone, pressed = (self._held(one, target, check) for one in (lone(scenario), scenario))
        wanted = thresholds.required(self.world.catalogue, target.id)
        return tuple(distraction.compared(self.world.catalogue, alone, pressed, threshold) for threshold in wanted)

    def _held(self, scenario: Scenario, target: Target, check: Callable[[], None]) -> Response:
        """The response, kept: a tick asks again for every place, and half of what is asked has not changed."""
        from layers.response import clock

        key = (scenario, target)
        found = self.held.pop(key, None) or clock.respond(self.world, scenario, self._asked(target), check)
        while len(self.held) >= HELD:
            del self.held[next(iter(self.held))]
        self.held[key] = found  # as the last one used
        return found

    def tornado(self, scenario: Scenario, target: Target, threshold: Threshold, check: Callable[[], None]) -> Tornado:
        """Which assumption moves a threshold's gap most."""
        from layers.theatres import sensitivity

        return sensitivity.tornado(self.world, scenario, self._asked(target), threshold, check)

    def coast(self, place: Flashpoint) -> Coast | None:
        """To the main island of those who hold it, where the essay gives a distance to hold against it."""
        from layers.coast import nearest_coast

        if not place.holders or not CLAIMED_DISTANCE.search(place.essay_claim):
            return None
        found = nearest_coast(self.basemap, place.lon, place.lat, place.holders[0])
        return Coast(found.distance_m, found.name, found.dataset)


def load_engine(basemap: Basemap, catalogue: Catalogue, report: Report) -> Engine:
    """The engine over the shipped networks, its kernels compiled; slow, for a lane.

    The first use of a version on a machine compiles the kernels, and `report` tells how far that is.
    """
    from layers import kernels
    from layers.io.shipped_world import load_world

    if kernels.disabled() or kernels.quick_to_warm():
        report(-1.0, "Loading routes and forces")
        kernels.warm()
    else:
        kernels.warm(lambda done, total: report(done / total, "First use: compiling the kernels, about a minute, once"))
        report(-1.0, "Loading routes and forces")
    engine = ShippedEngine(load_world(catalogue), basemap)
    # all that has been read stays; looking through it for garbage would hold up the window for 70 ms, time and again
    gc.freeze()
    return engine


def open_window(
    settings: Settings,
    target: Target | None = None,
    *,
    projection: Kind = "aeqd",
    style: StyleName = "light",
    load: Callable[[Basemap, Catalogue, Report], Engine] | None = None,
) -> tuple[Window, tuple[Problem, ...]]:
    """The window on the shipped data, not yet shown, and what in the catalogue could not be read.

    Without a `target` it is about Pratas.
    """
    found = QApplication.instance()
    if isinstance(found, QApplication):
        language.speak(found, settings.preferences.language)
    catalogue, problems = read_catalogue(resources.path("catalogue"))
    if target is None:
        place = catalogue.flashpoints[DEFAULT_TARGET]
        target = Target(place.id, place.name, place.lon, place.lat)
    basemap = shipped.load_basemap()
    document = Document(basemap, catalogue, Content(BASELINE, style=style, projection=projection), read_zones=_zones)
    document.aim(target)
    answers = Answers(document, partial(load or load_engine, basemap, catalogue))
    window = Window(document, settings, answers, ready_made=ready_made_scenarios(catalogue))
    document.setParent(window)
    answers.setParent(window)
    return window, tuple(problems)


def _zones() -> tuple[Zone, ...]:
    return tuple(shipped.load_zones().values())


def ready_made_scenarios(catalogue: Catalogue) -> tuple[Scenario, ...]:
    """The baseline and the shipped ones."""
    return (BASELINE, *(project.read_scenario(catalogue, path) for path in project.ready_made().values()))


def run(file: Path | None = None) -> int:
    """Open the map on Pratas, or a document, and stay until it is closed; the exit code.

    Raises
    ------
    RimlandError
        No screen, or a document that cannot be opened.
    """
    app = make_application()
    settings = Settings()
    window = begin(settings, file)
    code = app.exec()
    settings.save()
    del window  # which lived until here
    return code


def begin(settings: Settings, file: Path | None = None) -> Window:
    """The window on Pratas, or on a document, shown; the answer follows once the first picture is on the screen."""
    window, problems = open_window(settings)
    Faults(window.notices, window).listen()
    if file is not None:
        window.files.open_now(file)
    window.show()
    window.filing.show_problems("Read the catalogue", problems)
    window.filing.offer_recovery()
    window.canvas.sharpened.connect(window.answers.start, Qt.ConnectionType.SingleShotConnection)
    if not settings.seen("tour"):
        window.canvas.sharpened.connect(window.tour.begin, Qt.ConnectionType.SingleShotConnection)
    return window


def show(
    place: Place,
    screenshot: Path | None = None,
    projection: str = "aeqd",
    style: str = "light",
    size: str = "1680x1050",
) -> int:
    """Open the map on `place`; with `screenshot`, save the finished window there and close.

    Raises
    ------
    RimlandError
        An unknown projection or style, a size that is none, no screen, a file that cannot be written, or a picture
        that was not finished in time.
    """
    kind = cast("Kind", _one_of(projection, KINDS, "--projection"))
    style_name = cast("StyleName", _one_of(style, STYLES, "--style"))
    width, height = _size(size)
    target = Target(place.id if place.kind == "flashpoint" else "", place.name, place.lon, place.lat)
    app = make_application()
    if screenshot is None:
        window, _ = open_window(Settings(), target, projection=kind, style=style_name)
        Faults(window.notices, window).listen()
        window.show()
        window.canvas.sharpened.connect(window.answers.start, Qt.ConnectionType.SingleShotConnection)
        return app.exec()
    with TemporaryDirectory(prefix="rimland-") as folder:
        # a screenshot shows the window as it comes, not as its user left it
        settings = Settings(Path(folder) / "settings.ini")
        settings.prefer(theme="dark" if style == "dark" else "light")
        window, _ = open_window(settings, target, projection=kind, style=style_name)
        window.resize(width, height)
        shot = Shot(window, screenshot)
        window.show()
        window.answers.start()
        app.exec()
        window.deleteLater()
        app.processEvents()
    if shot.problem is not None:
        raise shot.problem
    return 0


class Shot(QObject):
    """Waits until everything is drawn, saves what the window shows, and closes it."""

    def __init__(self, window: Window, file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._file = file
        self.problem: Exception | None = None
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._save)
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.setInterval(SHOT_TIMEOUT_MS)
        self._deadline.timeout.connect(self._too_late)
        self._deadline.start()
        window.canvas.sharpened.connect(self._calm.start)
        window.answers.finished.connect(self._calm.start)
        window.answers.failed.connect(self._fail)
        window.canvas.failed.connect(self._fail)

    @property
    def finished(self) -> bool:
        """Whether base, table and bands are there."""
        window = self._window
        return window.canvas.sharp and not window.answers.busy and window.document.response is not None

    def _save(self) -> None:
        if not self.finished:
            return
        self._deadline.stop()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            if not self._window.grab().save(str(self._file)):
                self.problem = RimlandError(
                    f"cannot write {self._file}", remedy="name a .png or .jpg in a folder you may write to"
                )
        except OSError as error:
            self.problem = RimlandError(f"cannot write {self._file}: {error.strerror}", remedy="choose another folder")
        self._window.close()

    def _fail(self, error: Exception) -> None:
        self.problem = error
        self._window.close()

    def _too_late(self) -> None:
        waiting = "the response" if self._window.answers.busy else "the map"
        self.problem = RimlandError(f"{waiting} was not finished after {SHOT_TIMEOUT_MS // 1000} s", remedy="try again")
        self._window.close()


def _one_of(value: str, known: tuple[str, ...], place: str) -> str:
    if value not in known:
        raise RimlandError(f"{value!r} is unknown", place=place, remedy=f"use one of {', '.join(known)}")
    return value


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit()) or not (900 <= int(width) <= 7680 and 600 <= int(height) <= 4320):
        raise RimlandError(
            f"{text!r} is no window size", place="--size", remedy="give one from 900x600 to 7680x4320, as 1600x1000"
        )
    return int(width), int(height)
