"""Small islands in their true place from OpenStreetMap: resources/data/islands-osm.npz (ODbL, kept apart for that).

Run `python resources/build/islands.py [CACHE]` after base.py. Which islands, and whose, stands in islands.csv.
"""

from __future__ import annotations

import csv
import json
import sys

import corrections
import importance
import numpy as np
import shapely
from packages import DATA, cache, unpacked
from pyproj import Geod
from topology import clean, packed, quantised

GEOD = Geod(ellps="WGS84")
REEFS_NOT_LAND = (111.0, 6.5, 116.9, 12.1)
"""Among the Spratly islands OpenStreetMap has whole reefs as land: only outlines that islands.csv names are taken."""


def main(folder):
    with (DATA / "islands.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = [row for row in rows if row["outline"] == "osm"]
    lon = np.array([float(r["lon"]) for r in wanted])
    lat = np.array([float(r["lat"]) for r in wanted])
    path = unpacked("@geo-maps/earth-lands-100m", folder) / "package/map.geo.json"
    polygons = json.loads(path.read_text())["geometries"][0]["coordinates"]
    out = []
    found = set()
    for polygon in polygons:
        ring = np.array(polygon[0])
        west, south = ring.min(axis=0)
        east, north = ring.max(axis=0)
        for box in corrections.REPLACED_BOXES:
            if west >= box[0] and south >= box[1] and east <= box[2] and north <= box[3]:
                middle = shapely.Polygon(ring).representative_point()
                distance = GEOD.inv(np.full(len(lon), middle.x), np.full(len(lon), middle.y), lon, lat)[2]
                nearest = int(distance.argmin())
                inside = shapely.Polygon(ring).contains(shapely.Point(lon[nearest], lat[nearest]))
                if box == REEFS_NOT_LAND and not (inside or distance[nearest] < 1500):
                    continue
                whole = shapely.make_valid(shapely.Polygon(ring))
                for part in shapely.get_parts(whole):
                    if part.geom_type == "Polygon" and part.area > 1e-7:
                        xy = clean(np.asarray(part.exterior.coords))
                        out.append((wanted[nearest]["country"], wanted[nearest]["id"], xy))
                        found.add(wanted[nearest]["id"])
                        area = abs(GEOD.geometry_area_perimeter(part)[0]) / 1e6
                        print(f"{wanted[nearest]['id']:14} {area:8.3f} km2 {distance[nearest]:7.0f} m off its row")
    print("without outline:", [r["id"] for r in wanted if r["id"] not in found])
    values, start = packed([xy for _, _, xy in out], np.float32)
    weight = []
    for _, _, xy in out:
        body = importance.of_ring(xy[:-1, 0], xy[:-1, 1])
        weight.append(np.append(body, body[:1]))
    np.savez(
        DATA / "islands-osm.npz",
        arc_lon=np.ascontiguousarray(values[:, 0]),
        arc_lat=np.ascontiguousarray(values[:, 1]),
        arc_importance=quantised(np.concatenate(weight)),
        arc_start=start,
        country=np.array([c for c, _, _ in out], dtype="U3"),
        island=np.array([i for _, i, _ in out]),
    )


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
