"""Zones of the user's own and airspace closed by drawing, seen and edited as objects with corners.

A zone is a record of the document, closed airspace an assumption of its scenario; neither is stored twice. Here both
become `Drawn` values with a shape of their own, so that list, hand and map treat them as any other object, and what is
changed in them goes back to where it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from layers.catalogue.values import Source
from layers.document.model import Content
from layers.document.objects import Drawn, LonLat, Shape, check
from layers.document.own import OwnZone
from layers.scenario import edits
from layers.scenario.model import Scenario

MEANT: dict[Shape, str] = {"zone": "Zone", "airspace": "Closed airspace"}
"""Shapes that are more than a drawing, and what they are called until they have a name."""
ASSUMED = Source("The user's own assumption", "low")
_AIRSPACE = re.compile(r"airspace-([1-9][0-9]*)\Z")


def everything(content: Content) -> tuple[Drawn, ...]:
    """All that has points to be taken by, bottom to top: zones, closed airspace, objects."""
    return (*_zones(content), *_airspace(content.scenario), *content.drawn)


def _zones(content: Content) -> Iterator[Drawn]:
    for zone in content.own.zones:
        yield drawn_zone(zone)


def sound(zone: OwnZone) -> OwnZone:
    """The zone itself when it can be drawn; raises GeometryError."""
    check(drawn_zone(zone))
    return zone


def drawn_zone(zone: OwnZone) -> Drawn:
    """A zone as an object with corners."""
    return Drawn(
        zone.id, "zone", zone.corners, zone.name, zone.note, "Zones",
        colour=zone.colour, width=zone.width, visible=zone.visible,
    )  # fmt: skip


def _airspace(scenario: Scenario) -> Iterator[Drawn]:
    for number, ring in enumerate(scenario.closed_areas, 1):
        yield Drawn(
            f"airspace-{number}", "airspace", ring, edits.area_name(scenario, number - 1), group="Closed airspace"
        )


def added(content: Content, shape: Shape, corners: tuple[LonLat, ...], name: str = "") -> tuple[Content, str]:
    """The content with a new zone or closed airspace, and its id.

    Raises
    ------
    GeometryError
        Corners that make no area.
    """
    check(Drawn("new", shape, corners))
    if shape == "airspace":
        scenario = edits.close_area(content.scenario, corners, name)
        return replace(content, scenario=scenario), f"airspace-{len(scenario.closed_areas)}"
    taken, number = {zone.id for zone in content.own.zones}, 1
    while f"own-zone-{number}" in taken:
        number += 1
    made = OwnZone(f"own-zone-{number}", name or f"{MEANT['zone']} {number}", corners, "", ASSUMED)
    return replace(content, own=replace(content.own, zones=(*content.own.zones, made))), made.id


def put(content: Content, one: Drawn) -> Content:
    """The content with the object in the place of the one that has its id, or on top when none has."""
    if one.shape == "zone":
        zones = tuple(
            replace(
                zone,
                corners=one.points,
                name=one.name or zone.name,
                note=one.note,
                colour=one.colour,
                width=one.width,
                visible=one.visible,
            )
            if zone.id == one.id
            else zone
            for zone in content.own.zones
        )
        return replace(content, own=replace(content.own, zones=zones))
    if one.shape == "airspace":
        scenario = edits.reshape_area(content.scenario, _number(one.id), one.points, one.name)
        return replace(content, scenario=scenario)
    if any(other.id == one.id for other in content.drawn):
        return replace(content, drawn=tuple(one if other.id == one.id else other for other in content.drawn))
    return replace(content, drawn=(*content.drawn, one))


def without(content: Content, idents: frozenset[str]) -> Content:
    """The content without those objects; airspace among them is open again."""
    scenario = content.scenario
    for number in sorted((_number(ident) for ident in idents if _AIRSPACE.match(ident)), reverse=True):
        scenario = edits.open_area(scenario, number)
    zones = tuple(zone for zone in content.own.zones if zone.id not in idents)
    drawn = tuple(one for one in content.drawn if one.id not in idents)
    return replace(content, scenario=scenario, own=replace(content.own, zones=zones), drawn=drawn)


def _number(ident: str) -> int:
    found = _AIRSPACE.match(ident)
    assert found is not None
    return int(found[1]) - 1
