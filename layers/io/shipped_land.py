"""The shipped airspaces and land network, read from `resources/data`."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise

import numpy as np

import resources
from layers.routes.air_space import Airspaces
from layers.routes.land_net import LandNetwork


@cache
def load_airspaces() -> Airspaces:
    """Airspaces of all states, about 0.2 MB in the file."""
    with np.load(resources.path("data", "airspace-world.npz")) as file:
        steps = np.column_stack((file["step_lon"], file["step_lat"])).astype(np.int64)
        start, ref = file["arc_start"], file["ref"].tolist()
        ring_start, ring_face = file["ring_start"], file["ring_face"]
        codes = tuple(str(code) for code in file["face_code"])
    points = np.cumsum(steps, axis=0).astype(np.float64) * 1e-5
    rings: list[list[tuple[int, ...]]] = [[] for _ in codes]
    for i, face in enumerate(ring_face):
        rings[face].append(tuple(ref[ring_start[i] : ring_start[i + 1]]))
    return Airspaces(
        tuple(points[a:b] for a, b in pairwise(start)),
        tuple(tuple(face) for face in rings),
        codes,
        _names(),
    )


def _names() -> dict[str, str]:
    """Names of states by ISO A3 code."""
    with resources.path("data", "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def load_land_network() -> LandNetwork:
    """The land network: 0.2 MB in the file, 40 MB in memory."""
    with np.load(resources.path("data", "land-regions.npz")) as file:
        cells = np.repeat(file["run_region"], file["run_length"])
        return LandNetwork(
            cells.reshape(int(file["rows"]), int(file["columns"])),
            tuple(str(code) for code in file["region_state"]),
            file["region_mass"],
            file["neighbour"],
            float(file["south"]),
            float(file["step"]),
            _names(),
        )
