"""A position as people write it - decimal degrees, degrees and minutes, MGRS, UTM - and back again.

Text lives here only: everything below works with a longitude and a latitude in degrees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from layers.errors import PlaceError

if TYPE_CHECKING:
    from pyproj import Transformer

PositionStyle = Literal["DD", "DMS", "DDM", "MGRS", "UTM"]
STYLES: tuple[PositionStyle, ...] = get_args(PositionStyle)

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
"""Latitude bands of UTM and MGRS from 80 S to 84 N, 8 degrees each but the last with 12; NGA.SIG.0012 (2014)."""
_EXAMPLES = "write it as 20.7,116.72 (latitude first), 20°42′N 116°43′E, or MGRS 50QMH 70845 88821"
_MARKS = str.maketrans({
    "\u2212": "-", "\u2013": "-", "\u00ba": "°", "\u02da": "°", "\u2032": "'", "\u2019": "'", "\u2018": "'", "`": "'",
    "\u00b4": "'", "\u2033": '"', "\u201d": '"', "\u201c": '"', "\u00a0": " ", "\u202f": " ", "\t": " ",
})  # fmt: skip
_MGRS = re.compile(r"(?:\d{1,2}[C-HJ-NP-X]|[ABYZ])[A-HJ-NP-Z]{2}(\d*)")
_UTM = re.compile(
    r"(?P<zone>\d{1,2}) ?(?P<band>[C-HJ-NP-X]) *(?P<east>\d{6}(?:\.\d+)?)(?: ?M?E)?[ ,]+"
    r"(?P<north>\d{1,8}(?:\.\d+)?)(?: ?M?N)?"
)
_ANGLE = re.compile(
    r"(?P<before>[NSEW])? ?(?P<sign>[+-])? ?(?P<deg>\d+(?:\.\d+)?) ?(?:°|DEG|D)?"
    r"(?: ?(?P<min>\d+(?:\.\d+)?) ?(?:'|MIN|M)?(?: ?(?P<sec>\d+(?:\.\d+)?) ?(?:\"|''|SEC)?)?)? ?(?P<after>[NSEW])?"
)
_COMPACT = re.compile(r"(?P<lat>\d{4}|\d{6}(?:\.\d+)?)(?P<ns>[NS]) ?(?P<lon>\d{5}|\d{7}(?:\.\d+)?)(?P<ew>[EW])")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place on WGS84: longitude -180..180 and latitude -90..90 [deg]."""

    lon: float
    lat: float


def parse_position(text: str) -> Position:
    """The position that `text` says.

    Understood are decimal degrees (``20.7,116.72`` is latitude, longitude; ``20.7N 116.7E`` in any order; separated by
    comma, semicolon or space), degrees and minutes with or without seconds, the compact ``204200N1164312E``, MGRS, and
    UTM with its latitude band (``50Q 470845 2288821``). Longitudes up to 360 are taken the other way round.

    Raises
    ------
    PlaceError
        The text is no position, or one that does not exist: ``latitude 95 is beyond the pole``.
    """
    plain = re.sub(r" +", " ", text.translate(_MARKS)).strip().upper()
    if not plain:
        raise PlaceError("no position given", remedy=_EXAMPLES)
    grid = _MGRS.fullmatch(plain.replace(" ", ""))
    if grid:
        return _from_mgrs(text, plain.replace(" ", ""), grid[1])
    utm = _UTM.fullmatch(plain)
    if utm:
        return _from_utm(text, utm)
    compact = _COMPACT.fullmatch(plain)
    if compact:
        halves = [_spread(compact["lat"], 2) + compact["ns"], _spread(compact["lon"], 3) + compact["ew"]]
    else:
        halves = _halves(text, plain)
    return _from_angles(text, halves)


def format_position(lon: float, lat: float, style: PositionStyle = "DD") -> str:
    """`lon`, `lat` [deg] in `style`; `parse_position` reads it back to about a metre (DMS 1.5 m, others less).

    Raises
    ------
    PlaceError
        A latitude beyond the pole; UTM nearer the poles than 84 N or 80 S, where it is not defined.
    """
    here = _checked(f"{lat:.10g},{lon:.10g}", lon, lat)
    if style == "MGRS":
        return _to_mgrs(here)
    if style == "UTM":
        return _to_utm(here)
    return f"{_angle(here.lat, 'NS', style)} {_angle(here.lon, 'EW', style)}"


