from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layers import geodesy
from layers.errors import GeometryError

lons, lats = st.floats(-180, 180), st.floats(-89.9, 89.9)
places = st.tuples(lons, lats)


def test_published_route() -> None:
    # New York JFK to Singapore Changi: course 103 34 58.2, 18 523 563 m; manual page of GeographicLib's RhumbSolve.
    metres, azimuth = geodesy.rhumb(
        -(73 + 46 / 60 + 44 / 3600), 40 + 38 / 60 + 23 / 3600, 103 + 59 / 60 + 22 / 3600, 1 + 21 / 60 + 33 / 3600
    )
    assert metres == pytest.approx(18_523_563, abs=0.5)
    assert azimuth == pytest.approx(103 + 34 / 60 + 58.2 / 3600, abs=0.05 / 3600)


def test_along_meridian_and_equator_it_is_the_geodesic() -> None:
    assert geodesy.rhumb(10, -40, 10, 70) == (pytest.approx(geodesy.distance(10, -40, 10, 70), abs=1e-6), 0)
    assert geodesy.rhumb(10, 0, 60, 0) == (pytest.approx(geodesy.distance(10, 0, 60, 0), abs=1e-6), 90)
    assert geodesy.rhumb(0, -90, 0, 90)[0] == pytest.approx(geodesy.HALF_CIRCUMFERENCE_M, abs=1e-6)


def test_due_east_is_the_arc_of_the_parallel() -> None:
    radius = 6378137 * np.cos(np.radians(60)) / np.sqrt(1 - 0.0066943799901413165 * np.sin(np.radians(60)) ** 2)
    for lat2 in (60.0, 60.0 + 1e-13, 60.0 + 1e-9):
        assert geodesy.rhumb(170, 60, -160, lat2)[0] == pytest.approx(radius * np.radians(30), rel=1e-9)
    assert geodesy.rhumb(-160, 60, 170, 60)[1] == 270


def test_to_and_from_a_pole_it_is_a_meridian() -> None:
    assert geodesy.rhumb(10, 20, 99, 90) == (pytest.approx(geodesy.distance(0, 20, 0, 90), abs=1e-6), 0)
    assert geodesy.rhumb(10, 90, 99, 20) == (pytest.approx(geodesy.distance(0, 20, 0, 90), abs=1e-6), 180)
    lon, lat = geodesy.rhumb_line(10, 90, 99, 20)
    assert (lon[0], lat[0], lon[-1], lat[-1]) == (10, 90, 99, 20)
    assert geodesy.rhumb(5, 5, 5, 5) == (0, 0)
    assert geodesy.rhumb(0, 10, 180, 10)[1] == 90


def test_a_line_past_the_pole_is_refused() -> None:
    with pytest.raises(GeometryError, match="ends at the pole"):
        geodesy.rhumb_destination(0, 80, 10, 2e6)
    with pytest.raises(GeometryError, match="latitude 95"):
        geodesy.rhumb(0, 95, 0, 0)


@given(places, places)
def test_destination_undoes_it(a, b) -> None:
    metres, azimuth = geodesy.rhumb(*a, *b)
    back = geodesy.rhumb_destination(*a, azimuth, metres)
    assert geodesy.distance(*back, *b) < 1e-5


@given(places, places)
def test_it_is_symmetric_and_never_shorter_than_the_geodesic(a, b) -> None:
    metres, azimuth = geodesy.rhumb(*a, *b)
    other, reverse = geodesy.rhumb(*b, *a)
    assert metres == pytest.approx(other, abs=1e-6)
    assert metres >= geodesy.distance(*a, *b) - 1e-6
    if metres > 1 and 1e-6 < abs(b[0] - a[0]) % 360 < 179.999:
        assert (azimuth - reverse) % 360 == pytest.approx(180, abs=1e-4)


@given(places, places)
def test_small_geodesic_steps_along_it_add_up_to_its_length_and_keep_its_course(a, b) -> None:
    metres, azimuth = geodesy.rhumb(*a, *b)
    assume(metres > 1e3)
    pieces = 500
    lon, lat = geodesy.rhumb_line(*a, *b, max_step_m=metres / pieces)
    assume(np.abs(lat).max() < 85)
    steps, course, _ = geodesy.inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    assert steps.sum() == pytest.approx(metres, rel=2e-3)
    assert np.abs((course - azimuth + 180) % 360 - 180).max() < 3.0


@given(places, places, st.floats(-360, 360))
def test_turning_the_globe_changes_nothing(a, b, turn: float) -> None:
    assume(abs((b[0] - a[0]) % 360 - 180) > 1e-6)
    assert geodesy.rhumb(a[0] + turn, a[1], b[0] + turn, b[1])[0] == pytest.approx(geodesy.rhumb(*a, *b)[0], abs=1e-5)
