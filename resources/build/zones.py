"""Sea and land zones as true areas: resources/data/zones.npz.

Sea zones are an outline along the limits of "Limits of Oceans and Seas" (International Hydrographic Organization,
Special Publication 23, 3rd edition, 1953), over land drawn freely, less the land.
Run `python resources/build/zones.py` after base.py and islands.py.
"""

from __future__ import annotations

import importance
import numpy as np
import shapely
from base import along_great_circles
from packages import DATA
from topology import clean, packed, quantised

# fmt: off
NORTH_OF_TAIWAN = [  # S-23 49 North: Fuki Kaku - Kiushan Tao - south of Haitan Tao - 25 24' N to the coast of Fukien
    (121.45, 25.20), (121.54, 25.30), (119.93, 25.43), (119.74, 25.40), (119.50, 25.40), (119.2, 25.40),
]
TAIWAN_EAST = [(121.4, 25.0), (121.3, 24.4), (121.2, 23.5), (120.9, 22.7)]
ACROSS_TO_YAMI = [(120.85, 21.90), (121.945, 21.12), (121.95, 20.0), (122.14, 18.58)]
SOUTH_OF_STRAIT = [(120.85, 21.90), (117.02, 23.40)]
"""The strait's southern end is no limit of S-23 (it counts the strait to the South China Sea): Oluanpi to Nan'ao."""

