"""Ways read off trees of all ways to a place are those a search of its own finds, whatever is closed or waited for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.io.shipped_sea import load_sea_network
from layers.routes import sea, sea_trees
from layers.routes.graph import LANDMARKS, tolls
from layers.routes.model import NoRoute, Route
from layers.routes.sea_ends import connect
from layers.routes.sea_network import SeaNetwork

PORTS = {
    "Yokosuka": (139.6667, 35.2833), "Norfolk": (-76.3, 36.85), "Rota": (-6.3333, 36.6167), "Kiel": (10.1333, 54.3167),
    "Constanta": (28.65, 44.1667), "Manama": (50.6, 26.2), "Darwin": (130.85, -12.47), "San Diego": (-117.1833, 32.7167),
}  # fmt: skip
PLACES = {"Pratas": (116.729, 20.703), "Narva": (28.204, 59.376), "Odesa": (30.75, 46.48)}
CLOSURES = (
    frozenset(), frozenset({"suez"}), frozenset({"bosporus", "dardanelles"}), frozenset({"malacca", "kiel-canal"}),
    frozenset({"oresund", "great-belt", "kiel-canal"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def network() -> SeaNetwork:
    return load_sea_network()


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trees are grown for the first who asks."""
    monkeypatch.setattr(sea_trees, "WORTH", 0.0)


def searched(network: SeaNetwork, *asked, **more) -> Route | NoRoute:
    """The way by a search of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sea_trees, "WORTH", np.inf)
        held = dict(network._trees)
        network._trees.clear()
        try:
            return sea.route(network, *asked, **more)
        finally:
            network._trees.clear()
            network._trees.update(held)


@given(
    st.sampled_from(sorted(PORTS)),
    st.sampled_from(sorted(PLACES)),
    st.sampled_from(CLOSURES),
    st.sampled_from([None, frozenset(), frozenset({"suez"}), frozenset({"kiel-canal"})]),
    st.sampled_from([None, 4.0, 8.0, sea_trees.PACE_MPS, 15.0]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_way_read_off_is_the_way_searched_for(network, eager, port, place, closed, to_all, speed) -> None:
    start, end = PORTS[port], PLACES[place]
    read = sea.route(network, start, end, closed, speed_mps=speed, to_all=to_all)
    found = searched(network, start, end, closed, speed_mps=speed)
    assert type(read) is type(found)
    if isinstance(read, Route) and isinstance(found, Route):
        cost = [one.length_m + (one.delay_s * speed if speed else 0.0) for one in (read, found)]
        assert cost[0] == pytest.approx(cost[1], rel=1e-9)
        assert not set(read.passages) & closed
    elif isinstance(read, NoRoute) and isinstance(found, NoRoute):
        assert read == searched(network, start, end, closed, speed_mps=speed, to_all=to_all), (
            "the reason is of its kind"
        )


def test_what_one_has_to_wait_less_is_found_too(network, eager) -> None:
    """Trees are kept by the waiting they were grown with."""
    ice = frozenset({"northwest-passage", "northern-sea-route"})
    asked = PORTS["Yokosuka"], PLACES["Narva"], ice
    for hours in (16.0, 400.0, 0.0, 16.0):
        waiting = network.waiting({"suez": hours * 3600.0})
        read = sea.route(waiting, *asked, speed_mps=9.0)
        found = searched(waiting, *asked, speed_mps=9.0)
        assert isinstance(read, Route)
        assert ("suez" in read.passages) == (hours < 100.0)
        assert read.length_m == found.length_m


def test_a_place_asked_for_often_is_searched_from_once(network, monkeypatch) -> None:
    """Once searches have looked at as much as a tree does, a tree is grown; then ways are read off."""
    from layers.kernels import sea_aim, sea_paths

    network._trees.clear()
    network._spent.clear()
    for _ in range(LANDMARKS):  # searches of the whole sea too, one with each search with an aim until all are there
        network.graph.landmarks(0)
    counts = {"search": 0, "spread": 0}

    def counting(name, real):
        def counted(*given):
            counts[name] += 1
            return real(*given)

        return counted

    for name, where in (("search", sea_aim), ("spread", sea_paths)):
        monkeypatch.setattr(where, name, counting(name, getattr(where, name)))
    ports = ("Yokosuka", "Darwin", "San Diego", "Manama", "Rota", "Norfolk")
    for _ in range(12):
        for port in ports:
            sea.route(network, PORTS[port], PLACES["Pratas"], frozenset())
    assert counts["spread"] == 1
    assert counts["search"] < 3 * len(ports)
    counts["search"] = 0
    for port in ports:
        sea.route(network, PORTS[port], PLACES["Pratas"], frozenset({"suez"}))
    assert counts == {"search": 0, "spread": 1}, "under other closures it is mended"


def test_memory_is_bounded(network, eager, monkeypatch) -> None:
    monkeypatch.setattr(sea_trees, "KEPT", 2)
    network._trees.clear()
    for place in PLACES.values():
        sea.route(network, PORTS["Yokosuka"], place, frozenset())
    assert len(network._trees) == 2
    assert all(np.isfinite(one.cost).any() for one in network._trees.values())


GATES = ("suez", "kiel-canal", "great-belt", "dover", "malacca", "gibraltar", "tokara", "giuk-east", "panama")


@given(
    st.lists(
        st.tuples(st.frozensets(st.sampled_from(GATES), max_size=5), st.sampled_from([0.0, 7.0, 13.0])),
        min_size=2, max_size=4,
    ),
    st.sampled_from(sorted(PLACES)),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_a_mended_tree_is_the_tree_of_a_search_of_its_own(network, states, place) -> None:
    """Closing, opening, waiting more and less, one after the other: every node's cost is as from the beginning."""
    end = connect(network, *PLACES[place])
    graph = network.graph
    found = before = None
    for closed, speed in states:
        barred = network.barred(closed)
        toll = tuple(delay * speed for delay in network.gates.delay_s) if speed else ()
        seeds = np.where(end.gates & np.uint64(barred), np.inf, end.cost_m + tolls(end.gates, toll))
        now = (graph.weights(barred, toll), seeds)
        anew = graph.spread(graph.weights(barred, toll), end.node, seeds)
        found = anew if found is None else graph.mended(*found, end.node, before, now)
        np.testing.assert_allclose(found[0], anew[0], rtol=1e-12)
        before = now


def test_a_strait_opened_again_or_closed_searches_little(network, eager, monkeypatch) -> None:
    """After the first tree every further closure mends one: no search of the whole sea."""
    from layers.kernels import sea_paths

    network._trees.clear()
    ice = frozenset({"northwest-passage", "northern-sea-route"})
    sea.route(network, PORTS["Rota"], PLACES["Narva"], ice, speed_mps=8.0)
    monkeypatch.setattr(sea_paths, "spread", lambda *_: pytest.fail("searched anew"))
    through = sea.route(network, PORTS["Yokosuka"], PLACES["Narva"], ice, speed_mps=8.0)
    round_ = sea.route(network, PORTS["Yokosuka"], PLACES["Narva"], ice | {"suez"}, speed_mps=8.0)
    assert isinstance(through, Route)
    assert isinstance(round_, Route)
    assert "suez" in through.passages
    assert "suez" not in round_.passages
    assert round_.length_m > through.length_m
