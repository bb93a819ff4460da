"""The least length of a way through a passage is never more than a way that goes through it."""

from __future__ import annotations

import numpy as np
import pytest

from layers.io.shipped_sea import load_sea_network
from layers.routes import sea, sea_bounds
from layers.routes.model import Route
from layers.routes.sea_network import SeaNetwork

PLACES = ((-76.3, 36.95), (129.7, 33.1), (24.75, 59.45), (30.75, 46.5), (9.95, 53.55), (115.7, -32.2), (-157.95, 21.35))


@pytest.fixture(scope="module")
def network() -> SeaNetwork:
    return load_sea_network()


@pytest.mark.parametrize("start", PLACES)
def test_no_way_through_a_passage_is_shorter(network: SeaNetwork, start: tuple[float, float]) -> None:
    one = sea_bounds.straight_m(network, start)
    for end in PLACES:
        found = sea.route(network, start, end, frozenset())
        assert isinstance(found, Route)
        two = sea_bounds.straight_m(network, end)
        for name in found.passages:
            assert sea_bounds.at_least_m(network, one, two, frozenset({name})) <= found.length_m, name
        if found.passages:
            least = [sea_bounds.at_least_m(network, one, two, frozenset({name})) for name in found.passages]
            assert sea_bounds.at_least_m(network, one, two, frozenset(found.passages)) == min(least)


def test_unknown_passages_are_infinitely_far(network: SeaNetwork) -> None:
    one = sea_bounds.straight_m(network, (0.0, 50.0))
    assert np.isinf(sea_bounds.at_least_m(network, one, one, frozenset({"nowhere"})))


def test_it_tells_something(network: SeaNetwork) -> None:
    """From Japan to Hawaii by the Bosporus is half round the earth and back: 9 000 km and 12 000 at the least."""
    one, two = (sea_bounds.straight_m(network, PLACES[k]) for k in (1, 6))
    assert sea_bounds.at_least_m(network, one, two, frozenset({"bosporus"})) > 20_000_000.0
