"""The steps of a document that can be undone and redone; those of one gesture merge."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from layers.document.model import Content

STEPS = 2_000
"""Steps that can be undone, a long day's work: each holds what it changed, and an import is large."""


@dataclass(slots=True)
class Step:
    """One undoable change."""

    name: str
    before: Content
    after: Content
    merge_key: Hashable | None = None


class History:
    """What was done and what was undone, newest last."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._merging = False

    def add(self, name: str, before: Content, after: Content, merge_key: Hashable | None) -> None:
        """Keep a step; one that goes on with the last under its merge key becomes a single step with it."""
        last = self._done[-1] if self._done else None
        if last is not None and merge_key is not None and self._merging and last.merge_key == merge_key:
            last.after = after
            if last.after == last.before:
                self._done.pop()
        else:
            self._done.append(Step(name, before, after, merge_key))
            del self._done[:-STEPS]
        self._merging = True
        self._undone.clear()

    def settle(self) -> None:
        """The hand let go: the next step starts anew even under the same merge key."""
        self._merging = False

    @property
    def undo_name(self) -> str:
        """Name of the step that `undo` takes back; empty when there is none."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        return self._undone[-1].name if self._undone else ""

    def undo(self) -> Content | None:
        """The content before the last step; None when there is none."""
        return self._shift(self._done, self._undone, "before")

    def redo(self) -> Content | None:
        """The content after the step undone last; None when there is none."""
        return self._shift(self._undone, self._done, "after")

    def _shift(self, here: list[Step], there: list[Step], side: str) -> Content | None:
        if not here:
            return None
        self._merging = False
        there.append(here.pop())
        content: Content = getattr(there[-1], side)
        return content
