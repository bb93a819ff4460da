"""Pictures as PNG, PDF and SVG files: drawn by the screen's painter, of one date, carrying their document."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from layers.errors import RimlandError
from layers.io import embedded
from layers.io.files import save_bytes, saved
from layers.io.text import line
from layers.picture.marks import Picture
from mapapp.export import dates, svg
from mapapp.export.about import software
from mapapp.paint import Painter

PDF_DPI = 1200
FORMATS = (".png", ".pdf", ".svg")
MOST_PIXELS = 400_000_000
"""Of one image: 20 000 x 20 000, which is A0 at 300 dots per inch thrice over."""

_KEPT: list[QGuiApplication] = []


def ready() -> None:
    """Make sure Qt can set type: without a running application, start one that needs no screen."""
    if QGuiApplication.instance() is None:
        _KEPT.append(QApplication(["rimland", "-platform", "offscreen"]))


def image(picture: Picture, scale: float = 1.0) -> QImage:
    """The picture as an image, `scale` device pixels to the page's pixel, drawn as for paper."""
    ready()
    view = picture.view
    width, height = round(view.width * scale), round(view.height * scale)
    made = QImage(width, height, QImage.Format.Format_RGB32) if width * height <= MOST_PIXELS else QImage()
    if made.isNull():
        raise RimlandError(f"an image of {width} x {height} pixels is too large", remedy="give fewer dots per inch")
    made.setDotsPerMeterX(round(96 * scale / 0.0254))
    made.setDotsPerMeterY(round(96 * scale / 0.0254))
    painter = QPainter(made)
    Painter().paint(painter, picture, scale, "export")
    painter.end()
    return made


def png_bytes(made: QImage) -> bytes:
    """An image as a PNG file."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not made.save(buffer, "PNG"):  # type: ignore[call-overload]  # Qt takes text here, its stubs say bytes
        raise RimlandError("the image cannot be written as PNG", remedy="give fewer dots per inch")
    return bytes(held.data())


def render_png(picture: Picture, path: Path | str, scale: float = 2.0, document: bytes = b"") -> None:
    """Write a PNG; a scale of 1 is 96 dots per inch."""
    data = png_bytes(image(picture, scale))
    if document:
        data = embedded.into_png(data, document, software())
    save_bytes(Path(path), data)


def render_pdf(
    pictures: Picture | Sequence[Picture],
    path: Path | str,
    title: str = "",
    document: bytes = b"",
    date: dt.date | None = None,
    tell: Callable[[float], None] | None = None,
) -> None:
    """Write a PDF of one page a picture: vectors and real text in embedded type."""
    ready()
    pages = [pictures] if isinstance(pictures, Picture) else list(pictures)
    when = date or dates.of()

    def write(beside: Path) -> None:
        writer = QPdfWriter(str(beside))
        writer.setResolution(PDF_DPI)
        writer.setPageSize(_size(pages[0]))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        writer.setTitle(_plain(title))
        writer.setCreator(software())
        seal = uuid.uuid5(uuid.NAMESPACE_URL, f"rimland:{_plain(title)}:{when}:{document.hex()}")
        writer.setDocumentId(QUuid(str(seal)))
        writer.setDocumentXmpMetadata(QByteArray(_xmp(title, when, seal).encode()))
        if document:
            writer.addFileAttachment(embedded.FILE, QByteArray(document), "application/json")
        painter = QPainter(writer)
        if not painter.isActive():
            raise OSError(0, "the disk took no more")
        for number, page in enumerate(pages):
            if number:
                writer.setPageSize(_size(page))
                writer.newPage()
            Painter().paint(painter, page, PDF_DPI / 96, "export")
            if tell is not None:
                tell((number + 1) / len(pages))
        if not painter.end():
            raise OSError(0, "the disk took no more")
        _dated(beside, when)

    saved(Path(path), write)


def _size(picture: Picture) -> QPageSize:
    size = QSizeF(picture.view.width / 96 * 25.4, picture.view.height / 96 * 25.4)
    return QPageSize(size, QPageSize.Unit.Millimeter, "page", QPageSize.SizeMatchPolicy.ExactMatch)


def _dated(path: Path, when: dt.date) -> None:
    """Every moment in a PDF set to the midnight of its date; the length, and with it every offset, stays."""
    data = path.read_bytes()
    if not data.rstrip().endswith(b"%%EOF"):
        raise OSError(0, "the disk took no more")
    fixed = b"D:" + when.strftime("%Y%m%d").encode() + b"000000"
    path.write_bytes(re.sub(rb"\(D:\d{14}", b"(" + fixed, data))


def _plain(text: str) -> str:
    return line(text, 500)


def _in_stream(text: str) -> str:
    """As XML in which no word ends a stream or an object for a reader that mends files by looking for them."""
    return re.sub("(?i)(stream|endobj|xref)", lambda word: f"&#{ord(word[0][0])};{word[0][1:]}", escape(text))


def _xmp(title: str, when: dt.date, seal: uuid.UUID) -> str:
    moment = f"{when.isoformat()}T00:00:00Z"
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_in_stream(_plain(title))}</rdf:li></rdf:Alt></dc:title>'
        f"<xmp:CreatorTool>{escape(software())}</xmp:CreatorTool><xmp:CreateDate>{moment}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{moment}</xmp:ModifyDate><xmpMM:DocumentID>uuid:{seal}</xmpMM:DocumentID>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def render_svg(picture: Picture, path: Path | str, title: str = "", document: bytes = b"") -> None:
    """Write a SVG with embedded type."""
    text = svg.document(picture, title, embedded.as_xml(document, software()) if document else "")
    save_bytes(Path(path), text.encode())


def render(picture: Picture, path: Path | str, title: str = "", scale: float = 2.0, document: bytes = b"") -> None:
    """Write the file its ending asks for.

    Raises
    ------
    RimlandError
        When the ending is none of .png .pdf .svg, or the file cannot be written.
    """
    target = Path(path)
    match target.suffix.casefold():
        case ".png":
            render_png(picture, target, scale, document)
        case ".pdf":
            render_pdf(picture, target, title, document)
        case ".svg":
            render_svg(picture, target, title, document)
        case _:
            raise RimlandError(f"{target.name} is no kind of file we write", remedy=f"end it in {', '.join(FORMATS)}")
