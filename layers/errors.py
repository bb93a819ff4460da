"""What goes wrong is said as value, place and remedy; below `app` and `cli` nobody prints."""

from __future__ import annotations

from dataclasses import dataclass


class RimlandError(Exception):
    """A mistake in the input, told in one line a person can act on.

    Parameters
    ----------
    what
        The value and why it is refused, e.g. ``"latitude 95 is beyond the pole"``.
    place
        Where it stands, e.g. ``"bases.csv row 14, column lat"``; empty when the value came alone.
    remedy
        What to do, e.g. ``"give a latitude from -90 to 90"``.
    """

    def __init__(self, what: str, *, place: str = "", remedy: str = "") -> None:
        self.what = what
        self.place = place
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        line = f"{self.place}: {self.what}" if self.place else self.what
        return f"{line}; {self.remedy}" if self.remedy else line


class PlaceError(RimlandError):
    """A text that names no place and is no position."""


class GeometryError(RimlandError):
    """A number that no point, distance or ring on the earth can have."""


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Raised by a `check()` callable when the work it guards is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a file that could not be used; the rest of the file was."""

    place: str
    """File, row and column, e.g. ``"units.csv row 12, column base"``."""
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.value!r}: {self.remedy}"
