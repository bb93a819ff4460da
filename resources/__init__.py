"""Shipped data, read through `path()` and nowhere else."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """The file or folder `parts` below the shipped resources.

    Raises
    ------
    FileNotFoundError
        When it is not there: the installation is damaged.
    """
    found = _ROOT.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"{found} is missing; the installation is damaged: install Rimland again")
    return found
