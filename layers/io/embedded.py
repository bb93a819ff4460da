"""The document inside an export: every briefing carries the file it was made from, and gives it back.

What is carried are the bytes of a document or scenario file. Each format has a regular place for them: a PNG an
``iTXt`` chunk, a PDF an attached file, a SVG ``<metadata>``, a web page a script of data that does not run, slides a
custom XML part, a GeoPackage a table of its own, a GeoJSON a foreign member.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from layers.errors import RimlandError

NAME = "rimland"
FILE = "rimland.json"
NAMESPACE = "urn:rimland:document"
TABLE = "rimland_document"
ELEMENT_ID = "rimland-document"
MOST_BYTES = 64_000_000
"""A document larger than this is no document of ours: it would only fill the memory."""

_PNG = b"\x89PNG\r\n\x1a\n"


# --- putting it in ---------------------------------------------------------------------------------------------------


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def into_png(png: bytes, document: bytes, software: str) -> bytes:
    """A PNG with the document and the program's name, before its image data (ISO/IEC 15948, 11.3.4.5)."""
    head = len(_PNG) + 25  # the signature and IHDR
    packed = NAME.encode() + b"\0\x01\0\0\0" + zlib.compress(document, 9)
    return (
        png[:head] + _chunk(b"tEXt", b"Software\0" + software.encode("latin-1")) + _chunk(b"iTXt", packed) + png[head:]
    )


def as_xml(document: bytes, software: str) -> str:
    """The element that carries it in SVG and slides."""
    return f'<rimland xmlns="{NAMESPACE}" software="{software}">{base64.b64encode(document).decode("ascii")}</rimland>'


def as_script(document: bytes) -> str:
    """The element that carries it in a web page; nothing in it can end the element or run."""
    text = json.dumps(json.loads(document), ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="{ELEMENT_ID}">{text}</script>'


# --- taking it out ---------------------------------------------------------------------------------------------------


def read_embedded(path: Path) -> bytes:
    """The document an exported file was made from.

    Raises
    ------
    RimlandError
        The file cannot be read, is of a kind that carries no document, or carries none.
    """
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        raise RimlandError(
            f"{path.name} carries no document", remedy=f"open a document, or an export in {', '.join(_READERS)}"
        )
    try:
        found = reader(path)
    except OSError as error:
        raise RimlandError(
            f"cannot read {path}: {error.strerror or error}", remedy="check the name of the file"
        ) from None
    except (ValueError, KeyError, zlib.error, struct.error, binascii.Error, zipfile.BadZipFile, ET.ParseError,
            sqlite3.Error):  # fmt: skip
        found = None
    if not found:
        raise RimlandError(
            f"{path.name} carries no document of Rimland",
            remedy="open a file that Rimland exported and no other program has rewritten",
        )
    return found


def carries(path: Path) -> bool:
    """Whether a file holds a document of Rimland."""
    try:
        return bool(read_embedded(path))
    except RimlandError:
        return False


def _inflated(data: bytes) -> bytes:
    engine = zlib.decompressobj()
    found = engine.decompress(data, MOST_BYTES)
    if engine.unconsumed_tail:
        raise ValueError("more than a document")
    return found


def _from_png(path: Path) -> bytes | None:
    data = path.read_bytes()
    if not data.startswith(_PNG):
        return None
    at = len(_PNG)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(NAME.encode() + b"\0"):
            packed = body[len(NAME) + 1]
            text = body[len(NAME) + 3 :].split(b"\0", 2)[2]
            return _inflated(text) if packed else text
        at += 12 + length
    return None


def _from_pdf(path: Path) -> bytes | None:
    data = path.read_bytes()
    name = re.escape(FILE.encode("utf-16-be"))
    place = re.search(rb"\xfe\xff" + name + rb"\)\s*/EF\s*<<\s*/F\s+(\d+) 0 R", data)
    if place is None:
        return None
    start = data.index(b"\n" + place[1] + b" 0 obj")
    head = data.index(b"stream", start)
    body = data[head + len(b"stream") :].removeprefix(b"\r").removeprefix(b"\n")
    if b"FlateDecode" in data[start:head]:
        return _inflated(body)
    return body[: body.index(b"endstream")].rstrip(b"\r\n")


def _from_element(text: bytes) -> bytes | None:
    match = re.search(rb'<rimland xmlns="' + NAMESPACE.encode() + rb'"[^>]*>([A-Za-z0-9+/=\s]*)</rimland>', text)
    return base64.b64decode(match[1], validate=False) if match else None


def _from_xml(path: Path) -> bytes | None:
    return _from_element(path.read_bytes())


def _from_html(path: Path) -> bytes | None:
    mark = f'<script type="application/json" id="{ELEMENT_ID}">'.encode()
    _, found, rest = path.read_bytes().partition(mark)
    return rest[: rest.index(b"</script>")] if found else None


def _from_slides(path: Path) -> bytes | None:
    with zipfile.ZipFile(path) as parts:
        for item in parts.infolist():
            if re.fullmatch(r"customXml/item\d+\.xml", item.filename) and item.file_size <= MOST_BYTES:
                found = _from_element(parts.read(item))
                if found:
                    return found
    return None


def _from_geopackage(path: Path) -> bytes | None:
    if not path.exists():
        raise FileNotFoundError(2, "No such file or directory")
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = base.execute(f"SELECT document FROM {TABLE}").fetchone()  # noqa: S608 - a name of ours
    finally:
        base.close()
    return str(row[0]).encode() if row else None


def _from_geojson(path: Path) -> bytes | None:
    body = json.loads(path.read_bytes())
    held = body.get(NAME, {}).get("document") if isinstance(body, dict) else None
    return json.dumps(held, ensure_ascii=False).encode() if held else None


def _from_kmz(path: Path) -> bytes | None:
    with zipfile.ZipFile(path) as parts:
        item = parts.getinfo("doc.kml")
        return _from_element(parts.read(item)) if item.file_size <= MOST_BYTES else None


_READERS: dict[str, Callable[[Path], bytes | None]] = {
    ".png": _from_png,
    ".pdf": _from_pdf,
    ".svg": _from_xml,
    ".html": _from_html,
    ".htm": _from_html,
    ".pptx": _from_slides,
    ".gpkg": _from_geopackage,
    ".geojson": _from_geojson,
    ".kml": _from_xml,
    ".kmz": _from_kmz,
}
CARRIERS: tuple[str, ...] = tuple(_READERS)
"""Endings of the files that carry their document."""
