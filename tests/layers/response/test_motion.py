"""Responders on their way: at the base before they leave, on the line while they move, there at their hour."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import geodesy
from layers.catalogue.values import ZERO, Spread
from layers.response.model import Arrival, Response, Stage
from layers.response.motion import positions, tracks
from layers.routes.model import Line, Route


def _route(*points: tuple[float, float]) -> Route:
    line = Line(np.array([p[0] for p in points]), np.array([p[1] for p in points]))
    return Route("air", line, geodesy.length(line.lon, line.lat), 0.0)


def _arrival(unit: str, legs: tuple[Route, ...], **hours: float) -> Arrival:
    stages = tuple(Stage(name.replace("_", " "), Spread(h / 2, h, h * 2), "") for name, h in hours.items())  # type: ignore[arg-type]
    total = sum((stage.hours for stage in stages), ZERO)
    return Arrival(unit, "b", "p", "air_presence", "late", "", legs, stages, total, 1.0)


DIRECT = _arrival(
    "direct", (_route((120.0, 20.0), (121.0, 22.0), (124.0, 25.0)),), decision=2.0, readiness=3.0, transit=4.0
)
LIFTED = _arrival(
    "lifted", (_route((10.0, 50.0), (11.0, 51.0)), _route((11.0, 51.0), (20.0, 52.0))),
    readiness=1.0, to_embarkation=2.0, load=5.0, transit=3.0, unload=1.0,
)  # fmt: skip
UNEVEN = _arrival("uneven", (_route((0.0, 0.0), (1.0, 0.0)), _route((1.0, 0.0), (4.0, 0.0))), decision=1.0, transit=4.0)
STUCK = Arrival("stuck", "b", "p", "submarine", "unreachable", "closed", (), (), None, None)
RESPONSE = Response("t", "T", 0.0, 0.0, None, "s", (DIRECT, LIFTED, UNEVEN, STUCK), ())
EVERY = tracks(RESPONSE)


def test_who_cannot_come_has_no_track() -> None:
    assert [track.unit for track in EVERY] == ["direct", "lifted", "uneven"]


def test_stages_say_where_a_unit_is() -> None:
    direct, lifted, uneven = EVERY
    assert (direct.at(0).state, direct.at(0).stage) == ("waiting", "decision")
    assert direct.at(4.9).stage == "readiness"
    assert (direct.at(5.5).state, direct.at(5.5).stage) == ("moving", "transit")
    assert (direct.at(9.0).state, direct.at(9.0).lon, direct.at(9.0).lat) == ("there", 124.0, 25.0)
    assert (lifted.at(6.0).lon, lifted.at(6.0).stage) == (pytest.approx(11.0), "load"), "it waits where it is loaded"
    assert (lifted.at(11.5).lon, lifted.at(11.5).stage) == (20.0, "unload")
    assert uneven.at(2.0).lon == pytest.approx(1.0, abs=1e-6), "a quarter of the way in a quarter of the time"


@given(st.floats(0, 20), st.floats(0, 20))
def test_nobody_goes_back_or_faster_than_it_can(first: float, second: float) -> None:
    low, high = sorted((first, second))
    for track in EVERY:
        a, b = track.at(low), track.at(high)
        gone = [geodesy.distance(track.lon[0], track.lat[0], one.lon, one.lat) for one in (a, b)]
        assert gone[1] >= gone[0] - 1e-3
        length = geodesy.length(track.lon, track.lat)
        moving = sum(stage.hours.likely for row in (DIRECT, LIFTED, UNEVEN) if row.unit == track.unit
                     for stage in row.stages if stage.name in {"transit", "to embarkation"})  # fmt: skip
        assert geodesy.distance(a.lon, a.lat, b.lon, b.lat) <= length * 1.0001 or moving == 0


def test_all_are_there_in_the_end() -> None:
    assert {one.state for one in positions(EVERY, 100.0)} == {"there"}
