"""The sea network: resources/data/sea-network.npz, from the base map and the passages of the catalogue.

Run `python resources/build/sea_network.py` after `base.py`, `islands.py` and any change of a gate or a channel (four
minutes of CPU).

1. The shore: land widened by 200 m, simplified by 80 m, its ponds filled. Every line of sight keeps off it.
2. Nodes: the outward corners of contours at 6 km; of contours at 2.5 km, 1 km and 400 m, and of the shore itself, only
   those that make a way clearly shorter, and some in every inlet (`sea_corners`). The channels' vertices come last.
3. Edges: pairs in sight of each other along a tangent at both ends, without those that a third node makes needless
   (`sea_thin`); the channels' own edges whatever lies there.
4. Gates: for every edge, which passages' barrier lines it crosses.
"""

from __future__ import annotations

import csv
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy.sparse
import sea_corners
import sea_land
import sea_thin
import shapely
from packages import DATA
from pyproj import Geod
from scipy.sparse.csgraph import connected_components
from sea_land import EARTH_KM

sys.path.insert(0, str(DATA.parents[1]))
from layers.kernels import sea_gates, sea_harbour, sea_paths, sea_shade, sea_tangent
from layers.routes import sea, sea_ends
from layers.routes.sea_network import MAX_GATES, SHARE_STEP, UNIT_DEG, SeaNetwork, Shore, _along, _ends
from layers.sphere import unit_vectors

SHORE_KM, SHORE_TOLERANCE_KM, SLIT_KM = 0.2, 0.08, 0.12
POLE = np.array([(lon, 89.99) for lon in (-170.0, -96.0, -94.0, 20.0, 103.25, 105.25)])
"""Bends by the north pole, where two gates meet: a way that may pass one only of them goes round the other's end."""
GEOD = Geod(ellps="WGS84")
SEAS = {
    "Black Sea": (34.0, 43.2),
    "Sea of Marmara": (28.0, 40.75),
    "Aegean Sea": (25.0, 39.0),
    "Sea of Azov": (36.5, 46.0),
    "Kattegat": (11.5, 56.9),
    "Baltic Sea": (19.0, 56.0),
    "North Sea": (4.0, 56.0),
    "Atlantic": (-35.0, 35.0),
    "Mediterranean": (18.0, 35.0),
    "Red Sea": (38.0, 20.0),
    "Gulf of Aden": (48.0, 12.5),
    "Persian Gulf": (52.0, 26.5),
    "Gulf of Oman": (58.5, 25.0),
    "Andaman Sea": (96.0, 9.0),
    "South China Sea": (113.0, 12.0),
    "Java Sea": (110.0, -5.0),
    "Indian Ocean": (100.0, -15.0),
    "Flores Sea": (120.0, -7.6),
    "Philippine Sea": (132.0, 20.0),
    "East China Sea": (125.0, 29.0),
    "Sea of Japan": (135.0, 40.0),
    "Pacific": (170.0, 20.0),
    "Sea of Okhotsk": (149.0, 53.0),
    "Sibuyan Sea": (122.3, 12.9),
    "Bohol Sea": (124.3, 9.2),
    "Sulu Sea": (120.0, 8.5),
    "Arctic Ocean": (0.0, 80.0),
    "Norwegian Sea": (0.0, 67.0),
    "Gulf of Riga": (23.5, 57.7),
    "Gulf of Finland": (26.5, 59.9),
    "Gulf of Corinth": (22.3, 38.2),
    "Saronic Gulf": (23.4, 37.8),
    "Tyrrhenian Sea": (12.5, 40.0),
    "Ionian Sea": (18.5, 37.5),
    "Western Mediterranean": (5.0, 39.0),
    "Eastern Mediterranean": (28.0, 34.0),
    "Caribbean": (-75.0, 14.0),
    "Inland Sea": (131.6, 33.8),
    "Strait of Malacca": (99.5, 4.5),
    "Inland Sea (Osaka Bay)": (135.2, 34.5),
    "Osaka Bay": (135.25, 34.5),
    "Inland Sea (west)": (132.5, 34.1),
    "Inland Sea (east)": (133.4, 34.2),
    "Celebes Sea": (122.0, 3.5),
    "Seram Sea": (129.0, -2.5),
    "Coral Sea": (150.0, -15.0),
    "Arafura Sea": (136.0, -9.5),
    "Bering Sea": (-178.0, 58.0),
    "Chukchi Sea": (-170.0, 69.0),
    "Barents Sea": (40.0, 74.0),
    "Baffin Bay": (-67.0, 73.0),
    "Beaufort Sea": (-138.0, 71.5),
    "Baltic Sea (Vainameri)": (23.2, 58.8),
    "Adriatic Sea": (16.0, 43.0),
}
"""A place in the middle of each sea that a passage connects, by eye."""


def steps(xy):
    return np.round(xy / UNIT_DEG).astype(np.int64)


