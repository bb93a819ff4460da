"""Where one looks: fitting, going back and forward through the views, and bookmarks to come back to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from layers.document.model import Bookmark, Content, Saved, Sight, Target
from layers.projection import Projection
from layers.view import View
from mapapp.canvas import navigate
from mapapp.canvas.canvas import MapCanvas
from mapapp.document import Document
from mapapp.language import said

SPAN_M = 5_200_000.0
"""First look: from the target as far as the bases that matter, 2 600 km each way."""
STAY_MS = 700
"""A view that was looked at so long is one to come back to."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Stop:
    """A view that was stayed at, and what it was about."""

    sight: Sight
    target: Target | None


def projection_of(document: Document) -> Projection:
    """The document's projection about its target."""
    target = document.target
    about = (target.lon, target.lat) if target else (90.0, 40.0)
    return navigate.projection(document.content.projection, about)


def first_view(document: Document) -> View:
    """The first look at the document's target, for a window whose size is not known yet."""
    view = View(projection_of(document), 0.0, 0.0, SPAN_M / 800.0, 800, 800)
    target = document.target
    return navigate.centred(view, target.lon, target.lat) if target else view


class Sights(QObject):
    """Moves the map's view, and remembers where it was.

    Signals
    -------
    changed()
        What `back` and `forward` would do has changed.
    """

    changed = Signal()

    def __init__(self, document: Document, canvas: MapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._canvas = canvas
        self._stops: list[Stop] = []
        self._here = -1
        self._stayed = QTimer(self)
        self._stayed.setSingleShot(True)
        self._stayed.setInterval(STAY_MS)
        self._stayed.timeout.connect(self._settle)
        canvas.view_changed.connect(self._stayed.start)
        document.projection_changed.connect(self._on_projection)
        document.target_changed.connect(self._on_target)

    # --- moving -------------------------------------------------------------------------------------------------

    @property
    def sight(self) -> Sight:
        """What is looked at now."""
        view = self._canvas.view
        place = navigate.place_at(view, view.width / 2, view.height / 2)
        lon, lat = place or (0.0, 0.0)
        return Sight(lon, lat, view.mpp, view.rotation_deg)

    def show(self, sight: Sight) -> None:
        """Look there."""
        old = self._canvas.view
        view = View(projection_of(self._document), old.x, old.y, sight.mpp, old.width, old.height, sight.rotation_deg)
        self._canvas.set_view(navigate.clamped(navigate.centred(view, sight.lon, sight.lat)))

    def fit(self) -> None:
        """The target in the middle, and what can reach it around."""
        view = navigate.resized(first_view(self._document), self._canvas.width(), self._canvas.height())
        self._canvas.set_view(navigate.spanning(view, SPAN_M))

    def fit_world(self) -> None:
        """The whole map of the projection."""
        self._canvas.set_view(navigate.whole(self._canvas.view))

    def look_at(self, lon: float, lat: float, mpp: float | None = None) -> None:
        """The place in the middle, no further away than `mpp`."""
        nearer = self._canvas.view.mpp if mpp is None else min(mpp, self._canvas.view.mpp)
        self.show(Sight(lon, lat, nearer, self._canvas.view.rotation_deg))

    def show_all(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> None:
        """As near as shows all the places, as of a route."""
        old = self._canvas.view
        view = View.fitted(old.projection, lon, lat, old.width, old.height, 60.0, old.rotation_deg)
        self._canvas.set_view(navigate.clamped(view))

    def open(self, saved: Saved) -> None:
        """Look as a document that was just opened was looked at; its past views are not this one's."""
        self._stops, self._here = [], -1
        if saved.sight is None:
            self.fit()
        else:
            self.show(saved.sight)
        self._settle()

    # --- back and forward ---------------------------------------------------------------------------------------

    @property
    def can_go_back(self) -> bool:
        return self._here > 0 or (self._here == 0 and self._moved())

    @property
    def can_go_forward(self) -> bool:
        return self._here < len(self._stops) - 1 and not self._moved()

    def back(self) -> None:
        self._settle()
        if self._here > 0:
            self._go(self._here - 1)

    def forward(self) -> None:
        if self.can_go_forward:
            self._go(self._here + 1)

    def _go(self, number: int) -> None:
        self._here = number
        stop = self._stops[number]
        if stop.target is not None:
            self._document.aim(stop.target)
        self.show(stop.sight)
        self._stayed.stop()
        self._stops[number] = self._stop()  # a wink of rounding is not a move
        self.changed.emit()

    def _stop(self) -> Stop:
        return Stop(self.sight, self._document.target)

    def _moved(self) -> bool:
        return self._here < 0 or self._stops[self._here] != self._stop()

    def _settle(self) -> None:
        """The view has been stayed at: it is the newest to come back to, and what lay ahead is forgotten."""
        self._stayed.stop()
        if not self._moved():
            return
        self._stops = [*self._stops[: self._here + 1], self._stop()][-MOST:]
        self._here = len(self._stops) - 1
        self.changed.emit()

    # --- bookmarks ----------------------------------------------------------------------------------------------

    def bookmark(self, name: str = "") -> None:
        """Keep the present view in the document under a name."""
        target = self._document.target
        taken = {one.name for one in self._document.content.bookmarks}
        stem = name or (target.name if target else "View")
        free, number = stem, 2
        while free in taken:
            free, number = f"{stem} {number}", number + 1
        mark = Bookmark(free, self.sight, self._document.content.projection, target)
        self._document.apply(
            said("Bookmark {what}", what=free), lambda now: replace(now, bookmarks=(*now.bookmarks, mark))
        )

    def visit(self, mark: Bookmark) -> None:
        """Look as the bookmark was looked at."""
        self._settle()
        if mark.target is not None:
            self._document.aim(mark.target)
        if mark.projection != self._document.content.projection:
            self._document.apply("Projection", lambda now: replace(now, projection=mark.projection))
        self.show(mark.sight)
        self._settle()

    # --- within -------------------------------------------------------------------------------------------------

    def _on_projection(self) -> None:
        old = self._canvas.view
        place = navigate.place_at(old, old.width / 2, old.height / 2)
        view = View(projection_of(self._document), 0.0, 0.0, old.mpp, old.width, old.height, old.rotation_deg)
        if place is not None:
            view = navigate.centred(view, *place)
        self._canvas.set_view(view)

    def _on_target(self) -> None:
        self.fit()


def without_bookmark(content: Content, name: str) -> Content:
    """The content without the bookmark of that name."""
    return replace(content, bookmarks=tuple(one for one in content.bookmarks if one.name != name))


def renamed_bookmark(content: Content, name: str, new: str) -> Content:
    return replace(
        content, bookmarks=tuple(replace(one, name=new) if one.name == name else one for one in content.bookmarks)
    )
