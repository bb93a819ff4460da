"""Lift chains with routers that are stand-ins: the choice, the drop, the reasons."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from layers import geodesy
from layers.routes import lift
from layers.routes.lift import Chain, Speeds, Stop
from layers.routes.model import Line, NoRoute, Route

BASE, TARGET = (10.0, 50.0), (25.0, 58.0)
SPEEDS = Speeds(land_mps=15.0, carrier_mps=200.0, load_s=3600.0, unload_s=1800.0)


def straight(mode, delay_s=0.0):
    def go(start, end):
        metres = float(geodesy.distance(*start, *end))
        line = Line(np.array([start[0], end[0]]), np.array([start[1], end[1]]))
        return Route(mode, line, metres, metres, delay_s=delay_s)

    return go


def never(start, end):
    return NoRoute("land", "no land route: an island")


def stops(*places):
    return [Stop(f"s{i}", lon, lat) for i, (lon, lat) in enumerate(places)]


def test_the_quickest_of_all_pairs():
    rng = np.random.default_rng(5)
    embark = stops(*((10 + x, 50 + y) for x, y in rng.uniform(-2, 2, (4, 2))))
    debark = stops(*((25 + x, 58 + y) for x, y in rng.uniform(-3, 3, (5, 2))))
    found = lift.chain("air", BASE, TARGET, embark, debark, straight("land"), straight("air"), SPEEDS)
    assert isinstance(found, Chain)
    times = {}
    for a, b in itertools.product(embark, debark):
        road = geodesy.distance(*BASE, a.lon, a.lat) + geodesy.distance(b.lon, b.lat, *TARGET)
        times[a.name, b.name] = road / 15.0 + geodesy.distance(a.lon, a.lat, b.lon, b.lat) / 200.0 + 5400.0
    assert (found.embarkation, found.debarkation) == min(times, key=times.get)
    assert found.seconds == pytest.approx(min(times.values()))
    assert [leg.mode for leg in found.legs] == ["land", "air", "land"]


def test_a_base_with_an_airfield_needs_no_march():
    found = lift.chain("air", BASE, TARGET, stops((10.01, 50.01)), stops((25.0, 58.02)), never, straight("air"), SPEEDS)
    assert isinstance(found, Chain)
    assert found.to_embarkation.length_m == found.onward.length_m == 0.0


def test_a_drop_goes_straight_to_the_target():
    found = lift.chain(
        "air", BASE, TARGET, stops((10.5, 50.0)), [], straight("land"), straight("air"), SPEEDS, drop=True
    )
    assert isinstance(found, Chain)
    assert found.debarkation == ""
    assert (found.transit.line.lon[-1], found.transit.line.lat[-1]) == TARGET
    assert found.onward.length_m == 0.0


def test_only_the_nearest_are_tried():
    asked = []

    def land(start, end):
        asked.append((start, end))
        return straight("land")(start, end)

    many = stops(*((10.0 + 0.5 * k, 50.5) for k in range(20)))
    lift.chain("sea", BASE, TARGET, many, stops((25.0, 58.5)), land, straight("sea"), SPEEDS)
    assert len(asked) == lift.NEAREST + 1


def test_reasons():
    near, far = stops((10.5, 50.0)), stops((25.5, 58.0))
    carrier = straight("air")

    def shut(start, end):
        return NoRoute("air", "no way by air: the target is enclosed")

    none = lift.chain("sea", BASE, TARGET, [], far, straight("land"), carrier, SPEEDS)
    assert none == NoRoute("sea", "no port of embarkation within reach by land of the base")
    island = lift.chain("air", BASE, TARGET, stops(BASE), far, never, carrier, SPEEDS)
    assert island == NoRoute("air", "no airfield from which the target can be reached by land")
    closed = lift.chain("air", BASE, TARGET, near, far, straight("land"), shut, SPEEDS)
    assert closed == NoRoute("air", "no way by air: the target is enclosed")


def test_waiting_counts():
    near, far = stops((10.5, 50.0)), stops((25.5, 58.0))
    args = ("sea", BASE, TARGET, near, far, straight("land"))
    quick, slow = (lift.chain(*args, straight("sea", wait), SPEEDS) for wait in (0.0, 7200.0))
    assert isinstance(quick, Chain)
    assert isinstance(slow, Chain)
    assert slow.seconds == pytest.approx(quick.seconds + 7200.0)
