"""Images seen turned: the compiled loop, its twin, and what must hold of both."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.kernels import turned_plain

turned = pytest.importorskip("layers.kernels.turned", reason="needs the compiler")
GROUND = 0xFF00FF00


def image(height: int, width: int, seed: int) -> turned_plain.Pixels:
    pixels = np.random.default_rng(seed).integers(0, 2**24, (height, width), dtype=np.uint32)
    pixels.flags.writeable = False
    return pixels


def about(height: int, width: int, out: tuple[int, int], angle_deg: float, scale: float = 1.0) -> turned_plain.Matrix:
    """The middle of an image on the middle of the window, turned."""
    cos, sin = math.cos(math.radians(angle_deg)) * scale, math.sin(math.radians(angle_deg)) * scale
    x, y = out[1] / 2, out[0] / 2
    return np.array([cos, sin, -sin, cos, width / 2 - cos * x + sin * y, height / 2 - sin * x - cos * y])


def laid(kernel, upper, upper_at, lower, lower_at, size):
    out = np.full(size, 7, np.uint32)
    kernel.lay(upper, upper_at, lower, lower_at, GROUND, out)
    return out


@settings(max_examples=40, deadline=None)
@given(
    angle=st.floats(-180, 180),
    scale=st.floats(0.3, 3.0),
    size=st.tuples(st.integers(1, 150), st.integers(1, 600)),
    source=st.tuples(st.integers(1, 300), st.integers(1, 500)),
)
def test_the_loop_agrees_with_its_twin_bit_for_bit(angle, scale, size, source):
    upper, lower = image(*source, 1), image(source[0] * 2, source[1] * 2, 2)
    places = about(*upper.shape, size, angle, scale), about(*lower.shape, size, angle / 2, scale)
    fast = laid(turned, upper, places[0], lower, places[1], size)
    assert np.array_equal(fast, laid(turned_plain, upper, places[0], lower, places[1], size))


@pytest.mark.parametrize(
    ("angle", "turn"),
    [(0, lambda a: a), (90, np.rot90), (180, lambda a: np.rot90(a, 2)), (270, lambda a: np.rot90(a, 3))],
)
def test_quarter_turns_are_those_of_numpy(angle, turn):
    source = image(320, 320, 3)
    place = about(320, 320, (320, 320), angle)
    assert np.array_equal(laid(turned, source, place, source, place, (320, 320)), turn(source))


def test_every_pixel_is_that_under_its_middle():
    """Against the plain formula, pixel by pixel, without counting on along a row."""
    size, source = (130, 400), image(500, 700, 4)
    place = about(*source.shape, size, 33.0, 0.8)
    out = laid(turned, source, place, source, place, size)
    a, b, c, d, e, f = place
    x, y = np.meshgrid(np.arange(size[1]) + 0.5, np.arange(size[0]) + 0.5)
    u, v = a * x + c * y + e, b * x + d * y + f
    clear = (np.abs(u - np.round(u)) > 0.01) & (np.abs(v - np.round(v)) > 0.01)
    assert clear.mean() > 0.9
    assert np.array_equal(out[clear], source[v[clear].astype(int), u[clear].astype(int)])


def test_what_lies_behind_is_seen_beyond_the_edge_and_the_ground_beyond_both():
    size = (100, 300)
    upper, lower = np.full((40, 40), 1, np.uint32), np.full((80, 120), 2, np.uint32)
    out = laid(turned, upper, about(40, 40, size, 20), lower, about(80, 120, size, 20), size)
    assert out[50, 150] == 1
    assert out[50, 150 + 45] == 2
    assert out[2, 2] == GROUND
    assert abs((out == 1).sum() - 1600) < 60
