"""The model against print: published transit times, notice times, decisions and sea distances, and ours beside them.

Nothing is tuned for a case: a case is a row of `time_checks.csv` or `port_distances.csv`, its tolerance that of its
kind. A transit must come within 10 % of what is printed, at the speed printed with it or else at that of the model; a
judgement (notice, decision, clock, a whole chain) is a span and must overlap what is printed, give or take the same;
a sea distance lies within -3 ... +2 % of the book, which keeps to safe and customary routes, or within the exception
for which its row gives the reason (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, cast

from layers.catalogue.find import Place, resolve
from layers.catalogue.model import Platform
from layers.catalogue.published import PortDistance, TimeCheck
from layers.catalogue.values import Source, Spread
from layers.response import pace
from layers.response.clock import arrival
from layers.response.model import Target
from layers.response.world import World
from layers.routes.model import Mode, NoRoute, Route
from layers.scenario.model import BASELINE
from layers.units import METRES_PER_NMI, SECONDS_PER_HOUR

TIMES_PCT = 10.0
LENGTHS_PCT = 10.0
PORTS_PCT = (-3.0, 2.0)
EXCEPTION_SLACK_PCT = 0.5
"""How far a documented exception may drift before it is a new one."""

OPEN = replace(BASELINE, id="peace", opened=frozenset({"bosporus", "dardanelles", "kerch-strait"}))
"""The book's seas: straits that war has closed are open; the Arctic ways stay shut."""

MERCHANT = Platform(
    "merchant", "Merchant ship of 12 knots", "sea", "trade", 12 * pace.KNOT_KMH, None, None, None, False, "",
    Source("NGA Pub. 151 names no speed; 12 knots weigh the waiting in passages against the way round", "medium"),
)  # fmt: skip
"""The ship the book is held against: with a speed the quickest way is looked for, and canals have their price."""

Verdict = Literal["within", "exception", "out", "not compared"]
_PREFER: dict[str, str] = {"air": "air", "sea": "naval", "land": "army"}


@dataclass(frozen=True, slots=True)
class Check:
    """One published figure and ours."""

    kind: Literal["transit", "judgement", "length", "port distance"]
    name: str
    published: tuple[float, float] | None
    """Least and greatest value that agrees with print; None where nothing of ours is held against it."""
    ours: tuple[float, float] | None
    """Least and greatest of ours, the same twice where it is one number."""
    unit: Literal["h", "km", "nmi"]
    difference_pct: float | None
    """What separates the two, over the published value; 0 where they overlap in a judgement."""
    tolerance: str
    verdict: Verdict
    note: str
    source: str


def checks(world: World, check: Callable[[], None] | None = None) -> tuple[Check, ...]:
    """Every published case, in file order; `check` is called before each and may raise `Cancelled`."""
    found = []
    cases: tuple[TimeCheck | PortDistance, ...] = (*world.catalogue.time_checks, *world.catalogue.port_distances)
    for case in cases:
        if check is not None:
            check()
        found.append(_port(world, case) if isinstance(case, PortDistance) else _time(world, case))
    return tuple(found)


def _time(world: World, case: TimeCheck) -> Check:
    measure, _, what = case.compare.partition(":")
    name = f"{case.start} - {case.end}: {case.what}"
    if not measure:
        return Check("judgement", name, None, None, "h", None, "", "not compared", case.note, case.source.text)
    if measure == "length":
        km = float(what)
        route = _route(world, case)
        ours = None if isinstance(route, NoRoute) else (route.length_m / 1e3, route.length_m / 1e3)
        return _judged(case, "length", name, (km, km), ours, "km", LENGTHS_PCT)
    low = case.low_h if case.low_h is not None else 0.0
    published = (low, case.high_h if case.high_h is not None else float("inf"))
    if measure == "transit":
        hours = _transit_h(world, case)
        return _judged(case, "transit", name, published, None if hours is None else (hours, hours), "h", TIMES_PCT)
    span = _span(world, case, measure, what)
    ours = None if span is None else (span.low, span.high)
    return _judged(case, "judgement", name, published, ours, "h", TIMES_PCT)


