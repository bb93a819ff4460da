"""What is pointed at, on the map, in a list or in the palette: what choosing it does, and what can be asked of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from layers.catalogue.model import Catalogue
from layers.document.objects import Drawn, free_id
from layers.errors import PlaceError
from mapapp.canvas.pick import Thing
from mapapp.commands import Desk
from mapapp.document import Document, Target
from mapapp.finding import Finding
from mapapp.language import tr
from mapapp.panels import words
from mapapp.panels.facts_card import FactsCard
from mapapp.tools.measure import MeasureTool
from mapapp.tools.tool import Spot

Wish = Literal["centre", "measure", "target", "copy", "pin", "new flashpoint", "new base", "new unit", ""]
NEAR_MPP = 900.0
"""A town or a position is looked at no further away than this: its surroundings of a day's drive."""


class Pointing(QObject):
    """Does what a person means when pointing at something.

    Signals
    -------
    record_wanted(str, tuple[float, float])
        A flashpoint, base or unit of the user's own is to be made at that place.
    """

    record_wanted = Signal(str, object)

    def __init__(self, desk: Desk, card: FactsCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        card.target_wanted.connect(self._on_target_wanted)
        card.centre_wanted.connect(self._on_centre_wanted)

    @property
    def _document(self) -> Document:
        return self._desk.document

    def pick(self, thing: Thing | None) -> None:
        """Something on the map was clicked, or nothing."""
        if thing is None:
            self._document.select()
            self._document.point_out(None)
            self._card.hide()
        elif thing.kind == "flashpoint":
            self._document.aim_at_flashpoint(thing.id)
            self._card.hide()
        else:
            select_base(self._document, thing.id)
            self._card.show_record(thing.kind, thing.id)

    def choose(self, kind: str, ident: str) -> None:
        """A record was chosen in a list: aim at it, select it, or show where it is and what is known of it."""
        document, catalogue = self._document, self._document.catalogue
        where: tuple[float, float] | None = None
        match kind:
            case "flashpoint":
                document.aim_at_flashpoint(ident)
            case "base":
                where = catalogue.bases[ident].lon, catalogue.bases[ident].lat
                select_base(document, ident)
            case "unit":
                base = catalogue.bases[catalogue.units[ident].base]
                document.select(ident, base.id)
                ways = [leg.line for row in document.selected_arrivals if row.unit == ident for leg in row.legs]
                if ways:
                    self._desk.sights.show_all(
                        np.concatenate([way.lon for way in ways]), np.concatenate([way.lat for way in ways])
                    )
                else:
                    where = base.lon, base.lat
            case "passage":
                gate = catalogue.passages[ident].gate
                where = gate[len(gate) // 2]
            case "event":
                event = catalogue.events[int(ident)]
                where = event.lon, event.lat
            case "zone":
                zone = catalogue.zones[ident]
                where = zone.lon, zone.lat
                document.select(ident)
        if where is not None and not self._sees(*where):
            self._desk.sights.look_at(*where)
        if kind != "flashpoint":
            self._card.show_record(kind, ident)

    def take(self, found: Finding, ask: bool) -> None:
        """A line of the palette was taken; `ask`: who can respond there."""
        content = self._document.content
        if ask and found.lon is not None and found.lat is not None:
            ident = found.id if found.kind in {"flashpoint", "base"} else ""
            self.aim_at(Spot(found.lon, found.lat, ident, found.text))
            return
        match found.kind:
            case "town" | "position":
                assert found.lon is not None
                assert found.lat is not None
                self._desk.sights.look_at(found.lon, found.lat, NEAR_MPP)
                self._document.point_out(Target("", found.text, found.lon, found.lat))
            case "bookmark":
                self._desk.sights.visit(next(one for one in content.bookmarks if one.name == found.id))
            case "object":
                assert found.lon is not None
                assert found.lat is not None
                self._desk.sights.look_at(found.lon, found.lat)
                self._document.select(found.id)
            case "scenario":
                self._document.switch_scenario(int(found.id))
            case _:
                self.choose(found.kind, found.id)

    def _sees(self, lon: float, lat: float) -> bool:
        """Whether the place is on the map, clear of its edge."""
        view = self._desk.canvas.view
        x, y = view.pixels_of(lon, lat)
        return bool(40 <= x <= view.width - 40 and 40 <= y <= view.height - 40)

    # --- the context menu ---------------------------------------------------------------------------------------

    def ask(self, spot: Spot | None, at: QPoint) -> None:
        """The context menu of a place."""
        if spot is None:
            return
        match ask(self._desk.as_widget(), spot.name or self._written(spot), at):
            case "centre":
                self._desk.canvas.centre_on(spot.lon, spot.lat)
            case "measure":
                self.measure_from(spot)
            case "target":
                self.aim_at(spot)
            case "pin":
                self.drop_pin(spot)
            case "new flashpoint" | "new base" | "new unit" as wish:
                self.record_wanted.emit(wish.removeprefix("new "), (spot.lon, spot.lat))
            case "copy":
                QGuiApplication.clipboard().setText(self._written(spot))
                self._desk.say(f"Copied {self._written(spot)}")

    def measure_from(self, spot: Spot) -> None:
        """Begin a measured line at a place."""
        self._desk.set_tool("measure")
        tool = self._desk.tools["measure"]
        assert isinstance(tool, MeasureTool)
        tool.cancel()
        tool.click(spot)

    def drop_pin(self, spot: Spot) -> None:
        """Leave a pin at a place."""
        refs = (spot.ref,) if spot.ref else ()
        ident = free_id(self._document.content.drawn, "pin")
        pin = Drawn(ident, "pin", ((spot.lon, spot.lat),), spot.name or "Pin", refs=refs)
        self._document.apply("Drop pin", lambda content: replace(content, drawn=(*content.drawn, pin)))

    def aim_at(self, spot: Spot) -> None:
        """Ask who can respond at a place."""
        if spot.ref in self._document.catalogue.flashpoints:
            self._document.aim_at_flashpoint(spot.ref)
        else:
            self._document.aim(Target("", spot.name or self._written(spot), spot.lon, spot.lat))

    def resolve(self, text: str) -> Spot:
        """The place a text names, for typed input; raises PlaceError."""
        return resolve(self._document.catalogue, text)

    def _written(self, spot: Spot) -> str:
        return words.place(spot.lon, spot.lat, self._desk.settings.preferences.notation)

    def _on_target_wanted(self, name: str, lon: float, lat: float) -> None:
        self._document.aim(Target("", name, lon, lat))

    def _on_centre_wanted(self, lon: float, lat: float) -> None:
        self._desk.canvas.centre_on(lon, lat)


def select_base(document: Document, ident: str) -> None:
    """Select a base, and the first of its units that can come."""
    response = document.response
    rows = [row for row in response.arrivals if row.base == ident] if response else []
    document.select(ident, *(row.unit for row in rows[:1]))


def ask(parent: QWidget, title: str, at: QPoint) -> Wish:
    """The context menu of a place; empty when nothing was chosen."""
    menu = QMenu(parent)
    menu.addAction(title).setEnabled(False)
    menu.addSeparator()
    wishes: dict[object, Wish] = {
        menu.addAction(tr("Centre here")): "centre",
        menu.addAction(tr("Measure from here")): "measure",
        menu.addAction(tr("Who can respond here?")): "target",
        menu.addAction(tr("Drop a pin here")): "pin",
    }
    new = menu.addMenu(tr("New here"))
    for kind in ("flashpoint", "base", "unit"):
        wishes[new.addAction(f"{tr(kind.capitalize())}\u2026")] = f"new {kind}"  # type: ignore[assignment]  # one of them
    menu.addSeparator()
    wishes[menu.addAction(tr("Copy position"))] = "copy"
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
