"""The one QApplication of the program, and what it says where there is no screen."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from layers.errors import RimlandError
from mapapp import overrides
from mapapp.settings import Settings


def make_application() -> QApplication:
    """The one QApplication, in Fusion with our type and theme.

    Raises
    ------
    RimlandError
        When there is no screen to open a window on: Qt itself would abort.
    """
    overrides.guard()
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise RimlandError(
            "there is no screen to open a window on",
            remedy="use `rimland brief PLACE --out map.pdf`, or start a display",
        )
    app = QApplication(["rimland"])
    app.setApplicationName("rimland")
    app.setApplicationDisplayName("Rimland")
    app.setDesktopFileName("rimland")
    app.setStyle(QStyleFactory.create("Fusion"))
    return app


def place_window(window: QWidget, settings: Settings) -> None:
    """Give a window the size and place it had last, or what the screen allows."""
    kept = settings.layout("geometry")
    if kept is None or not window.restoreGeometry(kept):
        screen = window.screen().availableGeometry()
        window.resize(min(1600, screen.width()), min(1000, screen.height()))
