"""How a place joins the sea network: moved to open water where needed, and the nodes it reaches on straight lines.

A place on land, in a river or in a harbour basin is moved to the nearest water of the network (`Snap`). From there
every node in sight along a tangent is joined, at any distance; near the shore also those round the harbour's corners.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.routes.model import Snap
from layers.routes.sea_network import EARTH_KM, F64, I32, U64, SeaNetwork
from layers.sphere import lon_lat, unit_vectors

FARTHEST_SNAP_M = 40_000.0
"""A place farther from open water than this is inland: a ship does not get there."""
PUSHES_M = (30.0, 10.0, 3.0)
"""How far off the shore a moved place is put; the first that is in the water."""
HARBOUR_KM = 120.0
"""Corners of the shore this near are tried."""
MOST_TRIED = 400
MOST_KEPT = 200
FAR_M = 200_000.0
"""A place that joins no node as near as this lies far up narrow waters: corners are tried `WIDER` times as far, and as
many times more of them."""
WIDER = 3
BEYOND_KM = 80.0
"""Corners are followed this much farther than to the nearest node of the network: by them a way may lead to another
place, whose corners are followed as well."""
LOOK_KM = 15.0
"""Only from those this much farther than the nearest node nodes are looked for."""
SHADE_KM = 380.0
CORNER_SHADE_KM = 80.0
"""Shore this near casts the shadows that spare most lines of sight, from the place and from a corner."""
OPEN_SEA_KM = 15.0
"""With no shore nearer than this, no corner is tried."""
SAME = 1e-9
"""Nodes this near (earth radii) to a place are the place itself."""
NEAR_KM = 45.0
"""Shore looked at round a point of it: a segment's length more than the longest move."""
_TURNS = np.radians([0.0, 20.0, -20.0, 45.0, -45.0, 70.0, -70.0, 90.0, -90.0])
_KEPT = 4096


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """A place joined to the network.

    Parameters
    ----------
    lon, lat
        Where the ship is: the place itself, then corners of the shore round it; shape (p,).
    vector, before, after
        Unit vectors of these, and along the sides of the corners; shape (p, 3).
    own_m, own_gates
        Length of the way from the place to each of them, and the mask of the gates it crosses; shape (p,).
    parent
        The one before each on that way; -1 for the place itself.
    snap
        Set when the place had to be moved.
    node, cost_m, gates, via
        The nodes in reach, the length of the way to each, the mask of the gates it crosses, and the last of the places
        above on it; shape (k,).
    looked
        From so many of the places above, the first ones, nodes were looked for; from farther corners ways lead only to
        places near by.
    sees
        False for a place in a canal, which no line of sight leaves.
    """

    lon: F64
    lat: F64
    vector: F64
    before: F64
    after: F64
    own_m: F64
    own_gates: U64
    parent: I32
    snap: Snap | None
    node: I32
    cost_m: F64
    gates: U64
    via: I32
    looked: int = 1
    sees: bool = True

    def open(self, barred: int) -> npt.NDArray[np.intp]:
        """The ways that cross none of the barred gates."""
        return np.flatnonzero(self.gates & np.uint64(barred) == 0)

    def line(self, via: int) -> F64:
        """(lon, lat) rows from the place to the `via`-th of `lon`, `lat`."""
        chain = [via]
        while self.parent[chain[-1]] >= 0:
            chain.append(int(self.parent[chain[-1]]))
        return np.column_stack((self.lon[chain[::-1]], self.lat[chain[::-1]]))


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


def on_land(network: SeaNetwork, p: F64) -> tuple[bool, F64]:
    """On the land side?, and the nearest point of the shore, when one is within `NEAR_KM` or the place is on land."""
    from layers.kernels import sea_harbour, sea_shade

    nodes = network.graph.vectors
    water = nodes[sea_shade.nearest(p, nodes, network.graph.group, network.first_channel)]
    near = network.shore.near(p, float(np.linalg.norm(water - p)) + NEAR_KM / EARTH_KM)
    inside, at = sea_harbour.locate(p, water, network.shore.a[near], network.shore.b[near])
    return bool(inside), (at if len(near) else -p)


def _moved(network: SeaNetwork, p: F64, shore: F64) -> F64:
    """A place in the water next to the point `shore` of the shore, for `p` on land."""
    from layers.kernels import sea_harbour

    near = network.shore.near(shore, NEAR_KM / EARTH_KM)
    a, b = network.shore.a[near], network.shore.b[near]
    step = shore - p
    size = float(np.linalg.norm(step))
    if size < 1e-9:  # on the very line
        step, size = np.cross(shore, (0.0, 0.6, 0.8)), 1.0
    onward = step / size
    aside = np.cross(shore, onward)
    for push in PUSHES_M:
        for turn in _TURNS:
            q = shore + (np.cos(turn) * onward + np.sin(turn) * aside) * (push / (EARTH_KM * 1000))
            q /= np.linalg.norm(q)
            if sea_harbour.locate(q, p, a, b)[0]:  # an odd number of shores lies between it and the land
                return np.asarray(q)
    return np.asarray(shore)


def _connect(network: SeaNetwork, lon: float, lat: float) -> End | str:
    p = unit_vectors(lon, lat)
    inside, shore = on_land(network, p)
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
    if here is not None:
        return _on_channel(network, here, snap)
    shore_km = float(np.linalg.norm(shore - p)) * EARTH_KM
    found = _joined(network, lon, lat, p, snap, shore_km, 1)
    if shore_km < OPEN_SEA_KM and np.min(found.cost_m, initial=np.inf) > FAR_M:
        found = _joined(network, lon, lat, p, snap, shore_km, WIDER)
    return found


