"""How wide a text is, read from the bundled fonts' own tables, so that names are placed without a screen.

Only four tables are read (head, hhea, OS/2, hmtx through cmap), which takes milliseconds; importing fontTools alone
takes 0.3 s, so it is the tests' oracle instead. Kerning is left out: it narrows a word by a percent or two, and a box
that is a little too wide does no harm.

References
----------
OpenType specification 1.9: https://learn.microsoft.com/typography/opentype/spec/otff
"""

from __future__ import annotations

import struct
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

import resources
from layers.style.ink import Font

_LOCK = threading.Lock()
_FACES: list[Face] = []


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file: what it is and how wide its glyphs are, in em."""

    path: Path
    weight: int
    italic: bool
    cjk: bool
    """A face that only stands in for characters the house face lacks."""
    ascent: float
    descent: float
    cap_height: float
    x_height: float
    advance: dict[int, float]
    """Advance width [em] by code point."""


@dataclass(frozen=True, slots=True)
class Size:
    """The room a text takes, in the unit of the font's size."""

    width: float
    ascent: float
    """Above the baseline: the height of capitals and ascenders, without the line's air."""
    descent: float


def _tables(data: bytes) -> dict[str, tuple[int, int]]:
    """Offset and length of each table; the first face of a collection."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    found = {}
    for k in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * k)
        found[tag.decode("latin-1")] = (offset, length)
    return found


def _characters(data: bytes, cmap: int) -> dict[int, int]:
    """Glyph number by code point, from the widest Unicode subtable (format 12, else 4)."""
    best: tuple[int, int] = (0, 0)
    for k in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * k)
        form = struct.unpack_from(">H", data, cmap + offset)[0]
        if platform in {0, 3} and form in {4, 12}:
            best = max(best, (form, cmap + offset))
    form, at = best
    glyphs: dict[int, int] = {}
    if form == 12:
        for k in range(struct.unpack_from(">I", data, at + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * k)
            glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    elif form == 4:
        double = struct.unpack_from(">H", data, at + 6)[0]
        words = np.frombuffer(data, ">u2", offset=at + 14, count=(struct.unpack_from(">H", data, at + 2)[0] - 14) // 2)
        n = double // 2
        ends, begins = words[:n], words[n + 1 : 2 * n + 1]
        deltas, offsets = words[2 * n + 1 : 3 * n + 1], words[3 * n + 1 : 4 * n + 1]
        for k in range(n):
            for code in range(int(begins[k]), min(int(ends[k]), 0xFFFE) + 1):
                glyph = code
                if offsets[k]:
                    glyph = int(words[3 * n + 1 + k + int(offsets[k]) // 2 + code - int(begins[k])])
                    if glyph == 0:
                        continue
                glyphs[code] = (glyph + int(deltas[k])) & 0xFFFF
    return glyphs


def read_face(path: Path) -> Face:
    """The widths and heights of a TrueType or OpenType file."""
    data = path.read_bytes()
    table = _tables(data)
    em = struct.unpack_from(">H", data, table["head"][0] + 18)[0]
    ascent, descent = struct.unpack_from(">hh", data, table["hhea"][0] + 4)
    count = struct.unpack_from(">H", data, table["hhea"][0] + 34)[0]
    widths = np.frombuffer(data, ">u2", offset=table["hmtx"][0], count=2 * count)[::2].astype(np.float64) / em
    os2 = table["OS/2"][0]
    version, _, weight = struct.unpack_from(">HhH", data, os2)
    selection = struct.unpack_from(">H", data, os2 + 62)[0]
    x_height, cap = struct.unpack_from(">hh", data, os2 + 86) if version >= 2 else (0, 0)
    advance = {
        code: float(widths[min(glyph, count - 1)]) for code, glyph in _characters(data, table["cmap"][0]).items()
    }
    return Face(
        path, weight, bool(selection & 1), ord("A") not in advance or "cjk" in path.name.casefold(),
        ascent / em, -descent / em, (cap or 0.72 * em) / em, (x_height or 0.53 * em) / em, advance,
    )  # fmt: skip


def faces() -> tuple[Face, ...]:
    """Every bundled face, read once."""
    with _LOCK:
        if not _FACES:
            files = sorted(resources.path("fonts").rglob("*.[to]tf"))
            _FACES.extend(read_face(file) for file in files)
        return tuple(_FACES)


@lru_cache(maxsize=64)
def _chosen(weight: int, italic: bool) -> tuple[Face, ...]:
    """The faces for a look, best first: the nearest of the house face, then those that fill its gaps."""
    house = [face for face in faces() if not face.cjk]
    stand_in = [face for face in faces() if face.cjk]
    house.sort(key=lambda face: (face.italic != italic, abs(face.weight - weight)))
    stand_in.sort(key=lambda face: abs(face.weight - weight))
    return (*house[:1], *stand_in)


@lru_cache(maxsize=2048)  # the names of several views; sizes along curves never end
def advances(text: str, font: Font) -> tuple[float, ...]:
    """The advance of every character, tracking included."""
    chain = _chosen(font.weight, font.italic)
    extra = font.tracking * font.size
    found = []
    for letter in text:
        code = ord(letter)
        em = next((face.advance[code] for face in chain if code in face.advance), 1.0 if code > 0x2E80 else 0.6)
        found.append(em * font.size + extra)
    return tuple(found)


@lru_cache(maxsize=2048)  # the names of several views; sizes along curves never end
def measure(text: str, font: Font) -> Size:
    """The room `text` takes in `font`."""
    chain = _chosen(font.weight, font.italic)
    tall = any(ord(letter) > 0x2E80 for letter in text)
    low = any(letter in "gjpqyçşţQ,;()/ДЩЦруфцщ" for letter in text) or tall
    cap = chain[0].cap_height if chain else 0.73
    width = sum(advances(text, font)) - font.tracking * font.size * bool(text)
    return Size(max(width, 0.0), (0.86 if tall else cap + 0.03) * font.size, (0.21 if low else 0.02) * font.size)


def face_of(letter: str, font: Font) -> Face | None:
    """The face a character is set in; None when no bundled one has it."""
    return next((face for face in _chosen(font.weight, font.italic) if ord(letter) in face.advance), None)
