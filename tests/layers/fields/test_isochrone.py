from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from shapely.geometry import Point

from layers import rings
from layers.errors import GeometryError
from layers.fields.field import Field, Grid, Sites, air_field, nowhere
from layers.fields.isochrone import area, bands, isochrones, outlines

HOURS = [1.0, 3.0, 6.0, 12.0, 24.0]
GRIDS = {
    "world": Grid.box(-180, -90, 180, 90, 3.0),
    "world from 99 E": Grid.box(99, -90, 459, 90, 3.0),
    "cell centres": Grid(np.arange(-178.5, 180, 3.0), np.arange(-88.5, 90, 3.0)),
    "downwards": Grid(np.arange(178.5, -180, -3.0), np.arange(88.5, -90, -3.0)),
    "over the seam": Grid.box(100, 0, -100, 80, 2.0),
    "beyond 180": Grid.box(-20, -60, 260, 80, 4.0),
}
bases = st.tuples(
    st.floats(-180, 180),
    st.floats(-90, 90),
    st.floats(0, 4e4),
    st.floats(50, 400),
    st.floats(2e5, 1e7) | st.just(np.inf),
)


@given(st.lists(bases, min_size=1, max_size=5), st.sampled_from(sorted(GRIDS)))
@settings(max_examples=80)
@example([(-165.0, 64.0, 3600.0, 230.0, 2e6)], "world")
@example([(-157.9, 21.3, 0.0, 230.0, np.inf)], "over the seam")
@example([(0.0, 90.0, 0.0, 200.0, np.inf), (180.0, -90.0, 0.0, 100.0, 1e6)], "cell centres")
@example([(180.0, 0.0, 0.0, 250.0, np.inf)], "world from 99 E")
def test_they_are_valid_and_nest(sites, name: str) -> None:
    field = air_field(GRIDS[name], Sites.of(*np.array(sites).T))
    found = isochrones(field, HOURS)
    assert [one.hours for one in found] == HOURS
    for one in found:
        assert one.area.is_valid
        if not one.area.is_empty:
            west, south, east, north = one.area.bounds
            assert west >= -180
            assert east <= 180
            assert south >= -90
            assert north <= 90
    for inner, outer in pairwise(found):
        assert inner.area.difference(outer.area).area <= 1e-9
    # the bands tile what the last one encloses
    tiles = [area(one) for one in bands(field, HOURS)]
    assert all(tile.is_valid for tile in tiles)
    assert sum(tile.area for tile in tiles) == pytest.approx(found[-1].area.area, abs=1e-6)


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(-180, 180))
@settings(max_examples=40)
def test_cells_are_inside_exactly_when_reached_in_time(lon: float, lat: float, turn: float) -> None:
    grid = GRIDS["world"]
    field = air_field(grid, Sites.of([lon, turn], [lat, -lat], 0.0, 250.0, [np.inf, 3e6]))
    x, y = (one.ravel() for one in np.meshgrid(grid.lon, grid.lat))
    hours = field.seconds.ravel() / 3600
    for one in isochrones(field, HOURS):
        clear = (np.abs(hours - one.hours) > 1e-9) & (np.abs(y) < 90) & (np.abs(x) < 180)
        assert (shapely.intersects_xy(one.area, x, y) == (hours < one.hours))[clear].all()


def test_of_one_unit_they_are_its_geodesic_rings() -> None:
    # The other route: the ring of speed times hours.
    field = air_field(Grid.box(-180, -90, 180, 90, 0.5), Sites.of(170.0, 60.0, 0.0, 250.0))
    for one in isochrones(field, [2.0, 6.0, 14.0]):
        ring = rings.polygon(170.0, 60.0, one.hours * 3600 * 250.0)
        assert one.area.symmetric_difference(ring).area / ring.area < 2e-3


def test_wherever_the_grid_begins_they_are_the_same() -> None:
    sites = Sites.of([-165.0, 116.7], [64.0, 20.7], 0.0, 230.0, 4e6)
    a, b = (isochrones(air_field(GRIDS[name], sites), [3.0])[0].area for name in ("world", "world from 99 E"))
    assert a.symmetric_difference(b).area < 1e-6


def test_what_is_not_reached_is_not_inside() -> None:
    grid = Grid.box(0, 0, 10, 10, 1.0)
    seconds = np.full(grid.shape, np.inf)
    seconds[3:6, 3:6] = 1800.0
    field = Field(grid, seconds, np.where(np.isinf(seconds), -1, 0).astype(np.int32))
    found = isochrones(field, [0.25, 1.0])
    assert found[0].area.is_empty
    assert shapely.box(3, 3, 5, 5).difference(found[1].area).area < 1e-9
    assert found[1].area.difference(shapely.box(2.999, 2.999, 5.001, 5.001)).is_empty
    assert all(one.area.is_empty for one in isochrones(nowhere(grid), HOURS))


