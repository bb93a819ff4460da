"""What every tool has: the hand's moves come in as places on the earth, live drawings go out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from layers.picture.sheet import Drawing, RingSpec
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

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent or document)
        self.document = document

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

    def finish(self) -> bool:
        """Double click or Enter."""
        return False

    def cancel(self) -> bool:
        """Esc: give up what was begun; False when nothing was."""
        return False


class PanTool(Tool):
    """The hand: every drag pans, a click selects."""

    id = "pan"
    hint = "Drag to move the map, roll to zoom, click a base or a flashpoint"
    cursor = Qt.CursorShape.ArrowCursor
