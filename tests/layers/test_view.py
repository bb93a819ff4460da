"""The view: pixels to places and back, fitting, panning, zooming."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import geodesy
from layers.projection import KINDS, Projection
from layers.view import View

PRATAS = (116.72, 20.7)
PIXEL = st.floats(-2000, 4000)


def view(kind="aeqd", mpp=1500.0, rotation_deg=0.0):
    return View.centred(Projection(kind, *PRATAS), *PRATAS, mpp, 1600, 1000, rotation_deg)


@given(PIXEL, PIXEL, st.floats(-720, 720), st.floats(0.5, 50_000))
def test_page_and_plane_are_each_others_inverse(px, py, turn, mpp):
    v = view(mpp=mpp, rotation_deg=turn)
    assert v.to_page(*v.to_plane(px, py)) == pytest.approx((px, py), abs=1e-6)


def test_north_is_up_and_rotation_turns_the_picture_clockwise():
    upright, turned = view(), view(rotation_deg=90.0)
    north = upright.projection.forward(116.72, 22.0)
    assert upright.to_page(*north)[1] < 500 - 90
    px, py = turned.to_page(*north)
    assert px > 800 + 90
    assert py == pytest.approx(500, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_centred_puts_the_place_in_the_middle(kind):
    v = view(kind, rotation_deg=33.0)
    assert v.lonlat_at(800, 500) == pytest.approx(PRATAS, abs=1e-7)
    assert [float(one) for one in v.pixels_of(*PRATAS)] == pytest.approx([800, 500], abs=1e-6)


def test_metres_per_pixel_are_metres_at_the_centre():
    for kind in ("aeqd", "laea", "ortho", "merc"):
        v = view(kind, mpp=100.0)
        a, b = v.lonlat_at(800, 500), v.lonlat_at(900, 500)
        assert geodesy.distance(*a, *b) == pytest.approx(10_000, rel=1e-4)


def test_a_place_the_map_does_not_show_centres_the_map():
    v = View.centred(Projection("ortho", 0.0, 0.0), 180.0, 0.0, 10_000.0, 400, 300)
    assert math.isfinite(v.x)
    assert v.lonlat_at(200, 150) == pytest.approx((0.0, 0.0), abs=1e-9)


@given(st.floats(0.1, 10), st.floats(0, 1600), st.floats(0, 1000), st.floats(0, 360))
def test_zooming_keeps_what_is_under_the_cursor(factor, px, py, turn):
    before = view(rotation_deg=turn)
    after = before.zoomed(factor, px, py)
    assert after.mpp == pytest.approx(before.mpp / factor)
    assert after.to_plane(px, py) == pytest.approx(before.to_plane(px, py), abs=1e-3)


@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(0, 360))
def test_panning_carries_the_map_with_the_hand(dx, dy, turn):
    before = view(rotation_deg=turn)
    after = before.panned(dx, dy)
    assert after.to_plane(300 + dx, 200 + dy) == pytest.approx(before.to_plane(300, 200), abs=1e-3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turn", [0.0, 50.0])
def test_whole_shows_the_whole_map_and_touches_the_margin(kind, turn):
    v = View.whole(Projection(kind, *PRATAS), 900, 600, margin_px=10.0, rotation_deg=turn)
    edge = v.projection.outline()
    a, b, c, d, e, f = v.matrix
    px, py = a * edge[:, 0] + c * edge[:, 1] + e, b * edge[:, 0] + d * edge[:, 1] + f
    room = min(px.min(), 900 - px.max()), min(py.min(), 600 - py.max())
    assert min(room) == pytest.approx(10.0, abs=1e-6)
    assert px.min() + px.max() == pytest.approx(900, abs=1e-6)
    assert py.min() + py.max() == pytest.approx(600, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_fitted_holds_all_places_across_the_seam(kind):
    lon, lat = np.array([170.0, -165.0, 178.0]), np.array([50.0, 60.0, 45.0])
    v = View.fitted(Projection(kind, 180.0, 50.0), lon, lat, 800, 600, margin_px=30.0)
    px, py = v.pixels_of(lon, lat)
    assert min(px.min(), py.min()) >= 30 - 1e-6
    assert px.max() <= 770 + 1e-6
    assert py.max() <= 570 + 1e-6
    assert v.mpp < 10_000
    one = View.fitted(Projection(kind, 180.0, 50.0), 175.0, 52.0, 800, 600)
    assert one.lonlat_at(400, 300) == pytest.approx((175.0, 52.0), abs=1e-7)
    hidden = View.fitted(Projection("ortho", 0.0, 0.0), 180.0, 0.0, 800, 600)
    assert hidden == View.whole(Projection("ortho", 0.0, 0.0), 800, 600)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("lon", "lat", "mpp"), [(*PRATAS, 1500.0), (28.2, 59.37, 50.0), (179.9, -17.0, 3000.0), (30.0, 50.0, 30_000.0)]
)
def test_bounds_hold_everything_seen_and_little_more(kind, lon, lat, mpp):
    v = View.centred(Projection(kind, lon, lat), lon, lat, mpp, 800, 500, rotation_deg=20.0)
    bounds = v.lonlat_bounds()
    rng = np.random.default_rng(3)
    px, py = rng.uniform(0, 800, 250), rng.uniform(0, 500, 250)
    seen = np.array([v.lonlat_at(x, y) for x, y in zip(px, py, strict=True)])
    seen = seen[np.isfinite(seen[:, 0])]
    assert ((seen[:, 0] - bounds.west) % 360 <= bounds.east - bounds.west + 1e-9).all()
    assert ((seen[:, 1] >= bounds.south) & (seen[:, 1] <= bounds.north)).all()
    if bounds.east - bounds.west < 300:
        assert bounds.east - bounds.west < 1.4 * np.ptp((seen[:, 0] - bounds.west) % 360)
    x0, y0, x1, y1 = v.bounds()
    inside = v.to_plane(400, 250)
    assert x0 < inside[0] < x1
    assert y0 < inside[1] < y1


def test_bounds_with_a_pole_go_all_round_and_off_the_map_there_are_none():
    v = View.centred(Projection("aeqd", 20.0, 89.0), 20.0, 89.0, 2000.0, 600, 400)
    assert v.lonlat_bounds()[0::2] == (-180.0, 180.0)
    assert v.lonlat_bounds().north == 90.0
    assert replace(v, x=9e7).lonlat_bounds() is None


def test_the_net_of_places_is_that_of_the_pixels():
    v = replace(view(rotation_deg=30.0), width=9, height=5)
    lon, lat = v.lonlat_grid(2.0)
    assert lon.shape == lat.shape == (3, 5)
    assert (lon[1, 2], lat[1, 2]) == pytest.approx(v.lonlat_at(5.0, 3.0), abs=1e-9)
    lon, _ = View.whole(Projection("ortho"), 60, 40).lonlat_grid()
    assert np.isnan(lon[0, 0])
