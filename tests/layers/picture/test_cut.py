"""Lines cut to a page: what lies on it, whole, and nothing that has no length."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from layers.picture.cut import LEAST, clipped_lines

PAGE = (0.0, 0.0, 100.0, 60.0)


def cut(*lines: np.ndarray) -> list[np.ndarray]:
    start = np.concatenate(([0], np.cumsum([len(line) for line in lines]))).astype(np.intp)
    return clipped_lines(np.concatenate(lines), start, PAGE)


def test_a_line_without_length_is_none() -> None:
    point, line = np.array([(5.0, 5.0), (5.0, 5.0)]), np.array([(5.0, 5.0), (6.0, 5.0)])
    touching = np.array([(-10.0, 20.0), (10.0, -20.0)])  # the corner of the page only
    assert [piece.tolist() for piece in cut(point, line, touching)] == [line.tolist()]


@given(arrays(float, st.tuples(st.integers(2, 8), st.just(2)), elements=st.integers(-150, 150).map(lambda v: v + 0.5)))
def test_the_pieces_are_the_line_as_far_as_it_is_on_the_page(line: np.ndarray) -> None:
    """Off its edge: a line along that is neither in nor out."""
    pieces = cut(line)
    for piece in pieces:
        assert np.ptp(piece, axis=0).max() >= LEAST
        assert shapely.box(*PAGE).buffer(1e-6).covers(shapely.linestrings(piece))
    if np.ptp(line, axis=0).max():
        on_page = shapely.intersection(shapely.linestrings(line), shapely.box(*PAGE)).length
        drawn = shapely.union_all([shapely.linestrings(piece) for piece in pieces]).length if pieces else 0.0
        assert drawn == pytest.approx(on_page, abs=1e-3 * len(line))
