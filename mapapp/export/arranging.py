"""The history of a page's layout while its blocks are moved, with the buttons that take it back, away or to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from layers.errors import RimlandError
from layers.picture.kit import Box
from layers.picture.layout import Layout, PageBlock, completed, put, snapped
from layers.picture.paper import Paper
from mapapp.export import layouts
from mapapp.language import mistake, said, tr


class Arranging(QWidget):
    """Knows where the blocks of a page stand.

    Signals
    -------
    changed(Layout)
        Blocks stand elsewhere.
    told(str)
        Something was done, or could not be.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, layout: Layout, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._past: list[Layout] = [layout]
        self._folder = folder
        self.undo_button = self._button("Undo", "Put the block that was moved last back", self.undo)
        self.undo_button.setShortcut(QKeySequence.StandardKey.Undo)
        self.reset_button = self._button("As template", "Let the blocks stand as the template has them", self.reset)
        self.keep_button = self._button("Save \u2026", "Write the layout for rimland brief --layout", self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.undo_button, self.reset_button, self.keep_button):
            row.addWidget(button)
        self._enable()

    def _button(self, text: str, tip: str, run: Callable[[], None]) -> QPushButton:
        made = QPushButton(tr(text), self)
        made.setToolTip(tr(tip))
        made.clicked.connect(run)
        return made

    @property
    def now(self) -> Layout:
        """Where a person put the blocks; empty for the template's own places."""
        return self._past[-1]

    def put(self, block: PageBlock, box: Box, blocks: Mapping[PageBlock, Box], paper: Paper) -> None:
        """Put a block on the cells nearest to `box`; every other one of `blocks` stays where it is."""
        self._take(put(completed(self.now, blocks, paper), snapped(block, box, paper)))

    def undo(self) -> None:
        """Put the block that was moved last back."""
        if len(self._past) > 1:
            self._past.pop()
            self._tell()

    def reset(self) -> None:
        """Let the blocks stand where the template has them."""
        self._take(())

    def keep(self, path: Path) -> None:
        """Write the layout to a file that `rimland brief --layout` takes."""
        try:
            layouts.write(path, self.now)
        except RimlandError as error:
            self.told.emit(mistake(error))
        else:
            self.told.emit(said("Wrote {file}", file=str(path)))

    def _take(self, layout: Layout) -> None:
        if layout != self.now:
            self._past.append(layout)
            self._tell()

    def _tell(self) -> None:
        self._enable()
        self.changed.emit(self.now)

    def _enable(self) -> None:
        self.undo_button.setEnabled(len(self._past) > 1)
        self.reset_button.setEnabled(bool(self.now))
        self.keep_button.setEnabled(bool(self.now))

    def _ask(self) -> None:
        start = str(self._folder / "layout.toml")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save layout"), start, f"{tr('Layouts')} (*.toml)")
        if name:
            self.keep(Path(name))
