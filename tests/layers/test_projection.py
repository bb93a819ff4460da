"""Projections against PROJ, against geodesics, and painted: pixel by pixel against the globe."""

import itertools
import math

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import geodesy
from layers.errors import GeometryError
from layers.projection import KINDS, Projection, azimuthal, graticule, ragged, step_for
from layers.view import View

PROJ = {
    "aeqd": "+proj=aeqd +lon_0={0.lon0} +lat_0={0.lat0}",
    "laea": "+proj=laea +lon_0={0.lon0} +lat_0={0.lat0}",
    "ortho": "+proj=ortho +lon_0={0.lon0} +lat_0={0.lat0}",
    "lcc": "+proj=lcc +lon_0={0.lon0} +lat_0={0.lat0} +lat_1={0.lat1} +lat_2={0.lat2}",
    "merc": "+proj=merc +lon_0={0.lon0} +lat_ts={0.lat0}",
    "eqc": "+proj=eqc +lon_0={0.lon0} +lat_ts={0.lat0}",
    "eqearth": "+proj=eqearth +lon_0={0.lon0}",
}
CENTRES = [(116.72, 20.7), (28.2, 59.37), (0.0, 0.0), (180.0, -33.0), (-70.0, 90.0), (10.0, -90.0)]
PRATAS = (116.72, 20.7)


def proj(p):
    return pyproj.Proj(PROJ[p.kind].format(p) + " +ellps=WGS84 +units=m")


def places(n, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))


def ring(lon, lat):
    return np.array(lon, float), np.array(lat, float), np.array([0, len(lon)], np.int32), np.zeros(1, np.int32)


def circle(lon, lat, radius_m, n=720):
    """A geodesic circle, its inside on the left."""
    azimuth = -np.linspace(0, 360, n, endpoint=False)
    return geodesy.destination(np.full(n, lon), np.full(n, lat), azimuth, np.full(n, radius_m))


def plane_area(xy, start):
    after = ragged.following(start)
    cross = xy[:, 0] * xy[after, 1] - xy[after, 0] * xy[:, 1]
    return float(np.add.reduceat(cross, start[:-1]).sum()) / 2


# Formulas


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("centre", CENTRES)
def test_forward_agrees_with_proj(kind, centre):
    p = Projection(kind, *centre)
    lon, lat = places(3000)
    x, y = p.forward(lon, lat)
    expected_x, expected_y = proj(p)(lon, lat)
    shown = np.isfinite(x)
    assert shown.mean() > 0.45
    # aeqd: the kernel's own 3 cm far out; laea: half the digits are lost beside the antipode
    np.testing.assert_allclose(x[shown], np.asarray(expected_x)[shown], atol=0.04)
    np.testing.assert_allclose(y[shown], np.asarray(expected_y)[shown], atol=0.04)


