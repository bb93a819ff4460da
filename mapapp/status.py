"""The status bar: position under the cursor, distance and azimuth from the target, scale, progress with cancel."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from layers import geodesy, position, units
from layers.errors import RimlandError
from layers.view import View
from mapapp.document import Document
from mapapp.language import said, sentence, tr
from mapapp.settings import Settings
from mapapp.tools.tool import Spot
from mapapp.workers import Lane

SHOW_AFTER_MS = 300
"""Work shorter than this shows no progress."""
INCH_M = 0.0254


class Status(QStatusBar):
    """The line below the map.

    Signals
    -------
    notation_wanted()
        The position was clicked: the next notation, please.
    """

    notation_wanted = Signal()

    def __init__(self, document: Document, settings: Settings, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._lanes: list[Lane] = []
        self._spot: Spot | None = None
        self.setSizeGripEnabled(False)
        self.hint = QLabel(self)
        self.hint.setMinimumWidth(10)
        self.work = self._made_work()
        self.from_target = QLabel(self)
        self.from_target.setAccessibleName(tr("Distance and azimuth from the target"))
        self.scale = QLabel(self)
        self.scale.setAccessibleName(tr("Scale"))
        self.position = QToolButton(self)
        self.position.setToolTip(tr("Position under the cursor; click for another notation"))
        self.position.setAccessibleName(tr("Position under the cursor"))
        self.position.setMinimumWidth(210)
        self.position.clicked.connect(self.notation_wanted)
        self.addWidget(self.hint, 1)
        for widget in (self.work, self.from_target, self.scale, self.position):
            self.addPermanentWidget(widget)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SHOW_AFTER_MS)
        self._late.timeout.connect(self._show_work)
        self.watch(lane)
        settings.preferences_changed.connect(self._write)
        document.target_changed.connect(self._write)
        self._write()

    def _made_work(self) -> QWidget:
        work = QWidget(self)
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        self._what = QLabel(work)
        self._bar = QProgressBar(work)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._stop = QToolButton(work)
        self._stop.setText(tr("Stop"))
        self._stop.setAccessibleName(tr("Stop computing"))
        self._stop.clicked.connect(self._on_stop)
        for widget in (self._what, self._bar, self._stop):
            row.addWidget(widget)
        work.hide()
        return work

    def watch(self, lane: Lane) -> None:
        """Show what a lane is at when it takes long, and let it be stopped."""
        self._lanes.append(lane)
        lane.started.connect(self._on_started)
        lane.progressed.connect(self._on_progressed)
        lane.finished.connect(self._on_finished)

    def _on_stop(self) -> None:
        for lane in self._lanes:
            if lane.busy:
                lane.cancel()

    def show_spot(self, spot: Spot | None) -> None:
        """The place under the cursor; None when there is none."""
        self._spot = spot
        self._write()

    def show_view(self, view: View) -> None:
        """The scale at the middle of the map, on a screen of this many dots per inch."""
        ratio = view.mpp * self.logicalDpiX() / INCH_M
        digits = 2 if ratio < 1e7 else 3
        rounded = float(f"{ratio:.{digits - 1}e}")
        self.scale.setText(f"1 : {units.group(rounded)}")

    def show_hint(self, text: str) -> None:
        self.hint.setText(text)

    @property
    def position_text(self) -> str:
        """The position as shown; empty beyond the edge of the world."""
        if self._spot is None:
            return ""
        try:
            return position.format_position(self._spot.lon, self._spot.lat, self._settings.preferences.notation)
        except RimlandError:
            return position.format_position(self._spot.lon, self._spot.lat, "DMS")

    def _write(self, *_: object) -> None:
        self.position.setText(self.position_text or "\u2013")
        target = self._document.target
        if self._spot is None or target is None:
            self.from_target.setText("")
            return
        far, azimuth, _final = geodesy.inverse(target.lon, target.lat, self._spot.lon, self._spot.lat)
        length = units.format_distance(far, self._settings.preferences.unit)
        self.from_target.setText(said("{way} from {place}", way=f"{length}, {azimuth:03.0f}\u00b0", place=target.name))

    def _on_started(self, label: str) -> None:
        self._what.setText(sentence(label))
        self._bar.setRange(0, 0)
        if not self.work.isVisible():
            self._late.start()

    def _on_progressed(self, fraction: float, text: str) -> None:
        self._what.setText(sentence(text))
        if fraction < 0:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(fraction * 1000))

    def _on_finished(self) -> None:
        if any(lane.busy for lane in self._lanes):
            return
        self._late.stop()
        self.work.hide()

    def _show_work(self) -> None:
        if any(lane.busy for lane in self._lanes):
            self.work.show()
