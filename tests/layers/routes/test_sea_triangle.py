"""No way by a third place is shorter than a sea route: narrow channels far from ports, lagoons, places at the shore."""

from __future__ import annotations

import numpy as np
import pytest

from layers.io.shipped_sea import load_sea_network
from layers.routes import sea_ends
from layers.routes.sea_network import EARTH_KM, SeaNetwork
from layers.sphere import lon_lat, unit_vectors
from tests.layers.routes.sea_ways import length

OPEN: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def network() -> SeaNetwork:
    return load_sea_network()


def longer(network: SeaNetwork, start, end, third) -> float:
    """By which share the route is longer than the way by a third place; the ends as they lie in the water."""
    by = length(network, start, third, OPEN) + length(network, third, end, OPEN)
    return length(network, start, end, OPEN) / by - 1


@pytest.mark.parametrize(
    ("start", "end", "third"),
    [
        pytest.param((-44.82118, 60.64528), (-45.8845, 60.5146), (-45.27506, 60.66678), id="fjords of Greenland"),
        pytest.param((138.52619, -8.31474), (138.95809, -7.54526), (138.91168, -7.89752), id="Muli Strait"),
        pytest.param((-75.66014, -48.60682), (-74.20522, -48.22186), (-73.77789, -48.08757), id="channels of Chile"),
        pytest.param((76.15477, 10.21258), (75.72961, 11.3194), (75.97249, 10.64729), id="along a smooth coast"),
        pytest.param((18.2944, 59.39224), (18.59569, 59.13264), (18.65219, 59.34147), id="skerries of Stockholm"),
        pytest.param(
            (139.4357, 71.96424), (139.31927, 71.93773), (139.41366, 71.97021), id="thirty metres off a shore"
        ),
        pytest.param((132.67213, -5.76218), (132.6803, -5.75485), (132.67018, -5.76087), id="round the next corner"),
        pytest.param((-127.12907, 51.34135), (-129.55919, 53.4734), (-127.25299, 51.66293), id="British Columbia"),
    ],
)
def test_the_way_by_a_third_place_is_not_shorter(network, start, end, third):
    assert longer(network, start, end, third) < 0.01


def near(network: SeaNetwork, draw: np.random.Generator, segments) -> tuple[float, float]:
    """A place in the water within a kilometre of one of these segments of the shore."""
    while True:
        k = draw.choice(segments)
        a, b = network.shore.a[k], network.shore.b[k]
        at = a + (b - a) * draw.random()
        off = np.cross(b - a, at)
        at = at + off / np.linalg.norm(off) * draw.uniform(0.05, 1.0) / EARTH_KM
        joined = sea_ends.connect(network, *(float(x) for x in lon_lat(at / np.linalg.norm(at))))
        if not isinstance(joined, str):
            return float(joined.lon[0]), float(joined.lat[0])


def test_ways_between_places_at_random_on_coasts(network):
    draw = np.random.default_rng(20_261)
    middle = (network.shore.a + network.shore.b) / 2
    coasts = np.flatnonzero(middle[:, 2] > np.sin(np.radians(-60)))
    found = []
    for reach_km in np.tile([20.0, 60.0, 150.0, 300.0], 15):
        start = near(network, draw, coasts)
        for _ in range(2):
            away = np.linalg.norm(middle - unit_vectors(*start), axis=1) * EARTH_KM
            here = np.flatnonzero(away < reach_km + away.min())
            end, third = near(network, draw, here), near(network, draw, here)
            found.append(longer(network, start, end, third))
            assert length(network, end, start, OPEN) == pytest.approx(length(network, start, end, OPEN), rel=1e-6)
    shares = np.array(found)
    assert np.isfinite(shares).all()
    assert np.mean(shares > 0.01) <= 0.02
    assert shares.max() < 0.05
