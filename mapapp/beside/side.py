"""One more map of the document: a scenario and a target of its own; layers, look and selection are the document's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from layers.picture.sheet import BAND_HOURS, BANDS_TITLE, Band, Sheet
from layers.response.model import Response
from layers.scenario.model import Scenario
from mapapp import specs
from mapapp.answers import Engine
from mapapp.beside.own_map import OwnMap
from mapapp.canvas.canvas import MapCanvas
from mapapp.canvas.render import NO_HINTS, Hints
from mapapp.document import Target


class Side(QObject):
    """Keeps a map's sheet up to date, and asks who comes when.

    Signals
    -------
    answered(Response)
        Who comes when, under this map's scenario to its target.
    """

    answered = Signal(object)

    def __init__(self, name: str, own: OwnMap, canvas: MapCanvas) -> None:
        """`name` sets its questions apart from those of other maps."""
        super().__init__(canvas)
        self._name = name
        self._document = document = own.document
        self._answers = own.answers
        self._canvas = canvas
        self._unit = own.unit
        self._scenario: Scenario | None = None
        self._target: Target | None = None
        self.response: Response | None = None
        self._bands: tuple[Band, ...] = ()
        self._signals = (
            document.layers_changed, document.style_changed, document.drawings_changed, document.selection_changed,
            document.until_changed, document.catalogue_changed,
        )  # fmt: skip
        for signal in self._signals:
            signal.connect(self.refresh)
        document.hover_changed.connect(self._light)

    @property
    def target(self) -> Target | None:
        return self._target

    @property
    def scenario(self) -> Scenario | None:
        return self._scenario

    def show(self, scenario: Scenario, target: Target | None) -> None:
        """Show what a scenario does at a target; what was answered before is gone."""
        if (scenario, target) == (self._scenario, self._target):
            return
        self._scenario, self._target = scenario, target
        self.response, self._bands = None, ()
        self.refresh()
        if target is None:
            return

        def work(engine: Engine, check: Callable[[], None]) -> Response:
            return engine.respond(scenario, target, check)

        self._answers.aside(self._name, work, self._on_response, f"Computing who can reach {target.name}")

    def _on_response(self, response: Response) -> None:
        self.response = response
        self.refresh()
        self.answered.emit(response)
        scenario, target = self._scenario, self._target
        assert scenario is not None
        assert target is not None

        def work(engine: Engine, check: Callable[[], None]) -> tuple[Band, ...]:
            return engine.bands(scenario, target, BAND_HOURS, check)

        self._answers.aside(f"{self._name} bands", work, self._on_bands, "Drawing reaction-time bands")

    def _on_bands(self, bands: tuple[Band, ...]) -> None:
        self._bands = bands
        self.refresh()

    def sheet(self) -> Sheet:
        """The document's sheet with this map's target, bands and routes."""
        document, unit, target, response = self._document, self._unit(), self._target, self.response
        plain = document.sheet(unit)
        others = plain.rings[len(specs.target_rings(document.target, unit)) :]
        until = document.until_h
        rows = response.arrivals if response is not None else ()
        return replace(
            plain,
            target=target.id if target else "",
            target_position=(target.lon, target.lat) if target and not target.id else None,
            rings=(*specs.target_rings(target, unit), *others),
            bands=tuple(band for band in self._bands if until is None or band.to_h <= until),
            bands_title=BANDS_TITLE,
            lost=(),
            routes=tuple(
                spec for row in rows if row.unit in document.selected for spec in specs.routes(document.catalogue, row)
            ),
            responders=frozenset(row.base for row in rows),
        )

    def refresh(self) -> None:
        self._canvas.set_sheet(self.sheet())

    def _light(self) -> None:
        """The way of who is pointed at, in any map, table or chart."""
        rows = self.response.arrivals if self.response is not None else ()
        row = next((one for one in rows if one.unit == self._document.hovered), None)
        routes = specs.routes(self._document.catalogue, row) if row is not None else ()
        self._canvas.set_hints(Hints((), routes) if routes else NO_HINTS)

    def close_down(self) -> None:
        """Ask for nothing more, and wait for the picture that is being made."""
        for signal in self._signals:
            signal.disconnect(self.refresh)
        self._document.hover_changed.disconnect(self._light)
        self._answers.drop_aside(self._name)
        self._answers.drop_aside(f"{self._name} bands")
        self._canvas.close_down()
