"""Readers of the tables that the two theatres share: pools, formations, releases, thresholds, requirements, denials."""

from __future__ import annotations

from typing import get_args

from layers.catalogue.forces import Denial, Denies, Echelon, Formation, Pool, PoolKind, Release, Requirement, Threshold
from layers.catalogue.values import Effect
from layers.io.records import THEATRES, Known
from layers.io.rows import Row

_EFFECTS: tuple[Effect, ...] = get_args(Effect)


def pool(row: Row, platforms: Known, decisions: Known) -> Pool:
    kinds: tuple[PoolKind, ...] = get_args(PoolKind)
    kind = row.choice("kind", kinds)
    carriers = row.all_of("platforms", *platforms)
    if kind == "lift" and not carriers and not row.bad:
        row.refuse("platforms", "", "name the platform that lifts, an id of platforms")
    return Pool(
        id=row.key(),
        name=row.needed("name"),
        platforms=carriers,
        serves=row.all_of("serves", *decisions),
        theatre=row.choice("theatre", THEATRES),
        kind=kind,
        count=row.spread("low", "likely", "high", unit="aircraft or ships", most=10_000),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def formation(row: Row, units: Known) -> Formation:
    echelons: tuple[Echelon, ...] = get_args(Echelon)
    return Formation(
        unit=row.of("unit", *units),
        echelon=row.choice("echelon", echelons),
        lifts=int(row.number_in("lifts", 0, 1000, "loads")),
        tankers=int(row.number_in("tankers", 0, 100, "tankers")),
        source=row.source(),
    )


def release(row: Row) -> Release:
    return Release(
        effect=row.choice("effect", _EFFECTS),
        released=row.yes("released"),
        hours=row.spread("low_h", "likely_h", "high_h"),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def threshold(row: Row) -> Threshold:
    if not row.text("effects"):
        row.refuse("effects", "", "name at least one effect, such as surface_combatant")
    return Threshold(
        id=row.needed("id"),
        name=row.needed("name"),
        effects=row.choices("effects", _EFFECTS),
        companies=int(row.number_in("companies", 0, 1000, "companies")),
        by=row.choice("by", ("anybody", "allies")),
        domain=row.choice("domain", ("", "air", "sea")),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def requirement(row: Row, flashpoints: Known, thresholds: Known, commitments: Known) -> Requirement:
    if not row.text("thresholds"):
        row.refuse("thresholds", "", "name what counts as a response, ids of thresholds")
    return Requirement(
        flashpoint=row.of("flashpoint", *flashpoints),
        thresholds=row.all_of("thresholds", *thresholds),
        outside=row.all_of("outside", *commitments),
        rationale=row.needed("rationale"),
        source=row.source(),
    )


def denial(row: Row, platforms: Known) -> Denial:
    kinds: tuple[Denies, ...] = get_args(Denies)
    lon, lat = row.position()
    return Denial(
        id=row.key(),
        name=row.needed("name"),
        platform=row.of("platform", *platforms),
        lon=lon,
        lat=lat,
        denies=row.choice("denies", kinds),
        source=row.source(),
    )
