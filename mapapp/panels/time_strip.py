"""The time slider below the map: hours after the first hostile move, to be stepped, dragged or played."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from mapapp import look
from mapapp.language import said, tr
from mapapp.panels import words
from mapapp.panels.parts import Elided, label

TICK_MS = 50
PER_HOUR = 20
"""Steps of the slider in an hour."""
SPEEDS = (("1 h/s", 1.0), ("3 h/s", 3.0), ("12 h/s", 12.0), ("48 h/s", 48.0))


class TimeStrip(QWidget):
    """Play, step, drag.

    Signals
    -------
    hour_changed(float)
        Hours after H-hour.
    closed()
        The user wants no time any more: the map shows all of it.
    """

    hour_changed = Signal(float)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(6)
        self.play = self._button(tr("Play"), self.toggle)
        self.back = self._button(tr("An hour back"), self.step_back)
        self.on = self._button(tr("An hour on"), self.step_on)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Hours after H-hour"))
        self.slider.setMinimumWidth(120)
        self.slider.setSingleStep(PER_HOUR)
        self.slider.setPageStep(6 * PER_HOUR)
        self.slider.valueChanged.connect(self._on_value)
        self.hour = label("H-hour", "value", self)
        self.hour.setMinimumWidth(70)
        self.hour.setContentsMargins(0, 0, 8, 0)  # the slider's handle stands at its end
        self.said = Elided("", "small", self)
        self.speed = QComboBox(self)
        self.speed.setAccessibleName(tr("Speed"))
        for text, hours in SPEEDS:
            self.speed.addItem(tr(text), hours)
        self.speed.setCurrentIndex(1)
        close = self._button(tr("Put the time slider away"), self._on_close)
        parts: tuple[QWidget, ...] = (
            self.play,
            self.back,
            self.on,
            self.hour,
            self.speed,
            close,
        )
        for widget in parts:
            row.addWidget(widget)
        middle = QVBoxLayout()
        middle.setSpacing(1)
        middle.addWidget(self.slider)
        middle.addWidget(self.said)
        row.insertLayout(parts.index(self.hour) + 1, middle, 1)
        self._buttons = {"play": self.play, "step-back": self.back, "step-forward": self.on, "close": close}
        self._theme = look.LIGHT
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self.set_span(72.0)

    def _button(self, tip: str, run: Callable[[], None]) -> QToolButton:
        made = QToolButton(self)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(run)
        return made

    def set_theme(self, theme: look.Theme) -> None:
        self._theme = theme
        for name, button in self._buttons.items():
            button.setIcon(look.icon("pause" if name == "play" and self.playing else name, theme))

    def set_span(self, hours: float) -> None:
        """How far the time goes."""
        self.slider.setRange(0, max(round(hours * PER_HOUR), 1))

    @property
    def hours(self) -> float:
        return self.slider.value() / PER_HOUR

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play, or pause; at the end play begins anew."""
        if self.playing:
            self.pause()
            return
        if self.slider.value() >= self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()
        self.play.setToolTip(tr("Pause"))
        self.set_theme(self._theme)

    def pause(self) -> None:
        self._timer.stop()
        self.play.setToolTip(tr("Play"))
        self.set_theme(self._theme)

    def step_on(self) -> None:
        self.slider.setValue(self.slider.value() + PER_HOUR)

    def step_back(self) -> None:
        self.slider.setValue(self.slider.value() - PER_HOUR)

    def say(self, text: str) -> None:
        """What stands beside the slider."""
        self.said.show_text(text)
        self.slider.setToolTip(text)

    def _on_tick(self) -> None:
        step = self.speed.currentData() * PER_HOUR * TICK_MS / 1000.0
        self.slider.setValue(self.slider.value() + max(round(step), 1))
        if self.slider.value() >= self.slider.maximum():
            self.pause()

    def _on_value(self, _value: int) -> None:
        self.hour.setText(said("H + {hours}", hours=words.hours(self.hours)) if self.hours else tr("H-hour"))
        self.hour_changed.emit(self.hours)

    def _on_close(self) -> None:
        self.pause()
        self.closed.emit()
