"""Level chords, hatching, cutting to a rectangle: against shapely as the independent way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.picture import cut, hatch
from layers.picture.chords import chords
from layers.picture.kit import Box
from layers.picture.marks import Geometry

OUTER = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
HOLE = np.array([(4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0)])
XY = np.vstack((OUTER, HOLE))
START = np.array([0, 4, 8], dtype=np.int32)


def test_chords_leave_holes_out() -> None:
    y, x0, x1 = chords(XY, START, np.array([1.0, 5.0]))
    assert y.tolist() == [1.0, 5.0, 5.0]
    assert list(zip(x0.tolist(), x1.tolist(), strict=True)) == [(0, 10), (0, 4), (6, 10)]


def test_hatching_fills_the_area_evenly() -> None:
    """Length of the lines times their distance is the area."""
    ends, start = hatch.hatching(XY, START, 0.05, 45.0, Box(-1, -1, 11, 11))
    pairs = ends.reshape(-1, 2, 2)
    length = np.hypot(*(pairs[:, 1] - pairs[:, 0]).T).sum()
    assert length * 0.05 == pytest.approx(100 - 4, rel=2e-3)
    assert len(start) == len(pairs) + 1
    polygon = shapely.Polygon(OUTER, [HOLE]).buffer(1e-9)
    assert shapely.contains(polygon, shapely.linestrings(pairs)).all()


def test_hatching_stays_in_its_box() -> None:
    ends, _ = hatch.hatching(XY, START, 0.5, 0.0, Box(2, 2, 3, 3))
    assert ends[:, 0].min() >= 2
    assert ends[:, 0].max() <= 3
    assert ends[:, 1].min() >= 2
    assert ends[:, 1].max() <= 3


def test_the_heart_lies_inside() -> None:
    ring = np.array([(0, 0), (9, 0), (9, 1), (1, 1), (1, 9), (0, 9)], dtype=float)
    at = hatch.heart(ring, np.array([0, 6]))
    assert at is not None
    assert shapely.Polygon(ring).contains(shapely.Point(at))
    assert hatch.heart(np.empty((0, 2)), np.array([0])) is None


coordinate = st.floats(-5, 15, allow_nan=False).map(lambda value: round(value, 3))


@given(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=14))
def test_a_cut_ring_holds_the_points_it_held(points: list[tuple[float, float]]) -> None:
    """By the even-odd rule, self-crossing rings included: random places inside the rectangle keep their answer."""
    ring = np.array(points)
    done = cut.clipped(ring, (0.0, 0.0, 10.0, 10.0))
    if len(done):
        assert done.min() >= -1e-9
        assert done.max() <= 10 + 1e-9
    probes = np.random.default_rng(3).uniform(0.1, 9.9, (40, 2))

    def inside(of: np.ndarray, y: float, x: float) -> bool:
        if len(of) < 3:
            return False
        _, x0, x1 = chords(of, np.array([0, len(of)]), np.array([y]))
        return bool(np.any((x0 < x) & (x < x1)))

    for x, y in probes + 1e-7:
        assert inside(ring, y, x) == inside(done, y, x)


def test_long_lines_are_cut_into_chunks_that_join() -> None:
    line = np.column_stack((np.arange(1000.0), np.zeros(1000)))
    geometry = Geometry("line", line, np.array([0, 1000], dtype=np.int32))
    xy, start = cut.polylines(geometry, closed=False, whole=False)
    assert np.diff(start).max() <= cut.CHUNK + 1
    pieces = [xy[a:b] for a, b in pairwise(start)]
    assert all((one[-1] == after[0]).all() for one, after in pairwise(pieces))
    assert pieces[-1][-1, 0] == 999
    whole, _ = cut.polylines(geometry, closed=True, whole=True)
    assert (whole[-1] == whole[0]).all()


def test_boxes_of_parts() -> None:
    box = cut.boxes(XY, START)
    assert box.tolist() == [[0, 0, 10, 10], [4, 4, 6, 6]]
    assert cut.seen(box, (7, 7, 8, 8)).tolist() == [True, False]


def test_the_block_holds_the_window_and_stays() -> None:
    window = (10.0, 20.0, 110.0, 90.0)
    block = cut.block(window)
    assert block[0] <= 10
    assert block[1] <= 20
    assert block[2] >= 110
    assert block[3] >= 90
    assert cut.block((12.0, 22.0, 112.0, 92.0)) == block
