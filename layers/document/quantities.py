"""Low, likely and high as they are shown and typed: hours, and numbers of anything else."""

from __future__ import annotations

import math

from layers import units
from layers.catalogue.values import Spread
from layers.errors import RimlandError

Value = Spread | str


def written(value: Value) -> str:
    """A value as it is shown and typed: ``"12 / 18 / 36 h"``, ``"15 min"``, ``"closed"``."""
    if isinstance(value, str):
        return value
    parts = (value.low, value.likely, value.high)
    if value.low == value.likely == value.high:
        return _hours(value.likely)
    if 0 < value.high < 1.0:
        return " / ".join(f"{part * 60:.4g}" for part in parts) + " min"
    return " / ".join(f"{part:.6g}" for part in parts) + " h"


def _hours(hours: float) -> str:
    return f"{hours * 60:.4g} min" if 0 < hours < 1.0 else f"{hours:.6g} h"


def numbered(value: Spread) -> str:
    parts = (value.low, value.likely, value.high)
    return " / ".join(f"{part:.6g}" for part in (parts if len(set(parts)) > 1 else parts[:1]))


def read_numbers(text: str) -> Spread:
    """Low, likely and high from ``"10 / 15 / 20"`` or one number.

    Raises
    ------
    RimlandError
        When it is no one or three numbers that rise from 0 on.
    """
    remedy = "write low / likely / high, as 10 / 15 / 20"
    try:
        found = [float(part) for part in text.split("/")]
    except ValueError:
        raise RimlandError(f"{text!r} is not one or three numbers", remedy=remedy) from None
    if len(found) not in {1, 3} or not all(map(math.isfinite, found)):
        raise RimlandError(f"{text!r} is not one or three numbers", remedy=remedy)
    low, likely, high = found if len(found) == 3 else found * 3
    if not 0 <= low <= likely <= high:
        raise RimlandError(f"{text!r} does not rise from 0 on", remedy=remedy)
    return Spread(low, likely, high)


def read_hours(text: str) -> Spread:
    """Low, likely and high from ``"12 / 18 / 36 h"``, ``"30 min / 1 h / 2 h"``, ``"2 d"``; bare numbers are hours.

    Raises
    ------
    RimlandError
        When it is no one or three times.
    """
    parts = [part.strip() for part in text.replace("\u2013", "/").split("/")]
    if len(parts) not in {1, 3} or not all(parts):
        raise RimlandError(f"{text!r} is not one or three times", remedy="write low / likely / high, as 12 / 18 / 36 h")
    unit = parts[-1].lstrip("0123456789. \u00a0").strip()
    hours = []
    for part in parts:
        bare = not part.lstrip("0123456789. \u00a0").strip()
        hours.append(units.parse_duration(f"{part} {unit or 'h'}" if bare else part) / 3600.0)
    low, likely, high = hours if len(hours) == 3 else (hours[0],) * 3
    if not 0 <= low <= likely <= high:
        raise RimlandError(f"{text!r} does not rise from 0 on", remedy="write low / likely / high, as 12 / 18 / 36 h")
    return Spread(low, likely, high)
