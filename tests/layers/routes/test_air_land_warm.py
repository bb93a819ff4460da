"""Warming compiles everything a route needs: the route itself then compiles nothing."""

from __future__ import annotations

from layers.io.shipped_land import load_airspaces, load_land_network
from layers.kernels import air_sight, air_warm, land_paths, land_warm
from layers.routes import air, land

_KERNELS = (
    *(air_sight.pairs, air_sight.seen, air_sight.clear, air_sight.turns, air_sight.spread),
    *(land_paths.search, land_paths.sees),
)


def test_a_route_compiles_nothing_new():
    air_warm.warm()
    land_warm.warm()
    before = [len(kernel.signatures) for kernel in _KERNELS]
    assert min(before) == 1
    closed = frozenset({"FRA", "ESP"})
    air.route(load_airspaces(), (0.56, 52.41), (-3.7, 37.0), closed)
    air.nodes_from(load_airspaces(), (0.56, 52.41), closed)
    land.route(load_land_network(), (11.77, 49.63), (24.1, 56.95), frozenset({"RUS"}))
    land.field(load_land_network(), (11.77, 49.63), limit_m=300e3)
    assert [len(kernel.signatures) for kernel in _KERNELS] == before
