"""What the window shows of files: its title, what could not be read, work to be brought back, files dropped on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QMimeData, QObject
from PySide6.QtWidgets import QMainWindow

from layers import wording
from layers.document.model import Saved
from layers.document.objects import Drawn
from layers.errors import Problem
from mapapp import dialogs
from mapapp.document import Document
from mapapp.files import Files
from mapapp.importing import Importing
from mapapp.language import said, tr
from mapapp.panels.notice import Notices, Way
from mapapp.recovery import Left, discard
from mapapp.sights import Sights


class Filing(QObject):
    """Joins files, document, view and messages of one window."""

    def __init__(
        self,
        document: Document,
        files: Files,
        importing: Importing,
        sights: Sights,
        notices: Notices,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._files = files
        self._sights = sights
        self._notices = notices
        self._window = window
        files.changed.connect(self.show_title)
        files.opened.connect(self._on_opened)
        importing.imported.connect(self._on_imported)
        document.target_changed.connect(self.show_title)
        self.show_title()

    def show_title(self) -> None:
        """Target, file and the mark of unsaved work."""
        target = self._document.target
        parts = [target.name] if target else []
        if self._files.path is not None or self._document.dirty:
            parts.append(f"{self._files.name}[*]")
        self._window.setWindowTitle(" \u2013 ".join((*parts, "Rimland")))
        self._window.setWindowModified(self._document.dirty)

    def _on_opened(self, saved: Saved, problems: tuple[Problem, ...]) -> None:
        self._sights.open(saved)
        self.show_problems(said("Opened {file}", file=self._files.name), problems)
        count = len(self._files.pages)
        if count > 1:
            target = saved.target
            told = (
                said("This is an atlas of {count} pages, opened at {place}.", count=str(count), place=target.name)
                if target
                else said("This is an atlas of {count} pages, opened at its first.", count=str(count))
            )
            self._notices.tell(told, Way("Another page\u2026", self._turn))

    def _turn(self) -> None:
        """Let another page of the atlas be chosen."""
        pages = self._files.pages
        places = len({one.target for one in pages})
        named = [one.target.name if one.target and places > 1 else tr(one.content.scenario.name) for one in pages]
        names = [f"{k}  {name}" for k, name in enumerate(named, 1)]
        dialogs.choose(self._window, tr("Open a page of the atlas"), names, self._files.turn_to)

    def show_problems(self, done: str, problems: Sequence[Problem]) -> None:
        """Say that something was read but for some parts, which can be listed."""
        if problems:
            way = Way("Show\u2026", partial(dialogs.show_problems, self._window, done, tuple(problems)))
            parts = "one part" if len(problems) == 1 else "{count} parts"
            told = said(f"{{done}}; {parts} could not be used.", done=done, count=str(len(problems)))
            self._notices.tell(told, way, tone="problem")

    def offer_recovery(self) -> None:
        """Offer the newest work that a window left behind when it ended without closing."""
        left = self._files.recovery.left()
        if not left:
            return
        newest = left[0]
        name = newest.origin.name if newest.origin else tr("a document without a name")
        self._notices.tell(
            said(
                "Rimland ended without closing. Unsaved work on {name} of {when} was kept.",
                name=name,
                when=QLocale(wording.now().language).toString(
                    QDateTime.fromSecsSinceEpoch(int(newest.when.timestamp())), "d MMMM, HH:mm"
                ),
            ),
            Way("Restore", partial(self._files.restore, newest)),
            Way("Discard", partial(self._discard, newest)),
        )

    def _discard(self, left: Left) -> None:
        discard(left.copy)
        self.offer_recovery()

    def _on_imported(self, name: str, drawn: tuple[Drawn, ...], problems: tuple[Problem, ...]) -> None:
        if drawn:
            points = [point for one in drawn for point in one.points]
            self._sights.show_all([lon for lon, _ in points], [lat for _, lat in points])
        count = "one object" if len(drawn) == 1 else "{count} objects"
        done = said(f"Imported {count} from {{file}}", file=name, count=str(len(drawn)))
        if problems:
            self.show_problems(done, problems)
        else:
            self._notices.tell(f"{done}.")


def dropped(data: QMimeData) -> tuple[Path, ...]:
    """The local files of a drop."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
