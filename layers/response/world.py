"""The world a response is computed in: the catalogue and the three ways to go, each answer kept until it cannot hold.

A route depends on its ends, its mode and what is closed to it, and on nothing else: that is the key it is kept under.
A way by sea or land that is kept also holds when more is closed than it was found with, or a passage takes longer, as
long as it uses none of that: neither can make another way shorter. So closing a strait asks anew only for the ships
that went through it.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from layers.catalogue.model import Catalogue, Platform
from layers.routes import air, land, sea
from layers.routes.air_space import Airspaces, Ring, places
from layers.routes.land_net import LandNetwork
from layers.routes.model import Mode, NoRoute, Route
from layers.routes.sea_network import Gates
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH

LonLat = tuple[float, float]
_KEPT = 8_000
"""Routes kept, some kilobytes each: what all flashpoints of both ends ask for, twice over."""
_PLANS = 64
"""Deployment lists kept: a target under the hand is another at every step."""
_GROUNDS = 128
"""Pairs of target and ground whose moves are kept: all flashpoints of both ends, five times over."""


@dataclass(frozen=True, slots=True)
class _Shut:
    """What is closed to a traveller: passages or countries by id, waiting [s] other than the network's, areas drawn."""

    closed: frozenset[str]
    delay_s: tuple[tuple[str, float], ...] = ()
    drawn: tuple[Ring, ...] = ()

    def beyond(self, before: _Shut, gates: Gates) -> frozenset[str] | None:
        """What is closed or takes longer than before; None when anything was opened or takes less."""
        if not before.closed <= self.closed:
            return None
        longer = set()
        if self.delay_s != before.delay_s:
            usual = dict(zip(gates.ids, gates.delay_s, strict=True))
            then, now = dict(before.delay_s), dict(self.delay_s)
            for name in then.keys() | now.keys():
                was, is_now = (waits.get(name, usual.get(name, 0.0)) for waits in (then, now))
                if is_now < was:
                    return None
                if is_now > was:
                    longer.add(name)
        return (self.closed - before.closed) | longer


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Catalogue, sea network, land network and airspaces, as loaded."""

    catalogue: Catalogue
    sea: sea.SeaNetwork
    land: LandNetwork
    air: Airspaces
    plans: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)
    """The deployment list of each target that was asked for; see `response.pools`."""
    _moves: dict[Hashable, dict[Hashable, Any]] = field(default_factory=dict, init=False, repr=False)
    _kept: dict[Hashable, Route | NoRoute] = field(default_factory=dict, init=False, repr=False)
    _ways: dict[Hashable, list[tuple[_Shut, Route]]] = field(default_factory=dict, init=False, repr=False)
    """By ends, mode and speed the ways found, each with what was closed then."""

    def keep_plan(self, target: Hashable, plan: Any) -> None:
        """Keep the deployment list of a target; the oldest goes."""
        while len(self.plans) >= _PLANS:
            self.plans.pop(next(iter(self.plans)), None)
        self.plans[target] = plan

    def moves(self, ground: Hashable) -> dict[Hashable, Any]:
        """What was found on a ground, see `response.clock`, to be added to; the ground asked for longest ago goes."""
        found = self._moves.pop(ground, None)
        while len(self._moves) >= _GROUNDS:
            self._moves.pop(next(iter(self._moves)), None)
        self._moves[ground] = {} if found is None else found
        return self._moves[ground]

    def over(self, catalogue: Catalogue) -> World:
        """The same ways with other records; routes found so far stay found, since none depends on a record's name."""
        found = replace(self, catalogue=catalogue)
        found._kept.update(self._kept)  # noqa: SLF001 - of its own kind
        found._ways.update({ends: [*ways] for ends, ways in self._ways.items()})  # noqa: SLF001
        return found

    def route(
        self,
        scenario: Scenario,
        mode: Mode,
        start: LonLat,
        end: LonLat,
        *,
        platform: Platform | None = None,
        nation: str = "",
    ) -> Route | NoRoute:
        """The shortest way from `start` to `end`, (lon, lat) each; `platform` and `nation` are a ship's."""
        delay_s: tuple[tuple[str, float], ...] = ()
        if mode == "sea":
            closed = availability.closed_passages(self.catalogue, scenario, platform, nation)
            delay_s = availability.waiting_s(self.catalogue, scenario, platform, nation)
        else:
            closed = availability.closed_countries(self.catalogue, scenario)
        speed = None  # by air and land the way does not depend on it
        if mode == "sea" and platform and platform.cruise_kmh:
            speed = platform.cruise_kmh * MPS_PER_KMH
        drawn = scenario.closed_areas if mode == "air" else ()
        ends = (mode, start, end, speed)
        shut = _Shut(closed, delay_s, drawn)
        key = (ends, shut)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
                self._ways.clear()
            found: Route | NoRoute | None = self._still(ends, shut)
            if found is None:
                found = self._find(mode, start, end, shut, speed)
                if isinstance(found, Route) and mode != "air":
                    self._ways.setdefault(ends, []).append((shut, found))
            self._kept[key] = found
        return self._kept[key]

    def _still(self, ends: Hashable, shut: _Shut) -> Route | None:
        """A way found while less was closed or held up, which uses nothing of what has been since."""
        for before, way in self._ways.get(ends, ()):
            worse = shut.beyond(before, self.sea.gates)
            if worse is not None and not worse & set(way.passages):
                return way
        return None

    def state_of(self, lon: float, lat: float) -> tuple[str, ...]:
        """ISO A3 of the states in whose airspace a place lies: on their land or within 12 nmi of it."""
        faces = self.air.holding(places(lon, lat), set(self.air.codes))
        return tuple(sorted({self.air.codes[face] for face in faces}))

    def nation_name(self, code: str) -> str:
        """A state's name by its ISO A3 code; the code itself where there is none, as for NATO."""
        row = self.catalogue.airspace.get(code)
        return row.name if row else self.air.name(code)

    def _find(
        self,
        mode: Mode,
        start: LonLat,
        end: LonLat,
        shut: _Shut,
        speed_mps: float | None,
    ) -> Route | NoRoute:
        match mode:
            case "sea":
                network = self.sea.waiting(dict(shut.delay_s))
                return sea.route(network, start, end, shut.closed, speed_mps=speed_mps)
            case "land":
                return land.route(self.land, start, end, shut.closed)
            case "air":
                return air.route(self.air, start, end, shut.closed, shut.drawn)
            case _:
                assert_never(mode)