@pytest.mark.parametrize("kind", KINDS)
@given(lon0=st.floats(-180, 180), lat0=st.floats(-90, 90), lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_inverse_undoes_forward(kind, lon0, lat0, lon, lat):
    p = Projection(kind, lon0, lat0)
    x, y = p.forward(lon, lat)
    if not math.isfinite(x):
        assert math.isnan(y)
        return
    back_lon, back_lat = p.inverse(x, y)
    off = geodesy.distance(lon, lat, back_lon, back_lat)
    # at the horizon of the globe a metre of height is kilometres of ground
    h, k = p.scale_at(lon, lat)
    assert off < (0.05 if kind != "ortho" else 0.05 / max(min(h, k), 1e-4) ** 2)


@pytest.mark.parametrize("kind", KINDS)
def test_scale_agrees_with_proj(kind):
    p = Projection(kind, 116.72, 20.7)
    for lon, lat in [(116.72, 20.7), (120.0, 40.0), (90.0, 5.0), (150.0, 60.0)]:
        h, k = p.scale_at(lon, lat)
        factors = proj(p).get_factors(lon, lat)
        if kind == "eqc":  # PROJ takes the earth for a sphere here: divide by the radii of curvature instead
            sin = math.sin(math.radians(lat))
            w = 1 - sin * sin * 0.0066943799901413165
            expected = w**1.5 / 0.9933056200098587, math.sqrt(w) * factors.parallel_scale
        else:
            expected = factors.meridional_scale, factors.parallel_scale
        assert (h, k) == pytest.approx(expected, rel=2e-6)


def test_equidistant_is_measured_distance_and_azimuth():
    p = Projection("aeqd", *PRATAS)
    lon, lat = places(2000, seed=2)
    x, y = p.forward(lon, lat)
    metres, azimuth, _ = geodesy.inverse(np.full(2000, PRATAS[0]), np.full(2000, PRATAS[1]), lon, lat)
    shown = np.isfinite(x)
    assert (metres[~shown] > 19_900_000).all()
    np.testing.assert_allclose(np.hypot(x, y)[shown], metres[shown], atol=0.05)
    np.testing.assert_allclose(np.mod(np.degrees(np.arctan2(x, y)), 360)[shown], azimuth[shown], atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_off_the_map_is_nan(kind):
    p = Projection(kind, *PRATAS)
    x0, y0, x1, y1 = p.extent
    lon, lat = p.inverse(np.array([x0 - 1e5, x1 + 1e5, 0.0, 0.0]), np.array([0.0, 0.0, y0 - 1e5, y1 + 1e5]))
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()


def test_one_number_or_an_array_of_any_shape():
    p = Projection("laea", *PRATAS)
    assert p.forward(*PRATAS) == pytest.approx((0.0, 0.0), abs=1e-6)
    x, y = p.forward(np.full((2, 3), 121.0), 24.0)
    assert x.shape == y.shape == (2, 3)


def test_equal_projections_are_one_key():
    assert Projection("aeqd", 190.0, 10.0) == Projection("aeqd", -170.0, 10.0)
    assert Projection("eqearth", 10.0, 50.0) == Projection("eqearth", 10.0, 0.0)
    assert Projection("lcc", 10.0, 50.0) == Projection("lcc", 10.0, 50.0, 40.0, 60.0)
    assert Projection("merc", 0.0, -20.0) == Projection("merc", 0.0, 20.0)
    assert hash(Projection("aeqd", 0.0, -0.0)) == hash(Projection("aeqd", 0.0, 0.0))
    assert Projection("aeqd", 10.0, 50.0) != Projection("laea", 10.0, 50.0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Projection("robin"),
        lambda: Projection("aeqd", 0.0, 91.0),
        lambda: Projection("aeqd", math.nan, 0.0),
        lambda: Projection("aeqd", 0.0, math.nan),
        lambda: Projection("lcc", 0.0, 0.0, -30.0, 30.0),
    ],
)
def test_a_projection_that_cannot_be_says_why(make):
    with pytest.raises(GeometryError, match="; "):
        make()


# Rings


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("centre", [*CENTRES, (116.0, 18.0), (-46.0, -25.0)])
def test_land_covers_its_true_area(kind, centre, coarse_land):
    """Equal-area maps keep the area of the land; the others, weighted by their scale, come close enough to notice a
    ring turned inside out."""
    p = Projection(kind, *centre)
    xy, start, group = p.rings(*coarse_land)
    assert np.isfinite(xy).all()
    assert (np.diff(group) >= 0).all()
    assert len(group) == len(start) - 1
    x0, y0, x1, y1 = p.extent
    slack = 1.0
    assert xy[:, 0].min() >= x0 - slack
    assert xy[:, 0].max() <= x1 + slack
    assert xy[:, 1].min() >= y0 - slack
    assert xy[:, 1].max() <= y1 + slack
    if kind in {"laea", "eqearth"}:
        reference = Projection("laea", 30.0, 40.0).rings(*coarse_land)
        assert abs(plane_area(xy, start)) == pytest.approx(abs(plane_area(*reference[:2])), rel=2e-4)


def test_area_of_a_country_is_the_geodesic_one():
    lon, lat = circle(70.0, -50.0, 2_000_000.0)
    expected = geodesy.area(lon, lat)
    for p in (
        Projection("laea", *PRATAS),
        Projection("laea", 70, -50),
        Projection("eqearth", 250),
        Projection("eqearth"),
    ):
        xy, start, _ = p.rings(*ring(lon, lat), tolerance_m=100.0, along="geodesic")
        assert abs(plane_area(xy, start)) == pytest.approx(expected, rel=2e-4)


@pytest.mark.parametrize("radius_m", [1000.0, 400e3, 3000e3, 15_000e3, 19_900e3])
@pytest.mark.parametrize("centre", CENTRES)
def test_a_ring_about_the_centre_is_a_circle(centre, radius_m):
    p = Projection("aeqd", *centre)
    xy, _, _ = p.rings(*ring(*circle(*centre, radius_m, 3600)), tolerance_m=10.0, along="geodesic")
    pixels = np.hypot(xy[:, 0], xy[:, 1]) / radius_m * 500.0  # a circle 1000 pixels wide
    rim = np.hypot(xy[:, 0], xy[:, 1]) > 19_959_000.0  # the map's own edge, when the ring holds the antipode's side
    assert np.abs(pixels[~rim] - 500.0).max() < 0.05
    assert (~rim).sum() >= 3600
    assert rim.sum() == 0 or np.hypot(*np.diff(xy[rim], axis=0).T).max() < 0.002 * 2e7


def outlines(area):
    parts = shapely.get_parts(area)
    rings = shapely.get_rings(parts)
    xy, index = shapely.get_coordinates(rings, return_index=True)
    last = np.append(index[1:] != index[:-1], True)
    xy, index = xy[~last], index[~last]
    return xy[:, 0], xy[:, 1], ragged.offsets(np.bincount(index)), np.zeros(len(rings), np.int32)


SMALL, LARGE = 2_000e3, 9_000e3
RINGS = [
    (*PRATAS, 400e3),
    (*PRATAS, 5_000e3),
    (28.2, 59.4, 3_400e3),
    (179.0, 5.0, 3_000e3),
    (10.0, 89.5, SMALL),
    (0.0, -90.0, LARGE),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["uncut", "cut"])
def test_range_rings_hold_what_is_in_range(kind, way):
    """Painted rings against geodesic distance: across the seam, over a pole, at the antipode."""
    from layers import rings
    from tests.pixel_oracle import paint

    for lon, lat, radius_m in RINGS if way == "uncut" else [*RINGS, (*PRATAS, 12_000e3), (*PRATAS, 18_000e3)]:
        made = ring(*circle(lon, lat, radius_m)) if way == "uncut" else outlines(rings.polygon(lon, lat, radius_m, 721))
        for centre in [(lon, lat), (180.0, 0.0), (28.0, 59.0), (lon + 180.0, -lat), (0.0, 90.0)]:
            view = View.whole(Projection(kind, *centre), 110, 110, rotation_deg=11.0)
            painted = paint(view, *view.projection.rings(*made, tolerance_m=view.mpp / 4, along="geodesic")) > 0
            east, north = view.lonlat_grid()
            on_map = np.isfinite(east)
            true = np.zeros_like(on_map)
            here = np.full(on_map.sum(), lon), np.full(on_map.sum(), lat)
            true[on_map] = geodesy.distance(*here, east[on_map], north[on_map]) < radius_m
            off_edges = np.ones_like(on_map)
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    off_edges &= np.roll(true, (i, j), (0, 1)) == true
                    off_edges &= np.roll(on_map, (i, j), (0, 1)) == on_map
            assert not ((painted != true) & off_edges).any(), (lon, lat, radius_m, centre)


@pytest.mark.parametrize("kind", KINDS)
def test_stitched_and_cut_rings_are_the_same_picture(kind):
    """A box across the seam, once as one ring, once as two closed at 180."""
    from tests.pixel_oracle import paint

    stitched = ring([170, -170, -170, 170], [50, 50, 70, 70])
    cut = (
        np.array([170.0, 180, 180, 170, -180, -170, -170, -180]),
        np.array([50.0, 50, 70, 70, 50, 50, 70, 70]),
        np.array([0, 4, 8], np.int32),
        np.zeros(2, np.int32),
    )
    for centre in [(180.0, 60.0), (0.0, 40.0), (175.0, 10.0), (0.0, -60.0)]:
        view = View.whole(Projection(kind, *centre), 300, 300)
        one, two = (paint(view, *view.projection.rings(*made, tolerance_m=view.mpp / 8)) for made in (stitched, cut))
        assert (one != two).sum() <= 1, centre
        assert (one > 0).sum() > 20 or (kind in {"ortho", "lcc"} and centre[1] < 0)


def test_an_annulus_round_a_pole_leaves_the_pole_out():
    lon = np.arange(0.0, 360.0, 5.0)
    made = (
        np.concatenate((lon, lon[::-1])),
        np.concatenate((np.full(72, 60.0), np.full(72, 80.0))),
        np.array([0, 72, 144], np.int32),
        np.zeros(2, np.int32),
    )
    expected = 2 * math.pi * 6_371_007.2**2 * (math.sin(math.radians(79.9)) - math.sin(math.radians(59.88)))
    for p in (Projection("laea", 0, 90), Projection("laea", 0, -90), Projection("laea", 20, 30), Projection("eqearth")):
        xy, start, _ = p.rings(*made)
        polygon = shapely.Polygon()
        for i in range(len(start) - 1):
            polygon = polygon.symmetric_difference(shapely.Polygon(xy[start[i] : start[i + 1]]).buffer(0))
        assert polygon.area == pytest.approx(expected, rel=0.01)


def test_nothing_in_nothing_out():
    for kind in KINDS:
        p = Projection(kind, *PRATAS)
        none, start = np.zeros(0), np.zeros(1, np.int32)
        xy, begin, group = p.rings(none, none, start, np.zeros(0, np.int32))
        assert (xy.shape, begin.tolist(), len(group)) == ((0, 2), [0], 0)
        xy, begin = p.lines(none, none, start)
        assert (xy.shape, begin.tolist()) == ((0, 2), [0])
        xy, begin = p.lines([10.0], [10.0], np.array([0, 1]), tolerance_m=10.0)
        assert len(begin) == 1


def test_a_feature_on_the_far_side_has_no_rings():
    xy, start, group = Projection("ortho", 0, 0).rings(*ring([170, 190, 190, 170], [-10, -10, 10, 10]))
    # its ring goes round the antipode, so it and the rim cancel
    assert len(xy) == 0
    assert len(group) == 0
    assert start.tolist() == [0]


# The pixel oracle

VIEWS = [
    ("aeqd", *PRATAS), ("aeqd", 28.2, 59.37), ("aeqd", 0, 90), ("aeqd", 0, -90), ("aeqd", 180, 0), ("aeqd", 0, 0),
    ("aeqd", 116.0, 17.0), ("aeqd", -45.0, 85.0), ("aeqd", -46.0, -25.0), ("aeqd", 0, -68.0),
    ("laea", *PRATAS), ("laea", 0, 90), ("laea", -46.0, -25.0), ("laea", 0, -66.0),
    ("ortho", *PRATAS), ("ortho", 28.2, 59.37), ("ortho", 0, -90), ("ortho", 180, 0),
    ("lcc", *PRATAS), ("lcc", 28.2, 59.37), ("lcc", 180, -40), ("lcc", 0, 90),
    ("merc", *PRATAS), ("merc", 0, 0), ("merc", 180, 0), ("eqc", *PRATAS), ("eqc", 28.2, 59.37), ("eqc", -100, 0),
    ("eqearth", 0, 0), ("eqearth", 116.72, 0), ("eqearth", 180, 0), ("eqearth", -60, 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def base():
    from layers.io.shipped import load_basemap

    return load_basemap()


@pytest.fixture(scope="module")
def coarse_land(base):
    land = base.land.at(10_000.0)
    return land.lon, land.lat, land.start, land.feature


@pytest.fixture(scope="module")
def countries(base):
    from tests.pixel_oracle import Truth

    rings = base.countries.at(2500.0)
    arrays = rings.lon, rings.lat, rings.start, rings.feature
    return arrays, Truth(*arrays)


def test_every_pixel_has_its_country(countries):
    from tests.pixel_oracle import judge

    rings, truth = countries
    wrong, pixels = {}, 0
    for number, (kind, lon0, lat0) in enumerate(VIEWS):
        view = View.whole(Projection(kind, lon0, lat0), 600, 500, rotation_deg=37.0 * (number % 2))
        verdict = judge(truth, view, rings, 4000, seed=number)
        pixels += verdict.pixels
        if verdict.wrong:
            wrong[kind, lon0, lat0] = verdict.wrong
    assert sum(map(len, wrong.values())) <= pixels / 10_000, wrong


def test_the_oracle_sees_a_missing_rim(countries, monkeypatch):
    from layers.projection import rim
    from tests.pixel_oracle import judge

    rings, truth = countries
    monkeypatch.setattr(rim, "_with_rim", lambda xy, start, group, full, circle: (xy, start, group))
    verdict = judge(truth, View.whole(Projection("aeqd", 116.0, 17.0), 300, 300), rings, 2000)
    assert len(verdict.wrong) > 100


def test_close_views_too(countries):
    from tests.pixel_oracle import judge

    rings, truth = countries
    for kind in KINDS:
        for lon, lat, mpp in [(28.2, 59.37, 400.0), (121.0, 24.0, 1500.0), (179.0, 66.0, 3000.0), (33.0, 45.0, 800.0)]:
            view = View.centred(Projection(kind, lon, lat), lon, lat, mpp * 2, 250, 200, rotation_deg=20.0)
            assert judge(truth, view, rings, 2000).wrong == [], (kind, lon, lat)


# Lines


def steps_and_ends(xy, start):
    inner = np.diff(ragged.part_of(start)) == 0
    return np.hypot(*np.diff(xy, axis=0).T)[inner]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("centre", CENTRES)
def test_coasts_never_jump_across_the_map(kind, centre, base):
    coast = base.coast.at(2500.0)
    p = Projection(kind, *centre)
    xy, start = p.lines(coast.lon, coast.lat, coast.start)
    assert np.isfinite(xy).all()
    assert (np.diff(start) >= 2).all()
    x0, _, x1, _ = p.extent
    assert steps_and_ends(xy, start).max() < (x1 - x0) / 12


@pytest.mark.parametrize("kind", KINDS)
def test_graticule_lines_end_at_the_edge_and_never_jump(kind):
    for centre in CENTRES:
        p = Projection(kind, *centre)
        net = graticule(15.0)
        tolerance = (p.extent[2] - p.extent[0]) / 2000 / 4
        xy, start = p.lines(net.lon, net.lat, net.start, tolerance, along="parallel")
        assert np.isfinite(xy).all()
        # every point of the drawn net, also between vertices, lies on a line of the net: nothing cuts a corner or jumps
        inner = np.diff(ragged.part_of(start)) == 0
        for t in (0.25, 0.5, 0.8):
            lon, lat = p.inverse(*((1 - t) * xy[:-1] + t * xy[1:])[inner].T)
            known = np.isfinite(lon)
            assert known.all() or kind in {"aeqd", "laea", "ortho", "eqearth"}
            off_lon = np.abs(lon / 15 - np.round(lon / 15)) * 15 * np.cos(np.radians(lat))
            off_lat = np.abs(lat / 15 - np.round(lat / 15)) * 15
            off_m = np.minimum(off_lon, off_lat)[known] * 111_195
            x, y = p.forward(lon[known], lat[known])
            assert (off_m < 3 * tolerance)[_not_by_the_horizon(p, x, y)].all()


def _not_by_the_horizon(p, x, y):
    """There ground is foreshortened without end on the globe and on the equal-area map."""
    return np.hypot(x, y) < 0.9 * p.extent[2] if p.kind in {"ortho", "laea"} else np.ones(len(x), bool)


def test_a_line_across_the_seam_is_two_pieces_that_meet_the_edges():
    for kind in ("merc", "eqc", "eqearth", "lcc"):
        p = Projection(kind, 0.0, 40.0)
        xy, start = p.lines([170.0, -170.0], [40.0, 40.0], np.array([0, 2]))
        assert start.tolist() == [0, 2, 4]
        lon, lat = p.inverse(xy[:, 0], xy[:, 1])
        np.testing.assert_allclose(np.abs(lon), [170, 180, 180, 170], atol=1e-9)
        np.testing.assert_allclose(lat, 40.0, atol=1e-9)


def test_segments_that_only_close_a_ring_are_not_drawn():
    lon, lat = [170.0, 180.0, 180.0, 170.0], [60.0, 61.0, 65.0, 66.0]
    for kind in KINDS:
        p = Projection(kind, 150.0, 50.0)
        _, start = p.lines(lon, lat, np.array([0, 4]))
        assert start.tolist() == [0, 2, 4]
    _, start = Projection("laea", 0, -60).lines([-180.0, 180.0, 175.0], [-90.0, -90.0, -84.0], np.array([0, 3]))
    assert start.tolist() == [0, 2]


def test_a_line_over_the_horizon_ends_on_it():
    p = Projection("ortho", 0.0, 0.0)
    xy, start = p.lines([0.0, 120.0], [0.0, 0.0], np.array([0, 2]), tolerance_m=100.0)
    assert start.tolist() == [0, len(xy)]
    np.testing.assert_allclose(xy[-1], [6_378_137.0, 0.0], atol=10.0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pair", [(-117.2, 32.7, 139.7, 35.3), (28.0, 59.4, -76.3, 36.9), (116.7, 20.7, 121.0, 25.0)])
def test_curves_are_as_smooth_as_told_and_no_smoother(kind, pair):
    p = Projection(kind, *PRATAS)
    tolerance = 2_000.0
    lon, lat = np.array([pair[0], pair[2]]), np.array([pair[1], pair[3]])
    xy, start = p.lines(lon, lat, np.array([0, 2]), tolerance)
    fine = geodesy.densify(lon, lat, 2_000.0)
    true = np.column_stack(p.forward(*fine))
    true = true[np.isfinite(true[:, 0])]
    drawn = shapely.MultiLineString([xy[a:b] for a, b in itertools.pairwise(start)])
    far = shapely.distance(drawn, shapely.points(true))
    assert far.max() < tolerance * 1.01
    # no vertex is wasted: without every other one of them the line would leave its curve
    for a, b in itertools.pairwise(start):
        if b - a > 4:
            poorer = shapely.LineString(np.vstack((xy[a : b - 1 : 2], xy[b - 1])))
            mine = shapely.points(true)[
                shapely.distance(shapely.LineString(xy[a:b]), shapely.points(true)) < tolerance * 1.01
            ]
            assert shapely.distance(poorer, mine).max() > 0.6 * tolerance


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rung", [600.0, 2500.0])
def test_long_edges_of_borders_bend_with_the_map(kind, rung, base):
    """The simplified copies keep two vertices of Alaska's border for nine degrees of it."""
    copy, tolerance = base.borders.at(rung), 0.8 * rung
    inner = ragged.inner_segments(copy.start)[:-1]
    size = np.where(inner, np.hypot(np.diff(copy.lon) * np.cos(np.radians(copy.lat[:-1])), np.diff(copy.lat)), 0.0)
    bent = 0
    for centre in [PRATAS, (-60.0, 30.0)]:
        p = Projection(kind, *centre)
        for k in np.argsort(-size)[:8]:
            lon, lat = copy.lon[k : k + 2].astype(float), copy.lat[k : k + 2].astype(float)
            t = np.linspace(0, 1, 801)
            true = np.column_stack(p.forward(lon[0] + t * (lon[1] - lon[0]), lat[0] + t * (lat[1] - lat[0])))
            if not np.isfinite(true).all():
                continue
            xy, start = p.strokes(lon, lat, np.array([0, 2]), tolerance)
            assert len(start) == 2
            assert len(xy) <= 3 + size[k] / 0.7, "no vertex wasted"
            scale = max(*p.scale_at(lon[0], lat[0]), *p.scale_at(lon[1], lat[1]))
            off = shapely.distance(shapely.LineString(xy), shapely.points(true)).max()
            assert off < 1.5 * tolerance * scale
            bent += shapely.distance(shapely.LineString(xy[[0, -1]]), shapely.points(true)).max() > 2 * off
    assert bent or kind == "eqc", "drawn straight they would have been wrong"
    p = Projection(kind, *PRATAS)
    whole = (copy.lon, copy.lat, copy.start)
    assert len(p.strokes(*whole, tolerance)[0]) < 1.05 * len(p.lines(*whole)[0])


def test_a_line_past_the_antipode_is_cut_not_drawn_across():
    for kind in ("aeqd", "laea"):
        p = Projection(kind, 0.0, 0.0)
        xy, start = p.lines([170.0, -170.0], [0.0, 0.01], np.array([0, 2]), tolerance_m=1000.0)
        assert steps_and_ends(xy, start).max() < 8e6
        assert np.isfinite(xy).all()


# Outline, graticule


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("centre", CENTRES)
def test_the_outline_is_where_the_map_ends(kind, centre):
    p = Projection(kind, *centre)
    edge = p.outline()
    polygon = shapely.Polygon(edge)
    assert polygon.is_valid
    lon, lat = places(2000, seed=5)
    x, y = p.forward(lon, lat)
    shown = np.isfinite(x)
    assert shapely.covers(polygon.buffer(1000.0), shapely.points(x[shown], y[shown])).all()
    rng = np.random.default_rng(6)
    x0, y0, x1, y1 = p.extent
    u, v = rng.uniform(x0, x1, 2000), rng.uniform(y0, y1, 2000)
    on_map = np.isfinite(p.inverse(u, v)[0])
    clear = shapely.distance(polygon.exterior, shapely.points(u, v)) > 2000.0
    assert (on_map == shapely.contains(polygon, shapely.points(u, v)))[clear].all()


def test_graticule_step_keeps_lines_apart():
    for mpp in (5.0, 100.0, 1500.0, 20_000.0):
        step = step_for(mpp)
        assert step * 111_195 / mpp >= 110 or step == 30.0
    assert step_for(1e6) == 30.0


def test_graticule_names_its_lines():
    net = graticule(10.0, 100.0, 10.0, 130.0, 40.0)
    assert net.value_deg[net.meridian].tolist() == [100, 110, 120, 130]
    assert net.value_deg[~net.meridian].tolist() == [10, 20, 30, 40]
    assert len(net.start) == 9
    whole = graticule(30.0)
    assert whole.meridian.sum() == 12  # -180 and 180 are one


@pytest.mark.parametrize("kind", ["aeqd", "laea", "ortho"])
@given(lon0=st.floats(-180, 180), lat0=st.floats(-90, 90), seed=st.integers(0, 1000))
def test_what_is_seen_is_where_it_stands_and_what_is_hidden_is_on_the_rim(kind, lon0, lat0, seed):
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(-180, 180, 200), rng.uniform(-90, 90, 200)
    x, y, hidden = azimuthal.forward(kind, lon0, lat0, lon, lat)
    u, v, gone = azimuthal.seen(kind, lon0, lat0, lon, lat)
    assert np.array_equal(hidden, gone)
    assert np.array_equal(x[~hidden], u[~hidden])
    assert np.array_equal(y[~hidden], v[~hidden])
    ax, by, y0, _ = azimuthal.disc(kind, lat0)
    assert np.allclose(np.hypot(x[hidden] / ax, (y[hidden] - y0) / by), 1.0, atol=1e-9)
