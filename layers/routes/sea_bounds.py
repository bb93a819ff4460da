"""How long a way through a passage is at the very least: the straight lines from both ends to its gate or canal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from layers.routes.sea_ends import FARTHEST_SNAP_M
from layers.routes.sea_network import F64, SeaNetwork
from layers.sphere import BOUND, RADIUS_M, segment_angles, unit_vectors

LonLat = tuple[float, float]


def straight_m(network: SeaNetwork, place: LonLat) -> F64:
    """Least metres from a place (lon, lat) [deg] to each of the segments of `gate_bits`, shape (n,)."""
    gates = network.gates
    ends = [one for one, _ in network.canals], [two for _, two in network.canals]
    a, b = (
        np.vstack((side, *(unit_vectors(*end)[None] for end in canal)))
        for side, canal in zip((gates.a, gates.b), ends, strict=True)
    )
    away_m = segment_angles(unit_vectors(*place), a, b) * RADIUS_M * (1.0 - BOUND)
    return np.maximum(away_m - FARTHEST_SNAP_M, 0.0)  # a ship starts and ends up to so far from where it is asked for


def at_least_m(network: SeaNetwork, one: F64, two: F64, passages: frozenset[str]) -> float:
    """Metres that no way by water through any of some passages falls short of; infinite for unknown passages.

    Parameters
    ----------
    one, two
        `straight_m` of both ends.
    """
    serves = np.array([name in passages for name in network.gates.ids])[gate_bits(network)]
    return float((one + two)[serves].min(initial=np.inf))


def gate_bits(network: SeaNetwork) -> npt.NDArray[np.int64]:
    """The gate of each segment: those of the gates' lines, then the canals."""
    return np.concatenate((network.gates.bit, np.fromiter(network.canals.values(), np.int64)))
