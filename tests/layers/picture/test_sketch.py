"""The first picture of a moving globe: fewer vertices, the same shapes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import rings
from layers.basemap import Basemap
from layers.picture.marks import Shape
from layers.picture.sheet import Sheet
from layers.picture.sketch import _thinned, sketch
from layers.projection import Projection
from layers.projection.globe import EARTH_M
from layers.view import View

lons, lats = st.floats(-150, 150), st.floats(-60, 60)
reaches, tolerances = st.floats(2e5, 2.5e6), st.floats(500, 20_000)


def places(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    lam, phi = np.radians(lon), np.radians(lat)
    return EARTH_M * np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def from_chords(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """How far each point lies from the nearest edge of a ring, in space."""
    first, chord = ring, np.roll(ring, -1, axis=0) - ring
    way = points[:, None] - first
    share = np.clip((way * chord).sum(-1) / (chord * chord).sum(-1), 0.0, 1.0)
    return np.linalg.norm(way - share[..., None] * chord, axis=-1).min(axis=1)


@given(lons, lats, reaches, tolerances)
def test_a_thinned_ring_keeps_its_tolerance(lon: float, lat: float, reach: float, tolerance: float) -> None:
    edge = np.asarray(rings.polygon(lon, lat, reach, 721).exterior.coords)[:-1]
    east, north = _thinned(edge[:, 0], edge[:, 1], tolerance)
    assert len(east) < len(edge)
    assert {*zip(east, north, strict=True)} <= {*map(tuple, edge)}
    assert from_chords(places(*edge.T), places(east, north)).max() <= tolerance


@given(lons, lats, reaches, st.integers(0, 720), st.booleans())
def test_neighbours_leave_out_the_same_and_keep_their_way_round(
    lon: float, lat: float, reach: float, first: int, turned: bool
) -> None:
    edge = np.asarray(rings.polygon(lon, lat, reach, 721).exterior.coords)[:-1]
    other = np.roll(edge, first, axis=0)[:: -1 if turned else 1]
    one, two = (np.column_stack(_thinned(ring[:, 0], ring[:, 1], 8_000.0)) for ring in (edge, other))
    assert {*map(tuple, one)} == {*map(tuple, two)}
    assert (area(one) > 0) == (area(edge) > 0)
    assert (area(two) > 0) == (area(other) > 0)


def area(ring: np.ndarray) -> float:
    x, y = (ring - ring[0]).T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def test_what_stands_on_the_edge_of_a_flat_map_stays() -> None:
    seam = np.column_stack((np.full(30, 180.0), np.linspace(10.0, 12.0, 30)))
    ring = np.vstack((seam, [(179.0, 12.0), (179.0, 10.0)]))
    east, _ = _thinned(ring[:, 0], ring[:, 1], 50_000.0)
    assert (east == 180.0).sum() == 30


@pytest.mark.parametrize("mpp", [2_000.0, 12_500.0, 30_000.0])
def test_land_keeps_its_area_with_fewer_vertices(plain: Sheet, basemap: Basemap, mpp: float) -> None:
    view = View(Projection("ortho", 100.0, 40.0), 0.0, 0.0, mpp, 1200, 800)
    land = next(mark for mark in sketch(plain, view).base if mark.layer == "land")
    assert isinstance(land, Shape)
    fine = basemap.land.at(600.0)
    xy, start, _ = view.projection.rings(fine.lon, fine.lat, fine.start, fine.feature)
    assert total(land.geometry.xy, land.geometry.start) == pytest.approx(total(xy, start), rel=0.02)
    assert len(land.geometry.xy) < len(xy) / 2


def total(xy: np.ndarray, start: np.ndarray) -> float:
    return abs(sum(area(xy[a:b]) for a, b in pairwise(start)) / 2.0)


def test_depths_are_drawn_where_no_tint_lies_over_them(plain: Sheet, full: Sheet) -> None:
    view = View(Projection("ortho", 100.0, 40.0), 0.0, 0.0, 12_500.0, 1200, 800)
    assert "depths" in {mark.layer for mark in sketch(plain, view).base}
    tinted = {mark.layer for mark in sketch(full, view).base}
    assert "bands" in tinted
    assert "depths" not in tinted
