"""The shipped base map, read from uncompressed arrays in tens of milliseconds.

Two files hold outlines: one from Natural Earth (public domain) and one of small islands from OpenStreetMap (Open
Database Licence); they meet here, in memory, and nowhere on disk.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

import resources
from layers.basemap import F32, I32, Basemap, Country, Declared, Detail, Island, Label, Lines, Rings, Town, Water, Zone

Arrays = Mapping[str, npt.NDArray[Any]]
ENDLESS = 65535
"""The stored importance that stands for infinite."""


def _arrays(name: str) -> Arrays:
    with np.load(resources.path("data", name), allow_pickle=False) as file:
        return {key: file[key] for key in file.files}


def _texts(stored: npt.NDArray[Any]) -> list[str]:
    """Texts that were stored as UTF-8 lines."""
    return stored.tobytes().decode("utf-8").split("\n")


def _rows(name: str) -> list[dict[str, str]]:
    with resources.path("data", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _metres(stored: npt.NDArray[Any]) -> F32:
    metres = stored.astype(np.float32)
    metres[stored == ENDLESS] = np.inf
    return metres


def _strung(start: npt.NDArray[Any], ref: npt.NDArray[Any], rows: npt.NDArray[Any], closed: bool) -> tuple[Any, I32]:
    """(vertex numbers, start) of rings or lines put together from arcs.

    `start` bounds the arcs' vertices, `ref` names arcs (~arc where it runs backward) and `rows` bounds the parts in
    `ref`. Each arc gives all its vertices but the last, which the next one begins with; an open line keeps its end.
    """
    backward = ref < 0
    arc = np.where(backward, ~ref, ref)
    first, end = start[arc], start[arc + 1] - 1
    count = end - first
    if not closed:
        count[rows[1:] - 1] += 1
    bounds = np.concatenate(([0], np.cumsum(count)))
    step = np.where(backward, -1, 1)
    origin = np.where(backward, end, first) - step * bounds[:-1]
    number = np.arange(bounds[-1]) * np.repeat(step, count) + np.repeat(origin, count)
    return number, bounds[rows].astype(np.int32)


def _rings(file: Arrays, prefix: str = "") -> Rings:
    return Rings(
        file[f"{prefix}lon"],
        file[f"{prefix}lat"],
        file[f"{prefix}start"],
        file[f"{prefix}feature"],
        _metres(file[f"{prefix}importance"]),
    )


def _lines(file: Arrays, prefix: str = "") -> Lines:
    rings = _rings(file, prefix)
    return Lines(rings.lon, rings.lat, rings.start, rings.feature, rings.importance)


def _merged(
    arcs: tuple[F32, F32, F32, I32], ref: I32, rows: I32, feature: I32, extra: I32, extra_feature: I32
) -> Rings:
    """Rings from `ref`, with one closed arc each for `extra`, in ascending order of feature."""
    lon, lat, importance, start = arcs
    size = np.concatenate((np.diff(rows), np.ones(len(extra), dtype=np.int32)))
    begin = np.concatenate((rows[:-1], len(ref) + np.arange(len(extra))))
    features = np.concatenate((feature, extra_feature))
    order = np.argsort(features, kind="stable")
    size, begin = size[order], begin[order]
    new_rows = np.concatenate(([0], np.cumsum(size)))
    pick = np.repeat(begin - new_rows[:-1], size) + np.arange(new_rows[-1])
    number, ring_start = _strung(start, np.concatenate((ref, extra))[pick], new_rows, closed=True)
    return Rings(lon[number], lat[number], ring_start, features[order].astype(np.int32), importance[number])


def load_basemap(*, detail: bool = True) -> Basemap:
    """The whole base map; without `detail` it has no finer windows.

    Raises
    ------
    FileNotFoundError
        When a file is missing: the installation is damaged.
    """
    base, small = _arrays("basemap.npz"), _arrays("islands-osm.npz")
    lon = np.concatenate((base["arc_lon"], small["arc_lon"]))
    lat = np.concatenate((base["arc_lat"], small["arc_lat"]))
    importance = _metres(np.concatenate((base["arc_importance"], small["arc_importance"])))
    start = np.concatenate((base["arc_start"], small["arc_start"][1:] + base["arc_start"][-1]))
    arcs = (lon, lat, importance, start)
    islands = np.arange(len(small["country"]), dtype=np.int32) + np.int32(len(base["arc_start"]) - 1)
    codes = base["country_code"].tolist()
    holder = np.array([codes.index(code) for code in small["country"].tolist()], dtype=np.int32)
    number = base["land_feature"][-1] + 1 + np.arange(len(islands), dtype=np.int32)
    shore = np.concatenate((base["coast_ref"], islands))
    coast_at, coast_start = _strung(start, shore, np.arange(len(shore) + 1), closed=False)
    border_at, border_start = _strung(start, base["border_ref"], base["border_start"], closed=False)
    waters, provinces = _arrays("waters.npz"), _arrays("admin1.npz")
    return Basemap(
        land=_merged(arcs, base["land_ref"], base["land_start"], base["land_feature"], islands, number),
        countries=_merged(arcs, base["country_ref"], base["country_start"], base["country_feature"], islands, holder),
        country_table=_countries(codes),
        coast=Lines(
            lon[coast_at], lat[coast_at], coast_start, np.arange(len(shore), dtype=np.int32), importance[coast_at]
        ),
        borders=Lines(
            lon[border_at],
            lat[border_at],
            border_start,
            np.arange(len(base["border_kind"]), dtype=np.int32),
            importance[border_at],
        ),
        border_kind=base["border_kind"],
        admin1=_lines(provinces),
        lakes=_rings(waters, "lake_"),
        lake_table=tuple(map(Water, _texts(waters["lake_name"]), waters["lake_rank"].tolist())),
        rivers=_lines(waters, "river_"),
        river_table=tuple(map(Water, _texts(waters["river_name"]), waters["river_rank"].tolist())),
        towns=_towns(),
        labels=_labels(),
        islands=_islands(),
        depths=_depths(),
        declared=_declared(),
        detail=_detail() if detail else None,
    )


def _countries(codes: list[str]) -> tuple[Country, ...]:
    rows = {row["code"]: row for row in _rows("countries.csv")}
    return tuple(
        Country(
            code,
            row["name"],
            row["native"],
            float(row["label_lon"]),
            float(row["label_lat"]),
            int(row["rank"]),
        )
        for code, row in ((code, rows[code]) for code in codes)
    )


def _towns() -> tuple[Town, ...]:
    file = _arrays("towns.npz")
    return tuple(
        map(
            Town,
            _texts(file["name"]),
            _texts(file["native"]),
            _texts(file["country"]),
            file["lon"].astype(float).round(5).tolist(),
            file["lat"].astype(float).round(5).tolist(),
            file["rank"].tolist(),
            file["population"].tolist(),
            file["capital"].astype(bool).tolist(),
        )
    )


def _labels() -> tuple[Label, ...]:
    found = []
    for row in _rows("labels.csv"):
        guide = [tuple(map(float, point.split())) for point in row["guide"].split(";")]
        found.append(
            Label(
                row["kind"],
                row["name"],
                row["other"],
                row["contested"] == "yes",
                tuple(point[0] for point in guide),
                tuple(point[1] for point in guide),
                int(row["rank"]),
            )
        )
    return tuple(found)


def _islands() -> tuple[Island, ...]:
    return tuple(
        Island(
            row["id"],
            row["name"],
            row["native"],
            tuple(filter(None, row["aliases"].split(";"))),
            float(row["lon"]),
            float(row["lat"]),
            row["country"],
            tuple(filter(None, row["claimed_by"].split(";"))),
            row["kind"],
            row["outline"] != "none",
            int(row["rank"]),
            row["source"],
        )
        for row in _rows("islands.csv")
    )


def _detail() -> Detail:
    file = _arrays("detail.npz")

    def rings(prefix: str) -> Rings:
        lon, lat, start, feature = (file[f"{prefix}_{part}"] for part in ("lon", "lat", "start", "feature"))
        return Rings(lon, lat, start, feature, np.full(len(lon), np.inf, dtype=np.float32))

    lon, lat, start = (file[f"coast_{part}"] for part in ("lon", "lat", "start"))
    number = np.arange(len(start) - 1, dtype=np.int32)
    coast = Lines(lon, lat, start, number, np.full(len(lon), np.inf, dtype=np.float32))
    return Detail(file["window"], file["replaced"], rings("land"), rings("lake"), coast)


def _declared() -> tuple[Declared, ...]:
    found = []
    for row in _rows("declared.csv"):
        corners = [tuple(map(float, point.split())) for point in row["points"].split(";")]
        found.append(
            Declared(
                row["id"],
                row["kind"],
                row["name"],
                row["closed"] == "yes",
                tuple(corner[0] for corner in corners),
                tuple(corner[1] for corner in corners),
                row["source"],
                row["as_of"],
            )
        )
    return tuple(found)


def _depths() -> tuple[tuple[float, Rings], ...]:
    file = _arrays("depths.npz")
    return tuple((float(depth), _rings(file, f"d{int(depth)}_")) for depth in file["depth"])


def load_zones() -> dict[str, Zone]:
    """The sea and land zones by id, as rings; their names and sources stand in the catalogue.

    The small islands of the other file are cut out of the seas here, as further rings of the even-odd rule.
    """
    file, small = _arrays("zones.npz"), _arrays("islands-osm.npz")
    every, weight = _rings(file), _metres(small["arc_importance"])
    zones = {}
    for i, name in enumerate(_texts(file["id"])):
        rings = every.of(i)
        islets = file["islet"][file["islet_start"][i] : file["islet_start"][i + 1]]
        parts = [slice(small["arc_start"][k], small["arc_start"][k + 1] - 1) for k in islets]
        counts = [part.stop - part.start for part in parts]
        zones[name] = Zone(
            name,
            Rings(
                np.concatenate([rings.lon, *(small["arc_lon"][part] for part in parts)]),
                np.concatenate([rings.lat, *(small["arc_lat"][part] for part in parts)]),
                np.concatenate([rings.start, rings.start[-1] + np.cumsum(counts, dtype=np.int32)]).astype(np.int32),
                np.zeros(len(rings) + len(parts), dtype=np.int32),
                np.concatenate([rings.importance, *(weight[part] for part in parts)]),
            ),
        )
    return zones


@lru_cache(maxsize=1)
def gazetteer() -> tuple[Town, ...]:
    """The larger list of towns for search (GeoNames, CC BY 4.0), most populous first; read when first asked for."""
    file = _arrays("gazetteer.npz")
    count = len(file["population"])
    return tuple(
        map(
            Town,
            _texts(file["name"]),
            _texts(file["native"]),
            _texts(file["country"]),
            file["lon"].astype(float).round(4).tolist(),
            file["lat"].astype(float).round(4).tolist(),
            [10] * count,
            file["population"].tolist(),
            [False] * count,
        )
    )
