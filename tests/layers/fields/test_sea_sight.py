"""What a cell of the sea field is told by: the anchors it sees, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from layers.fields.field import Grid, Sites
from layers.fields.sea_field import sea_field
from layers.routes import sea

ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})
QUARTER = Grid.box(-180.0, -90.0, 180.0, 90.0, 0.25)
MPS = 10.0
ISHIGAKI = (124.15, 24.33)


@pytest.fixture(scope="module")
def network(world):
    return world.sea


def from_one(network, place, closed=frozenset(), grid=QUARTER):
    """Way [m] of the field of a single ship that waits nowhere."""
    free = network.waiting(dict.fromkeys(network.gates.ids, 0.0))
    one = Sites.of(lon=[place[0]], lat=[place[1]], start_s=[0.0], speed_mps=[MPS])
    return sea_field(free, grid, one, closed).seconds * MPS


def at(field, places, grid=QUARTER):
    lon, lat = np.array(places).T
    row = np.rint((lat - grid.lat[0]) / (grid.lat[1] - grid.lat[0])).astype(int)
    column = np.rint((lon - grid.lon[0]) / (grid.lon[1] - grid.lon[0])).astype(int)
    return field[row, column]


def test_a_gate_to_the_pole_is_not_slipped_past_where_meridians_meet(network):
    places = [(-83.5, 82.5), (-94.75, 86.0), (-60.0, 85.0), (0.0, 88.0), (60.0, 85.0), (103.75, 83.0)]
    ways = sea.table(network, [ISHIGAKI], places, ARCTIC)[0][0]
    assert at(from_one(network, ISHIGAKI, ARCTIC), places) == pytest.approx(ways, rel=2e-3)
