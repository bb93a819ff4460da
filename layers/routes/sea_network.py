"""The sea as a network: the shore that blocks the view, the corners a shortest way may bend at, and the gates."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from layers.routes.graph import Graph, Groups
from layers.sphere import unit_vectors

F64 = npt.NDArray[np.float64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
Arrays = Mapping[str, npt.NDArray[Any]]
LonLat = tuple[float, float]
T = TypeVar("T")

UNIT_DEG = 1e-5
"""Positions are stored in steps of this, about a metre."""
SHARE_STEP = 0.006 / 32_767
"""Edge lengths are stored as their difference to the sphere, a share within 0.6 %, in steps of this."""
PIECE_KM = 20.0
"""Longer shore segments are cut, so that a chord and a line of equal latitudes are the same for all purposes."""
EARTH_KM = 6371.0088
MAX_GATES = 64
MEMORY = 12
"""Grids and sets of gates of sea fields that are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Shore:
    """The edge of the water a ship may use: land widened by a few hundred metres, without lakes and closed lagoons.

    Parameters
    ----------
    a, b
        Unit vectors of the segments' ends, shape (n, 3); the land is to the left of a to b.
    lon, lat, ring
        The rings' vertices [deg] and the first vertex of each ring, shape (v,), (v,), (r + 1,).
    """

    lon: F64
    lat: F64
    ring: I32
    a: F64
    b: F64
    start: I32
    items: I32
    skip: U8
    _corners: list[tuple[F64, F64, F64, Groups]] = field(default_factory=list, init=False, repr=False)
    _groups: list[Groups] = field(default_factory=list, init=False, repr=False)

    @classmethod
    def from_rings(cls, lon: F64, lat: F64, ring: I32) -> Shore:
        """Segments and index of closed rings (without the repeated vertex), exterior rings counter-clockwise."""
        from layers.kernels import sea_sight

        after = np.arange(1, len(lon) + 1, dtype=np.int64)
        after[ring[1:] - 1] = ring[:-1]
        lon2, lat2 = lon[after], lat[after]
        on_seam = (np.abs(np.abs(lon) - 180) < 2 * UNIT_DEG) & (np.abs(np.abs(lon2) - 180) < 2 * UNIT_DEG)
        lon1, lat1, lon2, lat2 = lon[~on_seam], lat[~on_seam], lon2[~on_seam], lat2[~on_seam]
        wide = np.hypot((lon2 - lon1) * np.cos(np.radians(lat1)), lat2 - lat1) * 111.2
        count = np.maximum(1, np.ceil(wide / PIECE_KM).astype(np.int64))
        of = np.repeat(np.arange(len(count)), count)
        first = (np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)) / count[of]
        last = first + 1 / count[of]
        a, b = unit_vectors(lon1[of], lat1[of]), unit_vectors(lon2[of], lat2[of])
        cut = np.flatnonzero(count[of] > 1)
        for ends, share in ((a, first[cut]), (b, last[cut])):
            whole = of[cut]
            ends[cut] = unit_vectors(
                lon1[whole] + (lon2 - lon1)[whole] * share, lat1[whole] + (lat2 - lat1)[whole] * share
            )
        start, items, skip = sea_sight.index(a, b)
        return cls(lon, lat, ring, a, b, start, items, skip)

    def corners(self) -> tuple[F64, F64, F64, Groups]:
        """The shore's own corners: places, directions along their sides (`kernels.sea_harbour.corners`), and groups."""
        if not self._corners:
            from layers.kernels import sea_harbour, sea_shade

            node, before, after = sea_harbour.corners(unit_vectors(self.lon, self.lat), self.ring)
            self._corners.append((node, before, after, sea_shade.groups(node)))
        return self._corners[0]

    def near(self, p: F64, reach: float) -> I32:
        """Numbers of the segments that begin near `p` (`kernels.sea_shade.near`)."""
        from layers.kernels import sea_shade

        if not self._groups:
            self._groups.append(sea_shade.groups(self.a))
        return sea_shade.near(p, self.a, self._groups[0], reach)

    def clear(self, p: F64, q: F64) -> bool:
        """True when the great circle between unit vectors crosses no shore."""
        from layers.kernels import sea_sight

        return bool(sea_sight.clear(p, q, self.a, self.b, self.start, self.items, self.skip))


