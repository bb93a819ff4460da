"""Records of the user's own beside the catalogue's: the same types, found and computed with in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from layers.catalogue.model import Base, Catalogue, Clock, Flashpoint, Platform, Unit, Zone
from layers.catalogue.values import Source, Theatre
from layers.errors import RimlandError


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Named)


@dataclass(frozen=True, slots=True)
class OwnZone:
    """A zone drawn by the user."""

    id: str
    name: str
    corners: tuple[tuple[float, float], ...]
    """lon, lat [deg], joined by geodesics."""
    note: str
    source: Source
    theatre: Theatre = "both"
    colour: str = ""
    """``#rrggbb``; empty: as the style draws zones."""
    width: float = 0.0
    """Of its edge, in pixels; 0: as the style draws it."""
    visible: bool = True

    @property
    def record(self) -> Zone:
        """As the catalogue holds a zone: with the place of its name, inside it."""
        lon, lat = _inside(self.corners)
        return Zone(self.id, self.name, self.theatre, self.note, self.source, lon, lat)


def _inside(corners: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """A place within the corners, which may lie on both sides of the 180th meridian."""
    import shapely

    first = corners[0][0]
    turned = [((lon - first + 180.0) % 360.0 - 180.0, lat) for lon, lat in corners]
    at = shapely.Polygon(turned).representative_point()
    return (float(at.x) + first + 180.0) % 360.0 - 180.0, float(at.y)


@dataclass(frozen=True, slots=True)
class Own:
    """What a user added; a row with the id of a catalogue's row stands in its place."""

    flashpoints: tuple[Flashpoint, ...] = ()
    clocks: tuple[Clock, ...] = ()
    """Seizure clocks, of own flashpoints or in place of the catalogue's."""
    bases: tuple[Base, ...] = ()
    platforms: tuple[Platform, ...] = ()
    units: tuple[Unit, ...] = ()
    zones: tuple[OwnZone, ...] = ()


NOTHING = Own()


def merged(catalogue: Catalogue, own: Own) -> Catalogue:
    """The catalogue with the user's records in it; the very same when there are none.

    Raises
    ------
    RimlandError
        A unit on a base or a platform that is neither the catalogue's nor the user's, or a clock of no flashpoint.
    """
    if own == NOTHING:
        return catalogue
    found = replace(
        catalogue,
        flashpoints=_with(catalogue.flashpoints, own.flashpoints),
        clocks={**catalogue.clocks, **{row.flashpoint: row for row in own.clocks}},
        bases=_with(catalogue.bases, own.bases),
        platforms=_with(catalogue.platforms, own.platforms),
        units=_with(catalogue.units, own.units),
        zones=_with(catalogue.zones, (zone.record for zone in own.zones)),
    )
    for unit in own.units:
        _known(found.bases, unit.base, f"unit {unit.id!r}, base")
        _known(found.platforms, unit.platform, f"unit {unit.id!r}, platform")
        if unit.lift:
            _known(found.platforms, unit.lift, f"unit {unit.id!r}, lift")
        _known(found.decisions, unit.alliance, f"unit {unit.id!r}, alliance")
    for clock in own.clocks:
        _known(found.flashpoints, clock.flashpoint, "clock, flashpoint")
    return found


def _with(rows: Mapping[str, Row], own: Iterable[Row]) -> dict[str, Row]:
    return {**rows, **{row.id: row for row in own}}


def _known(rows: Mapping[str, object], ident: str, place: str) -> None:
    if ident not in rows:
        raise RimlandError(f"unknown id {ident!r}", place=place, remedy="add that record first, or use one there is")
