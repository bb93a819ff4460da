"""What the essay names round the map: commitments, cooperation, declared zones, and the units themselves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

import resources
from layers import geodesy
from layers.picture import commitments, declared, events, units
from layers.picture.compose import compose, stage_of
from layers.picture.marks import Picture, Shape, Stroke, Symbol, Text
from layers.picture.sheet import LayerSetting, Sheet
from tests.layers.picture.conftest import view
from tests.layers.picture.test_labels import outline


def written(picture: Picture) -> set[str]:
    return {mark.text for mark in picture.over if isinstance(mark, Text)}


def test_whom_the_united_states_is_bound_to(plain: Sheet) -> None:
    """Both fringes of Eurasia by treaty; Taiwan by a law, Ukraine by agreements; nobody it holds off."""
    bound = commitments.bound(plain.catalogue)
    for code in ("EST", "POL", "TUR", "GBR", "JPN", "PHL", "KOR", "AUS", "ALA", "FRO", "GRL"):
        assert bound[code] == "treaty", code
    for code in ("TWN", "UKR", "NZL"):
        assert bound[code] == "word", code
    assert not {"USA", "RUS", "CHN", "PRK", "BLR", "CHE"} & set(bound)


def test_commitments_differ_by_more_than_colour(plain: Sheet) -> None:
    picture = compose(plain.with_layer(LayerSetting("commitments")), view(100.0, 45.0, 10_000))
    own = [mark for mark in picture.base if mark.layer == "commitments"]
    assert any(isinstance(mark, Shape) for mark in own)
    assert any(isinstance(mark, Stroke) for mark in own)
    assert {entry.text for entry in picture.legend if entry.group == "US commitments"} == {
        commitments.TREATY,
        commitments.WORD,
    }


def test_an_air_defence_zone_has_the_size_its_ministry_says(plain: Sheet) -> None:
    """487 000 km2 (Ministry of National Defense, December 2013, as the press printed it); the corners are rounded."""
    zone = next(one for one in plain.basemap.declared if one.id == "adiz-taiwan")
    line = declared.course(zone)
    assert abs(geodesy.area(line.lon, line.lat)) / 1e12 == pytest.approx(0.487, rel=0.03)
    north = line.lat > 28.999
    assert north.sum() > 5  # its northern edge is the parallel, not the geodesic that bulges off it
    assert (line.lon[0], line.lat[0]) == (line.lon[-1], line.lat[-1])


def test_the_median_line_lies_between_the_coasts(plain: Sheet) -> None:
    from layers.coast import nearest_coast

    line = next(one for one in plain.basemap.declared if one.kind == "median")
    lon, lat = (line.lon[0] + line.lon[1]) / 2, (line.lat[0] + line.lat[1]) / 2
    east, west = nearest_coast(plain.basemap, lon, lat, "TWN"), nearest_coast(plain.basemap, lon, lat, "CHN")
    assert 30e3 < east.distance_m < 120e3
    assert 30e3 < west.distance_m < 120e3


def test_every_declared_line_has_a_source_and_a_date(plain: Sheet) -> None:
    assert plain.basemap.declared
    for one in plain.basemap.declared:
        assert one.source
        assert len(one.as_of) == 7
        assert one.kind in declared.WORDS


def test_declared_zones_are_drawn_and_explained(plain: Sheet) -> None:
    sheet = plain.with_layer(LayerSetting("adiz")).with_layer(LayerSetting("exercises"))
    picture = compose(sheet, view(121.0, 24.5, 1_500))
    assert {entry.text for entry in picture.legend if entry.group == declared.GROUP} == set(declared.WORDS.values())
    assert {"Taiwan ADIZ", "Median line", "Justice Mission 2025"} <= written(picture)
    far = compose(sheet, view(28.0, 59.0, 1_500))
    assert not [entry for entry in far.legend if entry.group == declared.GROUP]


@pytest.mark.parametrize(("lon", "lat", "mpp"), [(124.5, 26.0, 1_000.0), (121.0, 24.5, 1_500.0), (120.5, 24.2, 800.0)])
def test_the_name_of_a_declared_line_stands_beside_it(plain: Sheet, lon: float, lat: float, mpp: float) -> None:
    """Its dots and dashes between the letters would be read as points."""
    picture = compose(plain.with_layer(LayerSetting("adiz")), view(lon, lat, mpp))
    names = [mark for mark in picture.over if isinstance(mark, Text) and mark.layer == "adiz"]
    assert len(names) >= 2
    for one in plain.basemap.declared:
        own = [mark for mark in names if mark.text == one.name]
        if one.kind != "exercise" and own:
            way = declared.course(one)
            way = shapely.LineString(np.column_stack(picture.view.pixels_of(way.lon, way.lat)))
            assert not any(outline(picture, mark).intersects(way) for mark in own), one.name


def test_cooperation_is_a_layer_of_its_own(plain: Sheet) -> None:
    window = view(134.0, 40.0, 2_200)
    alone = compose(plain.with_layer(LayerSetting("cooperation")), window)
    other = compose(plain.with_layer(LayerSetting("events")), window)
    kinds = {event.name: event.kind for event in plain.catalogue.events}

    def shown(picture: Picture) -> set[str]:
        layers = {"events", "cooperation"}
        return {
            kinds[mark.ref] for mark in picture.over if isinstance(mark, Symbol) and mark.layer in layers and mark.ref
        }

    assert shown(alone)
    assert shown(alone) <= set(events.TOGETHER)
    assert not shown(other) & set(events.TOGETHER)
    years = tuple(event.date[:4] for event in plain.catalogue.events)
    assert sum(text.endswith(years) for text in written(alone)) >= 3


def test_every_unit_has_a_frame(plain: Sheet) -> None:
    catalogue = plain.catalogue
    found = {units.frame(unit, catalogue.platforms[unit.platform]) for unit in catalogue.units.values()}
    assert len(found) >= 10
    for name in found:
        assert resources.path("icons", f"{name}.svg").is_file(), name


@pytest.mark.parametrize("signs", ["simple", "frames"])
@pytest.mark.parametrize("mpp", [900.0, 2_600.0, 11_000.0])
def test_no_unit_covers_a_base_or_another(plain: Sheet, signs: str, mpp: float) -> None:
    sheet = replace(
        plain.with_layer(LayerSetting("units")).with_layer(LayerSetting("flashpoints", visible=False)),
        target="",
        responders=frozenset(plain.catalogue.bases),
        unit_signs=signs,
    )
    picture = compose(sheet, view(127.0, 29.0, mpp, (1200, 800)))
    boxes, layers = [], []
    for mark in picture.over:
        if isinstance(mark, Symbol) and mark.layer in {"units", "bases"}:
            x, y = picture.view.to_page(mark.x, mark.y)
            half = mark.size * 0.36
            boxes.append(shapely.box(x + mark.dx - half, y + mark.dy - half, x + mark.dx + half, y + mark.dy + half))
            layers.append(mark.layer)
    assert layers.count("units") >= 5
    for a, b in shapely.STRtree(boxes).query(boxes, predicate="intersects").T:
        if a < b and "units" in {layers[a], layers[b]}:
            assert boxes[a].intersection(boxes[b]).area < 1.0


def test_a_row_of_units_opens_as_the_scale_grows(plain: Sheet) -> None:
    sheet = replace(plain.with_layer(LayerSetting("units")), responders=frozenset({"kadena-ab"}), target="")
    count = []
    for mpp in (9_000.0, 2_000.0, 300.0):
        picture = compose(sheet, view(127.77, 26.35, mpp))
        refs = {mark.ref for mark in picture.over if isinstance(mark, Symbol) and mark.layer == "units"}
        count.append(len([ref for ref in refs if plain.catalogue.units[ref].base == "kadena-ab"]))
    assert count == sorted(count)
    assert count[0] < count[-1]


def test_the_hidden_layers_cost_nothing(plain: Sheet) -> None:
    stage = stage_of(plain, view(121.0, 24.5, 1_500))
    picture = compose(stage.sheet, stage.view)
    extra = {"commitments", "cooperation", "adiz", "exercises", "units", "events"}
    assert not [mark for mark in (*picture.base, *picture.over) if mark.layer in extra]


@pytest.mark.parametrize("mpp", [16_000.0, 7_000.0, 3_000.0])
def test_what_happened_at_one_place_is_one_sign_with_a_count(plain: Sheet, mpp: float) -> None:
    picture = compose(plain.with_layer(LayerSetting("cooperation")), view(128.0, 33.0, mpp))
    found = [mark for mark in picture.over if isinstance(mark, Symbol) and mark.layer == "cooperation"]
    signs = [mark for mark in found if mark.name in {"joint_air", "joint_sea", "joint_drill"}]
    assert signs
    apart = [
        math.dist(picture.view.to_page(a.x, a.y), picture.view.to_page(b.x, b.y))
        for k, a in enumerate(signs)
        for b in signs[k + 1 :]
        if a.name == b.name
    ]
    assert min(apart, default=99.0) >= events.APART * signs[0].size - 1e-6
    if mpp < events.NAMED_TOGETHER_MPP:
        assert any("  +" in text for text in written(picture))
