"""Text that is only text: what a person wrote, made fit for a file that other programs open."""

from __future__ import annotations

import re
import unicodedata

MOST = 4000
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a pair of UTF-16: what the system makes of a file name or an argument that is no UTF-8."""
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20|]")


def whole(text: str) -> str:
    """The text with a mark in place of every half letter, so that it can be written at all."""
    return _HALF.sub("\ufffd", text)


def plain(letter: str) -> bool:
    """Whether a letter is seen, or is a space of any width, a tab or the end of a line."""
    return letter.isprintable() or letter in "\t\n\r" or unicodedata.category(letter) == "Zs"


def line(text: str, most: int = MOST) -> str:
    """One line without control characters and marks that turn the direction of writing, of a bearable length."""
    kept = "".join(" " if c in "\t\n\r" else c for c in whole(text) if plain(c))
    return kept if len(kept) <= most else kept[: most - 1] + "…"


def cell(text: str, most: int = 32_000) -> str:
    """The same for a cell of a spreadsheet, where nothing may begin as a formula does; Excel takes 32 767 letters."""
    kept = line(text, most)
    return f"'{kept}" if _FORMULA.match(kept) else kept
