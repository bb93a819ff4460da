"""How a place joins the sea network: moved to open water where needed, and the nodes it reaches on straight lines.

A place on land, in a river or in a harbour basin is moved to the nearest water of the network (`Snap`). From there every
node in sight along a tangent is joined, at any distance; near the shore also those round the harbour's own corners.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.routes.model import Snap
from layers.routes.sea_network import EARTH_KM, F64, I32, SeaNetwork
from layers.sphere import lon_lat, unit_vectors

FARTHEST_SNAP_M = 40_000.0
"""A place farther from open water than this is inland: a ship does not get there."""
PUSHES_M = (30.0, 100.0, 8.0, 250.0)
"""How far off the shore a moved place is put; the first that is in the water."""
HARBOUR_KM = 60.0
"""Corners of the shore this near are tried."""
MOST_CORNERS = 500
BEYOND_KM = 12.0
"""Corners are followed this much farther than to the nearest node of the network."""
OPEN_SEA_KM = 15.0
"""With no shore nearer than this, no corner is tried."""
_WATERS = unit_vectors(np.array([-150.0, -35.0]), np.array([-40.0, 25.0]))
"""Two places in the open ocean, far from each other's antipodes."""
_KEPT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """A place joined to the network.

    Parameters
    ----------
    lon, lat, vector
        Where the ship is.
    snap
        Set when the place had to be moved there.
    node, cost_m, gates
        The nodes in reach, the length of the way to each, and the mask of the gates it crosses; shape (k,).
    way
        By node in reach: the corners passed, (lon, lat), from the place outward.
    """

    lon: float
    lat: float
    vector: F64
    snap: Snap | None
    node: I32
    cost_m: F64
    gates: npt.NDArray[np.uint64]
    way: tuple[tuple[tuple[float, float], ...], ...]

    def open(self, barred: int) -> npt.NDArray[np.bool_]:
        """Which of the ways cross none of the barred gates."""
        return np.asarray(self.gates & np.uint64(barred) == 0)


def connect(network: SeaNetwork, lon: float, lat: float) -> End | str:
    """Join a place to the network; the reason in words when it lies too far from the sea."""
    key = (float(lon), float(lat))
    found: End | str | None = network._ends.get(key)  # noqa: SLF001 - the network's own memory, kept by this module
    if found is None:
        found = _connect(network, *key)
        while len(network._ends) >= _KEPT:  # noqa: SLF001
            network._ends.pop(next(iter(network._ends)), None)  # noqa: SLF001
        network._ends[key] = found  # noqa: SLF001
    return found


def _inside(network: SeaNetwork, p: F64) -> tuple[bool, F64]:
    """On the land side?, and the nearest point of the shore."""
    from layers.kernels import sea_harbour

    water = _WATERS[int(np.argmax(_WATERS @ p))]
    inside, at = sea_harbour.locate(p, water, network.shore.a, network.shore.b)
    return bool(inside), at


def _moved(network: SeaNetwork, p: F64, shore: F64) -> F64:
    """A place in the water next to the point `shore` of the shore, seen from `p` on land."""
    step = shore - p
    size = float(np.linalg.norm(step))
    if size < 1e-7:  # on the very line: step off it to the right of the nearest segment
        middle = (network.shore.a + network.shore.b) / 2
        k = int(np.argmin(np.linalg.norm(middle - shore, axis=1)))
        step = -np.cross(network.shore.a[k], network.shore.b[k])
        size = float(np.linalg.norm(step))
    for push in PUSHES_M:
        q = shore + step / size * (push / (EARTH_KM * 1000))
        q /= np.linalg.norm(q)
        if not _inside(network, q)[0]:
            return np.asarray(q)
    return np.asarray(shore)


def _connect(network: SeaNetwork, lon: float, lat: float) -> End | str:
    p = unit_vectors(lon, lat)
    inside, shore = _inside(network, p)
    snap = None
    here = None
    if inside:
        q = _moved(network, p, shore)
        lon2, lat2 = (float(x) for x in lon_lat(q))
        away = geodesy.distance(lon, lat, lon2, lat2)
        channel = np.arange(network.first_channel, len(network.lon))
        if len(channel):
            near = channel[np.argmin(np.linalg.norm(network.graph.vectors[channel] - p, axis=1))]
            to_channel = geodesy.distance(lon, lat, float(network.lon[near]), float(network.lat[near]))
            if to_channel < away:
                here, away = int(near), to_channel
                lon2, lat2, q = float(network.lon[near]), float(network.lat[near]), network.graph.vectors[near]
        if away > FARTHEST_SNAP_M:
            return f"{away / 1000:.0f} km from the nearest water open to the sea"
        snap = Snap(lon2, lat2, float(away))
        lon, lat, p = lon2, lat2, q
    return _joined(network, lon, lat, p, snap, here, float(np.linalg.norm(shore - p)) * EARTH_KM)


