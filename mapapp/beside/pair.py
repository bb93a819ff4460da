"""A second map in the window: the other end of Eurasia, with a target and a projection of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from layers.catalogue.model import Flashpoint
from layers.projection import KINDS, NAMES, Kind
from layers.view import View
from mapapp.beside.link import Link
from mapapp.beside.own_map import OwnMap
from mapapp.beside.side import Side
from mapapp.canvas import navigate
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Target
from mapapp.language import tr
from mapapp.panels.parts import ElidedChoice
from mapapp.settings import Settings

OTHER_END = {"east": "narva", "west": "pratas"}
"""What the second map is about at first, by the theatre of the first map's target."""


class Pair(QSplitter):
    """Holds the window's map and, when wanted, a second one beside or below it.

    Signals
    -------
    made(MapCanvas)
        There is a second map, to be joined with what the window does with a map.
    changed()
        It was shown, put away, turned or linked.
    """

    made = Signal(object)
    changed = Signal()

    def __init__(self, own: OwnMap) -> None:
        super().__init__(Qt.Orientation.Horizontal, own.window)
        self._own = own
        self._document = document = own.document
        self._first = own.canvas
        self.canvas: MapCanvas | None = None
        self._side: Side | None = None
        self._link: Link | None = None
        self._holder: QWidget | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(3)
        self.addWidget(own.canvas)
        document.scenario_changed.connect(self._on_scenario)
        document.catalogue_changed.connect(self._on_scenario)

    # --- what commands do ---------------------------------------------------------------------------------------

    @property
    def on(self) -> bool:
        return self.canvas is not None

    @property
    def below(self) -> bool:
        """Whether the second map stands below the first."""
        return self.orientation() is Qt.Orientation.Vertical

    @property
    def linked(self) -> bool:
        return self._link is not None and self._link.mode == "scale"

    def toggle(self) -> None:
        """Show the second map, or put it away."""
        if self.on:
            self._drop()
        else:
            self._make()
        self.changed.emit()

    def turn(self) -> None:
        """Side by side, or one above the other."""
        self.setOrientation(Qt.Orientation.Horizontal if self.below else Qt.Orientation.Vertical)
        self._even()
        self.changed.emit()

    def toggle_link(self) -> None:
        """Whether the two move, zoom and turn alike."""
        if self._link is not None:
            self._link.set_mode("free" if self.linked else "scale")
            self.link_button.setChecked(self.linked)
            self.changed.emit()

    # --- the second map -----------------------------------------------------------------------------------------

    def _make(self) -> None:
        holder = QWidget(self)
        holder.setObjectName("panel")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head(holder))
        place = self._document.catalogue.flashpoints.get(self._other_end())
        first = self._first.view
        about = (place.lon, place.lat) if place else (28.19, 59.38)
        view = View(navigate.projection(self._document.content.projection, about), 0.0, 0.0, first.mpp, 400, 400)
        canvas = MapCanvas(
            self._document.sheet(self._own.unit()), navigate.centred(view, *about), self._first.tool, holder
        )
        canvas.setAccessibleName(tr("Second map"))
        column.addWidget(canvas, 1)
        self.canvas, self._holder = canvas, holder
        self._side = Side("second map", self._own, canvas)
        self._link = Link(self._first, canvas, "scale", canvas)
        self.addWidget(holder)
        self._even()
        holder.show()
        self.kind.setCurrentIndex(self.kind.findData(self._document.content.projection))
        if place is not None:
            self.place.setCurrentIndex(self.place.findData(place.id))
            self._side.show(self._document.content.scenario, _target(place))
        self.made.emit(canvas)

    def _head(self, holder: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        self.place = ElidedChoice(holder)
        self.place.setAccessibleName(tr("What the second map is about"))
        for spot in self._document.catalogue.flashpoints.values():
            self.place.addItem(spot.name, spot.id)
        self.place.activated.connect(self._on_place)
        row.addWidget(self.place, 1)
        self.kind = ElidedChoice(holder)
        self.kind.setAccessibleName(tr("Projection of the second map"))
        for ident in KINDS:
            self.kind.addItem(tr(NAMES[ident]), ident)
        self.kind.activated.connect(self._on_kind)
        row.addWidget(self.kind, 1)
        self.link_button = QToolButton(holder)
        self.link_button.setText(tr("Linked"))
        self.link_button.setCheckable(True)
        self.link_button.setChecked(True)
        self.link_button.setToolTip(tr("Both maps move, zoom and turn alike"))
        self.link_button.clicked.connect(self.toggle_link)
        row.addWidget(self.link_button)
        return row

    def _drop(self) -> None:
        assert self._side is not None
        assert self._holder is not None
        assert self._link is not None
        self._link.end()
        self._side.close_down()
        for box in (self.place, self.kind):
            box.hidePopup()
            box.blockSignals(True)  # a choice that is still under way is about a map that is gone
        self._holder.hide()
        self._holder.setParent(None)
        self._holder.deleteLater()
        self.canvas = self._side = self._link = self._holder = None

    def _even(self) -> None:
        room = self.height() if self.below else self.width()
        if self.count() > 1:
            self.setSizes([room // 2, room - room // 2])

    def _other_end(self) -> str:
        here = self._document.flashpoint
        known = self._document.catalogue.flashpoints
        wanted = OTHER_END.get(here.theatre if here else "east", "narva")
        return wanted if wanted in known else next((one for one in known if here is None or one != here.id), "")

    def _on_scenario(self) -> None:
        if self._side is not None:
            self._side.show(self._document.content.scenario, self._side.target)

    def _on_place(self, _number: int) -> None:
        self.show_place(str(self.place.currentData()))

    def show_place(self, ident: str) -> None:
        """The second map about a flashpoint, which comes to its middle."""
        assert self.canvas is not None
        assert self._side is not None
        place = self._document.catalogue.flashpoints[ident]
        self.place.setCurrentIndex(self.place.findData(ident))
        self._side.show(self._document.content.scenario, _target(place))
        self._look(self.canvas.view.projection.kind, (place.lon, place.lat))

    def _on_kind(self, _number: int) -> None:
        self.set_kind(cast("Kind", self.kind.currentData()))

    def set_kind(self, kind: Kind) -> None:
        """The second map in a projection of its own, about what it is about."""
        assert self.canvas is not None
        assert self._side is not None
        view, target = self.canvas.view, self._side.target
        here = navigate.place_at(view, view.width / 2, view.height / 2) or (0.0, 0.0)
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._look(kind, (target.lon, target.lat) if target else here)

    def _look(self, kind: Kind, about: tuple[float, float]) -> None:
        assert self.canvas is not None
        assert self._link is not None
        mode = self._link.mode
        self._link.set_mode("free")  # another place is no move for the other map to follow
        view = replace(self.canvas.view, projection=navigate.projection(kind, about), x=0.0, y=0.0)
        self.canvas.set_view(navigate.centred(view, *about))
        self._link.set_mode(mode)

    # --- from one start to the next -----------------------------------------------------------------------------

    def keep(self, settings: Settings) -> None:
        """Remember whether it is there, how it stands and what it is about."""
        words = ["on" if self.on else "off", "below" if self.below else "beside"]
        if self.canvas is not None and self._side is not None:
            target = self._side.target
            words += [
                "linked" if self.linked else "free",
                target.id if target else "",
                self.canvas.view.projection.kind,
            ]
        settings.keep_layout("second", QByteArray(" ".join(words).encode()))

    def restore(self, settings: Settings) -> None:
        """As it was left the last time."""
        kept = settings.layout("second")
        if kept is None:
            return
        words = bytes(kept.data()).decode().split(" ")
        if words[1:2] == ["below"]:
            self.setOrientation(Qt.Orientation.Vertical)
        if words[0] != "on":
            return
        self.toggle()
        if len(words) == 5:
            if words[3] in self._document.catalogue.flashpoints:
                self.show_place(words[3])
            for kind in KINDS:
                if kind == words[4]:
                    self.set_kind(kind)
            if words[2] == "free":
                self.toggle_link()

    def close_down(self) -> None:
        if self.on:
            self._drop()


def _target(place: Flashpoint) -> Target:
    return Target(place.id, place.name, place.lon, place.lat)
