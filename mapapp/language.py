"""The language of the window: English as written in the program, another one through Qt's translation from a table."""

from __future__ import annotations

import json

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources

CONTEXT = "rimland"


class Phrases(QTranslator):
    """Translates what stands in a table; everything else stays as it is."""

    def __init__(self, code: str, parent: QApplication) -> None:
        super().__init__(parent)
        held = json.loads(resources.path("i18n", f"{code}.json").read_text(encoding="utf-8"))
        self._phrases: dict[str, str] = held["phrases"]

    def isEmpty(self) -> bool:
        return not self._phrases

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002 - Qt's signature
        found = self._phrases.get(text) if context == CONTEXT else None
        return found if found is not None else None  # type: ignore[return-value]  # None: Qt keeps the text


def languages() -> dict[str, str]:
    """Codes and own names of the languages there are, English first."""
    found = {"en": "English"}
    for path in sorted(resources.path("i18n").glob("*.json")):
        found[path.stem] = json.loads(path.read_text(encoding="utf-8"))["name"]
    return found


def speak(app: QApplication, wanted: str) -> str:
    """Let the application speak a language, ``system`` being the system's where there is a table; the code taken."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    code = QLocale.system().name().split("_")[0] if wanted == "system" else wanted
    if code not in languages() or code == "en":
        return "en"
    own = Phrases(code, app)
    app.installTranslator(own)
    qt = QTranslator(app)
    if qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)  # the words of Qt's own dialogs
    return code


def tr(text: str) -> str:
    """A phrase in the language of the window."""
    return QCoreApplication.translate(CONTEXT, text) if text else text


def said(text: str, **parts: str) -> str:
    """A phrase with named parts: ``said("Hide {what}", what="bases")``."""
    return tr(text).format(**parts)
