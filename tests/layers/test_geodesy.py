from __future__ import annotations

import math

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from layers import geodesy
from layers.errors import GeometryError

lons, lats = st.floats(-180, 180), st.floats(-90, 90)
places = st.tuples(lons, lats)


def pairs() -> tuple[np.ndarray, ...]:
    """1 000 pairs: random, nearly antipodal, polar."""
    draw = np.random.default_rng(20)
    lon1, lat1 = draw.uniform(-180, 180, 1000), np.degrees(np.arcsin(draw.uniform(-1, 1, 1000)))
    lon2, lat2 = draw.uniform(-180, 180, 1000), np.degrees(np.arcsin(draw.uniform(-1, 1, 1000)))
    near = 10.0 ** draw.uniform(-9, 0.5, 300)
    lon2[:300], lat2[:300] = lon1[:300] + 180 + near * draw.choice([-1, 0, 1], 300), -lat1[:300]
    lat2[:300] = np.clip(lat2[:300] + near * draw.choice([-1, 0, 1], 300), -90, 90)
    lat1[300:600] = draw.choice([90, -90, 89.999999, -89.999999, 0], 300)
    lat2[500:600] = draw.choice([90, -90, 0], 100)
    return lon1, lat1, lon2, lat2


def test_published_values() -> None:
    # Karney (2013), tables 2 and 4.
    lon, lat = geodesy.destination(0.0, 40.0, 30.0, 10_000_000.0)
    assert (lon, lat) == (pytest.approx(137.84490004377, abs=1e-11), pytest.approx(41.79331020506, abs=1e-11))
    metres, azimuth, final = geodesy.inverse(0.0, -30.0, 179.8, 29.9)
    assert metres == pytest.approx(19_989_832.82761, abs=1e-5)
    assert azimuth == pytest.approx(161.89052473633, abs=1e-10)
    assert final == pytest.approx(18.09073724574, abs=1e-10)
    # Flinders Peak to Buninyong: 54 972.271 m at 306 52 05.37; GDA94 Technical Manual v2.4, chapter 4 (GRS80).
    metres, azimuth, _ = geodesy.inverse(
        144 + 25 / 60 + 29.5244 / 3600, -(37 + 57 / 60 + 3.7203 / 3600),
        143 + 55 / 60 + 35.3839 / 3600, -(37 + 39 / 60 + 10.1561 / 3600),
    )  # fmt: skip
    assert metres == pytest.approx(54_972.271, abs=1e-3)
    assert azimuth == pytest.approx(306 + 52 / 60 + 5.37 / 3600, abs=1e-5)


def test_agrees_with_geographiclib_to_a_millimetre() -> None:
    lon1, lat1, lon2, lat2 = pairs()
    metres, azimuth, final = geodesy.inverse(lon1, lat1, lon2, lat2)
    for k in range(1000):
        there = Geodesic.WGS84.Inverse(lat1[k], lon1[k], lat2[k], lon2[k])
        assert abs(metres[k] - there["s12"]) <= 1e-3
        # azimuths by where they lead: near the antipode and the poles the angle itself is ill-conditioned
        back = Geodesic.WGS84.Direct(lat1[k], lon1[k], azimuth[k], metres[k])
        assert geodesy.distance(back["lon2"], back["lat2"], lon2[k], lat2[k]) <= 1e-3
        assert 0 <= azimuth[k] < 360
        assert 0 <= final[k] < 360


def test_numbers_give_numbers_and_arrays_their_shape() -> None:
    assert type(geodesy.distance(0, 0, 1, 1)) is float
    assert all(type(one) is float for one in geodesy.inverse(0, 0, 1, 1))
    assert geodesy.distance(np.zeros((2, 1)), 0, np.zeros(3), 1).shape == (2, 3)
    assert geodesy.distance([], [], [], []).shape == (0,)
    given_lon = np.array([1.0, 2.0])
    geodesy.inverse(given_lon, 0, given_lon, 1)
    assert given_lon.tolist() == [1.0, 2.0]


