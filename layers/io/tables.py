"""The catalogue's tables: CSV files that a person edits, read into typed records with every bad row named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from layers.catalogue.model import Catalogue
from layers.errors import Problem
from layers.io import force_records, records
from layers.io.records import CountryDistance
from layers.io.rows import Row, read_rows

T = TypeVar("T")
_COLUMNS: Mapping[str, str] = {
    "flashpoints": "id name native aliases theatre lat lon held_by holders claimed_by garrison commitments essay_claim"
    " notes source as_of confidence",
    "clocks": "flashpoint low_h likely_h high_h rationale source confidence",
    "zones": "id name native theatre lat lon note source confidence",
    "bases": "id name aliases country operators kind icao lat lon theatre note source confidence",
    "platforms": "id name domain role ship_kinds cruise_kmh dash_kmh combat_radius_km ferry_range_km refuelable"
    " crew crew_or_load source confidence",
    "crews": "id name longest_h rest_low_h rest_likely_h rest_high_h rationale source confidence",
    "units": "id name nation alliance platform base strength effect standing_orders readiness_low_h readiness_likely_h"
    " readiness_high_h lift load_h unload_h theatre source confidence",
    "decisions": "id name low_h likely_h high_h rationale source confidence",
    "commitments": "id name parties signed what_it_covers binding aid theatre source confidence",
    "lifts": "unit platform load_h unload_h rationale source confidence",
    "stances": "id who covers answers decides rationale source confidence",
    "passages": "id name aliases theatre gate channel connects width_km regime default bars littoral wartime_note"
    " delay_h source confidence",
    "airspace": "country name default rationale source confidence",
    "levers": "id name actor theatre essay_row effect low likely high applies_to bodies through holds held_at rationale"
    " source confidence",
    "events": "date end_date actors kind name lat lon place what source confidence",
    "port_distances": "start start_lat start_lon end end_lat end_lon nmi route_note exception_pct exception"
    " source confidence",
    "time_checks": "id start end mode low_h high_h what published_as compare from_place to_place platform knots note"
    " source confidence",
    "pools": "id name platforms serves theatre kind low likely high rationale source confidence",
    "formations": "unit echelon lifts tankers source confidence",
    "releases": "effect released low_h likely_h high_h rationale source confidence",
    "thresholds": "id name effects companies by domain rationale source confidence",
    "requirements": "flashpoint thresholds outside rationale source confidence",
    "denials": "id name platform lat lon denies source confidence",
}
"""The columns of each table, in the order in which the shipped files have them."""
_OPTIONAL = frozenset(
    {"native", "aliases", "note", "notes", "as_of", "exception_pct", "exception", "essay_claim", "route_note",
     "wartime_note", "bodies", "through", "holds", "held_at"}
)  # fmt: skip


@dataclass(slots=True)
class _Desk:
    """What has been read so far: the problems, and the ids whose own rows were refused."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    refused: dict[str, set[str]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        rows, problems = read_rows(self.folder / f"{table}.csv", _COLUMNS[table].split(), _OPTIONAL)
        self.problems += problems
        return rows

    def keyed(self, table: str, build: Callable[[Row], T], column: str = "id") -> dict[str, T]:
        """The good rows of a table by their id, in file order."""
        found: dict[str, T] = {}
        first: dict[str, int] = {}
        refused = self.refused.setdefault(table, set())
        for row in self.rows(table):
            ident = row.text(column)
            if row.problems:
                self.problems += row.problems
                refused.add(ident)
                continue
            if ident in first:
                row.refuse(column, ident, f"row {first[ident]} has this {column} already; give this row another")
            made = build(row)
            first.setdefault(ident, row.number)
            if row.problems:
                self.problems += row.problems
                refused.add(ident)
            else:
                found[ident] = made
        return found

    def listed(self, table: str, build: Callable[[Row], T]) -> tuple[T, ...]:
        """The good rows of a table that has no ids."""
        found = []
        for row in self.rows(table):
            made = None if row.problems else build(row)
            if row.problems or made is None:
                self.problems += row.problems
            else:
                found.append(made)
        return tuple(found)

    def known(self, table: str, found: Collection[str]) -> records.Known:
        """What a reference to `table` is held against."""
        return found, f"{table}.csv", self.refused.get(table, set()) - set(found)


