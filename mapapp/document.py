"""The user's document: assumptions, layers, look and drawings as one frozen value, with undo; and what is looked at.

Everything in `Content` can be undone. The target, the selection and the computed answer are not the user's work: they
are kept beside it and are never undone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from layers import wording
from layers.basemap import Basemap, Zone
from layers.catalogue.model import Catalogue, Flashpoint
from layers.document import areas
from layers.document.model import Content, Saved, Sight, Target
from layers.document.objects import Drawn
from layers.document.own import merged
from layers.document.shown import drawing, shown
from layers.picture.sheet import Band, Drawing, LayerId, LayerSetting, RouteSpec, Sheet
from layers.response.model import Arrival, Response
from layers.scenario.model import Scenario
from layers.style.named import named
from layers.units import DistanceUnit
from mapapp import specs
from mapapp.history import History
from mapapp.language import said

__all__ = ["Content", "Document", "Edit", "Target"]

Edit = Callable[[Content], Content]


def with_scenario(content: Content, number: int) -> Content:
    """The content with the `number`-th kept scenario in use and the present one kept in its place."""
    kept = list(content.kept)
    chosen, kept[number] = kept[number], content.scenario
    return replace(content, scenario=chosen, kept=tuple(kept))


class Document(QObject):
    """What is open: content with undo, target, selection, answer.

    Signals
    -------
    scenario_changed(), layers_changed(), style_changed(), projection_changed(), drawings_changed()
        That part of the content is another one, by an edit, an undo, a redo or another document.
    kept_changed(), bookmarks_changed(), posture_changed(), dates_changed()
        So are the other scenarios, the bookmarks, the posture asked for, or the dates of the events shown.
    catalogue_changed()
        The user's own records are others, and so is `catalogue`.
    history_changed()
        What can be undone or redone, or whether there is unsaved work, has changed.
    target_changed(), selection_changed(), answer_changed(), hover_changed()
    until_changed()
        Other bands are to be seen, because another hour is.
    """

    scenario_changed = Signal()
    layers_changed = Signal()
    style_changed = Signal()
    projection_changed = Signal()
    drawings_changed = Signal()
    kept_changed = Signal()
    bookmarks_changed = Signal()
    posture_changed = Signal()
    dates_changed = Signal()
    catalogue_changed = Signal()
    history_changed = Signal()
    target_changed = Signal()
    selection_changed = Signal()
    answer_changed = Signal()
    hover_changed = Signal()
    until_changed = Signal()

    def __init__(
        self,
        basemap: Basemap,
        catalogue: Catalogue,
        content: Content,
        parent: QObject | None = None,
        *,
        read_zones: Callable[[], tuple[Zone, ...]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._read_zones = read_zones
        self._zones: tuple[Zone, ...] | None = None
        """Read when they are first to be seen."""
        self.basemap = basemap
        self._shipped = catalogue
        self._catalogue = merged(catalogue, content.own)
        self._content = content
        self._saved = content
        self._history = History()
        self._target: Target | None = None
        self._selected: frozenset[str] = frozenset()
        self._response: Response | None = None
        self._bands: tuple[Band, ...] = ()
        self._bands_title = ""
        self._lost: tuple[Band, ...] | None = None
        self._lost_title = ""
        self._pointed: Target | None = None
        self._hovered = ""
        self._until_h: float | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The shipped records with the user's own."""
        return self._catalogue

    @property
    def shipped(self) -> Catalogue:
        """The records as shipped: every default."""
        return self._shipped

    # --- content and undo ---------------------------------------------------------------------------------------

    @property
    def content(self) -> Content:
        return self._content

    @property
    def dirty(self) -> bool:
        """Whether there is work that has not been saved."""
        return self._content != self._saved

    def mark_saved(self, content: Content | None = None) -> None:
        """What is saved is `content`, or all there is now."""
        self._saved = self._content if content is None else content
        self.history_changed.emit()

    def start(self, saved: Saved, *, dirty: bool = False) -> None:
        """Become another document, with no steps to undo; `dirty` when it is work brought back, saved nowhere."""
        self._history = History()
        self._saved = Content(Scenario("", "")) if dirty else saved.content
        self._become(saved.content)
        if saved.target is not None:
            known = self.catalogue.flashpoints.get(saved.target.id)
            if saved.target.id and known is None:
                # its record is gone from the catalogue: the place itself is still a place
                self.aim(replace(saved.target, id=""))
            else:
                self.aim(saved.target)

    def saved(self, sight: Sight | None) -> Saved:
        """What a file of this document holds now, seen from `sight`."""
        return Saved(self._content, self._target, sight)

    def apply(self, name: str, edit: Edit, merge_key: Hashable | None = None) -> bool:
        """Change the content as one undoable step; False when the edit changes nothing.

        Consecutive steps of one `merge_key` become a single step, which vanishes when it ends where it began. The
        merging ends with `settle`, an undo, or a step of another key.

        Raises
        ------
        RimlandError
            When the user's own records would not fit together; nothing has changed then.
        """
        before, after = self._content, edit(self._content)
        if after == before:
            return False
        if after.own != before.own:
            merged(self._shipped, after.own)  # refused before anything has changed
        self._history.add(name, before, after, merge_key)
        self._become(after)
        return True

    def apply_scenario(
        self, name: str, edit: Callable[[Scenario], Scenario], merge_key: Hashable | None = None
    ) -> bool:
        """`apply` for an edit of the assumptions alone."""
        return self.apply(name, lambda content: replace(content, scenario=edit(content.scenario)), merge_key)

    def switch_scenario(self, number: int) -> None:
        """Make the `number`-th of the kept scenarios the one the map is about; this one is kept in its place."""
        name = self._content.kept[number].name
        self.apply(said("Switch to {what}", what=name), partial(with_scenario, number=number))

    def settle(self) -> None:
        """The hand let go: the next step starts anew even under the same merge key."""
        self._history.settle()

    @property
    def undo_name(self) -> str:
        """Name of the step that `undo` takes back; empty when there is none."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str:
        return self._history.redo_name

    def undo(self) -> None:
        content = self._history.undo()
        if content is not None:
            self._become(content)

    def redo(self) -> None:
        content = self._history.redo()
        if content is not None:
            self._become(content)

    def _become(self, content: Content) -> None:
        old, self._content = self._content, content
        if content.own != old.own:
            self._catalogue = merged(self._shipped, content.own)
            if self._target and self._target.id and self._target.id not in self._catalogue.flashpoints:
                self.aim(replace(self._target, id=""))
            self.catalogue_changed.emit()
        for name, signal in (
            ("scenario", self.scenario_changed),
            ("layers", self.layers_changed),
            ("style", self.style_changed),
            ("unit_signs", self.style_changed),
            ("ring_shape", self.drawings_changed),
            ("projection", self.projection_changed),
            ("drawn", self.drawings_changed),
            ("kept", self.kept_changed),
            ("bookmarks", self.bookmarks_changed),
            ("posture", self.posture_changed),
            ("dates", self.dates_changed),
        ):
            if getattr(content, name) != getattr(old, name):
                signal.emit()
        self.history_changed.emit()

    # --- what is looked at --------------------------------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        return self._target

    @property
    def flashpoint(self) -> Flashpoint | None:
        """The target's record, when it is one of the catalogue's."""
        return self.catalogue.flashpoints.get(self._target.id) if self._target else None

    def aim(self, target: Target | None) -> None:
        """Make `target` what the map and the table are about."""
        if target == self._target:
            return
        self._target = target
        self._response, self._bands, self._lost = None, (), None
        self._selected = frozenset()
        self._pointed = None
        self._hovered = ""
        self.target_changed.emit()
        self.selection_changed.emit()
        self.answer_changed.emit()

    def aim_at_flashpoint(self, ident: str) -> None:
        place = self.catalogue.flashpoints[ident]
        self.aim(Target(place.id, place.name, place.lon, place.lat))

    @property
    def selected(self) -> frozenset[str]:
        """Ids of the selected bases, units and flashpoints."""
        return self._selected

    def select(self, *idents: str) -> None:
        if frozenset(idents) != self._selected:
            self._selected = frozenset(idents)
            self.selection_changed.emit()

    @property
    def hovered(self) -> str:
        """Id of the unit that is pointed at in a table, a chart or on the map; empty for none."""
        return self._hovered

    def hover(self, unit: str) -> None:
        """A unit is pointed at."""
        if unit != self._hovered:
            self._hovered = unit
            self.hover_changed.emit()

    @property
    def hovered_arrival(self) -> Arrival | None:
        rows = self._response.arrivals if self._response is not None else ()
        return next((row for row in rows if row.unit == self._hovered), None) if self._hovered else None

    @property
    def until_h(self) -> float | None:
        """The hour the map shows; None: all of them."""
        return self._until_h

    def show_until(self, hours: float | None) -> None:
        """Show what is reached until an hour, or all."""
        before = self._bands_shown()
        self._until_h = hours
        if self._bands_shown() != before:
            self.until_changed.emit()

    def _bands_shown(self) -> tuple[Band, ...]:
        until = self._until_h
        return self._bands if until is None else tuple(band for band in self._bands if band.to_h <= until)

    def point_out(self, place: Target | None) -> None:
        """Mark a place that was searched for, until something else is looked at."""
        if place != self._pointed:
            self._pointed = place
            self.selection_changed.emit()

    @property
    def selected_arrivals(self) -> tuple[Arrival, ...]:
        """Arrivals whose unit is selected."""
        if self._response is None:
            return ()
        return tuple(arrival for arrival in self._response.arrivals if arrival.unit in self._selected)

    # --- the answer ---------------------------------------------------------------------------------------------

    @property
    def response(self) -> Response | None:
        """Who arrives when; None while it is being computed."""
        return self._response

    @property
    def bands(self) -> tuple[Band, ...]:
        return self._bands

    def set_response(self, response: Response | None) -> None:
        self._response = response
        self.answer_changed.emit()

    def set_bands(self, bands: tuple[Band, ...], title: str) -> None:
        self._bands, self._bands_title = bands, title
        self._lost = None
        self.answer_changed.emit()

    @property
    def lost(self) -> tuple[Band, ...] | None:
        """By how many hours pressure makes the first arrival later; None while nobody has asked."""
        return self._lost

    def set_lost(self, bands: tuple[Band, ...], title: str) -> None:
        self._lost, self._lost_title = bands, title
        self.answer_changed.emit()

    # --- the sheet ----------------------------------------------------------------------------------------------

    def layer(self, ident: LayerId) -> LayerSetting:
        """The row of the layer tree."""
        return next(row for row in self._content.layers if row.id == ident)

    def sheet(self, unit: DistanceUnit = "km") -> Sheet:
        """Everything that is on the map now; the rings about the target are round numbers of `unit`."""
        target = self._target
        response = self._response
        with wording.spoken(""):  # who draws them says their figures in a language
            rings, drawings = shown(areas.everything(self._content), unit, self._content.ring_shape)
            around = specs.target_rings(self._target, unit)
        return Sheet(
            basemap=self.basemap,
            catalogue=self.catalogue,
            style=named(self._content.style),
            layers=self._content.layers,
            target=target.id if target else "",
            target_position=(target.lon, target.lat) if target and not target.id else None,
            rings=(*around, *rings),
            zones=self._zones_shown(),
            dates=self._content.dates,
            bands=self._bands_shown(),
            bands_title=self._bands_title,
            lost=self._lost or (),
            lost_title=self._lost_title,
            routes=tuple(spec for arrival in self.selected_arrivals for spec in self.routes_of(arrival)),
            drawings=(*drawings, *self._pointed_out()),
            unit_signs=self._content.unit_signs,
            selected=self._selected,
            responders=frozenset(a.base for a in response.arrivals) if response else frozenset(),
        )

    def _zones_shown(self) -> tuple[Zone, ...]:
        if not self.layer("zones").visible:
            return ()
        if self._zones is None:
            self._zones = self._read_zones()
        return self._zones

    def _pointed_out(self) -> tuple[Drawing, ...]:
        place = self._pointed
        if place is None:
            return ()
        return (drawing(Drawn("pointed-out", "pin", ((place.lon, place.lat),), place.name), "km"),)

    def routes_of(self, arrival: Arrival) -> tuple[RouteSpec, ...]:
        """The legs of one arrival, to be drawn."""
        return specs.routes(self.catalogue, arrival)
