"""Land, countries and borders: resources/data/basemap.npz and countries.csv.

Run `python resources/build/base.py [CACHE]`.
"""

from __future__ import annotations

import itertools
import sys
import warnings

import corrections
import numpy as np
import pyogrio
import shapely
from packages import DATA, cache, natural_earth, world_map
from pyproj import Geod
from topology import Arcs, clean, packed, quantised

GEOD = Geod(ellps="WGS84")
NOT_OF_FACES = ("Overlay limit", "Lease limit", "ForgetMagics")
KINDS = {
    "International boundary (verify)": "international",
    "International boundary (Magics)": "international",
    "Disputed (please verify)": "disputed",
    "Line of control (please verify)": "line_of_control",
    "Indefinite (please verify)": "indefinite",
    "Indeterminant frontier": "indefinite",
    "ForgetMagics": "line_of_control",  # the berm in Western Sahara
    "Lease limit": "lease",
    "Overlay limit": "zone",
}
BORDER_KINDS = ("international", "disputed", "line_of_control", "indefinite", "lease", "zone")


def area_km2(polygon) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(polygon))[0]) / 1e6


def land_polygons(folder):
    """Every land polygon once, lakes filled, the Caspian left open, misplaced islands gone; largest first."""
    land = np.asarray(pyogrio.read_dataframe(natural_earth(folder, "ne_10m_land"), encoding="latin1").geometry.values)
    ocean = pyogrio.read_dataframe(natural_earth(folder, "ne_10m_ocean"), encoding="latin1")
    seas = shapely.get_parts(np.asarray(ocean[ocean.featurecla == "Ocean"].geometry.values))
    caspian = next(s for s in seas if s.bounds[0] > 45 and s.bounds[2] < 56)
    parts = shapely.get_parts(land[~shapely.is_missing(land)])
    filled = []
    for part in parts:
        xy = clean(np.asarray(part.exterior.coords))
        if len(xy) >= 4:
            filled.append(shapely.Polygon(xy.astype(float)))
    filled = np.array(filled)
    size = np.array([area_km2(p) for p in filled])
    filled = filled[size >= 0.01]  # the source's slivers, cuts without area
    size = size[size >= 0.01]
    filled = filled[np.argsort(-size)]
    hole = clean(np.asarray(caspian.exterior.coords)).astype(float)
    filled[0] = shapely.Polygon(filled[0].exterior.coords, [hole])
    tree = shapely.STRtree(filled)
    inner, outer = tree.query(shapely.point_on_surface(filled), predicate="within")
    lake_island = np.zeros(len(filled), dtype=bool)
    lake_island[inner[outer < inner]] = True
    print(f"{len(parts)} parts, {len(filled)} with area, {lake_island.sum()} islands in lakes left to the lakes' holes")
    filled = filled[~lake_island]
    wrong = np.zeros(len(filled), dtype=bool)
    for box in corrections.REPLACED_BOXES:
        wrong |= shapely.contains(shapely.box(*box), filled)
    print(f"{wrong.sum()} islands of Natural Earth taken out where OpenStreetMap's stand in their place")
    return filled[~wrong]


def along_great_circles(line, step_deg=0.25):
    """A line whose long east-west segments have points in between, so that a parallel stays one in any projection."""
    xy = np.asarray(line.coords)
    out = [xy[:1]]
    for p, q in itertools.pairwise(xy):
        n = int(np.ceil(abs(q[0] - p[0]) / step_deg)) if abs(q[0] - p[0]) < 350 else 1
        t = np.linspace(0, 1, max(n, 1) + 1)[1:, None]
        out.append(p + (q - p) * t)
    return shapely.LineString(np.vstack(out))


def with_vertex(line, point):
    """`line` with a vertex at `point`, which lies on it or a hair off; the vertex itself."""
    xy = np.asarray(line.coords)
    near = int(np.hypot(*(xy - point).T).argmin())
    if np.hypot(*(xy[near] - point)) < 1e-9:
        return line, xy[near]
    step = np.hypot(*np.diff(xy, axis=0).T)
    place = int(np.searchsorted(np.cumsum(step), line.project(shapely.Point(point)))) + 1
    return shapely.LineString(np.insert(xy, min(place, len(xy) - 1), point, axis=0)), point


