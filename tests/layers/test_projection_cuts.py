"""Rings where cutting is hardest: several round a pole, wedges that meet at one, edges exactly through the antipode."""

from __future__ import annotations

import itertools

import numpy as np
import pyproj
import pytest
import shapely

from layers import geodesy
from layers.projection import KINDS, Projection
from layers.projection.azimuthal import antipode
from layers.projection.globe import holds, leaves_on_left
from layers.view import View
from tests.pixel_oracle import paint

AZIMUTHAL = ("aeqd", "laea", "ortho")
CENTRES = [(0.0, 90.0), (0.0, -90.0), (30.0, 50.0), (-140.0, -70.0), (180.0, 0.0), (33.0, 89.9)]


def flat(rings):
    """Rings [(lon, lat), ...] as the arrays of one feature."""
    lon = np.concatenate([np.asarray(one, float) for one, _ in rings])
    lat = np.concatenate([np.asarray(one, float) for _, one in rings])
    start = np.concatenate(([0], np.cumsum([len(one) for one, _ in rings]))).astype(np.int32)
    return lon, lat, start, np.zeros(len(rings), np.int32)


def wrong(projection, made, inside, size=150):
    """Pixels painted otherwise than `inside(lon, lat)` says, though the eight around agree with them in both."""
    view = View.whole(projection, size, size, rotation_deg=13.0)
    painted = paint(view, *projection.rings(*made, tolerance_m=view.mpp / 4)) > 0
    lon, lat = view.lonlat_grid()
    on_map = np.isfinite(lon)
    true = np.zeros_like(on_map)
    true[on_map] = inside(lon[on_map], lat[on_map])
    off_edges = on_map.copy()
    for shift in [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]:
        for picture in (true, painted, on_map):
            off_edges &= np.roll(picture, shift, (0, 1)) == picture
    return int(((painted != true) & off_edges).sum())


def belts(rng):
    """Wavy lines round the earth, every other gap between them one feature, and its truth."""
    while True:
        count = int(rng.integers(1, 6))
        middle = np.sort(rng.uniform(-80, 80, count))
        if count == 1 or np.diff(middle).min() > 6:
            break
    height, waves, phase = rng.uniform(0, 2.5, count), rng.integers(1, 5, count), rng.uniform(0, 6.3, count)

    def line(k, lon):
        return middle[k] + height[k] * np.sin(waves[k] * np.radians(lon) + phase[k])

    south = bool(rng.integers(2))
    rings = []
    for k in range(count):
        lon = rng.uniform(-180, 180) + np.arange(0.0, 360.0, 3.0)
        if south == (k % 2 == 0):  # the inside lies south of it, on the left of the way west
            lon = lon[::-1]
        rings.append(((lon + 180.0) % 360.0 - 180.0, line(k, lon)))
    rng.shuffle(rings)
    return flat(rings), lambda lon, lat: np.logical_xor.reduce([lat > line(k, lon) for k in range(count)]) ^ south


@pytest.mark.parametrize("kind", KINDS)
def test_belts_round_the_earth_fill_what_lies_on_their_left(kind):
    rng = np.random.default_rng(KINDS.index(kind))
    for trial in range(18):
        made, inside = belts(rng)
        assert wrong(Projection(kind, *CENTRES[trial % 6]), made, inside) == 0, trial