OUTLINES = {
    # S-23 1: Little Belt Falshoeft - Vejsnaes Nakke; Great Belt Gulstav - Kappel Kirke; Guldborg Sound; the Sound
    # Stevns Light - Falsterbo; with the gulfs of Bothnia, Finland and Riga (1 a, b, c).
    "baltic-sea": [
        (9.70, 54.75), (9.965, 54.772), (10.425, 54.815), (10.45, 54.84), (10.52, 54.86), (10.72, 54.735),
        (11.017, 54.767), (11.20, 54.73),
        (11.80, 54.70), (11.83, 54.64), (11.89, 54.635), (12.00, 54.75), (12.10, 54.84), (12.20, 54.90),
        (12.30, 54.98),
        (12.20, 55.06), (12.17, 55.13), (12.30, 55.25), (12.455, 55.290), (12.817, 55.383), (12.95, 55.45),
        (13.5, 55.8), (15.0, 56.6),
        (16.0, 57.6), (15.9, 58.6), (16.5, 59.3), (16.9, 60.5), (16.8, 61.8), (17.0, 62.6), (18.5, 63.6),
        (20.5, 64.6), (21.5, 65.8),
        (23.5, 66.1), (25.6, 66.0), (26.2, 65.0), (25.0, 64.3), (23.4, 63.4), (22.3, 62.4), (22.2, 61.2),
        (23.2, 60.5), (25.0, 60.6),
        (27.0, 60.9), (29.2, 60.95), (30.1, 60.3), (30.4, 59.9), (29.5, 59.6), (28.2, 59.25), (26.0, 59.3),
        (24.6, 59.1),
        (24.6, 58.1), (24.7, 57.2), (24.2, 56.8), (22.5, 56.8), (21.6, 56.3), (21.7, 55.2), (21.6, 54.5),
        (20.3, 54.1), (18.6, 54.0),
        (16.5, 54.1), (14.7, 53.55), (13.8, 53.5), (13.0, 54.0), (11.9, 53.9), (10.75, 53.80), (10.6, 54.1),
        (10.2, 54.2), (9.85, 54.4),
    ],
    # S-23 62: south-west the line Cape Rumili - Cape Anatoli (41 13' N); north-east the line Cape Takil - Panaghia.
    "black-sea": [
        (28.7, 41.20), (29.10, 41.235), (29.155, 41.218), (29.6, 41.0), (31.4, 40.9), (33.5, 41.6), (35.5, 41.4),
        (36.5, 40.9), (38.5, 40.7),
        (40.5, 40.8), (41.9, 41.3), (42.2, 42.3), (41.2, 43.4), (39.8, 43.8), (38.0, 44.7), (37.2, 45.1),
        (36.63, 45.14), (36.45, 45.10),
        (36.0, 45.2), (35.3, 45.25), (34.4, 45.0), (33.8, 45.4), (33.7, 46.02), (33.3, 46.4), (32.6, 46.9),
        (31.0, 47.1), (30.4, 46.5), (29.6, 45.9), (28.6, 45.0),
        (28.3, 43.9), (27.4, 42.9), (27.2, 42.3), (27.8, 41.7),
    ],
    # S-23 63: in the Kertch Strait the limit of the Black Sea.
    "sea-of-azov": [
        (36.45, 45.10), (36.63, 45.14), (37.2, 45.15), (38.3, 45.8), (38.6, 46.4), (39.3, 46.9), (39.6, 47.4),
        (38.0, 47.4), (36.6, 46.95),
        (35.0, 46.6), (34.2, 46.35), (33.75, 46.2), (33.72, 46.02), (34.1, 45.75), (34.9, 45.35), (35.4, 45.25),
        (36.2, 45.2),
    ],
    "taiwan-strait": [*NORTH_OF_TAIWAN, (118.2, 25.0), (117.2, 24.2), (116.9, 23.6), *SOUTH_OF_STRAIT[::-1],
    *TAIWAN_EAST[::-1]],
    # S-23 49, less the Taiwan Strait; south Lucipara Point - Banka - Billiton - Tanjong Sambar; west the Gulf of
    # Thailand's limit Ca Mau - Kelantan and the Singapore Strait's Tanjong Datok - Horsburgh - Pulo Koko.
    "south-china-sea": [
        (117.02, 23.40), (120.85, 21.90), (121.945, 21.12), (121.95, 20.0), (122.14, 18.58), (121.6, 17.5),
        (121.0, 16.2), (120.9, 14.9), (120.75, 14.5), (120.75, 14.08),
        (120.63, 14.13), (120.05, 13.86), (120.30, 13.45), (119.85, 12.0), (119.50, 11.42), (119.2, 10.5),
        (118.2, 9.4), (117.17, 8.35), (117.0, 8.15), (116.9, 7.9),
        (116.75, 7.03), (116.7, 6.4), (115.9, 5.3), (114.8, 4.2), (113.4, 2.9), (111.5, 1.2), (110.0, 0.4),
        (110.5, -1.2), (110.9, -2.5), (110.32, -2.95),
        (108.27, -2.77), (107.9, -2.80), (107.63, -2.60), (106.85, -2.57), (106.4, -2.6), (106.1, -2.9),
        (106.05, -3.23), (104.8, -2.6), (103.0, -1.0), (102.7, 0.3), (102.97, 1.10),
        (103.3, 0.9), (104.0, 0.95), (104.58, 1.225), (104.42, 1.33), (104.28, 1.37), (103.7, 1.9), (102.9, 3.5),
        (102.8, 5.0), (102.1, 5.9), (102.25, 6.23),
        (104.72, 8.60), (105.4, 9.5), (106.2, 10.6), (108.0, 11.4), (108.7, 13.0), (108.0, 15.0), (106.9, 16.5),
        (105.3, 18.4), (105.4, 20.3), (106.6, 21.3),
        (108.2, 22.0), (109.5, 22.0), (111.0, 22.0), (113.0, 22.9), (114.0, 23.1), (115.5, 23.2), (116.6, 23.7),
    ],
    # S-23 50: south Santyo - Yonakuni - Haderuma; south-east Isigaki, Miyako, Okinawa, Kikai, Tanega, Hi-Saki;
    # north-east Nomo Saki - Hukae - Quelpart; north the parallel 33 17' N.
    "east-china-sea": [
        *NORTH_OF_TAIWAN, (119.2, 26.2), (120.0, 27.5), (121.0, 28.8), (121.2, 30.2), (120.0, 30.4), (120.6, 31.4),
        (121.0, 32.0), (120.3, 32.8), (120.3, 33.283),
        (126.16, 33.283), (126.35, 33.35), (126.55, 33.25), (128.62, 32.62), (128.75, 32.68), (128.90, 32.68),
        (129.75, 32.58), (130.0, 32.8), (130.3, 33.1), (130.8, 32.8), (130.5, 31.6), (131.08, 31.28),
        (131.05, 30.83), (130.95, 30.45), (130.00, 28.33), (128.27, 26.75), (127.9, 26.3), (127.68, 26.08),
        (125.40, 24.72), (124.25, 24.38), (123.80, 24.05), (122.94, 24.45),
        (122.0, 25.01), (121.8, 25.0), (121.6, 25.1),
    ],
    # S-23 52: south-west the Eastern China Sea's limit and between Quelpart and Korea; Kanmon; Tsugaru Siriya - Esan;
    # La Perouse Soya - Nisi Notoro; north Cape Tuik - Cape Sushcheva (51 45' N).
    "sea-of-japan": [
        (129.75, 32.58), (128.90, 32.68), (128.75, 32.68), (128.62, 32.62), (126.55, 33.25), (126.55, 33.45),
        (126.53, 34.32), (126.8, 34.9), (128.5, 35.4), (128.9, 36.5),
        (128.4, 38.3), (127.0, 39.3), (127.3, 40.1), (129.0, 41.6), (130.0, 42.6), (131.4, 43.6), (133.0, 43.4),
        (135.5, 45.0), (138.0, 47.5), (139.7, 49.5), (140.0, 51.0),
        (140.7, 51.78), (141.7, 51.75), (142.5, 51.5), (142.6, 49.0), (142.7, 47.5), (142.3, 46.4),
        (142.09, 45.90), (141.94, 45.52), (142.2, 44.8), (141.9, 43.5), (141.0, 42.8), (140.5, 42.4),
        (140.7, 42.0), (141.10, 41.83), (141.18, 41.80), (141.46, 41.43), (141.2, 41.2), (140.9, 40.4),
        (140.6, 39.0), (139.5, 37.4), (138.0, 36.4), (136.6, 36.0), (136.2, 35.4), (134.5, 35.3),
        (132.5, 34.7), (131.2, 34.2), (130.93, 34.02), (130.86, 33.94), (130.82, 33.90), (130.5, 33.4),
        (130.2, 33.1), (130.1, 32.9), (129.85, 32.75),
    ],
}
# fmt: on
COUNTRIES = {"baltic-states": ("EST", "LVA", "LTU"), "ukraine": ("UKR",)}
ORDER = (
    "baltic-states",
    "baltic-sea",
    "black-sea",
    "sea-of-azov",
    "ukraine",
    "taiwan-strait",
    "south-china-sea",
    "east-china-sea",
    "sea-of-japan",
)


