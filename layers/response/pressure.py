"""What levers add to one unit's chain: links of their own, named after the lever, beside the links they lengthen."""

from __future__ import annotations

from collections.abc import Iterator

from layers import geodesy
from layers.catalogue.forces import Denial
from layers.catalogue.model import Catalogue, Lever, Platform, Unit
from layers.catalogue.values import Spread
from layers.response.model import Stage
from layers.routes.model import Route
from layers.scenario import levers
from layers.scenario.model import Scenario
from layers.units import format_distance

LonLat = tuple[float, float]


def delays(
    catalogue: Catalogue, scenario: Scenario, unit: Unit, body: str, at: tuple[str, float], ready: Spread
) -> tuple[Stage | None, Stage | None]:
    """The links that levers add after the decision and after the readiness; None where they add nothing.

    Parameters
    ----------
    at
        Id and longitude of the target.
    ready
        The unit's hours of readiness without levers.
    """
    name, lon = at
    delay, why = levers.decision_delay(catalogue, scenario, body, name, lon)
    factor, worn = levers.readiness_factor(catalogue, scenario, unit.id, lon)
    wear = ready.scaled(Spread(factor.low - 1, factor.likely - 1, factor.high - 1))
    return (
        None
        if why is None
        else Stage("decision delay", delay, why.text, f"decision delay/{why.text}", confidence=why.confidence),
        None
        if worn is None
        else Stage("wear", wear, f"readiness x {_factors(factor)}: {worn.text}", confidence=worn.confidence),
    )


def on_the_way(
    catalogue: Catalogue, scenario: Scenario, platform: Platform, route: Route, at: LonLat, hours: Spread
) -> list[Stage]:
    """The links that levers add to a leg of so many hours: slower going, and waiting in passages."""
    added = []
    factor, why = levers.slowness(catalogue, scenario, platform.id, route.passages, at[0], marches=route.mode == "land")
    if why is not None:
        extra = hours.scaled(Spread(factor.low - 1, factor.likely - 1, factor.high - 1))
        text = f"x {factor.low:.2g} / {factor.likely:.2g} / {factor.high:.2g}: {why.text}"
        added.append(Stage("slowed", extra, text, confidence=why.confidence))
    if route.mode == "sea":
        held, why = levers.passage_delay(catalogue, scenario, route.passages, at[0])
        if why is not None:
            added.append(Stage("held in passages", held, why.text, confidence=why.confidence))
    return added


def _factors(spread: Spread) -> str:
    return f"{spread.low:g} / {spread.likely:g} / {spread.high:g}"


def sure(hours: float) -> Spread:
    """Hours that are known."""
    return Spread(hours, hours, hours)


def held_off(catalogue: Catalogue, scenario: Scenario, platform: Platform, at: LonLat) -> str:
    """Why a platform does not go where it would have to, within range of a denial system; empty when it goes.

    Stealth aircraft go, and ships below the size a system is made for. The likely range decides.
    """
    for lever, site, reach_m in denials(catalogue, scenario, platform, at[0]):
        metres = float(geodesy.distance(site.lon, site.lat, *at))
        if metres <= reach_m:
            return (
                f"held off by {site.name}: {format_distance(metres)} from it, "
                f"within {format_distance(reach_m)} ({lever.name})"
            )
    return ""


def denials(
    catalogue: Catalogue, scenario: Scenario, platform: Platform, lon: float
) -> Iterator[tuple[Lever, Denial, float]]:
    """The denial systems a platform keeps out of the range of, as felt at longitude `lon`, with their range [m]."""
    for lever, system, reach in levers.denial_ranges(catalogue, scenario, lon):
        for site in catalogue.denials.values():
            if site.platform == system and _keeps_out(site.denies, platform):
                yield lever, site, reach.likely * 1e3


def _keeps_out(denies: str, platform: Platform) -> bool:
    if denies == "aircraft":
        return platform.domain == "air" and "stealth" not in platform.role
    if denies == "ships":
        return platform.domain == "sea" and "submarine" not in platform.ship_kinds
    return platform.domain == "sea" and bool({"carrier", "large"} & set(platform.ship_kinds))
