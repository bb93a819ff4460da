"""KML and KMZ with their styles and folders, as Google Earth writes them (OGC 12-007r2)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from layers.errors import RimlandError
from layers.io.imports.shapes import Collector

MOST_BYTES = 64_000_000
_TAG = re.compile(r"\{.*\}")
_COLOUR = re.compile(r"[0-9a-fA-F]{8}")
NOT_DRAWN = {"GroundOverlay", "ScreenOverlay", "PhotoOverlay", "NetworkLink", "Tour", "Model"}
Look = dict[str, object]


def read(path: Path, into: Collector) -> None:
    """All placemarks of a KML or KMZ file.

    Raises
    ------
    RimlandError
        It is no KML.
    """
    try:
        root = ET.fromstring(_text(path))  # noqa: S314 - expat refuses entities that grow
    except (ET.ParseError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise RimlandError(f"it is no KML: {error}", place=path.name, remedy="export it again") from None
    if _name(root) != "kml":
        raise RimlandError(f"its root is <{_name(root)}>, not <kml>", place=path.name, remedy="export it again")
    _Reader(root, into, path.stem).all()


def _text(path: Path) -> bytes:
    if path.suffix.casefold() != ".kmz":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.casefold().endswith(".kml")]
        if not names:
            raise ValueError("there is no .kml in it")
        name = "doc.kml" if "doc.kml" in names else names[0]
        if archive.getinfo(name).file_size > MOST_BYTES:
            raise ValueError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB")
        return archive.read(name)


def _name(element: ET.Element) -> str:
    return _TAG.sub("", element.tag)


def _child(element: ET.Element, name: str) -> ET.Element | None:
    return next((one for one in element if _name(one) == name), None)


def _said(element: ET.Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""


class _Reader:
    def __init__(self, root: ET.Element, into: Collector, stem: str) -> None:
        self._root = root
        self._into = into
        self._stem = stem
        self._styles: dict[str, ET.Element] = {
            f"#{ident}": one for one in root.iter() if _name(one) in {"Style", "StyleMap"} and (ident := one.get("id"))
        }
        self._number = 0

    def all(self) -> None:
        self._walk(self._root, self._stem)
        if not self._number and not self._into.problems:
            self._into.tell("whole file", "no placemark", "give a file with points, lines or areas")

    def _walk(self, element: ET.Element, group: str) -> None:
        for one in element:
            match _name(one):
                case "Placemark":
                    self._placemark(one, group)
                case "Folder":
                    self._walk(one, _said(one, "name") or group)
                case "Document":
                    self._walk(one, group)
                case kind if kind in NOT_DRAWN:
                    self._into.tell(f"{kind} {_said(one, 'name')!r}", kind, "pictures, links and models are not read")

    def _placemark(self, one: ET.Element, group: str) -> None:
        self._number += 1
        place = f"placemark {self._number}"
        attributes: dict[str, object] = {"name": _said(one, "name"), "description": _bare(_said(one, "description"))}
        for data in one.iter():
            if _name(data) == "Data":
                attributes.setdefault(data.get("name", ""), _said(data, "value"))
            elif _name(data) == "SimpleData":
                attributes.setdefault(data.get("name", ""), (data.text or "").strip())
        shapes = []
        try:
            shapes = list(_shapes(one))
        except ValueError as error:
            self._into.tell(place, str(error), "mend its coordinates")
            return
        shape = None if not shapes else shapes[0] if len(shapes) == 1 else shapely.GeometryCollection(shapes)
        visible = _said(one, "visibility") != "0"
        self._into.add_shape(shape, place, attributes, group=group, visible=visible, **self._look(one, shape))

    def _look(self, one: ET.Element, shape: BaseGeometry | None) -> Look:
        """Colour and width of the placemark: its own style, else the shared one it names."""
        style = _child(one, "Style")
        if style is None:
            style = self._styles.get(_said(one, "styleUrl"))
        for _ in range(4):  # a map of styles may name another
            if style is None or _name(style) == "Style":
                break
            pairs = [pair for pair in style if _name(pair) == "Pair"]
            normal = next((pair for pair in pairs if _said(pair, "key") == "normal"), None)
            inner = _child(normal, "Style") if normal is not None else None
            style = inner if inner is not None else self._styles.get(_said(normal, "styleUrl")) if normal else None
        if style is None:
            return {}
        order = ("IconStyle", "LineStyle") if isinstance(shape, shapely.Point) else ("LineStyle", "PolyStyle")
        found: Look = {}
        for name in order:
            part = _child(style, name)
            if part is None:
                continue
            code = _said(part, "color")
            if "colour" not in found and _COLOUR.fullmatch(code):
                found["colour"] = f"#{code[6:8]}{code[4:6]}{code[2:4]}".lower()  # KML has aabbggrr
            if name == "LineStyle" and (width := _said(part, "width")):
                try:
                    found["width"] = min(max(float(width), 0.0), 20.0)
                except ValueError:
                    continue
        return found


def _shapes(element: ET.Element) -> Iterator[BaseGeometry]:
    """The shapes right below an element."""
    for one in element:
        match _name(one):
            case "Point":
                yield shapely.Point(_points(one)[0])
            case "LineString":
                yield shapely.LineString(_points(one))
            case "LinearRing":
                yield shapely.Polygon(_points(one))
            case "Polygon":
                outer = [_points(ring) for ring in _rings(one, "outerBoundaryIs")]
                if not outer:
                    raise ValueError("an area without outline")
                yield shapely.Polygon(outer[0], [_points(ring) for ring in _rings(one, "innerBoundaryIs")])
            case "Track":
                points = [tuple(map(float, (at.text or "").split()[:2])) for at in one if _name(at) == "coord"]
                if len(points) >= 2:
                    yield shapely.LineString(points)
            case "MultiGeometry" | "MultiTrack":
                yield from _shapes(one)


def _rings(polygon: ET.Element, name: str) -> Iterator[ET.Element]:
    for boundary in polygon:
        if _name(boundary) == name:
            yield from (ring for ring in boundary if _name(ring) == "LinearRing")


def _points(element: ET.Element) -> list[tuple[float, float]]:
    """lon, lat of ``coordinates``.

    Raises
    ------
    ValueError
        When it holds none, or what is no number.
    """
    text = _said(element, "coordinates")
    found = []
    for one in text.split():
        parts = one.split(",")
        if len(parts) < 2:
            raise ValueError(f"{one!r} is no position")
        found.append((float(parts[0]), float(parts[1])))
    if not found:
        raise ValueError(f"a {_name(element)} without coordinates")
    return found


def _bare(text: str) -> str:
    """A description without its marks of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip()