def _joined(
    network: SeaNetwork, lon: float, lat: float, p: F64, snap: Snap | None, here: int | None, shore_km: float
) -> End:
    from layers.kernels import sea_gates, sea_tangent

    net, shore, gates = network, network.shore, network.gates
    nodes = net.graph.vectors
    index = (shore.a, shore.b, shore.start, shore.items, shore.skip)
    off = 0.0 if here is not None else shore_km / EARTH_KM
    direct = sea_tangent.seen(p, -1, off, nodes, net.before, net.after, net.off, *index)
    if here is not None:
        direct = np.union1d(direct, [here]).astype(np.int32)
    cost = geodesy.distance(lon, lat, net.lon[direct], net.lat[direct])
    masks = sea_gates.masks(np.repeat(p[None], len(direct), axis=0), nodes[direct], gates.a, gates.b, gates.bit)
    node, costs = [direct], [cost]
    mask = [masks]
    way: list[tuple[tuple[float, float], ...]] = [()] * len(direct)
    if shore_km < OPEN_SEA_KM:
        for number, length, bit, corners in _round_corners(network, lon, lat, p, direct):
            node.append(np.array([number], np.int32))
            costs.append(np.array([length]))
            mask.append(np.array([bit], np.uint64))
            way.append(corners)
    return End(
        lon, lat, p, snap, np.concatenate(node), np.concatenate(costs), np.concatenate(mask), tuple(way)
    )


def _round_corners(
    network: SeaNetwork, lon: float, lat: float, p: F64, direct: I32
) -> list[tuple[int, float, int, tuple[tuple[float, float], ...]]]:
    """(node, length, gates, corners) of the nodes reached round the shore's own corners near `p`."""
    from layers.kernels import sea_gates, sea_harbour

    net, shore = network, network.shore
    corner, before, after = shore.corners()
    reach = HARBOUR_KM / EARTH_KM
    away = np.linalg.norm(corner - p, axis=1)
    near = np.flatnonzero(away < reach)
    if len(near) > MOST_CORNERS:
        near = near[np.argpartition(away[near], MOST_CORNERS)[:MOST_CORNERS]]
    nodes = np.flatnonzero(np.linalg.norm(net.graph.vectors - p, axis=1) < reach).astype(np.int32)
    if not len(near) or not len(nodes):
        return []
    seen = np.full(len(net.lon), np.inf)
    seen[direct] = np.linalg.norm(net.graph.vectors[direct] - p, axis=1)
    length, via, parent = sea_harbour.ways_out(
        p,
        corner[near],
        before[near],
        after[near],
        net.graph.vectors[nodes],
        seen[nodes],
        BEYOND_KM / EARTH_KM,
        reach,
        shore.a,
        shore.b,
        shore.start,
        shore.items,
        shore.skip,
    )
    found = []
    for k in np.flatnonzero((via >= 0) & np.isfinite(length)):
        chain = [int(via[k])]
        while parent[chain[-1]] >= 0:
            chain.append(int(parent[chain[-1]]))
        vectors = corner[near[chain[::-1]]]
        lons, lats = lon_lat(vectors)
        line_lon = np.concatenate(([lon], lons, [net.lon[nodes[k]]]))
        line_lat = np.concatenate(([lat], lats, [net.lat[nodes[k]]]))
        legs = geodesy.distance(line_lon[:-1], line_lat[:-1], line_lon[1:], line_lat[1:])
        all_vectors = np.vstack((p, vectors, net.graph.vectors[nodes[k]]))
        bit = sea_gates.masks(all_vectors[:-1], all_vectors[1:], net.gates.a, net.gates.b, net.gates.bit)
        corners = tuple((float(x), float(y)) for x, y in zip(lons, lats, strict=True))
        found.append((int(nodes[k]), float(legs.sum()), int(np.bitwise_or.reduce(bit)), corners))
    return found
