"""National airspaces as shipped, and the boundary that is left when some of them are closed together.

The boundary runs along great ellipses, sections of the ellipsoid through its centre: with vectors to the places
themselves they are planes, so every side and crossing is exact. Between two places a great ellipse is at most some ten
metres longer than the geodesic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layers.errors import GeometryError
from layers.sphere import RADIUS_M, angle

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
Ring = tuple[tuple[float, float], ...]
"""Corners (lon, lat) [deg] of an area a user drew; closed or not, either way round."""

FLAT = (1.0 - 1.0 / 298.257223563) ** 2
"""Tangent of the geocentric over that of the geographic latitude, WGS84."""
TURN_STEP_M = 100.0
"""How far outside a corner a route turns, so that no rounding brings it inside."""
LONG_EDGE_RAD = np.radians(5.0)
"""Edges of drawn areas longer than this are cut, so that caps round edges stay small."""
_SAME_RAD = 1e-9
"""Corners this near to the one before (6 mm) are the same."""
_LOW = 0.05
"""Cosine of the angle from the middle of a drawn area up to which it fits on a plane that touches the earth there."""


def places(lon: npt.ArrayLike, lat: npt.ArrayLike) -> F64:
    """Unit vectors from the earth's centre to places [deg] on the ellipsoid, shape (..., 3)."""
    lam, phi = np.radians(lon), np.radians(lat)
    across, up = np.cos(phi), FLAT * np.sin(phi)
    size = np.hypot(across, up)
    return np.stack([across * np.cos(lam) / size, across * np.sin(lam) / size, up / size], axis=-1)


def positions(vectors: F64) -> tuple[F64, F64]:
    """Lon, lat [deg] of such vectors, which need not be of length one."""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, FLAT * np.hypot(x, y)))


@dataclass(frozen=True, slots=True, eq=False)
class Airspaces:
    """The airspaces of all states, as faces whose boundaries are arcs shared by neighbours.

    Parameters
    ----------
    arcs
        Each (n, 2), lon and lat [deg].
    rings
        Per face its rings as arc references: r >= 0 is arc r forward, r < 0 is arc ~r backward; the airspace lies to
        the left.
    codes
        Per face the state's ISO A3 code.
    names
        Names of states by code; the code itself stands in where one is missing.
    """

    arcs: tuple[F64, ...]
    rings: tuple[tuple[tuple[int, ...], ...], ...]
    codes: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    _vectors: list[F64] = field(default_factory=list, init=False, repr=False)
    _rings: dict[tuple[int, ...], F64] = field(default_factory=dict, init=False, repr=False)
    _caps: dict[tuple[int, ...], tuple[F64, float]] = field(default_factory=dict, init=False, repr=False)
    _edges: dict[tuple[int, ...], tuple[F64, F64, F64]] = field(default_factory=dict, init=False, repr=False)
    direct: dict[object, dict[str, bool]] = field(default_factory=dict, init=False, repr=False)
    """Whether a direct line crosses the airspace of a state; `air_crossed` keeps it."""
    kept: dict[object, object] = field(default_factory=dict, init=False, repr=False)
    """What was prepared for sets of closures, by set."""

    def __post_init__(self) -> None:
        self._vectors.extend(places(arc[:, 0], arc[:, 1]) for arc in self.arcs)

    def name(self, code: str) -> str:
        return self.names.get(code, code)

    def faces(self, codes: Iterable[str]) -> list[int]:
        """The faces of some states, in order."""
        wanted = set(codes)
        return [i for i, code in enumerate(self.codes) if code in wanted]

    def ring_vectors(self, ring: tuple[int, ...]) -> F64:
        """Corners of a ring, the first not repeated, shape (n, 3); kept, as places ask for them one after the other."""
        found = self._rings.get(ring)
        if found is None:
            found = np.vstack([self._vectors[r][:-1] if r >= 0 else self._vectors[~r][:0:-1] for r in ring])
            self._rings[ring] = found
        return found

    def edges(self, ring: tuple[int, ...]) -> tuple[F64, F64, F64]:
        """Where the edges of a ring begin and end, and the normals of their planes, (n, 3) each; kept."""
        found = self._edges.get(ring)
        if found is None:
            head = self.ring_vectors(ring)
            tail = np.roll(head, -1, axis=0)
            found = self._edges[ring] = head, tail, np.cross(head, tail)
        return found

    def outskirts(self, ring: tuple[int, ...]) -> tuple[F64, float]:
        """Middle (unit vector) and radius [rad] of a cap that holds a ring."""
        found = self._caps.get(ring)
        if found is None:
            corners = self.ring_vectors(ring)
            middle = corners.mean(axis=0)
            middle /= np.linalg.norm(middle)
            found = self._caps[ring] = middle, float(angle(corners, middle).max()) + 1e-6
        return found

    def holding(self, at: F64, codes: Iterable[str]) -> list[int]:
        """The faces of the states `codes` in which a place (unit vector) lies."""
        return [face for face in self.faces(codes) if inside(at, [self.ring_vectors(r) for r in self.rings[face]])]

    def outline(self, faces: Iterable[int]) -> list[F64]:
        """Boundary of several faces together: arcs between two of them are gone. Rings of corners, shape (n, 3)."""
        used: dict[int, int] = {}
        for face in faces:
            for ring in self.rings[face]:
                for r in ring:
                    if used.pop(~r, None) is None:
                        used[r] = r
        return _chained([self._vectors[r] if r >= 0 else self._vectors[~r][::-1] for r in used])


