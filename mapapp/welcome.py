"""What the tour says and where it points."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mapapp.tour import Step


def steps(canvas: QWidget, table: QWidget, places: QWidget, scenario: QWidget, bar: QWidget) -> tuple[Step, ...]:
    """The five steps."""
    return (
        Step(
            "The map is about one place",
            "The star is the target. Rings are true distances from it; the bands say how soon the first aircraft can be"
            " where. Drag to move, roll to zoom.",
            lambda: canvas,
        ),
        Step(
            "Who can respond, and how much too late",
            "One row per unit, against the hours the grab takes. Choose a row: its way is drawn, and every stage shows"
            " its source.",
            lambda: table,
        ),
        Step(
            "The other end of Eurasia",
            "Choose another flashpoint here. Ctrl+K finds everything: places by any name, units, positions, commands.",
            lambda: places,
        ),
        Step(
            "Every assumption can be changed",
            "Close a strait, tie down a unit, halve a readiness: the answer follows at once, and Ctrl+Z takes it back.",
            lambda: scenario,
        ),
        Step(
            "Measure, keep, brief",
            "Rulers, rings and areas stay as objects. Ctrl+S keeps all of it in one file, Ctrl+E writes the briefing.",
            lambda: bar,
        ),
    )
