"""Reads a file by its kind; what cannot be read of it is told by place and reason, and the rest is there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from layers.document.objects import Drawn
from layers.errors import Problem, RimlandError
from layers.io.imports import kml, table, vector
from layers.io.imports.shapes import Collector

READERS = {
    ".geojson": vector.read, ".json": vector.read, ".gpkg": vector.read, ".shp": vector.read, ".zip": vector.read,
    ".gpx": vector.read, ".fgb": vector.read, ".gml": vector.read,
    ".kml": kml.read, ".kmz": kml.read,
    ".csv": table.read, ".tsv": table.read, ".txt": table.read,
}  # fmt: skip
SUFFIXES = frozenset(READERS)
KINDS = "GeoJSON, KML, KMZ, GeoPackage, Shapefile (also zipped), GPX, FlatGeobuf, CSV"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file held."""

    drawn: tuple[Drawn, ...]
    problems: tuple[Problem, ...]


def read_file(path: Path) -> Imported:
    """The objects in a file.

    Raises
    ------
    RimlandError
        It is of another kind, is not there, or cannot be read at all.
    """
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise RimlandError(f"{path.name} is of a kind that is not read", remedy=f"give {KINDS}")
    if not path.is_file():
        raise RimlandError(f"there is no file {path}", remedy="check the name of the file")
    into = Collector(path.name)
    try:
        reader(path, into)
    except OSError as error:
        raise RimlandError(f"cannot read {path}: {error.strerror or error}", remedy="check its rights") from None
    return Imported(tuple(into.drawn), tuple(into.problems))
