"""What is pointed at, on the map, in a list or in the palette: what choosing it does, and what can be asked of it."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QPoint

from layers.catalogue.model import Catalogue
from layers.errors import PlaceError
from mapapp.canvas.pick import Thing
from mapapp.commands import PLACE_MENU, Desk, places
from mapapp.document import Document, Target
from mapapp.finding import Finding
from mapapp.menus import Actions
from mapapp.panels.facts_card import FactsCard
from mapapp.tools.tool import Spot

NEAR_MPP = 900.0
"""A town or a position is looked at no further away than this: its surroundings of a day's drive."""


class Pointing(QObject):
    """Does what a person means when pointing at something."""

    def __init__(self, desk: Desk, card: FactsCard, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card = card
        self._asked: Spot | None = None
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
            places.aim_at(self._desk, Spot(found.lon, found.lat, ident, found.text))
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

    # --- the place that commands are about ----------------------------------------------------------------------

    @property
    def place(self) -> Spot:
        """Where the context menu was opened, else what is under the cursor, else the middle of the map."""
        sight = self._desk.sights.sight
        return self._asked or self._desk.beside.spot_under_cursor() or Spot(sight.lon, sight.lat)

    def ask(self, actions: Actions, spot: Spot | None, at: QPoint) -> None:
        """The context menu of a place."""
        if spot is None:
            return
        self._asked = spot
        menu = actions.popup(PLACE_MENU, at, self._desk.as_widget(), places.name(self._desk, spot))
        menu.destroyed.connect(partial(self._forget, spot))  # it outlives the command chosen from it

    def _forget(self, spot: Spot, *_: object) -> None:
        if self._asked is spot:
            self._asked = None

    def resolve(self, text: str) -> Spot:
        """The place a text names, for typed input; raises PlaceError."""
        return resolve(self._document.catalogue, text)

    def _on_target_wanted(self, name: str, lon: float, lat: float) -> None:
        self._document.aim(Target("", name, lon, lat))

    def _on_centre_wanted(self, lon: float, lat: float) -> None:
        self._desk.canvas.centre_on(lon, lat)


def select_base(document: Document, ident: str) -> None:
    """Select a base, and the first of its units that can come."""
    response = document.response
    rows = [row for row in response.arrivals if row.base == ident] if response else []
    document.select(ident, *(row.unit for row in rows[:1]))


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
