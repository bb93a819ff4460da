"""Close to a coast the finer windows stand in place of what they replace, and nothing else changes."""

from __future__ import annotations

import numpy as np

from layers import geodesy
from layers.basemap import Basemap, Rings
from layers.picture.chords import chords
from layers.picture.closeup import closeup
from layers.picture.compose import compose
from layers.picture.marks import Shape
from layers.picture.sheet import Sheet
from tests.layers.picture.conftest import view


def dry(land: Rings, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which of the places lie on land, by the even-odd rule over all rings."""
    order = np.argsort(lat)
    xy = np.column_stack((land.lon, land.lat)).astype(np.float64)
    y, left, right = chords(xy, land.start, np.unique(lat[order]))
    return np.array(
        [
            bool(np.any((left[y == north] <= east) & (east <= right[y == north])))
            for east, north in zip(lon, lat, strict=True)
        ]
    )


PLACES = (
    ("Golden Horn", 28.957, 41.026, True),
    ("Beyoglu", 28.975, 41.036, False),
    ("Bosporus at Kandilli", 29.052, 41.075, True),
    ("Bosporus at Sariyer", 29.065, 41.165, True),
    ("Dardanelles at Canakkale", 26.385, 40.150, True),
    ("Kerch town", 36.450, 45.350, False),
    ("Kerch Strait", 36.560, 45.200, True),
    ("Odesa", 30.700, 46.470, False),
    ("off Odesa", 30.860, 46.470, True),
    ("Narva", 28.180, 59.375, False),
    ("Narva Bay", 27.900, 59.550, True),
    ("Keelung harbour mouth", 121.760, 25.170, True),
)


def test_known_places_are_wet_or_dry(basemap: Basemap) -> None:
    found = dry(closeup(basemap).land, *np.array([place[1:3] for place in PLACES]).T)
    assert {place[0]: not land for place, land in zip(PLACES, found, strict=True)} == {p[0]: p[3] for p in PLACES}


def test_away_from_the_windows_nothing_changes(basemap: Basemap) -> None:
    assert basemap.detail is not None
    chance = np.random.default_rng(3)
    lon, lat = chance.uniform(-170, 170, 150), chance.uniform(-50, 70, 150)
    west, south, east, north = basemap.detail.windows.T[:, :, None]
    away = ~((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).any(axis=0)
    assert (dry(closeup(basemap).land, lon, lat) == dry(basemap.land, lon, lat))[away].all()


def test_the_land_in_a_window_is_about_where_it_was(basemap: Basemap) -> None:
    """Both sources draw the same coast: of the places in the windows few change sides."""
    assert basemap.detail is not None
    chance = np.random.default_rng(4)
    west, south, east, north = basemap.detail.windows.astype(float).T[:, :, None]
    share = chance.uniform(0, 1, (2, len(west), 40))
    lon, lat = (west + share[0] * (east - west)).ravel(), (south + share[1] * (north - south)).ravel()
    differ = dry(closeup(basemap).land, lon, lat) != dry(basemap.land, lon, lat)
    assert 0 < differ.sum() < 0.06 * len(lon)


def test_the_coast_is_cut_at_the_window_and_not_drawn_twice(basemap: Basemap) -> None:
    detail = basemap.detail
    assert detail is not None
    coast = closeup(basemap).coast
    own = len(detail.coast.lon)
    before = coast.lon[:-own], coast.lat[:-own]
    for west, south, east, north in detail.windows:
        inside = (before[0] > west) & (before[0] < east) & (before[1] > south) & (before[1] < north)
        assert not inside.any()
    step = np.diff(detail.coast.start)
    assert step.min() >= 2


def test_the_bosporus_is_as_narrow_as_it_is(basemap: Basemap) -> None:
    """About 700 m between the castles of Rumeli and Anadolu (41.083 N), the narrowest place."""
    lon = np.arange(29.04, 29.08, 0.0005)
    water = lon[~dry(closeup(basemap).land, lon, np.full(len(lon), 41.083))]
    width = geodesy.distance(float(water[0]), 41.083, float(water[-1]), 41.083)
    assert 500.0 < width < 1_100.0


def test_only_close_views_take_the_windows(plain: Sheet) -> None:
    def vertices(mpp: float) -> int:
        picture = compose(plain, view(29.07, 41.1, mpp))
        return max(len(m.geometry.xy) for m in picture.base if isinstance(m, Shape) and m.layer == "land")

    assert vertices(60.0) > len(plain.basemap.land.lon)
    assert vertices(400.0) < len(plain.basemap.land.lon)
