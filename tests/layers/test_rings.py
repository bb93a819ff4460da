from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layers import geodesy, rings
from layers.catalogue.model import Platform
from layers.catalogue.values import Source
from layers.errors import GeometryError

E2 = 0.0066943799901413165
lons, lats = st.floats(-180, 180), st.floats(-89.9, 89.9)
radii = st.floats(0, 7.30102).map(lambda power: 10.0**power)  # 1 m to 20 000 km


def equal_area_m2(area) -> float:
    """Area of a lon/lat polygon by shoelace in the cylindrical equal-area plane of WGS84 (Snyder 1987, eq. 3-12, 10-15)."""
    e = math.sqrt(E2)

    def flat(xy: np.ndarray) -> np.ndarray:
        s = np.sin(np.radians(xy[:, 1]))
        q = (1 - E2) * (s / (1 - E2 * s * s) + np.arctanh(e * s) / e)
        return np.column_stack([6378137 * np.radians(xy[:, 0]), 6378137 * q / 2])

    return float(shapely.area(shapely.transform(shapely.segmentize(area, 0.5), flat)))


@given(lons, lats, radii)
@example(0.0, 89.9, 2e7)
@example(0.0, -89.9, 2e7)
@example(180.0, 0.0, 2e7)
@example(0.0, 0.0, 1.0)
@example(116.72, 20.7, 20_003_900.0)
def test_every_vertex_is_at_its_radius(lon: float, lat: float, radius_m: float) -> None:
    ring_lon, ring_lat = rings.ring(lon, lat, radius_m, 37)
    assert np.abs(ring_lon).max() <= 180
    assert (ring_lon[0], ring_lat[0]) == (ring_lon[-1], ring_lat[-1])
    for x, y in zip(ring_lon, ring_lat, strict=True):
        assert abs(Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"] - radius_m) < 1e-3


@given(lons, lats, radii)
@settings(max_examples=60)
@example(10.0, 90.0, 1e5)
@example(10.0, -90.0, 1.2e7)
@example(179.9, 89.0, 111_000.0)
@example(0.0, 0.0, 1.5e7)
@example(0.0, 0.0, 10_001_965.0)
@example(-180.0, 60.0, 1.1e7)
@example(0.0, 80.0, 1_116_826.0)
def test_a_polygon_is_valid_and_holds_what_is_near(lon: float, lat: float, radius_m: float) -> None:
    area = rings.polygon(lon, lat, radius_m)
    assert area.is_valid
    assert not area.is_empty
    west, south, east, north = area.bounds
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    draw = np.random.default_rng(1)
    x, y = draw.uniform(-180, 180, 300), np.degrees(np.arcsin(draw.uniform(-1, 1, 300)))
    metres = geodesy.distance(lon, lat, x, y)
    # chords lie inside the circle by 4e-5 of it, where edges are geodesics; on the map's straight edges by a little more
    sure = np.abs(metres - radius_m) > 2e-3 * radius_m
    assert (shapely.contains_xy(area, x, y) == (metres < radius_m))[sure].all()


@given(lons, lats, st.floats(3, 7.29).map(lambda power: 10.0**power))
@settings(max_examples=60)
@example(10.0, 90.0, 1e5)
@example(0.0, 0.0, 1.5e7)
@example(-179.0, 85.0, 1e6)
@example(170.0, -89.5, 1.9e7)
def test_its_area_is_the_caps(lon: float, lat: float, radius_m: float) -> None:
    # The cap by geodesic edges (Karney's area), against the polygon by the equal-area plane: two routes, and the second
    # is wrong by half the earth when a pole or the seam is.
    fine_lon, fine_lat = rings.ring(lon, lat, radius_m, 1441)
    cap = geodesy.area(fine_lon, fine_lat)
    if radius_m > 10_018_754:
        cap = 510_065_621.724e6 - cap
    found = equal_area_m2(rings.polygon(lon, lat, radius_m, 1441))
    assert found == pytest.approx(cap, rel=1e-3)


@given(lats, st.floats(3, 6).map(lambda power: 10.0**power))
def test_a_small_cap_has_its_closed_form(lat: float, radius_m: float) -> None:
    # pi r^2 (1 - K r^2 / 12), K the Gaussian curvature (Bertrand, Diguet and Puiseux); the next term is below 1e-4 here.
    w2 = 1 - E2 * math.sin(math.radians(lat)) ** 2
    curvature = w2**2 / (6378137.0**2 * (1 - E2))
    form = math.pi * radius_m**2 * (1 - curvature * radius_m**2 / 12)
    assert geodesy.area(*rings.ring(30.0, lat, radius_m, 721)) == pytest.approx(form, rel=3e-4)


def test_two_poles_inside_is_the_world_less_the_ring() -> None:
    area = rings.polygon(0, 0, 1.5e7)
    assert shapely.contains_xy(area, [0, 0, 0, 90], [0, 89.99, -89.99, 0]).all()
    assert not shapely.contains_xy(area, 179.9, 0)
    inside = rings.polygon(180, 0, 1.5e7)
    assert len(inside.interiors) == 1


def test_turning_the_globe_turns_the_ring() -> None:
    for turn in (0.5, 90.0, 179.0, -120.0):
        a, b = rings.polygon(10, 70, 3e6), rings.polygon(10 + turn, 70, 3e6)
        assert equal_area_m2(b) == pytest.approx(equal_area_m2(a), rel=1e-5)


def test_many_rings_are_each_ring() -> None:
    lon, lat = rings.rings([0, 10, 179], 45, [1e5, 1e6, 5e6], 91)
    assert lon.shape == (3, 91)
    for k, (x, r) in enumerate(((0, 1e5), (10, 1e6), (179, 5e6))):
        one_lon, one_lat = rings.ring(x, 45, r, 91)
        assert geodesy.distance(one_lon, one_lat, lon[k], lat[k]).max() < 1e-6
    assert rings.rings([], [], [])[0].shape == (0, 361)
    assert rings.polygon(0, 0, 0.0).area == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rings.polygon(0, 0, 3e7), "radius 30000 km is more than half the circumference"),
        (lambda: rings.ring(0, 95, 1e3), "latitude 95 is beyond the pole"),
        (lambda: rings.ring(0, 0, math.nan), "radius nan"),
        (lambda: rings.ring(0, 0, -5), "negative"),
        (lambda: rings.ring(0, 0, 5, 3), "3 vertices"),
        (lambda: rings.donut(0, 0, 2e6, 1e6), "inner radius 2000 km"),
        (lambda: rings.sector(0, 0, 1e6, 30, 390), "no width"),
        (lambda: rings.sector(0, 0, 2e7, 30, 60), "19 970 km"),
    ],
)
def test_refused_with_value_and_remedy(call, words: str) -> None:
    with pytest.raises(GeometryError) as error:
        call()
    assert words in str(error.value)
    assert error.value.remedy


