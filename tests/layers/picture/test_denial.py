"""Rings that count together, and the denial ranges the catalogue speaks of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layers import geodesy
from layers.picture import denial, merged
from layers.picture.chords import chords
from layers.picture.compose import compose, stage_of
from layers.picture.marks import Stroke, Text
from layers.picture.sheet import LayerSetting, RingSpec, Sheet
from tests.layers.picture.conftest import view

CENTRES = ((121.0, 24.0), (123.0, 25.0), (122.0, 21.5))


def specs(group: str, centres: tuple[tuple[float, float], ...] = CENTRES) -> tuple[RingSpec, ...]:
    return tuple(RingSpec(f"{k}", *at, 300e3, "Together", "range", group) for k, at in enumerate(centres))


@pytest.mark.parametrize("kind", ["aeqd", "merc"])
@pytest.mark.parametrize("east", [0.0, 57.5])
def test_rings_of_a_group_cover_what_one_of_them_covers(plain: Sheet, kind: str, east: float) -> None:
    """Random places against their geodesic distance to the centres, away from the antimeridian and across it."""
    centres = tuple(((lon + east + 180.0) % 360.0 - 180.0, lat) for lon, lat in CENTRES)
    stage = stage_of(plain, view(*centres[0], 2_000, kind=kind))
    shape = merged.area(stage, specs("g", centres))
    chance = np.random.default_rng(5)
    lon = (122.0 + east + chance.uniform(-6, 6, 400) + 180.0) % 360.0 - 180.0
    lat = chance.uniform(18, 29, 400)
    near = np.min([geodesy.distance(np.full(400, x), np.full(400, y), lon, lat) for x, y in centres], axis=0)
    clear = np.abs(near - 300e3) > 1_000.0
    x, y = stage.projection.forward(lon, lat)
    for k in np.flatnonzero(clear):
        _, left, right = chords(shape.xy, shape.start, np.array([y[k]]))
        assert bool(np.any((left <= x[k]) & (x[k] <= right))) == bool(near[k] < 300e3)


def test_the_outline_of_a_group_lies_on_its_rings_and_in_none(plain: Sheet) -> None:
    stage = stage_of(plain, view(*CENTRES[0], 2_000))
    line = merged.outline(stage, specs("g"))
    lon, lat = stage.projection.inverse(*line.xy.T)
    count = len(lon)
    far = np.array([geodesy.distance(np.full(count, x), np.full(count, y), lon, lat) for x, y in CENTRES])
    assert np.abs(far.min(axis=0) - 300e3).max() < 1_500.0


def test_a_group_is_named_once(plain: Sheet) -> None:
    for group, times in (("g", 1), ("", 3)):
        picture = compose(replace(plain, rings=specs(group)), view(*CENTRES[0], 2_000))
        assert sum(isinstance(mark, Text) and mark.text == "Together" for mark in picture.over) == times


def test_the_catalogues_levers_are_drawn_with_their_spread(plain: Sheet) -> None:
    rings = denial.rings_of(plain.catalogue, plain.basemap)
    assert rings is denial.rings_of(plain.catalogue, plain.basemap)
    levers = {lever.id: lever for lever in plain.catalogue.levers.values() if lever.effect == denial.EFFECT}
    assert {ring.id.split(":")[0] for ring in rings} == set(levers)
    for ring in rings:
        lever = levers[ring.id.split(":")[0]]
        assert ring.radius_m == lever.size.likely * 1e3
        for value in (lever.size.low, lever.size.likely, lever.size.high):
            assert f"{value:,.0f}".replace(",", " ") in ring.label.replace(",", " ")


def test_a_coast_is_covered_without_gaps(plain: Sheet) -> None:
    """Every vertex of China's coast lies well inside the sum of the rings about points of it."""
    lever = next(one for one in plain.catalogue.levers.values() if one.effect == denial.EFFECT and one.actor == "china")
    rings = [ring for ring in denial.rings_of(plain.catalogue, plain.basemap) if ring.group == lever.id]
    shore = plain.basemap.country("CHN").at(denial._COARSE_M)
    points = denial._coast(plain.basemap, "CHN", 1.0)
    assert len(points) > len(rings) > 3
    count = len(points)
    near = np.min(
        [geodesy.distance(np.full(count, r.lon), np.full(count, r.lat), points[:, 0], points[:, 1]) for r in rings],
        axis=0,
    )
    assert near.max() < denial.APART * rings[0].radius_m
    assert len(points) < len(shore.lon)


def test_denial_is_dashed_hatched_and_called_illustrative(plain: Sheet) -> None:
    picture = compose(plain.with_layer(LayerSetting("denial")), view(20.5, 55.0, 1_200))
    own = [mark for mark in picture.base if isinstance(mark, Stroke) and mark.layer == "denial"]
    assert any(mark.pen.dash for mark in own)
    assert any(mark.geometry.key[0] == "hatch" for mark in own)  # type: ignore[index]
    assert "Denial range, illustrative" in {entry.text for entry in picture.legend}
