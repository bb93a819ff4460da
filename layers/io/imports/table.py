"""Tables with positions: CSV and its kin, whatever parts the columns, in any notation of a position."""

from __future__ import annotations

import csv
from pathlib import Path

import shapely

from layers import position, units
from layers.errors import RimlandError
from layers.io.imports.shapes import Collector

LON = ("lon", "long", "longitude", "lng", "x", "länge", "laenge")
LAT = ("lat", "latitude", "y", "breite")
PLACE = ("position", "coordinates", "coords", "coordinate", "mgrs", "utm", "location", "latlon", "lat_lon", "where")
RADII: dict[str, units.DistanceUnit] = {"radius_km": "km", "radius_nmi": "nmi", "radius_nm": "nmi", "radius_mi": "mi"}
SEPARATORS = ",;\t|"


def read(path: Path, into: Collector) -> None:
    """One pin a row, or a ring where the row has a radius.

    Raises
    ------
    RimlandError
        It is no table, or no column holds positions.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("cp1252", errors="replace")
    head = text.splitlines()[0] if text.strip() else ""
    separator = max(SEPARATORS, key=head.count)
    rows = csv.DictReader(text.splitlines(), delimiter=separator)
    columns = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    lon, lat = _column(columns, LON), _column(columns, LAT)
    place = _column(columns, PLACE)
    if not (lon and lat) and not place:
        raise RimlandError(
            f"no column holds positions among {', '.join(filter(None, columns)) or 'none'}",
            place=path.name,
            remedy="call two of them lon and lat, or one position",
        )
    for number, row in enumerate(rows, 2):
        values = {str(key): (value or "").strip() for key, value in row.items() if isinstance(value, str)}
        if not any(values.values()):
            continue
        _row(values, f"row {number}", (lon, lat, place), columns, into, path.stem)


def _column(columns: dict[str, str], names: tuple[str, ...]) -> str:
    return next((columns[name] for name in names if name in columns), "")


def _row(
    values: dict[str, str],
    where: str,
    fields: tuple[str, str, str],
    columns: dict[str, str],
    into: Collector,
    group: str,
) -> None:
    lon, lat, place = fields
    try:
        if lon and lat:
            column, text = f"{lat}, {lon}", f"{_dotted(values.get(lat, ''))}, {_dotted(values.get(lon, ''))}"
        else:
            column, text = place, values.get(place, "")
        spot = position.parse_position(text)
    except RimlandError as error:
        into.tell(f"{where}, column {column}", text, error.remedy)
        return
    attributes: dict[str, object] = {**values}
    for name, unit in RADII.items():
        given = values.get(columns.get(name, ""), "")
        if given:
            try:
                metres = units.parse_distance(_dotted(given), unit)
            except RimlandError as error:
                into.tell(f"{where}, column {columns[name]}", given, error.remedy)
                return
            attributes |= {"centre_lon": spot.lon, "centre_lat": spot.lat, "radius_km": metres / 1000.0}
    colour = values.get(columns.get("colour", columns.get("color", "")), "").lower()
    look = {"colour": colour} if colour.startswith("#") and len(colour) == 7 else {}
    into.add_shape(shapely.Point(spot.lon, spot.lat), where, attributes, group=group, **look)


def _dotted(number: str) -> str:
    """A number with a decimal point, where it had a comma."""
    return number.replace(",", ".") if number.count(",") == 1 and "." not in number else number
