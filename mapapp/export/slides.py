"""Briefings as slides: native title, table, chart, legend, rings, ways, signs and names over a picture of the land."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from layers.errors import RimlandError
from layers.io import embedded
from layers.io.files import save_bytes
from layers.io.text import line
from layers.picture.chart import Closure
from layers.picture.kit import Box
from layers.picture.marks import Mark, Picture, Raster, Shape, Stroke, Symbol, Text
from layers.picture.paper import Paper
from layers.style import symbols
from layers.wording import say
from mapapp.export import briefing, contents, dates, page, zips
from mapapp.export.about import software
from mapapp.export.briefing import Briefing, Order
from mapapp.export.chart_xml import add_chart
from mapapp.export.shapes import EMU, FACE, Shapes
from mapapp.export.tables import add_table

NATIVE = frozenset({"rings", "denial", "routes", "drawings"})
"""Layers of the base that become shapes of their own; land, sea, bands and borders stay a picture."""
LEFT_OUT = frozenset({"title", "subtitle", "table", "chart"})
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_TEMPLATE = _MAIN.replace("presentation.main", "template.main")


def write(pages: Sequence[Briefing], order: Order, path: Path, tell: Any) -> list[Path]:
    """Write a slide a briefing, behind a contents slide when there are several."""
    deck = _deck(order.base, order.slide)
    paper = Paper("slide", deck.slide_width / EMU / 96 * 25.4, deck.slide_height / EMU / 96 * 25.4)
    order = replace(order, paper=paper)
    layout = _title_layout(deck)
    if len(pages) > 1:
        _contents(deck, layout, pages, order)
    plain = replace(order, title="", subtitle="") if len(pages) > 1 else order
    for number, one in enumerate(pages):
        tell(0.05 + 0.9 * number / len(pages), one.name or path.name)
        _slide(deck, layout, one, plain)
    stamp = dates.moment(order.date).replace(tzinfo=None)
    about = deck.core_properties
    about.title = line(order.title or briefing.title_of(pages[0], order), 250)
    about.author = about.last_modified_by = software()
    about.created = about.modified = stamp
    about.revision = 1
    held = io.BytesIO()
    deck.save(held)
    package = zips.dated(held.getvalue(), order.date)
    document = briefing.carried(pages)
    save_bytes(path, _with_document(package, document, order) if document else package)
    return [path]


def _deck(base: Path | None, size: Paper) -> Any:
    """The user's template without its slides and of its own size, or an empty deck of slides of a size."""
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError
    from pptx.util import Emu

    if base is None:
        deck = Presentation()
        deck.slide_width, deck.slide_height = Emu(size.width * EMU), Emu(size.height * EMU)
        _set_in(deck, FACE)
        return deck
    try:
        deck = Presentation(io.BytesIO(_as_presentation(base.read_bytes())))
    except OSError as error:
        raise RimlandError(f"cannot read {base}: {error.strerror}", remedy="check the name of the template") from None
    except (ValueError, KeyError, zipfile.BadZipFile, PackageNotFoundError):
        raise RimlandError(f"{base.name} is no template for slides", remedy="give a .pptx or .potx file") from None
    ids = deck.slides._sldIdLst  # noqa: SLF001 - python-pptx has no public way to take slides away
    for entry in list(ids):
        deck.part.drop_rel(entry.rId)
        ids.remove(entry)
    return deck


def _set_in(deck: Any, face: str) -> None:
    """Every word of the deck that names no face of its own in `face`."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = re.sub(  # noqa: SLF001 - python-pptx leaves themes as they are
        rb'<a:latin typeface="[^"+]+"', f'<a:latin typeface="{face}"'.encode(), theme.blob
    )


def _as_presentation(package: bytes) -> bytes:
    """A .potx differs from a .pptx by one word in its table of contents."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        if _TEMPLATE.encode() not in parts.read("[Content_Types].xml"):
            return package
        items = [(info.filename, parts.read(info)) for info in parts.infolist()]
    swapped = [(name, data.replace(_TEMPLATE.encode(), _MAIN.encode())) for name, data in items]
    return zips.packed(swapped, dates.of("2000-01-01"))


def _title_layout(deck: Any) -> Any:
    """The layout with a title and as little else as can be."""
    titled = [one for one in deck.slide_layouts if any(p.placeholder_format.type in {1, 3} for p in one.placeholders)]
    if not titled:
        raise RimlandError("the template has no layout with a title", remedy="add one, such as 'Title Only'")
    return min(titled, key=lambda one: len(one.placeholders))


def _slide(deck: Any, layout: Any, one: Briefing, order: Order) -> None:
    laid = briefing.laid_out(one, order, LEFT_OUT)
    slide = _drawn(deck, layout, laid.picture, order, f"Map: {one.name}")
    _title(slide, briefing.title_of(one, order), laid.boxes["title"])
    if "subtitle" in laid.boxes:
        _subtitle(slide, order.subtitle or briefing.subtitle(one), laid.boxes["subtitle"])
    if "table" in laid.boxes:
        add_table(slide, laid.rows, one.sheet.style, laid.boxes["table"])
    closure = briefing.closure_of(one)
    if "chart" in laid.boxes and closure is not None:
        _chart(slide, closure, laid.boxes["chart"], one)
    slide.notes_slide.notes_text_frame.text = notes(one)


def _chart(slide: Any, closure: Closure, box: Box, one: Briefing) -> None:
    ink = one.sheet.style.thematic
    add_chart(slide, closure, box, ink.ring.colour, ink.target)


