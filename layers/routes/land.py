"""Ways by land: the least-cost path over passable states, and the distance by road to every place.

The path is found on cells of 0.05 degrees with sixteen directions. Roads are not shipped: what a column drives is the
way from cell to cell times `ROAD_FACTOR`. Relief, rivers and the state of roads are not modelled; large lakes are not
passed, ferries are not assumed, and bridges and tunnels between landmasses are explicit (`land_links`).

`length_m` of a land route is the length by road, so that a speed turns it into hours. Its line is the same way pulled
taut over the ground, for the eye: some 2 % shorter than the way it stands for.

An end in a closed state opens the connected piece of that state it lies in, and the route says so. Where an end stands
does not depend on what is closed. So closing more only takes cells and steps away from the graph in which the way is
the shortest, and never shortens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from layers import geodesy
from layers.routes import land_reasons, land_taut
from layers.routes.land_net import F64, I64, U16, LandNetwork
from layers.routes.model import Line, NoRoute, Route, Snap

__all__ = ["ROAD_FACTOR", "LandField", "LandNetwork", "field", "route", "table"]

LonLat = tuple[float, float]

ROAD_FACTOR = 1.26
ROAD_SOURCE = (
    "median of 171 published road distances between 19 European cities, Cambridge Encyclopaedia (1990), over this "
    "network's ways from cell to cell; 80 % of them lie within 1.16-1.41"
)
SNAP_M = 10_000.0
"""An end farther than this from any land has no way by land."""
_START_MARGIN_DEG = 4.0
_LINK = "By the"
"""How the note of a bridge or tunnel begins."""


@dataclass(frozen=True, slots=True, eq=False)
class LandField:
    """Road distance from a site to the cells of a window; infinite where no road leads.

    `metres` is (rows, columns), rows from the south; the first cell's corner is (`west`, `south`), cells are `step`
    degrees. `west` may lie below -180.
    """

    metres: F64
    west: float
    south: float
    step: float
    lon: float
    lat: float
    """Where the ways begin [deg]."""


@dataclass(frozen=True, slots=True, eq=False)
class _End:
    lon: float
    lat: float
    region: int
    snap: Snap | None
    opened: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """A part of the raster cut out for a search."""

    ground: U16
    row: int
    column: int
    west: float
    south: float
    whole: bool

    def index(self, network: LandNetwork, lon: float, lat: float) -> int:
        row, column = network.cell(lon, lat)
        x = (column - self.column) % network.region.shape[1]
        y = row - self.row
        rows, columns = self.ground.shape
        return y * columns + x if 0 <= y < rows and x < columns else -1


def route(network: LandNetwork, start: LonLat, end: LonLat, closed: frozenset[str] = frozenset()) -> Route | NoRoute:
    """The shortest way by land that keeps out of the states `closed` (ISO A3).

    Returns
    -------
    Route
        `passages` are the states driven through, in order, the first and the last included. `length_m` is by road,
        `geodesic_m` the direct distance.
    """
    first, last = _end(network, start, closed, "start"), _end(network, end, closed, "target")
    for given in (first, last):
        if isinstance(given, NoRoute):
            return given
    assert isinstance(first, _End)
    assert isinstance(last, _End)
    mass = network.open_mass(closed, [e.region for e in (first, last) if e.opened])
    together = network.together(mass)
    if together[first.region] != together[last.region]:
        return NoRoute("land", _apart(network, first, last, closed))
    network_m, chain, links, regions = _search(network, mass, first, last)
    parts = [_pulled(network, mass, chain[a : b + 1]) for a, b in _stretches(len(chain), links)]
    points = np.vstack([parts[0], *parts[1:]])
    lon, lat = points[:, 0], points[:, 1]
    if len(points) == 2 and np.array_equal(points[0], points[1]):
        lon, lat = lon[:1], lat[:1]
    under = network.regions(*geodesy.densify(lon, lat, land_reasons.SAMPLE_M)).tolist() if len(lon) > 1 else []
    geodesic_m = float(geodesy.distance(lon[0], lat[0], lon[-1], lat[-1]))
    length_m = max(network_m, geodesic_m) * ROAD_FACTOR  # ends lie up to half a cell from where the network counts
    notes = tuple(f"{_LINK} {network.link_at(*chain[k].tolist())}." for k in links)
    return Route(
        "land",
        Line(lon, lat),
        length_m,
        geodesic_m,
        passages=_states(network, under, first, last),
        regions=frozenset(regions.union(under) - {0}),
        start_snap=first.snap,
        end_snap=last.snap,
        notes=notes + _opened(network, first, last),
        assumed=(
            f"Road length taken as {ROAD_FACTOR:g} times the way from cell to cell ({ROAD_SOURCE}).",
            "No ferries; relief, rivers and the state of roads are not modelled.",
        ),
        refused=_refused(network, lon, lat, first, last, closed),
    )


def still(network: LandNetwork, way: Route, ends: tuple[LonLat, LonLat], closed: frozenset[str]) -> Route | None:
    """A way found under other closures, as `route` tells it with `closed`; None where it is barred.

    That what has been opened makes no way shorter is for the caller to know.
    """
    first, last = (_end(network, place, closed, "start") for place in ends)
    if isinstance(first, NoRoute) or isinstance(last, NoRoute):
        return None
    if any(network.state[region] in closed for region in way.regions - {first.region, last.region}):
        return None
    links = tuple(note for note in way.notes if note.startswith(_LINK))
    refused = _refused(network, way.line.lon, way.line.lat, first, last, closed)
    return replace(way, notes=links + _opened(network, first, last), refused=refused)


def _opened(network: LandNetwork, first: _End, last: _End) -> tuple[str, ...]:
    return tuple(
        f"{word} lies in closed {network.name(network.state[one.region])}: {verb} there."
        for word, one, verb in (("Start", first, "left"), ("Target", last, "entered"))
        if one.opened
    )


def _refused(
    network: LandNetwork, lon: F64, lat: F64, first: _End, last: _End, closed: frozenset[str]
) -> tuple[str, ...]:
    """Why a way does not follow the geodesic between its ends."""
    if len(lon) < 2:
        return ()
    ends = (float(lon[0]), float(lat[0])), (float(lon[-1]), float(lat[-1]))
    return tuple(land_reasons.refused(network, ends, closed, {one.region for one in (first, last) if one.opened}))


def table(
    network: LandNetwork, starts: Sequence[LonLat], ends: Sequence[LonLat], closed: frozenset[str] = frozenset()
) -> F64:
    """Lengths by road [m] of the shortest ways, shape (starts, ends); infinite where there is none."""
    ways = [[route(network, start, end, closed) for end in ends] for start in starts]
    return np.array([[way.length_m if isinstance(way, Route) else np.inf for way in row] for row in ways])


def field(
    network: LandNetwork, site: LonLat, closed: frozenset[str] = frozenset(), limit_m: float = 2_000_000.0
) -> LandField | NoRoute:
    """Road distance from `site` to every cell within `limit_m` by road.

    The lengths are those of `route`.
    """
    one = _end(network, site, closed, "start")
    if isinstance(one, NoRoute):
        return one
    mass = network.open_mass(closed, [one.region] if one.opened else [])
    around = limit_m / ROAD_FACTOR / 110_500.0
    window = _window(network, mass, [(one.lon, one.lat)], around)
    seed = window.index(network, one.lon, one.lat)
    metres, _, _ = _run(network, window, seed, -1, limit_m / ROAD_FACTOR)
    by_road = metres.reshape(window.ground.shape) * ROAD_FACTOR
    by_road[by_road > limit_m] = np.inf
    return LandField(by_road, window.west, window.south, network.step, one.lon, one.lat)


def state_at(network: LandNetwork, lon: float, lat: float) -> str:
    """ISO A3 of the state on whose ground a way from a place begins; empty where there is none."""
    one = _end(network, (lon, lat), frozenset(), "start")
    return "" if isinstance(one, NoRoute) else network.state[one.region]


def _end(network: LandNetwork, place: LonLat, closed: frozenset[str], word: str) -> _End | NoRoute:
    """Where an end stands, whatever is closed: as given or on the nearest land; whether its piece is to be opened."""
    geodesy.check_finite(place[0], "longitude")
    geodesy.check_latitude(place[1])
    region = network.region_at(*place)
    snap = None
    if not region:
        around = network.near(*place, SNAP_M)
        if not around:
            return NoRoute("land", f"no land route: the {word} is at sea, no land within {SNAP_M / 1e3:.0f} km")
        metres, lon, lat, region = around[0]
        place, snap = (lon, lat), Snap(lon, lat, metres)
    return _End(*place, region, snap, network.state[region] in closed)


def _apart(network: LandNetwork, first: _End, last: _End, closed: frozenset[str]) -> str:
    """Why no way joins two regions."""
    everything = network.together(network.open_mass(()))
    if everything[first.region] == everything[last.region]:
        names = ", ".join(sorted(network.name(code) for code in closed))
        return f"no land route outside closed {names}"
    where = [network.name(network.state[e.region]) for e in (first, last)]
    return (
        f"no land route: water lies between the start ({where[0]}) and the target ({where[1]}), no bridge or tunnel "
        "joins them, and ferries are not assumed"
    )


def _window(network: LandNetwork, mass: U16, places: list[LonLat], margin_deg: float) -> _Window:
    """The raster round some places, widened by a margin [deg of latitude], with closed ground as water."""
    rows, columns = network.region.shape
    lats = [lat for _, lat in places]
    south = max(network.cell(0.0, min(lats) - margin_deg)[0], 0)
    north = min(network.cell(0.0, max(lats) + margin_deg)[0] + 1, rows)
    widest = max(abs(network.south + south * network.step), abs(network.south + north * network.step))
    aside = margin_deg / max(np.cos(np.radians(min(widest, 89.0))), 0.05)
    lon0 = places[0][0]
    offsets = [(lon - lon0 + 180.0) % 360.0 - 180.0 for lon, _ in places]
    west, east = lon0 + min(offsets) - aside, lon0 + max(offsets) + aside
    count = min(int((east - west) / network.step) + 2, columns)
    if count == columns:
        west = lon0 + (min(offsets) + max(offsets)) / 2 - 180.0
    first = int(np.floor((west + 180.0) / network.step))
    taken = np.arange(first, first + count) % columns
    ground = mass[network.region[south:north][:, taken]]
    whole = count == columns and south == 0 and north == rows
    return _Window(
        np.ascontiguousarray(ground),
        south,
        first % columns,
        first * network.step - 180.0,
        network.south + south * network.step,
        whole,
    )


def _run(network: LandNetwork, window: _Window, seed: int, goal: int, limit_m: float) -> tuple[F64, I64, bool]:
    from layers.kernels import land_paths  # the compiler costs a fifth of a second: only when there is a route

    rows, columns = window.ground.shape
    lat = window.south + (np.arange(rows) + 0.5) * network.step
    lon = window.west + (np.arange(columns) + 0.5) * network.step
    angles = np.radians(np.concatenate((lat, lon)))
    cells = np.column_stack((np.sin(angles), np.cos(angles)))
    a, b, far = [], [], []
    flat = window.ground.ravel()
    for link in network.links:
        one, other = window.index(network, *link.a), window.index(network, *link.b)
        if one >= 0 and other >= 0 and flat[one] and flat[other]:
            metres = float(geodesy.distance(*link.a, *link.b))
            a += [one, other]
            b += [other, one]
            far += [metres, metres]
    return land_paths.search(
        window.ground,
        network.step_lengths(window.row, rows),
        cells,
        np.array(a, dtype=np.int64),
        np.array(b, dtype=np.int64),
        np.array(far, dtype=np.float64),
        seed,
        goal,
        limit_m,
    )


def _search(network: LandNetwork, mass: U16, first: _End, last: _End) -> tuple[float, F64, list[int], set[int]]:
    """Length [m] of the shortest way by cells, its points (n, 2), the indices before links, the regions it passes."""
    margin = _START_MARGIN_DEG
    while True:
        window = _window(network, mass, [(first.lon, first.lat), (last.lon, last.lat)], margin)
        seed, goal = (window.index(network, e.lon, e.lat) for e in (first, last))
        metres, before, edge = _run(network, window, seed, goal, np.inf)
        # nothing outside the window can be shorter when the search never came to its edge
        if window.whole or (not edge and np.isfinite(metres[goal])):
            break
        margin *= 2.5
    columns = window.ground.shape[1]
    cells = [goal]
    while before[cells[-1]] >= 0:
        cells.append(int(before[cells[-1]]))
    path = np.array(cells[::-1])
    row, column = path // columns, path % columns
    lon = window.west + (column + 0.5) * network.step
    lat = window.south + (row + 0.5) * network.step
    points = np.column_stack(((lon + 180.0) % 360.0 - 180.0, lat))
    # a knight's step passes between the two cells at half its longer side
    half = (np.diff(row) / 2).astype(np.int64), (np.diff(column) / 2).astype(np.int64)
    y = np.concatenate((row, row[:-1] + half[0], row[1:] - half[0])) + window.row
    x = np.concatenate((column, column[:-1] + half[1], column[1:] - half[1])) + window.column
    links = np.flatnonzero(np.maximum(np.abs(np.diff(row)), np.abs(np.diff(column))) > 2)
    if len(points) == 1:
        points = np.vstack((points, points))
    points[0], points[-1] = (first.lon, first.lat), (last.lon, last.lat)
    regions = set(network.region[y, x % network.region.shape[1]].tolist())
    return float(metres[goal]), points, [int(k) for k in links], regions


def _stretches(count: int, links: list[int]) -> list[tuple[int, int]]:
    """First and last point of what lies between links."""
    bounds = [-1, *links, count - 1]
    return [(a + 1, b) for a, b in pairwise(bounds)]


def _pulled(network: LandNetwork, mass: U16, chain: F64) -> F64:
    """A chain of points (n, 2) pulled taut over the ground."""
    from layers.kernels import land_paths

    if len(chain) <= 2:
        return chain
    window = _window(network, mass, [(float(x), float(y)) for x, y in chain[:: max(len(chain) // 50, 1)]], 2.0)

    def sees(a: F64, b: F64) -> bool:
        return bool(land_paths.sees(window.ground, window.south, window.west, network.step, a, b))

    return land_taut.taut(chain, sees)


def _states(network: LandNetwork, under: list[int], first: _End, last: _End) -> tuple[str, ...]:
    """States over whose regions a line leads, each once, in order; a strip cut for less than 4 km does not count."""
    codes = [network.state[first.region]]
    run, length = codes[0], 0
    for region in under:
        code = network.state[region]
        length = length + 1 if code == run else 1
        run = code
        if code and length >= 3 and code not in codes:
            codes.append(code)
    end = network.state[last.region]
    if end in codes:
        codes.remove(end) if end != codes[0] else None
    return (*codes, end) if end != codes[0] or len(codes) > 1 else (end,)