def _judged(
    case: TimeCheck,
    kind: Literal["transit", "judgement", "length"],
    name: str,
    published: tuple[float, float],
    ours: tuple[float, float] | None,
    unit: Literal["h", "km"],
    tolerance_pct: float,
) -> Check:
    rule = f"within {tolerance_pct:g} %" if kind != "judgement" else f"overlaps, within {tolerance_pct:g} %"
    if ours is None:
        return Check(kind, name, published, None, unit, None, rule, "out", "no way found", case.source.text)
    off = difference_pct(published, ours)
    verdict: Verdict = "within" if abs(off) <= tolerance_pct else "out"
    return Check(kind, name, published, ours, unit, off, rule, verdict, case.note, case.source.text)


def difference_pct(published: tuple[float, float], ours: tuple[float, float]) -> float:
    """How far our span lies from the published one, over the published end that is nearer; 0 where they overlap."""
    if ours[1] < published[0]:
        return (ours[1] / published[0] - 1.0) * 100.0
    if ours[0] > published[1]:
        return (ours[0] / published[1] - 1.0) * 100.0
    return 0.0


def _transit_h(world: World, case: TimeCheck) -> float | None:
    route = _route(world, case)
    if isinstance(route, NoRoute):
        return None
    if case.knots is not None:
        return (route.length_m / METRES_PER_NMI) / case.knots + route.delay_s / SECONDS_PER_HOUR
    platform = world.catalogue.platforms[case.platform]
    taken = {"sea": pace.sea, "land": pace.land}.get(case.mode)
    pacing = taken(platform, route.length_m) if taken else pace.air(platform, route.length_m, dragged=True)
    return pacing.hours.likely


def _span(world: World, case: TimeCheck, measure: str, what: str) -> Spread | None:
    catalogue = world.catalogue
    match measure:
        case "readiness":
            return catalogue.units[what].readiness_h
        case "decision":
            return catalogue.decisions[what].hours
        case "clock":
            return catalogue.clocks[what].hours
        case _:
            place = _place(world, case.to_place, "army")
            return arrival(world, BASELINE, Target.at(catalogue, place), catalogue.units[what], None).total


def _route(world: World, case: TimeCheck) -> Route | NoRoute:
    mode = cast("Mode", case.mode)
    start, end = (_place(world, text, _PREFER[mode]) for text in (case.from_place, case.to_place))
    return world.route(OPEN, mode, (start.lon, start.lat), (end.lon, end.lat))


def _place(world: World, text: str, prefer: str) -> Place:
    return resolve(world.catalogue, text, prefer=prefer)


def _port(world: World, case: PortDistance) -> Check:
    name, published = f"{case.start} - {case.end}", (case.nmi, case.nmi)
    start, end = (case.start_lon, case.start_lat), (case.end_lon, case.end_lat)
    route = world.route(OPEN, "sea", start, end, platform=MERCHANT)
    rule = f"{PORTS_PCT[0]:g} ... +{PORTS_PCT[1]:g} %"
    if isinstance(route, NoRoute):
        return Check(
            "port distance", name, published, None, "nmi", None, rule, "out", route.reason, case.source.text
        )  # fmt: skip
    nmi = route.length_m / METRES_PER_NMI
    off = (nmi / case.nmi - 1.0) * 100.0
    verdict: Verdict = "within" if PORTS_PCT[0] <= off <= PORTS_PCT[1] else "out"
    note = case.route_note
    if verdict == "out" and case.exception_pct is not None:
        known = case.exception_pct
        if min(known, 0.0) - EXCEPTION_SLACK_PCT <= off <= max(known, 0.0) + EXCEPTION_SLACK_PCT:
            verdict, note = "exception", f"decision 0013: {case.exception}"
    return Check("port distance", name, published, (nmi, nmi), "nmi", off, rule, verdict, note, case.source.text)
