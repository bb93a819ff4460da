"""The user's assumptions: a frozen document that says only where it departs from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from layers.catalogue.values import Spread

SCHEMA = 1
"""Version of the written form; a reader accepts this and every earlier one."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is assumed about the world, as departures from the catalogue's defaults.

    Two scenarios that are equal give equal responses, so a scenario is the key under which answers are kept.
    """

    id: str
    name: str
    note: str = ""
    """What is assumed and why, in a paragraph a reader can check."""
    focus: str = ""
    """Id of the flashpoint it is about; empty for all."""
    closed: frozenset[str] = frozenset()
    """Passages closed to the responders, besides those the catalogue closes; `passage:kind` to one kind of ship alone,
    see `availability.KINDS`."""
    opened: frozenset[str] = frozenset()
    """Passages open although the catalogue closes them, or `passage:kind`; wins over the same name in `closed`."""
    passage_h: tuple[tuple[str, Spread], ...] = ()
    """Hours of waiting in a passage, by passage or `passage:kind`, in place of the catalogue's."""
    avoided: frozenset[str] = frozenset()
    """ISO A3 of countries not overflown and not marched through, besides those the catalogue closes."""
    allowed: frozenset[str] = frozenset()
    """ISO A3 of countries open although the catalogue closes them; wins over `avoided`."""
    closed_areas: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Areas drawn by the user that are not flown through: corners (lon, lat) [deg], of each ring the smaller side."""
    area_names: tuple[str, ...] = ()
    """What those areas are called, in their order; one without a name is told by its number."""
    committed: frozenset[str] = frozenset()
    """Units tied down elsewhere: not available here."""
    called: frozenset[str] = frozenset()
    """Units that answer although nobody expects them to."""
    uncalled: frozenset[str] = frozenset()
    """Units that do not answer although they are expected; wins over `called`."""
    lift: tuple[tuple[str, str], ...] = ()
    """What carries a unit, by unit, in place of the best that the catalogue allows."""
    tankers: bool = True
    """Whether refuellable aircraft beyond their radius are dragged by tankers."""
    decision_h: tuple[tuple[str, Spread], ...] = ()
    """Hours to decide, by deciding body, in place of the catalogue's."""
    readiness_h: tuple[tuple[str, Spread], ...] = ()
    """Hours of notice, by unit, in place of the catalogue's."""
    clock_h: tuple[tuple[str, Spread], ...] = ()
    """Seizure clock, by flashpoint, in place of the catalogue's."""
    levers: frozenset[str] = frozenset()
    """Levers in force: pressure of either side at either end, each acting as the catalogue says."""
    lever_size: tuple[tuple[str, Spread], ...] = ()
    """Size of a lever, by lever, in place of the catalogue's."""
    engaged: tuple[tuple[str, str], ...] = ()
    """(unit, flashpoint): fighting there; elsewhere it comes only when released from there."""
    spared: frozenset[str] = frozenset()
    """Units that are free whatever else ties them down."""
    release_h: tuple[tuple[str, Spread], ...] = ()
    """Hours to let a unit go from where it is tied down, by unit, in place of the catalogue's rule; it is let go."""
    pools: tuple[tuple[str, Spread], ...] = ()
    """How many aircraft or ships a pool has, in place of the catalogue's; low is few."""


BASELINE = Scenario(
    "baseline",
    "As things stand",
    "Passages, airspace, readiness and decision times as in the catalogue; no unit tied down elsewhere.",
)
