"""Lakes, rivers and first-level administrative lines: resources/data/waters.npz and admin1.npz.

Run `python resources/build/waters.py [CACHE]`.
"""

from __future__ import annotations

import sys
import warnings

import corrections
import importance
import numpy as np
import pyogrio
import shapely
from packages import DATA, cache, natural_earth
from topology import clean, packed, quantised
from water_names import LAKES, RIVERS

RIVER_DETAIL_M = 150.0
ADMIN1_DETAIL_M = 250.0
"""Finer vertices of these lines are left out: they are never drawn at a scale where they could be seen."""


def lines(geometries, features, detail_m):
    """Arrays of open lines, without the vertices finer than `detail_m`."""
    xy, weight, feature = [], [], []
    for geometry, number in zip(geometries, features, strict=True):
        for part in shapely.get_parts(shapely.line_merge(geometry)):
            points = clean(np.asarray(part.coords))
            if len(points) < 2:
                continue
            metres = importance.of_line(points[:, 0], points[:, 1])
            keep = metres >= detail_m
            xy.append(points[keep])
            weight.append(metres[keep])
            feature.append(number)
    values, start = packed(xy, np.float32)
    return {
        "lon": np.ascontiguousarray(values[:, 0]),
        "lat": np.ascontiguousarray(values[:, 1]),
        "start": start,
        "feature": np.array(feature, np.int32),
        "importance": quantised(np.concatenate(weight)),
    }


def rings(geometries, detail_m=0.0):
    """Arrays of polygons, one feature each."""
    xy, weight, feature = [], [], []
    for number, geometry in enumerate(geometries):
        for part in shapely.get_parts(geometry):
            for ring in (part.exterior, *part.interiors):
                points = clean(np.asarray(ring.coords))[:-1]
                if len(points) < 3:
                    continue
                metres = importance.of_ring(points[:, 0], points[:, 1])
                keep = metres >= detail_m
                if keep.sum() < 3:
                    continue
                xy.append(points[keep])
                weight.append(metres[keep])
                feature.append(number)
    values, start = packed(xy, np.float32)
    return {
        "lon": np.ascontiguousarray(values[:, 0]),
        "lat": np.ascontiguousarray(values[:, 1]),
        "start": start,
        "feature": np.array(feature, np.int32),
        "importance": quantised(np.concatenate(weight)),
    }


def text(values, known):
    """Names as the map writes them, as UTF-8 lines; empty for what it does not name."""
    names = ["" if v is None or v != v else known.get(str(v).strip(), "") for v in values]
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def main(folder):
    warnings.simplefilter("ignore")
    ocean = pyogrio.read_dataframe(natural_earth(folder, "ne_10m_ocean"), encoding="cp1252")
    lakes = ocean[ocean.featurecla != "Ocean"].sort_values("scaleran_2", kind="stable")
    river = pyogrio.read_dataframe(natural_earth(folder, "ne_10m_rivers_lake_centerlines"), encoding="cp1252")
    river = river[~river.geometry.isna()].sort_values("scalerank", kind="stable")
    river.geometry = [corrections.narva_river(g) for g in river.geometry]
    stored = {f"lake_{k}": v for k, v in rings(np.asarray(lakes.geometry.values)).items()}
    stored |= {
        f"river_{k}": v for k, v in lines(np.asarray(river.geometry.values), range(len(river)), RIVER_DETAIL_M).items()
    }
    stored["lake_name"], stored["lake_rank"] = text(lakes.name, LAKES), lakes.scaleran_2.to_numpy(np.uint8)
    stored["river_name"], stored["river_rank"] = text(river.name, RIVERS), river.scalerank.to_numpy(np.uint8)
    np.savez(DATA / "waters.npz", **stored)
    provinces = pyogrio.read_dataframe(
        natural_earth(folder, "ne_10m_admin_1_states_provinces_lines"), encoding="cp1252"
    )
    provinces = provinces[provinces.featurecla.isin(["Admin-1 boundary", "Admin-1 region boundary"])]
    np.savez(
        DATA / "admin1.npz",
        **lines(np.asarray(provinces.geometry.values), provinces.scalerank.astype(int), ADMIN1_DETAIL_M),
    )
    print(len(lakes), "lakes", len(stored["lake_lon"]), "vertices;", len(river), "rivers", len(stored["river_lon"]))
    print(lakes[lakes.name.astype(str).str.contains("Peip|Lagoda|Ladoga|Pihk")][["name", "name_alt"]])


if __name__ == "__main__":
    main(cache(sys.argv[1] if len(sys.argv) > 1 else None))
