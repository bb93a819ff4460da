"""What lights up over the map: the way of who is pointed at in table or chart, responders on the move in time."""

from __future__ import annotations

from PySide6.QtCore import QObject

from layers.document.objects import Drawn
from layers.document.shown import drawing
from layers.picture.sheet import Drawing
from layers.response.motion import Track, positions, tracks
from mapapp.canvas.canvas import MapCanvas
from mapapp.canvas.render import NO_HINTS, Hints
from mapapp.document import Document
from mapapp.frame import Frame
from mapapp.language import said
from mapapp.panels import words
from mapapp.panels.time_strip import TimeStrip
from mapapp.tools.tool import Spot

LONGEST_H = 24.0 * 30
"""The slider goes no further: who comes later is late by any clock."""


class Playing(QObject):
    """Joins time slider and hover with the map."""

    def __init__(self, document: Document, canvas: MapCanvas, frame: Frame, strip: TimeStrip) -> None:
        super().__init__(strip)
        self._document = document
        self._canvas = canvas
        self._frame = frame
        self._strip = strip
        self._tracks: tuple[Track, ...] = ()
        strip.hour_changed.connect(self.show_hour)
        strip.closed.connect(self.stop)
        document.answer_changed.connect(self._on_answer)
        document.hover_changed.connect(self._light)
        canvas.spot_hovered.connect(self._on_spot)
        frame.changed.connect(self._on_frame)
        self._on_answer()

    @property
    def on(self) -> bool:
        """Whether the map shows one hour of many."""
        return self._frame.shown("time")

    def stop(self) -> None:
        """The map shows all hours again."""
        if self._frame.shown("time"):
            self._frame.toggle("time")
        self._document.show_until(None)
        self._light()

    def _on_frame(self) -> None:
        if self.on:
            self.show_hour(self._strip.hours)
        elif self._document.until_h is not None:
            self._strip.pause()
            self._document.show_until(None)
            self._light()

    def _on_answer(self) -> None:
        response = self._document.response
        self._tracks = tracks(response) if response is not None else ()
        latest = max((track.arrives_h for track in self._tracks), default=72.0)
        clock = response.clock.hours.high if response is not None and response.clock is not None else 0.0
        self._strip.set_span(min(max(latest, clock, 24.0) * 1.05, LONGEST_H))
        if self.on:
            self.show_hour(self._strip.hours)

    def show_hour(self, hours: float) -> None:
        """The map as it is so many hours after the first hostile move."""
        if not self.on:
            return
        self._document.show_until(hours)
        found = list(positions(self._tracks, hours))
        there = sum(one.state == "there" for one in found)
        moving = sum(one.state == "moving" for one in found)
        response = self._document.response
        told = [said("{count} there", count=str(there)), said("{count} under way", count=str(moving))]
        if response is not None and response.clock is not None and response.clock.applies:
            left = response.clock.hours.likely - hours
            over = "grab over in {hours}" if left > 0 else "grab over since {hours}"
            told.append(said(over, hours=words.hours(abs(left))))
        self._strip.say(" \u00b7 ".join(told))
        self._light()

    def _light(self) -> None:
        """Bring what lies over the map in line with hour and hover."""
        document = self._document
        movers: tuple[Drawing, ...] = ()
        if self.on:
            movers = tuple(self._movers(self._strip.hours))
        arrival = document.hovered_arrival
        routes = tuple(document.routes_of(arrival)) if arrival is not None else ()
        if movers or routes:
            self._canvas.set_hints(Hints(movers, routes))
        else:
            self._canvas.set_hints(NO_HINTS)

    def _movers(self, hours: float) -> list[Drawing]:
        style = self._document.sheet().style.thematic
        found = []
        for track, one in zip(self._tracks, positions(self._tracks, hours), strict=True):
            if one.state != "moving":
                continue
            late = track.status == "late"
            lit = one.unit in self._document.selected or one.unit == self._document.hovered
            unit = self._document.catalogue.units.get(one.unit)
            name = (unit.name if unit else one.unit) if lit else ""
            colour = style.late.hex if late else style.air.colour.hex
            found.append(drawing(Drawn(f"moving-{one.unit}", "pin", ((one.lon, one.lat),), name, colour=colour), "km"))
        return found

    def _on_spot(self, spot: Spot | None) -> None:
        """A base under the hand lights up the first of its units to arrive."""
        response = self._document.response
        if spot is None or not spot.ref or response is None:
            self._document.hover("")
            return
        first = next((row.unit for row in response.arrivals if row.base == spot.ref and row.total is not None), "")
        self._document.hover(first)
