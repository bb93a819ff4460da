"""National airspaces, land and 12 nautical miles of sea: resources/data/airspace-world.npz.

Run `python resources/build/airspace.py` after `base.py`; it reads the base map made there and takes about two minutes.

Every state's land is buffered by 12 nautical miles on the ellipsoid (tile by tile in an azimuthal equidistant
projection about the tile's own centre, true to 0.3 % within it). Land is never another state's territorial sea; where
two belts overlap, each has what is nearer to its own coast (the median line of article 15 of the UN Convention on the
Law of the Sea). Agreed sea boundaries, straight baselines and archipelagic waters are not modelled.

The boundaries are cut into arcs that neighbours share and simplified; those against the open sea are first moved out by
the tolerance, so that the simplified belt never falls short of 12 nautical miles. Antarctica is left out.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from pyproj import Transformer

DATA = Path(__file__).resolve().parents[1] / "data"
BELT_M = 12 * 1852.0
TOLERANCE_M = 1000.0
DETAIL_M = 100
"""Vertices of the base map that matter less than this [m] are left out."""
TILE = 10.0
OUTLYING = (
    ("TWN", 118.35, 24.44, 9_000.0),  # Kinmen
    ("TWN", 118.24, 24.43, 4_000.0),  # Lieyu
    ("TWN", 119.933, 26.155, 3_000.0),  # Nangan, Matsu
    ("TWN", 119.995, 26.223, 3_000.0),  # Beigan, Matsu
    ("TWN", 120.49, 26.37, 2_000.0),  # Dongyin, Matsu
    ("TWN", 119.97, 25.97, 2_000.0),  # Juguang, Matsu
    ("TWN", 119.453, 24.987, 1_000.0),  # Wuqiu
    ("TWN", 116.724, 20.703, 1_000.0),  # Pratas
    ("TWN", 114.366, 10.377, 500.0),  # Itu Aba
    ("PHL", 114.285, 11.053, 500.0),  # Thitu
    ("JPN", 123.474, 25.743, 1_500.0),  # Uotsuri, Senkaku
    ("UKR", 30.204, 45.255, 300.0),  # Snake Island
)
"""Small islands that Natural Earth lacks or misplaces, as discs: state in possession, longitude, latitude, radius [m].

Positions as in resources/data/islands.csv, rounded to about a kilometre; a disc stands for each outline.
"""
RADIUS_M = 6_371_008.8
GRID_DEG = 1e-5
SLIVER_KM2 = 2.0


def countries() -> dict[str, shapely.MultiPolygon]:
    """Land of every state but Antarctica, lon/lat."""
    with np.load(DATA / "basemap.npz") as base:
        lon, lat = base["arc_lon"].astype(float), base["arc_lat"].astype(float)
        matters, start = base["arc_importance"], base["arc_start"]
        refs, ring_start = base["country_ref"], base["country_start"]
        feature, codes = base["country_feature"], base["country_code"]
    arcs = []
    for a, b in pairwise(start):
        keep = matters[a:b] >= DETAIL_M
        keep[[0, -1]] = True
        arcs.append(np.column_stack((lon[a:b][keep], lat[a:b][keep])))
    lines: dict[str, list] = {}
    for ring, country in enumerate(feature):
        parts = [arcs[r] if r >= 0 else arcs[~r][::-1] for r in refs[ring_start[ring] : ring_start[ring + 1]]]
        xy = np.vstack([p[:-1] for p in parts])
        if len(xy) >= 3:
            lines.setdefault(str(codes[country]), []).append(areas(shapely.Polygon(xy)))
    land = {code: even_odd(rings) for code, rings in sorted(lines.items()) if code != "ATA"}
    for code, east, north, radius_m in OUTLYING:
        round_ = disc(east, north, radius_m)
        for other, shape in land.items():
            land[other] = (shapely.union if other == code else shapely.difference)(shape, round_)
    return land


def disc(east: float, north: float, radius_m: float):
    """A circle about a place, as a polygon of 32 corners."""
    t = np.linspace(0.0, 2.0 * np.pi, 32, endpoint=False)
    degrees = radius_m / 111_200.0
    stretch = 1.0 / np.cos(np.radians(north))
    return shapely.Polygon(np.column_stack((east + degrees * stretch * np.cos(t), north + degrees * np.sin(t))))


def areas(shape):
    """The polygons of a geometry, made valid, without the lines and points that validity leaves behind."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    flat = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return shapely.union_all(flat)


