"""Unsaved work outlives a crash: a copy beside the settings, locked while its window lives, found by the next one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLockFile

from layers.document.model import Saved
from layers.errors import RimlandError
from layers.io import document

LIMIT = 20
"""Copies kept at most; older ones were passed over often enough."""


@dataclass(frozen=True, slots=True)
class Left:
    """Work that a window left behind."""

    copy: Path
    origin: Path | None
    """The file it was opened from or saved to; None when it never had one."""
    when: datetime


class Recovery:
    """Keeps the copy of one window's unsaved work, and finds those of windows that ended without closing.

    ``RIMLAND_RECOVERY`` names another folder; tests use a fresh one.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or default_folder()
        self._copy: Path | None = None
        self._lock: QLockFile | None = None

    def keep(self, saved: Saved, origin: Path | None) -> None:
        """Write the copy.

        Raises
        ------
        RimlandError
            When it cannot be written.
        """
        copy = self._own()
        origin_file = _origin_of(copy)  # first: who is killed in between leaves no copy that knows not whose it is
        if origin is None:
            origin_file.unlink(missing_ok=True)
        else:
            origin_file.write_text(str(origin), encoding="utf-8")
        document.write(copy, saved)

    def forget(self) -> None:
        """There is no unsaved work any more: remove the copy."""
        if self._copy is not None and self._lock is not None:
            discard(self._copy)
            self._lock.unlock()
        self._copy = self._lock = None

    def _own(self) -> Path:
        """The file of this window's copy, locked; of several windows of one process each has its own."""
        if self._copy is None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise RimlandError(
                    f"unsaved work cannot be kept in {self._folder}: {error.strerror}", remedy="save it soon"
                ) from None
            number = 0
            while self._lock is None:
                copy = self._folder / f"work-{os.getpid()}-{number}{document.SUFFIX}"
                if not copy.exists():
                    self._lock = _locked(copy)
                number += 1
            self._copy = copy
        return self._copy

    def left(self) -> tuple[Left, ...]:
        """What other windows left behind, the newest first; what a living window keeps is not among it."""
        found = []
        for copy in self._folder.glob(f"work-*{document.SUFFIX}"):
            if copy == self._copy or (lock := _locked(copy)) is None:
                continue
            lock.unlock()
            origin = _origin_of(copy)
            try:
                name = origin.read_text(encoding="utf-8") if origin.exists() else ""
                when = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
            except OSError:
                continue
            found.append(Left(copy, Path(name) if name else None, when))
        found.sort(key=lambda one: one.when, reverse=True)
        for old in found[LIMIT:]:
            discard(old.copy)
        return tuple(found[:LIMIT])


def discard(copy: Path) -> None:
    """Remove a copy for good."""
    copy.unlink(missing_ok=True)
    _origin_of(copy).unlink(missing_ok=True)


def default_folder() -> Path:
    """Where copies of unsaved work are kept on this machine."""
    named = os.environ.get("RIMLAND_RECOVERY")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_state_dir("rimland", appauthor=False)) / "recovery"


def _locked(copy: Path) -> QLockFile | None:
    """The lock of a copy; None while a living process holds it. A dead one's counts for nothing, nor a zombie's."""
    lock = QLockFile(str(_lock_of(copy)))
    lock.setStaleLockTime(0)
    return lock if lock.tryLock(0) else None


def _lock_of(copy: Path) -> Path:
    return copy.with_suffix(".lock")


def _origin_of(copy: Path) -> Path:
    return copy.with_suffix(".origin")
