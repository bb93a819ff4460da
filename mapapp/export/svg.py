"""A picture as SVG: one group per layer, real text in the bundled letters, geometry cut to the page.

Written directly, without Qt's generator: that one knows neither halos below text nor embedded type, and its cosmetic
pens vanish in other programs.
"""

from __future__ import annotations

import base64
import io
import math
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from layers.io.text import line
from layers.picture.cut import Array, Rect, boxes, clipped, clipped_lines, polylines, seen
from layers.picture.marks import Colour, Geometry, Mark, Pen, Picture, Raster, Shape, Stroke, Symbol, Text
from layers.style import symbols, typeset


def document(picture: Picture, title: str = "", metadata: str = "") -> str:
    """The whole SVG file; `metadata` is XML that it carries along."""
    view = picture.view
    texts = [mark for mark in picture.over + picture.base if isinstance(mark, Text)]
    x0, y0, x1, y1 = picture.frame or (0.0, 0.0, float(view.width), float(view.height))
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{view.width / 96 * 25.4:.2f}mm" '
            f'height="{view.height / 96 * 25.4:.2f}mm" viewBox="0 0 {view.width} {view.height}">'
        ),
        f"<title>{_words(title)}</title>" if title else "",
        f"<metadata>{metadata}</metadata>" if metadata else "",
        (
            f"<defs><style>{_faces(texts)}</style>"
            f'<clipPath id="map"><rect x="{x0:g}" y="{y0:g}" width="{x1 - x0:g}" height="{y1 - y0:g}"/></clipPath>'
            "</defs>"
        ),
        f'<rect width="{view.width}" height="{view.height}"{_paint("fill", picture.background)}/>',
        '<g clip-path="url(#map)">',
        *_layers(picture, picture.base),
        "</g>",
        *_layers(picture, picture.over),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _words(text: str) -> str:
    """Text that cannot be anything but text."""
    return escape(line(text))


def _layers(picture: Picture, marks: tuple[Mark, ...]) -> Iterator[str]:
    """Marks in order, runs of one layer in a group."""
    open_layer = ""
    for mark in marks:
        if mark.layer != open_layer:
            if open_layer:
                yield "</g>"
            yield f"<g class={quoteattr(mark.layer)}>"
            open_layer = mark.layer
        yield from _mark(picture, mark)
    if open_layer:
        yield "</g>"


def _mark(picture: Picture, mark: Mark) -> Iterator[str]:
    match mark:
        case Shape():
            yield from _shape(picture, mark)
        case Stroke():
            yield from _stroke(picture, mark)
        case Text():
            yield _text(picture, mark)
        case Symbol():
            yield from _symbol(picture, mark)
        case Raster():
            yield _raster(picture, mark)


def _paint(name: str, ink: Colour) -> str:
    opacity = f' {name}-opacity="{ink.a / 255:.3g}"' if ink.a < 255 else ""
    return f' {name}="{ink.hex}"{opacity}'


def _pen(pen: Pen) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{d:g}" for d in pen.dash)}"' if pen.dash else ""
    ends = ' stroke-linecap="round" stroke-linejoin="round"' if pen.round_caps else ' stroke-linejoin="bevel"'
    return f' fill="none"{_paint("stroke", pen.colour)} stroke-width="{pen.width:g}"{dash}{ends}'


def _path(xy: Array, closed: bool) -> str:
    """Path data with a decimal of a pixel, points that fall together left out."""
    points = np.round(xy, 1)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = np.any(points[1:] != points[:-1], axis=1)
    body = "L".join(f"{x:g} {y:g}" for x, y in points[keep].tolist())
    return f"M{body}{'Z' if closed else ''}"


def _on_page(picture: Picture, geometry: Geometry, xy: Array) -> Array:
    if geometry.space == "page":
        return xy
    a, b, c, d, e, f = picture.view.matrix
    page: Array = xy @ np.array([[a, b], [c, d]]) + np.array([e, f])
    return page


