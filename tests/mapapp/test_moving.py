"""What stands on the map's edge while the hand moves the map: degrees on their lines, a scale bar that is true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers.picture.compose import compose
from layers.picture.furniture import SCALE, panel_of
from layers.picture.marks import Picture, Shape
from layers.projection import Projection
from layers.view import View
from mapapp.canvas.scale import MovedScale
from mapapp.paint import Painter
from mapapp.paint.floats import Floats
from tests.mapapp.test_screen import PRATAS, painted, pixels, sheet

__all__ = ["sheet"]


def ink(image: np.ndarray) -> np.ndarray:
    """Middle (x, y) of what was painted on grey."""
    y, x = np.nonzero((image != 0x80).any(axis=2))
    return np.array([x.min() + x.max(), y.min() + y.max()]) / 2 if len(x) else np.full(2, np.nan)


@pytest.mark.parametrize("grown", [1.0, 0.8])
def test_degree_numbers_stay_on_their_lines_while_the_map_is_moved(sheet, grown):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_000.0, 500, 400)
    for mark in compose(sheet, view).over:
        if mark.layer != "graticule":
            continue
        floats = Floats(Picture(view, sheet.style.ground.outside, (), (mark,)), 1.0, Painter())
        moved = replace(view.panned(31, -12), mpp=view.mpp / grown)
        before, after = (ink(painted(view, lambda p, made=floats, at=at: made.draw(p, at))) for at in (view, moved))
        expected = np.array(moved.to_page(*view.to_plane(*before)))
        if 20 < expected[0] < 480 and 20 < expected[1] < 380:
            # its baseline is on the line, so that its middle is a few pixels off
            assert np.abs(after - expected).max() < 1.0 + 6.0 * (1.0 - grown), mark.text


@pytest.mark.parametrize("kind", ["aeqd", "merc", "eqearth"])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_scale_bar_is_true_while_the_map_is_moved(sheet, kind, ratio):
    view = View(Projection(kind, *PRATAS), 0.0, 0.0, 6_000.0, 1000, 700)
    before = compose(sheet, view)
    for moved in (replace(view, mpp=view.mpp * 1.3), view.panned(0, 400), replace(view, rotation_deg=20.0)):
        bar = MovedScale()
        if bar.holds(sheet, before, moved, ratio):
            assert (kind, moved.mpp, moved.rotation_deg) == ("aeqd", view.mpp, 0.0), "a pan in an equidistant map only"
            continue
        after = compose(sheet, moved)
        alone = replace(after, over=tuple(mark for mark in after.over if mark.layer == SCALE))
        ours = painted(view, bar.draw)
        theirs = painted(view, lambda p, alone=alone: Painter().paint(p, alone, parts=("over",)))
        if ratio == 1.0:
            assert np.abs(ours - theirs).max() <= 2
        assert np.abs(ours - theirs).mean() < 1.0
    assert bar.holds(sheet, before, view, ratio)


def test_the_scale_bar_stays_while_it_is_true(sheet):
    view = View(Projection("merc", *PRATAS), 0.0, 0.0, 1_500.0, 1000, 700)
    before, bar = compose(sheet, view), MovedScale()
    assert bar.holds(sheet, before, view.panned(40, 10), 1.0)
    assert not bar.holds(sheet, before, replace(view, mpp=view.mpp * 1.02), 1.0)
    assert bar.holds(sheet, before, view, 1.0)


def test_off_the_map_there_is_no_scale_bar_under_the_hand(sheet):
    view = View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_000.0, 1000, 700)
    bar = MovedScale()
    away = replace(view, x=60e6)
    assert not bar.holds(sheet, compose(sheet, view), away, 1.0)
    assert not (painted(view, bar.draw) != 0x80).any()


WILD = Projection("lcc", 128.05212793735905, -90.0, -85.0, -65.0)


@pytest.mark.parametrize(
    "view",
    [
        View(WILD, -905_728.0707318721, -4_417_741.482962417, 94_484.87416780078, 216, 116, 71.6575537321674),
        View(WILD, -905_728.0707318721, -4_417_741.482962417, 94_484.87416780078, 1_000, 700, 10.0),
    ],
)
def test_where_no_bar_has_a_round_length_there_is_none(sheet, view):
    """At the pole of a cone no length grows as pixels do; an error in a paint event ended the program."""
    before = compose(sheet, View(Projection("aeqd", *PRATAS), 0.0, 0.0, 6_000.0, 500, 400))
    made = MovedScale()
    made.holds(sheet, before, view, 1.0)
    painted(view, made.draw)
    for mark in compose(sheet, view).over:
        if mark.layer == SCALE and isinstance(mark, Shape):
            assert np.isfinite(mark.geometry.xy).all()


def test_the_window_shows_the_new_scale_before_the_new_picture(window):
    canvas = window.canvas
    panel = panel_of(canvas.picture.over)
    x0, y0, x1, y1 = map(round, panel)

    def seen() -> np.ndarray:
        return pixels(canvas.grab().toImage())[y0:y1, x0 + 50 : x1]

    before = seen()
    canvas.zoom_by(1.3)
    assert not canvas.sharp
    assert np.abs(seen() - before).max() > 100, "the bar of the picture before is on the screen"
