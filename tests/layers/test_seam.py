from __future__ import annotations

import antimeridian
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from layers import seam
from layers.errors import GeometryError


def test_longitudes_run_on() -> None:
    assert seam.unwrap([170, 179, -179, -170]).tolist() == [170, 179, 181, 190]
    assert seam.unwrap([-170, 170, 160]).tolist() == [-170, -190, -200]
    assert seam.unwrap([]).tolist() == []
    assert seam.unwrap([5.0]).tolist() == [5]


@given(st.lists(st.floats(-179, 179), min_size=1, max_size=30), st.floats(-180, 180))
def test_unwrapping_undoes_wrapping(steps, start) -> None:
    line = start + np.concatenate([[0.0], np.cumsum(steps)])
    wrapped = (line + 180) % 360 - 180
    assert seam.unwrap(wrapped) - wrapped[0] == pytest.approx(line - line[0], abs=1e-6)


def test_windings_are_counted() -> None:
    assert seam.winding([0, 90, 180, -90, 0]) == 1
    assert seam.winding([0, -90, 180, 90, 0]) == -1
    assert seam.winding([170, -170, -170, 170, 170]) == 0
    assert seam.winding([]) == 0


def test_a_square_across_the_seam_becomes_two() -> None:
    for order in (slice(None), slice(None, None, -1)):
        lon, lat = np.array([170, -170, -170, 170])[order], np.array([0, 0, 10, 10])[order]
        found = seam.polygon(lon, lat, north_inside=False, south_inside=False)
        assert found.equals(box(170, 0, 180, 10).union(box(-180, 0, -170, 10)))


def test_round_a_pole_it_is_closed_along_the_maps_edge() -> None:
    lon = np.array([0, 90, 180, -90, 0])
    for order in (slice(None), slice(None, None, -1)):
        north = seam.polygon(lon[order], np.full(5, 60.0), north_inside=True, south_inside=False)
        south = seam.polygon(lon[order], np.full(5, -60.0), north_inside=False, south_inside=True)
        assert north.equals(box(-180, 60, 180, 90))
        assert south.equals(box(-180, -90, 180, -60))
    # the far pole: everything south of the ring
    assert seam.polygon(lon, np.full(5, 60.0), north_inside=False, south_inside=True).equals(box(-180, -90, 180, 60))


def test_a_ring_round_a_pole_may_turn_back() -> None:
    lon = np.array([0.0, 60, 120, 100, 140, 180, -120, -60])
    lat = np.array([60.0, 60, 60, 70, 75, 60, 60, 60])
    found = seam.polygon(lon, lat, north_inside=True, south_inside=False)
    assert found.is_valid
    assert found.bounds == (-180, 60, 180, 90)
    assert not shapely.contains_xy(found, 118, 65)
    assert shapely.contains_xy(found, 118, 76)


def test_both_poles_inside_is_the_world_less_the_ring() -> None:
    found = seam.polygon([170, -170, -170, 170], [0, 0, 10, 10], north_inside=True, south_inside=True)
    assert found.area == pytest.approx(360 * 180 - 200)
    assert found.is_valid


def test_where_vertices_and_told_poles_differ_the_vertices_win() -> None:
    lon = np.array([0, 90, 180, -90])
    found = seam.polygon(lon, np.full(4, 89.999), north_inside=False, south_inside=False)
    assert found.bounds == (-180, 89.999, 180, 90)


def test_a_vertex_at_the_pole_has_no_longitude() -> None:
    # a triangle with a corner at the pole, whose longitude there means nothing
    for anything in (-180.0, 0.0, 20.0, 77.0):
        found = seam.polygon([0, 40, anything], [70, 70, 90], north_inside=False, south_inside=False)
        assert found.equals(box(0, 70, 40, 90))


def test_too_few_vertices_and_too_many_turns() -> None:
    assert seam.polygon([], [], north_inside=False, south_inside=False).is_empty
    assert seam.polygon([1, 2], [1, 2], north_inside=False, south_inside=False).is_empty
    twice = np.arange(0, 720, 45.0)
    with pytest.raises(GeometryError, match="2 times"):
        seam.polygon(twice, 60 + twice / 100, north_inside=True, south_inside=False)


@pytest.mark.parametrize(("west", "east"), [(-190, -170), (170, 190), (350, 370), (530, 550), (-20, 20), (-180, 180)])
def test_what_runs_on_is_cut_and_moved_back(west: float, east: float) -> None:
    found = seam.split(box(west, 0, east, 10))
    assert found.is_valid
    assert found.area == pytest.approx((east - west) * 10)
    assert found.bounds[0] >= -180
    assert found.bounds[2] <= 180
    assert seam.split(Polygon()).is_empty


@given(st.floats(-180, 180), st.floats(-60, 60), st.floats(1, 25), st.floats(1, 25))
def test_agrees_with_the_antimeridian_package_on_simple_shapes(lon, lat, width, height) -> None:
    ring = [(lon, lat), (lon + width, lat), (lon + width, lat + height), (lon, lat + height)]
    wrapped = [((x + 180) % 360 - 180, y) for x, y in ring]
    ours = seam.polygon(*np.array(wrapped).T, north_inside=False, south_inside=False)
    theirs = antimeridian.fix_polygon(Polygon(wrapped), fix_winding=False, great_circle=False)
    assert ours.symmetric_difference(theirs).area < 1e-6
