"""Off Antarctica the sea field and the route tell the same way, to the edge of the ice shelves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.fields.field import Grid, Sites
from layers.fields.sea_field import sea_field
from layers.fields.sea_grid import ICE_DEG
from layers.routes import sea
from layers.routes.model import Route

ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})
MPS = 10.0
PORTS = {"Cape Town": (18.42, -33.9), "Hobart": (147.4, -42.9), "Punta Arenas": (-70.9, -53.17)}
SOUTH = Grid.box(-180.0, ICE_DEG, 180.0, -50.0, 0.5)


@pytest.fixture(scope="module")
def network(world):
    return world.sea


@pytest.fixture(scope="module")
def fields(network):
    return {
        name: sea_field(network, SOUTH, Sites.of([lon], [lat], [0.0], MPS), ARCTIC).seconds * MPS
        for name, (lon, lat) in PORTS.items()
    }


@settings(max_examples=60)
@given(st.sampled_from(sorted(PORTS)), st.integers(0, 2**31), st.floats(ICE_DEG + 0.5, -60.0))
def test_route_and_field_tell_the_same_way(network, fields, port, draw, lat):
    """Not on the last row: ways come to it from beyond, where the field knows no water."""
    row = int(np.argmin(np.abs(SOUTH.lat - lat)))
    reached = np.flatnonzero(np.isfinite(fields[port][row]))
    if not len(reached):
        return
    column = reached[draw % len(reached)]
    place = float(SOUTH.lon[column]), float(SOUTH.lat[row])
    way = sea.route(network, PORTS[port], place, ARCTIC, speed_mps=MPS)
    assert isinstance(way, Route)
    waited_m = way.delay_s * MPS  # in the Strait of Magellan
    assert way.length_m + waited_m == pytest.approx(fields[port][row, column], rel=0.01)


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((175.5, -63.0), (168.5, -74.5), 1326),
        ((175.5, -63.0), (165.0, -76.0), 1513),
        ((-108.0, -61.0), (-72.0, -70.0), 1905),
    ],
    ids=["ross", "mcmurdo", "bellingshausen"],
)
def test_no_longer_than_a_fine_grid_finds(network, start, end, km):
    """Dijkstra with 16 moves on cells of 2 km, the way then pulled tight between the shore's own segments."""
    way = sea.route(network, start, end, ARCTIC)
    assert isinstance(way, Route)
    assert 0.985 * km < way.length_m / 1e3 < 1.001 * km