@dataclass(frozen=True, slots=True)
class Gates:
    """The passages as barrier lines: what each is called, what waiting in it costs, what lies on its two sides.

    Parameters
    ----------
    ids, names, delay_s
        By bit.
    sides
        By bit: the waters to the left and to the right of the line, walking along it.
    a, b, bit
        Unit vectors (k, 3) of the line's segments, and the gate each belongs to.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    delay_s: tuple[float, ...]
    sides: tuple[tuple[str, str], ...]
    a: F64
    b: F64
    bit: I32


@dataclass(frozen=True, slots=True, eq=False)
class SeaNetwork:
    """Everything a sea route needs; made once by `from_arrays` and never changed.

    Parameters
    ----------
    lon, lat
        The nodes [deg], shape (n,): corners of contours round the land, then the vertices of the channels' lines.
    before, after, off
        Per node, see `kernels.sea_tangent.seen`.
    first_channel
        Number of the first node that belongs to a channel.
    canals
        The legs of channels that lead through land or through water too narrow for a line of sight, by their ends
        (lon, lat), either way round: the gate each belongs to. They use the passage wherever its gate is drawn.
    """

    lon: F64
    lat: F64
    before: F64
    after: F64
    off: F64
    first_channel: int
    canals: Mapping[tuple[LonLat, LonLat], int]
    graph: Graph
    shore: Shore
    gates: Gates
    _ends: dict[tuple[float, float], Any] = field(default_factory=dict, init=False, repr=False)
    """Connections of places asked for before; `sea_ends.connect` keeps them."""
    _trees: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    """Shortest ways to places asked for often; `sea_trees` keeps them."""
    _spent: dict[tuple[LonLat, int], int] = field(default_factory=dict, init=False, repr=False)
    """By place and what is barred the nodes that searches have looked at; kept by `sea_trees` too."""
    _unbarred: dict[tuple[LonLat, LonLat], Any] = field(default_factory=dict, init=False, repr=False)
    """Ways with no passage closed, by which `sea` says why there is none."""
    _clear: dict[tuple[float, float, float, float], bool] = field(default_factory=dict, init=False, repr=False)
    """Whether the geodesic along a long leg keeps off the shore; `sea_legs` keeps it."""
    _memory: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def from_arrays(cls, file: Arrays) -> SeaNetwork:
        """The network from its stored arrays (`resources/build/sea_network.py` writes them)."""
        from layers.kernels import sea_gates, sea_paths

        ring_lon, ring_lat = np.cumsum(file["shore_step"], axis=1, dtype=np.int64) * UNIT_DEG
        shore = Shore.from_rings(ring_lon, ring_lat, file["shore_ring"].astype(np.int32))
        place = file["node"] * UNIT_DEG
        vectors = unit_vectors(place[0], place[1])
        side = file["node_side"] * UNIT_DEG  # offsets (before lon, lat, after lon, lat); zero for channels
        before = _along(vectors, unit_vectors(place[0] + side[0], place[1] + side[1]))
        after = _along(vectors, unit_vectors(place[0] + side[2], place[1] + side[3]))
        degree = file["edge_count"].astype(np.int64)
        u = np.repeat(np.arange(len(degree), dtype=np.int32), degree)
        v = np.cumsum(file["edge_step"], dtype=np.int32) + u
        length_m = (sea_paths.arcs(vectors, u, v) * (1.0 + file["edge_share"] * SHARE_STEP)).astype(np.float32)
        canals = {}
        for one, two, bit in file["canal"]:
            ends = [(float(place[0, k]), float(place[1, k])) for k in (one, two)]
            canals[ends[0], ends[1]] = canals[ends[1], ends[0]] = int(bit)
        ids = tuple(str(text) for text in file["gate_id"])
        line = file["gate_line"]
        gates = Gates(
            ids,
            tuple(str(text) for text in file["gate_name"]),
            tuple(float(delay) for delay in file["gate_delay_s"]),
            tuple((str(left), str(right)) for left, right in file["gate_sides"]),
            _ends(line[:, 0], line[:, 1]),
            _ends(line[:, 2], line[:, 3]),
            file["gate_bit"],
        )
        tolls = file["gated_mask"].copy()
        key = u[file["gated"]].astype(np.int64) * len(vectors) + v[file["gated"]]
        one, two = file["canal"][:, 0], file["canal"][:, 1]
        rows = np.searchsorted(key, one.astype(np.int64) * len(vectors) + two)
        tolls[rows] = sea_gates.masks(vectors[one], vectors[two], gates.a, gates.b, gates.bit)
        graph = Graph(vectors, u, v, length_m, file["gated"], file["gated_mask"], tolls)
        return cls(
            place[0],
            place[1],
            before,
            after,
            file["node_off_km"].astype(np.float64) / EARTH_KM,
            int(file["first_channel"]),
            canals,
            graph,
            shore,
            gates,
        )

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for a key and kept while it is among the last few asked for."""
        if key not in self._memory:
            while len(self._memory) >= MEMORY:
                self._memory.pop(next(iter(self._memory)), None)
            self._memory[key] = make()
        found: T = self._memory[key]
        return found

    def waiting(self, delay_s: Mapping[str, float]) -> SeaNetwork:
        """The same network with other waiting in some passages [s], by id; what was found before is kept for both.

        Nothing that is kept rests on the waiting itself, which is a price of weights and lines.
        """
        if not delay_s:
            return self
        delays = tuple(delay_s.get(one, delay) for one, delay in zip(self.gates.ids, self.gates.delay_s, strict=True))
        other = replace(self, gates=replace(self.gates, delay_s=delays))
        for name in ("_ends", "_trees", "_spent", "_unbarred", "_clear", "_memory"):
            object.__setattr__(other, name, getattr(self, name))
        return other

    def toll_m(self, speed_mps: float) -> tuple[float, ...]:
        """What the waiting in each passage counts for [m], by bit; empty at no speed."""
        return tuple(delay * speed_mps for delay in self.gates.delay_s) if speed_mps else ()

    def barred(self, closed: frozenset[str]) -> int:
        """The mask of the closed passages; names the network does not know bar nothing."""
        return sum(1 << bit for bit, one in enumerate(self.gates.ids) if one in closed)


def _ends(lon: F64, lat: F64) -> F64:
    """Unit vectors of the ends of gates; the pole is one place, else ways over it pass between two that meet there."""
    place = unit_vectors(lon, lat)
    place[np.abs(lat) == 90.0, :2] = 0.0
    return place


def _along(here: F64, there: F64) -> F64:
    """Unit vectors from `here` to `there`, (n, 3); zero where they are the same place."""
    step = there - here
    size = np.linalg.norm(step, axis=1, keepdims=True)
    return np.where(size > 1e-12, step / np.maximum(size, 1e-12), 0.0)
