"""The tools of the window and what they leave: objects in the document, computed ways, numbers typed at them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from layers.document.objects import Course
from layers.routes.model import NoRoute, Route
from layers.units import DistanceUnit
from layers.view import View
from mapapp.answers import Answers
from mapapp.canvas.pick import REACH_PX
from mapapp.document import Document
from mapapp.language import said, sentence, tr
from mapapp.panels.typed import TypedBox
from mapapp.tools.area import AirspaceTool, AreaTool, ZoneTool
from mapapp.tools.hand import PanTool
from mapapp.tools.measure import MeasureTool, named
from mapapp.tools.places import CoastTool, PinTool
from mapapp.tools.ring import RingTool
from mapapp.tools.sector import SectorTool
from mapapp.tools.tool import Spot, Tool


class Measuring(QObject):
    """Makes the tools and joins them with the document and the engine.

    Signals
    -------
    way_found(str)
        What the way by sea, air or land is, in words.
    told(str)
        There is no way, and why.
    """

    way_found = Signal(str)
    told = Signal(str)

    def __init__(self, document: Document, answers: Answers, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._answers = answers
        self.measure = MeasureTool(document)
        self.tools: dict[str, Tool] = {
            tool.id: tool
            for tool in (
                PanTool(document),
                self.measure,
                RingTool(document),
                SectorTool(document),
                AreaTool(document),
                ZoneTool(document),
                AirspaceTool(document),
                PinTool(document),
                CoastTool(document),
            )
        }
        self.measure.way_wanted.connect(self._on_way_wanted)

    def typed_box(self, over: QWidget) -> TypedBox:
        """The box for typed numbers over a map."""
        return TypedBox(over, self.tools["pan"])

    def set_unit(self, unit: DistanceUnit) -> None:
        for tool in self.tools.values():
            tool.unit = unit

    def set_view(self, view: View) -> None:
        """How far a finger reaches depends on the scale."""
        for tool in self.tools.values():
            tool.reach_m = REACH_PX * view.mpp

    def _on_way_wanted(self, course: Course, spots: tuple[Spot, ...]) -> None:
        points = [(spot.lon, spot.lat) for spot in spots]
        assert course in {"sea", "air", "land"}
        self.way_found.emit(tr("Looking for the way \u2026"))
        self._answers.find_way(course, points, partial(self._on_ways, course, spots))

    def _on_ways(self, course: Course, spots: tuple[Spot, ...], found: list[Route | NoRoute]) -> None:
        for way in found:
            if isinstance(way, NoRoute):
                told = said("No way by {course}: {why}", course=tr(course), why=sentence(way.reason))
                self.way_found.emit(told)
                self.told.emit(told)
                return
        ways = [way for way in found if isinstance(way, Route)]
        line = [(float(lon), float(lat)) for way in ways for lon, lat in zip(way.line.lon, way.line.lat, strict=True)]
        passages = list(dict.fromkeys(ident for way in ways for ident in way.passages))
        names = [self._document.catalogue.passages[ident].name for ident in passages]
        via = said("via {places}", places=", ".join(names)) if names else ""
        notes = ". ".join(filter(None, (via, *(sentence(note) for way in ways for note in way.notes))))
        kept = tuple(point for k, point in enumerate(line) if k == 0 or point != line[k - 1])
        name = named(spots) or tr(f"By {course}")
        self.measure.add(tr(f"Measure by {course}"), "line", spots, name=name, course=course, way=kept, note=notes)
        self.way_found.emit(via or tr("direct"))