def _contents(deck: Any, layout: Any, pages: Sequence[Briefing], order: Order) -> None:
    laid = contents.contents_page(pages, order, LEFT_OUT)
    slide = _drawn(deck, layout, laid.picture, order, "Map of the places")
    _title(slide, contents.title(pages, order), laid.boxes["title"])
    _subtitle(slide, contents.subtitle(pages, order), laid.boxes["subtitle"])
    if "table" in laid.boxes:
        add_table(slide, laid.rows, pages[0].sheet.style, laid.boxes["table"])


def _drawn(deck: Any, layout: Any, picture: Picture, order: Order, told: str) -> Any:
    """A slide with the base map as a picture and everything above it as shapes."""
    from lxml import etree

    slide = deck.slides.add_slide(layout)
    for holder in list(slide.placeholders):
        if holder.placeholder_format.type not in {1, 3}:
            holder._element.getparent().remove(holder._element)  # noqa: SLF001 - as above
    x0, y0, x1, y1 = picture.frame or (0.0, 0.0, float(picture.view.width), float(picture.view.height))
    below = replace(
        picture,
        base=tuple(mark for mark in picture.base if mark.layer not in NATIVE),
        over=tuple(mark for mark in picture.over if not _native(mark)),
    )
    scale = max(order.dpi, 96) / 96
    made = page.image(below, scale)
    cut = made.copy(round(x0 * scale), round(y0 * scale), round((x1 - x0) * scale), round((y1 - y0) * scale))
    image = slide.shapes.add_picture(
        io.BytesIO(page.png_bytes(cut)), *(round(v * EMU) for v in (x0, y0, x1 - x0, y1 - y0))
    )
    image.name = "Base map"
    image._element.nvPicPr.cNvPr.set("descr", line(told, 250))  # noqa: SLF001 - the text for who cannot see it
    writer = Shapes(picture, 1000)
    tree = slide.shapes._spTree  # noqa: SLF001
    marks = [mark for mark in picture.base if mark.layer in NATIVE] + [mark for mark in picture.over if _native(mark)]
    for mark in marks:
        xml = "" if isinstance(mark, Raster) else writer.of(mark)
        if xml:
            tree.append(etree.fromstring(xml))
    return slide


def _native(mark: Mark) -> bool:
    """Whether a mark above the base becomes a shape: not single letters along a curve, nor the grid's figures."""
    match mark:
        case Text():
            return mark.layer != "graticule" and (len(mark.text) > 1 or not mark.angle_deg)
        case Symbol():
            return mark.name in symbols.GLYPHS
        case Shape() | Stroke():
            return True
        case _:
            return False


def _title(slide: Any, text: str, box: Box) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    title = slide.shapes.title
    _placed(title, box)
    frame = title.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.text = line(text, 300)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold = Pt(21), True
    tree = slide.shapes._spTree  # noqa: SLF001
    tree.remove(title._element)  # noqa: SLF001
    tree.append(title._element)  # noqa: SLF001 - above the pictures


def _subtitle(slide: Any, text: str, box: Box) -> None:
    from pptx.util import Pt

    added = slide.shapes.add_textbox(0, 0, 1, 1)
    added.name = "Subtitle"
    _placed(added, box)
    frame = added.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap = True
    frame.text = line(text, 300)
    frame.paragraphs[0].font.size = Pt(11)


def _placed(shape: Any, box: Box) -> None:
    shape.left, shape.top = round(box.x0 * EMU), round(box.y0 * EMU)
    shape.width, shape.height = round(box.width * EMU), round(box.height * EMU)


def notes(one: Briefing) -> str:
    """What the speaker is to know: sources and assumptions."""
    parts: list[str] = []
    if one.saved is not None:
        scenario = one.saved.content.scenario
        parts += [f"{say('Assumptions')}: {line(scenario.name, 300)}", line(scenario.note)]
        for words, ids in (
            ("Closed", scenario.closed), ("Opened", scenario.opened), ("Not overflown", scenario.avoided),
            ("Overflown by leave", scenario.allowed), ("Tied down elsewhere", scenario.committed),
        ):  # fmt: skip
            if ids:
                parts.append(f"{say(words)}: {', '.join(sorted(ids))}")
        if scenario.passage_h:
            waits = ", ".join(f"{name} {hours.likely:g} h" for name, hours in scenario.passage_h)
            parts.append(f"{say('Waiting in passages')}: {waits}")
    clock = one.response.clock if one.response is not None else None
    if clock is not None and clock.applies:
        parts.append(f"{say('Seizure clock')}: {line(clock.rationale)}")
    parts.append(f"{say('Sources')}:")
    parts += [f"- {line(text, 600)}" for text in briefing.source_list(one.sheet, one.response)]
    parts.append(software())
    return "\n".join(part for part in parts if part)


def _with_document(package: bytes, document: bytes, order: Order) -> bytes:
    """The package with the document as a custom XML part of the presentation (ECMA-376, part 1, 15.2.5)."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        items = {info.filename: parts.read(info) for info in parts.infolist()}
    number = 1
    while f"customXml/item{number}.xml" in items:
        number += 1
    name = f"customXml/item{number}.xml"
    body = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + embedded.as_xml(document, software())
    items[name] = body.encode()
    relations = items["ppt/_rels/presentation.xml.rels"].decode()
    entry = f'<Relationship Id="rIdRimland" Type="{kind}" Target="../{name}"/>'
    items["ppt/_rels/presentation.xml.rels"] = relations.replace(
        "</Relationships>", f"{entry}</Relationships>"
    ).encode()
    return zips.packed(items.items(), order.date)
