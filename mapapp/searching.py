"""Search from the palette: over the document, its records, the commands and the towns of the gazetteer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from layers.basemap import Town
from mapapp.document import Document
from mapapp.finding import Finding, search
from mapapp.menus import Actions
from mapapp.palette import Palette
from mapapp.pointing import Pointing
from mapapp.settings import Settings
from mapapp.workers import Lane, Ticket


class Searching(QObject):
    """The palette with all that it looks through.

    Signals
    -------
    failed(Exception)
        The gazetteer could not be read.
    """

    failed = Signal(object)

    def __init__(
        self, document: Document, settings: Settings, actions: Actions, pointing: Pointing, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._document, self._settings = document, settings
        self._actions, self._pointing = actions, pointing
        self._towns: tuple[Town, ...] = ()
        self._reading = Lane("gazetteer", self)
        self.box = Palette(self._search, parent)
        self.box.chosen.connect(self._on_chosen)

    def open(self, text: str = "") -> None:
        """Find anything; the towns are read the first time, while the first letters are typed."""
        self.box.open(text)
        if not self._towns:
            self._reading.submit("Reading the gazetteer", _read_towns, self._on_towns, self.failed.emit)

    def close_down(self) -> None:
        self._reading.close()

    def _on_towns(self, towns: tuple[Town, ...]) -> None:
        self._towns = towns
        if self.box.isVisible():
            self.box.refresh()

    def _search(self, text: str) -> list[Finding]:
        document, unit = self._document, self._settings.preferences.unit
        return search(text, document.catalogue, document.content, self._actions.runnable(), self._towns, unit=unit)

    def _on_chosen(self, found: Finding, ask: bool) -> None:
        if found.kind == "command":
            self._actions.run(found.id)
        else:
            self._pointing.take(found, ask)


def _read_towns(_ticket: Ticket) -> tuple[Town, ...]:
    """The gazetteer with its names made ready for search; for a lane, since it takes most of a second."""
    from layers.catalogue import find
    from layers.io import shipped

    towns = shipped.gazetteer()
    find.prepare(towns)
    return towns
