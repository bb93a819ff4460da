"""`rimland self-test`: whether an installed copy is whole and works on this machine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from layers.errors import RimlandError


def _data() -> str:
    import resources
    from layers.io import shipped
    from layers.io.ashore import country_distance
    from layers.io.tables import read_catalogue

    basemap = shipped.load_basemap()
    catalogue, problems = read_catalogue(resources.path("catalogue"), country_distance(basemap))
    if problems:
        raise RimlandError(str(problems[0]))
    land = basemap.land
    return f"{len(catalogue.units)} units, {len(catalogue.bases)} bases, {len(land.lon):,} coast vertices"


def _proj() -> str:
    import pyproj
    from pyproj.network import is_network_enabled  # type: ignore[attr-defined]

    if is_network_enabled():
        raise RimlandError("PROJ may use the network", remedy="unset PROJ_NETWORK")
    return f"PROJ {pyproj.proj_version_str}, network off"


def _kernels() -> str:
    from layers import kernels

    if not kernels.disabled() and not kernels.quick_to_warm():
        click.echo("        compiling the kernels, about a minute, once")
    if kernels.warm():
        return "compiled"
    return kernels.why_not() or "switched off: the slower NumPy twins serve"


def _distance() -> str:
    from layers import geodesy

    # Karney (2013), Algorithms for geodesics, table 3: a check that needs nothing but the ellipsoid.
    metres = float(geodesy.distance(0.0, 40.0, 137.84490004377, 41.79331020506))
    if abs(metres - 10_000_000.0) > 0.01:
        raise RimlandError(f"a published geodesic of 10 000 km came out as {metres:.3f} m")
    return f"published geodesic of 10 000 km: {metres - 10_000_000.0:+.4f} m"


def _ring() -> str:
    import numpy as np

    from layers import geodesy, rings

    lon, lat = rings.ring(116.724, 20.7, 1_000_000.0)
    off = float(np.abs(geodesy.distance(116.724, 20.7, lon, lat) - 1_000_000.0).max())
    if off > 1.0:
        raise RimlandError(f"a ring of 1 000 km is off by {off:.3f} m")
    return f"ring of 1 000 km: every vertex within {off:.6f} m"


def _sea() -> str:
    from layers.routes.model import NoRoute
    from layers.scenario.model import BASELINE
    from mapapp.cli.common import world

    found = world().route(BASELINE, "sea", (129.7167, 33.15), (116.729, 20.703))
    if isinstance(found, NoRoute):
        raise RimlandError(f"Sasebo to Pratas by sea: {found.reason}")
    return f"Sasebo to Pratas by sea: {found.length_m / 1852:.0f} nmi"


def _picture() -> str:
    from mapapp.cli.common import place
    from mapapp.cli.written import write_brief

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pratas.png"
        write_brief(place("pratas"), (out,))
        return f"a briefing of Pratas: {out.stat().st_size // 1024} KiB"


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("data", _data),
    ("PROJ", _proj),
    ("kernels", _kernels),
    ("distance", _distance),
    ("ring", _ring),
    ("sea route", _sea),
    ("picture", _picture),
)


@click.command("self-test")
def self_test() -> None:
    """Check an installed copy: data readable, PROJ offline, a distance, a ring, a route, a picture."""
    failed = 0
    for name, check in CHECKS:
        try:
            click.echo(f"ok      {name:10} {check()}")
        except (RimlandError, OSError, ValueError, ImportError) as error:
            failed += 1
            click.echo(f"FAILED  {name:10} {error}")
    if failed:
        raise RimlandError(f"{failed} of {len(CHECKS)} checks failed", remedy="install Rimland again")
