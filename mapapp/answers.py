"""Keeps the document's answer up to date: routes and times in a lane, then the bands; the newest question wins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from layers.catalogue.model import Flashpoint
from layers.document.own import NOTHING, Own
from layers.picture.sheet import BAND_HOURS, BANDS_TITLE, Band
from layers.response.model import Response
from layers.scenario.model import Scenario
from mapapp.document import Document, Target
from mapapp.workers import Lane, Ticket


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

    def coast(self, place: Flashpoint) -> Coast | None: ...


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

    def __init__(self, document: Document, load: Callable[[], Engine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._load = load
        self._engine: Engine | None = None
        """Made by the lane's thread, which alone uses it."""
        self._own: tuple[Own, Engine | None] = (NOTHING, None)
        """The records last added to it, and the engine that has them."""
        self.lane = Lane("answers", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)
        document.target_changed.connect(self._soon.start)
        document.scenario_changed.connect(self._soon.start)
        document.catalogue_changed.connect(self._soon.start)

    @property
    def busy(self) -> bool:
        return self._soon.isActive() or self.lane.busy

    def start(self) -> None:
        """Ask for the first answer."""
        self._soon.start()

    def close_down(self) -> None:
        """Cancel and wait."""
        self._soon.stop()
        self.lane.close()

    def _engine_for(self, ticket: Ticket, own: Own) -> Engine:
        if self._engine is None:
            ticket.report(-1.0, "Loading routes and forces")
            self._engine = self._load()
        if own == NOTHING:
            return self._engine
        held, engine = self._own
        if engine is None or held != own:
            engine = self._engine.over(own)
            self._own = (own, engine)
        return engine

    def _ask(self) -> None:
        target, scenario, own = self._document.target, self._document.content.scenario, self._document.content.own
        if target is None:
            self.lane.cancel()
            self.finished.emit()
            return
        place = self._document.catalogue.flashpoints.get(target.id)

        def work(ticket: Ticket) -> tuple[Response, Coast | None]:
            engine = self._engine_for(ticket, own)
            ticket.report(-1.0, f"Computing who can reach {target.name}")
            return engine.respond(scenario, target, ticket.check), engine.coast(place) if place else None

        self.lane.submit("Response", work, self._on_answer, self._on_failed)

    def _on_answer(self, answer: tuple[Response, Coast | None]) -> None:
        response, coast = answer
        target, scenario, own = self._document.target, self._document.content.scenario, self._document.content.own
        assert target is not None
        self._document.set_response(response)
        self.coast_measured.emit(coast)

        def work(ticket: Ticket) -> tuple[Band, ...]:
            ticket.report(-1.0, "Drawing reaction-time bands")
            return self._engine_for(ticket, own).bands(scenario, target, BAND_HOURS, ticket.check)

        self.lane.submit("Bands", work, self._on_bands, self._on_failed)

    def _on_bands(self, bands: tuple[Band, ...]) -> None:
        self._document.set_bands(bands, BANDS_TITLE)
        self.finished.emit()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self.finished.emit()
