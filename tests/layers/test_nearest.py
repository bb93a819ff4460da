from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import geodesy, sphere
from layers.errors import GeometryError

places = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


@given(places, st.lists(places, min_size=1, max_size=6))
def test_it_is_as_near_as_the_densified_line_and_lies_on_it(here, line) -> None:
    lon, lat = np.array(line).T
    steps = geodesy.distance(lon[:-1], lat[:-1], lon[1:], lat[1:]) if len(lon) > 1 else np.zeros(1)
    if steps.max() > 19.5e6:
        return  # nearly antipodal vertices: which geodesic is meant is a matter of rounding
    metres, at_lon, at_lat, index = geodesy.nearest_on_lines(*here, lon, lat)
    fine_lon, fine_lat = geodesy.densify(lon, lat, max(steps.max() / 2000, 100.0))
    brute = geodesy.distance(*here, fine_lon, fine_lat).min()
    assert metres <= brute + 1e-3
    assert metres >= brute - max(steps.max() / 2000, 100.0)
    assert geodesy.distance(*here, at_lon, at_lat) == pytest.approx(metres, abs=1e-3)
    # the place lies on the segment: the way over it is no detour
    k, n = index, min(index + 1, len(lon) - 1)
    over = geodesy.distance(lon[k], lat[k], at_lon, at_lat) + geodesy.distance(at_lon, at_lat, lon[n], lat[n])
    assert over == pytest.approx(geodesy.distance(lon[k], lat[k], lon[n], lat[n]), abs=1e-3)


def test_the_foot_is_found_to_a_decimetre() -> None:
    # A foot built to be one: leave a point of a geodesic at a right angle.
    on = geodesy.interpolate(100.0, 10.0, 130.0, 40.0, 0.4)
    course = geodesy.inverse(*on, 130.0, 40.0)[1]
    for off in (10.0, 1e4, 1e6, 5e6):
        here = geodesy.destination(*on, course + 90.0, off)
        metres, lon, lat, _ = geodesy.nearest_on_lines(*here, [100.0, 130.0], [10.0, 40.0])
        assert metres == pytest.approx(off, abs=1e-3)
        assert geodesy.distance(lon, lat, *on) < 1.0


def test_lines_are_kept_apart_and_named() -> None:
    lon, lat, offsets = [0, 10, 20, 20, 0, 50], [0, 0, 5, 15, 50, 50], [0, 2, 4, 5, 6]
    metres, at_lon, _, index = geodesy.nearest_on_lines(15.0, 2.0, lon, lat, offsets)
    assert index in (0, 2)
    assert metres == pytest.approx(geodesy.distance(15, 2, at_lon, 0 if index == 0 else 5), abs=1e3)
    found = geodesy.nearest_on_lines([49.0, 1.0], [50.0, 49.0], lon, lat, offsets)
    assert found[3].tolist() == [5, 4]
    assert found[0].shape == (2,)
    assert np.searchsorted(offsets, found[3], side="right").tolist() == [4, 3]


def test_across_the_antimeridian_and_on_the_line() -> None:
    metres, lon, _, _ = geodesy.nearest_on_lines(-179.9, 0.0, [179.0, 179.9], [-5.0, 5.0])
    assert 72_000 < metres < 72_400
    assert lon > 179
    assert geodesy.nearest_on_lines(5.0, 0.0, [0.0, 10.0], [0.0, 0.0])[0] == pytest.approx(0, abs=1e-6)


def test_no_line_is_refused() -> None:
    with pytest.raises(GeometryError, match="without vertices"):
        geodesy.nearest_on_lines(0, 0, [], [])
    with pytest.raises(GeometryError, match="offsets"):
        geodesy.nearest_on_lines(0, 0, [0, 1], [0, 1], [0, 1])


@given(places, places)
def test_the_sphere_bounds_the_ellipsoid(a, b) -> None:
    rough = sphere.RADIUS_M * float(sphere.angle(sphere.unit_vectors(*a), sphere.unit_vectors(*b)))
    true = geodesy.distance(*a, *b)
    assert abs(rough - true) <= sphere.BOUND * max(rough, true) + 1e-6


@given(places)
def test_unit_vectors_come_back(a) -> None:
    lon, lat = sphere.lon_lat(sphere.unit_vectors(*a))
    assert geodesy.distance(lon, lat, *a) < 1e-6


@given(places, st.lists(st.tuples(places, places), min_size=1, max_size=6))
def test_many_places_and_many_segments_are_measured_as_one_by_one(here, lines) -> None:
    start, end = (sphere.unit_vectors(*np.array([pair[k] for pair in lines]).T) for k in (0, 1))
    one = sphere.unit_vectors(*here)
    together = sphere.segment_angles(one, start, end)
    assert together == pytest.approx([float(sphere.segment_angles(one, a, b)) for a, b in zip(start, end, strict=True)])
    heres = np.vstack((start, one))
    assert sphere.segment_angles(heres, start[0], end[0])[-1] == pytest.approx(float(together[0]))
