"""Rings, ways and drawings back from an exported file as objects a person can edit.

What Rimland wrote carries its defining numbers in the attribute `rimland_object`. A feature of another hand that has
`centre_lon`, `centre_lat` and `radius_km` is a ring too.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec

from layers.document.objects import Drawn, check, free_id
from layers.errors import Problem, RimlandError
from layers.io.feature import OBJECT

Attributes = dict[str, Any]
_KML = "{http://www.opengis.net/kml/2.2}"


def read_objects(path: Path) -> tuple[tuple[Drawn, ...], tuple[Problem, ...]]:
    """The objects in a GeoJSON, GeoPackage, KML or KMZ file, and what could not be read.

    Raises
    ------
    RimlandError
        The file is of another kind or cannot be read at all.
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise RimlandError(f"{path.name} holds no objects we can read", remedy=f"give one of {', '.join(READERS)}")
    try:
        rows = list(reader(path))
    except OSError as error:
        raise RimlandError(
            f"cannot read {path}: {error.strerror or error}", remedy="check the name of the file"
        ) from None
    except (ValueError, KeyError, AttributeError, TypeError, ET.ParseError, sqlite3.Error, zipfile.BadZipFile) as error:
        raise RimlandError(f"cannot be read: {error}", place=path.name, remedy="export it again") from None
    found: list[Drawn] = []
    problems: list[Problem] = []
    for number, attributes in enumerate(rows, 1):
        try:
            one = _object(attributes)
        except (msgspec.MsgspecError, RimlandError, ValueError, TypeError) as error:
            problems.append(
                Problem(f"{path.name}, feature {number}", str(attributes.get("name") or "")[:80], str(error))
            )
            continue
        if one is not None:
            taken = any(other.id == one.id for other in found)
            found.append(dataclasses.replace(one, id=free_id(tuple(found), one.shape)) if taken else one)
    return tuple(found), tuple(problems)


def _object(attributes: Attributes) -> Drawn | None:
    packed = attributes.get(OBJECT)
    if packed:
        return check(msgspec.json.decode(str(packed).encode(), type=Drawn))
    if all(attributes.get(key) not in {None, ""} for key in ("centre_lon", "centre_lat", "radius_km")):
        centre = (float(attributes["centre_lon"]), float(attributes["centre_lat"]))
        name = str(attributes.get("name") or attributes.get("label") or "")
        ident = str(attributes.get("id") or "ring-1")
        return check(Drawn(ident, "ring", (centre,), name=name, radius_m=float(attributes["radius_km"]) * 1000.0))
    return None


def _geojson(path: Path) -> Iterator[Attributes]:
    body = json.loads(path.read_bytes())
    for feature in body["features"]:
        yield feature.get("properties") or {}


def _geopackage(path: Path) -> Iterator[Attributes]:
    if not path.exists():
        raise FileNotFoundError(2, "No such file or directory")
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    try:
        names = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")]
        for name in names:
            quoted = '"' + str(name).replace('"', '""') + '"'
            for row in base.execute(f"SELECT * FROM {quoted}"):  # noqa: S608 - quoted as SQL has it
                yield {key: row[key] for key in row.keys() if not isinstance(row[key], bytes)}  # noqa: SIM118 - a row is no dict
    finally:
        base.close()


def _kml(path: Path) -> Iterator[Attributes]:
    yield from _placemarks(path.read_bytes())


def _kmz(path: Path) -> Iterator[Attributes]:
    with zipfile.ZipFile(path) as parts:
        name = next(one for one in parts.namelist() if one.casefold().endswith(".kml"))
        yield from _placemarks(parts.read(name))


def _placemarks(data: bytes) -> Iterator[Attributes]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("it declares entities, which no KML needs")
    for mark in ET.fromstring(data).iter(f"{_KML}Placemark"):  # noqa: S314 - entities were refused above
        held = {one.get("name", ""): one.findtext(f"{_KML}value", "") for one in mark.iter(f"{_KML}Data")}
        yield {"name": mark.findtext(f"{_KML}name", ""), **held}


READERS: dict[str, Callable[[Path], Iterator[Attributes]]] = {
    ".geojson": _geojson,
    ".json": _geojson,
    ".gpkg": _geopackage,
    ".kml": _kml,
    ".kmz": _kmz,
}
