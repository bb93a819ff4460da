"""Kilometres, nautical miles, knots, Mach and hours: the edges where SI numbers become text, and text numbers."""

from __future__ import annotations

import math
import re
from typing import Literal

from layers.errors import GeometryError
from layers.wording import number, say

DistanceUnit = Literal["km", "nmi", "mi"]
SpeedUnit = Literal["km/h", "kn", "Mach"]

METRES_PER_NMI = 1852.0
"""Exact: First International Extraordinary Hydrographic Conference, Monaco 1929."""
METRES_PER_MILE = 1609.344
"""Exact: international yard and pound agreement, 1959."""
MPS_PER_KNOT = 1852.0 / 3600.0
MPS_PER_KMH = 1.0 / 3.6
MPS_PER_MACH = 295.07
"""Speed of sound [m/s] from 11 to 20 km height in the standard atmosphere (216.65 K); ISO 2533:1975.

At sea level it is 340.29 m/s: a Mach number says a speed only with its height.
"""
MACH_NOTE = "Mach at 11-20 km in the standard atmosphere, 295.07 m/s"
SECONDS_PER_HOUR = 3600.0
SECONDS_PER_DAY = 86400.0

_METRES = {"km": 1000.0, "nmi": METRES_PER_NMI, "mi": METRES_PER_MILE}
_MPS = {"km/h": MPS_PER_KMH, "kn": MPS_PER_KNOT, "Mach": MPS_PER_MACH}
_NEAR_M = 0.5 * METRES_PER_NMI
"""Below this a distance has two decimals: a tenth of a mile says too little in a harbour."""

_DISTANCE_NAMES = {
    "m": 1.0, "km": 1000.0, "nmi": METRES_PER_NMI, "nm": METRES_PER_NMI, "sm": METRES_PER_NMI,
    "mi": METRES_PER_MILE, "mile": METRES_PER_MILE, "miles": METRES_PER_MILE,
}  # fmt: skip
_SPEED_NAMES = {
    "m/s": 1.0, "mps": 1.0, "km/h": MPS_PER_KMH, "kmh": MPS_PER_KMH, "kph": MPS_PER_KMH,
    "kn": MPS_PER_KNOT, "kt": MPS_PER_KNOT, "kts": MPS_PER_KNOT, "knots": MPS_PER_KNOT,
    "mach": MPS_PER_MACH, "m": MPS_PER_MACH,
}  # fmt: skip
_DURATION_NAMES = {
    "s": 1.0, "sec": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0,
    "hours": 3600.0, "d": 86400.0, "day": 86400.0, "days": 86400.0,
}  # fmt: skip

_NUMBER = r"[0-9]+(?:[ \u00a0\u202f][0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+"
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>[a-z/]*)")
_MACH_FIRST = re.compile(rf"(?:mach|m)\s*(?P<number>{_NUMBER})")


def group(value: float, decimals: int = 0) -> str:
    """A number with its thousands set apart by spaces: 20 003.9; the minus is a true minus."""
    text = f"{abs(value):,.{decimals}f}"
    minus = "\u2212" if value < 0 and float(text.replace(",", "")) != 0 else ""
    return minus + number(text)


def format_distance(distance_m: float, unit: DistanceUnit = "km") -> str:
    """`distance_m` in words: ``"424 km"``, ``"9.7 nmi"``, ``"0.35 mi"``.

    Two decimals below half a nautical mile, one below ten of the unit, else none.
    """
    _refuse_endless(distance_m, "distance")
    value = distance_m / _METRES[unit]
    near = abs(distance_m) < _NEAR_M
    return f"{group(value, 2 if near else 1 if abs(value) < 9.95 else 0)} {say(unit)}"


def km(metres: float) -> str:
    """A length as a reason has it, in English whatever is spoken: ``"1 234 km"`` with a narrow space."""
    return f"{round(metres / 1e3):,}".replace(",", "\u202f") + " km"


def format_area(area_m2: float, unit: DistanceUnit = "km") -> str:
    """`area_m2` in squares of the unit of length: ``"35 900 km²"``, ``"1.7 nmi²"``; three figures below a hundred."""
    _refuse_endless(area_m2, "area")
    value = area_m2 / _METRES[unit] ** 2
    return f"{group(value, 2 if abs(value) < 0.995 else 1 if abs(value) < 99.95 else 0)} {say(unit)}²"


