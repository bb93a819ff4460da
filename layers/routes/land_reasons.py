"""What lies on the direct line of a way by land, and how long a way through certain states is at the very least."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from layers import geodesy
from layers.routes.air_space import Airspaces, places
from layers.routes.land_net import F64, LandNetwork
from layers.sphere import BOUND, RADIUS_M
from layers.units import format_distance

LonLat = tuple[float, float]

SAMPLE_M = 2_000.0
"""How often a line is asked what it lies on."""
_STRIP = 3
"""A state cut for fewer samples does not count."""
_WET_M = 10_000.0
_KEPT = 20_000
"""Direct lines kept: those of all marches to all flashpoints."""
_PIECE_RAD = 20_000.0 / RADIUS_M
"""Edges of airspaces are cut into pieces of this, so that one of their ends is near."""
SLACK_M = 60_000.0
"""What a way may be shorter than the straight lines between its ends and a border.

Both ends are moved to land by up to 10 km and to the middle of a cell by up to 4, a border lies up to 10 km from an end
of its pieces, and ground and airspace differ by less than a cell.
"""


def refused(network: LandNetwork, ends: tuple[LonLat, LonLat], closed: frozenset[str], opened: set[int]) -> list[str]:
    """Why a way does not follow the geodesic between its ends: what lies there that is not passed, each a sentence.

    `opened` are the regions that are not closed to it though their states are.
    """
    known = network.lines
    if ends not in known:
        if len(known) >= _KEPT:
            known.clear()
        (x1, y1), (x2, y2) = ends
        under = network.regions(*geodesy.densify(np.array([x1, x2]), np.array([y1, y2]), SAMPLE_M))
        regions, first, count = np.unique(under, return_index=True, return_counts=True)
        order = np.argsort(first)
        known[ends] = dict(zip(regions[order].tolist(), count[order].tolist(), strict=True))
    shut: dict[str, int] = {}
    for region, samples in known[ends].items():
        if region and region not in opened and network.state[region] in closed:
            name = network.name(network.state[region])
            shut[name] = shut.get(name, 0) + samples
    states = [name for name, samples in shut.items() if samples >= _STRIP]
    found = [f"The direct line crosses closed {', '.join(states)}."] if states else []
    wet_m = known[ends].get(0, 0) * SAMPLE_M
    return [*found, f"The direct line lies over water for {format_distance(wet_m)}."] if wet_m > _WET_M else found


def at_least_m(spaces: Airspaces, start: LonLat, end: LonLat, codes: Iterable[str]) -> float:
    """Metres over ground that no way from `start` to `end` through any of some states falls short of."""
    return min(
        (max(_away_m(spaces, start, code) + _away_m(spaces, end, code) - SLACK_M, 0.0) for code in codes),
        default=np.inf,
    )


def _away_m(spaces: Airspaces, place: LonLat, code: str) -> float:
    """Metres to a state's airspace, which holds its land; too few where the place lies within, which is near enough."""
    key = ("border", code)
    border = spaces.kept.get(key)
    if not isinstance(border, np.ndarray):
        rings = [spaces.ring_vectors(ring) for face in spaces.faces([code]) for ring in spaces.rings[face]]
        border = np.vstack([np.zeros((0, 3)), *(_cut(ring) for ring in rings)])
        spaces.kept[key] = border
    if not len(border):
        return np.inf
    return float(np.arccos(np.clip((border @ places(*place)).max(), -1.0, 1.0))) * RADIUS_M * (1.0 - 2 * BOUND)


def _cut(ring: F64) -> F64:
    """Places along a ring (n, 3), none farther than a piece from the next."""
    after = np.roll(ring, -1, axis=0)
    count = np.ceil(np.linalg.norm(after - ring, axis=1) / _PIECE_RAD).astype(np.int64) + 1
    of = np.repeat(np.arange(len(ring)), count)
    share = (np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)) / count[of]
    found = ring[of] + share[:, None] * (after - ring)[of]
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))