def polygons(file, feature):
    """The polygons of the land masses or countries of basemap.npz, by feature number."""
    start, ref, rows = file["arc_start"], file["country_ref"], file["country_start"]
    lon, lat = file["arc_lon"], file["arc_lat"]
    rings = []
    for row in np.flatnonzero(file["country_feature"] == feature):
        xy = []
        for r in ref[rows[row] : rows[row + 1]]:
            a = r if r >= 0 else ~r
            arc = np.column_stack((lon[start[a] : start[a + 1]], lat[start[a] : start[a + 1]])).astype(float)
            xy.append(arc[:-1] if r >= 0 else arc[::-1][:-1])
        rings.append(np.vstack(xy))
    return rings


def area(rings):
    """One even-odd area of many rings."""
    return shapely.union_all(shapely.make_valid([shapely.Polygon(r) for r in rings if len(r) > 2]))


def main():
    with np.load(DATA / "basemap.npz") as stored:
        file = dict(stored)
    with np.load(DATA / "islands-osm.npz") as stored:
        small = dict(stored)
    small_points = [
        shapely.Polygon(np.column_stack((small["arc_lon"], small["arc_lat"]))[a:b].astype(float)).representative_point()
        for a, b in zip(small["arc_start"], small["arc_start"][1:], strict=False)
    ]
    codes = file["country_code"].tolist()
    land = np.array([shapely.make_valid(shapely.Polygon(r)) for i in range(len(codes)) for r in polygons(file, i)])
    tree = shapely.STRtree(land)
    xy, feature, holes = [], [], []
    for number, name in enumerate(ORDER):
        if name in COUNTRIES:
            whole = shapely.union_all(
                [
                    shapely.make_valid(shapely.Polygon(r))
                    for c in COUNTRIES[name]
                    for r in polygons(file, codes.index(c))
                ]
            )
        else:
            ring = along_great_circles(shapely.LineString([*OUTLINES[name], OUTLINES[name][0]]))
            outline = shapely.Polygon(ring.coords)
            if not outline.is_valid:
                raise SystemExit(f"{name}: {shapely.is_valid_reason(outline)}")
            near = shapely.clip_by_rect(land[tree.query(outline)], *outline.bounds)
            whole = shapely.difference(outline, shapely.union_all(shapely.make_valid(near)))
            parts = shapely.get_parts(whole)
            whole = parts[
                shapely.area(parts).argmax()
            ]  # a sea is one water; ponds the outline encloses are no part of it
        holes.append([k for k, p in enumerate(small_points) if whole.contains(p)])
        for part in shapely.get_parts(whole):
            for ring in (part.exterior, *part.interiors):
                points = clean(np.asarray(ring.coords))[:-1]
                if len(points) > 2:
                    xy.append(points)
                    feature.append(number)
        print(f"{name:16} {shapely.get_num_coordinates(whole)} vertices, islets {len(holes[-1])}")
    values, start = packed(xy, np.float32)
    weight = np.concatenate([importance.of_ring(r[:, 0], r[:, 1]) for r in xy])
    islet, islet_start = packed(holes, np.int32)
    np.savez(
        DATA / "zones.npz",
        id=np.frombuffer("\n".join(ORDER).encode(), np.uint8),
        lon=np.ascontiguousarray(values[:, 0]),
        lat=np.ascontiguousarray(values[:, 1]),
        start=start,
        feature=np.array(feature, np.int32),
        importance=quantised(weight),
        islet=islet,
        islet_start=islet_start,
    )


if __name__ == "__main__":
    main()
