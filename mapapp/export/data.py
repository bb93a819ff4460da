"""A briefing's layers as data for other programs: web page, GeoPackage, GeoJSON, KML, tables."""

from __future__ import annotations

from pathlib import Path

from layers.io.feature import Layer
from layers.io.files import save_bytes, saved
from layers.picture.furniture import CREDIT
from layers.picture.page import DISCLAIMER
from layers.wording import say
from mapapp.export import briefing, dates, zips
from mapapp.export.about import software
from mapapp.export.briefing import Briefing, Order


def _layers(one: Briefing) -> tuple[Layer, ...]:
    from layers.io import features

    return features.layers(one.sheet, one.response, one.saved)


def html(one: Briefing, order: Order, path: Path) -> list[Path]:
    """Write the web page."""
    from layers.io import web
    from layers.picture.table import first_arrivals

    told = web.WebPage(
        briefing.title_of(one, order),
        order.subtitle or briefing.subtitle(one),
        order.marking,
        dates.words(order.date, order.locale),
        say(DISCLAIMER),
        say(CREDIT),
        briefing.source_list(one.sheet, one.response),
        first_arrivals(one.response, one.sheet.catalogue) if one.response is not None else (),
        one.document,
        software(),
    )
    text = web.page(told, one.sheet, one.response, _layers(one), (one.spec.lon, one.spec.lat), one.spec.across_m)
    save_bytes(path, text.encode())
    return [path]


def geopackage(one: Briefing, order: Order, path: Path) -> list[Path]:
    """Write a GeoPackage."""
    from layers.io import gpkg

    saved(path, lambda beside: gpkg.write(beside, _layers(one), one.document, software(), order.date))
    return [path]


def geojson(one: Briefing, _order: Order, path: Path) -> list[Path]:
    """Write a GeoJSON file."""
    from layers.io import geojson as writer

    save_bytes(path, writer.text(_layers(one), one.document, software()).encode())
    return [path]


def kml(one: Briefing, order: Order, path: Path) -> list[Path]:
    """Write a KML file."""
    save_bytes(path, _kml(one, order))
    return [path]


def kmz(one: Briefing, order: Order, path: Path) -> list[Path]:
    """Write a KML file in a zip, as Google Earth likes it."""
    save_bytes(path, zips.packed([("doc.kml", _kml(one, order))], order.date))
    return [path]


def _kml(one: Briefing, order: Order) -> bytes:
    from layers.io import kml as writer

    return writer.text(_layers(one), briefing.title_of(one, order), one.document, software()).encode()


def tables(one: Briefing, _order: Order, path: Path) -> list[Path]:
    """Write the arrivals as CSV, and every other layer beside them in a file of its own."""
    from layers.io import sheets

    files = []
    for layer in _layers(one):
        file = path if layer.name == "arrivals" else path.with_name(f"{path.stem}-{layer.name}{path.suffix}")
        save_bytes(file, sheets.csv_text(layer).encode())
        files.append(file)
    return files


def workbook(one: Briefing, order: Order, path: Path) -> list[Path]:
    """Write a workbook with a sheet a layer."""
    from layers.io import sheets

    package = sheets.workbook(_layers(one), about(one, order), order.date)
    save_bytes(path, zips.dated(package, order.date))
    return [path]


def about(one: Briefing, order: Order) -> list[tuple[str, str]]:
    """What a reader of bare tables must know."""
    rows = [
        (say("Title"), briefing.title_of(one, order)),
        (say("Answer"), order.subtitle or briefing.subtitle(one)),
        (say("Marking"), order.marking),
        (say("Date"), dates.words(order.date, order.locale)),
    ]
    if one.saved is not None:
        scenario = one.saved.content.scenario
        rows += [(say("Assumptions"), scenario.name), ("", scenario.note)]
    rows += [(say("Source"), text) for text in briefing.source_list(one.sheet, one.response)]
    rows += [(say("Note"), say(DISCLAIMER)), (say("Base map"), say(CREDIT)), (say("Made with"), software())]
    return [(name, text) for name, text in rows if text]
