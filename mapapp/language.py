"""The language of the window: English as written in the program, another one through Qt's translation from a table.

Four kinds of text are said: a phrase (`tr`), a phrase whose parts are filled in here (`said`), a sentence that came
composed from below the window, as reasons and notes of the library do (`sentence`), and a mistake (`mistake`, `amiss`).
The last two are known again by a template with named holes, and what stands in a hole is a phrase or a sentence itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from layers import wording
from layers.errors import RimlandError

CONTEXT = "rimland"
Work = TypeVar("Work")


class Phrases(QTranslator):
    """Translates what stands in a table; everything else stays as it is."""

    def __init__(self, code: str, parent: QApplication) -> None:
        super().__init__(parent)
        held = json.loads(resources.path("i18n", f"{code}.json").read_text(encoding="utf-8"))
        self._phrases: dict[str, str] = {**wording.told(code), **held["phrases"]}
        self.sentences = wording.templates(held["sentences"])
        """What a composed sentence looks like in English, and how it is said; the first that fits is taken."""
        self._code = code

    @cached_property
    def mistakes(self) -> wording.Templates:
        """The same of what goes wrong, apart: hundreds of reasons are not to be tried against these too."""
        return wording.mistakes(self._code)

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
        old.setParent(None)
        old.deleteLater()
    _composed.cache_clear()
    wording.speak("")
    code = QLocale.system().name().split("_")[0] if wanted == "system" else wanted
    if code not in languages() or code == "en":
        return "en"
    own = Phrases(code, app)
    app.installTranslator(own)
    wording.speak(code)
    _composed.cache_clear()
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


def sentence(text: str) -> str:
    """A text from below the window - a reason, a note, what a stage rests on - in the language of the window.

    Sources, names of places and units, and what no template fits stay as they are.
    """
    found = tr(text)
    return found if found != text or not text else _composed(text)


def mistake(error: Exception) -> str:
    """What went wrong in the language of the window: the place, the mistake, what to do."""
    if not isinstance(error, RimlandError):
        return str(error)
    return str(RimlandError(amiss(error.what), place=amiss(error.place), remedy=amiss(error.remedy)))


def amiss(text: str) -> str:
    """A part of what went wrong - the place, the mistake or what to do - in the language of the window."""
    spoken = _spoken()
    found = _filled(text, spoken.mistakes, amiss) if spoken is not None else None
    return sentence(text) if found is None else found


def _spoken() -> Phrases | None:
    app = QCoreApplication.instance()
    found: Phrases | None = app.findChild(Phrases) if app is not None else None
    return found


def _filled(text: str, templates: wording.Templates, say: Callable[[str], str]) -> str | None:
    """The translation of the first template that fits, its holes said by `say`; None when none fits."""
    for pattern, phrase in templates:
        if (found := pattern.fullmatch(text)) is not None:
            return phrase.format(**{name: say(part) for name, part in found.groupdict().items()})
    return None


@lru_cache(maxsize=4096)  # the reasons and notes of some fifty answers
def _composed(text: str) -> str:
    spoken = _spoken()
    if spoken is not None and (found := _filled(text, spoken.sentences, sentence)) is not None:
        return found
    listed = text.split(", ")
    names = [tr(one) for one in listed]
    if all(name != one for name, one in zip(names, listed, strict=True)):
        return ", ".join(names)
    return wording.quantity(text)


def in_language(work: Callable[[Any], Work]) -> Callable[[Any], Work]:
    """What a lane does, speaking what this thread speaks: a lane of its own knows no language."""
    locale = wording.now().locale

    def speaking(ticket: Any) -> Work:
        with wording.spoken(locale):
            return work(ticket)

    return speaking
