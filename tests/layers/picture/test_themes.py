"""Rings, bands, routes and places: the right things at the right places of the earth."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from layers import geodesy
from layers.picture import bands, places, rings, routes
from layers.picture.compose import compose, stage_of
from layers.picture.marks import Shape, Stroke, Symbol, Text
from layers.picture.sheet import Band, LayerSetting, RingSpec, Sheet
from tests.layers.picture.conftest import PRATAS, circle, straight, view


@pytest.mark.parametrize("lat", [-89.9, -35.0, 0.0, 20.7, 59.4, 89.9])
@pytest.mark.parametrize("radius", [1.0, 400e3, 9_000e3])
def test_every_vertex_of_a_ring_lies_at_its_radius(lat: float, radius: float) -> None:
    lon, ring_lat = rings.circle(RingSpec("r", 179.0, lat, radius, ""))
    found = geodesy.distance(np.full(len(lon), 179.0), np.full(len(lon), lat), lon, ring_lat)
    assert np.abs(found - radius).max() < 0.01


@pytest.mark.parametrize("tolerance", [1.0, 64.0, 2_048.0, 8_192.0])
@pytest.mark.parametrize("radius", [5e3, 400e3, 9_000e3, 15_000e3])
def test_geodesics_between_the_vertices_of_a_ring_keep_to_it(radius: float, tolerance: float) -> None:
    spec = RingSpec("r", 121.0, 24.0, radius, "")
    lon, lat = rings.circle(spec, tolerance)
    length, azimuth, _ = geodesy.inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    mid_lon, mid_lat = geodesy.destination(lon[:-1], lat[:-1], azimuth, length / 2)
    count = len(lon) - 1
    off = np.abs(geodesy.distance(np.full(count, 121.0), np.full(count, 24.0), mid_lon, mid_lat) - radius)
    finest = radius * (math.pi / rings.AZIMUTHS) ** 2 / 2
    assert off.max() <= max(rings.CHORD * tolerance, finest)
    assert rings.LEAST <= count <= rings.AZIMUTHS


def test_a_ring_about_the_centre_of_an_equidistant_map_is_a_circle(plain: Sheet) -> None:
    spec = RingSpec("r", *PRATAS, 1_000e3, "1 000 km")
    line = rings.line(stage_of(plain, view(*PRATAS, 3_000)), spec)
    radius = np.hypot(*line.xy.T)
    assert np.abs(radius - 1_000e3).max() < 1_500  # half a pixel


def test_the_label_of_a_ring_stands_on_it(plain: Sheet) -> None:
    sheet = replace(plain, rings=(RingSpec("r", *PRATAS, 400e3, "400 km"),))
    picture = compose(sheet, view(*PRATAS, 1_500))
    mark = next(mark for mark in picture.over if isinstance(mark, Text) and mark.text == "400 km")
    assert math.hypot(mark.x, mark.y) == pytest.approx(400e3, abs=1_000)


def test_denial_rings_differ_by_more_than_colour(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 3_000))
    own = [mark for mark in picture.base if isinstance(mark, Stroke) and mark.layer == "denial"]
    other = [mark for mark in picture.base if isinstance(mark, Stroke) and mark.layer == "rings"]
    assert any(mark.pen.dash for mark in own)
    assert any(mark.geometry.key[0] == "hatch" for mark in own)  # type: ignore[index]
    assert not any(mark.pen.dash for mark in other)


def test_the_line_between_bands_is_drawn_once(plain: Sheet) -> None:
    inner, outer = circle(500e3), circle(1_000e3)
    first, second = Band(0, 6, (inner,)), Band(6, 12, (outer, inner))
    stage = stage_of(plain, view(*PRATAS, 3_000))
    for band, before, radius in ((first, None, 500e3), (second, first, 1_000e3)):
        line = bands.contour(stage, band, before)
        assert len(line.start) == 2
        assert np.abs(np.hypot(*line.xy.T) - radius).max() < 3_000


def test_the_seam_is_no_contour(plain: Sheet) -> None:
    from layers.routes.model import Line

    ring = Line(np.array([170.0, 180.0, 180.0, 170.0]), np.array([0.0, 0.0, 20.0, 20.0]))
    stage = stage_of(plain, view(170.0, 10.0, 9_000))
    line = bands.contour(stage, Band(0, 6, (ring,)), None)
    lon, _ = stage.projection.inverse(*line.xy.T)
    inner = np.abs(np.abs(lon) - 180.0) < 1e-6
    assert inner.sum() <= 2  # the two ends alone


def test_unreachable_is_hatched_never_filled(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 5_000))
    fills = [mark for mark in picture.base if isinstance(mark, Shape) and mark.layer == "bands"]
    hatches = [
        mark
        for mark in picture.base
        if isinstance(mark, Stroke) and mark.layer == "bands" and mark.geometry.key[0] == "hatch"  # type: ignore[index]
    ]
    assert (len(fills), len(hatches)) == (3, 1)
    middle = hatches[0].geometry.xy.reshape(-1, 2, 2).mean(axis=1)
    far = np.hypot(*middle.T)
    assert far.min() > 1_790e3
    assert far.max() < 2_610e3


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (Band(0, 6, ()), "0–6 h"),
        (Band(1.5, 3, ()), "1.5–3 h"),
        (Band(72, 96, ()), "72–4 d"),
        (Band(48, math.inf, ()), "Later than 48 h, or never"),
        (Band(math.inf, math.inf, ()), "Out of reach"),
    ],
)
def test_a_band_in_words(band: Band, words: str) -> None:
    assert bands.span(band) == words


def test_hours_stand_on_the_lines(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 5_000))
    marks = {mark.text: mark for mark in picture.over if isinstance(mark, Text) and mark.layer == "bands"}
    assert {"6 h", "12 h", "24 h"} <= set(marks)
    for text, radius in (("6 h", 600e3), ("12 h", 1_200e3), ("24 h", 1_800e3)):
        assert math.hypot(marks[text].x, marks[text].y) == pytest.approx(radius, rel=0.01)


def test_ticks_stand_at_whole_hours(full: Sheet) -> None:
    picture = compose(full, view(121.0, 23.5, 1_500))
    ticks = [
        mark for mark in picture.over if isinstance(mark, Symbol) and mark.name == "tick" and mark.ref == "fighters"
    ]
    base = full.catalogue.bases["kadena-ab"]
    length = geodesy.distance(base.lon, base.lat, *PRATAS)
    assert len(ticks) == 2
    for hour, mark in enumerate(ticks, start=1):
        lon, lat = picture.view.projection.inverse(mark.x, mark.y)
        assert geodesy.distance(base.lon, base.lat, lon, lat) == pytest.approx(length * hour / 3, abs=20.0)


def test_the_arrow_points_to_the_target(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 4_000))
    arrow = next(
        mark for mark in picture.over if isinstance(mark, Symbol) and mark.name == "arrow" and mark.ref == "fighters"
    )
    turn = math.radians(arrow.angle_deg)  # up, turned clockwise
    x, y = picture.view.to_page(arrow.x, arrow.y)
    tx, ty = picture.view.to_page(0.0, 0.0)
    ahead = math.hypot(x + 10 * math.sin(turn) - tx, y - 10 * math.cos(turn) - ty)
    assert ahead == pytest.approx(math.hypot(x - tx, y - ty) - 10, abs=0.3)


def test_a_late_route_is_dashed(full: Sheet) -> None:
    picture = compose(full, view(*PRATAS, 4_000))
    dashes = [bool(mark.pen.dash) for mark in picture.base if isinstance(mark, Stroke) and mark.layer == "routes"]
    assert sorted(dashes) == [False, False, False, True]  # two casings, one in time, one late


def test_shares_of_a_route_are_of_its_length() -> None:
    line = straight((0.0, 0.0), (90.0, 0.0))
    lon, lat = routes.along(line, np.array([0.0, 0.5, 1.0]))
    assert lon.tolist() == pytest.approx([0.0, 45.0, 90.0])
    assert np.abs(lat).max() < 1e-9


def test_bases_that_do_not_respond_are_small_and_nameless_from_afar(full: Sheet) -> None:
    picture = compose(full, view(125.0, 27.0, 2_500))
    signs = {mark.ref: mark for mark in picture.over if isinstance(mark, Symbol) and mark.layer == "bases"}
    assert signs["kadena-ab"].name == "base_air"
    assert signs["kadena-ab"].size > 12
    minor = [mark for mark in signs.values() if mark.name == "base_minor"]
    assert len(minor) > 5
    assert all(mark.size < 8 for mark in minor)
    texts = {mark.text for mark in picture.over if isinstance(mark, Text) and mark.layer == "bases"}
    assert len(texts) <= 2


def test_signs_that_would_cover_one_another_become_one_with_a_count(plain: Sheet) -> None:
    ids = frozenset({"kadena-ab", "futenma", "naha-ab"} & set(plain.catalogue.bases))
    assert len(ids) >= 2
    sheet = replace(plain, responders=ids, target="")
    far = compose(sheet, view(127.7, 26.3, 9_000))
    near = compose(sheet, view(127.7, 26.3, 120))

    def signs(picture: object) -> list[Symbol]:
        over = picture.over  # type: ignore[attr-defined]
        return [mark for mark in over if isinstance(mark, Symbol) and mark.ref in ids]

    assert len(signs(far)) == 1
    assert any(isinstance(mark, Text) and f"+{len(ids) - 1}" in mark.text for mark in far.over)
    assert len({mark.ref for mark in signs(near)}) == len(ids)


@pytest.mark.parametrize(
    ("long", "brief"),
    [("Kadena Air Base", "Kadena AB"), ("Naval Base Guam, Apra Harbor", "NB Guam"), ("MCAS Futenma", "MCAS Futenma")],
)
def test_usual_abbreviations(long: str, brief: str) -> None:
    assert places.short(long) == brief


def test_zones_are_tinted_and_named(plain: Sheet) -> None:
    from layers.io.shipped import load_zones

    sheet = replace(plain, zones=tuple(load_zones().values())).with_layer(LayerSetting("zones"))
    picture = compose(sheet, view(34.0, 43.3, 1_800))
    assert any(isinstance(mark, Shape) and mark.layer == "zones" and mark.colours[0].a < 128 for mark in picture.base)
    assert "Black Sea" in {entry.text for entry in picture.legend if entry.group == "Zones"}