def passages():
    with (DATA.parent / "catalogue" / "passages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def points(text):
        return (
            np.array([[float(x) for x in pair.split()] for pair in text.split(";")])
            if text.strip()
            else np.empty((0, 2))
        )

    return rows, [points(row["gate"]) for row in rows], [points(row["channel"]) for row in rows]


def shore_rings(land, channel):
    parts = sea_land.widened(land, SHORE_KM, SHORE_TOLERANCE_KM, SLIT_KM)
    rings = []
    ways_in = shapely.multipoints(np.vstack(channel))
    lines = [part.exterior for part in parts]
    # a sea behind a strait that the widening closed stays water: its channel leads there
    lines += [ring for part in parts for ring in part.interiors if shapely.Polygon(ring).intersects(ways_in)]
    for line in lines:
        xy = steps(np.asarray(line.coords))[:-1]
        xy = xy[np.any(xy != np.roll(xy, 1, 0), axis=1)]
        if len(xy) >= 3:
            rings.append(xy)
    return np.concatenate(rings), np.concatenate(([0], np.cumsum([len(r) for r in rings]))).astype(np.int32)


def edges(vectors, before, after, off, shore):
    index = (shore.a, shore.b, shore.start, shore.items, shore.skip)
    group = sea_shade.groups(vectors)

    def one(u):
        return sea_tangent.seen(
            vectors[u], before[u], after[u], off[u], u + 1, vectors, before, after, off, group, shore.a, shore.b, *index
        )

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(one, range(len(vectors)), chunksize=64))
    u = np.repeat(np.arange(len(found)), [len(v) for v in found])
    return u, np.concatenate(found).astype(np.int64)


def hilbert(lon, lat):
    """Order of places along a space-filling curve: neighbours on the earth become neighbours in memory and file."""
    return (
        np.argsort(shapely.hilbert_distance(shapely.points(lon, lat)))
        if hasattr(shapely, "hilbert_distance")
        else (np.lexsort((lon, np.floor(lat / 2))))
    )


def packed(place, side, off, first_channel, u, v, canal, ring_xy, ring, rows, gate, delay_s):
    """The arrays of the file; `canal` are (u, v, bit) of the channels' edges through land, u < v."""
    order = np.lexsort((v, u))
    u, v = u[order], v[order]
    lon, lat = place[:, 0] * UNIT_DEG, place[:, 1] * UNIT_DEG
    metres = GEOD.inv(lon[u], lat[u], lon[v], lat[v])[2]
    line = np.vstack([np.hstack((g[:-1], g[1:])) for g in gate])
    bit = np.repeat(np.arange(len(gate)), [len(g) - 1 for g in gate]).astype(np.int32)
    x = unit_vectors(lon, lat)
    mask = sea_gates.masks(x[u], x[v], _ends(line[:, 0], line[:, 1]), _ends(line[:, 2], line[:, 3]), bit)
    rows_of = np.searchsorted(u.astype(np.int64) * len(place) + v, canal[:, 0] * len(place) + canal[:, 1])
    np.bitwise_or.at(mask, rows_of, np.uint64(1) << canal[:, 2].astype(np.uint64))
    legs = np.zeros(len(u), bool)
    legs[rows_of] = True
    here = sea_thin.kept(u, v, x, metres, mask, legs)
    u, v, metres, mask = u[here], v[here], metres[here], mask[here]
    print(f"{len(here)} edges, {len(u)} of them kept, {np.count_nonzero(mask)} through gates", flush=True)
    count = np.bincount(u, minlength=len(place))
    step = np.diff(v - u, prepend=0)
    arcs = sea_paths.arcs(x, u.astype(np.int32), v.astype(np.int32))
    share = np.round((metres / np.maximum(arcs, 1e-3) - 1) / SHARE_STEP)
    assert np.abs(share[arcs > 1]).max() <= 32_767
    gated = np.flatnonzero(mask).astype(np.int32)
    return {
        "shore_step": np.diff(ring_xy.T, axis=1, prepend=0).astype(np.int32),
        "shore_ring": ring,
        "node": place.T.astype(np.int32),
        "node_side": side.T.astype(np.int32),
        "node_off_km": off.astype(np.float32),
        "first_channel": np.array(first_channel),
        "edge_count": count.astype(np.uint16),
        "edge_step": step.astype(np.int32),
        "edge_share": np.clip(share, -32_767, 32_767).astype(np.int16),
        "canal": canal.astype(np.int32),
        "gated": gated,
        "gated_mask": mask[gated],
        "gate_id": np.array([row["id"] for row in rows]),
        "gate_name": np.array([row["name"].split(" (")[0] for row in rows]),
        "gate_delay_s": np.array(delay_s),
        "gate_sides": np.array([["", ""]] * len(rows), dtype="U40"),
        "gate_line": line,
        "gate_bit": bit,
    }


