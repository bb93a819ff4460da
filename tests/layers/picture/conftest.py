"""The shipped map and a sheet with one of everything, made once."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import resources
from layers import geodesy
from layers.basemap import Basemap
from layers.catalogue.model import Catalogue
from layers.io.shipped import load_basemap, load_zones
from layers.io.tables import read_catalogue
from layers.picture.sheet import DEFAULT_LAYERS, Band, Drawing, RingSpec, RouteSpec, Sheet
from layers.projection import Projection
from layers.routes.model import Line
from layers.style.named import named
from layers.view import View

PRATAS = (116.729, 20.703)
"""Where the catalogue has it."""


@pytest.fixture(scope="session")
def basemap() -> Basemap:
    return load_basemap()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(resources.path("catalogue"))[0]


def circle(radius_m: float, lon: float = PRATAS[0], lat: float = PRATAS[1], count: int = 240) -> Line:
    azimuth = np.linspace(360.0, 0.0, count, endpoint=False)
    return Line(*geodesy.destination(np.full(count, lon), np.full(count, lat), azimuth, np.full(count, radius_m)))


def straight(a: tuple[float, float], b: tuple[float, float]) -> Line:
    return Line(np.array([a[0], b[0]]), np.array([a[1], b[1]]))


@pytest.fixture(scope="session")
def plain(basemap: Basemap, catalogue: Catalogue) -> Sheet:
    """The base map with bases and flashpoints, about Pratas."""
    return Sheet(basemap, catalogue, named("light"), target="pratas")


@pytest.fixture(scope="session")
def full(plain: Sheet) -> Sheet:
    """One of everything."""
    edges = [circle(radius * 1e3) for radius in (600, 1200, 1800)]
    bands = (
        Band(0, 6, (edges[0],)),
        Band(6, 12, (edges[1], edges[0])),
        Band(12, 24, (edges[2], edges[1])),
        Band(24, math.inf, (circle(2_600e3), edges[2])),
    )
    base = plain.catalogue.bases["kadena-ab"]
    way = straight((base.lon, base.lat), PRATAS)
    return replace(
        plain,
        layers=tuple(replace(row, visible=True) for row in DEFAULT_LAYERS),
        zones=tuple(load_zones().values()),
        rings=(
            RingSpec("r400", *PRATAS, 400e3, "400 km"),
            RingSpec("d300", 113.5, 23.0, 300e3, "300 km", "denial"),
        ),
        bands=bands,
        routes=(
            RouteSpec("fighters", "air", way, "18th Wing", 3.0, True),
            RouteSpec("ships", "sea", straight((129.7, 33.1), PRATAS), "Squadron", 50.0, False),
        ),
        drawings=(
            Drawing("g", "geodesic", straight((121.5, 25.0), (127.7, 26.3)), "630 km"),
            Drawing("p", "pin", Line(np.array([119.5]), np.array([22.0])), "Here"),
        ),
        responders=frozenset({"kadena-ab", "futenma"}),
        selected=frozenset({"kadena-ab"}),
    )


def view(lon: float, lat: float, mpp: float, size: tuple[int, int] = (1000, 700), kind: str = "aeqd") -> View:
    """A view with the place in its middle."""
    projection = Projection(kind, lon, lat)  # type: ignore[arg-type]
    x, y = projection.forward(lon, lat)
    return View(projection, x, y, mpp, *size)