def joined(lines, coast, land_tree, reach_deg=0.15):
    """(lines, coast), the loose ends on land led to a vertex of the nearest coast or line, so that areas close."""
    ends = {}
    for i, line in enumerate(lines):
        for end in (0, -1):
            ends.setdefault(line.coords[end], []).append((i, end))
    everything = [*coast, *lines]
    network, offset = shapely.STRtree(everything), len(coast)
    led = 0
    for point, users in ends.items():
        p = shapely.Point(point)
        if len(users) > 1 or len(land_tree.query(p, predicate="dwithin", distance=1e-5)) == 0:
            continue  # it is joined, or ends at sea and has crossed the coast
        own, end = offset + users[0][0], users[0][1]
        near = np.array([k for k in network.query(p.buffer(reach_deg)) if k != own])
        distance = np.array([everything[k].distance(p) for k in near])
        if not len(near) or distance.min() > reach_deg:
            print("  loose end", point)
            continue
        other = int(near[distance.argmin()])
        foot = np.array(shapely.shortest_line(p, everything[other]).coords[-1])
        everything[other], foot = with_vertex(everything[other], foot)
        xy = np.asarray(everything[own].coords)
        everything[own] = shapely.LineString(np.vstack((foot, xy)) if end == 0 else np.vstack((xy, foot)))
        led += 1
    print(f"{led} loose ends led to the coast or to another line")
    return everything[offset:], everything[:offset]


def label(faces, folder):
    """The country code of every face, by overlap with the labelled polygons, else by the nearest."""
    table = pyogrio.read_dataframe(world_map(folder), layer="countries")
    code = np.array([corrections.CODES.get(n, c) for n, c in zip(table.NAME, table.ISO_A3, strict=True)], dtype=object)
    named = np.array([isinstance(c, str) and len(c.strip()) == 3 and c != "-99" for c in code])
    shapes, code = np.asarray(table.geometry.values)[named], code[named]
    tree = shapely.STRtree(shapes)
    answer = np.full(len(faces), "", dtype=object)
    face, country = tree.query(faces, predicate="intersects")
    far = []
    for i, polygon in enumerate(faces):
        candidates = country[face == i]
        if len(candidates):
            share = shapely.area(shapely.intersection(shapes[candidates], polygon)) / polygon.area
            if share.max() > 0.4:
                answer[i] = code[candidates[share.argmax()]]
                continue
        point = polygon.representative_point()
        near, distance = tree.query_nearest(polygon, return_distance=True)
        answer[i] = code[near[0]]
        far.append((round(float(distance[0]), 2), code[near[0]], np.round(point.coords[0], 2).tolist(), polygon.area))
    for lon, lat, holder in corrections.HOLDERS:
        for i in shapely.STRtree(faces).query(shapely.Point(lon, lat), predicate="within"):
            answer[i] = holder
    print(f"{len(far)} faces labelled by the nearest country")
    for row in sorted(far, key=lambda r: -r[3])[:12]:
        print("  large", row)
    seen = set()
    for row in sorted(far, key=lambda r: -r[0]):
        key = (round(row[2][0] / 3), round(row[2][1] / 3), row[1])
        if key not in seen and row[0] > 0.3:
            seen.add(key)
            print("  far", row)
    return answer