def wedges(rng, *, tips):
    """Sectors that meet at a pole in a vertex each (`tips`) or run along it, and their truth."""
    count, side = int(rng.integers(1, 5)), rng.choice([-1.0, 1.0])
    bounds = np.sort(rng.uniform(-180, 180, 2 * count)).reshape(-1, 2)
    rings = []
    for (west, east), low in zip(bounds, rng.uniform(40, 80, count), strict=True):
        foot = np.linspace(west, east, 2 + int((east - west) // 100))
        top = [(west + east) / 2] if tips else [east, west] if east - west < 170 else [east, (west + east) / 2, west]
        rings.append((np.append(foot, top), side * np.append(np.full(len(foot), low), np.full(len(top), 90.0))))
    areas = [shapely.Polygon(np.column_stack(ring)) for ring in rings]
    return flat(rings), lambda lon, lat: np.any([shapely.contains_xy(area, lon, lat) for area in areas], axis=0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tips", [False, True])
def test_wedges_that_meet_at_a_pole_stay_wedges(kind, tips):
    rng = np.random.default_rng(KINDS.index(kind))
    for trial in range(12):
        made, inside = wedges(rng, tips=tips)
        assert wrong(Projection(kind, *CENTRES[trial % 6]), made, inside) == 0, trial


def through(lon, lat, d):
    """Rings with an edge or a corner exactly at a place: along the meridian, the parallel, aslant, at a vertex."""
    return [
        ([lon, lon + d, lon + d, lon], [lat - d, lat - d, lat + d, lat + d]),
        ([lon - d, lon + d, lon + d, lon - d], [lat, lat, lat + d, lat + d]),
        ([lon - d, lon + d, lon + d], [lat - d, lat + d, lat - d]),
        ([lon - 2 * d, lon, lon, lon - 2 * d], [lat - d / 2, lat - d, lat + d, lat + d]),
        ([lon, lon + d, lon + d, lon], [lat, lat, lat + d, lat + d]),
    ]


@pytest.mark.parametrize("kind", AZIMUTHAL)
@pytest.mark.parametrize("size_deg", [0.5, 8.0, 20.0])
def test_an_edge_exactly_through_the_antipode_leaves_the_map_the_right_way_round(kind, size_deg):
    for number, (lon0, lat0) in enumerate([(0.0, 0.0), (-180.0, -60.0), (-46.0, 30.0), (70.0, 60.0), (-10.0, -41.5)]):
        far = (lon0 + 360.0) % 360.0 - 180.0, -lat0
        for lon, lat in through(*far, size_deg):
            area = shapely.Polygon(np.column_stack((lon, lat)))
            way = slice(None, None, -1 if number % 2 else 1)
            made = flat([((np.asarray(lon[way]) + 180.0) % 360.0 - 180.0, lat[way])])

            def inside(at_lon, at_lat, area=area):
                return np.any([shapely.contains_xy(area, at_lon + turn, at_lat) for turn in (-360, 0, 360)], axis=0)

            assert wrong(Projection(kind, lon0, lat0), made, inside, size=120) == 0, (lon0, lat0, lon, lat)


def test_the_side_of_the_antipode_is_the_one_the_count_of_crossings_says():
    """A ring winds about a place as often as its edges say that leave it on their left: the two ways must agree."""
    rng = np.random.default_rng(4)
    for _ in range(200):
        far = antipode(float(rng.integers(-18, 18) * 10), float(rng.integers(-8, 9) * 10))
        d = float(rng.choice([1e-7, 1e-3, 2.0]))
        for lon, lat in through(round(far[0]), round(far[1]), d):
            made = flat([(lon, lat)])
            held = len(holds(*made, far)) > 0
            assert held == _winds(np.asarray(lon, float), np.asarray(lat, float), far)


def _winds(lon, lat, here):
    """Whether a ring goes round a place: the angle its edges turn, the side of half turns by `leaves_on_left`."""
    east, north = np.roll(lon, -1) - lon, np.roll(lat, -1) - lat
    a = np.arctan2(lat - here[1], lon - here[0])
    turn = np.mod(np.roll(a, -1) - a, 2 * np.pi)
    left = leaves_on_left(lon, lat, east, north, here)
    return abs(round(float(np.where(left, turn, turn - 2 * np.pi).sum() / (2 * np.pi)))) == 1


def test_long_edges_near_the_antipode_keep_their_shape():
    """A parallel that passes 200 km from the antipode is drawn where its points are, not as an arc about the centre."""
    p = Projection("aeqd", 10.0, 41.5)
    lon, lat = np.array([-178.0, -162.0, -162.0, -178.0]), np.array([-39.7, -39.7, -30.0, -30.0])
    xy, start, _ = p.rings(*flat([(lon, lat)]), tolerance_m=5_000.0)
    along = np.linspace(-178.0, -162.0, 2001)
    drawn = shapely.MultiLineString([np.vstack((xy[a:b], xy[a])) for a, b in itertools.pairwise(start)])
    true = np.column_stack(p.forward(along, np.full(2001, -39.7)))
    assert shapely.distance(drawn, shapely.points(true[np.isfinite(true[:, 0])])).max() < 25_000.0


MANY = [
    *CENTRES,
    (116.72, 20.7),
    (28.2, 59.37),
    (180.0, 60.0),
    (-179.999, -10.0),
    (0.0, 0.0),
    (-46.0, 25.0),
    (64.0, -17.0),
]
"""Pratas, Narva, poles, the seam, the origin; antipodes over Australia and over Bolivia too."""
PROJ = {
    **dict.fromkeys(AZIMUTHAL, "+lon_0={0.lon0} +lat_0={0.lat0}"),
    "lcc": "+lon_0={0.lon0} +lat_0={0.lat0} +lat_1={0.lat1} +lat_2={0.lat2}",
    "merc": "+lon_0={0.lon0} +lat_ts={0.lat0}",
    "eqc": "+lon_0={0.lon0} +lat_ts={0.lat0}",
    "eqearth": "+lon_0={0.lon0}",
}
LANDMARKS = {
    "Greenwich": (-0.0015, 51.4779), "Taipei": (121.5654, 25.0330), "Reykjavik": (-21.9426, 64.1466),
    "Suva": (178.4419, -18.1416), "Anchorage": (-149.9003, 61.2181), "McMurdo": (166.6667, -77.85), "Quito": (-78.4678, -0.1807),
    "Alert": (-62.35, 82.5), "Canberra": (149.1281, -35.2835),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_landmarks_and_areas_are_where_proj_puts_them(kind):
    """At every centre: points against PROJ, and the filled area of circles of 1000 km against PROJ's own vertices."""
    lon, lat = (np.array(values) for values in zip(*LANDMARKS.values(), strict=True))
    checked = 0
    for centre in MANY:
        p = Projection(kind, *centre)
        proj = pyproj.Proj(f"+proj={kind} {PROJ[kind].format(p)} +ellps=WGS84 +units=m")
        x, y = p.forward(lon, lat)
        shown = np.isfinite(x)
        np.testing.assert_allclose(np.column_stack((x, y))[shown], np.column_stack(proj(lon, lat))[shown], atol=0.04)
        for at in zip(lon[shown], lat[shown], strict=True):
            ring = geodesy.destination(
                np.full(1440, at[0]), np.full(1440, at[1]), -np.arange(0, 360, 0.25), np.full(1440, 1e6)
            )
            theirs = np.column_stack(proj(*ring))
            if not np.isfinite(p.forward(*ring)).all() or (not p.azimuthal and abs(at[1]) > 80.0):
                continue  # beyond the limits of the map; round a pole a flat map has a gap
            if np.hypot(*(theirs - np.roll(theirs, 1, axis=0)).T).max() > 1e5:
                continue  # PROJ cuts nothing: across the seam, the rim or a pole its ring is torn
            xy, start, _ = p.rings(*flat([ring]), tolerance_m=20.0, along="geodesic")
            area = sum(_signed(xy[a:b]) for a, b in itertools.pairwise(start))
            assert area == pytest.approx(_signed(theirs), rel=2e-3), (centre, at)
            if kind in {"laea", "eqearth"}:
                assert area == pytest.approx(geodesy.area(*ring), rel=2e-4)
            checked += 1
    assert checked > 40


def _signed(xy):
    after = np.roll(xy, -1, axis=0)
    return float((xy[:, 0] * after[:, 1] - after[:, 0] * xy[:, 1]).sum()) / 2