def _on_channel(network: SeaNetwork, node: int, snap: Snap | None) -> End:
    """A place moved to a node of a canal: it goes on along the canal and sees nothing."""
    none, zero = np.zeros((1, 3)), np.zeros(1)
    here, root = np.array([node], np.int32), np.array([-1], np.int32)
    free, via = np.zeros(1, np.uint64), np.zeros(1, np.int32)
    lon, lat, vector = network.lon[here], network.lat[here], network.graph.vectors[here]
    return End(lon, lat, vector, none, none, zero, free, root, snap, here, zero, free, via, sees=False)


def _joined(network: SeaNetwork, lon: float, lat: float, p: F64, snap: Snap | None, shore_km: float, wide: int) -> End:
    from layers.kernels import sea_gates, sea_shade, sea_tangent

    net, shore, gates = network, network.shore, network.gates
    nodes, group = net.graph.vectors, net.graph.group
    none = np.zeros((1, 3))
    place, before, after, parent = p[None], none, none, np.array([-1], np.int32)
    if shore_km < OPEN_SEA_KM:
        corner, corner_before, corner_after, corner_parent = _corners(network, p, wide)
        place = np.vstack((place, corner))
        before, after = np.vstack((before, corner_before)), np.vstack((after, corner_after))
        parent = np.concatenate((parent, corner_parent))
    lons, lats = lon_lat(place)
    lons[0], lats[0] = lon, lat
    own_m, own_gates = np.zeros(len(place)), np.zeros(len(place), np.uint64)
    for k in range(1, len(place)):  # parents come first
        b = int(parent[k])
        own_m[k] = own_m[b] + geodesy.distance(float(lons[b]), float(lats[b]), float(lons[k]), float(lats[k]))
        leg = sea_gates.masks(place[b : b + 1], place[k : k + 1], gates.a, gates.b, gates.bit)
        own_gates[k] = own_gates[b] | leg[0]

    index = (shore.a, shore.b, shore.start, shore.items, shore.skip)
    found = []
    nearest_m = np.inf
    for k in range(len(place)):
        if own_m[k] > nearest_m + wide * LOOK_KM * 1000:
            break  # corners come in the order of their ways
        off = shore_km / EARTH_KM if k == 0 else 0.0
        if k < 2:  # the place itself looks all round, a corner along its tangents only, which little shade suffices for
            shade = shore.near(p, (CORNER_SHADE_KM if k else SHADE_KM) / EARTH_KM)
            shade_a, shade_b = shore.a[shade], shore.b[shade]
        found.append(
            sea_tangent.seen(
                place[k],
                before[k],
                after[k],
                off,
                0,
                nodes,
                net.before,
                net.after,
                net.off,
                group,
                shade_a,
                shade_b,
                *index,
            )
        )
        chord = np.linalg.norm(nodes[found[k]] - place[k], axis=1).min(initial=np.inf)
        nearest_m = min(nearest_m, own_m[k] + chord * EARTH_KM * 1000)
    found[0] = np.concatenate((found[0], sea_shade.near(p, nodes, group, SAME)))
    via = np.repeat(np.arange(len(found), dtype=np.int32), [len(f) for f in found])
    node = np.concatenate(found).astype(np.int32)
    cost = own_m[via] + geodesy.distance(lons[via], lats[via], net.lon[node], net.lat[node])
    order = np.lexsort((cost, node))
    best = order[np.concatenate(([True], np.diff(node[order]) != 0))] if len(order) else order
    node, via, cost = node[best], via[best], cost[best]
    mask = own_gates[via] | sea_gates.masks(place[via], nodes[node], gates.a, gates.b, gates.bit)
    return End(lons, lats, place, before, after, own_m, own_gates, parent, snap, node, cost, mask, via, len(found))


def _corners(network: SeaNetwork, p: F64, wide: int) -> tuple[F64, F64, F64, I32]:
    """Corners of the shore on shortest ways out from `p`, nearest first: places, sides, and the one before (0: `p`)."""
    from layers.kernels import sea_harbour, sea_shade

    net, shore = network, network.shore
    corner, before, after, group = shore.corners()
    reach = wide * HARBOUR_KM / EARTH_KM
    near = sea_shade.near(p, corner, group, reach)
    away = np.linalg.norm(corner[near] - p, axis=1)
    most = wide * MOST_TRIED
    if len(near) > most:
        chosen = np.argpartition(away, most)[:most]
        near, away = near[chosen], away[chosen]
    nodes = sea_shade.near(p, net.graph.vectors, net.graph.group, reach)
    cost, parent = sea_harbour.ways_out(
        p,
        corner[near],
        before[near],
        after[near],
        net.graph.vectors[nodes],
        wide * BEYOND_KM / EARTH_KM,
        reach,
        shore.a,
        shore.b,
        shore.start,
        shore.items,
        shore.skip,
    )
    order = np.argsort(cost, kind="stable")
    order = order[np.isfinite(cost[order])][: wide * MOST_KEPT]
    number = np.zeros(len(near) + 1, np.int32)  # new numbers of the kept corners, 1 ...; the last entry stands for p
    number[order] = np.arange(1, len(order) + 1)
    kept = near[order]
    return corner[kept], before[kept], after[kept], number[parent[order]]
