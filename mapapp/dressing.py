"""The theme a window wears: the one chosen or the system's, put on anew when either is another."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mapapp import look
from mapapp.settings import Preferences, Settings


class Dressing(QObject):
    """Dresses the application, from its making on: widgets made earlier keep the type they were born with.

    Signals
    -------
    changed(Theme)
        What paints itself has to wear another theme.
    """

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._dress()
        settings.preferences_changed.connect(self._on_preferences)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    @property
    def theme(self) -> look.Theme:
        wanted = self._settings.preferences.theme
        return look.theme(look.system_is_dark() if wanted == "system" else wanted == "dark")

    def _on_preferences(self, preferences: Preferences) -> None:
        if preferences.theme != self._worn:
            self._dress()

    def _dress(self, *_: object) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._worn = self._settings.preferences.theme
        look.dress(app, self.theme)
        self.changed.emit(self.theme)
