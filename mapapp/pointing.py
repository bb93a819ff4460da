"""What is pointed at, on the map or in a list: what choosing it does, and what can be asked of a place."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from layers.catalogue.model import Catalogue
from layers.errors import PlaceError
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Document
from mapapp.tools.tool import Spot

Wish = Literal["centre", "measure", "target", "copy", ""]


def select_base(document: Document, ident: str) -> None:
    """Select a base, and the first of its units that can come."""
    response = document.response
    rows = [row for row in response.arrivals if row.base == ident] if response else []
    document.select(ident, *(row.unit for row in rows[:1]))


def choose(document: Document, canvas: MapCanvas, kind: str, ident: str) -> None:
    """A thing of the catalogue was chosen in a list: aim at it, select it, or show where it is."""
    catalogue = document.catalogue
    match kind:
        case "flashpoint":
            document.aim_at_flashpoint(ident)
        case "base":
            canvas.centre_on(catalogue.bases[ident].lon, catalogue.bases[ident].lat)
            select_base(document, ident)
        case "unit":
            document.select(ident, catalogue.units[ident].base)
        case "passage":
            gate = catalogue.passages[ident].gate
            canvas.centre_on(*gate[len(gate) // 2])
        case "event":
            event = catalogue.events[int(ident)]
            canvas.centre_on(event.lon, event.lat)
        case "zone":
            document.select(ident)
        case _:
            raise ValueError(f"nothing is done with a {kind}")


def ask(parent: QWidget, title: str, at: QPoint) -> Wish:
    """The context menu of a place; empty when nothing was chosen."""
    menu = QMenu(parent)
    menu.addAction(title).setEnabled(False)
    menu.addSeparator()
    wishes: dict[object, Wish] = {
        menu.addAction("Centre here"): "centre",
        menu.addAction("Measure from here"): "measure",
        menu.addAction("Who can respond here?"): "target",
    }
    menu.addSeparator()
    wishes[menu.addAction("Copy position")] = "copy"
    chosen = menu.exec(at)
    menu.deleteLater()
    return wishes.get(chosen, "")


def resolve(catalogue: Catalogue, text: str) -> Spot:
    """The place a text names: of the catalogue, or a town.

    Raises
    ------
    PlaceError
        With the nearest names, when nothing fits.
    """
    from layers.catalogue import find

    try:
        found = find.resolve(catalogue, text)
    except PlaceError:
        from layers.io import shipped

        found = find.resolve(catalogue, text, towns=shipped.gazetteer())
    return Spot(found.lon, found.lat, found.id, found.name)
