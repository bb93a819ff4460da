"""The document: edits, undo, merging, what is selected, and the sheet made of it all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layers.basemap import Rings, Zone
from layers.picture.sheet import DEFAULT_LAYERS, LayerSetting
from layers.scenario import edits
from layers.scenario.model import BASELINE
from mapapp.document import Content, Document
from mapapp.panels.layer_tree import set_layer


def test_an_edit_is_undone_and_redone_by_name(document):
    first = document.content
    assert document.apply("Hide rings", set_layer("rings", visible=False))
    assert document.undo_name == "Hide rings"
    changed = document.content
    document.undo()
    assert document.content == first
    assert document.redo_name == "Hide rings"
    document.redo()
    assert document.content == changed


def test_an_edit_that_changes_nothing_is_no_step(document):
    assert not document.apply("Show rings", set_layer("rings", visible=True))
    assert document.undo_name == ""


def test_a_new_edit_forgets_what_was_undone(document):
    document.apply("a", set_layer("rings", visible=False))
    document.undo()
    document.apply("b", set_layer("land", visible=False))
    assert document.redo_name == ""


def test_drag_steps_merge_and_vanish_when_dragged_back(document):
    for value in (0.9, 0.8, 0.7):
        document.apply("Opacity", set_layer("rings", opacity=value), merge_key="drag")
    document.undo()
    assert document.content.layers == DEFAULT_LAYERS
    document.redo()
    document.settle()
    document.apply("Opacity", set_layer("rings", opacity=0.6), merge_key="drag")
    document.undo()
    assert document.layer("rings").opacity == 0.7, "after the hand let go, a new drag is a new step"
    document.undo()
    for value in (0.5, 1.0):
        document.apply("Opacity", set_layer("rings", opacity=value), merge_key="again")
    assert document.undo_name == ""


def test_only_what_changed_is_announced(document, qtbot):
    heard = []
    for name in ("scenario_changed", "layers_changed", "style_changed", "projection_changed", "drawings_changed"):
        getattr(document, name).connect(lambda name=name: heard.append(name))
    document.apply("Style", lambda content: replace(content, style="dark"))
    document.apply_scenario("Close", lambda scenario: edits.set_passage(scenario, "strait", is_open=False))
    document.undo()
    assert heard == ["style_changed", "scenario_changed", "scenario_changed"]


def test_the_sheet_says_what_the_document_holds(document):
    document.apply("Hide rings", set_layer("rings", visible=False))
    document.select("near")
    sheet = document.sheet()
    assert not sheet.setting("rings").visible
    assert sheet.target == "pratas"
    assert sheet.selected == {"near"}


def test_a_new_target_forgets_selection_and_answer(document):
    document.select("near")
    document.set_bands((), "t")
    document.aim_at_flashpoint("narva")
    assert not document.selected
    assert document.response is None


LAYERS = st.sampled_from([row.id for row in DEFAULT_LAYERS])
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("edit"), LAYERS, st.booleans(), st.sampled_from([0.25, 0.5, 1.0]), st.sampled_from(["", "k"])
        ),
        st.just(("undo",)),
        st.just(("redo",)),
        st.just(("settle",)),
    ),
    max_size=25,
)


@given(STEPS)
def test_undoing_all_comes_back_to_the_start_and_redoing_all_to_the_end(steps):
    """Random edits, undos and redos; whatever the history, walking it back and forth changes nothing."""
    from layers.scenario.model import BASELINE
    from mapapp.document import Content, Document

    document = Document(None, None, Content(BASELINE))
    start = document.content
    for step in steps:
        if step[0] == "edit":
            _, ident, visible, opacity, key = step
            document.apply("edit", set_layer(ident, visible=visible, opacity=opacity), merge_key=key or None)
        else:
            getattr(document, step[0])()
    end = document.content
    while document.redo_name:
        document.redo()
    last = document.content
    count = 0
    while document.undo_name:
        document.undo()
        count += 1
    assert document.content == start
    seen = {start}
    for _ in range(count):
        document.redo()
        seen.add(document.content)
    assert document.content == last
    assert end in seen
    assert all(isinstance(row, LayerSetting) for row in document.content.layers)


def test_the_zones_are_read_when_they_are_first_to_be_seen(basemap, catalogue):
    asked = []
    zone = Zone("grey", Rings(*(np.zeros(0),) * 2, np.zeros(1), np.zeros(0), np.zeros(0)))

    def read():
        asked.append(1)
        return (zone,)

    document = Document(basemap, catalogue, Content(BASELINE), read_zones=read)
    assert (document.sheet().zones, asked) == ((), [])
    document.apply("Show zones", set_layer("zones", visible=True))
    assert document.sheet().zones == (zone,)
    assert document.sheet().zones == (zone,)
    assert asked == [1]
