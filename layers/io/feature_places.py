"""The catalogue's places as features: zones, passages, bases, events and flashpoints."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from shapely.geometry import Point

from layers.io.feature import Feature, Value, cut_line, even_odd
from layers.picture import places
from layers.picture.sheet import Sheet
from layers.response.model import Response
from layers.routes.model import Line


def zones(sheet: Sheet) -> Iterator[Feature]:
    if not sheet.setting("zones").visible:
        return
    for zone in sheet.zones:
        row = sheet.catalogue.zones.get(zone.id)
        parts = tuple(
            Line(zone.rings.lon[a:b].astype(float), zone.rings.lat[a:b].astype(float))
            for a, b in zip(zone.rings.start[:-1], zone.rings.start[1:], strict=True)
        )
        if row is not None:
            yield Feature(
                even_odd(parts),
                {"id": zone.id, "name": row.name, "note": row.note, "source": row.source.text},
                sheet.style.thematic.zones[0].hex,
                0.15,
            )


def passages(sheet: Sheet) -> Iterator[Feature]:
    for row in sheet.catalogue.passages.values():
        line = Line(np.array([lon for lon, _ in row.gate]), np.array([lat for _, lat in row.gate]))
        yield Feature(
            cut_line(line),
            {
                "id": row.id,
                "name": row.name,
                "state": row.default,
                "width_km": row.width_km,
                "delay_h": row.delay_h,
                "regime": row.regime,
                "wartime_note": row.wartime_note,
                "source": row.source.text,
                "confidence": row.source.confidence,
            },
            {"open": "#2a7d4f", "restricted": "#b87a14", "closed": "#a5271f"}[row.default],
        )


def bases(sheet: Sheet) -> Iterator[Feature]:
    from layers.style.palette import BLOC_NAMES, bloc_of

    for row in sheet.catalogue.bases.values():
        yield Feature(
            Point(row.lon, row.lat),
            {
                "id": row.id,
                "name": row.name,
                "country": row.country,
                "bloc": BLOC_NAMES[bloc_of(row)],
                "operators": row.operators,
                "kind": row.kind,
                "icao": row.icao,
                "responds": row.id in sheet.responders,
                "lon": row.lon,
                "lat": row.lat,
                "note": row.note,
                "source": row.source.text,
                "confidence": row.source.confidence,
                "as_of": row.source.as_of,
            },
            sheet.style.bloc(bloc_of(row)).hex,
        )


def events(sheet: Sheet) -> Iterator[Feature]:
    for row in sheet.events:
        yield Feature(
            Point(row.lon, row.lat),
            {
                "name": row.name,
                "date": row.date,
                "end_date": row.end_date,
                "actors": ", ".join(row.actors),
                "kind": row.kind,
                "place": row.place,
                "what": row.what,
                "source": row.source.text,
            },
            sheet.style.thematic.event.hex,
        )


def flashpoints(sheet: Sheet, response: Response | None, colour: str) -> Iterator[Feature]:
    rows = list(sheet.catalogue.flashpoints.values())
    for row in rows:
        clock = sheet.catalogue.clocks.get(row.id)
        if response is not None and row.id == response.target:
            clock = response.clock
        applies = clock is not None and clock.applies
        yield Feature(
            Point(row.lon, row.lat),
            {
                "id": row.id,
                "name": places.title(row),
                "full_name": row.name,
                "native": row.native,
                "is_target": row.id == sheet.target,
                "held_by": row.held_by,
                "claimed_by": ", ".join(row.claimed_by),
                "garrison": row.garrison,
                "clock_low_h": clock.hours.low if clock and applies else None,
                "clock_likely_h": clock.hours.likely if clock and applies else None,
                "clock_high_h": clock.hours.high if clock and applies else None,
                "clock_source": clock.source.text if clock else "",
                "lon": row.lon,
                "lat": row.lat,
                "notes": row.notes,
                "source": row.source.text,
                "confidence": row.source.confidence,
            },
            colour,
        )
    if sheet.target_position is not None and rows:
        empty: dict[str, Value] = dict.fromkeys(
            ("id", "name", "native", "is_target", "held_by", "claimed_by", "garrison", "clock_low_h", "clock_likely_h",
             "clock_high_h", "clock_source", "lon", "lat", "notes", "source", "confidence")
        )  # fmt: skip
        lon, lat = sheet.target_position
        name = response.target_name if response is not None else "Target"
        yield Feature(Point(lon, lat), {**empty, "name": name, "is_target": True, "lon": lon, "lat": lat}, colour)