def test_zero_distance_poles_and_seam() -> None:
    assert geodesy.inverse(5, 5, 5, 5) == (0, 0, 0)
    assert geodesy.distance(10, 90, -100, 90) == pytest.approx(0, abs=1e-9)
    assert geodesy.distance(0, -90, 0, 90) == pytest.approx(geodesy.HALF_CIRCUMFERENCE_M, abs=1e-6)
    assert geodesy.distance(179.5, 10, -179.5, 10) == pytest.approx(geodesy.distance(0, 10, 1, 10), abs=1e-8)
    assert geodesy.distance(370, 10, 11, 10) == pytest.approx(geodesy.distance(10, 10, 11, 10), abs=1e-7)
    assert geodesy.midpoint(170, 0, -170, 0) == (pytest.approx(180), pytest.approx(0))
    assert geodesy.midpoint(0, -90, 0, 90)[1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: geodesy.distance(0, 95, 0, 0), "latitude 95 is beyond the pole"),
        (lambda: geodesy.distance(0, 0, [0, math.nan], 0), "longitude nan"),
        (lambda: geodesy.distance("x", 0, 0, 0), "'x' is not a number"),
        (lambda: geodesy.destination(0, 0, 0, 3e7), "30000 km is more than half"),
        (lambda: geodesy.destination(0, 0, 0, -1), "negative"),
        (lambda: geodesy.destination(0, 0, math.inf, 1), "azimuth inf"),
        (lambda: geodesy.interpolate(0, 0, 1, 1, 1.5), "fraction 1.5"),
        (lambda: geodesy.densify([0, 1], [0, 1], 0), "step 0 m"),
        (lambda: geodesy.densify([0, 1], [0], 10), "a line with"),
        (lambda: geodesy.check_radius(3e7), "radius 30000 km"),
    ],
)
def test_refused_with_value_and_remedy(call, words: str) -> None:
    with pytest.raises(GeometryError) as error:
        call()
    assert words in str(error.value)
    assert error.value.remedy


@given(places, places)
def test_distance_is_symmetric_and_azimuths_reverse(a, b) -> None:
    there, back = geodesy.inverse(*a, *b), geodesy.inverse(*b, *a)
    assert there[0] == pytest.approx(back[0], abs=1e-7)
    if 1.0 < there[0] < 19.9e6 and abs(a[1]) < 89.99 and abs(b[1]) < 89.99:
        assert (there[2] + 180 - back[1] + 180) % 360 - 180 == pytest.approx(0, abs=1e-5)


@given(places, places, places)
def test_triangle_inequality(a, b, c) -> None:
    assert geodesy.distance(*a, *c) <= geodesy.distance(*a, *b) + geodesy.distance(*b, *c) + 1e-6


@given(places, places, st.floats(-720, 720))
def test_turning_the_globe_changes_nothing(a, b, turn: float) -> None:
    plain = geodesy.distance(*a, *b)
    assert geodesy.distance(a[0] + turn, a[1], b[0] + turn, b[1]) == pytest.approx(plain, abs=1e-6)


@given(places, st.floats(0, 360), st.floats(0, 1.99e7))
def test_destination_and_inverse_undo_each_other(a, azimuth: float, metres: float) -> None:
    b = geodesy.destination(*a, azimuth, metres)
    assert geodesy.distance(*a, *b) == pytest.approx(metres, abs=1e-6)


@given(st.lists(places, min_size=2, max_size=6), st.floats(1e5, 5e6))
def test_densify_keeps_vertices_length_and_step(line, step: float) -> None:
    lon, lat = np.array(line).T
    fine_lon, fine_lat = geodesy.densify(lon, lat, step)
    assert geodesy.length(fine_lon, fine_lat) == pytest.approx(geodesy.length(lon, lat), rel=1e-9, abs=1e-5)
    assert geodesy.distance(fine_lon[:-1], fine_lat[:-1], fine_lon[1:], fine_lat[1:]).max() <= step + 1e-6
    kept = set(zip(fine_lon.tolist(), fine_lat.tolist(), strict=True))
    assert all((x, y) in kept for x, y in zip(lon.tolist(), lat.tolist(), strict=True))


def test_lines_of_one_point_and_none() -> None:
    assert geodesy.length([], []) == 0
    assert geodesy.length([3], [4]) == 0
    assert [one.tolist() for one in geodesy.densify([3.0], [4.0], 10)] == [[3.0], [4.0]]
    assert geodesy.area([0, 1], [0, 1]) == 0


def test_area_of_antarctica() -> None:
    # The example of GeographicLib's documentation of PolygonArea: 13 662 703 680 020.1 m2.
    ring = [
        (-63.1, -58), (-72.9, -74), (-71.9, -102), (-74.9, -102), (-74.3, -131), (-77.5, -163), (-77.4, 163),
        (-71.7, 172), (-65.9, 140), (-65.7, 113), (-66.6, 88), (-66.9, 59), (-69.8, 25), (-70.0, -4), (-71.0, -14),
        (-77.3, -33), (-77.9, -46), (-74.7, -61),
    ]  # fmt: skip
    lat, lon = np.array(ring).T
    for order in (slice(None), slice(None, None, -1)):
        assert geodesy.area(lon[order], lat[order]) == pytest.approx(13_662_703_680_020.1, abs=1)


def test_area_of_a_quarter_hemisphere_is_a_closed_form() -> None:
    # An octant of WGS84 has an eighth of 510 065 621.724 km2 (NIMA TR8350.2).
    assert geodesy.area([0, 90, 0], [0, 0, 90]) == pytest.approx(510_065_621.724e6 / 8, rel=1e-9)
