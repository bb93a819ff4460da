"""The layer of hours lost: tints of its own ramp, hatching where nobody comes any more, both in the legend."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from layers.picture.compose import compose, draft_map, stage_of
from layers.picture.lost import inks_of
from layers.picture.marks import Shape, Stroke
from layers.picture.sheet import DEFAULT_LAYERS, LOST_TITLE, Band, LayerSetting, Sheet
from layers.style.model import NAMES
from layers.style.named import named
from layers.style.palette import ramp, to_oklab
from tests.layers.picture.conftest import PRATAS, circle, view


@pytest.fixture
def lost(plain: Sheet) -> Sheet:
    edges = [circle(radius) for radius in (400e3, 800e3, 1_200e3)]
    bands = (
        Band(12, 24, (edges[0],)),
        Band(3, 6, (edges[1], edges[0])),
        Band(math.inf, math.inf, (edges[2], edges[1])),
    )
    rows = tuple(replace(row, visible=True) if row.id == "lost" else row for row in DEFAULT_LAYERS)
    return replace(plain, lost=bands, layers=rows)


def test_it_is_drawn_and_explained(lost: Sheet) -> None:
    picture = compose(lost, view(*PRATAS, 4_000))
    marks = [mark for mark in picture.base if mark.layer == "lost"]
    tints = [mark for mark in marks if isinstance(mark, Shape)]
    assert len(tints) == 2
    assert tints[0].colours != tints[1].colours
    assert any(isinstance(mark, Stroke) and len(mark.geometry.start) > 20 for mark in marks), "hatching"
    said = {(entry.text, entry.kind) for entry in picture.legend if entry.group == LOST_TITLE}
    assert said == {("12\u201324 h", "ramp"), ("3\u20136 h", "ramp"), ("Nobody comes any more", "hatch")}


def test_it_is_nowhere_unless_it_is_asked_for(lost: Sheet) -> None:
    hidden = lost.with_layer(LayerSetting("lost", visible=False))
    picture = compose(hidden, view(*PRATAS, 4_000))
    assert not [mark for mark in picture.base if mark.layer == "lost"]
    assert not [entry for entry in picture.legend if entry.group == LOST_TITLE]
    assert lost.tinted
    assert not hidden.tinted


@pytest.mark.parametrize("name", NAMES)
def test_steps_of_the_ramp_differ_to_the_eye_and_from_the_hours(name: str) -> None:
    thematic = named(name).thematic
    steps = to_oklab(list(ramp(thematic.lost, 7)))
    assert np.linalg.norm(np.diff(steps, axis=0), axis=1).min() > 0.05
    change = np.diff(steps[:, 0])
    assert (change > 0).all() or (change < 0).all(), "told apart in grey too"
    hours = to_oklab(list(ramp(thematic.hours, 7)))
    warm, cool = steps[2:-1, 1].mean(), hours[:-2, 1].mean()
    assert warm > cool + 0.05, "red against green and blue"


def test_the_hours_stand_in_the_area_and_not_on_a_line(lost: Sheet) -> None:
    stage = stage_of(lost, view(*PRATAS, 4_000))
    draft = draft_map(stage)
    wishes = {wish.lines[0][0]: wish for wish in draft.wishes if wish.layer == "lost"}
    assert set(wishes) == {"+12\u201324 h", "+3\u20136 h"}
    for text, band in zip(("+12\u201324 h", "+3\u20136 h"), lost.lost, strict=False):
        spot = wishes[text].spots[0]
        assert band.holds(*stage.projection.inverse(spot.x, spot.y)), text


def test_one_tint_over_all_is_a_light_one_and_finer_steps_differ(lost: Sheet) -> None:
    thematic, rings = named("light").thematic, lost.lost[0].rings
    (alone,) = inks_of(thematic, (Band(36, 36, rings),)).values()
    finer = list(inks_of(thematic, [Band(36 + k / 2, 36.5 + k / 2, rings) for k in range(3)]).values())
    assert alone == finer[0]
    assert len(set(finer)) == 3
    assert to_oklab([alone])[0, 0] > to_oklab([inks_of(thematic, lost.lost)[lost.lost[0]]])[0, 0]
