"""The pictures to look at: theatres, each with the layers that tell most there, through every projection and style.

What is drawn on them is fixed here (which places, which bands), so that a new row in the catalogue changes no picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

import resources
from layers import geodesy
from layers.catalogue.model import Catalogue
from layers.io.shipped import load_basemap, load_zones
from layers.io.tables import read_catalogue
from layers.picture.sheet import BANDS_TITLE, Band, Drawing, LayerId, RingSpec, RouteSpec, Sheet
from layers.projection import KINDS, Kind, Projection
from layers.routes.model import Line
from layers.style.model import NAMES, StyleName
from layers.style.named import named
from layers.view import View


@dataclass(frozen=True, slots=True)
class Theatre:
    """A place to look at, how much of it, and what is shown there."""

    id: str
    target: str
    lon: float
    lat: float
    across_km: float
    shown: tuple[LayerId, ...] = ()
    """Layers shown besides those that always are."""
    bands: bool = False
    routes: tuple[tuple[str, bool], ...] = ()
    """(base, whether it is in time) of the routes drawn to the target."""
    denial: tuple[tuple[float, float, float], ...] = ()
    """lon, lat, km."""
    frames: bool = False


THEATRES = (
    Theatre("pratas", "pratas", 117.5, 22.5, 3200, bands=True, routes=(("kadena-ab", True), ("iwakuni", False))),
    Theatre("strait", "taiwan-strait", 120.5, 24.2, 1000, ("adiz", "exercises", "units"), frames=True),
    Theatre("senkaku", "senkaku", 124.5, 26.0, 1300, ("adiz", "cooperation"), routes=(("naha-ab", True),)),
    Theatre("narva", "narva", 26.5, 59.0, 700, ("units",), routes=(("tapa", True), ("amari", True)), frames=True),
    Theatre("baltic", "gotland", 20.5, 58.0, 2000, ("zones", "commitments"), denial=((20.5, 54.7, 400.0),)),
    Theatre("black-sea", "odesa", 33.5, 44.2, 1700, ("events",), bands=True, denial=((33.5, 44.6, 300.0),)),
    Theatre("eurasia", "pratas", 85.0, 45.0, 14000, ("commitments", "cooperation")),
    Theatre("globe", "pratas", 95.0, 35.0, 13500, ("cooperation",)),
)
BASES = (
    "kadena-ab", "futenma", "naha-ab", "iwakuni", "misawa", "yokosuka", "sasebo", "osan", "andersen", "tainan", "hualien",
    "chiayi", "hsinchu", "zuoying", "suao", "tapa", "amari", "upinniemi", "ramstein", "aviano", "mk", "karlskrona",
    "ronneby", "siauliai", "golcuk", "rota-port", "basa",
)  # fmt: skip
SHOWN_EVENTS = ("joint_air_patrol", "joint_naval_patrol", "joint_exercise", "territorial_seizure")


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue with the chosen bases, their units and the chosen events."""
    whole, _ = read_catalogue(resources.path("catalogue"))
    bases = {key: whole.bases[key] for key in BASES}
    units = {key: unit for key, unit in whole.units.items() if unit.base in bases}
    events = tuple(event for event in whole.events if event.kind in SHOWN_EVENTS and event.date < "2026")
    return replace(whole, bases=bases, units=units, events=events, levers={})


def _circle(lon: float, lat: float, radius_m: float) -> Line:
    azimuth = np.linspace(360.0, 0.0, 240, endpoint=False)
    count = len(azimuth)
    return Line(
        *geodesy.destination(np.full(count, lon), np.full(count, lat), azimuth, np.full(count, radius_m))
    )  # fmt: skip


def _bands(lon: float, lat: float) -> tuple[Band, ...]:
    """Discs of what a jet flies in so many hours, the last of them out of reach."""
    edges = [_circle(lon, lat, km * 1e3) for km in (350, 700, 1050, 1600, 2600)]
    hours = (0.0, 1.0, 2.0, 3.0, 6.0)
    found = [Band(0.0, 1.0, (edges[0],))]
    found += [Band(hours[k], hours[k + 1], (edges[k], edges[k - 1])) for k in range(1, 4)]
    return (*found, Band(6.0, math.inf, (edges[4], edges[3])))


@cache
def sheet(theatre: Theatre, style: StyleName) -> Sheet:
    """What is on the map of a theatre."""
    places = catalogue()
    target = places.flashpoints[theatre.target]
    made = Sheet(
        load_basemap(),
        places,
        named(style),
        target=target.id,
        zones=tuple(load_zones().values()),
        rings=(
            *(
                RingSpec(f"r{km}", target.lon, target.lat, km * 1e3, f"{km:,} km".replace(",", " "))
                for km in (400, 1000)
            ),
            *(
                RingSpec(f"d{k}", lon, lat, km * 1e3, f"{km:.0f} km", "denial")
                for k, (lon, lat, km) in enumerate(theatre.denial)
            ),
        ),
        bands=_bands(target.lon, target.lat) if theatre.bands else (),
        bands_title=BANDS_TITLE,
        routes=tuple(
            RouteSpec(
                base,
                "air",
                Line(np.array([places.bases[base].lon, target.lon]), np.array([places.bases[base].lat, target.lat])),
                "",
                4.0,
                in_time,
            )
            for base, in_time in theatre.routes
        ),
        drawings=(Drawing("g", "geodesic", Line(np.array([121.0, 127.0]), np.array([31.0, 34.0])), "Measured"),),
        responders=frozenset(places.bases),
        unit_signs="frames" if theatre.frames else "simple",
    )
    for layer in (*theatre.shown, *(("denial",) if theatre.denial else ())):
        made = made.with_layer(replace(made.setting(layer), visible=True))
    return made


def view(theatre: Theatre, kind: Kind, width: int, height: int) -> View:
    """The theatre through a projection about its middle."""
    middle_lat = 0.0 if kind in {"merc", "eqc", "eqearth"} else theatre.lat
    projection = Projection(kind, theatre.lon, middle_lat)
    x, y = projection.forward(theatre.lon, theatre.lat)
    return View(projection, float(x), float(y), theatre.across_km * 1e3 / width, width, height)


def chosen() -> list[tuple[Theatre, Kind, StyleName]]:
    """One case for every projection with every style, the theatres taken in turn."""
    return [
        (THEATRES[(3 * i + 2 * j + j // 2) % len(THEATRES)], kind, style)
        for i, kind in enumerate(KINDS)
        for j, style in enumerate(NAMES)
    ]
