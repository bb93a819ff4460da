"""Undo as a state machine: whatever is edited, undone, redone, saved and opened, nothing is lost and nothing invented."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import resources
from layers.catalogue.model import Base
from layers.catalogue.values import Source, Spread
from layers.document import Bookmark, Content, Drawn, Saved, Sight
from layers.document.assumptions import assume, assumptions
from layers.document.objects import free_id
from layers.io import document as files
from layers.io.tables import read_catalogue
from layers.picture.sheet import DEFAULT_LAYERS
from layers.projection import KINDS
from layers.scenario.model import BASELINE
from layers.style.model import NAMES
from mapapp.document import Document
from mapapp.panels.layer_tree import set_layer

CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
ALL = assumptions(CATALOGUE, BASELINE)
SOURCE = Source("mine", "low")
places = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


class History(RuleBasedStateMachine):
    """The document beside the plain list of contents that undo must walk through."""

    @initialize()
    def begin(self) -> None:
        self.document = Document(None, CATALOGUE, Content(BASELINE))  # type: ignore[arg-type]  # nothing is drawn
        self.past: list[Content] = []
        self.future: list[Content] = []
        self.saved = b""
        self.merging = ""

    def _edit(self, name: str, edit, key: str = "") -> None:
        before = self.document.content
        changed = self.document.apply(name, edit, merge_key=key or None)
        assert changed == (self.document.content != before)
        if not changed:
            return
        self.future.clear()
        if key and key == self.merging and self.past:
            if self.document.content == self.past[-1]:
                self.past.pop()  # back where the dragging began: there is no step
                self.merging = ""
        else:
            self.past.append(before)
            self.merging = key

    @rule(row=st.sampled_from(ALL), low=st.integers(0, 50), more=st.integers(0, 50), choice=st.integers(0, 3))
    def assume(self, row, low, more, choice) -> None:
        least, most = row.bounds
        within = (min(max(hours, least), most) for hours in (low, low + more, low + 2 * more))
        value = row.choices[choice % len(row.choices)] if row.choices else Spread(*within)
        self._edit(row.name, lambda now: replace(now, scenario=assume(now.scenario, row, value)))

    @rule(ident=st.sampled_from([row.id for row in DEFAULT_LAYERS]), on=st.booleans())
    def layer(self, ident, on) -> None:
        self._edit("layer", set_layer(ident, visible=on))

    @rule(opacity=st.sampled_from([0.2, 0.34, 0.5]))
    def drag_opacity(self, opacity) -> None:
        self._edit("opacity", set_layer("bands", opacity=opacity), key="drag")

    @rule()
    def let_go(self) -> None:
        self.document.settle()
        self.merging = ""

    @rule(style=st.sampled_from(NAMES), kind=st.sampled_from(KINDS))
    def look(self, style, kind) -> None:
        self._edit("look", lambda now: replace(now, style=style, projection=kind))

    @rule(place=places, radius=st.floats(1e3, 1e6))
    def draw(self, place, radius) -> None:
        self._edit(
            "ring",
            lambda now: replace(
                now, drawn=(*now.drawn, Drawn(free_id(now.drawn, "ring"), "ring", (place,), radius_m=radius))
            ),
        )

    @rule(data=st.data())
    def erase(self, data) -> None:
        drawn = self.document.content.drawn
        if drawn:
            gone = data.draw(st.sampled_from(drawn))
            self._edit("erase", lambda now: replace(now, drawn=tuple(one for one in now.drawn if one.id != gone.id)))

    @rule(place=places, name=st.text(max_size=5))
    def bookmark(self, place, name) -> None:
        mark = Bookmark(name, Sight(*place, 1000.0))
        self._edit("bookmark", lambda now: replace(now, bookmarks=(*now.bookmarks, mark)))

    @rule(place=places)
    def own_base(self, place) -> None:
        base = Base("mine", "Mine", "EST", "us", "air", "", *place, "west", "", SOURCE)
        self._edit("base", lambda now: replace(now, own=replace(now.own, bases=(base,))))

    @rule()
    def copy_scenario(self) -> None:
        if len(self.document.content.kept) < 3:
            self._edit("copy", lambda now: replace(now, kept=(*now.kept, now.scenario)))

    @precondition(lambda self: self.document.content.kept)
    @rule()
    def switch(self) -> None:
        before = self.document.content
        self.document.switch_scenario(0)
        if self.document.content != before:
            self.past.append(before)
            self.future.clear()
            self.merging = ""

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(self.document.content)
        self.document.undo()
        assert self.document.content == self.past.pop()
        self.merging = ""

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(self.document.content)
        self.document.redo()
        assert self.document.content == self.future.pop()
        self.merging = ""

    @rule()
    def save(self) -> None:
        self.saved = files.encode(self.document.saved(None))
        self.document.mark_saved()
        assert not self.document.dirty

    @precondition(lambda self: self.saved)
    @rule()
    def load(self) -> None:
        saved, problems = files.decode(self.saved, CATALOGUE)
        assert problems == ()
        self.document.start(saved)
        assert files.encode(self.document.saved(None)) == self.saved
        assert not self.document.dirty
        self.past.clear()
        self.future.clear()
        self.merging = ""

    @rule()
    def copy_comes_back_equal(self) -> None:
        """What a crash would leave is what there is."""
        saved, problems = files.decode(files.encode(self.document.saved(None)), CATALOGUE)
        assert problems == ()
        assert saved == Saved(self.document.content)

    @invariant()
    def steps_are_what_they_should_be(self) -> None:
        assert bool(self.document.undo_name) == bool(self.past)
        assert bool(self.document.redo_name) == bool(self.future)
        own = {base.id for base in self.document.content.own.bases}
        assert own <= self.document.catalogue.bases.keys()
        assert len(self.document.catalogue.bases) == len(CATALOGUE.bases) + len(own)


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
