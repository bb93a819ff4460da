"""The document as a file: new, open, save, the recent ones, and the copy that outlives a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from layers.document.model import Content, Saved, Sight
from layers.errors import Problem, RimlandError
from layers.io import atlas, embedded
from layers.io import document as files
from layers.scenario.model import BASELINE
from mapapp.document import Document
from mapapp.language import said, tr
from mapapp.recovery import Left, Recovery, discard
from mapapp.settings import Settings
from mapapp.workers import Lane, Ticket

KEEP_AFTER_MS = 1500
"""Unsaved work older than this has a copy."""
EMBEDDING = frozenset(embedded.CARRIERS)
"""Kinds of file that may carry the document they were made from."""
_EXPORTS = " ".join(f"*{suffix}" for suffix in embedded.CARRIERS)
KINDS = f"Rimland documents (*{files.SUFFIX});;Exports of Rimland ({_EXPORTS});;All files (*)"
Leave = Literal["save", "discard", "stay"]


class Asker(Protocol):
    """Asks the user; tests answer for them."""

    def file_to_open(self) -> Path | None: ...
    def file_to_save(self, start: Path) -> Path | None: ...
    def before_leaving(self, name: str) -> Leave: ...


class Files(QObject):
    """Moves the document to and from files. Opening, starting anew and closing never lose unsaved work unasked.

    Signals
    -------
    changed()
        The file's name, or whether there is unsaved work.
    opened(Saved, tuple[Problem, ...])
        Another document is on the desk; what of its file could not be used.
    told(str), failed(Exception)
        Something was done; something could not be done.
    """

    changed = Signal()
    opened = Signal(object, object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        document: Document,
        settings: Settings,
        sight: Callable[[], Sight | None],
        asker: Asker,
        recovery: Recovery | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._sight = sight
        self.asker = asker
        self.recovery = recovery or Recovery()
        self._path: Path | None = None
        self._pages: tuple[Saved, ...] = ()
        self._lane = Lane("recovery", self)
        self._keep_soon = QTimer(self)
        self._keep_soon.setSingleShot(True)
        self._keep_soon.setInterval(KEEP_AFTER_MS)
        self._keep_soon.timeout.connect(self._keep)
        self._kept: Content | None = None
        document.history_changed.connect(self._on_history)

    # --- what is open -------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file of the document; None before it was first saved."""
        return self._path

    @property
    def name(self) -> str:
        return self._path.name if self._path else "Untitled"

    @property
    def pages(self) -> tuple[Saved, ...]:
        """The documents of the file that was opened last: several where it was an atlas."""
        return self._pages

    @property
    def recent(self) -> tuple[Path, ...]:
        """Files opened and saved last, the last first."""
        return self._settings.recent

    # --- commands -----------------------------------------------------------------------------------------------

    def new(self) -> bool:
        """Start an empty document about the same target; False when the user would rather stay."""
        if not self.may_leave():
            return False
        self._pages = ()
        self._adopt(Saved(Content(BASELINE), self._document.target), None, ())
        return True

    def open(self, path: Path | None = None) -> bool:
        """Open a file, asking which one without `path`; False when nothing was opened."""
        if not self.may_leave():
            return False
        chosen = path or self.asker.file_to_open()
        if chosen is None:
            return False
        try:
            self.open_now(chosen)
        except RimlandError as error:
            self.failed.emit(error)
            self.changed.emit()
            return False
        return True

    def open_now(self, path: Path) -> None:
        """Open a file whatever is on the desk.

        Raises
        ------
        RimlandError
            When it cannot be read; what is on the desk stays.
        """
        try:
            pages, problems = atlas.read(path, self._document.shipped)
        except RimlandError:
            self._settings.forget_recent(path)
            raise
        self._pages = pages
        # an export gives back what it was made from; it is saved under a name of its own
        self._adopt(pages[0], None if path.suffix.casefold() in EMBEDDING else path, problems)

    def turn_to(self, number: int) -> None:
        """Open another page of the atlas that was opened last."""
        if self.may_leave():
            self._adopt(self._pages[number], None, ())

    def save(self) -> bool:
        """Save where it came from, asking where the first time; False when it was not saved."""
        return self._write(self._path) if self._path else self.save_as()

    def save_as(self) -> bool:
        """Save under another name."""
        start = self._path or Path(f"{self._stem()}{files.SUFFIX}")
        chosen = self.asker.file_to_save(start)
        if chosen is None:
            return False
        return self._write(chosen if chosen.suffix else chosen.with_suffix(files.SUFFIX))

    def may_leave(self) -> bool:
        """Whether the document may be left: it is saved, or the user said what shall become of it."""
        if not self._document.dirty:
            return True
        match self.asker.before_leaving(self.name):
            case "save":
                return self.save()
            case "discard":
                return True
            case _:
                return False

    def restore(self, left: Left) -> None:
        """Bring back the work that a window left behind; it counts as unsaved."""
        if not self.may_leave():
            return
        try:
            saved, problems = files.read(left.copy, self._document.shipped)
        except RimlandError as error:
            self.failed.emit(error)
            return
        self._path = left.origin
        self._document.start(saved, dirty=True)
        self.opened.emit(saved, problems)
        self._keep(instead_of=left.copy)
        self.changed.emit()

    def close_down(self) -> None:
        """The window closes in order: nothing is left behind."""
        self._keep_soon.stop()
        self._lane.close()
        self.recovery.forget()

    # --- within -------------------------------------------------------------------------------------------------

    def _stem(self) -> str:
        target = self._document.target
        return target.id or "place" if target else "document"

    def _adopt(self, saved: Saved, path: Path | None, problems: tuple[Problem, ...]) -> None:
        self._path = path
        self._document.start(saved)
        if path is not None:
            self._settings.remember_recent(path)
        self.opened.emit(saved, problems)
        self.changed.emit()

    def _write(self, path: Path) -> bool:
        saved = self._document.saved(self._sight())
        try:
            files.write(path, saved)
        except RimlandError as error:
            self.failed.emit(error)
            return False
        self._path = path
        self._settings.remember_recent(path)
        self._document.mark_saved(saved.content)
        self.told.emit(said("Saved {file}", file=path.name))
        self.changed.emit()
        return True

    def _on_history(self) -> None:
        if self._document.dirty:
            if self._document.content is not self._kept and not self._keep_soon.isActive():
                self._keep_soon.start()
        elif self._kept is not None:
            self._keep_soon.stop()
            self._kept = None
            self._lane.submit("Removing the copy", self._forget, _nothing, self.failed.emit)
        self.changed.emit()

    def _keep(self, instead_of: Path | None = None) -> None:
        """Write the copy of unsaved work, in a lane; once it is there, another may go."""
        saved, path = self._document.saved(self._sight()), self._path
        self._kept = saved.content

        def work(_ticket: Ticket) -> None:
            self.recovery.keep(saved, path)
            if instead_of is not None:
                discard(instead_of)

        self._lane.submit("Keeping unsaved work", work, _nothing, self.failed.emit)

    def _forget(self, _ticket: Ticket) -> None:
        self.recovery.forget()


def _nothing(_answer: object) -> None:
    """Nothing is to be done with the answer."""


class QtAsker:
    """Asks in Qt's dialogs."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        self._parent = parent
        self._settings = settings

    def file_to_open(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._parent, tr("Open document"), str(self._settings.folder), KINDS)
        return Path(name) if name else None

    def file_to_save(self, start: Path) -> Path | None:
        at = start if start.is_absolute() else self._settings.folder / start
        name, _ = QFileDialog.getSaveFileName(self._parent, tr("Save document"), str(at), KINDS)
        return Path(name) if name else None

    def before_leaving(self, name: str) -> Leave:
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Unsaved work"))
        box.setText(said("Save the changes in {name}?", name=name))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        box.deleteLater()
        return {buttons.Save: "save", buttons.Discard: "discard"}.get(buttons(answer), "stay")  # type: ignore[return-value]
