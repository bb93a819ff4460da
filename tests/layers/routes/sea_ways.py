"""What tests of sea routes share: places, the shipped tables, and how long a way is."""

from __future__ import annotations

import csv

import numpy as np

import resources
from layers.routes import sea
from layers.routes.model import Route

ARCTIC = frozenset({"northern-sea-route", "northwest-passage"})
NORFOLK, CONSTANTA = (-76.3, 36.85), (28.65, 44.1667)
SASEBO, PRATAS, YOKOSUKA = (129.7167, 33.15), (116.729, 20.703), (139.6667, 35.2833)
KIEL, NARVA = (10.1333, 54.3167), (28.204, 59.376)
ROTA, SAN_DIEGO = (-6.3333, 36.6167), (-117.1833, 32.7167)


def rows(name: str) -> list[dict[str, str]]:
    """A table of the catalogue."""
    with resources.path("catalogue", name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def length(network, start, end, closed=ARCTIC, speed_mps=None) -> float:
    """Metres of the route; infinite where there is none."""
    found = sea.route(network, start, end, frozenset(closed), speed_mps=speed_mps)
    return found.length_m if isinstance(found, Route) else np.inf