def read_catalogue(
    folder: Path, countries_check: CountryDistance | None = None
) -> tuple[Catalogue, tuple[Problem, ...]]:
    """The catalogue in `folder`, and what in it could not be used.

    Good rows load whatever the others are like; a row that refers to a refused one is refused too, so that every
    reference in the answer resolves.

    Parameters
    ----------
    folder
        Holds one CSV file per table, such as ``bases.csv``.
    countries_check
        Gives the distance of a base from its country's land; without it that is not checked.
    """
    desk = _Desk(folder)
    commitments = desk.keyed("commitments", records.commitment)
    flashpoints = desk.keyed("flashpoints", lambda row: records.flashpoint(row, desk.known("commitments", commitments)))
    clocks = desk.keyed("clocks", lambda row: records.clock(row, desk.known("flashpoints", flashpoints)), "flashpoint")
    zones = desk.keyed("zones", records.zone)
    bases = desk.keyed("bases", lambda row: records.base(row, countries_check))
    crews = desk.keyed("crews", records.crew)
    platforms = desk.keyed("platforms", lambda row: records.platform(row, desk.known("crews", crews)))
    decisions = desk.keyed("decisions", records.decision)
    units = desk.keyed(
        "units",
        lambda row: records.unit(
            row,
            desk.known("decisions", decisions),
            desk.known("platforms", platforms),
            desk.known("bases", bases),
        ),
    )
    theatres = {f"theatre:{name}" for name in records.THEATRES}
    covered = flashpoints.keys() | commitments.keys() | theatres
    stances = desk.keyed(
        "stances", lambda row: records.stance(row, desk.known("decisions", decisions), units.keys(), covered)
    )
    passages = desk.keyed("passages", records.passage)
    airspace = desk.keyed("airspace", records.airspace, "country")
    pools = desk.keyed(
        "pools",
        lambda row: force_records.pool(row, desk.known("platforms", platforms), desk.known("decisions", decisions)),
    )
    thresholds = desk.keyed("thresholds", force_records.threshold)
    named = {**flashpoints, **units, **platforms, **passages, **airspace, **commitments, **pools}
    anything = named.keys() | theatres | {base.country for base in bases.values()}
    levers = desk.keyed("levers", lambda row: records.lever(row, anything, desk.known("decisions", decisions)))
    measures = {
        "readiness": desk.known("units", units),
        "total": desk.known("units", units),
        "decision": desk.known("decisions", decisions),
        "clock": desk.known("clocks", clocks),
    }
    found = Catalogue(
        flashpoints=flashpoints,
        clocks=clocks,
        zones=zones,
        bases=bases,
        platforms=platforms,
        units=units,
        decisions=decisions,
        commitments=commitments,
        passages=passages,
        airspace=airspace,
        levers=levers,
        events=desk.listed("events", records.event),
        port_distances=desk.listed("port_distances", records.port_distance),
        time_checks=tuple(
            desk.keyed(
                "time_checks", lambda row: records.time_check(row, measures, desk.known("platforms", platforms))
            ).values()
        ),
        stances=tuple(stances.values()),
        crews=crews,
        pools=pools,
        formations=desk.keyed(
            "formations", lambda row: force_records.formation(row, desk.known("units", units)), "unit"
        ),
        releases=desk.keyed("releases", force_records.release, "effect"),
        thresholds=thresholds,
        requirements=desk.keyed(
            "requirements",
            lambda row: force_records.requirement(
                row,
                desk.known("flashpoints", flashpoints),
                desk.known("thresholds", thresholds),
                desk.known("commitments", commitments),
            ),
            "flashpoint",
        ),
        denials=desk.keyed("denials", lambda row: force_records.denial(row, desk.known("platforms", platforms))),
        lifts=desk.listed(
            "lifts", lambda row: records.lift(row, desk.known("units", units), desk.known("platforms", platforms))
        ),
    )
    return found, tuple(desk.problems)
