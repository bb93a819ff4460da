"""A briefing of Pratas in the small hand-made world: quick to draw, with one of everything."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest

from layers.document.model import Content, Saved, Sight, Target
from layers.document.objects import Drawn
from layers.document.shown import shown
from layers.picture import answer
from layers.picture.page import ViewSpec
from layers.picture.sheet import Band, Sheet
from layers.projection import Projection
from layers.routes.model import Line
from layers.scenario.model import BASELINE
from layers.style.named import named
from mapapp.export.briefing import Briefing, Order, named_routes

DATE = dt.date(2026, 1, 31)
DRAWN = (
    Drawn("ring-1", "ring", ((179.0, 10.0),), name="Over the seam", radius_m=600e3, colour="#1d5a9e"),
    Drawn("line-1", "line", ((121.5, 25.0), (127.7, 26.3), (-170.0, 30.0)), name="A way"),
    Drawn("area-1", "area", ((118.0, 19.0), (120.0, 19.0), (120.0, 21.0)), name="A box"),
    Drawn("pin-1", "pin", ((119.5, 22.0),), name="Here", note="A note"),
)


def circle(radius_m: float) -> Line:
    from layers import geodesy

    azimuth = np.linspace(360.0, 0.0, 90, endpoint=False)
    n = len(azimuth)
    return Line(*geodesy.destination(np.full(n, 116.724), np.full(n, 20.7), azimuth, np.full(n, radius_m)))


@pytest.fixture(scope="session")
def order() -> Order:
    return Order(marking="EXERCISE", date=DATE, dpi=96)


@pytest.fixture
def briefing(basemap, catalogue, engine) -> Briefing:
    target = Target("pratas", "Pratas Island", 116.724, 20.7)
    response = engine.respond(BASELINE, target, lambda: None)
    rings, drawings = shown(DRAWN, "km")
    inner, outer = circle(600e3), circle(1200e3)
    sheet = Sheet(
        basemap,
        catalogue,
        named("print"),
        target="pratas",
        rings=(*answer.rings(target), *rings),  # type: ignore[arg-type]
        drawings=drawings,
        bands=(Band(0, 6, (inner,)), Band(6, 12, (outer, inner)), Band(12, math.inf, (circle(2600e3), outer))),
        bands_title="Hours until the first aircraft is overhead",
        routes=named_routes(response, catalogue),
        responders=frozenset(row.base for row in response.arrivals),
    )
    spec = ViewSpec(Projection("aeqd", 116.724, 20.7), 116.724, 20.7, 4.3e6)
    saved = Saved(Content(BASELINE, drawn=DRAWN, style="print"), target, Sight(116.724, 20.7, 4.3e6 / 1024))
    return Briefing(sheet, response, spec, saved)


@pytest.fixture
def elsewhere(briefing, catalogue, engine) -> Briefing:
    """A second page of the same world."""
    target = Target("narva", "Narva", 28.19, 59.377)
    response = engine.respond(BASELINE, target, lambda: None)
    sheet = replace(briefing.sheet, target="narva", rings=(), drawings=(), bands=(), routes=())
    spec = ViewSpec(Projection("aeqd", 28.19, 59.377), 28.19, 59.377, 4.3e6)
    return Briefing(sheet, response, spec, Saved(Content(BASELINE), target))
