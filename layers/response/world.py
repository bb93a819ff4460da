"""The world a response is computed in: the catalogue and the three ways to go, each answer kept until it cannot hold.

A route depends on its ends, its mode and what is closed to it, and on nothing else: that is the key it is kept under.
A way by sea or land that is kept also holds when more is closed than it was found with, or a passage takes longer, as
long as it uses none of that: neither can make another way shorter. So closing a strait asks anew only for the ships
that went through it. Opening one asks anew only where it may serve: not where the straight lines from both ends to the
strait are longer together than the way that is known.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from layers import geodesy
from layers.catalogue.model import Base, Catalogue, Platform
from layers.routes import air, land, land_reasons, sea, sea_bounds
from layers.routes.air_space import Airspaces, Ring, places
from layers.routes.land_net import LandNetwork
from layers.routes.model import Mode, NoRoute, Route
from layers.routes.sea_network import F64, Gates
from layers.scenario import availability
from layers.scenario.model import Scenario
from layers.units import MPS_PER_KMH

LonLat = tuple[float, float]
_Ends = tuple[Mode, LonLat, LonLat, float | None]
"""How, from where to where, and at which speed [m/s] where the way depends on it."""
_KEPT = 8_000
"""Routes kept, some kilobytes each: what all flashpoints of both ends ask for, twice over."""
_DISTANCES = 100_000
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

    def against(self, before: _Shut, gates: Gates) -> tuple[frozenset[str], frozenset[str]]:
        """What is closed or takes longer than before, and what is open or takes less."""
        longer: set[str] = set()
        shorter: set[str] = set()
        if self.delay_s != before.delay_s:
            usual = dict(zip(gates.ids, gates.delay_s, strict=True))
            then, now = dict(before.delay_s), dict(self.delay_s)
            for name in then.keys() | now.keys():
                was, is_now = (waits.get(name, usual.get(name, 0.0)) for waits in (then, now))
                if is_now != was:
                    (shorter if is_now < was else longer).add(name)
        return (self.closed - before.closed) | longer, (before.closed - self.closed) | shorter


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
    _ways: dict[_Ends, list[tuple[_Shut, Route]]] = field(default_factory=dict, init=False, repr=False)
    """By ends, mode and speed the ways found, each with what was closed then."""
    _metres: dict[tuple[LonLat, LonLat], float] = field(default_factory=dict, init=False, repr=False)
    _near: dict[Hashable, tuple[Base, ...]] = field(default_factory=dict, init=False, repr=False)
    _straight: dict[LonLat, F64] = field(default_factory=dict, init=False, repr=False)
    """By place its distance to the gates of passages."""

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
        to_it = frozenset[str]()  # for its kind alone: why there is no way says so
        if mode == "sea" and platform and platform.ship_kinds:
            to_it = closed - availability.closed_passages(self.catalogue, scenario)
        key = (ends, shut, to_it)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
                self._ways.clear()
                self._straight.clear()
            found: Route | NoRoute | None = self._still(ends, shut)
            if found is None:
                found = self._find(scenario, mode, start, end, shut, speed)
                if isinstance(found, Route):
                    self._ways.setdefault(ends, []).append((shut, found))
            self._kept[key] = found
        return self._kept[key]

    def _still(self, ends: _Ends, shut: _Shut) -> Route | None:
        """A way found under other closures that still holds.

        It uses nothing of what has been closed or held up since, nor could a way through what has been opened be
        shorter. Both in turn: first all that is worse, then all that is better.
        """
        mode, start, end, speed_mps = ends
        if mode == "air":
            return self._still_flown(ends, shut)
        for before, way in self._ways.get(ends, ()):
            worse, better = shut.against(before, self.sea.gates)
            if mode == "land":
                by_road_m = land_reasons.at_least_m(self.air, start, end, better) * land.ROAD_FACTOR
                found = land.still(self.land, way, (start, end), shut.closed)
                if by_road_m >= way.length_m and found is not None:
                    return found
                continue
            if (worse | better) & set(way.passages):
                continue
            cost_m = way.length_m + way.delay_s * (speed_mps or 0.0)
            if not better or self._at_least_m(start, end, better) >= cost_m:
                return way
        return None

    def _still_flown(self, ends: _Ends, shut: _Shut) -> Route | None:
        """The same for a flight: its line keeps out of what was closed since; it is direct or nothing was opened."""
        _, start, end, _ = ends
        for before, way in self._ways.get(ends, ()):
            if before.drawn == shut.drawn == ():
                found = air.still(self.air, way, (start, end), before.closed, shut.closed)
                if found is not None:
                    return found
        return None

    def _at_least_m(self, start: LonLat, end: LonLat, passages: frozenset[str]) -> float:
        """Metres that no way by water through some passages falls short of."""
        for place in (start, end):
            if place not in self._straight:
                self._straight[place] = sea_bounds.straight_m(self.sea, place)
        return sea_bounds.at_least_m(self.sea, self._straight[start], self._straight[end], passages)

    def metres(self, start: LonLat, end: LonLat) -> float:
        """Geodesic distance of two places [m], kept: every response asks how far its fields and ports are."""
        key = (start, end)
        found = self._metres.get(key)
        if found is None:
            if len(self._metres) >= _DISTANCES:
                self._metres.clear()
            found = self._metres[key] = float(geodesy.distance(*start, *end))
        return found

    def bases_near(self, at: LonLat, kinds: tuple[str, ...], within_m: float) -> tuple[Base, ...]:
        """The bases of these kinds within a distance of a place, nearest first."""
        key = (at, kinds, within_m)
        if key not in self._near:
            if len(self._near) >= _KEPT:
                self._near.clear()
            rows = [row for row in self.catalogue.bases.values() if row.kind in kinds]
            metres = geodesy.distance(*at, [row.lon for row in rows], [row.lat for row in rows])
            ordered = sorted(zip(metres, rows, strict=True), key=lambda pair: pair[0])
            self._near[key] = tuple(row for away, row in ordered if away <= within_m)
        return self._near[key]

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
        scenario: Scenario,
        mode: Mode,
        start: LonLat,
        end: LonLat,
        shut: _Shut,
        speed_mps: float | None,
    ) -> Route | NoRoute:
        match mode:
            case "sea":
                network = self.sea.waiting(dict(shut.delay_s))
                to_all = availability.closed_passages(self.catalogue, scenario)
                return sea.route(network, start, end, shut.closed, speed_mps=speed_mps, to_all=to_all)
            case "land":
                return land.route(self.land, start, end, shut.closed)
            case "air":
                return air.route(self.air, start, end, shut.closed, shut.drawn)
            case _:
                assert_never(mode)
