"""The language of a page: its fixed words from a table, its numbers as the language writes them.

What is written here in English is spoken in another language between ``with spoken("uk-UA"):`` and the end of that
block, in that thread. Numbers of every language are CLDR's, read through Babel. Without a block - in answers, and on
the command line - words and numbers are the program's own (ISO 80000-1: thousands apart by a space); the window's
thread speaks the window's language (`speak`). Names of places and units are data and stay as they are; what the
catalogue tells in sentences has a table beside (`told`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

import resources
from layers.errors import RimlandError

OWN_LOCALES = frozenset({"", "en-GB", "ISO"})
"""Locales that keep the program's own words and numbers."""
THIN = "\u202f"
Templates = tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How one locale writes."""

    locale: str = ""
    decimal: str = "."
    thousands: str = ""
    """Between three digits; empty: the space that was asked for."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """English and its translation, with ``{names}`` of what is put in."""
    sentences: Templates = ()
    """What a composed text looks like in English, and its translation; the first that fits is taken."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What catalogue and ready-made scenarios tell, and its translation."""

    @property
    def language(self) -> str:
        return self.locale[:2] if self.phrases else "en"


OWN = Wording()
_NOW: ContextVar[Wording] = ContextVar("wording", default=OWN)


@cache
def of(locale: str) -> Wording:
    """The wording of a locale such as ``uk-UA``.

    Raises
    ------
    RimlandError
        For a locale that CLDR does not know.
    """
    if locale in OWN_LOCALES:
        return OWN
    from babel import Locale, UnknownLocaleError, numbers

    try:
        found = Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        raise RimlandError(f"{locale!r} is no locale we know", remedy="give one as en-GB, de-DE or uk-UA") from None
    decimal, thousands = numbers.get_decimal_symbol(found), numbers.get_group_symbol(found)
    brief = _table(found.language, "brief")
    phrases, sentences = brief.get("phrases", {}), templates(brief.get("sentences", {}))
    return Wording(locale, decimal, thousands, phrases, sentences, told(found.language))


def told(language: str) -> Mapping[str, str]:
    """What catalogue and ready-made scenarios tell, in a language; empty where nobody has translated it."""
    return _table(language, "catalogue").get("phrases", {})


def mistakes(language: str) -> Templates:
    """What the text of a mistake looks like, and its translation; empty where nobody has translated them."""
    return templates(_table(language, "mistakes").get("sentences", {}))


def templates(sentences: Mapping[str, str]) -> Templates:
    """Composed texts with ``{names}`` in them as patterns, each with its translation."""
    return tuple((_pattern(text), phrase) for text, phrase in sentences.items())


def _table(language: str, which: str) -> dict[str, dict[str, str]]:
    tables = {path.stem: path for path in resources.path("i18n", which).glob("*.json")}
    if language not in tables:
        return {}
    held: dict[str, dict[str, str]] = json.loads(tables[language].read_text(encoding="utf-8"))
    return held


def _pattern(text: str) -> re.Pattern[str]:
    """What `text` with its ``{names}`` filled in looks like; a hole holds as little as fits, one named n1 a number."""
    parts = re.split(r"\{(\w+)\}", text)
    holes = [rf"(?P<{part}>[\d.,\u202f ]*\d)" if re.fullmatch(r"n\d", part) else f"(?P<{part}>.+?)" for part in parts]
    return re.compile("".join(holes[k] if k % 2 else re.escape(part) for k, part in enumerate(parts)), re.DOTALL)


@contextmanager
def spoken(locale: str) -> Iterator[Wording]:
    """Within the block, words and numbers are of a locale."""
    wording = of(locale)
    token = _NOW.set(wording)
    try:
        yield wording
    finally:
        _NOW.reset(token)


def speak(locale: str) -> None:
    """From now on this thread speaks a locale where no block says otherwise."""
    _NOW.set(of(locale))


def now() -> Wording:
    """The wording that is spoken."""
    return _NOW.get()


def say(text: str, **parts: object) -> str:
    """A phrase in the language spoken, with what is put in its ``{names}``; unknown ones stay English."""
    wording = _NOW.get()
    phrase = wording.phrases.get(text) or wording.facts.get(text, text)
    return phrase.format(**parts) if parts else phrase


def sentence(text: str) -> str:
    """A text that came composed, as the title of a posture, in the language spoken; what no template fits stays."""
    said = say(text)
    if said == text:
        for pattern, phrase in _NOW.get().sentences:
            if (found := pattern.fullmatch(text)) is not None:
                return phrase.format(**{name: quantity(part) for name, part in found.groupdict().items()})
    return said


def number(text: str, space: str = " ") -> str:
    """A number that Python wrote as ``1,234.5``, as the language writes it; `space` is our own between thousands."""
    wording = _NOW.get()
    return "".join((wording.thousands or space) if c == "," else wording.decimal if c == "." else c for c in text)


_QUANTITY = re.compile(r"(\d{1,3}(?:[ \u202f]\d{3})+|\d+)((?:\.\d+)?) (km|nmi|mi|h|d|min)(²?)")


def quantity(text: str) -> str:
    """A label whose parts (``A way · 1 000 km``) that are nothing but a number and its unit are spoken; others stay."""
    return text if _NOW.get() is OWN else " · ".join(map(_part, text.split(" · ")))


def _part(text: str) -> str:
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return text
    whole = re.sub(r"[ \u202f]", ",", found[1])
    return f"{number(whole + found[2])} {say(found[3])}{found[4]}"
