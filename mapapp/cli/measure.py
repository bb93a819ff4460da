"""Commands that measure: places, distance, nearest coast, rings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from layers.errors import RimlandError
from mapapp.cli.common import (
    PlaceCommand,
    both,
    catalogue,
    echo_json,
    gazetteer,
    geojson_out,
    numbers,
    place,
    write_text,
)


@click.command(cls=PlaceCommand)
@click.argument("text", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
@click.option("--limit", default=0, help="At most so many; 0 for all of the catalogue.")
def places(text: str, as_json: bool, limit: int) -> None:
    """List the places of the catalogue, or those that TEXT may mean."""
    from layers.catalogue import find

    if text:
        found = find.find(catalogue(), text.strip(), limit or 20, towns=gazetteer())
    else:
        found = find.everything(catalogue())[: limit or None]
    if as_json:
        echo_json(
            [
                {
                    "id": row.id,
                    "name": row.name,
                    "kind": row.kind,
                    "lon": row.lon,
                    "lat": row.lat,
                    "theatre": row.theatre,
                    "source": row.source,
                }
                for row in found
            ]
        )
        return
    if not found:
        click.echo(f"No place is called {text!r}.")
    for row in found:
        click.echo(f"{row.id:22} {row.kind:11} {row.lat:9.4f} {row.lon:10.4f}  {row.name}")


@click.command(cls=PlaceCommand)
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def distance(start: str, end: str, as_json: bool) -> None:
    """Geodesic and rhumb line from A to B on the WGS84 ellipsoid."""
    from layers import geodesy, units

    a, b = place(start), place(end)
    metres, initial, final = geodesy.inverse(a.lon, a.lat, b.lon, b.lat)
    rhumb_m, rhumb_azimuth = geodesy.rhumb(a.lon, a.lat, b.lon, b.lat)
    if as_json:
        echo_json(
            {
                "from": a.name,
                "to": b.name,
                "geodesic_km": float(metres) / 1e3,
                "geodesic_nmi": float(metres) / units.METRES_PER_NMI,
                "rhumb_km": float(rhumb_m) / 1e3,
                "initial_azimuth_deg": float(initial),
                "final_azimuth_deg": float(final),
                "rhumb_azimuth_deg": float(rhumb_azimuth),
            }
        )
        return
    click.echo(f"{a.name} to {b.name}")
    click.echo(
        f"geodesic   {both(float(metres))}   azimuth {float(initial):.2f}° at the start, {float(final):.2f}° at the end"
    )
    more = float(rhumb_m) / float(metres) - 1 if metres > 0 else 0.0
    click.echo(f"rhumb line {both(float(rhumb_m))}   azimuth {float(rhumb_azimuth):.2f}°, {more:+.1%}")


@click.command(cls=PlaceCommand)
@click.argument("start", metavar="A")
@click.argument("coast", metavar="COUNTRY_OR_ISLAND")
@click.option("--any-island", is_flag=True, help="Any land of the country, not its mainland or main island only.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable answer.")
def nearest(start: str, coast: str, any_island: bool, as_json: bool) -> None:
    """The nearest point of a country's or an island's coast from A."""
    from layers.coast import nearest_coast
    from layers.io import shipped

    a = place(start)
    found = nearest_coast(shipped.load_basemap(), a.lon, a.lat, coast, any_island=any_island)
    if as_json:
        echo_json(
            {
                "from": a.name,
                "to": found.name,
                "distance_km": found.distance_m / 1e3,
                "lon": found.lon,
                "lat": found.lat,
                "dataset": found.dataset,
            }
        )
        return
    click.echo(f"{a.name} to the coast of {found.name}: {both(found.distance_m)}")
    click.echo(f"at {found.lat:.4f}, {found.lon:.4f}; {found.dataset}")


@click.command(cls=PlaceCommand)
@click.argument("centre", metavar="A")
@click.option("--km", help="Radii in kilometres, with commas between.")
@click.option(
    "--platform", "platforms", multiple=True, metavar="ID", help="Ring at a platform's radius; may be repeated."
)
@geojson_out
def rings(centre: str, km: str | None, platforms: tuple[str, ...], out: Path) -> None:
    """Geodesic range rings round A, written as GeoJSON with their parameters."""
    from shapely.geometry import mapping

    from layers import rings as make
    from layers.scenario.availability import unknown

    a = place(centre)
    wanted: list[dict[str, Any]] = [
        {"radius_km": radius, "label": f"{radius:g} km"} for radius in (numbers(km, "--km") if km else [])
    ]
    for name in platforms:
        row = catalogue().platforms.get(name)
        if row is None:
            raise unknown(name, "--platform", catalogue().platforms)
        if row.combat_radius_km is None:
            raise RimlandError(
                f"{row.name} has no radius in the catalogue", place="--platform", remedy="give --km instead"
            )
        wanted.append(
            {"radius_km": row.combat_radius_km, "label": row.name, "platform": row.id, "source": row.source.text}
        )
    if not wanted:
        raise RimlandError("no radius given", remedy="give --km 400,1000 or --platform ID")
    features = [
        {
            "type": "Feature",
            "geometry": mapping(make.polygon(a.lon, a.lat, ring["radius_km"] * 1e3)),
            "properties": {"kind": "range ring", "centre": a.name, "centre_lon": a.lon, "centre_lat": a.lat, **ring},
        }
        for ring in wanted
    ]
    write_text(out, json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    click.echo(f"Wrote {len(features)} ring{'s' if len(features) > 1 else ''} to {out}")
