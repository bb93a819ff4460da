"""Ways by air: the shortest path on the ellipsoid round closed airspace.

The way turns only at corners of what is closed, a hundred metres outside them. A straight way that is clear is the
geodesic. A way round follows great ellipses, with vertices every 200 km, so that the line drawn is the line tested; a
leg of 10 000 km is then some ten metres longer than its geodesic.

An end that lies in closed airspace opens the piece of that state's airspace it lies in, for this way alone, and the
route says so, however near the edge it is: were it put outside, closing the neighbour too would put it back in, and
open what was closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.routes import air_graph
from layers.routes.air_crossed import crossed, crossed_by_direct, crosses, within
from layers.routes.air_graph import AirGraph
from layers.routes.air_space import F64, Airspaces, Ring, drawn_rings, inside, places, positions
from layers.routes.model import Line, NoRoute, Route
from layers.sphere import RADIUS_M, segment_angles
from layers.units import km

__all__ = ["Airspaces", "Detours", "clear", "nodes_from", "route", "still", "table"]

LonLat = tuple[float, float]

_RIM_M = 1.0
"""An end this near to the edge of a drawn area lies in it: of the edge itself no sign tells the side."""
PIECE_M = 200_000.0
"""Longest step of a way round what is closed; geodesic and great ellipse lie within a metre of each other over it."""
ASSUMED = (
    "Shortest way on the ellipsoid; wind, airways and the time to climb are not modelled.",
    "National airspace is land and 12 nautical miles of sea.",
)
_GRAPHS = 48
"""Graphs kept per set of airspaces, the oldest given up first; about 2 MB each."""


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """An end of a way: where the graph is entered, and what it opens."""

    lon: float
    lat: float
    at: F64
    faces: frozenset[int]
    drawn: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Detours:
    """Corners a way from a site can turn at, each with the shortest way on which it can; shape (n,)."""

    lon: F64
    lat: F64
    distance_m: F64


def route(
    spaces: Airspaces,
    start: LonLat,
    end: LonLat,
    closed: frozenset[str] = frozenset(),
    drawn: Sequence[Ring] = (),
) -> Route | NoRoute:
    """The shortest way from `start` to `end` that keeps out of what is closed.

    Parameters
    ----------
    spaces
        The airspaces of all states.
    start, end
        (lon, lat) [deg].
    closed
        ISO A3 codes of the states whose airspace is closed.
    drawn
        Further closed areas; of the two sides of a ring the smaller is meant.

    Raises
    ------
    GeometryError
        A position that is none, a ring that encloses nothing.
    """
    geodesic_m = float(geodesy.distance(*start, *end))
    first, last = _ends(spaces, start, end, closed, tuple(drawn))
    notes, refused = _notes(spaces, first, last), _refused(spaces, first, last, closed, tuple(drawn))
    if not refused:
        line = _line([start, end] if start != end else [start])
        return Route("air", line, geodesic_m, geodesic_m, notes=notes, assumed=ASSUMED)
    graph = _graph(spaces, first, last, closed, tuple(drawn))
    from_end, onward = graph.tree(last.lon, last.lat, last.at)
    seen = graph.seen(first.at)
    total = from_end[seen] + _metres(first, graph, seen)
    if not len(seen) or not np.isfinite(total).any():
        return NoRoute("air", _enclosed(spaces, graph, first, last, closed, bool(drawn)))
    node = int(seen[np.argmin(total)])
    path = [first.at]
    while node >= 0:
        path.append(graph.nodes[node])
        node = int(onward[node])
    line = _taut(np.vstack([*path, last.at]), start, end)
    notes += (_keeps_out(spaces, closed),)
    length_m = geodesy.length(line.lon, line.lat)
    return Route("air", line, length_m, geodesic_m, notes=notes, assumed=ASSUMED, refused=refused)


def still(
    spaces: Airspaces, way: Route, ends: tuple[LonLat, LonLat], before: frozenset[str], closed: frozenset[str]
) -> Route | None:
    """A way found when `before` was closed, as `route` finds it with `closed`; None where it may be another.

    It holds when its line keeps out of what has been closed since, and is the direct way or nothing has been opened.
    An end in what has been closed or opened makes it another way.
    """
    changed = before ^ closed
    direct = not way.refused
    if before - closed and not direct:
        return None
    line = places(way.line.lon, way.line.lat)
    first, last = (end_at(spaces, place, before, ()) for place in ends)
    chain = _direct(first, last) if direct else line
    if any(within(spaces, end.at, changed) for end in (first, last)):
        return None
    if crossed(spaces, chain, closed - before, frozenset()):
        return None
    if direct:
        return way
    notes = (*_notes(spaces, first, last), _keeps_out(spaces, closed))
    return replace(way, notes=notes, refused=_refused(spaces, first, last, closed, ()))


def table(
    spaces: Airspaces,
    starts: Sequence[LonLat],
    ends: Sequence[LonLat],
    closed: frozenset[str] = frozenset(),
    drawn: Sequence[Ring] = (),
) -> F64:
    """Lengths [m] of the shortest ways, shape (starts, ends); infinite where there is none.

    Within some ten metres of `route`, whose line is measured in steps.
    """
    rings = tuple(drawn)
    found = np.full((len(starts), len(ends)), np.inf)
    for j, end in enumerate(ends):
        for i, start in enumerate(starts):
            first, last = _ends(spaces, start, end, closed, rings)
            if not _refused(spaces, first, last, closed, rings):
                found[i, j] = geodesy.distance(*start, *end)
                continue
            graph = _graph(spaces, first, last, closed, rings)
            seen = graph.seen(first.at)
            if len(seen):
                from_end, _ = graph.tree(last.lon, last.lat, last.at)
                found[i, j] = (from_end[seen] + _metres(first, graph, seen)).min()
    return found


def nodes_from(
    spaces: Airspaces, site: LonLat, closed: frozenset[str] = frozenset(), drawn: Sequence[Ring] = ()
) -> Detours:
    """The corners where a way from `site` round what is closed can turn, with the shortest way on which it can.

    A way that only ends at a corner may be shorter: it need not come in along an edge.
    For a field: the way to a place is the geodesic when it is clear, else the least of way to a corner + geodesic from
    it, over the corners in clear sight (`clear`).
    """
    first, last = _ends(spaces, site, site, closed, tuple(drawn))
    graph = _graph(spaces, first, last, closed, tuple(drawn))
    metres, _ = graph.tree(first.lon, first.lat, first.at)
    reached = np.isfinite(metres)
    return Detours(graph.lon[reached], graph.lat[reached], metres[reached])


def clear(
    spaces: Airspaces,
    lon1: npt.ArrayLike,
    lat1: npt.ArrayLike,
    lon2: npt.ArrayLike,
    lat2: npt.ArrayLike,
    closed: frozenset[str] = frozenset(),
    drawn: Sequence[Ring] = (),
) -> npt.NDArray[np.bool_]:
    """For each pair of places [deg], shape (n,), whether the straight way stays out of what is closed."""
    graph = graph_round(spaces, frozenset(spaces.faces(closed)), tuple(drawn))
    a, b = np.broadcast_arrays(places(lon1, lat1), places(lon2, lat2))
    return np.asarray(graph.clear(np.ascontiguousarray(a), np.ascontiguousarray(b)))


def graph_round(spaces: Airspaces, faces: frozenset[int], drawn: tuple[Ring, ...]) -> AirGraph:
    """The graph round some faces and drawn areas, kept for the next who asks."""
    key = ("graph", faces, drawn)
    found = spaces.kept.get(key)
    if not isinstance(found, AirGraph):
        rings = [*spaces.outline(sorted(faces)), *(part for ring in drawn for part in drawn_rings(ring))]
        found = air_graph.build(rings, _within(spaces, faces, drawn))
        _keep(spaces, key, found)
    return found


def _within(spaces: Airspaces, faces: frozenset[int], drawn: tuple[Ring, ...]) -> AirGraph | None:
    """The largest graph that is kept round part of this."""
    parts = [
        graph
        for key, graph in [*spaces.kept.items()]
        if isinstance(graph, AirGraph) and isinstance(key, tuple) and key[1] < faces and key[2] == drawn
    ]
    return max(parts, key=lambda graph: len(graph.nodes), default=None)


def _keep(spaces: Airspaces, key: object, value: object) -> None:
    spaces.kept[key] = value
    graphs = [k for k, v in spaces.kept.items() if isinstance(v, AirGraph)]
    for old in graphs[:-_GRAPHS]:
        del spaces.kept[old]


def _ends(
    spaces: Airspaces, start: LonLat, end: LonLat, closed: frozenset[str], drawn: tuple[Ring, ...]
) -> tuple[End, End]:
    return end_at(spaces, start, closed, drawn), end_at(spaces, end, closed, drawn)


def _graph(spaces: Airspaces, first: End, last: End, closed: frozenset[str], drawn: tuple[Ring, ...]) -> AirGraph:
    """The graph of what stays closed to a way between two ends; only a way that is not direct needs one."""
    faces = frozenset(spaces.faces(closed)) - first.faces - last.faces
    opened = first.drawn | last.drawn
    return graph_round(spaces, faces, tuple(ring for i, ring in enumerate(drawn) if i not in opened))


def end_at(spaces: Airspaces, place: LonLat, closed: frozenset[str], drawn: tuple[Ring, ...]) -> End:
    """Where a way from or to a place meets the graph, and the faces and drawn areas it opens."""
    key = ("end", place, closed, drawn)
    found = spaces.kept.get(key)
    if isinstance(found, End):
        return found
    geodesy.check_finite(place[0], "longitude")
    geodesy.check_latitude(place[1])
    at = places(*place)
    areas = frozenset(i for i, ring in enumerate(drawn) if any(_holds(part, at) for part in drawn_rings(ring)))
    found = End(*place, at, frozenset(spaces.holding(at, closed)), areas)
    if len(spaces.kept) > 20_000:  # ends are small, but a dragged base makes many
        for old in [k for k, v in spaces.kept.items() if isinstance(v, End)]:
            del spaces.kept[old]
    spaces.kept[key] = found
    return found


def _holds(ring: F64, at: F64) -> bool:
    """Whether a place lies within a ring, or on it."""
    return inside(at, [ring]) or float(segment_angles(at, ring, np.roll(ring, -1, axis=0)).min()) * RADIUS_M < _RIM_M


def _refused(
    spaces: Airspaces, first: End, last: End, closed: frozenset[str], drawn: tuple[Ring, ...]
) -> tuple[str, ...]:
    """What the direct way would cross that is closed."""
    chain = _direct(first, last)
    ends = (first.lon, first.lat), (last.lon, last.lat)
    over = crossed_by_direct(spaces, ends, chain, closed, first.faces | last.faces)
    names = [spaces.name(code) for code in over]
    areas = [
        i
        for i, ring in enumerate(drawn)
        if i not in first.drawn | last.drawn and any(crosses(chain, part) for part in drawn_rings(ring))
    ]
    names += [f"{len(areas)} drawn area{'s' if len(areas) > 1 else ''}"] if areas else []
    if not names:
        return ()
    metres = float(geodesy.distance(first.lon, first.lat, last.lon, last.lat))
    return (f"The direct way of {km(metres)} crosses closed airspace: {', '.join(names)}.",)


def _direct(first: End, last: End) -> F64:
    """The geodesic between two ends as places (n, 3) along it, near enough that great ellipses stand for its pieces."""
    metres, azimuth, _ = geodesy.inverse(first.lon, first.lat, last.lon, last.lat)
    pieces = max(int(np.ceil(metres / (5 * PIECE_M))), 1)
    if pieces == 1:
        return np.vstack((first.at, last.at))
    along = metres * np.arange(1, pieces) / pieces
    lon, lat = geodesy.destination(np.full(pieces - 1, first.lon), np.full(pieces - 1, first.lat), azimuth, along)
    return np.vstack((first.at, places(lon, lat), last.at))


def _metres(end: End, graph: AirGraph, nodes: npt.NDArray[np.int64]) -> F64:
    """Geodesic lengths from an end to nodes."""
    lon, lat = np.full(len(nodes), end.lon), np.full(len(nodes), end.lat)
    return np.asarray(geodesy.distance(lon, lat, graph.lon[nodes], graph.lat[nodes]))


def _line(points: Sequence[LonLat]) -> Line:
    return Line(np.array([p[0] for p in points], dtype=float), np.array([p[1] for p in points], dtype=float))


def _taut(corners: F64, start: LonLat, end: LonLat) -> Line:
    """The line through unit vectors along great ellipses, in steps of at most `PIECE_M`, with the given ends."""
    parts = []
    for a, b in pairwise(corners):
        angle = float(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))
        t = np.linspace(0.0, 1.0, max(int(np.ceil(angle * RADIUS_M / PIECE_M)), 1) + 1)[:-1, None]
        weights = (1.0 - t, t) if angle < 1e-9 else (np.sin((1.0 - t) * angle), np.sin(t * angle))
        parts.append(weights[0] * a + weights[1] * b)
    lon, lat = positions(np.vstack([*parts, corners[-1:]]))
    return _line([start, *zip(lon[1:-1].tolist(), lat[1:-1].tolist(), strict=True), end])


def _keeps_out(spaces: Airspaces, closed: frozenset[str]) -> str:
    names = sorted(spaces.name(code) for code in closed)
    return f"Keeps out of closed airspace: {', '.join(names) or 'drawn areas'}."


def _notes(spaces: Airspaces, first: End, last: End) -> tuple[str, ...]:
    notes = []
    for word, end, verb in (("Target", last, "entered"), ("Start", first, "left")):
        states = sorted({spaces.name(spaces.codes[face]) for face in end.faces})
        notes += [f"{word} lies in closed airspace of {state}: {verb} there." for state in states]
        if end.drawn:
            notes.append(f"{word} lies in a drawn closed area: {verb} there.")
    return tuple(notes)


def _enclosed(spaces: Airspaces, graph: AirGraph, first: End, last: End, closed: frozenset[str], drawn: bool) -> str:
    """Why two ends are apart: the one that gets to fewer corners is shut in."""
    corners = [int(np.isfinite(graph.tree(end.lon, end.lat, end.at)[0]).sum()) for end in (first, last)]
    shut_in = "start" if corners[0] < corners[1] else "target"
    names = [spaces.name(code) for code in sorted(closed)] + (["drawn areas"] if drawn else [])
    return f"no way by air: the {shut_in} is enclosed by closed airspace ({', '.join(names)})"