def _frame(picture: Picture, geometry: Geometry, margin: float) -> Rect:
    if picture.frame is None or geometry.space == "page":
        return -margin, -margin, picture.view.width + margin, picture.view.height + margin
    x0, y0, x1, y1 = picture.frame
    return x0 - margin, y0 - margin, x1 + margin, y1 + margin


def _shape(picture: Picture, mark: Shape) -> Iterator[str]:
    geometry = mark.geometry
    start = geometry.start.astype(np.intp)
    page = _on_page(picture, geometry, geometry.xy)
    frame = _frame(picture, geometry, 2.0)
    count = len(start) - 1
    _, owner = np.unique(np.arange(count) if geometry.group is None else geometry.group, return_inverse=True)
    paths: dict[int, list[str]] = {}
    for k in np.flatnonzero(seen(boxes(page, start), frame) & (np.diff(start) >= 3)).tolist():
        ring = clipped(page[start[k] : start[k + 1]], frame)
        if len(ring) >= 3:
            paths.setdefault(int(owner[k]), []).append(_path(ring, True))
    last = len(mark.colours) - 1
    for group, rings in paths.items():
        yield f'<path d="{"".join(rings)}" fill-rule="evenodd"{_paint("fill", mark.colours[min(group, last)])}/>'


def _stroke(picture: Picture, mark: Stroke) -> Iterator[str]:
    pen = mark.pen
    whole = bool(pen.dash) or pen.colour.a < 255
    xy, start = polylines(mark.geometry, mark.closed, whole)
    page = _on_page(picture, mark.geometry, xy)
    frame = _frame(picture, mark.geometry, pen.width + 2)
    lines = [_path(line, False) for line in clipped_lines(page, start, frame)]
    if lines:
        yield f'<path d="{"".join(lines)}"{_pen(pen)}/>'


def _at(picture: Picture, mark: Text | Symbol) -> tuple[float, float]:
    x, y = picture.view.to_page(mark.x, mark.y) if mark.space == "plane" else (mark.x, mark.y)
    return x + mark.dx, y + mark.dy


def _text(picture: Picture, mark: Text) -> str:
    x, y = _at(picture, mark)
    font = mark.font
    place = f' x="{x:.2f}" y="{y:.2f}" font-size="{font.size:g}" font-weight="{font.weight}"'
    if font.italic:
        place += ' font-style="italic"'
    if font.tracking:
        place += f' letter-spacing="{font.tracking * font.size:.2f}"'
    if mark.angle_deg:
        place += f' transform="rotate({mark.angle_deg:.2f} {x:.2f} {y:.2f})"'
    words = _words(mark.text)
    halo = ""
    if mark.halo is not None:
        # a text of its own below: `paint-order` is unknown to many programs, and they would bury the name in its halo
        look = f'{_paint("stroke", mark.halo)} stroke-width="{2 * mark.halo_width:g}"'
        halo = f'<text{place}{look} class="h" aria-hidden="true">{words}</text>'
    return f"{halo}<text{place}{_paint('fill', mark.colour)}>{words}</text>"


def _symbol(picture: Picture, mark: Symbol) -> Iterator[str]:
    x, y = _at(picture, mark)
    glyph = symbols.GLYPHS.get(mark.name)
    if glyph is None:
        import resources

        data = base64.b64encode(resources.path("icons", f"{mark.name}.svg").read_bytes()).decode()
        yield (
            f'<image x="{x - mark.size / 2:.2f}" y="{y - mark.size / 2:.2f}" width="{mark.size:g}" '
            f'height="{mark.size:g}" href="data:image/svg+xml;base64,{data}"/>'
        )
        return
    inks = {"fill": mark.fill, "outline": mark.outline}
    cos, sin = math.cos(math.radians(mark.angle_deg)), math.sin(math.radians(mark.angle_deg))
    turn = np.array([[cos, sin], [-sin, cos]]) * mark.size
    for part in glyph:
        body = "".join(_fine(np.array(ring) @ turn + (x, y), part.closed) for ring in part.rings)
        fill = _paint("fill", inks[part.fill]) if part.fill else ' fill="none"'
        pen = ""
        if part.pen:
            pen = f'{_paint("stroke", inks[part.pen])} stroke-width="{part.width * mark.size:.3g}"'
            pen += ' stroke-linejoin="round" stroke-linecap="round"'
        yield f'<path d="{body}" fill-rule="evenodd"{fill}{pen}/>'