def format_speed(speed_mps: float, unit: SpeedUnit = "km/h") -> str:
    """`speed_mps` in words: ``"889 km/h"``, ``"480 kn"``, ``"Mach 0.84"``; what Mach assumes is in `MACH_NOTE`."""
    _refuse_endless(speed_mps, "speed")
    value = speed_mps / _MPS[unit]
    if unit == "Mach":
        return f"Mach {group(value, 2)}"
    return f"{group(value, 1 if abs(value) < 9.95 else 0)} {say(unit)}"


def format_duration(duration_s: float) -> str:
    """`duration_s` in words: ``"45 s"``, ``"20 min"``, ``"3 h 20 min"``, ``"2 d 4 h"``.

    Minutes count up to a day, hours from there on; the last part is rounded. Negative ones begin with a minus.

    Raises
    ------
    GeometryError
        When it is not finite: what cannot be reached has a reason, and no duration.
    """
    _refuse_endless(duration_s, "duration")
    sign, size = ("\u2212" if duration_s < 0 else ""), abs(duration_s)
    if size < 59.5:
        seconds = round(size)
        return f"{sign if seconds else ''}{seconds} {say('s')}"
    minutes = round(size / 60)
    if minutes < 24 * 60:
        parts = [(minutes // 60, "h"), (minutes % 60, "min")]
    else:
        hours = round(size / 3600)
        parts = [(hours // 24, "d"), (hours % 24, "h")]
    return sign + " ".join(f"{group(count)} {say(name)}" for count, name in parts if count)


def parse_distance(text: str, unit: DistanceUnit = "km") -> float:
    """Metres of ``"400"`` (in `unit`), ``"400 km"``, ``"200 nmi"``, ``"12.5mi"``, ``"800 m"``.

    Raises
    ------
    GeometryError
        The text is no distance; the message names the units there are.
    """
    return _parse_one(text, "distance", _DISTANCE_NAMES, _METRES[unit], "400 km, 200 nmi, 12.5 mi or 800 m")


def parse_speed(text: str, unit: SpeedUnit = "kn") -> float:
    """Metres per second of ``"480"`` (in `unit`), ``"480 kn"``, ``"900 km/h"``, ``"Mach 0.85"``, ``"M0.85"``."""
    mach = _MACH_FIRST.fullmatch(_plain(text))
    if mach:
        return _number(mach["number"]) * MPS_PER_MACH
    return _parse_one(text, "speed", _SPEED_NAMES, _MPS[unit], "480 kn, 900 km/h or Mach 0.85")


def parse_duration(text: str) -> float:
    """Seconds of ``"36"`` (hours), ``"3 h 20 min"``, ``"2d4h"``, ``"90 min"``, ``"1:30"`` (hours and minutes)."""
    plain = _plain(text)
    sign = -1.0 if plain.startswith("-") else 1.0
    plain = plain.removeprefix("-").strip()
    clock = re.fullmatch(r"([0-9]+):([0-5][0-9])", plain)
    if clock:
        return sign * (int(clock[1]) * 3600.0 + int(clock[2]) * 60.0)
    parts = list(_QUANTITY.finditer(plain))
    left_over = _QUANTITY.sub("", plain).replace(",", "").replace("and", "").strip()
    units = [part["unit"] for part in parts]
    if parts and not left_over and (units == [""] or all(unit in _DURATION_NAMES for unit in units)):
        return sign * sum(
            _number(part["number"]) * (_DURATION_NAMES[part["unit"]] if part["unit"] else SECONDS_PER_HOUR)
            for part in parts
        )
    raise GeometryError(f"{text!r} is no duration", remedy="write it as 36 h, 3 h 20 min or 2 d 4 h")


def _parse_one(text: str, what: str, names: dict[str, float], bare: float, examples: str) -> float:
    """One number with one unit, in SI."""
    found = _QUANTITY.fullmatch(_plain(text))
    if found and (found["unit"] in names or not found["unit"]):
        return _number(found["number"]) * (names[found["unit"]] if found["unit"] else bare)
    raise GeometryError(f"{text!r} is no {what}", remedy=f"write it as {examples}")


def _plain(text: str) -> str:
    """Lower case, one kind of minus, no space at the ends."""
    return text.strip().lower().replace("\u2212", "-").replace("\u2013", "-")


def _number(text: str) -> float:
    return float(re.sub(r"[ \u00a0\u202f]", "", text))


def _refuse_endless(value: float, what: str) -> None:
    if not math.isfinite(value):
        raise GeometryError(f"{what} {value} cannot be shown", remedy="say why the place is not reached")