def test_holes_and_rings_for_drawing() -> None:
    grid = Grid.box(0, 0, 20, 20, 1.0)
    x, y = np.meshgrid(grid.lon, grid.lat)
    seconds = 3600.0 * np.abs(np.hypot(x - 10, y - 10) - 6)
    field = Field(grid, seconds, np.zeros(grid.shape, np.int32))
    (one,) = outlines(field, [2.0])
    assert one.rings.tolist()[0] == 0
    assert one.rings[-1] == len(one.lon) == len(one.lat)
    assert one.polygons.tolist() == [0, 2]
    for first, last in pairwise(one.rings):
        assert (one.lon[first], one.lat[first]) == (one.lon[last - 1], one.lat[last - 1])
    ring = area(one)
    assert len(ring.interiors) == 1
    assert ring.area == pytest.approx(np.pi * (64 - 16), rel=0.02)
    low, high = bands(field, [1.0, 2.0])
    assert (low.after_h, low.until_h, high.after_h, high.until_h) == (-np.inf, 1.0, 1.0, 2.0)


def test_levels_that_touch_cells_exactly_and_plateaus() -> None:
    grid = Grid.box(0, 0, 12, 12, 1.0)
    draw = np.random.default_rng(0)
    for _ in range(30):
        seconds = 3600.0 * draw.integers(0, 4, grid.shape).astype(float)
        seconds[draw.random(grid.shape) < 0.2] = np.inf
        found = isochrones(Field(grid, seconds, np.zeros(grid.shape, np.int32)), [0.5, 1.0, 2.0, 3.0])
        assert all(one.area.is_valid for one in found)
        x, y = (one.ravel() for one in np.meshgrid(grid.lon, grid.lat))
        hours = seconds.ravel() / 3600
        for one in found:
            clear = hours != one.hours  # a lone cell reached just at the hour is a point, which has no area
            assert (shapely.intersects_xy(one.area, x, y) == (hours < one.hours))[clear].all()
            within = seconds <= one.hours * 3600
            row, column = np.nonzero(within[1:, 1:] & within[:-1, 1:] & within[1:, :-1] & within[:-1, :-1])
            assert shapely.intersects_xy(one.area, column + 0.5, row + 0.5).all()
        for inner, outer in pairwise(found):
            assert inner.area.difference(outer.area).area <= 1e-9


hours_of_cells = st.one_of(st.just(np.inf), st.floats(0.0, 30.0), st.sampled_from(HOURS))


@given(arrays(float, (7, 12), elements=hours_of_cells), st.sampled_from(["all round", "over the seam", "to the pole"]))
@settings(max_examples=60)
def test_of_any_field_they_are_valid_and_nest(hours: np.ndarray, where: str) -> None:
    """Whatever the engine should make of a cell: torn, exactly on the hour, alone, or never reached."""
    grid = {
        "all round": Grid(np.arange(-165.0, 180.0, 30.0), np.linspace(-90.0, 90.0, 7)),
        "over the seam": Grid(np.linspace(150.0, 205.0, 12), np.linspace(20.0, 50.0, 7)),
        "to the pole": Grid(np.linspace(-20.0, 90.0, 12), np.linspace(60.0, 90.0, 7)),
    }[where]
    field = Field(grid, hours * 3600.0, np.where(np.isinf(hours), -1, 0).astype(np.int32))
    found = [one.area for one in isochrones(field, HOURS)]
    for one in found:
        assert one.is_valid
        if not one.is_empty:
            assert shapely.box(-180.0, -90.0, 180.0, 90.0).covers(one)
    for inner, outer in pairwise(found):
        assert inner.difference(outer).area <= 1e-9


@pytest.mark.parametrize("last", [7.0, 72.0, 1e6])
def test_a_cell_reached_alone_is_not_lost_beside_a_late_contour(last: float) -> None:
    hours = np.full((5, 5), np.inf)
    hours[2, 2] = 5.9
    field = Field(Grid(np.arange(5) * 0.25, 50.0 + np.arange(5) * 0.25), hours * 3600.0, np.zeros((5, 5), np.int32))
    first, then = isochrones(field, [6.0, last])
    assert first.area.distance(Point(0.5, 50.5)) < 1e-9
    assert then.area.covers(first.area)


def test_hours_must_rise_and_may_be_none() -> None:
    field = nowhere(GRIDS["over the seam"])
    assert isochrones(field, []) == ()
    for bad in ([3, 1], [1, 1], [1, float("nan")]):
        with pytest.raises(GeometryError):
            isochrones(field, bad)
