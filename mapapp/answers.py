"""Keeps the document's answer up to date: routes and times in a lane, then the bands; the newest question wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from layers.catalogue.model import Flashpoint
from layers.document.own import NOTHING, Own
from layers.picture.sheet import BAND_HOURS, BANDS_TITLE, LOST_TITLE, Band
from layers.response.model import Posture, Response
from layers.routes.model import Mode, NoRoute, Route
from layers.scenario.levers import lone
from layers.scenario.model import Scenario
from mapapp.document import Document, Target
from mapapp.workers import Lane, Ticket

if TYPE_CHECKING:
    from layers.catalogue.forces import Threshold
    from layers.theatres.distraction import Price
    from layers.theatres.sensitivity import Tornado


@dataclass(frozen=True, slots=True)
class Coast:
    """How far the target lies from the coast of those who hold it."""

    distance_m: float
    place: str
    dataset: str


class Engine(Protocol):
    """What computes: loaded and called in the lane's thread only."""

    def over(self, own: Own) -> Engine:
        """The engine whose catalogue holds the user's own records too."""
        ...

    def respond(self, scenario: Scenario, target: Target, check: Callable[[], None]) -> Response: ...

    def bands(
        self, scenario: Scenario, target: Target, hours: tuple[float, ...], check: Callable[[], None]
    ) -> tuple[Band, ...]: ...

    def posture(
        self, scenario: Scenario, target: Target, posture: Posture, check: Callable[[], None]
    ) -> tuple[tuple[Band, ...], str]: ...

    def lost(
        self, before: Scenario, after: Scenario, target: Target, check: Callable[[], None]
    ) -> tuple[Band, ...]: ...

    def prices(self, scenario: Scenario, target: Target, check: Callable[[], None]) -> tuple[Price, ...]: ...

    def tornado(
        self, scenario: Scenario, target: Target, threshold: Threshold, check: Callable[[], None]
    ) -> Tornado: ...

    def coast(self, place: Flashpoint) -> Coast | None: ...

    def way(
        self, scenario: Scenario, mode: Mode, start: tuple[float, float], end: tuple[float, float]
    ) -> Route | NoRoute: ...


Report = Callable[[float, str], None]
"""Takes how far loading is, from 0 to 1 (negative: not known), and what it does; raises `Cancelled` when not wanted."""
Aside = Callable[[Engine, Callable[[], None]], Any]
"""Something to ask the engine, in the lane's thread."""
LOST = "hours lost"


@dataclass(frozen=True, slots=True, eq=False)
class _Aside:
    label: str
    work: Aside
    done: Callable[[Any], None]


