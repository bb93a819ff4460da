"""Files brought to the window: a document is opened, an export gives its document back, other data become objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from layers.document.model import Content
from layers.document.objects import Drawn, free_id
from layers.io import document as documents
from layers.io.embedded import carries
from layers.io.imports import KINDS, SUFFIXES, Imported
from mapapp.document import Document
from mapapp.files import EMBEDDING, Files
from mapapp.language import said, tr
from mapapp.settings import Settings
from mapapp.workers import Lane, Ticket

SNIFFED_BYTES = 400


def is_document(path: Path) -> bool:
    """Whether a file is a document or a scenario: by its suffix, and a JSON by its first lines."""
    if path.suffix.casefold() == documents.SUFFIX:
        return True
    if path.suffix.casefold() != ".json":
        return False
    try:
        with path.open("rb") as file:
            head = file.read(SNIFFED_BYTES)
    except OSError:
        return False
    return documents.MARK.encode() in head or documents.SCENARIO_MARK.encode() in head


class Importing(QObject):
    """Reads files in a lane and puts what they hold into the document, as one step each.

    Signals
    -------
    imported(str, tuple[Drawn, ...], tuple[Problem, ...])
        Name of the file, the new objects, and what of it could not be used.
    failed(Exception)
    """

    imported = Signal(str, object, object)
    failed = Signal(object)

    def __init__(self, document: Document, files: Files, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._files = files
        self._settings = settings
        self._window = window
        self._waiting: list[Path] = []
        self.lane = Lane("import", self)
        self.lane.finished.connect(self._next)

    def ask(self) -> None:
        """Let files be chosen."""
        suffixes = " ".join(sorted(f"*{suffix}" for suffix in SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Import"), str(self._settings.folder), f"{KINDS} ({suffixes});;All files (*)"
        )
        if names:
            self._settings.keep_folder(Path(names[0]).parent)
        self.bring([Path(name) for name in names])

    def bring(self, paths: Sequence[Path]) -> None:
        """Open or import files, one after the other."""
        for path in paths:
            if is_document(path) or carries(path) or path.suffix.casefold() in EMBEDDING - SUFFIXES:
                self._files.open(path)
            else:
                self._waiting.append(path)
        if not self.lane.busy:
            self._next()

    def close_down(self) -> None:
        self._waiting.clear()
        self.lane.close()

    def _next(self) -> None:
        if self._waiting:
            path = self._waiting.pop(0)
            self.lane.submit(f"Reading {path.name}", partial(_read, path), partial(self._land, path), self.failed.emit)

    def _land(self, path: Path, found: Imported) -> None:
        placed: list[Drawn] = []

        def edit(content: Content) -> Content:
            placed.clear()
            taken = content.drawn
            for one in found.drawn:
                clash = any(other.id == one.id for other in taken)
                placed.append(replace(one, id=free_id(taken, one.shape)) if clash else one)
                taken = (*taken, placed[-1])
            return replace(content, drawn=taken)

        self._document.apply(said("Import {what}", what=path.name), edit)
        self.imported.emit(path.name, tuple(placed), found.problems)


def _read(path: Path, _ticket: Ticket) -> Imported:
    from layers.io.imports import read_file

    return read_file(path)
