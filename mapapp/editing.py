"""Changing what is assumed: the scenario panel, the comparison, and forms for records of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from layers.scenario.model import Scenario
from layers.units import DistanceUnit
from mapapp import look
from mapapp.answers import Answers
from mapapp.beside.compare import Compare
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Document
from mapapp.panels.form import Form
from mapapp.panels.own_forms import form_for
from mapapp.panels.posture_form import posture_form, with_posture
from mapapp.panels.scenario import ScenarioPanel
from mapapp.settings import Notation

if TYPE_CHECKING:
    from mapapp.panels.two_ends import TwoEnds

Place = tuple[float, float]


class Editing(QObject):
    """Opens the dialogs that change a scenario.

    Signals
    -------
    failed(RimlandError)
    """

    failed = Signal(object)

    def __init__(
        self,
        document: Document,
        answers: Answers,
        ready_made: tuple[Scenario, ...],
        canvas: MapCanvas,
        unit: Callable[[], DistanceUnit],
        window: QWidget,
    ) -> None:
        """`canvas` is the window's map: others begin by looking where it looks."""
        super().__init__(window)
        self._document = document
        self._answers = answers
        self._ready_made = ready_made
        self._canvas = canvas
        self._unit = unit
        self._window = window
        self.theme = look.LIGHT
        self.notation: Notation = "DMS"
        self._two_ends: TwoEnds | None = None
        self.panel = ScenarioPanel(document, ready_made, window)
        self.panel.compare_wanted.connect(self.compare)
        self.panel.record_wanted.connect(self.new_record)
        self.panel.failed.connect(self.failed)

    def compare(self) -> Compare:
        """Two scenarios side by side."""
        dialog = Compare(
            self._document, self._ready_made, self._answers, self._canvas, self._unit, self.theme, self._window
        )
        dialog.show()
        return dialog

    def two_ends(self) -> TwoEnds:
        """Both ends of Eurasia at a glance; the window that is open already, if there is one."""
        from mapapp.panels.two_ends import TwoEnds

        if self._two_ends is None:
            self._two_ends = TwoEnds(self._document, self._answers, self._ready_made, self.theme, self._window)
            self._two_ends.destroyed.connect(self._on_two_ends_closed)
        self._two_ends.show()
        self._two_ends.activateWindow()
        return self._two_ends

    def _on_two_ends_closed(self, *_: object) -> None:
        self._two_ends = None

    def new_record(self, kind: str, at: Place | None = None) -> Form:
        """The form of a new flashpoint, base, platform or unit."""
        form = form_for(self._document, kind, at, self._window, notation=self.notation)
        form.open()
        return form

    def ask_posture(self) -> Form:
        """The form that asks from where a platform reaches the target in time."""
        form = posture_form(self._document, self._window)
        form.open()
        return form

    def drop_posture(self) -> None:
        """Show the reaction times again."""
        self._document.apply("Back to reaction times", partial(with_posture, posture=None))

    def change_record(self, kind: str, ident: str) -> Form:
        """The form of a record of the user's own."""
        form = form_for(self._document, kind, None, self._window, ident, self.notation)
        form.open()
        return form
