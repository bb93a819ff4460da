"""The program's name and version, as every file it writes carries it."""

from __future__ import annotations

from functools import cache


@cache
def software() -> str:
    """``Rimland 0.1.0``; without the number where the program was not installed."""
    from importlib import metadata

    try:
        return f"Rimland {metadata.version('rimland')}"
    except metadata.PackageNotFoundError:
        return "Rimland"
