"""What the window gives away: the export dialog, a briefing written at once, the map on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from layers.document.model import Sight
from layers.picture import compose
from layers.picture.layout import Layout
from layers.picture.sheet import Sheet
from layers.view import View
from mapapp.document import Document
from mapapp.export import briefing, page, writers
from mapapp.export.briefing import Briefing, Order
from mapapp.export.dialog import ExportDialog
from mapapp.export.pages import Project, atlas_of
from mapapp.language import in_language, said, tr
from mapapp.settings import Settings
from mapapp.workers import Lane, Ticket

Look = Callable[[], tuple[Sheet, View, Sight]]
"""What is on the map and from where it is seen."""


class Exports(QObject):
    """Writes what is on the map; slow work goes to a lane.

    Signals
    -------
    told(str), failed(Exception)
        Something was done; something could not be done.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(self, document: Document, settings: Settings, look: Look, project: Project, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._look = look
        self._project = project
        self._window = parent
        self._lane = Lane("export", self)

    def here(self) -> Briefing:
        """The briefing of what is on the map now."""
        sheet, view, sight = self._look()
        return briefing.of_window(sheet, self._document.response, view, self._document.saved(sight))

    def ask(self) -> ExportDialog:
        """Open the dialog."""
        make = atlas_of(self._document.content, self._document.target, self._document.shipped, self._project)
        dialog = ExportDialog(self.here(), make, self._settings.folder, self._window)
        dialog.written.connect(self._on_written)
        dialog.arranged.connect(self._on_arranged)
        dialog.finished.connect(dialog.deleteLater)  # its previews are large
        dialog.open()
        return dialog

    def write(self, file: Path) -> None:
        """Write the briefing of what is on the map as it comes."""
        here = self.here()

        def work(ticket: Ticket) -> list[Path]:
            placed = here.saved.content.layout if here.saved is not None else ()
            return writers.write([here], Order(layout=placed), file, ticket.report)

        self.told.emit(said("Writing {file} \u2026", file=file.name))
        self._lane.submit("Writing the briefing", work, self._on_written, self.failed.emit)

    def copy_map(self) -> None:
        """Put the map as it is seen on the clipboard, twice as fine."""
        sheet, view, _ = self._look()

        def work(_ticket: Ticket) -> QImage:
            return page.image(compose.compose(sheet, view, framed=True), 2.0)

        self._lane.submit("Copying the map", in_language(work), self._on_copied, self.failed.emit)

    def close_down(self) -> None:
        """Cancel and wait."""
        self._lane.close()

    def _on_written(self, files: list[Path]) -> None:
        told = "Wrote {file}" if len(files) == 1 else "Wrote {file} and {more} more"
        self.told.emit(said(told, file=str(files[0]), more=str(len(files) - 1)))

    def _on_arranged(self, layout: Layout) -> None:
        """The layout is part of the document: saved with it, undone with it."""
        self._document.apply("Lay out the page", lambda now: replace(now, layout=layout))

    def _on_copied(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.told.emit(tr("The map is on the clipboard"))