def _fine(xy: Array, closed: bool) -> str:
    body = "L".join(f"{x:.2f} {y:.2f}" for x, y in xy.tolist())
    return f"M{body}{'Z' if closed else ''}"


def _raster(picture: Picture, mark: Raster) -> str:
    a, b, c, d, e, f = picture.view.matrix
    height, width = mark.rgba.shape[:2]
    sx, sy = (mark.x1 - mark.x0) / width, (mark.y1 - mark.y0) / height
    # rows run down, the plane's y runs up
    matrix = (
        a * sx, b * sx, -c * sy, -d * sy, a * mark.x0 + c * mark.y1 + e, b * mark.x0 + d * mark.y1 + f,
    )  # fmt: skip
    data = base64.b64encode(png(mark.rgba)).decode()
    return (
        f'<image width="{width}" height="{height}" transform="matrix({" ".join(f"{v:.6g}" for v in matrix)})" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
    )


def png(rgba: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """An image (h, w, 4) as a PNG file (ISO/IEC 15948)."""
    height, width = rgba.shape[:2]
    rows = np.concatenate((np.zeros((height, 1), np.uint8), rgba.reshape(height, width * 4)), axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _faces(texts: list[Text]) -> str:
    """The bundled letters that are used, as embedded faces, so that the file looks the same anywhere.

    Chinese and Japanese letters, of all weights in one face, are a family of their own: in one family with the others
    Chromium takes that face for every weight, and for the letters it has not a font of the system.
    """
    rules = [
        "text{font-family:'Rimland','Rimland CJK','Inter',sans-serif;white-space:pre}",
        ".h{fill:none;stroke-linejoin:round;user-select:none;pointer-events:none}",
    ]
    used: dict[typeset.Face, set[str]] = {}
    for mark in texts:
        for letter in mark.text:
            face = typeset.face_of(letter, mark.font)
            if face is not None:
                used.setdefault(face, set()).add(letter)
    for face in sorted(used, key=lambda face: face.path.name):
        data = base64.b64encode(_subset(face, "".join(sorted(used[face])))).decode()
        family, ranges = "Rimland", ""
        if face.cjk:
            family = "Rimland CJK"
            ranges = "unicode-range:" + ",".join(f"U+{ord(c):X}" for c in sorted(used[face])) + ";"
        ending, kind = ("otf", "opentype") if face.path.suffix == ".otf" else ("ttf", "truetype")
        weight = "400 700" if face.cjk else str(face.weight)
        slope = "italic" if face.italic else "normal"
        rules.append(
            f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slope};{ranges}"
            f"src:url(data:font/{ending};base64,{data}) format('{kind}')}}"
        )
    return "".join(rules)


@lru_cache(maxsize=16)
def _subset(face: typeset.Face, letters: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    out = io.BytesIO()
    with TTFont(face.path, recalcTimestamp=False) as font:
        # kerning takes a second a face to read and is no part of the measured widths either
        for tag in ("GPOS", "GSUB", "GDEF", "STAT", "DSIG"):
            if tag in font:
                del font[tag]
        cutter = subset.Subsetter(subset.Options(name_IDs=[1, 2], notdef_outline=True))
        cutter.populate(text=letters)
        cutter.subset(font)
        font.save(out)
    return out.getvalue()
