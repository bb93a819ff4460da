"""What every further map and every dialog about scenarios takes from the window: its document, answers and own map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from layers.scenario.model import Scenario
from layers.units import DistanceUnit
from mapapp.answers import Answers
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Document
from mapapp.settings import Settings


@dataclass(frozen=True, slots=True, eq=False)
class OwnMap:
    """The window's own map: others begin by looking where it looks."""

    document: Document
    answers: Answers
    ready_made: tuple[Scenario, ...]
    canvas: MapCanvas
    unit: Callable[[], DistanceUnit]
    """Of distances, as chosen at the moment."""
    window: QWidget
    settings: Settings
