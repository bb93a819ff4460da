"""What every tool has: the hand's moves come in as places on the earth, live drawings go out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from layers.document import areas
from layers.document.objects import Drawn, Shape, check, free_id
from layers.errors import RimlandError
from layers.picture.sheet import Drawing, RingSpec
from layers.position import parse_position
from layers.units import DistanceUnit
from mapapp.document import Document


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the hand is: a place on the earth, snapped to the thing under it if there is one."""

    lon: float
    lat: float
    ref: str = ""
    """Id of the base or flashpoint snapped to."""
    name: str = ""


class Tool(QObject):
    """Takes the hand's moves; a subclass overrides what it needs.

    `press`, `move` and `release` answer whether the tool took the event; what it leaves pans the map.

    Signals
    -------
    changed()
        The live drawings or the numbers are others.
    """

    changed = Signal()

    id = ""
    hint = ""
    """What to do, for the status bar."""
    cursor = Qt.CursorShape.ArrowCursor

    unit: DistanceUnit = "km"
    """Of the figures on the map, and of a bare number that is typed."""
    reach_m = 0.0
    """Half a finger's width at the present scale: what is nearer to the hand is under it."""
    asks = ""
    """What may be typed while the tool is at work; empty when nothing may."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent or document)
        self.document = document

    @property
    def at_work(self) -> bool:
        """Whether something was begun that typed numbers may go on with."""
        return False

    def typed(self, text: str) -> None:
        """Go on with what was typed: a radius, a distance and an azimuth, a position.

        Raises
        ------
        RimlandError
            When the text says none of these.
        """
        raise RimlandError(f"nothing can be done with {text!r}", remedy="begin on the map first")

    def add(self, step: str, shape: Shape, spots: tuple[Spot, ...], **more: object) -> Drawn:
        """Put an object into the document as one step, and select it."""
        points = tuple((spot.lon, spot.lat) for spot in spots)
        refs = tuple(spot.ref for spot in spots if spot.ref)
        ident = free_id(self.document.content.drawn, shape)
        made = check(Drawn(ident, shape, points, refs=refs, **more))  # type: ignore[arg-type]  # as Drawn
        self.document.apply(step, lambda content: areas.put(content, made))
        self.document.select(made.id)
        return made

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Lines that follow the hand."""
        return ()

    @property
    def rings(self) -> tuple[RingSpec, ...]:
        """Rings that follow the hand."""
        return ()

    def press(self, spot: Spot) -> bool:  # noqa: ARG002 - the default takes nothing
        return False

    def move(self, spot: Spot, held: bool) -> bool:  # noqa: ARG002 - the default takes nothing
        return False

    def release(self, spot: Spot) -> bool:  # noqa: ARG002 - the default takes nothing
        return False

    def click(self, spot: Spot) -> bool:  # noqa: ARG002 - the default takes nothing
        """Pressed and released in one place; False: the canvas selects what is there."""
        return False

    def double_click(self, spot: Spot) -> bool:  # noqa: ARG002 - where, counts for few
        """Twice in one place; False: the map zooms in."""
        return self.finish()

    def finish(self) -> bool:
        """Enter, or a double click: what was begun is whole."""
        return False

    def remove(self) -> bool:
        """Del."""
        return False

    def cancel(self) -> bool:
        """Esc: give up what was begun; False when nothing was."""
        return False


def typed_leg(start: Spot, text: str, unit: DistanceUnit) -> Spot:
    """The place that a text names as seen from `start`: ``"250 km 045"``, distance and azimuth, or a position.

    Raises
    ------
    RimlandError
        When it is neither.
    """
    from layers import geodesy, units

    parts = text.replace("\u00b0", " ").replace("@", " ").split()
    if len(parts) >= 2 and parts[-1].replace(".", "", 1).isdigit():
        try:
            metres = units.parse_distance(" ".join(parts[:-1]), unit)
        except RimlandError:
            metres = -1.0
        azimuth = float(parts[-1])
        if metres > 0 and azimuth <= 360:
            return Spot(*geodesy.destination(start.lon, start.lat, azimuth, metres))
    try:
        spot = parse_position(text)
    except RimlandError:
        raise RimlandError(
            f"{text!r} is no next point", remedy="write a distance and an azimuth, as 250 km 045, or a position"
        ) from None
    return Spot(spot.lon, spot.lat)
