"""What counts as a response, and when it is there: the first aircraft or ship, or so many companies ashore."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import get_args

from layers.catalogue.forces import COMPANIES, Threshold
from layers.catalogue.model import Catalogue
from layers.catalogue.values import Effect, Source, Spread
from layers.errors import RimlandError
from layers.response import pools
from layers.response.gap import EFFECTS
from layers.response.model import Arrival, Response

_DEFAULT = ("air_presence", "surface_combatant", "ground_company")


@dataclass(frozen=True, slots=True, eq=False)
class Help:
    """A unit that meets a threshold: when enough of it is there."""

    row: Arrival
    hours: Spread
    boards: Spread | None
    """Hours at which the last load that counts finds its lift; None when it waits for none."""


def required(catalogue: Catalogue, flashpoint: str) -> tuple[Threshold, ...]:
    """The thresholds asked for at a place; those of most places where the table has no row."""
    row = catalogue.requirements.get(flashpoint)
    return tuple(named(catalogue, name) for name in (row.thresholds if row else _DEFAULT))


def named(catalogue: Catalogue, name: str) -> Threshold:
    """A threshold of the table, or the first unit of an effect by the effect's name.

    Raises
    ------
    RimlandError
        With what there is, when it is neither.
    """
    if name in catalogue.thresholds:
        return catalogue.thresholds[name]
    effect = next((known for known in get_args(Effect) if known == name), None)
    if effect is None:
        known = ", ".join([*catalogue.thresholds, *(key for key in EFFECTS if key not in catalogue.thresholds)])
        raise RimlandError(f"there is no effect called {name!r}", remedy=f"choose one of {known}")
    return Threshold(name, EFFECTS[effect], (effect,), 0, "", Source("the effect of the unit itself", "high"))


def helpers(catalogue: Catalogue, response: Response, threshold: Threshold) -> list[Help]:
    """The units that meet a threshold, by likely hour and then by id."""
    rows = [row for row in response.arrivals if counts(catalogue, row, threshold, response.target)]
    found = [helped for row in rows if (helped := _help(catalogue, row, threshold)) is not None]
    return sorted(found, key=lambda one: (one.hours.likely, one.row.unit))


def counts(catalogue: Catalogue, row: Arrival, threshold: Threshold, place: str) -> bool:
    """Whether a unit would meet a threshold at a place if it came."""
    if row.effect not in threshold.effects or _share(catalogue, row.unit, threshold) is None:
        return False
    if threshold.domain and catalogue.platforms[row.platform].domain != threshold.domain:
        return False
    spot = catalogue.flashpoints.get(place)
    holders = set(spot.holders) if spot else set()
    return threshold.by == "anybody" or not set(catalogue.units[row.unit].nation.split(";")) <= holders


def _help(catalogue: Catalogue, row: Arrival, threshold: Threshold) -> Help | None:
    if row.total is None:
        return None
    share = _share(catalogue, row.unit, threshold) or 1.0
    if not row.boards_h or share >= 1.0:
        return Help(row, row.total, row.boards_h[-1] if row.boards_h else None)
    boards = row.boards_h[math.ceil(share * len(row.boards_h)) - 1]
    index = pools.boarding_index(row)
    waits = index < len(row.stages) and row.stages[index].name.startswith("waiting")
    before, after = row.stages[:index], row.stages[index + waits :]
    total = sum((stage.hours for stage in (*before, *after)), pools.wait(before, boards))
    return Help(row, total, boards)


def _share(catalogue: Catalogue, unit: str, threshold: Threshold) -> float | None:
    """The part of a unit that a threshold asks for, in 0..1; None when all of it is not enough."""
    if threshold.companies == 0:
        return 1.0
    formation = catalogue.formations.get(unit)
    companies = COMPANIES[formation.echelon] if formation else 0
    return threshold.companies / companies if companies >= threshold.companies else None