def inside(at: F64, rings: list[F64]) -> bool:
    """Whether a place lies inside rings that run counter-clockwise round an area, clockwise round its holes."""
    from layers.kernels import air_sight  # the compiler costs a fifth of a second: only when there is a route

    total = 0.0
    for ring in rings:
        total += air_sight.turns(at, ring, np.roll(ring, -1, axis=0))
    return bool(total > np.pi)


def covered(rings: list[F64], lon: F64, lat: F64) -> npt.NDArray[np.bool_]:
    """Which cells, centres at columns `lon` and rows `lat` [deg], lie inside rings; shape (rows, columns).

    `lon` and `lat` are evenly spaced, either way. Along each column the edges that cross its meridian are counted from
    the south pole; the latitude of a crossing on a great ellipse has a closed form.
    """
    flip = np.zeros((len(lat) + 1, len(lon)), dtype=np.bool_)
    flip[0] = bool(rings) and inside(np.array([0.0, 0.0, -1.0]), rings)
    step, turn = float(lon[1] - lon[0]), 360.0 / abs(float(lon[1] - lon[0]))
    north = lat if lat[-1] > lat[0] else lat[::-1]
    for ring in rings:
        # the column each corner lies at, the same for both edges that meet there
        at = np.mod((positions(ring)[0] - lon[0]) / step, turn)
        head, tail = at, np.roll(at, -1)
        low, high = np.minimum(head, tail), np.maximum(head, tail)
        round_ = high - low > turn / 2  # over the first column's meridian, or past the last one
        last = len(lon)
        spans = [(low, high, ~round_), (high, np.full_like(high, last), round_), (np.zeros_like(low), low, round_)]
        normal = np.cross(ring, np.roll(ring, -1, axis=0))
        for start, stop, which in spans:
            first = np.minimum(np.ceil(start[which]).astype(np.int64), last)
            count = np.maximum(np.minimum(np.ceil(stop[which]).astype(np.int64), last) - first, 0)
            edge = np.repeat(np.flatnonzero(which), count)
            column = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
            lam, n = np.radians(lon[column]), normal[edge]
            along = -(n[:, 0] * np.cos(lam) + n[:, 1] * np.sin(lam))
            crossing = np.degrees(np.arctan2(along * np.sign(n[:, 2]), FLAT * np.abs(n[:, 2])))
            np.logical_xor.at(flip, (np.searchsorted(north, crossing, side="right"), column), True)
    mask = np.logical_xor.accumulate(flip, axis=0)[:-1]
    return np.ascontiguousarray(mask if north is lat else mask[::-1])


def pockets(rings: list[F64], places_at: F64) -> list[F64]:
    """Rings round open space that what is closed surrounds and in which none of some places (n, 3) lies: out of reach.

    Such a ring runs clockwise, with what is closed outside it. Each comes back the other way round.
    """
    found = []
    for ring in rings:
        if float(np.cross(ring, np.roll(ring, -1, axis=0)).sum(axis=0) @ ring.mean(axis=0)) < 0.0:
            back = np.ascontiguousarray(ring[::-1])
            if not any(inside(at, [back]) for at in places_at):
                found.append(back)
    return found


def _chained(lines: list[F64]) -> list[F64]:
    """Closed rings from directed lines that meet end to start."""
    starts: dict[bytes, list[int]] = {}
    for i, line in enumerate(lines):
        starts.setdefault(_key(line[0]), []).append(i)
    free = set(range(len(lines)))
    rings = []
    while free:
        i = min(free)
        chain = []
        first = _key(lines[i][0])
        while True:
            free.discard(i)
            chain.append(lines[i][:-1])
            end = _key(lines[i][-1])
            if end == first:
                break
            onward = [j for j in starts.get(end, ()) if j in free]
            if not onward:
                raise GeometryError(
                    "an airspace boundary that does not close", remedy="the shipped data are damaged: install again"
                )
            i = onward[0]
        rings.append(np.vstack(chain))
    return rings


def _key(vector: F64) -> bytes:
    return np.round(vector * 1e9).astype(np.int64).tobytes()