def main(folder):
    warnings.simplefilter("ignore")
    land = land_polygons(folder)
    land_tree = shapely.STRtree(land)
    coast = [shapely.LineString(r.coords) for p in land for r in (p.exterior, *p.interiors)]
    table = pyogrio.read_dataframe(natural_earth(folder, "ne_10m_admin_0_boundary_lines_land"), encoding="latin1")
    lines, kinds, apart, apart_kinds = [], [], [], []
    for name, geometry in zip(table.featurecla, table.geometry, strict=True):
        for part in map(along_great_circles, shapely.get_parts(shapely.line_merge(geometry))):
            if name in NOT_OF_FACES:
                apart.append(part)
                apart_kinds.append(KINDS[name])
            else:
                lines.append(part)
                kinds.append(KINDS[name])
    lines.append(along_great_circles(shapely.LineString(corrections.WESTERN_SAHARA)))
    kinds.append("disputed")
    lines = [corrections.narva(line) for line in lines]
    original = list(lines)
    lines, coast = joined(lines, coast, land_tree)
    network = shapely.unary_union(shapely.multilinestrings([*coast, *lines]))
    faces = np.array(list(shapely.get_parts(shapely.polygonize([network]))))
    inside = np.zeros(len(faces), dtype=bool)
    inside[land_tree.query(shapely.point_on_surface(faces), predicate="within")[0]] = True
    faces = faces[inside]
    print(f"{len(faces)} faces; land {sum(map(area_km2, land)):.0f} km2, faces {sum(map(area_km2, faces)):.0f} km2")
    part, whole = land_tree.query(shapely.point_on_surface(faces), predicate="within")
    covered = np.bincount(whole, weights=shapely.area(faces)[part], minlength=len(land))
    for i in np.flatnonzero(np.abs(covered - shapely.area(land)) > 1e-4):
        print("  land not covered by faces", land[i].bounds, shapely.area(land[i]) - covered[i])
    code = label(faces, folder)
    codes = sorted(set(code))
    countries = {c: shapely.coverage_union_all(faces[code == c]) for c in codes}
    everything = shapely.coverage_union_all(faces)

    ring_of, land_feature, country_feature = [], [], []
    land_parts = sorted(shapely.get_parts(everything), key=lambda p: -area_km2(p))
    for i, part in enumerate(land_parts):
        for ring in (part.exterior, *part.interiors):
            ring_of.append(clean(np.asarray(ring.coords))[:-1])
            land_feature.append(i)
    n_land = len(ring_of)
    for i, c in enumerate(codes):
        for part in sorted(shapely.get_parts(countries[c]), key=lambda p: -p.area):
            for ring in (part.exterior, *part.interiors):
                ring_of.append(clean(np.asarray(ring.coords))[:-1])
                country_feature.append(i)
    # Border pieces: what of the noded network lies inside the land and bounds two faces, or none (a claim inside one).
    pieces = shapely.get_parts(shapely.line_merge(shapely.difference(network, shapely.union_all(coast))))
    middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    land_only = np.zeros(len(pieces), dtype=bool)
    land_only[land_tree.query(middle, predicate="within")[0]] = True
    pieces = pieces[land_only & (shapely.length(pieces) > 1e-4)]
    middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    owner = shapely.STRtree(original).nearest(middle)
    piece_kind = [kinds[k] for k in owner]
    claims = [shapely.intersection(line, everything) for line in (*apart, *corrections.crimea(world_map(folder)))]
    extra_kind = apart_kinds + ["line_of_control"] * (len(claims) - len(apart))
    line_xy, line_kind = [clean(np.asarray(p.coords)) for p in pieces], list(piece_kind)
    for geometry, kind in zip(claims, extra_kind, strict=True):
        for part in shapely.get_parts(shapely.line_merge(geometry)):
            if part.geom_type == "LineString" and len(clean(np.asarray(part.coords))) > 1:
                line_xy.append(clean(np.asarray(part.coords)))
                line_kind.append(kind)
    edge_of = shapely.STRtree(faces).query(middle, predicate="dwithin", distance=1e-9)[0]
    for i in np.flatnonzero(np.bincount(edge_of, minlength=len(pieces)) != 2):
        print("  border without a country on both sides:", piece_kind[i], pieces[i].bounds, pieces[i].length)
    keep = [i for i, xy in enumerate(line_xy) if len(xy) > 1]
    line_xy, line_kind = [line_xy[i] for i in keep], [line_kind[i] for i in keep]

    arcs = Arcs()
    rings, borders = arcs.build(ring_of, line_xy)
    weight = arcs.importance()
    seam = []
    for xy in arcs.arcs:
        west = np.abs(xy[:, 0]) == 180
        south = xy[:, 1] <= -89.99
        seam.append(bool(np.all(west | south)))
    land_arcs = {r if r >= 0 else ~r for ring in rings[:n_land] for r in ring}
    coast_arcs = [a for a in sorted(land_arcs) if not seam[a]]
    values, start = packed(arcs.arcs, np.float32)
    land_ref, land_start = packed(rings[:n_land], np.int32)
    country_ref, country_start = packed(rings[n_land:], np.int32)
    border_ref, border_start = packed(borders, np.int32)
    np.savez(
        DATA / "basemap.npz",
        arc_lon=np.ascontiguousarray(values[:, 0]),
        arc_lat=np.ascontiguousarray(values[:, 1]),
        arc_importance=quantised(np.concatenate(weight)),
        arc_start=start,
        land_ref=land_ref,
        land_start=land_start,
        land_feature=np.array(land_feature, np.int32),
        country_ref=country_ref,
        country_start=country_start,
        country_feature=np.array(country_feature, np.int32),
        country_code=np.array(codes, dtype="U3"),
        coast_ref=np.array(coast_arcs, np.int32),
        border_ref=border_ref,
        border_start=border_start,
        border_kind=np.array([BORDER_KINDS.index(k) for k in line_kind], np.uint8),
    )
    print(len(codes), "countries", len(arcs.arcs), "arcs", len(values), "vertices", len(line_xy), "border lines")
    weights = np.concatenate(weight)
    print({t: int((weights >= t).sum()) for t in (0, 100, 150, 400, 600, 2000, 2500, 5000, 10000, 15000)})


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
