"""Hours lost: a difference cell by cell, in words where it is no number, and bands that hold every cell in its place."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from shapely import Point
from shapely.geometry import Polygon

from layers.errors import GeometryError
from layers.fields.field import NOBODY, Field, Grid, Sites, air_field, nowhere
from layers.fields.loss import lost
from layers.picture.answer import lost_bands, lost_steps
from layers.picture.sheet import LOST_HOURS, Band

GRID = Grid.box(0.0, 0.0, 20.0, 10.0, 1.0)
cells = hnp.arrays(
    np.float64, GRID.shape, elements=st.floats(0.0, 9e5) | st.just(math.inf) | st.sampled_from([3600.0, 86400.0])
)


def field(seconds: np.ndarray) -> Field:
    return Field(GRID, seconds, np.where(np.isinf(seconds), NOBODY, 0).astype(np.int32))


@given(cells, cells)
@settings(max_examples=40)
def test_it_is_the_difference_cell_by_cell(one: np.ndarray, two: np.ndarray) -> None:
    found = lost(field(one), field(two)).seconds
    for a, b, later in zip(one.flat, two.flat, found.flat, strict=True):
        if math.isinf(a) and math.isinf(b):
            assert later == 0.0
        elif math.isinf(a) or math.isinf(b):
            assert later == (math.inf if math.isinf(b) else -math.inf)
        else:
            assert later == pytest.approx(b - a, abs=0.5)
    assert np.array_equal(found, -lost(field(two), field(one)).seconds), "won is lost the other way round"


def test_fields_of_other_grids_are_refused() -> None:
    with pytest.raises(GeometryError, match="one grid"):
        lost(field(np.zeros(GRID.shape)), nowhere(Grid.box(0, 0, 20, 10, 2.0)))


def holding(bands: tuple[Band, ...], lon: float, lat: float) -> list[tuple[float, float]]:
    """The bands that a place lies in, by the even-odd rule."""
    place = Point(lon, lat)
    return [
        (band.from_h, band.to_h)
        for band in bands
        if sum(Polygon(np.column_stack([ring.lon, ring.lat])).contains(place) for ring in band.rings) % 2
    ]


@given(st.floats(0.0, 400.0))
@settings(max_examples=40)
def test_what_is_lost_everywhere_is_one_band(hours: float) -> None:
    """A lever that costs a round 24 h must not tear the map at its own edge."""
    bands = lost_bands(field(np.full(GRID.shape, np.rint(hours * 3600.0))))
    if hours < LOST_HOURS[0] - 1 / 60:
        assert bands == ()
    elif hours > LOST_HOURS[0]:
        (band,) = bands
        assert band.from_h == band.to_h == pytest.approx(hours, abs=1 / 100), "told as it is, to the minute"


@pytest.mark.parametrize("hours", LOST_HOURS)
def test_an_edge_belongs_to_the_band_it_begins(hours: float) -> None:
    (band,) = lost_bands(field(np.full(GRID.shape, hours * 3600.0)))
    assert band.from_h == hours


def test_every_cell_lies_in_the_band_of_its_hours() -> None:
    rng = np.random.default_rng(3)
    step = rng.choice([0.0, 1.0, 4.0, 8.0, 30.0, 200.0, math.inf], GRID.shape, p=[0.3, 0.15, 0.15, 0.1, 0.1, 0.1, 0.1])
    bands = lost_bands(field(step * 3600.0))
    for row, lat in enumerate(GRID.lat[1:-1], 1):
        for column, lon in enumerate(GRID.lon[1:-1], 1):
            hours, found = step[row, column], holding(bands, lon, lat)
            if hours < LOST_HOURS[0]:
                assert found == []
            elif math.isinf(hours):
                assert found == [(math.inf, math.inf)]
            else:
                assert len(found) == 1
                assert found[0][0] <= hours < found[0][1]


@given(st.floats(0.5, 500.0), st.floats(0.0, 500.0))
@settings(max_examples=300)
def test_steps_hold_all_that_is_lost_and_none_is_of_what_is_not(least: float, spread: float) -> None:
    starts, ends = lost_steps(least, least + spread)
    assert starts[0] <= least + 1 / 60
    assert starts[-1] <= least + spread + 1 / 60
    assert ends[-1] >= least + spread - 1 / 60
    assert starts[1:] == ends[:-1]
    assert starts == sorted(set(starts))
    assert len(starts) <= len(LOST_HOURS) or starts[0] >= LOST_HOURS[-1], "days beyond the last"
    assert ends[0] >= least - 1 / 60, "no step below the least"
    if spread > 1 / 20 and least + spread < LOST_HOURS[-1]:
        assert len(starts) > 1 or spread < 0.25, "a spread is seen"


def test_a_spread_within_one_step_has_finer_ones() -> None:
    """Both ends at once at Pratas: 36 h nearly everywhere, up to 37.3 h where another base is first."""
    assert lost_steps(36.0, 37.3) == ([36.0, 36.5, 37.0], [36.5, 37.0, 37.5])
    assert lost_steps(36.0, 36.0) == ([36.0], [36.0])
    assert lost_steps(0.5, 5.0) == ([0.5, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 6.0])


def test_a_base_that_is_gone_loses_what_the_next_one_needs_longer() -> None:
    """Two bases on the equator; at the nearer one, the price of losing it is the flight from the other."""
    grid = Grid.box(-4.0, -4.0, 24.0, 4.0, 2.0)
    both = air_field(grid, Sites.of([0.0, 20.0], [0.0, 0.0], [3600.0, 3600.0], [250.0, 250.0]))
    one = air_field(grid, Sites.of([20.0], [0.0], [3600.0], [250.0]))
    later = lost(both, one)
    row, column = int(np.argmin(np.abs(grid.lat))), int(np.argmin(np.abs(grid.lon)))
    assert later.seconds[row, column] == pytest.approx(math.radians(20.0) * 6_378_137.0 / 250.0, abs=1.0)
    assert later.seconds[:, -1] == pytest.approx(0.0)
    assert (later.seconds >= 0).all()
    assert lost_bands(later)[0].from_h == LOST_HOURS[0]


def test_where_nobody_comes_any_more_is_said_and_where_nobody_came_is_not() -> None:
    before, after = np.full(GRID.shape, 3600.0), np.full(GRID.shape, 3600.0)
    before[:, :5] = after[:, :5] = math.inf
    after[:, 15:] = math.inf
    bands = lost_bands(lost(field(before), field(after)))
    assert [(band.from_h, band.to_h) for band in bands] == [(math.inf, math.inf)]
    assert holding(bands, 18.0, 5.0)
    assert not holding(bands, 10.0, 5.0)
    assert not holding(bands, 2.0, 5.0)


def test_beside_places_nobody_reaches_there_is_no_slope_of_hours() -> None:
    """36 h lost up to the edge of closed airspace is one band, not a fringe of all smaller ones."""
    before, after = np.full(GRID.shape, 3600.0), np.full(GRID.shape, 37 * 3600.0)
    before[3:7, 6:12] = after[3:7, 6:12] = math.inf
    (band,) = lost_bands(lost(field(before), field(after)))
    assert (band.from_h, band.to_h) == (36.0, 36.0)
    assert not holding((band,), 9.0, 5.0)
    assert holding((band,), 3.0, 5.0)