def even_odd(rings: list) -> shapely.Geometry:
    """What lies in an odd number of the rings; they do not cross."""
    rings = sorted(rings, key=lambda r: -r.area)
    inner, outer = shapely.STRtree(rings).query([shapely.point_on_surface(r) for r in rings], predicate="within")
    depth = np.bincount(inner[inner != outer], minlength=len(rings))
    solid = shapely.union_all([r for r, d in zip(rings, depth, strict=True) if d % 2 == 0])
    holes = [r for r, d in zip(rings, depth, strict=True) if d % 2 == 1]
    return areas(shapely.difference(solid, shapely.union_all(holes)))


def shifted(geometry, lon0: float):
    """Longitudes brought to within 180 degrees of `lon0`, for a geometry that lies on one side of the seam."""
    return shapely.transform(geometry, lambda xy: np.column_stack((xy[:, 0] + lon0, xy[:, 1])))


def near(land: dict[str, shapely.Geometry], lon0: float, lat0: float) -> dict[str, shapely.Geometry]:
    """What lies in and around the tile about (`lon0`, `lat0`), longitudes as a continuous run about `lon0`."""
    high = min(abs(lat0) + TILE / 2, 89.0)
    margin_lat = 0.6
    margin_lon = margin_lat / np.cos(np.radians(min(high + margin_lat, 88.5)))
    half = min(TILE / 2 + margin_lon, 179.0)
    box = (lon0 - half, lat0 - TILE / 2 - margin_lat, lon0 + half, lat0 + TILE / 2 + margin_lat)
    found = {}
    for code, shape in land.items():
        parts = []
        for turn in (-360.0, 0.0, 360.0):
            moved = (box[0] - turn, box[1], box[2] - turn, box[3])
            b = shape.bounds
            if b[0] > moved[2] or b[2] < moved[0] or b[1] > moved[3] or b[3] < moved[1]:
                continue
            cut = shapely.clip_by_rect(shape, *moved)
            if not cut.is_empty:
                parts.append(shifted(shapely.make_valid(cut), turn))
        if parts:
            found[code] = shapely.union_all(parts)
    return {code: s for code, s in found.items() if s.area > 0}


def tile(land: dict[str, shapely.Geometry], lon0: float, lat0: float) -> dict[str, shapely.Geometry]:
    """Airspaces inside one tile, lon/lat about `lon0`."""
    here = near(land, lon0, lat0)
    if not here:
        return {}
    crs = f"+proj=aeqd +lon_0={lon0} +lat_0={lat0} +ellps=WGS84 +units=m"
    there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    back = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)

    def flat(xy):
        return np.column_stack(there.transform(xy[:, 0], xy[:, 1]))

    def round_(xy):
        lon, lat = back.transform(xy[:, 0], xy[:, 1])
        return np.column_stack((lon0 + (np.asarray(lon) - lon0 + 180.0) % 360.0 - 180.0, lat))

    plane = {code: shapely.make_valid(shapely.transform(shapely.segmentize(s, 0.1), flat)) for code, s in here.items()}
    ground = shapely.union_all(list(plane.values()))
    belt = {
        code: shapely.difference(shapely.buffer(s, BELT_M + TOLERANCE_M, quad_segs=12), ground)
        for code, s in plane.items()
    }
    belt = medians(plane, belt)
    window = shapely.segmentize(shapely.box(lon0 - TILE / 2, lat0 - TILE / 2, lon0 + TILE / 2, lat0 + TILE / 2), 0.1)
    result = {}
    for code, s in plane.items():
        whole = shapely.segmentize(shapely.union_all([s, belt[code]]), 10_000.0)
        cut = shapely.intersection(shapely.make_valid(shapely.transform(whole, round_)), window)
        if cut.area > 0:
            result[code] = cut
    return result


