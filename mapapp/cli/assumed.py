"""What the commands about two theatres share: targets, thresholds, and a scenario with what the options add."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from layers.errors import RimlandError
from mapapp.cli.common import catalogue, ids, place

if TYPE_CHECKING:
    from layers.catalogue.forces import Threshold
    from layers.response.clock import Target
    from layers.scenario.model import Scenario

EFFECT = "What has to be there, such as air_presence, ground_company or heavy_brigade."


def targets(text: str) -> list[Target]:
    from layers.response.clock import Target

    names = list(catalogue().flashpoints) if text.strip().lower() == "all" else [text]
    return [Target.at(catalogue(), place(name)) for name in names]


def threshold(name: str) -> Threshold:
    from layers.theatres.thresholds import named

    return named(catalogue(), name.strip().lower())


def assumed(
    scenario: str, levers: str | None = None, commit: str | None = None, pools: tuple[str, ...] = ()
) -> Scenario:
    """The scenario with what the options add."""
    from layers.catalogue.values import Spread
    from layers.io.project import load_scenario
    from layers.scenario import availability, edits

    found = load_scenario(catalogue(), scenario)
    for name in sorted(ids(levers)):
        found = edits.set_lever_in_force(found, name.lstrip("-").lower(), in_force=not name.startswith("-"))
    for name in sorted(ids(commit)):
        unit, _, at = name.lower().partition("@")
        if at:
            found = replace(found, engaged=tuple(sorted({*found.engaged, (unit, at)})))
        else:
            found = edits.set_committed(found, unit, committed=True)
    for text in pools:
        name, _, count = text.partition("=")
        try:
            many = float(count)
        except ValueError:
            raise RimlandError(f"{text!r} says no number", place="--pool", remedy="write it as c-17-us=10") from None
        found = edits.set_pool(found, name.strip().lower(), Spread(many, many, many))
    availability.check(catalogue(), found)
    return found
