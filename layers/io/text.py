"""Text that is only text: what a person wrote, made fit for a file that other programs open."""

from __future__ import annotations

import re

MOST = 4000
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20|]")


def line(text: str, most: int = MOST) -> str:
    """One line without control characters and marks that turn the direction of writing, of a bearable length."""
    kept = "".join(" " if c in "\t\n\r" else c for c in text if c.isprintable() or c in "\t\n\r")
    return kept if len(kept) <= most else kept[: most - 1] + "…"


def cell(text: str, most: int = 32_000) -> str:
    """The same for a cell of a spreadsheet, where nothing may begin as a formula does; Excel takes 32 767 letters."""
    kept = line(text, most)
    return f"'{kept}" if _FORMULA.match(kept) else kept