@lru_cache(maxsize=256)
def drawn_rings(ring: Ring) -> tuple[F64, ...]:
    """Rings round an area a user drew, counter-clockwise round its smaller side, long edges cut; shape (n, 3) each.

    A line that crosses itself encloses several: everything it goes round is meant.

    Raises
    ------
    GeometryError
        Fewer than three corners, or no area; a line round half the globe that crosses itself, of which no side is in.
    """
    given = places([lon for lon, _ in ring], [lat for _, lat in ring])
    given = given[angle(given, np.roll(given, 1, axis=0)) > _SAME_RAD]
    if len(given) < 3:
        raise GeometryError(f"an area with {len(given)} corners", remedy="draw at least three")
    whole = _cut(given)
    parts = _parts(given, whole)
    if parts is None:
        side = np.cross(whole, np.roll(whole, -1, axis=0)).sum(axis=0) @ whole.mean(axis=0)
        parts = () if abs(side) < 1e-14 else (whole if side > 0 else whole[::-1].copy(),)
    if not parts:
        raise GeometryError("an area whose corners lie on one line", remedy="draw corners that enclose something")
    return parts


def _cut(corners: F64) -> F64:
    """A closed ring with corners on its long edges, shape (n, 3)."""
    after = np.roll(corners, -1, axis=0)
    cut = []
    for a, b, size in zip(corners, after, angle(corners, after), strict=True):
        t = np.linspace(0.0, 1.0, max(int(np.ceil(size / LONG_EDGE_RAD)), 1) + 1)[:-1, None]
        cut.append((np.sin((1 - t) * size) * a + np.sin(t * size) * b) / np.sin(size))
    return np.vstack(cut)


def _parts(corners: F64, whole: F64) -> tuple[F64, ...] | None:
    """What a line that crosses itself goes round, as rings; None for one that does not. `whole` has long edges cut.

    Seen from the earth's centre on a plane that touches it, great ellipses are straight.
    """
    import shapely

    middle = whole.mean(axis=0)
    middle /= max(np.linalg.norm(middle), 1e-12)
    height = whole @ middle
    if height.min() < _LOW:
        if _crosses_itself(corners):
            raise GeometryError("an area round half the globe whose line crosses itself", remedy="draw several smaller")
        return None
    east = np.cross(np.eye(3)[np.argmin(np.abs(middle))], middle)
    east /= np.linalg.norm(east)
    north = np.cross(middle, east)
    line = shapely.LinearRing(np.column_stack((whole @ east, whole @ north)) / height[:, None])
    if line.is_simple:
        return None
    found = []
    for part in shapely.get_parts(shapely.union_all(shapely.get_parts(shapely.polygonize([line.union(line)])))):
        xy = shapely.get_coordinates(shapely.normalize(part).exterior.reverse())[:-1]
        ring = middle + xy[:, :1] * east + xy[:, 1:] * north
        found.append(ring / np.linalg.norm(ring, axis=1, keepdims=True))
    return tuple(found)


def _crosses_itself(ring: F64) -> bool:
    """Whether two edges of a ring (n, 3) meet elsewhere than at a corner they share."""
    after = np.roll(ring, -1, axis=0)
    normal = np.cross(ring, after)
    begins, ends = normal @ ring.T < 0, normal @ after.T < 0
    apart = np.subtract.outer(np.arange(len(ring)), np.arange(len(ring))) % len(ring)
    far = (apart > 1) & (apart < len(ring) - 1)
    # as in `air_sight_plain.blocked`: the four turns agree where two arcs meet, and not where their antipodes do
    return bool(((begins != ends) & (begins != ends).T & (begins == ends.T) & far).any())


def turning_points(rings: list[F64]) -> tuple[F64, F64, F64]:
    """Corners a taut line can turn at, moved outside by `TURN_STEP_M`, with both neighbours moved the same way.

    Returns
    -------
    nodes, before, after
        Each (n, 3).
    """
    if not rings:
        empty = np.zeros((0, 3))
        return empty, empty, empty
    size = np.array([len(ring) for ring in rings])
    stop = np.cumsum(size)
    first, last = stop - size, stop - 1
    onward, back = np.arange(1, stop[-1] + 1), np.arange(-1, stop[-1] - 1)
    onward[last], back[first] = first, last  # each ring is closed
    ring = np.vstack(rings)
    to_next, to_last = ring[onward] - ring, ring[back] - ring
    near = np.minimum(np.linalg.norm(to_next, axis=1), np.linalg.norm(to_last, axis=1))
    # outward from each edge: to the right of the way along it
    right = np.cross(to_next, ring)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    out = right + right[back]
    length = np.linalg.norm(out, axis=1, keepdims=True)
    out = np.where(length > 1e-6, out / np.maximum(length, 1e-6), right)
    # so far along the bisector that the edges are passed at the step; at needle points ten steps are enough
    share = np.clip((out * right).sum(axis=1), 0.1, 1.0)
    step = np.minimum(TURN_STEP_M / RADIUS_M, 0.2 * near) / share
    moved = ring + out * step[:, None]
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    convex = (np.cross(ring[back], ring) * ring[onward]).sum(axis=1) > 0
    return moved[convex], moved[back][convex], moved[onward][convex]
