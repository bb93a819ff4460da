"""Why there is no way, and the closed passages that lock the water; or why a way is not the direct one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from layers import geodesy
from layers.routes.sea_ends import End
from layers.routes.sea_legs import geodesic_clear, passages_along
from layers.routes.sea_network import F64, SeaNetwork
from layers.units import km

NOWHERE = "no water joins the two places"


def listed(names: list[str]) -> str:
    """Names as in a sentence: ``"A, B and C"``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def why_not(network: SeaNetwork, one: End, two: End, barred: int, to_all: int, unbarred: tuple[F64, F64] | None) -> str:
    """The reason in words.

    Parameters
    ----------
    barred
        Mask of the closed passages.
    to_all
        What of it is shut to most ships, and not to this one for its kind.
    unbarred
        The way with every passage open, or None when even so there is none.

    Returns
    -------
    str
        Names those of the closed passages on that way without which there would be one, nearest to the locked end
        first, and the water behind the innermost.
    """
    if unbarred is None:
        return NOWHERE
    gates = network.gates
    used, _ = passages_along(network, *unbarred)
    needed = [gates.ids.index(one_id) for one_id in used if barred >> gates.ids.index(one_id) & 1]
    inward = reach(network, two, barred) <= reach(network, one, barred)
    if inward:
        needed.reverse()
    for bit in needed[::-1]:  # a passage that only shortens the way bars nothing
        without = [other for other in needed if other != bit]
        if one_water(network, one, two, barred & ~sum(1 << other for other in without)):
            needed = without
    water = _behind(network, needed[0], unbarred, towards_end=inward)
    names = listed([gates.names[bit] for bit in needed])
    way = f"no other way {'into' if inward else 'out of'} the {water}" if water else "there is no other way"
    shut = "closed" if any(to_all >> bit & 1 for bit in needed) else "closed to this kind of ship"
    return f"{names} {shut}; {way}."


def not_direct(network: SeaNetwork, lon: F64, lat: F64, barred: int, toll: tuple[float, ...]) -> tuple[str, ...]:
    """Why a way does not follow the geodesic between its ends, in words; empty when it does.

    Parameters
    ----------
    lon, lat
        Corners of the way [deg].
    barred
        Mask of the closed passages.
    toll
        What the waiting in each passage counts for [m]; empty when none does.
    """
    if len(lon) <= 2:
        return ()
    east, north = lon[[0, -1]], lat[[0, -1]]
    way = f"The direct way of {km(geodesy.distance(east[0], north[0], east[1], north[1]))}"
    if not geodesic_clear(network, east, north):
        return (f"{way} crosses land.",)
    gates = network.gates
    bits = [gates.ids.index(name) for name in passages_along(network, east, north)[0]]
    shut = [gates.names[bit] for bit in bits if barred >> bit & 1]
    if shut:
        return (f"{way} leads through closed {', '.join(shut)}.",)
    waits = [gates.names[bit] for bit in bits if toll and toll[bit] > 0]
    if waits:
        return (f"{way} waits in {', '.join(waits)}.",)
    return (f"{way} keeps too close to the shore.",)


def one_water(network: SeaNetwork, one: End, two: End, barred: int) -> bool:
    """Whether both ends lie at one water past what is barred, as far as corners of the network tell."""
    water = network.graph.waters(barred)
    return bool(np.intersect1d(water[one.node[one.open(barred)]], water[two.node[two.open(barred)]]).size)


def reach(network: SeaNetwork, end: End, barred: int) -> int:
    """How many nodes can be reached from an end: few behind a closed door."""
    water = network.graph.waters(barred)
    return int(np.isin(water, water[end.node[end.open(barred)]]).sum())


def _behind(network: SeaNetwork, bit: int, way: tuple[F64, F64], *, towards_end: bool) -> str:
    """Name of the water on the far side of a gate, seen along the way (or against it)."""
    from layers.kernels import sea_gates
    from layers.sphere import unit_vectors

    gates = network.gates
    corners = unit_vectors(*way)
    mine = gates.bit == bit
    for p, q in pairwise(corners):
        for a, b in zip(gates.a[mine], gates.b[mine], strict=True):
            crossed = sea_gates.masks(p[None], q[None], a[None], b[None], np.zeros(1, np.int32))[0]
            if crossed:
                left = float(np.cross(a, b) @ (q if towards_end else p)) > 0
                return gates.sides[bit][0 if left else 1]
    return ""