def sides(network, rows, gate):
    """Names of the waters to the left and right of every gate: nearer to the one than to the other, gate closed."""
    out = []
    for row, line in zip(rows, gate, strict=True):
        names = row["connects"].split(";")
        size = GEOD.inv(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])[2]
        k = int(np.argmax(size))
        azimuth, _, metres = GEOD.inv(*line[k], *line[k + 1])
        lon, lat, _ = GEOD.fwd(*line[k], azimuth, metres / 2)
        away = min(3000.0, metres)
        probes = [GEOD.fwd(lon, lat, azimuth + turn, away)[:2] for turn in (-90, 90)]
        if len(names) != 2 or any(name not in SEAS for name in names):
            print("no places for", row["id"], names)
            out.append(("", ""))
            continue
        lengths, _ = sea.table(network, probes, [SEAS[n] for n in names], frozenset({row["id"]}))
        lengths = np.minimum(lengths, 1e9)
        straight = lengths[0, 0] + lengths[1, 1] <= lengths[0, 1] + lengths[1, 0]
        out.append(tuple(names if straight else names[::-1]))
    return np.array(out, dtype="U40")


def main():
    rows, gate, channel = passages()
    assert len(rows) <= MAX_GATES, f"{len(rows)} passages: the masks have {MAX_GATES} bits"
    land = sea_land.polygons()
    ring_xy, ring = shore_rings(land, channel)
    shore = Shore.from_rings(ring_xy[:, 0] * UNIT_DEG, ring_xy[:, 1] * UNIT_DEG, ring)
    print(f"shore: {len(ring_xy)} vertices in {len(ring) - 1} rings", flush=True)
    place, before, after, off = sea_corners.corners(land, [*gate, *(c for c in channel if len(c))], shore)
    place, before, after = (np.vstack((corner, POLE)) for corner in (place, before, after))  # bends without sides
    off = np.concatenate((off, np.zeros(len(POLE))))
    order = hilbert(place[:, 0], place[:, 1])
    place, before, after, off = (steps(place[order]), steps(before[order]), steps(after[order]), off[order])
    side = np.hstack((before - place, after - place))
    first_channel = len(place)
    lines = [steps(c) for c in channel]
    place = np.vstack((place, *lines))
    place[:, 0] = (place[:, 0] + 18_000_000) % 36_000_000 - 18_000_000
    side = np.vstack((side, np.zeros((len(place) - len(side), 4), np.int64)))
    off = np.concatenate((off, np.zeros(len(place) - len(off))))
    along_u, along_v, owner = [], [], []
    at = first_channel
    for bit, line in enumerate(lines):
        owner.extend([bit] * max(len(line) - 1, 0))
        along_u.extend(range(at, at + len(line) - 1))
        along_v.extend(range(at + 1, at + len(line)))
        at += len(line)

    deg = place * UNIT_DEG
    x = unit_vectors(deg[:, 0], deg[:, 1])
    ends = [unit_vectors(*((place + side[:, k : k + 2]) * UNIT_DEG).T) for k in (0, 2)]
    u, v = edges(x, _along(x, ends[0]), _along(x, ends[1]), off / EARTH_KM, shore)
    ashore = np.zeros(len(place), bool)  # vertices of canals: nothing lies between them and other land
    ashore[first_channel:] = [sea_harbour.locate(p, x[0], shore.a, shore.b)[0] for p in x[first_channel:]]
    afloat = ~(ashore[u] | ashore[v])
    u, v = u[afloat], v[afloat]
    print(f"{len(place)} nodes, {len(u)} edges", flush=True)
    along = np.array([along_u, along_v, owner]).T
    dry = [bool(ashore[a] or ashore[b] or not shore.clear(x[a], x[b])) for a, b, _ in along]
    print("through land:", sorted({rows[bit]["id"] for bit in along[dry, 2]}), flush=True)
    u, v = np.concatenate((u, along_u)), np.concatenate((v, along_v))
    key = np.unique(u.astype(np.int64) * len(place) + v)
    u, v = key // len(place), key % len(place)

    label = connected_components(
        scipy.sparse.coo_matrix((np.ones(len(u)), (u, v)), shape=(len(place),) * 2), directed=False
    )[1]
    main_part = np.argmax(np.bincount(label))
    keep = label == main_part
    lost = [
        rows[k]["id"] for k in range(len(rows)) if len(lines[k]) and not keep[first_channel + sum(map(len, lines[:k]))]
    ]
    print(f"{(~keep).sum()} nodes in waters without a way out left out; channels left out: {lost}", flush=True)
    number = np.cumsum(keep) - 1
    here = keep[u] & keep[v]
    u, v = number[u[here]], number[v[here]]
    canal = along[dry]
    canal[:, :2] = number[canal[:, :2]]
    arrays = packed(
        place[keep],
        side[keep],
        off[keep],
        int(keep[:first_channel].sum()),
        u,
        v,
        canal,
        ring_xy,
        ring,
        rows,
        gate,
        [float(row["delay_h"] or 0) * 3600 for row in rows],
    )
    network = SeaNetwork.from_arrays(arrays)
    for row, line in zip(rows, gate, strict=True):
        wet = [tuple(point) for point in line if not sea_ends.on_land(network, unit_vectors(*point))[0]]
        if wet:
            print("gate", row["id"], "ends in the water at", wet, flush=True)
    arrays["gate_sides"] = sides(network, rows, gate)
    np.savez_compressed(DATA / "sea-network.npz", **arrays)
    print(f"{(DATA / 'sea-network.npz').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