def _angle(degrees: float, letters: str, style: PositionStyle) -> str:
    """One angle; rounded as a whole first, so that 59.9999 minutes become a degree."""
    parts = {"DD": 100_000, "DDM": 60_000, "DMS": 36_000}[style]
    count = round(abs(degrees) * parts)
    letter = letters[degrees < 0 and count > 0]
    whole, rest = divmod(count, parts)
    if style == "DD":
        return f"{whole}.{rest:05d}°{letter}"
    if style == "DDM":
        return f"{whole}°{rest / 1000:06.3f}\u2032{letter}"
    minutes, tenths = divmod(rest, 600)
    return f"{whole}°{minutes:02d}\u2032{tenths / 10:04.1f}\u2033{letter}"


def _spread(digits: str, width: int) -> str:
    """204200 as 20 42 00: degrees of `width` digits, minutes of two, seconds of what is left."""
    return f"{digits[:width]} {digits[width : width + 2]} {digits[width + 2 :]}".strip()


def _halves(text: str, plain: str) -> list[str]:
    """The two angles, told apart by a separator, by their letters, or by their number of parts."""
    refused = PlaceError(f"{text.strip()!r} is no position", remedy=_EXAMPLES)
    if ";" in plain:
        plain = plain.replace(",", ".")  # decimal commas
    for separator in (";", ",", "/"):
        if separator in plain:
            halves = [half.strip() for half in plain.split(separator)]
            if len(halves) != 2:
                raise refused
            return halves
    without_units = re.sub(r"DEG|MIN|SEC", "###", plain)
    letters = [found.start() for found in re.finditer(r"[NSEW]", without_units)]
    if len(letters) == 2:
        cut = letters[1] if letters[0] == 0 else letters[0] + 1
        return [plain[:cut].strip(), plain[cut:].strip()]
    parts = plain.split(" ")
    if letters or len(parts) % 2:
        raise refused
    return [" ".join(parts[: len(parts) // 2]), " ".join(parts[len(parts) // 2 :])]


def _from_angles(text: str, halves: list[str]) -> Position:
    """Two angles as latitude and longitude; without letters the latitude comes first."""
    values: dict[str, float] = {}
    for half, default in zip(halves, ("lat", "lon"), strict=True):
        found = _ANGLE.fullmatch(half)
        if not found or (found["before"] and found["after"]):
            raise PlaceError(f"{text.strip()!r} is no position", remedy=_EXAMPLES)
        letter = found["before"] or found["after"]
        which = default if letter is None else "lat" if letter in "NS" else "lon"
        if which in values:
            raise PlaceError(f"{text.strip()!r} has two of one kind of angle", remedy=_EXAMPLES)
        values[which] = _degrees(text, found, letter)
    return _checked(text.strip(), values["lon"], values["lat"])


def _degrees(text: str, found: re.Match[str], letter: str | None) -> float:
    """Degrees of one angle, negative south and west."""
    if letter and found["sign"]:
        raise PlaceError(f"{text.strip()!r} has both a sign and a letter", remedy="leave one of them out")
    degrees = float(found["deg"])
    for part, name, size in ((found["min"], "minutes", 60), (found["sec"], "seconds", 3600)):
        if part is None:
            continue
        if float(part) >= 60:
            raise PlaceError(f"{part} {name} in {text.strip()!r} are more than 60", remedy=f"give {name} from 0 to 60")
        degrees += float(part) / size
    if (found["min"] and "." in found["deg"]) or (found["sec"] and "." in found["min"]):
        raise PlaceError(f"{text.strip()!r} has decimals before its last part", remedy=_EXAMPLES)
    return -degrees if found["sign"] == "-" or letter in ("S", "W") else degrees


def _checked(text: str, lon: float, lat: float) -> Position:
    """The position, or why there is none."""
    if not (-90.0 <= lat <= 90.0):
        remedy = "give a latitude from -90 to 90"
        if -90.0 <= lon <= 90.0 and -360.0 <= lat <= 360.0:
            remedy += f"; latitude comes first: did you mean {lon:.10g},{lat:.10g}?"
        raise PlaceError(f"latitude {lat:.10g} is beyond the pole", place=text, remedy=remedy)
    if not (-360.0 <= lon <= 360.0):
        raise PlaceError(
            f"longitude {lon:.10g} is more than once round the earth", place=text, remedy="give one from -180 to 180"
        )
    return Position(lon - 360.0 if lon > 180.0 else lon + 360.0 if lon < -180.0 else lon, lat)


def _from_mgrs(text: str, plain: str, digits: str) -> Position:
    """The middle of the square that the reference names: a place in it, not its corner."""
    import mgrs
    from mgrs.core import MGRSError

    half = len(digits) // 2
    prefix = plain.removesuffix(digits)
    zone = re.match(r"\d*", prefix)
    refused = PlaceError(
        f"{text.strip()!r} is no MGRS reference",
        remedy="check the zone, the two letters of the square and an even number of digits, ten at most",
    )
    if len(digits) % 2 or half > 5 or (zone and zone[0] and not 1 <= int(zone[0]) <= 60):
        raise refused
    middle = "5" + "0" * (4 - half) if half < 5 else ""
    try:
        lat, lon = mgrs.MGRS().toLatLon(prefix + digits[:half] + middle + digits[half:] + middle)
    except MGRSError:
        raise refused from None
    return _checked(text.strip(), float(lon), float(lat))


def _to_mgrs(here: Position) -> str:
    """MGRS to a metre, grouped: 50QMH 70845 88821."""
    import mgrs

    plain = mgrs.MGRS().toMGRS(here.lat, here.lon, MGRSPrecision=5)
    return f"{plain[:-10].strip()} {plain[-10:-5]} {plain[-5:]}"


def _zone(here: Position) -> int:
    """UTM zone, with the exceptions for Norway (32V) and Svalbard (31X-37X); NGA.SIG.0012 (2014), section 10."""
    zone = int((here.lon + 180.0) // 6.0) % 60 + 1
    if 56.0 <= here.lat < 64.0 and 3.0 <= here.lon < 12.0:
        return 32
    if 72.0 <= here.lat <= 84.0 and 0.0 <= here.lon < 42.0:
        return 31 if here.lon < 9.0 else 33 if here.lon < 21.0 else 35 if here.lon < 33.0 else 37
    return zone


def _band(lat: float) -> str:
    return _BANDS[min(int((lat + 80.0) // 8.0), len(_BANDS) - 1)]


def _utm(zone: int, band: str) -> Transformer:
    """Degrees to metres of a zone.

    `pyproj.Proj` gives the same numbers, but is made under a change of what is warned of, which all threads share: an
    import that was reading beside it then told of a warning as if its file were to blame.
    """
    from pyproj import Transformer

    return Transformer.from_pipeline(f"+proj=utm +zone={zone} +ellps=WGS84{' +south' if band < 'N' else ''}")


def _to_utm(here: Position) -> str:
    """UTM to a metre: 50Q 470845 2288821."""
    if not -80.0 <= here.lat <= 84.0:
        raise PlaceError(f"latitude {here.lat:.10g} lies outside UTM, 80 S to 84 N", remedy="use MGRS near the poles")
    zone, band = _zone(here), _band(here.lat)
    east, north = _utm(zone, band).transform(here.lon, here.lat)
    return f"{zone}{band} {round(east)} {round(north)}"


def _from_utm(text: str, found: re.Match[str]) -> Position:
    """UTM with its band letter, which also says the hemisphere and is checked."""
    zone, band = int(found["zone"]), found["band"]
    east, north = float(found["east"]), float(found["north"])
    if not 1 <= zone <= 60 or not 100_000 <= east < 1_000_000 or north > 10_000_000:
        raise PlaceError(
            f"{text.strip()!r} is no UTM position", remedy="give zone 1-60, easting from 100000, northing to 10000000"
        )
    lon, lat = _utm(zone, band).transform(east, north, direction="INVERSE")
    # a rounded northing may lie a metre over the border of its band
    if not -80.1 <= lat <= 84.1 or band not in (_band(max(lat - 1e-4, -80.0)), _band(lat + 1e-4)):
        raise PlaceError(
            f"{text.strip()!r} does not lie in latitude band {band}",
            remedy="give the band letter (C-X), not N or S for the hemisphere",
        )
    return _checked(text.strip(), float(lon), float(lat))