def medians(plane: dict[str, shapely.Geometry], belt: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Belts that no longer overlap: what two claim goes to the nearer coast."""
    codes = list(belt)
    shapes = [belt[c] for c in codes]
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="intersects")
    shared = [shapely.intersection(shapes[i], shapes[j]) for i, j in zip(left, right, strict=True) if i < j]
    contested = shapely.union_all([s for s in shared if s.area > 1.0] or [shapely.Point()])
    if contested.is_empty:
        return belt
    reach = shapely.buffer(contested, BELT_M + 2000.0, quad_segs=4)
    points, owner = [], []
    for number, code in enumerate(codes):
        coast = shapely.intersection(shapely.boundary(plane[code]), reach)
        if coast.is_empty:
            continue
        xy = shapely.get_coordinates(shapely.segmentize(coast, 500.0))
        points.append(xy)
        owner.append(np.full(len(xy), number))
    xy, who = np.vstack(points), np.concatenate(owner)
    xy, first = np.unique(np.round(xy), axis=0, return_index=True)
    who = who[first]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(xy), extend_to=reach, ordered=True))
    result = {}
    for number, code in enumerate(codes):
        if not (who == number).any() or not shapely.intersects(belt[code], contested):
            result[code] = belt[code]
            continue
        mine = shapely.union_all(cells[who == number])
        free = shapely.difference(belt[code], contested)
        won = shapely.intersection(shapely.intersection(belt[code], contested), mine)
        result[code] = shapely.union_all([free, won])
    return result


def world(land: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Airspaces as one multipolygon per state, cut at the seam."""
    pieces: dict[str, list] = {}
    for lat0 in np.arange(-55.0, 90.0, TILE):
        for lon0 in np.arange(-180.0, 180.0, TILE):
            for code, shape in tile(land, lon0, lat0).items():
                if lon0 == -180.0:  # the one tile that straddles the seam
                    east = shapely.clip_by_rect(shape, -180.0, -90.0, 0.0, 90.0)
                    west = shifted(shapely.clip_by_rect(shape, -300.0, -90.0, -180.0, 90.0), 360.0)
                    pieces.setdefault(code, []).extend(s for s in (east, west) if not s.is_empty)
                else:
                    pieces.setdefault(code, []).append(shape)
        print(f"lat {lat0:+.0f}: {len(pieces)} states", flush=True)
    return {
        code: areas(shapely.union_all(shapely.set_precision([areas(p) for p in parts], GRID_DEG)))
        for code, parts in pieces.items()
    }


def vectors(xy):
    lam, phi = np.radians(xy[:, 0]), np.radians(xy[:, 1])
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def thinned(xy: np.ndarray, tolerance_m: float) -> np.ndarray:
    """Douglas and Peucker with distances to the great circle between the ends; the ends stay."""
    if len(xy) <= 2:
        return xy
    v = vectors(xy)
    keep = np.zeros(len(xy), dtype=bool)
    keep[[0, -1]] = True
    stack = [(0, len(xy) - 1)]
    if np.allclose(v[0], v[-1], atol=1e-9):  # a closed arc: cut it at the vertex farthest from its start
        far = int(np.argmax(np.linalg.norm(v - v[0], axis=1)))
        side = np.cross(v[0], v[far])
        off = int(np.argmax(np.abs(v @ side)))
        keep[[far, off]] = True
        marks = sorted({0, far, off, len(xy) - 1})
        stack = list(pairwise(marks))
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        inner = v[a + 1 : b]
        chord = v[b] - v[a]
        along = np.clip((inner - v[a]) @ chord / max(float(chord @ chord), 1e-30), 0.0, 1.0)
        foot = v[a] + along[:, None] * chord
        foot /= np.linalg.norm(foot, axis=1, keepdims=True)
        away = np.linalg.norm(inner - foot, axis=1) * RADIUS_M
        worst = int(np.argmax(away))
        if away[worst] > tolerance_m:
            middle = a + 1 + worst
            keep[middle] = True
            stack += [(a, middle), (middle, b)]
    return xy[keep]


def arcs_of(spaces: dict[str, shapely.Geometry]) -> list[np.ndarray]:
    """Boundaries of everything, noded, merged between junctions, cut at the seam, simplified."""
    lines = shapely.boundary(np.array(list(spaces.values())))
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(lines, grid_size=GRID_DEG)))
    result = []
    for line in merged:
        xy = shapely.get_coordinates(line)
        seam = np.abs(xy[:, 0]) == 180.0
        edge = np.flatnonzero(seam[1:] != seam[:-1])
        stops = sorted({0, len(xy) - 1} | {int(i) + (0 if seam[i] else 1) for i in edge})
        for a, b in pairwise(stops):
            result.append(thinned(xy[a : b + 1], TOLERANCE_M))
    return result