@given(lons, lats, st.floats(1e4, 1.9e7), st.floats(0, 360), st.floats(5, 355))
@settings(max_examples=30)
@example(175.0, 60.0, 4e6, -30.0, 90.0)
@example(0.0, -80.0, 3e6, 100.0, 160.0)
def test_a_sector_holds_what_lies_between_its_azimuths(lon, lat, radius_m, start, width) -> None:
    area = rings.sector(lon, lat, radius_m, start, start + width)
    assert area.is_valid
    draw = np.random.default_rng(2)
    x, y = draw.uniform(-180, 180, 40), np.degrees(np.arcsin(draw.uniform(-1, 1, 40)))
    metres, azimuth, _ = geodesy.inverse(lon, lat, x, y)
    turned = (azimuth - start) % 360
    inside = (metres < radius_m) & (turned < width)
    # what lies nearer to the outline than the map's straight edges between its vertices may bend is left out
    outline = rings.sector_ring(lon, lat, radius_m, start, start + width)
    unsure = geodesy.nearest_on_lines(x, y, *outline)[0] < 0.01 * radius_m
    polar = np.abs(y) > 85
    assert (shapely.contains_xy(area, x, y) == inside)[~unsure & ~polar].all()


def test_sectors_and_donuts_add_up() -> None:
    whole = equal_area_m2(rings.polygon(120, 55, 2e6, 721))
    parts = [equal_area_m2(rings.sector(120, 55, 2e6, a, a + 90, 721)) for a in (10, 100, 190, 280)]
    assert sum(parts) == pytest.approx(whole, rel=1e-4)
    core = equal_area_m2(rings.polygon(120, 55, 1e6, 721))
    assert equal_area_m2(rings.donut(120, 55, 1e6, 2e6, 721)) == pytest.approx(whole - core, rel=1e-6)
    assert rings.donut(0, 88, 1e5, 1e6).is_valid


def test_a_union_merges_overlaps() -> None:
    a, b, c = rings.polygon(178, 60, 1e6), rings.polygon(-178, 60, 1e6), rings.polygon(0, -60, 1e6)
    both = rings.union([a, b, c])
    assert both.is_valid
    shared = equal_area_m2(a.intersection(b))
    assert shared > 0
    assert equal_area_m2(both) == pytest.approx(sum(map(equal_area_m2, (a, b, c))) - shared, rel=1e-6)
    assert rings.union([]).is_empty


def test_rings_of_a_table_of_platforms() -> None:
    def platform(name: str, radius: float | None) -> Platform:
        return Platform(name, name, "air", "fighter", 900.0, None, radius, 30_000.0, True, "", Source("a test", "low"))

    found = rings.of_platforms(116.72, 20.7, [platform("a", 1000.0), platform("b", None)])
    assert [one.platform.id for one in found] == ["a", "b"]
    assert found[0].radius_m == 1e6
    assert found[0].area.equals(rings.polygon(116.72, 20.7, 1e6))
    assert found[1].radius_m is None
    assert found[1].area.is_empty
    assert "no combat radius" in found[1].reason
    assert "whole earth" in rings.of_platforms(0, 0, [platform("a", 1.0)], "ferry_range")[0].reason
