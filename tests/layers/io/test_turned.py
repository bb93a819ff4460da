"""Shapes about another middle: the same area, whole where they were cut, cut opposite the middle."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import rings
from layers.io import turned


@given(lon=st.floats(-180, 180), lat=st.floats(-70, 70), radius_km=st.floats(50, 6000), lon0=st.floats(-180, 180))
def test_the_area_stays_and_lies_about_the_middle(lon: float, lat: float, radius_km: float, lon0: float) -> None:
    ring = rings.polygon(lon, lat, radius_km * 1e3, points=72)
    found = turned.turned(ring, lon0)
    assert found.is_valid
    assert found.area == pytest.approx(ring.area, rel=1e-3, abs=0.05)
    west, _, east, _ = found.bounds
    assert lon0 - 180.001 <= west <= east <= lon0 + 180.001


def test_a_ring_over_the_seam_is_whole_again() -> None:
    ring = rings.polygon(179.5, 10.0, 800e3)
    assert ring.geom_type == "MultiPolygon"
    found = turned.turned(ring, 170.0)
    assert found.geom_type == "Polygon"
    edge = np.asarray(found.exterior.coords)
    assert not np.any((np.abs(edge[:-1, 0] - 180.0) < 0.01) & (np.abs(np.diff(edge[:, 1])) > 1.0))


def test_a_line_over_the_seam_is_joined() -> None:
    line = shapely.MultiLineString([[(170, 0), (180, 5)], [(-180, 5), (-170, 10)]])
    found = turned.turned(line, 175.0)
    assert found.geom_type == "LineString"
    assert found.bounds == (170, 0, 190, 10)


def test_a_place_moves_to_the_nearer_side() -> None:
    assert turned.turned(shapely.Point(-170, 5), 120.0).x == 190
    assert turned.turned(shapely.Point(100, 5), 120.0).x == 100


def test_land_that_was_cut_grows_together() -> None:
    from layers.io.shipped import load_basemap

    rows = load_basemap().land.at(10_000.0)
    shapes = [
        shapely.Polygon(np.column_stack((rows.lon[a:b], rows.lat[a:b])).astype(float))
        for a, b in zip(rows.start[:-1], rows.start[1:], strict=True)
        if b - a >= 3
    ]
    found = turned.land(shapes, 179.5)
    chukotka = [one for one in found.geoms if one.contains(shapely.Point(178.0, 67.0))]
    assert len(chukotka) == 1
    assert chukotka[0].contains(shapely.Point(182.0, 67.0))
