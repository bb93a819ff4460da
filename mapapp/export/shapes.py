"""Marks as DrawingML: native shapes and text boxes that a person can select, move and edit on a slide.

The XML is written here since python-pptx's freeform builder takes time by the square of the vertices: 4 s for 5 000.

References
----------
ECMA-376, part 1, 20.1 (DrawingML main) and 19.3 (PresentationML shapes).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import count, pairwise
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from layers.io.text import line
from layers.picture.cut import Array, clipped, clipped_lines, polylines
from layers.picture.marks import Colour, Geometry, Picture, Shape, Stroke, Symbol, Text
from layers.style import symbols
from layers.style.typeset import measure
from layers.wording import now

EMU = 9525
"""English metric units in a page pixel of 1/96 inch."""
FACE = "Arial"
"""Of names: slides carry no fonts. Every PowerPoint has it, LibreOffice has Liberation Sans of the same widths, and its
words are a twentieth narrower than those of the maps' own face, by which names were placed."""
ASCENT = 0.905
"""Height of the first baseline in a text box without insets, in em of that face."""
PLATE = 0.5
"""How opaque the ground below a name is. LibreOffice draws no glow about letters, and an outline would be drawn over
them; the plate lifts a name off the map in every program and moves with it."""
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)


class Shapes:
    """Writes shapes of one slide, each with a number of its own."""

    def __init__(self, picture: Picture, first_id: int) -> None:
        self._picture = picture
        self._ids = count(first_id)

    def of(self, mark: Shape | Stroke | Text | Symbol) -> str:
        """The XML of a mark; empty when nothing of it can be seen."""
        match mark:
            case Shape():
                return self._area(mark)
            case Stroke():
                return self._line(mark)
            case Text():
                return self.text(mark)
            case Symbol():
                return self._symbol(mark)

    def _page(self, geometry: Geometry) -> Array:
        if geometry.space == "page":
            return geometry.xy
        a, b, c, d, e, f = self._picture.view.matrix
        page: Array = geometry.xy @ np.array([[a, b], [c, d]]) + np.array([e, f])
        return page

    def _window(self, geometry: Geometry) -> tuple[float, float, float, float]:
        view = self._picture.view
        if geometry.space == "page" or self._picture.frame is None:
            return 0.0, 0.0, float(view.width), float(view.height)
        return self._picture.frame

    def _area(self, mark: Shape) -> str:
        page, start = self._page(mark.geometry), mark.geometry.start
        window = self._window(mark.geometry)
        rings = [clipped(page[a:b], window) for a, b in pairwise(start) if b - a >= 3]
        good = [ring for ring in rings if len(ring) >= 3]
        return self._freeform(_name(mark.layer), good, True, _fill(mark.colours[0]), _NO_LINE) if good else ""

    def _line(self, mark: Stroke) -> str:
        pen = mark.pen
        xy, start = polylines(mark.geometry, mark.closed, True)
        page = xy if mark.geometry.space == "page" else self._page(Geometry(("", id(xy)), xy, start.astype(np.int32)))
        lines = list(clipped_lines(page, start, self._window(mark.geometry)))
        look = _pen(pen.colour, pen.width, pen.dash)
        return self._freeform(_name(mark.layer), lines, False, "<a:noFill/>", look) if lines else ""

    def _freeform(self, name: str, parts: Sequence[Array], closed: bool, fill: str, line: str) -> str:
        every = np.concatenate(parts)
        x0, y0 = every.min(axis=0)
        width, height = np.maximum(every.max(axis=0) - (x0, y0), 0.01)
        body = "".join(_path(part - (x0, y0), closed) for part in parts)
        w, h = _emu(width), _emu(height)
        return (
            f"<p:sp {_NAMESPACES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>"
            f"{_place(x0, y0, width, height)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{w}" h="{h}">{body}</a:path></a:pathLst>'
            f"</a:custGeom>{fill}{line}</p:spPr></p:sp>"
        )

    def _named(self, name: str) -> str:
        return f"<p:cNvPr id={quoteattr(str(next(self._ids)))} name={quoteattr(name)}/>"

    def text(self, mark: Text) -> str:
        """A line of text as a box that does not wrap."""
        words = line(mark.text)
        if not words.strip():
            return ""
        x, y = self._at(mark)
        size = mark.font.size
        width, height = measure(mark.text, mark.font).width + 2.0, size * 1.25
        across, down = width / 2, height / 2 - ASCENT * size
        turn = math.radians(mark.angle_deg)
        cx = x + across * math.cos(turn) - down * math.sin(turn)
        cy = y + across * math.sin(turn) + down * math.cos(turn)
        glow, plate, middle = "", "<a:noFill/>", ""
        if mark.halo is not None:
            plate, middle = _fill(mark.halo.faded(PLATE)), '<a:pPr algn="ctr"/>'
            glow = f'<a:effectLst><a:glow rad="{_emu(mark.halo_width)}">{_colour(mark.halo)}</a:glow></a:effectLst>'
        weight = ' b="1"' if mark.font.weight >= 600 else ""
        slope = ' i="1"' if mark.font.italic else ""
        spread = f' spc="{round(mark.font.tracking * size * 75)}"' if mark.font.tracking else ""
        rotation = f' rot="{round(mark.angle_deg * 60000) % 21600000}"' if mark.angle_deg else ""
        return (
            f'<p:sp {_NAMESPACES}><p:nvSpPr>{self._named(words[:60])}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>'
            f"{_place(cx - across, cy - height / 2, width, height, rotation)}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{plate}</p:spPr><p:txBody>"
            '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr>'
            f"<a:p>{middle}<a:r>"
            f'<a:rPr lang="{now().locale or "en-GB"}" sz="{max(round(size * 75), 100)}"{weight}{slope}{spread}'
            ' dirty="0">'
            f'{_fill(mark.colour)}{glow}<a:latin typeface="{FACE}"/><a:cs typeface="{FACE}"/></a:rPr>'
            f"<a:t>{escape(words)}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    def _at(self, mark: Text | Symbol) -> tuple[float, float]:
        view = self._picture.view
        x, y = view.to_page(mark.x, mark.y) if mark.space == "plane" else (mark.x, mark.y)
        return x + mark.dx, y + mark.dy

    def _symbol(self, mark: Symbol) -> str:
        glyph = symbols.GLYPHS.get(mark.name)
        if glyph is None:
            return ""
        x, y = self._at(mark)
        inks = {"fill": mark.fill, "outline": mark.outline}
        cos, sin = math.cos(math.radians(mark.angle_deg)), math.sin(math.radians(mark.angle_deg))
        turn = np.array([[cos, sin], [-sin, cos]]) * mark.size
        name = mark.ref or mark.name
        number = self._named(name)
        parts = []
        for part in glyph:
            rings = [np.array(ring) @ turn + (x, y) for ring in part.rings]
            fill = _fill(inks[part.fill]) if part.fill else "<a:noFill/>"
            line = _pen(inks[part.pen], part.width * mark.size, ()) if part.pen else _NO_LINE
            parts.append(self._freeform(name, rings, part.closed, fill, line))
        half = mark.size / 2
        box = (
            f'<a:off x="{_emu(x - half)}" y="{_emu(y - half)}"/><a:ext cx="{_emu(mark.size)}" cy="{_emu(mark.size)}"/>'
        )
        inner = box.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        return (
            f"<p:grpSp {_NAMESPACES}><p:nvGrpSpPr>{number}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr><a:xfrm>{box}{inner}</a:xfrm></p:grpSpPr>{''.join(parts)}</p:grpSp>"
        )


_NO_LINE = "<a:ln><a:noFill/></a:ln>"


def _name(layer: str) -> str:
    return {"rings": "Range ring", "routes": "Route", "drawings": "Drawing", "denial": "Denial ring"}.get(layer, layer)


def _emu(pixels: float) -> int:
    return round(pixels * EMU)


def _place(x: float, y: float, width: float, height: float, rotation: str = "") -> str:
    return (
        f'<a:xfrm{rotation}><a:off x="{_emu(x)}" y="{_emu(y)}"/>'
        f'<a:ext cx="{max(_emu(width), 1)}" cy="{max(_emu(height), 1)}"/></a:xfrm>'
    )


def _path(part: Array, closed: bool) -> str:
    points = np.round(part * EMU).astype(np.int64)
    keep = np.ones(len(points), dtype=bool)
    keep[1:] = np.any(points[1:] != points[:-1], axis=1)
    xy = [f'<a:pt x="{x}" y="{y}"/>' for x, y in points[keep].tolist()]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in xy[1:])
    return f"<a:moveTo>{xy[0]}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"


def _colour(ink: Colour) -> str:
    alpha = f'<a:alpha val="{round(ink.a / 255 * 100000)}"/>' if ink.a < 255 else ""
    return f'<a:srgbClr val="{ink.hex[1:].upper()}">{alpha}</a:srgbClr>'


def _fill(ink: Colour) -> str:
    return f"<a:solidFill>{_colour(ink)}</a:solidFill>"


def _pen(ink: Colour, width: float, dash: Iterable[float]) -> str:
    lengths = list(dash)
    stops = "".join(
        f'<a:ds d="{round(on / max(width, 0.1) * 100000)}" sp="{round(off / max(width, 0.1) * 100000)}"/>'
        for on, off in zip(lengths[::2], lengths[1::2], strict=False)
    )
    dashes = f"<a:custDash>{stops}</a:custDash>" if stops else ""
    return f'<a:ln w="{max(_emu(width), 1)}">{_fill(ink)}{dashes}<a:round/></a:ln>'
