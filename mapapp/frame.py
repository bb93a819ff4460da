"""The window's frame: panels in tabs left of the map, strips below it, the inspector at the right; all can go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QVBoxLayout, QWidget

from mapapp.application import place_window
from mapapp.language import tr
from mapapp.settings import Settings

Side = Literal["upper", "lower"]
LEFT_PX = (220, 330)
RIGHT_PX = (420, 640)
"""Least and most width of the panels the first time."""
LEFT_SHARES = (600, 340)
"""Heights of the panels at the left, as shares."""


class Frame(QSplitter):
    """The map and all that stands round it.

    Signals
    -------
    changed()
        A panel was shown or put away.
    """

    changed = Signal()

    def __init__(self, canvas: QWidget, inspector: QWidget, right_edge: QSplitter, parent: QMainWindow) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._window = parent
        self._inspector = inspector
        self._inner = right_edge
        self._tabs: dict[Side, QTabWidget] = {}
        self._strips: dict[str, QWidget] = {}
        self._sides: dict[str, tuple[Side, QWidget]] = {}
        self.left = QSplitter(Qt.Orientation.Vertical, self)
        for side in ("upper", "lower"):
            tabs = QTabWidget(self.left)
            tabs.setDocumentMode(True)
            tabs.setTabBarAutoHide(True)
            tabs.tabBar().setDrawBase(False)
            tabs.setObjectName(f"{side}-tabs")
            tabs.currentChanged.connect(self._on_tab)
            self._tabs[side] = tabs
            self.left.addWidget(tabs)
        self.left.setSizes(LEFT_SHARES)
        middle = QWidget(self)
        self._below = QVBoxLayout(middle)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(0)
        self._below.addWidget(canvas, 1)
        for widget, stretch in ((self.left, 0), (middle, 1), (inspector, 0)):
            self.addWidget(widget)
            self.setStretchFactor(self.count() - 1, stretch)
        for edge in (self, self.left):
            edge.setChildrenCollapsible(False)
            edge.setHandleWidth(1)
        self.left.setMinimumWidth(LEFT_PX[0])
        inspector.setMinimumWidth(RIGHT_PX[0])
        self.fresh = True
        """Whether nothing was remembered: then the first sizes are still to be given."""

    def add_panel(self, name: str, title: str, panel: QWidget, side: Side) -> None:
        """A panel in a tab of the left side."""
        self._tabs[side].addTab(panel, tr(title))
        self._sides[name] = side, panel

    def add_strip(self, name: str, strip: QWidget) -> None:
        """A strip below the map, not shown at first."""
        self._below.addWidget(strip)
        self._strips[name] = strip
        strip.hide()

    def tab_bar(self, side: Side) -> QWidget:
        """The tabs of a side."""
        return self._tabs[side].tabBar()

    # --- showing ------------------------------------------------------------------------------------------------

    def shown(self, name: str) -> bool:
        """Whether a panel, a strip, the ``left`` side or the ``inspector`` is to be seen."""
        if name in self._sides:
            side, panel = self._sides[name]
            return not self.left.isHidden() and self._tabs[side].currentWidget() is panel
        return not self._whole(name).isHidden()

    def reveal(self, name: str) -> None:
        """Show it, whatever stood in its place."""
        if name in self._sides:
            side, panel = self._sides[name]
            self.left.show()
            self._tabs[side].setCurrentWidget(panel)
        else:
            self._whole(name).show()
        self.changed.emit()

    def toggle(self, name: str) -> None:
        """Show it, or put it away; a tab gives way to the first of its side."""
        if not self.shown(name):
            self.reveal(name)
            return
        if name in self._sides:
            self._tabs[self._sides[name][0]].setCurrentIndex(0)
        else:
            self._whole(name).hide()
        self.changed.emit()

    def _whole(self, name: str) -> QWidget:
        return {"left": self.left, "inspector": self._inspector, **self._strips}[name]

    def _on_tab(self, _number: int) -> None:
        self.changed.emit()

    # --- remembering --------------------------------------------------------------------------------------------

    def _edges(self) -> Iterator[tuple[str, QSplitter]]:
        yield from (("split", self), ("left", self.left), ("inspector", self._inner))

    def restore(self, settings: Settings) -> None:
        """As it was left the last time."""
        place_window(self._window, settings)
        self.fresh = settings.layout("split") is None
        for name, edge in self._edges():
            if (kept := settings.layout(name)) is not None:
                edge.restoreState(kept)
        away = settings.put_away
        for name in ("left", "inspector"):
            self._whole(name).setVisible(name not in away)
        for name, strip in self._strips.items():
            strip.setVisible(f"+{name}" in away)

    def keep(self, settings: Settings) -> None:
        """Remember how it is now."""
        settings.keep_layout("geometry", self._window.saveGeometry())
        for name, edge in self._edges():
            settings.keep_layout(name, edge.saveState())
        away = {name for name in ("left", "inspector") if self._whole(name).isHidden()}
        settings.put_away = away | {f"+{name}" for name, strip in self._strips.items() if not strip.isHidden()}

    def first_sizes(self) -> None:
        """Shares of the window the first time: the map gets what the panels leave."""
        self.fresh = False
        width = self._window.width()
        left = min(max(width * 20 // 100, LEFT_PX[0]), LEFT_PX[1])
        right = min(max(width * 36 // 100, RIGHT_PX[0]), RIGHT_PX[1])
        self.setSizes([left, width - left - right, right])

    def first_look(self) -> None:
        """Panels, strips and their sizes as they were the first time."""
        for panel in (self.left, self._inspector):
            panel.show()
        for strip in self._strips.values():
            strip.hide()
        self.left.setSizes(LEFT_SHARES)
        self.first_sizes()
        self.changed.emit()
