"""Changing what is assumed: the scenario panel, the comparison, and forms for records of the user's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mapapp import look
from mapapp.beside.compare import Compare
from mapapp.beside.own_map import OwnMap
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

    def __init__(self, own: OwnMap) -> None:
        super().__init__(own.window)
        self._own = own
        self._document = own.document
        self._window = own.window
        self.theme = look.LIGHT
        self.notation: Notation = "DMS"
        self._two_ends: TwoEnds | None = None
        self.panel = ScenarioPanel(own.document, own.ready_made, own.window)
        self.panel.failed.connect(self.failed)

    def compare(self) -> Compare:
        """Two scenarios side by side."""
        dialog = Compare(self._own, self.theme)
        dialog.show()
        return dialog

    def two_ends(self) -> TwoEnds:
        """Both ends of Eurasia at a glance; the window that is open already, if there is one."""
        from mapapp.panels.two_ends import TwoEnds

        if self._two_ends is None:
            self._two_ends = TwoEnds(self._document, self._own.answers, self._own.ready_made, self.theme, self._window)
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
