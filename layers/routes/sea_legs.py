"""What the legs of a sea route cross, and how they are drawn so that the drawn line is the line that was tested."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from layers import geodesy
from layers.routes.sea_network import F64, SeaNetwork
from layers.sphere import angle, lon_lat, unit_vectors

PIECE_RAD = 0.05
"""Longer legs are cut into pieces of this (320 km). Lines of sight are great circles through geographic latitudes; on
such a piece the geodesic of the ellipsoid stays within a few metres of them."""
GEODESIC_STEP_M = 50_000.0
_KEPT = 20_000


def passages_along(network: SeaNetwork, lon: F64, lat: F64) -> tuple[tuple[str, ...], float]:
    """Ids of the passages in the order in which a line's legs cross their gates, each once, and the waiting [s].

    Every leg that crosses a gate waits there, as in the weights of the graph.
    """
    from layers.kernels import sea_gates

    gates = network.gates
    corners = unit_vectors(lon, lat)
    order: list[int] = []
    delay_s = 0.0
    place = list(zip(lon.tolist(), lat.tolist(), strict=True))
    crossed = sea_gates.masks(corners[:-1], corners[1:], gates.a, gates.b, gates.bit)
    for leg, mask in enumerate(crossed.tolist()):
        canal = network.canals.get((place[leg], place[leg + 1]), -1)
        if canal >= 0 and canal not in order:
            order.append(canal)
        hit = [bit for bit in range(len(gates.ids)) if mask >> bit & 1]
        delay_s += sum(gates.delay_s[bit] for bit in hit)
        if len(hit) > 1:
            hit.sort(key=lambda bit: _how_far(network, corners[leg], corners[leg + 1], bit))
        order.extend(bit for bit in hit if bit not in order)
    return tuple(gates.ids[bit] for bit in order), delay_s


def drawn(network: SeaNetwork, lon: F64, lat: F64) -> tuple[F64, F64]:
    """The line with long legs cut where the geodesic between their ends would not keep clear of the shore."""
    corners = unit_vectors(lon, lat)
    out_lon, out_lat = [float(lon[0])], [float(lat[0])]
    wide = angle(corners[:-1], corners[1:])
    for k, size in enumerate(wide):
        if size > PIECE_RAD and not geodesic_clear(network, lon[k : k + 2], lat[k : k + 2]):
            n = int(np.ceil(size / PIECE_RAD))
            share = np.arange(1, n)[:, None] / n
            between = np.sin((1 - share) * size) * corners[k] + np.sin(share * size) * corners[k + 1]
            lons, lats = lon_lat(between)
            out_lon.extend(lons.tolist())
            out_lat.extend(lats.tolist())
        out_lon.append(float(lon[k + 1]))
        out_lat.append(float(lat[k + 1]))
    return np.array(out_lon), np.array(out_lat)


def geodesic_clear(network: SeaNetwork, lon: F64, lat: F64) -> bool:
    """True when the ellipsoid's geodesic between two places keeps clear of the shore; kept, for many ships sail it."""
    known, leg = network._clear, (float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1]))  # noqa: SLF001
    if leg not in known:
        if len(known) >= _KEPT:
            known.clear()
        known[leg] = _looked_along(network, lon, lat)
    return known[leg]


def _looked_along(network: SeaNetwork, lon: F64, lat: F64) -> bool:
    metres, azimuth, _ = geodesy.inverse(float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1]))
    n = int(np.ceil(metres / GEODESIC_STEP_M))
    lons, lats = geodesy.destination(float(lon[0]), float(lat[0]), azimuth, metres * np.arange(n + 1) / n)
    points = unit_vectors(lons, lats)
    return all(network.shore.clear(p, q) for p, q in pairwise(points))


def _how_far(network: SeaNetwork, p: F64, q: F64, bit: int) -> float:
    """The share of the chord from `p` to `q` at which a gate is first crossed."""
    gates = network.gates
    mine = gates.bit == bit
    a, b = gates.a[mine], gates.b[mine]
    normal = np.cross(p, q)
    across = np.cross(a, b)
    sp, sq = across @ p, across @ q
    hit = ((a @ normal >= 0) != (b @ normal >= 0)) & ((sp >= 0) != (sq >= 0))
    share = np.abs(sp) / np.maximum(np.abs(sp) + np.abs(sq), 1e-300)
    return float(np.min(share[hit], initial=1.0))
