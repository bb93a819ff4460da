"""Bridges and tunnels that join landmasses; ferries are not assumed."""

from __future__ import annotations

from typing import NamedTuple


class FixedLink(NamedTuple):
    """A bridge or tunnel between two landmasses, both ways."""

    id: str
    name: str
    a: tuple[float, float]
    """A place (lon, lat) on solid ground on one side, a few kilometres inland."""
    b: tuple[float, float]
    rail_only: bool = False


LINKS = (
    FixedLink("little-belt", "Little Belt bridge", (9.62, 55.55), (9.83, 55.47)),
    FixedLink("great-belt", "Great Belt bridge", (10.72, 55.32), (11.23, 55.37)),
    FixedLink("oresund-bridge", "Øresund bridge", (12.35, 55.65), (13.08, 55.57)),
    FixedLink("oland", "Öland bridge", (16.25, 56.68), (16.57, 56.70)),
    FixedLink("rugen", "Rügen bridge", (13.02, 54.27), (13.32, 54.37)),
    FixedLink("channel-tunnel", "Channel Tunnel", (1.07, 51.12), (1.87, 50.87), rail_only=True),
    FixedLink("chalkis", "Chalkis bridge", (23.45, 38.38), (23.73, 38.50)),
    FixedLink("kanmon", "Kanmon bridge and tunnels", (131.02, 34.08), (130.88, 33.83)),
    FixedLink("seto", "Seto bridge", (133.83, 34.57), (133.90, 34.25)),
    FixedLink("seikan", "Seikan tunnel", (140.47, 41.02), (140.33, 41.57), rail_only=True),
    FixedLink("johor", "Johor causeway", (103.73, 1.52), (103.80, 1.37)),
)
"""Positions: Natural Earth's coast and the towns at either end, to some kilometres. Bridges over waters that do not
part two landmasses (Bosporus, Dardanelles, Kerch) need no entry: the raster's cells touch across a water narrower than
about 5 km."""