class Answers(QObject):
    """Asks the engine again when the target or an assumption changes, and gives the document what it says.

    Signals
    -------
    coast_measured(Coast | None)
        For the current target.
    finished()
        Nothing is being computed and nothing is to be.
    failed(Exception)
        The engine could not answer; the document has no answer.
    """

    coast_measured = Signal(object)
    finished = Signal()
    failed = Signal(object)

    def __init__(self, document: Document, load: Callable[[Report], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._load = load
        self._engine: Engine | None = None
        """Made by the lane's thread, which alone uses it."""
        self._own: tuple[Own, Engine | None] = (NOTHING, None)
        """The records last added to it, and the engine that has them."""
        self._asides: dict[str, _Aside] = {}
        self._running: _Aside | None = None
        """The one that the lane answers now."""
        self._answering = False
        self._asked = NOTHING
        """The own records of the last question."""
        self.lane = Lane("answers", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        document.target_changed.connect(self._soon.start)
        document.scenario_changed.connect(self._soon.start)
        document.catalogue_changed.connect(self._on_catalogue)
        document.posture_changed.connect(self._on_posture)
        document.layers_changed.connect(self._on_layers)

    @property
    def busy(self) -> bool:
        return self._soon.isActive() or self.lane.busy

    def aside(self, name: str, work: Aside, done: Callable[[Any], None], label: str) -> None:
        """Ask the engine something else, once the document's own answer is there; a newer one of a name replaces it."""
        self._asides[name] = _Aside(label, work, done)
        if not self.busy:
            self._ask_aside()

    def drop_aside(self, name: str) -> None:
        """Nobody waits for that answer any more."""
        self._asides.pop(name, None)

    def cancel_aside(self, name: str) -> None:
        """Nobody waits for that answer any more, and what computes it stops at its next check."""
        asked = self._asides.pop(name, None)
        if asked is not None and asked is self._running:
            self.lane.cancel()
            self._finish()

    def find_way(
        self, mode: Mode, points: Sequence[tuple[float, float]], done: Callable[[list[Route | NoRoute]], None]
    ) -> None:
        """Ask for the ways from point to point under the document's scenario."""
        scenario, stops = self._document.content.scenario, tuple(points)

        def work(engine: Engine, check: Callable[[], None]) -> list[Route | NoRoute]:
            found = []
            for start, end in pairwise(stops):
                check()
                found.append(engine.way(scenario, mode, start, end))
            return found

        self.aside("way", work, done, f"Looking for the way by {mode}")

    def start(self) -> None:
        """Ask for the first answer."""
        self._soon.start()

    def close_down(self) -> None:
        """Cancel and wait."""
        self._soon.stop()
        self.lane.close()

    def _engine_for(self, ticket: Ticket, own: Own) -> Engine:
        if self._engine is None:
            self._engine = self._load(ticket.report)
        if own == NOTHING:
            return self._engine
        held, engine = self._own
        if engine is None or held != own:
            engine = self._engine.over(own)
            self._own = (own, engine)
        return engine

    def _ask(self) -> None:
        target, scenario, own = self._document.target, self._document.content.scenario, self._records()
        if target is None:
            self.lane.cancel()
            self.finished.emit()
            return
        place = self._document.catalogue.flashpoints.get(target.id)

        def work(ticket: Ticket) -> tuple[Response, Coast | None]:
            engine = self._engine_for(ticket, own)
            ticket.report(-1.0, f"Computing who can reach {target.name}")
            return engine.respond(scenario, target, ticket.check), engine.coast(place) if place else None

        self._answering, self._asked, self._running = True, own, None
        self.lane.submit("Response", work, self._on_answer, self._on_failed)

    def _on_answer(self, answer: tuple[Response, Coast | None]) -> None:
        response, coast = answer
        self._answering = False
        self._document.set_response(response)
        self.coast_measured.emit(coast)
        self._ask_bands()

    def _on_catalogue(self) -> None:
        """Own records are others; zones alone change no answer."""
        if self._records() != self._asked:
            self._soon.start()

    def _records(self) -> Own:
        return replace(self._document.content.own, zones=())

    def _on_posture(self) -> None:
        """Another posture is asked for, or none: the response stays as it is."""
        answering = self._soon.isActive() or (self._answering and self.lane.busy)  # and will ask for the bands itself
        if self._document.response is not None and not answering:
            self._ask_bands()

    def _ask_bands(self) -> None:
        content, target, own = self._document.content, self._document.target, self._records()
        assert target is not None

        def work(ticket: Ticket) -> tuple[tuple[Band, ...], str]:
            engine = self._engine_for(ticket, own)
            if content.posture is not None:
                ticket.report(-1.0, f"Looking from where {target.name} is reached in time")
                return engine.posture(content.scenario, target, content.posture, ticket.check)
            ticket.report(-1.0, "Drawing reaction-time bands")
            return engine.bands(content.scenario, target, BAND_HOURS, ticket.check), BANDS_TITLE

        self._running = None
        self.lane.submit("Bands", work, self._on_bands, self._on_no_bands)

    def _on_bands(self, found: tuple[tuple[Band, ...], str]) -> None:
        self._document.set_bands(*found)
        self._ask_lost()
        self._finish()

    def _on_no_bands(self, error: Exception) -> None:
        self._document.set_bands((), "")
        self._on_failed(error)

    def _on_layers(self) -> None:
        if self._document.lost is None and not self.busy:
            self._ask_lost()

    def _ask_lost(self) -> None:
        """What pressure costs, place by place, where the layer is on the map."""
        target, scenario = self._document.target, self._document.content.scenario
        if target is None or not self._document.layer("lost").visible:
            return
        before = lone(scenario)

        def work(engine: Engine, check: Callable[[], None]) -> tuple[Band, ...]:
            return () if before == scenario else engine.lost(before, scenario, target, check)

        def done(bands: tuple[Band, ...]) -> None:
            if (target, scenario) == (self._document.target, self._document.content.scenario):
                self._document.set_lost(bands, LOST_TITLE)

        self.aside(LOST, work, done, "Drawing the hours lost")

    def _on_failed(self, error: Exception) -> None:
        self._answering = False
        self.failed.emit(error)
        self._finish()

    def _finish(self) -> None:
        if self._asides:
            self._ask_aside()
        else:
            self.finished.emit()

    def _ask_aside(self) -> None:
        name, asked = next(iter(self._asides.items()))
        own = self._records()

        def work(ticket: Ticket) -> Any:
            engine = self._engine_for(ticket, own)
            ticket.report(-1.0, asked.label)
            return asked.work(engine, ticket.check)

        def land(answer: Any) -> None:
            self._running = None
            if self._asides.get(name) is asked:
                del self._asides[name]
                asked.done(answer)
            self._finish()

        def fail(error: Exception) -> None:
            self._running = None
            if self._asides.get(name) is asked:
                del self._asides[name]
            self.failed.emit(error)
            self._finish()

        self.lane.submit(asked.label, work, land, fail)
        self._running = asked
