"""Pictures as PNG, PDF and SVG files, and the briefing page of what is on the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from layers.errors import RimlandError
from layers.picture import page, table
from layers.picture.marks import Picture
from layers.picture.sheet import Sheet
from layers.response.model import Response
from mapapp.export import svg
from mapapp.export.files import saved
from mapapp.paint import Painter

PDF_DPI = 1200
FORMATS = (".png", ".pdf", ".svg")

_KEPT: list[QGuiApplication] = []


def ready() -> None:
    """Make sure Qt can set type: without a running application, start one that needs no screen."""
    if QGuiApplication.instance() is None:
        _KEPT.append(QApplication(["rimland", "-platform", "offscreen"]))


def image(picture: Picture, scale: float = 1.0) -> QImage:
    """The picture as an image, `scale` device pixels to the page's pixel, drawn as for paper."""
    ready()
    view = picture.view
    made = QImage(round(view.width * scale), round(view.height * scale), QImage.Format.Format_RGB32)
    if made.isNull():
        raise RimlandError(
            f"an image of {round(view.width * scale)} x {round(view.height * scale)} pixels is too large",
            remedy="give fewer dots per inch",
        )
    made.setDotsPerMeterX(round(96 * scale / 0.0254))
    made.setDotsPerMeterY(round(96 * scale / 0.0254))
    painter = QPainter(made)
    Painter().paint(painter, picture, scale, "export")
    painter.end()
    return made


def render_png(picture: Picture, path: Path | str, scale: float = 2.0) -> None:
    """Write a PNG; a scale of 1 is 96 dots per inch."""

    def write(beside: Path) -> None:
        if not image(picture, scale).save(str(beside), "PNG"):  # type: ignore[call-overload]  # Qt takes text here, its stubs say bytes
            raise OSError(0, "the disk took no more")

    saved(Path(path), write)


def render_pdf(picture: Picture, path: Path | str, title: str = "") -> None:
    """Write a one-page PDF: vectors and real text in embedded type."""
    ready()
    size = QSizeF(picture.view.width / 96 * 25.4, picture.view.height / 96 * 25.4)

    def write(beside: Path) -> None:
        writer = QPdfWriter(str(beside))
        writer.setResolution(PDF_DPI)
        writer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter, "page", QPageSize.SizeMatchPolicy.ExactMatch))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        writer.setTitle(title)
        writer.setCreator("Rimland")
        painter = QPainter(writer)
        if not painter.isActive():
            raise OSError(0, "the disk took no more")
        Painter().paint(painter, picture, PDF_DPI / 96, "export")
        painter.end()

    saved(Path(path), write)


def render_svg(picture: Picture, path: Path | str, title: str = "") -> None:
    """Write an SVG with embedded type."""

    def write(beside: Path) -> None:
        beside.write_text(svg.document(picture, title), encoding="utf-8", newline="\n")

    saved(Path(path), write)


def render(picture: Picture, path: Path | str, title: str = "", scale: float = 2.0) -> None:
    """Write the file its ending asks for.

    Raises
    ------
    RimlandError
        When the ending is none of .png .pdf .svg, or the file cannot be written.
    """
    target = Path(path)
    ways: dict[str, Callable[[], None]] = {
        ".png": lambda: render_png(picture, target, scale),
        ".pdf": lambda: render_pdf(picture, target, title),
        ".svg": lambda: render_svg(picture, target, title),
    }
    way = ways.get(target.suffix.casefold())
    if way is None:
        raise RimlandError(f"{target.name} is no kind of file we write", remedy=f"end it in {', '.join(FORMATS)}")
    way()


def briefing(
    sheet: Sheet,
    response: Response | None,
    title: str = "",
    marking: str = "",
    date: str = "",
    spec: page.ViewSpec | None = None,
    paper: page.Paper = page.A4_LANDSCAPE,
) -> Picture:
    """The page of what is on the map, with the response's first arrivals; `date` empty: today."""
    rows = table.first_arrivals(response, sheet.catalogue) if response is not None else ()
    name = response.target_name if response is not None else ""
    return page.brief(
        sheet,
        spec or page.spec_for(sheet),
        title or (f"{name}: who can respond, and how soon" if name else "Rimland"),
        _subtitle(response),
        rows,
        _sources(sheet, response),
        date or dt.datetime.now(tz=dt.UTC).strftime("%d %B %Y").lstrip("0"),
        marking,
        paper,
    )


def _subtitle(response: Response | None) -> str:
    if response is None:
        return ""
    parts = []
    if response.clock is not None and response.clock.applies:
        hours = response.clock.hours
        parts.append(f"Seizure clock {hours.likely:g} h (from {hours.low:g} to {hours.high:g} h)")
    in_time = sum(arrival.status == "in time" for arrival in response.arrivals)
    late = sum(arrival.status == "late" for arrival in response.arrivals)
    never = sum(arrival.status == "unreachable" for arrival in response.arrivals)
    if in_time or late or never:
        parts.append(f"{in_time} units in time, {late} late, {never} cannot come")
    if unasked := sum(arrival.status == "not expected" for arrival in response.arrivals):
        parts.append(f"{unasked} not expected to")
    return "  ·  ".join(parts)


def _sources(sheet: Sheet, response: Response | None) -> str:
    """What the figures on the page rest on."""
    found: list[str] = []
    if response is not None and response.clock is not None:
        found.append(response.clock.source.text)
    for gap in response.gaps if response is not None else ():
        unit = sheet.catalogue.units.get(gap.first_unit)
        if unit is not None:
            found.append(unit.source.text)
    parts = list(dict.fromkeys(part.strip() for text in found for part in text.split(";") if part.strip()))
    return "; ".join([*parts[:10], "the full list stands in the catalogue"]) if parts else ""


def write_brief(sheet: Sheet, response: Response | None, path: Path | str, title: str = "", marking: str = "") -> None:
    """Write the briefing page as PNG, PDF or SVG, by the path's ending.

    Raises
    ------
    RimlandError
        When the file cannot be written.
    """
    picture = briefing(sheet, response, title, marking)
    render(picture, path, title or (response.target_name if response is not None else "Rimland"))
