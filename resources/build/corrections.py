"""Where the sources are wrong or take a side, and what is put in their place; each with its reason."""

from __future__ import annotations

import numpy as np
import pyogrio
import shapely

CODES = {"Kosovo": "XKX"}
"""Codes the labelled polygons lack."""

HOLDERS = (
    (34.1, 45.0, "UKR"),  # Crimea: UN General Assembly resolution 68/262 (27 March 2014)
    (33.55, 44.58, "UKR"),  # Sevastopol: the same
    (33.5, 35.3, "CYP"),  # north of the Green Line: UN Security Council resolution 541 (1983)
    (45.0, 9.6, "SOM"),  # Somaliland is recognised by almost nobody
    (-13.0, 24.0, "ESH"),  # the source has it twice, as Western Sahara and in Morocco
    (77.0, 35.4, "IND"),  # Siachen glacier, held by India; its edge is drawn as indefinite
    # Islands whose own state is not the nearest land:
    (105.65, -10.5, "AUS"),  # Christmas Island
    (96.83, -12.17, "AUS"),  # Cocos (Keeling) Islands
    (96.92, -12.18, "AUS"),
    (-109.22, 10.3, "FRA"),  # Clipperton
    (-13.69, 57.6, "GBR"),  # Rockall
    (-176.64, 0.8, "UMI"),  # Howland
    (-176.46, 0.22, "UMI"),  # Baker
    (-176.48, 0.19, "UMI"),
    (54.52, -15.89, "ATF"),  # Tromelin
    (51.19, -10.09, "SYC"),  # Farquhar
    (172.06, -22.4, "NCL"),  # Hunter
    (171.34, -22.35, "NCL"),  # Matthew
    (-79.77, 15.86, "COL"),  # Serranilla
    (-78.64, 15.87, "COL"),  # Bajo Nuevo
    (-63.64, 15.7, "VEN"),  # Aves
    (-80.35, 23.99, "BHS"),  # Cay Sal
    (-3.04, 35.94, "ESP"),  # Alboran
    (125.43, 4.66, "IDN"),  # Marore
)
"""Faces labelled by a point inside: longitude, latitude, ISO A3."""

REPLACED_BOXES = (
    (116.4, 20.4, 117.2, 21.0),  # Pratas
    (123.2, 25.5, 124.8, 26.2),  # Senkaku / Diaoyu: 5.8 km off
    (111.0, 6.5, 116.9, 12.1),  # Spratly islands: tokens
    (110.9, 15.4, 113.1, 17.5),  # Paracel islands
    (117.5, 14.9, 118.0, 15.4),  # Scarborough Shoal
    (119.7, 25.8, 120.7, 26.5),  # Matsu
    (118.1, 24.3, 118.6, 24.6),  # Kinmen
    (119.3, 24.9, 119.6, 25.1),  # Wuqiu
    (30.1, 45.15, 30.3, 45.35),  # Snake Island
)
"""West, south, east, north [deg]: islands wholly inside come from OpenStreetMap instead of Natural Earth."""

NARVA = np.array(
    [
        (28.1136, 59.3454),
        (28.1897, 59.3450),
        (28.1919, 59.3472),
        (28.1910, 59.3528),
        (28.1988, 59.3560),
        (28.1991, 59.3612),
        (28.2058, 59.3641),
        (28.2059, 59.3670),
        (28.2070, 59.3704),
        (28.2031, 59.3747),
        (28.2040, 59.3762),
        (28.2077, 59.3846),
        (28.1956, 59.3976),
        (28.1825, 59.4032),
        (28.1675, 59.4098),
        (28.1391, 59.4194),
        (28.1257, 59.4370),
        (28.1156, 59.4426),
        (28.1070, 59.4474),
        (28.0866, 59.4587),
        (28.0779, 59.4608),
        (28.0545, 59.4622),
        (28.0459, 59.4655),
        (28.0432, 59.4709),
        (28.0380, 59.4800),
    ]
)
"""The Narva river from the reservoir to the sea, lon, lat [deg]: Natural Earth's line runs up to 1.5 km west of it and
leaves the town in Russia. Vertices as in OpenStreetMap's country polygons; the road bridge is at 28.204 E 59.376 N."""


WESTERN_SAHARA = np.array([(-13.3, 27.6614), (-8.817033869999904, 27.66143931100008)])
"""The northern border of Western Sahara (27 40' N) west of where the boundary lines have it; drawn as disputed."""


def narva(line: shapely.LineString) -> shapely.LineString:
    """`line` with its stretch along the lower Narva replaced, when it is the Estonian-Russian border."""
    xy = np.asarray(line.coords)
    box = (xy[:, 0] > 28.0) & (xy[:, 0] < 28.2) & (xy[:, 1] > 59.34) & (xy[:, 1] < 59.49)
    if not box.any():
        return line
    first = int(np.argmin(np.hypot(xy[:, 0] - 28.11356, xy[:, 1] - 59.34542)))
    last = int(np.argmin(np.hypot(xy[:, 0] - 28.01905, xy[:, 1] - 59.48176)))
    if first < last:
        return shapely.LineString(np.vstack((xy[:first], NARVA)))
    return shapely.LineString(np.vstack((NARVA[::-1], xy[first + 1 :])))


def narva_river(geometry: shapely.Geometry) -> shapely.Geometry:
    """A river's line with its stretch below the reservoir at Narva laid where the border is."""
    mouth = shapely.box(28.0, 59.345, 28.21, 59.50)
    if not shapely.intersects(geometry, mouth):
        return geometry
    rest = shapely.difference(geometry, mouth)
    return shapely.multilinestrings([*shapely.get_parts(rest), shapely.LineString(NARVA[1:])])


def crimea(world_map) -> list[shapely.LineString]:
    """The line at Perekop, Chonhar and the Arabat spit where Russian administration has begun since 2014.

    Taken from where the labelled polygons have Russia meet Ukraine.
    """
    table = pyogrio.read_dataframe(world_map, layer="countries")
    here = shapely.box(32.5, 45.7, 35.3, 46.4)
    edges = [
        shapely.boundary(shapely.intersection(table[table.ISO_A3.eq(code)].geometry.values[0], here))
        for code in ("UKR", "RUS")
    ]
    line = shapely.line_merge(shapely.intersection(*edges))
    return [part for part in shapely.get_parts(line) if part.geom_type == "LineString"]