def main() -> int:
    spaces = world(countries())
    arcs = arcs_of(spaces)
    print(len(arcs), "arcs,", sum(map(len, arcs)), "vertices")
    lines = shapely.union_all([shapely.LineString(a) for a in arcs if len(a) > 1], grid_size=GRID_DEG)
    lines = shapely.get_parts(shapely.line_merge(lines))
    faces = shapely.get_parts(shapely.polygonize(list(lines)))
    inside = shapely.point_on_surface(faces)
    codes = list(spaces)
    tree = shapely.STRtree([spaces[c] for c in codes])
    face, state = tree.query(inside, predicate="within")
    label = {int(f): codes[s] for f, s in zip(face, state, strict=True)}
    scale = np.cos(np.radians(shapely.get_y(inside))) * 111.2**2
    kept = [f for f in label if faces[f].area * scale[f] > SLIVER_KM2]
    print(f"{len(faces)} faces, {len(label)} of a state, {len(kept)} kept")
    write(faces, label, kept)
    return 0


def write(faces, label: dict[int, str], kept: list[int]) -> None:
    """Arcs once, faces by reference: r >= 0 arc r forward, r < 0 arc ~r backward; the airspace lies to the left."""
    number: dict[bytes, int] = {}
    arcs: list[np.ndarray] = []
    use: dict[bytes, set[bytes]] = {}
    rings, owner = [], []
    for f in sorted(kept, key=lambda f: (label[f], -faces[f].area)):
        shape = shapely.orient_polygons(faces[f])
        for ring in (shape.exterior, *shape.interiors):
            whole = np.round(shapely.get_coordinates(ring)[:-1] / GRID_DEG).astype(np.int32)
            whole[whole[:, 0] == -180 * 100_000, 0] = 180 * 100_000
            rings.append(whole)
            owner.append(f)
    for whole in rings:
        for i in range(len(whole)):
            here = use.setdefault(whole[i].tobytes(), set())
            here.update((whole[i - 1].tobytes(), whole[(i + 1) % len(whole)].tobytes()))
    refs, ring_start, ring_face, face_code, last = [], [0], [], [], None
    for ring, f in zip(rings, owner, strict=True):
        if f != last:
            face_code.append(label[f])
            last = f
        joint = np.flatnonzero([len(use[p.tobytes()]) != 2 or abs(p[0]) == 180 * 100_000 for p in ring])
        if len(joint) == 0:
            turn = np.lexsort((ring[:, 1], ring[:, 0]))[0]
            whole = np.roll(ring, -turn, axis=0)
            cuts = [0, len(whole)]
        else:
            whole = np.roll(ring, -joint[0], axis=0)
            cuts = [*(joint - joint[0]), len(whole)]
        closed = np.vstack((whole, whole[:1]))
        for a, b in pairwise(cuts):
            arc = np.ascontiguousarray(closed[a : b + 1])
            backward = np.ascontiguousarray(arc[::-1]).tobytes()
            if backward in number:
                refs.append(~number[backward])
            else:
                refs.append(number.setdefault(arc.tobytes(), len(arcs)))
                if refs[-1] == len(arcs):
                    arcs.append(arc)
        ring_start.append(len(refs))
        ring_face.append(len(face_code) - 1)
    start = np.cumsum([0, *map(len, arcs)]).astype(np.int32)
    xy = np.vstack(arcs)
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int32)).astype(np.int32)
    out = DATA / "airspace-world.npz"
    np.savez_compressed(
        out,
        step_lon=steps[:, 0],
        step_lat=steps[:, 1],
        arc_start=start,
        ref=np.array(refs, dtype=np.int32),
        ring_start=np.array(ring_start, dtype=np.int32),
        ring_face=np.array(ring_face, dtype=np.int32),
        face_code=np.array(face_code),
    )
    shared = len(refs) - len(arcs)
    print(f"{len(arcs)} arcs, {len(xy)} vertices, {shared} shared, {len(face_code)} faces, {out.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main())
